from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.feeds.hints import document_hints, lifetime_s
from monitor.model import PollingHints

NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)


def hints(channel: str) -> PollingHints:
    body = f"<rss><channel>{channel}<item><title>x</title></item></channel></rss>"
    return document_hints(body.encode(), ttl_s=None)


def test_skip_lists_are_read() -> None:
    found = hints(
        "<skipHours><hour>0</hour><hour> 7 </hour><hour>24</hour><hour>31</hour></skipHours>"
        "<skipDays><day>Sunday</day>\n<day>saturday</day><day>Someday</day></skipDays>"
    )
    assert (found.skip_hours, found.skip_days) == ((0, 7), (5, 6))


def test_lists_that_leave_no_time_are_mistakes() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    days = "".join(f"<day>{day}day</day>" for day in ("Mon", "Tues", "Wednes", "Thurs"))
    assert hints(f"<skipHours>{hours}</skipHours>").skip_hours == ()
    assert hints(f"<skipDays>{days}</skipDays>").skip_days == (0, 1, 2, 3)
    days += "<day>Friday</day><day>Saturday</day><day>Sunday</day>"
    assert hints(f"<skipDays>{days}</skipDays>").skip_days == ()


def test_what_an_item_says_is_no_hint() -> None:
    body = b"<rss><item><skipHours><hour>3</hour></skipHours></item></rss>"
    assert document_hints(body, ttl_s=None) == PollingHints()
    assert document_hints(b"", ttl_s=1800.0) == PollingHints(ttl_s=1800.0)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=2700"}, 2700),
        ({"cache-control": 'max-age="60"'}, 60),
        ({"cache-control": "max-age=2700", "age": "700"}, 2000),
        ({"cache-control": "max-age=2700", "expires": "0"}, 2700),
        ({"expires": "Fri, 14 Jan 2022 12:30:00 GMT"}, 1800),
        (
            {
                "date": "Fri, 14 Jan 2022 12:20:00 GMT",
                "expires": "Fri, 14 Jan 2022 12:30:00 GMT",
            },
            600,
        ),
        ({"expires": "Fri, 14 Jan 2022 11:30:00 GMT"}, 0),
        ({"expires": "-1"}, 0),
        ({"cache-control": "no-cache, max-age=3000"}, 0),
        ({"cache-control": "max-age=3000, no-store"}, 0),
        ({"cache-control": "max-age=-5"}, 0),
        ({"cache-control": "max-age=x"}, 0),
        ({"cache-control": "s-maxage=3000"}, 0),
        ({}, 0),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: float) -> None:
    assert lifetime_s(headers, NOW) == seconds


def test_a_header_of_any_length_is_harmless() -> None:
    assert lifetime_s({"cache-control": "max-age=1, " * 10**5, "expires": "x" * 10**6}, NOW) == 1
    assert timedelta(seconds=lifetime_s({"cache-control": f"max-age={'9' * 12}"}, NOW))
