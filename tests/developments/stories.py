"""Builders and invented stories for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypedDict

from bench.grouping import joined, opened
from monitor.developments.grouping import Window, group
from monitor.developments.statistics import TermStatistics
from monitor.model import Decision, OpenDevelopment, Severity, Step, Telling


class Rules(TypedDict, total=False):
    """What rules found in a telling."""

    meetings: tuple[str, ...]
    actors: tuple[str, ...]


START = datetime(2031, 3, 3, 8, 0, tzinfo=UTC)


def telling(
    title: str,
    summary: str = "",
    *,
    item_id: int = 1,
    outlet: str = "Harbour Wire",
    hours: float = 0.0,
    url: str | None = None,
    actors: Sequence[str] = (),
    meetings: Sequence[str] = (),
    severity: Severity = Severity.MEDIUM,
) -> Telling:
    return Telling(
        item_id=item_id,
        outlet=outlet,
        title=title,
        summary=summary,
        canonical_url=url,
        told_at=START + timedelta(hours=hours),
        actors=tuple(actors),
        meetings=tuple(meetings),
        rule_ids=("talks",),
        severity=severity,
    )


class Desk:
    """Groups tellings one after another and keeps the developments, as the pipeline does."""

    def __init__(self, statistics: TermStatistics | None = None) -> None:
        self.window = Window.build((), statistics or TermStatistics())
        self.known: dict[int, OpenDevelopment] = {}
        self._items = 0

    def hear(self, one: Telling) -> Decision:
        """Decide on a telling under the next item id, and store the outcome."""
        self._items += 1
        one = replace(one, item_id=self._items)
        decision = group(one, self.window, one.told_at)
        self._store(one, decision)
        return decision

    def hear_all(self, tellings: Sequence[Telling]) -> list[int]:
        """The development each telling went to."""
        homes = []
        for one in tellings:
            decision = self.hear(one)
            homes.append(decision.development_id or len(self.known))
        return homes

    def _store(self, one: Telling, decision: Decision) -> None:
        if decision.step is Step.NEW:
            after = opened(len(self.known) + 1, one, decision)
        else:
            assert decision.development_id is not None
            after = joined(self.known[decision.development_id], one, decision)
        self.known[after.development.id] = after
        self.window.replace(after)
