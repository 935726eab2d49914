"""Alerts as they go out, as server-sent events.

An event's id says how far the reader is; sent back as ``Last-Event-ID`` it goes on there. Alerts
are told in the order they went out. As a transaction may end later than one that began after it,
each look begins some seconds before the last alert; what was told already is left out, and an
event's id names it too, so that a reader who comes back gets nothing twice and misses nothing.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from monitor.errors import StoreError
from monitor.model import Alert
from monitor.store import listing
from monitor.web.api.desk import READING, ApiDesk, resource
from monitor.web.api.identity import Caller
from monitor.web.api.problems import ApiError, documented
from monitor.web.api.shapes import AlertShape
from monitor.web.streaming import KEEP_ALIVE_S, RETRY_MS, UNBUFFERED, rest, stopping_of

MAX_STREAMS = 32
"""Streams at once: each looks once a second."""

ADMITTED_EVERY_S = 5.0
"""How often it is looked whether the token still holds."""

LOOKED_BACK = timedelta(seconds=15)
"""Longer than any transaction that releases an alert."""

BATCH = 100
MOST_TOLD = 1000
"""Alerts that an event's id names at most: in a flood of more, some may be told twice."""

_SHORT = 8
_LONGEST_ID = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a reader is: when the last alert told went out, and those that did shortly before."""

    at: datetime
    told: Mapping[str, datetime] = field(default_factory=dict)

    def __str__(self) -> str:
        text = json.dumps([self.at.isoformat(), *sorted(self.told)], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Self:
        """The mark that was sent as an event's id. Raises ``ValueError`` for any other text."""
        if len(text) > _LONGEST_ID:
            raise ValueError("too long")
        made = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(made, list) or not all(isinstance(one, str) for one in made) or not made:
            raise ValueError(text)
        at = datetime.fromisoformat(made[0])
        if at.tzinfo is None:
            raise ValueError(text)
        at = at.astimezone(UTC)
        return cls(at=at, told=dict.fromkeys(made[1:], at))

    @property
    def since(self) -> datetime:
        """Where the next look begins."""
        earliest = datetime.min.replace(tzinfo=UTC) + LOOKED_BACK
        return max(self.at, earliest) - LOOKED_BACK

    def after(self, alert: Alert) -> Self:
        """The mark once ``alert`` was told; what is not looked at again is forgotten."""
        moved = replace(self, at=max(self.at, went_out_at(alert)))
        told = {**self.told, _short(alert): went_out_at(alert)}
        kept = [(key, at) for key, at in told.items() if at >= moved.since]
        return replace(moved, told=dict(kept[-MOST_TOLD:]))


def went_out_at(alert: Alert) -> datetime:
    """When an alert was released."""
    return alert.settled_at or alert.created_at


@dataclass(slots=True, kw_only=True)
class Streams:
    """The streams that are open."""

    most: int = MAX_STREAMS
    open: int = field(default=0)


def router(desk: ApiDesk, streams: Streams) -> APIRouter:
    """The route of the stream."""
    routes = resource("alerts")

    @routes.get(
        "/alerts/stream",
        response_class=StreamingResponse,
        responses={
            **READING,
            **documented(400),
            200: {
                "description": "Events `alert`: `data` is the alert, `id` how far the reader is.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
        },
    )
    async def stream(
        request: Request,
        caller: Annotated[Caller, Depends(desk.callers.reader)],
        last_event_id: Annotated[
            str,
            Header(
                description="The id of the last event seen: the stream goes on after it.",
                max_length=_LONGEST_ID,
                pattern="^[A-Za-z0-9_-]*$",
            ),
        ] = "",
    ) -> Response:
        """Alerts as they go out, from now on or after ``Last-Event-ID``; it does not end."""
        mark = await run_in_threadpool(_begin, desk, last_event_id)
        if stopping_of(request)():
            raise ApiError(503, "The server is stopping.", headers={"Retry-After": "10"})
        if streams.open >= streams.most:
            detail = f"{streams.most} streams are open, which is the most there may be."
            raise ApiError(429, detail, headers={"Retry-After": "60"})
        reader = _Reader(desk=desk, streams=streams, request=request, caller=caller, mark=mark)
        return StreamingResponse(
            reader.events(),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", **UNBUFFERED},
        )

    return routes


@dataclass(slots=True, kw_only=True)
class _Reader:
    """One open stream."""

    desk: ApiDesk
    streams: Streams
    request: Request
    caller: Caller
    mark: Mark

    async def events(self) -> AsyncIterator[bytes]:
        """What is sent, until the server stops or the reader may not read any more."""
        self.streams.open += 1
        clock = asyncio.get_running_loop().time
        stopping = stopping_of(self.request)
        sent_at = admitted_at = clock()
        try:
            yield format_sse_event(retry=RETRY_MS)
            while not stopping():
                try:
                    fresh = await run_in_threadpool(self._fresh)
                except StoreError:
                    fresh = ()  # the database is busy or away: the next look may tell
                for alert in fresh:
                    self.mark = self.mark.after(alert)
                    sent_at = clock()
                    yield _event(alert, self.mark)
                if clock() - sent_at >= KEEP_ALIVE_S:
                    sent_at = clock()
                    yield KEEPALIVE_COMMENT
                if clock() - admitted_at >= ADMITTED_EVERY_S:
                    admitted_at = clock()
                    if not await run_in_threadpool(self._is_admitted):
                        return
                if len(fresh) < BATCH:
                    await rest(stopping)
        finally:
            self.streams.open -= 1

    def _fresh(self) -> Sequence[Alert]:
        """Alerts that went out since, and were not told: at most :data:`BATCH`."""
        limit = BATCH + len(self.mark.told)
        with self.desk.store.read() as session:
            found = listing.released_alerts(session, since=self.mark.since, limit=limit)
        return [one for one in found if _short(one) not in self.mark.told][:BATCH]

    def _is_admitted(self) -> bool:
        try:
            return self.desk.callers.still_in(self.request, self.caller)
        except StoreError:
            return True


def _begin(desk: ApiDesk, last_event_id: str) -> Mark:
    if not last_event_id:
        mark = Mark(at=desk.services.clock())
        with desk.store.read() as session:
            # What is out already is not told: nobody was there to hear it.
            for alert in listing.released_alerts(session, since=mark.since, limit=10 * BATCH):
                mark = mark.after(alert)
        return mark
    try:
        return Mark.read(last_event_id)
    except (ValueError, OverflowError, RecursionError) as error:
        raise ApiError(400, "Last-Event-ID is not the id of an event of this stream.") from error


def _event(alert: Alert, mark: Mark) -> bytes:
    data = AlertShape.of(alert).model_dump_json()
    return format_sse_event(event="alert", data_str=data, id=str(mark))


def _short(alert: Alert) -> str:
    """Enough of an alert's id, which is random, to know it by among those of some seconds."""
    return alert.id.removeprefix("msg_")[:_SHORT]
