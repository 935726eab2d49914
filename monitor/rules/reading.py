"""One item under the eyes of the rules: what was found in it, and where. Pure.

A :class:`Reading` lives for the judging of one item and works out only once, and only when
asked, what many rules may ask for: word positions, written dates, matches of patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from monitor.model import FieldName, Item
from monitor.rules.dates import WrittenDate, written_dates
from monitor.rules.folding import Alignment, FoldedText, align
from monitor.rules.lexicon import Occurrences
from monitor.rules.nodes import PatternNode, Term

FIELDS: tuple[FieldName, ...] = ("title", "summary", "content")
"""Fields in the order of their numbers."""

PATTERN_TIMEOUT_S = 0.05  # for one pattern on one field; an honest pattern needs microseconds
MAX_PATTERN_TEXT_CHARS = 20_000  # of each field; news texts are shorter
MAX_PATTERN_PLACES = 20  # per field; more show a person nothing new


class Place(NamedTuple):
    """A term in a field: words ``first_word`` to ``last_word``, original text ``[start, end)``."""

    field: int
    first_word: int
    last_word: int
    start: int
    end: int
    term: str
    actor: str | None


@dataclass(slots=True, kw_only=True)
class Reading:
    """An item with the terms found in it.

    ``has_shouted`` says whether any of them is shouted (:class:`monitor.rules.lexicon.Occurrence`);
    ``notes`` are remarks for whoever asks why.
    """

    item: Item
    folded: Sequence[FoldedText | None]
    found: Occurrences
    now: datetime
    has_shouted: bool
    notes: dict[str, None] = field(default_factory=dict)
    _alignments: dict[int, Alignment] = field(default_factory=dict)
    _dates: dict[int, tuple[WrittenDate, ...]] = field(default_factory=dict)
    _slow: set[str] = field(default_factory=set)
    _patterns: dict[tuple[str, int], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def text(self, index: int) -> str:
        """The original text of a field."""
        return str(getattr(self.item, FIELDS[index]))

    def alignment(self, index: int) -> Alignment:
        """The word positions of a field that was folded."""
        known = self._alignments.get(index)
        if known is None:
            folded = self.folded[index]
            known = align(folded) if folded is not None else Alignment(starts=(), spans=())
            self._alignments[index] = known
        return known

    def place(self, index: int, start: int, end: int, term: Term) -> Place:
        """The place of a span of folded text."""
        words = self.alignment(index)
        original_start, original_end = words.original_span(start, end)
        return Place(
            field=index,
            first_word=words.word_at(start),
            last_word=words.word_at(end - 1),
            start=original_start,
            end=original_end,
            term=term.text,
            actor=term.actor,
        )

    def dates(self, index: int) -> tuple[WrittenDate, ...]:
        """The dates written in a field."""
        if index not in self._dates:
            folded = self.folded[index]
            self._dates[index] = written_dates(folded.text) if folded is not None else ()
        return self._dates[index]

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
