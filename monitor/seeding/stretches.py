"""Stretches of capitals that nothing has claimed, each perhaps the name of an organisation. Pure.

"Oxfam Aotearoa", "Wales Air Ambulance", "Mercy For Animals", "Tatra banka", "SK hynix": where such
a name begins and ends is not told by its capitals alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.gazetteer.words import common_words, courtesies, given_names
from monitor.seeding.conduct_words import CUE, FOREIGN
from monitor.seeding.lexicon import (
    DAYS,
    HEADS,
    NOT_ORGANISATIONS,
    OTHER_HEADS,
    REGIONAL,
    SMALL,
    SURNAMES,
)
from monitor.seeding.offices import is_title
from monitor.seeding.passage import Passage, Span

_CAPS = re.compile(r"^(?=(?:[^\W\d_a-z]|[&.\d])*$)(?=.*[A-Z])[^\W\d_][\w&.]{1,7}$")
_MIXED = re.compile(r"^(?!Mc|Mac|De[A-Z]|La[A-Z]|Le[A-Z])(?=.*[A-Z].*[A-Z])[A-Z][A-Za-z&]{2,4}$")
_JOINED_CAPS = re.compile(r"^[A-Z]{2,7}(?:[-/][A-Z]{1,6})+$")
CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|Le|La|Van|Fitz|O['’])[A-Z]?[a-z]+[A-Z]\w*$")
ENDING_IN_PLACE = ("state", "place")
_UNIONS = frozenset({"United Nations", "European Union", "NATO", "African Union", "Commonwealth"})
"""Organisations whose names stand before those of others ("UN Women", "NATO Parliament")."""

_ARABIC = re.compile(r"^(?:al|el|ul|wal|bil|as|ash|an|ad)-[A-Z]")
_PARTICLES = frozenset({"de", "do", "da", "del", "di", "du", "des", "la", "dos", "van", "y"})


def is_acronym(text: str) -> bool:
    """Whether a word is written as acronyms are, and none of the usual ones of no organisation."""
    plain = text.rstrip(".")
    if plain != plain.upper() and not _MIXED.match(plain):
        return False
    if not (_CAPS.match(plain) or _JOINED_CAPS.match(plain) or _MIXED.match(plain)):
        return False
    letters = plain.replace(".", "")
    return (
        letters not in NOT_ORGANISATIONS
        and letters not in HEADS
        and not letters.isdigit()
        and not re.fullmatch(r"[IVX]+|[A-Z]\d+|[A-Z]{1,2}-?\d{1,3}", letters)
    )


def stretches(passage: Passage) -> Iterator[tuple[int, int]]:
    """Stretches of capitals that nothing has claimed."""
    index = 0
    while index < len(passage.tokens):
        start = _start(passage, index)
        if start == _BEGAN_BEFORE:
            while index < len(passage.tokens) and _is_part(passage, index):
                index += 1
            continue
        if not start:
            index += 1
            continue
        last = index + start
        while last < len(passage.tokens):
            step = _step(passage, last)
            if not step:
                break
            last += step
        if not _is_person_behind_title(passage, index, last):
            yield index, last
        index = last


_BEGAN_BEFORE = -1


def _start(passage: Passage, index: int) -> int:
    """How many words a name that begins here has at least: 0 if none begins,
    :data:`_BEGAN_BEFORE` if it began with words that something else has claimed."""
    span = passage.owner[index]
    if span and span.first == index:
        if span.kind in ("organisation", "body"):
            return _extended(passage, span)
        return _led_by_place(passage, span)
    if not _is_part(passage, index):
        return 0
    before, word = passage.word(index - 1), passage.word(index - 1).lower()
    if before in ('"', "”", "’") and passage.word(index - 4) in given_names():
        return _BEGAN_BEFORE  # 'Olivia "Babsy" Grange'
    if index and passage.is_capital(index - 1) and index - 1 not in passage.initial:
        small = word in SMALL and (word not in DAYS or before in given_names())
        small = small or passage.tokens[index - 1].kind == "dots"
        if small or passage.kind(index - 1) in ("state", "place", "capital", "outlet", "person"):
            return _BEGAN_BEFORE  # "Given Lubinda", "Jordan Reed", "Petra Novák"
    return 1


def _led_by_place(passage: Passage, span: Span) -> int:
    """ "Wales Air Ambulance": a land or city and common nouns."""
    if span.kind not in ("state", "place", "capital"):
        return 0
    index = span.last
    while index < len(passage.tokens) and _is_part(passage, index):
        word = passage.words[index]
        if word.lower() not in common_words() or word in given_names() or word in SURNAMES:
            return 0
        index += 1
    named = index > span.last and not is_title(passage.word(index))
    return index - span.first if named else 0


def _extended(passage: Passage, span: Span) -> int:
    """ "Oxfam Aotearoa", "Caritas Tonga": the words of a known name that is part of a longer one.

    0 where it is not.
    """
    index = span.last
    if span.name in _UNIONS or index >= len(passage.tokens) or not passage.is_capital(index):
        return 0
    other = passage.owner[index]
    if other:
        further = other.kind in ENDING_IN_PLACE and (
            not passage.is_capital(other.last) or passage.kind(other.last) in ENDING_IN_PLACE
        )
    else:
        word = passage.words[index]
        further = _is_part(passage, index) and word not in given_names()
    return index - span.first if further else 0


def _is_part(passage: Passage, index: int) -> bool:
    token, word = passage.tokens[index], passage.words[index]
    if passage.owner[index] or not token.is_word:
        return False
    if CAMEL.match(word):
        return True
    if not token.is_capital or token.kind == "abbr" or len(word) < 2:
        return False
    if token.kind == "dots" and passage.is_capital(index + 1):
        return False  # "J.P. Nadda"
    if is_title(word) or word in courtesies() or _SPOKEN.search(word) or word.lower() in DAYS:
        return False
    return word.lower() not in SMALL or _small_in_name(passage, index)


_SPOKEN = re.compile(r"^I'|n't$|'(?:ve|re|ll|m|d|s)$")


def _small_in_name(passage: Passage, index: int) -> bool:
    """ "Via Iuris", "Mercy For Animals": a small word with a capital that it need not have."""
    after = index + 1
    return (
        index not in passage.initial
        and passage.words[index] not in ("The", "I")
        and passage.is_capital(after)
        and not passage.owner[after]
        and passage.words[after].lower() not in SMALL
        and not is_title(passage.words[after])
    )


def _step(passage: Passage, index: int) -> int:
    """How many further words the name has from here: 0 if it ends before ``index``."""
    word, after = passage.words[index], index + 1
    if _is_part(passage, index) or _ARABIC.match(word) or _is_native(passage, index):
        return 1
    if passage.owner[index]:
        return _place_at_end(passage, index)
    if after >= len(passage.tokens) or not _is_part(passage, after):
        return 0
    joined = passage.tokens[index - 1].end == passage.tokens[index].start
    before, following = passage.words[index - 1], passage.words[after]
    common = before.lower() in common_words() and following.lower() in common_words()
    goes_on = (
        (word in ("/", "-") and joined)
        or word == "&"
        or (word == "and" and passage.word(after + 1) in _SMALL_HEADS)  # "Renewal and Work party"
        or (word in _PARTICLES and before not in given_names())
        or (word in ("for", "against", "without") and common)  # "Lawyers for Human Rights"
    )
    return 2 if goes_on else 0


_SMALL_HEADS = ("party", "movement", "alliance", "coalition")


def _is_native(passage: Passage, index: int) -> bool:
    """ "Tatra banka", "SK hynix": a word in small letters that is no English one."""
    word = passage.words[index]
    if not (word.islower() and word.isalpha() and len(word) > 3) or word in common_words():
        return False
    return bool(FOREIGN.search(word)) or is_acronym(passage.words[index - 1])


def _place_at_end(passage: Passage, index: int) -> int:
    """ "Badminton Denmark": the land or city that a name ends in."""
    span, before = passage.owner[index], passage.words[index - 1]
    apart = passage.tokens[index - 1].end < passage.tokens[index].start
    if not span or span.kind not in ENDING_IN_PLACE or span.first != index or not apart:
        return 0
    behind = passage.kind(span.last)
    ends = not passage.is_capital(span.last) or behind in ("person", *ENDING_IN_PLACE)
    lone = index - 1 in passage.initial and before.lower() in common_words()
    lone = lone and passage.words[span.last : span.last + 2] != [",", "which"]
    other = before in OTHER_HEADS or before in REGIONAL
    return span.last - index if ends and not lone and not other else 0


def _is_person_behind_title(passage: Passage, first: int, last: int) -> bool:
    before = passage.word(first - 1)
    if before in courtesies() or (is_title(passage.word(last)) and passage.is_capital(last)):
        return True
    if not is_title(before) or is_acronym(passage.words[first]):
        return False
    # "rival Leitíssimo", "the trader Gunvor", "proxy adviser Governia"
    kind = " ".join(passage.words[max(0, first - 2) : first])
    return last - first > 1 or not CUE.search(kind)
