"""Whether a telling alerts, and why or why not. Pure.

Each rule that hit asks for an alert on its own terms: it must be in force, want this kind, and take
items of a feed's backlog where the telling is one. One rule that asks is enough; where none does,
the sentence says what kept the last candidates quiet. What mutes an alert for a time is judged when
it is released (``release.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from monitor.model import (
    AlertKind,
    AlertReason,
    Decision,
    ReasonCode,
    Rule,
    Step,
    Telling,
)
from monitor.model.aware import require_aware

MAX_AGE = timedelta(days=7)
"""Told longer ago than this, an item never alerts, whatever rule asks for it.

Guards against a feed that serves its archive as new; news older than a week is not news.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDecision:
    """An alert with its kind, its reason and the rules that ask for it, or why there is none.

    ``kind`` and ``reason`` are set together; exactly then ``quiet_reason`` is "" and ``rule_ids``
    names at least one rule. ``corroborated``: the alert tells how many outlets carry it.
    ``restored``: there would be an alert, had no backup been restored.
    """

    kind: AlertKind | None = None
    reason: AlertReason | None = None
    quiet_reason: str = ""
    rule_ids: tuple[str, ...] = ()
    corroborated: bool = False
    restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """A number of independent outlets that these rules asked for has just been reached."""

    rule_ids: tuple[str, ...]
    reason: AlertReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What besides rules keeps a telling quiet, at the moment ``now`` (aware).

    ``backlog`` marks an item of its feed's first poll, ``dated`` one whose feed states its date.
    ``restored``: the sentence why a restored backup keeps it quiet, "" where none does.
    """

    now: datetime
    backlog: bool = False
    dated: bool = True
    restored: str = ""

    def __post_init__(self) -> None:
        require_aware(self.now, "now")


def decide(
    decision: Decision,
    telling: Telling,
    rules: Mapping[str, Rule],
    circumstances: Circumstances,
    *,
    corroboration: Corroboration | None = None,
) -> AlertDecision:
    """Whether to tell someone about ``telling``, given what grouping decided about it.

    ``rules`` are those in force, by id; ids of the telling that are not among them were edited
    away since and ask for nothing. Where the telling alerts anyway, its alert tells the
    ``corroboration`` too; else that alone may alert, also under rules that want no other updates.
    Raises ``ValueError`` for a step UPDATE that does not say what changed.
    """
    candidate = _candidate(decision, telling)
    plain = (
        AlertDecision(quiet_reason=candidate)
        if isinstance(candidate, str)
        else _judge(candidate, telling.rule_ids, telling, rules, circumstances)
    )
    if corroboration is None:
        return plain
    if plain.reason is not None:
        text = f"{plain.reason.text} {corroboration.reason.text}"
        return replace(plain, reason=replace(plain.reason, text=text), corroborated=True)
    wanted = (AlertKind.UPDATE, corroboration.reason)
    told = _judge(wanted, corroboration.rule_ids, telling, rules, circumstances)
    if told.restored:
        return told
    return replace(told, corroborated=True) if told.kind is not None else plain


def _judge(
    candidate: tuple[AlertKind, AlertReason],
    rule_ids: Sequence[str],
    telling: Telling,
    rules: Mapping[str, Rule],
    circumstances: Circumstances,
) -> AlertDecision:
    kind, reason = candidate
    asking = [rule for rule in map(rules.get, rule_ids) if rule is not None and rule.enabled]
    if not asking:
        return AlertDecision(quiet_reason="None of the rules it hit is in force any more.")
    for gate in _gates(kind, reason, telling, circumstances):
        passed = [rule for rule in asking if gate.lets_pass(rule)]
        if not passed:
            return AlertDecision(quiet_reason=gate.sentence(asking))
        asking = passed
    if circumstances.restored:  # the last gate: only what would be told else is said to be untold
        return AlertDecision(quiet_reason=circumstances.restored, restored=True)
    return AlertDecision(kind=kind, reason=reason, rule_ids=tuple(rule.id for rule in asking))


def _candidate(decision: Decision, telling: Telling) -> tuple[AlertKind, AlertReason] | str:
    """The alert that the step calls for, or the sentence why it calls for none."""
    match decision.step:
        case Step.NEW:
            text = f"First report of this development, by {telling.outlet}."
            return AlertKind.NEW, AlertReason(code=ReasonCode.FIRST_REPORT, text=text)
        case Step.UPDATE:
            if decision.update is None:
                raise ValueError("a decision with step UPDATE must say what changed")
            return AlertKind.UPDATE, decision.update
        case Step.SAME_ITEM:
            return "It is an item that is already known."
        case Step.COPY:
            return "It is a copy of a text that is already known."
        case Step.JOINED:
            return "It tells nothing new of a development that is already known."
        case _:  # pragma: no cover
            assert_never(decision.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gate:
    """One condition each asking rule must meet, and the sentence for when none of them does."""

    lets_pass: Callable[[Rule], bool]
    sentence: Callable[[Sequence[Rule]], str]


def _gates(
    kind: AlertKind, reason: AlertReason, telling: Telling, circumstances: Circumstances
) -> tuple[_Gate, ...]:
    now, backlog, dated = circumstances.now, circumstances.backlog, circumstances.dated
    age = now - telling.told_at
    told = _moment(telling.told_at)
    # Whoever asks for a number of outlets wants that update, whatever else they want; and what is
    # told again after a long time may be a new happening.
    told_anyway = {ReasonCode.CORROBORATED, ReasonCode.REOPENED}
    plain = kind is not AlertKind.UPDATE or reason.code in told_anyway
    return (
        _Gate(
            lets_pass=lambda rule: plain or rule.alert.updates,
            sentence=lambda _: "None of the rules it hit wants updates.",
        ),
        _Gate(
            lets_pass=lambda _: age <= MAX_AGE,
            sentence=lambda _: f"It was told on {told}, more than {MAX_AGE.days} days ago.",
        ),
        _Gate(
            lets_pass=lambda _: not backlog or dated,
            sentence=lambda _: f"{_BACKLOG}, and states no date, so nobody knows how old it is.",
        ),
        _Gate(
            lets_pass=lambda rule: not backlog or _takes_backlog(rule, age),
            sentence=lambda asking: _backlog_sentence(asking, told),
        ),
    )


_BACKLOG = "It came with what a feed held already when it was first read, or after a long pause"


def _takes_backlog(rule: Rule, age: timedelta) -> bool:
    hours = rule.alert.backlog_hours
    return hours > 0 and age.total_seconds() <= hours * 3600


def _backlog_sentence(asking: Sequence[Rule], told: str) -> str:
    hours = max(rule.alert.backlog_hours for rule in asking)
    if hours <= 0:
        return f"{_BACKLOG}, and its rules do not alert on such items."
    return f"{_BACKLOG}; told on {told}, it is older than the {hours:g} h its rules allow."


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
