"""``docs/webhooks.md`` says what the program does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.payload_model import MAX_BODY_BYTES, MESSAGE_MODELS
from monitor.alerts.retry import JITTER, MAX_ATTEMPTS, RETRY_AFTER_CAP_S, SCHEDULE_S
from monitor.alerts.signing import (
    ID_HEADER,
    MAX_SECRET_BYTES,
    MIN_SECRET_BYTES,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
)
from monitor.developments import acts, figures
from monitor.developments.novelty import update_reason
from monitor.developments.signature import merge, signature_of
from monitor.model import Meeting, MeetingStatus, NoticeCode, Severity, Signature, Telling
from monitor.pipeline.meetings import MeetingNews
from tests.alerts.builders import make_development, make_telling

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "webhooks.md").read_text(encoding="utf-8")


def schema_of(type_name: str) -> Any:
    path = DOCS / "schema" / "webhooks" / f"{type_name}.schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


def fields(part: dict[str, Any], root: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a schema: its path and its description."""
    if "$ref" in part:
        target = root["$defs"][part["$ref"].rpartition("/")[2]]
        yield from fields(target, root, path)
    for option in part.get("anyOf", []):
        yield from fields(option, root, path)
    if "items" in part:
        yield from fields(part["items"], root, f"{path}[]")
    for name, member in part.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        target = root["$defs"].get(member.get("$ref", "").rpartition("/")[2], {})
        yield here, member.get("description", target.get("description"))
        yield from fields(member, root, here)


def section(title: str) -> str:
    (text,) = re.findall(rf"### {re.escape(title)}\n(.*?)(?=\n##|\Z)", PAGE, re.DOTALL)
    return str(text)


@pytest.mark.parametrize(
    ("title", "type_name"),
    [
        ("`development.new` and `development.update`", "development.new"),
        ("`development.new` and `development.update`", "development.update"),
        ("`alert.digest`", "alert.digest"),
        ("`monitor.notice`", "monitor.notice"),
        ("`feed.failing`, `feed.silent` and `feed.recovered`", "feed.failing"),
        ("`feed.failing`, `feed.silent` and `feed.recovered`", "feed.silent"),
        ("`feed.failing`, `feed.silent` and `feed.recovered`", "feed.recovered"),
        ("`endpoint.failing` and `endpoint.recovered`", "endpoint.failing"),
        ("`endpoint.failing` and `endpoint.recovered`", "endpoint.recovered"),
        ("`monitor.heartbeat`", "monitor.heartbeat"),
        ("`endpoint.test`", "endpoint.test"),
    ],
)
def test_every_field_is_explained_and_none_that_is_not_sent(title: str, type_name: str) -> None:
    schema = schema_of(type_name)
    rows = re.findall(r"^\| `([^`]+)` \| .+ \| (.+) \|$", section(title), re.MULTILINE)
    assert rows == list(fields(schema, schema))


