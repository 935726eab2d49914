"""Organisations that no noun of their name tells, but what they do, own and are called. Pure.

"Resitejo, which runs the incinerator", "members of ACIN", "the Norwegian union Fellesforbundet",
"USKOK will appeal": every stretch of capitals that nothing else has claimed is weighed over the
whole article, for an organisation and against it (a place, a person, a thing).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.gazetteer.words import cities, common_words, given_names, surnames
from monitor.seeding.conduct_words import (
    ACTS,
    ADVERBS,
    APPOSITION,
    APPOSITION_THAT,
    ATTRIBUTE,
    AUXILIARY,
    BY,
    CUE,
    FOREIGN,
    IN_PLACE,
    LANDS,
    LISTED_CUE,
    MAYBE_PLACE,
    MEMBER,
    OF_PERSON,
    OF_PLACE,
    OF_THING,
    OFFICER,
    OWNED,
    OWNS,
    PERHAPS_ACTS,
    POST,
    SILENT,
    SMALL_HEAD,
    VESSEL,
    WHICH,
    WHOSE,
    WITH,
)
from monitor.seeding.evidence import SURE, evidence
from monitor.seeding.lexicon import (
    DAYS,
    FAMILY_FIRST,
    HEADS,
    OTHER_HEADS,
    REGIONAL,
    word_set,
)
from monitor.seeding.offices import is_title
from monitor.seeding.passage import BY_CONTEXT, Passage, Span
from monitor.seeding.stretches import CAMEL, ENDING_IN_PLACE, is_acronym, stretches

CERTAIN: float = 1.5
"""From this weight on a name is an organisation's; set by reading news."""

WEAK: float = 0.8
"""From this weight on it is suggested."""

_BEYOND_DOUBT: float = 2.0
"""What a name of several words needs before people have been looked for."""

_UNKNOWN: float = 1.8
"""More evidence for a person than two words have of which nothing is known."""

_NEAR = 60
"""Characters before a name, and half of those behind it, that are looked at."""

_LONGEST = 4
"""Words in the longest name that only its surroundings tell."""


@dataclass(slots=True)
class _Claim:
    """One stretch that may be an organisation's name, and where else it stands."""

    name: str
    places: list[tuple[Passage, int, int]] = field(default_factory=list)


def find_by_conduct(passages: Sequence[Passage], *, sure: bool) -> None:
    """Add organisations told by what stands around their names.

    ``sure``: before people are looked for, only what is beyond doubt.
    """
    for _ in range(2):  # the second time those listed beside an organisation are known too
        claims: dict[str, _Claim] = {}
        for passage in passages:
            for first, last in stretches(passage):
                name = passage.plain(first, last)
                claims.setdefault(name, _Claim(name)).places.append((passage, first, last))
        for claim in claims.values():
            _decide(claim, sure=sure)


def _decide(claim: _Claim, *, sure: bool) -> None:
    words = claim.name.split()
    passage, first, last = claim.places[0]
    acronym = len(words) == 1 and is_acronym(words[0])
    if not _can_be(words, passage, first) or _shouted(claim, words, acronym=acronym):
        return
    weight = _of_places(claim, words, acronym=acronym)
    if acronym:
        weight += _of_acronym(words[0], often=len(claim.places))
    else:
        weight += _of_name(words, passage, first, last) - _unlike_names(words)
    if sure and len(words) > 1 and _is_rather_person(claim, weight):
        return
    if len(words) == 1 and words[0] in given_names() and weight < _BEYOND_DOUBT + 0.5:
        return
    if weight < (CERTAIN if sure else WEAK):
        return
    for where, begin, end in claim.places:
        certain = BY_CONTEXT[weight >= CERTAIN]
        where.put(Span(begin, end, "organisation", claim.name, certain))


def _shouted(claim: _Claim, words: Sequence[str], *, acronym: bool) -> bool:
    """Whether it is written in capitals as all around it is ("TRIAL DATE SET")."""
    if acronym:
        return all(passage.text.isupper() for passage, _, _ in claim.places)
    return len(words) > 1 and any(w.isupper() and w.lower() in common_words() for w in words)


