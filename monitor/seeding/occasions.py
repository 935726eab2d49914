"""Where and when a meeting is that a clause tells: its places and dates, paired. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from monitor.model import MeetingStatus
from monitor.seeding.clauses import Clause
from monitor.seeding.dates import DateMention
from monitor.seeding.frame import Frame
from monitor.seeding.shape import DATE, PART, Place, Shape

_ENDS = re.compile(
    rf"\b(?:until|till|through|(?:conclude[sd]?|concluding|end|ends|ended|ending|close[sd]?|"
    rf"wraps? up|wrapped up) (?:on )?) ?(?:the )?({DATE})"
)
_LASTS = re.compile(
    r"\b(?P<n>two|three|four|five|six|2|3|4|5|6)(?:-day\b| days of\b)"
    r"|\b(?:last|take|run)(?:s|ing)?(?: for)? (?P<m>two|three|four|five|six|2|3|4|5|6) days\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:wrap\w* up|end(?:ed|s)|conclud\w+|clos(?:ed|es)|after|finish\w+|complet\w+)\b"
)
_LATER = re.compile(
    r"\b(?:(two|three|four|five|[2-5]) days later|the (?:next|following) day|"
    r"(?P<same>(?:on )?(?:that|the same) day))\b"
)
_COUNT = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
    "6": 6,
}
_MOVED_UNTIL = re.compile(
    rf"\b(?:postpon\w+|put off|mov\w+|delay\w+|push\w+ back|reschedul\w+|deferr?\w*|adjourn\w*)"
    rf"(?: [\w'-]+| {PART}){{0,6}}? (?:until|till|to|for)(?: the| early| late)? (?P<day>{DATE})"
)
_MOVED_TO = re.compile(r"\b(?:moved|shifted|brought forward|rescheduled)\b[^,;]*\b(?:to|for)\b")


def placed(result: Shape, clause: Clause, frame: Frame, chars: Sequence[str]) -> list[Frame]:
    """The frame with its place and date; several where it has several of both."""
    moved = frame.status == MeetingStatus.POSTPONED or bool(_MOVED_TO.search(clause.text))
    groups = _groups(result, clause.text, chars, moved=moved)
    hosting = clause.kind == "relative" and re.match(r"which [^,;]*\bhost", clause.text)
    if (hosting or clause.text.startswith(("where", "in which"))) and clause.antecedent:
        antecedent = result.parts[clause.antecedent]
        if isinstance(antecedent, Place):  # "L, where she is to be received at the palace"
            groups = [(antecedent, day) for _, day in groups]
    return [_with(result, clause.text, frame, place, day) for place, day in groups]


def _groups(
    result: Shape, text: str, chars: Sequence[str], *, moved: bool
) -> list[tuple[Place | None, DateMention | None]]:
    """Places with their dates. ``moved``: only the last of each counts."""
    groups: list[tuple[Place | None, DateMention | None]] = []
    where: Place | None = None
    when: DateMention | None = None
    if moved and (later := _MOVED_UNTIL.search(text)) and later["day"] in chars:
        chars = [*(char for char in chars if not re.match(DATE, char)), later["day"]]
    for part in (result.parts[char] for char in dict.fromkeys(chars)):
        if isinstance(part, Place):
            if where and where != part and not moved:
                if where.state and not part.state:
                    where = part  # "In S, the court sits on D in L"
                    continue
                if when is None:
                    continue  # the first place is the nearer one
                groups.append((where, when))
                when = None
            where = part
        elif isinstance(part, DateMention):
            if when and not moved and part.first - when.last == timedelta(days=1):
                when = replace(when, last=part.last)  # "on April 30 and May 1"
                continue
            if when and not moved and not _same_time(when, part):
                groups.append((where, when))
                when = None
            when = _narrower(when, part) if when and not moved else part
    return [*groups, (where, when)]


def _with(
    result: Shape, text: str, frame: Frame, place: Place | None, when: DateMention | None
) -> Frame:
    if frame.family == "election" and place and place.state:
        # an election "in" a state is that state's, not one that others hold there
        frame = replace(frame, participants=frame.participants or (place.state,))
        place = None
    if place and place.body and frame.family == "court":
        frame = replace(frame, participants=tuple(dict.fromkeys((place.body, *frame.participants))))
    if place:
        frame = replace(frame, place=place.name)
    if when is None:
        return frame
    last = frame.status != MeetingStatus.POSTPONED and any(
        result.parts[match[1]] is when for match in _ENDS.finditer(text)
    )
    days = _LASTS.search(text) or _LASTS.search(frame.words)
    end = when.last
    over = days and days["n"] and _OVER.search(text)
    if days and when.exact and when.first == when.last and not last and not over:
        end += timedelta(days=_COUNT.get((days["n"] or days["m"]).lower(), 1) - 1)
    return replace(frame, start=when.first, end=end, exact=when.exact, ends=last)


def days_later(text: str) -> int | None:
    """How many days after the meeting told before, if the text says so."""
    if match := _LATER.search(text):
        if match["same"]:
            return 0
        return _COUNT.get(match[1].lower(), 0) if match[1] else 1
    return None


def _same_time(one: DateMention, other: DateMention) -> bool:
    return one.first <= other.last and other.first <= one.last


def _narrower(one: DateMention, other: DateMention) -> DateMention:
    return min((one, other), key=lambda m: (not m.exact, (m.last - m.first).days))
