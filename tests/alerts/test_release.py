from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.alerts.muting import OpenTelling, Subject, inhibitions, is_silenced, mutes_of
from monitor.alerts.release import (
    Hold,
    Pace,
    Released,
    Standing,
    gather,
    hold,
    is_due,
    last_told,
    release,
    span,
)
from monitor.model import (
    Alert,
    AlertKind,
    AlertPolicy,
    AlertReason,
    AlertState,
    Matcher,
    ReasonCode,
    Rule,
    Severity,
    Silence,
)
from tests.alerts.builders import NOW, make_rule, make_silence

SECOND = timedelta(seconds=1)
PACE = Pace(group_wait_s=30, update_interval_s=300)
MOVED = AlertReason(code=ReasonCode.STATUS_CHANGED, text="Postponed.")
ROSE = AlertReason(code=ReasonCode.SEVERITY_ROSE, text="Now critical.")


def rule(rule_id: str = "talks", **policy: Any) -> Rule:
    return replace(make_rule(rule_id), alert=AlertPolicy(**policy))


def alert(number: int, kind: AlertKind = AlertKind.NEW, **changes: Any) -> Alert:
    plain = Alert(
        id=f"msg_{number}",
        kind=kind,
        type=f"development.{kind}",
        reason=MOVED,
        development_id=1,
        item_id=number,
        rule_ids=("talks",),
        severity=Severity.MEDIUM,
        created_at=NOW,
        body="{}",
        state=AlertState.HELD,
        release_at=NOW + timedelta(seconds=30),
    )
    return replace(plain, **changes)


def held(
    kind: AlertKind = AlertKind.NEW,
    severity: Severity = Severity.MEDIUM,
    rules: Sequence[Rule] = (rule(),),
    *,
    reason: AlertReason = MOVED,
    told_at: datetime | None = None,
    waiting: Alert | None = None,
) -> Hold:
    return hold(kind, severity, reason, rules, now=NOW, pace=PACE, told_at=told_at, waiting=waiting)


def seconds(found: Hold) -> float:
    assert bool(found.text) == (found.until > NOW)
    return (found.until - NOW).total_seconds()


class TestGroupWait:
    def test_a_first_alert_waits_as_the_settings_say(self) -> None:
        assert seconds(held()) == 30
        assert "group wait of 30 s" in held().text

    def test_critical_waits_for_nobody(self) -> None:
        assert seconds(held(severity=Severity.CRITICAL)) == 0

    def test_a_rule_has_the_last_word_and_the_shortest_holds(self) -> None:
        assert seconds(held(rules=[rule(group_wait_s=90)])) == 90
        assert seconds(held(rules=[rule(group_wait_s=90), rule("b", group_wait_s=60)])) == 60
        assert seconds(held(rules=[rule(group_wait_s=0)])) == 0
        assert seconds(held(severity=Severity.CRITICAL, rules=[rule(group_wait_s=5)])) == 5


class TestUpdateInterval:
    def test_the_first_update_goes_at_once(self) -> None:
        assert seconds(held(AlertKind.UPDATE)) == 0

    @pytest.mark.parametrize(("ago", "left"), [(0, 300), (100, 200), (300, 0), (900, 0)])
    def test_counts_from_the_last_message(self, ago: int, left: int) -> None:
        told_at = NOW - timedelta(seconds=ago)
        assert seconds(held(AlertKind.UPDATE, told_at=told_at)) == left

    def test_a_rule_has_the_last_word(self) -> None:
        rules = [rule(update_interval_s=60)]
        assert seconds(held(AlertKind.UPDATE, rules=rules, told_at=NOW)) == 60

    def test_a_rise_to_critical_goes_at_once(self) -> None:
        critical = Severity.CRITICAL
        assert seconds(held(AlertKind.UPDATE, critical, reason=ROSE, told_at=NOW)) == 0
        assert seconds(held(AlertKind.UPDATE, critical, told_at=NOW)) == 300

    def test_a_message_of_the_future_holds_nothing(self) -> None:
        assert seconds(held(AlertKind.UPDATE, told_at=NOW + timedelta(hours=1))) == 0


