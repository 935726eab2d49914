"""Fits the weights of grouping on labelled stories.

``python -m bench.fit_grouping [--shared DIR] [--write] [--write-rules]`` needs LightGBM beside the
development tools. Every telling of the sets is compared with the developments that were open when
it came, and boosted trees (Friedman 2001; Ke et al. 2017) with monotone constraints learn from the
words to tell its own development from the others: first on developments as the labels have them,
then, twice more, also on developments as trees that have not seen their topic would have built
them, so that they know the fragments they will meet (Ross and Bagnell 2010 call this data
aggregation).

Where rules found actors, a logistic regression weighs words and what rules found; it is fitted on
the hits of the starter rules among three of the sets and in the replayed week, the sets without
rules counting a fiftieth. ``--write`` writes the trees, ``--write-rules`` this.

Without ``--write`` it reports how grouping does on what was not fitted on: by topic (all stories
of one topic are in one of five folds, and each item is judged by weights fitted on the other
folds), by set (fitted on all other sets) and by time (fitted on all but the later half).
"""

from __future__ import annotations

import argparse
import importlib
import math
import os
import re
import textwrap
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.grouping import Stream, ours, score
from bench.sets import Batch, Row, headlines, replayed_week, snapshots, table, with_rules
from monitor.developments import grouping
from monitor.developments.features import RULE_FEATURES, RULED_FEATURES, WORD_FEATURES, features
from monitor.developments.signature import signature_of
from monitor.developments.weights import BY_HAND, PLAIN, RULED, Model, Trees, Weights
from monitor.model import Decision, Step

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "monitor/developments/weights.py"
TREES = ROOT / "monitor/developments/trees.py"

SETS: Mapping[str, float] = {
    "crisis-2022-01": 1.0,
    "headlines-2021-12": 1.0,
    "snapshots-2020": 1.0,
    "talks-week": 2.0,
    "ecbplus": 0.6,
    "uci-news": 0.05,
}
"""What a pair of each set weighs: sets with large stories have many more of them."""

COARSE_BATCHES = 100
"""Of the coarse stories the first 2,500 items are taken."""

PARAMETERS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 16,
    "max_depth": 6,
    "min_data_in_leaf": 8,
    "lambda_l2": 1.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "monotone_constraints_method": "basic",
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
TREE_COUNT = 250
"""From 60 to 250 trees of 8 to 16 leaves do alike on folds left out."""

RISING = frozenset(
    {
        "centroid", "nearest", "margin", "cover", "title_cover", "rarest", "second_rarest",
        "numbers_shared", "first_state",
    }
)  # fmt: skip
FALLING = frozenset({"apart", "names_conflict", "late", "stale"})
"""More of these must never make a telling less (RISING) or more (FALLING) likely to belong."""

HARD = 0.12
EASY_SHARE = 0.3
"""Pairs less alike than HARD teach little: of them only this share is taken, weighing more."""

ALONE = 0.5
"""What a pair weighs once more as if there were no other development to compare with."""

PENALTY = 3.0
FOLDS = 5
ROUNDS = 2
PLAIN_SHARE = 0.02
"""Weight of a pair without rules in the table for tellings with rules."""

RULED_SETS = ("crisis-2022-01", "talks-week", "ecbplus")
"""Sets that the weights for hits are fitted on, beside the replayed week."""

THINNING = 10
"""Of the pairs without rules one in so many is taken there, weighing as many times more."""

LOGISTIC = (*RULED_FEATURES, *RULE_FEATURES)


@dataclass(frozen=True, slots=True)
class Pair:
    """A telling beside a development: what is seen, whether it belongs, and where it comes from."""

    seen: Mapping[str, float]
    same: bool
    origin: str
    fold: int
    late: bool
    ruled: bool
    weight: float
    alone: bool = False


Judge = Callable[[Row], Weights]
"""Whose weights decide on a row."""


