"""``monitor alerts``: what people were told."""

from __future__ import annotations

import json
from collections.abc import Sequence

import typer
from rich.text import Text

from monitor.alerts import explaining
from monitor.alerts.text import on_one_line, render_text
from monitor.cli.opening import (
    AS_JSON,
    LIMIT,
    console,
    opened_store,
    print_entry,
    print_json,
    row_id,
)
from monitor.errors import ConfigError
from monitor.model import Alert, AlertState
from monitor.pipeline.alert_history import trace
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store import items as item_rows
from monitor.store import restores as restore_rows
from monitor.store.engine import Session
from monitor.wiring import utc_now

_STATE_STYLES = {
    AlertState.HELD: "bold yellow",
    AlertState.RELEASED: "bold green",
    AlertState.MUTED: "bold red",
    AlertState.FOLDED: "bold cyan",
}

_HELP = """List, show and explain alerts.

An alert is the decision to tell someone about a development (docs/routing.md).
"""

app = typer.Typer(name="alerts", help=_HELP, no_args_is_help=True)


@app.command("list")
def list_(
    limit: int = LIMIT,
    state: AlertState | None = typer.Option(None, help="Only alerts in this state."),
    as_json: bool = AS_JSON,
) -> None:
    """Show the latest alerts, also those held or not sent, with the reason.

    Example: `monitor alerts list --state muted`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = alert_rows.list_alerts(session, limit=limit, state=state)
        items = item_rows.get_items(session, [one.item_id for one in found if one.item_id])
    titles = {item_id: stored.item.title for item_id, stored in items.items()}
    if as_json:
        print_json(
            [
                {**json.loads(alert.body), "state": alert.state, "why": alert.state_text}
                for alert in found
            ]
        )
        return
    for alert in found:
        told_of = f"development {alert.development_id}, item {alert.item_id}"
        title = titles.get(alert.item_id or 0, alert.reason.text)
        unsent = "" if alert.state is AlertState.RELEASED else f"{alert.state}: {alert.state_text}"
        print_entry(
            console(),
            Text(f"{alert.created_at:%d %b %H:%M}  ", style="dim"),
            Text.assemble((f"{alert.kind} ", "bold"), title),
            *([Text(alert.reason.text)] if alert.item_id else []),
            *([Text(unsent, style="yellow")] if unsent else []),
            Text(
                ", ".join((alert.severity, alert.id, *([told_of] if alert.item_id else []))),
                style="dim",
            ),
        )
    if not found:
        console().print("No alerts.")


@app.command()
def show(alert: str = typer.Argument(..., help="The alert's id (msg_…).")) -> None:
    """Show one alert as its receivers get it.

    Example: `monitor alerts show msg_0123456789abcdef`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = alert_rows.get_alert(session, alert)
    if found is None:
        raise ConfigError(f"no alert has the id {alert}", hint="see 'monitor alerts list'")
    console().print(render_text(json.loads(found.body)))


