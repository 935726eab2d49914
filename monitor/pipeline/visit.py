"""A visit to a feed as a value: its bounds, and what it brought before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from monitor.feeds.parse import ParsedFeed
from monitor.feeds.schedule import Pace
from monitor.model import FetchResult, Poll, PollingHints
from monitor.store.hosts import HostPace


@dataclass(frozen=True, slots=True, kw_only=True)
class PollLimits:
    """Bounds of one visit (total time, decoded size), of one host, and the pace of visits."""

    deadline_s: float
    max_body_bytes: int
    pace: Pace = field(default_factory=Pace)
    host_pace: HostPace = field(default_factory=HostPace)

    @property
    def lease_s(self) -> float:
        """How long a claimed feed stays ours: the fetch's deadline and a minute to store it."""
        return self.deadline_s + 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit brought, before it is stored. ``parsed`` is ``None`` without new text.

    ``conditional``: it asked only for what changed. ``ended_at``: when all was read.
    """

    poll: Poll
    parsed: ParsedFeed | None
    body_hash: str | None
    fetched: FetchResult
    hints: PollingHints
    conditional: bool = True
    ended_at: datetime
