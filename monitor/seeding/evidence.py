"""How much speaks for a stretch of words being a person's name. Pure.

Weights were set by reading news: a title before a name or an age behind it decide by themselves,
a given name nearly so, two unknown words with capitals do not.
"""

from __future__ import annotations

import re

from monitor.gazetteer.words import (
    cities,
    common_words,
    courtesies,
    given_names,
    places,
    surnames,
    titles,
)
from monitor.seeding.conduct_words import CUE, OFFICER, WHOSE
from monitor.seeding.lexicon import (
    FAMILY_FIRST,
    HEADS,
    OTHER_HEADS,
    PARTICLES,
    SAYING,
    SMALL,
    SPEECH,
    SURNAMES,
    word_set,
)
from monitor.seeding.offices import is_title
from monitor.seeding.passage import Passage
from monitor.seeding.roles import Role, before, behind

SURE: float = 2.3
"""From this evidence on a name is a person's beyond a reader's doubt."""

LIKELY: float = 1.2
"""Below this evidence a name is not taken for a person's."""

JOINED = re.compile(
    r"^(?:al|el|ad|an|ar|as|ash|at|az|ul|ud|d|o|bin|ben|de|abu)[-'‑][^\W\d_]", re.IGNORECASE
)
"""A word that begins with a particle of its own ("al-Sharaa", "O'Brien")."""

_AGE = re.compile(r"\d\d?")
_COMPANY_BEFORE = frozenset(
    ["shares", "stake", "subsidiary", "brand", "giant", "maker", "retailer", "firm"]
)
_COMPANY_AFTER = frozenset(
    ["shares", "stock", "stores", "shareholders", "employees", "products", "plc"]
)
_QUOTES = frozenset({'"', "”", ",", "“", "’", "'"})


def evidence(passage: Passage, first: int, last: int) -> float:
    """What the words themselves, and the words around them, say."""
    titled = before(passage, first, last)
    return (
        _of_words(passage, first, last)
        + _before(passage, first, titled)
        + _behind(passage, last, titled)
        + _against(passage, first, last)
    )


def is_common(word: str) -> bool:
    """A word of the language, or words joined by hyphens ("Front-runner")."""
    common = common_words()
    return all(part in common for part in word.lower().split("-"))


def _of_words(passage: Passage, first: int, last: int) -> float:
    words = passage.words[first:last]
    score = _of_first(passage, first, last)
    if any("-" in word and is_common(word) for word in words):
        score -= 3
    if passage.plain(first, last) in cities():
        score -= 2.5
    if last - first < 2:
        return score - 1.5
    unusual = words[-1].lower() not in common_words() or words[-1] in SURNAMES
    score += 0.6 if unusual else -0.2
    score += 0.7 * (words[-1] in surnames() or words[-1].split("-")[-1] in surnames())
    score += 0.5 * any(word in given_names() for word in words[1:])
    score += 1.2 * any(passage.tokens[i].kind == "dots" for i in range(first + 1, last))
    score += 0.8 * any(word.lower() in PARTICLES or JOINED.match(word) for word in words[1:])
    if words[0] in ("El", "La", "Los", "Las", "Les", "Il", "Der", "Die", "Das"):
        score -= 1.5  # "El Correo Gallego"
    if first in passage.initial and words[0].lower() in SMALL:
        score -= 1.5  # "Will", "May", "Per" begin sentences
    if words[0] in given_names():
        return score
    if not any(is_common(word) and word not in SURNAMES for word in words):
        return score + 0.7
    if all(word.lower() in common_words() for word in words):
        return score - 3
    return score - (words[0].lower() in common_words())


def _of_first(passage: Passage, first: int, last: int) -> float:
    word = passage.words[first]
    if word in given_names() or word.split("-")[0] in given_names():
        return 1.3 if word.lower() in common_words() or word in places() else 2.0
    if word in FAMILY_FIRST and last - first in (2, 3):
        return 1.2
    return 1.5 if passage.tokens[first].kind == "dots" else 0.0


def _before(passage: Passage, first: int, titled: Role | None) -> float:
    word = passage.word(first - 1)
    if word in courtesies():
        return 4
    if is_title(word):
        return 3.5
    if titled:
        # behind "Minister of Trade" the name must look like one
        return 2.5 if word == "," or passage.words[first] in given_names() else 0.8
    if word.lower() == "the" and not passage.kind(first - 1):
        return -5
    if word in ("in", "at", "near", "outside", "across"):
        return -2
    return 0.0


