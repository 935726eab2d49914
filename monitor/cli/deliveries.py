"""``monitor deliveries``: what was sent where, how it was answered, and sending it again."""

from __future__ import annotations

from datetime import UTC, datetime

import typer
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli.opening import AS_JSON, LIMIT, console, opened_store, print_json, row_id
from monitor.errors import ConfigError
from monitor.model import Attempt, Delivery, DeliveryState
from monitor.store import deliveries as delivery_rows
from monitor.wiring import utc_now

_HELP = """List, show and replay deliveries.

A delivery is one alert for one endpoint, with every attempt to send it (docs/webhooks.md).
"""

app = typer.Typer(name="deliveries", help=_HELP, no_args_is_help=True)

ID = typer.Argument(..., parser=row_id, help="The delivery's number.")


@app.command("list")
def list_(
    limit: int = LIMIT,
    state: DeliveryState | None = typer.Option(None, help="Only deliveries in this state."),
    endpoint: str | None = typer.Option(None, help="Only deliveries for this endpoint."),
    as_json: bool = AS_JSON,
) -> None:
    """Show the latest deliveries.

    Example: `monitor deliveries list --state dead --endpoint desk`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = delivery_rows.list_deliveries(
            session, limit=limit, state=state, endpoint_id=endpoint
        )
    if as_json:
        print_json([_plain(one) for one in found])
        return
    for one in found:
        console().print(_line(one))
    if not found:
        console().print("No deliveries.")


@app.command()
def show(delivery: int = ID, as_json: bool = AS_JSON) -> None:
    """Show one delivery with every attempt and the beginning of each answer.

    Example: `monitor deliveries show 7`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = delivery_rows.get_delivery(session, delivery)
        attempts = delivery_rows.attempts_of(session, delivery) if found else []
    if found is None:
        raise _unknown(delivery)
    if as_json:
        print_json({**_plain(found), "tries": [_plain_attempt(one) for one in attempts]})
        return
    console().print(_line(found))
    for one in attempts:
        outcome = "accepted" if one.reason is None else f"{one.reason}: {on_one_line(one.detail)}"
        answered = f"{one.status or '---'} in {one.latency_s * 1000:.0f} ms"
        console().print(f"  {one.started_at:%d %b %H:%M:%S}  {answered}  {outcome}", markup=False)
        if one.answer:
            console().print(f"    {one.answer[:200]!r}", style="dim", markup=False)


@app.command()
def replay(
    delivery: int | None = typer.Argument(None, parser=row_id, help="The delivery's number."),
    dead_since: datetime | None = typer.Option(
        None, help="Instead: every dead delivery since this moment (UTC)."
    ),
    until: datetime | None = typer.Option(
        None, help="With --dead-since: none that is newer than this moment (UTC)."
    ),
    endpoint: str | None = typer.Option(None, help="With --dead-since: only this endpoint's."),
) -> None:
    """Send again, under the same id: one delivery, or all dead ones of a time.

    Of a time, those that were accepted meanwhile are not sent again.

    Examples:

    - `monitor deliveries replay 7`
    - `monitor deliveries replay --dead-since 2026-03-01 --endpoint desk`

    Settings: MONITOR_DATABASE_URL.
    """
    now = utc_now()
    if (delivery is None) == (dead_since is None):
        raise ConfigError("give either a delivery's number or --dead-since")
    if dead_since is None and (until is not None or endpoint is not None):
        raise ConfigError("--until and --endpoint go with --dead-since")
    with opened_store() as store, store.write() as session:
        if delivery is not None:
            if not delivery_rows.replay_delivery(session, delivery, now):
                raise _unknown(delivery)
            count = 1
        else:
            since, latest = _utc(dead_since, now), _utc(until, now)
            if latest < since:
                raise ConfigError("--until is before --dead-since")
            count = delivery_rows.replay_dead(
                session, since=since, until=latest, now=now, endpoint_id=endpoint
            )
    due = counted(count, "delivery is", "deliveries are")
    console().print(f"{due} due again; the running daemon sends what is due.", markup=False)


def _utc(moment: datetime | None, now: datetime) -> datetime:
    if moment is None:
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unknown(delivery: int) -> ConfigError:
    return ConfigError(
        f"there is no delivery {delivery}, or it is still pending",
        hint="see 'monitor deliveries list'",
    )


def _line(one: Delivery) -> Text:
    style = {"delivered": "green", "dead": "red"}.get(one.state, "yellow")
    line = Text(f"{one.id:>5}  ", style="bold")
    line.append(f"{one.state:<9} ", style=style)
    line.append(f"{one.endpoint_id}  {one.alert_id}  {counted(one.attempts, 'attempt')}")
    if one.last_reason:
        line.append(f"  last: {one.last_reason}", style="dim")
    if one.next_attempt_at:
        line.append(f"  next: {one.next_attempt_at:%d %b %H:%M:%S}", style="dim")
    return line


def _plain(one: Delivery) -> dict[str, object]:
    return {
        "id": one.id,
        "alert": one.alert_id,
        "endpoint": one.endpoint_id,
        "state": one.state,
        "attempts": one.attempts,
        "next_attempt_at": one.next_attempt_at,
        "created_at": one.created_at,
        "last_reason": one.last_reason,
    }


def _plain_attempt(one: Attempt) -> dict[str, object]:
    return {
        "started_at": one.started_at,
        "status": one.status,
        "reason": one.reason,
        "detail": one.detail,
        "latency_s": one.latency_s,
        "answer": one.answer,
    }
