"""A sentence as a pattern sees it: every mention, date, place and meeting word is one character.

Names have many forms and lengths; a pattern over words must guess where they end. Here they are
found before (mentions, dates), and stand in the text as single characters of a private-use area,
one block for each kind, so that ``talks between S and S in L on D`` is a short regular expression
and a clause can be cut and joined as plain text without losing what its parts mean. Shapes are
made by :mod:`monitor.seeding.shaping`. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from monitor.seeding.dates import DateMention
from monitor.seeding.mention import Mention

Family = Literal["meeting", "election", "court", "visit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that name a meeting. ``words``: with its qualifier ("peace talks"), ``head``: the
    noun. ``family``: which meetings it can be the same as."""

    words: str
    head: str
    family: Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is: the name of a city, venue or country, or "online". ``state``: name of
    the actor if the place is a state; ``body``: if it is the seat of a court or another body."""

    name: str
    state: str = ""
    body: str = ""


Part: TypeAlias = Mention | DateMention | Place | Cue
# One block of 256 private-use characters for each kind of part.
_BASES = {"state": 0xE000, "organisation": 0xE100, "person": 0xE200, "place": 0xE300}
_BASES |= {"date": 0xE400, "cue": 0xE500}
STATE = "[\ue000-\ue0ff]"
ORGANISATION = "[\ue100-\ue1ff]"
PERSON = "[\ue200-\ue2ff]"
ACTOR = "[\ue000-\ue2ff]"
PLACE = "[\ue300-\ue3ff]"
DATE = "[\ue400-\ue4ff]"
CUE = "[\ue500-\ue5ff]"
PART = "[\ue000-\ue5ff]"


@dataclass(slots=True)
class Shape:
    """``text``: the sentence with parts as characters; ``parts``: what each of them is."""

    text: str
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, kind: str, part: Part) -> str:
        """The character that stands for ``part`` from now on."""
        base = _BASES[kind]
        char = chr(base + sum(1 for known in self.parts if base <= ord(known) < base + 256))
        self.parts[char] = part
        return char

    def names(self, text: str) -> tuple[str, ...]:
        """Names of the actors in a piece of the text, in order, each once."""
        found = [self.parts[char] for char in re.findall(ACTOR, text)]
        return tuple(dict.fromkeys(part.name for part in found if isinstance(part, Mention)))

    def mention(self, char: str) -> Mention:
        """The actor behind a character."""
        part = self.parts[char]
        assert isinstance(part, Mention)  # noqa: S101 - the block of a character tells its kind
        return part

    def words(self, text: str) -> str:
        """A piece of the text as it was written."""
        return re.sub(PART, lambda m: _surface(self.parts[m.group()]), text)


def _surface(part: Part) -> str:
    match part:
        case Mention(surface=surface):
            return surface
        case Place(name=name):
            return name
        case Cue(words=words):
            return words
        case DateMention():
            return ""
