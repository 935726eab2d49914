"""Compiled conditions: the parts of a rule with their terms looked up and numbered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, assert_never

import regex

from monitor.errors import ConfigError
from monitor.model import (
    Actor,
    ActorTerm,
    AllOf,
    AnyOf,
    Condition,
    Meeting,
    MeetingTerm,
    Near,
    NoneOf,
    Pattern,
    Phrase,
    Word,
)
from monitor.rules.lexicon import LexiconBuilder, Term
from monitor.rules.problems import closest
from monitor.rules.terms import compile_pattern, words_of

MEETING_WORDS: Mapping[str, tuple[str, ...]] = {
    "english": ("talks", "meeting", "negotiations", "consultations", "discussions", "dialogue",
                "summit"),
    "french": ("pourparlers", "négociations", "réunion", "rencontre", "sommet"),
    "german": ("Gespräche", "Treffen", "Verhandlungen", "Sitzung", "Gipfel"),
    "russian": ("переговоры", "встреча", "консультации", "заседание", "саммит"),
    "spanish": ("conversaciones", "negociaciones", "reunión", "cumbre"),
}  # fmt: skip
"""Words that tell of a meeting, by Snowball language, where a meeting names none of its own."""

MEETING_PHRASES = (
    "переговори", "переговорів", "переговорах", "зустріч", "зустрічі", "засідання", "саміт",
    "саміту", "会谈", "谈判", "峰会", "会談", "会議", "محادثات", "مفاوضات",
)  # fmt: skip
"""The same in languages without a stemmer here, each form spelled out."""

MEETING_WORDS_APART = 25
"""How close participants and meeting word must stand, but in a title: about a long sentence of
news. Farther apart, the talks are as a rule those of somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsNode:
    """Holds where any of its terms is found.

    ``group`` is a number of its own that many rules share (an actor), ``None`` where there is
    none: it counts as found wherever one of the terms is.
    """

    label: str
    terms: tuple[Term, ...]
    numbers: tuple[int, ...]
    group: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternNode:
    """Holds where the regular expression matches."""

    label: str
    text: str
    pattern: regex.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateNode:
    """Holds where a day of the meeting is written, or the item was published on one."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AllNode:
    """Holds where every part holds."""

    label: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyNode:
    """Holds where some part holds."""

    label: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneNode:
    """Holds where no part holds."""

    label: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearNode:
    """Holds where its parts stand close together in one field.

    ``whole_title``: in the title it is enough that they all stand there.
    """

    label: str
    parts: tuple[Node, ...]
    within: int
    whole_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingNode:
    """Holds where some way of recognising the meeting holds, in the days it is looked for in."""

    label: str
    meeting: Meeting
    parts: tuple[Node, ...]


Node = TermsNode | PatternNode | DateNode | AllNode | AnyNode | NoneNode | NearNode | MeetingNode

_Shared = TypeVar("_Shared", bound=Node)

_GROUPED_FROM = 4
"""Actors with this many names or more have a number of their own; fewer are as quick one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What conditions refer to by id, and the lexicon that is being built.

    ``shared`` holds the nodes made before, so that what many rules ask for is one node.
    """

    actors: Mapping[str, Actor]
    meetings: Mapping[str, Meeting]
    lexicon: LexiconBuilder
    shared: dict[tuple[str, ...], Node] = field(default_factory=dict)

    def share(self, key: tuple[str, ...], make: Callable[[], _Shared]) -> _Shared:
        """The node made before under ``key``, else a new one."""
        known = self.shared.get(key)
        if known is None:
            known = self.shared[key] = make()
        return known  # type: ignore[return-value]  # a key always has one kind of node


def compile_condition(condition: Condition, names: Names) -> Node:  # noqa: PLR0911 - one per kind
    """The node of a condition. Raises ``ConfigError`` for an unknown id or a bad pattern."""
    if isinstance(condition, Phrase):  # the most frequent by far
        return _phrase(condition, names)
    match condition:
        case AllOf():
            return AllNode(label="all of", parts=_parts(condition.parts, names))
        case AnyOf():
            return AnyNode(label="any of", parts=_parts(condition.parts, names))
        case NoneOf():
            return NoneNode(label="none of", parts=_parts(condition.parts, names))
        case Near():
            return NearNode(
                label=f"within {condition.within} words of each other",
                parts=_parts(condition.parts, names),
                within=condition.within,
            )
        case MeetingTerm(meeting=id_):
            return names.share(("meeting", id_), lambda: _meeting(id_, names))
        case ActorTerm(actor=id_):
            return _shared_actor(id_, names)
        case Word(text=text, language=language):
            return names.share(("word", text, language), lambda: _word(text, language, names))
        case Pattern(text=text):
            return names.share(("regex", text), lambda: _pattern(text))
        case _:
            assert_never(condition)


def _phrase(phrase: Phrase, names: Names) -> Node:
    key = ("phrase", phrase.text, "cased" if phrase.case_sensitive else "")
    known = names.shared.get(key)
    if known is None:
        term = names.lexicon.phrase(phrase.text, case_sensitive=phrase.case_sensitive)
        known = names.shared[key] = _terms(f'phrase "{phrase.text}"', [term])
    return known


def _word(text: str, language: str, names: Names) -> TermsNode:
    return _terms(f'word "{text}" in any inflection', [names.lexicon.word(text, language)])


def _pattern(text: str) -> PatternNode:
    pattern, problem = compile_pattern(text)
    if pattern is None:
        raise ConfigError(problem, field="regex")
    return PatternNode(label=f"regex {text}", text=text, pattern=pattern)


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, none for a leaf."""
    return () if isinstance(node, (TermsNode, PatternNode, DateNode)) else node.parts


