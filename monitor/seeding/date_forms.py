"""How English prose writes dates: a pattern for each form, and what reads it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from monitor.seeding.calendar_words import (
    MONTHS,
    Clock,
    Span,
    Told,
    day_of_month,
    day_word,
    days_ago,
    days_of_month,
    from_now,
    iso_day,
    month_window,
    slashed,
    weekdays,
    window_word,
    year_window,
)

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
WEEKDAY = r"(?=[A-Z])(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day)(?![a-z])"
_WDP = rf"(?:(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?),? \(?(?:the )?)?"
_WHEN = (
    r"(?:(?P<q>early|mid|late|the beginning|the start|the middle|the end|end|"
    r"beginning)[ -](?:of |in )?(?:the )?)"
)
_NOT_A_DAY = (
    r"(?<!Black )(?<!Good )(?<!Super )(?<!Bloody )(?<!Ash )(?<!Cyber )(?<!Easter )(?<!Palm )"
    r"(?<!every )(?<!Every )(?<!each )(?<!Each )(?<!Maundy )(?<!The )"
)
_PAPERS = r"(?! (?:Times|Telegraph|Express|Mirror|Mail|Herald|Post|League|Night Live|Agreement))"

_Resolver: TypeAlias = Callable[[re.Match[str], Clock, Told], Span]
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
FORMS: tuple[_Form, ...] = (
    _form(_DIGIT, iso_day, r"\b(?P<y>(?:19|20)\d\d)[-/](?P<m>0?[1-9]|1[0-2])[-/](?P<d>[0-3]?\d)\b"),
    _form(
        _DIGIT,
        slashed,
        r"\b(?P<a>[0-3]?\d)(?P<s>[./])(?P<b>[0-3]?\d)(?P=s)(?P<y>(?:19|20)\d\d)\b",
    ),
    # "November 30 to December 12", "30 November to 12 December"
    _form(
        _MONTH_WORD,
        days_of_month,
        rf"{_WDP}(?P<m>{_M}) (?P<d>{_D})(?:,? {_Y},?)?",
        rf"{_SPAN}{_WDP}(?P<m2>{_M}) (?P<d2>{_D}){_YEAR}",
    ),
    _form(
        _MONTH_WORD,
        days_of_month,
        rf"{_WDP}(?:\bthe )?\b(?P<d>{_D}){_OF}(?P<m>{_M})(?:,? {_Y},?)?",
        rf"{_SPAN}{_WDP}(?P<d2>{_D}){_OF}(?P<m2>{_M}){_YEAR}",
    ),
    # "January 10-12", "10 and 11 January"
    _form(
        _MONTH_WORD,
        days_of_month,
        rf"{_WDP}(?P<m>{_M}) (?P<d>{_D}),?{_TO}{_WDP}(?P<d2>{_D})(?! {_M}){_YEAR}",
    ),
    _form(
        _MONTH_WORD,
        days_of_month,
        rf"{_WDP}(?:\bthe )?\b(?P<d>{_D}){_TO}{_WDP}(?P<d2>{_D}){_OF}(?P<m>{_M}){_YEAR}",
    ),
    # "Wednesday, Jan. 12", "the 13th of January"
    _form(_MONTH_WORD, days_of_month, rf"{_WDP}(?P<m>{_M}) (?:the )?(?P<d>{_D})(?! {_M}){_YEAR}"),
    _form(_MONTH_WORD, days_of_month, rf"{_WDP}(?:\b[Tt]he )?\b(?P<d>{_D}){_OF}(?P<m>{_M}){_YEAR}"),
    # windows of a month
    _form(
        _MONTH_WORD,
        month_window,
        r"\b(?:the )?(?P<week>first|second|third|fourth|last|final) week (?:of|in) ",
        rf"(?P<m>{_MW}){_YEAR}",
    ),
    _form(_MONTH_WORD, month_window, rf"(?i:\b{_WHEN})(?P<m>{_MW}){_YEAR}"),
    _form(_MONTH_WORD, month_window, rf"\b(?P<m>{_M}),? (?P<y>{_Y})"),
    _form(
        _MONTH_WORD,
        month_window,
        r"\b(?i:(?:in|for|until|during|this coming|(?P<dir>this|next|last))) ",
        rf"(?P<m>{_MW})(?! [A-Z][a-z])",
    ),
    _form(
        _MONTH_WORD,
        month_window,
        rf"(?P<m>{_MW})(?= (?:meetings?|talks|summit|session|round|conference|hearing|"
        r"negotiations|consultations)\b)",
    ),
    # weekdays
    _form(_WEEKDAY_WORD, weekdays, rf"\b(?P<w>{WEEKDAY})(?P<to>{_TO})(?P<w2>{WEEKDAY})"),
    _form(
        _WEEKDAY_WORD,
        weekdays,
        rf"\b(?P<week>[Nn]ext|[Tt]his|[Ll]ast) week,? (?:on )?(?P<w>{WEEKDAY})",
    ),
    _form(
        _WEEKDAY_WORD, weekdays, rf"\b(?P<w>{WEEKDAY}),? (?:of )?(?P<week>next|this|last) week\b"
    ),
    _form(_WEEKDAY_WORD, weekdays, rf"\ba (?P<dir>week from) (?P<w>{WEEKDAY})"),
    _form(
        _WEEKDAY_WORD, weekdays, rf"\b(?P<w>{WEEKDAY}) (?P<dir>week|next)\b(?! (?:week|month|year))"
    ),
    _form(
        _WEEKDAY_WORD,
        weekdays,
        r"\b(?:the )?(?P<dir>[Nn]ext|[Tt]his coming|[Tt]his|[Ll]ast|[Cc]oming|past) ",
        rf"(?P<w>{WEEKDAY})",
    ),
    _form(_WEEKDAY_WORD, weekdays, rf"{_NOT_A_DAY}\b(?P<w>{WEEKDAY}){_PAPERS}"),
    _form(_ON_SHORT, weekdays, r"(?<=[Oo]n )(?P<w>Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?(?=[ ,.;])"),
    # words and counts
    _form(
        _DAY_OR_WINDOW_WORD,
        day_word,
        r"\b(?P<day>(?i:the day after tomorrow|today|tonight|tomorrow|yesterday",
        r"|this (?:morning|afternoon|evening)))\b",
    ),
    _form(
        _DAY_OR_WINDOW_WORD,
        window_word,
        r"(?i)\b(?:(?P<q>earlier|later|early|late|the end|end|the beginning|the start|the middle",
        r"|mid)[ -](?:of |in )?)?(?P<dir>this coming|the coming|this|next|last|the)[ -]",
        r"(?P<unit>weekend|week|month|year)\b(?![’']s end)",
    ),
    _form(
        _DIGIT,
        day_of_month,
        r"\b[Oo]n the (?P<d>3[01]|[12]?\d)(?:st|nd|rd|th)\b(?! [a-z]+(?: |$))",
    ),
    _form(
        _COUNTED,
        from_now,
        r"\b[Ii]n (?P<n>\d{1,2}|two|three|four|five|six|seven|ten) (?P<unit>days|weeks)[’'] time\b",
    ),
    _form(
        _AGO,
        days_ago,
        r"\b(?P<n>\d{1,2}|a|one|two|three|four|five|six|seven|ten) (?P<unit>days?|weeks?) ago\b",
    ),
    _form(_DIGIT, year_window, r"\b[Ii]n (?P<y>20\d\d)(?![\d-])(?!/)"),
)
