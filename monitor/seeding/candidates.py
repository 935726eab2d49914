"""Stretches of a sentence that may be the name of a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.gazetteer.words import common_words, courtesies, given_names
from monitor.seeding.evidence import JOINED, evidence, is_common
from monitor.seeding.lexicon import (
    FAMILY_FIRST,
    HEADS,
    NOT_ORGANISATIONS,
    OTHER_HEADS,
    PARTICLES,
    PERSON_OK,
    REGIONAL,
    ROYAL,
    SINGLE_NAME,
    SMALL,
    SURNAMES,
)
from monitor.seeding.offices import is_title
from monitor.seeding.passage import Passage, Span

_ROMAN = re.compile(r"[IVX]{1,5}")
_LONGEST = 8
"""Words and marks in the longest name."""

_MIDDLE = frozenset({"Sheikh", "Shaikh", "Haji", "Hajji", "Ould"})
"""Courtesies that are also second names."""

_QUOTES = frozenset({'"', "“", "”", "‘", "’", "'"})
_FIRM = ("organisation", "body", "person", "demonym")
"""Kinds of names that are never the first name of a person."""

_SAINTS = frozenset({"St", "San", "Santa", "São", "Saint"})
_ROYAL_BONUS = 3.5


@dataclass(slots=True)
class Candidate:
    """Tokens ``first`` to before ``last`` of a passage, perhaps a name. ``title``: one of the
    titles behind which a surname alone is a person's stands before it."""

    passage: Passage
    first: int
    last: int
    score: float
    title: bool = False

    @property
    def name(self) -> str:
        """The name, white space and apostrophes made plain."""
        return self.passage.plain(self.first, self.last)


def candidates(passage: Passage) -> Iterator[Candidate]:
    """Stretches that may be names of people, with the evidence of their sentence."""
    index = 0
    while index < len(passage.tokens):
        if not _begins(passage, index):
            index += 1
            continue
        last = _reach(passage, index)
        found = _trim(passage, index, last)
        if found:
            yield _candidate(passage, *found)
        index = max(last, index + 1)


def _candidate(passage: Passage, first: int, last: int) -> Candidate:
    before = passage.word(first - 1)
    score = evidence(passage, first, last)
    if _ROMAN.fullmatch(passage.words[last - 1]) and before.lower() in ROYAL and before.istitle():
        return Candidate(passage, first - 1, last, score + _ROYAL_BONUS)  # "King Abdullah II"
    title = before in courtesies() or before.lower() in SINGLE_NAME
    return Candidate(passage, first, last, score, title)


def _begins(passage: Passage, index: int) -> bool:
    word = passage.words[index]
    if not _is_name(passage, index) or word in HEADS:
        return False
    if word in OTHER_HEADS and word not in PERSON_OK:
        return False
    if word in _SAINTS and word not in given_names():
        return False
    return not is_title(word) or (word in given_names() and _name_follows(passage, index))


def _is_name(passage: Passage, index: int) -> bool:
    """A capitalised word that no name of anything else claims."""
    if index >= len(passage.tokens) or not passage.tokens[index].is_word:
        return False
    if passage.owner[index] and not _is_name_all_the_same(passage, index):
        return False
    token, word = passage.tokens[index], passage.words[index]
    if token.kind == "dots":
        return len(token.text) == 2 or (len(token.text) <= 6 and _name_follows(passage, index))
    if token.kind == "abbr" and word not in ("Jr", "Sr"):
        return False
    return bool(JOINED.match(token.text)) or (
        token.is_capital and _can_be_name(passage, index, word)
    )


def _can_be_name(passage: Passage, index: int, word: str) -> bool:
    if word == "Jesus" and _name_follows(passage, index):
        return True
    if word in REGIONAL or word in courtesies() or any(char.isdigit() for char in word):
        return False
    if passage.title_case:
        return word.lower() not in SMALL
    if word.lower() in SMALL:  # "Will Smith", "president Given Lubinda"
        titled = is_title(passage.word(index - 1)) and passage.word(index - 1).islower()
        return (titled or word in given_names()) and _name_follows(passage, index)
    if len(word) > 1 and word.isupper():  # "JD Vance"
        initials = len(word) == 2 and word not in NOT_ORGANISATIONS
        family = passage.word(index - 1) in courtesies()  # "Mr. HAYASHI Yoshimasa"
        return (initials or family) and _name_follows(passage, index)
    return True


