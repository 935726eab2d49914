"""One item under the eyes of the rules: what was found in it, and where. Pure.

A :class:`Reading` lives for the judging of one item and works out only once, and only when
asked, what many rules may ask for: word positions, written dates, matches of patterns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from monitor.model import Evidence, FieldName, Item
from monitor.rules.dates import WrittenDate, written_dates
from monitor.rules.folding import Alignment, FoldedText, align, offsets
from monitor.rules.languages import language_of
from monitor.rules.lexicon import Findings, Occurrence, Term
from monitor.rules.nodes import PatternNode

FIELDS: tuple[FieldName, ...] = ("title", "summary", "content")
"""Fields in the order of their numbers."""

PATTERN_TIMEOUT_S = 0.05  # for one pattern on one field; an honest pattern needs microseconds
MAX_PATTERN_TEXT_CHARS = 20_000  # of each field; news texts are shorter
MAX_SLOW_PATTERNS = 5  # that time out on one item; no further pattern is then run on it
MAX_PATTERN_PLACES = 20  # per field; more show a person nothing new


MAX_PLACES_PER_TERM = 3  # in one field: enough to highlight, and an alert stays small
MAX_EVIDENCE = 64  # of one match


class Place(NamedTuple):
    """A term in a field: words ``first_word`` to ``last_word`` of all fields joined.

    ``span`` is its original text in the field, where that is not just these words.
    """

    field: int
    first_word: int
    last_word: int
    term: str
    actor: str | None
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class Reading:
    """An item with the terms found in it; ``fields`` are its texts, empty where not looked at.

    ``notes`` are remarks for whoever asks why.
    """

    item: Item
    fields: Sequence[str]
    found: Findings
    now: datetime
    notes: dict[str, None] = field(default_factory=dict)
    near: dict[tuple[int, frozenset[int], bool], tuple[Place, ...]] = field(default_factory=dict)
    _language: tuple[str | None] | None = None
    _alignment: Alignment | None = None
    _offsets: list[int] | None = None
    _spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _dates: tuple[WrittenDate, ...] | None = None
    _slow: set[str] = field(default_factory=set)
    _patterns: dict[tuple[str, int], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def language(self) -> str | None:
        """The language that the item or its feed states, else that of its text, if clear."""
        if self._language is None:
            stated = self.item.language
            self._language = (stated or language_of(f"{self.item.title}\n{self.item.summary}"),)
        return self._language[0]

    @property
    def folded(self) -> FoldedText:
        """The fields, folded together."""
        return self.found.folded

    def text(self, index: int) -> str:
        """The original text of a field."""
        return self.fields[index]

    @property
    def offsets(self) -> list[int]:
        """Where each field begins in the joined original."""
        if self._offsets is None:
            self._offsets = offsets(self.fields)
        return self._offsets

    def word_at_original(self, index: int, position: int) -> int:
        """The word that holds a position of the original text of a field."""
        if self._alignment is None:
            self._alignment = align(self.folded)
        return self._alignment.word_at_original(self.offsets[index] + position)

    def original_span(self, index: int, first: int, last: int) -> tuple[int, int]:
        """Start and end of the words ``first`` to ``last`` in the original text of their field."""
        known = self._spans.get((first, last))
        if known is None:
            start, end = self.folded.span(first, last)
            offset = self.offsets[index] if index else 0
            known = self._spans[first, last] = (start - offset, end - offset)
        return known

    def evidence(
        self, keys: Set[tuple[int, ...]], fields: frozenset[int]
    ) -> dict[tuple[int, ...], tuple[Evidence, ...]]:
        """For each of several lists of terms seen their evidence, in the order of the text."""
        pieces = self._pieces(set().union(*keys), fields)
        return {
            key: tuple(dict.fromkeys([piece for number, piece in pieces if number in key]))[
                :MAX_EVIDENCE
            ]
            for key in keys
        }

    def _pieces(self, numbers: set[int], fields: frozenset[int]) -> list[tuple[int, Evidence]]:
        """The evidence of these terms in these fields, in the order of the text."""
        terms, begins, texts = self.found.terms, self.offsets, self.fields
        places = self.found.places(numbers)
        pieces = []
        counts: dict[tuple[int, int], int] = {}
        spans = self.folded.original_spans(places)
        for (_, _, number), (first, last) in zip(places, spans, strict=True):
            index = bisect_right(begins, first) - 1
            count = counts[number, index] = counts.get((number, index), 0) + 1
            if count > MAX_PLACES_PER_TERM or index not in fields:
                continue
            start, end = first - begins[index], last - begins[index]
            _, text, actor = terms[number]
            here = texts[index][start:end]
            pieces.append((number, Evidence(FIELDS[index], start, end, here, text, actor)))
        return pieces

    def place(self, found: Occurrence, term: Term) -> Place:
        """The place of a term that was found."""
        return Place(found.field, found.first_word, found.last_word, term.text, term.actor)

    def dates(self) -> tuple[WrittenDate, ...]:
        """The dates written in any field; positions are of the folded text."""
        if self._dates is None:
            self._dates = written_dates(self.folded.text)
        return self._dates

    def published_on(self) -> date | None:
        """The day (UTC) the item states as its own."""
        stated = self.item.published_at
        return stated.astimezone(UTC).date() if stated is not None else None

    def day(self) -> date:
        """The item's day (UTC): the one it states, else today."""
        return self.published_on() or self.now.astimezone(UTC).date()

    def pattern_spans(self, node: PatternNode, index: int) -> tuple[tuple[int, int], ...]:
        """Spans in the original text; none, and a note, where the pattern takes too long.

        Once it has, it is not tried on further fields: the time spent on an item is bounded.
        """
        key = (node.text, index)
        if node.text in self._slow:
            return self._patterns.get(key, ())
        if len(self._slow) >= MAX_SLOW_PATTERNS and key not in self._patterns:
            note = f"{MAX_SLOW_PATTERNS} regexes were too slow on this item; others were not run"
            self.notes[note] = None
            return ()
        if key not in self._patterns:
            self._patterns[key] = self._run(node, index)
        return self._patterns[key]

    def _run(self, node: PatternNode, index: int) -> tuple[tuple[int, int], ...]:
        spans: list[tuple[int, int]] = []
        text = self.text(index)[:MAX_PATTERN_TEXT_CHARS]
        try:
            for match in node.pattern.finditer(text, timeout=PATTERN_TIMEOUT_S):
                if match.end() > match.start():
                    spans.append(match.span())
                if len(spans) >= MAX_PATTERN_PLACES:
                    break
        except TimeoutError:
            note = f"regex {node.text} took more than {PATTERN_TIMEOUT_S} s on the {FIELDS[index]}"
            self.notes[f"{note}; counted as no match"] = None
            self._slow.add(node.text)
            return ()
        return tuple(spans)
