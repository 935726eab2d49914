"""Alerts: list, read with what is sent, explain."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from monitor.alerts import explaining
from monitor.model import Alert, AlertKind, AlertState, HoldReason, Severity
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import holds as hold_rows
from monitor.store import listing
from monitor.store.engine import Session
from monitor.store.listing import AlertFilter
from monitor.web.api.desk import LISTING, READING, ApiDesk, resource
from monitor.web.api.paging import Moment, Page, PageQuery, RowNumber, page_of, read_cursor
from monitor.web.api.problems import documented, not_found
from monitor.web.api.replies import reply
from monitor.web.api.shapes import AlertShape, DeliveryShape

AlertId = Annotated[str, Path(max_length=200, description="Such as msg_…")]

_MOST_DELIVERIES = 1000


class AlertQuery(PageQuery):
    """Which alerts: those that fit all that is given."""

    state: AlertState | None = None
    kind: AlertKind | None = None
    severity: Severity | None = Field(default=None, description="Just this one.")
    development: RowNumber | None = Field(
        default=None, description="Of this development, or one merged into it."
    )
    since: Moment | None = Field(default=None, description="Decided then or later.")
    until: Moment | None = Field(default=None, description="Decided before.")

    def wanted(self) -> AlertFilter:
        """The filter for the store."""
        return AlertFilter(
            state=self.state,
            kind=self.kind,
            severity=self.severity,
            development_id=self.development,
            since=self.since,
            until=self.until,
        )


class WaitShape(BaseModel):
    """An alert waits for one endpoint: for its digest, or the end of its quiet hours."""

    endpoint: str
    why: HoldReason
    text: str
    until: datetime
    ended_at: datetime | None
    into: str | None


class AlertDetail(AlertShape):
    """An alert with the body that is signed and sent, and where it went."""

    payload: dict[str, Any]
    waits: list[WaitShape]
    deliveries: list[DeliveryShape]


class StepShape(BaseModel):
    """One thing that happened to an alert, or will."""

    step: str
    text: str


class AlertExplanation(BaseModel):
    """What became of an alert, in order, in sentences."""

    alert: str
    steps: list[StepShape]


def router(desk: ApiDesk) -> APIRouter:
    """The routes of alerts."""
    routes = resource("alerts")

    @routes.get(
        "/alerts",
        response_model=Page[AlertShape],
        responses=LISTING,
        dependencies=desk.reads,
    )
    def alerts(request: Request, query: Annotated[AlertQuery, Query()]) -> Response:
        """Alerts, the latest decided first, those too that are held or were not sent."""
        after = read_cursor(request, query, (datetime, str))
        with desk.store.read() as session:
            found = listing.find_alerts(
                session,
                query.wanted(),
                limit=query.limit + 1,
                after=(after[0], after[1]) if after else None,
            )
        page, headers = page_of(
            request, query, found, show=AlertShape.of, key=lambda one: (one.created_at, one.id)
        )
        return reply(request, page, headers=headers)

    @routes.get(
        "/alerts/{id}",
        response_model=AlertDetail,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def alert(request: Request, id: AlertId) -> Response:
        """One alert: the body as its receivers get it, its deliveries, what it waits for."""
        with desk.store.read() as session:
            found = _known(session, id)
            traces = _traces(session, found)
        detail = AlertDetail(
            **AlertShape.of(found).model_dump(),
            payload=json.loads(found.body),
            waits=[
                WaitShape(
                    endpoint=one.endpoint_id,
                    why=one.why,
                    text=one.text,
                    until=one.until,
                    ended_at=one.ended_at,
                    into=one.into_id,
                )
                for one in traces.holds
            ],
            deliveries=[DeliveryShape.of(one) for one in traces.deliveries],
        )
        return reply(request, detail)

    @routes.get(
        "/alerts/{id}/explanation",
        response_model=AlertExplanation,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def explanation(request: Request, id: AlertId) -> Response:
        """Why it was decided, and what became of it: held, folded, muted, routed, sent."""
        with desk.store.read() as session:
            found = _known(session, id)
            traces = _traces(session, found)
        steps = explaining.explain(found, traces, now=desk.services.clock())
        told = AlertExplanation(
            alert=found.id, steps=[StepShape(step=one.word, text=one.text) for one in steps]
        )
        return reply(request, told)

    return routes


def _known(session: Session, alert_id: str) -> Alert:
    found = alert_rows.get_alert(session, alert_id)
    if found is None:
        raise not_found("such alert")
    return found


def _traces(session: Session, alert: Alert) -> explaining.Traces:
    return explaining.Traces(
        deliveries=delivery_rows.list_deliveries(
            session, limit=_MOST_DELIVERIES, alert_ids=[alert.id]
        ),
        holds=hold_rows.holds_of(session, [alert.id]),
        endpoints={one.id: one for one in endpoint_rows.list_endpoints(session)},
    )
