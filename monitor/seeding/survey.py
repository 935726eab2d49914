"""An article read for its actors: who and what is named, where, and under which one name. Pure.

Three passes: names that are known and names that tell by their shape; then people, weighed over
the whole article; then every later short form ("Juul", "the Council", "the OSCE") is given to
the name it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from monitor.gazetteer.states import by_name
from monitor.gazetteer.words import common_words, courtesies, given_names, places
from monitor.seeding.bodies import HEADS, acronyms, adjective, find_bodies
from monitor.seeding.companies import find_companies
from monitor.seeding.governments import settle
from monitor.seeding.known import known_names
from monitor.seeding.lexicon import (
    FAMILY_FIRST,
    NOT_ORGANISATIONS,
    OTHER_HEADS,
    PERSON_OK,
    SMALL,
    SURNAMES,
)
from monitor.seeding.passage import Passage, Span
from monitor.seeding.people import LIKELY, SURE, Candidate, candidates
from monitor.seeding.roles import Role, role
from monitor.seeding.sentences import sentences

_LETTERS = re.compile(r"[^\W\d_]{4,}")
_NO_SURNAME = (OTHER_HEADS - PERSON_OK) | {"Street", "Catalyst", "Dynamics", "Atomics"}
_ROYAL = frozenset({"king", "queen", "pope", "prince", "princess", "emperor", "sultan", "emir"})


@dataclass(slots=True)
class Person:
    """A person of the article; ``names``: every form that stands for the person."""

    name: str
    names: list[str]
    score: float
    role: Role | None = None
    passage: Passage | None = None


@dataclass(slots=True)
class Body:
    """An organisation or body of the article."""

    name: str
    kind: Literal["organisation", "body"]
    names: list[str]
    sure: float
    state: str = ""
    passage: Passage | None = None


@dataclass(slots=True)
class Survey:
    """What an article names."""

    passages: list[Passage]
    people: list[Person] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)


def survey(title: str, paragraphs: Sequence[str]) -> Survey:
    """Read a headline ("" for none) and paragraphs."""
    passages = [
        _passage(sentence, number)
        for number, paragraph in enumerate([title, *paragraphs])
        for sentence in sentences(paragraph)
    ]
    result = Survey(passages)
    seen = Counter(
        word
        for passage in passages
        if not passage.title_case
        for index, word in enumerate(passage.words)
        if index not in passage.initial and passage.tokens[index].is_capital
    )
    for passage in passages:
        _known(passage, seen)
    settle(passages)
    plain = [passage for passage in passages if not passage.title_case]
    for passage in plain or passages:
        find_bodies(passage)
    learned = _learn(plain)
    for passage in plain:
        find_companies(passage, sure=True)
    _people(result, plain or passages)
    for passage in plain:
        find_companies(passage, sure=False)
    _spread_companies(passages)
    _bodies(result, learned)
    return result


def _passage(text: str, paragraph: int) -> Passage:
    tokens = known_names().tokens(text)
    words = [token.plain for token in tokens]
    initial = {0}
    for index, word in enumerate(words[:-1]):
        if word in ('"', "“", "‘", "«", ":", "—", "–", "-", "--", "•") and (
            tokens[index + 1].start > tokens[index].end - 1
        ):
            if word != "-" or (index and tokens[index - 1].end < tokens[index].start):
                initial.add(index + 1)
    long = _LETTERS.findall(text)
    capital = sum(word[0].isupper() for word in long)
    ends = text.rstrip("\"”’' ")[-1:] in ".!?:;,"
    title_case = len(long) >= 3 and capital >= 0.65 * len(long) and (paragraph == 0 or not ends)
    return Passage(
        text=text,
        paragraph=paragraph,
        tokens=tokens,
        words=words,
        title_case=title_case,
        initial=frozenset(initial),
    )


_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(?P<more>(?:, [\w. ]{2,25}){0,3}?) ?"
    r"(?:\([^)]{2,40}\) ?)?(?:--|—|–|-|:) "
)


def _dateline(passage: Passage) -> int:
    """Mark "NAIROBI, Kenya (Agency) —" at the head of a paragraph; the token behind the city."""
    match = _DATELINE.match(passage.text)
    if not match or passage.text.isupper():
        return 0
    last = sum(token.start < match.end("place") for token in passage.tokens)
    passage.add(Span(0, last, "place", match["place"].title()))
    return last


def _known(passage: Passage, seen: Counter[str]) -> None:
    names = known_names()
    index = _dateline(passage)
    while index < len(passage.words):
        found = names.at(passage.words, index)
        if not found:
            index += 1
            continue
        length, entry = found
        word = passage.words[index]
        if length == 1 and _doubtful(passage, index, entry.kind, seen):
            index += 1
            continue
        sure = 0.9 if entry.kind != "demonym" else 0.8
        after = passage.word(index + length)
        if entry.kind in ("capital", "place") and (after in _OF_PLACE and not passage.title_case):
            passage.add(Span(index, index + length + 1, "other", entry.name))
            index += length + 1
            continue
        passage.add(Span(index, index + length, entry.kind, entry.name, sure))
        index += length
        if word == "Congo" and passage.word(index) == "River":
            index += 1


_OF_PLACE = frozenset(
    """Convention Conventions Accord Accords Agreement Agreements Protocol Treaty Pact Declaration
    Post Times Journal Tribune Herald Gazette Chronicle Marathon Bridge Tower Wall Games Olympics
    Airport Station Stadium Street Road Square Process Club Rules Principles Summit Conference Forum
    Declaration Cathedral Palace Castle Arena Prize Festival Biennale Opera Zoo Derby Format""".split()
)
_SPOKEN = {"in", "speaks", "spoke", "speak", "speaking", "fluent", "into", "learn", "learned"}
_LANGUAGE = {"language", "languages", "speaking", "speaker", "speakers", "dialect", "lessons"}
_AMERICAS = {"Latin", "South", "North", "Central", "African", "Native", "Asian", "Pan", "Inter"}
_EVENTS = {
    "Open",
    "Masters",
    "Cup",
    "Championship",
    "Championships",
    "Dream",
    "Revolution",
    "Embassy",
}


def _doubtful(passage: Passage, index: int, kind: str, seen: Counter[str]) -> bool:
    """Whether a known word of one part may well be something else here."""
    word, after, before = passage.words[index], passage.word(index + 1), passage.word(index - 1)
    if word.lower() in common_words() and (index in passage.initial or passage.title_case):
        if kind != "demonym" and not seen[word] and not word.isupper():
            return True
    if kind == "demonym":
        if after in _LANGUAGE or (after == "-" and passage.word(index + 2) in _LANGUAGE):
            return True
        if before in _SPOKEN and (not after[:1].isalpha() or after.lower() in SMALL):
            return True
        if word.startswith("American") and before in _AMERICAS:
            return True
        if word.startswith("African"):
            return True
        if after in _EVENTS - {"Embassy"}:
            return True
    if kind == "state":
        if word == "US" and (after in _EVENTS - {"Embassy"} or passage.text.isupper()):
            return True
        if word == "America" and before[:1].isupper() and index - 1 not in passage.initial:
            return True
        if word == "America" and before in _AMERICAS | {"of"} and passage.word(index - 2) == "Bank":
            return True
    if word == "Amazon" and before.lower() == "the":
        return True
    return word == "Quad" and before.lower() != "the"


def _learn(passages: Sequence[Passage]) -> dict[str, str]:
    """Acronyms that the article explains, with the full name of each."""
    learned: dict[str, str] = {}
    for passage in passages:
        for short, first, last in list(acronyms(passage)):
            span = passage.owner[first]
            covering = [s for s in passage.spans if s.first > first and s.last == last]
            if not span and covering and covering[0].kind in ("organisation", "body"):
                inner = covering[0]
                name = re.sub(r"\s+", " ", passage.surface(first, last)).replace("’", "'")
                passage.put(Span(first, last, inner.kind, name, inner.sure, inner.state))
                span = passage.owner[first]
            if not span or span.first != first or span.last != last:
                name = re.sub(r"\s+", " ", passage.surface(first, last)).replace("’", "'")
                entry = known_names().at([short], 0)
                kind: Literal["organisation", "body"] = "organisation"
                if entry and entry[1].kind in ("organisation", "body"):
                    known = known_names().at(passage.words, first)
                    if known and known[1].name == entry[1].name:
                        continue
                words = passage.words[first:last]
                if (
                    words[0] in given_names()
                    or words[-1] in OTHER_HEADS
                    or len(words) < 3
                    or all(word.lower() in common_words() for word in words)
                ):
                    continue
                passage.put(Span(first, last, kind, name, 0.6))
                span = passage.owner[first]
            if span and span.kind in ("organisation", "body"):
                learned.setdefault(short, span.name)
    return learned


# --- people ------------------------------------------------------------------------------------


def _people(result: Survey, passages: Sequence[Passage]) -> None:
    found = [candidate for passage in passages for candidate in candidates(passage)]
    solo = Counter(c.name for c in found if c.last - c.first == 1)
    best: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.last - candidate.first < 2:
            continue
        known = best.get(candidate.name)
        if known is None or candidate.score > known.score:
            best[candidate.name] = candidate
    for name, candidate in sorted(best.items(), key=lambda item: -len(item[0].split())):
        words = name.split()
        score = candidate.score
        alone = solo[words[-1]] + (solo[words[0]] if words[0] in FAMILY_FIRST else 0)
        if alone:
            score += min(2.4, 1.0 + 0.4 * alone)
        if score >= LIKELY:
            _register(result, name, score)
    _mark_full(result)
    _mark_short(result, found)
    for person in result.people:
        person.role = _best_role(result, person)


def _plain(name: str) -> list[str]:
    """The words of a name without initials, accents and "al-"."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(char for char in text if not unicodedata.combining(char)).lower()
    words = [word for word in text.split() if not word.endswith(".")] or text.split()
    return [re.sub("^(?:al|el)-", "", word) for word in words]


