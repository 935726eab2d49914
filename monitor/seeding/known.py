"""Known names in a sentence: states, capitals, organisations, outlets, places. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from monitor.gazetteer.organisations import organisations, outlets
from monitor.gazetteer.states import states
from monitor.gazetteer.words import places
from monitor.seeding.tokens import Token, tokens

KnownKind = Literal[
    "state", "demonym", "capital", "seat", "organisation", "body", "outlet", "place"
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a known name means. ``name``: of the state, organisation or place."""

    kind: KnownKind
    name: str


class KnownNames:
    """The gazetteer, arranged to find the longest name at a word."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, ...], Entry] = {}
        self.lengths: dict[str, list[int]] = {}
        self.joined: frozenset[str] = frozenset()
        found = list(_entries())
        self.joined = frozenset(
            form
            for form, entry in found
            if entry.kind in ("state", "demonym", "capital", "organisation", "body")
            and " " not in form
            and "-" not in form
        ) | {"pro", "anti", "non", "ex", "Franco", "Sino", "Anglo", "Indo", "Russo", "Euro"}
        for form, entry in found:
            key = tuple(token.plain for token in tokens(form, self.joined))
            if key not in self.entries:
                self.entries[key] = entry
                self.lengths.setdefault(key[0], []).append(len(key))
        for lengths in self.lengths.values():
            lengths[:] = sorted(set(lengths), reverse=True)

    def at(self, words: Sequence[str], index: int) -> tuple[int, Entry] | None:
        """The longest known name that begins at a word: its number of words, and what it is."""
        for length in self.lengths.get(words[index], ()):
            entry = self.entries.get(tuple(words[index : index + length]))
            if entry and index + length <= len(words):
                return length, entry
        return None

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a sentence, known names apart from what is joined to them."""
        return tokens(text, self.joined)


def _entries() -> Iterator[tuple[str, Entry]]:
    for organisation in organisations():
        for form in organisation.names:
            yield form, Entry(organisation.kind, organisation.name)
    for state in states():
        for form in state.names:
            yield form, Entry("state", state.name)
        for form in state.demonyms:
            yield form, Entry("demonym", state.name)
        for form in state.seats:
            yield form, Entry("seat", state.name)
    for state in states():
        for form in state.capitals:
            yield form, Entry("capital", state.name)
    for form in sorted(outlets()):
        yield form, Entry("outlet", form)
    for form in sorted(places()):
        yield form, Entry("place", form)


@cache
def known_names() -> KnownNames:
    """The known names, arranged once."""
    return KnownNames()
