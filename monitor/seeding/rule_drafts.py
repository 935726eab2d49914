"""The rules that an analyst would write down from an article. Pure.

One per meeting, one per topic, one for what happens between the main parties, one for what the
people of the article say. Each is meant to be kept and edited, so it stays as short as it can be
without matching everybody else's talks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from monitor.model import ActorKind, MeetingStatus, Severity
from monitor.seeding.entries import (
    Drafted,
    DraftedActor,
    DraftedMeeting,
    DraftedRule,
    Known,
    Origin,
    Written,
)
from monitor.seeding.names import slug

_MAX_PARTIES = 4  # more would make the rule match every second item of world news
_MAX_CONTEXT = 12  # actors beside the participants that tell whose talks an item is about
_NEAR_PARTIES_WORDS = 8  # "Moscow says it expects an answer from Washington"
_NEAR_PARTICIPANTS_WORDS = 3  # "talks between Russia and the US", "Russia-US talks"
_NEAR_TOPIC_WORDS = 8
_LONG_TOPIC_WORDS = 3  # a longer one is hardly ever repeated word for word
_MAX_NEAR_TERMS = 4

_OFFICIALS = ("delegation", "diplomat", "envoy", "minister", "negotiator", "president", "security")
_BETWEEN = (
    ("talks", "negotiations", "dialogue", "diplomacy", "summit", "agreement", "ceasefire"),
    ("tensions", "escalate", "de-escalation", "crisis", "conflict", "threat", "sanction"),
    (
        "troops",
        "forces",
        "military",
        "weapons",
        "deploy",
        "border",
        "invade",
        "attack",
        "incursion",
    ),
    ("warn", "accuse", "demand", "reject", "urge", "embassy", "ambassador", "visit"),
)
# What else happens between the same countries; what the article itself is about is left out.
_BESIDE = (
    ("company", "firm", "maker", "buyer", "investor", "shareholder", "merger"),
    ("football", "soccer", "tennis", "hockey", "championship", "qualifier", "medal"),
)
_SMALL_WORDS = frozenset((
    "a", "an", "and", "as", "at", "between", "by", "for", "from", "in", "into", "its", "of", "on",
    "or", "over", "that", "the", "their", "to", "under", "with",
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What rules are made of: entries in force, and the id that the article gives each actor."""

    actors: Sequence[DraftedActor]
    meetings: Sequence[DraftedMeeting]
    topics: Sequence[str]
    slugs: Mapping[str, str]

    def title(self, actor: DraftedActor) -> str:
        """A short name for a title: the acronym that its id is made of, a surname, the name."""
        short = self.slugs[actor.id]
        if actor.kind is ActorKind.PERSON:
            return actor.name.split()[-1]
        upper = short.upper()
        return upper if upper in (actor.name, *actor.aliases) else actor.name


def draft_rules(
    entries: Drafted, topics: Sequence[str], slugs: Mapping[str, str], known: Known
) -> tuple[DraftedRule, ...]:
    """The rules of an article that the files do not have and nobody took out.

    ``slugs``: for each id of an actor the one that the article alone would give it.
    """
    draft = _Draft(
        actors=[actor for actor in entries.actors if actor.enabled],
        meetings=entries.meetings,
        topics=list(dict.fromkeys(topic.strip() for topic in topics if topic.strip())),
        slugs=slugs,
    )
    rules = [
        *(_meeting_rule(meeting, draft) for meeting in _unruled(entries.meetings, known)),
        *(_topic_rule(topic, draft) for topic in draft.topics if draft.actors),
        *_between(draft),
        *_statements(draft),
    ]
    if not rules and draft.actors:
        rules = [_news(draft.actors[0], draft)]
    fresh: dict[str, DraftedRule] = {}
    for rule in rules:
        if rule.id not in known.rules and ("rule", rule.id) not in known.declined:
            fresh.setdefault(rule.id, rule)
    return tuple(fresh.values())


