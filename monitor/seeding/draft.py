"""What seeding finds in an article: drafts with the sentence each came from. Values only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from monitor.model import MeetingStatus

_Entry = TypeVar("_Entry")

CONFIDENT: float = 0.7
"""From this confidence on a drafted entry is active; below it is drafted as a suggestion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPerson:
    """A person. ``role``: title or office as the article gives it, "" if it gives none.

    ``name`` is the fullest name; ``aliases`` are further forms that the article uses for the
    person beyond doubt. ``confidence``: 0 to 1. ``sentence``: where the fullest form stands.
    """

    name: str
    role: str
    aliases: tuple[str, ...]
    confidence: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOrganisation:
    """An organisation, or a body of one or of a state (ministry, council, court, company).

    ``name`` is the fullest standard name ("United Nations"); ``aliases`` hold the acronym and the
    forms of the article ("UN").
    """

    name: str
    kind: Literal["organisation", "body"]
    aliases: tuple[str, ...]
    confidence: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """A state. ``code``: ISO 3166-1 alpha-2. ``aliases``: demonyms and, where the article uses a
    capital for the government ("Moscow said"), that capital."""

    name: str
    code: str
    aliases: tuple[str, ...]
    confidence: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMeeting:
    """A meeting. ``participants``: names of drafted states, organisations or people.

    ``start`` and ``end``: first and last day, inclusive; None where the article gives none.
    ``place``, ``topic``: "" where the article gives none for this meeting.
    """

    title: str
    participants: tuple[str, ...]
    start: date | None
    end: date | None
    place: str
    topic: str
    status: MeetingStatus
    confidence: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that one article gives, each kind in order of first mention."""

    people: tuple[DraftPerson, ...] = ()
    organisations: tuple[DraftOrganisation, ...] = ()
    states: tuple[DraftState, ...] = ()
    meetings: tuple[DraftMeeting, ...] = ()
    topics: tuple[str, ...] = ()

    def kept(self, keep: Collection[str]) -> Draft:
        """The draft with only these entries, named by kind and position (``people-0``)."""

        def of(kind: str, entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
            return tuple(one for at, one in enumerate(entries) if f"{kind}-{at}" in keep)

        return Draft(
            people=of("people", self.people),
            organisations=of("organisations", self.organisations),
            states=of("states", self.states),
            meetings=of("meetings", self.meetings),
            topics=self.topics,
        )
