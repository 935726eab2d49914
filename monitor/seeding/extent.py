"""Where the name of an organisation begins and ends around the noun that it turns on. Pure.

"Trade and Industry Ministry", "Sierra Leone People's Party", "Future of Privacy Forum" begin before
what looks like their first word; "Ministry of Health, Welfare and Sport" goes on behind the noun.
"""

from __future__ import annotations

import re

from monitor.gazetteer.words import common_words, given_names
from monitor.seeding.lexicon import (
    BODY_HEADS,
    DAYS,
    HEADS,
    NEVER_LAST,
    REGIONAL,
    SINGLE_NAME,
    SMALL,
    SURNAMES,
)
from monitor.seeding.offices import is_title
from monitor.seeding.passage import Passage

_ACRONYM = re.compile(r"[A-Z]{2,6}")

CUTS = (SINGLE_NAME - {"general", "speaker", "major", "commander", "secretary", "father"}) | {
    "spokesman", "spokeswoman", "spokesperson", "director", "chief", "leader", "minister", "mr",
    "mrs", "ms", "dr",
}  # fmt: skip
"""Titles behind which an organisation's name may begin (lower case)."""


def begin(passage: Passage, start: int) -> int:
    """Where the name really begins whose last stretch of capitals begins at ``start``."""
    for widen in (_across_genitive, _across_and, _across_of, _office_of, _across_hyphen):
        start = widen(passage, start)
    return start


def is_head(passage: Passage, index: int) -> bool:
    """Whether the noun at an index ends the name of an organisation."""
    word = passage.words[index]
    if word == "Government":  # "Welsh Government": that of a state is the state
        before = passage.word(index - 1)
        return before in REGIONAL or before in ("Regional", "City", "Provincial", "Unity")
    if word == "Conference":
        return passage.word(index - 1) in ("Episcopal", "Bishops")
    return word in HEADS or (word == "District" and passage.word(index - 1) == "Municipal")


def end(passage: Passage, head: int) -> int:
    """Behind the last word of the name that turns on the noun at ``head``."""
    stop = head + 1
    while True:
        after = _linked(passage, stop)
        further = after and _complement(passage, after)
        if not further or further == after:
            return stop
        stop = further


def ends_here(passage: Passage, start: int, head: int, last: int) -> bool:
    """Whether the name really ends at its head: "Technology Secretary" is no organisation."""
    word, after = passage.words[head], passage.word(head + 1)
    if word == "Cabinet" and is_title(after):
        return False  # "Interior Cabinet Secretary"
    if word == "Administration" and head - start == 1:
        return False  # "the Biden Administration" is a government, not a body
    if head + 1 >= last or word in BODY_HEADS:
        return True
    if is_title(after):
        return word not in NEVER_LAST
    return after in given_names() or after.lower() not in common_words()


def _across_genitive(passage: Passage, start: int) -> int:
    """ "Sierra Leone People's Party": a genitive of a common noun is part of the name."""
    if start < 2 or passage.words[start - 1] not in ("'s", "'"):
        return start
    word = passage.words[start - 2]
    if (
        (
            not passage.tokens[start - 2].is_capital
            or word.lower() not in common_words()
            or word in SURNAMES
            or is_title(word)
            or passage.owner[start - 2]
        )
        and passage.word(start - 3) not in ("St", "St.")
        and word not in ("Workers", "Teachers", "Doctors", "Farmers", "Students", "Women", "Men")
    ):
        return start
    start -= 2
    while (
        start >= 1
        and passage.tokens[start - 1].is_word
        and passage.tokens[start - 1].is_capital
        and passage.words[start - 1].lower() not in SMALL | CUTS
    ):
        start -= 1
    return start


def cut(passage: Passage, first: int, head: int) -> int:
    """Behind the last title before the head: "Minister Jane Roe Foundation" begins with a name."""
    start = first
    for index in range(first, head):
        word = passage.words[index].lower()
        court = word == "justice" and passage.word(index - 1) not in ("Chief", "Mr", "Mrs", "Lord")
        if word in CUTS and not court:
            start = index + 1
    return start


def _across_of(passage: Passage, start: int) -> int:
    """ "Future of Privacy Forum": the name begins before "of"."""
    if start >= 3 and passage.words[start - 1] == "of" and passage.words[start] not in HEADS:
        index = start - 2
        word = passage.words[index]
        if (
            passage.tokens[index].is_capital
            and passage.tokens[index].is_word
            and index not in passage.initial
            and not passage.owner[index]
            and not is_title(word)
            and word.lower() in common_words()
            and word.lower() not in SMALL
        ):
            while (
                index >= 1
                and passage.tokens[index - 1].is_word
                and passage.tokens[index - 1].is_capital
                and not is_title(passage.words[index - 1])
                and passage.words[index - 1].lower() not in SMALL
            ):
                index -= 1
            if not any(word in given_names() for word in passage.words[index : start - 1]):
                return index
    return start


def may_end(passage: Passage, start: int, head: int, stop: int) -> bool:
    """Whether the noun makes a name here: "Wind" does in "Vestvind Wind", not in "Strong Wind"."""
    word = passage.words[head]
    if word not in NEVER_LAST or stop > head + 1:
        return True
    return any(word.lower() not in common_words() for word in passage.words[start:head])


