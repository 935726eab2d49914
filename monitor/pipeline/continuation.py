"""A telling that no open development takes: does it re-open a past one, or continue it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.developments.grouping import group
from monitor.developments.life import Past, surely_belongs
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
class Moment:
    """Now, and how long after its last telling a development stays open."""

    now: datetime
    window: timedelta


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
    around: Moment,
) -> Continuation:
    """The decision NEW in the light of the past: re-open, follow, or new as it is."""
    reopening = _reopening(session, telling, window, past, around)
    if reopening is not None:
        return reopening
    follows = _followed(session, decision, telling, window, past)
    if follows is None:
        return Continuation(decision=decision)
    text = f"{decision.explanation} {follows.why}"
    return Continuation(decision=replace(decision, explanation=text), follows=follows)


def _reopening(
    session: Session, telling: Telling, window: Window, past: Past, around: Moment
) -> Continuation | None:
    """The past development that the telling surely belongs to, taken up again.

    Asked as if the telling had come right after the last one: that time went by is why the
    development is past, and says nothing about whether the telling belongs to it.
    """
    best: tuple[float, Window, Decision, list[OpenDevelopment]] | None = None
    for known in _settled(session, past.alike(telling, window.idf)):
        last = known[0].development.last_told_at
        late = Window.build(known, window.statistics)
        again = group(replace(telling, told_at=last), late, around.now)
        sure = again.step is not Step.NEW and any(
            surely_belongs(telling, one, again.score, window.idf) for one in known
        )
        if sure and (best is None or again.score > best[0]):
            best = (again.score, late, again, known)
    if best is None:
        return None
    _, late, again, known = best
    silent = min(telling.told_at, around.now) - known[0].development.last_told_at
    decision = again if silent <= around.window else _after_quiet(again, silent)
    return Continuation(decision=decision, window=late, reopened=tuple(known))


def _settled(session: Session, ids: Sequence[int]) -> Iterator[list[OpenDevelopment]]:
    """Those of the developments that are quiet or closed by now, with what was merged into them.

    The store is asked: the past in memory may be behind.
    """
    known = development_rows.developments_with_tellings(session, ids)
    for one in known:
        development = one.development
        if development.merged_into_id is None and development.state is not DevelopmentState.OPEN:
            facets = [it for it in known if it.development.merged_into_id == development.id]
            told = [it for it in (one, *facets) if it.tellings]
            if told:
                yield told


def _after_quiet(again: Decision, silent: timedelta) -> Decision:
    """What is told again after its window is told to people, whatever it says."""
    told = f"Told again after {silent / timedelta(days=1):.0f} days of quiet."
    text = told if again.update is None else f"{told} {again.update.text}"
    return replace(
        again,
        step=Step.UPDATE,
        update=AlertReason(code=ReasonCode.REOPENED, text=text),
        explanation=f"{again.explanation} {told}",
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
