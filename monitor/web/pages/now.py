"""The front page: what is developing, live; and who has read what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.model import Role
from monitor.store import timeline as timeline_rows
from monitor.store.reading import mark_all_read, mark_unread
from monitor.web.desk import Desk, RowId
from monitor.web.live import Live
from monitor.web.login import local_path
from monitor.web.pieces import Cards
from monitor.web.views.now import (
    SPANS,
    bounded,
    read_asked,
    read_changes,
    read_entry,
    read_now,
    read_unread,
)

Number = Annotated[int, Query(ge=0, le=2**53)]
FormText = Annotated[str, Form()]


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()
    live, cards = Live(desk.services), Cards(desk.templates)
    _add_timeline(routes, desk, cards)
    _add_marks(routes, desk, cards)

    @routes.get("/now/stream")
    async def stream(request: Request, since: Number = 0) -> Response:
        return live.open(request, request.state.visit, since)

    return routes


def _add_timeline(routes: APIRouter, desk: Desk, cards: Cards) -> None:
    services = desk.services

    @routes.get("/")
    def now(request: Request, before: Number | None = None) -> HTMLResponse:
        view = read_now(
            services.store,
            read_asked(request.query_params),
            reader=_reader(request),
            now=services.clock(),
            before=before,
        )
        card = cards.under(services.rules.active)
        return desk.page(request, "now.html", view=view, bounded=bounded, spans=SPANS, card=card)

    @routes.get("/now/changes")
    def changes(request: Request, since: Number = 0) -> HTMLResponse:
        view = read_changes(
            services.store,
            read_asked(request.query_params),
            reader=_reader(request),
            now=services.clock(),
            since=since,
        )
        card = cards.under(services.rules.active)
        return desk.part(request, "now_changes.html", view=view, bounded=bounded, card=card)


def _add_marks(routes: APIRouter, desk: Desk, cards: Cards) -> None:
    store = desk.services.store
    writing = desk.access.writing(Role.VIEWER)

    def answer(request: Request, development_id: int, back: str) -> Response:
        if request.headers.get("hx-request") != "true":
            return RedirectResponse(local_path(back), 303)
        entry = read_entry(store, development_id, reader=_reader(request))
        unread = bounded(read_unread(store, reader=_reader(request)))
        card = cards.under(desk.services.rules.active)
        return desk.part(request, "now_marked.html", one=entry, unread=unread, card=card)

    def known(development_id: int, *, found: bool) -> None:
        if not found:
            raise HTTPException(404, f"There is no development {development_id}.")

    @routes.post("/developments/{development_id}/read", dependencies=writing)
    def read(request: Request, development_id: RowId, back: FormText = "/") -> Response:
        with store.write() as session:
            found = timeline_rows.read_development(session, _reader(request), development_id)
        known(development_id, found=found)
        return answer(request, development_id, back)

    @routes.post("/developments/{development_id}/unread", dependencies=writing)
    def unread(request: Request, development_id: RowId, back: FormText = "/") -> Response:
        with store.write() as session:
            found = mark_unread(session, _reader(request), development_id)
        known(development_id, found=found)
        return answer(request, development_id, back)

    @routes.post("/now/read-all", dependencies=writing)
    def read_all(
        request: Request, through: Annotated[int, Form(ge=0, le=2**53)], back: FormText = "/"
    ) -> Response:
        with store.write() as session:
            mark_all_read(session, _reader(request), through)
        return RedirectResponse(local_path(back), 303)


def _reader(request: Request) -> str:
    person: str = request.state.visit.person
    return person
