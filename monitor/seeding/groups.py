"""Tellings put together: which of them tell one meeting, and what they give together. Pure.

Two tellings are one meeting if their participants, dates and places can all be true of one event
and something ties them together: a shared date or place, the same participants, or words that
point back ("the talks", "the two leaders"). Two meetings of one article keep their own fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from monitor.gazetteer.states import by_name, states
from monitor.model import MeetingStatus
from monitor.seeding.antecedents import Actors, resolve
from monitor.seeding.frame import Frame
from monitor.seeding.places import ONLINE
from monitor.seeding.topics import SAME_TOPIC


@dataclass(slots=True)
class Group:
    """Tellings of one meeting. ``at``: sentence of the last one."""

    frames: list[Frame]
    participants: tuple[str, ...]
    at: int
    start: date | None = None
    end: date | None = None
    exact: bool = False
    place: str = ""
    topic: str = ""
    pointed: bool = False
    headline: bool = False
    statuses: list[MeetingStatus] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether it says when or where."""
        return self.start is not None or bool(self.place)

    @property
    def family(self) -> str:
        """What it can be the same as: see ``shape.Family``."""
        return self.frames[0].family


def gather(tellings: Iterable[tuple[int, Frame]], known: Actors) -> list[Group]:
    """The meetings that tellings (each with the number of its sentence) tell, in that order."""
    groups: list[Group] = []
    for at, frame in tellings:
        _add(_completed(frame, groups), at, groups, known)
    return groups


def _completed(frame: Frame, groups: list[Group]) -> Frame:
    """A telling with what it takes from the one before: "in the same city", "a day later"."""
    if not groups:
        return frame
    last = groups[-1]
    if frame.same_place and not frame.place:
        names = () if frame.more else frame.participants  # "he will speak there"
        frame = replace(frame, place=last.place, participants=names)
    if frame.later is not None and last.start and not frame.start:
        day = last.start + timedelta(days=frame.later)
        frame = replace(frame, start=day, end=day, exact=True)
    return frame


def _participants(frame: Frame, at: int, groups: list[Group], known: Actors) -> tuple[str, ...]:
    """Who is named with a telling, or meant by the words that stand for a name."""
    names = frame.participants
    if frame.refers:
        meant = resolve(frame.refers, at, _past(frame, groups), known)
        names = tuple(dict.fromkeys([*meant, *names]))
    if not names and frame.refers and frame.family == "court":
        tried = (group.participants for group in reversed(groups) if group.family == "court")
        names = next(tried, ())
    if not names and frame.family == "election":
        # an election without a country is that of the country told about
        mentions = [*known.sentences[at].mentions, *known.before(at)]
        names = tuple(dict.fromkeys(m.name for m in mentions if m.kind == "state"))[:1]
    return names


def _add(frame: Frame, at: int, groups: list[Group], known: Actors) -> None:
    names = _participants(frame, at, groups, known)
    if not names and frame.refers in ("We", "we"):
        return  # who writes, not who is written about
    fits = ((_fit(frame, names, group, at, known), n) for n, group in enumerate(groups))
    score, best = max(fits, default=(0, -1))
    if score > 0:
        _join(groups[best], frame, names, at, groups, known)
    elif (names or frame.place) and not frame.goes_on if frame.start else names and not frame.more:
        groups.append(_new(frame, names, at, groups, known))


def _new(
    frame: Frame, names: tuple[str, ...], at: int, groups: list[Group], known: Actors
) -> Group:
    topic = frame.topic
    if topic == SAME_TOPIC:
        topic = next((group.topic for group in reversed(groups) if group.topic), "")
    return Group(
        frames=[frame],
        participants=names,
        at=at,
        start=frame.start,
        end=frame.end,
        exact=frame.exact,
        place=frame.place,
        topic=topic,
        pointed=bool(frame.refers) or not frame.participants,
        headline=known.sentences[at].paragraph == 0,
        statuses=[frame.status] if frame.status else [],
    )


_ROUND = re.compile("talks|round|negotiations|consultations|hearing|trial|session|meeting")


def _past(frame: Frame, groups: list[Group]) -> list[tuple[str, ...]]:
    """Participants of the meetings told so far; those of the same sort as ``frame`` last."""
    arranged = [g for g in groups if not all(other.tentative for other in g.frames)]
    sorts = set(_ROUND.findall(frame.words.lower()))
    alike = [
        g
        for g in arranged
        if any(
            sorts & set(_ROUND.findall(f.words)) or ("round" in sorts and "talks" in f.words)
            for f in g.frames
        )
    ]
    return [g.participants for g in (*(g for g in arranged if g not in alike), *alike)]


def _fit(frame: Frame, names: tuple[str, ...], group: Group, at: int, known: Actors) -> int:
    """How well a telling fits a meeting; 0: it tells another one."""
    goes_on_elsewhere = frame.goes_on and at - group.at != 1
    if goes_on_elsewhere or not _same_family(frame.family, group.family):
        return 0
    when = _fit_dates(frame, group)
    where = _fit_places(frame, group, known)
    who = _fit_names(frame, names, group, known)
    same_place_and_time = when >= 3 and where >= 3
    states = [known.is_state(name) for name in group.participants]
    by_state = same_place_and_time and group.headline and all(states)
    if who < 0 and by_state:
        who = 0  # a headline says "Sudan" where the text names the army
    if when < 0 or where < 0 or who < 0:
        return 0
    if who == 0 and names and not by_state and not (when >= 4 and where >= 0):
        return 0
    other_sort = not _same_sort(frame, group) or not _told_sort(frame, group)
    if names and set(names) != set(group.participants) and other_sort and not frame.definite:
        return 0
    back = 2 if frame.definite or frame.refers or frame.more else 0
    score = when + where + who
    if not names and not back and not (frame.status and not frame.start and not frame.place):
        # "a meeting in L" is another one, unless all that both tell agrees
        apart = frame.place and group.place and where == 0
        same_start = when >= 4 and frame.start == group.start
        score = score if where >= 3 or (same_start and not apart) else 0
    if not names and back and when >= 0 and where >= 0:
        score += back
    if not names and frame.definite and not _same_sort(frame, group):
        return 0
    same_words = frame.words.split()[-1].lower() == group.frames[0].words.split()[-1].lower()
    return (
        score * 100 + (50 if same_words and score else 0) - min(at - group.at, 40)
        if score > 0
        else 0
    )


