"""The page of one development, and what people change about it: merge, split, mute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.developments.escalation import SCALE
from monitor.errors import ConfigError
from monitor.model import Matcher, Role
from monitor.pipeline.corrections import (
    Editor,
    merge_developments,
    split_development,
    undo_correction,
)
from monitor.store import silences as silence_rows
from monitor.web.desk import Desk, RowId
from monitor.web.views.development import (
    read_development,
    read_merge,
    read_tellings,
    read_weighing,
)

FormText = Annotated[str, Form(max_length=1000)]
Offset = Annotated[int, Query(ge=0, le=10**6)]
ItemIds = Annotated[tuple[int, ...], Query()]
FormIds = Annotated[tuple[int, ...], Form()]
FormId = Annotated[int, Form(ge=1, le=2**63 - 1)]

MUTES_H = {1: "1 hour", 8: "8 hours", 24: "1 day", 72: "3 days", 168: "1 week", 720: "30 days"}
"""How long a development is muted from its page; other times: ``monitor silence add``."""


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/developments/{development_id}")
    _add_reading(routes, desk)
    _add_merging(routes, desk)
    _add_splitting(routes, desk)
    _add_muting(routes, desk)
    return routes


def _add_reading(routes: APIRouter, desk: Desk) -> None:
    services = desk.services

    @routes.get("")
    def development(request: Request, development_id: RowId, after: Offset = 0) -> HTMLResponse:
        view = read_development(
            services.store,
            development_id,
            reader=_person(request),
            now=services.clock(),
            offset=after,
        )
        if view is None:
            raise _unknown(development_id)
        return desk.page(request, "development.html", view=view, scale=SCALE, mutes=MUTES_H)

    @routes.get("/items/{item_id}")
    def weighing(request: Request, development_id: RowId, item_id: RowId) -> HTMLResponse:
        view = read_weighing(services.store, development_id, item_id)
        if view is None:
            raise HTTPException(404, f"Development {development_id} has no item {item_id}.")
        if request.headers.get("hx-request") == "true":
            return desk.part(request, "development_weighed.html", view=view)
        return desk.page(request, "development_item.html", view=view)

    @routes.post("/corrections/{correction_id}/undo", dependencies=desk.access.writing(Role.EDITOR))
    def undo(request: Request, development_id: RowId, correction_id: RowId) -> Response:
        editor = _editor(desk, request, f"Undoes correction {correction_id}.")
        try:
            undo_correction(services.store, correction_id, editor)
        except ConfigError as error:
            raise HTTPException(409, _sentence(error)) from error
        return _back(development_id)


def _add_merging(routes: APIRouter, desk: Desk) -> None:
    store = desk.services.store

    def page(
        request: Request,
        development_id: int,
        other: str,
        *,
        q: str = "",
        problem: str = "",
    ) -> HTMLResponse:
        number = other.strip()
        is_number = number.isascii() and number.isdigit() and len(number) < 18
        view = read_merge(
            store,
            development_id,
            other_id=int(number) if is_number else None,
            text=q,
            reader=_person(request),
        )
        if view is None:
            raise _unknown(development_id)
        if number and view.other is None:
            problem = problem or f"There is no development {number[:20]!r}."
        status = 422 if problem else 200
        return desk.page(
            request, "development_merge.html", status=status, view=view, q=q, problem=problem
        )

    @routes.get("/merge", dependencies=[Depends(desk.access.needing(Role.EDITOR))])
    def choose(
        request: Request,
        development_id: RowId,
        other: str = "",
        q: Annotated[str, Query(max_length=200)] = "",
    ) -> HTMLResponse:
        return page(request, development_id, other, q=q)

    @routes.post("/merge", dependencies=desk.access.writing(Role.EDITOR))
    def merge(
        request: Request, development_id: RowId, other: FormId, comment: FormText = ""
    ) -> Response:
        try:
            merge_developments(store, development_id, [other], _editor(desk, request, comment))
        except ConfigError as error:
            return page(request, development_id, str(other), problem=_sentence(error))
        return _back(development_id)


def _add_splitting(routes: APIRouter, desk: Desk) -> None:
    store = desk.services.store

    def page(
        request: Request, development_id: int, items: Sequence[int], *, problem: str = ""
    ) -> HTMLResponse:
        view = read_development(
            store, development_id, reader=_person(request), now=desk.services.clock()
        )
        if view is None:
            raise _unknown(development_id)
        chosen = read_tellings(store, development_id, items)
        if not problem and not chosen:
            problem = "Tick the items that tell another happening, then split them off."
        elif not problem and len(chosen) >= view.development.items:
            problem = "These are all its items: leave one at least."
        return desk.page(
            request,
            "development_split.html",
            status=422 if problem else 200,
            view=view,
            chosen=chosen,
            problem=problem,
        )

    @routes.get("/split", dependencies=[Depends(desk.access.needing(Role.EDITOR))])
    def confirm(request: Request, development_id: RowId, item: ItemIds = ()) -> HTMLResponse:
        return page(request, development_id, item)

    @routes.post("/split", dependencies=desk.access.writing(Role.EDITOR))
    def split(
        request: Request,
        development_id: RowId,
        item: FormIds = (),
        comment: FormText = "",
    ) -> Response:
        editor = _editor(desk, request, comment)
        try:
            split_development(store, development_id, item, editor)
        except ConfigError as error:
            return page(request, development_id, item, problem=_sentence(error))
        return _back(development_id)


def _add_muting(routes: APIRouter, desk: Desk) -> None:
    services = desk.services

    @routes.post("/silences", dependencies=desk.access.writing(Role.EDITOR))
    def mute(
        request: Request,
        development_id: RowId,
        hours: Annotated[int, Form()] = 8,
        comment: FormText = "",
    ) -> Response:
        if hours not in MUTES_H:
            raise HTTPException(422, f"It can be muted for {', '.join(MUTES_H.values())}.")
        now = services.clock()
        with services.store.write() as session:
            silence_rows.add_silence(
                session,
                rule_id=None,
                starts_at=now,
                ends_at=now + timedelta(hours=hours),
                author=_person(request),
                comment=comment.strip(),
                matcher=Matcher(development_id=development_id),
            )
        return _back(development_id)

    @routes.post("/silences/{silence_id}/end", dependencies=desk.access.writing(Role.EDITOR))
    def end(development_id: RowId, silence_id: RowId) -> Response:
        with services.store.write() as session:
            active = silence_rows.active_silences(session, services.clock())
            mine = [one.id for one in active if one.matcher.development_id == development_id]
            if silence_id in mine:
                silence_rows.expire_silence(session, silence_id, services.clock())
        return _back(development_id)


def _person(request: Request) -> str:
    person: str = request.state.visit.person
    return person


def _editor(desk: Desk, request: Request, comment: str) -> Editor:
    settings = desk.services.settings
    return Editor(
        author=_person(request),
        comment=comment.strip(),
        now=desk.services.clock(),
        window=timedelta(hours=settings.window_h),
        close_after=timedelta(hours=settings.close_after_h),
    )


def _back(development_id: int) -> Response:
    return RedirectResponse(f"/developments/{development_id}", 303)


def _unknown(development_id: int) -> HTTPException:
    return HTTPException(404, f"There is no development {development_id}.")


def _sentence(error: ConfigError) -> str:
    """What went wrong; the hint is left out, for it names commands."""
    return f"{error.message[:1].upper()}{error.message[1:]}."
