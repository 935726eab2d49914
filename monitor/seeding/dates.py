"""Dates in prose, as days or windows of days. Pure: the publication date is an argument.

A date without a year is of the year that brings it nearest to the publication date, which is what
a reader of news means ("December 15", read in January, was last month); a weekday goes forward or
back by the tense around it. Measured on news text, this beats date libraries, which look only one
way. ``day`` reads a single date string of another language with dateparser.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal, TypeAlias

Tense = Literal["past", "future"]


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


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_M = (
    r"(?=[A-Z])(?i:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|"
    r"july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|"
    r"\.)?)(?![A-Za-z])"
)
_D = (
    r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|[ -](?:per cent|percent|people|"
    r"million))"
)
_Y = r"(?:19|20)\d\d(?!\d)"
# a month alone must be written out or end in a dot: "Mar del Plata" is no March
_MW = (
    r"(?=[A-Z])(?i:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.)(?![A-Za-z])"
)
_SPAN = r"(?: ?[-–—] ?| (?:to|through|thru|until|till) (?:the )?)"
_YEAR = rf"(?:,? (?P<y>{_Y}))?"
_TO = r"(?: ?[-–—] ?| (?:to|through|thru|until|till|and|&|or) (?:the )?)"
_WD = r"(?=[A-Z])(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day)(?![a-z])"
_WDP = rf"(?:(?:{_WD}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?),? \(?(?:the )?)?"
_WHEN = (
    r"(?:(?P<q>early|mid|late|the beginning|the start|the middle|the end|end|"
    r"beginning)[ -](?:of |in )?(?:the )?)"
)
_NOT_A_DAY = (
    r"(?<!Black )(?<!Good )(?<!Super )(?<!Bloody )(?<!Ash )(?<!Cyber )(?<!Easter )(?<!Palm )"
    r"(?<!every )(?<!Every )(?<!each )(?<!Each )(?<!Maundy )(?<!The )"
)
_PAPERS = r"(?! (?:Times|Telegraph|Express|Mirror|Mail|Herald|Post|League|Night Live|Agreement))"
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_ORDINAL = {"first": 0, "second": 7, "third": 14, "fourth": 21, "last": -7, "final": -7}

_FUTURE = re.compile(
    r"\b(?:will|shall|would|(?:moved|shifted) (?:to|from)|listed|pencilled|won[’']t|going to|due|"
    r"scheduled|set (?:to|for)|"
    r"expected|planned|plans?|upcoming|"
    r"forthcoming|ahead of|slated|intends?|hopes? to|agreed to|(?:is|are|was|were) to|until|"
    r"rescheduled|"
    r"postponed|to (?:be|begin|start|hold|host|meet|travel|visit|attend|discuss|convene|resume|"
    r"open|take|vote)"
    r"|(?:decided|agreed|planning|intending|vowed|promised|arranged) to|(?:put off|postponed|delayed|moved|pushed back|deferred|adjourned) (?:\w+ )?(?:to|until|till)|(?:has|have) (?:also |now |already )?(?:been )?(?:called|summoned|invited|asked)(?! off)|next|tomorrow|coming|can|could|should|must|may|might)\b|[’']ll\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?<!\bbe )(?<!\bbeing )(?<!\bis )(?<!\bare )\b(?:said|told|was|were|had|has|have|met|held|"
    r"began|took|gave|came|went|made|spoke|wrote|won|lost|"
    r"flew|drew|grew|stood|spent|paid|laid|brought|sought|thought|fought|bought|chose|drove|rode|"
    r"became|got|shook|kept|dealt|meant|lent|"
    r"left|saw|sent|broke|fell|rose|put|ran|led|sat|struck|hit|found|heard|yesterday|ago|"
    r"(?<!\ba )(?<!\ban )(?<!\bits )(?<!\btheir )(?!need|unscheduled|called (?!for|off)|summoned|invited|asked|listed|pencilled|scheduled|expected|planned|proceed|succeed|exceed|united|slated|"
    r"agreed|unprecedented)[a-z]+ed(?! by\b))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:—]|, | (?:but|while|after|before|following|that|which|who) ", re.IGNORECASE
)


def tense(text: str, start: int, end: int) -> Tense | None:
    """Whether what stands at ``start`` to ``end`` is told as past or to come; None: unclear.

    The nearest word that tells tense decides: first to the left in the same clause, then to the
    right in it, then anywhere to the left.
    """
    breaks = [match.start() for match in _BREAK.finditer(text)]
    low = max((at for at in breaks if at < start - 1), default=0)
    high = min((at for at in breaks if at >= end), default=len(text))
    left, right = text[low:start], text[end:high]
    if right.startswith(("’s", "'s")) and (told := _first(right)):
        return told  # "said Monday's talks would": the noun's clause begins with the date
    # "met on Monday to discuss": what follows is the aim, not the time
    right = re.sub(r"\bto [a-z]+", "", right)
    found = _last(left)
    if found is None and text[low : low + 1] == ",":
        found = _last(text[:low])  # "were to open in A, B, on Tuesday"
    return found or _first(right) or (_first(text[end:]) if low == 0 else None)


def _last(text: str) -> Tense | None:
    future = max((m.start() for m in _FUTURE.finditer(text)), default=-1)
    past = max((m.start() for m in _PAST.finditer(text)), default=-1)
    # "were due to meet", "was to be held": the last word of the group decides
    return None if future == past == -1 else "future" if future >= past else "past"


def _first(text: str) -> Tense | None:
    future, past = _FUTURE.search(text), _PAST.search(text)
    if future is None and past is None:
        return None
    if past is None or (future is not None and future.start() <= past.start()):
        return "future"
    return "past"


@dataclass(frozen=True, slots=True)
class _Clock:
    """What a date without a year or month is measured from."""

    published: date | None
    near: date | None

    def on(self, month: int, day: int, year: str | None, told: _Told) -> date | None:
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


_Told: TypeAlias = Callable[[], Tense | None]
_Span: TypeAlias = tuple[date | None, date | None, bool]


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


def _iso(m: re.Match[str], _clock: _Clock, _told: _Told) -> _Span:
    found = _date(int(m["y"]), int(m["m"]), int(m["d"]))
    return found, found, True


def _slashed(m: re.Match[str], clock: _Clock, _told: _Told) -> _Span:
    year, one, two = int(m["y"]), int(m["a"]), int(m["b"])
    ways = [found for found in (_date(year, two, one), _date(year, one, two)) if found]
    if not ways:
        return None, None, True
    near = clock.near
    # Day first, as most of the world writes, unless month first is plainly nearer.
    found = ways[0] if near is None else min(ways, key=lambda d: abs((d - near).days))
    return found, found, True


def _days(m: re.Match[str], clock: _Clock, told: _Told) -> _Span:
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


def _month_window(m: re.Match[str], clock: _Clock, told: _Told) -> _Span:
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


def _weekday(m: re.Match[str], clock: _Clock, told: _Told) -> _Span:
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
    weekday: int, word: str, published: date, told: _Told, *, after: bool = False
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


def _day_word(m: re.Match[str], clock: _Clock, _told: _Told) -> _Span:
    if clock.published is None:
        return None, None, True
    found = clock.published + timedelta(days=_DAY_WORDS[m["day"].lower()])
    return found, found, True


def _window_word(m: re.Match[str], clock: _Clock, told: _Told) -> _Span:
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


def _day_of_month(m: re.Match[str], clock: _Clock, told: _Told) -> _Span:
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


def _from_now(m: re.Match[str], clock: _Clock, _told: _Told) -> _Span:
    if clock.published is None:
        return None, None, True
    count = _NUMBER.get(m["n"].lower()) or int(m["n"])
    days = count * (7 if m["unit"].lower().startswith("week") else 1)
    found = clock.published + timedelta(days=days)
    return found, found, m["unit"].lower().startswith("day")


def _ago(m: re.Match[str], clock: _Clock, _told: _Told) -> _Span:
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


def _year(m: re.Match[str], _clock: _Clock, _told: _Told) -> _Span:
    return date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31), False


_Resolver: TypeAlias = Callable[[re.Match[str], _Clock, _Told], _Span]
_Form: TypeAlias = tuple[re.Pattern[str], re.Pattern[str], _Resolver]

_MONTH_WORD = re.compile("|".join(name.capitalize() for name in MONTHS) + "|[A-Z]{3}")
_WEEKDAY_WORD = re.compile(r"day\b|DAY\b")
_DAY_OR_WINDOW_WORD = re.compile(
    r"today|tonight|tomorrow|yesterday|this |week|month|year", re.IGNORECASE
)
_ON_SHORT = re.compile(r"[Oo]n (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]?[a-z]?[. ,;]")
_DIGIT = re.compile(r"\d")
_AGO = re.compile(r"\bago\b")
_COUNTED = re.compile(r"[Ii]n (?:\w+) (?:days|weeks)")


def _form(need: re.Pattern[str], resolve: _Resolver, *pieces: str) -> _Form:
    """``need``: a quick look at the text that tells whether the form can be in it at all."""
    return need, re.compile("".join(pieces)), resolve


_OF = r"(?: of)? "
# In order: what names most comes first, and a later form never reads inside an earlier find.
_FORMS: tuple[_Form, ...] = (
    _form(_DIGIT, _iso, r"\b(?P<y>(?:19|20)\d\d)[-/](?P<m>0?[1-9]|1[0-2])[-/](?P<d>[0-3]?\d)\b"),
    _form(
        _DIGIT,
        _slashed,
        r"\b(?P<a>[0-3]?\d)(?P<s>[./])(?P<b>[0-3]?\d)(?P=s)(?P<y>(?:19|20)\d\d)\b",
    ),
    # "November 30 to December 12", "30 November to 12 December"
    _form(
        _MONTH_WORD,
        _days,
        rf"{_WDP}(?P<m>{_M}) (?P<d>{_D})(?:,? {_Y})?,?",
        rf"{_SPAN}{_WDP}(?P<m2>{_M}) (?P<d2>{_D}){_YEAR}",
    ),
    _form(
        _MONTH_WORD,
        _days,
        rf"{_WDP}(?:\bthe )?\b(?P<d>{_D}){_OF}(?P<m>{_M})(?:,? {_Y})?,?",
        rf"{_SPAN}{_WDP}(?P<d2>{_D}){_OF}(?P<m2>{_M}){_YEAR}",
    ),
    # "January 10-12", "10 and 11 January"
    _form(
        _MONTH_WORD,
        _days,
        rf"{_WDP}(?P<m>{_M}) (?P<d>{_D}),?{_TO}{_WDP}(?P<d2>{_D})(?! {_M}){_YEAR}",
    ),
    _form(
        _MONTH_WORD,
        _days,
        rf"{_WDP}(?:\bthe )?\b(?P<d>{_D}){_TO}{_WDP}(?P<d2>{_D}){_OF}(?P<m>{_M}){_YEAR}",
    ),
    # "Wednesday, Jan. 12", "the 13th of January"
    _form(_MONTH_WORD, _days, rf"{_WDP}(?P<m>{_M}) (?:the )?(?P<d>{_D})(?! {_M}){_YEAR}"),
    _form(_MONTH_WORD, _days, rf"{_WDP}(?:\b[Tt]he )?\b(?P<d>{_D}){_OF}(?P<m>{_M}){_YEAR}"),
    # windows of a month
    _form(
        _MONTH_WORD,
        _month_window,
        r"\b(?:the )?(?P<week>first|second|third|fourth|last|final) week (?:of|in) ",
        rf"(?P<m>{_MW}){_YEAR}",
    ),
    _form(_MONTH_WORD, _month_window, rf"(?i:\b{_WHEN})(?P<m>{_MW}){_YEAR}"),
    _form(_MONTH_WORD, _month_window, rf"\b(?P<m>{_M}),? (?P<y>{_Y})"),
    _form(
        _MONTH_WORD,
        _month_window,
        r"\b(?i:(?:in|for|until|during|this coming|(?P<dir>this|next|last))) ",
        rf"(?P<m>{_MW})(?! [A-Z][a-z])",
    ),
    # weekdays
    _form(_WEEKDAY_WORD, _weekday, rf"\b(?P<w>{_WD})(?P<to>{_TO})(?P<w2>{_WD})"),
    _form(
        _WEEKDAY_WORD, _weekday, rf"\b(?P<week>[Nn]ext|[Tt]his|[Ll]ast) week,? (?:on )?(?P<w>{_WD})"
    ),
    _form(_WEEKDAY_WORD, _weekday, rf"\b(?P<w>{_WD}),? (?:of )?(?P<week>next|this|last) week\b"),
    _form(_WEEKDAY_WORD, _weekday, rf"\ba (?P<dir>week from) (?P<w>{_WD})"),
    _form(_WEEKDAY_WORD, _weekday, rf"\b(?P<w>{_WD}) (?P<dir>week|next)\b(?! (?:week|month|year))"),
    _form(
        _WEEKDAY_WORD,
        _weekday,
        r"\b(?:the )?(?P<dir>[Nn]ext|[Tt]his coming|[Tt]his|[Ll]ast|[Cc]oming|past) ",
        rf"(?P<w>{_WD})",
    ),
    _form(_WEEKDAY_WORD, _weekday, rf"{_NOT_A_DAY}\b(?P<w>{_WD}){_PAPERS}"),
    _form(_ON_SHORT, _weekday, r"(?<=[Oo]n )(?P<w>Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?(?=[ ,.;])"),
    # words and counts
    _form(
        _DAY_OR_WINDOW_WORD,
        _day_word,
        r"\b(?P<day>(?i:the day after tomorrow|today|tonight|tomorrow|yesterday",
        r"|this (?:morning|afternoon|evening)))\b",
    ),
    _form(
        _DAY_OR_WINDOW_WORD,
        _window_word,
        r"(?i)\b(?:(?P<q>earlier|later|early|late|the end|end|the beginning|the start|the middle",
        r"|mid)[ -](?:of |in )?)?(?P<dir>this coming|the coming|this|next|last|the)[ -]",
        r"(?P<unit>weekend|week|month|year)\b(?![’']s end)",
    ),
    _form(
        _DIGIT,
        _day_of_month,
        r"\b[Oo]n the (?P<d>3[01]|[12]?\d)(?:st|nd|rd|th)\b(?! [a-z]+(?: |$))",
    ),
    _form(
        _COUNTED,
        _from_now,
        r"\b[Ii]n (?P<n>\d{1,2}|two|three|four|five|six|seven|ten) (?P<unit>days|weeks)[’'] time\b",
    ),
    _form(
        _AGO,
        _ago,
        r"\b(?P<n>\d{1,2}|a|one|two|three|four|five|six|seven|ten) (?P<unit>days?|weeks?) ago\b",
    ),
    _form(_DIGIT, _year, r"\b[Ii]n (?P<y>20\d\d)(?![\d-])(?!/)"),
)

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
    clock = _Clock(published, near or published)
    found: list[DateMention] = []
    read: list[tuple[int, int]] = []
    for need, pattern, resolve in _FORMS:
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
        if before and re.fullmatch(_WD, words) and text[: mention.start].endswith(" the "):
            days = (mention.first.weekday() - before.last.weekday()) % 7
            day_after = before.last + timedelta(days=days)  # "on the 12th … and on the Friday"
            mention = replace(mention, first=day_after, last=day_after)  # noqa: PLW2901
            yield mention
            continue
        before = mention if mention.exact else before
        if latest and published and re.fullmatch(_WD, words) and mention.first >= published:
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
        return _Clock(published, published).on(
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
    return _Clock(published, published).on(
        found.month, found.day, year and year.group(), lambda: None
    )
