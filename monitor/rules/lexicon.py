"""All phrases and words of all rules, and one pass that finds them in a text. Pure.

Aho and Corasick's automaton ("Efficient string matching", 1975; ``ahocorasick_rs``) over folded
text, so that the cost of a text does not grow with the number of rules. Common words are looked
up by their Snowball stem; words seen before are remembered.

What is found has a number. A phrase in any case has that of its pattern, so that the pass itself
gives what most rules ask for; everything else (case-sensitive names, a second spelling or actor
for the same letters, common words, groups) has a negative number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import ahocorasick_rs
import snowballstemmer

from monitor.rules.folding import BOUNDARY, FoldedText, fold
from monitor.rules.inflection import forms

_REMEMBERED_WORDS = 1 << 16  # more than the vocabulary of a week's news; some 10 MB
_SHOUTING_SHARE = 0.8  # of the letters of words that have case, in capitals
_NEIGHBOURS = 2  # words looked at on either side of a name
_LONG_WORD_CHARS = 5  # a word in capitals of this length is hardly another acronym
_ASCII_LOWER = b"abcdefghijklmnopqrstuvwxyz"
_BORDER = BOUNDARY.encode()


class Term(NamedTuple):
    """One spelling to look for: its number, how the rule files write it, and whose name it is."""

    number: int
    text: str
    actor: str | None = None


class Occurrence(NamedTuple):
    """A term found: the words ``first_word`` to ``last_word`` (of all fields joined).

    ``shouted`` marks a case-sensitive term among words in capitals, where "US" may be "us".
    """

    field: int
    first_word: int
    last_word: int
    shouted: bool


class _Variant(NamedTuple):
    """A term beside the plain one of its pattern; ``cased`` where capitals must agree, as folded
    data and as text."""

    number: int
    cased: bytes | None
    text: str


Span = tuple[int, int, bool]
"""Start and end in the folded data, with the blanks around, and whether it is shouted."""


class Findings:
    """What was found in one item. ``seen`` has the numbers of ``terms``; where each stands is
    worked out on demand. ``has_shouted`` says whether any occurrence is shouted."""

    has_shouted = False
    _extra: dict[int, list[Span]] | None = None  # most items need none of these
    _plain: dict[int, list[Span]] | None = None
    _known: dict[int, tuple[Occurrence, ...]] | None = None
    _bounds: tuple[int, ...] | None = None

    def __init__(
        self, folded: FoldedText, matches: Sequence[tuple[int, int, int]], lexicon: Lexicon
    ) -> None:
        self.folded = folded
        self.matches = matches
        self.patterns = lexicon.patterns
        self.terms = lexicon.terms
        patterns = lexicon.patterns
        self.seen = {patterns[match[0]] for match in matches}

    def add(self, number: int, start: int, end: int, *, shouted: bool) -> None:
        """Note a place, as a span of the folded data between and with its blanks."""
        self.seen.add(number)
        if self._extra is None:
            self._extra = {}
        self._extra.setdefault(number, []).append((start, end, shouted))
        if shouted:
            self.has_shouted = True

    def occurrences(self, number: int) -> tuple[Occurrence, ...]:
        """Every place of a term, in the order of the text."""
        if self._known is None:
            self._known = {}
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = tuple(self._located(self.spans(number)))
        return known

    def _located(self, spans: Sequence[Span]) -> Iterator[Occurrence]:
        """Spans, which come in the order of the text, by field and words."""
        data = self.folded.data
        at, word = 0, -1
        for start, end, shouted in spans:
            word += data.count(b" ", at, start + 1)
            at = start + 1
            last = word + data.count(b" ", at, end) - 1
            yield Occurrence(self.field_at(start), word, last, shouted)

    def field_at(self, position: int) -> int:
        """The field in which a position of the folded data is."""
        bounds = self._bounds
        if bounds is None:
            data = self.folded.data
            at, found = data.find(_BORDER), []
            while at >= 0:
                found.append(at)
                at = data.find(_BORDER, at + 1)
            bounds = self._bounds = tuple(found)
        field = 0
        for bound in bounds:
            if position < bound:
                break
            field += 1
        return field

    def places(self, numbers: Set[int]) -> list[tuple[int, int, int]]:
        """Where these terms stand, in the order of the text: start and end in the folded data,
        and the term's number."""
        patterns = self.patterns
        found = [
            (start, end, patterns[rank])
            for rank, start, end in self.matches
            if patterns[rank] in numbers
        ]
        if self._extra is not None:
            found += [
                (start, end, number)
                for number in self._extra.keys() & numbers
                for start, end, _ in self._extra[number]
            ]
        if len(found) > 1:
            found.sort(key=self._rank)
        return found

    def _rank(self, place: tuple[int, int, int]) -> tuple[int, int, str, str]:
        start, end, number = place
        _, text, actor = self.terms[number]
        return start, end, text, actor or ""

    def spans(self, number: int) -> Sequence[Span]:
        """Every place of a term as a span of the folded data, in the order of the text."""
        if number < 0:  # words of one stem were looked for one after the other
            return sorted(self._extra.get(number, ())) if self._extra is not None else ()
        plain = self._plain
        if plain is None:
            plain = self._plain = {}
            for rank, start, end in self.matches:
                plain.setdefault(self.patterns[rank], []).append((start, end, False))
        return plain.get(number, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The terms of a rule set, ready to be found.

    ``patterns`` has the numbers of the automaton's patterns, in its order. ``special`` are those
    that have ``variants``, of which the ``nameless`` stand for nothing else.
    """

    automaton: Any  # ahocorasick_rs.BytesAhoCorasick, which is not typed; None without phrases
    patterns: Sequence[int]
    special: frozenset[int]
    nameless: frozenset[int]
    variants: Mapping[int, tuple[_Variant, ...]]
    words: WordTable | None
    terms: Mapping[int, Term]

    def find(self, folded: FoldedText) -> Findings:
        """Every occurrence of every term."""
        matches: Sequence[tuple[int, int, int]] = ()
        if self.automaton is not None:
            matches = self.automaton.find_matches_as_indexes(folded.data, overlapping=True)
        found = Findings(folded, matches, self)
        special = self.special & found.seen
        if special:
            self._find_variants(found, special)
        if self.words is not None:
            self.words.find(found)
        return found

    def _find_variants(self, found: Findings, special: Set[int]) -> None:
        """Put what each special pattern stands for in its place."""
        found.seen -= self.nameless & special
        capitals = Capitals(found)
        patterns = self.patterns
        for rank, start, end in found.matches:
            if patterns[rank] not in special:
                continue
            for variant in self.variants[patterns[rank]]:
                if variant.cased is None:
                    found.add(variant.number, start, end, shouted=False)
                elif (shouted := capitals.agree(variant, start, end)) is not None:
                    found.add(variant.number, start, end, shouted=shouted)


@dataclass(slots=True)
class LexiconBuilder:
    """Collects terms while rules are compiled; the same term twice has one number."""

    phrases: dict[tuple[str, bool, str | None, bool], Term] = field(default_factory=dict)
    words: dict[tuple[str, str], Term] = field(default_factory=dict)
    patterns: dict[str, int] = field(default_factory=dict)
    plain: set[int] = field(default_factory=set)
    variants: dict[int, list[_Variant]] = field(default_factory=dict)
    negative: int = 0

    def phrase(
        self, text: str, *, case_sensitive: bool, actor: str | None = None, inflected: bool = False
    ) -> Term:
        """A literal phrase, as a name of ``actor`` if given; ``inflected``: in all its forms."""
        key = (text, case_sensitive, actor, inflected)
        known = self.phrases.get(key)
        if known is None:
            others = forms(text) if inflected and not case_sensitive else ()
            if others:
                number = self._number_of_all((text, *others))
            else:
                folded = fold(text)
                cased = folded.cased_text if case_sensitive else None
                number = self._phrase_number(folded.text, cased)
            known = self.phrases[key] = Term(number, text, actor)
        return known

    def word(self, text: str, language: str) -> Term:
        """A common word, found in any inflection."""
        key = (text, language)
        if key not in self.words:
            self.words[key] = Term(self.other_number(), text)
        return self.words[key]

    def other_number(self) -> int:
        """A number that no phrase and no word has."""
        self.negative -= 1
        return self.negative

    def _phrase_number(self, folded: str, cased: str | None) -> int:
        if not folded.strip():  # what folds to nothing matches nothing
            return self.other_number()
        pattern = self.patterns.setdefault(folded, len(self.patterns))
        if cased is None and pattern not in self.plain:
            self.plain.add(pattern)
            return pattern
        number = self.other_number()
        data = cased.encode() if cased is not None else None
        self.variants.setdefault(pattern, []).append(_Variant(number, data, cased or ""))
        return number

    def _number_of_all(self, texts: Sequence[str]) -> int:
        """One number for several texts."""
        number = self.other_number()
        for folded in dict.fromkeys(fold(text).text for text in texts):
            pattern = self.patterns.setdefault(folded, len(self.patterns))
            self.variants.setdefault(pattern, []).append(_Variant(number, None, ""))
        return number

    def build(self) -> Lexicon:
        """The finished lexicon. What begins alike lies together in an automaton of sorted patterns,
        which makes the pass a tenth quicker."""
        automaton = None
        ordered = sorted(self.patterns)
        if ordered:
            automaton = ahocorasick_rs.BytesAhoCorasick(
                [text.encode() for text in ordered],
                implementation=ahocorasick_rs.Implementation.ContiguousNFA,
            )
        special = frozenset(self.variants)
        terms = [*self.phrases.values(), *self.words.values()]
        return Lexicon(
            automaton=automaton,
            patterns=[self.patterns[text] for text in ordered],
            special=special,
            nameless=special - self.plain,
            variants={pattern: tuple(terms) for pattern, terms in self.variants.items()},
            words=WordTable(self.words) if self.words else None,
            terms={term.number: term for term in terms},
        )


class WordTable:
    """Finds common words by their stems; remembers the words it met. May be shared by threads."""

    __slots__ = ("_languages", "_memory", "_numbers")

    def __init__(self, words: Mapping[tuple[str, str], Term]) -> None:
        self._numbers: dict[tuple[str, str], list[int]] = {}
        for (text, language), term in words.items():
            stem = _stem(fold(text).text.strip(), language)
            self._numbers.setdefault((language, stem), []).append(term.number)
        self._languages = sorted({language for _, language in words})
        self._memory: tuple[set[bytes], dict[bytes, tuple[int, ...]]] = (set(), {})

    def find(self, found: Findings) -> None:
        """Note every occurrence of every word."""
        met, wanted = self._memory
        if len(met) > _REMEMBERED_WORDS:  # another thread may still work with the old ones
            met, wanted = self._memory = (set(), {})
        data = found.folded.data
        words = set(data.split())
        for word in words - met:
            numbers = self._of(word.decode())
            if numbers:
                wanted[word] = numbers
            met.add(word)
        for word in words & wanted.keys():
            padded = b" %b " % word
            for number in wanted[word]:
                start = data.find(padded)
                while start >= 0:
                    end = start + len(padded)
                    found.add(number, start, end, shouted=False)
                    start = data.find(padded, end - 1)

    def _of(self, word: str) -> tuple[int, ...]:
        stems = ((language, _stem(word, language)) for language in self._languages)
        return tuple(number for stem in stems for number in self._numbers.get(stem, ()))


def _stem(word: str, language: str) -> str:
    # A stemmer keeps state while it works, so each call has its own: matchers cross threads.
    return str(snowballstemmer.stemmer(language).stemWord(word))


class Capitals:
    """Whether capitals agree where they must. Lives for one item."""

    __slots__ = ("_end", "_folded", "_found", "_is_loud", "_start")

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._folded = found.folded
        self._start, self._end = 0, 0  # of the field last looked at, in the folded data
        self._is_loud = False

    def agree(self, variant: _Variant, start: int, end: int) -> bool | None:
        """Whether the term is shouted at this span, or ``None`` where it is another word."""
        cased = self._folded.cased
        if isinstance(cased, bytes):
            here: bytes | str = cased[start:end]
            same = here == variant.cased
        else:
            here = self._folded.between(start, end)
            same = here == variant.text
        if same:
            return self._is_shouting(start) or self._among_capitals(start, end)
        text = here if isinstance(here, str) else here.decode()
        if text == variant.text.upper() and self._is_shouting(start):
            return True
        return None

    def _is_shouting(self, position: int) -> bool:
        if not self._start <= position < self._end:
            data, cased = self._folded.data, self._folded.cased
            self._start = data.rfind(_BORDER, 0, position) + 1
            border = data.find(_BORDER, position)
            self._end = border if border >= 0 else len(data)
            if isinstance(cased, str):
                field: bytes | str = self._folded.cased_field(self._found.field_at(position))
            else:
                field = cased[self._start : self._end]
            self._is_loud = is_shouting(field)
        return self._is_loud

    def _among_capitals(self, start: int, end: int) -> bool:
        """Whether the words next to a span are in capitals, and not just more acronyms."""
        cased, data = self._folded.cased, self._folded.data
        if isinstance(cased, bytes):
            following = cased[end : end + 2]
            if following != following.upper() or cased[start - 1 : start].islower():
                return False  # the next word or the one before is not in capitals
            text, at, to = cased.decode(), start, end
        else:
            text, at = cased, len(data[:start].decode())
            to = at + len(data[start:end].decode())
        reach = _NEIGHBOURS * 30  # characters that surely hold these words
        before = text[max(0, at - reach) : at].rpartition(BOUNDARY)[2].split()[-_NEIGHBOURS:]
        after = text[to : to + reach].partition(BOUNDARY)[0].split()[:_NEIGHBOURS]
        words = [word for word in before + after if word.lower() != word.upper()]
        return all(word.isupper() for word in words) and any(
            len(word) >= _LONG_WORD_CHARS for word in words
        )


def is_shouting(cased: bytes | str) -> bool:
    """Whether a text is written in capitals throughout, as some headlines are.

    At least two words with letters that have case, and four fifths of these letters in capitals:
    an outlet's name behind the headline may be written otherwise.
    """
    if isinstance(cased, bytes):
        small = len(cased) - len(cased.translate(None, _ASCII_LOWER))
        if small > (1 - _SHOUTING_SHARE) * len(cased):
            return False  # as nearly all texts are, however their words divide
        cased = cased.decode()
    upper = lower = words = 0
    for word in cased.split():
        if word.isupper():
            upper += len(word)
            words += 1
        elif word.upper() != word:
            lower += len(word)
            words += 1
    return words >= 2 and upper >= _SHOUTING_SHARE * (upper + lower)
