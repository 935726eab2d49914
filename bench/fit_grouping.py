"""Fits the weights of grouping on labelled stories and writes ``monitor/developments/weights.py``.

``python -m bench.fit_grouping [--shared DIR] [--write]``. Every telling of the sets is compared
with the developments that were open when it came, and a logistic regression with an L2 penalty
learns to tell its own development from the others: first on developments as the labels have them,
then, twice more, also on developments as the weights so far would have built them, so that the
weights know the fragments they will meet (Ross and Bagnell 2010 call this data aggregation).

There are two tables of weights: for tellings without and with what rules found (actors and
meetings). Those without are fitted on the labelled tables; those with on the hits of the starter
rules among them and in the replayed week, the tables without rules counting a fiftieth.

Without ``--write`` it reports how the weights do on folds they were not fitted on: by topic (all
stories of one topic are in one fold) and by time (fitted on the earlier half, tried on the later).
"""

from __future__ import annotations

import argparse
import math
import os
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.grouping import Stream
from bench.sets import Batch, Row, replayed_week, table, with_rules
from monitor.developments import grouping
from monitor.developments.features import FEATURES, features
from monitor.developments.signature import signature_of
from monitor.developments.weights import Model
from monitor.model import Decision, Step

ROOT = Path(__file__).parents[1]
OUT = ROOT / "monitor/developments/weights.py"
TABLES = ("crisis-2022-01", "talks-week", "ecbplus")
PENALTY = 3.0
FOLDS = 5
ROUNDS = 2
PLAIN_SHARE = 0.02
"""Weight of a pair without rules in the table for tellings with rules."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A telling beside a development: its features, whether it belongs, and where it comes from."""

    values: tuple[float, ...]
    same: bool
    topic: str
    late: bool
    weight: float = 1.0


def pairs(name: str, batches: Sequence[Batch], model: Model | None, weight: float) -> list[Pair]:
    """The pairs of one set, in the order of its rows.

    Developments are those of the labels or, given a model, those that it builds; there a
    development belongs to a telling if half its labelled tellings or more have its label, and is
    left out of the pairs if fewer do.
    """
    stream = Stream()
    homes: dict[str, int] = {}
    told: defaultdict[int, Counter[str]] = defaultdict(Counter)
    found: list[Pair] = []
    for number, batch in enumerate(batches):
        stream.begin(batch)
        for row in batch.rows:
            if row.label:
                topic = f"{name}/{re.sub(r'ecb(plus)?$', '', row.label)}"
                late = number > len(batches) / 2
                found += [
                    Pair(values, same, topic, late, weight)
                    for values, same in _beside(row, stream, told)
                ]
            home = _by_label(row, stream, homes) if model is None else stream.take(row, model)[0]
            told[home][row.label or f"row {row.telling.item_id}"] += 1
    return found


def _beside(
    row: Row, stream: Stream, told: Mapping[int, Counter[str]]
) -> Iterable[tuple[tuple[float, ...], bool]]:
    window = stream.window
    reading = window.read(row.telling)
    for other in window.candidates(reading):
        share = told[other][row.label] / told[other].total()
        if 0 < share < 0.5:
            continue
        scores = features(reading, window.entry(other), window, row.telling.told_at)
        yield tuple(scores[key] for key in FEATURES), share >= 0.5


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


def fit(data: Sequence[Pair], join_at: float) -> Model:
    """The penalised logistic regression of the pairs, by Newton's method."""
    size = len(FEATURES)
    total = sum(pair.weight for pair in data)
    means = [sum(p.weight * p.values[i] for p in data) / total for i in range(size)]
    spreads = [
        math.sqrt(sum(p.weight * (p.values[i] - means[i]) ** 2 for p in data) / total) or 1.0
        for i in range(size)
    ]
    rows = [
        [1.0, *((value - means[i]) / spreads[i] for i, value in enumerate(pair.values))]
        for pair in data
    ]
    weights = [0.0] * (size + 1)
    for _ in range(15):
        step = _newton_step(rows, data, weights)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    slopes = [weight / spread for weight, spread in zip(weights[1:], spreads, strict=True)]
    intercept = weights[0] - sum(s * m for s, m in zip(slopes, means, strict=True))
    return Model(intercept, dict(zip(FEATURES, slopes, strict=True)), join_at)


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


