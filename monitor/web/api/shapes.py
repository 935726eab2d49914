"""The shapes in which the API shows what the store holds: one for each word of the glossary.

Moments are ISO 8601 in UTC. A reference to another thing is named for it: ``development`` is a
development's number, ``rule`` a rule's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from monitor.model import (
    Alert,
    AlertKind,
    AlertState,
    Attempt,
    AttemptReason,
    Delivery,
    DeliveryState,
    Development,
    DevelopmentState,
    Evidence,
    FieldName,
    Hit,
    MeetingStatus,
    ReasonCode,
    Severity,
    Silence,
    Step,
    StoredItem,
)
from monitor.store.developments import RecordedDecision


class DevelopmentShape(BaseModel):
    """One happening in the world. ``items`` and ``sources`` are counts."""

    id: int
    title: str
    state: DevelopmentState
    severity: Severity
    rules: list[str]
    opened_at: datetime
    last_told_at: datetime
    state_at: datetime | None
    items: int
    sources: int
    outlets: list[str]
    actors: list[str]
    meetings: list[str]
    meeting_status: MeetingStatus | None
    places: list[str]
    decisions: list[str]
    escalation: int
    follows: int | None
    follows_why: str
    merged_into: int | None
    path: str

    @classmethod
    def of(cls, one: Development) -> DevelopmentShape:
        """The shape of a development."""
        told = one.signature
        return cls(
            id=one.id,
            title=one.title,
            state=one.state,
            severity=one.severity,
            rules=list(one.rule_ids),
            opened_at=one.opened_at,
            last_told_at=one.last_told_at,
            state_at=one.state_at,
            items=one.items,
            sources=one.sources,
            outlets=list(one.outlets),
            actors=list(told.actors),
            meetings=list(told.meetings),
            meeting_status=told.status,
            places=list(told.places),
            decisions=list(told.decisions),
            escalation=told.escalation,
            follows=one.follows_id,
            follows_why=one.follows_why,
            merged_into=one.merged_into_id,
            path=f"/developments/{one.id}",
        )


class ItemShape(BaseModel):
    """One entry of a feed, as plain text. ``link`` is http(s) or null."""

    id: int
    feed: int
    outlet: str
    title: str
    summary: str
    link: str | None
    language: str | None
    categories: list[str]
    published_at: datetime | None
    first_seen_at: datetime
    told_at: datetime
    backlog: bool
    edits: int
    judged_by: str | None

    @classmethod
    def of(cls, one: StoredItem) -> ItemShape:
        """The shape of an item."""
        return cls(
            id=one.id,
            feed=one.feed_id,
            outlet=one.item.outlet,
            title=one.item.title,
            summary=one.item.summary,
            link=one.item.link,
            language=one.item.language,
            categories=list(one.item.categories),
            published_at=one.item.published_at,
            first_seen_at=one.first_seen_at,
            told_at=one.told_at,
            backlog=one.backlog,
            edits=one.edits,
            judged_by=one.matched_revision,
        )


class EvidenceShape(BaseModel):
    """A span that made a rule match: ``start`` and ``end`` index the item's field."""

    field: FieldName
    start: int
    end: int
    text: str
    term: str
    actor: str | None
    meeting: str | None

    @classmethod
    def of(cls, one: Evidence) -> EvidenceShape:
        """The shape of a piece of evidence."""
        return cls(
            field=one.field,
            start=one.start,
            end=one.end,
            text=one.text,
            term=one.term,
            actor=one.actor,
            meeting=one.meeting,
        )


class HitShape(BaseModel):
    """A rule matched an item, under the revision of the rules that judged it."""

    item: int
    rule: str
    severity: Severity
    revision: str
    created_at: datetime
    evidence: list[EvidenceShape]

    @classmethod
    def of(cls, one: Hit) -> HitShape:
        """The shape of a hit."""
        return cls(
            item=one.item_id,
            rule=one.rule_id,
            severity=one.severity,
            revision=one.revision,
            created_at=one.created_at,
            evidence=[EvidenceShape.of(each) for each in one.evidence],
        )


