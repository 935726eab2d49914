"""The page of one development."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from monitor.web.desk import Desk, RowId
from monitor.web.views.development import read_development


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/developments/{development_id}")
    def development(request: Request, development_id: RowId) -> HTMLResponse:
        view = read_development(desk.services.store, development_id)
        if view is None:
            raise HTTPException(404, f"There is no development {development_id}.")
        return desk.page(request, "development.html", view=view)

    return routes
