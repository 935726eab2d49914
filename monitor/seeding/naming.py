"""One entry for each organisation, by whatever names the article calls it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from monitor.gazetteer.states import by_name
from monitor.gazetteer.words import common_words, given_names, places
from monitor.seeding.bodies import LEADING, adjective
from monitor.seeding.forms import Forms
from monitor.seeding.known import known_names
from monitor.seeding.lexicon import HEADS, LEGAL_FORMS, NOT_ORGANISATIONS, SMALL
from monitor.seeding.passage import BY_CONTEXT, Passage, Span


@dataclass(slots=True)
class Body:
    """An organisation or body of the article. ``names``: other forms. ``state``: whose it is."""

    name: str
    kind: Literal["organisation", "body"]
    names: list[str]
    sure: float
    state: str = ""
    passage: Passage | None = None


def name_bodies(passages: Sequence[Passage], learned: Mapping[str, str]) -> list[Body]:
    """Group the organisations found in the passages, mark their further forms, and rename every
    mark to the entry's name. ``learned``: acronyms that the article explains."""
    _spread(passages)
    groups = _Groups()
    spans = [(p, s) for p in passages for s in p.spans if s.kind in ("organisation", "body")]
    known = known_names().organisations
    order = sorted(
        enumerate(spans), key=lambda item: (item[1][1].name not in known, -_length(item[1][1]))
    )
    for place, (_, span) in order:
        groups.add(span, place)
    for short, name in learned.items():
        groups.alias(short, name)
    for passage in passages:
        _mark_acronyms(passage, groups.by_form, learned)
    bodies = _rename(passages, groups.by_form)
    _mark_bare_heads(passages, {body.name: body.kind for body in bodies})
    return bodies


def _length(span: Span) -> int:
    return len(span.name.split())


def _spread(passages: Sequence[Passage]) -> None:
    """Give every further place of an organisation's name, or its first word, to it."""
    found = [s for p in passages for s in p.spans if s.kind == "organisation"]
    told = Counter(span.name for span in found)
    forms: Forms[str] = Forms()
    for span in found:
        if span.sure == BY_CONTEXT[0] and told[span.name] > 1:
            span.sure = BY_CONTEXT[1]
        forms.add(known_names().words(span.name), span.name)
    for name in told:
        for short in _short_forms(known_names().words(name)):
            forms.add(short, name)
    for passage in passages:
        for index in range(len(passage.words)):
            for length, name in forms.at(passage.words, index):
                if _is_free(passage, index, length):
                    passage.add(Span(index, index + length, "organisation", name, BY_CONTEXT[0]))
                    break


