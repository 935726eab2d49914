"""``monitor demo``: the main job on the replayed week, start to finish, with no internet."""

from __future__ import annotations

import tempfile
import threading
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from monitor.alerts.text import counted, on_one_line, render_text
from monitor.cli.opening import AS_JSON, console, print_json
from monitor.errors import ConfigError
from monitor.logs import configure_logs
from monitor.replay.receiver import Received
from monitor.replay.runner import ReplayOutcome, Watch, replay
from monitor.replay.score import Score, read_labels, score
from monitor.settings import starter


def demo(
    recording: Path | None = typer.Option(
        None,
        exists=True,
        file_okay=False,
        help="A folder of recorded feeds; the shipped week of January 2022 if not given.",
    ),
    rules: Path | None = typer.Option(
        None, exists=True, file_okay=False, help="The rules folder; the shipped one by default."
    ),
    keep: Path | None = typer.Option(
        None,
        file_okay=False,
        help="Keep database, rules and feed list in this new folder, to look at afterwards.",
    ),
    database_url: str | None = typer.Option(
        None, help="Use this database instead of an embedded one (it must be empty)."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Replay a week of news through the real daemon and show its alerts.

    Feeds are served on loopback, time is compressed, webhooks are received and their signatures
    verified.

    Example: `monitor demo --keep week`

    Exit code: 1 if an alert was not delivered and verified, or a labelled development was
    missed.
    """
    configure_logs("auto", "error")
    if keep is not None:
        _refuse_used(keep)
    folder = recording or starter("seeds") / "replay"
    screen = Console(stderr=True) if as_json else console()
    with ExitStack() as stack:
        place = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shown = stack.enter_context(Shown(screen, quiet=as_json))
        outcome = replay(
            folder,
            rules_dir=rules or starter("rules"),
            workspace=place,
            watch=Watch(on_moment=shown.moment, on_received=shown.received),
            database_url=database_url,
        )
    labels = folder / "labels.tsv"
    judged = score(outcome.alerts, read_labels(labels)) if labels.is_file() else None
    if as_json:
        print_json(as_values(outcome, judged))
    else:
        print_summary(screen, outcome, judged, kept=keep)
    if outcome.verified != len(outcome.alerts) or (judged is not None and judged.missed):
        raise typer.Exit(1)


def _refuse_used(folder: Path) -> None:
    """The demo writes its own rules, feeds and database: never over those of another run."""
    for name in ("monitor.db", "rules", "feeds.opml"):
        if (folder / name).exists():
            raise ConfigError(
                f"{folder} holds {name} already",
                field="--keep",
                hint="name a new folder, or delete that one",
            )


class Shown:
    """Shows a replay while it runs: a progress line, and each alert as it is received."""

    def __init__(self, screen: Console, *, quiet: bool) -> None:
        self._screen = screen
        self._quiet = quiet
        self._lock = threading.Lock()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[reached]}"),
            TimeElapsedColumn(),
            console=screen,
            transient=True,
            disable=not screen.is_terminal,
        )
        self._task = self._progress.add_task("starting the daemon", total=None, reached="")

    def __enter__(self) -> Shown:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def moment(self, done: int, total: int, now: datetime) -> None:
        """The replay reached a recorded moment."""
        when = f"{now:%a %d %B %Y, %H:%M} UTC"
        self._progress.update(
            self._task, description=when, completed=done, total=total, reached=f"{done}/{total}"
        )

    def received(self, one: Received) -> None:
        """A webhook came in."""
        if self._quiet or one.repeat:
            return
        with self._lock:
            if one.problem:
                self._screen.print(
                    f"refused: {on_one_line(one.problem)}", style="red", markup=False
                )
            else:
                self._screen.print(render_text(one.body))
                self._screen.print()


def as_values(outcome: ReplayOutcome, judged: Score | None) -> dict[str, object]:
    """The outcome for machines."""
    counts = outcome.counts
    values: dict[str, object] = {
        "moments": outcome.moments,
        "feeds": counts.feeds,
        "documents": outcome.documents,
        "polls": dict(outcome.polls),
        "items": counts.items,
        "edited_items": outcome.edited_items,
        "hits": outcome.hits,
        "developments": counts.developments,
        "alerts": len(outcome.alerts),
        "deliveries": counts.delivered + counts.pending + counts.waiting + counts.dead,
        "delivered": counts.delivered,
        "verified": outcome.verified,
        "refused": outcome.refused,
        "elapsed_s": round(outcome.elapsed_s, 2),
    }
    if judged is not None:
        values |= {
            "labelled_developments": judged.developments,
            "alerts_per_development": round(judged.alerts_per_development, 3),
            "missed_developments": len(judged.missed),
            "missed": list(judged.missed),
            "repeated": dict(judged.repeated),
            "off_scope_alerts": len(judged.off_scope),
            "off_scope": list(judged.off_scope),
        }
    return values


def print_summary(
    screen: Console, outcome: ReplayOutcome, judged: Score | None, *, kept: Path | None
) -> None:
    """The outcome for a person."""
    counts = outcome.counts
    table = Table(title="What the week came to", box=None, show_header=False, title_justify="left")
    rows = [
        ("feeds", f"{counts.feeds}, served in {counted(outcome.documents, 'document')}"),
        ("items", f"{counts.items} stored, {counted(outcome.edited_items, 'edit')} seen"),
        ("hits", f"{outcome.hits} (a rule matched an item)"),
        ("developments", f"{counts.developments}"),
        ("alerts", f"{len(outcome.alerts)}"),
        ("webhooks", f"{counts.delivered} delivered, {outcome.verified} verified by signature"),
    ]
    if judged is not None:
        missed = ", ".join(judged.missed) or "none"
        rows += [
            ("against labels", f"{counted(judged.developments, 'development')} an analyst wants"),
            ("  alerts each", f"{judged.alerts_per_development:.2f}"),
            ("  missed", missed),
            ("  off scope", counted(len(judged.off_scope), "alert")),
        ]
    for name, text in rows:
        table.add_row(Text(name, style="bold"), Text(text))
    table.add_row(Text("took", style="bold"), Text(f"{outcome.elapsed_s:.1f} s"))
    screen.print(table)
    if kept is not None:
        how = f"MONITOR_DATABASE_URL=sqlite:///{kept}/monitor.db monitor developments list"
        screen.print(f"\nKept in {kept}. Look at it: {how}", markup=False)
