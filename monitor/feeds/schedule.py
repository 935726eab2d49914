"""When to poll a feed next, and why then. Pure: the clock and the jitter are arguments.

A sound feed is visited at an interval of its own, between :attr:`Pace.fastest_s` and
:attr:`Pace.slowest_s`. Where it starts and how slow it may become follows from the time between its
items (as miniflux schedules); within that, each visit moves it by the share of new items it
brought (the rule of Media Cloud's rss-fetcher). A feed is never given up: failures only make
visits rarer, down to one a day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.feeds.hints import (
    MAX_HINT_S,
    MAX_RETRY_AFTER_S,
    after_skips,
    finite,
    lifetime_s,
    retry_after_s,
)
from monitor.model import PollingHints, PollOutcome

BASE_S = 15 * 60.0
"""Between two visits as long as nothing is known of a feed. Most publishers' front servers cache
for five to fifteen minutes, so a shorter interval brings little."""

FASTEST_S = 5 * 60.0
"""No feed is visited more often: the shortest that publishers' rules of use commonly allow."""

SLOWEST_S = 24 * 3600.0
"""Every feed is visited at least once a day, whether it rests or fails."""

SLOWER_ABOVE = 0.67
"""Share of known items in a document from which on a visit makes the next ones rarer, and
:data:`FASTER_BELOW` below which more frequent (Media Cloud's rss-fetcher)."""

FASTER_BELOW = 0.33

SLOWER_FACTOR = 1.25
"""Four visits in vain stretch the interval two and a half times: a pause of a night does not send
a feed to sleep, a week of silence does."""

FASTER_FACTOR = 0.5
"""A document that is nearly all new may have lost items between two visits: come back at once."""

GAP_SHARE = 1 / 8
"""A feed that rests long is visited this share of its usual gap apart, so that an item waits a
sixteenth of the gap on average: three hours between visits where one item comes a day."""

QUIET_SHARE = 1 / 24
"""A feed that is silent for longer than usual is visited this share of its silence apart: an hour
for each day. A night's silence leaves an hourly feed within reach of a breaking morning."""

JITTER_SHARE = 0.1
"""Visits are spread by this share, so that feeds added together do not stay together."""

MAX_HOST_HOLD_S = 3600.0
"""How long a host rests that answers 429 and does not say for how long, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The operator's bounds, seconds. A ``base_s`` below ``fastest_s`` is kept to by every feed."""

    base_s: float = BASE_S
    fastest_s: float = FASTEST_S
    slowest_s: float = SLOWEST_S

    def __post_init__(self) -> None:
        for name in ("base_s", "fastest_s", "slowest_s"):
            seconds = getattr(self, name)
            if not (seconds > 0 and math.isfinite(seconds)):
                raise ValueError(f"{name} must be positive, got {seconds!r}")

    @property
    def is_fixed(self) -> bool:
        """Whether every feed is visited at ``base_s``, whatever it brings."""
        return self.base_s < self.fastest_s


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """What is known when a visit has ended.

    ``failures``: visits in a row that failed, this one included. ``items`` and ``new_items``: of
    the document, 0 where it was unchanged. ``interval_s``: the feed's interval so far, ``None``
    before its first sound visit. ``quiet_s``: since it last brought something new.
    ``headers`` have lower-case names; ``status`` is ``None`` where no answer came.
    """

    outcome: PollOutcome
    failures: int = 0
    status: int | None = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hints: PollingHints = field(default_factory=PollingHints)
    items: int = 0
    new_items: int = 0
    interval_s: float | None = None
    usual_gap_s: float | None = None
    quiet_s: float | None = None
    meeting_near: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """When the next visit is due and why. ``interval_s``: the feed's interval from now on, without
    what only this visit asked for. ``not_before``: what feed and server asked, to be kept to even
    where something else speaks for an earlier visit."""

    at: datetime
    interval_s: float | None
    not_before: datetime
    why: str


def next_poll(facts: VisitFacts, *, now: datetime, pace: Pace, jitter: float) -> NextPoll:
    """Decide on the next visit, always after ``now``.

    ``jitter`` in [0, 1) spreads the interval by ±10 %. What feed and server ask (``Retry-After``
    at 429 and 503, ``ttl``, ``max-age`` and the like) is a lower bound: jitter only adds to it.
    Raises ``ValueError`` for a jitter outside [0, 1).
    """
    if not 0 <= jitter < 1:
        raise ValueError(f"jitter must be in [0, 1), got {jitter!r}")
    spread = 1 - JITTER_SHARE + 2 * JITTER_SHARE * jitter
    if facts.outcome is PollOutcome.FAILED:
        interval_s = facts.interval_s
        delay_s, why = _backed_off(facts, pace)
        bound_s, bound_why = _asked_pause(facts, now)
    else:
        interval_s, why = _interval(facts, pace)
        delay_s = interval_s
        if facts.meeting_near and not pace.is_fixed and pace.fastest_s < interval_s:
            delay_s, why = pace.fastest_s, meeting_is_near(facts.meeting_near)
        bound_s, bound_why = _asked_lifetime(facts, now)
    spread_bound_s = min(bound_s * (1 + JITTER_SHARE * jitter), MAX_RETRY_AFTER_S)
    if spread_bound_s > delay_s * spread:
        why = bound_why
    at = now + timedelta(seconds=max(delay_s * spread, spread_bound_s))
    allowed = after_skips(facts.hints, at)
    if allowed > at:
        at, why = allowed, "the feed asks to be left alone at these hours (skipHours, skipDays)"
    not_before = now + timedelta(seconds=bound_s)
    return NextPoll(at=at, interval_s=interval_s, not_before=not_before, why=why)


