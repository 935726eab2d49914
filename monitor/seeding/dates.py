"""Dates in prose, as days or windows of days. Pure: the publication date is an argument.

A date without a year is of the year that brings it nearest to the publication date, which is what
a reader of news means ("December 15", read in January, was last month); a weekday goes forward or
back by the tense around it. Measured on news text, this beats date libraries, which look only one
way. ``day`` reads a single date string of another language with dateparser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from monitor.seeding.calendar_words import Clock
from monitor.seeding.date_forms import FORMS, WEEKDAY
from monitor.seeding.tense import tense


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date at ``start`` to ``end`` of a text; ``first`` and ``last`` day, inclusive.

    ``exact``: days are named ("January 10", "Monday to Wednesday"), not a window ("in March").
    """

    start: int
    end: int
    first: date
    last: date
    exact: bool = True


# "takes over the rotating chair in January": a term of office, not a day on which something is
_ROTA = re.compile(
    r"\b(?:rotating|presidency|chairmanship|chairs?|assumes?|takes over)\b[^,;.]{0,40}$",
    re.IGNORECASE,
)


def dates(
    text: str, published: date | None, *, near: date | None = None
) -> tuple[DateMention, ...]:
    """All dates of a text, in order, never overlapping.

    ``published``: the day from which "Thursday" or "next week" is counted; None leaves such words
    out. ``near``: the day to which a date without a year must be near; by default ``published``.
    """
    clock = Clock(published, near or published)
    found: list[DateMention] = []
    read: list[tuple[int, int]] = []
    for need, pattern, resolve in FORMS:
        if not need.search(text):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < to and at < end for at, to in read):
                continue
            first, last, exact = resolve(match, clock, partial(tense, text, start, end))
            if first is None or last is None or first > last:
                if "d" in pattern.groupindex and "d2" not in pattern.groupindex:
                    read.append((start, end))  # "31 February": no later form may read a part
                continue
            if not exact and _ROTA.search(text[:start]):
                continue
            read.append((start, end))
            found.append(DateMention(start=start, end=end, first=first, last=last, exact=exact))
    found.sort(key=lambda mention: mention.start)
    return tuple(_ascending(text, found, published))


def _ascending(
    text: str, found: list[DateMention], published: date | None
) -> Iterator[DateMention]:
    """Coming weekdays of one sentence follow each other ("on Monday, then on Wednesday")."""
    latest = published
    before: DateMention | None = None
    for mention in found:
        words = text[mention.start : mention.end]
        if before and re.fullmatch(WEEKDAY, words) and text[: mention.start].endswith(" the "):
            days = (mention.first.weekday() - before.last.weekday()) % 7
            day_after = before.last + timedelta(days=days)  # "on the 12th … and on the Friday"
            mention = replace(mention, first=day_after, last=day_after)  # noqa: PLW2901
            yield mention
            continue
        before = mention if mention.exact else before
        if latest and published and re.fullmatch(WEEKDAY, words) and mention.first >= published:
            if mention.last < latest and latest - mention.last < timedelta(days=7):
                week = timedelta(days=7)
                mention = replace(mention, first=mention.first + week, last=mention.last + week)  # noqa: PLW2901
            latest = mention.last
        yield mention


def reference(texts: Iterator[str]) -> date | None:
    """The day near which an article without a publication date was written: the latest day that
    it writes with a year, or None if it writes none."""
    days = [m.last for text in texts for m in dates(text, None) if m.exact]
    return max(days, default=None)


_CJK = re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日")


def day(text: str, published: date, language: str | None = None) -> date | None:
    """One date string of any language ("10 января", "13 de enero"); None if it is none.

    ``language``: ISO 639-1 code, or None to let dateparser find it. A date without a year is of
    the year nearest to ``published``.
    """
    if match := _CJK.search(text):
        return Clock(published, published).on(
            int(match["m"]), int(match["d"]), match["y"], lambda: None
        )
    if not re.search(r"\d", text):
        return None  # and dateparser need not try all its languages
    import dateparser  # noqa: PLC0415 - a slow import that English articles never need

    found = dateparser.parse(
        text,
        languages=[language] if language else None,
        settings={
            "RELATIVE_BASE": datetime(published.year, published.month, published.day),  # noqa: DTZ001
            "REQUIRE_PARTS": ["day", "month"],
            "DATE_ORDER": "DMY",
        },
    )
    if found is None:
        return None
    year = re.search(r"\b(?:19|20)\d\d\b", text)
    return Clock(published, published).on(
        found.month, found.day, year and year.group(), lambda: None
    )