def pairs(name: str, batches: Sequence[Batch], judge: Judge | None, weight: float) -> list[Pair]:
    """The pairs of one set, in the order of its rows.

    Developments are those of the labels or, given a judge, those that its weights build; there a
    development belongs to a telling if half its labelled tellings or more have its label, and is
    left out of the pairs if fewer do.
    """
    stream = Stream()
    homes: dict[str, int] = {}
    told: defaultdict[int, Counter[str]] = defaultdict(Counter)
    found: list[Pair] = []
    for number, batch in enumerate(batches):
        if batch.heard:
            stream.begin(batch)
        for row in batch.rows:
            if row.label:
                late = number > len(batches) / 2
                found += _beside(name, row, stream, told, weight, late=late)
            home = (
                _by_label(row, stream, homes) if judge is None else stream.take(row, judge(row))[0]
            )
            told[home][row.label or f"row {row.telling.item_id}"] += 1
    return found


def _beside(
    name: str,
    row: Row,
    stream: Stream,
    told: Mapping[int, Counter[str]],
    weight: float,
    *,
    late: bool,
) -> list[Pair]:
    window = stream.window
    reading = window.read(row.telling)
    ids = window.candidates(reading)
    found = []
    for other, seen in zip(ids, features(reading, ids, window, row.telling.told_at), strict=True):
        share = told[other][row.label] / told[other].total()
        if 0 < share < 0.5:
            continue
        ruled = grouping.is_ruled(reading, window.entry(other))
        scale = weight
        if share == 0 and seen["nearest"] < HARD:
            if zlib.crc32(f"{row.telling.item_id} {other}".encode()) % 100 >= EASY_SHARE * 100:
                continue
            scale /= EASY_SHARE
        one = Pair(seen, share >= 0.5, name, fold_of(name, row), late, ruled, scale)
        found.append(one)
        # The same beside no other development, as on the first day of an install.
        alone = {**seen, "margin": seen["centroid"]}
        found.append(replace(one, seen=alone, weight=scale * ALONE, alone=True))
    return found


def fold_of(name: str, row: Row) -> int:
    """The fold of the row's topic: alike stories of one topic are in the same."""
    topic = re.sub(r"ecb(plus)?$", "", row.label)
    return zlib.crc32(f"{name.removesuffix(' hits')}/{topic}".encode()) % FOLDS


def _by_label(row: Row, stream: Stream, homes: dict[str, int]) -> int:
    home = homes.get(row.label) if row.label else None
    if home not in stream.known:
        home = None
    decision = Decision(
        step=Step.NEW if home is None else Step.JOINED,
        development_id=home,
        signature=signature_of(row.telling),
        independent=True,
        score=1.0,
    )
    found = stream.put(row.telling, decision)
    if row.label:
        homes[row.label] = found
    return found


def grow(data: Sequence[Pair]) -> str:
    """Boosted trees of the pairs, as :class:`monitor.developments.weights.Trees` reads them."""
    lightgbm: Any = importlib.import_module("lightgbm")
    numpy: Any = importlib.import_module("numpy")
    values = numpy.array([[pair.seen[name] for name in WORD_FEATURES] for pair in data])
    dataset = lightgbm.Dataset(
        values,
        numpy.array([float(pair.same) for pair in data]),
        weight=numpy.array([pair.weight for pair in data]),
        feature_name=list(WORD_FEATURES),
    )
    signs = [(name in RISING) - (name in FALLING) for name in WORD_FEATURES]
    booster = lightgbm.train(
        {**PARAMETERS, "monotone_constraints": signs}, dataset, num_boost_round=TREE_COUNT
    )
    trees = booster.dump_model()["tree_info"]
    return "\n".join(" ".join(_written(tree["tree_structure"])) for tree in trees)


def _written(node: Mapping[str, Any]) -> list[str]:
    if "leaf_value" in node:
        return [f"{node['leaf_value']:.4g}"]
    question = f"{WORD_FEATURES[node['split_feature']]}<={node['threshold']:.5g}"
    return [question, *_written(node["left_child"]), *_written(node["right_child"])]


