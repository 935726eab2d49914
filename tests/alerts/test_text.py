"""An alert as a person reads it, and what a hostile one cannot do to a terminal."""

from __future__ import annotations

import io
import json
import unicodedata
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from monitor.alerts.example import example_bodies
from monitor.alerts.payload import build_body
from monitor.alerts.text import render_text
from monitor.model import Severity
from tests.alerts.builders import (
    make_content,
    make_development,
    make_evidence,
    make_item,
    make_match,
)


def shown(**changes: Any) -> str:
    return render_text(json.loads(build_body(make_content(**changes)))).plain


def terminal(body: dict[str, Any]) -> str:
    """What a colour terminal would receive."""
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system="truecolor", width=200).print(
        render_text(body)
    )
    return out.getvalue()


NEW_TEXT = """\
NEW · HIGH · Tue 06 May 2031 09:12 UTC
Northland and Southland open talks on fishing rights
  why       First report of this development, by Meridian Courier.
  told by   1 outlet, 1 independent source: Meridian Courier
  follows   Northland and Southland agree to talk in May (9)
  meeting   Harbour talks · Northland, Southland · 06 May 2031 to 07 May 2031 · Port · under way
  evidence  title: >Northland< and >Southland< open >talks< on fishing rights
  rule      Northland and Southland talk (northland-southland-talks, high)
  published Tue 06 May 2031 09:05 UTC, by Meridian Courier
  link      https://news.example/1041
  page      https://monitor.example/developments/17"""


def test_a_new_development() -> None:
    body = json.loads(example_bodies()["development.new"])
    text = render_text(body).plain
    assert text.replace(" in Port Meridian", "").replace("Port Meridian", "Port") == NEW_TEXT


def test_an_update_also_tells_the_item() -> None:
    text = render_text(json.loads(example_bodies()["development.update"])).plain
    assert text.startswith("UPDATE · HIGH · Tue 06 May 2031 15:40 UTC\n")
    assert "\n  why       Harbour talks in Port Meridian: ended without agreement" in text
    assert "\n  item      Northland walks out, harbour talks with Southland collapse\n" in text


def test_a_notice_is_its_sentence() -> None:
    text = render_text(json.loads(example_bodies()["monitor.notice"])).plain
    head, said = text.split("\n")
    assert head == "NOTICE · new ids · Tue 06 May 2031 07:00 UTC"
    assert "40 of 40 items came under new ids" in said


def test_times_are_told_in_the_readers_zone() -> None:
    body = json.loads(example_bodies()["development.new"])
    text = render_text(body, zone=timezone(timedelta(hours=2), "EET")).plain
    assert "06 May 2031 11:12 EET" in text
    assert "UTC" not in text


def test_what_is_not_known_has_no_line() -> None:
    text = shown(item=make_item(link=None, published_at=None), development_url=None)
    assert "no date stated, first seen Tue 06 May 2031 09:26 UTC, by Meridian Courier" in text
    assert "link" not in text
    assert "page" not in text
    assert "meeting" not in text


@pytest.mark.parametrize(("count", "more"), [(8, None), (9, 1), (40, 32)])
def test_outlets_are_counted_even_where_they_are_left_out(count: int, more: int | None) -> None:
    outlets = tuple(f"Outlet {number}" for number in range(count))
    text = shown(development=make_development(outlets=outlets, sources=3))
    assert f"{count} outlets, 3 independent sources: Outlet 0, " in text
    assert ("more" in text) is (more is not None)
    if more is not None:
        assert f"Outlet 7 and {more} more" in text


class TestEvidence:
    def evidence(self, title: str, *spans: tuple[int, int], summary: str = "") -> list[str]:
        hit = make_match(
            evidence=tuple(
                make_evidence(start=start, end=end, text=title[start:end]) for start, end in spans
            )
        )
        text = shown(item=make_item(title=title, summary=summary), hits=(hit,))
        head = "  evidence  "
        return [line.removeprefix(head) for line in text.splitlines() if line.startswith(head)]

    def test_overlapping_spans_are_one(self) -> None:
        assert self.evidence("one two three", (0, 7), (4, 13)) == ["title: >one two three<"]

    def test_touching_spans_stay_apart(self) -> None:
        assert self.evidence("中美会谈", (0, 2), (2, 4)) == ["title: >中美<>会谈<"]

    def test_nested_span_is_inside(self) -> None:
        assert self.evidence("one two three", (0, 13), (4, 7)) == ["title: >one two three<"]

    def test_only_the_words_around_are_shown(self) -> None:
        title = "a" * 100 + " talks " + "b" * 100
        assert self.evidence(title, (101, 106)) == [
            f"title: …{'a' * 59} >talks< {'b' * 59}…",
        ]

    def test_spans_that_the_message_does_not_hold_stand_alone(self) -> None:
        spans = (
            make_evidence(field="summary", start=2000, end=2005),
            make_evidence(field="content", start=7, end=11, text="envoy"),
            make_evidence(field="content", start=27, end=31, text="envoy"),
            make_evidence(start=0, end=5, text="other"),
        )
        item = make_item(summary="s" * 3000)
        text = shown(item=item, hits=(make_match(evidence=spans),))
        assert "  evidence  title: >other<\n" in text
        assert "  evidence  summary: >talks<\n" in text
        assert "  evidence  content: >envoy<\n" in text


