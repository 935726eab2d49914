"""Previews: what edited rules would have given, before they are saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from monitor.errors import ConfigError, RuleFilesError
from monitor.model import Role
from monitor.pipeline.backtest import Conditions
from monitor.pipeline.rule_files import RuleFolder
from monitor.pipeline.rule_history import may_hold_secrets
from monitor.pipeline.rule_trials import (
    RuleTrials,
    TrialJob,
    TrialView,
    find_period,
    without_endpoints,
)
from monitor.web.desk import Desk

DAYS = (1, 7, 30)
"""Periods that a preview can look back."""


def router(desk: Desk, folder: RuleFolder) -> APIRouter:
    """The routes of previews."""
    previews = Previews(desk, folder)
    routes = APIRouter(prefix="/rules")
    writing = desk.access.writing(Role.EDITOR)

    @routes.post("/files/{name}/preview", dependencies=writing)
    def begin(
        request: Request,
        name: str,
        text: Annotated[str, Form()] = "",
        days: Annotated[int, Form()] = 7,
    ) -> Response:
        previews.let_in(request, name)
        if days not in DAYS:
            raise HTTPException(400, f"A preview looks back {', '.join(map(str, DAYS))} days.")
        try:
            trial = previews.start(request, name, text, days)
        except RuleFilesError as error:
            return previews.answer(request, name, None, error.problems)
        except ConfigError as error:
            return previews.answer(request, name, None, (error,))
        if is_htmx(request):
            return previews.answer(request, name, trial)
        return RedirectResponse(f"/rules/previews/{trial.id}", 303)

    @routes.get("/previews/{trial_id}")
    def show(request: Request, trial_id: str) -> Response:
        return previews.shown(request, trial_id)

    @routes.post("/previews/{trial_id}/give-up", dependencies=writing)
    def give_up(request: Request, trial_id: str) -> Response:
        previews.trials.give_up(desk.access.enter(request).person, trial_id)
        if is_htmx(request):
            return previews.shown(request, trial_id)
        return RedirectResponse(f"/rules/previews/{trial_id}", 303)

    return routes


class Previews:
    """What the routes of previews share."""

    def __init__(self, desk: Desk, folder: RuleFolder) -> None:
        self._desk = desk
        self._folder = folder
        self.trials = RuleTrials(desk.services.random_hex)

    def let_in(self, request: Request, name: str) -> None:
        """Raises 403 where a file is for admins only and the person is none."""
        if may_hold_secrets(name) and not self._desk.access.enter(request).may("admin"):
            raise HTTPException(403, "This file takes the role admin.")

    def start(self, request: Request, name: str, text: str, days: int) -> TrialView:
        """Begin to try a file's text on the items of some days. Raises ``ConfigError``."""
        services = self._desk.services
        settings = services.settings
        checked = self._folder.check({name: self._folder.raw(name, text)})
        if checked.rule_set is None:
            raise RuleFilesError(checked.problems)
        job = TrialJob(
            database_url=settings.database_url,
            old=without_endpoints(services.rules.active.rule_set),
            new=without_endpoints(checked.rule_set),
            days=days,
            now=services.clock(),
            conditions=Conditions(
                window_h=settings.window_h,
                close_after_h=settings.close_after_h,
                gather_s=settings.gather_s,
            ),
        )
        find_period(services.store, job.now, days, job.max_items)
        return self.trials.start(self._desk.access.enter(request).person, name, job)

    def shown(self, request: Request, trial_id: str) -> Response:
        """How far a person's preview is, or what came of it. Raises 404."""
        trial = self.trials.find(self._desk.access.enter(request).person, trial_id)
        if trial is None:
            raise HTTPException(404, "There is no such preview; a later one took its place.")
        return self.answer(request, trial.name, trial)

    def answer(
        self,
        request: Request,
        name: str,
        trial: TrialView | None,
        problems: Sequence[ConfigError] = (),
    ) -> Response:
        """A preview, or why there is none: as a part of the editing page, or a page of its own."""
        if is_htmx(request):
            part = "rules_preview_part.html"
            return self._desk.part(request, part, trial=trial, problems=problems, name=name)
        return self._desk.page(
            request,
            "rules_preview.html",
            status=422 if problems else 200,
            trial=trial,
            problems=problems,
            name=name,
        )


def is_htmx(request: Request) -> bool:
    """Whether a script asks for a piece of a page."""
    return "hx-request" in request.headers