def words_alone(trees: str) -> Weights:
    """The weights with these trees, and without regard to rules."""
    model = replace(PLAIN, words=Trees(WORD_FEATURES, trees))
    return Weights(model, model)


Sets = Mapping[str, Sequence[Batch]]


def gather(sets: Sets) -> list[Pair]:
    """Pairs of developments as labelled and, round by round, as trees would build them."""
    data = [one for name, rows in sets.items() for one in pairs(name, rows, None, SETS[name])]
    for _ in range(ROUNDS):
        judges = by_topic(data)
        for name, rows in sets.items():
            data += pairs(name, rows, judges(name), SETS[name])
    return data


def by_topic(data: Sequence[Pair]) -> Callable[[str], Judge]:
    """Of a set's name, who judges each row by weights that have not seen the row's topic."""
    folds = [words_alone(grow([one for one in data if one.fold != fold])) for fold in range(FOLDS)]
    return lambda name: lambda row: folds[fold_of(name, row)]


def with_rules_on_top(data: Sequence[Pair], hits: Sets, trees: str) -> Weights:
    """The weights with these trees and, for hits, a logistic regression over all that is seen."""
    weights = words_alone(trees)
    pool = [
        replace(one, weight=PLAIN_SHARE * THINNING)
        for one in [one for one in data if one.origin in RULED_SETS][::THINNING]
    ]
    for _ in range(ROUNDS + 1):
        judge = None if weights.ruled is weights.plain else _always(weights)
        for name, rows in hits.items():
            pool += [one for one in pairs(name, rows, judge, 1.0) if one.ruled and not one.alone]
        weights = replace(weights, ruled=logistic(pool))
    return weights


def _always(weights: Weights) -> Judge:
    return lambda _: weights


def logistic(data: Sequence[Pair]) -> Model:
    """The penalised logistic regression of the pairs, by Newton's method."""
    size = len(LOGISTIC)
    values = [[pair.seen[name] for name in LOGISTIC] for pair in data]
    total = sum(pair.weight for pair in data)
    means, spreads = [], []
    for i in range(size):
        column = [(pair.weight, line[i]) for pair, line in zip(data, values, strict=True)]
        mean = sum(weight * value for weight, value in column) / total
        means.append(mean)
        variance = sum(weight * (value - mean) ** 2 for weight, value in column) / total
        spreads.append(math.sqrt(variance) or 1.0)
    rows = [
        [1.0, *((v - m) / s for v, m, s in zip(line, means, spreads, strict=True))]
        for line in values
    ]
    weights = [0.0] * (size + 1)
    for _ in range(15):
        step = _newton_step(rows, data, weights)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    slopes = [weight / spread for weight, spread in zip(weights[1:], spreads, strict=True)]
    intercept = weights[0] - sum(s * m for s, m in zip(slopes, means, strict=True))
    fitted = dict(zip(LOGISTIC, slopes, strict=True))
    return replace(RULED, intercept=intercept, weights={**fitted, **BY_HAND})


