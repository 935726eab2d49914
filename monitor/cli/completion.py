"""``monitor completion``: the script by which a shell completes the commands."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

SHELL_FILES = Path(__file__).parent / "shell"


class Shell(StrEnum):
    """A shell that can complete ``monitor``."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(
    shell: Shell = typer.Argument(..., help="Whose script."),
) -> None:
    """Print a script by which a shell completes commands, options and values.

    It names what this version knows and runs nothing, so it answers at once. Print it again
    after an upgrade, or have the shell do so at its start.

    Examples:

    - `monitor completion bash > ~/.local/share/bash-completion/completions/monitor`
    - `monitor completion zsh > "${fpath[1]}/_monitor"`
    - `monitor completion fish > ~/.config/fish/completions/monitor.fish`
    """
    script = SHELL_FILES / f"monitor.{shell}"
    typer.echo(script.read_text(encoding="utf-8"), nl=False)
