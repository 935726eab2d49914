"""``monitor health``: ask the running daemon how it is."""

from __future__ import annotations

import http.client
import json
from typing import Any

import typer

from monitor.alerts.text import on_one_line
from monitor.cli.opening import AS_JSON, console, environment_settings, print_json

TIMEOUT_S = 5.0

_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked, not listened on


def health(as_json: bool = AS_JSON) -> None:
    """Ask the daemon of these settings whether it is ready.

    Example: `monitor health --json`

    Exit code: 1 if it is not, or does not answer.

    Settings: MONITOR_WEB_HOST, MONITOR_WEB_PORT.
    """
    settings = environment_settings()
    state = ask(settings.web_host, settings.web_port)
    problems = state["problems"]
    if as_json:
        print_json(state)
    else:
        if state["ready"]:
            console().print("ready")
        for name, problem in problems.items():
            console().print(f"{on_one_line(name)}: {on_one_line(str(problem))}", markup=False)
        if not state["ready"] and not problems:
            console().print("not ready: a job has not run lately, see the daemon's log")
    if not state["ready"]:
        raise typer.Exit(1)


def ask(host: str, port: int) -> dict[str, Any]:
    """What ``/readyz`` says; where it says nothing, a state that tells why in the same shape."""
    host = _EVERY_ADDRESS.get(host, host)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        answer = connection.getresponse()
        body = answer.read(1 << 20)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return _not_ready(f"does not answer on {host}:{port}: {reason}")
    finally:
        connection.close()
    try:
        state = json.loads(body)
    except ValueError:
        state = None
    if not isinstance(state, dict) or not isinstance(state.get("problems"), dict):
        return _not_ready(
            f"answers {answer.status} {answer.reason}, but not as event-monitor: "
            f"does another program use port {port}?"
        )
    return {**state, "ready": state.get("ready") is True}


def _not_ready(problem: str) -> dict[str, Any]:
    return {"ready": False, "problems": {"daemon": problem}}
