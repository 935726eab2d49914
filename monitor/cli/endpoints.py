"""``monitor endpoints``: where alerts go, a test message, and turning a disabled one on again."""

from __future__ import annotations

import os
from dataclasses import asdict

import typer

from monitor.alerts.payload import alert_id, build_test_body
from monitor.alerts.text import on_one_line
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment,
    environment_settings,
    opened_store,
    print_json,
)
from monitor.errors import ConfigError
from monitor.pipeline.deliver import send_message
from monitor.rules.loading import load_rule_set
from monitor.store import endpoints as endpoint_rows
from monitor.wiring import open_channels, utc_now

app = typer.Typer(name="endpoints", help="List, test and enable endpoints.", no_args_is_help=True)

ID = typer.Argument(..., help="The endpoint's id in rules/endpoints.yaml.")


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show every endpoint the daemon has seen, and whether it works."""
    with opened_store() as store, store.read() as session:
        found = endpoint_rows.list_endpoints(session)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        state = f"disabled: {one.disabled_reason}" if one.disabled_at else "enabled"
        listed = "" if one.listed else " (no longer in the rule files)"
        last = f"{one.last_success_at:%d %b %H:%M}" if one.last_success_at else "never"
        console().print(f"{one.id}  {one.host}  {state}{listed}  last success {last}", markup=False)
    if not found:
        console().print("No endpoints. Add rules/endpoints.yaml: see docs/webhooks.md.")


@app.command()
def test(endpoint: str = ID) -> None:
    """Send one message of type endpoint.test now.

    Exit code 1 if it is not accepted.
    """
    settings = environment_settings()
    rule_set = load_rule_set(settings.rules_in_force, environ=environment())
    found = next((one for one in rule_set.endpoints if one.id == endpoint), None)
    if found is None:
        raise _unknown(endpoint)
    now = utc_now()
    message_id = alert_id(os.urandom(16).hex())
    with open_channels(settings) as channels:
        attempt = send_message(
            found,
            message_id=message_id,
            body=build_test_body(message_id=message_id, endpoint_id=endpoint, now=now),
            channels=channels,
            started_at=now,
            deadline_s=settings.send_deadline_s,
        )
    answered = f"{attempt.status or 'no answer'} in {attempt.latency_s * 1000:.0f} ms"
    if attempt.reason is not None:
        console().print(
            f"{attempt.reason}: {on_one_line(attempt.detail)} ({answered})", markup=False
        )
        raise typer.Exit(1)
    console().print(f"accepted: {answered}", markup=False)


@app.command()
def enable(endpoint: str = ID) -> None:
    """Turn a disabled endpoint on again; its pending deliveries go on."""
    with opened_store() as store, store.write() as session:
        if not endpoint_rows.enable_endpoint(session, endpoint):
            raise _unknown(endpoint)
    console().print(f"{endpoint} is enabled.", markup=False)


def _unknown(endpoint: str) -> ConfigError:
    return ConfigError(f"there is no endpoint {endpoint!r}", hint="see rules/endpoints.yaml")
