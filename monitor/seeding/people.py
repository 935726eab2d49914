"""The people of an article: one entry each, whatever forms of the name the article uses. Pure.

Candidates are weighed over the whole article; then every further form ("Juul", "Mr Tan", "Xi") is
given to the person it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.gazetteer.words import common_words, courtesies, given_names, places
from monitor.seeding.candidates import Candidate, candidates
from monitor.seeding.evidence import LIKELY, SURE
from monitor.seeding.forms import Forms
from monitor.seeding.known import known_names
from monitor.seeding.lexicon import (
    FAMILY_FIRST,
    HEADS,
    OTHER_HEADS,
    PERSON_OK,
    ROYAL,
    SMALL,
    SPEECH,
    SURNAMES,
)
from monitor.seeding.offices import is_title
from monitor.seeding.passage import BY_CONTEXT, Passage, Span
from monitor.seeding.roles import Role, is_counterpart, of_counterpart, role


@dataclass(slots=True)
class Person:
    """A person of the article; ``names``: every full form. ``passage``: where it first stands."""

    name: str
    names: list[str]
    score: float
    role: Role | None = None
    passage: Passage | None = None


def find_people(passages: Sequence[Passage], plain: Sequence[Passage]) -> list[Person]:
    """Find the people and mark them in ``passages``; names are learnt from ``plain`` ones, in
    which capitals tell something."""
    found = [candidate for passage in plain for candidate in candidates(passage)]
    register = _Register()
    told = {s.name for passage in plain for s in passage.spans if s.kind == "organisation"}
    for name, score in _weighed(found):
        if name not in told:  # a company named for people
            register.add(name, score)
    people = register.people
    _mark_full(people, passages)
    _Short(people).mark(passages, found)
    _give_roles(people, passages)
    return people


def _weighed(found: Sequence[Candidate]) -> Iterator[tuple[str, float]]:
    """Names and their evidence over the whole article, longest first."""
    solo = Counter(c.name for c in found if c.last - c.first == 1)
    best: dict[str, float] = {}
    for candidate in found:
        if candidate.last - candidate.first > 1:
            best[candidate.name] = max(best.get(candidate.name, -9.0), candidate.score)
    for name in sorted(best, key=lambda name: -len(name.split())):
        words = name.split()
        alone = solo[words[-1]] + (solo[words[0]] if words[0] in FAMILY_FIRST else 0)
        # a surname that stands alone elsewhere is what articles do with people
        score = best[name] + (min(2.4, 1.0 + 0.4 * alone) if alone else 0.0)
        if score >= LIKELY:
            yield name, score


def _plain(name: str) -> list[str]:
    """The words of a name without initials, accents and "al-"."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    words = [w for w in text.split() if w[-1] != "." and w[0] not in "\"“‘'"] or text.split()
    return [re.sub("^(?:al|el)-", "", word) for word in words]


class _Register:
    """People by the words of their names, so that two spellings are one person."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.by_word: dict[str, list[tuple[list[str], Person]]] = {}

    def add(self, name: str, score: float) -> None:
        """Add a name, longer ones first."""
        words = _plain(name)
        for theirs, person in self.by_word.get(words[-1], []):
            if _same(words, theirs):
                if name not in person.names:
                    person.names.append(name)
                person.score = max(person.score, score)
                return
        plain = re.sub(r" [\"“‘'][^\"”’']+[\"”’'](?= )", "", name)
        names = list(dict.fromkeys([plain, name]))
        person = Person(name=plain, names=names, score=score)
        self.people.append(person)
        for word in dict.fromkeys(words):
            self.by_word.setdefault(word, []).append((words, person))


def _same(words: list[str], theirs: list[str]) -> bool:
    """Whether a name is a longer one's first and last, first or last words."""
    return (
        (words[-1] == theirs[-1] and words[0] == theirs[0])
        or (len(words) >= 2 and theirs[: len(words)] == words)
        or theirs[-len(words) :] == words
    )


def _mark_full(people: Sequence[Person], passages: Sequence[Passage]) -> None:
    forms: Forms[Person] = Forms()
    for person in people:
        for name in person.names:
            forms.add(known_names().words(name), person)
    for passage in passages:
        index = 0
        while index < len(passage.words):
            found = next(forms.at(passage.words, index), None)
            if found:
                _mark(passage, index, *found)
            index += found[0] if found else 1


def _mark(passage: Passage, index: int, length: int, person: Person) -> None:
    if not passage.has(index, index + length, "organisation", "body"):
        passage.put(Span(index, index + length, "person", person.name))
        person.passage = person.passage or passage


def _short_forms(person: Person) -> list[str]:
    """Forms that may stand for a person named before: ends of the name, family names."""
    forms: list[str] = []
    for name in person.names:
        words = name.split()
        forms += [
            " ".join(words[at:])
            for at in range(1, len(words))
            if not words[at].endswith(".") and words[at] not in ("Jr", "Sr")
        ]
        if words[-1] in ("Jr", "Jr.", "Sr", "Sr.") and len(words) > 2:
            forms.append(words[-2])
        forms += [w for w in words[1:-1] if w[0].isupper() and w[-1] != "." and len(w) > 3]
        forms += [w.title() for w in words if w.isupper() and len(w) > 3]  # "HAYASHI Yoshimasa"
        given_last = len(words) == 2 and "-" in words[1] and words[0] not in given_names()
        if words[0] in FAMILY_FIRST or given_last:
            forms.append(words[0])
    return list(dict.fromkeys(forms))


