"""The life of a development after its window: quiet, closed, continued by another one. Pure.

A development that nobody tells any more goes quiet, and later it closes. A telling that comes
after that either surely belongs to it and re-opens it, or opens a new development, which then
*follows* the one it continues: a chain that reads as a timeline.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.developments.acts import acts_of, kinds
from monitor.developments.gazetteer import CITIES, STATES
from monitor.developments.lexicon import words
from monitor.developments.status import status_of
from monitor.developments.terms import document_terms, headline, stem, tokens_of
from monitor.model import (
    Development,
    DevelopmentState,
    OpenDevelopment,
    Signature,
    Telling,
)

FOLLOWED_FOR: Final = timedelta(days=90)
"""How long after its last telling a development can be followed or re-opened: as long as a
meeting is looked for before its day."""

MAX_PAST: Final = 10_000
"""Quiet and closed developments that are looked at, the latest ones: read in about a second when a
process first needs them, and some 10 MB."""

SURE_AT: Final = 0.95
"""From this probability on (time left aside) a late telling surely belongs to a quiet development.
Below, a new one is opened, which follows it: a happening that hides in an old one is missed."""

SURE_TITLE: Final = 0.7
SURE_SHARE: Final = 0.65
"""And its title must be as much like that of one of the tellings (cosine of weighed words, share of
plain words), and tell no other act or status: after so long the same words in another order are
the same happening; another verb, or a second round, is the next one."""

MIN_TOPIC_WORDS: Final = 2
ALIKE_TITLE: Final = 0.45
ALIKE_ACTORS: Final = 0.3
ALIKE_TOPIC: Final = 0.2
"""Cosine of weighed title words from which two developments are alike: by all words; by those of
the topic, where the principal actors agree; where the place agrees too. Set by hand: a false link
costs a glance."""

MAX_CANDIDATES: Final = 5
MAX_POSTINGS: Final = 400

_ANEW: Final = words(
    """
    second third fourth fifth sixth seventh eighth ninth tenth new next another again anew fresh
    further final last latest resume resumes resumed restart restarts returns return
    """
)

_PLACES: Final = frozenset(STATES.values()) | frozenset(CITIES.values())

Idf = Callable[[str], float]


def settled_state(
    last_told_at: datetime, *, now: datetime, window: timedelta, close_after: timedelta
) -> DevelopmentState:
    """Where a development stands that was last told then: open within the window, then quiet."""
    silent = now - last_told_at
    if silent <= window:
        return DevelopmentState.OPEN
    return DevelopmentState.QUIET if silent <= window + close_after else DevelopmentState.CLOSED


def surely_belongs(telling: Telling, known: OpenDevelopment, probability: float, idf: Idf) -> bool:
    """Whether a telling that comes long after a past development's is one more of them, beyond
    doubt.

    ``probability`` is that of grouping, with the time between them left aside.
    """
    if probability < SURE_AT or _moves(telling, known.development):
        return False
    ours, tells = document_terms(telling.title, ""), _tells(telling)
    return any(
        tells <= _tells(other) and _is_same_title(ours, document_terms(other.title, ""), idf)
        for other in known.tellings
    )


def _moves(telling: Telling, past: Development) -> bool:
    """Whether the telling says that a meeting stands elsewhere than the development left it."""
    status = status_of(telling.title, telling.summary, of_meeting=bool(telling.meetings))
    return status is not None and status != past.signature.status


def _is_same_title(ours: frozenset[str], theirs: frozenset[str], idf: Idf) -> bool:
    share = len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0
    return share >= SURE_SHARE and _cosine(ours, theirs, idf) >= SURE_TITLE


def _tells(telling: Telling) -> frozenset[str]:
    """What of a title sets one round of a story apart from the next: acts, numbers, "second"."""
    tokens = tokens_of(headline(telling.title))
    rounds = {one.folded for one in tokens if one.folded in _ANEW or one.folded[:1].isdigit()}
    return kinds(acts_of(tokens)) | rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """The development that a telling continues; ``why`` is a sentence."""

    development: Development
    why: str


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A past development with the words of its title."""

    development: Development
    terms: frozenset[str]


