from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.developments.flood import (
    Treatment,
    VisitFacts,
    clock_ahead_s,
    clock_oddity,
    judge_visit,
)
from monitor.model import NoticeCode

NOW = datetime(2031, 3, 3, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAIN = VisitFacts(
    feed="https://a.example/feed",
    items=40,
    renamed=0,
    new_told_at=[NOW - HOUR] * 2,
    usual=(2, 1, 3, 0, 2),
    unread_since=NOW - HOUR / 4,
    failures=0,
    interval=HOUR / 4,
)


def codes(facts: VisitFacts) -> list[NoticeCode]:
    return [one.code for one in judge_visit(facts, now=NOW).oddities]


def test_an_ordinary_visit_brings_news() -> None:
    judgement = judge_visit(PLAIN, now=NOW)
    assert judgement.oddities == ()
    assert judgement.treat(None) is Treatment.NEWS


def test_the_first_visit_brings_backlog_and_is_not_odd() -> None:
    judgement = judge_visit(replace(PLAIN, unread_since=None), now=NOW)
    assert (judgement.treat(NOW), judgement.oddities) == (Treatment.BACKLOG, ())


@pytest.mark.parametrize(("renamed", "odd"), [(4, False), (19, False), (20, True), (40, True)])
def test_half_of_a_document_under_new_ids_is_odd(renamed: int, *, odd: bool) -> None:
    assert (codes(replace(PLAIN, renamed=renamed)) == [NoticeCode.NEW_IDS]) is odd


def test_a_document_that_is_all_new_is_an_archive() -> None:
    new = replace(PLAIN, new_told_at=[NOW - 30 * HOUR] * 40)
    judgement = judge_visit(new, now=NOW)
    assert judgement.treat(NOW) is Treatment.BACKLOG
    assert [one.code for one in judgement.oddities] == [NoticeCode.ALL_NEW]
    # Dates that all say "now" are the moment of the change, not of the happenings.
    dated = judge_visit(replace(new, new_told_at=[NOW] * 40), now=NOW)
    assert dated.treat(NOW) is Treatment.UNDATED


@pytest.mark.parametrize(
    "change",
    [
        {"new_told_at": [NOW] * 19},  # few
        {"new_told_at": [NOW] * 31},  # a quarter is known
        {"usual": (2, 1, 12)},  # its habits are not known yet
        {"usual": (2, 1, 12, 0, 2)},  # it brings as many at times
        {"failures": 3},  # it was away, and catches up
        {"unread_since": NOW - 2 * HOUR},  # so was the program, for a little
    ],
)
def test_what_is_no_archive(change: dict[str, object]) -> None:
    facts = replace(PLAIN, new_told_at=[NOW] * 40)
    assert codes(replace(facts, **change)) == []  # type: ignore[arg-type]


def test_a_long_pause_is_caught_up_with_as_backlog_but_for_the_last_minutes() -> None:
    judgement = judge_visit(replace(PLAIN, unread_since=NOW - 25 * HOUR), now=NOW)
    assert [one.code for one in judgement.oddities] == [NoticeCode.UNREAD_LONG]
    assert judgement.treat(NOW - HOUR) is Treatment.BACKLOG
    assert judgement.treat(NOW - HOUR / 4) is Treatment.NEWS
    assert judgement.treat(None) is Treatment.BACKLOG


@pytest.mark.parametrize(
    "change",
    [
        {"unread_since": NOW - 23 * HOUR},
        {"unread_since": NOW - 60 * HOUR, "failures": 1},
        {"unread_since": NOW - 60 * HOUR, "interval": 24 * HOUR},
        {"unread_since": NOW - 60 * HOUR, "clock_ahead": -59 * HOUR},  # our clock jumped ahead
    ],
)
def test_what_is_no_long_pause(change: dict[str, object]) -> None:
    assert codes(replace(PLAIN, **change)) == []  # type: ignore[arg-type]


def test_a_clock_is_wrong_where_three_servers_say_so() -> None:
    assert clock_oddity([7200.0, 7200.0], now=NOW) is None
    assert clock_oddity([7200.0, 0.0, 1.0, -2.0], now=NOW) is None
    found = clock_oddity([7200.0, 7201.0, 7199.0], now=NOW)
    assert found is not None
    assert "2 h behind those of 3 feed servers" in found.text
    behind = clock_oddity([-1200.0] * 5, now=NOW)
    assert behind is not None
    assert "20 minutes ahead of those of 5 feed servers" in behind.text


def test_an_answer_from_a_cache_is_older_than_its_date() -> None:
    assert clock_ahead_s(NOW - HOUR, 3600.0, NOW) == 0.0
    assert clock_ahead_s(NOW + HOUR, 0.0, NOW) == 3600.0
    assert clock_ahead_s(None, 5.0, NOW) is None
