"""A telling that no open development takes: does it re-open a past one, or continue it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.developments.grouping import group
from monitor.developments.life import SURE_AT, Past
from monitor.developments.window import Window
from monitor.model import (
    AlertReason,
    Decision,
    DevelopmentState,
    Follows,
    OpenDevelopment,
    ReasonCode,
    Step,
    Telling,
)
from monitor.store import developments as development_rows
from monitor.store.engine import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """What the past makes of a decision. ``reopened``: the development it takes up again, with its
    tellings; ``follows``: the one that the new development continues."""

    decision: Decision
    window: Window | None = None
    reopened: tuple[OpenDevelopment, ...] = ()
    follows: Follows | None = None


def continue_past(
    session: Session,
    decision: Decision,
    telling: Telling,
    window: Window,
    past: Past,
    *,
    now: datetime,
) -> Continuation:
    """The decision NEW in the light of the past: re-open, follow, or new as it is."""
    known = _settled(session, past.alike(telling, window.idf))
    if known:
        late = Window.build(known, window.statistics)
        again = group(telling, late, now)
        if again.step is not Step.NEW and again.score >= SURE_AT:
            taken = late.entry(again.development_id or 0).development
            home = taken.merged_into_id or taken.id
            reopened = tuple(
                one for one in known if home in {one.development.id, one.development.merged_into_id}
            )
            return Continuation(
                decision=_reopening(again, telling, reopened, now), window=late, reopened=reopened
            )
    follows = _followed(session, decision, telling, window, past)
    if follows is None:
        return Continuation(decision=decision)
    text = f"{decision.explanation} {follows.why}"
    return Continuation(decision=replace(decision, explanation=text), follows=follows)


def _settled(session: Session, ids: Sequence[int]) -> list[OpenDevelopment]:
    """Those of the developments that are quiet or closed by now, with their tellings."""
    known = development_rows.developments_with_tellings(session, ids)
    return [
        one for one in known if one.tellings and one.development.state is not DevelopmentState.OPEN
    ]


def _reopening(
    again: Decision, telling: Telling, reopened: Sequence[OpenDevelopment], now: datetime
) -> Decision:
    last = max(one.development.last_told_at for one in reopened)
    days = max(0.0, (min(telling.told_at, now) - last).total_seconds() / 86400)
    text = f"Told again after {days:.0f} days of quiet."
    if again.step is Step.COPY or days < 1:
        return replace(again, explanation=f"{again.explanation} {text}")
    update = again.update or AlertReason(code=ReasonCode.REOPENED, text=text)
    if again.update is not None:
        update = replace(update, text=f"{update.text} {text}")
    return replace(
        again, step=Step.UPDATE, update=update, explanation=f"{again.explanation} {text}"
    )


def _followed(
    session: Session, decision: Decision, telling: Telling, window: Window, past: Past
) -> Follows | None:
    found = past.predecessor(telling, decision.signature, window.idf)
    if found is None:
        return None
    known = development_rows.get_development(session, found.development.id)
    if known is not None and known.merged_into_id is not None:
        known = development_rows.get_development(session, known.merged_into_id)
    if known is None or not known.items:
        return None
    return Follows(development_id=known.id, title=known.title, why=found.why)
