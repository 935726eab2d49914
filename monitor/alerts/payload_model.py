"""The shape of every message body, one model per type: what receivers hold on to.

The JSON Schemas in ``docs/schema/webhooks`` are generated from these models and every body is
built through them, so that the two cannot part. Within a type, fields may be added; none is
removed or changes its meaning. All fields are always present; ``null`` says "not known".
Receivers should pass over fields they do not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from monitor.model import (
    AlertKind,
    DevelopmentState,
    FieldName,
    HoldReason,
    MeetingStatus,
    NoticeCode,
    ReasonCode,
    Severity,
)

MAX_BODY_BYTES = 20_000
"""A body is shorter than this in UTF-8 (Standard Webhooks advises under 20 KB)."""

MAX_TITLE_CHARS = 300
MAX_SUMMARY_CHARS = 1_000
MAX_WORD_CHARS = 200
MAX_LINK_BYTES = 2_048
MAX_OUTLETS = 30
MAX_EVIDENCE = 20
MAX_RULES = 10
MAX_WORDS = 20
MAX_FEEDS = 8
MAX_DIGEST = 100

TitleText = Annotated[str, Field(max_length=MAX_TITLE_CHARS)]
WordText = Annotated[str, Field(max_length=MAX_WORD_CHARS)]
WordList = Annotated[list[WordText], Field(max_length=MAX_WORDS)]
Link = Annotated[str, Field(max_length=MAX_LINK_BYTES, pattern=r"^https?://")]
MessageId = Annotated[str, Field(pattern=r"^msg_[0-9a-f]{16,64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ReasonPart(_Part):
    """Why a person is told."""

    code: ReasonCode = Field(description="For machines: which kind of news this is.")
    text: TitleText = Field(description="For people: a sentence.")


class AlertPart(_Part):
    """The alert itself."""

    id: MessageId = Field(description="Equals the header webhook-id; the same on every attempt.")
    kind: Literal[AlertKind.NEW, AlertKind.UPDATE] = Field(
        description="new: a first report; update: a known one changed."
    )
    severity: Severity = Field(description="The highest severity of the rules that ask for it.")
    reason: ReasonPart = Field(description="Why a person is told.")
    also: list[ReasonPart] = Field(
        max_length=MAX_WORDS,
        description="What came while the alert was held, the earliest first.",
    )


class RulePart(_Part):
    """A rule that asks for the alert."""

    id: WordText = Field(description="The rule's id in the rule files.")
    title: TitleText = Field(description="The rule's title; its id where it was edited away.")
    severity: Severity = Field(description="Its severity for this item (a meeting may raise it).")
    tags: WordList = Field(description="The rule's tags.")


class FigurePart(_Part):
    """A figure that the development's items state."""

    name: WordText = Field(description='What is counted, such as "killed".')
    value: int | float = Field(description="The highest number stated.")


class SignaturePart(_Part):
    """What distinguishes this development from an alike one."""

    actors: WordList = Field(description="Ids of the actors involved.")
    meetings: WordList = Field(description="Ids of the meetings told about.")
    decisions: WordList = Field(
        description='Acts told about, in words of a closed list; "may:" before one only spoken of.'
    )
    places: WordList = Field(
        description="Cities told about, in lower case, words joined by hyphens."
    )
    dates: WordList = Field(
        description='Days told about, as month and day without a year, such as "01-10".'
    )
    figures: list[FigurePart] = Field(max_length=MAX_WORDS, description="Figures stated.")
    escalation: int = Field(
        ge=-3, le=3, description="A hint from -3 (peace) over 0 (none) to 3 (war)."
    )


class FollowsPart(_Part):
    """The earlier development that this one continues."""

    id: int = Field(description="Its number.")
    title: TitleText = Field(description="Its title.")
    why: TitleText = Field(description="Why this one continues it: a sentence.")


