"""Scoring a replay against labels that the program never sees while it runs. Pure.

``labels.tsv`` says of each served item (by outlet and guid, link or title) which development it
tells and whether that one is in scope: ``on`` must alert, ``off`` must not, ``any`` may.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.model import StoredItem
from monitor.replay.runner import RaisedAlert


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Which development an item tells, and that development's scope (on, off or any)."""

    development: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well alerts fit the labels.

    ``alerts_per_development``: alerts raised by items of in-scope developments, over the number
    of those developments that were alerted. ``missed``: in-scope developments of which no item
    raised an alert. ``off_scope``: alerts raised by items that are out of scope.
    """

    developments: int
    alerts_per_development: float
    missed: tuple[str, ...]
    repeated: Mapping[str, int]
    off_scope: tuple[str, ...]


def read_labels(path: Path) -> dict[tuple[str, str], Label]:
    """Labels by outlet and key, from the tab-separated file at ``path``."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        (row["outlet"], row["key"]): Label(development=row["development"], scope=row["scope"])
        for row in rows
    }


def score(alerts: Iterable[RaisedAlert], labels: Mapping[tuple[str, str], Label]) -> Score:
    """Judge ``alerts`` by ``labels``."""
    wanted = {label.development for label in labels.values() if label.scope == "on"}
    told: Counter[str] = Counter()
    off_scope: list[str] = []
    for raised in alerts:
        label = label_of(raised.stored, labels)
        if label is not None and label.scope == "on":
            told[label.development] += 1
        elif label is None or label.scope == "off":
            off_scope.append(raised.stored.item.title)
    return Score(
        developments=len(wanted),
        alerts_per_development=sum(told.values()) / len(told) if told else 0.0,
        missed=tuple(sorted(wanted - set(told))),
        repeated={name: number for name, number in sorted(told.items()) if number > 1},
        off_scope=tuple(off_scope),
    )


def label_of(stored: StoredItem, labels: Mapping[tuple[str, str], Label]) -> Label | None:
    """The label of a stored item, by guid, link or title."""
    item = stored.item
    for key in (item.guid, item.link, item.title):
        if key is not None and (item.outlet, key) in labels:
            return labels[item.outlet, key]
    return None
