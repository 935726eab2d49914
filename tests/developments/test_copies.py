from __future__ import annotations

import pytest

from monitor.developments.copies import is_copy
from monitor.developments.reading import read
from tests.developments.stories import telling

LEAD = (
    "GULLPORT (HW) - The harbour board voted on Tuesday to close the northern pier for two years"
    " after inspectors found cracks in eleven of its pillars, the board's chairman said."
)


@pytest.mark.parametrize(
    ("one", "other", "copy"),
    [
        ("Board closes northern pier", "Board closes northern pier", True),
        ("Board closes northern pier", "BOARD CLOSES NORTHERN PIER | Gull Times", True),
        ("Morning briefing", "Morning briefing", False),
        (
            "Harbour board votes to close the northern pier for two years",
            "Harbour board votes to close its northern pier for two years",
            True,
        ),
        (
            "Harbour board says 12 people were hurt when the northern pier fell",
            "Harbour board says 21 people were hurt when the northern pier fell",
            False,
        ),
        (
            "Talks between the two harbour towns end with agreement on tolls",
            "Talks between the two harbour towns end without agreement on tolls",
            False,
        ),
        (
            "Delegations of the two banks will meet again in Geneva in the spring",
            "Delegations of the two banks will meet again in Vienna in the spring",
            False,
        ),
        ("Board closes northern pier", "Northern pier shut by board", False),
    ],
)
def test_titles(one: str, other: str, *, copy: bool) -> None:
    assert is_copy(read(telling(one)), read(telling(other))) is copy
    assert is_copy(read(telling(other)), read(telling(one))) is copy


def test_one_lead_under_two_titles_is_one_text() -> None:
    one = read(telling("Northern pier to close", LEAD))
    other = read(telling("Cracks shut pier for two years", LEAD.replace("said", "told reporters")))
    assert is_copy(one, other)


def test_a_short_shared_lead_proves_nothing() -> None:
    one = read(telling("Northern pier to close", "Read more on our site."))
    other = read(telling("Mayor resigns over ferry", "Read more on our site."))
    assert not is_copy(one, other)


def test_equal_titles_days_apart_are_a_column() -> None:
    one = read(telling("What we know so far"))
    assert is_copy(one, read(telling("What we know so far", hours=5)))
    assert not is_copy(one, read(telling("What we know so far", hours=120)))


def test_equal_titles_over_different_leads_are_two_days_of_one_column() -> None:
    other = (
        "Ferries to Skerry Island start again on Thursday with a new winter timetable, twelve"
        " sailings a day and a bus link that the island council asked for in spring."
    )
    one = read(telling("The harbour today at a glance", LEAD))
    assert not is_copy(one, read(telling("The harbour today at a glance", other, hours=24)))