def _short_forms(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The first word ("Merrill"), the second behind a leading noun, all without legal form."""
    if len(key) > 1 and not known_names().at(key, 0):
        part = key[1:2] if key[0] in LEADING else key[:1]
        if _tells(part[0]):
            yield part
        if key[-1] in LEGAL_FORMS:
            yield key[:-1]


def _tells(word: str) -> bool:
    """Whether the first word of a name can stand for all of it ("Merrill" for Merrill Lynch)."""
    return (
        word.lower() not in common_words()
        and word not in given_names()
        and word not in NOT_ORGANISATIONS
        and word not in places()
    )


def _is_free(passage: Passage, index: int, length: int) -> bool:
    word, after = passage.words[index], index + length
    if word.lower() in common_words() and (index in passage.initial or passage.title_case):
        return False
    if passage.title_case or not passage.is_capital(after):
        return True
    return passage.words[after].lower() in SMALL or bool(passage.owner[after])


_EMPTY = frozenset({"of", "the", "for", "and", "on", "s", "affairs"})


def _core(name: str, state: str) -> frozenset[str]:
    """The words that tell a body, alike in "Foreign Ministry" and "Ministry of Foreign Affairs"."""
    words = {word.lower() for word in re.findall(r"[\w-]+", name)}
    if state:
        words -= {word.lower() for word in (*state.split(), *adjective(state).split())}
    return frozenset(words - _EMPTY)


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


@dataclass(slots=True)
class _Groups:
    """Entries by every form; ``begun``: where the article first has each."""

    by_form: dict[str, Body] = field(default_factory=dict)
    by_core: dict[frozenset[str], list[Body]] = field(default_factory=dict)
    begun: dict[int, int] = field(default_factory=dict)

    def add(self, span: Span, place: int) -> None:
        """Add an organisation that stands at a place in the order of the article."""
        entry = self.by_form.get(span.name) or self._same(span, place)
        if entry is None:
            entry = Body(
                name=_name(span),
                kind="body" if span.kind == "body" else "organisation",
                names=[],
                sure=span.sure,
                state=span.state,
            )
            self.by_core.setdefault(_core(span.name, span.state), []).append(entry)
        self.by_form[span.name] = entry
        self.begun[id(entry)] = min(self.begun.get(id(entry), place), place)
        entry.sure = max(entry.sure, span.sure)
        entry.state = entry.state or span.state

    def alias(self, short: str, name: str) -> None:
        """Let an acronym mean the organisation of that name."""
        entry = self.by_form.get(name)
        if entry:
            self.by_form[short] = entry
            if short not in entry.names:
                entry.names.append(short)

    def _same(self, span: Span, place: int) -> Body | None:
        """The entry that a further form means; a short form stands behind the long one."""
        for entry in self.by_core.get(_core(span.name, span.state), ()):
            if _agree(entry.state, span.state):
                return entry
        words = span.name.split()
        entries = [entry for found in self.by_core.values() for entry in found]
        for entry in entries:
            full = entry.name.split()
            if full[-1] in LEGAL_FORMS and full[:-1] == words:
                return entry
        if words[0] in HEADS and len(words) == 1:  # "Parliament", behind "European Parliament"
            ends = (e for e in entries if e.name.endswith(f" {words[0]}"))
            return next((e for e in ends if self.begun[id(e)] <= place), None)
        if len(words) == 1:
            tells = span.kind == "organisation" and _tells(words[0])
            return next((e for e in entries if tells and _stands_for(e, words[0])), None)
        parts = [
            entry
            for entry in entries
            if _agree(entry.state, span.state) and _is_part(span.name, entry.name)
        ]
        told = [one for one in parts if one.kind == "organisation" or self.begun[id(one)] <= place]
        return told[0] if told else parts[0] if len(parts) == 1 else None


def _stands_for(entry: Body, word: str) -> bool:
    """The first word of a name; the second behind a noun ("Ardanza" for "Grupo Ardanza")."""
    words = entry.name.split()
    if entry.kind != "organisation":
        return False
    return words[0] == word or (len(words) > 1 and words[0] in LEADING and words[1] == word)


def _is_part(short: str, name: str) -> bool:
    if name.endswith(" " + short):
        return True
    words = short.split()
    return name.startswith(short + " ") and len(words) > 2 and words[-1] not in ("of", "for")


def _name(span: Span) -> str:
    """The name with its state, where only the words around it tell that ("Kenya's Supreme
    Court")."""
    if not span.state or span.name in known_names().organisations:
        return span.name
    entry = by_name()[span.state]
    named = any(
        re.search(rf"\b{re.escape(form)}(?!\w)", span.name)
        for form in (*entry.names, *entry.demonyms)
    )
    return span.name if named else f"{adjective(span.state)} {span.name}"


def _mark_acronyms(
    passage: Passage, by_form: Mapping[str, Body], learned: Mapping[str, str]
) -> None:
    for index, word in enumerate(passage.words):
        if word not in learned or word not in by_form:
            continue
        span = passage.owner[index]
        if span is None:
            passage.add(Span(index, index + 1, by_form[word].kind, word))
        elif span.last - span.first == 1 and span.kind in ("organisation", "body"):
            span.name = word


def _rename(passages: Sequence[Passage], by_form: Mapping[str, Body]) -> list[Body]:
    """The entries that stand in the passages, in order; every span with its entry's name."""
    kept: list[Body] = []
    for passage in passages:
        for span in sorted(passage.spans, key=lambda span: span.first):
            entry = by_form.get(span.name) if span.kind in ("organisation", "body") else None
            if entry is None:
                continue
            form = passage.plain(span.first, span.last)
            if form not in entry.names and form != entry.name:
                entry.names.append(form)
            if entry.passage is None:
                kept.append(entry)
                entry.passage = passage
            span.name, span.kind = entry.name, entry.kind
    return kept


def _mark_bare_heads(
    passages: Sequence[Passage], kinds: Mapping[str, Literal["organisation", "body"]]
) -> None:
    """ "The Council said": the council last named."""
    last: dict[str, str] = {}
    for passage in passages:
        for index, word in enumerate(passage.words):
            span = passage.owner[index]
            if span and span.kind in ("organisation", "body") and span.first == index:
                last |= {part: span.name for part in span.name.split() if part in HEADS}
            if (
                span is None
                and word in last
                and passage.is_capital(index)
                and not passage.is_capital(index + 1)
                and passage.word(index - 1).lower() in ("the", "its")
                and not passage.title_case
            ):
                passage.add(Span(index, index + 1, kinds[last[word]], last[word]))
