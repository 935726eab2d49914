"""People in a sentence: stretches of words that may be a name, weighed by what is around. Pure.

Weights are evidence in favour of a person, set by reading news: a title before a name or an age
behind it decide by themselves, a given name nearly so, two unknown words in capitals do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.gazetteer.words import common_words, courtesies, given_names, places, titles
from monitor.seeding.bodies import HEADS
from monitor.seeding.lexicon import (
    FAMILY_FIRST,
    NOT_ORGANISATIONS,
    OTHER_HEADS,
    PARTICLES,
    PERSON_OK,
    REGIONAL,
    SAYING,
    SINGLE_NAME,
    SMALL,
    SPEECH,
    SURNAMES,
)
from monitor.seeding.passage import Passage
from monitor.seeding.roles import before, behind, is_title

SURE: float = 2.3
"""From this evidence on a name is a person's beyond a reader's doubt."""

LIKELY: float = 1.2
"""Below this evidence a name is not taken for a person's."""

_JOINED = re.compile(
    r"^(?:al|el|ad|an|ar|as|ash|at|az|ul|ud|d|o|bin|ben|de|abu)[-'‑][^\W\d_]", re.I
)
_ROMAN = re.compile(r"^[IVX]{1,5}$")
_COMPANY_BEFORE = {"shares", "stake", "subsidiary", "brand", "giant", "maker", "retailer", "firm"}
_COMPANY_AFTER = {"shares", "stock", "stores", "shareholders", "employees", "products", "plc"}
_ROYAL = {"King", "Queen", "Pope", "Prince", "Princess", "Emperor", "Sultan", "Emir", "Patriarch"}
_MIDDLE = {"Sheikh", "Shaikh", "Haji", "Hajji", "Ould"}
_SHIPS = {"USS", "HMS", "SS", "MV", "MS", "RMS", "USNS", "HMCS", "HMAS", "INS"}


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
        return self.passage.surface(self.first, self.last).replace("’", "'")


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
            first, end = found
            if _ROMAN.match(passage.words[end - 1]) and passage.word(first - 1) in _ROYAL:
                first -= 1
            yield Candidate(
                passage, first, end, _evidence(passage, first, end), _single_title(passage, first)
            )
        index = max(last, index + 1)


def _plain_name(passage: Passage, index: int) -> bool:
    """A capitalised word that no name of anything else claims."""
    if index >= len(passage.tokens):
        return False
    token = passage.tokens[index]
    word = passage.words[index]
    if not token.is_word:
        return False
    if _JOINED.match(token.text) and not passage.owner[index]:
        return True
    if token.kind == "dots":
        return len(token.text) == 2 and not passage.owner[index]
    if not token.is_capital or token.kind == "abbr" and word not in ("Jr", "Sr"):
        return False
    if passage.owner[index] and not _is_name_all_the_same(passage, index):
        return False
    lower = word.lower()
    if lower in SMALL:
        return word in given_names() and not passage.title_case and _plain_after(passage, index)
    if word in courtesies():
        return False
    if word in REGIONAL:
        return False
    if len(word) > 1 and word.isupper() and not passage.title_case and token.kind == "word":
        starts = len(word) == 2 and word not in NOT_ORGANISATIONS and word not in ("FM", "PM")
        if not starts or not _plain_after(passage, index):
            return False
    return not (any(char.isdigit() for char in word))


def _plain_after(passage: Passage, index: int) -> bool:
    after = passage.word(index + 1)
    if _JOINED.match(after):
        return True
    return (
        index + 1 < len(passage.tokens)
        and passage.tokens[index + 1].is_capital
        and after.lower() not in SMALL
        and not is_title(after)
        and after not in HEADS
        and not passage.owner[index + 1]
    )


def _is_name_all_the_same(passage: Passage, index: int) -> bool:
    """ "Jordan Smith", "Israel Katz", "Jack London": a place's name that is a person's here."""
    span = passage.owner[index]
    if not span or span.last - span.first > 1 or span.kind in ("organisation", "body", "person"):
        return False
    word = passage.words[index]
    if passage.word(index - 1) == "in":
        return False
    if word in given_names() and _plain_after(passage, index):
        after = passage.words[index + 1]
        return after in SURNAMES or (
            after.lower() not in common_words() and after not in OTHER_HEADS
        )
    if index and span.kind in ("place", "capital", "state"):
        given = passage.words[index - 1]
        return (
            given in given_names()
            and given.lower() not in common_words()
            and not passage.owner[index - 1]
            and passage.word(index + 1) not in HEADS | OTHER_HEADS
            and not is_title(passage.word(index + 1))
        )
    return False


def _begins(passage: Passage, index: int) -> bool:
    word = passage.words[index]
    if not _plain_name(passage, index):
        return False
    if word in HEADS or (word in OTHER_HEADS and word not in PERSON_OK):
        return False
    if word in ("St", "San", "Santa", "São", "Saint") and word not in given_names():
        return False
    return not is_title(word) or (word in given_names() and _plain_after(passage, index))


def _reach(passage: Passage, first: int) -> int:
    last = first + 1
    while last < len(passage.tokens):
        word = passage.words[last]
        given = passage.words[last - 1] in given_names() or passage.tokens[last - 1].kind == "dots"
        if word.lower() in PARTICLES and not passage.tokens[last].is_capital:
            ahead = last + 1
            while passage.word(ahead).lower() in PARTICLES and ahead - last < 2:
                ahead += 1
            if _plain_name(passage, ahead) and passage.words[ahead] not in HEADS | OTHER_HEADS:
                last = ahead + 1
                continue
            break
        if word in _MIDDLE and given and _plain_name(passage, last + 1):
            last += 2
            continue
        if not _plain_name(passage, last):
            if _ROMAN.match(word) and given:
                last += 1
            break
        if is_title(word) and not (given and not _plain_name(passage, last + 1)):
            break
        if word in HEADS or (word in OTHER_HEADS and not (word in PERSON_OK and given)):
            break
        last += 1
    return last


