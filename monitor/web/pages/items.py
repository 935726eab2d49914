"""The search over every item, also those that no rule matched."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from monitor.web.desk import Desk
from monitor.web.views.items import read_items

Number = Annotated[int, Query(ge=0, le=2**53)]


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/items")
    def items(request: Request, q: str = "", before: Number | None = None) -> HTMLResponse:
        view = read_items(desk.services.store, q, before=before)
        return desk.page(request, "items.html", view=view)

    return routes
