"""What items are judged and grouped with, besides the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.release import Pace
from monitor.logs import Log
from monitor.pipeline.memory import GroupingMemory
from monitor.pipeline.past import PastMemory
from monitor.pipeline.rule_book import ActiveRules
from monitor.tracing import NO_TRACES, Tracer

Wait = Callable[[], bool]
"""Whether what is due had better wait, because more is being stored that belongs with it."""


def never() -> bool:
    """Nothing is worth waiting for."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """How article pages are read: an item waits for its page ``wait_s`` seconds at most.

    ``for_rules``: also those of feeds that say nothing, where a rule looks at content.
    """

    wait_s: float
    for_rules: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The rule set in force at one moment, clock and randomness, and what grouping remembers."""

    active: ActiveRules
    clock: Callable[[], datetime]
    random_hex: Callable[[], str]
    window_h: float
    public_url: str
    memory: GroupingMemory
    past: PastMemory
    close_after_h: float
    log: Log
    pace: Pace
    full_text: FullText | None = None
    """``None``: no article pages are read."""
    tracer: Tracer = NO_TRACES

    @property
    def window(self) -> timedelta:
        """How long after its last telling a development stays open."""
        return timedelta(hours=self.window_h)
