"""Whether a telling alerts, and the sentence where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts.decision import MAX_AGE, AlertDecision, Circumstances, Corroboration, decide
from monitor.model import AlertKind, AlertReason, ReasonCode, Rule, Step
from tests.alerts.builders import NOW, make_decision, make_rule, make_telling

POSTPONED = AlertReason(code=ReasonCode.STATUS_CHANGED, text="Postponed.")
SECOND = timedelta(seconds=1)


def decided(
    step: Step = Step.NEW,
    rules: Sequence[Rule] | None = None,
    *,
    backlog: bool = False,
    **telling: Any,
) -> AlertDecision:
    chosen = [make_rule()] if rules is None else rules
    telling.setdefault("rule_ids", tuple(rule.id for rule in chosen) or ("talks",))
    return decide(
        make_decision(step, POSTPONED if step is Step.UPDATE else None),
        make_telling(**telling),
        {rule.id: rule for rule in chosen},
        Circumstances(now=NOW, backlog=backlog),
    )


def quiet(**arguments: Any) -> str:
    verdict = decided(**arguments)
    assert verdict.kind is None
    assert verdict.reason is None
    assert verdict.rule_ids == ()
    assert verdict.quiet_reason
    return verdict.quiet_reason


def alerts(**arguments: Any) -> tuple[str, ...]:
    verdict = decided(**arguments)
    assert verdict.kind is not None
    assert verdict.reason is not None
    assert verdict.quiet_reason == ""
    return verdict.rule_ids


def test_new_development_alerts_as_first_report() -> None:
    verdict = decided(Step.NEW)
    assert verdict.kind is AlertKind.NEW
    assert verdict.reason is not None
    assert verdict.reason.code is ReasonCode.FIRST_REPORT
    assert "Meridian Courier" in verdict.reason.text
    assert verdict.rule_ids == ("talks",)
    assert verdict.quiet_reason == ""


def test_update_alerts_with_what_changed() -> None:
    verdict = decided(Step.UPDATE)
    assert (verdict.kind, verdict.reason) == (AlertKind.UPDATE, POSTPONED)


def test_update_must_say_what_changed() -> None:
    with pytest.raises(ValueError, match="UPDATE"):
        decide(
            make_decision(Step.UPDATE),
            make_telling(),
            {"talks": make_rule()},
            Circumstances(now=NOW),
        )


def test_other_steps_are_quiet_each_with_its_own_sentence() -> None:
    steps = (Step.SAME_ITEM, Step.COPY, Step.JOINED)
    sentences = {quiet(step=step) for step in steps}
    assert len(sentences) == len(steps)
    assert all(sentence.endswith(".") for sentence in sentences)


class TestRules:
    def test_one_rule_that_wants_updates_is_enough(self) -> None:
        rules = [make_rule("a", updates=False), make_rule("b"), make_rule("c", updates=False)]
        assert alerts(step=Step.UPDATE, rules=rules) == ("b",)

    def test_updates_nobody_wants_are_quiet(self) -> None:
        assert "updates" in quiet(step=Step.UPDATE, rules=[make_rule(updates=False)])

    def test_new_developments_alert_also_where_updates_are_off(self) -> None:
        assert alerts(rules=[make_rule(updates=False)]) == ("talks",)

    def test_rules_edited_away_ask_for_nothing(self) -> None:
        assert "in force" in quiet(rules=[], rule_ids=("gone", "gone-too"))
        assert "in force" in quiet(rules=[make_rule()], rule_ids=())
        assert alerts(rules=[make_rule("b")], rule_ids=("gone", "b")) == ("b",)

    def test_disabled_rules_ask_for_nothing(self) -> None:
        assert "in force" in quiet(rules=[make_rule(enabled=False)])

    def test_rules_come_in_the_order_of_the_telling(self) -> None:
        rules = [make_rule("a"), make_rule("b")]
        assert alerts(rules=rules, rule_ids=("b", "a")) == ("b", "a")


class TestAge:
    @pytest.mark.parametrize("step", [Step.NEW, Step.UPDATE])
    def test_a_week_is_the_limit(self, step: Step) -> None:
        assert alerts(step=step, told_ago=MAX_AGE)
        assert "7 days" in quiet(step=step, told_ago=MAX_AGE + SECOND)

    def test_no_rule_lifts_the_limit(self) -> None:
        rules = [make_rule(backlog_hours=10_000)]
        assert "7 days" in quiet(rules=rules, backlog=True, told_ago=MAX_AGE + SECOND)


class TestCorroboration:
    REACHED = AlertReason(code=ReasonCode.CORROBORATED, text="Carried by 3 independent outlets.")

    def decided(self, step: Step, *rules: Rule, **circumstances: Any) -> AlertDecision:
        return decide(
            make_decision(step, POSTPONED if step is Step.UPDATE else None),
            make_telling(rule_ids=("a",)),
            {rule.id: rule for rule in rules},
            Circumstances(now=NOW, **circumstances),
            corroboration=Corroboration(rule_ids=("b",), reason=self.REACHED),
        )

    def test_alerts_where_nothing_else_does(self) -> None:
        verdict = self.decided(Step.JOINED, make_rule("a"), make_rule("b", updates=False))
        assert (verdict.kind, verdict.reason) == (AlertKind.UPDATE, self.REACHED)
        assert (verdict.rule_ids, verdict.corroborated) == (("b",), True)

    def test_is_told_with_whatever_else_alerts(self) -> None:
        verdict = self.decided(Step.UPDATE, make_rule("a"), make_rule("b"))
        assert verdict.reason is not None
        assert verdict.reason.text == f"{POSTPONED.text} {self.REACHED.text}"
        assert (verdict.reason.code, verdict.corroborated) == (ReasonCode.STATUS_CHANGED, True)

    def test_alone_where_the_update_is_not_wanted(self) -> None:
        verdict = self.decided(Step.UPDATE, make_rule("a", updates=False), make_rule("b"))
        assert (verdict.reason, verdict.rule_ids) == (self.REACHED, ("b",))


class TestBacklog:
    def test_without_a_date_nobody_knows_how_old_it_is(self) -> None:
        undated = Circumstances(now=NOW, backlog=True, dated=False)
        rule = make_rule(backlog_hours=24)
        verdict = decide(make_decision(Step.NEW), make_telling(), {"talks": rule}, undated)
        assert "no date" in verdict.quiet_reason

    def test_is_quiet_where_no_rule_takes_it(self) -> None:
        assert "held already" in quiet(backlog=True)
        assert "held already" in quiet(backlog=True, told_ago=timedelta(0))

    def test_takes_as_many_hours_as_the_rule_says(self) -> None:
        rules = [make_rule(backlog_hours=1.5)]
        limit = timedelta(minutes=90)
        assert alerts(rules=rules, backlog=True, told_ago=limit)
        sentence = quiet(rules=rules, backlog=True, told_ago=limit + SECOND)
        assert "1.5 h" in sentence
        assert "2031-05-06 07:59 UTC" in sentence

    def test_the_largest_of_the_rules_decides_and_only_it_asks(self) -> None:
        rules = [make_rule("a", backlog_hours=1), make_rule("b", backlog_hours=6)]
        assert alerts(rules=rules, backlog=True, told_ago=timedelta(hours=5)) == ("b",)
        assert "6 h" in quiet(rules=rules, backlog=True, told_ago=timedelta(hours=7))

    def test_holds_for_updates_too(self) -> None:
        assert "held already" in quiet(step=Step.UPDATE, backlog=True)

    def test_endless_hours_are_no_error(self) -> None:
        assert alerts(rules=[make_rule(backlog_hours=float("inf"))], backlog=True)

    def test_items_that_came_later_need_no_hours(self) -> None:
        assert alerts(rules=[make_rule(backlog_hours=0)], told_ago=timedelta(days=3))


def test_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="now must be timezone-aware"):
        decide(
            make_decision(Step.NEW),
            make_telling(),
            {},
            Circumstances(now=NOW.replace(tzinfo=None)),
        )
