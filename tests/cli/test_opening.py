"""The output that commands share."""

from __future__ import annotations

import io

import pytest
import typer
from rich.console import Console
from rich.text import Text

from monitor.cli.opening import print_entry, row_id

TITLE = "Ferry line between the two harbours resumes after the storm"


def entry(*, soft_wrap: bool, width: int = 40) -> list[str]:
    screen = Console(file=io.StringIO(), width=width, soft_wrap=soft_wrap)
    print_entry(screen, Text("    7  "), Text(TITLE), Text("low, 1 item"))
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue().splitlines()


def test_an_entry_stays_beside_its_head_on_a_terminal() -> None:
    lines = entry(soft_wrap=False)
    assert lines[0].startswith("    7  Ferry line")
    assert all(line.startswith("       ") for line in lines[1:])
    assert all(len(line) <= 40 for line in lines)
    assert lines[-1] == "       low, 1 item"
    assert " ".join(line[7:].strip() for line in lines) == f"{TITLE} low, 1 item"


def test_an_entry_is_not_wrapped_elsewhere() -> None:
    assert entry(soft_wrap=True) == [f"    7  {TITLE}", "       low, 1 item"]


def test_a_narrow_terminal_does_no_harm() -> None:
    assert len(entry(soft_wrap=False, width=5)) > 3


@pytest.mark.parametrize("text", ["1", "9223372036854775807"])
def test_numbers_of_rows(text: str) -> None:
    assert row_id(text) == int(text)


@pytest.mark.parametrize("text", ["0", "-1", "9223372036854775808", "x", "", "1.5", "9" * 5000])
def test_what_is_no_number_of_a_row(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        row_id(text)
