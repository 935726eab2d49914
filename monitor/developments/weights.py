"""How grouping weighs what it sees: log-odds that a telling tells a development. Pure.

What the texts say is weighed by boosted trees (:data:`WORDS`), what rules found and what is too
rare to be learnt by plain weights on top. The numbers are written by ``python -m
bench.fit_grouping --write``, fitted on labelled stories; there is one configuration for all.
Thresholds are set by hand from what ``bench.grouping`` measures.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Final

from monitor.developments.features import WORD_FEATURES
from monitor.developments.trees import TREES


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of decision trees over features in a fixed order, from their text.

    One tree a line (an indented line goes on): a question stands as ``name<=bound`` before its two
    branches, a leaf as its log-odds.
    """

    names: tuple[str, ...]
    text: str

    def odds(self, scores: Mapping[str, float]) -> float:
        """The log-odds that all trees together give."""
        return _planted(self.names, self.text)(*[scores[name] for name in self.names])


@lru_cache(maxsize=8)
def _planted(names: tuple[str, ...], text: str) -> Callable[..., float]:
    """The trees as one compiled expression of the features' values.

    Walking them node by node takes several times as long, and is most of what a decision costs.
    Compiled when first used: commands that group nothing need not wait for it.
    """
    lines = text.replace("\n  ", " ").strip().split("\n")
    trees = [_expression(names, iter(line.split())) for line in lines]
    body = reduce(lambda left, right: ast.BinOp(left, ast.Add(), right), trees)
    values = [ast.arg(f"v{place}") for place in range(len(names))]
    whole = ast.Lambda(ast.arguments([], values, None, [], [], None, []), body)
    code = compile(ast.fix_missing_locations(ast.Expression(whole)), "<trees>", "eval")
    # The expression holds numbers and comparisons only, whatever the text says.
    total: Callable[..., float] = eval(code, {})  # noqa: S307  # nosec B307
    return total


def _expression(names: Sequence[str], words: Iterator[str]) -> ast.expr:
    name, question, bound = next(words).partition("<=")
    if not question:
        return ast.Constant(float(name))
    value = ast.Name(f"v{names.index(name)}", ast.Load())
    test = ast.Compare(value, [ast.LtE()], [ast.Constant(float(bound))])
    return ast.IfExp(test, _expression(names, words), _expression(names, words))


MIN_WORDS: Final = -8.0
MAX_WORDS: Final = 6.0
"""Bounds of the score "words": however sure the texts make it, rules have a say."""

WORDS: Final = Trees(WORD_FEATURES, TREES)
"""What the texts alone say: the score "words"."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: intercept and weights of scores, and from which probability to join.

    ``words`` gives the score of that name.
    """

    intercept: float
    weights: Mapping[str, float]
    join_at: float
    words: Trees = WORDS

    def scores(self, seen: Mapping[str, float]) -> Mapping[str, float]:
        """The features with what the model makes of the words, where it asks the trees at all."""
        if "words" not in self.weights:
            return seen
        return {**seen, "words": max(MIN_WORDS, min(MAX_WORDS, self.words.odds(seen)))}

    def probability(self, scores: Mapping[str, float]) -> float:
        """Probability that telling and development belong together. Other scores weigh 0."""
        odds = self.intercept + sum(weight * scores[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


_RULED_INTERCEPT: Final = -14.491
_RULED_WEIGHTS: Final = {
    "centroid": 4.951,
    "rare": 5.156,
    "cover": 4.574,
    "title_cover": -2.288,
    "names_conflict": 0.777,
    "numbers_shared": 0.684,
    "first_state": 0.342,
    "foreign": 2.383,
    "gap": -0.593,
    "stale": -1.190,
    "shorter": 0.654,
    "longer": 1.350,
    "size": -1.229,
    "same_outlet": -0.734,
    "centroid_by_gap": -1.905,
    "centroid_by_length": 3.084,
    "centroid_by_size": 1.240,
    "actors_alike": 3.151,
    "actors_conflict": -1.222,
    "actors_new": 0.623,
    "actors_lost": 0.846,
    "meeting_alike": 0.989,
    "meeting_conflict": -1.161,
}
"""Fitted by ``python -m bench.fit_grouping --write-rules``, before regions counted as places: a
later fit did no better on the replayed week, and hid more developments of real headlines."""

BY_HAND: Final = {"place_conflict": -5.0, "bygone": -2.0}
"""What the labelled stories hold too little of to learn it from them. Two alike happenings in two
places are the mistake that costs most, and after a week the same words tell another happening."""

UNPROVEN: Final = {"thin": -2.5, "strangers": -2.5}
"""One word and a place in common prove nothing by themselves; nor do common words of two texts that
each name somebody or some place the other does not."""

PLAIN: Final = Model(0.0, {"words": 1.0, **UNPROVEN, **BY_HAND}, 0.62)
"""For tellings or developments in which rules found no actors: words alone must prove it."""

RULED: Final = Model(_RULED_INTERCEPT, {**_RULED_WEIGHTS, **BY_HAND}, 0.5)
"""For hits with actors on both sides: what a daemon groups."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Both models of grouping."""

    plain: Model
    ruled: Model


BUILT_IN: Final = Weights(PLAIN, RULED)

MENTION_SHARE: Final = 0.4
"""A new development says that it may belong to another from this share of the threshold on."""
