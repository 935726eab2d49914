"""Known names in a sentence: states, capitals, organisations, outlets, places. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from monitor.gazetteer.organisations import organisations, outlets
from monitor.gazetteer.states import State, states
from monitor.gazetteer.words import common_words, given_names, places
from monitor.seeding.conduct_words import ACTS, AUXILIARY
from monitor.seeding.forms import Forms
from monitor.seeding.lexicon import SMALL
from monitor.seeding.offices import is_title
from monitor.seeding.passage import Passage, Span
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
        found = list(_entries())
        self.joined: frozenset[str] = frozenset(
            form
            for form, entry in found
            if entry.kind in ("state", "demonym", "capital", "organisation", "body")
            and " " not in form
            and "-" not in form
        ) | {"pro", "anti", "non", "ex", "Franco", "Sino", "Anglo", "Indo", "Russo", "Euro"}
        self.forms: Forms[Entry] = Forms()
        for form, entry in found:
            self.forms.add(self.words(form), entry)
        self.organisations = frozenset(
            entry.name for _, entry in found if entry.kind in ("organisation", "body")
        )

    def at(self, words: Sequence[str], index: int) -> tuple[int, Entry] | None:
        """The longest known name that begins at a word: its number of words, and what it is."""
        return next(self.forms.at(words, index), None)

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a sentence, known names apart from what is joined to them."""
        return tokens(text, self.joined)

    def words(self, text: str) -> tuple[str, ...]:
        """The plain words of a name."""
        # white space behind "Jr." tells that its full stop is part of it
        return tuple(token.plain for token in self.tokens(f"{text} "))


def _entries() -> Iterator[tuple[str, Entry]]:
    """Every form of every name; where two names share one, the first counts."""
    for organisation in organisations():
        for form in organisation.names:
            yield form, Entry(organisation.kind, organisation.name)
    for state in states():
        yield from _forms(state)
    for state in states():
        for form in state.capitals:
            yield form, Entry("capital", state.name)
    for form in sorted(outlets()):
        yield form, Entry("outlet", form)
    for form in sorted(places()):
        yield form, Entry("place", form)


def _forms(state: State) -> Iterator[tuple[str, Entry]]:
    for form in state.names:
        yield form, Entry("state", state.name)
    for form in state.demonyms:
        yield form, Entry("demonym", state.name)
    for form in state.seats:
        yield form, Entry("seat", state.name)


@cache
def known_names() -> KnownNames:
    """The known names, arranged once."""
    return KnownNames()


def find_known(passage: Passage, seen: Counter[str]) -> None:
    """Add the known names of a sentence.

    ``seen``: how often the article writes a word with a capital where it need not.
    """
    names = known_names()
    index = _dateline(passage)
    while index < len(passage.words):
        found = names.at(passage.words, index)
        if not found or (found[0] == 1 and _doubtful(passage, index, found[1].kind, seen)):
            index += 1
            continue
        length, entry = found
        if (
            entry.kind in ("capital", "place")
            and passage.word(index + length) in _OF_PLACE
            and not passage.title_case
        ):
            length += 1
            passage.add(Span(index, index + length, "other", entry.name))
        else:
            passage.add(Span(index, index + length, entry.kind, entry.name))
        index += length


_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})(?:, [\w. ]{2,25}){0,3}? ?"
    r"(?:\([^)]{2,40}\) ?)?(?:--|—|–|-|:) "
)


def _dateline(passage: Passage) -> int:
    """Mark the city of "NAIROBI, Kenya (Agency) —"; the token behind it."""
    match = _DATELINE.match(passage.text)
    if not match or passage.text.isupper():
        return 0
    last = sum(token.start < match.end("place") for token in passage.tokens)
    passage.add(Span(0, last, "place", match["place"].title()))
    end = sum(token.start < match.end() for token in passage.tokens)
    opens = next((i for i in range(last, end) if passage.words[i] == "("), end)
    closes = next((i for i in range(opens, end) if passage.words[i] == ")"), end)
    if opens + 1 < closes:  # the agency that sends the report
        name = passage.plain(opens + 1, closes)
        passage.add(Span(opens + 1, closes, "outlet", name))
    return last


