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