def _of_places(claim: _Claim, words: Sequence[str], *, acronym: bool) -> float:
    """What its surroundings tell over the article: the best place counts in full."""
    unclear = 1 < len(words) <= 3 and not any(w.lower() in common_words() for w in words)
    found = [
        _weight(passage, first, last, acronym=acronym, unclear=unclear)
        for passage, first, last in claim.places
    ]
    pro = sorted((one for one in found if one > 0), reverse=True)
    return sum(pro[:1]) + min(2.0, 0.5 * sum(pro[1:])) + sum(one for one in found if one < 0)


def _is_rather_person(claim: _Claim, weight: float) -> bool:
    found = [evidence(*place) for place in claim.places]
    person = max(found) + sum(one for one in found if one < 0 < max(found))
    return person >= min(SURE, weight) or (weight < _BEYOND_DOUBT and person > _UNKNOWN)


def _of_acronym(word: str, *, often: int) -> float:
    short = len(word.replace(".", "")) == 2 or word.lower() in common_words()
    return (0.0 if short else 1.0) + (0.6 if often > 1 else 0.0)


def _of_name(words: Sequence[str], passage: Passage, first: int, last: int) -> float:
    """What the name itself tells for an organisation."""
    if len(words) == 1:
        return 1.0 if CAMEL.match(words[0]) or _foreign(words[0]) else 0.0
    place = passage.kind(last - 1) in ENDING_IN_PLACE or words[-1] in LANDS
    score = 1.0 * any(_foreign(word) or is_acronym(word) for word in words) + 1.0 * place
    if passage.kind(first) in ("organisation", "body"):
        named = words[-1].lower() not in common_words()
        score += 2.0 if place or words[-1] in HEADS else 1.2 if named else 0.0
    return score + 0.5 * all(word.lower() in common_words() for word in words)


def _unlike_names(words: Sequence[str]) -> float:
    """What the name itself tells against one."""
    alone = len(words) == 1
    given = any(w in given_names() and w.lower() not in common_words() for w in words[1:-1])
    return sum(
        (
            1.5 * (" ".join(words) in cities()),
            1.2 * (alone and words[0] in surnames()),  # whom the news need not introduce
            1.0 * (alone and words[0].lower() in common_words()),  # "head of Production"
            2.5 * given,  # "State Condoleezza Rice"
            1.5 * (words[-1] in _EITHER),
        )
    )


def _foreign(word: str) -> bool:
    return len(word) > 6 and word.lower() not in common_words() and bool(FOREIGN.search(word))


_PEOPLES = frozenset({"Korea", "Ireland", "Congo", "Guinea", "Sahel", "Levant", "Maghreb"})
"""Lands of more than one state."""

_OUTLETS = word_set(
    """Courier Herald Times Post Gazette Tribune Chronicle Journal Telegraph News Daily Weekly
    Observer Mirror Echo Mail Press Radio TV Television Zeitung Wire Examiner Bulletin Dispatch
    Independent Globe Review Standard Argus Inquirer"""
)
"""Words that end the names of newspapers and channels: they tell the news."""


_EITHER = word_set("Gate Point Line Stream Way Field Cross Crescent Green Tower Bridge Wall Light")
"""Words of places and things that end names of organisations as well."""


def _can_be(words: Sequence[str], passage: Passage, first: int) -> bool:
    if len(words) == 1:
        return _can_be_word(words[0], passage, first)
    named_for_place = words[-1] in OTHER_HEADS - _EITHER and words[-1] != "Rights"
    outlet = words[-1] in _OUTLETS or words[0] in _OUTLETS
    person = words[0] in FAMILY_FIRST and len(words) < _LONGEST
    people = words[0] in REGIONAL
    return len(words) <= _LONGEST and not (named_for_place or outlet or person or people)