def _behind(passage: Passage, last: int, titled: Role | None) -> float:
    word, after = passage.word(last), passage.word(last + 1)
    if word == "(":
        if _AGE.fullmatch(after):
            return 2
        return 1 if passage.kind(last + 1) == "organisation" else 0  # "Jane Roe (Labour)"
    if word == ",":
        return _behind_comma(passage, last, titled)
    if word == "of" and passage.kind(last + 1 + (after == "the")) == "organisation":
        return 1.0  # "Jane Roe of the Labour Party"
    if word in SAYING or (word in ("has", "had", "also") and after in SPEECH):
        return 1
    return 0.6 if word in SPEECH else 0.0


def _behind_comma(passage: Passage, last: int, titled: Role | None) -> float:
    after = passage.word(last + 1)
    if _AGE.fullmatch(after) and passage.word(last + 2) in (",", ".", ")"):
        return 3
    if after == "which":
        return -4.0
    if after == "whose" and WHOSE.match(passage.text[passage.tokens[last].start :]):
        return -1.0
    if after in ("who", "whose"):
        return 1.5
    return 2.0 if not titled and behind(passage, last) else 0.0


def _against(passage: Passage, first: int, last: int) -> float:
    """What speaks for the one who speaks or belongs to a state, against a company, a street."""
    word, after = passage.word(first - 1), passage.word(last)
    owned = word in ("'s", "'") and passage.kind(first - 2) in ("state", "organisation", "body")
    company = word in _COMPANY_BEFORE and word not in titles()
    belongs = after == "'s" and passage.word(last + 1) in _COMPANY_AFTER | {"board", "profits"}
    return sum(
        (
            1.2 * owned,  # "Denmark's Mads Riisgaard"
            1.2 * _is_described(passage, first),
            _of_speaker(passage, first, after),
            -4.0 * bool(OFFICER.match(passage.text[passage.tokens[last - 1].end :].lstrip())),
            -6.0 * (word in _STREETS),
            -4.0 * _thing_follows(passage, last),
            -2.5 * (after in _COMPANY_AFTER or belongs),
            -2.5 * (word == "of" and passage.word(first - 2) in _COMPANY_BEFORE),
            -3.0 * (company or "&" in (word, after)),
        )
    )


def _of_speaker(passage: Passage, first: int, after: str) -> float:
    word = passage.word(first - 1)
    if after in SAYING or after in SPEECH:
        return 0.0
    if word in SAYING and passage.word(first - 2) in _QUOTES:
        return 1.5
    return 0.4 if word in ("by", "with", "told") else 0.0


_STREETS = word_set(
    """Avenida Avenue Calle Rua Rue Via Piazza Plaza Place Praça Paseo Boulevard Bulevar Jalan
    Ulica Estadio Stadion Stade Estádio Aeropuerto Colegio Escuela École Lycée Hospital
    Instituto Institut Palacio Palazzo Teatro Parque Ponte Puente Jardim MV SS Hurricane
    Cyclone Typhoon Storm Operation Camp Fort Port Lake Mount Saint St San Santa Villa Hotel
    Hôtel Stadium Cape Project Highway Route USS HMS RMS MS USNS HMCS HMAS INS"""
)
"""Words behind which a person's name is part of that of a street, a ship, a storm."""


def _is_described(passage: Passage, first: int) -> bool:
    """ "The Tongan rugby international Maka Havili": a people and nouns before a name."""
    if CUE.search(passage.word(first - 1)) and not is_title(passage.word(first - 1)):
        return False  # "the Estonian company Frankenburg"
    for index in range(first - 1, max(-1, first - 4), -1):
        if passage.kind(index) == "demonym":
            return index < first - 1 or passage.word(index - 1) in ("the", "a", "her", "his")
        word = passage.words[index]
        if not word.islower() or not word.isalpha() or word in SMALL or word in SPEECH:
            return False
    return False


def _thing_follows(passage: Passage, last: int) -> bool:
    """Whether the name goes on to that of a street, a prize, a foundation."""
    for index in range(last, min(last + 3, len(passage.tokens))):
        if not passage.tokens[index].is_capital:
            return False
        if passage.words[index] in HEADS or passage.words[index] in OTHER_HEADS:
            return True
    return False