def wanted_leaves(node: Node) -> Iterator[TermsNode | PatternNode]:
    """The leaves that speak for the rule: all but those under ``none``."""
    if isinstance(node, (TermsNode, PatternNode)):
        yield node
    elif not isinstance(node, NoneNode):
        for part in children(node):
            yield from wanted_leaves(part)


def _parts(conditions: Sequence[Condition], names: Names) -> tuple[Node, ...]:
    return tuple(compile_condition(condition, names) for condition in conditions)


def _terms(label: str, terms: Sequence[Term], group: int | None = None) -> TermsNode:
    numbers = tuple(dict.fromkeys(term.number for term in terms))
    return TermsNode(label=label, terms=tuple(terms), numbers=numbers, group=group)


def _shared_actor(id_: str, names: Names) -> TermsNode:
    return names.share(("actor", id_), lambda: _actor(id_, names))


def _actor(id_: str, names: Names) -> TermsNode:
    actor = names.actors.get(id_)
    if actor is None:
        raise ConfigError(f"there is no actor `{id_}`", hint=closest(id_, names.actors))
    terms = [
        names.lexicon.phrase(
            alias.text, case_sensitive=alias.case_sensitive, actor=id_, inflected=True
        )
        for alias in actor.aliases
    ]
    group = names.lexicon.other_number() if len(terms) >= _GROUPED_FROM else None
    return _terms(f"actor {actor.name} ({id_})", terms, group)


def _meeting(id_: str, names: Names) -> MeetingNode:
    meeting = names.meetings.get(id_)
    if meeting is None:
        raise ConfigError(f"there is no meeting `{id_}`", hint=closest(id_, names.meetings))
    ways: list[Node] = []
    if meeting.participants:
        parts: list[Node] = [_shared_actor(actor, names) for actor in meeting.participants]
        words = ("meeting words", *meeting.words)
        parts.append(names.share(words, lambda: _meeting_words(meeting, names)))
        ways.append(
            NearNode(
                label="its participants and a meeting word, in the title or within"
                f" {MEETING_WORDS_APART} words",
                parts=tuple(parts),
                within=MEETING_WORDS_APART,
                whole_title=True,
            )
        )
    if meeting.place_aliases and meeting.start is not None and meeting.end is not None:
        place = _terms(
            f"place {meeting.place or meeting.place_aliases[0].text}",
            [
                names.lexicon.phrase(
                    alias.text, case_sensitive=alias.case_sensitive, inflected=True
                )
                for alias in meeting.place_aliases
            ],
        )
        days = (
            f"{meeting.start}"
            if meeting.start == meeting.end
            else (f"{meeting.start} to {meeting.end}")
        )
        when = DateNode(
            label=f"date {days}, written or of publication", first=meeting.start, last=meeting.end
        )
        ways.append(AllNode(label="its place and date", parts=(place, when)))
    return MeetingNode(label=f"meeting {meeting.title} ({id_})", meeting=meeting, parts=tuple(ways))


def _meeting_words(meeting: Meeting, names: Names) -> TermsNode:
    """The meeting's own words (English stems; several words or other letters: as they are)."""
    lexicon = names.lexicon
    terms: list[Term] = []
    if meeting.words:
        for word in meeting.words:
            single = len(words_of(word)) == 1
            terms.append(
                lexicon.word(word, word_language(word))
                if single
                else lexicon.phrase(word, case_sensitive=False)
            )
    else:
        for language, words in MEETING_WORDS.items():
            terms.extend(lexicon.word(word, language) for word in words)
        terms.extend(lexicon.phrase(phrase, case_sensitive=False) for phrase in MEETING_PHRASES)
    return _terms("a meeting word", terms, names.lexicon.other_number())


def word_language(word: str) -> str:
    """The stemmer for a meeting's own word, by its script: English, or Russian for Cyrillic."""
    return "russian" if regex.search(r"\p{Cyrillic}", word) else "english"
