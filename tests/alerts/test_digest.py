"""Digests: what they tell of an alert, and that they fit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.digest import build_digest_body, digest_text
from monitor.alerts.example import example_bodies
from monitor.alerts.payload_model import MAX_BODY_BYTES, MAX_DIGEST
from monitor.model import Alert, AlertKind, AlertReason, HoldReason, ReasonCode, Severity
from tests.alerts.builders import NOW
from tests.alerts.json_schema import problems

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "webhooks" / "alert.digest.schema.json"


def alert(number: int = 1, type_: str = "development.new", **changes: Any) -> Alert:
    plain = Alert(
        id=f"msg_{number:032x}",
        kind=AlertKind.NEW,
        type=type_,
        reason=AlertReason(code=ReasonCode.FIRST_REPORT, text="First report."),
        development_id=17,
        item_id=1,
        rule_ids=("talks",),
        severity=Severity.LOW,
        created_at=NOW + timedelta(seconds=number),
        body=example_bodies()[type_],
    )
    return replace(plain, **changes)


def digest(*alerts: Alert, why: HoldReason = HoldReason.DIGEST) -> dict[str, Any]:
    body = build_digest_body(alerts, why=why, message_id=alert(99).id, now=NOW)
    assert len(body.encode()) < MAX_BODY_BYTES
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(body)
    assert problems(found, schema) == []
    data = found["data"]
    assert len(data["alerts"]) + data["left_out"] == data["count"] == len(alerts)
    return data  # type: ignore[no-any-return]


def test_the_severest_come_first_then_the_earliest() -> None:
    data = digest(alert(3), alert(2), alert(1), alert(4, severity=Severity.HIGH))
    assert [int(one["id"][4:], 16) for one in data["alerts"]] == [4, 1, 2, 3]
    assert data["severity"] == "high"


def test_an_alert_is_told_by_its_item_and_its_reason() -> None:
    [told] = digest(alert())["alerts"]
    assert told["title"] == "Northland and Southland open talks on fishing rights in Port Meridian"
    assert (told["text"], told["rules"], told["sources"]) == ("First report.", ["talks"], 1)
    assert told["link"] == "https://news.example/1041"


@pytest.mark.parametrize("type_", sorted({*example_bodies()} - {"alert.digest"}))
def test_every_kind_of_message_can_wait(type_: str) -> None:
    [told] = digest(alert(type_=type_))["alerts"]
    assert told["type"] == type_
    assert told["title"]


@pytest.mark.parametrize("character", ["x", "\U0001f600", '"', "\\", "\x01"])
def test_a_long_one_is_cut_with_a_count(character: str) -> None:
    long = character * 5000
    body = json.loads(alert().body)
    body["data"]["item"] |= {"title": long, "link": f"https://news.example/{'a' * 2000}"}
    hostile = alert(
        body=json.dumps(body),
        rule_ids=(long,) * 50,
        reason=AlertReason(code=ReasonCode.FIRST_REPORT, text=long),
    )
    assert digest(*[hostile] * 300)["alerts"]


def test_no_more_than_a_reader_reads() -> None:
    body = json.dumps({"data": {"item": {"title": "x"}}})
    short = alert(body=body, rule_ids=(), reason=AlertReason(code=ReasonCode.NOTICE, text="x"))
    assert len(digest(*[short] * 500)["alerts"]) <= MAX_DIGEST


def test_says_why_in_a_sentence() -> None:
    assert digest_text(1, HoldReason.DIGEST) == "1 alert since the last digest."
    assert digest(alert(), alert(2), why=HoldReason.QUIET)["text"] == "2 alerts in the quiet hours."
