"""The JSON body of a message: what is signed, stored and sent, byte for byte. Pure.

Guarantees: shorter than 20,000 bytes in UTF-8 whatever feeds and rule files hold; valid against
the schema of its type; the same text for the same values; no control characters but line breaks
and tabs; links are http(s) or ``null``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from monitor.alerts.bounds import cut, take, web_link
from monitor.alerts.evidence import telling_spans
from monitor.alerts.payload_model import (
    MAX_BODY_BYTES,
    MAX_EVIDENCE,
    MAX_LINK_BYTES,
    MAX_OUTLETS,
    MAX_RULES,
    MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS,
    MAX_WORD_CHARS,
    MAX_WORDS,
    AlertPart,
    DevelopmentData,
    DevelopmentNew,
    DevelopmentPart,
    DevelopmentUpdate,
    EndpointPart,
    EndpointTest,
    EndpointTestData,
    EvidencePart,
    FigurePart,
    FollowsPart,
    ItemPart,
    MeetingPart,
    Message,
    MonitorNotice,
    NoticeData,
    ParticipantPart,
    ReasonPart,
    RulePart,
    SignaturePart,
)
from monitor.errors import DeliveryError
from monitor.model import (
    Actor,
    AlertKind,
    AlertReason,
    Development,
    Evidence,
    Follows,
    Hit,
    Match,
    Meeting,
    Oddity,
    Rule,
    Severity,
    Signature,
    StoredItem,
)
from monitor.model.aware import require_aware

_T = TypeVar("_T")

_RANDOM_HEX = re.compile(r"[0-9a-f]{16,64}")
# Whole numbers up to here are exact in a double, and in every receiver's language.
_EXACT_UP_TO = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertContent:
    """Everything that an alert's body tells, as values of the model.

    ``hits`` are those of the rules that ask for the alert, on the alert's item; they carry the
    severity and the evidence. ``rules`` and ``actors`` give titles, tags and names by id; an id
    that they do not know stands for itself. ``development`` is as it is after the item joined.
    ``follows`` is the development it continues, with its title. ``development_url`` is its page in
    the web pages, ``None`` where that has no public address. ``also``: the reasons of what came
    while the alert was held, the earliest first.
    """

    alert_id: str
    kind: AlertKind
    reason: AlertReason
    severity: Severity
    created_at: datetime
    development: Development
    item: StoredItem
    hits: tuple[Hit | Match, ...]
    rules: Mapping[str, Rule] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    meeting: Meeting | None = None
    follows: Follows | None = None
    development_url: str | None = None
    also: tuple[AlertReason, ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.created_at, "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """How much of each thing a body may hold: code points, members, bytes of a link."""

    title: int
    summary: int
    word: int
    link: int
    outlets: int
    evidence: int
    rules: int
    words: int


# Tried in turn until the body fits. The first holds everything that real feeds bring; the last
# fits whatever comes: at four bytes a code point about 17,000 bytes, structure included.
_LIMITS = (
    _Limits(
        title=MAX_TITLE_CHARS,
        summary=MAX_SUMMARY_CHARS,
        word=MAX_WORD_CHARS,
        link=MAX_LINK_BYTES,
        outlets=MAX_OUTLETS,
        evidence=MAX_EVIDENCE,
        rules=MAX_RULES,
        words=MAX_WORDS,
    ),
    _Limits(title=200, summary=500, word=100, link=2_048, outlets=15, evidence=8, rules=5, words=8),
    _Limits(title=120, summary=200, word=40, link=1_024, outlets=8, evidence=4, rules=3, words=3),
)


def alert_id(random_hex: str) -> str:
    """The id of an alert, and of its message on every attempt: ``msg_`` and ``random_hex``.

    ``random_hex``: 16 to 64 lower-case hexadecimal digits from the system's random source (32
    make a chance repeat negligible). Raises ``DeliveryError`` for anything else: dots would make
    the signed text ambiguous.
    """
    if _RANDOM_HEX.fullmatch(random_hex) is None:
        raise DeliveryError("an alert id is made of 16 to 64 lower-case hexadecimal digits")
    return f"msg_{random_hex}"


def alert_type(kind: AlertKind) -> str:
    """The message type: ``development.new``, ``development.update`` or ``monitor.notice``."""
    return "monitor.notice" if kind is AlertKind.NOTICE else f"development.{kind.value}"


def build_body(content: AlertContent) -> str:
    """The JSON text of an alert's message, shorter than 20,000 bytes in UTF-8.

    Long texts are cut and end with "…"; ``data.left_out`` counts what long lists lost. Raises
    ``DeliveryError`` where the values cannot make a message (an id of another form).
    """
    for limits in _LIMITS:
        body = message_text(_alert_message(content, limits))
        if len(body.encode("utf-8")) < MAX_BODY_BYTES:
            return body
    raise DeliveryError(  # pragma: no cover - the last limits fit whatever comes
        f"the body does not fit into {MAX_BODY_BYTES} bytes", subject=content.alert_id
    )


def build_notice_body(oddity: Oddity, *, message_id: str, now: datetime) -> str:
    """The JSON text of a ``monitor.notice`` message.

    Raises ``DeliveryError`` where ``message_id`` is not of the form of :func:`alert_id`.
    """
    require_aware(now, "now")
    try:
        message = MonitorNotice(
            type="monitor.notice",
            timestamp=to_second(now),
            data=NoticeData(
                id=message_id,
                code=oddity.code,
                subject=cut(oddity.subject, MAX_LINK_BYTES),
                text=cut(oddity.text, MAX_SUMMARY_CHARS),
            ),
        )
    except ValidationError as error:
        raise DeliveryError(_explain(error), subject=message_id) from error
    return message_text(message)


def build_test_body(*, message_id: str, endpoint_id: str, now: datetime) -> str:
    """The JSON text of an ``endpoint.test`` message, sent when a person tries an endpoint.

    Raises ``DeliveryError`` where ``message_id`` is not of the form of :func:`alert_id`.
    """
    require_aware(now, "now")
    try:
        message = EndpointTest(
            type="endpoint.test",
            timestamp=to_second(now),
            data=EndpointTestData(
                id=message_id,
                endpoint=EndpointPart(id=cut(endpoint_id, MAX_WORD_CHARS)),
                text="This is a test. Nothing happened in the world.",
            ),
        )
    except ValidationError as error:
        raise DeliveryError(_explain(error), subject=message_id) from error
    return message_text(message)


def message_text(message: BaseModel) -> str:
    """The message (or a part of one) as it is signed, stored and sent."""
    return json.dumps(
        message.model_dump(mode="json"),
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    )


def _alert_message(content: AlertContent, limits: _Limits) -> Message:
    try:
        data = _Builder(content, limits).data()
        timestamp = to_second(content.created_at)
        if content.kind is AlertKind.NEW:
            return DevelopmentNew(type="development.new", timestamp=timestamp, data=data)
        return DevelopmentUpdate(type="development.update", timestamp=timestamp, data=data)
    except ValidationError as error:
        raise DeliveryError(_explain(error), subject=content.alert_id) from error


def _explain(error: ValidationError) -> str:
    problems = "; ".join(
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
    )
    return f"the values make no message: {problems}"


def to_second(moment: datetime) -> datetime:
    """The moment in UTC, as messages tell it: to the second."""
    return moment.astimezone(UTC).replace(microsecond=0)


class _Builder:
    """Builds ``data`` within one set of limits and counts what its lists lose."""

    def __init__(self, content: AlertContent, limits: _Limits) -> None:
        self._content = content
        self._limits = limits
        self._left_out: dict[str, int] = {}

    def data(self) -> DevelopmentData:
        content = self._content
        return DevelopmentData(
            alert=AlertPart(
                id=content.alert_id,
                kind=AlertKind.NEW if content.kind is AlertKind.NEW else AlertKind.UPDATE,
                severity=content.severity,
                reason=self._reason(content.reason),
                also=[
                    self._reason(reason)
                    for reason in self._take("alert.also", content.also, self._limits.words)
                ],
            ),
            rules=self._rules(),
            development=self._development(content.development),
            item=self._item(content.item),
            evidence=self._evidence(),
            meeting=None if content.meeting is None else self._meeting(content.meeting),
            # Evaluated last: by now every list has been taken.
            left_out=self._left_out,
        )

    def _reason(self, reason: AlertReason) -> ReasonPart:
        return ReasonPart(code=reason.code, text=self._title(reason.text))

    def _title(self, text: str) -> str:
        return cut(text, self._limits.title)

    def _word(self, text: str) -> str:
        return cut(text, self._limits.word)

    def _word_or_none(self, text: str | None) -> str | None:
        return None if text is None else self._word(text)

    def _link(self, url: str | None) -> str | None:
        return web_link(url, self._limits.link)

    def _take(self, path: str, values: Iterable[_T], max_items: int) -> list[_T]:
        taken, lost = take(values, max_items)
        if lost:
            self._left_out[path] = self._left_out.get(path, 0) + lost
        return list(taken)

    def _words(self, path: str, values: Iterable[str]) -> list[str]:
        return [self._word(value) for value in self._take(path, values, self._limits.words)]

    def _rules(self) -> list[RulePart]:
        highest: dict[str, Severity] = {}
        for hit in self._content.hits:
            known = highest.get(hit.rule_id, hit.severity)
            highest[hit.rule_id] = max(known, hit.severity, key=lambda severity: severity.rank)
        # Those that matter most come first, so that a cut loses the least.
        ordered = sorted(highest.items(), key=lambda pair: -pair[1].rank)
        return [
            self._rule(rule_id, severity)
            for rule_id, severity in self._take("rules", ordered, self._limits.rules)
        ]

    def _rule(self, rule_id: str, severity: Severity) -> RulePart:
        rule = self._content.rules.get(rule_id)
        return RulePart(
            id=self._word(rule_id),
            title=self._title(rule.title if rule is not None else rule_id),
            severity=severity,
            tags=self._words("rules.tags", rule.tags if rule is not None else ()),
        )

    def _development(self, development: Development) -> DevelopmentPart:
        outlets = self._take("development.outlets", development.outlets, self._limits.outlets)
        return DevelopmentPart(
            id=development.id,
            title=self._title(development.title),
            state=development.state,
            severity=development.severity,
            opened_at=to_second(development.opened_at),
            last_told_at=to_second(development.last_told_at),
            items=development.items,
            outlets=[self._word(outlet) for outlet in outlets],
            sources=development.sources,
            status=development.signature.status,
            signature=self._signature(development.signature),
            follows_id=development.follows_id,
            follows=self._follows(),
            url=self._link(self._content.development_url),
        )

    def _follows(self) -> FollowsPart | None:
        follows = self._content.follows
        if follows is None:
            return None
        return FollowsPart(
            id=follows.development_id,
            title=self._title(follows.title),
            why=self._title(follows.why),
        )

    def _signature(self, signature: Signature) -> SignaturePart:
        path = "development.signature"
        finite = [figure for figure in signature.figures if math.isfinite(figure[1])]
        figures = self._take(f"{path}.figures", finite, self._limits.words)
        return SignaturePart(
            actors=self._words(f"{path}.actors", signature.actors),
            meetings=self._words(f"{path}.meetings", signature.meetings),
            decisions=self._words(f"{path}.decisions", signature.decisions),
            places=self._words(f"{path}.places", signature.places),
            dates=self._words(f"{path}.dates", signature.dates),
            figures=[
                FigurePart(name=self._word(name), value=_number(value)) for name, value in figures
            ],
            escalation=signature.escalation,
        )

    def _item(self, stored: StoredItem) -> ItemPart:
        item = stored.item
        return ItemPart(
            id=stored.id,
            title=self._title(item.title),
            summary=cut(item.summary, self._limits.summary),
            link=self._link(item.link) or self._link(item.canonical_url),
            outlet=self._word(item.outlet),
            published_at=None if item.published_at is None else to_second(item.published_at),
            first_seen_at=to_second(stored.first_seen_at),
            language=self._word_or_none(item.language),
        )

    def _evidence(self) -> list[EvidencePart]:
        spans = telling_spans(span for hit in self._content.hits for span in hit.evidence)
        return [self._span(span) for span in self._take("evidence", spans, self._limits.evidence)]

    def _span(self, span: Evidence) -> EvidencePart:
        return EvidencePart(
            field=span.field,
            start=span.start,
            end=span.end,
            text=self._word(span.text),
            term=self._word(span.term),
            actor=self._word_or_none(span.actor),
            meeting=self._word_or_none(span.meeting),
        )

    def _meeting(self, meeting: Meeting) -> MeetingPart:
        told = self._content.development.signature
        status = told.status if told.status and meeting.id in told.meetings else meeting.status
        ids = self._take("meeting.participants", meeting.participants, self._limits.words)
        return MeetingPart(
            id=self._word(meeting.id),
            title=self._title(meeting.title),
            participants=[self._participant(actor_id) for actor_id in ids],
            start=meeting.start,
            end=meeting.end,
            place=self._word(meeting.place),
            topic=self._title(meeting.topic),
            status=status,
        )

    def _participant(self, actor_id: str) -> ParticipantPart:
        actor = self._content.actors.get(actor_id)
        name = actor.name if actor is not None else actor_id
        return ParticipantPart(id=self._word(actor_id), name=self._word(name))


def _number(value: float) -> float:
    """``value`` as a whole number where it is one, so that 12 is written "12" and not "12.0"."""
    return int(value) if value.is_integer() and abs(value) <= _EXACT_UP_TO else value
