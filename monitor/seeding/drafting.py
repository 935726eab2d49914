"""What an article gives to the actors and meetings of rule files. Pure.

Ids come from the article alone, so that the same article always drafts the same entries: the
acronym of an organisation, the surname of a person, title and date of a meeting. What the files
know already keeps its id there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, TypeVar

from monitor.model import ActorKind
from monitor.seeding.draft import (
    CONFIDENT,
    Draft,
    DraftMeeting,
    DraftOrganisation,
    DraftPerson,
    DraftState,
)
from monitor.seeding.entries import (
    Drafted,
    DraftedActor,
    DraftedMeeting,
    Known,
    KnownActor,
    Origin,
)
from monitor.seeding.names import MAX_ID_CHARS, is_acronym, key_of, one_line, slug, surname
from monitor.seeding.rule_drafts import draft_rules
from monitor.seeding.translations import city_names, state_names

_Value = TypeVar("_Value", DraftPerson, DraftOrganisation, DraftState, DraftMeeting)
_Found = DraftPerson | DraftOrganisation | DraftState

MAX_TEXT_CHARS = 300
"""As long as a name, title, role or place in a rule file may be."""

# Words by which a meeting of this kind is told, where "talks" and the like are not enough.
_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"trial|hearing|inquest|court|verdict|sentenc\w+|arraignment",
        ("trial", "hearing", "court", "judge", "verdict", "sentence", "testify", "appeal"),
    ),
    (
        r"election|elections|vote|poll|referendum|run-?off|ballot|primary",
        ("election", "vote", "poll", "ballot", "referendum", "run-off"),
    ),
    (r"visit|trip|tour", ("visit", "trip", "talks", "meeting")),
    (
        r"conference|forum|assembly|congress|cop\d*",
        (
            "conference",
            "summit",
            "forum",
            "assembly",
            "congress",
            "talks",
            "meeting",
            "negotiations",
        ),
    ),
    (
        r"(?:annual|general) meeting|AGM|EGM|shareholder\w*",
        ("meeting", "shareholders", "vote", "AGM"),
    ),
)


def draft_entries(draft: Draft, known: Known) -> Drafted:
    """The entries for rule files that an article gives, beside those ``known``."""
    draft = _on_one_line(draft)
    actors = tuple(_actors(draft, known))
    ids = dict(_ids_by_name(draft, actors))
    meetings = tuple(_meetings(draft, ids, known))
    entries = Drafted(actors=tuple(one.entry for one in actors), meetings=meetings)
    rules = draft_rules(entries, draft.topics, {one.entry.id: one.slug for one in actors}, known)
    return Drafted(actors=entries.actors, meetings=entries.meetings, rules=rules)


def _on_one_line(draft: Draft) -> Draft:
    """The draft with every text as it can stand in a file, and without what has no name then."""
    return Draft(
        people=tuple(_clean(draft.people)),
        organisations=tuple(_clean(draft.organisations)),
        states=tuple(_clean(draft.states)),
        meetings=tuple(_clean(draft.meetings)),
        topics=tuple(filter(None, map(_text, draft.topics))),
    )


def _clean(values: Iterable[_Value]) -> Iterator[_Value]:
    for value in values:
        changes: dict[str, Any] = {
            name: _text(getattr(value, name))
            for name in ("name", "title", "role", "place", "topic")
            if hasattr(value, name)
        }
        changes |= {
            name: tuple(filter(None, map(_text, getattr(value, name))))
            for name in ("aliases", "participants")
            if hasattr(value, name)
        }
        if changes.get("name", changes.get("title")):
            yield replace(value, **changes)


def _text(text: str) -> str:
    """A text that fits; "" where it holds no letters or digits, so that nothing could match it."""
    clean = one_line(text)[:MAX_TEXT_CHARS].strip()
    return clean if any(char.isalnum() for char in clean) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A drafted actor, the name the article gives it and the id the article alone would give."""

    entry: DraftedActor
    name: str
    slug: str


def _found(draft: Draft) -> tuple[_Found, ...]:
    """Everything that becomes an actor, in the order in which it is written."""
    return (*draft.states, *draft.organisations, *draft.people)


def _actors(draft: Draft, known: Known) -> Iterator[_Named]:
    taken = {actor.id for actor in known.actors}
    used: set[str] = set()
    for found in _found(draft):
        own = _own_id(found, used)
        used.add(own)
        existing = _known_as(found, known)
        if existing is None and ("actor", own) in known.declined:
            continue
        id_ = existing.id if existing else own
        if existing is None and id_ in taken:  # another actor of the files has it
            id_ = slug(f"{found.name} {_kind(found)}")
        taken.add(id_)
        yield _Named(entry=_actor(found, id_, existing, known), name=found.name, slug=own)


def _actor(
    found: _Found,
    id_: str,
    existing: KnownActor | None,
    known: Known,
) -> DraftedActor:
    return DraftedActor(
        id=id_,
        name=found.name,
        kind=ActorKind(_kind(found)),
        role=found.role if isinstance(found, DraftPerson) else "",
        aliases=tuple(_new_aliases(found, id_, existing, known)),
        enabled=found.confidence >= CONFIDENT,
        known=existing is not None,
        origin=Origin(sentence=found.sentence, confidence=found.confidence),
    )