class DevelopmentPart(_Part):
    """The happening in the world, as known when the alert was raised."""

    id: int = Field(description="The development's number; update alerts repeat it.")
    title: TitleText = Field(description="Its title.")
    state: DevelopmentState = Field(description="Whether it still takes items.")
    severity: Severity = Field(description="Its severity so far.")
    opened_at: AwareDatetime = Field(description="When it was first told.")
    last_told_at: AwareDatetime = Field(description="When it was last told.")
    items: int = Field(ge=0, description="How many items tell it.")
    outlets: list[WordText] = Field(
        max_length=MAX_OUTLETS, description="Distinct outlets that told it."
    )
    sources: int = Field(
        ge=0,
        description="Independent outlets: copies of one wire text count once, and so do several "
        "feeds of one outlet.",
    )
    status: MeetingStatus | None = Field(description="Last known status of the meeting or talks.")
    signature: SignaturePart = Field(description="What distinguishes it from an alike one.")
    follows_id: int | None = Field(description="The development it follows on, if any.")
    follows: FollowsPart | None = Field(
        description="The same with title and reason: a chain of these reads as a timeline."
    )
    url: Link | None = Field(description="Its page in the monitor's web pages, if these are known.")


class ItemPart(_Part):
    """The item that raised the alert."""

    id: int = Field(description="The item's number.")
    title: TitleText = Field(description="Its title, as plain text.")
    summary: str = Field(max_length=MAX_SUMMARY_CHARS, description="Its summary, as plain text.")
    link: Link | None = Field(description="Where to read it.")
    outlet: WordText = Field(description="Who published it.")
    published_at: AwareDatetime | None = Field(description="When, as its feed states it.")
    first_seen_at: AwareDatetime = Field(description="When the monitor first saw it.")
    language: WordText | None = Field(description="Its language, as a BCP 47 tag.")


class EvidencePart(_Part):
    """A span of the item that made a rule match."""

    field: FieldName = Field(description="The field of the item.")
    start: int = Field(ge=0, description="First code point of the span in the whole field.")
    end: int = Field(ge=0, description="Code point after the span.")
    text: WordText = Field(description="The span itself.")
    term: WordText = Field(description="The term it matched, as the rule files spell it.")
    actor: WordText | None = Field(description="Id of the actor the term is a name of.")
    meeting: WordText | None = Field(description="Id of the meeting it was found for.")


class ParticipantPart(_Part):
    """A participant of a meeting."""

    id: WordText = Field(description="The actor's id in the rule files.")
    name: WordText = Field(description="The actor's name; its id where the name is not known.")


class MeetingPart(_Part):
    """The expected event that the development is about."""

    id: WordText = Field(description="The meeting's id in the rule files.")
    title: TitleText = Field(description="Its title.")
    participants: list[ParticipantPart] = Field(max_length=MAX_WORDS, description="Who meets.")
    start: date | None = Field(description="First day, or first day of the window.")
    end: date | None = Field(description="Last day, inclusive.")
    place: WordText = Field(description='Where; "" if not known.')
    topic: TitleText = Field(description='What about; "" if not known.')
    status: MeetingStatus = Field(
        description="Its status as told by this development, else as the rule files state it."
    )


class DevelopmentData(_Part):
    """What ``development.new`` and ``development.update`` tell."""

    alert: AlertPart = Field(description="The alert itself.")
    rules: list[RulePart] = Field(max_length=MAX_RULES, description="The rules that ask for it.")
    development: DevelopmentPart = Field(description="What happened.")
    item: ItemPart = Field(description="The item that raised the alert.")
    evidence: list[EvidencePart] = Field(
        max_length=MAX_EVIDENCE,
        description="Where the rules matched, in reading order; no span lies within another.",
    )
    meeting: MeetingPart | None = Field(description="The meeting it is about, if any.")
    left_out: dict[str, Annotated[int, Field(ge=1)]] = Field(
        description=(
            "How many members each shortened list lost to the size limit, by the list's path "
            'in data, such as "development.outlets".'
        )
    )


