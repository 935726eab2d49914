"""Meetings of an article: what its sentences tell, put together so that each is drafted once.

Two tellings are one meeting if their participants, dates and places can all be true of one event
and something ties them together: a shared date or place, the same participants, or words that
point back ("the talks", "the two leaders"). Two meetings of one article keep their own fields.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from monitor.model import MeetingStatus
from monitor.seeding.antecedents import Actors, resolve
from monitor.seeding.dates import reference
from monitor.seeding.draft import CONFIDENT, DraftMeeting
from monitor.seeding.frames import Frame, frames
from monitor.seeding.mention import Sentence
from monitor.seeding.places import ONLINE
from monitor.seeding.shape import dateline
from monitor.seeding.topics import SAME_TOPIC

_BACKGROUND = timedelta(days=366)
"""A meeting held longer ago than this is background, not news: drafted as a suggestion."""


@dataclass(slots=True)
class _Group:
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
        return self.frames[0].family


def meetings(sentences: Sequence[Sentence], published: date | None) -> tuple[DraftMeeting, ...]:
    """The meetings of an article, in order of first mention.

    ``published``: the day on which the article came out; without it, only dates that the text
    itself makes certain are given. Hearings, elections, general meetings and visits count as
    meetings; press conferences, calls and interviews do not.
    """
    near = published or reference(sentence.text for sentence in sentences)
    known = Actors(sentences)
    sent_from = dateline(sentences)
    groups: list[_Group] = []
    for at, sentence in enumerate(sentences):
        for frame in frames(sentence, published, near, sent_from):
            _place_frame(frame, at, groups, known)
    kept = [group for group in groups if _stands_alone(group, groups)]
    return tuple(_draft(group, published or near, known) for group in kept)


def _place_frame(frame: Frame, at: int, groups: list[_Group], known: Actors) -> None:
    pointed = bool(frame.refers)
    names = frame.participants
    if pointed:
        past = [group.participants for group in groups]
        names = tuple(dict.fromkeys([*resolve(frame.refers, at, past, known), *names]))
    if frame.family == "election" and not names:
        # an election without a country is that of the country told about
        mentions = [*known.sentences[at].mentions, *known.before(at)]
        names = tuple(dict.fromkeys(m.name for m in mentions if m.kind == "state"))[:1]
        pointed = bool(names)
    last = groups[-1].start if groups else None
    if frame.later and last and not frame.start:
        day = last + timedelta(days=frame.later)
        frame = replace(frame, start=day, end=day, exact=True)
    if not names and frame.refers in ("We", "we"):
        return  # who writes, not who is written about
    best = max(
        ((_fit(frame, names, group, at, known), n) for n, group in enumerate(groups)),
        default=(0, -1),
    )
    if best[0] > 0:
        _join(groups[best[1]], frame, names, at, groups, known)
        return
    if frame.more and not (names and frame.start):
        return
    if not names and not (frame.start and frame.place):
        return
    topic = frame.topic
    if topic == SAME_TOPIC:
        topic = next((group.topic for group in reversed(groups) if group.topic), "")
    groups.append(
        _Group(
            frames=[frame],
            participants=names,
            at=at,
            start=frame.start,
            end=frame.end,
            exact=frame.exact,
            place=frame.place,
            topic=topic,
            pointed=pointed,
            headline=known.sentences[at].paragraph == 0,
            statuses=[frame.status] if frame.status else [],
        )
    )


def _fit(frame: Frame, names: tuple[str, ...], group: _Group, at: int, known: Actors) -> int:
    """How well a telling fits a meeting; 0: it tells another one."""
    if not _same_family(frame.family, group.family):
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
    back = 2 if frame.definite or frame.refers or frame.more else 0
    score = when + where + who
    if not names and not back and not (frame.status and not frame.start and not frame.place):
        # "a meeting in L" is another one, unless all that both tell agrees
        apart = frame.place and group.place and where == 0
        score = score if where >= 3 or (when >= 4 and not apart) else 0
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


def _same_sort(frame: Frame, group: _Group) -> bool:
    ours = [sort for sort in _SORTS if sort in frame.words.lower()]
    told = " ".join(other.words for other in group.frames).lower()
    return not ours or any(sort in told for sort in ours) or "meeting" in told


def _same_family(one: str, other: str) -> bool:
    return one == other or {one, other} == {"visit", "meeting"}


def _fit_dates(frame: Frame, group: _Group) -> int:
    if frame.start is None or group.start is None:
        return 0
    assert frame.end is not None and group.end is not None  # noqa: S101, PT018 - set with start
    if frame.ends and frame.end >= group.start and frame.end - group.start < timedelta(days=60):
        return 3
    if frame.start <= group.end and group.start <= frame.end:
        return 4 if frame.exact and group.exact else 3
    moved = MeetingStatus.POSTPONED in (frame.status, *group.statuses)
    return 0 if moved else -1


def _fit_places(frame: Frame, group: _Group, known: Actors) -> int:
    one, other = frame.place, group.place
    if not one or not other:
        return 0
    if one == other or one in other or other in one:
        return 3
    if ONLINE in (one, other):
        return -1
    if frame.family != group.family:
        return -1  # a visit to France is not the meeting in Paris during it
    # "in Switzerland" can be "in Geneva"
    return 0 if known.is_state(one) != known.is_state(other) else -1


def _fit_names(frame: Frame, names: tuple[str, ...], group: _Group, known: Actors) -> int:
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
    group: _Group,
    frame: Frame,
    names: tuple[str, ...],
    at: int,
    groups: list[_Group],
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


def _narrower(frame: Frame, group: _Group) -> bool:
    if frame.start is None or frame.end is None or group.start is None or group.end is None:
        return False
    if frame.exact != group.exact:
        return frame.exact
    return not frame.exact and frame.end - frame.start < group.end - group.start


def _stands_alone(group: _Group, groups: list[_Group]) -> bool:
    """Whether a meeting is more than a passing word about one that is told fully."""
    if group.full:
        return bool(group.participants) or (group.start is not None and bool(group.place))
    if all(frame.more for frame in group.frames):
        return False
    ours = set(group.participants)
    return bool(ours) and not any(
        other is not group and other.full and ours & set(other.participants) for other in groups
    )


def _draft(group: _Group, published: date | None, known: Actors) -> DraftMeeting:
    best = max(
        group.frames,
        key=lambda f: (not f.more, bool(f.participants), f.start is not None, bool(f.place)),
    )
    return DraftMeeting(
        title=_title(group, best, known),
        participants=group.participants,
        start=group.start,
        end=group.end,
        place=group.place,
        topic=group.topic,
        status=_status(group, published),
        confidence=_confidence(group, published, known),
        sentence=best.sentence,
    )


_STRONGEST = (
    MeetingStatus.CANCELLED,
    MeetingStatus.POSTPONED,
    MeetingStatus.HELD,
    MeetingStatus.UNDER_WAY,
    MeetingStatus.EXPECTED,
)
"""Which of several tellings holds: what has happened says more than what was planned."""


def _status(group: _Group, published: date | None) -> MeetingStatus:
    """How a meeting stands by its tellings and, where they leave it open, by its date."""
    told = next((status for status in _STRONGEST if status in group.statuses), None)
    if told in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED):
        return told
    if published is None or group.start is None or group.end is None:
        return told or MeetingStatus.EXPECTED
    if group.start > published:
        return MeetingStatus.EXPECTED
    opened = told == MeetingStatus.UNDER_WAY and group.exact and group.start == group.end
    if group.end < published and not opened:
        return MeetingStatus.HELD
    held_but_on = told == MeetingStatus.HELD and group.start < published <= group.end
    begun = group.start < published and told in (None, MeetingStatus.EXPECTED)
    if group.exact and (held_but_on or begun):
        return MeetingStatus.UNDER_WAY
    return told or MeetingStatus.EXPECTED


def _confidence(group: _Group, published: date | None, known: Actors) -> float:
    score = 0.3
    enough = len(group.participants) >= 2 or (
        len(group.participants) == 1
        and (group.family != "meeting" or not known.is_person(group.participants[0]))
    )
    sure = any(f.sure and (f.participants or f.refers) for f in group.frames)
    score += 0.25 if enough and sure else 0.1 if enough else 0.0
    score += 0.2 if group.start and group.exact else 0.1 if group.start else 0.0
    score += 0.2 if group.place else 0.0
    score += 0.05 if group.topic else 0.0
    score -= 0.05 if group.pointed else 0.0
    if (
        len(group.participants) == 1
        and known.is_state(group.participants[0])
        and group.family == "meeting"
        and not (group.start and group.place)
    ):
        score -= 0.15
    if (
        group.family == "court"
        and not group.place
        and _status(group, published) == MeetingStatus.HELD
    ):
        score = min(score, 0.6)  # what was said in court last time is told in passing
    if group.start is None and (
        (_status(group, published) == MeetingStatus.HELD and len(group.participants) < 2)
        or (group.family == "visit" and len(group.participants) < 2)
    ):
        score = min(score, 0.6)  # what is told without its day is background
    if group.family == "election":
        score = min(score, 0.65)  # a polling day brings nobody together at one place
    if all(frame.tentative for frame in group.frames) and not (group.start and group.exact):
        score = min(score, 0.5)
    old = published and group.end and group.end < published - _BACKGROUND
    named = any(not frame.verbal for frame in group.frames)
    nobody = (not group.participants and named) or (
        bool(group.participants) and group.exact and not enough
    )
    told = bool(group.start and group.exact and (group.place or group.participants))
    if old or not group.full or not ((sure and enough) or (nobody and told)):
        score = min(score, CONFIDENT - 0.1)
    elif nobody:
        score = CONFIDENT  # a day and a place, though not who comes
    return round(min(max(score, 0.1), 0.95), 2)


def _title(group: _Group, frame: Frame, known: Actors) -> str:
    names = [_label(name, known) for name in group.participants]
    words = re.sub(r"^(?:next|first|new|fresh|further|final|key) ", "", frame.words)
    if not words[:2].isupper():
        words = words[:1].lower() + words[1:]
    title = f"{_joined(names)} {words}".strip()
    if len(names) == 1 and names[0].lower().endswith(words.lower()):
        title = names[0]  # "Munich Security Conference"
    if group.topic and group.topic.lower() not in title.lower():
        title += f" on {group.topic}"
    if group.place and group.place not in title:
        title += " " + (group.place if group.place == ONLINE else f"in {group.place}")
    return title[:1].upper() + title[1:]


def _joined(names: Sequence[str]) -> str:
    """ "Russia-US", "Russia and United States", "A, B and C"."""
    if len(names) == 2 and not any(" " in name for name in names):
        return "-".join(names)
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _label(name: str, known: Actors) -> str:
    if known.is_person(name):
        return name.rsplit(maxsplit=1)[-1]
    return known.short.get(name, name)
