"""What shells and ``man`` know of the command: ``python -m release.shell FOLDER`` writes it.

Completions for bash, zsh and fish by shtab, the manual page by argparse-manpage. Both read argparse
parsers, so the commands are told to argparse first.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from enum import EnumType
from pathlib import Path
from typing import Any

import shtab
import typer.main
from argparse_manpage.manpage import Manpage

from monitor import __version__
from monitor.cli.completion import Shell
from monitor.cli.main import app

PROGRAM = "monitor"

_COLUMNS = 80

_CODE = re.compile(r"`([^`]+)`")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """As wide everywhere, whatever the terminal of whoever makes the page."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_COLUMNS)


def parser() -> argparse.ArgumentParser:
    """Every command of ``monitor``, with its options and arguments, as argparse tells them."""
    made = argparse.ArgumentParser(prog=PROGRAM, formatter_class=_Formatter)
    _fill(made, typer.main.get_command(app))
    return made


def _fill(made: argparse.ArgumentParser, command: Any) -> None:
    """``command``: a click command; Typer carries its own click, which tells no types."""
    made.description = _plain(command.help or "")
    for parameter in command.params:
        if not parameter.hidden and parameter.name != "help":
            _add(made, parameter)
    if hasattr(command, "commands"):
        below = made.add_subparsers(metavar="COMMAND")
        for name, one in command.commands.items():
            child = below.add_parser(
                name,
                help=_escaped(_plain(one.help or "").split("\n\n")[0]),
                formatter_class=_Formatter,
            )
            _fill(child, one)


def _add(made: argparse.ArgumentParser, parameter: Any) -> None:
    told: dict[str, Any] = {"help": _escaped(_help(parameter))}
    complete = _completed(parameter)
    if parameter.param_type_name == "argument":
        told["nargs"] = _count(parameter)
        if choices := _choices(parameter):
            told["choices"] = choices
        action = made.add_argument(parameter.name, metavar=parameter.name.upper(), **told)
    elif getattr(parameter, "is_flag", False):
        for names in filter(None, (parameter.opts, parameter.secondary_opts)):
            made.add_argument(*names, action="store_true", **told)
        return
    else:
        if choices := _choices(parameter):
            told["choices"] = choices
        else:
            told["metavar"] = parameter.name.upper()
        action = made.add_argument(*parameter.opts, **told)
    if complete is not None:
        action.complete = complete  # type: ignore[attr-defined] # where shtab looks for it


def _help(parameter: Any) -> str:
    text = " ".join((parameter.help or "").split())
    shown = parameter.default not in (None, "", False, True, ...) and not parameter.required
    default = getattr(parameter.default, "value", parameter.default)
    return f"{text} Default: {default}" if shown and parameter.show_default else text


def _count(parameter: Any) -> str | None:
    if parameter.nargs == -1:
        return "+" if parameter.required else "*"
    return None if parameter.required else "?"


def _choices(parameter: Any) -> list[str]:
    kind = parameter.type_descriptor.annotation
    return [str(one.value) for one in kind] if _is_choice(kind) else []


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, EnumType)


def _completed(parameter: Any) -> Any:
    """What a shell completes a path with; ``None`` for what is no path."""
    told = parameter.type_descriptor
    if told.annotation is not Path:
        return None
    return shtab.FILE if told.parameter_info.file_okay else shtab.DIRECTORY


def _plain(text: str) -> str:
    """Markdown as plain text: each paragraph and each item of a list on one line.

    A line in the middle of a paragraph may begin with a dot, which is a command to roff.
    """
    paragraphs = _CODE.sub(r"\1", text.strip()).split("\n\n")
    return "\n\n".join(
        one.replace("\n- ", "\n  ").replace("- ", "  ", 1)
        if one.startswith("- ")
        else " ".join(one.split())
        for one in paragraphs
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def completion_script(shell: Shell) -> str:
    """The completion script for a shell."""
    return shtab.complete(parser(), shell.value).rstrip() + "\n"


def manual_page() -> str:
    """The manual page in roff."""
    page = Manpage(parser())
    page.date = ""  # the version tells more, and the same sources give the same page
    page.source = f"event-monitor {__version__}"
    page.manual = "News event monitor"
    page.description = "alert once for each new development in the news"
    return str(page)


def files() -> Iterator[tuple[str, str]]:
    """Every file's name and text."""
    for shell in Shell:
        yield f"{PROGRAM}.{shell}", completion_script(shell)
    yield f"{PROGRAM}.1", manual_page()


def main() -> None:
    """Write the files into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