def _new_aliases(
    found: _Found,
    id_: str,
    existing: KnownActor | None,
    known: Known,
) -> Iterator[str]:
    """Names beside the first, without those that the actor, or another one, has already."""
    elsewhere = {key_of(name) for actor in known.actors if actor.id != id_ for name in actor.names}
    seen = {key_of(name) for name in existing.names} if existing else {key_of(found.name)}
    names = [found.name, *_aliases(found)] if existing else _aliases(found)
    for name in names:
        key = key_of(name)
        if not key or key in seen or key in elsewhere:
            continue
        seen.add(key)
        if (id_, key) not in known.declined_aliases:
            yield name


def _aliases(found: _Found) -> list[str]:
    names = list(found.aliases)
    if isinstance(found, DraftState):
        people = [f"{name}s" for name in names if re.fullmatch(r"\w+an", name)]
        return [*names, *people, *state_names(found.code)]
    if isinstance(found, DraftOrganisation):
        names += [other for name in (found.name, *found.aliases) if (other := _respelled(name))]
    return names


def _respelled(name: str) -> str:
    """The British spelling of an American one, or the reverse; "" where they agree."""
    if re.search(r"\bOrganization\b", name):
        return name.replace("Organization", "Organisation")
    return name.replace("Organisation", "Organization") if "Organisation" in name else ""


def _kind(found: _Found) -> str:
    if isinstance(found, DraftPerson):
        return "person"
    return "state" if isinstance(found, DraftState) else found.kind


def _own_id(found: _Found, used: set[str]) -> str:
    """The shortest telling id: surname, acronym or name."""
    short = found.name
    if isinstance(found, DraftPerson):
        short = surname(found.name)
    else:
        acronyms = [name for name in (found.name, *found.aliases) if is_acronym(name)]
        if acronyms:
            short = min(acronyms, key=len)
    first, full = slug(short), slug(found.name)
    for candidate in (first, full, slug(f"{found.name} {_kind(found)}")):
        if candidate not in used:
            return candidate
    return _numbered(full, used)


def _known_as(
    found: DraftPerson | DraftOrganisation | DraftState, known: Known
) -> KnownActor | None:
    """The actor of the files that this is: by its name, or of no person by its acronym."""
    person = isinstance(found, DraftPerson)
    keys = {key_of(found.name)}
    if not person:
        keys |= {key_of(name) for name in found.aliases if is_acronym(name)}
    for actor in known.actors:
        if (actor.kind == "person") == person and keys & {key_of(name) for name in actor.names}:
            return actor
    return None


def _ids_by_name(draft: Draft, actors: Iterable[_Named]) -> Iterator[tuple[str, str]]:
    aliases = {found.name: found.aliases for found in _found(draft)}
    listed = list(actors)
    for one in listed:  # a full name counts before anybody's alias
        for alias in aliases.get(one.name, ()):
            yield key_of(alias), one.entry.id
    for one in listed:
        yield key_of(one.name), one.entry.id


def _meetings(draft: Draft, ids: Mapping[str, str], known: Known) -> Iterator[DraftedMeeting]:
    used: set[str] = set()
    for found in draft.meetings:
        own = _meeting_id(found, used)
        used.add(own)
        participants = tuple(
            dict.fromkeys(ids[key] for name in found.participants if (key := key_of(name)) in ids)
        )
        existing = _known_meeting(found, own, participants, known)
        if existing is None and ("meeting", own) in known.declined:
            continue
        recognisable = bool(participants or (found.place and found.start))
        yield DraftedMeeting(
            id=existing or own,
            title=found.title,
            participants=participants,
            start=found.start,
            end=found.end or found.start,
            place=found.place,
            place_aliases=city_names(found.place),
            words=_words(found.title),
            topic=found.topic,
            status=found.status,
            enabled=found.confidence >= CONFIDENT and recognisable,
            known=existing is not None,
            origin=Origin(sentence=found.sentence, confidence=found.confidence),
        )


def _meeting_id(found: DraftMeeting, used: set[str]) -> str:
    day = f"-{found.start.isoformat()}" if found.start else ""
    # Who meets and when is enough to tell it by; topic and place make an id that nobody types.
    who = re.split(r" (?:on|in|at) ", found.title)[0]
    first = slug(who)[: MAX_ID_CHARS - len(day)].rstrip("-") + day
    return first if first not in used else _numbered(first, used)


def _numbered(id_: str, used: set[str]) -> str:
    short = id_[: MAX_ID_CHARS - 4]
    return next(made for at in count(2) if (made := f"{short}-{at}") not in used)


def _known_meeting(
    found: DraftMeeting, own: str, participants: tuple[str, ...], known: Known
) -> str | None:
    """The id in the files of the same meeting: the same id, or the same days and the same
    participants or place."""
    start = found.start.isoformat() if found.start else ""
    end = found.end.isoformat() if found.end else start
    for meeting in known.meetings:
        same_days = bool(start) and meeting.start <= end and start <= meeting.end
        same = bool(participants) and set(participants) == set(meeting.participants)
        same = same or (bool(found.place) and key_of(found.place) == key_of(meeting.place))
        if meeting.id == own or (same and same_days):
            return meeting.id
    return None


def _words(title: str) -> tuple[str, ...]:
    """Words that tell of the meeting besides "talks" and the like; none where those are enough."""
    for pattern, words in _FAMILIES:
        if re.search(rf"\b(?:{pattern})\b", title, re.IGNORECASE):
            return words
    return ()
