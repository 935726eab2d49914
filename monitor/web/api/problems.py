"""Every error of the API as a problem document (RFC 9457, ``application/problem+json``)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.errors import ConfigError, RuleFilesError, StoreBusyError, StoreError
from monitor.logs import Log

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5


class FieldProblem(BaseModel):
    """What is wrong with one value that was sent. ``pointer``: where, as ``/query/limit``."""

    pointer: str
    message: str


class Problem(BaseModel):
    """Why a request was not met. ``detail`` is a sentence for a person."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class ApiError(Exception):
    """The request is not met: becomes a :class:`Problem`."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[FieldProblem] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers
        self.errors = errors


def not_found(what: str) -> ApiError:
    """Nothing of that name is known."""
    return ApiError(404, f"There is no {what}.")


def told_to_wait(wait_s: float) -> ApiError:
    """Somebody asks too often."""
    wait = math.ceil(wait_s)
    headers = {"Retry-After": str(wait)}
    return ApiError(
        429, f"Too many tries. Wait {wait} seconds before the next one.", headers=headers
    )


def sentence(error: ConfigError) -> str:
    """What a person did wrong, in a sentence."""
    text = error.message + (f" ({error.hint})" if error.hint else "")
    return f"{text[:1].upper()}{text[1:]}."


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route documents of its errors."""
    return {
        status: {"model": Problem, "description": HTTPStatus(status).phrase} for status in statuses
    }


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FieldProblem] = (),
) -> Response:
    """The answer that tells a problem."""
    told = Problem(
        title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors)
    )
    return Response(
        told.model_dump_json(), status_code=status, media_type=MEDIA_TYPE, headers=headers
    )


def _allowed(app: FastAPI, request: Request) -> list[str]:
    """The methods of all routes at the request's address; each route knows only its own."""
    path = request.url.path.removeprefix(str(request.scope.get("root_path", "")))
    found = {
        template: operations
        for template, operations in app.openapi()["paths"].items()
        if compile_path(template)[0].match(path)
    }
    # Of `/alerts/stream` and `/alerts/{id}`, the address is of the first.
    nearest = min(found, key=lambda template: template.count("{"), default=None)
    return sorted(method.upper() for method in found[nearest]) if nearest else []


def add_problems(app: FastAPI, log: Log) -> None:
    """Have ``app`` answer every error with a problem document."""

    @app.exception_handler(ApiError)
    async def refused(_: Request, error: ApiError) -> Response:
        return problem(error.status, error.detail, headers=error.headers, errors=error.errors)

    @app.exception_handler(HTTPException)
    async def not_met(request: Request, error: HTTPException) -> Response:
        plain = {404: "There is nothing at this address.", 405: "This cannot be done here."}
        given = error.detail != HTTPStatus(error.status_code).phrase
        detail = error.detail if given else plain.get(error.status_code, error.detail)
        headers = error.headers
        if error.status_code == 405:
            headers = {**(headers or {}), "Allow": ", ".join(_allowed(app, request))}
        return problem(error.status_code, detail, headers=headers)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_: Request, error: RequestValidationError) -> Response:
        errors = [
            FieldProblem(pointer="/" + "/".join(map(str, one["loc"])), message=one["msg"])
            for one in error.errors()
        ]
        return problem(422, "What was sent does not fit what is asked for.", errors=errors)

    @app.exception_handler(RuleFilesError)
    async def unsound(_: Request, error: RuleFilesError) -> Response:
        return problem(409, str(error))

    @app.exception_handler(ConfigError)
    async def mistaken(_: Request, error: ConfigError) -> Response:
        return problem(409, sentence(error))

    @app.exception_handler(StoreError)
    async def store_refused(request: Request, error: StoreError) -> Response:
        log.warning("web.store_refused", path=request.url.path, problem=str(error))
        wait = RETRY_AFTER_S if isinstance(error, StoreBusyError) else RETRY_AFTER_S * 6
        return problem(503, str(error), headers={"Retry-After": str(wait)})

    @app.exception_handler(Exception)
    async def broken(_: Request, _error: Exception) -> Response:
        # The web server logs the exception with its trace: it is raised on after this answer.
        return problem(500, "The answer could not be made; the log says why.")


class LargeBodiesTold:
    """Wraps the whole application: that a body is too large is told as all else is.

    The middleware that limits bodies answers with plain text, wherever it stands.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app, self._prefix = app, f"{prefix}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        told = False

        async def send_told(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start" and message["status"] == 413:
                told = True
                answer = problem(413, "What was sent is too large.")
                await answer(scope, receive, send)
            elif not told:
                await send(message)

        await self._app(scope, receive, send_told)
