"""Serving the application from a thread of the daemon's process."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.errors import ConfigError
from monitor.web.connections import BoundedConnection


class WebServer:
    """Serves ``app`` on ``host:port`` (0: a free port) inside ``with``; leaves signals alone.

    Raises :class:`ConfigError` where the address cannot be listened on.
    """

    def __init__(self, app: ASGIApp, *, host: str, port: int) -> None:
        self._host = host
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family)
            # Accepted connections inherit it. Otherwise the body of an answer waits 40 ms for the
            # other side to acknowledge its headers; asyncio does not see that this is TCP.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no host name"
            raise ConfigError(
                f"cannot listen on {host}:{port}: {reason}",
                field="MONITOR_WEB_PORT",
                hint="is another program using the port?",
            ) from error
        config = uvicorn.Config(
            self._stoppable(app),
            http=BoundedConnection,
            # Its messages go to the program's log, which makes control characters harmless.
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="web", daemon=True
        )

    def _stoppable(self, app: ASGIApp) -> ASGIApp:
        """The application with ``stopping`` in its scope, so that what streams ends by itself."""

        def stopping() -> bool:
            return self._server.should_exit

        async def served(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "stopping": stopping}, receive, send)

        return served

    @property
    def url(self) -> str:
        """Where it listens."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._socket.getsockname()[1]}"

    @property
    def reached_url(self) -> str:
        """Where a browser on this machine reaches it: nobody can open ``0.0.0.0``."""
        anywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104
        host = anywhere.get(self._host)
        return f"http://{host}:{self._socket.getsockname()[1]}" if host else self.url

    def forget(self) -> None:
        """Let go of the port, in a process that was forked while this one serves."""
        self._socket.close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=3.0)
        self._socket.close()
