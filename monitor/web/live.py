"""Telling browsers at once that something changed: server-sent events.

A stream only says *that* something changed, by the number of the last change; what it is, the page
asks for with its own filters. One look at the database a second serves all streams, however many
there are, and also finds which sessions are over. A stream ends with its session, and when the
server stops.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from anyio import to_thread
from fastapi import HTTPException, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.types import Receive, Scope, Send

from monitor.errors import StoreError
from monitor.store import web_sessions as session_rows
from monitor.store.changes import newest_version
from monitor.web.access import Visit
from monitor.web.streaming import KEEP_ALIVE_S, RETRY_MS, UNBUFFERED, rest, stopping_of
from monitor.wiring import Services

MOST_STREAMS = 200
"""Open at once; a page that gets none asks now and then instead."""

MOST_OF_ONE = 12
"""Of one person: browsers open six to a site, so this is two of them."""

SESSIONS_EVERY = 5
"""Looks after which sessions are looked at again."""


@dataclass(eq=False, slots=True)
class _Stream:
    person: str
    session_id: int | None
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def end(self) -> None:
        self.ended = True
        self.woken.set()


class Live:
    """The open streams of one server. Used from its event loop only."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._streams: set[_Stream] = set()
        self._newest = 0
        self._watching: asyncio.Task[None] | None = None

    def open(self, request: Request, visit: Visit, since: int) -> StreamingResponse:
        """A stream for this visit, of changes after number ``since``.

        A browser that reconnects says itself how far it got (``Last-Event-ID``). Raises 503 where
        too many are open.
        """
        mine = sum(one.person == visit.person for one in self._streams)
        if len(self._streams) >= MOST_STREAMS or mine >= MOST_OF_ONE:
            raise HTTPException(503, "Too many pages are open at once.", {"Retry-After": "30"})
        told = request.headers.get("last-event-id", "")
        if told.isascii() and told.isdigit():
            since = max(since, int(told[:18]))
        session_id = visit.session.id if visit.session else None
        stream = _Stream(person=visit.person, session_id=session_id)
        self._streams.add(stream)
        if self._watching is None or self._watching.done():
            watch = self._watch(stopping_of(request))
            self._watching = asyncio.get_running_loop().create_task(watch)
        return _Streamed(self._events(stream, since), lambda: self._streams.discard(stream))

    async def _events(self, stream: _Stream, seen: int) -> AsyncIterator[bytes]:
        yield format_sse_event(retry=RETRY_MS, comment="open")
        while not stream.ended:
            stream.woken.clear()
            if self._newest > seen:
                seen = self._newest
                yield format_sse_event(event="changed", id=str(seen), data_str=str(seen))
            try:
                await asyncio.wait_for(stream.woken.wait(), KEEP_ALIVE_S)
            except TimeoutError:
                yield KEEPALIVE_COMMENT

    async def _watch(self, stopping: Callable[[], bool]) -> None:
        """Look for changes as long as somebody listens."""
        looks = 0
        while self._streams and not stopping():
            await self._look(sessions_too=looks % SESSIONS_EVERY == 0)
            looks += 1
            await rest(stopping)
        for stream in list(self._streams) if stopping() else ():
            stream.end()

    async def _look(self, *, sessions_too: bool) -> None:
        ids = {one.session_id for one in self._streams if one.session_id is not None}
        asked = frozenset(ids) if sessions_too else frozenset()
        try:
            newest, over = await to_thread.run_sync(self._read, asked)
        except StoreError as error:
            self._services.log.warning("web.stream_blind", detail=str(error))
            return
        if newest != self._newest:
            self._newest = newest
            for stream in self._streams:
                stream.woken.set()
        for stream in self._streams:
            if stream.session_id in over:
                stream.end()

    def _read(self, ids: frozenset[int]) -> tuple[int, frozenset[int]]:
        """The newest change, and which of these sessions are over."""
        with self._services.store.read() as session:
            newest = newest_version(session)
            if not ids:
                return newest, frozenset()
            return newest, ids - session_rows.standing(session, ids, self._services.clock())


class _Streamed(StreamingResponse):
    """A stream that says when it is closed, however that came."""

    def __init__(self, events: AsyncIterator[bytes], closed: Callable[[], None]) -> None:
        super().__init__(events, media_type="text/event-stream", headers=UNBUFFERED)
        self._closed = closed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._closed()
