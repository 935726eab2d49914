"""When a decided alert goes out: how long it is held, what is folded into one, what is muted. Pure.

An alert is decided when its item is grouped, and released later. Until then the development may be
told by more outlets, may move on, and a silence may begin or end: what counts is how things stand
at the release.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from monitor.alerts.muting import Mute
from monitor.model import Alert, AlertKind, AlertReason, ReasonCode, Rule, Severity
from monitor.model.aware import require_aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What holds where a rule says nothing else.

    ``group_wait_s``: how long a first alert waits for more outlets; ``update_interval_s``: the
    least time from one message about a development to its next update.
    """

    group_wait_s: float = 0.0
    update_interval_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Until when an alert is held, and why: a sentence, "" where it is not."""

    until: datetime
    text: str


def hold(
    kind: AlertKind,
    severity: Severity,
    reason: AlertReason,
    asking: Sequence[Rule],
    *,
    now: datetime,
    pace: Pace,
    told_at: datetime | None,
    waiting: Alert | None,
) -> Hold:
    """How long an alert that was decided at ``now`` is held.

    ``told_at``: when the last message about the development went out, if any did; ``waiting``: an
    alert that is held already and with which this one is told. The shortest wait that a rule asks
    for holds. Where a rule says nothing, severity critical waits for nobody, and neither does a
    rise to it.
    """
    require_aware(now, "now")
    own = (
        _update_hold(severity, reason, asking, now=now, pace=pace, told_at=told_at)
        if kind is AlertKind.UPDATE
        else _group_hold(severity, asking, now=now, pace=pace)
    )
    if waiting is None or waiting.release_at is None:
        return own
    urgent = severity is Severity.CRITICAL and waiting.severity is not Severity.CRITICAL
    if urgent or (kind is not AlertKind.UPDATE and own.until < waiting.release_at):
        return own
    text = f"It waits with {waiting.id} until {_moment(waiting.release_at)}, for one message."
    return Hold(until=waiting.release_at, text=text)


def _group_hold(severity: Severity, asking: Sequence[Rule], *, now: datetime, pace: Pace) -> Hold:
    default = 0.0 if severity is Severity.CRITICAL else pace.group_wait_s
    waits = (rule.alert.group_wait_s for rule in asking)
    wait = min((default if one is None else one for one in waits), default=default)
    until = now + timedelta(seconds=wait)
    if wait <= 0:
        return Hold(until=now, text="")
    text = f"Held until {_moment(until)}, so that it tells of every outlet that follows at once"
    return Hold(until=until, text=f"{text} (group wait of {span(wait)}).")


def _update_hold(
    severity: Severity,
    reason: AlertReason,
    asking: Sequence[Rule],
    *,
    now: datetime,
    pace: Pace,
    told_at: datetime | None,
) -> Hold:
    rose = reason.code is ReasonCode.SEVERITY_ROSE and severity is Severity.CRITICAL
    intervals = [rule.alert.update_interval_s for rule in asking]
    given = [pace.update_interval_s if one is None else one for one in intervals]
    interval = min(given, default=pace.update_interval_s)
    if told_at is None or rose or told_at > now:
        return Hold(until=now, text="")
    until = told_at + timedelta(seconds=interval)
    if until <= now:
        return Hold(until=now, text="")
    text = f"Held until {_moment(until)}: the last message about this development went out at"
    return Hold(
        until=until, text=f"{text} {_moment(told_at)}, and updates are {span(interval)} apart."
    )


def gather(held: Sequence[Alert], *, told: bool) -> tuple[tuple[Alert, ...], ...]:
    """The held alerts of one development in groups that make one message each, earliest first.

    ``held``: those decided at one moment in the order of their decisions. Where nobody was told of
    the development yet, its first alert carries the updates too. Else a ``new`` alert is for others
    than those who were told, so updates go apart.
    """
    ordered = sorted(held, key=lambda one: one.created_at)
    news = tuple(one for one in ordered if one.kind is not AlertKind.UPDATE)
    updates = tuple(one for one in ordered if one.kind is AlertKind.UPDATE)
    groups = (news, updates) if told or not news else ((*news, *updates),)
    return tuple(group for group in groups if group)


def is_due(group: Sequence[Alert], now: datetime) -> bool:
    """Whether one of the group has waited long enough.

    One that was decided in the future was written by a clock that has been set back since: it
    would wait for too long.
    """
    return any(
        one.release_at is None or one.release_at <= now or one.created_at > now for one in group
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things stand for one development when its alerts are to be released.

    ``rules``: those in force; ``told``: when each rule's last message about the development went
    out; ``mutes``: what keeps rules quiet.
    """

    now: datetime
    rules: Mapping[str, Rule]
    told: Mapping[str, datetime] = field(default_factory=dict)
    mutes: Sequence[Mute] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What becomes of a group: one message, or none.

    ``carrier`` goes out, asked for by ``rule_ids``, and tells the reasons of the ``folded`` too;
    ``None``: everything was muted. ``muted`` gives each muted alert with the sentence why;
    ``left_out`` says which rules of the message had to keep quiet.
    """

    carrier: Alert | None
    rule_ids: tuple[str, ...] = ()
    folded: tuple[Alert, ...] = ()
    muted: tuple[tuple[Alert, str], ...] = ()
    left_out: tuple[str, ...] = ()


def release(group: Sequence[Alert], standing: Standing) -> Released:
    """Judge the alerts of one group as things stand now."""
    passed: list[Alert] = []
    muted: list[tuple[Alert, str]] = []
    rule_ids: dict[str, None] = {}
    quiet: dict[str, str] = {}
    whys = [
        {rule_id: _why_quiet(rule_id, alert, standing) for rule_id in alert.rule_ids}
        for alert in group
    ]
    telling = {rule_id for why in whys for rule_id, sentence in why.items() if not sentence}
    beside = _inhibited_beside(telling, standing.rules)
    for alert, gates in zip(group, whys, strict=True):
        why = {rule_id: gate or beside.get(rule_id, "") for rule_id, gate in gates.items()}
        asking = [rule_id for rule_id, sentence in why.items() if not sentence]
        if asking:
            passed.append(alert)
            rule_ids |= dict.fromkeys(asking)
            quiet |= {rule_id: sentence for rule_id, sentence in why.items() if sentence}
        else:
            muted.append((alert, " ".join(dict.fromkeys(why.values()))))
    if not passed:
        return Released(carrier=None, muted=tuple(muted))
    left_out = tuple(
        f"Rule {rule_id} is left out: {sentence}"
        for rule_id, sentence in quiet.items()
        if rule_id not in rule_ids
    )
    return Released(
        carrier=passed[0],
        rule_ids=tuple(rule_ids),
        folded=tuple(passed[1:]),
        muted=tuple(muted),
        left_out=left_out,
    )


def _inhibited_beside(telling: Collection[str], rules: Mapping[str, Rule]) -> dict[str, str]:
    """Of the rules that would tell of one development, those that another of them inhibits.

    One that is inhibited itself inhibits nobody: it does not tell. Loading refuses circles.
    """
    parents = {
        rule_id: [one for one in sorted(telling) if rule_id in rules[one].inhibits]
        for rule_id in telling
    }
    quiet: dict[str, str] = {}
    settled: set[str] = set()
    while len(settled) < len(parents):
        ready = [
            rule_id
            for rule_id, above in sorted(parents.items())
            if rule_id not in settled and settled.issuperset(above)
        ]
        if not ready:  # a circle
            return quiet
        for rule_id in ready:
            heard = [one for one in parents[rule_id] if one not in quiet]
            if heard:
                quiet[rule_id] = f"Inhibited by rule {heard[0]}, which tells the same."
        settled.update(ready)
    return quiet


def _why_quiet(rule_id: str, alert: Alert, standing: Standing) -> str:
    """The sentence why a rule does not ask for the alert any more; "" where it does."""
    rule = standing.rules.get(rule_id)
    if rule is None or not rule.enabled:
        return f"Rule {rule_id} is not in force any more."
    muting = [mute for mute in standing.mutes if mute.mutes(rule, alert.id)]
    if muting:
        return max(muting, key=lambda mute: mute.until).text
    told_at = standing.told.get(rule_id)
    if alert.kind is AlertKind.UPDATE and told_at is not None and rule.alert.cooldown_h > 0:
        until = told_at + timedelta(hours=rule.alert.cooldown_h)
        if told_at <= standing.now < until:
            return (
                f"Rule {rule_id} told of this development at {_moment(told_at)} and asks for no "
                f"update until {_moment(until)} (cooldown of {span(rule.alert.cooldown_h * 3600)})."
            )
    return ""


def last_told(
    alerts: Sequence[Alert], *, rules: Collection[str]
) -> tuple[datetime | None, dict[str, datetime]]:
    """When the last message about a development went out, and when the last of each rule did.

    ``alerts``: the released ones of the development.
    """
    told: dict[str, datetime] = {}
    last: datetime | None = None
    for alert in alerts:
        at = alert.settled_at or alert.created_at
        last = at if last is None else max(last, at)
        for rule_id in alert.rule_ids:
            if rule_id in rules:
                told[rule_id] = max(at, told.get(rule_id, at))
    return last, told


def span(seconds: float) -> str:
    """A length of time in words: "30 s", "5 min", "6 h", "2 days"."""
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0 and (unit != "days" or seconds > size):
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s" if seconds < 3600 else f"{seconds / 3600:.3g} h"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