class Past:
    """Quiet and closed developments by what finds them: meeting, word of the title.

    Looking one up costs by the postings of the title's rarest words, not by how many there are.
    """

    def __init__(self, developments: Iterable[Development] = ()) -> None:
        self._chapters: dict[int, _Chapter] = {}
        self._by_term: defaultdict[str, set[int]] = defaultdict(set)
        self._by_meeting: defaultdict[str, set[int]] = defaultdict(set)
        for development in developments:
            self.add(development)

    def __len__(self) -> int:
        return len(self._chapters)

    def add(self, development: Development) -> None:
        """Take in a development; one of the same id is replaced."""
        self.remove(development.id)
        chapter = _Chapter(development, frozenset(document_terms(development.title, "")))
        self._chapters[development.id] = chapter
        for term in chapter.terms:
            self._by_term[term].add(development.id)
        for meeting in development.signature.meetings:
            self._by_meeting[meeting].add(development.id)

    def remove(self, development_id: int) -> None:
        """Forget a development; unknown ids are ignored."""
        chapter = self._chapters.pop(development_id, None)
        if chapter is None:
            return
        for term in chapter.terms:
            self._by_term[term].discard(development_id)
        for meeting in chapter.development.signature.meetings:
            self._by_meeting[meeting].discard(development_id)

    def trim(self, since: datetime, *, limit: int = MAX_PAST) -> None:
        """Forget what was last told before ``since``, and the oldest beyond ``limit``."""
        ages = sorted(
            (chapter.development.last_told_at, id_) for id_, chapter in self._chapters.items()
        )
        beyond = len(ages) - limit
        for at, (told_at, id_) in enumerate(ages):
            if told_at < since or at < beyond:
                self.remove(id_)

    def alike(self, telling: Telling, idf: Idf) -> tuple[int, ...]:
        """Ids of the few past developments that the telling may belong to, the likeliest first."""
        return tuple(chapter.development.id for chapter in self._candidates(telling, idf))

    def predecessor(self, telling: Telling, own: Signature, idf: Idf) -> Predecessor | None:
        """The past development that the telling continues, and why; ``None`` where none is.

        The same meeting counts most; then the same principal actors at the same place with words
        of the topic in common; then titles that are alike. Of equals, the one told last.
        """
        found = [
            (rank, strength, chapter.development.last_told_at, chapter.development, why)
            for chapter in self._candidates(telling, idf)
            if chapter.development.last_told_at <= telling.told_at
            and telling.told_at - chapter.development.last_told_at <= FOLLOWED_FOR
            for rank, strength, why in _relation(telling, own, chapter, idf)
        ]
        if not found:
            return None
        *_, development, why = max(found, key=lambda one: (one[0], one[1], one[2], one[3].id))
        return Predecessor(development=development, why=why)

    def _candidates(self, telling: Telling, idf: Idf) -> list[_Chapter]:
        shared: defaultdict[int, float] = defaultdict(float)
        for term in document_terms(telling.title, ""):
            holding = self._by_term.get(term, ())
            if len(holding) <= MAX_POSTINGS:
                for development_id in holding:
                    shared[development_id] += idf(term) ** 2
        best = sorted(shared, key=lambda found: (-shared[found], -found))[:MAX_CANDIDATES]
        of_meeting = (
            sorted(
                self._by_meeting.get(meeting, ()),
                key=lambda found: self._chapters[found].development.last_told_at,
                reverse=True,
            )[:MAX_CANDIDATES]
            for meeting in telling.meetings
        )
        ids = dict.fromkeys((*(one for some in of_meeting for one in some), *best))
        return [self._chapters[found] for found in ids]


def _relation(
    telling: Telling, own: Signature, chapter: _Chapter, idf: Idf
) -> Iterator[tuple[int, float, str]]:
    """How the telling relates to a past development: rank, strength and a sentence."""
    past = chapter.development
    known = past.signature
    names = f'development {past.id} "{past.title}", last told on {_day(past.last_told_at)}'
    meetings = set(telling.meetings) & set(known.meetings)
    if meetings:
        yield 2, float(len(meetings)), f"It tells the same meeting as {names}."
    actors = sorted(set(own.actors) & set(known.actors))
    places = set(own.places) & set(known.places)
    if own.places and known.places and not places:
        return
    terms = frozenset(document_terms(telling.title, ""))
    # Who and where it is says nothing about what it is.
    aside = _PLACES | {stem(word) for actor in actors for word in actor.casefold().split("-")}
    topic, told = terms - aside, chapter.terms - aside
    if len(topic & told) < MIN_TOPIC_WORDS:
        return
    alike, same_matter = _cosine(terms, chapter.terms, idf), _cosine(topic, told, idf)
    bar = ALIKE_TOPIC if places else ALIKE_ACTORS
    if _is_principal(actors, own, known) and same_matter >= bar:
        yield 1, same_matter, f"The same actors on the same matter as {names}."
    elif alike >= ALIKE_TITLE:
        yield 0, alike, f"Its words are much like those of {names}."


def _is_principal(shared: list[str], own: Signature, known: Signature) -> bool:
    """Two actors in common at least, and most of those of the side that names fewer."""
    fewer = min(len(own.actors), len(known.actors))
    return len(shared) >= 2 and len(shared) * 3 >= fewer * 2


def _cosine(ours: frozenset[str], theirs: frozenset[str], idf: Idf) -> float:
    weights: Mapping[str, float] = {term: idf(term) for term in ours | theirs}
    lengths = math.sqrt(
        sum(weights[term] ** 2 for term in ours) * sum(weights[term] ** 2 for term in theirs)
    )
    return sum(weights[term] ** 2 for term in ours & theirs) / lengths if lengths else 0.0


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %b %Y}"
