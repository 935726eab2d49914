"""The API's description (OpenAPI 3.1) as a file: ``python -m monitor.web.api.schema FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import cast

from monitor.pipeline.health import Health
from monitor.web.access import Access
from monitor.web.api.app import build_api
from monitor.web.api.identity import Callers
from monitor.wiring import Services

FILE = "openapi.json"


def description() -> str:
    """The description as it is committed. Nothing is opened: no route is ever asked."""
    services = cast("Services", _Unopened())
    access = cast("Access", _Unopened())
    api = build_api(services, Callers(services, access), _health)
    return json.dumps(api.openapi(), indent=1, ensure_ascii=False) + "\n"


def _health() -> Health:
    return Health(alive=False, ready=False)


class _Unopened:
    """Stands where the parts of a running program would."""

    log = None


if __name__ == "__main__":
    (Path(sys.argv[1]) / FILE).write_text(description(), encoding="utf-8")