def host_hold_s(facts: VisitFacts, *, now: datetime, pace: Pace) -> float:
    """How long nothing more may be asked of the host: it answered 429; 0 for any other answer.

    503 is about one feed (RFC 9110 section 15.6.4 leaves it open; servers send it for one page).
    """
    if facts.status != 429:
        return 0.0
    asked_s = retry_after_s(facts.headers, now)
    return asked_s or min(_backed_off(facts, pace)[0], MAX_HOST_HOLD_S)


def most_rare_s(usual_gap_s: float | None, quiet_s: float | None, pace: Pace) -> float:
    """How far apart visits may become: what an item's waiting allows, given how often they come.

    Down to the gap itself where items come faster than the base interval, the base interval up to
    gaps of eight times as long, a share of the gap beyond; or a share of the silence, if longer.
    """
    gap_s = usual_gap_s or pace.base_s
    rarest_s = max(min(gap_s, pace.base_s), gap_s * GAP_SHARE, (quiet_s or 0.0) * QUIET_SHARE)
    return min(max(rarest_s, pace.fastest_s), pace.slowest_s)


def _interval(facts: VisitFacts, pace: Pace) -> tuple[float, str]:
    """The interval of a sound feed after this visit, and the reason."""
    if pace.is_fixed:
        return pace.base_s, f"every {span(pace.base_s)}, as set (MONITOR_POLL_INTERVAL_S)"
    rarest_s = most_rare_s(facts.usual_gap_s, facts.quiet_s, pace)
    before_s = facts.interval_s
    if before_s is None:
        return rarest_s, f"every {span(rarest_s)} to begin with: {_habit(facts)}"
    known = 1.0 - facts.new_items / facts.items if facts.items else 1.0
    if known < FASTER_BELOW:
        wanted_s, what = before_s * FASTER_FACTOR, f"{1 - known:.0%} of its items were new"
    elif known >= SLOWER_ABOVE:
        wanted_s, what = before_s * SLOWER_FACTOR, _habit(facts)
    else:
        wanted_s, what = before_s, f"{1 - known:.0%} of its items were new"
    interval_s = min(max(wanted_s, pace.fastest_s), rarest_s)
    return interval_s, f"{_move(before_s, interval_s)} every {span(interval_s)}: {what}"


def _move(before_s: float, after_s: float) -> str:
    if math.isclose(before_s, after_s, rel_tol=0.01):
        return "still"
    return "slower," if after_s > before_s else "faster,"


def _habit(facts: VisitFacts) -> str:
    gap_s, quiet_s = facts.usual_gap_s, facts.quiet_s
    if quiet_s is not None and quiet_s > 2 * (gap_s or 0.0):
        return f"nothing new for {span(quiet_s)}"
    if gap_s is not None:
        return f"an item comes every {span(gap_s)}"
    return "how often it brings items is not known yet"


def _backed_off(facts: VisitFacts, pace: Pace) -> tuple[float, str]:
    """The base interval doubled with each further failure. A feed that is gone gets the cap."""
    cap_s = max(SLOWEST_S / (1 + JITTER_SHARE), pace.base_s)  # with jitter still a day
    if facts.status == 410:
        return cap_s, "once a day: the server says that the feed is gone for good (410)"
    doublings = min(max(facts.failures - 1, 0), 64)
    delay_s = min(pace.base_s * 2.0**doublings, cap_s)
    times = "failed once" if facts.failures <= 1 else f"failed {facts.failures} times in a row"
    return delay_s, f"{times}: tried again after {span(delay_s)}"


def _asked_pause(facts: VisitFacts, now: datetime) -> tuple[float, str]:
    if facts.status not in (429, 503):
        return 0.0, ""
    asked_s = retry_after_s(facts.headers, now)
    return asked_s, f"the server asked to wait {span(asked_s)} (Retry-After)"


def _asked_lifetime(facts: VisitFacts, now: datetime) -> tuple[float, str]:
    ttl_s, fresh_s = finite(facts.hints.ttl_s), lifetime_s(facts.headers, now)
    bound_s = min(max(ttl_s, fresh_s), MAX_HINT_S)
    by = "the feed asks for it (ttl)" if ttl_s >= fresh_s else "the server says it stays fresh"
    return bound_s, f"after {span(bound_s)}: {by}"


def meeting_is_near(title: str) -> str:
    """The reason for a visit because of a meeting."""
    return f"a meeting is near: {title}"


def span(seconds: float) -> str:
    """Seconds for a person, in the largest unit of which there are at least two: "45 min"."""
    for unit, length_s in (("days", 86_400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * length_s:
            return f"{seconds / length_s:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 1 else f"{seconds:.1f} s"
