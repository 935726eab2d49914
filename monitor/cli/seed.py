"""``monitor seed``: an article to draft actors, meetings and rules."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerts.text import counted
from monitor.cli.opening import console, environment_settings, print_json
from monitor.errors import ConfigError, FetchError
from monitor.net.fetch import fetch
from monitor.pipeline.seed import SeedPlan, plan_seed, read_article, write_seed
from monitor.seeding.draft import CONFIDENT, Draft, DraftMeeting
from monitor.seeding.ledger import FILE_NAME
from monitor.wiring import open_feed_client

MAX_ARTICLE_BYTES = 5 * 2**20
"""A page of news is a tenth of this."""


def seed(
    article: str = typer.Argument(..., help="A file of text or HTML, an http(s) URL, or `-`."),
    published: datetime | None = typer.Option(
        None,
        "--published",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="When it was published, by which its dates are read; as the page says, or today.",
    ),
    out: Path | None = typer.Option(
        None, "--out", help="The rules folder; MONITOR_RULES_DIR if not given."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what would change; write nothing."),
    as_json: bool = typer.Option(
        False, "--json", help="Print what was found as JSON; write only if --out is given."
    ),
) -> None:
    """Read an article and draft actors, meetings and rules into the rule files.

    What is there already stays as it is; running it again changes nothing.

    Examples:

    - `monitor seed https://harbour.example/talks.html --dry-run`
    - `monitor seed article.txt --published 2026-03-04`

    Exit code: 1 if nothing was found or the rule files do not load.

    Settings: MONITOR_RULES_DIR, MONITOR_FEED_NETWORKS, MONITOR_CONTACT,
    MONITOR_FETCH_DEADLINE_S, MONITOR_MAX_BODY_BYTES.
    """
    raw, name = _read(article)
    day = published.date() if published else None
    draft = read_article(raw, name=name, published=day, today=datetime.now(UTC).date())
    folder = out or environment_settings().rules_dir
    writes = not dry_run and not (as_json and out is None)
    if as_json:
        print_json(_plain(draft))
    else:
        _print_found(draft)
    if as_json and not writes:
        return
    plan = plan_seed(draft, folder)
    if not as_json:
        _print_diff(plan)
    if writes:
        write_seed(plan)
    if not as_json:
        _print_end(plan, dry_run=dry_run)
    if not any((draft.people, draft.organisations, draft.states, draft.meetings)):
        raise typer.Exit(1)


def _read(article: str) -> tuple[bytes, str]:
    """The article's bytes, and what to call it in messages."""
    if article == "-":
        return _bounded(sys.stdin.buffer.read(MAX_ARTICLE_BYTES + 1), "standard input")
    if article.lower().startswith(("http://", "https://")):
        settings = environment_settings()
        with open_feed_client(settings) as client:
            page = fetch(
                client,
                article,
                deadline_s=settings.fetch_deadline_s,
                max_body_bytes=MAX_ARTICLE_BYTES,
            )
        if page.failure is not None:
            raise FetchError(page.detail, reason=page.failure.value, subject=article)
        return page.body, article
    try:
        with Path(article).open("rb") as stream:
            return _bounded(stream.read(MAX_ARTICLE_BYTES + 1), article)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(f"cannot be read: {reason}", file=article) from error


def _bounded(raw: bytes, name: str) -> tuple[bytes, str]:
    if len(raw) > MAX_ARTICLE_BYTES:
        size = f"{MAX_ARTICLE_BYTES // 2**20} MiB"
        raise ConfigError(f"is larger than {size}", file=name, hint="save only the article")
    return raw, name


