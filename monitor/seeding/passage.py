"""A sentence while it is read: its words and what each stretch of them is taken for. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from monitor.seeding.tokens import Token

SpanKind = Literal[
    "person",
    "organisation",
    "body",
    "state",
    "demonym",
    "capital",
    "seat",
    "place",
    "outlet",
    "other",
]


BY_CONTEXT = (0.6, 0.76)
"""How sure a span is that only its surroundings tell: weakly, well."""


@dataclass(slots=True)
class Span:
    """Tokens ``first`` to before ``last``: a name. ``name``: what it means; ``sure``: 0 to 1.

    ``state``: the state that a body belongs to, as far as the words around it tell.
    """

    first: int
    last: int
    kind: SpanKind
    name: str
    sure: float = 0.9
    state: str = ""


@dataclass(slots=True)
class Passage:
    """``paragraph``: 0 is the headline. ``title_case``: most words are capitalised, so that
    capitals tell nothing. ``initial``: indices of words that begin a sentence or a quotation."""

    text: str
    paragraph: int
    tokens: list[Token]
    words: list[str]
    title_case: bool = False
    initial: frozenset[int] = frozenset()
    spans: list[Span] = field(default_factory=list)
    owner: list[Span | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.owner = [None] * len(self.tokens)

    def add(self, span: Span) -> bool:
        """Take a span in, unless one stands there already."""
        if any(self.owner[index] for index in range(span.first, span.last)):
            return False
        self.put(span)
        return True

    def put(self, span: Span) -> None:
        """Take a span in for whatever stood there."""
        for index in range(span.first, span.last):
            old = self.owner[index]
            if old:
                self.drop(old)
        self.spans.append(span)
        for index in range(span.first, span.last):
            self.owner[index] = span

    def drop(self, span: Span) -> None:
        """Take a span out."""
        self.spans = [other for other in self.spans if other is not span]
        for index in range(span.first, span.last):
            if self.owner[index] is span:
                self.owner[index] = None

    def surface(self, first: int, last: int) -> str:
        """The text of tokens ``first`` to before ``last``."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def plain(self, first: int, last: int) -> str:
        """The text of tokens as a name: one space between words, straight apostrophes."""
        return " ".join(self.surface(first, last).split()).replace("’", "'")

    def word(self, index: int) -> str:
        """The plain word at an index; "" outside the sentence."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def is_capital(self, index: int) -> bool:
        """Whether a word at an index begins with a capital; false outside the sentence."""
        return 0 <= index < len(self.tokens) and self.tokens[index].is_name

    def has(self, first: int, last: int, *kinds: str) -> bool:
        """Whether a span of one of the kinds stands among the tokens."""
        return any(span and span.kind in kinds for span in self.owner[first:last])

    def kind(self, index: int) -> str:
        """The kind of the span at an index; "" if there is none."""
        span = self.owner[index] if 0 <= index < len(self.owner) else None
        return span.kind if span else ""

    def capital_runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of capitalised words that nothing parts (first, after the last)."""
        start = -1
        for index, token in enumerate(self.tokens):
            capital = token.is_name or (token.text == "&" and start >= 0)
            if capital and start < 0:
                start = index
            elif not capital and start >= 0:
                yield start, index
                start = -1
        if start >= 0:
            yield start, len(self.tokens)
