"""One invented message of each type, for the documentation and for trying receivers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from monitor.alerts.blindness import EndpointSight, FeedSight
from monitor.alerts.digest import build_digest_body
from monitor.alerts.payload import (
    AlertContent,
    alert_type,
    build_body,
    build_notice_body,
    build_test_body,
)
from monitor.alerts.sight_payload import (
    EndpointType,
    FeedNews,
    FeedType,
    SightCounts,
    build_endpoint_body,
    build_feed_body,
    build_heartbeat_body,
)
from monitor.model import (
    Actor,
    ActorKind,
    ActorTerm,
    Alert,
    AlertKind,
    AlertReason,
    Alias,
    Development,
    Evidence,
    Follows,
    HoldReason,
    Item,
    Match,
    Meeting,
    MeetingStatus,
    NoticeCode,
    Oddity,
    ReasonCode,
    Rule,
    Severity,
    Signature,
    StoredItem,
)

_DAY = datetime(2031, 5, 6, tzinfo=UTC)

_MEETING = Meeting(
    id="harbour-talks",
    title="Harbour talks",
    participants=("northland", "southland"),
    start=date(2031, 5, 6),
    end=date(2031, 5, 7),
    place="Port Meridian",
    words=("talks",),
    topic="Fishing rights",
)
_RULE = Rule(
    id="northland-southland-talks",
    title="Northland and Southland talk",
    condition=ActorTerm(actor="northland"),
    severity=Severity.HIGH,
    tags=("diplomacy", "fishing"),
)
_FOLLOWS = Follows(
    development_id=9,
    title="Northland and Southland agree to talk in May",
    why="It tells the same meeting as development 9, last told on 22 Apr 2031.",
)
_ACTORS = {
    name.lower(): Actor(
        id=name.lower(), name=name, kind=ActorKind.STATE, aliases=(Alias(text=name),)
    )
    for name in ("Northland", "Southland")
}


def example_bodies() -> Mapping[str, str]:
    """The JSON text of one message per type, with invented states, outlets and events."""
    return MappingProxyType(
        {
            "development.new": build_body(_new()),
            "development.update": build_body(_update()),
            "monitor.notice": build_notice_body(
                Oddity(
                    code=NoticeCode.NEW_IDS,
                    subject="https://courier.example/world.xml",
                    text="Feed https://courier.example/world.xml: 40 of 40 items came under new "
                    "ids. They were recognised by their words and are not taken for news.",
                ),
                message_id="msg_2c4d6e8f0a1b3c5d7e9f0a1b2c3d4e5f",
                now=_DAY.replace(hour=7),
            ),
            "alert.digest": _digest_body(),
            **_sight_bodies(),
            "endpoint.test": build_test_body(
                message_id="msg_5b1f0c2d9e8a47360f1e2d3c4b5a6978",
                endpoint_id="desk",
                now=_DAY.replace(hour=8),
            ),
        }
    )


def _digest_body() -> str:
    """A digest of two alerts."""
    new, update = _new(), _update()
    alerts = [
        Alert(
            id=content.alert_id,
            kind=content.kind,
            type=alert_type(content.kind),
            reason=content.reason,
            development_id=content.development.id,
            item_id=content.item.id,
            rule_ids=tuple(content.rules),
            severity=Severity.LOW,
            created_at=content.created_at,
            body=build_body(content),
        )
        for content in (new, update)
    ]
    return build_digest_body(
        alerts,
        why=HoldReason.DIGEST,
        message_id="msg_7a6b5c4d3e2f10213243546576879809",
        now=_DAY.replace(hour=18),
    )


def _sight_bodies() -> Mapping[str, str]:
    """One message per type about the monitor's own eyes and voice."""
    counts = SightCounts(failing=1, total=40)
    down = FeedSight(
        id=3,
        url="https://courier.example/world.xml",
        outlet="Meridian Courier",
        failures=5,
        since=_DAY.replace(hour=5),
        reason="timeout",
    )
    sound = replace(down, failures=0, reason="")
    endpoint = EndpointSight(id="chat", host="chat.example")
    since, now = _DAY.replace(hour=5), _DAY.replace(hour=7)
    name = f"{down.outlet} ({down.url})"
    news: tuple[tuple[FeedType, FeedSight, str], ...] = (
        ("feed.failing", down, f"{name}: cannot be read for 2 h (timeout)."),
        ("feed.silent", sound, f"{name}: nothing new for far longer than usual."),
        ("feed.recovered", sound, f"{name}: as it should be again."),
    )
    bodies: dict[str, str] = {
        type_: build_feed_body(
            FeedNews(type=type_, severity=Severity.MEDIUM, text=text, feeds=[feed], counts=counts),
            message_id=f"msg_{number:032x}",
            now=now,
        )
        for number, (type_, feed, text) in enumerate(news, 1)
    }
    told: tuple[tuple[EndpointType, str], ...] = (
        ("endpoint.failing", "Endpoint chat (chat.example) has taken nothing for 2 h."),
        ("endpoint.recovered", "Endpoint chat (chat.example) takes alerts again."),
    )
    for number, (kind, text) in enumerate(told, 4):
        bodies[kind] = build_endpoint_body(
            kind, endpoint, text, since=since, message_id=f"msg_{number:032x}", now=now
        )
    bodies["monitor.heartbeat"] = build_heartbeat_body(
        counts, interval_s=300.0, message_id=f"msg_{6:032x}", now=now
    )
    return bodies


