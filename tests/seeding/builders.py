"""Drafts of an invented article."""

from __future__ import annotations

from datetime import date

from monitor.model import MeetingStatus
from monitor.seeding.draft import (
    Draft,
    DraftMeeting,
    DraftOrganisation,
    DraftPerson,
    DraftState,
)

TALKS = "Talks of Iceland and Norway on herring quotas open in Vienna on 12 April 2027."


def person(
    name: str, role: str = "envoy", *aliases: str, confidence: float = 0.9, sentence: str = TALKS
) -> DraftPerson:
    return DraftPerson(
        name=name, role=role, aliases=aliases, confidence=confidence, sentence=sentence
    )


def organisation(name: str, *aliases: str, confidence: float = 0.9) -> DraftOrganisation:
    return DraftOrganisation(
        name=name, kind="organisation", aliases=aliases, confidence=confidence, sentence=TALKS
    )


def state(name: str, code: str, *aliases: str, confidence: float = 0.95) -> DraftState:
    return DraftState(name=name, code=code, aliases=aliases, confidence=confidence, sentence=TALKS)


def meeting(
    title: str = "Iceland-Norway talks",
    participants: tuple[str, ...] = ("Iceland", "Norway"),
    *,
    start: date | None = date(2027, 4, 12),
    end: date | None = date(2027, 4, 12),
    place: str = "Vienna",
    topic: str = "herring quotas",
    status: MeetingStatus = MeetingStatus.EXPECTED,
    confidence: float = 0.9,
) -> DraftMeeting:
    return DraftMeeting(
        title=title,
        participants=participants,
        start=start,
        end=end,
        place=place,
        topic=topic,
        status=status,
        confidence=confidence,
        sentence=TALKS,
    )


ARTICLE = Draft(
    people=(
        person("Anna Berg", "Norway's envoy", "Berg"),
        person("Nordic Affairs", "", confidence=0.4),
    ),
    organisations=(organisation("North Sea Council", "NSC"),),
    states=(
        state("Iceland", "IS", "Icelandic", "Reykjavik"),
        state("Norway", "NO", "Norwegian"),
    ),
    meetings=(meeting(), meeting("possible visit", (), start=None, end=None, confidence=0.5)),
    topics=("herring quotas", "the future of the shared fishing grounds"),
)