def _register(result: Survey, name: str, score: float) -> None:
    words = _plain(name)
    for person in result.people:
        theirs = _plain(person.name)
        same = (
            (words[-1] == theirs[-1] and words[0] == theirs[0])
            or (len(words) >= 2 and theirs[: len(words)] == words)
            or theirs[-len(words) :] == words
        )
        if same:
            if name not in person.names:
                person.names.append(name)
            person.score = max(person.score, score)
            return
    result.people.append(Person(name=name, names=[name], score=score))


def _mark_full(result: Survey) -> None:
    forms: dict[tuple[str, ...], Person] = {}
    firsts: dict[str, set[int]] = {}
    for person in result.people:
        for name in person.names:
            key = tuple(token.plain for token in known_names().tokens(name))
            forms.setdefault(key, person)
            firsts.setdefault(key[0], set()).add(len(key))
    for passage in result.passages:
        index = 0
        while index < len(passage.words):
            for length in sorted(firsts.get(passage.words[index], ()), reverse=True):
                owner = forms.get(tuple(passage.words[index : index + length]))
                spans = {
                    id(passage.owner[i]): passage.owner[i]
                    for i in range(index, min(index + length, len(passage.owner)))
                }
                clash = any(
                    span and span.kind in ("organisation", "body") for span in spans.values()
                )
                if owner and not clash:
                    passage.put(Span(index, index + length, "person", owner.name))
                    owner.passage = owner.passage or passage
                    index += length - 1
                    break
            index += 1


