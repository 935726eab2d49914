"""The JSON bodies of messages about the monitor's own eyes and voice. Pure.

Same guarantees as the bodies of alerts (``payload.py``): within the size limit, valid against the
schema of their type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.alerts.blindness import EndpointSight, FeedSight
from monitor.alerts.bounds import cut
from monitor.alerts.payload import message_text, to_second
from monitor.alerts.payload_model import (
    MAX_FEEDS,
    MAX_LINK_BYTES,
    MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS,
    MAX_WORD_CHARS,
    EndpointData,
    EndpointFailing,
    EndpointPart,
    EndpointRecovered,
    FeedData,
    FeedFailing,
    FeedPart,
    FeedRecovered,
    FeedSilent,
    HeartbeatData,
    MonitorHeartbeat,
)
from monitor.model import Severity

FeedType = Literal["feed.failing", "feed.silent", "feed.recovered"]
EndpointType = Literal["endpoint.failing", "endpoint.recovered"]

_FEED_MODELS = {
    "feed.failing": FeedFailing,
    "feed.silent": FeedSilent,
    "feed.recovered": FeedRecovered,
}
_ENDPOINT_MODELS = {"endpoint.failing": EndpointFailing, "endpoint.recovered": EndpointRecovered}
# Half of a link's limit: eight feeds at four bytes a code point fit a body.
_MAX_URL_CHARS = MAX_LINK_BYTES // 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SightCounts:
    """How many feeds there are, and how many of them fail."""

    failing: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedNews:
    """What is told of feeds."""

    type: FeedType
    severity: Severity
    text: str
    feeds: Sequence[FeedSight]
    counts: SightCounts
    blind: bool = False


def build_feed_body(news: FeedNews, *, message_id: str, now: datetime) -> str:
    """The JSON text of a message about feeds; a long list of them is cut, with a count."""
    shown = sorted(news.feeds, key=lambda one: (one.since, one.url))[:MAX_FEEDS]
    data = FeedData(
        id=message_id,
        severity=news.severity,
        text=cut(news.text, MAX_SUMMARY_CHARS),
        blind=news.blind,
        feeds=[
            FeedPart(
                url=cut(one.url, _MAX_URL_CHARS),
                outlet=cut(one.outlet, MAX_WORD_CHARS),
                since=to_second(one.since),
                reason=cut(one.reason if one.failures else "", MAX_WORD_CHARS),
            )
            for one in shown
        ],
        left_out=len(news.feeds) - len(shown),
        failing=news.counts.failing,
        total=news.counts.total,
    )
    model = _FEED_MODELS[news.type]
    return message_text(model(type=news.type, timestamp=to_second(now), data=data))


def build_endpoint_body(
    type_: EndpointType,
    endpoint: EndpointSight,
    text: str,
    *,
    since: datetime,
    message_id: str,
    now: datetime,
) -> str:
    """The JSON text of a message about an endpoint."""
    data = EndpointData(
        id=message_id,
        severity=Severity.HIGH if type_ == "endpoint.failing" else Severity.LOW,
        text=cut(text, MAX_SUMMARY_CHARS),
        endpoint=EndpointPart(id=cut(endpoint.id, MAX_WORD_CHARS)),
        since=to_second(since),
        disabled=endpoint.disabled_at is not None,
    )
    model = _ENDPOINT_MODELS[type_]
    return message_text(model(type=type_, timestamp=to_second(now), data=data))


def build_heartbeat_body(
    counts: SightCounts, *, interval_s: float, message_id: str, now: datetime
) -> str:
    """The JSON text of a heartbeat."""
    text = f"The monitor runs: {counts.total} feeds, {counts.failing} of them fail."
    data = HeartbeatData(
        id=message_id,
        text=cut(text, MAX_TITLE_CHARS),
        interval_s=interval_s,
        failing=counts.failing,
        total=counts.total,
    )
    message = MonitorHeartbeat(type="monitor.heartbeat", timestamp=to_second(now), data=data)
    return message_text(message)
