"""The title or office that stands before or behind a person's name, as the article gives it. Pure.

Before: "Russian Foreign Minister Sergei Lavrov", "the US Ambassador to Russia, John Sullivan,",
"Norway's UN envoy Mona Juul". Behind: "Jane Roe, the company's chief executive,".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.gazetteer.words import courtesies, given_names
from monitor.seeding.lexicon import DAYS, ROYAL, SMALL, SPEECH
from monitor.seeding.offices import (
    GENITIVE,
    LINKS,
    LONGEST,
    head_before,
    is_calling,
    is_noun,
    is_title,
    modifies,
    start_of,
)
from monitor.seeding.passage import Passage

_CLOSING = frozenset({",", ".", ";", ")", "(", "—", "–", "--", ":", "?", "!", '"', "”", "and"})
_MARKS = frozenset({",", ";", ".", ")", "(", "—", "–", "--", ":", "?", "!", '"', "”", "“"})
_IN_OFFICE = frozenset(
    {"of", "for", "to", "at", "in", "on", "and", "the", "its", "s", "&", "former"}
)
_YEARS = frozenset(str(year) for year in range(1900, 2100))
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


def role(passage: Passage, first: int, last: int) -> Role | None:
    """The role of the person at tokens ``first`` to before ``last``; None if none is told."""
    if passage.words[first].lower() in ROYAL and passage.words[first] not in given_names():
        return Role(text=passage.words[first], first=first, named=False)
    found = before(passage, first, last)
    if found and found.text not in _DEGREES:
        return found
    further = behind(passage, _past_land(passage, last)) or _introduced(passage, first)
    if found and not further:  # "its chair, Professor Jane Roe,"
        further = before(passage, found.first, last)
    return further or found or _honorific(passage, first)


_DEGREES = frozenset({"Professor", "Prof", "Prof.", "Doctor"})
"""Titles that yield to the office told behind the name."""
_HONORIFICS = frozenset({"Sheikh", "Sheikha", "Shaikh", "Rev", "Fr", "Sir", "Dame", "Lord", "Lady"})
"""Courtesies that are a role where nothing else is told."""


def _honorific(passage: Passage, first: int) -> Role | None:
    word = passage.word(first - 1)
    return Role(text=word, first=first - 1, named=False) if word in _HONORIFICS else None


def _introduced(passage: Passage, first: int) -> Role | None:
    """ "Its deputy chair, Jane Roe of the union", "its head, the Uruguayan Jane Roe": an office
    told before the name, which the commas do not close or close later."""
    index = first
    if passage.kind(index - 1) == "demonym":
        index -= 1
        index -= passage.word(index - 1).lower() in ("the", "a")
    if passage.word(index - 1) != ",":
        return None
    head = head_before(passage, index - 1, comma=True)
    if head is None:
        return None
    start = start_of(passage, head)
    owner = passage.word(start - 1).lower()
    opens = start - 1 in passage.initial or passage.word(start - 2) in _MARKS
    if owner not in ("its", "his", "her", "their", "the") or not opens:
        return None
    return _role(passage, start, index - 1)


def before(passage: Passage, first: int, last: int) -> Role | None:
    """The role told before a name."""
    end = first
    while end > 0 and (
        passage.words[end - 1] in courtesies()
        or (end < first and passage.words[end - 1] in ("Right", "Most", "Very"))
    ):
        end -= 1
    if end < first and passage.word(end - 1) == "the":  # "Senator the Hon Marise Payne"
        end -= 1
    comma = passage.word(end - 1) == ","
    if comma:
        if passage.word(last) not in _CLOSING and last < len(passage.tokens):
            return None
        end -= 1
    if end <= 0 or passage.words[end - 1].lower() in LINKS | {"and", "as", "with"}:
        return None
    head = head_before(passage, end, comma=comma)
    if head is None:
        return None
    start = start_of(passage, head)
    return _role(passage, start, end)


def is_counterpart(found: Role) -> bool:
    """Whether the office is told as that of another ("her Finnish counterpart")."""
    return found.text.endswith(("counterpart", "Counterpart", "opposite number"))


def of_counterpart(found: Role, other: Role) -> Role:
    """The office of another, held for one's own state ("Finnish Economy Minister")."""
    whose = re.sub(r" ?(?:counterpart|Counterpart|opposite number)$", "", found.text)
    office = _OFFICE.search(other.text)
    if not whose or office is None:
        return found
    return Role(text=f"{whose} {office[0]}", first=found.first, named=found.named)


_OFFICE = re.compile(
    r"(?:(?:[Dd]eputy|[Vv]ice|[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ff]inance|[Ii]nterior|[Tt]rade|"
    r"[Ee]nergy|[Ee]conomy|[Hh]ealth|[Jj]ustice|[Cc]ulture|[Ee]nvironment|[Tt]ransport|[Ll]abou?r|"
    r"[Aa]griculture|[Cc]limate|[Ee]ducation|[Dd]igital|[Mm]igration|[Ff]isheries|[Ww]ater|[Hh]ome|"
    r"[Ss]ports?|[Tt]ourism|[Ii]ndustry|[Dd]evelopment|[Ss]ecurity|and|affairs|Affairs) )*"
    r"(?:[Mm]inister(?: of [A-Z]\w+(?: (?:and )?[A-Z]\w+)*)?|[Pp]resident|[Pp]remier|[Cc]hancellor|"
    r"[Ss]ecretary|[Ss]peaker|[Gg]overnor|[Mm]ayor)"
)


