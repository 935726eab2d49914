"""``monitor listen``: a receiver that verifies signatures and prints what came."""

from __future__ import annotations

import json
import os
import threading

import typer
from rich.console import Console

from monitor.alerts.signing import new_secret
from monitor.alerts.text import render_text
from monitor.cli.opening import console
from monitor.replay.receiver import Received, Receiver
from monitor.wiring import utc_now


def listen(
    port: int = typer.Option(9000, help="Port to listen on; 0 picks a free one."),
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    secret: str = typer.Option(
        "", envvar="LISTEN_SECRET", help="The endpoint's whsec_ secret; a new one if not given."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print each body as one line of JSON."),
) -> None:
    """Receive webhooks, verify their signatures and print them: to try alerts at once."""
    screen = console()
    shared = secret or new_secret(os.urandom(32))
    with Receiver(
        secrets=[shared],
        clock=utc_now,
        on_received=lambda received: show(screen, received, as_json=as_json),
        host=host,
        port=port,
    ) as receiver:
        if not as_json:
            _say_how(screen, receiver.url, "" if secret else shared)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            raise typer.Exit(130) from None


def show(screen: Console, received: Received, *, as_json: bool) -> None:
    """Print one request: the alert, that it was a repeat, or why it was refused."""
    if as_json:
        line = {"id": received.id, "problem": received.problem, "repeat": received.repeat}
        typer.echo(json.dumps({**line, "body": received.body}, ensure_ascii=False))
    elif received.problem:
        screen.print(f"refused {received.id}: {received.problem}", style="red", markup=False)
    elif received.repeat:
        screen.print(f"repeat of {received.id}: taken before, ignored", style="dim", markup=False)
    else:
        screen.print(render_text(received.body))


def _say_how(screen: Console, url: str, secret: str) -> None:
    screen.print(f"Listening on {url} (Ctrl-C stops).", markup=False)
    if secret:
        screen.print("Put this into rules/endpoints.yaml, and start the daemon with")
        screen.print("MONITOR_ENDPOINT_NETWORKS=127.0.0.0/8 so that it may send to this machine:")
        entry = f"endpoints:\n  - id: listen\n    url: {url}\n    secret: {secret}"
        screen.print(entry, style="cyan", markup=False)
