"""What the page of silences shows: those in force and to come, the last that are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import RuleSet, Silence
from monitor.store import outlets as outlet_rows
from monitor.store import silences as silence_rows
from monitor.store.engine import Store

SHOWN_OVER = 50
MOST_NAMES = 500
"""Names that a form offers to choose from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilencesView:
    """The page of silences, and the names that a form offers."""

    now: datetime
    in_force: Sequence[Silence]
    to_come: Sequence[Silence]
    over: Sequence[Silence]
    rules: Sequence[tuple[str, str]]
    tags: Sequence[str]
    actors: Sequence[tuple[str, str]]
    outlets: Sequence[str]


def read_silences(store: Store, rules: RuleSet, *, now: datetime) -> SilencesView:
    """Read the page of silences."""
    with store.read() as session:
        current = silence_rows.current_silences(session, now)
        over = silence_rows.past_silences(session, now, limit=SHOWN_OVER)
        outlets = outlet_rows.list_outlets(session, limit=MOST_NAMES)
    return SilencesView(
        now=now,
        in_force=[one for one in current if one.starts_at <= now],
        to_come=[one for one in current if one.starts_at > now],
        over=over,
        rules=[(one.id, one.title) for one in rules.rules],
        tags=sorted({tag for one in rules.rules for tag in one.tags}),
        actors=[(one.id, one.name) for one in rules.actors][:MOST_NAMES],
        outlets=outlets,
    )
