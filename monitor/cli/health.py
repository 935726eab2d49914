"""``monitor health``: ask the running daemon how it is; what the container's health check runs."""

from __future__ import annotations

import http.client
import json

import typer

from monitor.cli.opening import AS_JSON, console, environment_settings, print_json


def health(as_json: bool = AS_JSON) -> None:
    """Ask the daemon on this machine whether it is ready. Exit code 1 if it is not."""
    settings = environment_settings()
    host = "127.0.0.1" if settings.web_host in {"0.0.0.0", "::"} else settings.web_host  # noqa: S104
    try:
        connection = http.client.HTTPConnection(host, settings.web_port, timeout=5)
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        answer = connection.getresponse()
        state = json.loads(answer.read())
    except (OSError, ValueError) as error:
        state = {"ready": False, "problems": {"daemon": f"does not answer: {error}"}}
    if as_json:
        print_json(state)
    elif state["ready"]:
        console().print("ready")
    for name, problem in ({} if as_json else state["problems"]).items():
        console().print(f"{name}: {problem}", markup=False)
    if not state["ready"]:
        raise typer.Exit(1)
