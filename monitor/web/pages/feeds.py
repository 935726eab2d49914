"""The page of feeds."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.web.desk import Desk


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/feeds")
    def feeds(request: Request) -> HTMLResponse:
        return desk.page(request, "feeds.html")

    return routes
