"""The pages of one rule file: its text in an editor, its history, its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from monitor.errors import ConfigError, EditConflictError, RuleFilesError
from monitor.model import Role
from monitor.pipeline.rule_files import Edit, OpenFile, RuleFolder
from monitor.pipeline.rule_history import may_hold_secrets
from monitor.rules.completion import complete, ids_of
from monitor.rules.loading import kind_of
from monitor.store import rule_files as version_rows
from monitor.web.desk import Desk, RowId
from monitor.web.views.rules import read_force
from monitor.web.views.text_diff import diff_texts

SHOWN_VERSIONS = 50
MAX_COMMENT_CHARS = 300

_FOR_ADMINS = "This file may hold secrets of endpoints: it takes the role admin."
_TEMPLATES = {
    "rules": "rules:\n  - id: my-rule\n    title: What it looks for\n    severity: medium\n"
    '    match:\n      all:\n        - "a phrase"\n',
    "actors": "actors:\n  - id: someone\n    name: Someone\n    kind: person\n",
    "meetings": "meetings:\n",
    "endpoints": "endpoints:\n",
}

FormText = Annotated[str, Form()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What the editing page shows beside the file: a text, perhaps one that was refused, and why.

    ``base``: the digest of what the text was made from.
    """

    text: str
    base: str
    comment: str = ""
    problems: Sequence[ConfigError] = ()
    refused: str = ""
    conflict: OpenFile | None = None


def router(desk: Desk, folder: RuleFolder) -> APIRouter:
    """The routes of these pages."""
    pages = FilePages(desk, folder)
    routes = APIRouter(prefix="/rules")
    _add_editing(routes, pages)
    _add_asking(routes, pages)
    _add_history(routes, pages)
    _add_moving(routes, pages)
    return routes


class FilePages:
    """What the routes of rule files share."""

    def __init__(self, desk: Desk, folder: RuleFolder) -> None:
        self.desk = desk
        self.folder = folder

    @property
    def writing(self) -> list[Any]:
        """The dependencies of a route that changes a file."""
        return self.desk.access.writing(Role.EDITOR)

    def opened(self, request: Request, name: str) -> OpenFile:
        """A file that this person may see. Raises 403 and 404."""
        self.let_in(request, name)
        try:
            return self.folder.open(name)
        except ConfigError as error:
            raise HTTPException(404, sentence(error)) from error

    def let_in(self, request: Request, name: str) -> None:
        """Raises 403 where a file is for admins only and the person is none."""
        if may_hold_secrets(name) and not self.desk.access.enter(request).may("admin"):
            raise HTTPException(403, _FOR_ADMINS)

    def edit(self, request: Request, base: str, comment: str) -> Edit:
        """Who edits what and why."""
        person = self.desk.access.enter(request).person
        why = " ".join(comment.split())[:MAX_COMMENT_CHARS]
        return Edit(author=person, comment=why, base=base)

    def page(
        self, request: Request, opened: OpenFile | None, name: str, shown: _Shown, status: int = 200
    ) -> HTMLResponse:
        """The editing page. ``opened``: the file as it is; ``None`` for a new one."""
        services = self.desk.services
        differs = None
        if shown.conflict is not None:
            differs = diff_texts(shown.conflict.text, shown.text)
        return self.desk.page(
            request,
            "rules_file.html",
            status=status,
            file=opened,
            name=name,
            kind=kind_of(name) or "",
            shown=shown,
            differs=differs,
            force=read_force(services.store, services.rules),
            saved=request.query_params.get("saved") == "1" and status == 200,
            may_edit=self.desk.access.enter(request).may("editor"),
        )

    def failed(
        self, request: Request, name: str, text: str, edit: Edit, error: ConfigError
    ) -> HTMLResponse:
        """The editing page with a text that was refused, and why."""
        try:
            present = self.folder.open(name)
        except ConfigError:
            present = None
        shown = _Shown(text=text.replace("\r\n", "\n"), base=edit.base, comment=edit.comment)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if isinstance(error, EditConflictError):
            nothing = OpenFile(name=name, kind="", text="", digest="", secrets={})
            there = present or nothing
            # Whoever saves again has seen what they save over.
            shown = replace(shown, base=there.digest, refused=sentence(error), conflict=there)
            status = HTTPStatus.CONFLICT
        elif isinstance(error, RuleFilesError):
            shown = replace(shown, problems=error.problems)
        elif error.line:
            shown = replace(shown, problems=(error,))
        else:
            shown = replace(shown, refused=sentence(error))
        return self.page(request, present, name, shown, status)


def _add_editing(routes: APIRouter, pages: FilePages) -> None:
    @routes.get("/files/{name}")
    def show(request: Request, name: str) -> HTMLResponse:
        opened = pages.opened(request, name)
        return pages.page(request, opened, name, _Shown(text=opened.text, base=opened.digest))

    @routes.post("/files/{name}", dependencies=pages.writing)
    def save(
        request: Request, name: str, text: FormText = "", base: FormText = "", why: FormText = ""
    ) -> Response:
        pages.let_in(request, name)
        now = pages.desk.services.clock()
        edit = pages.edit(request, base, why)
        try:
            pages.folder.save(name, text, edit, now=now)
        except ConfigError as error:
            return pages.failed(request, name, text, edit, error)
        pages.desk.services.log.info("rules.saved", file=name, person=edit.author)
        return RedirectResponse(f"{path_of(name)}?saved=1", 303)

    @routes.get("/new")
    def new(request: Request) -> HTMLResponse:
        return pages.desk.page(request, "rules_new.html", name="", problem="")

    @routes.post("/new", dependencies=pages.writing)
    def begin(request: Request, name: FormText = "") -> Response:
        name = name.strip()
        pages.let_in(request, name or "x.rules.yaml")
        try:
            pages.folder.check_free(name)
        except ConfigError as error:
            return pages.desk.page(
                request, "rules_new.html", name=name, problem=sentence(error), status=422
            )
        text = _TEMPLATES[kind_of(name) or "rules"]
        return pages.page(request, None, name, _Shown(text=text, base=""))


