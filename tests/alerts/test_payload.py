"""The body of a message: what it tells, how small it stays, what it never holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.payload import (
    AlertContent,
    alert_id,
    alert_type,
    build_body,
    build_test_body,
)
from monitor.errors import DeliveryError
from monitor.model import (
    Actor,
    ActorKind,
    AlertKind,
    AlertReason,
    Meeting,
    MeetingStatus,
    ReasonCode,
    Severity,
    Signature,
)
from tests.alerts.builders import (
    ALERT_ID,
    NOW,
    make_content,
    make_development,
    make_evidence,
    make_item,
    make_match,
    make_monstrous_content,
    make_rule,
)
from tests.alerts.json_schema import problems

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema" / "webhooks"
MEETING = Meeting(
    id="harbour-talks",
    title="Harbour talks",
    participants=("northland", "southland"),
    start=date(2031, 5, 6),
    place="Port Meridian",
    topic="Fishing rights",
)


def parsed(content: AlertContent) -> Any:
    """The body as a receiver parses it, checked against the committed schema and the size."""
    body = build_body(content)
    assert len(body.encode("utf-8")) < 20_000
    value = json.loads(body)
    schema = json.loads((SCHEMAS / f"{value['type']}.schema.json").read_text(encoding="utf-8"))
    assert problems(value, schema) == []
    return value


def data_of(**changes: Any) -> Any:
    return parsed(make_content(**changes))["data"]


class TestIds:
    def test_alert_id(self) -> None:
        assert alert_id("00112233445566778899aabbccddeeff") == ALERT_ID

    @pytest.mark.parametrize("digits", ["", "abc", "A" * 32, "g" * 32, "0." * 16, "0" * 65])
    def test_alert_id_takes_nothing_else(self, digits: str) -> None:
        with pytest.raises(DeliveryError, match="hexadecimal"):
            alert_id(digits)

    def test_alert_type(self) -> None:
        assert alert_type(AlertKind.NEW) == "development.new"
        assert alert_type(AlertKind.UPDATE) == "development.update"
        assert alert_type(AlertKind.NOTICE) == "monitor.notice"

    def test_another_id_makes_no_body(self) -> None:
        with pytest.raises(DeliveryError, match=r"msg\.1: .*id"):
            build_body(make_content(alert_id="msg.1"))
        with pytest.raises(DeliveryError, match=r"msg\.1: .*id"):
            build_test_body(message_id="msg.1", endpoint_id="desk", now=NOW)


TOLD = {
    "type": "development.new",
    "timestamp": "2031-05-06T09:30:00Z",
    "data": {
        "alert": {
            "id": ALERT_ID,
            "kind": "new",
            "severity": "medium",
            "reason": {"code": "first_report", "text": "First report."},
            "also": [],
        },
        "rules": [
            {
                "id": "talks",
                "title": "Rule talks",
                "severity": "medium",
                "tags": ["diplomacy"],
            }
        ],
        "development": {
            "id": 7,
            "title": "Envoys open talks in the harbour city",
            "state": "open",
            "severity": "medium",
            "opened_at": "2031-05-06T09:20:00Z",
            "last_told_at": "2031-05-06T09:20:00Z",
            "items": 1,
            "outlets": ["Meridian Courier"],
            "sources": 1,
            "status": None,
            "signature": {
                "actors": ["northland"],
                "meetings": [],
                "decisions": [],
                "places": [],
                "dates": [],
                "figures": [],
                "escalation": 0,
            },
            "follows_id": None,
            "follows": None,
            "url": "https://monitor.example/developments/7",
        },
        "item": {
            "id": 11,
            "title": "Envoys open talks in the harbour city",
            "summary": "They met in the morning.",
            "link": "https://news.example/1",
            "outlet": "Meridian Courier",
            "published_at": "2031-05-06T09:20:00Z",
            "first_seen_at": "2031-05-06T09:26:00Z",
            "language": "en",
        },
        "evidence": [
            {
                "field": "title",
                "start": 12,
                "end": 17,
                "text": "talks",
                "term": "talks",
                "actor": None,
                "meeting": None,
            }
        ],
        "meeting": None,
        "left_out": {},
    },
}


class TestContent:
    def test_everything_told(self) -> None:
        assert parsed(make_content()) == TOLD

    def test_order_of_keys_is_fixed(self) -> None:
        body = build_body(make_content())
        assert body.startswith('{"type":"development.new","timestamp":"2031-05-06T09:30:00Z",')
        assert build_body(make_content()) == body

    def test_update(self) -> None:
        reason = AlertReason(code=ReasonCode.DECISION, text="They signed.")
        value = parsed(make_content(kind=AlertKind.UPDATE, reason=reason))
        assert value["type"] == "development.update"
        assert value["data"]["alert"]["kind"] == "update"
        assert value["data"]["alert"]["reason"] == {"code": "decision", "text": "They signed."}

    def test_times_are_utc_to_the_second(self) -> None:
        local = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
        value = parsed(make_content(created_at=local + timedelta(microseconds=999_999)))
        assert value["timestamp"] == "2031-05-06T09:30:00Z"

    def test_text_is_sent_as_it_is_written(self) -> None:
        title = 'Über „Gespräche" 🕊 \\ 会谈\n\tмир'
        body = build_body(make_content(item=make_item(title=title)))
        assert json.loads(body)["data"]["item"]["title"] == title
        assert "会谈" in body

    def test_what_is_not_known_is_null(self) -> None:
        item = make_item(link=None, published_at=None, language=None)
        data = data_of(item=item, development_url=None)
        assert data["item"]["link"] is None
        assert data["item"]["published_at"] is None
        assert data["item"]["language"] is None
        assert data["development"]["url"] is None

    def test_canonical_url_stands_in_for_a_missing_or_hostile_link(self) -> None:
        for link in (None, "javascript:alert(1)"):
            item = make_item(link=link, canonical_url="https://news.example/canonical")
            assert data_of(item=item)["item"]["link"] == "https://news.example/canonical"

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https://u:p@h/"])
    def test_no_other_links(self, link: str) -> None:
        data = data_of(item=make_item(link=link), development_url=link)
        assert data["item"]["link"] is None
        assert data["development"]["url"] is None

    def test_control_characters_never_get_through(self) -> None:
        hostile = "a\x00b\x1b]0;x\x07c\x9bd\ud800"
        body = build_body(
            make_content(
                item=make_item(title=hostile, summary=hostile, outlet=hostile),
                development=make_development(title=hostile, outlets=(hostile,)),
                hits=(make_match(hostile, evidence=(make_evidence(text=hostile),)),),
                reason=AlertReason(code=ReasonCode.FIRST_REPORT, text=hostile),
            )
        )
        assert body.encode("utf-8")
        assert not any(mark in body for mark in ("\\u0000", "\\u001b", "\\u0007", "\x9b", "\\ud8"))

    def test_naive_time_is_refused(self) -> None:
        with pytest.raises(ValueError, match="created_at must be timezone-aware"):
            make_content(created_at=NOW.replace(tzinfo=None))


class TestRules:
    def test_highest_severity_of_each_first_and_each_once(self) -> None:
        hits = (
            make_match("a", severity=Severity.LOW),
            make_match("b", severity=Severity.CRITICAL),
            make_match("a", severity=Severity.HIGH),
            make_match("c", severity=Severity.HIGH),
        )
        rules = data_of(hits=hits)["rules"]
        assert [(rule["id"], rule["severity"]) for rule in rules] == [
            ("b", "critical"),
            ("a", "high"),
            ("c", "high"),
        ]

    def test_a_rule_edited_away_stands_for_itself(self) -> None:
        rule = data_of(hits=(make_match("gone"),))["rules"][0]
        assert rule == {"id": "gone", "title": "gone", "severity": "medium", "tags": []}


class TestEvidence:
    def test_in_reading_order_and_each_once(self) -> None:
        spans = (
            make_evidence(field="content", start=0, end=5),
            make_evidence(field="summary", start=9, end=14),
            make_evidence(start=12),
            make_evidence(start=2, end=11, actor="northland"),
        )
        hits = (make_match("a", evidence=spans), make_match("b", evidence=spans[:3]))
        shown = data_of(hits=hits)["evidence"]
        assert [(span["field"], span["start"]) for span in shown] == [
            ("title", 2),
            ("title", 12),
            ("summary", 9),
            ("content", 0),
        ]
        assert shown[0]["actor"] == "northland"

    def test_what_says_the_same_pushes_nothing_out(self) -> None:
        title = "Ada Lovett"
        names = [
            make_evidence(start=n, end=n + 10, text=title, term=title, actor="ada", meeting=meeting)
            for n in range(0, 200, 10)
            for meeting in (None, "harbour-talks")
        ]
        inner = [make_evidence(start=n + 4, end=n + 10, actor="ada") for n in range(0, 200, 10)]
        data = data_of(hits=(make_match(evidence=(*inner, *names)), make_match("b", evidence=())))
        assert data["left_out"] == {}
        assert [span["start"] for span in data["evidence"]] == list(range(0, 200, 10))
        assert {span["meeting"] for span in data["evidence"]} == {"harbour-talks"}


class TestMeeting:
    def test_names_its_participants(self) -> None:
        actors = {"northland": Actor(id="northland", name="Nord", kind=ActorKind.STATE, aliases=())}
        meeting = data_of(meeting=MEETING, actors=actors)["meeting"]
        assert meeting == {
            "id": "harbour-talks",
            "title": "Harbour talks",
            "participants": [
                {"id": "northland", "name": "Nord"},
                {"id": "southland", "name": "southland"},
            ],
            "start": "2031-05-06",
            "end": None,
            "place": "Port Meridian",
            "topic": "Fishing rights",
            "status": "expected",
        }

    @pytest.mark.parametrize(
        ("meetings", "status"), [(("harbour-talks",), "held"), (("other",), "expected")]
    )
    def test_status_is_the_one_told_if_it_is_of_this_meeting(
        self, meetings: tuple[str, ...], status: str
    ) -> None:
        signature = Signature(meetings=meetings, status=MeetingStatus.HELD)
        data = data_of(meeting=MEETING, development=make_development(signature=signature))
        assert data["meeting"]["status"] == status
        assert data["development"]["status"] == "held"


class TestFigures:
    def test_whole_numbers_are_written_whole(self) -> None:
        figures = (("killed", 12.0), ("share", 0.5), ("sum", 1e300), ("debt", -3.0))
        signature = Signature(figures=figures)
        body = build_body(make_content(development=make_development(signature=signature)))
        assert '{"name":"killed","value":12}' in body
        assert '{"name":"share","value":0.5}' in body
        assert '{"name":"sum","value":1e+300}' in body
        assert '{"name":"debt","value":-3}' in body

    def test_no_number_no_figure(self) -> None:
        figures = (("a", float("nan")), ("b", float("inf")), ("c", 1.0))
        data = data_of(development=make_development(signature=Signature(figures=figures)))
        assert data["development"]["signature"]["figures"] == [{"name": "c", "value": 1}]


class TestSize:
    @pytest.mark.parametrize("character", ["a", '"', "\\", "\n", "é", "会", "🕊", "\x00", "\ud800"])
    def test_nothing_outgrows_the_limit(self, character: str) -> None:
        data = parsed(make_monstrous_content(character * 3000))["data"]
        assert data["alert"]["id"] == ALERT_ID
        assert len(data["evidence"]) + data["left_out"]["evidence"] == 400
        assert len(data["rules"]) + data["left_out"]["rules"] == 400
        shown = len(data["development"]["outlets"])
        assert shown + data["left_out"]["development.outlets"] == 400

    def test_long_texts_are_cut_with_a_mark(self) -> None:
        item = make_item(title="t" * 301, summary="s" * 1001, outlet="o" * 201)
        told = data_of(item=item)["item"]
        assert told["title"] == "t" * 299 + "…"
        assert told["summary"] == "s" * 999 + "…"
        assert told["outlet"] == "o" * 199 + "…"
        exact = make_item(title="t" * 300, summary="s" * 1000, outlet="o" * 200)
        assert data_of(item=exact)["item"]["summary"] == "s" * 1000

    def test_what_is_left_out_is_counted_by_path(self) -> None:
        outlets = tuple(f"Outlet {number}" for number in range(34))
        signature = Signature(places=tuple(f"place {number}" for number in range(21)))
        rules = {
            "a": make_rule("a", tags=tuple(f"tag {number}" for number in range(22))),
            "b": make_rule("b", tags=tuple(f"tag {number}" for number in range(23))),
        }
        data = data_of(
            development=make_development(outlets=outlets, signature=signature),
            hits=(make_match("a"), make_match("b")),
            rules=rules,
        )
        assert data["left_out"] == {
            "development.outlets": 4,
            "development.signature.places": 1,
            "rules.tags": 5,
        }
        assert data["development"]["outlets"] == list(outlets[:30])

    def test_an_ordinary_alert_is_not_shortened(self) -> None:
        outlets = tuple(f"Outlet number {number} of the world" for number in range(25))
        spans = tuple(make_evidence(start=number, end=number + 5) for number in range(12))
        data = data_of(
            development=make_development(outlets=outlets),
            item=make_item(summary="会谈" * 400),
            hits=(make_match(evidence=spans),),
        )
        assert data["left_out"] == {}
        assert "…" not in json.dumps(data, ensure_ascii=False)

    @settings(max_examples=40, deadline=None)
    @given(
        text=st.text(st.characters(exclude_categories=()), max_size=400),
        count=st.integers(0, 60),
    )
    def test_any_text_and_any_count_make_a_valid_body(self, text: str, count: int) -> None:
        parsed(make_monstrous_content(text * 10, count))


def test_the_test_message() -> None:
    body = build_test_body(message_id=ALERT_ID, endpoint_id="d\x1besk", now=NOW)
    value: Mapping[str, Any] = json.loads(body)
    assert value["type"] == "endpoint.test"
    assert value["timestamp"] == "2031-05-06T09:30:00Z"
    assert value["data"]["id"] == ALERT_ID
    assert value["data"]["endpoint"] == {"id": "d esk"}
    schema = json.loads((SCHEMAS / "endpoint.test.schema.json").read_text(encoding="utf-8"))
    assert problems(value, schema) == []
