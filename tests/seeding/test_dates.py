from __future__ import annotations

from datetime import date

import pytest

from monitor.seeding.dates import dates, day, reference

PUBLISHED = date(2022, 1, 6)  # a Thursday


def days(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(m.first.isoformat(), m.last.isoformat()) for m in dates(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("talks on January 10", "2022-01-10"),
        ("on Jan. 12 the delegation", "2022-01-12"),
        ("on 10 January 2022", "2022-01-10"),
        ("on the 13th of January", "2022-01-13"),
        ("on Wednesday, Jan. 12", "2022-01-12"),
        ("on Wednesday (January 12)", "2022-01-12"),
        ("submitted on December 15", "2021-12-15"),
        ("published on December 17, 2021", "2021-12-17"),
        ("on 2022-01-10", "2022-01-10"),
        ("on 10.01.2022", "2022-01-10"),
        ("on 1/14/2022", "2022-01-14"),
        ("JAN. 12", "2022-01-12"),
        ("They met on Monday", "2022-01-03"),
        ("They will meet on Monday", "2022-01-10"),
        ("He is due to speak on Thursday", "2022-01-06"),
        ("They will meet next Tuesday", "2022-01-11"),
        ("They will meet next Friday", "2022-01-14"),
        ("They met last Thursday", "2021-12-30"),
        ("It was agreed on Friday last week", "2021-12-31"),
        ("They will meet tomorrow", "2022-01-07"),
        ("The court heard yesterday", "2022-01-05"),
        ("It will sit on the 13th", "2022-01-13"),
        ("The session will open a week from Monday", "2022-01-17"),
        ("They will meet in two weeks' time", "2022-01-20"),
        ("three days ago", "2022-01-03"),
        ("The hearing is listed for 9 May", "2022-05-09"),
        ("Elections will be held on June 12", "2022-06-12"),
    ],
)
def test_a_day(text: str, expected: str) -> None:
    assert days(text) == [(expected, expected)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10-12 January", "2022-01-10", "2022-01-12"),
        ("January 10 to 12", "2022-01-10", "2022-01-12"),
        ("between 3 and 5 May", "2022-05-03", "2022-05-05"),
        ("from 30 November to 12 December 2023", "2023-11-30", "2023-12-12"),
        ("Dec. 30 - Jan. 2", "2021-12-30", "2022-01-02"),
        ("They will meet from Monday to Wednesday", "2022-01-10", "2022-01-12"),
        ("Hearings will be held on Thursday and Friday", "2022-01-06", "2022-01-07"),
        ("later this week", "2022-01-07", "2022-01-09"),
        ("next week", "2022-01-10", "2022-01-16"),
        ("this weekend", "2022-01-08", "2022-01-09"),
        ("early next month", "2022-02-01", "2022-02-09"),
        ("in mid-March", "2022-03-11", "2022-03-21"),
        ("the first week of March", "2022-03-01", "2022-03-07"),
        ("They will vote in September", "2022-09-01", "2022-09-30"),
        ("in March 2023", "2023-03-01", "2023-03-31"),
        ("at the end of the month", "2022-01-22", "2022-01-31"),
        ("last December", "2021-12-01", "2021-12-31"),
    ],
)
def test_several_days(text: str, first: str, last: str) -> None:
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "They may march a second time now.",
        "Mr May said so, and the Sunday Times printed it on Black Friday.",
        "Norway assumes the rotating presidency in January.",
        "The protest drew 5,000 people to Room 12.",
        "He comes every Monday.",
        "No date has been set.",
        "",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize("published", [date(2021, 12, 30), date(2022, 1, 6), date(2022, 1, 14)])
def test_the_nearest_year_holds_on_both_sides_of_new_year(published: date) -> None:
    text = "December 15, December 17, January 10, January 12 and January 13"
    assert [first for first, _ in days(text, published)] == [
        "2021-12-15", "2021-12-17", "2022-01-10", "2022-01-12", "2022-01-13",
    ]  # fmt: skip


def test_what_someone_said_does_not_turn_the_tense_of_what_is_told() -> None:
    text = "The minister said on Thursday that they will meet on Tuesday."
    assert days(text) == [("2022-01-06", "2022-01-06"), ("2022-01-11", "2022-01-11")]


def test_coming_weekdays_of_a_sentence_follow_each_other() -> None:
    text = "They will meet in A on Monday and in B on Thursday."
    assert [first for first, _ in days(text)] == ["2022-01-10", "2022-01-13"]


def test_a_window_is_not_exact() -> None:
    (window,) = dates("They will meet next week", PUBLISHED)
    (exact,) = dates("They will meet on Monday", PUBLISHED)
    assert (window.exact, exact.exact) == (False, True)


def test_spans_are_those_of_the_text() -> None:
    text = "Talks on January 10, then on Jan. 12."
    found = dates(text, PUBLISHED)
    assert [text[m.start : m.end] for m in found] == ["January 10", "Jan. 12"]


def test_without_a_publication_date_only_written_years_count() -> None:
    assert days("They met on Monday and on January 10, 2022, and in May", None) == [
        ("2022-01-10", "2022-01-10")
    ]


def test_a_year_written_elsewhere_gives_the_year_of_the_rest() -> None:
    texts = ["The drafts were published on December 17, 2021.", "They will meet on January 10."]
    near = reference(iter(texts))
    assert near == date(2021, 12, 17)
    (found,) = dates(texts[1], None, near=near)
    assert found.first == date(2022, 1, 10)


def test_an_impossible_day_is_no_date() -> None:
    assert days("on 31 February 2022") == []
    assert days("29 February") in ([("2020-02-29", "2020-02-29")], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 января", date(2022, 1, 10)),
        ("12 січня", date(2022, 1, 12)),
        ("13 de enero", date(2022, 1, 13)),
        ("12. Januar", date(2022, 1, 12)),
        ("15 décembre", date(2021, 12, 15)),
        ("1月13日", date(2022, 1, 13)),
        ("12 Ocak", date(2022, 1, 12)),
        ("négociations", None),
    ],
)
def test_a_date_string_of_another_language(text: str, expected: date | None) -> None:
    assert day(text, PUBLISHED) == expected
