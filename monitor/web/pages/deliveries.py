"""The pages of deliveries: endpoints and outbox, one delivery, one alert, alerts not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.alerts.payload import alert_id
from monitor.alerts.text import counted, on_one_line
from monitor.errors import ConfigError
from monitor.model import AlertState, Attempt, DeliveryState, Role
from monitor.pipeline.endpoint_test import endpoint_to_test, send_test
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.web.desk import Desk, RowId
from monitor.web.forms import FormText, moment_of, number_of, sentence, word_of
from monitor.web.views.deliveries import (
    NOT_SENT,
    OutboxFilter,
    read_alert,
    read_deliveries,
    read_delivery,
    read_unsent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of what somebody did: a sentence, ``good`` or ``bad``, and details."""

    tone: str
    text: str
    detail: str = ""


def router(desk: Desk) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter()
    _add_lists(routes, desk)
    _add_replays(routes, desk)
    _add_endpoints(routes, desk)
    return routes


def deliveries_page(
    request: Request, desk: Desk, *, told: Told | None = None, status: int = 200
) -> HTMLResponse:
    """The page of deliveries, with what became of what somebody did there."""
    asked = request.query_params
    wanted = OutboxFilter(
        state=word_of(DeliveryState, asked.get("state", "")),
        endpoint=asked.get("endpoint", ""),
        alert=asked.get("alert", "").strip(),
        before=number_of(asked.get("before", "")),
    )
    services = desk.services
    view = read_deliveries(
        services.store,
        services.rules.active.rule_set.endpoints,
        wanted,
        now=services.clock(),
    )
    again = number_of(asked.get("again", ""))
    if told is None and again is not None:
        told = Told(tone="good", text=f"{counted(again, 'delivery', 'deliveries')} sent again.")
    return desk.page(request, "deliveries.html", status=status, view=view, told=told)


def _add_lists(routes: APIRouter, desk: Desk) -> None:
    store, clock = desk.services.store, desk.services.clock

    @routes.get("/deliveries")
    def deliveries(request: Request) -> HTMLResponse:
        return deliveries_page(request, desk)

    @routes.get("/deliveries/unsent")
    def unsent(request: Request, state: str = "", before: str = "") -> HTMLResponse:
        only = word_of(AlertState, state)
        view = read_unsent(store, state=only if only in NOT_SENT else None, before=before)
        return desk.page(request, "deliveries_unsent.html", view=view)

    @routes.get("/deliveries/alerts/{alert_id}")
    def alert(request: Request, alert_id: str) -> HTMLResponse:
        view = read_alert(store, alert_id, now=clock())
        if view is None:
            raise HTTPException(404, f"There is no alert {alert_id}.")
        return desk.page(request, "deliveries_alert.html", view=view)

    @routes.get("/deliveries/{delivery_id}")
    def delivery(request: Request, delivery_id: RowId) -> HTMLResponse:
        view = read_delivery(store, delivery_id)
        if view is None:
            raise HTTPException(404, f"There is no delivery {delivery_id}.")
        return desk.page(request, "deliveries_one.html", view=view)


def _add_replays(routes: APIRouter, desk: Desk) -> None:
    services = desk.services
    writing = desk.access.writing(Role.ADMIN)

    @routes.post("/deliveries/{delivery_id}/replay", dependencies=writing)
    def replay(request: Request, delivery_id: RowId) -> RedirectResponse:
        with services.store.write() as session:
            known = delivery_rows.replay_delivery(session, delivery_id, services.clock())
        if not known:
            raise HTTPException(409, f"Delivery {delivery_id} is still pending, or unknown.")
        desk.tell_log(request, "web.replayed", delivery=delivery_id)
        return RedirectResponse(f"/deliveries/{delivery_id}", 303)

    @routes.post("/deliveries/replay", dependencies=writing)
    def replay_range(
        request: Request, since: FormText = "", until: FormText = "", endpoint: FormText = ""
    ) -> Response:
        now = services.clock()
        try:
            first, last = _range(since, until, now)
        except ConfigError as error:
            return deliveries_page(request, desk, told=_refused(error), status=422)
        with services.store.write() as session:
            count = delivery_rows.replay_dead(
                session, since=first, until=last, now=now, endpoint_id=endpoint or None
            )
        desk.tell_log(request, "web.replayed_dead", count=count, endpoint=endpoint)
        if not count:
            nothing = Told(tone="warn", text="No dead delivery lies in that time.")
            return deliveries_page(request, desk, told=nothing)
        return RedirectResponse(f"/deliveries?again={count}", 303)


def _add_endpoints(routes: APIRouter, desk: Desk) -> None:
    services = desk.services
    writing = desk.access.writing(Role.ADMIN)

    @routes.post("/deliveries/endpoints/enable", dependencies=writing)
    def enable(request: Request, endpoint: FormText = "") -> Response:
        with services.store.write() as session:
            known = endpoint_rows.enable_endpoint(session, endpoint)
        if not known:
            error = ConfigError(f"{endpoint!r} is not disabled, or there is no such endpoint")
            return deliveries_page(request, desk, told=_refused(error), status=409)
        desk.tell_log(request, "web.endpoint_enabled", endpoint=endpoint)
        return RedirectResponse("/deliveries", 303)

    @routes.post("/deliveries/endpoints/test", dependencies=writing)
    def test(request: Request, endpoint: FormText = "") -> HTMLResponse:
        try:
            found = endpoint_to_test(services.rules.active.rule_set, endpoint)
        except ConfigError as error:
            return deliveries_page(request, desk, told=_refused(error), status=422)
        attempt = send_test(
            found,
            channels=services.channels,
            message_id=alert_id(services.random_hex()),
            now=services.clock(),
            deadline_s=services.settings.send_deadline_s,
        )
        desk.tell_log(request, "web.endpoint_tested", endpoint=endpoint, reason=attempt.reason)
        return deliveries_page(request, desk, told=_tested(endpoint, attempt))


def _range(since: str, until: str, now: datetime) -> tuple[datetime, datetime]:
    """The moments of a form, to ``now`` where no end is given. Raises :class:`ConfigError`."""
    first, last = moment_of(since, field="since"), moment_of(until, field="until") or now
    if first is None:
        raise ConfigError("say since when", field="since", hint="in UTC")
    if last < first:
        raise ConfigError("the end is before the beginning", field="until")
    return first, last


def _refused(error: ConfigError) -> Told:
    return Told(tone="bad", text=sentence(error))


def _tested(endpoint: str, attempt: Attempt) -> Told:
    answered = f"{attempt.status or 'no answer'} in {attempt.latency_s * 1000:.0f} ms"
    if attempt.reason is None:
        return Told(tone="good", text=f"{endpoint} accepted the test message: {answered}.")
    why = f"{attempt.reason}: {on_one_line(attempt.detail)} ({answered})"
    return Told(
        tone="bad", text=f"{endpoint} did not take the test message. {why}", detail=attempt.answer
    )