def _across_and(passage: Passage, start: int) -> int:
    """ "Trade and Industry Ministry": the name begins before "and"."""
    if start >= 2 and passage.words[start - 1] in ("and", "&"):
        before = passage.tokens[start - 2]
        if (
            before.is_capital
            and passage.words[start].lower() in common_words()
            and passage.words[start - 2].lower() in common_words()
            and not passage.owner[start - 2]
            and passage.words[start] not in HEADS
        ):
            start -= 2
            while (
                start >= 1
                and passage.tokens[start - 1].is_word
                and passage.tokens[start - 1].is_capital
                and passage.words[start - 1].lower() not in SMALL
            ):
                start -= 1
            start = _across_list(passage, start)
    return start


def _across_list(passage: Passage, start: int) -> int:
    """ "Defence, Internal Affairs and Corruption Prevention Committee", behind whose it is."""
    index = start
    while passage.word(index - 1) == "," and passage.is_capital(index - 2):
        index -= 2
        while passage.is_capital(index - 1) and not passage.owner[index - 1]:
            index -= 1
        if passage.owner[index] or passage.words[index].lower() not in common_words():
            return start
    return index if passage.word(index - 1) in ("'s", "the") else start


def _office_of(passage: Passage, start: int) -> int:
    """ "Prime Minister's Office", "Ombudsman's Office": the office belongs to its name."""
    if (
        start >= 2
        and passage.words[start - 1] == "'s"
        and passage.words[start] in ("Office", "Council", "Administration", "Department")
        and passage.is_capital(start - 2)
        and is_title(passage.words[start - 2])
    ):
        start -= 2
        while (
            start >= 1
            and passage.is_capital(start - 1)
            and passage.words[start - 1].lower() not in SMALL
        ):
            start -= 1
    return start


def _across_hyphen(passage: Passage, start: int) -> int:
    """ "Estonian-Moldovan Intergovernmental Commission": both states are of the name."""
    if (
        start >= 2
        and passage.words[start - 1] == "-"
        and passage.kind(start - 2) in ("demonym", "state")
        and passage.kind(start) in ("demonym", "state")
    ):
        return start - 2
    return start


_LINKS = ("of", "for", "on", "against")


def _linked(passage: Passage, index: int) -> int:
    """Where what "of", "for", "on" or "against" links to a name begins; 0 if nothing is linked."""
    link = passage.word(index)
    if link == "in" and passage.words[index - 1] in ("Mission", "Force"):
        return index + 1 if passage.kind(index + 1) == "state" else 0
    if link not in _LINKS:
        return 0
    after = index + 1 + (passage.word(index + 1) == "the")
    first = passage.word(after).lower()
    if not passage.is_capital(after) or first in DAYS or first in SMALL:
        return 0
    plain = not passage.kind(after) and first in common_words()
    return after if link == "of" or plain else 0


def _complement(passage: Passage, index: int) -> int:
    span = passage.owner[index]
    if span and span.kind in ("state", "capital", "place", "organisation", "body"):
        return span.last
    stop = index
    while stop < len(passage.tokens):
        token = passage.tokens[stop]
        word = passage.words[stop]
        named = token.is_name and (word.lower() not in CUTS or word == "Justice")
        if named or (word in ("and", "&", ",") and _joins(passage, stop, index)):
            stop += 1
        elif _goes_on(passage, stop, index):
            stop += 2
        else:
            break
    while stop > index and passage.words[stop - 1] in ("and", "&", ",", "the", "to"):
        stop -= 1
    # a person may stand behind: "Ministry of Health Jane Roe"
    for at in range(index + 1, stop - 1):
        if passage.words[at] in given_names() and passage.words[at].lower() not in common_words():
            return at
    return stop


def _goes_on(passage: Passage, index: int, first: int) -> bool:
    """ "Agriculture, Food and the Marine", "Responding to Loss and Damage"."""
    word, after = passage.words[index], index + 1
    if word == "and" and _ACRONYM.fullmatch(passage.word(after)):
        return passage.words[first].lower() in common_words()  # "Ministry of Science and ICT"
    if word == "to":
        return passage.words[first].endswith("ing") and passage.is_capital(after)
    if word != "and" or passage.word(after) != "the" or not passage.is_capital(after + 1):
        return False
    parts = (passage.words[first], passage.words[after + 1])
    return "," in passage.words[first:index] and all(p.lower() in common_words() for p in parts)


def _joins(passage: Passage, index: int, first: int) -> bool:
    """Whether "and" or a comma goes on with one name ("Health, Welfare and Sport")."""
    after = index + 1
    if after >= len(passage.tokens) or not passage.tokens[after].is_capital:
        return False
    if passage.owner[after] and passage.kind(after) != "demonym":
        return False
    word = passage.words[after]
    if word.lower() not in common_words() or word.lower() in SMALL or word in given_names():
        return False
    if passage.words[first].lower() not in common_words():
        return False
    if passage.words[index] == ",":
        rest = passage.words[after + 1 : after + 6]
        return "and" in rest[:2] or ("," in rest[:1] and "and" in rest)
    following = passage.word(after + 1)
    return following not in HEADS and word.lower() not in CUTS
