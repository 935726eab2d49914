"""The kinds of rule files, and the JSON Schemas made from their models. Pure.

``python -m monitor.rules.schema docs/schema`` writes one schema per kind of file, for editors.
The models are in :mod:`monitor.rules.rule_schema` and :mod:`monitor.rules.routing_schema`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from monitor.rules.routing_schema import EndpointsFile
from monitor.rules.rule_schema import ActorsFile, MeetingsFile, RulesFile
from monitor.rules.scalars import Entry

FILES: Mapping[str, type[Entry]] = {
    "actors": ActorsFile,
    "meetings": MeetingsFile,
    "rules": RulesFile,
    "endpoints": EndpointsFile,
}
"""The kinds of rule files and their models."""


def json_schema(kind: str) -> str:
    """The JSON Schema (2020-12) of one kind of rule file, as text that ends in a newline."""
    model = FILES[kind]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True, mode="validation"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write ``<kind>.schema.json`` for every kind into ``folder``."""
    for kind in FILES:
        (folder / f"{kind}.schema.json").write_text(json_schema(kind), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema"))
