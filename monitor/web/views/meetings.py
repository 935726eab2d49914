"""What the page of meetings shows: a month as a grid of days, and the meetings as a list."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from monitor.model import RuleSet
from monitor.pipeline.meeting_calendar import CalendarMeeting, read_calendar
from monitor.store.engine import Store

SHOWN_DEVELOPMENTS = 5
SHOWN_MEETINGS = 50
SHOWN_A_DAY = 6

_EARLIEST, _LATEST = date(1990, 1, 1), date(2199, 12, 31)


class Span(StrEnum):
    """Which meetings are listed."""

    AHEAD = "ahead"
    PAST = "past"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day of the grid. ``inside``: it is of the month; ``more``: meetings that are not shown."""

    day: date
    inside: bool
    is_today: bool
    meetings: Sequence[CalendarMeeting]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A month in weeks from Monday to Sunday; months before and after it, where there are any."""

    first: date
    weeks: Sequence[Sequence[DayView]]
    before: date | None
    after: date | None
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsView:
    """The page of meetings; ``total`` counts those that are listed over all ``pages``.

    ``page_of``: on which page of all meetings each one stands.
    """

    today: date
    month: MonthView
    span: Span
    listed: Sequence[CalendarMeeting]
    total: int
    undated: int
    page: int
    pages: int
    page_of: Mapping[str, int]


def read_meetings(
    store: Store, rules: RuleSet, *, today: date, month: date, span: Span, page: int
) -> MeetingsView:
    """Read the page of meetings."""
    with store.read() as session:
        found = read_calendar(session, rules, latest=SHOWN_DEVELOPMENTS)
    listed = _of_span(found, span, today)
    pages = max(-(-len(listed) // SHOWN_MEETINGS), 1)
    page = min(page, pages)
    return MeetingsView(
        today=today,
        month=month_of(found, month, today),
        span=span,
        listed=listed[(page - 1) * SHOWN_MEETINGS : page * SHOWN_MEETINGS],
        total=len(listed),
        undated=sum(one.days is None for one in found),
        page=page,
        pages=pages,
        page_of={one.standing.id: at // SHOWN_MEETINGS + 1 for at, one in enumerate(found)},
    )


def month_of(meetings: Sequence[CalendarMeeting], month: date, today: date) -> MonthView:
    """The grid of the month that ``month`` is in."""
    first = min(max(month, _EARLIEST), _LATEST).replace(day=1)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    before = first - timedelta(days=1)
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    return MonthView(
        first=first,
        weeks=[[_day(meetings, day, first, today) for day in week] for week in weeks],
        before=before.replace(day=1) if before >= _EARLIEST else None,
        after=after if after <= _LATEST else None,
        held=sum(_is_within(one, first, last) for one in meetings),
    )


def _day(meetings: Sequence[CalendarMeeting], day: date, first: date, today: date) -> DayView:
    mine = [one for one in meetings if _is_within(one, day, day)]
    return DayView(
        day=day,
        inside=day.month == first.month,
        is_today=day == today,
        meetings=mine[:SHOWN_A_DAY],
        more=len(mine[SHOWN_A_DAY:]),
    )


def _is_within(meeting: CalendarMeeting, first: date, last: date) -> bool:
    return meeting.days is not None and meeting.days[0] <= last and meeting.days[1] >= first


def _of_span(
    meetings: Sequence[CalendarMeeting], span: Span, today: date
) -> Sequence[CalendarMeeting]:
    """Meetings to come, the nearest first and those without a day last; or past ones, turned."""
    past = [one for one in meetings if one.days is not None and one.days[1] < today]
    match span:
        case Span.PAST:
            return past[::-1]
        case Span.AHEAD:
            return [one for one in meetings if one not in past]
        case Span.ALL:
            return meetings
