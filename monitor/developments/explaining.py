"""A decision in the words of an analyst: what spoke for it, and what against. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.developments.weights import PLAIN, RULED, Model
from monitor.model import Decision

_FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "words in common": (
        "words", "thin", "centroid", "rare", "cover", "title_cover", "centroid_by_length",
        "centroid_by_size", "shorter", "longer",
    ),
    "names and numbers": ("strangers", "names_conflict", "numbers_shared", "first_state"),
    "actors": ("actors_alike", "actors_conflict", "actors_new", "actors_lost"),
    "meeting": ("meeting_alike", "meeting_conflict"),
    "place": ("place_conflict",),
    "time between": ("gap", "stale", "bygone", "centroid_by_gap"),
    "how many tell it": ("size",),
    "outlet told it already": ("same_outlet",),
    "language": ("foreign",),
}  # fmt: skip
"""What is weighed, in the words of an analyst, and the features that belong to it. The score
"words" is what the trees make of all that the texts say, their times and lengths too."""

_APART: Final[Mapping[str, str]] = {
    "words in common": "fewer words in common",
    "names and numbers": "other names or numbers",
    "actors": "other actors",
    "meeting": "another meeting",
    "place": "another place",
    "time between": "the time between",
    "how many tell it": "how many tell it already",
    "outlet told it already": "its outlet, which told it already",
    "language": "another language",
}

UNKNOWN: Final = "before anything is known"
"""Of any two items few tell the same: where weighing begins."""

NOTABLE: Final = 0.3
"""Log-odds below which a difference says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one thing says for (positive) or against joining, in log-odds: +0.7 doubles the odds.

    ``runner_up`` is what it says of the next best development, ``None`` where there is none.
    """

    name: str
    chosen: float
    runner_up: float | None = None


def weights_of(decision: Decision) -> tuple[Weight, ...]:
    """What was weighed, by family, the strongest first; empty where nothing had to be weighed.

    Before them what speaks against any two belonging together; the sum of all are the log-odds.
    Under the weights of this program: a decision of an older one may have had others.
    """
    if not decision.scores:
        return ()
    ours = _contributions(decision.scores)
    other = decision.runner_up_scores if _has_rival(decision) else {}
    theirs = _contributions(other) if other else {}
    found = [
        Weight(name=name, chosen=value, runner_up=theirs.get(name, 0.0) if theirs else None)
        for name, value in ours.items()
        if abs(value) >= 0.05 or abs(theirs.get(name, 0.0)) >= 0.05
    ]
    found.sort(key=lambda one: -max(abs(one.chosen), abs(one.runner_up or 0)))
    start = Weight(
        name=UNKNOWN,
        chosen=_model(decision.scores).intercept,
        runner_up=_model(other).intercept if theirs else None,
    )
    return (start, *found)


def kept_apart(decision: Decision) -> str:
    """What kept the next best development apart: a sentence, "" where there is none.

    Beside the one that was chosen; for a new development, beside what it would have taken.
    """
    if decision.runner_up is None or not decision.scores:
        return ""
    name = f"Development {decision.runner_up[0]}"
    if not _has_rival(decision):
        start, *weighed = weights_of(decision)
        words = sum(one.chosen for one in weighed if one.name == "words in common")
        against = [_APART.get(one.name, one.name) for one in weighed if one.chosen <= -NOTABLE]
        few = ["too few words in common"] if words + start.chosen < 0 or not against else []
        against = [one for one in against if not few or one != _APART["words in common"]]
        return f"{name} was kept apart by {_listed([*few, *against][:3])}."
    behind = sorted(
        (one for one in weights_of(decision) if one.chosen - (one.runner_up or 0.0) >= NOTABLE),
        key=lambda one: (one.runner_up or 0.0) - one.chosen,
    )
    said = _listed([_APART.get(one.name, one.name) for one in behind[:3]])
    return f"{name} came second by {said}." if said else f"{name} was all but as likely."


def join_bar(decision: Decision) -> float:
    """The probability from which an item joins, under the weights that this decision used."""
    return _model(decision.scores).join_at


def _has_rival(decision: Decision) -> bool:
    """Whether the runner-up is another development than the one whose scores are told."""
    return bool(decision.runner_up_scores) and decision.runner_up_scores != decision.scores


def _model(scores: Mapping[str, float]) -> Model:
    """Where rules found actors on both sides, one of these is never 0."""
    rules = (*_FAMILIES["actors"], *_FAMILIES["meeting"])
    return RULED if any(scores.get(name) for name in rules) else PLAIN


def _contributions(scores: Mapping[str, float]) -> dict[str, float]:
    model = _model(scores)
    found = dict.fromkeys(_FAMILIES, 0.0)
    families = {feature: name for name, features in _FAMILIES.items() for feature in features}
    for feature, value in scores.items():
        name = families.get(feature, feature.replace("_", " "))
        found[name] = found.get(name, 0.0) + model.weights.get(feature, 0.0) * value
    return found


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
