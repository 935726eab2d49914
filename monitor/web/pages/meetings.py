"""The page of meetings."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.web.desk import Desk


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/meetings")
    def meetings(request: Request) -> HTMLResponse:
        return desk.page(request, "meetings.html")

    return routes