class _Short:
    """Short forms, each given to the last person named to whom it belongs."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.by_name = {person.name: person for person in people}
        self.forms: Forms[str] = Forms()
        self.owner: dict[str, Person] = {}
        self.short = {person.name: _short_forms(person) for person in people}
        for person in people:
            for form in self.short[person.name]:
                self.forms.add(known_names().words(form), form)
                self.owner.setdefault(form, person)

    def mark(self, passages: Sequence[Passage], found: Sequence[Candidate]) -> None:
        """Mark them, and people named only by title and surname."""
        titled = {(id(c.passage), c.first): c for c in found if c.last - c.first == 1 and c.title}
        for passage in passages:
            index = 0
            while index < len(passage.words):
                span = passage.owner[index]
                if span and span.kind == "person":
                    self._named(span.name)
                    index = span.last
                    continue
                length = self._mark_at(passage, index)
                if not length and (id(passage), index) in titled:
                    self._titled(passages, titled[id(passage), index])
                index += length or 1

    def _named(self, name: str) -> None:
        for form in self.short.get(name, ()):
            self.owner[form] = self.by_name[name]

    def _mark_at(self, passage: Passage, index: int) -> int:
        for length, form in self.forms.at(passage.words, index):
            if _refers(passage, index, length):
                passage.put(Span(index, index + length, "person", self.owner[form].name))
                return length
        return 0

    def _titled(self, passages: Sequence[Passage], candidate: Candidate) -> None:
        passage, first, word = candidate.passage, candidate.first, candidate.name
        if not _surname_behind_title(passage, first, word):
            return
        before = passage.word(first - 1)
        royal = before.lower() in ROYAL and word in given_names()
        name = f"{before} {word}" if royal else word
        person = self.by_name.get(name)
        if person is None:
            person = Person(name=name, names=list(dict.fromkeys([name, word])), score=SURE + 0.2)
            person.passage = passage
            self.people.append(person)
            self.by_name[name] = person
        passage.put(Span(first - royal, candidate.last, "person", name))
        for other in passages:
            for index, text in enumerate(other.words):
                if text == word and not other.owner[index] and _refers(other, index, 1):
                    other.add(Span(index, index + 1, "person", name))


_NO_SURNAME = (OTHER_HEADS - PERSON_OK) | {"Street", "Catalyst", "Dynamics", "Atomics", "Day"}


def _surname_behind_title(passage: Passage, first: int, word: str) -> bool:
    """Whether a word alone behind a title names a person ("President Putin", "Mrs Roe")."""
    before = passage.word(first - 1)
    if len(word) < 2 or passage.owner[first] or word in places() or word in _NO_SURNAME:
        return False
    if passage.word(first - 2) in given_names() or (word.isupper() and len(word) > 2):
        return False  # "Martin Luther King Day"
    if before in courtesies():
        return True
    if before.islower() and before not in ("president", "minister", "judge"):
        return False
    return word.lower() not in common_words() or word in SURNAMES


def _refers(passage: Passage, index: int, length: int) -> bool:
    """Whether a surname stands here, not the same word as something else."""
    if _is_taken(passage, index, length):
        return False
    word = passage.words[index]
    before, after = passage.word(index - 1), passage.word(index + length)
    joined = "-" in word or "'" in word
    if length == 1 and not (passage.tokens[index].is_capital or joined):
        return False
    if (index in passage.initial or passage.title_case) and word.lower() in SMALL:
        return after in ("said", "told", "added")
    if before.lower() == "the" and length == 1:
        return False
    if passage.title_case or not passage.is_capital(index + length):
        return True
    common = word.lower() in common_words() and not passage.owner[index + length]
    return not common and after not in HEADS | {"Street", "Road"}


def _is_taken(passage: Passage, index: int, length: int) -> bool:
    """Whether a name of something else stands here."""
    before, after = passage.word(index - 1), passage.word(index + length)
    person = after in SPEECH or before in courtesies() or is_title(before)
    for span in {id(s): s for s in passage.owner[index : index + length] if s}.values():
        if span.last - span.first > length or span.kind == "seat":
            return True
        if span.kind in ("organisation", "body") and span.sure not in BY_CONTEXT:
            return True
        if span.kind in ("state", "place", "demonym") and not person:
            return True  # "Jordan" is the state, "Jordan said" the one named Jordan
    return False


def _give_roles(people: Sequence[Person], passages: Sequence[Passage]) -> None:
    """The first role told of each person, rather one that names a state or an organisation."""
    by_name = {person.name: person for person in people}
    last: tuple[str, Role] | None = None
    for passage in passages:
        for span in sorted(passage.spans, key=lambda span: span.first):
            if span.kind != "person" or passage.title_case:
                continue
            person = by_name[span.name]
            if person.role is None or not person.role.named:
                found = role(passage, span.first, span.last)
                if found and last and last[0] != person.name and is_counterpart(found):
                    found = of_counterpart(found, last[1])
                if found and (person.role is None or found.named):
                    person.role = found
            if person.role:
                last = (person.name, person.role)
