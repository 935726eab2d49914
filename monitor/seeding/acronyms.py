"""Acronyms that an article explains: "Full Name (ACRONYM)", "ACRONYM (Full Name)", "or ACRONYM".

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.gazetteer.states import by_name
from monitor.gazetteer.words import common_words, given_names
from monitor.seeding.known import known_names
from monitor.seeding.lexicon import OTHER_HEADS, SMALL
from monitor.seeding.passage import Passage, Span

_SHORT = re.compile(r"[A-Z][A-Za-z&-]{1,9}")
_CAPITALS = re.compile(r"[A-Z]{2,9}")
_FARTHEST = 14
"""Words in the longest name that is looked for beside an acronym."""


def learn_acronyms(passages: Sequence[Passage]) -> dict[str, str]:
    """Acronym to full name; a full name that no other sign told becomes an organisation."""
    learned: dict[str, str] = {}
    for passage in passages:
        for short, first, last in list(_explained(passage)):
            span = _full_name(passage, short, first, last)
            if span:
                learned.setdefault(short, span.name)
    return learned


def imply_acronyms(passages: Sequence[Passage], learned: dict[str, str]) -> None:
    """Learn acronyms that stand beside a name of those initials and are explained nowhere.

    One that is known to mean something else means the name of the article, unless the other is
    named there by its full name too ("RSF" beside the Rapid Support Forces).
    """
    spans = [s for p in passages for s in p.spans if s.kind in ("organisation", "body")]
    named: dict[str, set[str]] = {}
    for span in spans:
        if span.last - span.first > 1:
            named.setdefault(_initials(span.name), set()).add(span.name)
            if span.state:  # "ECZ" beside "Zambia's electoral commission"
                short = "".join(w[0] for w in span.name.split() if w not in _of(span.state))
                named.setdefault(short + span.state[0], set()).add(span.name)
    told = {span.name for span in spans if span.last - span.first > 1}
    for passage in passages:
        for index, word in enumerate(passage.words):
            names = named.get(word, set())
            if len(names) != 1 or word in learned or not _CAPITALS.fullmatch(word):
                continue
            owner = passage.owner[index]
            if owner is None or (owner.last - owner.first == 1 and owner.name not in told):
                learned[word] = next(iter(names))


def _of(state: str) -> frozenset[str]:
    entry = by_name()[state]
    return frozenset(w for form in (*entry.names, *entry.demonyms) for w in form.split()) | {"of"}


def _initials(name: str) -> str:
    words = re.findall(r"[\w'’]+", name)
    return "".join(word[0] for word in words if word[0].isupper())


def _full_name(passage: Passage, short: str, first: int, last: int) -> Span | None:
    """The organisation at these words, taken in if it is new."""
    span = passage.owner[first]
    if span and (span.first, span.last) == (first, last):
        return span if span.kind in ("organisation", "body") else None
    name = passage.plain(first, last)
    inner = next((s for s in passage.spans if s.first > first and s.last == last), None)
    if inner and not span and inner.kind in ("organisation", "body"):
        # the acronym tells that the name begins earlier: "All Progressives Congress (APC)"
        passage.put(Span(first, last, inner.kind, name, inner.sure, inner.state))
        return passage.owner[first]
    if _is_known(passage, short, first) or not _like_a_name(passage.words[first:last]):
        return None
    passage.put(Span(first, last, "organisation", name, 0.6))
    return passage.owner[first]


def _is_known(passage: Passage, short: str, first: int) -> bool:
    meant, named = known_names().at([short], 0), known_names().at(passage.words, first)
    return bool(meant and named and meant[1].name == named[1].name)


def _like_a_name(words: Sequence[str]) -> bool:
    return (
        len(words) >= 3
        and words[0] not in given_names()
        and words[-1] not in OTHER_HEADS
        and not all(word.lower() in common_words() for word in words)
    )


def _explained(passage: Passage) -> Iterator[tuple[str, int, int]]:
    """Acronyms with the first token of the full name and the one behind it."""
    words = passage.words
    for index in range(2, len(words)):
        if words[index - 1] == "(" and index + 1 < len(words) and words[index + 1] == ")":
            yield from _in_parentheses(passage, index)
        elif words[index - 1] == "or" and _CAPITALS.fullmatch(words[index]):
            yield from _behind_or(passage, index)
        if words[index - 1] == "," and index + 1 < len(words) and words[index + 1] == ",":
            yield from _set_off(passage, index)
        if words[index] == "(" and _CAPITALS.fullmatch(words[index - 1]):
            yield from _before_parentheses(passage, index)


def _in_parentheses(passage: Passage, index: int) -> Iterator[tuple[str, int, int]]:
    words = passage.words
    short = words[index].replace(".", "")
    if not _SHORT.fullmatch(short) or sum(map(str.isupper, short)) < 2:
        return
    start = _spelled(words, index - 2, short)
    span = passage.owner[index - 2]
    if span and span.kind in ("organisation", "body") and span.last == index - 1:
        if span.name not in words[index]:
            yield words[index], min(span.first, span.first if start is None else start), span.last
    elif start is not None:
        yield words[index], start, index - 1


def _set_off(passage: Passage, index: int) -> Iterator[tuple[str, int, int]]:
    """ "The Collective against Impunity, CISC, accuses"."""
    span = passage.owner[index - 2]
    if (
        _CAPITALS.fullmatch(passage.words[index])
        and span
        and span.kind in ("organisation", "body")
        and span.last == index - 1
        and span.last - span.first > 2
        and passage.words[span.first][0] == passage.words[index][0]
    ):
        yield passage.words[index], span.first, span.last


def _behind_or(passage: Passage, index: int) -> Iterator[tuple[str, int, int]]:
    """ "Sudanese Armed Forces, or SAF"."""
    words = passage.words
    end = index - 2 if words[index - 2] == "," else index - 1
    span = passage.owner[end - 1] if end else None
    if (
        span
        and span.kind in ("organisation", "body")
        and span.last == end
        and _spelled(words, end - 1, words[index]) is not None
    ):
        yield words[index], span.first, span.last


def _before_parentheses(passage: Passage, index: int) -> Iterator[tuple[str, int, int]]:
    words = passage.words
    ahead = range(index + 1, min(index + _FARTHEST, len(words)))
    close = next((at for at in ahead if words[at] == ")"), 0)
    if close and _spelled(words, close - 1, words[index - 1]) == index + 1:
        yield words[index - 1], index + 1, close


def _spelled(words: list[str], at: int, short: str) -> int | None:
    """The word from which the first letters up to ``at`` spell an acronym; None if none does."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    index, left = at, len(letters)
    while index >= 0 and left > 0 and at - index < _FARTHEST:
        word = re.sub(r"^(?:al|el|wal|ul|as|ash|an|ad)-", "", words[index])
        if not word[:1].isalpha() and word not in ("-", ",", "&"):
            return None
        if word[:1].lower() == letters[left - 1] and (word[:1].isupper() or len(word) > 3):
            left -= 1
            if left == 0:
                return index if word[:1].isupper() else None
        elif word[:1].isupper() and word.lower() not in SMALL and "-" not in word:
            return None
        index -= 1
    return None
