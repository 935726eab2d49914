"""The page of deliveries."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.web.desk import Desk


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/deliveries")
    def deliveries(request: Request) -> HTMLResponse:
        return desk.page(request, "deliveries.html")

    return routes
