"""What every command begins with: settings from the environment, the database, the output."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from dotenv import dotenv_values
from rich.console import Console
from rich.text import Text

from monitor.errors import ConfigError
from monitor.settings import Settings, load_settings
from monitor.store.engine import Store, open_store
from monitor.store.schema import check_schema

ENV_FILE = Path(".env")

AS_JSON = typer.Option(False, "--json", help="Print JSON for machines.")
LIMIT = typer.Option(20, "--limit", "-n", min=1, max=10_000, help="How many to show.")

_MAX_ROW_ID = 2**63 - 1
"""The largest number of a row that both databases can hold."""

_NARROWEST_COLUMNS = 20


def row_id(text: str) -> int:
    """The number of a row, as an argument's ``parser``: a larger one is none, not an error."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= _MAX_ROW_ID:
        raise typer.BadParameter(f"{text!r} is no whole number from 1 to {_MAX_ROW_ID}.")
    return number


def environment_settings() -> Settings:
    """Settings from ``MONITOR_*`` variables and ``.env``."""
    return load_settings(os.environ, env_file=ENV_FILE)


def environment() -> dict[str, str]:
    """The environment over ``.env``: where rule files look up ``secret_env``."""
    stated = dotenv_values(ENV_FILE) if ENV_FILE.is_file() else {}
    return {**{name: value or "" for name, value in stated.items()}, **os.environ}


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


def print_entry(screen: Console, head: Text, *lines: Text) -> None:
    """Print ``lines`` one below the other beside ``head``, wrapped ones too.

    Nothing is wrapped where the output is no terminal.
    """
    indent = head.cell_len
    columns = max(screen.width - indent, _NARROWEST_COLUMNS)
    beside = head
    for line in lines:
        for part in [line] if screen.soft_wrap else line.wrap(screen, columns):
            screen.print(Text.assemble(beside, part))
            beside = Text(" " * indent)


def user_name() -> str:
    """Who runs the command, as the system names them. Raises :class:`ConfigError` for nobody."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # a container may run under a number without a name
        raise ConfigError("nobody is named", hint="say who with --author") from error


def print_json(value: object) -> None:
    """Print ``value`` as JSON over several lines."""
    typer.echo(json_text(value, indent=2))


def json_text(value: object, *, indent: int | None = None) -> str:
    """``value`` as JSON: scripts kept readable, what a terminal would obey written as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
