"""The pages of rules: all of them, one of them, and what they say of a headline."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from monitor.model import Role
from monitor.pipeline.rule_files import RuleFolder
from monitor.web.desk import Desk
from monitor.web.pages import rule_files, rule_previews, rule_seeding
from monitor.web.views.rules import (
    HitCounts,
    read_force,
    read_rule,
    read_rules,
    try_headline,
)

MAX_HEADLINE_CHARS = 1_000
MAX_SUMMARY_CHARS = 20_000


def router(desk: Desk) -> APIRouter:
    """The routes of these pages."""
    services = desk.services
    shipped = services.rules_dir != services.settings.rules_dir
    folder = RuleFolder(services.rules_dir, services.store, services.rules, shipped=shipped)
    own = APIRouter(prefix="/rules")
    _add_reading(own, desk, folder)
    _add_trying(own, desk)
    routes = APIRouter()
    routes.include_router(own)
    routes.include_router(rule_previews.router(desk, folder))
    routes.include_router(rule_files.router(desk, folder))
    routes.include_router(rule_seeding.router(desk, folder))
    return routes


def _add_reading(routes: APIRouter, desk: Desk, folder: RuleFolder) -> None:
    services = desk.services
    counted = HitCounts()

    @routes.get("")
    def all_rules(
        request: Request,
        q: Annotated[str, Query(max_length=200)] = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> HTMLResponse:
        now = services.clock()
        view = read_rules(
            services.store, services.rules, folder, counted, now=now, text=q, page=page
        )
        shipped = services.rules_dir != services.settings.rules_dir
        return desk.page(request, "rules.html", view=view, q=q, now=now, shipped=shipped)

    @routes.get("/rule/{rule_id}")
    def one_rule(request: Request, rule_id: str) -> HTMLResponse:
        now = services.clock()
        page = read_rule(services.store, services.rules, folder, rule_id, now=now)
        if page is None:
            raise HTTPException(404, f"No rule {rule_id[:64]} is in force.")
        return desk.page(request, "rules_rule.html", page=page, now=now)

    @routes.get("/in-force")
    def in_force(request: Request) -> HTMLResponse:
        force = read_force(services.store, services.rules)
        return desk.part(request, "rules_force.html", force=force)


def _add_trying(routes: APIRouter, desk: Desk) -> None:
    services = desk.services

    @routes.get("/try")
    def ask(request: Request, rule: str = "") -> HTMLResponse:
        return desk.page(request, "rules_try.html", title="", summary="", rule_id=rule, view=None)

    @routes.post("/try", dependencies=desk.access.writing(Role.VIEWER))
    def answer(
        request: Request,
        title: Annotated[str, Form()] = "",
        summary: Annotated[str, Form()] = "",
        rule: Annotated[str, Form()] = "",
    ) -> HTMLResponse:
        title = " ".join(title[:MAX_HEADLINE_CHARS].split())
        summary = summary[:MAX_SUMMARY_CHARS].replace("\r\n", "\n")
        active = services.rules.active
        if rule and rule not in active.rules:
            raise HTTPException(404, f"No rule {rule[:64]} is in force.")
        now = services.clock()
        view = try_headline(active, title, summary, now=now, rule_id=rule) if title else None
        return desk.page(
            request, "rules_try.html", title=title, summary=summary, rule_id=rule, view=view
        )