class DecisionShape(BaseModel):
    """Why an item was put into its development: what was weighed, and what came next."""

    development: int
    step: Step
    independent: bool
    score: float
    scores: Mapping[str, float]
    runner_up: int | None
    runner_up_score: float | None
    update: ReasonCode | None
    explanation: str
    quiet_reason: str
    decided_at: datetime
    correction: int | None

    @classmethod
    def of(cls, one: RecordedDecision) -> DecisionShape:
        """The shape of a decision that is stored."""
        decision = one.decision
        runner_up, score = decision.runner_up or (None, None)
        return cls(
            development=decision.development_id or 0,
            step=decision.step,
            independent=decision.independent,
            score=decision.score,
            scores=decision.scores,
            runner_up=runner_up,
            runner_up_score=score,
            update=decision.update.code if decision.update else None,
            explanation=decision.explanation,
            quiet_reason=one.quiet_reason,
            decided_at=one.decided_at,
            correction=one.correction_id,
        )


class TellingShape(BaseModel):
    """An item of a development, with the decision that put it there."""

    item: ItemShape
    decision: DecisionShape

    @classmethod
    def of(cls, one: RecordedDecision) -> TellingShape:
        """The shape of a decision with its item."""
        return cls(item=ItemShape.of(one.stored), decision=DecisionShape.of(one))


class ReasonShape(BaseModel):
    """Why an alert was raised: a word for programs, a sentence for people."""

    code: ReasonCode
    text: str


class AlertShape(BaseModel):
    """The decision to tell somebody. ``id`` is the ``webhook-id`` of every attempt."""

    id: str
    kind: AlertKind
    type: str
    reason: ReasonShape
    severity: Severity
    development: int | None
    item: int | None
    rules: list[str]
    state: AlertState
    why: str
    created_at: datetime
    release_at: datetime | None
    settled_at: datetime | None
    into: str | None

    @classmethod
    def of(cls, one: Alert) -> AlertShape:
        """The shape of an alert."""
        return cls(
            id=one.id,
            kind=one.kind,
            type=one.type,
            reason=ReasonShape(code=one.reason.code, text=one.reason.text),
            severity=one.severity,
            development=one.development_id,
            item=one.item_id,
            rules=list(one.rule_ids),
            state=one.state,
            why=one.state_text,
            created_at=one.created_at,
            release_at=one.release_at if one.state is AlertState.HELD else None,
            settled_at=one.settled_at,
            into=one.into_id,
        )


class DeliveryShape(BaseModel):
    """One alert for one endpoint. ``attempts`` counts those made since the last replay."""

    id: int
    alert: str
    endpoint: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    last_reason: AttemptReason | None

    @classmethod
    def of(cls, one: Delivery) -> DeliveryShape:
        """The shape of a delivery."""
        return cls(
            id=one.id,
            alert=one.alert_id,
            endpoint=one.endpoint_id,
            state=one.state,
            attempts=one.attempts,
            next_attempt_at=one.next_attempt_at,
            created_at=one.created_at,
            last_reason=one.last_reason,
        )


class AttemptShape(BaseModel):
    """One try to send. ``reason`` is null where the endpoint accepted it."""

    started_at: datetime
    status: int | None
    reason: AttemptReason | None
    detail: str
    latency_s: float
    answer: str

    @classmethod
    def of(cls, one: Attempt) -> AttemptShape:
        """The shape of an attempt."""
        return cls(
            started_at=one.started_at,
            status=one.status,
            reason=one.reason,
            detail=one.detail,
            latency_s=one.latency_s,
            answer=one.answer,
        )


class SilenceShape(BaseModel):
    """A time-bounded mute of what fits all that is named; of everything where nothing is."""

    id: int
    rule: str | None
    tag: str | None
    max_severity: Severity | None
    development: int | None
    outlet: str | None
    feed: str | None
    actor: str | None
    starts_at: datetime
    ends_at: datetime
    author: str
    comment: str

    @classmethod
    def of(cls, one: Silence) -> SilenceShape:
        """The shape of a silence."""
        return cls(
            id=one.id,
            rule=one.rule_id,
            tag=one.matcher.tag,
            max_severity=one.matcher.max_severity,
            development=one.matcher.development_id,
            outlet=one.matcher.outlet,
            feed=one.matcher.feed,
            actor=one.matcher.actor,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            author=one.author,
            comment=one.comment,
        )