def aggregate(
    sets: Mapping[str, Sequence[Batch]], weights: Mapping[str, float], join_at: float
) -> list[Pair]:
    """Pairs of developments as labelled and, round by round, as the weights would build them."""
    data = [p for name, rows in sets.items() for p in pairs(name, rows, None, weights[name])]
    for _ in range(ROUNDS):
        model = fit(data, join_at)
        for name, rows in sets.items():
            if weights[name] == 1.0:
                data += pairs(name, rows, model, 1.0)
    return data


def loss(data: Iterable[Pair], model: Model) -> float:
    """Mean log loss, in bits."""
    slopes = tuple(model.weights.values())
    total = count = 0.0
    for pair in data:
        guess = _logistic(model.intercept + sum(map(float.__mul__, pair.values, slopes)))
        total -= pair.weight * math.log2(max(guess if pair.same else 1 - guess, 1e-9))
        count += pair.weight
    return total / max(count, 1.0)


def report(name: str, data: Sequence[Pair]) -> None:
    """Loss on what was not fitted on, beside the loss of knowing only the base rate."""
    rate = sum(p.weight * p.same for p in data) / sum(p.weight for p in data)
    base = -rate * math.log2(rate) - (1 - rate) * math.log2(1 - rate)
    losses = []
    for left_out in range(FOLDS):
        fold = [zlib.crc32(pair.topic.encode()) % FOLDS == left_out for pair in data]
        model = fit([p for p, held in zip(data, fold, strict=True) if not held], 0.5)
        losses.append(loss([p for p, held in zip(data, fold, strict=True) if held], model))
    early, late = [p for p in data if not p.late], [p for p in data if p.late]
    print(
        f"{name}: {len(data)} pairs, {sum(p.same for p in data)} of one development; bits a pair:"
    )
    print(f"  base rate {base:.4f}, fitted {loss(data, fit(data, 0.5)):.4f}")
    print(f"  by topic  {sum(losses) / FOLDS:.4f} ({', '.join(f'{x:.4f}' for x in losses)})")
    print(f"  by time   {loss(late, fit(early, 0.5)):.4f}")


def write(models: Mapping[str, Model]) -> None:
    """Put the fitted numbers into the package, leaving the thresholds as they are."""
    text = OUT.read_text("utf-8")
    for name, model in models.items():
        slopes = ", ".join(f'"{key}": {value:.3f}' for key, value in model.weights.items())
        text = re.sub(
            rf"(?m)^(_{name}_INTERCEPT: Final = ).*$", rf"\g<1>{model.intercept:.3f}", text
        )
        text = re.sub(rf"(?ms)^(_{name}_WEIGHTS: Final = )\{{.*?\}}", rf"\g<1>{{{slopes}}}", text)
    OUT.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("MONITOR_SHARED_DATA", ROOT / "../shared/data")
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    plain = {name: table(options.shared / name / "items.tsv") for name in TABLES}
    hits = {f"{name} hits": with_rules(rows, ROOT / "rules") for name, rows in plain.items()}
    hits["replay hits"] = with_rules(replayed_week(ROOT / "seeds/replay"), ROOT / "rules")
    pools = {
        "PLAIN": aggregate(plain, dict.fromkeys(plain, 1.0), grouping.PLAIN.join_at),
        "RULED": aggregate(
            {**plain, **hits},
            dict.fromkeys(plain, PLAIN_SHARE) | dict.fromkeys(hits, 1.0),
            grouping.RULED.join_at,
        ),
    }
    if options.write:
        write({name: fit(data, 0.5) for name, data in pools.items()})
        return
    for name, data in pools.items():
        report(name, data)


if __name__ == "__main__":
    main()