def _short_forms(person: Person) -> list[str]:
    forms: list[str] = []
    for name in person.names:
        words = name.split()
        for at in range(1, len(words)):
            form = " ".join(words[at:])
            if not words[at].endswith(".") and words[at] not in ("Jr", "Sr"):
                forms.append(form)
        if words[-1] in ("Jr", "Jr.", "Sr", "Sr.") and len(words) > 2:
            forms.append(words[-2])
        middle = [w for w in words[1:-1] if w[0].isupper() and not w.endswith(".")]
        forms += [w for w in middle if len(w) > 3]
        if words[0] in FAMILY_FIRST or (
            len(words) == 2 and "-" in words[1] and words[0] not in given_names()
        ):
            forms.append(words[0])
    return list(dict.fromkeys(forms))


def _mark_short(result: Survey, found: Sequence[Candidate]) -> None:
    owners: dict[str, list[Person]] = {}
    for person in result.people:
        for form in _short_forms(person):
            owners.setdefault(form, []).append(person)
    keys = {tuple(t.plain for t in known_names().tokens(form)): form for form in owners}
    firsts: dict[str, set[int]] = {}
    for key in keys:
        firsts.setdefault(key[0], set()).add(len(key))
    last_named: dict[str, Person] = {}
    by_name = {person.name: person for person in result.people}
    titled = {(id(c.passage), c.first): c for c in found if c.last - c.first == 1 and c.title}
    for passage in result.passages:
        index = 0
        while index < len(passage.words):
            span = passage.owner[index]
            if span and span.kind == "person":
                for form in _short_forms(by_name[span.name]):
                    last_named[form] = by_name[span.name]
                index = span.last
                continue
            for length in sorted(firsts.get(passage.words[index], ()), reverse=True):
                form = keys.get(tuple(passage.words[index : index + length]))
                if form and _refers(passage, index, length):
                    owner = last_named.get(form) or owners[form][0]
                    passage.put(Span(index, index + length, "person", owner.name))
                    index += length - 1
                    break
            else:
                candidate = titled.get((id(passage), index))
                if candidate:
                    person = _titled(result, candidate)
                    if person:
                        by_name[person.name] = person
            index += 1