def _can_be_word(word: str, passage: Passage, first: int) -> bool:
    if is_acronym(word):
        return word not in _OUTLETS
    known = OTHER_HEADS | HEADS | REGIONAL | _PEOPLES | _OUTLETS
    if len(word) <= 2 or word in known or word.isupper() or re.search(r"\d", word):
        return False
    begins = first in passage.initial and word.lower() in common_words()
    after = passage.text[passage.tokens[first].end :].lstrip()
    return not begins or bool(APPOSITION.match(after))


def _weight(passage: Passage, first: int, last: int, *, acronym: bool, unclear: bool) -> float:
    """What the words around one place of a name tell: above 0 for an organisation."""
    begin, end = passage.tokens[first].start, passage.tokens[last - 1].end
    before = passage.text[max(0, begin - _NEAR) : begin].rstrip().replace("’", "'")
    after = passage.text[end : end + 2 * _NEAR].lstrip().replace("’", "'")
    against = _against(passage, first, last, before, after, acronym=acronym)
    told = _before(passage, first, last, before, acronym=acronym)
    pro = max(
        told,
        _after(passage, first, last, after, acronym=acronym, unclear=unclear),
        _beside(passage, first, last),
    )
    if pro < CERTAIN and not acronym and MAYBE_PLACE.search(before):
        against -= 0.8
    return pro + against


def _after(
    passage: Passage, first: int, last: int, after: str, *, acronym: bool, unclear: bool
) -> float:
    weights = [
        2.5 * bool(OWNS.match(after)),
        2.5 * bool(APPOSITION.match(after)),
        2.0 * bool(APPOSITION_THAT.match(after)),
        _which(passage, last, after),
        2.5 * bool(SMALL_HEAD.match(after) or OFFICER.match(after)),
        2.0 * bool(WHOSE.match(after)),
        1.6 * bool(SILENT.match(after)),
        1.6 * bool(ATTRIBUTE.match(after)),
        _employs(passage, last),
        0.6 * (acronym and bool(re.match(r"^to [a-z]", after))),
    ]
    if first == 0 or passage.words[first - 1].lower() not in _NO_SUBJECT:
        weights.append(_acts(passage, last, acronym=acronym) * (0.6 if unclear else 1.0))
    return max(weights)


def _which(passage: Passage, last: int, after: str) -> float:
    if not WHICH.match(after):
        return 0.0
    verb = passage.word(last + 1 + (passage.word(last) == ","))
    acts = verb in ACTS or verb in PERHAPS_ACTS or verb in AUXILIARY
    return 2.2 if acts else 1.6


_NO_SUBJECT = word_set(
    """of in at from near to for with by on over outside across about against between into
    through via a an"""
)
"""Words behind which a name is not who acts."""


def _acts(passage: Passage, last: int, *, acronym: bool) -> float:
    """How clearly a verb follows by which the name acts."""
    index = last
    if passage.word(index) in ("on", "in", "last") and passage.word(index + 1).lower() in _WHEN:
        index += 2
    while passage.word(index) in ADVERBS and index < last + 3:
        index += 1
    word = passage.word(index)
    plain = 1.5 if not acronym else 1.6
    if word in ACTS and word not in AUXILIARY:
        return plain
    if word in PERHAPS_ACTS:
        after = passage.word(index + 1)
        sure = after in _DETERMINERS or after[:1].isdigit() or passage.is_capital(index + 1)
        return plain if sure else 0.8
    if re.fullmatch(r"[a-z]{3,}ed", word) and word in common_words() and word not in _NO_VERBS:
        return 1.5
    if passage.word(last) in AUXILIARY:
        return 0.9
    return 0.0


_NO_VERBS = frozenset(
    ["based", "led", "owned", "listed", "born", "trained", "related", "inspired", "need", "speed"]
)


def _employs(passage: Passage, last: int) -> float:
    """ "Zerodha analyst Jane Roe", but "Cavite congressman", "Bacoor mayor"."""
    word = passage.word(last)
    if not (word.islower() and is_title(word) and passage.is_capital(last + 1)):
        return 0.0
    return 0.6 if _OF_PLACES.search(word) else 1.6


