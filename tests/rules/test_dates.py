from __future__ import annotations

from datetime import date

import pytest

from monitor.rules.dates import written_dates
from monitor.rules.folding import fold

DAY = date(2022, 1, 10)
NEAR = date(2022, 1, 5)


def names_the_day(text: str, near: date = NEAR, last: date = DAY) -> bool:
    written = written_dates(fold(text).text)
    return any(found.falls_within(DAY, last, near) for found in written)


@pytest.mark.parametrize(
    "text",
    [
        "on January 10",
        "January 10, 2022",
        "Jan. 10",
        "JANUARY 10TH",
        "the 10th of January 2022",
        "10 January",
        "10 Jan 2022",
        "9-10 January",
        "January 9-10",
        "on January 9 and 10",
        "on 9 and 10 January 2022",
        "10.01.2022",
        "10.1.2022",
        "01/10/2022",
        "10/01/2022",
        "2022-01-10",
        "am 10. Januar 2022",
        "le 10 janvier",
        "el 10 de enero de 2022",
        "10 января 2022 года",
        "10 січня",
        "10 stycznia",
        "1月10日",
        "2022年1月10日",
    ],
)
def test_ways_to_write_the_day(text: str) -> None:
    assert names_the_day(f"The talks are set {text} in the city")


@pytest.mark.parametrize(
    "text",
    [
        "January 11",
        "10 February",
        "January 10, 2021",
        "10 January 2023",
        "January 100",
        "2022-10-11",
        "on the 10th",
        "10 10 2022",
        "31 February 2022",
        "99.99.2022",
        "Monday",
        "",
    ],
)
def test_other_days(text: str) -> None:
    assert not names_the_day(text)


def test_without_a_year_the_nearest_year_is_meant() -> None:
    assert names_the_day("January 10", near=date(2021, 12, 20))
    assert not names_the_day("January 10", near=date(2023, 8, 1))
    assert names_the_day("January 10, 2022", near=date(2023, 8, 1))


def test_a_span_of_days() -> None:
    last = date(2022, 1, 13)
    assert names_the_day("January 12", last=last)
    assert not names_the_day("January 14", last=last)


def test_a_leap_day_of_another_year_is_no_error() -> None:
    (written,) = written_dates(fold("29 February").text)
    assert not written.falls_within(date(2021, 2, 1), date(2021, 3, 1), date(2021, 2, 10))
    assert written.falls_within(date(2024, 2, 1), date(2024, 3, 1), date(2024, 2, 10))