_SORTS = ("summit", "conference", "cop", "trial", "general meeting", "agm", "inquest", "congress")
"""Words that name one sort of meeting; "the summit" points to no talks."""


def _same_sort(frame: Frame, group: Group) -> bool:
    ours = [sort for sort in _SORTS if sort in frame.words.lower()]
    told = " ".join(other.words for other in group.frames).lower()
    return not ours or any(sort in told for sort in ours) or "meeting" in told


def _told_sort(frame: Frame, group: Group) -> bool:
    """Whether what the group is told to be ("summit") is what the frame tells, if it is special."""
    told = [sort for sort in _SORTS if any(sort in f.words.lower() for f in group.frames)]
    return not told or any(sort in frame.words.lower() for sort in told)


def _same_family(one: str, other: str) -> bool:
    return one == other or {one, other} == {"visit", "meeting"}


def _fit_dates(frame: Frame, group: Group) -> int:
    if frame.start is None or group.start is None:
        return 0
    assert frame.end is not None and group.end is not None  # noqa: S101, PT018 - set with start
    if frame.ends and frame.end >= group.start and frame.end - group.start < timedelta(days=60):
        return 3
    if frame.start <= group.end and group.start <= frame.end:
        return 4 if frame.exact and group.exact else 3
    moved = MeetingStatus.POSTPONED in (frame.status, *group.statuses)
    moved = moved and (frame.definite or frame.more or bool(frame.refers) or group.headline)
    return 0 if moved else -1


def _fit_places(frame: Frame, group: Group, known: Actors) -> int:
    one, other = frame.place, group.place
    if not one or not other:
        return 0
    if one == other or one in other or other in one:
        return 3
    if ONLINE in (one, other):
        return -1
    if frame.family != group.family:
        return -1  # a visit to France is not the meeting in Paris during it
    # "in Switzerland" can be "in Geneva", not "in Belgrade"
    return 0 if known.is_state(one) != known.is_state(other) and not _abroad(one, other) else -1


def _abroad(one: str, other: str) -> bool:
    """Whether one of two places is a state and the other the capital of another state."""
    seats = {capital: state.name for state in states() for capital in state.capitals}
    return any(
        place in seats and land in by_name() and seats[place] != land
        for place, land in ((one, other), (other, one))
    )


def _fit_names(frame: Frame, names: tuple[str, ...], group: Group, known: Actors) -> int:
    ours, theirs = set(names), set(group.participants)
    if not ours or not theirs:
        return 0
    if ours == theirs:
        return 4
    if ours < theirs:
        # fewer of a vague whole ("talks with A, B and C") are a meeting of their own
        return 2 if group.full or frame.definite or frame.refers or frame.more else -1
    if theirs < ours:
        return 3 if len(theirs) >= 2 else 1
    if ours & theirs:
        return -1 if len(ours) > 1 and len(theirs) > 1 else 1
    persons = {known.is_person(name) for name in ours}, {known.is_person(name) for name in theirs}
    return 0 if persons in (({True}, {False}), ({False}, {True})) else -1


def _join(
    group: Group,
    frame: Frame,
    names: tuple[str, ...],
    at: int,
    groups: list[Group],
    known: Actors,
) -> None:
    moved = frame.status == MeetingStatus.POSTPONED
    if frame.ends and group.start and frame.end:
        group.end = max(group.start, frame.end)
    elif frame.start and (group.start is None or moved or _narrower(frame, group)):
        group.start, group.end, group.exact = frame.start, frame.end, frame.exact
    if frame.place and (
        not group.place
        or (
            (frame.start or frame.definite)
            and (known.is_state(group.place) and not known.is_state(frame.place))
        )
    ):
        group.place = frame.place  # "in Geneva" says more than "in Switzerland"
    states = [known.is_state(name) for name in group.participants]
    if group.headline and names and all(states) and not set(names) & set(group.participants):
        group.participants = names
    if not group.participants:
        group.pointed = bool(frame.refers)
    if not frame.more and not (group.participants and set(names).isdisjoint(group.participants)):
        group.participants = tuple(dict.fromkeys([*group.participants, *names]))
    if frame.topic and frame.topic != SAME_TOPIC and (not group.topic or group.headline):
        group.topic = frame.topic  # a headline's word for it is the shortest, not the best
        group.headline = False
    if frame.topic == SAME_TOPIC and not group.topic:
        group.topic = next((g.topic for g in reversed(groups) if g.topic and g is not group), "")
    if frame.status:
        group.statuses.append(frame.status)
    group.frames.append(frame)
    group.at = at


def _narrower(frame: Frame, group: Group) -> bool:
    if frame.start is None or frame.end is None or group.start is None or group.end is None:
        return False
    if frame.exact != group.exact:
        return frame.exact
    return not frame.exact and frame.end - frame.start < group.end - group.start