_OF_PLACES = re.compile(
    r"(?:mayor|governor|congress\w+|senator|mp|resident|native|sheriff|prosecutor|magistrate|judge|"
    r"farmer|fisherman|shopkeeper|councillor|bishop|archbishop|pensioner|emir|king|chief|lawmaker)$"
)
_WHEN = DAYS | {"week", "month", "year", "night"}
_DETERMINERS = word_set("""a an the its it that for to on in off out up with all no not""")


def _before(passage: Passage, first: int, last: int, before: str, *, acronym: bool) -> float:
    link = passage.word(first - 1 - (passage.word(first - 1) == "the"))
    person = passage.kind(first - 2 - (passage.word(first - 1) == "the")) == "person"
    linked = {"of": 1.0 if acronym else 0.6, "at": 1.6, "for": 0.8, "from": 0.6, "with": 0.6}
    weights = [
        2.5 * bool(CUE.search(before)),
        2.0 * bool(BY.search(before)),
        1.6 * bool(POST.search(before)),
        2.5 * bool(MEMBER.search(before)),
        1.5 * bool(WITH.search(before)),
        linked.get(link, 0.0) * person,
        2.5 * bool(LISTED_CUE.search(before) and passage.word(last) == ","),
        2.0 * bool(OWNED.search(before)),
    ]
    word = passage.word(first - 1)
    if word == "'s" and passage.kind(first - 2) == "state":
        weights.append(1.2)
    if word.lower() == "the" and acronym:
        weights.append(0.8)
    if acronym and word in ("of", "from", "by", "with", "at", "for", "and"):
        weights.append(0.6)
    return max(weights)


def _beside(passage: Passage, first: int, last: int) -> float:
    """Whether it is listed with an organisation ("Hanwha Ocean and HD Hyundai")."""
    index = first - 1
    while passage.word(index) in ("the", "either", "both"):
        index -= 1
    index -= passage.word(index) in ("by", "of", "from", "with", "for", "to")
    if passage.word(index) in ("and", "or", "&", ","):
        index -= passage.word(index - 1) == ","
        listed = passage.word(index) != "," or passage.word(last) in ("and", ",", "or")
        if listed and passage.kind(index - 1) in ("organisation", "body"):
            return 1.5
    index = last
    if passage.word(index) in ("and", "or", ","):
        comma = passage.word(index) == ","
        index += 1
        while passage.word(index) in ("the", "either", "both"):
            index += 1
        span = passage.owner[index] if index < len(passage.owner) else None
        if span and span.kind in ("organisation", "body"):
            return 1.5 if not comma or passage.word(span.last) in ("and", ",", "or") else 0.0
    return 0.0


def _against(
    passage: Passage, first: int, last: int, before: str, after: str, *, acronym: bool
) -> float:
    word = passage.word(first - 1)
    named = not acronym
    followed = passage.word(last) == "," and passage.kind(last + 1) in ("state", "place")
    quoted = word in ('"', "“", "‘") and passage.word(last) in ('"', "”", "’")
    ticker = acronym and passage.kind(first - 1) == "organisation"  # "Delta Air Lines Inc. DAL"
    return -sum(
        (
            2.5 * bool(VESSEL.search(before) or _WEBSITE.match(after)),
            (2.5 if named else 1.0) * bool(IN_PLACE.search(before)),
            2.5 * bool(OF_PLACE.match(after)),
            (2.0 if named else 1.0) * bool(OF_THING.match(after)),
            3.0 * bool(OF_PERSON.match(after)),
            2.0 * bool(_NUMBER.match(after)),  # "Route 60"
            1.5 * (named and followed),
            2.0 * (word.lower() in ("a", "an") and not ATTRIBUTE.match(after)),
            1.5 * quoted,
            0.6 * (acronym and word == "(" and passage.word(last) == ")"),
            2.0 * ticker,
        )
    )


_WEBSITE = re.compile(r"^ ?\. ?(?:com|org|net)\b")
_NUMBER = re.compile(r"^-?\d")
