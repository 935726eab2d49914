"""Meetings: where they stand, and the developments that tell them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel
from starlette.responses import Response

from monitor.model import DevelopmentState, MeetingStatus
from monitor.store import meetings as meeting_rows
from monitor.store.meetings import MeetingStanding
from monitor.web.api.desk import READING, ApiDesk, resource
from monitor.web.api.problems import documented, not_found
from monitor.web.api.replies import reply

SHOWN = 20
"""Developments shown with a meeting, the latest; the list of developments has the others."""


class MeetingDevelopmentShape(BaseModel):
    """A development that tells a meeting. ``status``: where it last said that it stands."""

    development: int
    title: str
    state: DevelopmentState
    status: MeetingStatus | None
    told_at: datetime


class MeetingShape(BaseModel):
    """An expected event. ``status`` is as ``development`` told it at ``status_at``.

    Where these are null, it stands in the rule files only.
    """

    id: str
    title: str
    participants: list[str]
    first_day: date | None
    last_day: date | None
    place: str
    status: MeetingStatus
    status_at: datetime | None
    development: int | None
    developments: list[MeetingDevelopmentShape]

    @classmethod
    def of(cls, one: MeetingStanding) -> MeetingShape:
        """The shape of a meeting."""
        return cls(
            id=one.id,
            title=one.title,
            participants=list(one.participants),
            first_day=one.first_day,
            last_day=one.last_day,
            place=one.place,
            status=one.status,
            status_at=one.status_at,
            development=one.development_id,
            developments=[
                MeetingDevelopmentShape(
                    development=each.development_id,
                    title=each.title,
                    state=each.state,
                    status=each.status,
                    told_at=each.told_at,
                )
                for each in one.developments
            ],
        )


class MeetingList(BaseModel):
    """The meetings of the rules in force, the earliest day first."""

    data: list[MeetingShape]


MeetingId = Annotated[str, Path(max_length=200, description="A meeting's id.")]


def router(desk: ApiDesk) -> APIRouter:
    """The routes of meetings."""
    routes = resource("meetings")

    @routes.get("/meetings", response_model=MeetingList, responses=READING, dependencies=desk.reads)
    def meetings(request: Request) -> Response:
        """The meetings of the rules in force, each with the latest developments that tell it."""
        with desk.store.read() as session:
            found = meeting_rows.list_meetings(session, latest=SHOWN)
        return reply(request, MeetingList(data=[MeetingShape.of(one) for one in found]))

    @routes.get(
        "/meetings/{id}",
        response_model=MeetingShape,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def meeting(request: Request, id: MeetingId) -> Response:
        """One meeting; ``/developments?meeting=`` lists all developments that tell it."""
        with desk.store.read() as session:
            found = meeting_rows.list_meetings(session, latest=SHOWN, meeting_id=id)
        if not found:
            raise not_found("such meeting in force")
        return reply(request, MeetingShape.of(found[0]))

    return routes
