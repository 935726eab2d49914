"""How fast logins may be tried: a bucket for each address and each name. Pure.

A try puts one drop into each of its buckets; buckets leak at a steady pace, and a try that would
make one overflow is refused. A login that succeeds takes its drops back, so only failures count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

BUCKET = 10.0
"""Tries at once: more than anybody needs who has mistyped, far too few to guess."""

LEAK = timedelta(seconds=30)
"""Time in which one more try is had: at most 2,880 a day, for all guessers of one name together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """What becomes of a try: the buckets' levels after it, and how long to wait (0: go on)."""

    levels: Mapping[str, float]
    wait_s: float


def take(
    kept: Mapping[str, tuple[float, datetime]], keys: frozenset[str], now: datetime
) -> Throttle:
    """Count a try for ``keys``, whose buckets were at ``kept`` (level, when it was that)."""
    levels = {key: leaked(*kept[key], now) if key in kept else 0.0 for key in keys}
    over = max(levels.values(), default=0.0) + 1.0 - BUCKET
    if over > 0:
        return Throttle(levels=levels, wait_s=over * LEAK.total_seconds())
    return Throttle(levels={key: level + 1.0 for key, level in levels.items()}, wait_s=0.0)


def give_back(
    kept: Mapping[str, tuple[float, datetime]], keys: frozenset[str], now: datetime
) -> Mapping[str, float]:
    """The levels of ``keys`` when a try that was counted turns out to be no guess."""
    return {key: max(leaked(*kept[key], now) - 1.0, 0.0) for key in keys if key in kept}


def leaked(level: float, counted_at: datetime, now: datetime) -> float:
    """What is left of ``level``; a clock that was set back leaves all of it."""
    return max(level - max((now - counted_at) / LEAK, 0.0), 0.0)
