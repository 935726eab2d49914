"""The title or office that stands before or behind a person's name, as the article gives it. Pure.

Before: "Russian Foreign Minister Sergei Lavrov", "the US Ambassador to Russia, John Sullivan,",
"Norway's UN envoy Mona Juul". Behind: "Jane Roe, the company's chief executive,".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.gazetteer.words import common_words, courtesies, titles
from monitor.seeding.lexicon import DAYS, MODIFIERS, SMALL, SPEECH
from monitor.seeding.passage import Passage

_LINKS = frozenset({"of", "for", "to", "at", "in", "on"})
_CLOSING = frozenset({",", ".", ";", ")", "—", "–", "--", ":", "?", "!", '"', "”", "and"})
_GENITIVE = ("'s", "'")
_IN_OFFICE = frozenset(
    {"of", "for", "to", "at", "in", "on", "and", "the", "its", "s", "&", "former"}
)
_YEARS = frozenset(str(year) for year in range(1900, 2100))
_LONGEST = 18
_STOPS = frozenset(
    {"who", "which", "that", "whose", "from", "with", "but", "because", "when", "where", "as",
     "after", "before", "since", "during", "while", "whom"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """``text``: the office; ``first``: token at which it begins; ``named``: whether a state or
    an organisation is named in it."""

    text: str
    first: int
    named: bool


def is_title(word: str) -> bool:
    """Whether a word is a title, office, rank or calling by itself."""
    word = word.lower()
    return word in titles() or (
        word.startswith(("ex-", "co-", "vice-")) and is_title(word[3:].lstrip("-"))
    )


def role(passage: Passage, first: int, last: int) -> Role | None:
    """The role of the person at tokens ``first`` to before ``last``; None if none is told."""
    return before(passage, first, last) or behind(passage, last)


def before(passage: Passage, first: int, last: int) -> Role | None:
    """The role told before a name."""
    end = first
    while end > 0 and passage.words[end - 1] in courtesies():
        end -= 1
    comma = passage.word(end - 1) == ","
    if comma:
        if passage.word(last) not in _CLOSING and last < len(passage.tokens):
            return None
        end -= 1
    if end <= 0 or passage.words[end - 1].lower() in _LINKS | {"and", "as", "with"}:
        return None
    head = _head(passage, end, comma)
    if head is None:
        return None
    start = _start(passage, head)
    return _role(passage, start, end)


def _modifies(passage: Passage, index: int) -> bool:
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


def _head(passage: Passage, end: int, comma: bool) -> int | None:
    """The leftmost title of the office that ends before ``end``."""
    found: int | None = None
    index = end - 1
    complement = not is_title(passage.words[index])
    linked = False
    while index >= 0 and end - index < _LONGEST:
        word = passage.words[index]
        lower = word.lower()
        if passage.kind(index) == "person":
            break
        if is_title(word):
            found = index
            index -= 1
            linked = False
        elif lower in _LINKS or lower in ("and", "the", "a"):
            if not (complement or comma) and not (lower == "and" and _and_title(passage, index)):
                break
            if (
                lower == "and"
                and found is not None
                and not linked
                and not _and_title(passage, index)
            ):
                break
            linked = True
            index -= 1
        elif word in _GENITIVE:
            index -= 1
        elif _modifies(passage, index):
            index -= 1
        elif (
            comma
            and complement
            and passage.tokens[index].is_word
            and lower not in SPEECH
            and lower not in SMALL
            and not lower.endswith(("ed", "ing"))
        ):
            index -= 1
        else:
            break
    if found is None or not complement:
        return found
    # what is between the title and the name must be a complement: "Minister of Trade Jane Roe"
    after = found + 1
    while after < end and is_title(passage.words[after]):
        after += 1
    if passage.word(after).lower() in _LINKS:
        return found
    return None


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


_PAST = frozenset(
    """sent saw beat brought made gave got held put let hit shot kept lost paid found chose fired won
    led ran sued quit fought sought caught taught thought bought sold stood sat understood knew
    began broke built came cut dealt drew drove fell felt flew forgot heard hurt laid lay lent lie
    meant met read rode rose set shook showed shut slept spent spread stole struck swore threw wore
    wrote spoke went did does do dub call name""".split()
)


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


def _start(passage: Passage, head: int) -> int:
    start = head
    while start > 0:
        index = start - 1
        word = passage.words[index]
        if word in _GENITIVE:
            owner = passage.words[index - 1] if index else ""
            if passage.kind(index - 1) in (
                "state",
                "capital",
                "seat",
                "organisation",
                "body",
                "place",
            ) or (is_title(owner)):
                start = index
                continue
            break
        if word == "and" and _and_offices(passage, index):
            start = index - 1
            continue
        if _modifies(passage, index) or is_title(word) or _noun_before(passage, index):
            if (
                index == 0
                and not passage.owner[0]
                and word.lower() in common_words()
                and word.lower() not in MODIFIERS | {"former"}
                and not (is_title(word))
            ):
                break
            start = index
            continue
        break
    while start < head and (passage.words[start] in ("-", "/", "&", *_GENITIVE)):
        start += 1
    return start


def _role(passage: Passage, start: int, end: int) -> Role | None:
    while end > start and passage.words[end - 1].lower() in ("the", "a", ",", "and"):
        end -= 1
    while start < end and passage.words[start].lower() in ("and", "the", "a", ","):
        start += 1
    while end > start and passage.words[end - 1].lower() in _LINKS | {
        "and",
        "the",
        "its",
        ",",
        "-",
    }:
        end -= 1
    if end <= start or not any(is_title(word) for word in passage.words[start:end]):
        return None
    text = passage.surface(start, end).replace("’", "'")
    named = any(
        passage.kind(index) in ("state", "demonym", "organisation", "body", "seat", "capital")
        for index in range(start, end)
    )
    if not named and _AMERICAN.match(text):
        text = f"US {text}"
    return Role(text=_of(text), first=start, named=named)


# Offices that only the United States has, whether or not the article says so.
_AMERICAN = re.compile(
    r"^(?:(?:Principal )?(?:Deputy )?Assistant Secretary of (?:State|Defense|the Treasury)|"
    r"Deputy Secretary of State|Secretary of Defense|Deputy Secretary of Defense)\b"
)
_OWNED = re.compile(r"^(?P<owner>.+?)'s? (?P<office>[\w-]+(?: [\w-]+){0,3})$")


def _of(text: str) -> str:
    """ "UN Secretary-General's spokesperson" as "spokesperson of the UN Secretary-General"."""
    match = _OWNED.match(text)
    if match and is_title(match["owner"].split()[-1]):
        return f"{match['office']} of the {match['owner']}"
    return text


def behind(passage: Passage, last: int) -> Role | None:
    """The role told behind a name, between commas, dashes or parentheses."""
    opening = passage.word(last)
    if opening not in (",", "(", "—", "–", "--"):
        return None
    index = last + 1
    if re.fullmatch(r"\d{1,3}", passage.word(index)) and passage.word(index + 1) == ",":
        index += 2
    if passage.word(index) == "who" and passage.word(index + 1) in ("is", "was"):
        index += 2
    if passage.word(index) in ("then", "now"):
        index += 1
    if passage.word(index).lower() in ("the", "a", "an", "its", "his", "her", "their"):
        index += 1
    start = index
    head = None
    while index < len(passage.tokens) and index - start < 8:
        word = passage.words[index]
        if is_title(word):
            head = index
            break
        if not (
            word in _GENITIVE
            or _modifies(passage, index)
            or word in ("-", "and")
            or (
                passage.tokens[index].is_word
                and word.lower() not in SMALL
                and word.lower() not in SPEECH
                and not word.endswith("ing")
            )
        ):
            return None
        index += 1
    if head is None or passage.kind(head) == "person":
        return None
    end = head + 1
    while end < len(passage.tokens):
        word = passage.words[end]
        if word in (",", ";", ".", ")", "—", "–", "--", ":", "?", "!", '"', "”", "“", "("):
            break
        lower = word.lower()
        if lower in _STOPS or (lower in SPEECH and word.islower()):
            break
        if lower in SMALL and lower not in _IN_OFFICE:
            break
        if lower in _LINKS and passage.word(end + 1).lower() in DAYS | {"a", "an"} | _YEARS:
            break
        end += 1
    if end - start > _LONGEST:
        end = head + 1
    if passage.words[start : start + 1] and any(w in _GENITIVE for w in passage.words[start:head]):
        start = _drop_owner(passage, start, head)
    return _role(passage, start, end)


def _drop_owner(passage: Passage, start: int, head: int) -> int:
    """Without "the company's", which names nobody."""
    for index in range(head - 1, start - 1, -1):
        if (
            passage.words[index] in _GENITIVE
            and not passage.owner[index - 1]
            and (passage.tokens[index - 1].text.islower())
        ):
            return index + 1
    return start
