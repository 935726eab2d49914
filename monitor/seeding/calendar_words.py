"""What each way of writing a date means: days or windows, counted from a day. Pure.

A date without a year is of the year that brings it nearest to that day; a weekday goes forward or
back by the tense around it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from monitor.seeding.tense import Tense

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_ORDINAL = {"first": 0, "second": 7, "third": 14, "fourth": 21, "last": -7, "final": -7}


@dataclass(frozen=True, slots=True)
class Clock:
    """What a date without a year or month is measured from."""

    published: date | None
    near: date | None

    def on(self, month: int, day: int, year: str | None, told: Told) -> date | None:
        """The date of a month and day; without a year, the nearest one."""
        if year:
            return _date(int(year), month, day)
        if self.near is None:
            return None
        days = [
            found
            for y in (self.near.year - 1, self.near.year, self.near.year + 1)
            if (found := _date(y, month, day))
        ]
        near = self.near
        days.sort(key=lambda found: abs((found - near).days))
        # Only where the nearest one is plainly on the wrong side does tense overrule it.
        nearest = abs((days[0] - near).days) if days else 0
        for found in days[:2]:
            away = (found - near).days
            lone = len(days) > 1 and abs((days[1] - near).days) > 3 * nearest
            if abs(away) <= 60 or lone or told() != ("future" if away < 0 else "past"):
                return found
        return days[0] if days else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(text: str) -> int:
    return MONTHS.index(text[:3].lower()) + 1


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


Told: TypeAlias = Callable[[], Tense | None]
Span: TypeAlias = tuple[date | None, date | None, bool]


def _part(first: date, last: date, when: str | None) -> tuple[date, date]:
    """The early, middle or late part of a window of a month (thirds) or a week or year."""
    if not when:
        return first, last
    third = max(1, round(((last - first).days + 1) / 3))
    if when in ("early", "the beginning", "the start", "beginning"):
        return first, first + timedelta(days=third - 1)
    if when in ("mid", "the middle"):
        return first + timedelta(days=third), last - timedelta(days=third)
    return last - timedelta(days=third - 1), last


def _whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def iso_day(m: re.Match[str], _clock: Clock, _told: Told) -> Span:
    """ "2022-01-10"."""
    found = _date(int(m["y"]), int(m["m"]), int(m["d"]))
    return found, found, True


def slashed(m: re.Match[str], clock: Clock, _told: Told) -> Span:
    """ "10/1/2022": day first, unless month first is plainly nearer."""
    year, one, two = int(m["y"]), int(m["a"]), int(m["b"])
    ways = [found for found in (_date(year, two, one), _date(year, one, two)) if found]
    if not ways:
        return None, None, True
    near = clock.near
    # Day first, as most of the world writes, unless month first is plainly nearer.
    found = ways[0] if near is None else min(ways, key=lambda d: abs((d - near).days))
    return found, found, True


def days_of_month(m: re.Match[str], clock: Clock, told: Told) -> Span:
    """Day and month, or two days, of one month or of two."""
    groups = m.groupdict()
    last_month = _month(groups.get("m2") or groups["m"])
    year = groups.get("y")
    first_day, last_day = _number(groups["d"]), _number(groups.get("d2") or groups["d"])
    last = clock.on(last_month, last_day, year, told)
    if last is None:
        return None, None, True
    first = _date(last.year, _month(groups["m"]), first_day)
    if first and first > last:
        first = _date(last.year - 1, _month(groups["m"]), first_day)
    return first, last, True


def _forward() -> Tense | None:
    return "future"


def _back() -> Tense | None:
    return "past"


def month_window(m: re.Match[str], clock: Clock, told: Told) -> Span:
    """A month, or a part or a week of it."""
    groups = m.groupdict()
    word = (groups.get("dir") or "").lower()
    if word in ("next", "last"):
        told = _forward if word == "next" else _back
    month = _month(m["m"])
    mid = clock.on(month, 15, groups.get("y"), told)
    if mid is None:
        return None, None, False
    if word and clock.near and not groups.get("y"):
        if word == "next" and mid <= clock.near:
            mid = mid.replace(year=mid.year + 1)
        if word == "last" and mid >= clock.near.replace(day=1):
            mid = mid.replace(year=mid.year - 1)
    first, last = _whole_month(mid.year, month)
    if groups.get("week"):
        step = _ORDINAL[m["week"].lower()]
        start = first + timedelta(days=step) if step >= 0 else last + timedelta(days=step + 1)
        return start, min(last, start + timedelta(days=6)), False
    return (*_part(first, last, (groups.get("q") or "").lower()), False)


def _weekday_number(text: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(text[:3].lower()))


def weekdays(m: re.Match[str], clock: Clock, told: Told) -> Span:
    """ "Thursday", "next Monday", "Monday to Wednesday"."""
    if clock.published is None:
        return None, None, True
    groups = m.groupdict()
    word = (groups.get("dir") or groups.get("week") or "").lower()
    behind = bool(groups.get("dir")) and m.start("dir") > m.start("w")
    first = _weekday_day(_weekday_number(m["w"]), word, clock.published, told, after=behind)
    if not groups.get("w2"):
        return first, first, True
    last = first + timedelta(days=(_weekday_number(m["w2"]) - first.weekday()) % 7)
    if (last - first).days > 1 and m["to"].strip() in ("and", "&", "or"):
        last = first
    return first, last, True


def _weekday_day(
    weekday: int, word: str, published: date, told: Told, *, after: bool = False
) -> date:
    """``word``: what goes with the weekday ("next"); ``after``: behind it ("Wednesday next")."""
    monday = published - timedelta(days=published.weekday())
    ahead = published + timedelta(days=(weekday - published.weekday()) % 7)
    behind = published - timedelta(days=(published.weekday() - weekday) % 7)
    if word == "next" and after:
        return ahead if ahead > published else ahead + timedelta(days=7)
    if word.startswith("next"):
        # "next Tuesday" is of next week, also when one of this week is still to come
        return monday + timedelta(days=7 + weekday)
    if word.startswith("week"):
        return ahead + timedelta(days=7)
    if word.startswith(("last", "past")):
        return behind if behind < published else behind - timedelta(days=7)
    if word.startswith(("this", "coming")):
        return ahead
    return behind if told() == "past" else ahead


_DAY_WORDS = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "tomorrow": 1, "yesterday": -1, "the day after tomorrow": 2,
}  # fmt: skip


def day_word(m: re.Match[str], clock: Clock, _told: Told) -> Span:
    """ "today", "tomorrow"."""
    if clock.published is None:
        return None, None, True
    found = clock.published + timedelta(days=_DAY_WORDS[m["day"].lower()])
    return found, found, True


def window_word(m: re.Match[str], clock: Clock, told: Told) -> Span:
    """This, next or last week, weekend, month or year, or a part of it."""
    today = clock.published
    if today is None:
        return None, None, False
    if m["dir"].lower() == "the" and not m["q"] and m["unit"].lower() != "weekend":
        return None, None, False
    step = {"this": 0, "the": 0, "next": 1, "coming": 1, "last": -1}[m["dir"].lower().split()[-1]]
    unit, when = m["unit"].lower(), (m["q"] or "").lower()
    monday = today - timedelta(days=today.weekday())
    if unit == "weekend":
        saturday = monday + timedelta(days=5 + 7 * step)
        return saturday, saturday + timedelta(days=1), False
    if unit == "week":
        if m["dir"].lower() == "this" and today.weekday() == 6 and not when and told() != "past":
            step = 1  # on a Sunday, the week that is told as coming is the next one
        first = monday + timedelta(days=7 * step)
        last = first + timedelta(days=6)
    elif unit == "month":
        months = today.year * 12 + today.month - 1 + step
        first, last = _whole_month(months // 12, months % 12 + 1)
    else:
        first, last = date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    if when == "later":
        return min(today + timedelta(days=1), last), last, False
    if when == "earlier":
        return first, max(today - timedelta(days=1), first), False
    return (*_part(first, last, when), False)


def day_of_month(m: re.Match[str], clock: Clock, told: Told) -> Span:
    """ "on the 13th": of the month that brings it nearest, on the side the tense tells."""
    near = clock.published
    if near is None:
        return None, None, True
    months = [near.year * 12 + near.month - 1 + step for step in (-1, 0, 1)]
    days = [found for n in months if (found := _date(n // 12, n % 12 + 1, int(m["d"])))]
    tense_told = told()
    side = [
        found
        for found in days
        if (tense_told != "future" or found >= near) and (tense_told != "past" or found <= near)
    ]
    found = min(side or days, key=lambda d: abs((d - near).days), default=None)
    return found, found, True


def from_now(m: re.Match[str], clock: Clock, _told: Told) -> Span:
    """ "in three weeks' time"."""
    if clock.published is None:
        return None, None, True
    count = _NUMBER.get(m["n"].lower()) or int(m["n"])
    days = count * (7 if m["unit"].lower().startswith("week") else 1)
    found = clock.published + timedelta(days=days)
    return found, found, m["unit"].lower().startswith("day")


def days_ago(m: re.Match[str], clock: Clock, _told: Told) -> Span:
    """ "two days ago"."""
    if clock.published is None:
        return None, None, True
    count = _NUMBER.get(m["n"].lower()) or (1 if m["n"] in ("a", "one") else int(m["n"]))
    weeks = m["unit"].lower().startswith("week")
    found = clock.published - timedelta(days=count * (7 if weeks else 1))
    return (
        found - timedelta(days=3 if weeks else 0),
        found + timedelta(days=3 if weeks else 0),
        not weeks,
    )


def year_window(m: re.Match[str], _clock: Clock, _told: Told) -> Span:
    """ "in 2022"."""
    return date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31), False
