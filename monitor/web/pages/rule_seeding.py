"""Seeding from the pages: an article, what it gives, what of it to keep, and the files after it."""

from __future__ import annotations

import base64
import binascii
import zlib
from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.errors import ConfigError, EditConflictError
from monitor.model import Role
from monitor.pipeline.rule_files import Edit, RuleFolder
from monitor.pipeline.seed import SeedPlan, plan_seed, read_article
from monitor.seeding.draft import CONFIDENT, Draft
from monitor.seeding.ledger import FILE_NAME
from monitor.web.desk import Desk
from monitor.web.views.text_diff import TextDiff, diff_texts

MAX_ARTICLE_BYTES = 2 * 2**20
"""Of an article that is pasted or uploaded: twenty times a page of news."""

FormText = Annotated[str, Form()]
FormList = Annotated[list[str], Form()]


def router(desk: Desk, folder: RuleFolder) -> APIRouter:
    """The routes of seeding."""
    services = desk.services
    routes = APIRouter()
    writing = desk.access.writing(Role.EDITOR)

    def first(request: Request, problem: str = "", text: str = "", status: int = 200) -> Response:
        return desk.page(request, "rules_seed.html", problem=problem, text=text, status=status)

    def draft_of(raw: bytes, published: str) -> Draft:
        day = _day(published)
        return read_article(raw, name="the article", published=day, today=services.clock().date())

    @routes.get("/seed")
    def ask(request: Request) -> Response:
        return first(request)

    @routes.post("/seed", dependencies=writing)
    def read(
        request: Request,
        text: FormText = "",
        published: FormText = "",
        file: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        raw = file.file.read(MAX_ARTICLE_BYTES + 1) if file is not None and file.size else b""
        raw = raw or text.encode("utf-8", "replace")
        if not raw.strip():
            return first(request, "Paste an article, or choose a file.", status=422)
        if len(raw) > MAX_ARTICLE_BYTES:
            return first(
                request, f"An article has at most {MAX_ARTICLE_BYTES >> 20} MB.", status=422
            )
        try:
            draft = draft_of(raw, published)
        except ConfigError as error:
            return first(request, str(error), text, status=422)
        return desk.page(
            request,
            "rules_seed_draft.html",
            draft=draft,
            article=_packed(raw),
            published=published,
            confident=CONFIDENT,
        )

    @routes.post("/seed/plan", dependencies=writing)
    def plan(
        request: Request,
        article: FormText = "",
        published: FormText = "",
        keep: FormList = [],  # noqa: B006
    ) -> Response:
        try:
            made = plan_seed(draft_of(_unpacked(article), published).kept(keep), folder.path)
        except ConfigError as error:
            return first(request, str(error), status=422)
        return planned(request, made, article, published, keep)

    @routes.post("/seed/save", dependencies=writing)
    def save(
        request: Request,
        article: FormText = "",
        published: FormText = "",
        keep: FormList = [],  # noqa: B006
        digest: FormText = "",
    ) -> Response:
        person = desk.access.enter(request).person
        edit = Edit(author=person, comment="drafted from an article", base="")
        try:
            made = plan_seed(draft_of(_unpacked(article), published).kept(keep), folder.path)
            if made.digest != digest:
                raise EditConflictError(
                    "The files were edited meanwhile: look at the change again."
                )  # noqa: TRY301
            written = folder.seed(made, edit, now=services.clock())
        except EditConflictError as error:
            made = plan_seed(draft_of(_unpacked(article), published).kept(keep), folder.path)
            return planned(request, made, article, published, keep, error.message, 409)
        except ConfigError as error:
            return first(request, str(error), status=422)
        services.log.info("rules.seeded", files=list(written), person=person)
        return RedirectResponse("/rules", 303)

    def planned(
        request: Request,
        made: SeedPlan,
        article: str,
        published: str,
        keep: list[str],
        problem: str = "",
        status: int = 200,
    ) -> HTMLResponse:
        return desk.page(
            request,
            "rules_seed_plan.html",
            status=status,
            plan=made,
            diffs=_diffs(made),
            article=article,
            published=published,
            keep=keep,
            problem=problem,
        )

    return routes


def _diffs(plan: SeedPlan) -> list[tuple[str, TextDiff]]:
    """Each rule file that changes, by name, with its change."""
    return [
        (
            file.name,
            diff_texts(
                plan.before.get(file.name, b"").decode("utf-8-sig").replace("\r\n", "\n"),
                plan.merged.changed[file.name].replace("\r\n", "\n"),
            ),
        )
        for file in plan.files
        if file.name != FILE_NAME
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise HTTPException(400, f"{text[:20]!r} is no day.") from None


def _packed(raw: bytes) -> str:
    """An article as a field of a form: its bytes must come back as they were."""
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")


def _unpacked(article: str) -> bytes:
    try:
        opened = zlib.decompressobj()
        raw = opened.decompress(base64.b64decode(article, validate=True), MAX_ARTICLE_BYTES)
    except (binascii.Error, zlib.error, ValueError):
        raise HTTPException(400, "The article did not arrive whole: paste it again.") from None
    return raw