@pytest.mark.parametrize("type_name", sorted(MESSAGE_MODELS))
def test_every_type_is_listed_with_its_files(type_name: str) -> None:
    assert f"| `{type_name}` |" in PAGE
    for kind in ("schema", "example"):
        assert f"(schema/webhooks/{type_name}.{kind}.json)" in PAGE


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\((?!https://)([^)#]+)\)", PAGE)
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_the_example_is_the_committed_one() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    path = DOCS / "schema" / "webhooks" / "development.update.example.json"
    assert shown == path.read_text(encoding="utf-8")


def test_the_acts_of_a_signature_are_those_of_the_program() -> None:
    (listed,) = re.findall(r"are `send`\):\s(.*?)\.", section("What a signature holds"), re.DOTALL)
    heads = {line.split()[0] for line in vars(acts)["_ACTS"].strip().split("\n")}
    assert re.findall(r"`([^`]+)`", listed) == sorted(heads)
    assert f"**`{acts.MAYBE}`**" in PAGE


def test_the_figures_of_a_signature_are_those_of_the_program() -> None:
    (listed,) = re.findall(r"`figures` count(.*?):", section("What a signature holds"), re.DOTALL)
    counted = [what for what, *_ in vars(figures)["_COUNTED"]]
    sums = sorted(set(vars(figures)["_SIGNS"].values()))
    assert re.findall(r"`([^`]+)`", listed) == counted + sums


def telling_of(type_name: str) -> Telling:
    """The telling that raised the alert of a committed example."""
    path = DOCS / "schema" / "webhooks" / f"{type_name}.example.json"
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    return telling(
        data["item"]["title"], data["item"]["summary"], meetings=(data["meeting"]["id"],)
    )


def telling(title: str, summary: str = "", **changes: Any) -> Telling:
    return make_telling(title=title, summary=summary, **changes)


def test_the_examples_are_what_the_program_makes_of_their_items() -> None:
    first = signature_of(telling_of("development.new"))
    then = signature_of(telling_of("development.update"))
    for type_name, signature in (("new", first), ("update", merge(first, then))):
        path = DOCS / "schema" / "webhooks" / f"development.{type_name}.example.json"
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
        shown = data["development"]["signature"]
        assert (shown["decisions"], shown["dates"]) == (
            list(signature.decisions),
            list(signature.dates),
        )
        assert data["development"]["status"] == signature.status
    reason = update_reason(first, then, make_development(), telling_of("development.update"))
    assert reason is not None
    meeting = Meeting(
        id="m", title=data["meeting"]["title"], participants=(), place="Port Meridian"
    )
    assert first.status is not None
    assert then.status is not None
    news = MeetingNews(meeting=meeting, before=first.status, status=then.status)
    assert data["alert"]["reason"] == {"code": reason.code, "text": news.text}
    assert f"| `{reason.code}` | {news.text} |" in section("Reasons")


@pytest.mark.parametrize(
    ("before", "title", "changes"),
    [
        (Signature(status=MeetingStatus.EXPECTED), "Harbour talks put off", {"meetings": ("x",)}),
        (Signature(figures=(("killed", 12.0),)), "Flood: 15 killed in Port Meridian", {}),
        (Signature(figures=(("euros", 2e6),)), "Northland to give €3 million for harbour", {}),
        (Signature(decisions=("may:ban",)), "Southland slaps ban on trawlers", {}),
        (Signature(status=MeetingStatus.EXPECTED), "Southland slaps ban on trawlers", {}),
        (Signature(actors=("northland",)), "Southland joins talks", {"actors": ("southland",)}),
        (Signature(), "Talks", {"severity": Severity.CRITICAL}),
    ],
)
def test_the_reasons_shown_are_those_of_the_program(
    before: Signature, title: str, changes: dict[str, Any]
) -> None:
    now = telling(title, **changes)
    reason = update_reason(before, signature_of(now), make_development(), now)
    assert reason is not None
    assert f"| `{reason.code}` | {reason.text} |" in section("Reasons")


def test_every_kind_of_notice_is_explained() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", section("Notices"), re.MULTILINE)
    assert sorted(listed) == sorted(NoticeCode)


def test_numbers_are_those_of_the_program() -> None:
    waits = re.findall(r"^\| wait \|(.+)\|$", PAGE, re.MULTILINE)[0].split("|")
    units = {"s": 1, "min": 60, "h": 3600}
    seconds = [int(wait.split()[0]) * units[wait.split()[1]] for wait in waits]
    assert tuple(seconds) == SCHEDULE_S
    assert MAX_ATTEMPTS == 10
    assert "There are ten attempts" in PAGE
    assert f"up to {JITTER * 100:.0f} % at random" in PAGE
    assert f"up to {RETRY_AFTER_CAP_S // 3600} hours" in PAGE
    assert f"shorter than {MAX_BODY_BYTES:,} bytes" in PAGE
    assert f"{MIN_SECRET_BYTES} to {MAX_SECRET_BYTES} random bytes" in PAGE
    for header in (ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER):
        assert f"| `{header}` |" in PAGE
