"""Drafts of people, organisations and states from an article that has been read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.gazetteer.organisations import organisations
from monitor.gazetteer.states import State, by_name
from monitor.seeding.draft import CONFIDENT, DraftOrganisation, DraftPerson, DraftState
from monitor.seeding.evidence import LIKELY, SURE
from monitor.seeding.naming import Body
from monitor.seeding.passage import Passage, Span
from monitor.seeding.people import Person
from monitor.seeding.survey import Survey


def people(read: Survey) -> tuple[DraftPerson, ...]:
    """The people of an article, in order of first mention."""
    order = _order(read, "person")
    known = [person for person in read.people if person.name in order]
    return tuple(_person(read, p) for p in sorted(known, key=lambda p: order[p.name]))


def organisation_drafts(read: Survey) -> tuple[DraftOrganisation, ...]:
    """The organisations and bodies of an article, in order of first mention."""
    order = _order(read, "organisation", "body")
    known = [body for body in read.bodies if body.name in order]
    return tuple(_organisation(body) for body in sorted(known, key=lambda b: order[b.name]))


def state_drafts(read: Survey) -> tuple[DraftState, ...]:
    """The states of an article, in order of first mention."""
    found: dict[str, list[tuple[Passage, Span]]] = {}
    for passage in read.passages:
        for span in sorted(passage.spans, key=lambda span: span.first):
            name = span.name if span.kind in ("state", "demonym", "seat") else span.state
            if name:
                found.setdefault(name, []).append((passage, span))
    return tuple(_state(by_name()[name], spans) for name, spans in found.items())


def _order(read: Survey, *kinds: str) -> dict[str, int]:
    names = (
        span.name
        for passage in read.passages
        for span in sorted(passage.spans, key=lambda span: span.first)
        if span.kind in kinds
    )
    order: dict[str, int] = {}
    for name in names:
        order.setdefault(name, len(order))
    return order


def _person(read: Survey, person: Person) -> DraftPerson:
    passage = person.passage or _first(read, person.name)
    aliases = [name for name in person.names if name != person.name]
    surname = _surname(read, person)
    if surname:
        aliases.append(surname)
    return DraftPerson(
        name=person.name,
        role=person.role.text if person.role else "",
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias != person.name)),
        confidence=_confidence(person.score),
        sentence=passage.text if passage else "",
    )


def _confidence(score: float) -> float:
    """Evidence as a confidence: ``SURE`` gives 0.72, ``LIKELY`` 0.4, at most 0.97."""
    if score >= SURE:
        return round(min(0.97, 0.72 + (score - SURE) * 0.07), 2)
    share = (score - LIKELY) / (SURE - LIKELY)
    return round(0.4 + max(0.0, share) * (CONFIDENT - 0.05 - 0.4), 2)


def _surname(read: Survey, person: Person) -> str:
    """The short form that the article uses most."""
    forms = [
        passage.surface(span.first, span.last)
        for passage in read.passages
        for span in passage.spans
        if span.kind == "person" and span.name == person.name
    ]
    short = [form for form in forms if form not in person.names]
    return max(sorted(set(short)), key=short.count) if short else ""


def _first(read: Survey, name: str) -> Passage | None:
    return next(
        (p for p in read.passages if p.paragraph and any(s.name == name for s in p.spans)),
        next((p for p in read.passages if any(s.name == name for s in p.spans)), None),
    )


def _organisation(body: Body) -> DraftOrganisation:
    aliases = [*_acronyms(body), *body.names]
    return DraftOrganisation(
        name=body.name,
        kind=body.kind,
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias != body.name)),
        confidence=round(body.sure, 2),
        sentence=body.passage.text if body.passage else "",
    )


def _acronyms(body: Body) -> Iterable[str]:
    """Acronyms of a known organisation, whether or not the article uses them."""
    for entry in organisations():
        if entry.name == body.name:
            return [name for name in entry.names if re.fullmatch(r"[A-Z]{2,8}", name)]
    return []


def _state(state: State, spans: list[tuple[Passage, Span]]) -> DraftState:
    used = [
        passage.surface(span.first, span.last)
        for passage, span in spans
        if span.kind in ("state", "demonym", "seat")
    ]
    aliases = [*state.demonyms[:1], *used]
    told = [(p, s) for p, s in spans if p.paragraph] or spans
    named = [s for _, s in spans if s.kind in ("state", "seat") or s.state == state.name]
    acts = [s for p, s in spans if s.kind == "demonym" and _official(p, s)]
    confidence = 0.9 if named else 0.75 if acts else 0.7
    return DraftState(
        name=state.name,
        code=state.code,
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias != state.name)),
        confidence=confidence,
        sentence=told[0][0].text,
    )


_OFFICIAL = re.compile(
    r"^(?:officials?|government|president|minister|foreign|prime|defen[cs]e|army|military|forces|"
    r"troops|authorities|delegation|side|diplomats?|embassy|ambassador|envoy|leader|parliament|"
    r"police|soldiers|border|national|state|federal|security|air|navy|intelligence|interior|court)$"
)


def _official(passage: Passage, span: Span) -> bool:
    return bool(_OFFICIAL.match(passage.word(span.last).lower()))
