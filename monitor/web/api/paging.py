"""Long lists in pages: an opaque cursor says after which row the next page begins."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from monitor.web.api.problems import ApiError, FieldProblem

LONGEST_PAGE = 200
USUAL_PAGE = 50
_LONGEST_CURSOR = 500

Row = TypeVar("Row")
Shown = TypeVar("Shown", bound=BaseModel)


def _in_utc(value: object) -> datetime:
    """A moment as RFC 3339 writes it; one that UTC cannot hold becomes the nearest it can."""
    if not isinstance(value, str):
        raise ValueError("a moment is a text such as 2026-03-04T12:00:00Z")  # noqa: TRY004
    moment = datetime.fromisoformat(value.upper())
    if moment.tzinfo is None or len(value) < len("2026-03-04T12:00:00Z"):
        raise ValueError("say in which zone, such as 2026-03-04T12:00:00Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        latest, earliest = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
        return latest if moment.year > 1 else earliest


Moment = Annotated[
    datetime,
    BeforeValidator(_in_utc),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment in a query or body, in UTC."""

RowNumber = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""The number of a row: what every reader of JSON can hold."""


class PageQuery(BaseModel):
    """What every list takes. An unknown parameter is refused: a typo must not widen a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(
        default=USUAL_PAGE, ge=1, le=LONGEST_PAGE, description="How many there are in a page."
    )
    cursor: str | None = Field(
        default=None,
        min_length=1,
        max_length=_LONGEST_CURSOR,
        pattern="^[A-Za-z0-9_-]+$",
        description="Where the page begins: `next` of the page before. Good with the same filters.",
    )


class Page(BaseModel, Generic[Shown]):
    """A page of a list; ``next`` is the cursor of the next page, null on the last one."""

    data: list[Shown]
    next: str | None


def read_cursor(request: Request, query: PageQuery, kinds: Sequence[type]) -> list[Any] | None:
    """The values in the cursor, of these kinds; ``None`` for the first page.

    Raises :class:`ApiError` for a cursor that this list with these filters did not give.
    """
    if query.cursor is None:
        return None
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        made = json.loads(base64.urlsafe_b64decode(padded))
        mark, *values = made
        if mark != _mark(request, query) or len(values) != len(kinds):
            raise ValueError(mark)  # noqa: TRY301
        return [_value(kind, value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        detail = "The cursor is not one that this list gave: begin without one."
        fields = [FieldProblem(pointer="/query/cursor", message=detail)]
        raise ApiError(400, detail, errors=fields) from error


def page_of(
    request: Request,
    query: PageQuery,
    rows: Sequence[Row],
    *,
    show: Callable[[Row], Shown],
    key: Callable[[Row], tuple[Any, ...]],
) -> tuple[Page[Shown], dict[str, str]]:
    """A page and its headers, of ``rows`` that were read for one more than its limit."""
    shown = rows[: query.limit]
    more = len(rows) > query.limit
    cursor = _cursor(request, query, key(shown[-1])) if more else None
    headers = {}
    if cursor is not None:
        asked = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
        address = f"{request.url.path}?{urlencode([*asked, ('cursor', cursor)])}"
        headers["Link"] = f'<{address}>; rel="next"'
    return Page(data=[show(one) for one in shown], next=cursor), headers


def _cursor(request: Request, query: PageQuery, key: tuple[Any, ...]) -> str:
    values = [one.isoformat() if isinstance(one, datetime) else one for one in key]
    text = json.dumps([_mark(request, query), *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _mark(request: Request, query: PageQuery) -> str:
    """What a cursor belongs to: the list, and what it was filtered by."""
    filters = query.model_dump_json(exclude={"limit", "cursor"})
    return hashlib.sha256(f"{request.url.path} {filters}".encode()).hexdigest()[:8]


def _value(kind: type, value: object) -> object:
    if kind is datetime and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment.astimezone(UTC)
    if type(value) is not kind or (kind is int and not 0 <= int(str(value)) < 2**63):
        raise ValueError(value)
    return value
