"""The page of silences: mutes for a time, which an editor makes and ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.errors import ConfigError
from monitor.model import Matcher, Role, Severity
from monitor.pipeline.silencing import SilenceWish, silence, silenced
from monitor.store import silences as silence_rows
from monitor.web.desk import Desk, RowId
from monitor.web.forms import FormText, moment_of, number_of, sentence, word_of
from monitor.web.views.silences import read_silences

LONGEST_H = 24 * 365


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()
    services = desk.services
    writing = desk.access.writing(Role.EDITOR)

    def page(
        request: Request, *, problem: str = "", form: Mapping[str, str] | None = None
    ) -> HTMLResponse:
        rules = services.rules.active.rule_set
        view = read_silences(services.store, rules, now=services.clock())
        given = request.query_params if form is None else form
        return desk.page(
            request,
            "deliveries_silences.html",
            status=422 if problem else 200,
            view=view,
            problem=problem,
            form=given,
            silenced=silenced,
        )

    @routes.get("/deliveries/silences")
    def silences(request: Request) -> HTMLResponse:
        return page(request)

    @routes.post("/deliveries/silences", dependencies=writing)
    def add(
        request: Request,
        named: Annotated[dict[str, str], Depends(_named)],
        starts_at: FormText = "",
        hours: FormText = "",
        comment: FormText = "",
    ) -> Response:
        now = services.clock()
        form = {**named, "starts_at": starts_at, "hours": hours, "comment": comment}
        try:
            wish = _wish(form, author=desk.access.enter(request).person, now=now)
            with services.store.write() as session:
                made = silence(session, wish, services.rules.active.rule_set, now)
        except ConfigError as error:
            return page(request, problem=sentence(error), form=form)
        services.log.info("web.silenced", person=made.author, silence=made.id, what=silenced(made))
        return RedirectResponse("/deliveries/silences", 303)

    @routes.post("/deliveries/silences/{silence_id}/expire", dependencies=writing)
    def expire(request: Request, silence_id: RowId) -> RedirectResponse:
        with services.store.write() as session:
            known = silence_rows.expire_silence(session, silence_id, services.clock())
        if not known:
            raise HTTPException(409, f"Silence {silence_id} is over already, or unknown.")
        person = desk.access.enter(request).person
        services.log.info("web.silence_expired", person=person, silence=silence_id)
        return RedirectResponse("/deliveries/silences", 303)

    return routes


def _named(
    rule: FormText = "",
    tag: FormText = "",
    severity: FormText = "",
    development: FormText = "",
    outlet: FormText = "",
    feed: FormText = "",
    actor: FormText = "",
) -> dict[str, str]:
    """What a form names to be muted."""
    return {
        "rule": rule,
        "tag": tag,
        "severity": severity,
        "development": development,
        "outlet": outlet,
        "feed": feed,
        "actor": actor,
    }


def _wish(form: Mapping[str, str], *, author: str, now: datetime) -> SilenceWish:
    written = {name: text.strip() for name, text in form.items()}
    starts_at = moment_of(written["starts_at"], field="start") or now
    development = number_of(written["development"])
    if written["development"] and development is None:
        raise ConfigError(f"there is no development {written['development']!r}")
    severity = word_of(Severity, written["severity"])
    if written["severity"] and severity is None:
        raise ConfigError(f"there is no severity {written['severity']!r}")
    return SilenceWish(
        rule=written["rule"],
        matcher=Matcher(
            tag=written["tag"] or None,
            max_severity=severity,
            development_id=development,
            outlet=written["outlet"] or None,
            feed=written["feed"] or None,
            actor=written["actor"] or None,
        ),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=_hours(written["hours"])),
        author=author,
        comment=written["comment"],
    )


def _hours(text: str) -> float:
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        hours = 0.0
    if not 0.01 <= hours <= LONGEST_H:
        hint = f"a number from 0.01 to {LONGEST_H:,}"
        raise ConfigError(f"{text!r} is no number of hours", field="hours", hint=hint)
    return hours
