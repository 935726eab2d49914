"""``monitor rules backtest``: what rules would have given on stored items."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli.opening import (
    AS_JSON,
    LIMIT,
    console,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
)
from monitor.errors import ConfigError
from monitor.logs import configure_logs, get_log
from monitor.model import Severity
from monitor.pipeline.backtest import Conditions, Progress, backtest, only_rules
from monitor.pipeline.outcome import Outcome, RuleYield, TriedAlert
from monitor.rules.loading import load_rule_set
from monitor.settings import Settings
from monitor.store import items as item_rows
from monitor.store.engine import Store
from monitor.store.items import Arrivals

DAYS = typer.Option(7.0, "--days", min=0.01, max=3660, help="How many days of items to try.")
UNTIL = typer.Option(None, "--until", help="When these days end (UTC); now by default.")


def command(
    days: float = DAYS,
    until: datetime | None = UNTIL,
    rules: Path | None = typer.Option(
        None, "--rules", help="The rules folder to try; the one in force if not given."
    ),
    rule: list[str] | None = typer.Option(
        None, "--rule", help="Try this rule as if there were no other; may be repeated."
    ),
    limit: int = LIMIT,
    as_json: bool = AS_JSON,
) -> None:
    """Say what rules would have given on the stored items of the last days.

    Hits, developments and alerts as the daemon would have decided them, had it begun with these
    rules at the start of that time. Nothing is stored and nothing is sent.

    Examples:

    - `monitor rules backtest --days 3`
    - `monitor rules backtest --rules draft --rule grain-corridor`

    Settings: MONITOR_DATABASE_URL, MONITOR_RULES_DIR, MONITOR_WINDOW_H, MONITOR_CLOSE_AFTER_H,
    MONITOR_GATHER_S.
    """
    settings = environment_settings()
    folder = rules or settings.rules_in_force
    rule_set = only_rules(load_rule_set(folder, environ=None), rule or ())
    configure_logs("auto", "warning")
    with opened_store() as store:
        arrivals = period(store, days, until)
        with progress_bar() as progress:
            outcome = backtest(
                store,
                rule_set,
                arrivals,
                conditions=conditions_of(settings),
                log=get_log("trial"),
                progress=progress,
            )
    if as_json:
        print_json(plain(outcome, limit=limit))
        return
    screen = console()
    print_summary(screen, outcome, folder)
    if outcome.items_hit:
        print_rules(screen, outcome)
        print_alerts(screen, "Alerts", outcome.alerts, limit=limit)


def conditions_of(settings: Settings) -> Conditions:
    """What of the settings a trial shares with the daemon."""
    return Conditions(
        window_h=settings.window_h,
        close_after_h=settings.close_after_h,
        gather_s=settings.gather_s,
    )


def period(store: Store, days: float, until: datetime | None) -> Arrivals:
    """The items to try. Raises :class:`ConfigError` where none arrived in that time."""
    end = datetime.now(UTC) if until is None else until.replace(tzinfo=until.tzinfo or UTC)
    with store.read() as session:
        found = item_rows.find_arrivals(session, end - timedelta(days=days), end)
        latest = item_rows.recent_items(session, 1)
    if found.items:
        return found
    if not latest:
        raise ConfigError("no items are stored", hint="'monitor run' or 'monitor feeds poll' first")
    span = f"from {_moment(found.since)} to {_moment(found.until)} UTC"
    arrived = latest[0].first_seen_at + timedelta(minutes=1)
    raise ConfigError(
        f"no stored item arrived {span}",
        hint=f"the latest ones: --until {arrived:%Y-%m-%dT%H:%M:%S}",
    )


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error where that is a terminal; it goes away when done."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = ("Trying", BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def advance(share: float) -> None:
            bar.update(task, completed=share)

        yield advance


def print_summary(screen: Console, outcome: Outcome, folder: Path) -> None:
    """What was tried, and what it came to."""
    enabled = sum(rule.enabled for rule in outcome.rules)
    days = counted_days(outcome.days)
    screen.print(
        f"{folder}: {counted(enabled, 'rule')} on the {counted(outcome.items, 'item')} that arrived"
        f" from {_moment(outcome.since)} to {_moment(outcome.until)} UTC ({days}).",
        markup=False,
    )
    developments = counted(len(set(outcome.developments.values())), "development")
    alerts = counted(len(outcome.alerts), "alert")
    screen.print(
        f"{counted(outcome.items_hit, 'item')} hit, {developments}, {alerts}: "
        f"{len(outcome.alerts) / outcome.days:.1f} a day{_weights(outcome)}.",
        style="bold",
        markup=False,
    )
    if outcome.failed:
        screen.print(f"{counted(outcome.failed, 'item')} could not be tried; see the log above.")


def print_rules(screen: Console, outcome: Outcome) -> None:
    """A table of the rules that hit anything, the loudest first, and the names of the others."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("rule", overflow="fold")
    for name in ("hits", "developments", "new", "updates", "a day"):
        table.add_column(name, justify="right")
    table.add_column("severity", overflow="fold")
    heard = [rule for rule in outcome.rules if rule.hits]
    for rule in sorted(heard, key=lambda one: (-one.alerts, -one.hits, one.rule_id)):
        numbers = (rule.hits, rule.developments, rule.new, rule.updates)
        table.add_row(
            Text(rule.rule_id),
            *map(str, numbers),
            f"{rule.alerts / outcome.days:.1f}",
            _severities(rule.severities),
        )
    screen.print()
    screen.print(table)
    silent = [rule.rule_id for rule in outcome.rules if rule.enabled and not rule.hits]
    if silent:
        screen.print(f"No hits: {', '.join(silent)}.", markup=False)
    off = [rule.rule_id for rule in outcome.rules if not rule.enabled]
    if off:
        screen.print(f"Switched off: {', '.join(off)}.", markup=False)


