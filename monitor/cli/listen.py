"""``monitor listen``: a receiver that verifies signatures and prints what came."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import typer
from rich.console import Console

from monitor.alerts.signing import new_secret
from monitor.alerts.text import on_one_line, render_text
from monitor.cli.opening import console, json_text
from monitor.errors import ConfigError
from monitor.replay.receiver import Received, Receiver
from monitor.wiring import utc_now

MAX_ID_CHARS = 100
"""Of a request's id, how much is shown; ours are 36 long."""


def listen(
    port: int = typer.Option(9000, min=0, max=65535, help="Port to listen on; 0 picks a free one."),
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    secret: str = typer.Option(
        "", envvar="LISTEN_SECRET", help="The endpoint's whsec_ secret; a new one if not given."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print each body as one line of JSON."),
) -> None:
    """Receive webhooks, verify their signatures and print them.

    Example: `LISTEN_SECRET=whsec_… monitor listen --port 9000`
    """
    screen = console()
    shared = secret or new_secret(os.urandom(32))
    receiver = _receiver(
        host, port, shared, lambda received: show(screen, received, as_json=as_json)
    )
    with receiver:
        if not as_json:
            _say_how(screen, receiver.url, "" if secret else shared)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            raise typer.Exit(130) from None


def _receiver(
    host: str, port: int, secret: str, on_received: Callable[[Received], None]
) -> Receiver:
    try:
        return Receiver(
            secrets=[secret], clock=utc_now, on_received=on_received, host=host, port=port
        )
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no host name"
        raise ConfigError(
            f"cannot listen on {host}:{port}: {reason}", hint="try another --port"
        ) from error


def show(screen: Console, received: Received, *, as_json: bool) -> None:
    """Print one request: the alert, that it was a repeat, or why it was refused."""
    # Anyone who reaches the port may send what is not verified: its id is any text.
    shown_id = on_one_line(received.id)[:MAX_ID_CHARS] or "(a request without an id)"
    if as_json:
        line = {"id": received.id, "problem": received.problem, "repeat": received.repeat}
        typer.echo(json_text({**line, "body": received.body}))
    elif received.problem:
        problem = on_one_line(received.problem)
        screen.print(f"refused {shown_id}: {problem}", style="red", markup=False)
    elif received.repeat:
        screen.print(f"repeat of {shown_id}: taken before, ignored", style="dim", markup=False)
    else:
        screen.print(render_text(received.body))


def _say_how(screen: Console, url: str, secret: str) -> None:
    screen.print(f"Listening on {url} (Ctrl-C stops).", markup=False)
    if secret:
        screen.print("Put this into rules/endpoints.yaml, and start the daemon with")
        screen.print("MONITOR_ENDPOINT_NETWORKS=127.0.0.0/8 so that it may send to this machine:")
        entry = f"endpoints:\n  - id: listen\n    url: {url}\n    secret: {secret}"
        screen.print(entry, style="cyan", markup=False)