class TestHostile:
    MARKUP = "[bold red]x[/] [link=file:///etc/passwd]y[/link] :smile: [/nothing]"

    def test_titles_are_no_markup(self) -> None:
        content = make_content(
            item=make_item(title=self.MARKUP, outlet="[red]o"),
            development=make_development(title=self.MARKUP, outlets=("[red]o",)),
        )
        text = terminal(json.loads(build_body(content)))
        assert self.MARKUP in text
        assert "file:///etc/passwd\x1b" not in text
        assert "\x1b]8" not in text

    @pytest.mark.parametrize(
        "hostile",
        [
            "\x1b[2J",
            "\x1b]0;title\x07",
            "\x9b31m",
            "\x08\x08",
            "\r",
            "\x7f",
            "\u202e",
            "\u2066",
            "\u200e",
            "\u200f",
            "\u061c",
            "\ufeff",
            "\u200b",
            "\u00ad",
            "\u2028",
            "\U000e0041",
        ],
    )
    def test_nothing_reaches_the_terminal(self, hostile: str) -> None:
        # As another sender could write it: our own bodies are cleaned when they are built.
        body = json.loads(example_bodies()["development.new"])
        clean = terminal(body)
        for part, name in (("development", "title"), ("item", "title"), ("item", "link")):
            body["data"][part][name] += f"{hostile}!"
        body["data"]["evidence"][0]["text"] = hostile
        body["data"]["rules"][0]["title"] = hostile
        received = terminal(body)
        assert hostile not in received
        assert sorted(set(controls(received)) - set(controls(clean))) == []

    def test_line_breaks_cannot_fake_a_line(self) -> None:
        text = shown(development=make_development(title="a\n  link      https://evil.example"))
        assert "a   link      https://evil.example" in text.splitlines()[1]

    def test_scripts_keep_their_joiners(self) -> None:
        assert "می\u200cروم 👨\u200d👩" in shown(
            development=make_development(title="می\u200cروم 👨\u200d👩")
        )

    @given(title=st.text(st.characters(exclude_categories=()), min_size=1, max_size=80))
    def test_any_title_is_shown_on_one_line(self, title: str) -> None:
        text = shown(development=make_development(title=title), item=make_item(title=title))
        assert len(text.splitlines()) == len(shown().splitlines())
        assert set(controls(text)) <= {"\n"}


def controls(text: str) -> list[str]:
    return [
        character
        for character in text
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(character) in {"LRO", "RLO", "LRI", "RLI", "FSI", "LRE", "RLE"}
    ]


class TestOtherMessages:
    def test_the_test_message(self) -> None:
        text = render_text(json.loads(example_bodies()["endpoint.test"])).plain
        assert text.startswith("endpoint.test · 2031-05-06T08:00:00Z\n")
        assert "\n  endpoint.id: desk\n" in text
        assert text.endswith("Nothing happened in the world.")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"type": None, "data": None},
            {"type": "feed.failing", "data": "down"},
            {"type": ["a"], "timestamp": {"b": 1}, "data": [1, [2, [3]]]},
            {"type": "development.new"},
            {"type": "development.new", "timestamp": "then", "data": {"alert": {}}},
            {"type": "development.update", "data": {"\x1b[2J": "\x1b[2J"}},
        ],
    )
    def test_anything_is_shown_rather_than_refused(self, body: dict[str, Any]) -> None:
        assert "\x1b" not in render_text(body).plain

    def test_values_are_listed_by_path(self) -> None:
        body = {"type": "feed.failing", "timestamp": "t", "data": {"feed": {"urls": ["a", "b"]}}}
        assert render_text(body).plain == ("feed.failing · t\n  feed.urls.0: a\n  feed.urls.1: b")

    def test_endless_and_deep_messages_stay_short(self) -> None:
        deep: Any = "end"
        for _ in range(5000):
            deep = {"a": deep}
        text = render_text({"type": "x", "data": {"wide": ["v" * 9999] * 9999, "deep": deep}}).plain
        assert len(text.splitlines()) == 21
        assert len(text) < 10_000

    def test_fields_of_a_later_version_are_passed_over(self) -> None:
        body = json.loads(example_bodies()["development.new"])
        expected = render_text(body).plain
        body["data"]["alert"]["later"] = body["later"] = {"x": 1}
        assert render_text(body).plain == expected


@pytest.mark.parametrize("severity", list(Severity))
def test_severity_is_coloured(severity: Severity) -> None:
    body = json.loads(build_body(make_content(severity=severity)))
    text = render_text(body)
    start = text.plain.index(severity.value.upper())
    assert any(span.start == start and span.style for span in text.spans)


def test_a_digest_tells_each_alert() -> None:
    body = json.loads(example_bodies()["alert.digest"])
    body["data"]["left_out"] = 7
    text = render_text(body).plain
    assert text.startswith(
        "DIGEST · LOW · Tue 06 May 2031 18:00 UTC\n2 alerts since the last digest.\n"
    )
    assert "\n  low       Northland walks out, harbour talks with Southland collapse\n" in text
    assert "\n            Harbour talks in Port Meridian: ended without agreement" in text
    assert "15:40 UTC, 3 independent sources, northland-southland-talks\n" in text
    assert text.endswith("\n            and 7 more")
