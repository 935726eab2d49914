"""Every command explains itself: ``--help`` is all that a person needs."""

from __future__ import annotations

import inspect
import re
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from monitor.cli.main import app
from monitor.settings import PREFIX, Settings
from release.shell import parser

COLUMNS = 80
SUMMARY_WITHIN = COLUMNS - 2

NO_SETTINGS = {"init", "demo", "listen", "completion", "db copy"}
"""Commands that read none."""


def commands(group: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Every command and group of commands below ``group`` with its name."""
    for name, command in group.commands.items():
        yield " ".join([*path, name]), command
        if hasattr(command, "commands"):
            yield from commands(command, *path, name)


EVERY = dict(commands(typer.main.get_command(app)))
LEAVES = {name: one for name, one in EVERY.items() if not hasattr(one, "commands")}


@pytest.fixture(scope="module")
def grammar() -> ArgumentParser:
    return parser()


def told(command: Any) -> str:
    return inspect.cleandoc(command.help or "")


def test_each_has_a_summary_of_one_line_and_each_group_says_more() -> None:
    for name, command in EVERY.items():
        summary, _, more = told(command).partition("\n\n")
        assert summary.endswith((".", "?")), name
        assert "\n" not in summary, name
        assert len(summary) <= SUMMARY_WITHIN, (name, len(summary))
        assert more or name == "web token", name


def test_each_option_and_argument_has_help() -> None:
    bare = [
        f"{name}: {parameter.name}"
        for name, command in EVERY.items()
        for parameter in command.params
        if not (parameter.help or "").strip()
    ]
    assert bare == []


def examples(command: Any) -> list[list[str]]:
    """What the examples give to ``monitor``, as words."""
    lines = re.findall(r"^(?:Example: |- )`(.+)`$", told(command), re.MULTILINE)
    parts = [part.strip() for line in lines for part in re.split(r" (?:&&|\||>) ", line)]
    calls = [re.sub(r"^(?:[A-Z_]+=\S+ )+", "", part) for part in parts]
    return [shlex.split(call)[1:] for call in calls if call.startswith("monitor ")]


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_each_has_an_example_that_the_command_line_takes(
    name: str, grammar: ArgumentParser
) -> None:
    given = examples(LEAVES[name])
    assert any(words[: len(name.split())] == name.split() for words in given)
    for words in given:
        grammar.parse_args(words)


def test_an_example_with_an_option_that_is_none_is_seen(grammar: ArgumentParser) -> None:
    with pytest.raises(SystemExit):
        grammar.parse_args(["feeds", "add", "harbour.example", "--fodler", "World"])


def test_each_says_which_settings_it_reads_and_all_of_them_exist() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name, command in LEAVES.items():
        stated = re.search(r"^Settings: (.+?)\.(?:\n\n|$)", told(command), re.MULTILINE | re.DOTALL)
        assert (stated is None) == (name in NO_SETTINGS), name
        for variable in re.findall(rf"\b{PREFIX}[A-Z_]+\b", told(command)):
            assert variable in known, (name, variable)


def test_exit_codes_are_told_in_one_way() -> None:
    for name, command in LEAVES.items():
        for line in told(command).splitlines():
            assert ("xit code" in line) == line.startswith("Exit code: "), (name, line)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_printed_at_eighty_columns_no_line_is_longer(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    result = CliRunner().invoke(app, [*name.split(), "--help"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= COLUMNS
    summary = told(EVERY[name]).partition("\n\n")[0]
    assert any(line.strip() == summary for line in lines), "the summary is broken in two"
    assert not re.search(r"[`*_]{2}|`\w", result.output), "marks of Markdown are left"