def _is_common(word: str) -> bool:
    """A word of the language, or words joined by hyphens ("Front-runner")."""
    common = common_words()
    return all(part in common for part in word.lower().split("-"))


def _trim(passage: Passage, first: int, last: int) -> tuple[int, int] | None:
    """Without words before the name that only begin the sentence or end an office."""
    words = passage.words
    named = next((i for i in range(first, last) if words[i] in given_names()), first)
    if last - named > 1 and all(
        _is_common(words[i]) and words[i] not in FAMILY_FIRST for i in range(first, named)
    ):
        first = named
    while last - first > 1:
        word = words[first]
        if word in given_names() or word in FAMILY_FIRST or passage.tokens[first].kind == "dots":
            break
        if _is_common(word) and (
            first in passage.initial
            or words[first + 1] in given_names()
            or words[first + 1].lower() not in common_words()
            and last - first > 2
        ):
            first += 1
            continue
        break
    if last - first > 6:
        return None
    if last - first == 1 and passage.tokens[first].kind == "dots":
        return None
    return first, last


def _single_title(passage: Passage, first: int) -> bool:
    word = passage.word(first - 1)
    return word in courtesies() or word.lower() in SINGLE_NAME


def _evidence(passage: Passage, first: int, last: int) -> float:
    words = passage.words
    inner = words[first:last]
    score = 0.0
    given, common = given_names(), common_words()
    head = inner[0].split("-")[0] if inner[0] not in given else inner[0]
    if inner[0] in given or (head in given and "-" in inner[0]):
        weak = inner[0].lower() in common or inner[0] in places()
        score += 1.3 if weak else 2.0
    elif inner[0] in FAMILY_FIRST and last - first in (2, 3):
        score += 1.2
    elif passage.tokens[first].kind == "dots":
        score += 1.5
    if any("-" in w and all(part.lower() in common for part in w.split("-")) for w in inner):
        score -= 3
    if last - first >= 2:
        unusual = inner[-1].lower() not in common or inner[-1] in SURNAMES
        score += 0.6 if unusual else -0.2
        if inner[0] not in given and not any(_is_common(w) for w in inner):
            score += 0.7 if first not in passage.initial else 0.4
        if any(word in given for word in inner[1:]):
            score += 0.5
        if any(passage.tokens[i].kind == "dots" for i in range(first + 1, last)):
            score += 1.2
        if any(word.lower() in PARTICLES or _JOINED.match(word) for word in inner[1:]):
            score += 0.8
        if first in passage.initial and inner[0].lower() in SMALL:
            score -= 1.5
        if all(w.lower() in common for w in inner) and inner[0] not in given:
            score -= 3
        elif inner[0] not in given and inner[0].lower() in common:
            score -= 1
    else:
        score -= 1.5
    return score + _around(passage, first, last)


def _around(passage: Passage, first: int, last: int) -> float:
    before_word, after_word = passage.word(first - 1), passage.word(last)
    score = 0.0
    titled = before(passage, first, last)
    if before_word in courtesies():
        score += 4
    elif is_title(before_word):
        score += 3.5
    elif titled:
        # behind "Minister of Trade" the name must look like one
        score += 2.5 if before_word == "," or passage.words[first] in given_names() else 0.8
    elif before_word.lower() == "the":
        score -= 3
    elif before_word in ("in", "at", "near", "outside", "across"):
        score -= 2
    if after_word in SAYING or (
        after_word in ("has", "had", "also") and passage.word(last + 1) in SPEECH
    ):
        score += 1
    elif after_word in SPEECH:
        score += 0.6
    elif before_word in SAYING and passage.word(first - 2) in ('"', "”", ",", "“", "’", "'", "’’"):
        score += 1.5
    elif before_word in ("by", "with", "told", "Mr"):
        score += 0.4
    elif before_word in ("'s", "'") and passage.kind(first - 2) in ("state", "organisation"):
        score += 0.8
    if after_word == ",":
        if re.fullmatch(r"\d\d?", passage.word(last + 1)) and passage.word(last + 2) in (
            ",",
            ".",
            ")",
        ):
            score += 3
        elif passage.word(last + 1) in ("who", "whose"):
            score += 1.5
        elif not titled and behind(passage, last):
            score += 2
    elif after_word == "(" and re.fullmatch(r"\d\d?", passage.word(last + 1)):
        score += 2
    if before_word in _SHIPS:
        score -= 6
    if before_word in ("the", "The") and not titled:
        score -= 2
    ahead = last
    while ahead < len(passage.tokens) and ahead < last + 3 and passage.tokens[ahead].is_capital:
        if passage.words[ahead] in HEADS or passage.words[ahead] in OTHER_HEADS:
            score -= 4
            break
        ahead += 1
    if passage.word(last) in _COMPANY_AFTER or (
        after_word == "'s" and passage.word(last + 1) in _COMPANY_AFTER | {"board", "profits"}
    ):
        score -= 2.5
    if before_word == "of" and passage.word(first - 2) in _COMPANY_BEFORE:
        score -= 2.5
    if before_word in _COMPANY_BEFORE and before_word not in titles():
        score -= 3
    if before_word in ("&",) or after_word == "&":
        score -= 3
    return score
