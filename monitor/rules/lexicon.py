"""All phrases and words of all rules, and one pass that finds them in a text. Pure.

Aho and Corasick's automaton ("Efficient string matching", 1975; ``ahocorasick_rs``) over folded
text, so that the cost of a text does not grow with the number of rules. Common words are looked
up by their Snowball stem; stems of words seen before are remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import ahocorasick_rs
import snowballstemmer

from monitor.rules.folding import FoldedText, fold

_REMEMBERED_WORDS = 1 << 16  # more than the vocabulary of a week's news; some 10 MB
_SHOUTING_SHARE = 0.8  # of the letters of words that have case, in capitals
_NEIGHBOURS = 2  # words looked at on either side of a name
_LONG_WORD_CHARS = 5  # a word in capitals of this length is hardly another acronym


class Occurrence(NamedTuple):
    """A term found: the words ``[start, end)`` of the folded text of field number ``field``.

    ``shouted`` marks a case-sensitive term among words in capitals, where "US" may be "us".
    """

    field: int
    start: int
    end: int
    shouted: bool


Occurrences = Mapping[int, Sequence[Occurrence]]
"""What was found, by term number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The terms of a rule set, ready to be found."""

    automaton: Any  # ahocorasick_rs.AhoCorasick, which is not typed; None without phrases
    patterns: tuple[tuple[tuple[int, str | None], ...], ...]
    word_terms: Callable[[str], tuple[int, ...]] | None

    def find(self, fields: Sequence[FoldedText | None]) -> dict[int, list[Occurrence]]:
        """Every occurrence of every term in the given fields (``None``: not looked at)."""
        found: dict[int, list[Occurrence]] = {}
        for index, folded in enumerate(fields):
            if folded is not None and len(folded.text) > 1:
                self._find_phrases(index, folded, found)
                self._find_words(index, folded.text, found)
        return found

    def _find_phrases(
        self, index: int, folded: FoldedText, found: dict[int, list[Occurrence]]
    ) -> None:
        if self.automaton is None:
            return
        shouting: bool | None = None
        spans = self.automaton.find_matches_as_indexes(folded.text, overlapping=True)
        for pattern, start, end in spans:
            for term, cased in self.patterns[pattern]:
                shouted = False
                if cased is not None:
                    if shouting is None:
                        shouting = is_shouting(folded.cased)
                    wanted = cased.upper() if shouting else cased
                    if folded.cased[start:end] != wanted:
                        continue
                    shouted = shouting or _among_capitals(folded.cased, start, end)
                found.setdefault(term, []).append(Occurrence(index, start + 1, end - 1, shouted))

    def _find_words(self, index: int, text: str, found: dict[int, list[Occurrence]]) -> None:
        if self.word_terms is None:
            return
        word_terms = self.word_terms
        for word in dict.fromkeys(text.split()):
            for term in word_terms(word):
                padded = f" {word} "
                start = text.find(padded)
                while start >= 0:
                    end = start + len(padded)
                    occurrence = Occurrence(index, start + 1, end - 1, shouted=False)
                    found.setdefault(term, []).append(occurrence)
                    start = text.find(padded, end - 1)


@dataclass(slots=True)
class LexiconBuilder:
    """Collects terms while rules are compiled; the same term twice has one number."""

    phrases: dict[tuple[str, str | None], int] = field(default_factory=dict)
    words: dict[tuple[str, str], int] = field(default_factory=dict)

    def phrase(self, text: str, *, case_sensitive: bool) -> int:
        """The number of a literal phrase."""
        folded = fold(text)
        key = (folded.text, folded.cased if case_sensitive else None)
        return self.phrases.setdefault(key, len(self.phrases) + len(self.words))

    def word(self, text: str, language: str) -> int:
        """The number of a common word; all words with its stem have the same."""
        key = (language, _stem(fold(text).text.strip(), language))
        return self.words.setdefault(key, len(self.phrases) + len(self.words))

    def build(self) -> Lexicon:
        """The finished lexicon."""
        by_text: dict[str, list[tuple[int, str | None]]] = {}
        for (text, cased), term in self.phrases.items():
            if text.strip():  # what folds to nothing matches nothing
                by_text.setdefault(text, []).append((term, cased))
        automaton = ahocorasick_rs.AhoCorasick(list(by_text)) if by_text else None
        return Lexicon(
            automaton=automaton,
            patterns=tuple(tuple(terms) for terms in by_text.values()),
            word_terms=_word_lookup(dict(self.words)) if self.words else None,
        )


def _word_lookup(words: Mapping[tuple[str, str], int]) -> Callable[[str], tuple[int, ...]]:
    languages = sorted({language for language, _ in words})

    @lru_cache(maxsize=_REMEMBERED_WORDS)
    def word_terms(word: str) -> tuple[int, ...]:
        stems = ((language, _stem(word, language)) for language in languages)
        return tuple(words[stem] for stem in stems if stem in words)

    return word_terms


def _stem(word: str, language: str) -> str:
    # A stemmer keeps state while it works, so each call has its own: matchers cross threads.
    return str(snowballstemmer.stemmer(language).stemWord(word))


def is_shouting(cased: str) -> bool:
    """Whether a text is written in capitals throughout, as some headlines are.

    At least two words with letters that have case, and four fifths of these letters in capitals:
    an outlet's name behind the headline may be written otherwise.
    """
    upper = lower = words = 0
    for word in cased.split():
        if word.isupper():
            upper += len(word)
            words += 1
        elif word.upper() != word:
            lower += len(word)
            words += 1
    return words >= 2 and upper >= _SHOUTING_SHARE * (upper + lower)


def _among_capitals(cased: str, start: int, end: int) -> bool:
    """Whether the words next to a span are in capitals, and not just more acronyms."""
    reach = _NEIGHBOURS * 30  # characters that surely hold these words
    before = cased[max(0, start - reach) : start].split()[-_NEIGHBOURS:]
    after = cased[end : end + reach].split()[:_NEIGHBOURS]
    words = [word for word in before + after if word.lower() != word.upper()]
    return all(word.isupper() for word in words) and any(
        len(word) >= _LONG_WORD_CHARS for word in words
    )
