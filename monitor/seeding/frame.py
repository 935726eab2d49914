"""One telling of a meeting, and how two tellings of one sentence go together. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from monitor.model import MeetingStatus
from monitor.seeding.clauses import Clause
from monitor.seeding.shape import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One telling of a meeting.

    ``refers``: "" or the words that point back instead of naming who meets ("the two leaders").
    ``definite``: "the talks", which the article may have named before. ``status``: None where
    only the date tells it. ``sure``: who takes part is told, not guessed from a bare attribute.
    ``tentative``: wished, offered or possible, not arranged. ``verbal``: told by a verb, not a
    noun. ``ends``: the date is the last day ("runs until Friday"). ``later``: so many days after
    the meeting told before. ``same_place``: where that one was. ``more``: the words add to a
    meeting but name none ("the delegation will discuss on Monday …"). ``goes_on``: to the one of
    the sentence before ("They will be held in L").
    """

    words: str
    family: Family
    participants: tuple[str, ...]
    refers: str = ""
    definite: bool = False
    start: date | None = None
    end: date | None = None
    exact: bool = False
    place: str = ""
    topic: str = ""
    status: MeetingStatus | None = None
    sure: bool = True
    tentative: bool = False
    more: bool = False
    goes_on: bool = False
    verbal: bool = False
    ends: bool = False
    later: int | None = None
    same_place: bool = False
    sentence: str


def adds(clause: Clause, told: list[Frame], found: list[Frame]) -> bool:
    """Whether a relative clause tells what the meeting or visit before it is about."""
    return bool(clause.kind == "relative" and told and told[0].more and found)


def added(frame: Frame, more: Frame) -> Frame:
    """A telling with the topic of another one, and with whom a visitor is to speak there."""
    names = frame.participants
    if frame.family == "visit" and set(names) < set(more.participants):
        names = more.participants
    return replace(
        frame,
        participants=names,
        topic=frame.topic or more.topic,
        start=frame.start or more.start,
        end=frame.end or more.end,
        exact=frame.exact if frame.start else more.exact,
        place=frame.place or more.place,
    )


def same_people(one: Frame, other: Frame) -> bool:
    """Whether what is told of a meeting is of those who meet in the other telling, or of nobody."""
    return not one.participants or set(one.participants) == set(other.participants)


def during(frame: Frame, visit: Frame) -> bool:
    """Whether a meeting without a day is one during the visit told before it."""
    ours = set(visit.participants) < set(frame.participants)
    return visit.family == "visit" and ours and frame.start is None and visit.start is not None
