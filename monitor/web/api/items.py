"""Items and hits: what feeds brought, and which rules matched it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from monitor.store import developments as development_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import listing
from monitor.web.api.desk import LISTING, READING, ApiDesk, resource
from monitor.web.api.paging import Page, PageQuery, RowNumber, page_of, read_cursor
from monitor.web.api.problems import documented, not_found
from monitor.web.api.replies import reply
from monitor.web.api.shapes import DecisionShape, HitShape, ItemShape
from monitor.web.desk import RowId


class ItemQuery(PageQuery):
    """Which items."""

    feed: RowNumber | None = Field(default=None, description="A feed's number.")


class HitQuery(PageQuery):
    """Which hits."""

    rule: str | None = Field(default=None, max_length=200, description="A rule's id.")


class ItemDetail(ItemShape):
    """An item with its full text where it was read, the rules that matched, and the decision."""

    content: str
    hits: list[HitShape]
    decision: DecisionShape | None


def router(desk: ApiDesk) -> APIRouter:
    """The routes of items and hits."""
    routes = resource("items")

    @routes.get(
        "/items",
        response_model=Page[ItemShape],
        responses=LISTING,
        dependencies=desk.reads,
    )
    def items(request: Request, query: Annotated[ItemQuery, Query()]) -> Response:
        """Items, the last stored first."""
        after = read_cursor(request, query, (int,))
        with desk.store.read() as session:
            found = listing.find_items(
                session,
                limit=query.limit + 1,
                after=after[0] if after else None,
                feed_id=query.feed,
            )
        page, headers = page_of(request, query, found, show=ItemShape.of, key=lambda one: (one.id,))
        return reply(request, page, headers=headers)

    @routes.get(
        "/items/{id}",
        response_model=ItemDetail,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def item(request: Request, id: RowId) -> Response:
        """One item: what it says, which rules matched, which development it tells and why."""
        with desk.store.read() as session:
            found = item_rows.get_items(session, [id]).get(id)
            if found is None:
                raise not_found(f"item {id}")
            hits = hit_rows.hits_of(session, [id]).get(id, [])
            try:
                decision = DecisionShape.of(development_rows.decision_about(session, id))
            except LookupError:
                decision = None
        detail = ItemDetail(
            **ItemShape.of(found).model_dump(),
            content=found.item.content,
            hits=[HitShape.of(one) for one in hits],
            decision=decision,
        )
        return reply(request, detail)

    @routes.get(
        "/hits",
        tags=["hits"],
        response_model=Page[HitShape],
        responses=LISTING,
        dependencies=desk.reads,
    )
    def hits(request: Request, query: Annotated[HitQuery, Query()]) -> Response:
        """Hits, the latest first, with the words that made the rule match."""
        after = read_cursor(request, query, (datetime, int, str))
        with desk.store.read() as session:
            found = listing.find_hits(
                session,
                limit=query.limit + 1,
                after=(after[0], after[1], after[2]) if after else None,
                rule_id=query.rule,
            )
        page, headers = page_of(
            request,
            query,
            found,
            show=HitShape.of,
            key=lambda one: (one.created_at, one.item_id, one.rule_id),
        )
        return reply(request, page, headers=headers)

    return routes
