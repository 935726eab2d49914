"""The committed schemas and examples are those that the program writes and obeys."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.example import example_bodies
from monitor.alerts.payload_model import MESSAGE_MODELS
from monitor.alerts.schema import main, schema_files
from tests.alerts.json_schema import problems

COMMITTED = Path(__file__).parents[2] / "docs" / "schema" / "webhooks"


def load(name: str) -> Any:
    return json.loads((COMMITTED / name).read_text(encoding="utf-8"))


def test_committed_files_are_up_to_date() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in COMMITTED.iterdir()}
    assert committed == dict(schema_files()), (
        "run: python -m monitor.alerts.schema docs/schema/webhooks"
    )


def test_the_command_writes_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    command = [sys.executable, "-m", "monitor.alerts.schema", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert written == dict(schema_files())
    assert len(done.stdout.splitlines()) == len(written)


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("type_name", sorted(MESSAGE_MODELS))
class TestEachType:
    def test_example_obeys_its_schema(self, type_name: str) -> None:
        example = load(f"{type_name}.example.json")
        assert example["type"] == type_name
        assert problems(example, load(f"{type_name}.schema.json")) == []

    def test_example_is_a_body_as_sent(self, type_name: str) -> None:
        assert load(f"{type_name}.example.json") == json.loads(example_bodies()[type_name])

    def test_example_says_the_same_id_as_its_header_would(self, type_name: str) -> None:
        data = load(f"{type_name}.example.json")["data"]
        assert data.get("alert", data)["id"].startswith("msg_")

    def test_schema_sees_a_missing_a_foreign_and_a_wrong_value(self, type_name: str) -> None:
        schema = load(f"{type_name}.schema.json")
        example = load(f"{type_name}.example.json")
        for name in ("type", "timestamp", "data"):
            assert problems({k: v for k, v in example.items() if k != name}, schema)
        assert problems(example | {"type": "another.type"}, schema)
        assert problems(example | {"timestamp": "yesterday"}, schema)
        assert problems(example | {"data": {}}, schema)
        assert problems(example | {"foreign": 1}, schema)

    def test_schema_lets_receivers_take_fields_that_are_added_later(self, type_name: str) -> None:
        text = (COMMITTED / f"{type_name}.schema.json").read_text(encoding="utf-8")
        assert '"additionalProperties": false' not in text

    def test_schema_names_its_dialect_and_itself(self, type_name: str) -> None:
        schema = load(f"{type_name}.schema.json")
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:event-monitor:webhook:{type_name}"
        assert schema["description"]


def test_evidence_of_the_examples_points_at_their_text() -> None:
    for type_name in ("development.new", "development.update"):
        data = load(f"{type_name}.example.json")["data"]
        assert data["evidence"]
        for span in data["evidence"]:
            assert data["item"][span["field"]][span["start"] : span["end"]] == span["text"]
