"""Deliveries and endpoints: what was sent where, sending again, testing, turning on again."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from monitor.alerts.payload import alert_id
from monitor.model import AttemptReason, DeliveryState, Endpoint, EndpointStatus, Role
from monitor.pipeline.endpoint_test import send_test
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import listing
from monitor.store.engine import Session
from monitor.web.api.desk import LISTING, READING, WRITING, ApiDesk, resource
from monitor.web.api.identity import Caller
from monitor.web.api.paging import Page, PageQuery, page_of, read_cursor
from monitor.web.api.problems import ApiError, documented, not_found
from monitor.web.api.replies import reply
from monitor.web.api.shapes import AttemptShape, DeliveryShape
from monitor.web.desk import RowId

EndpointId = Annotated[str, Path(max_length=200, description="Its id in the rule files.")]


class DeliveryQuery(PageQuery):
    """Which deliveries: those that fit all that is given."""

    state: DeliveryState | None = None
    endpoint: str | None = Field(default=None, max_length=200, description="An endpoint's id.")
    alert: str | None = Field(default=None, max_length=200, description="An alert's id.")


class DeliveryDetail(DeliveryShape):
    """A delivery with every attempt ever made, those before a replay too."""

    tries: list[AttemptShape]


class EndpointShape(BaseModel):
    """Where alerts go, and how it does. Addresses and secrets stay in the rule files.

    ``kind`` is null, and ``enabled`` false, where the rule files do not hold it any more.
    ``resume_at``: nothing is sent before.
    """

    id: str
    kind: Literal["webhook", "service"] | None
    host: str
    enabled: bool
    disabled_at: datetime | None
    disabled_reason: str
    last_success_at: datetime | None
    last_failure_at: datetime | None
    failures: int
    failing_since: datetime | None
    resume_at: datetime | None


class EndpointList(BaseModel):
    """Every endpoint that was ever known."""

    data: list[EndpointShape]


class TestResult(BaseModel):
    """How an endpoint took a message of type ``endpoint.test``."""

    accepted: bool
    message: str
    status: int | None
    reason: AttemptReason | None
    detail: str
    latency_s: float
    answer: str


def router(desk: ApiDesk) -> APIRouter:
    """The routes of deliveries and endpoints."""
    routes = resource("deliveries")
    _add_deliveries(routes, desk)
    endpoints = resource("endpoints")
    _add_endpoints(endpoints, desk)
    routes.include_router(endpoints)
    return routes


def _add_deliveries(routes: APIRouter, desk: ApiDesk) -> None:
    @routes.get(
        "/deliveries",
        response_model=Page[DeliveryShape],
        responses=LISTING,
        dependencies=desk.reads,
    )
    def deliveries(request: Request, query: Annotated[DeliveryQuery, Query()]) -> Response:
        """Deliveries, the last made first."""
        after = read_cursor(request, query, (int,))
        with desk.store.read() as session:
            found = listing.find_deliveries(
                session,
                limit=query.limit + 1,
                after=after[0] if after else None,
                state=query.state,
                endpoint_id=query.endpoint,
                alert_id=query.alert,
            )
        page, headers = page_of(
            request, query, found, show=DeliveryShape.of, key=lambda one: (one.id,)
        )
        return reply(request, page, headers=headers)

    @routes.get(
        "/deliveries/{id}",
        response_model=DeliveryDetail,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def delivery(request: Request, id: RowId) -> Response:
        """One delivery with every attempt, and the beginning of each answer."""
        with desk.store.read() as session:
            return reply(request, _detail(session, id))

    @routes.post(
        "/deliveries/{id}/replay",
        status_code=202,
        response_model=DeliveryDetail,
        responses=WRITING,
        dependencies=[Depends(desk.callers.writer(Role.ADMIN))],
    )
    def replay(request: Request, id: RowId) -> Response:
        """Send an ended delivery again, under the same id. Role: admin.

        409 where it is pending: it is going to be sent anyway.
        """
        with desk.store.write() as session:
            done = delivery_rows.replay_delivery(session, id, desk.services.clock())
            detail = _detail(session, id)
        if not done:
            raise ApiError(409, "It is pending: it is sent when it is due.")
        return reply(request, detail, status=202)


def _add_endpoints(routes: APIRouter, desk: ApiDesk) -> None:
    admin = desk.callers.writer(Role.ADMIN)

    @routes.get(
        "/endpoints",
        response_model=EndpointList,
        responses=READING,
        dependencies=desk.reads,
    )
    def endpoints(request: Request) -> Response:
        """Every endpoint and how it does, those first that the rule files hold."""
        with desk.store.read() as session:
            found = endpoint_rows.list_endpoints(session)
        active = desk.services.rules.active.endpoints
        return reply(
            request, EndpointList(data=[_endpoint(one, active.get(one.id)) for one in found])
        )

    @routes.get(
        "/endpoints/{id}",
        response_model=EndpointShape,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def endpoint(request: Request, id: EndpointId) -> Response:
        """One endpoint and how it does."""
        return reply(request, _known(desk, id))

    @routes.post(
        "/endpoints/{id}/test",
        response_model=TestResult,
        responses=WRITING,
    )
    def test(
        request: Request, id: EndpointId, caller: Annotated[Caller, Depends(admin)]
    ) -> Response:
        """Send one message of type ``endpoint.test`` now, and say how it was taken. Role: admin."""
        services = desk.services
        found = services.rules.active.endpoints.get(id)
        if found is None:
            raise not_found("such endpoint in the rule files")
        if not found.enabled:
            raise ApiError(409, "The endpoint is switched off in the rule files.")
        message = alert_id(services.random_hex())
        attempt = send_test(
            found,
            channels=services.channels,
            message_id=message,
            now=services.clock(),
            deadline_s=services.settings.send_deadline_s,
        )
        services.log.info("web.endpoint_tested", endpoint=id, person=caller.person)
        result = TestResult(
            accepted=attempt.reason is None,
            message=message,
            status=attempt.status,
            reason=attempt.reason,
            detail=attempt.detail,
            latency_s=attempt.latency_s,
            answer=attempt.answer,
        )
        return reply(request, result)

    @routes.post(
        "/endpoints/{id}/enable",
        response_model=EndpointShape,
        responses=WRITING,
    )
    def enable(
        request: Request, id: EndpointId, caller: Annotated[Caller, Depends(admin)]
    ) -> Response:
        """Turn a disabled endpoint on again; its pending deliveries go on. Role: admin."""
        with desk.store.write() as session:
            done = endpoint_rows.enable_endpoint(session, id)
        if done:
            desk.services.log.info("web.endpoint_enabled", endpoint=id, person=caller.person)
        return reply(request, _known(desk, id))


def _detail(session: Session, delivery_id: int) -> DeliveryDetail:
    found = delivery_rows.get_delivery(session, delivery_id)
    if found is None:
        raise not_found(f"delivery {delivery_id}")
    tries = delivery_rows.attempts_of(session, delivery_id)
    return DeliveryDetail(
        **DeliveryShape.of(found).model_dump(), tries=[AttemptShape.of(one) for one in tries]
    )


def _known(desk: ApiDesk, endpoint_id: str) -> EndpointShape:
    with desk.store.read() as session:
        found = endpoint_rows.list_endpoints(session)
    one = next((one for one in found if one.id == endpoint_id), None)
    if one is None:
        raise not_found("such endpoint")
    return _endpoint(one, desk.services.rules.active.endpoints.get(endpoint_id))


def _endpoint(one: EndpointStatus, listed: Endpoint | None) -> EndpointShape:
    kind: Literal["webhook", "service"] | None = None
    if listed is not None:
        kind = "webhook" if listed.url else "service"
    return EndpointShape(
        id=one.id,
        kind=kind,
        host=one.host,
        enabled=listed is not None and listed.enabled and one.disabled_at is None,
        disabled_at=one.disabled_at,
        disabled_reason=one.disabled_reason,
        last_success_at=one.last_success_at,
        last_failure_at=one.last_failure_at,
        failures=one.condition.failures,
        failing_since=one.condition.failing_since,
        resume_at=one.condition.resume_at,
    )