_OF_PLACE = frozenset(
    [
        "Convention",
        "Conventions",
        "Accord",
        "Accords",
        "Agreement",
        "Agreements",
        "Protocol",
        "Treaty",
        "Pact",
        "Declaration",
        "Post",
        "Times",
        "Journal",
        "Tribune",
        "Herald",
        "Gazette",
        "Chronicle",
        "Marathon",
        "Bridge",
        "Tower",
        "Wall",
        "Games",
        "Olympics",
        "Airport",
        "Station",
        "Stadium",
        "Street",
        "Road",
        "Square",
        "Process",
        "Club",
        "Rules",
        "Principles",
        "Summit",
        "Conference",
        "Forum",
        "Cathedral",
        "Palace",
        "Castle",
        "Arena",
        "Prize",
        "Festival",
        "Biennale",
        "Opera",
        "Zoo",
        "Derby",
        "Format",
    ]
)
_SPOKEN = frozenset(
    ["in", "speaks", "spoke", "speak", "speaking", "fluent", "into", "learn", "learned"]
)
_LANGUAGE = frozenset(
    ["language", "languages", "speaking", "speaker", "speakers", "dialect", "lessons"]
)
_AMERICAS = frozenset(
    ["Latin", "South", "North", "Central", "African", "Native", "Asian", "Pan", "Inter"]
)
_EVENTS = frozenset(
    ["Open", "Masters", "Cup", "Championship", "Championships", "Dream", "Revolution"]
)


def _doubtful(passage: Passage, index: int, kind: KnownKind, seen: Counter[str]) -> bool:
    """Whether a known word of one part may well be something else here."""
    word, before = passage.words[index], passage.word(index - 1)
    if kind == "demonym":
        return _no_demonym(passage, index)
    if kind == "organisation" and _goes_on(passage, index):
        return True
    begins = index in passage.initial or passage.title_case
    if begins and word.lower() in common_words() and not seen[word] and not word.isupper():
        # "Apple pie", "Nice weather", but "Apple said"
        after = passage.word(index + 1)
        acts = after in ACTS or after in AUXILIARY or is_title(after) or after in ("'s", ",")
        return kind not in ("organisation", "body", "state") or not acts
    if word == "US":
        return passage.word(index + 1) in _EVENTS or passage.text.isupper()
    if word == "America":  # "Latin America", "Virgin America"
        return before in _AMERICAS or (before[:1].isupper() and index - 1 not in passage.initial)
    return (word == "Amazon" and before.lower() == "the") or (
        word in ("Quad", "Commonwealth") and before.lower() != "the"
    )


def _goes_on(passage: Passage, index: int) -> bool:
    """Whether a word ends a longer name: "chief executive Damian Roche", "union Alpa Iberia"."""
    before = passage.word(index - 1)
    if passage.title_case or not before.isalpha() or not passage.tokens[index - 1].is_capital:
        return False
    unknown = before.lower() not in common_words() and not is_title(before)
    begins = index - 1 in passage.initial
    return before in given_names() or (unknown and not begins and not passage.owner[index - 1])


def _no_demonym(passage: Passage, index: int) -> bool:
    """A language ("in French"), a people of more than one state, an event ("French Open")."""
    word, before, after = passage.words[index], passage.word(index - 1), passage.word(index + 1)
    if after in _LANGUAGE or (after == "-" and passage.word(index + 2) in _LANGUAGE):
        return True
    if before in _SPOKEN and (not after[:1].isalpha() or after.lower() in SMALL):
        return True
    if word.startswith("Indian") and before in ("American", "Native", "West"):
        return True
    return (word.startswith("American") and before in _AMERICAS) or after in _EVENTS
