"""What all streams of server-sent events keep to: how often they look, and when they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi import Request

LOOK_EVERY_S = 1.0
"""How late something new is seen at most, and how often the database is asked."""

STOP_EVERY_S = 0.25
"""How late a stop of the server is seen: it waits two seconds for its connections."""

KEEP_ALIVE_S = 15.0
"""Proxies close what is silent for a minute or so."""

RETRY_MS = 3000
"""When a reader that lost its stream tries again."""

UNBUFFERED = {"X-Accel-Buffering": "no"}
"""nginx would keep events back until its buffer is full."""


def stopping_of(request: Request) -> Callable[[], bool]:
    """Tells whether the server that got the request is about to stop (``server.py``)."""
    stopping: Callable[[], bool] = request.scope.get("stopping", _never)
    return stopping


async def rest(stopping: Callable[[], bool]) -> None:
    """Wait for the next look, or until the server stops."""
    for _ in range(round(LOOK_EVERY_S / STOP_EVERY_S)):
        if stopping():
            return
        await asyncio.sleep(STOP_EVERY_S)


def _never() -> bool:
    return False
