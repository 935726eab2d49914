"""The title or office that stands before or behind a person's name, as the article gives it. Pure.

Before: "Russian Foreign Minister Sergei Lavrov", "the US Ambassador to Russia, John Sullivan,",
"Norway's UN envoy Mona Juul". Behind: "Jane Roe, the company's chief executive,".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.gazetteer.words import common_words, courtesies, given_names, titles
from monitor.seeding.conduct_words import ACTS
from monitor.seeding.lexicon import DAYS, MODIFIERS, ROYAL, SMALL, SPEECH, word_set
from monitor.seeding.passage import Passage

_LINKS = frozenset({"of", "for", "to", "at", "in", "on"})
_CLOSING = frozenset({",", ".", ";", ")", "(", "—", "–", "--", ":", "?", "!", '"', "”", "and"})
_GENITIVE = ("'s", "'")
_MARKS = frozenset({",", ";", ".", ")", "(", "—", "–", "--", ":", "?", "!", '"', "”", "“"})
_IN_OFFICE = frozenset(
    {"of", "for", "to", "at", "in", "on", "and", "the", "its", "s", "&", "former"}
)
_YEARS = frozenset(str(year) for year in range(1900, 2100))
_LONGEST = 18
_OWNERS = ("its", "his", "her", "their")
_TRADES = word_set(
    """licensing marketing engineering planning housing mining shipping banking training
    nursing policing farming fishing broadcasting lending trading accounting manufacturing
    purchasing monitoring programming coaching refereeing scouting ticketing cycling swimming
    boxing rowing sailing racing skiing lobbying funding spending"""
)
"""Nouns in -ing of what somebody is head of."""

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
    if word == "MS":  # of the Senedd
        return True
    word = word.lower()
    return word in titles() or (
        word.startswith(("ex-", "co-", "vice-")) and is_title(word[3:].lstrip("-"))
    )


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
    head = _head(passage, index - 1, comma=True)
    if head is None:
        return None
    start = _start(passage, head)
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
    if end <= 0 or passage.words[end - 1].lower() in _LINKS | {"and", "as", "with"}:
        return None
    head = _head(passage, end, comma=comma)
    if head is None:
        return None
    start = _start(passage, head)
    return _role(passage, start, end)


_CALLING = re.compile(r"[a-z-]{2,}(?:er|or|ist|ian|man|woman|eer)|international")


def _is_calling(passage: Passage, index: int) -> bool:
    """ "Kenyan steeplechaser": a noun of one who does something, behind a people."""
    word = passage.words[index]
    if not _CALLING.fullmatch(word) or is_title(word):
        return False
    if word in SMALL | (MODIFIERS - {"international"}):
        return False
    return passage.kind(index - 1) == "demonym" or _described(passage, index) is not None


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


def _head(passage: Passage, end: int, *, comma: bool) -> int | None:
    """The leftmost title of the office that ends before ``end``.

    ``comma``: the office is set off by commas, so that it may hold common nouns ("the head of
    the country's election commission, Jane Roe,").
    """
    if passage.words[max(0, end - 2) : end] == ["opposite", "number"]:
        return end - 2
    return end - 1 if _is_calling(passage, end - 1) else _title(passage, end, comma=comma)


def _title(passage: Passage, end: int, *, comma: bool) -> int | None:
    complement = not is_title(passage.words[end - 1])
    found: int | None = None
    linked = False
    for index in range(end - 1, max(-1, end - _LONGEST), -1):
        lower = passage.words[index].lower()
        if passage.kind(index) == "person":
            break
        if is_title(lower):
            found, linked = index, False
        elif lower in _LINKS or lower in ("and", "the", "a", *(_OWNERS if comma else ())):
            both = lower == "and" and _and_title(passage, index)
            if not (complement or comma or both):
                break
            if lower == "and" and found is not None and not (linked or both):
                break
            linked = True
        elif not (
            lower in _GENITIVE
            or _modifies(passage, index)
            or (lower in _HELD and passage.word(index - 1) == "of")
            or (comma and complement and _is_noun(passage, index))
        ):
            break
    if found is None or not complement:
        return found
    # what is between the title and the name must be a complement: "Minister of Trade Jane Roe"
    after = found + 1
    while after < end and is_title(passage.words[after]):
        after += 1
    return found if passage.word(after).lower() in _LINKS else None


def _is_noun(passage: Passage, index: int) -> bool:
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


_PAST = frozenset(
    [
        "sent",
        "saw",
        "beat",
        "brought",
        "made",
        "gave",
        "got",
        "held",
        "put",
        "let",
        "hit",
        "shot",
        "kept",
        "lost",
        "paid",
        "found",
        "chose",
        "fired",
        "won",
        "led",
        "ran",
        "sued",
        "quit",
        "fought",
        "sought",
        "caught",
        "taught",
        "thought",
        "bought",
        "sold",
        "stood",
        "sat",
        "understood",
        "knew",
        "began",
        "broke",
        "built",
        "came",
        "cut",
        "dealt",
        "drew",
        "drove",
        "fell",
        "felt",
        "flew",
        "forgot",
        "heard",
        "hurt",
        "laid",
        "lay",
        "lent",
        "lie",
        "meant",
        "met",
        "read",
        "rode",
        "rose",
        "set",
        "shook",
        "showed",
        "shut",
        "slept",
        "spent",
        "spread",
        "stole",
        "struck",
        "swore",
        "threw",
        "wore",
        "wrote",
        "spoke",
        "went",
        "did",
        "does",
        "do",
        "dub",
        "call",
        "name",
    ]
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
        if word.islower() and passage.word(index - 1).lower() in _VERB_FOLLOWS:
            break  # "will question Environment Minister", "is to meet President"
        further = _phrase(passage, index)
        if further is not None:
            start = further
            continue
        if _modifies(passage, index) or is_title(word) or _noun_before(passage, index):
            if (
                index == 0
                and not passage.owner[0]
                and word.lower() in common_words()
                and word.lower() not in MODIFIERS | {"former"}
                and not (is_title(word))
                and not (head == 1 and passage.words[1] in ("minister", "secretary"))
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
    if end <= start or not (
        any(is_title(word) for word in passage.words[start:end])
        or passage.words[end - 1] == "number"
        or _is_calling(passage, end - 1)
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
    if end - start > _LONGEST:
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
    if end == start or end - start > _LONGEST:
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
        noun = _is_noun(passage, index) or (
            passage.tokens[index].is_word
            and word.endswith("ed")
            and word.lower() not in SPEECH | SMALL
        )
        if not (word in _GENITIVE or word in ("-", "and") or _modifies(passage, index) or noun):
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
        if lower in _LINKS and passage.word(end + 1).lower() in DAYS | {"a", "an"} | _YEARS:
            break
        end += 1
    return end


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
