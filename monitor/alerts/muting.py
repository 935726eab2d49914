"""Which alerts a silence mutes. Pure."""

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
