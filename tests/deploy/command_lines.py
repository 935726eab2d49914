"""Command lines of deployments, read by the program's own parser. Nothing is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer.main

from monitor.cli.main import app


def parse(arguments: Sequence[str]) -> str:
    """The full name of the command that ``arguments`` call. Raises what the parser raises."""
    command: Any = typer.main.get_command(app)
    words = ["monitor"]
    left = list(arguments)
    while hasattr(command, "commands"):
        with command.make_context(words[-1], left) as context:
            name, command, left = command.resolve_command(context, list(left))
            words.append(name)
    with command.make_context(words[-1], left):
        return " ".join(words)
