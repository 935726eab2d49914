from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.alerts.blindness import (
    Changes,
    EndpointSight,
    FeedSight,
    failing,
    silent,
    unreachable,
    usual_gap,
)
from tests.alerts.builders import NOW

HOUR = timedelta(hours=1)


def feed(name: str, *, down: timedelta | None = None, **changes: Any) -> FeedSight:
    plain = FeedSight(
        id=1,
        url=name,
        outlet=name,
        failures=3 if down is not None else 0,
        since=NOW - (down or timedelta(0)),
        last_success_at=NOW - (down or timedelta(0)),
    )
    return replace(plain, **changes)


def others(count: int) -> list[FeedSight]:
    return [feed(f"sound-{number}") for number in range(count)]


class TestFailing:
    def test_is_told_after_an_hour_and_three_failures(self) -> None:
        for one, begun in (
            (feed("a", down=HOUR), ("a",)),
            (feed("a", down=HOUR - timedelta(seconds=1)), ()),
            (feed("a", down=HOUR, failures=2), ()),
        ):
            assert failing([one, *others(5)], (), blind=False, now=NOW) == Changes(begun=begun)

    def test_a_feed_that_is_gone_is_told_at_once(self) -> None:
        one = feed("a", down=timedelta(minutes=15), failures=1, reason="gone")
        assert failing([one, *others(5)], (), blind=False, now=NOW).begun == ("a",)
        assert not failing([replace(one, reason="server"), *others(5)], (), blind=False, now=NOW)
        back = replace(one, failures=0, reason="")
        assert failing([back, *others(5)], {"a"}, blind=False, now=NOW).ended == ("a",)

    def test_one_failure_is_told_when_it_lasts(self) -> None:
        # Its server answered 503 and asked to be left alone for a day.
        one = feed("a", down=9 * HOUR, failures=1, failing_since=NOW - 6 * HOUR)
        assert failing([one, *others(5)], (), blind=False, now=NOW).begun == ("a",)
        later = replace(one, failing_since=NOW - 5 * HOUR)
        assert not failing([later, *others(5)], (), blind=False, now=NOW)

    def test_is_told_once_and_ends_with_a_success_or_off_the_list(self) -> None:
        down = [feed("a", down=HOUR), *others(5)]
        assert not failing(down, {"a"}, blind=False, now=NOW)
        assert failing([feed("a"), *others(5)], {"a"}, blind=False, now=NOW).ended == ("a",)
        assert failing(others(5), {"a"}, blind=False, now=NOW).ended == ("a",)

    def test_half_of_all_is_one_episode_and_sooner(self) -> None:
        down = [feed(f"down-{number}", down=timedelta(minutes=10)) for number in range(5)]
        assert failing([*down, *others(5)], (), blind=False, now=NOW) == Changes(blind_begun=True)
        assert not failing([*down, *others(5)], (), blind=True, now=NOW)
        assert not failing([*down, *others(6)], (), blind=False, now=NOW)
        late = [replace(one, since=NOW - HOUR) for one in down]
        assert not failing([*late, *others(5)], (), blind=True, now=NOW)
        assert failing([*late, *others(6)], (), blind=True, now=NOW) == Changes(blind_ended=True)

    def test_one_feed_alone_is_no_blindness(self) -> None:
        assert failing([feed("a", down=HOUR)], (), blind=False, now=NOW).begun == ("a",)


class TestSilent:
    GAP = timedelta(hours=6)

    def quiet(self, hours: float, **changes: Any) -> FeedSight:
        last = NOW - timedelta(hours=hours)
        return feed("a", last_new_item_at=last, usual_gap=self.GAP, **changes)

    def test_is_told_after_five_usual_gaps_and_a_day_at_least(self) -> None:
        assert silent([self.quiet(30)], ()).begun == ("a",)
        assert not silent([self.quiet(29.9)], ())
        often = timedelta(minutes=10)
        assert silent([replace(self.quiet(24), usual_gap=often)], ()).begun == ("a",)
        assert not silent([replace(self.quiet(23.9), usual_gap=often)], ())

    def test_what_cannot_be_read_or_is_not_known_is_not_silent(self) -> None:
        assert not silent([self.quiet(300, failures=1)], ())
        assert not silent([replace(self.quiet(300), usual_gap=None)], ())
        # Nobody looked since: that the feed was silent nobody knows.
        assert not silent([self.quiet(300, last_success_at=NOW - timedelta(hours=299))], ())

    def test_is_told_once_and_ends_with_something_new(self) -> None:
        assert not silent([self.quiet(30)], {"a"})
        assert silent([self.quiet(1)], {"a"}).ended == ("a",)
        assert silent([], {"a"}).ended == ("a",)

    def test_the_usual_gap_needs_some_arrivals(self) -> None:
        assert usual_gap(NOW - 5 * HOUR, NOW, 6) == HOUR
        assert usual_gap(NOW - 5 * HOUR, NOW, 5) is None
        assert usual_gap(NOW, NOW, 9) is None


class TestUnreachable:
    SOUND = EndpointSight(id="a", host="a.example")

    def test_is_told_after_an_hour_or_once_disabled(self) -> None:
        for one, begun in (
            (replace(self.SOUND, failing_since=NOW - HOUR), ("a",)),
            (replace(self.SOUND, failing_since=NOW - HOUR + timedelta(seconds=1)), ()),
            (replace(self.SOUND, disabled_at=NOW), ("a",)),
        ):
            assert unreachable([one], (), now=NOW).begun == begun
            assert not unreachable([one], {"a"}, now=NOW)

    def test_ends_with_a_success_or_off_the_list(self) -> None:
        assert unreachable([self.SOUND], {"a"}, now=NOW).ended == ("a",)
        assert unreachable([], {"a"}, now=NOW).ended == ("a",)
