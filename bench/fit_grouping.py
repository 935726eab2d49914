"""Fits the weights of grouping on labelled stories and writes ``monitor/developments/weights.py``.

``python -m bench.fit_grouping [--shared DIR] [--write]``. Every telling of the sets is compared
with the developments that were open when it came (labels keep the developments right), and a
logistic regression with an L2 penalty learns to tell its own development from the others. All
sets together give one configuration. Without ``--write`` it only reports how the weights do on
folds they were not fitted on: by topic (all stories of one topic are in one fold) and by time
(fitted on the earlier half, tried on the later).
"""

from __future__ import annotations

import argparse
import math
import os
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.developments.features import FEATURES, features
from monitor.developments.signature import signature_of
from monitor.model import Decision, Step

from bench.grouping import BATCH, Stream, load

SETS = ("crisis-2022-01", "talks-week", "ecbplus")
PENALTY = 3.0
FOLDS = 5
OUT = Path(__file__).parents[1] / "monitor/developments/weights.py"


@dataclass(frozen=True, slots=True)
class Pair:
    """A telling beside a development: its features, whether it belongs, and where it comes from."""

    values: tuple[float, ...]
    same: bool
    topic: str
    late: bool


def pairs(name: str, path: Path) -> list[Pair]:
    """The pairs of one set, in the order of its items."""
    rows = load(path)
    stream = Stream()
    homes: dict[str, int] = {}
    found: list[Pair] = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        stream.begin(batch)
        for row in batch:
            reading = stream.window.read(row.telling)
            home = homes.get(row.label) if row.label else None
            for other in stream.window.candidates(reading) if row.label else ():
                scores = features(
                    reading, stream.window.entry(other), stream.window, row.telling.told_at
                )
                values = tuple(scores[key] for key in FEATURES)
                topic = f"{name}/{re.sub(r'ecb(plus)?$', '', row.label)}"
                found.append(Pair(values, other == home, topic, start > len(rows) / 2))
            if home not in stream.known:
                home = None
            decision = Decision(
                step=Step.NEW if home is None else Step.JOINED,
                development_id=home,
                signature=signature_of(row.telling),
                independent=True,
                score=1.0,
            )
            homes[row.label or f"row {row.telling.item_id}"] = stream.put(row.telling, decision)
    return found


def fit(data: Sequence[Pair], penalty: float = PENALTY) -> tuple[float, list[float]]:
    """Intercept and weights of the penalised logistic regression, by Newton's method."""
    size = len(FEATURES)
    means = [sum(pair.values[i] for pair in data) / len(data) for i in range(size)]
    spreads = [
        math.sqrt(sum((pair.values[i] - means[i]) ** 2 for pair in data) / len(data)) or 1.0
        for i in range(size)
    ]
    table = [
        [1.0, *((value - means[i]) / spreads[i] for i, value in enumerate(pair.values))]
        for pair in data
    ]
    weights = [0.0] * (size + 1)
    for _ in range(12):
        step = _newton_step(table, data, weights, penalty)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    slopes = [weight / spread for weight, spread in zip(weights[1:], spreads, strict=True)]
    return weights[0] - sum(s * m for s, m in zip(slopes, means, strict=True)), slopes


def _newton_step(
    table: Sequence[Sequence[float]], data: Sequence[Pair], weights: list[float], penalty: float
) -> list[float]:
    size = len(weights)
    gradient = [0.0] + [-penalty * weight for weight in weights[1:]]
    curvature = [[penalty if i == j and i else 0.0 for j in range(size)] for i in range(size)]
    for row, pair in zip(table, data, strict=True):
        guess = _logistic(sum(map(float.__mul__, row, weights)))
        error = pair.same - guess
        slope = guess * (1 - guess)
        for i, value in enumerate(row):
            gradient[i] += error * value
            if slope > 1e-9:
                scaled = slope * value
                line = curvature[i]
                for j in range(i + 1):
                    line[j] += scaled * row[j]
    for i in range(size):
        for j in range(i):
            curvature[j][i] = curvature[i][j]
    return _solve(curvature, gradient)


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
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


def loss(data: Iterable[Pair], intercept: float, slopes: Sequence[float]) -> float:
    """Mean log loss, in bits."""
    total, count = 0.0, 0
    for pair in data:
        guess = _logistic(intercept + sum(map(float.__mul__, pair.values, slopes)))
        total -= math.log2(max(guess if pair.same else 1 - guess, 1e-9))
        count += 1
    return total / max(count, 1)


def report(data: Sequence[Pair]) -> None:
    """Loss on what was not fitted on, beside the loss of knowing only the base rate."""
    rate = sum(pair.same for pair in data) / len(data)
    base = -rate * math.log2(rate) - (1 - rate) * math.log2(1 - rate)
    fold = [zlib.crc32(pair.topic.encode()) % FOLDS for pair in data]
    losses = []
    for left_out in range(FOLDS):
        model = fit([p for p, f in zip(data, fold, strict=True) if f != left_out])
        held = [p for p, f in zip(data, fold, strict=True) if f == left_out]
        losses.append(loss(held, *model))
    early, late = [p for p in data if not p.late], [p for p in data if p.late]
    print(f"{len(data)} pairs, {sum(p.same for p in data)} of one development; bits a pair:")
    print(f"  base rate {base:.4f}, fitted {loss(data, *fit(data)):.4f}")
    print(f"  by topic  {sum(losses) / FOLDS:.4f} ({', '.join(f'{x:.4f}' for x in losses)})")
    print(f"  by time   {loss(late, *fit(early)):.4f}")


def write(intercept: float, slopes: Sequence[float]) -> None:
    """Put the weights into the package."""
    lines = "".join(f'        "{k}": {v:.3f},\n' for k, v in zip(FEATURES, slopes, strict=True))
    text = OUT.read_text("utf-8")
    text = re.sub(r"INTERCEPT: Final = .*", f"INTERCEPT: Final = {intercept:.3f}", text)
    text = re.sub(
        r"(FITTED_WEIGHTS: .* = MappingProxyType\(\n?\s*\{)[^}]*\}",
        lambda match: f"{match[1].rstrip()}\n{lines}    }}",
        text,
    )
    OUT.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("MONITOR_SHARED_DATA", Path(__file__).parents[1] / "../shared/data")
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    data = [p for name in SETS for p in pairs(name, options.shared / name / "items.tsv")]
    if not options.write:
        report(data)
        return
    intercept, slopes = fit(data)
    write(intercept, slopes)
    for key, slope in zip(FEATURES, slopes, strict=True):
        print(f"{key:17} {slope:8.3f}")


if __name__ == "__main__":
    main()
