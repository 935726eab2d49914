"""Dates written in a text, for recognising a meeting by its day. Pure.

Works on folded text. Understood: "January 10", "10 January", "Jan. 10", "10th of January 2022",
"10 января", "10. Januar", "10-11 January", "10.01.2022", "10/01/2022", "2022-01-10", "1月10日".
Weekdays and relative words ("Monday", "tomorrow") are not: the item's own date serves for these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_HALF_YEAR_DAYS = 183

# Folded month names and usual short forms; all cases of the Slavic names that dates take.
_MONTHS = (
    ("january jan januar janner janvier enero ene gennaio janeiro janv января январь янв "
    "січня styczen stycznia januari ocak yanvar"),
    ("february feb februar fevrier fevr febrero febbraio fevereiro февраля февраль фев "
    "лютого lutego luty februari subat"),
    "march mar marz mars marzo marco марта март березня marca marzec maart mart",
    ("april apr avril avr abril abr aprile апреля апрель апр квітня kwietnia kwiecien "
    "nisan"),
    "may mai mayo maggio maio мая май травня maja maj mei mayis",
    "june jun juni juin junio giugno junho июня июнь июн червня czerwca czerwiec haziran",
    ("july jul juli juillet juil julio luglio julho июля июль июл липня lipca lipiec "
    "temmuz"),
    ("august aug aout agosto ago августа август авг серпня sierpnia sierpien augustus "
    "agustos"),
    ("september sep sept septembre septiembre settembre setembro сентября сентябрь сен "
    "сент вересня wrzesnia wrzesien eylul"),
    ("october oct oktober okt octobre octubre ottobre outubro октября октябрь окт жовтня "
    "pazdziernika pazdziernik ekim"),
    ("november nov novembre noviembre novembro ноября ноябрь ноя листопада listopada "
    "listopad kasim"),
    ("december dec dezember dez decembre diciembre dic dicembre dezembro декабря декабрь "
    "дек грудня grudnia grudzien aralik"),
)  # fmt: skip
_MONTH_NUMBERS = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_NAME = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|e|o)?"
_AND = r"(?:(?:and|to|und|bis|et|au|y|al|и|до|та) )?"
_DAY_MONTH = re.compile(
    rf"(?<= )(?:{_DAY} {_AND})?{_DAY} (?:(?:of|de|di) )?({_NAME})(?: (?:de )?(\d{{4}}))?(?= )"
)
_MONTH_DAY = re.compile(
    rf"(?<= )({_NAME}) (?:the )?{_DAY}(?: {_AND}{_DAY}(?= ))?(?: (\d{{4}}))?(?= )"
)
_NUMERIC = re.compile(r"(?<= )(\d{1,2}) (\d{1,2}) (\d{4})(?= )")
_ISO = re.compile(r"(?<= )(\d{4}) (\d{1,2}) (\d{1,2})(?= )")
_CJK = re.compile(r"(?<= )(?:(\d{4}) 年 )?(\d{1,2}) 月 (\d{1,2}) 日(?= )")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """A date as written: ``start``/``end`` index the folded text; ``year`` may be left out."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def falls_within(self, first: date, last: date, near: date) -> bool:
        """Whether it names a day of ``first`` to ``last``.

        A date without a year is read as the one nearest to ``near``, when the text was published.
        """
        years = (self.year,) if self.year is not None else range(first.year, last.year + 1)
        for year in years:
            try:
                day = date(year, self.month, self.day)
            except ValueError:
                continue
            if first <= day <= last and (
                self.year is not None or abs((day - near).days) <= _HALF_YEAR_DAYS
            ):
                return True
        return False


def written_dates(folded: str) -> tuple[WrittenDate, ...]:
    """Every date in a folded text. ``01/10/2022`` gives both readings of day and month."""
    if not any(char.isdecimal() for char in folded):
        return ()
    return tuple(_found(folded))


def _found(text: str) -> Iterator[WrittenDate]:
    for found in _DAY_MONTH.finditer(text):
        first, second, name, year = found.groups()
        yield from _readings(found, year, _MONTH_NUMBERS[name], (first, second))
    for found in _MONTH_DAY.finditer(text):
        name, first, second, year = found.groups()
        yield from _readings(found, year, _MONTH_NUMBERS[name], (first, second))
    for found in _NUMERIC.finditer(text):
        first, second, year = found.groups()
        yield from _readings(found, year, int(second), (first,))
        if first != second:
            yield from _readings(found, year, int(first), (second,))
    for pattern in (_ISO, _CJK):
        for found in pattern.finditer(text):
            year, month, day = found.groups()
            yield from _readings(found, year, int(month), (day,))


def _readings(
    found: re.Match[str], year: str | None, month: int, days: tuple[str | None, ...]
) -> Iterator[WrittenDate]:
    for day in days:
        if day is not None and 1 <= month <= 12 and 1 <= int(day) <= 31:
            yield WrittenDate(
                start=found.start(),
                end=found.end(),
                year=int(year) if year is not None else None,
                month=month,
                day=int(day),
            )
