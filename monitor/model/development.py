"""Developments, signatures and the decisions of grouping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from monitor.model.aware import require_aware
from monitor.model.rule_set import MeetingStatus, Severity


class DevelopmentState(StrEnum):
    """Life of a development: open while it is told, quiet after its window, at last closed."""

    OPEN = "open"
    QUIET = "quiet"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What distinguishes one happening from an alike one, as plain sortable words.

    ``escalation`` is the event hint of the last telling that gave one (-3 to 3, 0 for none): to
    show, not to tell apart by. ``figures`` are normalised pairs such as ``("killed", 12)``.
    ``status`` is the last known status of the meeting or talks told about, if any.
    """

    actors: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    status: MeetingStatus | None = None
    decisions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()
    escalation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHint:
    """How a text sounds: ``escalation`` from -3 (peace) over 0 to +3 (war), and the ``phrase``
    it was read from ("" where there was none). A hint to show, never a reason to stay silent."""

    escalation: int
    phrase: str

    @property
    def tone(self) -> Literal["cooperative", "neutral", "conflictual"]:
        """The side of the scale."""
        if self.escalation == 0:
            return "neutral"
        return "conflictual" if self.escalation > 0 else "cooperative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A hit item as grouping sees it: one outlet telling one happening.

    ``asked``: the texts by which rules found it. That two hits share them says little: each rule
    lets only such items through.
    """

    item_id: int
    outlet: str
    title: str
    summary: str
    canonical_url: str | None
    told_at: datetime
    actors: tuple[str, ...]
    meetings: tuple[str, ...]
    rule_ids: tuple[str, ...]
    severity: Severity
    asked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.told_at, "told_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """One happening in the world, told by one or many items.

    ``outlets`` are the distinct outlets that told it; ``sources`` counts independent outlets
    (syndicated copies of one text count once, and so do several feeds of one outlet).
    ``state_at`` is when it last went quiet, closed or was re-opened. ``follows_id`` is the
    development it continues, ``follows_why`` the reason. ``merged_into_id`` is where a person put
    its items. ``corroborated`` is the highest number of independent outlets an alert told.
    """

    id: int
    title: str
    opened_at: datetime
    last_told_at: datetime
    state: DevelopmentState = DevelopmentState.OPEN
    severity: Severity
    rule_ids: tuple[str, ...]
    signature: Signature
    outlets: tuple[str, ...]
    sources: int
    items: int
    follows_id: int | None = None
    follows_why: str = ""
    state_at: datetime | None = None
    merged_into_id: int | None = None
    corroborated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The last thing that was new about a development: a sentence, and when we learnt it.

    ``id`` grows with every change of any development: what has a higher one changed later.
    ``version`` grows also with what is no news, such as one more copy.
    """

    id: int
    at: datetime
    text: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """The development that another one continues, and why it does: a sentence."""

    development_id: int
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDevelopment:
    """A development that may still take tellings, with those it has (the latest ones, by time)."""

    development: Development
    tellings: tuple[Telling, ...]


class Step(StrEnum):
    """Which step of the order of decision settled an item (design section 7)."""

    SAME_ITEM = "same_item"
    COPY = "copy"
    JOINED = "joined"
    UPDATE = "update"
    NEW = "new"


class ReasonCode(StrEnum):
    """Why an alert was raised: a closed set."""

    FIRST_REPORT = "first_report"
    STATUS_CHANGED = "status_changed"
    NEW_ACTOR = "new_actor"
    DECISION = "decision"
    FIGURE_ROSE = "figure_rose"
    SEVERITY_ROSE = "severity_rose"
    CORROBORATED = "corroborated"
    REOPENED = "reopened"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReason:
    """Why a person is told: a code for machines and a sentence for people."""

    code: ReasonCode
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What grouping decided about one telling, with what it weighed.

    ``development_id`` is ``None`` for a new development. ``signature`` is the development's
    signature after the telling. ``update`` is set for step UPDATE. ``scores`` name each feature
    that was weighed for the chosen development; ``runner_up`` is the next best and its score,
    ``runner_up_scores`` its features. For a new development, ``scores`` are those of the nearest
    one, which is then the runner-up too.
    """

    step: Step
    development_id: int | None
    signature: Signature
    independent: bool
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)
    runner_up: tuple[int, float] | None = None
    runner_up_scores: Mapping[str, float] = field(default_factory=dict)
    update: AlertReason | None = None
    explanation: str = ""