def _add_asking(routes: APIRouter, pages: FilePages) -> None:
    """What the editor asks while somebody types."""

    @routes.post("/files/{name}/check", dependencies=pages.writing)
    def check(request: Request, name: str, text: FormText = "") -> JSONResponse:
        pages.let_in(request, name)
        try:
            checked = pages.folder.check({name: pages.folder.raw(name, text)})
        except RuleFilesError as error:
            return JSONResponse({"problems": [_plain(one) for one in error.problems]})
        except ConfigError as error:
            return JSONResponse({"problems": [_plain(error)]})
        return JSONResponse({"problems": [_plain(one) for one in checked.problems]})

    @routes.post("/files/{name}/complete", dependencies=pages.writing)
    def completions(request: Request, name: str, before: FormText = "") -> JSONResponse:
        pages.let_in(request, name)
        ids = ids_of(pages.desk.services.rules.active.rule_set)
        found = complete(kind_of(name) or "rules", before.replace("\r\n", "\n"), ids)
        choices = [
            {"label": one.label, "insert": one.insert, "kind": one.kind, "detail": one.detail}
            for one in found.choices
        ]
        return JSONResponse({"begun": len(found.begun), "choices": choices})


def _add_history(routes: APIRouter, pages: FilePages) -> None:
    store = pages.desk.services.store

    @routes.get("/files/{name}/history")
    def history(
        request: Request, name: str, before: Annotated[int | None, Query(ge=1, le=2**62)] = None
    ) -> HTMLResponse:
        pages.let_in(request, name)
        with store.read() as session:
            found = version_rows.versions_of(session, name, limit=SHOWN_VERSIONS + 1, before=before)
        if not found and before is None:
            raise HTTPException(404, "Nothing is known of such a file.")
        return pages.desk.page(
            request,
            "rules_history.html",
            name=name,
            versions=found[:SHOWN_VERSIONS],
            more=found[SHOWN_VERSIONS - 1].id if len(found) > SHOWN_VERSIONS else None,
        )

    @routes.get("/files/{name}/history/{version_id}")
    def version(request: Request, name: str, version_id: RowId) -> HTMLResponse:
        pages.let_in(request, name)
        with store.read() as session:
            found = version_rows.get_version(session, name, version_id)
            previous = version_rows.version_before(session, name, version_id)
        if found is None:
            raise HTTPException(404, f"There is no version {version_id} of this file.")
        try:
            present = pages.folder.open(name)
        except ConfigError:
            present = None
        return pages.desk.page(
            request,
            "rules_version.html",
            name=name,
            version=found,
            previous=previous,
            change=diff_texts(previous.text if previous else "", found.text),
            present=present,
            back=diff_texts(present.text if present else "", found.text),
            may_edit=pages.desk.access.enter(request).may("editor"),
        )


def _add_moving(routes: APIRouter, pages: FilePages) -> None:
    def manage(request: Request, name: str, problem: str = "", status: int = 200) -> HTMLResponse:
        opened = pages.opened(request, name)
        return pages.desk.page(
            request, "rules_manage.html", file=opened, problem=problem, status=status
        )

    @routes.get("/files/{name}/manage")
    def show_moving(request: Request, name: str) -> HTMLResponse:
        return manage(request, name)

    @routes.post("/files/{name}/delete", dependencies=pages.writing)
    def delete(
        request: Request, name: str, base: FormText = "", why: FormText = "", sure: FormText = ""
    ) -> Response:
        pages.let_in(request, name)
        if sure != "yes":
            return manage(request, name, "Tick that you are sure, then delete.", 422)
        now = pages.desk.services.clock()
        try:
            pages.folder.delete(name, pages.edit(request, base, why), now=now)
        except ConfigError as error:
            return manage(request, name, sentence(error), 422)
        return RedirectResponse("/rules", 303)

    @routes.post("/files/{name}/rename", dependencies=pages.writing)
    def rename(
        request: Request, name: str, to: FormText = "", base: FormText = "", why: FormText = ""
    ) -> Response:
        to = to.strip()
        pages.let_in(request, name)
        pages.let_in(request, to or name)
        now = pages.desk.services.clock()
        try:
            pages.folder.rename(name, to, pages.edit(request, base, why), now=now)
        except ConfigError as error:
            return manage(request, name, sentence(error), 422)
        return RedirectResponse(f"{path_of(to)}?saved=1", 303)


def path_of(name: str) -> str:
    """The address of a file's page."""
    return f"/rules/files/{quote(name, safe='')}"


def sentence(error: ConfigError) -> str:
    """A problem for a person, in as many lines as it has."""
    return str(error)


def _plain(problem: ConfigError) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "message": problem.message,
        "hint": problem.hint,
    }
