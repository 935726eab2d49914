"""How long a feed usually is without anything new. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

GAP_ITEMS = 50
"""Items looked at, the latest: enough to hold a night, few enough to follow a changed habit."""

MIN_GAP_ITEMS = 3
"""Fewer dated items say nothing about a habit."""

MIN_GAP_S = 10.0
"""Shorter gaps are told as this: nobody is polled that often."""

OBSERVED_SHARE = 0.3
"""Weight of the latest observation where gaps are observed from visit to visit: three visits with
news make up two thirds of what is believed."""


def dated_gap_s(dates: Iterable[datetime | None], now: datetime) -> float | None:
    """The mean seconds between the latest items by their own dates; ``None`` where they do not say.

    The longest gap is left out where there are others: a pause for a holiday is no habit. Dates
    that lie ahead do not count. Items that all carry one moment (the time of the request, as some
    servers put it) say nothing.
    """
    told = sorted((date for date in dates if date is not None and date <= now), reverse=True)
    told = told[:GAP_ITEMS]
    if len(told) < MIN_GAP_ITEMS:
        return None
    gaps = sorted((later - sooner).total_seconds() for later, sooner in pairwise(told))
    usual = gaps[:-1] if sum(gaps[:-1]) > 0 else gaps
    return max(sum(usual) / len(usual), MIN_GAP_S) if sum(usual) > 0 else None


def observed_gap_s(known_s: float | None, *, since_s: float, new_items: int) -> float | None:
    """What is believed of an undated feed after a visit that brought ``new_items``.

    ``since_s`` is how long before the last new item was seen.
    """
    if new_items <= 0 or since_s <= 0:
        return known_s
    seen_s = max(since_s / new_items, MIN_GAP_S)
    return seen_s if known_s is None else blended_gap_s(known_s, seen_s)


def blended_gap_s(known_s: float, seen_s: float) -> float:
    """What is believed after one more observation of ``seen_s``."""
    return known_s + OBSERVED_SHARE * (seen_s - known_s)
