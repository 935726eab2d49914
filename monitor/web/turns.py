"""Few answers are made at once: those that wait are served in the order in which they came.

Pages are made by one interpreter, so ten at once are not made sooner than ten in turn: they take a
third more processor time (each hands the interpreter on at every look at the database, and the
kept connections to the database do not suffice), and the last of them is ready much later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT_ONCE = 2
"""While one waits for the database, another one is rendered."""

WAIT_S = 1.0
"""Who waited so long goes on all the same: a slow database must not shut out what needs none."""


class Turns:
    """Wraps an application: of its GET requests, :data:`AT_ONCE` are worked on at a time.

    What is sent lies outside of a turn: neither a slow reader nor a stream keeps others waiting.
    ``passes`` are beginnings of paths that need no turn.
    """

    def __init__(self, app: ASGIApp, passes: tuple[str, ...], *, wait_s: float = WAIT_S) -> None:
        self._app, self._passes, self._wait_s = app, passes, wait_s
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (
            scope["type"] != "http"
            or scope["method"] not in {"GET", "HEAD"}
            or scope["path"].startswith(self._passes)
        ):
            await self._app(scope, receive, send)
            return
        end = await self._turn()

        async def send_after(message: Message) -> None:
            end()
            await send(message)

        try:
            await self._app(scope, receive, send_after)
        finally:
            end()

    async def _turn(self) -> Callable[[], None]:
        """Wait for a turn; what ends it, the first time it is called."""
        try:
            async with asyncio.timeout(self._wait_s):
                await self._turns.acquire()
        except TimeoutError:
            return lambda: None
        held = [self._turns]

        def end() -> None:
            while held:
                held.pop().release()

        return end
