"""The story of a development in time, as shapes to draw and rows to read. Pure.

Two fields over one axis of time: above, items by hour (or by a longer step, so that there are at
most 48 bars) and how many outlets had told it by then; below, how the headlines sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.developments.escalation import event_hint
from monitor.store.developments import ToldMoment

MOST_BARS = 48
STEPS_H = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720)
"""Hours of one bar: the shortest with which the bars suffice."""

MOST_HEARD = 300
"""Headlines that are read for how they sound; reading one takes a fraction of a millisecond."""

LEFT, RIGHT, TOP, BASE, SOUND = 40.0, 708.0, 14.0, 132.0, 190.0
"""Of the drawing: where time begins and ends, the field of counts, and the level 0 of sounds."""

WIDEST = 44.0
"""Of a bar: where there are few, wide ones would say nothing more."""

LEVEL = 12.0
"""Height of one level of escalation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The items of one step, and what the table says of it."""

    at: datetime
    items: int
    fresh: tuple[str, ...]
    outlets: int
    sounds: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A headline that sounds of escalation or of calm."""

    x: float
    y: float
    level: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """An alert."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All that is drawn. ``line``: outlets so far, as points of a polyline."""

    step_h: int
    start: datetime
    end: datetime
    most: int
    outlets: int
    bars: tuple[Bar, ...]
    line: str
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]

    @property
    def step(self) -> str:
        """The length of a bar in words."""
        if self.step_h % 24 == 0:
            days = self.step_h // 24
            return "day" if days == 1 else f"{days} days"
        return "hour" if self.step_h == 1 else f"{self.step_h} hours"


def draw(told: Sequence[ToldMoment], alerts: Sequence[tuple[datetime, str]]) -> Chart | None:
    """The chart of a development; ``None`` without items. ``alerts``: when, and what they said."""
    if not told:
        return None
    first, last = told[0].told_at, told[-1].told_at
    hours = (last - first).total_seconds() / 3600
    step_h = next((one for one in STEPS_H if hours / one < MOST_BARS - 1), STEPS_H[-1])
    step = timedelta(hours=step_h)
    start = first.replace(minute=0, second=0, microsecond=0)
    if step_h >= 24:
        start = start.replace(hour=0)
    count = min(int((last - start) / step) + 1, MOST_BARS * 10)
    end = start + step * count
    bars, outlets = _bars(told, start, step, count)
    slope = (BASE - TOP - 14) / outlets
    heights = [BASE - bar.outlets * slope for bar in bars]
    line = [f"{bar.x + bar.width / 2:.1f},{y:.1f}" for bar, y in zip(bars, heights, strict=True)]
    return Chart(
        step_h=step_h,
        start=start,
        end=end,
        most=max(bar.items for bar in bars),
        outlets=outlets,
        bars=bars,
        line=" ".join(line),
        dots=_dots(told, start, end),
        ticks=tuple(
            Tick(x=_x(at, start, end), label=label) for at, label in alerts if start <= at <= end
        ),
    )


def _bars(
    told: Sequence[ToldMoment], start: datetime, step: timedelta, count: int
) -> tuple[tuple[Bar, ...], int]:
    items = [0] * count
    sounds = [0] * count
    fresh: list[list[str]] = [[] for _ in range(count)]
    known: set[str] = set()
    for number, one in enumerate(told):
        at = min(int((one.told_at - start) / step), count - 1)
        items[at] += 1
        if one.outlet not in known:
            known.add(one.outlet)
            fresh[at].append(one.outlet)
        if number < MOST_HEARD:
            level = event_hint(one.title, one.summary).escalation
            sounds[at] = max(sounds[at], level, key=lambda it: (abs(it), it))
    most = max(items)
    step_width = (RIGHT - LEFT) / count
    wide = min(step_width * 0.86, WIDEST)
    bars: list[Bar] = []
    so_far = 0
    for at in range(count):
        so_far += len(fresh[at])
        height = (BASE - TOP - 14) * items[at] / most
        bars.append(
            Bar(
                at=start + step * at,
                items=items[at],
                fresh=tuple(fresh[at]),
                outlets=so_far,
                sounds=sounds[at],
                x=round(LEFT + step_width * (at + 0.5) - wide / 2, 1),
                y=round(BASE - height, 1),
                width=round(wide, 1),
                height=round(height, 1),
            )
        )
    return tuple(bars), len(known)


def _dots(told: Sequence[ToldMoment], start: datetime, end: datetime) -> tuple[Dot, ...]:
    dots = []
    for one in told[:MOST_HEARD]:
        hint = event_hint(one.title, one.summary)
        if hint.escalation:
            dots.append(
                Dot(
                    x=_x(one.told_at, start, end),
                    y=SOUND - hint.escalation * LEVEL,
                    level=hint.escalation,
                    label=f"{hint.escalation:+d} “{hint.phrase}”, {one.outlet}",
                )
            )
    return tuple(dots)


def _x(at: datetime, start: datetime, end: datetime) -> float:
    return round(LEFT + (RIGHT - LEFT) * ((at - start) / (end - start)), 1)
