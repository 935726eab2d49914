"""Reference pages are complete, links lead somewhere, and nothing names a place it should not."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from monitor.cli.main import app
from monitor.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/**/*.md")])


def test_every_setting_is_described_with_its_default() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text()
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = ",".join(default) if isinstance(default, tuple) else str(default)
        cell = f"`{shown}`" if shown else "empty"
        assert f"| `{PREFIX}{name.upper()}` | {cell} | {field.description} |" in page


def commands(group: Any, prefix: str) -> list[str]:
    """The full names of all commands below ``group`` (a click group; Typer carries its own)."""
    found: list[str] = []
    for name, command in group.commands.items():
        nested = hasattr(command, "commands")
        found += commands(command, f"{prefix} {name}") if nested else [f"{prefix} {name}"]
    return found


def test_every_command_is_described_and_no_other() -> None:
    group = typer.main.get_command(app)
    page = (ROOT / "docs/reference/commands.md").read_text()
    assert sorted(re.findall(r"^\| `(monitor [^`]+)`", page, re.MULTILINE)) == sorted(
        commands(group, "monitor")
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", ["faults.md", "security.md"])
def test_what_a_page_promises_is_shown_by_tests_that_exist(page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", text)
    assert named
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)
    ]
    assert missing == []
    rows = [line for line in text.splitlines() if line.count(" | ") == 2 and "---" not in line]
    unproven = [row for row in rows if "tests/" not in row and "shown by" not in row]
    assert unproven == []


def logged_events() -> set[str]:
    """The names of all events in the code: first arguments of what logs, and replies' events."""
    found: set[str] = set()
    for path in ROOT.glob("monitor/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in {"info", "warning", "error", "exception", "tell", "tell_log"}:
                    parts = node.args
                parts = [*parts, *(key.value for key in node.keywords if key.arg == "event")]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "event":
                parts = [node.value]
            found.update(
                text
                for part in parts
                for one in ast.walk(part)
                if isinstance(one, ast.Constant)
                and re.fullmatch(r"[a-z]+\.[a-z_]+", text := str(one.value))
            )
    return found


def test_every_log_event_is_described_and_no_other() -> None:
    page = (ROOT / "docs/reference/logs.md").read_text()
    described = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| (?!if)", page, re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) == logged_events()