class TestWaitingTogether:
    def test_an_update_waits_with_the_first_alert(self) -> None:
        assert seconds(held(AlertKind.UPDATE, waiting=alert(1))) == 30
        assert "msg_1" in held(AlertKind.UPDATE, waiting=alert(1)).text

    def test_a_critical_one_takes_the_first_alert_along(self) -> None:
        assert seconds(held(AlertKind.UPDATE, Severity.CRITICAL, waiting=alert(1))) == 0

    def test_all_of_it_goes_out_as_one(self) -> None:
        first, update = alert(1), alert(2, AlertKind.UPDATE, created_at=NOW + SECOND)
        assert gather([update, first], told=False) == ((first, update),)

    def test_who_was_told_gets_updates_apart_from_the_first_alert_of_others(self) -> None:
        first, update = alert(1), alert(2, AlertKind.UPDATE)
        assert gather([update, first], told=True) == ((first,), (update,))

    def test_is_due_once_one_has_waited_or_the_clock_was_set_back(self) -> None:
        assert not is_due([alert(1)], NOW)
        assert is_due([alert(1), alert(2, release_at=NOW)], NOW)
        assert is_due([alert(1, created_at=NOW + SECOND)], NOW)


def released(
    group: Sequence[Alert],
    rules: Sequence[Rule] = (rule(),),
    *,
    silences: Sequence[Silence] = (),
    told: dict[str, datetime] | None = None,
) -> Released:
    subjects = [(one.id, Subject(severity=one.severity, development_id=1)) for one in group]
    mutes = mutes_of(silences, rules, subjects, now=NOW)
    by_id = {one.id: one for one in rules}
    return release(group, Standing(now=NOW, rules=by_id, told=told or {}, mutes=mutes))


class TestRelease:
    def test_the_first_carries_the_others_and_asks_for_their_rules(self) -> None:
        group = [alert(1), alert(2, AlertKind.UPDATE, rule_ids=("b",))]
        found = released(group, [rule(), rule("b")])
        assert (found.carrier, found.folded) == (group[0], (group[1],))
        assert found.rule_ids == ("talks", "b")

    def test_rules_that_are_gone_ask_for_nothing(self) -> None:
        found = released([alert(1)], [])
        assert found.carrier is None
        [(muted, why)] = found.muted
        assert (muted.id, why) == ("msg_1", "Rule talks is not in force any more.")

    @pytest.mark.parametrize("rule_id", ["talks", None])
    def test_a_silence_mutes_and_says_who_and_until_when(self, rule_id: str | None) -> None:
        [(_, why)] = released([alert(1)], silences=[make_silence(rule_id)]).muted
        assert why == "Silenced until 2031-05-06 10:30 UTC by ada: known drill."

    def test_a_silence_holds_from_its_start_to_before_its_end(self) -> None:
        for changes, muted in (
            ({"starts_at": NOW}, True),
            ({"starts_at": NOW + SECOND}, False),
            ({"ends_at": NOW}, False),
            ({"ends_at": NOW + SECOND}, True),
        ):
            found = released([alert(1)], silences=[make_silence(None, **changes)])
            assert bool(found.muted) is muted

    def test_a_silenced_rule_is_left_out_of_what_others_ask_for(self) -> None:
        group = [alert(1, rule_ids=("talks", "b"))]
        found = released(group, [rule(), rule("b")], silences=[make_silence("talks")])
        assert found.rule_ids == ("b",)
        [left_out] = found.left_out
        assert left_out.startswith("Rule talks is left out: Silenced until")

    def test_the_silence_that_ends_last_is_told(self) -> None:
        late = make_silence(None, id=2, ends_at=NOW + timedelta(days=1), author="bo", comment="")
        [(_, why)] = released([alert(1)], silences=[make_silence("talks"), late]).muted
        assert why == "Silenced until 2031-05-07 09:30 UTC by bo."


class TestMatcher:
    SUBJECT = Subject(
        severity=Severity.MEDIUM,
        development_id=1,
        outlet="Courier",
        feeds=("http://courier.example/rss",),
        actors=("freedonia",),
    )

    @pytest.mark.parametrize(
        ("fits", "does_not"),
        [
            ({"tag": "drills"}, {"tag": "sport"}),
            ({"max_severity": Severity.MEDIUM}, {"max_severity": Severity.LOW}),
            ({"development_id": 1}, {"development_id": 2}),
            ({"outlet": "courier"}, {"outlet": "Gazette"}),
            ({"feed": "http://courier.example/rss"}, {"feed": "http://gazette.example/rss"}),
            ({"actor": "freedonia"}, {"actor": "sylvania"}),
        ],
    )
    def test_all_that_is_named_must_fit(
        self, fits: dict[str, Any], does_not: dict[str, Any]
    ) -> None:
        tagged = replace(rule(), tags=("drills",))
        silence = make_silence("talks")
        assert is_silenced(replace(silence, matcher=Matcher(**fits)), tagged, self.SUBJECT)
        assert not is_silenced(replace(silence, matcher=Matcher(**does_not)), tagged, self.SUBJECT)
        both = replace(make_silence("other"), matcher=Matcher(**fits))
        assert not is_silenced(both, tagged, self.SUBJECT)