@app.command()
def explain(
    alert: str = typer.Argument("", help="The alert's id (msg_…)."),
    item: int | None = typer.Option(None, "--item", parser=row_id, help="Of an item: its number."),
    development: int | None = typer.Option(
        None, "--development", parser=row_id, help="Of a development: its number."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Say what became of an alert, an item or a development, and why.

    Held, folded into another one, muted, routed, waiting for a digest or the end of quiet hours, or
    sent: by what, and until when.

    Examples:

    - `monitor alerts explain msg_0123456789abcdef`
    - `monitor alerts explain --development 12`

    Settings: MONITOR_DATABASE_URL.
    """
    if sum(map(bool, (alert, item, development))) != 1:
        raise ConfigError("name one thing: an alert's id, --item or --development")
    with opened_store() as store, store.read() as session:
        quiet = _quiet(session, item=item, development=development)
        found = _alerts(session, alert, item=item, development=development)
        items = item_rows.get_items(session, [one.item_id for one in found if one.item_id])
        now = utc_now()
        found.reverse()  # the earliest first
        told = [
            (one, traces, explaining.explain(one, traces, now=now))
            for one, traces in zip(found, trace(session, found), strict=True)
        ]
    if as_json:
        print_json({"alerts": [_plain(*each) for each in told], "quiet": quiet})
        return
    for one, _, steps in told:
        title = items[one.item_id].item.title if one.item_id in items else one.reason.text
        _print_explained(one, title, steps)
    for sentence in quiet:
        console().print(Text(sentence))
    if not told and not quiet:
        console().print("No alert, and nothing that was kept quiet.")


@app.command()
def untold(
    limit: int = LIMIT,
    restore: int | None = typer.Option(
        None, parser=row_id, help="Only of this restore, see 'monitor db restores'."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Show what raised no alert because a backup was restored, the latest first.

    What ran between the backup and the loss may have told it. Look through it once.

    Example: `monitor alerts untold --limit 50`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = restore_rows.untold(session, limit=limit, restore_id=restore)
        total = sum(
            count
            for number, count in restore_rows.count_untold(session).items()
            if restore in (None, number)
        )
    if as_json:
        print_json([_untold(one) for one in found])
        return
    for one in found:
        item = one.stored.item
        print_entry(
            console(),
            Text(f"{one.stored.told_at:%d %b %H:%M}  ", style="dim"),
            Text.assemble((f"{one.step} ", "bold"), on_one_line(item.title)),
            Text(f"{item.outlet}  {item.link or ''}", style="dim"),
            Text(f"development {one.development_id}, item {one.stored.id}", style="dim"),
        )
    if not found:
        console().print("Nothing was kept from being told by a restore.")
    elif total > len(found):
        console().print(f"{len(found)} of {total}; --limit shows more.")


def _untold(one: restore_rows.Untold) -> dict[str, object]:
    return {
        "item": one.stored.id,
        "development": one.development_id,
        "step": one.step,
        "title": one.stored.item.title,
        "outlet": one.stored.item.outlet,
        "link": one.stored.item.link,
        "told_at": one.stored.told_at,
        "decided_at": one.decided_at,
        "restore": one.restore_id,
    }


def _plain(
    alert: Alert, traces: explaining.Traces, steps: Sequence[explaining.Step]
) -> dict[str, object]:
    return {
        "id": alert.id,
        "type": alert.type,
        "severity": alert.severity,
        "development": alert.development_id,
        "item": alert.item_id,
        "rules": list(alert.rule_ids),
        "created_at": alert.created_at,
        "state": alert.state,
        "release_at": alert.release_at if alert.state is AlertState.HELD else None,
        "settled_at": alert.settled_at,
        "why": alert.state_text,
        "into": alert.into_id,
        "waits": [
            {
                "endpoint": one.endpoint_id,
                "why": one.why,
                "until": one.until,
                "ended_at": one.ended_at,
                "into": one.into_id,
            }
            for one in traces.holds
        ],
        "deliveries": [
            {
                "id": one.id,
                "endpoint": one.endpoint_id,
                "state": one.state,
                "attempts": one.attempts,
                "last_reason": one.last_reason,
            }
            for one in traces.deliveries
        ],
        "steps": [{"step": one.word, "text": one.text} for one in steps],
    }


def _print_explained(alert: Alert, title: str, steps: Sequence[explaining.Step]) -> None:
    screen = console()
    style = _STATE_STYLES[alert.state]
    head = ((alert.state.value.upper(), style), "  ", (on_one_line(title), "bold"))
    screen.print(Text.assemble(*head))
    screen.print(Text(f"  {alert.id}", style="dim"))
    for step in steps:
        print_entry(screen, Text(f"  {step.word:<10}", style="dim"), Text(on_one_line(step.text)))


def _alerts(
    session: Session, alert: str, *, item: int | None, development: int | None
) -> list[Alert]:
    """The alerts asked for, the latest first. Raises :class:`ConfigError` where there is none."""
    if alert:
        found = alert_rows.get_alert(session, alert)
        if found is None:
            raise ConfigError(f"no alert has the id {alert}", hint="see 'monitor alerts list'")
        return [found]
    if item:
        return alert_rows.list_alerts(session, limit=1000, item_id=item)
    return alert_rows.list_alerts(session, limit=1000, development_id=development)


def _quiet(session: Session, *, item: int | None, development: int | None) -> list[str]:
    """Why items raised no alert: one sentence for each. Raises :class:`ConfigError` for none."""
    if development:
        if development_rows.get_development(session, development) is None:
            hint = "see 'monitor developments list'"
            raise ConfigError(f"there is no development {development}", hint=hint)
        recorded = development_rows.decisions_of(session, development)
    elif item:
        if not item_rows.get_items(session, [item]):
            raise ConfigError(f"there is no item {item}", hint="see 'monitor hits'")
        try:
            recorded = [development_rows.decision_about(session, item)]
        except LookupError:
            return [f"Item {item} matched no rule, or is not grouped yet: no alert was decided."]
    else:
        return []
    return [
        f"Item {one.stored.id} raised no alert: {one.quiet_reason} ({one.stored.item.outlet})"
        for one in recorded
        if one.quiet_reason
    ]