def _plain(draft: Draft) -> dict[str, Any]:
    """What was found, for machines."""

    def sure(one: Any) -> dict[str, Any]:
        return {"confidence": round(one.confidence, 2), "sentence": one.sentence}

    return {
        "people": [
            {
                "name": one.name,
                "role": one.role,
                "kind": "person",
                "aliases": one.aliases,
                **sure(one),
            }
            for one in draft.people
        ],
        "organisations": [
            {"name": one.name, "kind": one.kind, "aliases": one.aliases, **sure(one)}
            for one in draft.organisations
        ],
        "states": [
            {
                "name": one.name,
                "code": one.code,
                "kind": "state",
                "aliases": one.aliases,
                **sure(one),
            }
            for one in draft.states
        ],
        "meetings": [
            {
                "title": one.title,
                "participants": one.participants,
                "date": one.start,
                "end": one.end if one.end != one.start else None,
                "place": one.place,
                "topic": one.topic,
                "status": one.status,
                **sure(one),
            }
            for one in draft.meetings
        ],
        "topics": draft.topics,
    }


def _print_found(draft: Draft) -> None:
    screen = console()
    _print_kind(screen, "People", [(one, one.name, one.role) for one in draft.people])
    _print_kind(
        screen,
        "Organisations",
        [(one, one.name, ", ".join(one.aliases)) for one in draft.organisations],
    )
    _print_kind(screen, "States", [(one, one.name, ", ".join(one.aliases)) for one in draft.states])
    _print_kind(screen, "Meetings", [(one, one.title, _meeting(one)) for one in draft.meetings])
    if draft.topics:
        screen.print(Text("Topics", style="bold"))
        screen.print(Text("  " + ", ".join(draft.topics)))


def _print_kind(screen: Console, title: str, rows: Sequence[tuple[Any, str, str]]) -> None:
    """One kind of finding: confidence, name and what is known of it; suggestions dimmed."""
    if not rows:
        return
    screen.print(Text(title, style="bold"))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", min_width=6)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    for one, name, told in rows:
        style = "" if one.confidence >= CONFIDENT else "dim italic"
        table.add_row(f"{one.confidence:.2f}", Text(name, style=style), Text(told))
    screen.print(table)


def _meeting(one: DraftMeeting) -> str:
    """When, where, who and what about, in a line."""
    days = str(one.start or "no date")
    if one.start and one.end and one.end > one.start:
        days += f" to {one.end}"
    parts = [days, one.place, " and ".join(one.participants), one.topic, one.status.value]
    return " · ".join(part for part in parts if part)


def _print_diff(plan: SeedPlan) -> None:
    """The change as a unified diff, after a blank line."""
    screen = console()
    styles = {"+": "green", "-": "red", "@": "cyan"}
    if plan.merged.diff:
        screen.print()
    for line in plan.merged.diff.splitlines():
        bold = line.startswith(("+++", "---"))
        screen.print(
            Text(line, style="bold" if bold else styles.get(line[:1], "")),
            soft_wrap=True,
        )


def _print_end(plan: SeedPlan, *, dry_run: bool) -> None:
    """What was written, and what to try next."""
    screen = console()
    screen.print()
    drafted = plan.merged.drafted
    if not plan.files:
        screen.print(f"{plan.folder}: holds all of this already, nothing to write.", markup=False)
        return
    new = (
        counted(sum(not one.known for one in drafted.actors), "actor"),
        counted(sum(not one.known for one in drafted.meetings), "meeting"),
        counted(len(drafted.rules), "rule"),
    )
    files = ", ".join(str(file) for file in plan.files)
    done = "Would be written" if dry_run else "Written"
    screen.print(f"{done}: {', '.join(new)}, in {files}.", markup=False)
    off = sum(not one.enabled and not one.known for one in drafted.actors)
    off += sum(not one.enabled and not one.known for one in drafted.meetings)
    off += sum(not rule.enabled for rule in drafted.rules)
    if off:
        told = (
            f"{counted(off, 'entry', 'entries')} not sure enough: switched off, marked Suggestion."
        )
        screen.print(told, markup=False)
    if not dry_run:
        screen.print(
            f"What you take out stays out ({plan.folder / FILE_NAME} keeps the record).",
            markup=False,
        )
        screen.print(f"Next: edit the files, then monitor rules check --rules {plan.folder}")
