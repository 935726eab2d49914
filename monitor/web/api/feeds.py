"""Feeds: list, read, add by address, remove, poll now, what rules can hear."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from monitor.feeds.opml import Outline
from monitor.model import FailureReason, Feed, Poll, PollOutcome, Role
from monitor.pipeline import feed_list
from monitor.pipeline.coverage import coverage
from monitor.pipeline.feed_search import SearchLimits, check_address, listing, offers, search
from monitor.pipeline.remembering import Remembered
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from monitor.store import polls as poll_rows
from monitor.store import visits as visit_rows
from monitor.store.hosts import HostHold
from monitor.web.api.desk import LISTING, READING, WRITING, ApiDesk, resource
from monitor.web.api.identity import Caller
from monitor.web.api.paging import Page, PageQuery, page_of, read_cursor
from monitor.web.api.problems import ApiError, documented, not_found
from monitor.web.api.replies import reply
from monitor.web.desk import RowId
from monitor.wiring import own_feed_list, read_feed_list

SHOWN_POLLS = 50
COVERAGE_KEPT_S = 5.0
"""How long the answer is given again: it takes all feeds and all rules together."""

HITS_WITHIN = timedelta(days=30)
"""From which hits it is told which feeds a rule lives on."""


class FeedQuery(PageQuery):
    """Which feeds."""

    failing: bool | None = Field(
        default=None, description="Only those whose last poll failed, or did not."
    )


class FeedShape(BaseModel):
    """A polled address and how it does. ``host_held_until``: its host asked to be left alone."""

    id: int
    url: str
    listed_url: str
    outlet: str
    title: str
    folder: str
    language: str | None
    polls: int
    last_poll_at: datetime | None
    last_success_at: datetime | None
    last_new_item_at: datetime | None
    interval_s: float | None
    usual_gap_s: float | None
    next_poll_at: datetime
    next_poll_why: str
    host_held_until: datetime | None
    failures: int
    failing_since: datetime | None
    reason: FailureReason | None
    detail: str


class PollShape(BaseModel):
    """One visit to a feed. ``late_s``: how long after its due time it began."""

    started_at: datetime
    outcome: PollOutcome
    reason: FailureReason | None
    detail: str
    status: int | None
    elapsed_s: float
    late_s: float | None
    items: int
    new_items: int
    edited_items: int


class FeedDetail(FeedShape):
    """A feed with its last polls, the latest first."""

    last_polls: list[PollShape]


class CoverageShape(BaseModel):
    """What a rule can hear: whether its silence means that nothing happened."""

    rule: str
    enabled: bool
    sees: bool
    text: str
    feeds: int
    down: list[str]
    never_read: int
    last_hit_at: datetime | None
    feeds_with_hits: int
    feeds_with_hits_down: int


class CoverageList(BaseModel):
    """Every rule in force."""

    data: list[CoverageShape]


class NewFeed(BaseModel):
    """A feed's address, or a site's, which is searched for feeds.

    ``all``: take every feed that is found. ``unchecked``: add the address without asking it; then
    ``outlet`` says who publishes it.
    """

    model_config = ConfigDict(extra="forbid")

    address: str = Field(min_length=1, max_length=2000)
    outlet: str | None = Field(default=None, min_length=1, max_length=200)
    title: str | None = Field(default=None, max_length=500)
    language: str | None = Field(default=None, pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
    folder: str = Field(default="", max_length=200)
    all: bool = False
    unchecked: bool = False


class FeedsAdded(BaseModel):
    """Addresses that were put into the feed list, and those that it had already."""

    added: list[str]
    known: list[str]


class PollsDue(BaseModel):
    """How many feeds are due now."""

    due: int


def router(desk: ApiDesk) -> APIRouter:
    """The routes of feeds."""
    routes = resource("feeds")
    _add_reading(routes, desk)
    _add_writing(routes, desk)
    return routes


def _add_reading(routes: APIRouter, desk: ApiDesk) -> None:
    known = Remembered(lambda: _coverage(desk), monotonic=time.monotonic)

    @routes.get(
        "/feeds",
        response_model=Page[FeedShape],
        responses=LISTING,
        dependencies=desk.reads,
    )
    def feeds(request: Request, query: Annotated[FeedQuery, Query()]) -> Response:
        """The feeds that are polled, in the order they were added."""
        after = read_cursor(request, query, (int,))
        with desk.store.read() as session:
            found = feed_rows.list_feeds(
                session,
                after=after[0] if after else None,
                limit=query.limit + 1,
                failing=query.failing,
            )
            held = host_rows.held_hosts(session, desk.services.clock())
        page, headers = page_of(
            request, query, found, show=lambda one: _feed(one, held), key=lambda one: (one.id,)
        )
        return reply(request, page, headers=headers)

    @routes.get(
        "/coverage",
        response_model=CoverageList,
        responses=READING,
        dependencies=desk.reads,
    )
    def heard(request: Request) -> Response:
        """For each rule in force, whether the feeds it looks at are read, as some seconds ago."""
        return reply(request, known.get(lambda _: COVERAGE_KEPT_S))

    @routes.get(
        "/feeds/{id}",
        response_model=FeedDetail,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def feed(request: Request, id: RowId) -> Response:
        """One feed with its last polls."""
        with desk.store.read() as session:
            found = feed_rows.feed_by_id(session, id)
            if found is None:
                raise not_found(f"feed {id}")
            held = host_rows.held_hosts(session, desk.services.clock())
            polls = poll_rows.recent_polls(session, id, SHOWN_POLLS)
        detail = FeedDetail(
            **_feed(found, held).model_dump(), last_polls=[_poll(one) for one in polls]
        )
        return reply(request, detail)


def _coverage(desk: ApiDesk) -> CoverageList:
    rule_set = desk.services.rules.active.rule_set
    with desk.store.read() as session:
        found = coverage(session, rule_set, since=desk.services.clock() - HITS_WITHIN)
    shapes = [
        CoverageShape(
            rule=one.rule.id,
            enabled=one.rule.enabled,
            sees=one.sees,
            text=one.text,
            feeds=one.feeds,
            down=[feed.url for feed in one.down],
            never_read=one.unread,
            last_hit_at=one.last_hit_at,
            feeds_with_hits=one.brought,
            feeds_with_hits_down=one.brought_down,
        )
        for one in found
    ]
    return CoverageList(data=shapes)


def _add_writing(routes: APIRouter, desk: ApiDesk) -> None:
    edit = desk.callers.writer(Role.EDITOR)

    @routes.post("/feeds", status_code=201, response_model=FeedsAdded, responses=WRITING)
    def add(request: Request, body: NewFeed, caller: Annotated[Caller, Depends(edit)]) -> Response:
        """Find the feed of a site and add it to the feed list; it is polled at once. Role: editor.

        409 where no feed is found, or several: then add one by its address, or say ``all``.
        """
        outlines = _unchecked(body) if body.unchecked else _found(desk, body)
        services = desk.services
        path = own_feed_list(services.settings)
        done = feed_list.add_to_list(path, outlines)
        asked = () if body.unchecked else [one.source.url for one in outlines]
        gap_s = services.settings.host_gap_s
        feed_list.take_over(services.store, path, services.clock(), asked=asked, gap_s=gap_s)
        result = FeedsAdded(
            added=[one.source.url for one in done.added],
            known=[one.source.url for one in done.known],
        )
        services.log.info("web.feeds_added", feeds=len(result.added), person=caller.person)
        return reply(request, result, status=201)

    @routes.delete("/feeds/{id}", status_code=204, response_class=Response, responses=WRITING)
    def remove(id: RowId, caller: Annotated[Caller, Depends(edit)]) -> Response:
        """Take a feed out of the feed list and stop polling it; its items stay. Role: editor."""
        with desk.store.read() as session:
            found = feed_rows.feed_by_id(session, id)
        services = desk.services
        gone = found is None or not feed_list.remove_feed(
            services.store, own_feed_list(services.settings), found.listed_url, services.clock()
        )
        if gone:
            raise not_found(f"feed {id} in the list")
        services.log.info("web.feed_removed", feed_id=id, person=caller.person)
        return Response(status_code=204)

    @routes.post(
        "/feeds/{id}/poll",
        status_code=202,
        response_model=FeedShape,
        responses=WRITING,
        dependencies=[Depends(edit)],
    )
    def poll(request: Request, id: RowId) -> Response:
        """Have the feed polled at once, also one that waits after failures. Role: editor."""
        now = desk.services.clock()
        with desk.store.write() as session:
            found = feed_rows.feed_by_id(session, id)
            if found is None or not visit_rows.make_due(session, now, url=found.listed_url):
                raise not_found(f"feed {id} in the list")
            due = feed_rows.feed_by_id(session, id) or found
            held = host_rows.held_hosts(session, now)
        return reply(request, _feed(due, held), status=202)

    @routes.post(
        "/polls",
        status_code=202,
        response_model=PollsDue,
        responses=WRITING,
        dependencies=[Depends(edit)],
    )
    def poll_all(request: Request) -> Response:
        """Have every feed polled at once. Role: editor."""
        with desk.store.write() as session:
            due = visit_rows.make_due(session, desk.services.clock())
        return reply(request, PollsDue(due=due), status=202)


def _unchecked(body: NewFeed) -> list[Outline]:
    if body.outlet is None:
        raise ApiError(409, "Say with outlet who publishes the feed.")
    check_address(body.address)
    return [_outline(body, body.address, body.title or "", body.outlet)]


def _found(desk: ApiDesk, body: NewFeed) -> list[Outline]:
    """The feeds behind an address. Raises :class:`ApiError` where it is not clear which."""
    services = desk.services
    limits = SearchLimits(
        fetch_s=services.settings.fetch_deadline_s, max_body_bytes=services.settings.max_body_bytes
    )
    found = search(
        services.feed_client,
        body.address,
        limits=limits,
        now=services.clock(),
        monotonic=time.monotonic,
    )
    offered = offers(found, read_feed_list(services.settings.feeds_in_force))
    news = [one for one in offered if not one.feed.of_comments] or offered
    if not news:
        tried = "; ".join(f"{url}: {why}" for url, why in found.tried[:5])
        raise ApiError(409, f"No feed was found. Tried: {tried or 'nothing'}.")
    if len(news) > 1 and not body.all:
        named = ", ".join(one.feed.url for one in news)
        raise ApiError(409, f"Several feeds were found; add one by its address, or all: {named}")
    return [
        _outline(body, one.feed.url, body.title or one.feed.title, body.outlet or one.outlet)
        for one in news
    ]


def _outline(body: NewFeed, url: str, title: str, outlet: str) -> Outline:
    return listing(
        url, outlet=outlet, title=title, language=body.language or "", folder=body.folder
    )


def _feed(one: Feed, held: Mapping[str, HostHold]) -> FeedShape:
    hold = held.get(one.host)
    return FeedShape(
        id=one.id,
        url=one.url,
        listed_url=one.listed_url,
        outlet=one.outlet,
        title=one.title,
        folder=one.folder,
        language=one.language,
        polls=one.polls,
        last_poll_at=one.last_poll_at,
        last_success_at=one.last_success_at,
        last_new_item_at=one.last_new_item_at,
        interval_s=one.interval_s,
        usual_gap_s=one.usual_gap_s,
        next_poll_at=one.next_poll_at,
        next_poll_why=one.next_poll_why,
        host_held_until=hold.until if hold else None,
        failures=one.failures,
        failing_since=one.failing_since,
        reason=one.last_reason,
        detail=one.last_detail,
    )


def _poll(one: Poll) -> PollShape:
    return PollShape(
        started_at=one.started_at,
        outcome=one.outcome,
        reason=one.reason,
        detail=one.detail,
        status=one.status,
        elapsed_s=one.elapsed_s,
        late_s=one.late_s,
        items=one.items,
        new_items=one.new_items,
        edited_items=one.edited_items,
    )
