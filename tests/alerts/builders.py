"""Builders of the values that alerts are decided on and made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.alerts.payload import AlertContent
from monitor.model import (
    AlertKind,
    AlertPolicy,
    AlertReason,
    Decision,
    Development,
    Evidence,
    Item,
    Match,
    Meeting,
    MeetingStatus,
    Phrase,
    ReasonCode,
    Rule,
    Severity,
    Signature,
    Silence,
    Step,
    StoredItem,
    Telling,
)

NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)
ALERT_ID = "msg_00112233445566778899aabbccddeeff"


def make_rule(rule_id: str = "talks", **changes: Any) -> Rule:
    policy = AlertPolicy(
        backlog_hours=changes.pop("backlog_hours", 0.0), updates=changes.pop("updates", True)
    )
    values: dict[str, Any] = {"title": f"Rule {rule_id}", "condition": Phrase(text="talks")}
    return Rule(id=rule_id, alert=policy, **(values | changes))


def make_telling(*, told_ago: timedelta = timedelta(minutes=5), **changes: Any) -> Telling:
    values: dict[str, Any] = {
        "item_id": 1,
        "outlet": "Meridian Courier",
        "title": "Talks open",
        "summary": "",
        "canonical_url": None,
        "told_at": NOW - told_ago,
        "actors": (),
        "meetings": (),
        "rule_ids": ("talks",),
        "severity": Severity.MEDIUM,
    }
    return Telling(**(values | changes))


def make_decision(step: Step, update: AlertReason | None = None) -> Decision:
    return Decision(
        step=step,
        development_id=None if step is Step.NEW else 7,
        signature=Signature(),
        independent=True,
        score=0.5,
        update=update,
    )


def make_silence(rule_id: str | None, **changes: Any) -> Silence:
    values: dict[str, Any] = {
        "id": 1,
        "starts_at": NOW - timedelta(hours=1),
        "ends_at": NOW + timedelta(hours=1),
        "author": "ada",
        "comment": "known drill",
    }
    return Silence(rule_id=rule_id, **(values | changes))


def make_item(**changes: Any) -> StoredItem:
    values: dict[str, Any] = {
        "title": "Envoys open talks in the harbour city",
        "summary": "They met in the morning.",
        "link": "https://news.example/1",
        "published_at": NOW - timedelta(minutes=10),
        "outlet": "Meridian Courier",
        "language": "en",
    }
    return StoredItem(
        id=11,
        feed_id=3,
        item=Item(**(values | changes)),
        first_seen_at=NOW - timedelta(minutes=4),
    )


def make_development(**changes: Any) -> Development:
    values: dict[str, Any] = {
        "id": 7,
        "title": "Envoys open talks in the harbour city",
        "opened_at": NOW - timedelta(minutes=10),
        "last_told_at": NOW - timedelta(minutes=10),
        "severity": Severity.MEDIUM,
        "rule_ids": ("talks",),
        "signature": Signature(actors=("northland",)),
        "outlets": ("Meridian Courier",),
        "sources": 1,
        "items": 1,
    }
    return Development(**(values | changes))


def make_evidence(**changes: Any) -> Evidence:
    values: dict[str, Any] = {
        "field": "title",
        "start": 12,
        "end": 17,
        "text": "talks",
        "term": "talks",
    }
    return Evidence(**(values | changes))


def make_match(rule_id: str = "talks", **changes: Any) -> Match:
    values: dict[str, Any] = {"severity": Severity.MEDIUM, "evidence": (make_evidence(),)}
    return Match(rule_id=rule_id, **(values | changes))


def make_content(**changes: Any) -> AlertContent:
    values: dict[str, Any] = {
        "alert_id": ALERT_ID,
        "kind": AlertKind.NEW,
        "reason": AlertReason(code=ReasonCode.FIRST_REPORT, text="First report."),
        "severity": Severity.MEDIUM,
        "created_at": NOW,
        "development": make_development(),
        "item": make_item(),
        "hits": (make_match(),),
        "rules": {"talks": make_rule(tags=("diplomacy",))},
        "development_url": "https://monitor.example/developments/7",
    }
    return AlertContent(**(values | changes))


def make_monstrous_content(text: str, count: int = 400) -> AlertContent:
    """A content in which every text is ``text`` and every list has ``count`` members."""
    many = tuple(f"{number}{text}" for number in range(count))
    link = "https://news.example/" + "é" * 1000
    rules = {rule_id: make_rule(rule_id, title=text, tags=many) for rule_id in many}
    evidence = tuple(
        make_evidence(
            start=10**9 + number,
            end=10**9 + number + 1,
            text=text,
            term=text,
            actor=text,
            meeting=text,
        )
        for number in range(count)
    )
    signature = Signature(
        actors=many,
        meetings=many,
        status=MeetingStatus.UNDER_WAY,
        decisions=many,
        places=many,
        dates=many,
        figures=tuple((name, -1.2345678901234e300) for name in many),
    )
    return make_content(
        reason=AlertReason(code=ReasonCode.STATUS_CHANGED, text=text),
        severity=Severity.CRITICAL,
        development=make_development(
            id=2**63, title=text, signature=signature, outlets=many, sources=2**31, items=2**31
        ),
        item=make_item(title=text, summary=text, link=link, outlet=text, language=text),
        hits=tuple(make_match(rule_id, evidence=evidence) for rule_id in many),
        rules=rules,
        actors={},
        meeting=Meeting(id=text, title=text, participants=many, place=text, topic=text),
        development_url=link,
    )
