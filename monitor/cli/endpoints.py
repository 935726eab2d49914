"""``monitor endpoints``: where alerts go, a test message, and turning a disabled one on again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import typer
from rich.text import Text

from monitor.alerts.payload import alert_id
from monitor.alerts.text import counted, on_one_line
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
)
from monitor.errors import ConfigError
from monitor.model import EndpointStatus
from monitor.pipeline.endpoint_test import endpoint_to_test, send_test
from monitor.rules.loading import load_rule_set
from monitor.store import endpoints as endpoint_rows
from monitor.wiring import open_channels, utc_now

_HELP = """List, test and enable endpoints.

Endpoints are where alerts go; they stand in rules/endpoints.yaml (docs/webhooks.md).
"""

app = typer.Typer(name="endpoints", help=_HELP, no_args_is_help=True)

_MOMENT = "%d %b %H:%M:%S"
_SHOWN_CHARS = 200

ID = typer.Argument(..., help="The endpoint's id in rules/endpoints.yaml.")


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show every endpoint the daemon has seen, and whether it works.

    Example: `monitor endpoints list`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = endpoint_rows.list_endpoints(session)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    now = utc_now()
    for one in found:
        screen = console()
        print_entry(screen, Text(f"{one.id}  ", style="bold"), *_lines(one, now))
    if not found:
        console().print("No endpoints. Add rules/endpoints.yaml: see docs/webhooks.md.")


@app.command()
def test(endpoint: str = ID) -> None:
    """Send one message of type endpoint.test now.

    Example: `monitor endpoints test desk`

    Exit code: 1 if it is not accepted.

    Settings: MONITOR_RULES_DIR, MONITOR_ENDPOINT_NETWORKS, MONITOR_SEND_DEADLINE_S, and the
    variables that rules/endpoints.yaml names.
    """
    settings = environment_settings()
    rule_set = load_rule_set(settings.rules_in_force, environ=environment())
    found = endpoint_to_test(rule_set, endpoint)
    with open_channels(settings) as channels:
        attempt = send_test(
            found,
            channels=channels,
            message_id=alert_id(os.urandom(16).hex()),
            now=utc_now(),
            deadline_s=settings.send_deadline_s,
        )
    answered = f"{attempt.status or 'no answer'} in {attempt.latency_s * 1000:.0f} ms"
    if attempt.reason is not None:
        console().print(
            f"{attempt.reason}: {on_one_line(attempt.detail)} ({answered})", markup=False
        )
        if attempt.answer:
            answer = on_one_line(attempt.answer)[:_SHOWN_CHARS]
            console().print(f"It answered: {answer}", markup=False)
        raise typer.Exit(1)
    console().print(f"accepted: {answered}", markup=False)


@app.command()
def enable(endpoint: str = ID) -> None:
    """Turn a disabled endpoint on again; its pending deliveries go on.

    Example: `monitor endpoints enable desk`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.write() as session:
        if not endpoint_rows.enable_endpoint(session, endpoint):
            raise _unknown(endpoint)
    console().print(f"{endpoint} is enabled.", markup=False)


def _lines(one: EndpointStatus, now: datetime) -> Iterator[Text]:
    """What a person wants to know of an endpoint: where, whether it works, what is under way."""
    state = Text("disabled", style="red") if one.disabled_at else Text("enabled", style="green")
    if one.condition.failures and not one.disabled_at:
        state = Text("failing", style="yellow")
    listed = "" if one.listed else " (no longer in the rule files)"
    last = f"{one.last_success_at:{_MOMENT}}" if one.last_success_at else "never"
    yield Text.assemble(one.host, "  ", state, listed, f"  last success {last}")
    if one.disabled_at:
        yield Text(f"since {one.disabled_at:{_MOMENT}}: {on_one_line(one.disabled_reason)}")
    condition = one.condition
    if condition.failures:
        since = f" since {condition.failing_since:{_MOMENT}}" if condition.failing_since else ""
        paused = condition.resume_at
        waits = f", paused until {paused:{_MOMENT}}" if paused and paused > now else ""
        yield Text(f"{counted(condition.failures, 'failure')} in a row{since}{waits}")


def _unknown(endpoint: str) -> ConfigError:
    return ConfigError(f"there is no endpoint {endpoint!r}", hint="see rules/endpoints.yaml")