def _new() -> AlertContent:
    title = "Northland and Southland open talks on fishing rights in Port Meridian"
    told_at = _DAY.replace(hour=9, minute=5)
    return AlertContent(
        alert_id="msg_0f8e7d6c5b4a39281706f5e4d3c2b1a0",
        kind=AlertKind.NEW,
        reason=AlertReason(
            code=ReasonCode.FIRST_REPORT,
            text="First report of this development, by Meridian Courier.",
        ),
        severity=Severity.HIGH,
        created_at=_DAY.replace(hour=9, minute=12, second=31),
        development=_development(MeetingStatus.UNDER_WAY, ("Meridian Courier",), told_at),
        item=_item(
            1041,
            title,
            "Delegations of both states met on 6 May. Southland had threatened to ban trawlers.",
            "Meridian Courier",
            told_at,
        ),
        hits=(_match(title, ("Northland", "Southland", "talks")),),
        rules={_RULE.id: _RULE},
        actors=_ACTORS,
        meeting=_MEETING,
        follows=_FOLLOWS,
        development_url="https://monitor.example/developments/17",
    )


def _update() -> AlertContent:
    title = "Northland walks out, harbour talks with Southland collapse"
    told_at = _DAY.replace(hour=15, minute=31)
    return AlertContent(
        alert_id="msg_9a8b7c6d5e4f30211203f4e5d6c7b8a9",
        kind=AlertKind.UPDATE,
        reason=AlertReason(
            code=ReasonCode.STATUS_CHANGED,
            text="Harbour talks in Port Meridian: ended without agreement (so far: under way).",
        ),
        severity=Severity.HIGH,
        created_at=_DAY.replace(hour=15, minute=40, second=2),
        development=_development(
            MeetingStatus.FAILED,
            ("Meridian Courier", "Seaboard Wire", "The Lantern"),
            told_at,
        ),
        item=_item(
            1187,
            title,
            "No new day has been named.",
            "The Lantern",
            told_at,
        ),
        hits=(_match(title, ("Northland", "talks", "Southland")),),
        rules={_RULE.id: _RULE},
        actors=_ACTORS,
        meeting=_MEETING,
        follows=_FOLLOWS,
        development_url="https://monitor.example/developments/17",
    )


def _development(
    status: MeetingStatus, outlets: tuple[str, ...], last_told_at: datetime
) -> Development:
    return Development(
        id=17,
        title="Northland and Southland open talks on fishing rights in Port Meridian",
        opened_at=_DAY.replace(hour=9, minute=5),
        last_told_at=last_told_at,
        severity=Severity.HIGH,
        rule_ids=(_RULE.id,),
        signature=Signature(
            actors=("northland", "southland"),
            meetings=(_MEETING.id,),
            status=status,
            decisions=("may:ban", "may:warn"),
            places=("port-meridian",),
            dates=("05-06",),
        ),
        outlets=outlets,
        sources=len(outlets),
        items=2 * len(outlets) - 1,
        follows_id=_FOLLOWS.development_id,
        follows_why=_FOLLOWS.why,
    )


def _item(
    item_id: int, title: str, summary: str, outlet: str, published_at: datetime
) -> StoredItem:
    return StoredItem(
        id=item_id,
        feed_id=3,
        item=Item(
            title=title,
            summary=summary,
            link=f"https://news.example/{item_id}",
            published_at=published_at,
            outlet=outlet,
            language="en",
        ),
        first_seen_at=published_at.replace(minute=published_at.minute + 6),
    )


def _match(title: str, terms: tuple[str, ...]) -> Match:
    return Match(
        rule_id=_RULE.id, severity=Severity.HIGH, evidence=tuple(_span(title, t) for t in terms)
    )


def _span(title: str, term: str) -> Evidence:
    start = title.index(term)
    is_actor = term.lower() in _ACTORS
    return Evidence(
        field="title",
        start=start,
        end=start + len(term),
        text=term,
        term=term,
        actor=term.lower() if is_actor else None,
        meeting=None if is_actor else _MEETING.id,
    )