def _refers(passage: Passage, index: int, length: int) -> bool:
    """Whether a surname stands here, not the same word as something else."""
    spans = [passage.owner[i] for i in range(index, index + length)]
    if any(
        span
        and span.kind in ("organisation", "body", "seat")
        and span.sure not in (_WEAK, SURE_NAME)
        for span in spans
    ):
        return False
    if any(span and (span.last - span.first > length) for span in spans):
        return False
    before, after = passage.word(index - 1), passage.word(index + length)
    if any(span and span.kind in ("state", "place", "capital", "demonym") for span in spans) and (
        before.lower() in ("in", "at", "from", "to", "of", "near", "the")
    ):
        return False
    word = passage.words[index]
    if not passage.tokens[index].is_capital and "-" not in word and "'" not in word and length == 1:
        return False
    if (index in passage.initial or passage.title_case) and word.lower() in SMALL:
        return after in ("said", "told", "added")
    if before.lower() == "the" and length == 1:
        return False
    following = passage.tokens[index + length] if index + length < len(passage.tokens) else None
    if (
        following
        and following.is_capital
        and not passage.title_case
        and after in HEADS | {"Street", "Road"}
    ):
        return False
    return not (
        following
        and following.is_capital
        and following.is_word
        and not passage.title_case
        and (word.lower() in common_words())
        and not passage.owner[index + length]
    )