class EndpointPart(_Part):
    """The endpoint under test."""

    id: WordText = Field(description="The endpoint's id in the rule files.")


class EndpointTestData(_Part):
    """What ``endpoint.test`` tells."""

    id: MessageId = Field(description="Equals the header webhook-id.")
    endpoint: EndpointPart = Field(description="The endpoint under test.")
    text: TitleText = Field(description="A sentence for people.")


class NoticeData(_Part):
    """What ``monitor.notice`` tells."""

    id: MessageId = Field(description="Equals the header webhook-id.")
    code: NoticeCode = Field(description="For machines: what is odd.")
    subject: Annotated[str, Field(max_length=MAX_LINK_BYTES)] = Field(
        description='Address of the feed it is about; "" where it is about the program itself.'
    )
    text: str = Field(max_length=MAX_SUMMARY_CHARS, description="For people: what is odd.")


class FeedPart(_Part):
    """A feed."""

    url: Annotated[str, Field(max_length=MAX_LINK_BYTES)] = Field(description="Its address.")
    outlet: WordText = Field(description="Who publishes it.")
    since: AwareDatetime = Field(description="When it was last as it should be.")
    reason: WordText = Field(description='Why its last visit failed, a closed word; "" if not.')


class FeedData(_Part):
    """What ``feed.failing``, ``feed.silent`` and ``feed.recovered`` tell."""

    id: MessageId = Field(description="Equals the header webhook-id.")
    severity: Severity = Field(description="high where the monitor is blind, else medium or low.")
    text: str = Field(max_length=MAX_SUMMARY_CHARS, description="For people: what happened.")
    blind: bool = Field(description="Whether this is about at least half of all feeds at once.")
    feeds: list[FeedPart] = Field(
        max_length=MAX_FEEDS, description="The feeds, the longest so first."
    )
    left_out: int = Field(ge=0, description="How many more feeds the list would have.")
    failing: int = Field(ge=0, description="How many feeds fail now.")
    total: int = Field(ge=0, description="How many feeds there are.")


class EndpointData(_Part):
    """What ``endpoint.failing`` and ``endpoint.recovered`` tell."""

    id: MessageId = Field(description="Equals the header webhook-id.")
    severity: Severity = Field(description="high: alerts do not arrive; low: they do again.")
    text: str = Field(max_length=MAX_SUMMARY_CHARS, description="For people: what happened.")
    endpoint: EndpointPart = Field(description="The endpoint that fails, or did.")
    since: AwareDatetime = Field(description="When it began to fail.")
    disabled: bool = Field(description="Whether it waits for a person to enable it.")


class HeartbeatData(_Part):
    """What ``monitor.heartbeat`` tells."""

    id: MessageId = Field(description="Equals the header webhook-id.")
    text: TitleText = Field(description="A sentence for people.")
    interval_s: float = Field(ge=0, description="Seconds until the next one is due.")
    failing: int = Field(ge=0, description="How many feeds fail now.")
    total: int = Field(ge=0, description="How many feeds there are.")


class DigestEntryPart(_Part):
    """An alert that the digest tells."""

    id: MessageId = Field(description="The alert's id, under which it may have come elsewhere.")
    type: WordText = Field(description="What it tells: the type of its own message.")
    timestamp: AwareDatetime = Field(description="When it happened.")
    severity: Severity = Field(description="Its severity.")
    title: TitleText = Field(description="The item's title, or what happened.")
    text: TitleText = Field(description="For people: why it was told.")
    rules: WordList = Field(description="Ids of the rules that asked for it.")
    development_id: int | None = Field(description="The development's number, if it tells one.")
    sources: int | None = Field(description="Independent outlets that told it by then.")
    link: Link | None = Field(description="Where to read it.")
    url: Link | None = Field(description="Its page in the monitor's web pages.")


