"""Compiled conditions: the parts of a rule with their terms looked up and numbered. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

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
from monitor.rules.lexicon import LexiconBuilder
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
class Term:
    """One spelling to look for: its number in the lexicon and how the rule files write it."""

    number: int
    text: str
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsNode:
    """Holds where any of its terms is found."""

    label: str
    terms: tuple[Term, ...]
    numbers: frozenset[int]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What conditions refer to by id, and the lexicon that is being built."""

    actors: Mapping[str, Actor]
    meetings: Mapping[str, Meeting]
    lexicon: LexiconBuilder


def compile_condition(condition: Condition, names: Names) -> Node:
    """The node of a condition. Raises ``ConfigError`` for an unknown id or a bad pattern."""
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
        case MeetingTerm():
            return _meeting(condition.meeting, names)
        case _:
            return _leaf(condition, names)


def _leaf(condition: ActorTerm | Phrase | Word | Pattern, names: Names) -> Node:
    match condition:
        case ActorTerm():
            return _actor(condition.actor, names)
        case Phrase():
            number = names.lexicon.phrase(condition.text, case_sensitive=condition.case_sensitive)
            label = f'phrase "{condition.text}"'
            return _terms(label, [Term(number=number, text=condition.text)])
        case Word():
            number = names.lexicon.word(condition.text, condition.language)
            label = f'word "{condition.text}" in any inflection'
            return _terms(label, [Term(number=number, text=condition.text)])
        case Pattern():
            pattern, problem = compile_pattern(condition.text)
            if pattern is None:
                raise ConfigError(problem, field="regex")
            return PatternNode(
                label=f"regex {condition.text}", text=condition.text, pattern=pattern
            )
        case _:
            assert_never(condition)


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


def required_groups(node: Node) -> tuple[frozenset[int], ...]:
    """Groups of terms: in every text for which the node holds is one term of each group.

    Smallest first, as the least likely to be met; empty where nothing is required.
    """
    match node:
        case TermsNode():
            return (node.numbers,)
        case AllNode() | NearNode():
            groups = {group for part in node.parts for group in required_groups(part)}
            return tuple(sorted(groups, key=lambda group: (len(group), sorted(group))))
        case AnyNode() | MeetingNode():
            firsts = [required_groups(part)[:1] for part in node.parts]
            if not all(firsts):
                return ()
            return (frozenset().union(*(group for first in firsts for group in first)),)
        case NoneNode() | PatternNode() | DateNode():
            return ()
        case _:
            assert_never(node)


def _parts(conditions: Sequence[Condition], names: Names) -> tuple[Node, ...]:
    return tuple(compile_condition(condition, names) for condition in conditions)


def _terms(label: str, terms: Sequence[Term]) -> TermsNode:
    numbers = frozenset(term.number for term in terms)
    return TermsNode(label=label, terms=tuple(terms), numbers=numbers)


def _actor(id_: str, names: Names) -> TermsNode:
    actor = names.actors.get(id_)
    if actor is None:
        raise ConfigError(f"there is no actor `{id_}`", hint=closest(id_, names.actors))
    terms = [
        Term(
            number=names.lexicon.phrase(alias.text, case_sensitive=alias.case_sensitive),
            text=alias.text,
            actor=id_,
        )
        for alias in actor.aliases
    ]
    return _terms(f"actor {actor.name} ({id_})", terms)


def _meeting(id_: str, names: Names) -> MeetingNode:
    meeting = names.meetings.get(id_)
    if meeting is None:
        raise ConfigError(f"there is no meeting `{id_}`", hint=closest(id_, names.meetings))
    ways: list[Node] = []
    if meeting.participants:
        parts = [*(_actor(actor, names) for actor in meeting.participants)]
        parts.append(_meeting_words(meeting, names))
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
                Term(
                    number=names.lexicon.phrase(alias.text, case_sensitive=alias.case_sensitive),
                    text=alias.text,
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
            number = (
                lexicon.word(word, word_language(word))
                if single
                else lexicon.phrase(word, case_sensitive=False)
            )
            terms.append(Term(number=number, text=word))
    else:
        for language, words in MEETING_WORDS.items():
            terms.extend(Term(number=lexicon.word(word, language), text=word) for word in words)
        terms.extend(
            Term(number=lexicon.phrase(phrase, case_sensitive=False), text=phrase)
            for phrase in MEETING_PHRASES
        )
    return _terms("a meeting word", terms)


def word_language(word: str) -> str:
    """The stemmer for a meeting's own word, by its script: English, or Russian for Cyrillic."""
    return "russian" if regex.search(r"\p{Cyrillic}", word) else "english"
