"""Silences: list, create, end."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from monitor.model import Matcher, Role, Severity
from monitor.pipeline import silencing
from monitor.pipeline.silencing import EVERY_RULE, SilenceWish
from monitor.store import listing
from monitor.store import silences as silence_rows
from monitor.web.api.desk import LISTING, READING, WRITING, ApiDesk, resource
from monitor.web.api.identity import Caller
from monitor.web.api.paging import Moment, Page, PageQuery, RowNumber, page_of, read_cursor
from monitor.web.api.problems import ApiError, documented, not_found
from monitor.web.api.replies import reply
from monitor.web.api.shapes import SilenceShape
from monitor.web.desk import RowId

_LONGEST = timedelta(days=366)


class NewSilence(BaseModel):
    """What is muted: what fits all that is named. ``everything`` must be said to mute all."""

    model_config = ConfigDict(extra="forbid")

    ends_at: Moment
    starts_at: Moment | None = Field(default=None, description="Now if not given.")
    comment: str = Field(min_length=1, max_length=2000)
    everything: bool = False
    rule: str | None = Field(default=None, max_length=200)
    tag: str | None = Field(default=None, max_length=200)
    max_severity: Severity | None = None
    development: RowNumber | None = None
    outlet: str | None = Field(default=None, max_length=500)
    feed: str | None = Field(default=None, max_length=2000, description="A feed's address.")
    actor: str | None = Field(default=None, max_length=200)

    def matcher(self) -> Matcher:
        """What is muted besides a rule."""
        return Matcher(
            tag=self.tag,
            max_severity=self.max_severity,
            development_id=self.development,
            outlet=self.outlet,
            feed=self.feed,
            actor=self.actor,
        )


def router(desk: ApiDesk) -> APIRouter:
    """The routes of silences."""
    routes = resource("silences")
    edit = desk.callers.writer(Role.EDITOR)
    _add_reading(routes, desk)

    @routes.post("/silences", status_code=201, response_model=SilenceShape, responses=WRITING)
    def create(
        request: Request, body: NewSilence, caller: Annotated[Caller, Depends(edit)]
    ) -> Response:
        """Mute what fits all that is named, for a time. Role: editor.

        Developments are kept, and not told. 409 where something named is not known.
        """
        now = desk.services.clock()
        starts_at = body.starts_at or now
        if body.ends_at <= max(starts_at, now) or body.ends_at - starts_at > _LONGEST:
            raise ApiError(409, "A silence ends after it starts, after now, and within a year.")
        if body.everything != (body.rule is None and body.matcher() == Matcher()):
            raise ApiError(409, "Name what to mute, or say everything, and not both.")
        wish = SilenceWish(
            rule=EVERY_RULE if body.everything else body.rule or "",
            matcher=body.matcher(),
            starts_at=starts_at,
            ends_at=body.ends_at,
            author=caller.person,
            comment=body.comment,
        )
        with desk.store.write() as session:
            made = silencing.silence(session, wish, desk.services.rules.active.rule_set, now)
        where = {"Location": f"/api/v1/silences/{made.id}"}
        return reply(request, SilenceShape.of(made), status=201, headers=where)

    @routes.post(
        "/silences/{id}/expire",
        response_model=SilenceShape,
        responses=WRITING,
        dependencies=[Depends(edit)],
    )
    def expire(request: Request, id: RowId) -> Response:
        """End a silence now; one that is over stays as it is. Role: editor."""
        with desk.store.write() as session:
            silence_rows.expire_silence(session, id, desk.services.clock())
            found = silence_rows.get_silence(session, id)
        if found is None:
            raise not_found(f"silence {id}")
        return reply(request, SilenceShape.of(found))

    return routes


def _add_reading(routes: APIRouter, desk: ApiDesk) -> None:
    @routes.get(
        "/silences",
        response_model=Page[SilenceShape],
        responses=LISTING,
        dependencies=desk.reads,
    )
    def silences(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
        """Silences, past ones too, the last made first."""
        after = read_cursor(request, query, (int,))
        with desk.store.read() as session:
            found = listing.find_silences(
                session, limit=query.limit + 1, after=after[0] if after else None
            )
        page, headers = page_of(
            request, query, found, show=SilenceShape.of, key=lambda one: (one.id,)
        )
        return reply(request, page, headers=headers)

    @routes.get(
        "/silences/{id}",
        response_model=SilenceShape,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def silence(request: Request, id: RowId) -> Response:
        """One silence."""
        with desk.store.read() as session:
            found = silence_rows.get_silence(session, id)
        if found is None:
            raise not_found(f"silence {id}")
        return reply(request, SilenceShape.of(found))