def _titled(result: Survey, candidate: Candidate) -> Person | None:
    """A person named only by title and surname ("President Putin", "Mrs Roe")."""
    passage, first = candidate.passage, candidate.first
    word = candidate.name
    before = passage.word(first - 1)
    if len(word) < 2 or passage.owner[first] or word in places() or word in _NO_SURNAME:
        return None
    if before not in courtesies() and (
        (word.lower() in common_words() and word not in SURNAMES)
        or (before.islower() and before not in ("president", "minister", "judge"))
    ):
        return None
    if word.isupper() and len(word) > 2:
        return None
    name = word
    start = first
    if before.lower() in _ROYAL and word in given_names():
        start, name = first - 1, f"{before} {word}"
        if re.fullmatch("[IVX]+", passage.word(first + 1)):
            name = f"{name} {passage.words[first + 1]}"
    for person in result.people:
        if person.name == name or word in person.names:
            passage.add(Span(first, candidate.last, "person", person.name))
            return person
    person = Person(name=name, names=[name, word] if name != word else [name], score=SURE + 0.2)
    person.passage = passage
    passage.put(Span(start if start < first else first, candidate.last, "person", name))
    result.people.append(person)
    for other in result.passages:
        for index, text in enumerate(other.words):
            if text == word and not other.owner[index] and _refers(other, index, 1):
                other.add(Span(index, index + 1, "person", name))
    return person


def _best_role(result: Survey, person: Person) -> Role | None:
    best: Role | None = None
    for passage in result.passages:
        for span in passage.spans:
            if span.kind != "person" or span.name != person.name or passage.title_case:
                continue
            found = role(passage, span.first, span.last)
            if found and (best is None or (found.named and not best.named)):
                best = found
    return best


# --- organisations -----------------------------------------------------------------------------


def _spread_companies(passages: Sequence[Passage]) -> None:
    """Give every further place of a company's name, or of its first word, to the company."""
    names: dict[str, Span] = {}
    told: Counter[str] = Counter()
    for passage in passages:
        for span in passage.spans:
            if span.kind == "organisation" and span.first < span.last:
                told[span.name] += 1
                names.setdefault(span.name, span)
    forms = {tuple(t.plain for t in known_names().tokens(name)): name for name in names}
    for key, name in list(forms.items()):
        if (
            len(key) > 1
            and key[0].lower() not in common_words()
            and key[0] not in given_names()
            and key[0] not in NOT_ORGANISATIONS
            and key[0] not in places()
            and not known_names().at(key, 0)
        ):
            forms.setdefault(key[:1], name)
    for name, span in names.items():
        if span.sure == _WEAK and told[name] > 1:
            span.sure = SURE_NAME
    firsts: dict[str, set[int]] = {}
    for key in forms:
        firsts.setdefault(key[0], set()).add(len(key))
    for passage in passages:
        if passage.title_case and not firsts:
            continue
        for index, word in enumerate(passage.words):
            for length in sorted(firsts.get(word, ()), reverse=True):
                found = forms.get(tuple(passage.words[index : index + length]))
                if found and index + length <= len(passage.words) and _free(passage, index, length):
                    passage.add(Span(index, index + length, "organisation", found, _WEAK))
                    break


def _free(passage: Passage, index: int, length: int) -> bool:
    word, after = passage.words[index], passage.word(index + length)
    if word.lower() in common_words() and (index in passage.initial or passage.title_case):
        return False
    return not (after[:1].isupper() and after.lower() not in SMALL and not passage.title_case) or (
        index + length < len(passage.tokens) and bool(passage.owner[index + length])
    )


_WEAK = 0.6
SURE_NAME = 0.76
_EMPTY = frozenset({"of", "the", "for", "and", "on", "'s", "'", "affairs", "&"})


def _core(name: str, state: str) -> frozenset[str]:
    words = {word.lower() for word in re.findall(r"[\w-]+", name)}
    if state:
        words -= {word.lower() for word in (*state.split(), *adjective(state).split())}
    return frozenset(words - _EMPTY)


