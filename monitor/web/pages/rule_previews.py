"""Previews: what edited rules would have given, before they are saved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.errors import ConfigError, RuleFilesError
from monitor.model import Role
from monitor.pipeline.backtest import Conditions
from monitor.pipeline.rule_files import RuleFolder
from monitor.pipeline.rule_history import may_hold_secrets
from monitor.pipeline.rule_trials import RuleTrials, TrialJob, find_period, without_endpoints
from monitor.web.desk import Desk

DAYS = (1, 7, 30)
"""Periods that a preview can look back."""


def router(desk: Desk, folder: RuleFolder) -> APIRouter:
    """The routes of previews."""
    services, settings = desk.services, desk.services.settings
    trials = RuleTrials(services.random_hex)
    conditions = Conditions(
        window_h=settings.window_h, close_after_h=settings.close_after_h, gather_s=settings.gather_s
    )
    routes = APIRouter()
    writing = desk.access.writing(Role.EDITOR)

    def started(request: Request, name: str, text: str, days: int) -> str:
        """The id of the preview that was begun. Raises ``ConfigError``."""
        checked = folder.check({name: folder.raw(name, text)})
        if checked.rule_set is None:
            raise RuleFilesError(checked.problems)
        job = TrialJob(
            database_url=settings.database_url,
            old=without_endpoints(services.rules.active.rule_set),
            new=without_endpoints(checked.rule_set),
            days=days,
            now=services.clock(),
            conditions=conditions,
        )
        find_period(services.store, job.now, days, job.max_items)
        return trials.start(desk.access.enter(request).person, name, job).id

    @routes.post("/files/{name}/preview", dependencies=writing)
    def begin(
        request: Request,
        name: str,
        text: Annotated[str, Form()] = "",
        days: Annotated[int, Form()] = 7,
    ) -> Response:
        if may_hold_secrets(name) and not desk.access.enter(request).may("admin"):
            raise HTTPException(403, "This file takes the role admin.")
        if days not in DAYS:
            raise HTTPException(400, f"A preview looks back {', '.join(map(str, DAYS))} days.")
        try:
            trial_id = started(request, name, text, days)
        except ConfigError as error:
            listed = error.problems if isinstance(error, RuleFilesError) else (error,)
            context = {"problems": listed, "trial": None, "name": name}
            if "hx-request" in request.headers:
                return desk.part(request, "rules_preview_part.html", status=422, **context)
            return desk.page(request, "rules_preview.html", status=422, **context)
        if "hx-request" in request.headers:
            return shown(request, trial_id)
        return RedirectResponse(f"/rules/previews/{trial_id}", 303)

    @routes.get("/previews/{trial_id}")
    def show(request: Request, trial_id: str) -> HTMLResponse:
        return shown(request, trial_id)

    @routes.post("/previews/{trial_id}/give-up", dependencies=writing)
    def give_up(request: Request, trial_id: str) -> Response:
        trials.give_up(desk.access.enter(request).person, trial_id)
        if "hx-request" in request.headers:
            return shown(request, trial_id)
        return RedirectResponse(f"/rules/previews/{trial_id}", 303)

    def shown(request: Request, trial_id: str) -> HTMLResponse:
        trial = trials.find(desk.access.enter(request).person, trial_id)
        if trial is None:
            raise HTTPException(
                404, "There is no such preview of yours; a later one took its place."
            )
        context = {"trial": trial, "problems": (), "name": trial.name}
        if "hx-request" in request.headers:
            return desk.part(request, "rules_preview_part.html", **context)
        return desk.page(request, "rules_preview.html", **context)

    return routes
