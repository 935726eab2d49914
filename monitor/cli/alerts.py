"""``monitor alerts``: what people were told."""

from __future__ import annotations

import json

import typer
from rich.text import Text

from monitor.alerts.text import render_text
from monitor.cli.opening import (
    AS_JSON,
    LIMIT,
    console,
    opened_store,
    print_entry,
    print_json,
)
from monitor.errors import ConfigError
from monitor.store import alerts as alert_rows
from monitor.store import items as item_rows

app = typer.Typer(name="alerts", help="List and show alerts.", no_args_is_help=True)


@app.command("list")
def list_(limit: int = LIMIT, as_json: bool = AS_JSON) -> None:
    """Show the latest alerts."""
    with opened_store() as store, store.read() as session:
        found = alert_rows.list_alerts(session, limit=limit)
        items = item_rows.get_items(session, [one.item_id for one in found if one.item_id])
    titles = {item_id: stored.item.title for item_id, stored in items.items()}
    if as_json:
        print_json([json.loads(alert.body) for alert in found])
        return
    for alert in found:
        told_of = f"development {alert.development_id}, item {alert.item_id}"
        title = titles.get(alert.item_id or 0, alert.reason.text)
        print_entry(
            console(),
            Text(f"{alert.created_at:%d %b %H:%M}  ", style="dim"),
            Text.assemble((f"{alert.kind} ", "bold"), title),
            *([Text(alert.reason.text)] if alert.item_id else []),
            Text(
                ", ".join((alert.severity, alert.id, *([told_of] if alert.item_id else []))),
                style="dim",
            ),
        )
    if not found:
        console().print("No alerts.")


@app.command()
def show(alert: str = typer.Argument(..., help="The alert's id (msg_…).")) -> None:
    """Show one alert as its receivers get it."""
    with opened_store() as store, store.read() as session:
        found = alert_rows.get_alert(session, alert)
    if found is None:
        raise ConfigError(f"no alert has the id {alert}", hint="see 'monitor alerts list'")
    console().print(render_text(json.loads(found.body)))
