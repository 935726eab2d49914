"""The page of meetings, and their calendar to subscribe to."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from email.utils import format_datetime

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.model import Role
from monitor.pipeline.meeting_calendar import read_calendar
from monitor.store import calendar as calendar_rows
from monitor.web.calendar import CONTENT_TYPE, entries, etag_of, write_calendar
from monitor.web.desk import Desk
from monitor.web.people import digest, new_calendar_token
from monitor.web.views.meetings import SHOWN_DEVELOPMENTS, Span, read_meetings
from monitor.wiring import Services

FILE = "meetings.ics"


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()
    services = desk.services
    writing = desk.access.writing(Role.VIEWER)

    def page(request: Request, *, token: str = "") -> HTMLResponse:
        today = services.clock().date()
        asked = request.query_params
        view = read_meetings(
            services.store,
            services.rules.active.rule_set,
            today=today,
            month=_month(asked.get("month", "")) or today,
            span=_span(asked.get("show", "")),
            page=_number(asked.get("page", "")),
        )
        here = desk.access.enter(request).session
        key = None
        if here is not None:
            with services.store.read() as session:
                key = calendar_rows.key_of(session, here.person.id)
        base = services.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
        address = f"{base}/calendar/{token}/{FILE}" if token else ""
        if here is None:
            address = f"{base}/{FILE}"
        return desk.page(request, "meetings.html", view=view, key=key, address=address)

    @routes.get("/meetings")
    def meetings(request: Request) -> HTMLResponse:
        return page(request)

    @routes.post("/meetings/subscribe", dependencies=writing)
    def subscribe(request: Request) -> HTMLResponse:
        """Make an address, or another one: it is shown once, in this answer."""
        here = desk.access.enter(request).session
        if here is None:
            return page(request)
        token = new_calendar_token(services.random_hex)
        with services.store.write() as session:
            calendar_rows.set_key(session, here.person.id, digest(token), services.clock())
        services.log.info("web.calendar_address_made", person=here.person.name)
        return page(request, token=token)

    @routes.post("/meetings/unsubscribe", dependencies=writing)
    def unsubscribe(request: Request) -> RedirectResponse:
        here = desk.access.enter(request).session
        if here is not None:
            with services.store.write() as session:
                calendar_rows.delete_key(session, here.person.id)
        return RedirectResponse("/meetings#subscribe", 303)

    @routes.api_route(f"/{FILE}", methods=["GET", "HEAD"])
    def download(request: Request) -> Response:
        return _calendar(request, services)

    return routes


def open_router(desk: Desk) -> APIRouter:
    """The calendar at people's secret addresses: calendar programs have no cookies."""
    routes = APIRouter()
    services = desk.services

    @routes.api_route(f"/calendar/{{token}}/{FILE}", methods=["GET", "HEAD"])
    def subscribed(request: Request, token: str) -> Response:
        now = services.clock()
        with services.store.read() as session:
            key = calendar_rows.find_key(session, digest(token))
        if key is None:
            raise HTTPException(404, "There is no such calendar, or its address was renewed.")
        if calendar_rows.is_use_due(key, now):
            with services.store.write() as session:
                calendar_rows.use_key(session, key.person_id, now)
        return _calendar(request, services)

    return routes


def _calendar(request: Request, services: Services) -> Response:
    now, rules = services.clock(), services.rules.active.rule_set
    with services.store.read() as session:
        meetings = read_calendar(session, rules, latest=SHOWN_DEVELOPMENTS)
        told = entries(meetings, public_url=services.settings.public_url.rstrip("/"))
        prints = {one.meeting_id: one.prints for one in told}
        changed = calendar_rows.changed_entries(session, prints)
    if changed:
        with services.store.write() as session:
            changes = {key: one for key, one in prints.items() if key in changed}
            calendar_rows.note_entries(session, changes, now)
    with services.store.read() as session:
        versions = calendar_rows.entry_versions(session, list(prints))
    headers = {
        "ETag": etag_of(told, versions),
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="{FILE}"',
    }
    if versions:
        changed_at = max(one.changed_at for one in versions.values())
        headers["Last-Modified"] = format_datetime(changed_at, usegmt=True)
    if _has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    body = write_calendar(told, versions)
    return Response(body, media_type=CONTENT_TYPE, headers=headers)


def _has(request: Request, etag: str) -> bool:
    """Whether the program has this state of the calendar already (RFC 9110, If-None-Match)."""
    asked = (one.strip() for one in request.headers.get("if-none-match", "").split(","))
    return any(one == "*" or one.removeprefix("W/") == etag for one in asked)


def _month(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(f"{text}-01")
    return None


def _span(text: str) -> Span:
    return Span(text) if text in set(Span) else Span.AHEAD


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1
