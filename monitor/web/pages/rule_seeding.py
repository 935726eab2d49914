"""Seeding from the pages: an article, what it gives, what of it to keep, and the files after it."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse
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
Kept = Annotated[Sequence[str], Form()]

_CHANGED = "The files were edited meanwhile: look at the change again."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What a person sent on: the article, packed, its day, and the entries to keep."""

    article: str
    published: str
    keep: Sequence[str]


def router(desk: Desk, folder: RuleFolder) -> APIRouter:
    """The routes of seeding."""
    seeding = Seeding(desk, folder)
    routes = APIRouter(prefix="/rules")
    writing = desk.access.writing(Role.EDITOR)

    @routes.get("/seed")
    def ask(request: Request) -> Response:
        return seeding.first(request)

    @routes.post("/seed", dependencies=writing)
    def read(
        request: Request,
        text: FormText = "",
        published: FormText = "",
        file: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        raw = file.file.read(MAX_ARTICLE_BYTES + 1) if file is not None and file.size else b""
        return seeding.draft(request, raw or text.encode("utf-8", "replace"), published, text)

    @routes.post("/seed/plan", dependencies=writing)
    def plan(
        request: Request, article: FormText = "", published: FormText = "", keep: Kept = ()
    ) -> Response:
        choice = _Choice(article=article, published=published, keep=keep)
        try:
            return seeding.planned(request, seeding.plan(choice), choice)
        except ConfigError as error:
            return seeding.first(request, str(error), status=422)

    @routes.post("/seed/save", dependencies=writing)
    def save(
        request: Request,
        article: FormText = "",
        published: FormText = "",
        keep: Kept = (),
        digest: FormText = "",
    ) -> Response:
        choice = _Choice(article=article, published=published, keep=keep)
        try:
            made = seeding.plan(choice)
            if made.digest != digest:
                return seeding.planned(request, made, choice, _CHANGED, 409)
            seeding.write(request, made)
        except EditConflictError:
            return seeding.planned(request, seeding.plan(choice), choice, _CHANGED, 409)
        except ConfigError as error:
            return seeding.first(request, str(error), status=422)
        return RedirectResponse("/rules", 303)

    return routes


class Seeding:
    """What the routes of seeding share."""

    def __init__(self, desk: Desk, folder: RuleFolder) -> None:
        self._desk = desk
        self._folder = folder

    def first(
        self, request: Request, problem: str = "", text: str = "", status: int = 200
    ) -> Response:
        """The page that asks for an article."""
        return self._desk.page(
            request, "rules_seed.html", problem=problem, text=text, status=status
        )

    def draft(self, request: Request, raw: bytes, published: str, text: str) -> Response:
        """What an article gives, to be ticked."""
        if not raw.strip():
            return self.first(request, "Paste an article, or choose a file.", status=422)
        if len(raw) > MAX_ARTICLE_BYTES:
            too_much = f"An article has at most {MAX_ARTICLE_BYTES // 2**20} MB."
            return self.first(request, too_much, status=422)
        try:
            draft = self._read(raw, published)
        except ConfigError as error:
            return self.first(request, str(error), text, status=422)
        return self._desk.page(
            request,
            "rules_seed_draft.html",
            draft=draft,
            article=_packed(raw),
            published=published,
            confident=CONFIDENT,
        )

    def plan(self, choice: _Choice) -> SeedPlan:
        """What would be written of what was ticked. Raises ``ConfigError``."""
        draft = self._read(_unpacked(choice.article), choice.published)
        return plan_seed(draft.kept(choice.keep), self._folder.path)

    def write(self, request: Request, plan: SeedPlan) -> None:
        """Write the files. Raises ``ConfigError``."""
        services = self._desk.services
        person = self._desk.access.enter(request).person
        edit = Edit(author=person, comment="drafted from an article", base="")
        written = self._folder.seed(plan, edit, now=services.clock())
        services.log.info("rules.seeded", files=list(written), person=person)

    def planned(
        self,
        request: Request,
        plan: SeedPlan,
        choice: _Choice,
        problem: str = "",
        status: int = 200,
    ) -> Response:
        """The change of each file, before it is written."""
        return self._desk.page(
            request,
            "rules_seed_plan.html",
            status=status,
            plan=plan,
            diffs=_diffs(plan),
            choice=choice,
            problem=problem,
        )

    def _read(self, raw: bytes, published: str) -> Draft:
        today = self._desk.services.clock().date()
        return read_article(raw, name="the article", published=_day(published), today=today)


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
