"""Is a telling that joined a development worth waking somebody for, and why. Pure.

Sparing on purpose: whoever was told of a development hears of it again only if it moved (its
meeting's status went forward, what was only considered was decided, a count rose by a fifth, a
new actor stepped in) or if a graver rule now asks for it.
"""

from __future__ import annotations

from typing import Final

from monitor.developments.acts import DECISIVE, MAYBE, acts_of
from monitor.developments.figures import title_figures
from monitor.developments.lexicon import words
from monitor.developments.signature import is_forward
from monitor.developments.terms import headline, stem, tokens_of
from monitor.model import (
    AlertReason,
    Development,
    MeetingStatus,
    ReasonCode,
    Signature,
    Telling,
)

MIN_RISE: Final = 1.2
"""A figure is news when it is a fifth higher than the highest one told."""

MAX_RISE: Final = 20.0
"""Beyond this the two numbers hardly count the same thing (a day's dead, a war's dead)."""

_SMALL_RISE: Final = {"killed": 2.0, "missing": 2.0, "injured": 5.0, "detained": 10.0}
"""People more, at least, before a rise among small numbers counts."""

MIN_SEVERITY_STEPS: Final = 2
"""One step more is what another wording does (a second rule, a meeting's window), not news."""

_STEPS_IN: Final = words(
    """
    join joins joined joining also too follow follows followed enter enters mediate mediates
    mediator broker brokers intervene intervenes
    """
)

_STATUS_WORDS: Final = {
    MeetingStatus.EXPECTED: "is expected",
    MeetingStatus.UNDER_WAY: "has begun",
    MeetingStatus.HELD: "has been held",
    MeetingStatus.POSTPONED: "is postponed",
    MeetingStatus.CANCELLED: "is cancelled",
    MeetingStatus.FAILED: "ended without agreement",
    MeetingStatus.AGREED: "ended with an agreement",
}

_ACT_WORDS: Final = {
    "agree": "agreement", "approve": "approval", "attack": "an attack", "ban": "a ban",
    "capture": "a capture", "expel": "an expulsion", "free": "a release", "order": "an order",
    "quit": "a resignation or dismissal", "recognise": "recognition", "reject": "rejection",
    "sanction": "sanctions", "send": "sending or deployment", "withdraw": "withdrawal",
}  # fmt: skip


def update_reason(
    before: Signature, after: Signature, development: Development, telling: Telling
) -> AlertReason | None:
    """Why the telling is an update of the development, or ``None`` where it is not.

    ``before`` is the development's signature, ``after`` the telling's own.
    """
    return (
        _status_changed(before, after)
        or _figure_rose(before, telling)
        or _decided(before, telling)
        or _new_actor(before, after, telling)
        or _severity_rose(development, telling)
    )


def _status_changed(before: Signature, after: Signature) -> AlertReason | None:
    if before.status is None or after.status is None:
        return None
    if not is_forward(before.status, after.status):
        return None
    if (before.status, after.status) == (MeetingStatus.HELD, MeetingStatus.FAILED):
        return None  # "no breakthrough" and "no agreement" are one outcome in two tempers
    text = (
        f"The meeting {_STATUS_WORDS[after.status]}"
        f" (so far: {before.status.value.replace('_', ' ')})."
    )
    return AlertReason(code=ReasonCode.STATUS_CHANGED, text=text)


def _figure_rose(before: Signature, telling: Telling) -> AlertReason | None:
    known = dict(before.figures)
    for what, value in sorted(title_figures(telling.title).items()):
        old = known.get(what, 0.0)
        if not old or value < old * MIN_RISE or value > old * MAX_RISE:
            continue
        if value - old < _SMALL_RISE.get(what, 0.0):
            continue
        text = f"The count of {what} rose from {old:,.0f} to {value:,.0f}."
        if what in {"dollars", "euros", "pounds"}:
            text = f"The sum rose from {old:,.0f} to {value:,.0f} {what}."
        return AlertReason(code=ReasonCode.FIGURE_ROSE, text=text)
    return None


def _decided(before: Signature, telling: Telling) -> AlertReason | None:
    """A title tells as done what was only considered, or decides something of what is to come."""
    told = {act for act in before.decisions if not act.startswith(MAYBE)}
    ahead = before.status is MeetingStatus.EXPECTED and told.isdisjoint(DECISIVE)
    for act in acts_of(tokens_of(headline(telling.title))):
        if act not in DECISIVE or act in told:
            continue
        if f"{MAYBE}{act}" in before.decisions:
            text = f"Decided: {_ACT_WORDS[act]}, so far only considered or asked for."
            return AlertReason(code=ReasonCode.DECISION, text=text)
        if ahead:
            text = f"Decided ahead of the meeting: {_ACT_WORDS[act]}."
            return AlertReason(code=ReasonCode.DECISION, text=text)
    return None


def _new_actor(before: Signature, after: Signature, telling: Telling) -> AlertReason | None:
    """An actor nobody named before stands in a title that says it steps in."""
    title = tokens_of(headline(telling.title))
    if not before.actors or _STEPS_IN.isdisjoint(token.folded for token in title):
        return None
    terms = {token.term for token in title}
    for actor in after.actors:
        named = {stem(word) for word in actor.casefold().split("-")} & terms
        if actor not in before.actors and named:
            name = actor.replace("-", " ").replace("_", " ")
            return AlertReason(code=ReasonCode.NEW_ACTOR, text=f"New in it: {name}.")
    return None


def _severity_rose(development: Development, telling: Telling) -> AlertReason | None:
    if telling.severity.rank - development.severity.rank < MIN_SEVERITY_STEPS:
        return None
    text = (
        f"A rule of severity {telling.severity.value} now asks for it"
        f" (so far: {development.severity.value})."
    )
    return AlertReason(code=ReasonCode.SEVERITY_ROSE, text=text)