def _newton_step(
    rows: Sequence[Sequence[float]], data: Sequence[Pair], weights: Sequence[float]
) -> list[float]:
    size = len(weights)
    gradient = [0.0, *(-PENALTY * weight for weight in weights[1:])]
    curvature = [[PENALTY if i == j and i else 0.0 for j in range(size)] for i in range(size)]
    for row, pair in zip(rows, data, strict=True):
        guess = _logistic(sum(map(float.__mul__, row, weights)))
        error = pair.weight * (pair.same - guess)
        slope = pair.weight * guess * (1 - guess)
        for i, value in enumerate(row):
            gradient[i] += error * value
            scaled = slope * value
            if slope > 1e-7:
                line = curvature[i]
                for j in range(i + 1):
                    line[j] += scaled * row[j]
    for i in range(size):
        for j in range(i):
            curvature[j][i] = curvature[i][j]
    return _solve(curvature, gradient)


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss elimination with pivots."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            for j in range(i, size + 1):
                rows[k][j] -= factor * rows[i][j]
    found = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(rows[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (rows[i][size] - rest) / rows[i][i]
    return found


def report(sets: Sets) -> None:
    """How grouping does on what was not fitted on."""
    data = gather(sets)
    judges = by_topic(data)
    print("left out         set                    F1  missed  of  suppressed")
    for name, rows in sets.items():
        _print("topic", name, rows, judges(name))
    for name, rows in sets.items():
        weights = words_alone(grow([one for one in data if one.origin != name]))
        _print("set", name, rows, _always(weights))
    for name in ("crisis-2022-01", "headlines-2021-12", "snapshots-2020"):
        weights = words_alone(grow([one for one in data if one.origin != name or not one.late]))
        half = sets[name][len(sets[name]) // 2 + 1 :]
        _print("later half", name, half, _always(weights))


def _print(what: str, name: str, batches: Sequence[Batch], judge: Judge) -> None:
    labels = [row.label for batch in batches for row in batch.rows]
    found = score(labels, ours(batches, judge))
    developments = len(set(filter(None, labels)))
    print(
        f"{what:<16} {name:<20} {found['f1']:.3f} {found['missed']:7d} {developments:4d}"
        f" {found['suppressed']:10.3f}"
    )


def write_trees(trees: str) -> None:
    """Put the trees into the package."""
    text = TREES.read_text("utf-8")
    found = re.sub(r'(?s)(= """\n).*?(\n""")', rf"\g<1>{_wrapped(trees)}\g<2>", text)
    TREES.write_text(found, "utf-8")


def write_rules(ruled: Model) -> None:
    """Put the weights for hits into the package, leaving the thresholds as they are."""
    text = WEIGHTS.read_text("utf-8")
    slopes = ", ".join(
        f'"{name}": {value:.3f}' for name, value in ruled.weights.items() if name not in BY_HAND
    )
    text = re.sub(r"(?m)^(_RULED_INTERCEPT: Final = ).*$", rf"\g<1>{ruled.intercept:.3f}", text)
    text = re.sub(r"(?ms)^(_RULED_WEIGHTS: Final = )\{.*?\}", rf"\g<1>{{{slopes}}}", text)
    WEIGHTS.write_text(text, "utf-8")


def _wrapped(trees: str) -> str:
    """Long lines broken; a line that goes on is indented."""
    lines = (
        textwrap.wrap(tree, 98, subsequent_indent="  ", break_long_words=False)
        for tree in trees.split("\n")
    )
    return "\n".join(line for tree in lines for line in tree)


def load(shared: Path) -> dict[str, Sequence[Batch]]:
    """The labelled sets; of the coarse stories, whose pairs are many, the first."""
    return {
        "crisis-2022-01": table(shared / "crisis-2022-01/items.tsv"),
        "headlines-2021-12": headlines(shared / "headlines-2021-12/headlines.jsonl"),
        "snapshots-2020": snapshots(shared / "feed-replay/snapshots-2020.tar.gz"),
        "talks-week": table(shared / "talks-week/items.tsv"),
        "ecbplus": table(shared / "ecbplus/items.tsv"),
        "uci-news": table(shared / "uci-news/items.tsv.gz")[:COARSE_BATCHES],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("MONITOR_SHARED_DATA", ROOT / "../shared/data")
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--write-rules", action="store_true")
    options = parser.parse_args()
    sets = load(options.shared)
    if not (options.write or options.write_rules):
        report(sets)
        return
    data = gather(sets)
    trees = grow(data)
    if options.write:
        write_trees(trees)
    if options.write_rules:
        hits = {f"{name} hits": with_rules(sets[name], ROOT / "rules") for name in RULED_SETS}
        hits["replay hits"] = with_rules(replayed_week(ROOT / "seeds/replay"), ROOT / "rules")
        write_rules(with_rules_on_top(data, hits, trees).ruled)


if __name__ == "__main__":
    main()