def _bodies(result: Survey, learned: dict[str, str]) -> None:
    spans = [
        (passage, span)
        for passage in result.passages
        for span in passage.spans
        if span.kind in ("organisation", "body")
    ]
    known = {
        entry.name
        for entry in known_names().entries.values()
        if entry.kind in ("organisation", "body")
    }
    entries: dict[str, Body] = {}
    cores: dict[frozenset[str], list[Body]] = {}
    place = {id(span): at for at, (_, span) in enumerate(spans)}
    order = sorted(spans, key=lambda item: (item[1].name not in known, -len(item[1].name.split())))
    begun: dict[int, int] = {}
    for passage, span in order:
        entry = entries.get(span.name) or _same(cores, span, begun, place[id(span)])
        if entry is None:
            name = span.name
            if span.state and span.name not in known and not _names_state(span.name, span.state):
                name = f"{adjective(span.state)} {span.name}"
            entry = Body(name=name, kind=span.kind, names=[], sure=span.sure, state=span.state)  # type: ignore[arg-type]
            cores.setdefault(_core(span.name, span.state), []).append(entry)
            result.bodies.append(entry)
        entries[span.name] = entry
        begun[id(entry)] = min(begun.get(id(entry), place[id(span)]), place[id(span)])
        entry.sure = max(entry.sure, span.sure)
        entry.state = entry.state or span.state
    for short, name in learned.items():
        if name in entries:
            entries.setdefault(short, entries[name])
            entries[short] = entries[name]
            if short not in entries[name].names:
                entries[name].names.append(short)
    for passage in result.passages:
        for index, word in enumerate(passage.words):
            if word in learned and word in entries:
                span = passage.owner[index]
                if span is None:
                    passage.add(Span(index, index + 1, entries[word].kind, word, 0.9))
                elif span.last - span.first == 1 and span.kind in ("organisation", "body"):
                    span.name = word
    _rename(result, entries)
    _bare_heads(result)


def _names_state(name: str, state: str) -> bool:
    entry = by_name().get(state)
    return entry is not None and any(
        re.search(rf"\b{re.escape(form)}(?!\w)", name) for form in (*entry.names, *entry.demonyms)
    )


def _same(
    cores: dict[frozenset[str], list[Body]], span: Span, begun: dict[int, int], at: int
) -> Body | None:
    """The body that a further form of its name means; a short form stands behind the long."""
    core = _core(span.name, span.state)
    for entry in cores.get(core, ()):
        if not entry.state or not span.state or entry.state == span.state:
            return entry
    words = span.name.split()
    if len(words) == 1 and span.kind == "organisation" and words[0].lower() not in common_words():
        for entries in cores.values():
            for entry in entries:
                if entry.name.split()[0] == words[0] and entry.kind == "organisation":
                    return entry
    if len(words) >= 2:
        for entries in cores.values():
            for entry in entries:
                if begun[id(entry)] > at:
                    continue
                if entry.name.endswith(" " + span.name) or (
                    entry.name.startswith(span.name + " ")
                    and words[-1] not in ("of", "for")
                    and len(words) > 2
                ):
                    if not span.state or not entry.state or span.state == entry.state:
                        return entry
    return None


def _rename(result: Survey, entries: dict[str, Body]) -> None:
    kept: list[Body] = []
    for passage in result.passages:
        for span in sorted(passage.spans, key=lambda s: s.first):
            if span.kind not in ("organisation", "body"):
                continue
            entry = entries.get(span.name)
            if entry is None:
                continue
            surface = passage.surface(span.first, span.last).replace("’", "'")
            if surface not in entry.names and surface != entry.name:
                entry.names.append(surface)
            if entry not in kept:
                kept.append(entry)
                entry.passage = passage
            span.name, span.kind = entry.name, entry.kind
    result.bodies = kept


def _bare_heads(result: Survey) -> None:
    """ "The Council said": the council last named."""
    last: dict[str, str] = {}
    kinds = {body.name: body.kind for body in result.bodies}
    for passage in result.passages:
        for index, word in enumerate(passage.words):
            span = passage.owner[index]
            if span:
                if span.kind in ("organisation", "body") and span.first == index:
                    for part in span.name.split():
                        if part in HEADS:
                            last[part] = span.name
                continue
            if (
                word in last
                and passage.tokens[index].is_capital
                and passage.word(index - 1).lower() in ("the", "its")
                and not passage.title_case
                and not (index + 1 < len(passage.tokens) and passage.tokens[index + 1].is_capital)
            ):
                passage.add(Span(index, index + 1, kinds[last[word]], last[word]))
