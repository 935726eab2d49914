"""Whom words that point back mean: "they", "the two leaders", "I", "the company". Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.seeding.mention import Mention, Sentence

AGAIN = "again"
"""Words for: those of the meeting before, who meet once more."""

OTHER = "other"
"""Words for: whom the text is about, where only the other side is told ("a dinner with A")."""

OWNER = "owner"
"""Words for: the body that the article is about, whose annual meeting needs no owner's name."""

_BODY = re.compile(
    r"\b(company|firm|bank|group|council|union|club|court|committee|board|agency|ministry|assembly|"
    r"organi[sz]ation|bloc|alliance|party|regulator|airline|retailer|carmaker|manufacturer)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:they|their|two|three|four|five|six|both|sides|parties|leaders|pair|ministers|"
    r"delegations|presidents|negotiators|diplomats|delegates|teams|rivals)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:prime minister|president|minister|chancellor|mayor|envoy)$", re.IGNORECASE
)
_PEOPLE = re.compile("leaders|presidents|ministers|pair|men|diplomats")
_STATES = re.compile(r"\b(?:countries|governments|states|nations)\b")
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_REACH = 4
"""So many sentences back a word points; what lies further back would have been named again."""


class Actors:
    """The actors of an article: what each is, its short form, who was named before a sentence."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.kinds: dict[str, str] = {}
        self.short: dict[str, str] = {}
        self.described: dict[str, frozenset[str]] = {}
        self.interviewed = _interviewed(sentences)
        for sentence in sentences:
            for mention in sentence.mentions:
                self.kinds.setdefault(mention.name, mention.kind)
                told = self.described.get(mention.name, frozenset())
                self.described[mention.name] = told | _beside(sentence, mention)
                if mention.surface.isupper() and len(mention.surface) < 7:
                    self.short.setdefault(mention.name, mention.surface)

    def before(self, at: int) -> list[Mention]:
        """Mentions before sentence ``at``, the last sentence first, each in reading order."""
        back = reversed(self.sentences[max(0, at - _REACH) : at])
        return [mention for sentence in back for mention in sentence.mentions]

    def speaker(self, at: int) -> tuple[str, ...]:
        """Who says "I" in sentence ``at``: the last person in it, before it, or of the article."""
        if label := self.labelled(at):
            return label
        mentions = [*reversed(self.sentences[at].mentions), *self.before(at)]
        mentions += [m for sentence in self.sentences for m in sentence.mentions]
        return _names(mentions, "person")[:1]

    def labelled(self, at: int) -> tuple[str, ...]:
        """Who answers in an interview at sentence ``at``: "Name: I will see …"."""
        for sentence in reversed(self.sentences[max(0, at - 2 * _REACH) : at + 1]):
            first = sentence.mentions[:1]
            if first and first[0].start == 0 and sentence.text[first[0].end :].startswith(":"):
                return (first[0].name,)
        return ()

    def owner(self, at: int, past: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """The body that has met already, or the one named most up to sentence ``at``."""
        bodies = ("organisation", "body")
        met = [name for names in past for name in names if self.kinds.get(name) in bodies]
        told = [m.name for s in self.sentences[: at + 1] for m in s.mentions if m.kind in bodies]
        counted = Counter(met or told).most_common(1)
        return (counted[0][0],) if counted else ()

    def holder(self, at: int) -> tuple[str, ...]:
        """Whom "the minister" means: the person named most up to sentence ``at``, or first."""
        told = [m.name for s in self.sentences[:at] for m in s.mentions if m.kind == "person"]
        return (Counter(told).most_common(1)[0][0],) if told else ()

    def is_state(self, name: str) -> bool:
        """Whether the name is that of a state."""
        return self.kinds.get(name) == "state"

    def is_person(self, name: str) -> bool:
        """Whether the name is that of a person."""
        return self.kinds.get(name) == "person"


_APPOSED = re.compile(r",? (?:who is |which is )?(?P<told>[^,;.]{0,80})[,;.]")


def _beside(sentence: Sentence, mention: Mention) -> frozenset[str]:
    """The words that tell what an actor is: its own name, and those before and behind it."""
    ahead = re.split(
        r"[;:\"“”]|\b(?:said|and|with|by|told|met|that)\b", sentence.text[: mention.start]
    )
    behind = _APPOSED.match(sentence.text, mention.end)
    told = behind["told"] if behind and sentence.text[mention.end] == "," else ""
    near = " ".join(ahead[-1].split()[-6:]) if mention.kind != "state" else ""
    return frozenset(re.findall(r"[^\W\d_]+", f"{near} {mention.name} {told}".lower()))


def _interviewed(sentences: Sequence[Sentence]) -> str:
    """Who answers in an interview ("Name: …" in two places or more); "" if it is none."""
    labels = Counter(
        first.name
        for sentence in sentences
        for first in sentence.mentions[:1]
        if first.kind == "person"
        and first.start == 0
        and sentence.text[first.end :].startswith(":")
    )
    name, times = next(iter(labels.most_common(1)), ("", 0))
    return name if times > 1 else ""


def resolve(words: str, at: int, past: Sequence[tuple[str, ...]], known: Actors) -> tuple[str, ...]:
    """The names that ``words`` in sentence ``at`` mean; () if that is open.

    ``past``: participants of the meetings told so far, in order: "the two sides" are those of the
    last one, before they are anyone else.
    """
    if words == OTHER:
        return _subject(at, known)
    if words in ("", AGAIN, "I", "We", "we", OWNER):
        return _told(words, at, past, known)
    before = known.before(at) or list(known.sentences[at].mentions)
    if body := _BODY.search(words):
        bodies = _names([*known.sentences[at].mentions, *before], "organisation", "body")
        named = tuple(name for name in bodies if body[1].lower() in name.lower())
        return (named or bodies)[:1]
    if words.lower() == "its":
        return _names(before, "organisation", "body", "state")[:1]
    if _OFFICE.search(words):
        return known.holder(at)
    return (
        _several(words, before, past, known)
        if _MANY.search(words)
        else _names(before, "person")[:1]
    )


def _subject(at: int, known: Actors) -> tuple[str, ...]:
    """Whom the sentences before are about: the first person they name, or the first body."""
    back = list(reversed(known.sentences[max(0, at - 2) : at]))
    for kinds in (("person",), ("organisation", "body"), ("state",)):
        for sentence in back:
            if names := _names(sentence.mentions, *kinds):
                return names[:1]
    return ()


def _told(words: str, at: int, past: Sequence[tuple[str, ...]], known: Actors) -> tuple[str, ...]:
    """Those whom the meetings told so far, or who speaks, give."""
    if words == AGAIN:
        several = [names for names in past if len(names) > 1]
        return next(reversed(several or [names for names in past if names]), ())
    if words == OWNER:
        return known.owner(at, past)
    return _speaker(words, at, past, known) if words else ()


def _speaker(
    words: str, at: int, past: Sequence[tuple[str, ...]], known: Actors
) -> tuple[str, ...]:
    if words == "I":
        return known.speaker(at)
    label = known.labelled(at)
    return past[-1] if label and past and label[0] in past[-1] else label


def _several(
    words: str, before: Iterable[Mention], past: Sequence[tuple[str, ...]], known: Actors
) -> tuple[str, ...]:
    """Those who met last; before them those who are as many, and states, as the words say."""
    met = [names for names in reversed(past) if len(names) > 1]
    counted = _NUMBER.search(words)
    fits = [names for names in met if not counted or len(names) == _NUMBERS[counted[0].lower()]]
    if _STATES.search(words):
        fits = [names for names in fits if all(map(known.is_state, names))]
    if fits or met:
        return (fits or met)[0]
    kinds = ("person",) if _PEOPLE.search(words) else ("state", "organisation", "person")
    names = _names(before, *kinds)
    return names[:2] if len(names) > 1 else ()


def _names(mentions: Iterable[Mention], *kinds: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.name for m in mentions if m.kind in kinds))
