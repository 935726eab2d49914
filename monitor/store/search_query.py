"""What a person looks for, as a query of either database. Pure.

Words are folded as the matcher folds them, so "Élysée", "ELYSEE" and "elysee" are one word, "US" is
"U.S.", and scripts without blanks are found anywhere. All words must be there; "words in quotes"
stand side by side, -word must not be there, and word* begins with it. Nothing a person can type is
syntax of the database: every word is quoted, and folding leaves no quotation marks in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.rules.folding import fold

MAX_CHARS = 200
"""Of what is typed; the rest is not looked for."""

MAX_PHRASES = 16
"""Each costs a look into the index."""

SHORTEST_PREFIX = 3
"""What begins with one or two letters is half of all words; it is looked for as a word."""

GROUPED = "§"
"""A word of the index only: the item is in a development. No folded text has it."""

_PARTS = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that stand side by side; ``prefix``: the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What must be there, all of it, and what must not. ``wanted`` may be empty: finds nothing."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]


def read_query(text: str) -> SearchQuery:
    """Read what a person typed. Never fails."""
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for found in _PARTS.finditer(text[:MAX_CHARS].replace("“", '"').replace("”", '"')):
        minus, quoted, bare = found.groups()
        words = words_of(quoted if quoted is not None else bare)
        if not words:
            continue
        begins = quoted is None and bare.endswith("*") and len(words[-1]) >= SHORTEST_PREFIX
        phrase = Phrase(words=words, prefix=begins)
        (unwanted if minus else wanted).append(phrase)
    wanted = list(dict.fromkeys(wanted))[:MAX_PHRASES]
    return SearchQuery(wanted=tuple(wanted), unwanted=tuple(unwanted[:MAX_PHRASES]))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, as the index holds them."""
    return tuple(word for word in fold(text).text.split() if word != GROUPED)


def to_fts5(query: SearchQuery, *, grouped: bool = False) -> str:
    """The query for SQLite. ``grouped``: only items that are in a development."""
    wanted = [_fts5(one) for one in query.wanted]
    if grouped:
        wanted.insert(0, f'"{GROUPED}"')
    text = f"({' AND '.join(wanted)})"
    if query.unwanted:
        text += f" NOT ({' OR '.join(map(_fts5, query.unwanted))})"
    return text


def to_tsquery(query: SearchQuery, *, grouped: bool = False) -> str:
    """The query for PostgreSQL, as text of a ``tsquery``."""
    wanted = [_tsquery(one) for one in query.wanted]
    if grouped:
        wanted.append(_lexeme(GROUPED))
    return " & ".join([*wanted, *(f"!{_tsquery(one)}" for one in query.unwanted)])


def to_row(words: tuple[str, ...], *, grouped: bool = False) -> str:
    """The words as SQLite's index takes them."""
    return " ".join((*words, GROUPED) if grouped else words)


def to_tsvector(words: tuple[str, ...], *, grouped: bool = False) -> str:
    """The words in their places, as text of a ``tsvector``."""
    last = 16_383  # PostgreSQL knows no later place
    placed = [f"{_lexeme(word)}:{min(at, last)}" for at, word in enumerate(words, 1)]
    if grouped:
        placed.append(_lexeme(GROUPED))
    return " ".join(placed)


def _fts5(phrase: Phrase) -> str:
    words = " ".join(word.replace('"', '""') for word in phrase.words)
    return f'"{words}"{" *" if phrase.prefix else ""}'


def _tsquery(phrase: Phrase) -> str:
    lexemes = [_lexeme(word) for word in phrase.words]
    if phrase.prefix:
        lexemes[-1] += ":*"
    return f"({' <-> '.join(lexemes)})"


def _lexeme(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
