"""What is judged bad, what is only worth a look, and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Feed
from monitor.pipeline.doctor import (
    LOW_DISK_BYTES,
    Verdict,
    judge_addresses,
    judge_clock,
    judge_disk,
    judge_feeds,
    judge_files,
    judge_outbox,
    judge_settings,
)
from monitor.pipeline.health import Counts
from monitor.settings import Settings

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def feed(name: str, **changes: object) -> Feed:
    plain = Feed(
        id=1,
        url=f"https://{name}.example/feed",
        outlet=name.title(),
        next_poll_at=NOW,
        polls=3,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("free", "verdict"),
    [(LOW_DISK_BYTES, "good"), (LOW_DISK_BYTES - 1, "warning"), (LOW_DISK_BYTES // 20, "bad")],
)
def test_room_for_the_database(free: int, verdict: str) -> None:
    found = judge_disk(free, 2**40, place="/data")
    assert (found.verdict, bool(found.advice)) == (verdict, verdict != "good")


@pytest.mark.parametrize(
    ("ahead_s", "verdict", "words"),
    [
        ([], "good", "no feed server told its time"),
        ([0.4, -0.2, 900.0], "good", "agrees with 3 feed servers within 1 s"),
        ([300.0, 310.0, 0.0], "bad", "300 s behind of 3 feed servers"),
        ([-90.0], "bad", "90 s ahead of 1 feed server"),
    ],
)
def test_one_wrong_server_does_not_make_our_clock_wrong(
    ahead_s: list[float], verdict: str, words: str
) -> None:
    found = judge_clock(ahead_s)
    assert found.verdict == verdict
    assert words in found.text


def test_feeds_that_fail_are_named_the_longest_failing_first() -> None:
    sound = [feed(f"sound{number}") for number in range(9)]
    bad = [feed(f"bad{n}", failures=n, last_detail=f"answered 50{n}") for n in (1, 2, 3, 4)]
    found = judge_feeds([*sound, *bad])
    assert found.verdict is Verdict.WARNING
    assert found.text.startswith("4 of 13 feeds fail: Bad4: answered 504; Bad3: answered 503;")
    assert found.text.endswith("and 1 more")
    assert judge_feeds(bad).verdict is Verdict.BAD
    assert judge_feeds([feed("new", polls=0)]).text == "1 feed, none fails, 1 not read yet"
    assert judge_feeds([]).verdict is Verdict.BAD


def test_what_is_not_told() -> None:
    assert [one.verdict for one in judge_outbox(Counts(), now=NOW)] == ["good"]
    late = Counts(
        pending=3,
        dead=1,
        oldest_due_at=NOW - timedelta(minutes=12),
        disabled_endpoints=("desk",),
    )
    found = judge_outbox(late, now=NOW)
    assert [one.verdict for one in found] == ["bad", "bad", "warning"]
    assert "monitor endpoints enable desk" in found[0].advice
    assert "12 min" in found[1].text
    assert "1 delivery given up" in found[2].text


def test_endpoints_by_name() -> None:
    assert [one.verdict for one in judge_addresses({})] == ["warning"]
    found = judge_addresses({"desk": "", "pager": "10.0.0.1 is private"})
    assert [(one.verdict, one.text.split(";")[0]) for one in found] == [
        ("bad", "pager: 10.0.0.1 is private"),
        ("good", "1 can be reached by name"),
    ]


def test_settings_that_had_better_be_set() -> None:
    assert [one.subject for one in judge_settings(Settings())] == ["settings", "web", "contact"]
    good = judge_settings(Settings(public_url="https://desk.example"))
    assert [one.verdict for one in good] == ["good", "good"]
    assert good[0].text == "1 setting stated, all others as they come: public_url"


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("http://desk.example", "warning"),
        ("http://10.0.0.5:8080", "warning"),
        ("https://desk.example", "good"),
        ("http://localhost:8080", "good"),
        ("http://[::1]:8080", "good"),
    ],
)
def test_passwords_over_a_plain_connection_are_worth_a_look(url: str, verdict: str) -> None:
    [_, web] = judge_settings(Settings(public_url=url))
    assert (web.subject, web.verdict, bool(web.advice)) == ("web", verdict, verdict != "good")


def test_files_that_every_user_may_read() -> None:
    assert judge_files([]).verdict is Verdict.GOOD
    found = judge_files([".env", "data/monitor.db"])
    assert found.verdict is Verdict.WARNING
    assert "chmod o-rwx .env data/monitor.db" in found.advice


def test_endpoints_that_are_sent_to_in_plain() -> None:
    found = judge_addresses({"desk": ""}, plain=["desk"])
    assert [one.verdict for one in found] == ["warning", "good"]
    assert found[0].text.startswith("desk: sent without TLS")
