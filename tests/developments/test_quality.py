"""Grouping beside its baselines on labelled news: a change that makes it worse fails here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bench.grouping import measure, ours, score
from bench.sets import replayed_week, with_rules

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("MONITOR_SHARED_DATA", ROOT / "../shared/data"))


def figures(name: str) -> dict[str, Any]:
    path = SHARED / name / "items.tsv"
    if not path.exists():
        pytest.skip(f"the labelled news is not here: {path.parent}")
    return measure(path)


def test_headlines_of_a_crisis() -> None:
    found = figures("crisis-2022-01")
    best = max(found["newsblur"]["f1"], found["tfidf"]["f1"])
    assert found["ours"]["f1"] > best
    assert found["ours"]["suppressed"] > 0.53
    assert found["ours"]["missed"] <= 0.02 * found["developments"]


def test_alike_stories_stay_apart() -> None:
    found = figures("ecbplus")
    assert found["ours"]["f1"] > 0.85
    assert found["ours"]["suppressed"] > 0.89
    assert found["ours"]["missed"] <= 0.03 * found["developments"]


def test_the_replayed_week_with_the_starter_rules() -> None:
    batches = with_rules(replayed_week(ROOT / "seeds/replay"), ROOT / "rules")
    rows = [row for batch in batches for row in batch.rows]
    found = score([row.label for row in rows], ours(batches))
    assert found["alerts_per_development"] <= 1.4
    assert found["missed"] <= 1