class TestCooldown:
    UPDATE = alert(2, AlertKind.UPDATE)
    HOUR = timedelta(hours=1)

    def test_keeps_a_rule_from_updates_for_a_time(self) -> None:
        rules = [rule(cooldown_h=6)]
        [(_, why)] = released([self.UPDATE], rules, told={"talks": NOW - 5 * self.HOUR}).muted
        assert "until 2031-05-06 10:30:00 UTC (cooldown of 6 h)" in why
        assert released([self.UPDATE], rules, told={"talks": NOW - 6 * self.HOUR}).carrier
        assert released([self.UPDATE], rules).carrier

    def test_keeps_no_first_alert(self) -> None:
        assert released([alert(1)], [rule(cooldown_h=6)], told={"talks": NOW}).carrier

    def test_of_one_rule_leaves_the_others(self) -> None:
        group = [replace(self.UPDATE, rule_ids=("talks", "b"))]
        found = released(group, [rule(cooldown_h=6), rule("b")], told={"talks": NOW, "b": NOW})
        assert found.rule_ids == ("b",)


def inhibiting(rule_id: str, *children: str) -> Rule:
    return replace(make_rule(rule_id), inhibits=children)


def telling(
    number: int = 9, *rule_ids: str, severity: Severity = Severity.MEDIUM, for_h: float = 1
) -> OpenTelling:
    return OpenTelling(
        alert_id=f"msg_{number}",
        development_id=number,
        title="War",
        rule_ids=rule_ids or ("war",),
        severity=severity,
        told_at=NOW - timedelta(hours=1),
        until=NOW + timedelta(hours=for_h),
    )


class TestInhibition:
    RULES = (inhibiting("war", "talks"), rule())

    def muted(self, *tellings: OpenTelling, group: Sequence[Alert] = (alert(1),)) -> Released:
        subjects = [(one.id, Subject(severity=one.severity)) for one in group]
        mutes = inhibitions(tellings, [self.RULES[0]], self.RULES, subjects)
        by_id = {one.id: one for one in self.RULES}
        return release(group, Standing(now=NOW, rules=by_id, mutes=mutes))

    def test_a_parent_that_told_mutes_its_children(self) -> None:
        [(_, why)] = self.muted(telling()).muted
        assert why == (
            "Inhibited by rule war, which told of development 9 (War) at 2031-05-06 08:30 UTC; "
            "that one is still open."
        )

    def test_names_the_development_that_stays_open_longest(self) -> None:
        [(_, why)] = self.muted(telling(9), telling(8, for_h=2), telling(7)).muted
        assert "development 8" in why

    def test_what_another_rule_told_mutes_nothing(self) -> None:
        assert self.muted().carrier
        assert self.muted(telling(9, "talks")).carrier

    def test_what_weighs_more_than_what_was_told_passes(self) -> None:
        assert self.muted(telling(severity=Severity.LOW)).carrier
        assert self.muted(telling(severity=Severity.HIGH)).carrier is None

    def test_one_alert_is_told_by_the_parent_alone(self) -> None:
        found = released([alert(1, rule_ids=("talks", "war"))], self.RULES)
        assert found.rule_ids == ("war",)
        assert found.left_out == (
            "Rule talks is left out: Inhibited by rule war, which tells the same.",
        )

    def test_a_parent_that_keeps_quiet_itself_mutes_nobody(self) -> None:
        quiet = [make_silence("war")]
        group = [alert(1, rule_ids=("talks", "war"))]
        assert released(group, self.RULES, silences=quiet).rule_ids == ("talks",)

    def test_one_that_is_inhibited_inhibits_nobody(self) -> None:
        rules = [inhibiting("a", "b"), inhibiting("b", "c"), make_rule("c")]
        group = [alert(1, rule_ids=("a", "b", "c"))]
        assert released(group, rules).rule_ids == ("a", "c")

    def test_a_circle_keeps_nobody_quiet(self) -> None:
        rules = [inhibiting("a", "b"), inhibiting("b", "a")]
        assert released([alert(1, rule_ids=("a", "b"))], rules).rule_ids == ("a", "b")


def test_when_each_rule_told_last() -> None:
    early = alert(1, settled_at=NOW - SECOND, rule_ids=("a", "b"))
    late = alert(2, settled_at=NOW, rule_ids=("b", "gone"))
    assert last_told([late, early], rules={"a", "b"}) == (NOW, {"a": NOW - SECOND, "b": NOW})
    assert last_told([], rules={"a"}) == (None, {})


@pytest.mark.parametrize(
    ("length", "words"),
    [(0, "0 s"), (30, "30 s"), (90, "90 s"), (300, "5 min"), (21600, "6 h"), (172800, "2 days")],
)
def test_lengths_of_time_in_words(length: float, words: str) -> None:
    assert span(length) == words
