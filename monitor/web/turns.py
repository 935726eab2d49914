"""Few answers are made at once: those that wait are served in the order in which they came.

Pages are made by one interpreter. Ten threads that make ten pages at once take twice the processor
time of ten pages in turn, as each hands the interpreter to the others at every look at the
database; and none is ready before nearly all are.
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

    def __init__(self, app: ASGIApp, passes: tuple[str, ...], *, at_once: int = AT_ONCE) -> None:
        self._app, self._passes = app, passes
        self._turns = asyncio.Semaphore(at_once)

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
            async with asyncio.timeout(WAIT_S):
                await self._turns.acquire()
        except TimeoutError:
            return lambda: None
        held = [self._turns]

        def end() -> None:
            while held:
                held.pop().release()

        return end
