"""Entries of rule files as seeding drafts them, before they are text. Values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.model import ActorKind, MeetingStatus, Severity

Written = str | int | Sequence["Written"] | Mapping[str, "Written"]
"""A condition as it is written in a rule file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an entry comes from: the sentence ("" if none is known) and how sure it is, 0 to 1."""

    sentence: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedActor:
    """An actor. ``known``: the files have it already, under this id, and it gains aliases only."""

    id: str
    name: str
    kind: ActorKind
    role: str = ""
    aliases: tuple[str, ...] = ()
    enabled: bool = True
    known: bool = False
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedMeeting:
    """A meeting; ``participants`` are ids. ``known``: the files have it already."""

    id: str
    title: str
    participants: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    place: str = ""
    place_aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    topic: str = ""
    status: MeetingStatus = MeetingStatus.EXPECTED
    enabled: bool = True
    known: bool = False
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedRule:
    """A rule, named by ids of actors and meetings that the files will have."""

    id: str
    title: str
    severity: Severity
    tags: tuple[str, ...]
    match: Mapping[str, Written]
    enabled: bool = True
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """All entries that an article gives, in the order in which they are written."""

    actors: tuple[DraftedActor, ...] = ()
    meetings: tuple[DraftedMeeting, ...] = ()
    rules: tuple[DraftedRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActor:
    """An actor of the files: its id, kind as written and all its names."""

    id: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMeeting:
    """A meeting of the files."""

    id: str
    participants: tuple[str, ...]
    place: str = ""
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the files hold already, and what was drafted before and taken out by a person.

    ``meetings_ruled``: ids of meetings that some rule asks for. ``declined``: kind and id of
    entries (``("actor", "un")``); ``declined_aliases``: id of an actor and a name's key.
    """

    actors: tuple[KnownActor, ...] = ()
    meetings: tuple[KnownMeeting, ...] = ()
    rules: frozenset[str] = frozenset()
    meetings_ruled: frozenset[str] = frozenset()
    declined: frozenset[tuple[str, str]] = frozenset()
    declined_aliases: frozenset[tuple[str, str]] = frozenset()
