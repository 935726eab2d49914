"""Which development a telling tells: the order of decision of grouping.

Pure. :func:`group` asks, in this order, whether the telling is the same item again, a copy of a
known text, another telling of a known development (and then whether it is an update of it), and
otherwise calls it new. The likeness of telling and development is a logistic model over named
features (:mod:`monitor.developments.features`); every decision carries what it weighed and a
sentence for a person. The same telling and window always give the same decision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.developments.copies import is_copy
from monitor.developments.features import features
from monitor.developments.novelty import update_reason
from monitor.developments.reading import Reading
from monitor.developments.signature import merge, signature_of
from monitor.developments.terms import headline, tokens_of
from monitor.developments.weights import BUILT_IN, MENTION_SHARE, Model, Weights
from monitor.developments.window import Entry, Window
from monitor.model import AlertReason, Decision, Signature, Step, Telling

__all__ = ["Window", "group"]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A development with the probability that the telling tells it, and why."""

    entry: Entry
    model: Model
    probability: float
    scores: Mapping[str, float]

    @property
    def id(self) -> int:
        return self.entry.development.id

    @property
    def fit(self) -> float:
        """The probability in shares of the model's threshold: 1 or more joins."""
        return self.probability / self.model.join_at


def group(
    telling: Telling, window: Window, now: datetime, *, weights: Weights = BUILT_IN
) -> Decision:
    """Decide which development of the window the telling tells, or that it tells a new one.

    ``now`` (aware) bounds the telling's time: a date in the future counts as now. The window is
    not changed; the caller puts the outcome back with :meth:`Window.add` or
    :meth:`Window.replace`. Other weights than the built-in ones are for fitting them.
    """
    reading = window.read(telling)
    own = signature_of(telling)
    ids = window.candidates(reading)
    return (
        _same_item(telling, own, window)
        or _copy(reading, own, ids, window)
        or _alike(reading, own, ids, window, min(telling.told_at, now), weights)
    )


def is_ruled(reading: Reading, entry: Entry) -> bool:
    """Whether rules found actors on both sides."""
    return bool(reading.telling.actors and entry.development.signature.actors)


def _same_item(telling: Telling, own: Signature, window: Window) -> Decision | None:
    found = window.holding("item", telling.item_id)
    what = "this item"
    if not found and telling.canonical_url:
        found = window.holding("url", telling.canonical_url)
        what = "an item of this address"
    if not found:
        return None
    development = window.entry(found[0]).development
    return Decision(
        step=Step.SAME_ITEM,
        development_id=development.id,
        signature=merge(development.signature, own),
        independent=False,
        score=1.0,
        explanation=f"Development {development.id} already has {what}.",
    )


def _copy(reading: Reading, own: Signature, ids: Sequence[int], window: Window) -> Decision | None:
    same_title = window.holding("title", reading.normal_title) if reading.normal_title else ()
    for development_id in dict.fromkeys((*same_title, *ids)):
        entry = window.entry(development_id)
        for other in entry.readings:
            if is_copy(reading, other):
                return _as_copy(reading, own, entry, other)
    return None


def _as_copy(reading: Reading, own: Signature, entry: Entry, other: Reading) -> Decision:
    """The text of another outlet again. Under a new title it may still tell of a change."""
    development = entry.development
    update = None
    if reading.normal_title != other.normal_title:
        update = update_reason(development.signature, own, development, reading.telling)
    text = (
        f"Near-identical to the text of {other.telling.outlet} in development {development.id}:"
        " one source."
    )
    return Decision(
        step=Step.COPY if update is None else Step.UPDATE,
        development_id=development.id,
        signature=merge(development.signature, own),
        independent=False,
        score=1.0,
        update=update,
        explanation=text if update is None else f"{text} Update: {update.text}",
    )


def _alike(
    reading: Reading,
    own: Signature,
    ids: Sequence[int],
    window: Window,
    told_at: datetime,
    weights: Weights,
) -> Decision:
    weighed = []
    for development_id, seen in zip(ids, features(reading, ids, window, told_at), strict=True):
        entry = window.entry(development_id)
        model = weights.ruled if is_ruled(reading, entry) else weights.plain
        scores = model.scores(seen)
        weighed.append(_Weighed(entry, model, model.probability(scores), scores))
    weighed.sort(key=lambda one: (-one.fit, -one.id))
    runner_up = (weighed[1].id, weighed[1].probability) if len(weighed) > 1 else None
    if not weighed or weighed[0].fit < 1:
        return _new(own, weighed)
    best = weighed[0]
    development = best.entry.development
    update = update_reason(development.signature, own, development, reading.telling)
    return Decision(
        step=Step.JOINED if update is None else Step.UPDATE,
        development_id=best.id,
        signature=merge(development.signature, own),
        independent=reading.telling.outlet not in development.outlets,
        score=best.probability,
        scores=best.scores,
        runner_up=runner_up,
        runner_up_scores=weighed[1].scores if len(weighed) > 1 else {},
        update=update,
        explanation=_why_joined(reading, best, window, runner_up, update),
    )


def _new(own: Signature, weighed: Sequence[_Weighed]) -> Decision:
    if not weighed:
        return Decision(
            step=Step.NEW,
            development_id=None,
            signature=own,
            independent=True,
            score=0.0,
            explanation="New: no open development shares its words.",
        )
    best = weighed[0]
    nearest = f'development {best.id} "{best.entry.development.title}"'
    if best.fit >= MENTION_SHARE:
        text = f"New, but it may belong to {nearest} (probability {best.probability:.2f})."
    else:
        text = f"New: the nearest, {nearest}, has a probability of {best.probability:.2f} only."
    return Decision(
        step=Step.NEW,
        development_id=None,
        signature=own,
        independent=True,
        score=best.probability,
        scores=best.scores,
        runner_up=(best.id, best.probability),
        runner_up_scores=best.scores,
        explanation=text,
    )


def _why_joined(
    reading: Reading,
    best: _Weighed,
    window: Window,
    runner_up: tuple[int, float] | None,
    update: AlertReason | None,
) -> str:
    shared = [term for term in reading.terms if term in best.entry.centroid]
    shared.sort(key=lambda term: (-window.idf(term), term))
    hours = math.expm1(best.scores["gap"])
    words = ", ".join(_as_written(reading.telling, shared[:5])) or "no words"
    tells = f"Tells development {best.id} (probability {best.probability:.2f})"
    parts = [f"{tells}: shares {words}; {hours:.0f} h from its nearest telling."]
    if best.scores["meeting_alike"]:
        parts.append("Same meeting.")
    if runner_up is not None:
        parts.append(f"Next best: development {runner_up[0]} ({runner_up[1]:.2f}).")
    if update is not None:
        parts.append(f"Update: {update.text}")
    return " ".join(parts)


def _as_written(telling: Telling, terms: Sequence[str]) -> list[str]:
    """The words of the telling that these terms stand for, as a person wrote them."""
    surfaces: dict[str, str] = {}
    for token in (*tokens_of(headline(telling.title)), *tokens_of(telling.summary)):
        surfaces.setdefault(token.term, token.surface)
    return list(dict.fromkeys(surfaces.get(term, term) for term in terms))
