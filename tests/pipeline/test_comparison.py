"""Two outcomes side by side: values in, values out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.model import (
    Actor,
    ActorKind,
    ActorTerm,
    AlertKind,
    AlertReason,
    Alias,
    AllOf,
    Meeting,
    MeetingTerm,
    Phrase,
    ReasonCode,
    Rule,
    RuleSet,
    Severity,
)
from monitor.pipeline.comparison import Change, RuleChange, changed_rules, compare
from monitor.pipeline.outcome import Outcome, TriedAlert

START = datetime(2026, 3, 2, tzinfo=UTC)


def alert(
    item: int, development: int, kind: AlertKind = AlertKind.NEW, why: str = "x"
) -> TriedAlert:
    return TriedAlert(
        at=START + timedelta(hours=item),
        kind=kind,
        severity=Severity.MEDIUM,
        reason=AlertReason(code=ReasonCode.FIRST_REPORT, text=why),
        rule_ids=("r",),
        development_id=development,
        item_id=item,
        title=f"Item {item}",
        outlet="Courier",
        link=None,
    )


def outcome(places: dict[int, int], *alerts: TriedAlert) -> Outcome:
    return Outcome(
        revision="x",
        since=START,
        until=START + timedelta(days=2),
        items=10,
        failed=0,
        items_hit=len(places),
        rules=(),
        developments=places,
        alerts=alerts,
    )


def both(old: Outcome, new: Outcome) -> tuple[list[int], list[int]]:
    """Items of the alerts gained and lost."""
    found = compare(RuleSet(revision="a"), RuleSet(revision="b"), old=old, new=new, hits=())
    return (
        [one.item_id for one in found.alerts_gained],
        [one.item_id for one in found.alerts_lost],
    )


def test_a_development_told_first_by_another_item_is_the_same_alert() -> None:
    old = outcome({2: 1, 3: 1}, alert(2, 1))
    new = outcome({1: 7, 2: 7, 3: 7}, alert(1, 7))
    assert both(old, new) == ([], [])


def test_a_development_that_nobody_else_knows_is_gained() -> None:
    old = outcome({2: 1}, alert(2, 1))
    new = outcome({2: 1, 5: 2}, alert(2, 1), alert(5, 2))
    assert both(old, new) == ([5], [])
    assert both(new, old) == ([], [5])
    found = compare(RuleSet(revision="a"), RuleSet(revision="b"), old=old, new=new, hits=())
    assert (found.developments.gained, found.developments.lost) == (1, 0)


def test_a_known_development_that_was_quiet_and_now_alerts_is_gained() -> None:
    assert both(outcome({2: 1}), outcome({2: 1}, alert(2, 1))) == ([2], [])


def test_updates_are_the_same_on_one_item_or_for_one_reason() -> None:
    update = AlertKind.UPDATE
    old = outcome({1: 1, 2: 1, 3: 1}, alert(1, 1), alert(2, 1, update, "held"))
    moved = outcome({1: 4, 2: 4, 3: 4}, alert(1, 4), alert(3, 4, update, "held"))
    assert both(old, moved) == ([], [])
    reworded = outcome({1: 4, 2: 4, 3: 4}, alert(1, 4), alert(2, 4, update, "has been held"))
    assert both(old, reworded) == ([], [])
    other = outcome({1: 4, 2: 4, 3: 4}, alert(1, 4), alert(3, 4, update, "put off"))
    assert both(old, other) == ([3], [2])


def actor(name: str, *aliases: str) -> Actor:
    return Actor(
        id=name.lower(),
        name=name,
        kind=ActorKind.STATE,
        aliases=tuple(Alias(text=text) for text in (name, *aliases)),
    )


def test_what_changed_in_a_rule() -> None:
    meeting = Meeting(id="m", title="M", participants=("elbonia",))
    rule = Rule(
        id="r", title="R", condition=AllOf(parts=(MeetingTerm(meeting="m"), Phrase(text="oil")))
    )
    other = Rule(id="s", title="S", condition=ActorTerm(actor="ruritania"))
    actors = (actor("Elbonia"), actor("Ruritania"))
    old = RuleSet(revision="a", actors=actors, meetings=(meeting,), rules=(rule, other))
    assert changed_rules(old, old) == ()
    renamed = RuleSet(
        revision="b",
        actors=(actor("Elbonia", "Elbonian"), actors[1]),
        meetings=(meeting,),
        rules=(
            Rule(id="r", title="R", condition=rule.condition, severity=Severity.HIGH),
            Rule(id="n", title="N", condition=Phrase(text="gas")),
        ),
    )
    assert changed_rules(old, renamed) == (
        RuleChange(rule_id="r", change=Change.CHANGED, parts=("severity", "actor elbonia")),
        RuleChange(rule_id="n", change=Change.NEW),
        RuleChange(rule_id="s", change=Change.REMOVED),
    )
