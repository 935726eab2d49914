"""Answers to requests that cannot be met, as pages in the site's look that ask no database."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from monitor.errors import StoreError
from monitor.logs import Log
from monitor.web.guard import MAX_BODY_BYTES

RETRY_AFTER_S = 30
"""When a page that the database refused is asked for again, by itself."""

_NO_PAGE = "There is no such page."
_UNREADABLE = "What was sent with the request cannot be read."
_TEXTS = {
    HTTPStatus.NOT_FOUND.phrase: _NO_PAGE,
    "Content Too Large": f"What was sent is larger than {MAX_BODY_BYTES // 2**20} MB.",
    HTTPStatus.METHOD_NOT_ALLOWED.phrase: "This cannot be done with this page.",
}


def add_failure_pages(app: FastAPI, pages: Jinja2Templates, log: Log) -> None:
    """Have ``app`` answer errors with pages: 404, 405, 503 where the database refuses, and 500."""

    def page(
        request: Request,
        status: int,
        text: str,
        *,
        retry_after_s: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        context = {
            "title": f"{status} {HTTPStatus(status).phrase}",
            "text": text,
            "retry_after_s": retry_after_s,
        }
        return pages.TemplateResponse(
            request, "failure.html", context, status_code=status, headers=headers
        )

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> HTMLResponse:
        text = _TEXTS.get(error.detail, error.detail)
        return page(request, error.status_code, text, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> HTMLResponse:
        if any(one["loc"][0] == "path" for one in error.errors()):
            return page(request, HTTPStatus.NOT_FOUND, _NO_PAGE)
        return page(request, HTTPStatus.BAD_REQUEST, _UNREADABLE)

    @app.exception_handler(StoreError)
    async def store_refused(request: Request, error: StoreError) -> HTMLResponse:
        log.warning("web.store_refused", path=request.url.path, problem=str(error))
        return page(
            request,
            HTTPStatus.SERVICE_UNAVAILABLE,
            str(error),
            retry_after_s=RETRY_AFTER_S,
            headers={"Retry-After": str(RETRY_AFTER_S)},
        )

    @app.exception_handler(Exception)
    async def broken(request: Request, _error: Exception) -> HTMLResponse:
        # The web server logs the exception with its trace: it is raised on after this answer.
        text = "The page could not be made; the log says why."
        return page(request, HTTPStatus.INTERNAL_SERVER_ERROR, text)
