"""``monitor rules diff``: what another version of the rules would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli.backtest import (
    DAYS,
    UNTIL,
    conditions_of,
    counted_days,
    period,
    plain_alert,
    print_alerts,
    progress_bar,
)
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
)
from monitor.errors import MonitorError
from monitor.logs import configure_logs, get_log
from monitor.model import Evidence
from monitor.pipeline.backtest import diff
from monitor.pipeline.comparison import Change, Comparison, Example, HitChange, Tally
from monitor.rules.loading import load_rule_set

EXIT_SAME, EXIT_DIFFERENT, EXIT_TROUBLE = 0, 1, 2

_MARKS = {Change.NEW: "+", Change.REMOVED: "-", Change.CHANGED: "~"}


def command(
    old: Path = typer.Argument(..., metavar="OLD", help="The rules folder as it was."),
    new: Path = typer.Argument(..., metavar="NEW", help="The rules folder as it is to be."),
    days: float = DAYS,
    until: datetime | None = UNTIL,
    limit: int = typer.Option(
        3, "--limit", "-n", min=0, max=1000, help="Examples to show of each kind for each rule."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Compare two rules folders by what they would have given on stored items.

    Hits, developments and alerts gained and lost, with examples and reasons.

    Example: `monitor rules diff rules draft --days 3`

    Exit code: 0 if nothing differs, 1 if something does, 2 if there is trouble, such as a
    mistake in a rule file.

    Settings: MONITOR_DATABASE_URL, MONITOR_WINDOW_H, MONITOR_CLOSE_AFTER_H, MONITOR_GATHER_S.
    """
    try:
        compared = _compare(old, new, days=days, until=until, limit=limit)
    except MonitorError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), style="red", markup=False)
        raise typer.Exit(EXIT_TROUBLE) from error
    if as_json:
        print_json(_plain(compared, limit))
    else:
        _print(console(), compared, limit)
    raise typer.Exit(EXIT_DIFFERENT if compared.differs else EXIT_SAME)


def _compare(
    old: Path, new: Path, *, days: float, until: datetime | None, limit: int
) -> Comparison:
    before = load_rule_set(old, environ=None)
    after = load_rule_set(new, environ=None)
    configure_logs("auto", "warning")
    with opened_store() as store:
        arrivals = period(store, days, until)
        with progress_bar() as progress:
            return diff(
                store,
                before,
                after,
                arrivals,
                conditions=conditions_of(environment_settings()),
                log=get_log("trial"),
                examples=limit,
                progress=progress,
            )


def _print(screen: Console, compared: Comparison, limit: int) -> None:
    for one in compared.rules:
        parts = f" ({', '.join(one.parts)})" if one.parts else ""
        line = f"{_MARKS[one.change]} {one.rule_id}: {one.change}{parts}"
        screen.print(line, markup=False)
    outcome = compared.new
    screen.print(
        f"On the {counted(outcome.items, 'item')} that arrived in the {counted_days(outcome.days)} "
        f"to {outcome.until:%d %b %Y %H:%M} UTC:",
        markup=False,
    )
    if not compared.differs:
        screen.print("Nothing differs.", style="bold")
        return
    _print_tallies(screen, compared)
    for change in compared.hits:
        if change.differs:
            _print_hits(screen, change)
    print_alerts(screen, "Alerts gained", compared.alerts_gained, limit=max(limit, 1))
    print_alerts(screen, "Alerts lost", compared.alerts_lost, limit=max(limit, 1))


def _print_tallies(screen: Console, compared: Comparison) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    for name in ("old", "new", "gained", "lost"):
        table.add_column(name, justify="right")
    for name, tally in _tallies(compared):
        numbers = (tally.before, tally.after, tally.gained, tally.lost)
        table.add_row(name, *map(str, numbers))
    screen.print(table)


def _tallies(compared: Comparison) -> Sequence[tuple[str, Tally]]:
    return (
        ("hits", compared.hits_in_all),
        ("developments", compared.developments),
        ("alerts", compared.alerts),
    )


def _print_hits(screen: Console, change: HitChange) -> None:
    counts = [
        f"{number} {word}"
        for number, word in (
            (change.gained, "gained"),
            (change.lost, "lost"),
            (change.reweighed, "of another severity"),
        )
        if number
    ]
    screen.print()
    screen.print(
        f"{change.rule_id}: {', '.join(counts)} ({change.before} hits before, {change.after} now)",
        style="bold",
        markup=False,
    )
    for mark, examples in (("+", change.gained_examples), ("-", change.lost_examples)):
        for one in examples:
            why = [f"on {_spans(one.evidence)}"] if mark == "+" else list(one.why)
            print_entry(
                screen,
                Text(f"  {mark} "),
                Text.assemble((f"{on_one_line(one.outlet)}: ", "bold"), on_one_line(one.title)),
                *(Text(on_one_line(line)) for line in why),
                Text(f"item {one.item_id}", style="dim"),
            )


def _spans(evidence: Sequence[Evidence]) -> str:
    return ", ".join(dict.fromkeys(f'"{one.text}" ({one.field})' for one in evidence))


def _plain(compared: Comparison, limit: int) -> dict[str, object]:
    return {
        "differs": compared.differs,
        "since": compared.new.since,
        "until": compared.new.until,
        "items": compared.new.items,
        "old_revision": compared.old.revision,
        "new_revision": compared.new.revision,
        "rules": [asdict(one) for one in compared.rules],
        **{name: asdict(tally) for name, tally in _tallies(compared)},
        "hits_by_rule": [_plain_hits(change) for change in compared.hits if change.differs],
        "alerts_gained": [plain_alert(one) for one in compared.alerts_gained[-limit:]],
        "alerts_lost": [plain_alert(one) for one in compared.alerts_lost[-limit:]],
    }


def _plain_hits(change: HitChange) -> dict[str, object]:
    return {
        "rule": change.rule_id,
        "before": change.before,
        "after": change.after,
        "gained": change.gained,
        "lost": change.lost,
        "other_severity": change.reweighed,
        "gained_examples": [_plain_example(one) for one in change.gained_examples],
        "lost_examples": [_plain_example(one) for one in change.lost_examples],
    }


def _plain_example(example: Example) -> dict[str, object]:
    return {
        "item": example.item_id,
        "outlet": example.outlet,
        "title": example.title,
        "link": example.link,
        "evidence": [one._asdict() for one in example.evidence],
        "why": example.why,
    }
