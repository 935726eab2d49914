"""The pages of feeds: their health, one feed with its polls, and what rules can hear."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from monitor.feeds.opml import WRITTEN
from monitor.feeds.schedule import span
from monitor.model import Role
from monitor.store import feeds as feed_rows
from monitor.store import visits as visit_rows
from monitor.store.feed_pages import FeedFilter, FeedHealth, FeedOrder
from monitor.web.desk import Desk, RowId
from monitor.web.forms import number_of, word_of
from monitor.web.pieces import pieces
from monitor.web.views.feeds import (
    SHOWN_DOWN,
    FeedsAsked,
    read_coverage,
    read_feed,
    read_feeds,
)

_LONGEST_WORDS = 200
_LAST_FIRST = frozenset({FeedOrder.FAILURES, FeedOrder.ITEM, FeedOrder.SUCCESS})
"""Columns that a person first wants to see from the top down."""


def router(desk: Desk) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter()
    services = desk.services
    editing = desk.access.writing(Role.EDITOR)
    line = pieces(desk.templates, "feeds_macros.html", "line", span=span)

    @routes.get("/feeds")
    def feeds(request: Request) -> HTMLResponse:
        asked = _asked(request)
        view = read_feeds(services.store, asked, now=services.clock())

        def link(**changes: object) -> str:
            return _link(asked, **changes)

        return desk.page(
            request,
            "feeds.html",
            view=view,
            link=link,
            line=line,
            last_first=_LAST_FIRST,
            added=number_of(request.query_params.get("added", "")),
        )

    @routes.get("/feeds/coverage")
    def coverage(request: Request) -> HTMLResponse:
        rules = services.rules.active.rule_set
        found = read_coverage(services.store, rules, now=services.clock())
        return desk.page(request, "feeds_coverage.html", found=found, shown=SHOWN_DOWN)

    @routes.get("/feeds/{feed_id}")
    def feed(request: Request, feed_id: RowId) -> HTMLResponse:
        return feed_page(request, desk, feed_id)

    @routes.post("/feeds/{feed_id}/poll", dependencies=editing)
    def poll(feed_id: RowId) -> RedirectResponse:
        with services.store.write() as session:
            known = feed_rows.feed_by_id(session, feed_id)
            due = known and visit_rows.make_due(session, services.clock(), url=known.listed_url)
        if not due:
            raise HTTPException(404, f"No feed that is polled has the number {feed_id}.")
        return RedirectResponse(f"/feeds/{feed_id}", 303)

    return routes


def feed_page(request: Request, desk: Desk, feed_id: int, *, problem: str = "") -> HTMLResponse:
    """The page of one feed, with what was wrong with what somebody wanted. Raises 404."""
    services = desk.services
    rules = services.rules.active.rule_set
    view = read_feed(services.store, feed_id, rules, now=services.clock())
    if view is None:
        raise HTTPException(404, f"There is no feed {feed_id}.")
    return desk.page(
        request,
        "feeds_one.html",
        status=422 if problem else 200,
        view=view,
        span=span,
        problem=problem,
        full_text=WRITTEN[view.line.feed.full_text],
    )


def _asked(request: Request) -> FeedsAsked:
    asked = request.query_params
    order = asked.get("order", "")  # a minus before the word turns it around
    return FeedsAsked(
        wanted=FeedFilter(
            health=word_of(FeedHealth, asked.get("health", "")),
            words=asked.get("words", "").strip()[:_LONGEST_WORDS],
            folder=asked.get("folder", ""),
        ),
        order=word_of(FeedOrder, order.removeprefix("-")) or FeedOrder.OUTLET,
        descending=order.startswith("-"),
        page=number_of(asked.get("page", "")) or 1,
    )


def _link(asked: FeedsAsked, **changes: object) -> str:
    """The address of this page with something else asked for; from its first page on."""
    values: dict[str, object] = {
        "health": asked.wanted.health or "",
        "words": asked.wanted.words,
        "folder": asked.wanted.folder,
        "order": f"-{asked.order}" if asked.descending else asked.order,
    }
    given = {name: str(value) for name, value in {**values, **changes}.items() if value}
    return f"/feeds?{urlencode(given)}" if given else "/feeds"