def _unruled(meetings: Iterable[DraftedMeeting], known: Known) -> Iterator[DraftedMeeting]:
    return (meeting for meeting in meetings if meeting.id not in known.meetings_ruled)


def _meeting_rule(meeting: DraftedMeeting, draft: _Draft) -> DraftedRule:
    parts: list[Written] = [{"meeting": meeting.id}]
    context = _context(meeting, draft)
    if context:
        parts.append({"any": context})
    over = meeting.status in (MeetingStatus.HELD, MeetingStatus.CANCELLED)
    return DraftedRule(
        id=meeting.id,
        title=_capitalised(meeting.title),
        severity=Severity.MEDIUM if over else Severity.HIGH,
        tags=("meetings",),
        match={"all": parts} if context else {"meeting": meeting.id},
        enabled=meeting.enabled,
        origin=meeting.origin,
    )


def _context(meeting: DraftedMeeting, draft: _Draft) -> list[Written]:
    """What tells talks of states from those of their companies; nothing where others meet."""
    kinds = {actor.id: actor.kind for actor in draft.actors}
    if not all(kinds.get(id_) is ActorKind.STATE for id_ in meeting.participants):
        return []
    parts: list[Written] = []
    if len(meeting.participants) == 2:
        parts.append(_near(map(_actor, meeting.participants), _NEAR_PARTICIPANTS_WORDS))
    if meeting.place:
        parts.append(meeting.place)
    if meeting.topic:
        parts.extend(_phrases(meeting.topic))
    others = [one for one in draft.actors if one.id not in meeting.participants]
    if others:
        parts.append({"any": [_actor(actor.id) for actor in others[:_MAX_CONTEXT]]})
    parts.append({"any": [{"word": word} for word in _OFFICIALS]})
    return parts


def _topic_rule(topic: str, draft: _Draft) -> DraftedRule:
    main = any(meeting.topic == topic for meeting in draft.meetings if meeting.enabled)
    phrases = _phrases(topic)
    return DraftedRule(
        id=slug(topic),
        title=_capitalised(topic),
        severity=Severity.HIGH if main else Severity.MEDIUM,
        tags=("topics",),
        match={"all": [{"any": _actors(draft.actors)}, {"any": phrases}]},
        origin=_origin_of(topic, draft),
    )


def _origin_of(topic: str, draft: _Draft) -> Origin:
    """The sentence of the first entry that holds the topic."""
    entries: list[DraftedActor | DraftedMeeting] = [*draft.meetings, *draft.actors]
    for entry in entries:
        if topic.casefold() in entry.origin.sentence.casefold():
            return Origin(sentence=entry.origin.sentence, confidence=1.0)
    for meeting in draft.meetings:
        if meeting.topic == topic:
            return meeting.origin
    return Origin(sentence="", confidence=1.0)


def _between(draft: _Draft) -> Iterator[DraftedRule]:
    """What happens between the parties."""
    parties = _parties(draft)
    if len(parties) < 2:
        return
    ids = [actor.id for actor in parties]
    pairs = [_near(map(_actor, pair), _NEAR_PARTIES_WORDS) for pair in combinations(ids, 2)]
    words: list[Written] = [
        {"any": [{"word": word} if "-" not in word else word for word in group]}
        for group in _BETWEEN
    ]
    yield DraftedRule(
        id=slug("between " + " ".join(draft.slugs[actor.id] for actor in parties)),
        title=f"Between {_listed([draft.title(actor) for actor in parties])}",
        severity=Severity.MEDIUM,
        tags=("relations",),
        match={"all": [{"any": pairs}, {"any": words}], **_without_others(draft)},
        origin=Origin(
            sentence=parties[0].origin.sentence,
            confidence=min(actor.origin.confidence for actor in parties),
        ),
    )


