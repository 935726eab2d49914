"""Writes the JSON Schema and the example of every message type into a folder.

Run as ``python -m monitor.alerts.schema docs/schema/webhooks``; a test fails when what is
committed there is not what this writes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from monitor.alerts.example import example_bodies
from monitor.alerts.payload_model import MESSAGE_MODELS


class _Generator(GenerateJsonSchema):
    """Draft 2020-12 without a title for each field, which would only repeat its name."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


def schema_files() -> Mapping[str, str]:
    """The text of every file, by its name: ``TYPE.schema.json`` and ``TYPE.example.json``."""
    examples = example_bodies()
    files: dict[str, str] = {}
    for type_name, model in MESSAGE_MODELS.items():
        # As sent: in "serialization" mode every field that is always there is required.
        generated = model.model_json_schema(mode="serialization", schema_generator=_Generator)
        schema = {
            "$schema": GenerateJsonSchema.schema_dialect,
            "$id": f"urn:event-monitor:webhook:{type_name}",
            **generated,
            "title": type_name,
        }
        files[f"{type_name}.schema.json"] = _pretty(schema)
        files[f"{type_name}.example.json"] = _pretty(json.loads(examples[type_name]))
    return files


def main(argv: Sequence[str]) -> int:
    """Write the files into the folder named by the one argument; 0 when done, 2 for bad usage."""
    if len(argv) != 1:
        sys.stderr.write("usage: python -m monitor.alerts.schema FOLDER\n")
        return 2
    folder = Path(argv[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{folder / name}\n")
    return 0


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