def _role(passage: Passage, start: int, end: int) -> Role | None:
    while end > start and passage.words[end - 1].lower() in ("the", "a", ",", "and"):
        end -= 1
    while start < end and passage.words[start].lower() in ("and", "the", "a", ","):
        start += 1
    while end > start and passage.words[end - 1].lower() in LINKS | {
        "and",
        "the",
        "its",
        ",",
        "-",
    }:
        end -= 1
    if end <= start or not (
        any(is_title(word) for word in passage.words[start:end])
        or passage.words[end - 1] == "number"
        or is_calling(passage, end - 1)
    ):
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
    if passage.word(last) not in (",", "(", "—", "–", "--"):
        return None
    if passage.word(last + 1) == "who" and passage.word(last + 2) not in ("is", "was"):
        return _office_held(passage, last + 2)
    start = _opening(passage, _present(passage, last + 1))
    if passage.word(start) == "and":
        return None  # what follows is the office of somebody else
    head = _head_behind(passage, start)
    if head is None:
        return None
    after = head + 1
    while is_title(passage.word(after)):
        after += 1
    if passage.is_capital(after) and passage.kind(after) in ("", "person"):
        return None  # somebody else: "Jane Roe, Trade Minister Ann Poe and others"
    end = _end_behind(passage, after)
    if end - start > LONGEST:
        end = head + 1
    return _role(passage, _drop_owner(passage, start, head), end)


_OFFICES = {
    "chairs": "chair",
    "heads": "head",
    "leads": "leader",
    "founded": "founder",
    "owns": "owner",
    "manages": "manager",
    "commands": "commander",
    "directs": "director",
    "edits": "editor",
    "coaches": "coach",
}
"""Verbs by which an office is told, and its holder."""


def _office_held(passage: Passage, index: int) -> Role | None:
    """ "Jane Roe, who chairs the committee": chair of the committee."""
    office = _OFFICES.get(passage.word(index))
    if office is None:
        return None
    start = index + 1
    if passage.word(start).lower() in ("the", "a", "an", "its", "his", "her", "their"):
        start += 1
    end = _end_behind(passage, start)
    if end == start or end - start > LONGEST:
        return None
    named = any(passage.kind(at) in ("organisation", "body", "state") for at in range(start, end))
    if not named:
        return None
    return Role(text=f"{office} of the {passage.surface(start, end)}", first=index, named=named)


def _past_land(passage: Passage, last: int) -> int:
    """Behind "of Samoa" in "Jane Roe of Samoa, who chairs"."""
    land = passage.owner[last + 1] if last + 1 < len(passage.owner) else None
    if passage.word(last) != "of" or land is None or land.kind != "state":
        return last
    return land.last if passage.words[land.last : land.last + 2] == [",", "who"] else last


def _present(passage: Passage, index: int) -> int:
    """Behind "a medallist in Athens and now", where the present office begins."""
    for at in range(index, min(index + 12, len(passage.words) - 2)):
        if passage.words[at] in _MARKS:
            break
        if passage.words[at] == "and" and passage.words[at + 1] == "now":
            return at + 2
    return index


def _opening(passage: Passage, index: int) -> int:
    """Past an age, "who is" and an article."""
    if re.fullmatch(r"\d{1,3}", passage.word(index)) and passage.word(index + 1) == ",":
        index += 2
    if passage.word(index) == "who" and passage.word(index + 1) in ("is", "was"):
        index += 2
    if passage.word(index) in ("then", "now"):
        index += 1
    if passage.word(index).lower() in ("the", "a", "an", "its", "his", "her", "their"):
        index += 1
    return index


def _head_behind(passage: Passage, start: int) -> int | None:
    """The first title behind a name, if only words of its office stand before it."""
    for index in range(start, min(start + 8, len(passage.tokens))):
        word = passage.words[index]
        if is_title(word):
            return None if passage.kind(index) == "person" else index
        noun = is_noun(passage, index) or (
            passage.tokens[index].is_word
            and word.endswith("ed")
            and word.lower() not in SPEECH | SMALL
        )
        if not (word in GENITIVE or word in ("-", "and") or modifies(passage, index) or noun):
            return None
    return None


def _end_behind(passage: Passage, end: int) -> int:
    while end < len(passage.tokens):
        word = passage.words[end]
        lower = word.lower()
        if word in _MARKS or lower in _STOPS or (lower in SPEECH and word.islower()):
            break
        if lower.endswith("ed") and word.islower() and is_title(passage.words[end - 1]):
            break
        other = passage.kind(end) == "person" and passage.words[end - 1] in ("and", "for", "to")
        if other or word in courtesies():
            break
        if lower in SMALL and lower not in _IN_OFFICE:
            break
        if lower in LINKS and passage.word(end + 1).lower() in DAYS | {"a", "an"} | _YEARS:
            break
        end += 1
    return end


def _drop_owner(passage: Passage, start: int, head: int) -> int:
    """Without "the company's", which names nobody."""
    for index in range(head - 1, start - 1, -1):
        if (
            passage.words[index] in GENITIVE
            and not passage.owner[index - 1]
            and (passage.tokens[index - 1].text.islower())
        ):
            return index + 1
    return start
