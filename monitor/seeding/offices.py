"""Which words before a name are its bearer's office, and where that begins. Pure.

"will question deputy Foreign Minister Sergei Lavrov" has its office at "deputy", "Lumen Bank's
head of research Jane Roe" at "Lumen". Roles are read with it by :mod:`monitor.seeding.roles`.
"""

from __future__ import annotations

import re

from monitor.gazetteer.words import common_words, courtesies, titles
from monitor.seeding.conduct_words import ACTS
from monitor.seeding.lexicon import DAYS, MODIFIERS, SMALL, SPEECH, word_set
from monitor.seeding.passage import Passage

LINKS = frozenset({"of", "for", "to", "at", "in", "on"})
"""Between an office and what it is of."""

GENITIVE = ("'s", "'")
"""What marks whose an office is; words of their own."""

LONGEST = 18
"""Words of an office, at most."""

_OWNERS = ("its", "his", "her", "their")
_TRADES = word_set(
    """licensing marketing engineering planning housing mining shipping banking training
    nursing policing farming fishing broadcasting lending trading accounting manufacturing
    purchasing monitoring programming coaching refereeing scouting ticketing cycling swimming
    boxing rowing sailing racing skiing lobbying funding spending"""
)
"""Nouns in -ing of what somebody is head of."""


def is_title(word: str) -> bool:
    """Whether a word is a title, office, rank or calling by itself."""
    if word == "MS":  # of the Senedd
        return True
    word = word.lower()
    return word in titles() or (
        word.startswith(("ex-", "co-", "vice-")) and is_title(word[3:].lstrip("-"))
    )


_CALLING = re.compile(r"[a-z-]{2,}(?:er|or|ist|ian|man|woman|eer)|international")


def is_calling(passage: Passage, index: int) -> bool:
    """ "Kenyan steeplechaser": a noun of one who does something, behind a people."""
    word = passage.words[index]
    if not _CALLING.fullmatch(word) or is_title(word):
        return False
    if word in SMALL | (MODIFIERS - {"international"}):
        return False
    return passage.kind(index - 1) == "demonym" or _described(passage, index) is not None


def modifies(passage: Passage, index: int) -> bool:
    """Whether a word can stand before a title in one office."""
    word = passage.words[index]
    kind = passage.kind(index)
    if kind == "person" or word in courtesies():
        return False
    if kind and kind not in ("other", "outlet"):
        return True
    if word in ("-", "&", "/"):
        return True
    token = passage.tokens[index]
    if not token.is_word:
        return False
    if token.is_capital:
        lower = word.lower()
        return (
            (lower not in SMALL or lower in ("former", "outgoing", "incoming", "first", "second"))
            and lower not in DAYS
            and lower not in SPEECH
        )
    return word.lower() in MODIFIERS or word.lower() in ("former", "outgoing", "incoming", "first")


def head_before(passage: Passage, end: int, *, comma: bool) -> int | None:
    """The leftmost title of the office that ends before ``end``.

    ``comma``: the office is set off by commas, so that it may hold common nouns ("the head of
    the country's election commission, Jane Roe,").
    """
    if passage.words[max(0, end - 2) : end] == ["opposite", "number"]:
        return end - 2
    return end - 1 if is_calling(passage, end - 1) else _title(passage, end, comma=comma)


def _title(passage: Passage, end: int, *, comma: bool) -> int | None:
    complement = not is_title(passage.words[end - 1])
    found: int | None = None
    linked = False
    for index in range(end - 1, max(-1, end - LONGEST), -1):
        lower = passage.words[index].lower()
        if passage.kind(index) == "person":
            break
        if is_title(lower):
            found, linked = index, False
        elif lower in LINKS or lower in ("and", "the", "a", *(_OWNERS if comma else ())):
            both = lower == "and" and _and_title(passage, index)
            if not (complement or comma or both):
                break
            if lower == "and" and found is not None and not (linked or both):
                break
            linked = True
        elif not (
            lower in GENITIVE
            or modifies(passage, index)
            or (lower in _HELD and passage.word(index - 1) == "of")
            or (comma and complement and is_noun(passage, index))
        ):
            break
    if found is None or not complement:
        return found
    # what is between the title and the name must be a complement: "Minister of Trade Jane Roe"
    after = found + 1
    while after < end and is_title(passage.words[after]):
        after += 1
    return found if passage.word(after).lower() in LINKS else None


def is_noun(passage: Passage, index: int) -> bool:
    """Perhaps a noun: a word that is no verb of saying, no form of a verb and no small word."""
    lower = passage.words[index].lower()
    return (
        passage.tokens[index].is_word
        and lower not in SPEECH
        and lower not in SMALL
        and (not lower.endswith(("ed", "ing")) or lower in _TRADES)
    )


