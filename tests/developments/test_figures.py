from __future__ import annotations

import pytest

from monitor.developments.figures import figures_of, title_figures


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("At least 12 killed in market blast", {"killed": 12}),
        ("Death toll rises to 21 after blast", {"killed": 21}),
        ("Blast kills dozens, injures 40", {"injured": 40}),
        ("Two dead, three hurt in crash", {"killed": 2, "injured": 3}),
        ("Bloc sends 2,500 troops", {"troops": 2500}),
        ("Some 4.000 coastal servicemen land", {"troops": 4000}),
        ("12 troops killed", {"killed": 12}),
        ("Union to give $1.5bn in aid", {"dollars": 1.5e9}),
        ("€120 million for flood victims", {"euros": 1.2e8}),
        ("Floods leave 40,000 homeless", {"displaced": 40_000}),
        ("10 days after crash 5 dead", {"killed": 5}),
        ("President fires 5 ministers in 2014", {}),
        ("Ten years after war", {}),
    ],
)
def test_figures_of_titles(title: str, expected: dict[str, float]) -> None:
    assert title_figures(title) == expected


def test_the_title_counts_before_older_happenings_of_the_summary() -> None:
    found = figures_of("Shelling kills 3", "The war has killed 14,000 people since it began.")
    assert found["killed"] == 3


def test_the_summary_fills_what_the_title_leaves_open() -> None:
    assert figures_of("Blast hits market", "At least 12 people were killed.")["killed"] == 12


def test_a_number_without_end_is_no_figure() -> None:
    assert figures_of(f"Talks end: {'9' * 400} killed", "") == {}