class DigestData(_Part):
    """What ``alert.digest`` tells."""

    id: MessageId = Field(description="Equals the header webhook-id.")
    why: HoldReason = Field(description="digest: a route gathers them; quiet: quiet hours ended.")
    severity: Severity = Field(description="The highest of the alerts.")
    text: TitleText = Field(description="A sentence for people.")
    count: int = Field(ge=1, description="How many alerts have waited.")
    alerts: list[DigestEntryPart] = Field(
        max_length=MAX_DIGEST, description="The alerts, the severest first, then the earliest."
    )
    left_out: int = Field(ge=0, description="How many the list lost to the size limit.")


_TIMESTAMP = "When it happened (not when it was sent), ISO 8601 in UTC."


class DevelopmentNew(_Part):
    """A new development: the first report of something that happened in the world."""

    type: Literal["development.new"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: DevelopmentData = Field(description="The alert and what it is about.")


class DevelopmentUpdate(_Part):
    """A known development changed: its status, its actors, a decision or a figure."""

    type: Literal["development.update"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: DevelopmentData = Field(description="The alert and what it is about.")


class EndpointTest(_Part):
    """A person tries an endpoint; nothing happened in the world."""

    type: Literal["endpoint.test"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: EndpointTestData = Field(description="Which endpoint is tried.")


class MonitorNotice(_Part):
    """Something odd about a feed or this program that a person should know; no development."""

    type: Literal["monitor.notice"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: NoticeData = Field(description="What is odd.")


class FeedFailing(_Part):
    """Feeds cannot be read any more: what they tell is not heard."""

    type: Literal["feed.failing"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: FeedData = Field(description="Which feeds.")


class FeedSilent(_Part):
    """Feeds can be read, and bring nothing new for far longer than they used to."""

    type: Literal["feed.silent"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: FeedData = Field(description="Which feeds.")


class FeedRecovered(_Part):
    """Feeds that were told to fail or to be silent are as they should be again."""

    type: Literal["feed.recovered"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: FeedData = Field(description="Which feeds.")


class EndpointFailing(_Part):
    """Alerts do not arrive at another endpoint."""

    type: Literal["endpoint.failing"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: EndpointData = Field(description="Which endpoint.")


class EndpointRecovered(_Part):
    """Alerts arrive again at an endpoint that was told to fail."""

    type: Literal["endpoint.recovered"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: EndpointData = Field(description="Which endpoint.")


class MonitorHeartbeat(_Part):
    """The monitor runs. For a dead-man switch that raises the alarm when these stop."""

    type: Literal["monitor.heartbeat"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description=_TIMESTAMP)
    data: HeartbeatData = Field(description="How the monitor does.")


class AlertDigest(_Part):
    """Alerts that waited for this endpoint, in one message."""

    type: Literal["alert.digest"] = Field(description="What the message tells.")
    timestamp: AwareDatetime = Field(description="When the digest was made, ISO 8601 in UTC.")
    data: DigestData = Field(description="Which alerts.")


Message = (
    DevelopmentNew
    | DevelopmentUpdate
    | AlertDigest
    | FeedFailing
    | FeedSilent
    | FeedRecovered
    | EndpointFailing
    | EndpointRecovered
    | MonitorNotice
    | MonitorHeartbeat
    | EndpointTest
)
"""Any message that this program sends."""

MESSAGE_MODELS: Mapping[str, type[Message]] = MappingProxyType(
    {
        "development.new": DevelopmentNew,
        "development.update": DevelopmentUpdate,
        "alert.digest": AlertDigest,
        "feed.failing": FeedFailing,
        "feed.silent": FeedSilent,
        "feed.recovered": FeedRecovered,
        "endpoint.failing": EndpointFailing,
        "endpoint.recovered": EndpointRecovered,
        "monitor.notice": MonitorNotice,
        "monitor.heartbeat": MonitorHeartbeat,
        "endpoint.test": EndpointTest,
    }
)
"""The model of each ``type``."""
