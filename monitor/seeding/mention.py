"""A place in the article where a name stands. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MentionKind = Literal["person", "organisation", "body", "state", "place"]
"""``state`` holds countries, demonyms and capitals that stand for a government; ``place`` holds
cities, regions and venues, also a capital that is only where something happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """``start`` and ``end``: offsets of the surface form in the sentence's text.

    ``name`` is the canonical name of what is meant ("United States" for "Washington" as a
    government, "Mona Juul" for a later "Juul"): the ``name`` of the draft entry, or the place's.
    """

    start: int
    end: int
    surface: str
    kind: MentionKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of the article: its text as written (white space collapsed), number of its
    paragraph (0 is the headline), and its mentions in order, never overlapping."""

    text: str
    paragraph: int
    mentions: tuple[Mention, ...] = ()
