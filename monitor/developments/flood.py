"""What a visit to a feed brings that is not news: known items under new names, archives, a past.

Pure. Such items are stored and grouped, and one notice says what was odd; they alert only as the
items of a new feed do (the rule's ``alert.backlog``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from monitor.model import NoticeCode, Oddity

MIN_RENAMED: Final = 5
"""Fewer known items under new ids are what editors do, not what a changed feed does."""

MIN_ALL_NEW: Final = 20
ALL_NEW_SHARE: Final = 0.8
ALL_NEW_FACTOR: Final = 4
"""So many times the most that a visit brought before, and it is another feed at this address."""

MIN_VISITS: Final = 5
"""Visits with a document before a feed's habits are known."""

UNREAD_LONG: Final = timedelta(hours=24)
"""Unread for so long though it never failed: nobody looked. Shorter pauses (a night) are caught
up with as if there had been none."""

FRESH_POLLS: Final = 2
"""What was told within so many usual intervals would have been read now anyway: it is news."""

SAME_TIME: Final = timedelta(hours=1)

CLOCK_OFF: Final = timedelta(minutes=10)
MIN_CLOCKS: Final = 3
"""Servers whose clocks must agree against ours: a single one may be wrong itself."""


class Treatment(StrEnum):
    """How new items of a visit count."""

    NEWS = "news"
    BACKLOG = "backlog"
    """As items of a new feed: they alert only where their rule takes backlog."""
    UNDATED = "undated"
    """As backlog, and their dates are not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """What one visit brought beside what the feed used to bring.

    ``renamed``: items recognised by their words alone, under other guids and addresses.
    ``new_told_at``: stated dates of the new items, ``None`` where none is stated. ``usual``: how
    many new items each of the last visits with a document brought. ``unread_since``: the last
    success, ``None`` before the first. ``failures``: in a row, before this visit. ``clock_ahead``:
    how far the server's clock is ahead of ours, where it tells.
    """

    feed: str
    items: int
    renamed: int
    new_told_at: Sequence[datetime | None]
    usual: Sequence[int]
    unread_since: datetime | None
    failures: int
    interval: timedelta
    clock_ahead: timedelta = timedelta()

    def unread(self, now: datetime) -> timedelta:
        """How long nobody read the feed; the shorter span where the clocks disagree, as a clock
        that was set wrong makes none."""
        if self.unread_since is None:
            return timedelta()
        return min(now, now + self.clock_ahead) - self.unread_since

    @property
    def new(self) -> int:
        """How many items were not known."""
        return len(self.new_told_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How the visit's new items count, those told before ``fresh_from`` at least; what was odd."""

    treatment: Treatment = Treatment.NEWS
    fresh_from: datetime | None = None
    oddities: tuple[Oddity, ...] = ()

    def treat(self, told_at: datetime | None) -> Treatment:
        """How an item with this stated date counts."""
        if self.fresh_from is not None and told_at is not None and told_at >= self.fresh_from:
            return Treatment.NEWS
        return self.treatment


def judge_visit(facts: VisitFacts, *, now: datetime) -> Judgement:
    """How the new items of a visit are to be taken."""
    if facts.unread_since is None:
        return Judgement(treatment=Treatment.BACKLOG)
    odd = (_new_ids(facts),) if is_renamed(facts.renamed, facts.items) else ()
    if _is_unread_long(facts, now):
        return Judgement(
            treatment=Treatment.BACKLOG,
            fresh_from=now - FRESH_POLLS * facts.interval,
            oddities=(*odd, _unread_long(facts, now)),
        )
    if _is_all_new(facts, now):
        told = [moment for moment in facts.new_told_at if moment is not None]
        at_once = sum(now - moment <= SAME_TIME for moment in told) * 2 > len(told)
        return Judgement(
            treatment=Treatment.UNDATED if at_once else Treatment.BACKLOG,
            oddities=(*odd, _all_new(facts)),
        )
    return Judgement(oddities=odd)


def is_renamed(renamed: int, items: int) -> bool:
    """Whether so many renamed items among all of a document mean that the feed was changed."""
    return renamed >= MIN_RENAMED and renamed * 2 >= items


def clock_ahead_s(date_header: datetime | None, age_s: float, now: datetime) -> float | None:
    """How far a server's clock is ahead of ours, from its ``Date`` and ``Age`` headers."""
    if date_header is None:
        return None
    return (date_header - now).total_seconds() + age_s


def clock_oddity(ahead_s: Sequence[float], *, now: datetime) -> Oddity | None:
    """What the clocks of several servers say about ours; ``None`` where they agree with it."""
    if len(ahead_s) < MIN_CLOCKS:
        return None
    off_s = median(ahead_s)
    if abs(off_s) < CLOCK_OFF.total_seconds():
        return None
    side = "behind" if off_s > 0 else "ahead of"
    return Oddity(
        code=NoticeCode.CLOCK,
        subject="",
        text=f"This machine's clock ({_moment(now)}) is {_span(timedelta(seconds=abs(off_s)))} "
        f"{side} those of {len(ahead_s)} feed servers. Set it right: ages, silences and the "
        "signatures of webhooks go by it.",
    )


def _is_unread_long(facts: VisitFacts, now: datetime) -> bool:
    if facts.unread_since is None or facts.failures:
        return False
    return facts.unread(now) >= max(UNREAD_LONG, 3 * facts.interval)


def _is_all_new(facts: VisitFacts, now: datetime) -> bool:
    if facts.new < MIN_ALL_NEW or facts.new < ALL_NEW_SHARE * facts.items or facts.failures:
        return False
    if len(facts.usual) < MIN_VISITS or facts.unread(now) > 3 * facts.interval:
        return False
    return facts.new >= ALL_NEW_FACTOR * max(1, *facts.usual)


def _new_ids(facts: VisitFacts) -> Oddity:
    return Oddity(
        code=NoticeCode.NEW_IDS,
        subject=facts.feed,
        text=f"Feed {facts.feed}: {facts.renamed} of {facts.items} items came under new ids. "
        "They were recognised by their words and are not taken for news.",
    )


def _all_new(facts: VisitFacts) -> Oddity:
    return Oddity(
        code=NoticeCode.ALL_NEW,
        subject=facts.feed,
        text=f"Feed {facts.feed}: {facts.new} of {facts.items} items are new at once, where a "
        f"visit brought at most {max(facts.usual)}. They are taken as those of a new feed: "
        "grouped, and they alert only as far as a rule's alert.backlog reaches.",
    )


def _unread_long(facts: VisitFacts, now: datetime) -> Oddity:
    since = facts.unread_since or now
    return Oddity(
        code=NoticeCode.UNREAD_LONG,
        subject="",
        text=f"Feeds (the first: {facts.feed}) were not read from {_moment(since)} on, for "
        f"{_span(now - since)}: the program stood still, an older copy of its database is back, or "
        "a feed came back to the list. What was told meanwhile is stored "
        "and grouped, and alerts only as far as a rule's alert.backlog reaches: look through "
        "'monitor developments list'.",
    )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %b %Y %H:%M} UTC"


def _span(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    if hours >= 72:
        return f"{hours / 24:.0f} days"
    return f"{hours:.0f} h" if hours >= 2 else f"{hours * 60:.0f} minutes"