def _and_title(passage: Passage, index: int) -> bool:
    left, right = passage.word(index - 1), passage.word(index + 1)
    if not is_title(left):
        return False
    after = index + 1
    while passage.word(after).lower() in MODIFIERS and not is_title(passage.word(after)):
        after += 1
    right = passage.word(after)
    return is_title(right) and left[:1].islower() and (right[:1].islower() or right.isupper())


def _and_offices(passage: Passage, index: int) -> bool:
    """ "Climate and Environment Minister": one office of two fields."""
    left, right = passage.word(index - 1), passage.word(index + 1)
    return (
        left[:1].isupper() == right[:1].isupper()
        and left.lower() in common_words()
        and right.lower() in common_words()
        and left.lower() not in SMALL
        and not is_title(left)
        and not is_title(right)
        and (left[:1].isupper() or left in MODIFIERS)
    )


_PAST = word_set(
    """sent saw beat brought made gave got held put let hit shot kept lost paid found chose fired
    won led ran sued quit fought sought caught taught thought bought sold stood sat
    understood knew began broke built came cut dealt drew drove fell felt flew forgot heard
    hurt laid lay lent lie meant met read rode rose set shook showed shut slept spent spread
    stole struck swore threw wore wrote spoke went did does do dub call name"""
)
"""Verbs in small letters that could be taken for nouns."""


def _noun_before(passage: Passage, index: int) -> bool:
    """A noun in small letters before a title ("city plan commissioner")."""
    word = passage.words[index]
    return (
        word.islower()
        and word.isalpha()
        and not passage.owner[index]
        and word in common_words()
        and word not in SMALL
        and word not in SPEECH
        and word not in _PAST
        and not word.endswith(("ed", "ing", "ly", "s"))
    )


_VERB_FOLLOWS = frozenset(
    {"to", "will", "would", "can", "could", "must", "may", "might", "should", "shall", "did", "not"}
)


def _described(passage: Passage, index: int) -> int | None:
    """Where a description begins whose nouns end at ``index`` and whose first word is a demonym
    ("Chinese Taipei doubles player", "Tongan rugby international")."""
    for at in range(index, max(-1, index - 4), -1):
        if passage.kind(at) == "demonym":
            return at if at < index and passage.word(at + 1).islower() else None
        word = passage.words[at]
        plain = passage.tokens[at].is_word and word.islower() and not passage.owner[at]
        if not plain or word in SMALL or word in SPEECH or word in ACTS or word in _PAST:
            if passage.kind(at) == "place" and passage.kind(at - 1) == "demonym":
                return at - 1
            return None
    return None


_HELD = frozenset({"staff", "mission", "state", "government", "delegation", "party", "security"})
"""Nouns in small letters of which somebody is head, before a name or a further title."""


def _phrase(passage: Passage, index: int) -> int | None:
    """Where a description, or "chief of staff" in "army chief of staff General", begins."""
    held = passage.words[index] in _HELD and passage.word(index - 1) == "of"
    if held and index > 1 and is_title(passage.words[index - 2]):
        return index - 2
    return _described(passage, index)


_OWNING = frozenset({"state", "capital", "seat", "organisation", "body", "place"})
"""Kinds of mentions that have offices ("Lumen Bank's head of research")."""


def start_of(passage: Passage, head: int) -> int:
    """Where the office begins whose leftmost title is ``head``."""
    start = head
    while start > 0 and (further := _further(passage, start - 1, head)) is not None:
        start = further
    while start < head and passage.words[start] in ("-", "/", "&", *GENITIVE):
        start += 1
    return start


def _further(passage: Passage, index: int, head: int) -> int | None:
    """Where the office goes on to the left with the word at ``index``; ``None`` if it does not."""
    word = passage.words[index]
    if word in GENITIVE:
        owner = passage.words[index - 1] if index else ""
        return index if passage.kind(index - 1) in _OWNING or is_title(owner) else None
    if word == "and" and _and_offices(passage, index):
        return index - 1
    if word.islower() and passage.word(index - 1).lower() in _VERB_FOLLOWS:
        return None  # "will question Environment Minister", "is to meet President"
    described = _phrase(passage, index)
    if described is not None:
        return described
    belongs = modifies(passage, index) or is_title(word) or _noun_before(passage, index)
    return index if belongs and not _opens_sentence(passage, index, head) else None


def _opens_sentence(passage: Passage, index: int, head: int) -> bool:
    """Whether a word is in capitals only because the article begins with it."""
    word = passage.words[index]
    return (
        index == 0
        and not passage.owner[0]
        and word.lower() in common_words()
        and word.lower() not in MODIFIERS | {"former"}
        and not is_title(word)
        and not (head == 1 and passage.words[1] in ("minister", "secretary"))
    )