def print_alerts(
    screen: Console, title: str, alerts: tuple[TriedAlert, ...], *, limit: int
) -> None:
    """The latest alerts, the earliest of them first."""
    if not alerts:
        return
    shown = alerts[-limit:]
    more = f", the latest {len(shown)} of {len(alerts)}" if len(shown) < len(alerts) else ""
    screen.print()
    screen.print(f"{title}{more}:", style="bold", markup=False)
    for alert in shown:
        print_entry(
            screen,
            Text(f"{alert.at:%d %b %H:%M}  ", style="dim"),
            Text.assemble((f"{alert.kind} ", "bold"), on_one_line(alert.title)),
            Text(f"{on_one_line(alert.outlet)}: {on_one_line(alert.reason.text)}"),
            Text(
                f"{alert.severity}, {', '.join(alert.rule_ids)}, item {alert.item_id}", style="dim"
            ),
        )


def plain(outcome: Outcome, *, limit: int) -> dict[str, object]:
    """An outcome for machines; of its alerts the latest ``limit``."""
    new = sum(alert.kind == "new" for alert in outcome.alerts)
    return {
        "revision": outcome.revision,
        "since": outcome.since,
        "until": outcome.until,
        "days": outcome.days,
        "items": outcome.items,
        "items_failed": outcome.failed,
        "items_hit": outcome.items_hit,
        "hits": sum(rule.hits for rule in outcome.rules),
        "developments": len(set(outcome.developments.values())),
        "alerts": len(outcome.alerts),
        "alerts_new": new,
        "alerts_update": len(outcome.alerts) - new,
        "alerts_per_day": len(outcome.alerts) / outcome.days,
        "severities": outcome.severities,
        "rules": [_plain_rule(rule, outcome.days) for rule in outcome.rules],
        "latest_alerts": [plain_alert(alert) for alert in outcome.alerts[-limit:]],
    }


def _plain_rule(rule: RuleYield, days: float) -> dict[str, object]:
    return {
        "rule": rule.rule_id,
        "title": rule.title,
        "enabled": rule.enabled,
        "hits": rule.hits,
        "developments": rule.developments,
        "alerts_new": rule.new,
        "alerts_update": rule.updates,
        "alerts_per_day": rule.alerts / days,
        "severities": rule.severities,
    }


def plain_alert(alert: TriedAlert) -> dict[str, object]:
    """A tried alert for machines."""
    return {
        "at": alert.at,
        "kind": alert.kind,
        "severity": alert.severity,
        "reason": asdict(alert.reason),
        "rules": alert.rule_ids,
        "development": alert.development_id,
        "item": alert.item_id,
        "outlet": alert.outlet,
        "title": alert.title,
        "link": alert.link,
    }


def counted_days(days: float) -> str:
    """A length of time: "7 days", "0.5 days"."""
    return "1 day" if days == 1 else f"{days:g} days"


def _weights(outcome: Outcome) -> str:
    listed = _severities(outcome.severities)
    return f" ({listed})" if listed else ""


def _severities(counts: Mapping[Severity, int]) -> str:
    return ", ".join(f"{counts[one]} {one}" for one in reversed(Severity) if counts.get(one))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %b %Y %H:%M}"
