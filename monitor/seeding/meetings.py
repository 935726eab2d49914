"""Meetings of an article: each drafted once, with a title, a status and a confidence. Pure.

Sentences are read by :mod:`monitor.seeding.frames`, what they tell is put together by
:mod:`monitor.seeding.groups`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from monitor.model import MeetingStatus
from monitor.seeding.antecedents import Actors
from monitor.seeding.dates import reference
from monitor.seeding.draft import CONFIDENT, DraftMeeting
from monitor.seeding.frame import Frame
from monitor.seeding.frames import frames
from monitor.seeding.groups import Group, gather
from monitor.seeding.mention import Sentence
from monitor.seeding.places import ONLINE
from monitor.seeding.shaping import dateline

_BACKGROUND = timedelta(days=366)
"""A meeting held longer ago than this is background, not news: drafted as a suggestion."""


def meetings(sentences: Sequence[Sentence], published: date | None) -> tuple[DraftMeeting, ...]:
    """The meetings of an article, in order of first mention.

    ``published``: the day on which the article came out; without it, only dates that the text
    itself makes certain are given. Hearings, elections, general meetings and visits count as
    meetings; press conferences, calls and interviews do not.
    """
    near = published or reference(sentence.text for sentence in sentences)
    known = Actors(sentences)
    sent_from = dateline(sentences)
    tellings = (
        (at, frame)
        for at in range(len(sentences))
        for frame in frames(at, known, published, near, sent_from)
    )
    groups = gather(tellings, known)
    kept = [group for group in groups if _stands_alone(group, groups)]
    return tuple(_draft(group, published or near, known) for group in kept)


def _stands_alone(group: Group, groups: list[Group]) -> bool:
    """Whether a meeting is more than a passing word about one that is told fully."""
    if group.full:
        return bool(group.participants) or (group.start is not None and bool(group.place))
    if all(frame.more for frame in group.frames):
        return False
    ours = set(group.participants)
    return bool(ours) and not any(
        other is not group and other.full and ours & set(other.participants) for other in groups
    )


def _draft(group: Group, published: date | None, known: Actors) -> DraftMeeting:
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


def _status(group: Group, published: date | None) -> MeetingStatus:
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


def _confidence(group: Group, published: date | None, known: Actors) -> float:
    """How sure it is that the meeting is one and is told right: what is told, within a limit."""
    enough = len(group.participants) >= 2 or (
        len(group.participants) == 1
        and (group.family != "meeting" or not known.is_person(group.participants[0]))
    )
    sure = any(f.sure and (f.participants or f.refers) for f in group.frames)
    score = min(_told(group, known, enough=enough, sure=sure), _limit(group, published))
    old = published and group.end and group.end < published - _BACKGROUND
    named = any(not frame.verbal for frame in group.frames) or bool(group.place)
    nobody = (not group.participants and named) or (
        bool(group.participants) and group.exact and not enough
    )
    told = bool(group.start and group.exact and (group.place or group.participants))
    if old or not group.full or not ((sure and enough) or (nobody and told)):
        score = min(score, CONFIDENT - 0.1)
    elif nobody:
        score = CONFIDENT  # a day and a place, though not who comes
    return round(min(max(score, 0.1), 0.95), 2)


def _told(group: Group, known: Actors, *, enough: bool, sure: bool) -> float:
    """More for each field that is told. ``enough``: of those who meet; ``sure``: that they do."""
    score = 0.3
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
    return score


def _limit(group: Group, published: date | None) -> float:
    """The highest confidence for a meeting of this kind."""
    limits = [1.0]
    held = _status(group, published) == MeetingStatus.HELD
    if group.family == "court" and not group.place and held:
        limits.append(0.6)  # what was said in court last time is told in passing
    if group.start is None and len(group.participants) < 2 and (held or group.family == "visit"):
        limits.append(0.6)  # what is told without its day is background
    if group.family == "election":
        limits.append(0.65)  # a polling day brings nobody together at one place
    tentative = all(frame.tentative for frame in group.frames)
    if tentative and not (group.start and group.exact):
        limits.append(0.5)
    return min(limits)


def _title(group: Group, frame: Frame, known: Actors) -> str:
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
