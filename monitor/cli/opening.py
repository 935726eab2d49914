"""What every command begins with: settings from the environment, and the database where needed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console

from monitor.settings import Settings, load_settings
from monitor.store.engine import Store, open_store
from monitor.store.schema import check_schema

ENV_FILE = Path(".env")

AS_JSON = typer.Option(False, "--json", help="Print JSON for machines.")
LIMIT = typer.Option(20, "--limit", "-n", min=1, max=10_000, help="How many to show.")


def environment_settings() -> Settings:
    """Settings from ``MONITOR_*`` variables and ``.env``."""
    return load_settings(os.environ, env_file=ENV_FILE)


@contextmanager
def opened_store() -> Iterator[Store]:
    """The configured database, with a schema that fits."""
    store = open_store(environment_settings().database_url)
    try:
        check_schema(store)
        yield store
    finally:
        store.close()


def console() -> Console:
    """Standard output. Text of feeds is printed with ``markup=False`` or as ``Text``."""
    return Console(highlight=False, soft_wrap=not os.isatty(1))


def print_json(value: object) -> None:
    """Print ``value`` as JSON, other scripts kept readable."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
