"""Which alerts a silence mutes, or a rule that has told already and inhibits others. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.model import Rule, Severity, Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What silences look at in an alert, besides the rule that asks for it.

    ``actors``: those of the development; ``outlet`` published the item that raised the alert,
    ``feeds`` are the addresses of the feed that brought it.
    """

    severity: Severity
    development_id: int | None = None
    outlet: str = ""
    feeds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Something that keeps these rules quiet about some alerts until ``until``; ``text`` says why.

    ``pairs``: (rule id, alert id).
    """

    pairs: frozenset[tuple[str, str]]
    until: datetime
    text: str

    def mutes(self, rule: Rule, alert_id: str) -> bool:
        """Whether the rule may not ask for the alert."""
        return (rule.id, alert_id) in self.pairs


def mutes_of(
    silences: Sequence[Silence],
    rules: Sequence[Rule],
    subjects: Sequence[tuple[str, Subject]],
    *,
    now: datetime,
) -> tuple[Mute, ...]:
    """What the silences in force at ``now`` mute, among alerts given as (id, subject)."""
    found = []
    for silence in silences:
        if not silence.starts_at <= now < silence.ends_at:
            continue
        pairs = frozenset(
            (rule.id, alert_id)
            for rule in rules
            for alert_id, subject in subjects
            if is_silenced(silence, rule, subject)
        )
        if pairs:
            found.append(Mute(pairs=pairs, until=silence.ends_at, text=sentence(silence)))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTelling:
    """An alert that people have, of a development that is open: what inhibits is looked up here.

    ``told_at``: when it went out; ``until``: when the development is quiet, if nobody tells it any
    more.
    """

    alert_id: str
    development_id: int
    title: str
    rule_ids: tuple[str, ...]
    severity: Severity
    told_at: datetime
    until: datetime


def inhibitions(
    tellings: Sequence[OpenTelling],
    parents: Sequence[Rule],
    rules: Sequence[Rule],
    subjects: Sequence[tuple[str, Subject]],
) -> tuple[Mute, ...]:
    """What rules that have told (``parents``) mute of ``rules`` that they inhibit.

    ``subjects``: alerts as (id, subject). What weighs more than what was told passes.
    """
    found = []
    for telling in tellings:
        for parent in parents:
            if parent.id not in telling.rule_ids:
                continue
            pairs = frozenset(
                (rule.id, alert_id)
                for rule in rules
                for alert_id, subject in subjects
                if rule.id in parent.inhibits and subject.severity.rank <= telling.severity.rank
            )
            if pairs:
                text = inhibition_sentence(parent, telling)
                found.append(Mute(pairs=pairs, until=telling.until, text=text))
    return tuple(found)


def inhibition_sentence(parent: Rule, telling: OpenTelling) -> str:
    """Why an alert was muted that another rule inhibits."""
    told_at = f"{telling.told_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return (
        f"Inhibited by rule {parent.id}, which told of development {telling.development_id} "
        f"({telling.title}) at {told_at}; that one is still open."
    )


def is_silenced(silence: Silence, rule: Rule, subject: Subject) -> bool:
    """Whether the silence, were it in force, keeps ``rule`` quiet about ``subject``."""
    wanted = silence.matcher
    most = wanted.max_severity
    return (
        silence.rule_id in (None, rule.id)
        and (wanted.tag is None or wanted.tag in rule.tags)
        and (most is None or subject.severity.rank <= most.rank)
        and wanted.development_id in (None, subject.development_id)
        and (wanted.outlet is None or wanted.outlet.casefold() == subject.outlet.casefold())
        and (wanted.feed is None or wanted.feed in subject.feeds)
        and (wanted.actor is None or wanted.actor in subject.actors)
    )


def sentence(silence: Silence) -> str:
    """Why an alert was muted."""
    comment = f": {silence.comment}" if silence.comment else ""
    until = f"{silence.ends_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return f"Silenced until {until} by {silence.author}{comment}."