def _name_follows(passage: Passage, index: int) -> bool:
    after = passage.word(index + 1)
    if JOINED.match(after):
        return True
    return (
        passage.is_capital(index + 1)
        and after.lower() not in SMALL
        and not is_title(after)
        and after not in HEADS
        and not passage.owner[index + 1]
    )


def _is_name_all_the_same(passage: Passage, index: int) -> bool:
    """ "Jordan Smith", "Israel Katz", "Jack London": a place's name that is a person's here."""
    span = passage.owner[index]
    if not span or span.last - span.first > 1 or span.kind in _FIRM:
        return False
    if passage.word(index - 1) == "in":
        return False
    if passage.words[index] in given_names() and _name_follows(passage, index):
        after = passage.words[index + 1]
        return after in SURNAMES or (
            after.lower() not in common_words() and after not in OTHER_HEADS
        )
    return _is_surname_of_place(passage, index, span)


def _is_surname_of_place(passage: Passage, index: int, span: Span) -> bool:
    given, after = passage.word(index - 1), passage.word(index + 1)
    titled = is_title(passage.word(index - 2)) and passage.is_capital(index - 1)
    return (
        span.kind in ("place", "capital", "state")
        and (given in given_names() or titled)
        and given.lower() not in common_words()
        and not passage.owner[index - 1]
        and after not in HEADS
        and after not in OTHER_HEADS
        and not is_title(after)
    )


def _reach(passage: Passage, first: int) -> int:
    """Where the name that begins at ``first`` ends at the latest."""
    last = first + 1
    while last < len(passage.tokens):
        step = _step(passage, last) or _nickname(passage, last)
        if not step:
            break
        last += step
    return last


def _step(passage: Passage, index: int) -> int:
    """How many more words go on with a name: 0 if it ends before ``index``."""
    word = passage.words[index]
    given = passage.words[index - 1] in given_names() or passage.tokens[index - 1].kind == "dots"
    if word.lower() in PARTICLES and not passage.tokens[index].is_capital:
        return _particles(passage, index)
    if word in _MIDDLE and given and _is_name(passage, index + 1):
        return 2
    if not _is_name(passage, index):
        return int(given and bool(_ROMAN.fullmatch(word)))
    if is_title(word):  # "Stephen King", but not "Sergei Lavrov Minister"
        return int(given and not _is_name(passage, index + 1))
    if word in HEADS or (word in OTHER_HEADS and not (word in PERSON_OK and given)):
        return 0
    return 1


def _nickname(passage: Passage, index: int) -> int:
    """ "Luiz “Lula” da Silva": how many more words go on with a name behind a quoted one."""
    quoted = passage.word(index) in _QUOTES and passage.word(index + 2) in _QUOTES
    if not quoted or not passage.is_capital(index + 1) or index + 3 >= len(passage.words):
        return 0
    further = _step(passage, index + 3)
    return 3 + further if further and passage.words[index - 1] in given_names() else 0


def _particles(passage: Passage, index: int) -> int:
    """ "van der Berg", "de la Cruz"."""
    ahead = index + 1
    while passage.word(ahead).lower() in PARTICLES and ahead - index < 2:
        ahead += 1
    if _is_name(passage, ahead) and passage.words[ahead] not in HEADS | OTHER_HEADS:
        return ahead + 1 - index
    return 0


def _trim(passage: Passage, first: int, last: int) -> tuple[int, int] | None:
    """Without words before the name that only begin the sentence or end an office."""
    words = passage.words
    named = next((i for i in range(first, last) if words[i] in given_names()), first)
    if last - named > 1 and all(
        is_common(words[i]) and words[i] not in FAMILY_FIRST for i in range(first, named)
    ):
        first = named
    while last - first > 1 and _is_before_name(passage, first, last):
        first += 1
    if last - first > _LONGEST or (last - first == 1 and passage.tokens[first].kind == "dots"):
        return None
    return first, last


def _is_before_name(passage: Passage, first: int, last: int) -> bool:
    word, after = passage.words[first], passage.words[first + 1]
    if word in given_names() or word in FAMILY_FIRST or passage.tokens[first].kind == "dots":
        return False
    return is_common(word) and (
        first in passage.initial
        or after in given_names()
        or (after.lower() not in common_words() and last - first > 2)
    )
