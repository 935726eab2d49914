"""Developments: list, read, merge, split, mute."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from monitor.model import DevelopmentState, Matcher, Role, Severity
from monitor.pipeline.corrections import Editor, merge_developments, split_development
from monitor.store import alerts as alert_rows
from monitor.store import corrections as correction_rows
from monitor.store import developments as development_rows
from monitor.store import listing
from monitor.store import silences as silence_rows
from monitor.store.developments import RecordedDecision
from monitor.store.engine import Session
from monitor.store.filters import FilterKind
from monitor.store.listing import DevelopmentFilter
from monitor.web.api.desk import LISTING, READING, WRITING, ApiDesk, resource
from monitor.web.api.identity import Caller
from monitor.web.api.paging import Moment, Page, PageQuery, RowNumber, page_of, read_cursor
from monitor.web.api.problems import documented, not_found
from monitor.web.api.replies import IfMatch, check_unchanged, reply
from monitor.web.api.shapes import (
    AlertShape,
    DevelopmentShape,
    SilenceShape,
    TellingShape,
)
from monitor.web.desk import RowId

SHOWN = 100
"""Items and alerts shown with a development; the lists have the others."""


class DevelopmentQuery(PageQuery):
    """Which developments: those that fit all that is given."""

    rule: str | None = Field(default=None, max_length=200, description="A rule's id.")
    severity: Severity | None = Field(default=None, description="This one or a higher one.")
    actor: str | None = Field(default=None, max_length=200, description="An actor's id.")
    outlet: str | None = Field(default=None, max_length=500, description="An outlet's name.")
    meeting: str | None = Field(default=None, max_length=200, description="A meeting's id.")
    state: DevelopmentState | None = None
    since: Moment | None = Field(default=None, description="Last told then or later.")
    until: Moment | None = Field(default=None, description="Last told before.")

    def wanted(self) -> DevelopmentFilter:
        """The filter for the store."""
        named = {
            FilterKind.RULE: self.rule,
            FilterKind.SEVERITY: self.severity,
            FilterKind.ACTOR: self.actor,
            FilterKind.OUTLET: self.outlet,
            FilterKind.MEETING: self.meeting,
        }
        return DevelopmentFilter(
            named={kind: value for kind, value in named.items() if value is not None},
            state=self.state,
            since=self.since,
            until=self.until,
        )


class CorrectionShape(BaseModel):
    """What a person changed: ``other`` was merged into ``development``, or split off it."""

    id: int
    action: str
    development: int
    other: int
    items: list[int]
    author: str
    comment: str
    made_at: datetime


class DevelopmentDetail(DevelopmentShape):
    """A development with its latest items (``tellings``), alerts, and all corrections.

    ``more_tellings``: whether there are earlier ones, in ``/developments/N/items``.
    """

    tellings: list[TellingShape]
    more_tellings: bool
    alerts: list[AlertShape]
    corrections: list[CorrectionShape]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Merge(_Body):
    """Developments whose items are put into this one, for good."""

    others: list[RowNumber] = Field(min_length=1, max_length=100)
    comment: str = Field(default="", max_length=2000)


class Split(_Body):
    """Items that are taken out into a development of their own."""

    items: list[RowNumber] = Field(min_length=1, max_length=1000)
    comment: str = Field(default="", max_length=2000)


class SplitDone(BaseModel):
    """Both developments after the split."""

    left: DevelopmentShape
    taken: DevelopmentShape


class Mute(_Body):
    """For how long a development is not told, and why."""

    hours: float = Field(ge=0.01, le=24 * 365, allow_inf_nan=False)
    comment: str = Field(default="", max_length=2000)


def router(desk: ApiDesk) -> APIRouter:
    """The routes of developments."""
    routes = resource("developments")
    edit = desk.callers.writer(Role.EDITOR)
    _add_reading(routes, desk)

    @routes.post(
        "/developments/{id}/merge",
        response_model=DevelopmentShape,
        responses={**WRITING, **documented(412)},
    )
    def merge(
        request: Request,
        id: RowId,
        body: Merge,
        caller: Annotated[Caller, Depends(edit)],
        if_match: IfMatch = "*",
    ) -> Response:
        """Put other developments into this one. Role: editor."""
        done = merge_developments(
            desk.store,
            id,
            body.others,
            _editor(desk, caller, body.comment),
            check=lambda session: _check(session, id, if_match),
        )
        return reply(request, DevelopmentShape.of(done))

    @routes.post(
        "/developments/{id}/split",
        response_model=SplitDone,
        responses={**WRITING, **documented(412)},
    )
    def split(
        request: Request,
        id: RowId,
        body: Split,
        caller: Annotated[Caller, Depends(edit)],
        if_match: IfMatch = "*",
    ) -> Response:
        """Take items out that tell another happening. Role: editor."""
        left, taken = split_development(
            desk.store,
            id,
            body.items,
            _editor(desk, caller, body.comment),
            check=lambda session: _check(session, id, if_match),
        )
        done = SplitDone(left=DevelopmentShape.of(left), taken=DevelopmentShape.of(taken))
        return reply(request, done)

    @routes.post(
        "/developments/{id}/mute",
        status_code=201,
        response_model=SilenceShape,
        responses=WRITING,
    )
    def mute(
        request: Request, id: RowId, body: Mute, caller: Annotated[Caller, Depends(edit)]
    ) -> Response:
        """Tell nobody of this development for a while: a silence of it. Role: editor."""
        now = desk.services.clock()
        with desk.store.write() as session:
            if development_rows.get_development(session, id) is None:
                raise not_found(f"development {id}")
            silence = silence_rows.add_silence(
                session,
                rule_id=None,
                starts_at=now,
                ends_at=now + timedelta(hours=body.hours),
                author=caller.person,
                comment=body.comment,
                matcher=Matcher(development_id=id),
            )
        where = {"Location": f"/api/v1/silences/{silence.id}"}
        return reply(request, SilenceShape.of(silence), status=201, headers=where)

    return routes


def _add_reading(routes: APIRouter, desk: ApiDesk) -> None:
    @routes.get(
        "/developments",
        response_model=Page[DevelopmentShape],
        responses=LISTING,
        dependencies=desk.reads,
    )
    def developments(request: Request, query: Annotated[DevelopmentQuery, Query()]) -> Response:
        """Developments, the latest told first, without those merged into others."""
        after = read_cursor(request, query, (datetime, int))
        with desk.store.read() as session:
            found = listing.find_developments(
                session,
                query.wanted(),
                limit=query.limit + 1,
                after=(after[0], after[1]) if after else None,
            )
        page, headers = page_of(
            request,
            query,
            found,
            show=DevelopmentShape.of,
            key=lambda one: (one.last_told_at, one.id),
        )
        return reply(request, page, headers=headers)

    @routes.get(
        "/developments/{id}",
        response_model=DevelopmentDetail,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def development(request: Request, id: RowId) -> Response:
        """One development with its latest items, why each is in it, its alerts and corrections.

        Its ETag is for If-Match of a merge or split.
        """
        with desk.store.read() as session:
            detail = read_detail(session, id)
        if detail is None:
            raise not_found(f"development {id}")
        return reply(request, detail)

    @routes.get(
        "/developments/{id}/items",
        response_model=Page[TellingShape],
        responses={**LISTING, **documented(404)},
        dependencies=desk.reads,
    )
    def items(request: Request, id: RowId, query: Annotated[PageQuery, Query()]) -> Response:
        """The items of a development, the latest told first, each with its decision."""
        after = read_cursor(request, query, (datetime, int))
        with desk.store.read() as session:
            if development_rows.get_development(session, id) is None:
                raise not_found(f"development {id}")
            found = development_rows.decisions_after(
                session, id, limit=query.limit + 1, after=(after[0], after[1]) if after else None
            )
        page, headers = page_of(request, query, found, show=TellingShape.of, key=_told)
        return reply(request, page, headers=headers)


def read_detail(session: Session, development_id: int) -> DevelopmentDetail | None:
    """What the address of a development answers; ``None`` where there is no such one."""
    development = development_rows.get_development(session, development_id)
    if development is None:
        return None
    recorded = development_rows.decisions_after(session, development_id, limit=SHOWN + 1)
    alerts = alert_rows.list_alerts(session, limit=SHOWN, development_id=development_id)
    return DevelopmentDetail(
        **DevelopmentShape.of(development).model_dump(),
        tellings=[TellingShape.of(one) for one in recorded[:SHOWN]],
        more_tellings=len(recorded) > SHOWN,
        alerts=[AlertShape.of(one) for one in alerts],
        corrections=[
            CorrectionShape(
                id=one.id,
                action=one.action,
                development=one.development_id,
                other=one.other_id,
                items=list(one.items),
                author=one.author,
                comment=one.comment,
                made_at=one.made_at,
            )
            for one in correction_rows.corrections_of(session, development_id)
        ],
    )


def _check(session: Session, development_id: int, if_match: str) -> None:
    detail = read_detail(session, development_id)
    if detail is None:
        raise not_found(f"development {development_id}")
    check_unchanged(if_match, detail)


def _told(one: RecordedDecision) -> tuple[datetime, int]:
    return one.stored.told_at, one.stored.id


def _editor(desk: ApiDesk, caller: Caller, comment: str) -> Editor:
    settings = desk.services.settings
    return Editor(
        author=caller.person,
        comment=comment,
        now=desk.services.clock(),
        window=timedelta(hours=settings.window_h),
        close_after=timedelta(hours=settings.close_after_h),
    )
