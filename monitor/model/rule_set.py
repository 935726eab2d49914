"""Actors, meetings, rules, endpoints and routes: what a person edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Literal


class Severity(StrEnum):
    """How much a rule matters; ordered by :attr:`rank`."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 (low) to 3 (critical)."""
        return list(Severity).index(self)


def highest(severities: Iterable[Severity]) -> Severity:
    """The one that weighs most. Raises ``ValueError`` for none at all."""
    return max(severities, key=lambda severity: severity.rank)


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    BODY = "body"


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    EXPECTED = "expected"
    UNDER_WAY = "under_way"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One literal name. ``case_sensitive`` holds for acronyms ("US" is not "us")."""

    text: str
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, state, organisation or body. ``aliases`` include the name itself."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[Alias, ...]
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """An expected event. ``start`` and ``end`` are the first and last day (inclusive), if known."""

    id: str
    title: str
    participants: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    place: str = ""
    place_aliases: tuple[Alias, ...] = ()
    words: tuple[str, ...] = ()
    topic: str = ""
    status: MeetingStatus = MeetingStatus.EXPECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOf:
    """None of the parts may hold (``none:`` in a rule file)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorTerm:
    """Any alias of the actor with this id."""

    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTerm:
    """The participants and a meeting word, or the place and the date, of the meeting."""

    meeting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A literal phrase on folded text at word boundaries."""

    text: str
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A common word in any inflection (``word:`` in a rule file), by stemmer."""

    text: str
    language: str = "english"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """An opt-in regular expression (``regex:`` in a rule file), run with a timeout."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """All ``parts`` hold in one field within ``within`` words of each other."""

    parts: tuple[Condition, ...]
    within: int


Condition = AllOf | AnyOf | NoneOf | ActorTerm | MeetingTerm | Phrase | Word | Pattern | Near


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a rule looks. Empty tuples mean "everywhere"."""

    fields: tuple[Literal["title", "summary", "content"], ...] = ("title", "summary")
    languages: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPolicy:
    """When a rule's developments alert.

    ``backlog_hours``: items found on a feed's first poll alert only if they were told at most
    this many hours ago (0: never). ``updates``: whether changes of a known development alert.
    ``on_outlets``: numbers of independent outlets, ascending, at which a development alerts again.
    ``group_wait_s``: how long a first alert waits for more outlets; ``update_interval_s``: the
    least time from a message about a development to its next update; ``None``: as the settings
    say. ``cooldown_h``: hours after a message in which the rule asks for no update.
    """

    backlog_hours: float = 0.0
    updates: bool = True
    on_outlets: tuple[int, ...] = ()
    group_wait_s: float | None = None
    update_interval_s: float | None = None
    cooldown_h: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What to look for and how much it matters.

    ``inhibits``: ids of rules that keep quiet while a development is open that this one told of.
    """

    id: str
    title: str
    condition: Condition
    severity: Severity = Severity.MEDIUM
    tags: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    alert: AlertPolicy = field(default_factory=AlertPolicy)
    inhibits: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointPace:
    """How fast an endpoint is sent to: ``concurrency`` requests at once, and how many a second."""

    concurrency: int = 4
    rate_per_s: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatService:
    """A chat, mail or push service: its Apprise URL, which is a secret, and what it takes.

    ``name`` is the service's own, such as "Slack". ``title_bytes`` and ``text_bytes``: the longest
    it is given, in UTF-8. ``markup``: whether it reads marks such as ``*`` and ``<`` in a text;
    ``markdown``: whether it makes links of Markdown's links only.
    """

    url: str = field(repr=False)
    name: str
    title_bytes: int
    text_bytes: int
    markup: bool
    markdown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where alerts go: a signed webhook or, where ``chat`` is set, a chat, mail or push service.

    ``url`` is "" for a service; ``secrets`` (``whsec_…``) never show in a repr.
    """

    id: str
    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    chat: ChatService | None = None
    enabled: bool = True
    pace: EndpointPace = EndpointPace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A route's alerts of at most ``max_severity`` wait, and are told together.

    ``every``: at each full hour, or each day ``at`` a time of day, by the clocks of ``zone`` (a
    name of the IANA database).
    """

    every: Literal["hourly", "daily"]
    at: time = time(8)
    zone: str = "UTC"
    max_severity: Severity = Severity.LOW


EVERY_DAY = frozenset(range(7))
"""The days of the week, Monday being 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """When a route tells nothing: from ``start`` to ``end`` by the clocks of ``zone`` (IANA).

    An ``end`` that is not after ``start`` is on the next day; ``days`` are those on which the hours
    begin. Alerts of severity ``passes`` and more do not wait (``None``: all do). Where more than
    ``digest_over`` have waited, they are told together when the hours end.
    """

    start: time
    end: time
    zone: str = "UTC"
    days: frozenset[int] = EVERY_DAY
    passes: Severity | None = Severity.CRITICAL
    digest_over: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which alerts go to which endpoints, and when. Empty filters mean "every alert"."""

    endpoints: tuple[str, ...]
    rules: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    min_severity: Severity = Severity.LOW
    max_severity: Severity = Severity.CRITICAL
    digest: Digest | None = None
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All actors, meetings, rules, endpoints and routes that loaded together.

    ``revision`` is a hash of what matching depends on (actors, meetings, rules), not of secrets.
    """

    revision: str
    actors: tuple[Actor, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    rules: tuple[Rule, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    routes: tuple[Route, ...] = ()
