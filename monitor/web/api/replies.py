"""Answers as JSON with an entity tag, and conditions on it.

The tag is a hash of the answer's body: whoever shows it has seen this very state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated

from fastapi import Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from monitor.web.api.problems import ApiError

IfMatch = Annotated[
    str,
    Header(
        description="An ETag of the resource: refused with 412 if it was changed since. `*`: any.",
        max_length=2000,
    ),
]


def reply(
    request: Request,
    body: BaseModel,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """``body`` as JSON; 304 without it where the asker has just this."""
    content = body.model_dump_json().encode()
    told = {**(headers or {}), "ETag": _tag(content)}
    if request.method in {"GET", "HEAD"}:
        # To be kept by the asker alone, and asked about each time.
        told["Cache-Control"] = "private, no-cache"
        if _names(request.headers.get("if-none-match", ""), told["ETag"]):
            return Response(status_code=304, headers=told)
    return Response(content, status_code=status, media_type="application/json", headers=told)


def check_unchanged(if_match: str, body: BaseModel) -> None:
    """Raises :class:`ApiError` (412) unless the asker has seen the resource as it is now.

    ``body``: what the resource's own address answers.
    """
    if _names(if_match, _tag(body.model_dump_json().encode())):
        return
    raise ApiError(412, "It was changed since you read it: read it again, then decide.")


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _names(condition: str, tag: str) -> bool:
    given = [one.strip().removeprefix("W/") for one in condition.split(",")]
    return "*" in given or tag in given
