"""Where WebSub hubs reach us: they verify a subscription with GET, and send content with POST.

Callbacks are the one place that strangers may write to. An address holds a random token; without a
known one nothing is read. Content counts only with its signature (``pipeline/websub.py``).
"""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import PlainTextResponse

from monitor.net.urls import shown_url
from monitor.pipeline import websub
from monitor.pipeline.websub import CALLBACK_PATH, Reply
from monitor.wiring import Services

BODY_WITHIN_S = 30.0
"""How long a hub may take to send its content."""

TOKEN_CHARS = 64


def add_callbacks(app: FastAPI, services: Services) -> None:
    """Add the callbacks of hubs to the application: they may send as much as a feed may hold."""
    callbacks = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    limit = services.settings.max_body_bytes
    app.mount(CALLBACK_PATH.rstrip("/"), RequestBodyLimitMiddleware(callbacks, limit))

    @callbacks.get("/{token}")
    def verify(request: Request, token: str) -> PlainTextResponse:
        query = {name: value[:5000] for name, value in request.query_params.items()}
        reply = websub.verify(services.store, token[:TOKEN_CHARS], query, now=services.clock())
        return _told(services, reply, topic=query.get("hub.topic", ""))

    @callbacks.post("/{token}")
    async def receive(request: Request, token: str) -> PlainTextResponse:
        token = token[:TOKEN_CHARS]
        if not await run_in_threadpool(websub.knows, services.store, token):
            return PlainTextResponse("", status_code=410)
        body = await _body(request, services.settings.max_body_bytes)
        if body is None:
            return PlainTextResponse("", status_code=413)
        reply = await run_in_threadpool(
            websub.receive,
            services.store,
            token,
            body=body,
            signature=request.headers.get("x-hub-signature"),
            content_type=request.headers.get("content-type"),
            now=services.clock(),
            run=services.run_parser,
        )
        return _told(services, reply)


async def _body(request: Request, max_bytes: int) -> bytes | None:
    """The body of a request; ``None`` where it is too long or comes too slowly."""
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for piece in request.stream():
                size += len(piece)
                if size > max_bytes:
                    return None
                pieces.append(piece)
    except TimeoutError:
        return None
    return b"".join(pieces)


def _told(services: Services, reply: Reply, *, topic: str = "") -> PlainTextResponse:
    if reply.event:
        tell = services.log.info if reply.status < 300 else services.log.warning
        tell(
            reply.event,
            topic=shown_url(topic) if topic else "",
            feed_id=reply.feed_id,
            detail=reply.detail,
        )
    return PlainTextResponse(reply.body, status_code=reply.status)
