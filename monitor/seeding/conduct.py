"""Organisations that no noun of their name tells, but what they do, own and are called. Pure.

"Resitejo, which runs the incinerator", "members of ACIN", "the Norwegian union Fellesforbundet",
"USKOK will appeal": every stretch of capitals that nothing else has claimed is weighed over the
whole article, for an organisation and against it (a place, a person, a thing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.gazetteer.words import cities, common_words, courtesies, given_names, surnames
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
    OF_PERSON,
    OF_PLACE,
    OF_THING,
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
    NOT_ORGANISATIONS,
    OTHER_HEADS,
    REGIONAL,
    SMALL,
    SURNAMES,
)
from monitor.seeding.passage import BY_CONTEXT, Passage, Span
from monitor.seeding.roles import is_title

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

_CAPS = re.compile(r"^(?=(?:[^\W\d_a-z]|[&.\d])*$)(?=.*[A-Z])[^\W\d_][\w&.]{1,7}$")
_MIXED = re.compile(r"^(?!Mc|Mac|De[A-Z]|La[A-Z]|Le[A-Z])(?=.*[A-Z].*[A-Z])[A-Z][A-Za-z&]{2,4}$")
_JOINED_CAPS = re.compile(r"^[A-Z]{2,7}(?:[-/][A-Z]{1,6})+$")
_CAMEL = re.compile(r"^(?!Mc|Mac|De|Di|Le|La|Van|Fitz|O['’])[A-Z]?[a-z]+[A-Z]\w*$")
_ENDING_IN_PLACE = ("state", "place")
_UNIONS = frozenset({"United Nations", "European Union", "NATO", "African Union", "Commonwealth"})
"""Organisations whose names stand before those of others ("UN Women", "NATO Parliament")."""

_ARABIC = re.compile(r"^(?:al|el|ul|wal|bil|as|ash|an|ad)-[A-Z]")
_PARTICLES = frozenset({"de", "do", "da", "del", "di", "du", "des", "la", "dos", "van"})


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
            for first, last in _stretches(passage):
                name = passage.plain(first, last)
                claims.setdefault(name, _Claim(name)).places.append((passage, first, last))
        for claim in claims.values():
            _decide(claim, sure=sure)


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


def _decide(claim: _Claim, *, sure: bool) -> None:
    words = claim.name.split()
    passage, first, last = claim.places[0]
    if not _can_be(words, passage, first):
        return
    acronym = len(words) == 1 and is_acronym(words[0])
    if acronym and sum(p.text.isupper() for p, _, _ in claim.places) == len(claim.places):
        return
    if len(words) > 1 and any(w.isupper() and w.lower() in common_words() for w in words):
        return  # "TRIAL DATE SET"
    person_like = 1 < len(words) <= 3 and not any(w.lower() in common_words() for w in words)
    found = [
        _weight(p, f, l, acronym=acronym, unclear=person_like) for p, f, l in claim.places
    ]
    pro = sorted((one for one in found if one > 0), reverse=True)
    weight = sum(pro[:1]) + min(2.0, 0.5 * sum(pro[1:])) + sum(one for one in found if one < 0)
    weight += _form(words, passage, first, last, acronym=acronym, often=len(claim.places))
    if sure and not acronym and len(words) > 1:
        person = max(evidence(p, f, l) for p, f, l in claim.places)
        if person >= min(SURE, weight) or (weight < _BEYOND_DOUBT and person > _UNKNOWN):
            return
    if len(words) == 1 and words[0] in given_names() and weight < _BEYOND_DOUBT + 0.5:
        return
    if weight < (CERTAIN if sure else WEAK):
        return
    for where, begin, end in claim.places:
        certain = BY_CONTEXT[weight >= CERTAIN]
        where.put(Span(begin, end, "organisation", claim.name, certain))


def _form(
    words: Sequence[str], passage: Passage, first: int, last: int, *, acronym: bool, often: int
) -> float:
    """What the name itself tells."""
    if acronym:
        short = len(words[0].replace(".", "")) == 2 or words[0].lower() in common_words()
        return (0.0 if short else 1.0) + (0.6 if often > 1 else 0.0)
    score = 0.0
    if len(words) == 1 and (_CAMEL.match(words[0]) or _foreign(words[0])):
        score += 1.0
    if len(words) > 1 and any(_foreign(word) or is_acronym(word) for word in words):
        score += 1.0
    if len(words) > 1 and (passage.kind(last - 1) in _ENDING_IN_PLACE or words[-1] in LANDS):
        score += 1.0
    if passage.kind(first) in ("organisation", "body"):
        place = passage.kind(last - 1) in _ENDING_IN_PLACE or words[-1] in LANDS
        score += 2.0 if place or words[-1] in HEADS else 1.2
    if " ".join(words) in cities():
        score -= 1.5
    if len(words) == 1 and words[0] in surnames():
        score -= 1.2  # people who need no given name in the news
    if len(words) == 1 and words[0].lower() in common_words():
        score -= 1.0  # "head of Production"
    if words[-1] in OTHER_HEADS and words[-1] != "Rights":
        score -= 1.5
    if len(words) > 1 and all(word.lower() in common_words() for word in words):
        score += 0.5
    if any(word in given_names() and word.lower() not in common_words() for word in words[1:-1]):
        score -= 2.5  # "State Condoleezza Rice"
    return score


def _foreign(word: str) -> bool:
    return len(word) > 6 and word.lower() not in common_words() and bool(FOREIGN.search(word))


def _stretches(passage: Passage) -> Iterator[tuple[int, int]]:
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
    if span.kind not in ("state", "place", "demonym", "capital"):
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
        further = other.kind in _ENDING_IN_PLACE and (
            not passage.is_capital(other.last) or passage.kind(other.last) in _ENDING_IN_PLACE
        )
    else:
        word = passage.words[index]
        named = word.lower() not in common_words() and word not in given_names()
        further = _is_part(passage, index) and (named or word in HEADS)
    return index - span.first if further else 0


def _is_part(passage: Passage, index: int) -> bool:
    token, word = passage.tokens[index], passage.words[index]
    if passage.owner[index] or not token.is_word:
        return False
    if _CAMEL.match(word):
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
    word = passage.words[index]
    joined = passage.tokens[index - 1].end == passage.tokens[index].start
    if word in ("/", "-", "&"):
        follows = index + 1 < len(passage.tokens) and _is_part(passage, index + 1)
        return 2 if follows and (joined or word == "&") else 0
    if _is_part(passage, index) or _ARABIC.match(word):
        return 1
    span = passage.owner[index]
    if span and span.kind in _ENDING_IN_PLACE and span.first == index and not joined:
        ends = not passage.is_capital(span.last) or passage.kind(span.last) in (
            "person",
            *_ENDING_IN_PLACE,
        )
        before = passage.words[index - 1]
        lone = index - 1 in passage.initial and before.lower() in common_words()
        lone = lone and passage.words[span.last : span.last + 2] != [",", "which"]
        if ends and not lone and before not in OTHER_HEADS and before not in REGIONAL:
            return span.last - index
    if word == "and" and passage.word(index + 2) in ("party", "movement", "alliance", "coalition"):
        return 2 if _is_part(passage, index + 1) else 0  # "the Renewal and Work party"
    if word in _PARTICLES and index + 1 < len(passage.tokens):
        given = passage.words[index - 1] in given_names()
        return 2 if not given and _is_part(passage, index + 1) else 0
    if word in ("for", "against", "without") and index + 1 < len(passage.tokens):
        around = (passage.words[index - 1].lower(), passage.words[index + 1].lower())
        common = all(one in common_words() for one in around)
        return 2 if common and _is_part(passage, index + 1) else 0  # "Lawyers for Human Rights"
    if word.islower() and word not in common_words() and FOREIGN.search(word) and len(word) > 4:
        return 1  # "Tatra banka"
    if (
        is_acronym(passage.words[index - 1])
        and word.islower()
        and len(word) > 3
        and word.isalpha()
        and word not in common_words()
    ):
        return 1  # "SK hynix"
    return 0


def _is_person_behind_title(passage: Passage, first: int, last: int) -> bool:
    before = passage.word(first - 1)
    if before in courtesies() or (is_title(passage.word(last)) and passage.is_capital(last)):
        return True
    if not is_title(before) or is_acronym(passage.words[first]):
        return False
    return last - first > 1 or not CUE.search(before)  # "rival Leitíssimo", "the trader Gunvor"


_PEOPLES = frozenset({"Korea", "Ireland", "Congo", "Guinea", "Sahel", "Levant", "Maghreb"})
"""Lands of more than one state."""

_OUTLETS = frozenset(
    """Courier Herald Times Post Gazette Tribune Chronicle Journal Telegraph News Daily Weekly
    Observer Mirror Echo Mail Press Radio TV Television Zeitung Wire Examiner Bulletin Dispatch
    Independent Globe Review Standard Argus Inquirer""".split()
)
"""Words that end the names of newspapers and channels: they tell the news."""


def _can_be(words: Sequence[str], passage: Passage, first: int) -> bool:
    if len(words) > _LONGEST or not REGIONAL.isdisjoint(words[:1]):
        return False
    if words[-1] in _OUTLETS or (words[0] in _OUTLETS and len(words) > 1):
        return False
    if len(words) == 1:
        word = words[0]
        if is_acronym(word):
            return True
        if len(word) < 2 or word in OTHER_HEADS or word in HEADS or word in _PEOPLES:
            return False
        if word.isupper() or re.search(r"\d", word):
            return False
        begins = first in passage.initial and word.lower() in common_words()
        after = passage.text[passage.tokens[first].end :].lstrip()
        return len(word) > 2 and (not begins or bool(APPOSITION.match(after)))
    if words[0] in FAMILY_FIRST and len(words) < 4:
        return False
    return True


def _weight(
    passage: Passage, first: int, last: int, *, acronym: bool, unclear: bool
) -> float:
    """What the words around one place of a name tell: above 0 for an organisation."""
    begin, end = passage.tokens[first].start, passage.tokens[last - 1].end
    before = passage.text[max(0, begin - _NEAR) : begin].rstrip().replace("’", "'")
    after = passage.text[end : end + 2 * _NEAR].lstrip().replace("’", "'")
    against = _against(passage, first, last, before, after, acronym=acronym)
    told = _before(passage, first, last, before, acronym=acronym)
    if not told and not acronym and MAYBE_PLACE.search(before):
        against -= 0.8
    pro = max(
        told,
        _after(passage, first, last, after, acronym=acronym, unclear=unclear),
        _beside(passage, first, last),
    )
    return pro + against


def _after(
    passage: Passage, first: int, last: int, after: str, *, acronym: bool, unclear: bool
) -> float:
    weights = [
        2.5 * bool(OWNS.match(after)),
        2.5 * bool(APPOSITION.match(after)),
        2.0 * bool(APPOSITION_THAT.match(after)),
        _which(passage, last, after),
        2.5 * bool(SMALL_HEAD.match(after)),
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


_NO_SUBJECT = frozenset(
    """of in at from near to for with by on over outside across about against between into
    through via a an""".split()
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
_DETERMINERS = frozenset("a an the its it that for to on in off out up with all no not".split())


def _before(
    passage: Passage, first: int, last: int, before: str, *, acronym: bool
) -> float:
    link = passage.word(first - 1 - (passage.word(first - 1) == "the"))
    person = passage.kind(first - 2 - (passage.word(first - 1) == "the")) == "person"
    linked = {"of": 1.0 if acronym else 0.6, "at": 1.6, "for": 0.8, "from": 0.6, "with": 0.6}
    weights = [
        2.5 * bool(CUE.search(before)),
        2.0 * bool(BY.search(before)),
        1.6 * bool(POST.search(before)),
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
    score = 0.0
    if VESSEL.search(before) or re.match(r"^ ?\. ?(?:com|org|net)\b", after):
        score -= 2.5
    if IN_PLACE.search(before):
        score -= 1.0 if acronym else 2.5
    if OF_PLACE.match(after):
        score -= 2.5
    if OF_THING.match(after):
        score -= 1.0 if acronym else 2.0
    if OF_PERSON.match(after):
        score -= 3.0
    if re.match(r"^\d", after) and not acronym:
        score -= 2.5  # "Route 60"
    if passage.word(last) == "," and passage.kind(last + 1) in ("state", "place") and not acronym:
        score -= 1.5
    word = passage.word(first - 1)
    if word.lower() in ("a", "an") and not ATTRIBUTE.match(after):
        score -= 2.0
    if word in ('"', "“", "‘") and passage.word(last) in ('"', "”", "’"):
        score -= 1.5
    if acronym and (re.match(r"^-?\d", after) or word.replace(".", "").isdigit()):
        score -= 2.0
    if acronym and word == "(" and passage.word(last) == ")":
        score -= 0.6
    if passage.kind(first - 1) == "organisation" and acronym:
        score -= 2.0  # a ticker: "Delta Air Lines Inc. DAL"
    return score


