"""Entries of rule files to the values of the model, with every cross-reference checked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from monitor.errors import ConfigError
from monitor.model import (
    Actor,
    ActorTerm,
    AlertPolicy,
    Alias,
    AllOf,
    AnyOf,
    Condition,
    Meeting,
    MeetingTerm,
    Near,
    NoneOf,
    Pattern,
    Phrase,
    Rule,
    Scope,
    Word,
)
from monitor.rules.document import Document, Path
from monitor.rules.problems import closest
from monitor.rules.rule_schema import (
    ActorCondition,
    ActorEntry,
    CasedText,
    GroupCondition,
    MeetingCondition,
    MeetingEntry,
    NearCondition,
    PhraseCondition,
    RegexCondition,
    RuleEntry,
    WordCondition,
    WordText,
)
from monitor.rules.rule_schema import Condition as ConditionEntry
from monitor.rules.terms import compile_pattern, is_acronym, words_of

_MAX_SUGGESTIONS = 100  # each costs a look at every id
PATTERN_HINT = "correct the pattern, or write a `phrase:`"
NO_WORDS = "holds no letters or digits, so nothing can match it"


@dataclass(slots=True, kw_only=True)
class Ledger:
    """The ids seen so far and the problems found; lives for one load.

    ``places`` gives for each kind of thing ("actor", "meeting", "rule", "endpoint") where an id
    was first defined. An id counts as known even if its entry has problems, and nothing is
    checked against the ``unreadable`` kinds, of which some file could not be read: one mistake
    is told once.
    """

    problems: list[ConfigError] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    places: dict[str, dict[str, str]] = field(default_factory=dict)

    def known(self, kind: str) -> Mapping[str, str]:
        """Ids of this kind and where they stand."""
        return self.places.setdefault(kind, {})

    def define(self, kind: str, id_: str, document: Document, path: Path) -> None:
        """Note an id; a second definition is a problem."""
        places = self.places.setdefault(kind, {})
        if id_ in places:
            self.add(
                document,
                (*path, "id"),
                f"the {kind} id `{id_}` is already used in {places[id_]}",
                "give one of them another id",
            )
            return
        places[id_] = f"{document.file}:{document.line((*path, 'id'))}"

    def refer(self, kind: str, id_: str, document: Document, path: Path) -> None:
        """Check that an id is defined."""
        known = self.known(kind)
        if id_ not in known and kind not in self.unreadable:
            alike = closest(id_, known) if len(self.problems) < _MAX_SUGGESTIONS else ""
            hint = alike or f"define the {kind}, or correct the id"
            self.add(document, path, f"there is no {kind} `{id_}`", hint)

    def add(self, document: Document, path: Path, message: str, hint: str = "") -> None:
        """Note a problem."""
        self.problems.append(document.problem(path, message, hint))


def to_alias(entry: str | CasedText) -> Alias:
    """A name with its treatment of case settled."""
    text = entry if isinstance(entry, str) else entry.text
    case = None if isinstance(entry, str) else entry.case
    sensitive = is_acronym(text) if case is None else case == "sensitive"
    return Alias(text=text, case_sensitive=sensitive)


def to_aliases(
    entries: Iterable[tuple[str | CasedText, Path]], document: Document, ledger: Ledger
) -> tuple[Alias, ...]:
    """Names without repetitions, in the order written."""
    aliases: dict[Alias, None] = {}
    for entry, path in entries:
        alias = to_alias(entry)
        if words_of(alias.text):
            aliases[alias] = None
        else:
            ledger.add(document, path, NO_WORDS, "remove it")
    return tuple(aliases)


def to_actor(entry: ActorEntry, document: Document, path: Path, ledger: Ledger) -> Actor:
    """An actor; its name is its first alias unless an alias spells the name with a case.

    One that is switched off has no aliases, so that it is never found.
    """
    respelled = {alias.text for alias in entry.aliases if isinstance(alias, CasedText)}
    names: list[tuple[str | CasedText, Path]] = [
        (alias, (*path, "aliases", at)) for at, alias in enumerate(entry.aliases)
    ]
    if entry.name not in respelled:
        names.insert(0, (entry.name, (*path, "name")))
    aliases = to_aliases(names, document, ledger)
    return Actor(
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        role=entry.role,
        aliases=aliases if entry.enabled else (),
    )


def to_meeting(entry: MeetingEntry, document: Document, path: Path, ledger: Ledger) -> Meeting:
    """A meeting that can be recognised in a text, unless it is switched off."""
    for at, actor in enumerate(entry.participants):
        ledger.refer("actor", actor, document, (*path, "participants", at))
    for at, word in enumerate(entry.words):
        if not words_of(word):
            ledger.add(document, (*path, "words", at), NO_WORDS, "remove it")
    place = entry.place.strip()
    places: list[tuple[str | CasedText, Path]] = [(place, (*path, "place"))] if place else []
    places.extend(
        (alias, (*path, "place_aliases", at)) for at, alias in enumerate(entry.place_aliases)
    )
    place_aliases = to_aliases(places, document, ledger)
    start = entry.date or (entry.window.from_ if entry.window else None)
    end = entry.date or (entry.window.to if entry.window else None)
    if entry.enabled and not entry.participants and not (places and start):
        message = "can never be recognised"
        ledger.add(document, path, message, "add `participants`, or `place` and `date`")
    return Meeting(
        id=entry.id,
        title=entry.title,
        participants=tuple(dict.fromkeys(entry.participants)) if entry.enabled else (),
        start=start,
        end=end,
        place=place,
        place_aliases=place_aliases if entry.enabled else (),
        words=tuple(entry.words),
        topic=entry.topic,
        status=entry.status,
    )


def to_rule(entry: RuleEntry, document: Document, path: Path, ledger: Ledger) -> Rule:
    """A rule whose condition needs something to be found."""
    condition = to_condition(entry.match, document, (*path, "match"), ledger)
    for at, rule in enumerate(entry.inhibits):
        ledger.refer("rule", rule, document, (*path, "inhibits", at))
    if _holds_without_finding(condition):
        ledger.add(
            document,
            (*path, "match"),
            "would match items in which nothing was found",
            "besides `none:`, name something that must be there under `all:` or `any:`",
        )
    return Rule(
        id=entry.id,
        title=entry.title,
        condition=condition,
        severity=entry.severity,
        tags=tuple(entry.tags),
        scope=Scope(
            fields=tuple(dict.fromkeys(entry.fields)),
            languages=tuple(entry.languages),
            feeds=tuple(entry.feeds),
            outlets=tuple(entry.outlets),
            categories=tuple(entry.categories),
        ),
        alert=AlertPolicy(
            backlog_hours=entry.alert.backlog,
            updates=entry.alert.updates,
            on_outlets=tuple(entry.alert.on_outlets),
            group_wait_s=entry.alert.group_wait,
            update_interval_s=entry.alert.update_interval,
            cooldown_h=entry.alert.cooldown,
        ),
        inhibits=tuple(dict.fromkeys(entry.inhibits)),
        enabled=entry.enabled,
    )


def to_condition(  # noqa: PLR0911 - one return per kind
    entry: ConditionEntry, document: Document, path: Path, ledger: Ledger
) -> Condition:
    """A condition with its references, literals and patterns checked."""
    match entry:
        case str():
            return _phrase(entry, document, path, ledger)
        case GroupCondition():
            return _group(entry, document, path, ledger)
        case ActorCondition():
            ledger.refer("actor", entry.actor, document, (*path, "actor"))
            return ActorTerm(actor=entry.actor)
        case MeetingCondition():
            ledger.refer("meeting", entry.meeting, document, (*path, "meeting"))
            return MeetingTerm(meeting=entry.meeting)
        case PhraseCondition():
            return _phrase(entry.phrase, document, (*path, "phrase"), ledger)
        case WordCondition():
            return _word(entry.word, document, (*path, "word"), ledger)
        case RegexCondition():
            return _pattern(entry.regex, document, (*path, "regex"), ledger)
        case NearCondition():
            return _near(entry, document, (*path, "near"), ledger)
        case _:
            assert_never(entry)


def _phrase(entry: str | CasedText, document: Document, path: Path, ledger: Ledger) -> Phrase:
    alias = to_alias(entry)
    if not words_of(alias.text):
        ledger.add(document, path, NO_WORDS, "remove it")
    return Phrase(text=alias.text, case_sensitive=alias.case_sensitive)


def _word(entry: str | WordText, document: Document, path: Path, ledger: Ledger) -> Word:
    word = WordText(text=entry) if isinstance(entry, str) else entry
    count = len(words_of(word.text))
    if count == 0:
        ledger.add(document, path, NO_WORDS, "remove it")
    elif count > 1:
        ledger.add(document, path, "is more than one word", "write it as a `phrase:`")
    return Word(text=word.text, language=word.language)


def _pattern(text: str, document: Document, path: Path, ledger: Ledger) -> Pattern:
    _, problem = compile_pattern(text)
    if problem:
        ledger.add(document, path, problem, PATTERN_HINT)
    return Pattern(text=text)


def _group(entry: GroupCondition, document: Document, path: Path, ledger: Ledger) -> Condition:
    """``all``, ``any`` and ``none`` of one mapping, joined by *and*."""

    def parts(key: str, entries: Sequence[ConditionEntry] | None) -> tuple[Condition, ...]:
        return tuple(
            to_condition(part, document, (*path, key, at), ledger)
            for at, part in enumerate(entries or ())
        )

    joined: list[Condition] = []
    if all_parts := parts("all", entry.all_):
        joined.append(AllOf(parts=all_parts))
    if any_parts := parts("any", entry.any_):
        joined.append(AnyOf(parts=any_parts))
    if none_parts := parts("none", entry.none_):
        joined.append(NoneOf(parts=none_parts))
    return joined[0] if len(joined) == 1 else AllOf(parts=tuple(joined))


def _near(entry: NearCondition, document: Document, path: Path, ledger: Ledger) -> Near:
    parts = []
    for at, term in enumerate(entry.near.terms):
        part = to_condition(term, document, (*path, "terms", at), ledger)
        if not _has_places(part):
            ledger.add(
                document,
                (*path, "terms", at),
                "cannot stand in `near`",
                "use actors, phrases, words, regexes, or `any:` of these",
            )
        parts.append(part)
    return Near(parts=tuple(parts), within=entry.near.within)


def _has_places(condition: Condition) -> bool:
    """Whether a condition is found at definite places of a text."""
    if isinstance(condition, AnyOf):
        return all(_has_places(part) for part in condition.parts)
    return isinstance(condition, (ActorTerm, Phrase, Word, Pattern))


def _holds_without_finding(condition: Condition) -> bool:
    """Whether a condition can hold for a text in which none of its terms was found."""
    if isinstance(condition, NoneOf):
        return True
    if isinstance(condition, AllOf):
        return all(_holds_without_finding(part) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(_holds_without_finding(part) for part in condition.parts)
    return False