def _parties(draft: _Draft) -> list[DraftedActor]:
    """Who meets somebody, then who else is named as a state.

    Where only one side meets, as in a session or a trial, nothing happens between states; where
    people meet, or nobody does, it is between the first two states.
    """
    kinds = (ActorKind.STATE, ActorKind.ORGANISATION)
    sides = {actor.id: actor for actor in draft.actors if actor.kind in kinds}
    people = {actor.id for actor in draft.actors if actor.kind is ActorKind.PERSON}
    states = [actor.id for actor in draft.actors if actor.kind is ActorKind.STATE]
    meetings = [set(one.participants) - people for one in draft.meetings if one.enabled]
    met = [
        id_
        for one in draft.meetings
        if one.enabled and len(sides.keys() & set(one.participants)) > 1
        for id_ in one.participants
    ]
    if met:
        ids = [id_ for id_ in dict.fromkeys([*met, *states]) if id_ in sides][:_MAX_PARTIES]
    else:
        ids = [] if any(one - set(states) for one in meetings) else states[:2]
    return [sides[id_] for id_ in ids]


def _without_others(draft: _Draft) -> Mapping[str, Written]:
    """``none:`` of business and sport, as far as the article itself is not about them."""
    entries: list[DraftedActor | DraftedMeeting] = [*draft.actors, *draft.meetings]
    told = " ".join(entry.origin.sentence for entry in entries).casefold()
    groups = [[word for word in group if word not in told] for group in _BESIDE]
    beside: list[Written] = [
        {"any": [{"word": word} for word in group]} for group in groups if group
    ]
    return {"none": beside} if beside else {}


def _statements(draft: _Draft) -> Iterator[DraftedRule]:
    """What the people say on the matter of the article."""
    people = [actor for actor in draft.actors if actor.kind is ActorKind.PERSON]
    others = [actor for actor in draft.actors if actor.kind is not ActorKind.PERSON]
    if not people:
        return
    matter: list[Written] = []
    if others:
        matter.append({"any": _actors(others)})
    matter.extend(phrase for topic in draft.topics for phrase in _phrases(topic))
    said: Written = {"any": _actors(people)}
    names = [draft.title(actor) for actor in people]
    yield DraftedRule(
        id=slug("statements by " + " ".join(draft.slugs[actor.id] for actor in people)),
        title=f"Statements by {_listed(names)}",
        severity=Severity.LOW,
        tags=("statements",),
        match={"all": [said, {"any": matter}]} if matter else {"any": _actors(people)},
        origin=people[0].origin,
    )


def _news(actor: DraftedActor, draft: _Draft) -> DraftedRule:
    return DraftedRule(
        id=slug(f"news of {draft.slugs[actor.id]}"),
        title=f"News of {draft.title(actor)}",
        severity=Severity.LOW,
        tags=("news",),
        match={"actor": actor.id},
        origin=actor.origin,
    )


def _phrases(topic: str) -> list[Written]:
    """A topic as a rule looks for it: literally, both numbers; a long one by its main words."""
    words = topic.split()
    if len(words) == 1:
        return [{"word": topic}] if topic.isalpha() else [topic]
    if len(words) > _LONG_TOPIC_WORDS:
        main = [word.strip(",.;:") for word in words if word.casefold() not in _SMALL_WORDS]
        terms = [{"word": word} if word.isalpha() else word for word in main[:_MAX_NEAR_TERMS]]
        return [_near(terms, _NEAR_TOPIC_WORDS)] if len(terms) > 1 else [topic]
    return [topic, *_other_number(topic)]


def _other_number(phrase: str) -> tuple[str, ...]:
    """A plural phrase in the singular."""
    for ending, singular in (("ies", "y"), ("sses", "ss"), ("ss", ""), ("us", ""), ("s", "")):
        if phrase.endswith(ending):
            keep = ending in ("ss", "us")
            return () if keep else (phrase.removesuffix(ending) + singular,)
    return ()


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _actor(id_: str) -> Written:
    return {"actor": id_}


def _actors(actors: Iterable[DraftedActor]) -> list[Written]:
    return [_actor(actor.id) for actor in actors]


def _near(terms: Iterable[Written], within: int) -> Written:
    return {"near": {"terms": list(terms), "within": within}}


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence: "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
