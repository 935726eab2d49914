"""The page of one's own account: password, and where one is logged in."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from monitor.errors import ConfigError
from monitor.model import Role, WebSession
from monitor.store import web_sessions as session_rows
from monitor.web.access import SESSION_COOKIE, Access, delete_cookie, read_cookie, set_cookie
from monitor.web.logins import LONGEST_BROWSER, Entry, Logins
from monitor.web.passwords import SHORTEST
from monitor.wiring import Services

FormText = Annotated[str, Form()]


def account_router(
    services: Services, logins: Logins, access: Access, pages: Jinja2Templates
) -> APIRouter:
    """The routes of the account's page, and of logging out."""
    router = APIRouter(dependencies=[Depends(access.enter)])
    writing = access.writing(Role.VIEWER)

    def page(request: Request, *, problem: str = "", status: int = 200) -> Response:
        shown = _sessions(services, access.enter(request).session)
        context = {"sessions": shown, "problem": problem, "shortest": SHORTEST}
        return pages.TemplateResponse(request, "account.html", context, status_code=status)

    @router.get("/account")
    def account(request: Request) -> Response:
        return page(request)

    @router.post("/logout", dependencies=writing)
    def log_out(request: Request) -> Response:
        logins.log_out(read_cookie(request, SESSION_COOKIE))
        response = RedirectResponse("/login", 303)
        delete_cookie(request, response, SESSION_COOKIE)
        return response

    @router.post("/account/password", dependencies=writing)
    def change_password(request: Request, old: FormText = "", new: FormText = "") -> Response:
        here = access.enter(request).session
        response = RedirectResponse("/account", 303)
        if here is None:
            return response
        try:
            entry = logins.change_password(
                here.person, old=old, new=new, browser=browser_of(request)
            )
        except ConfigError as error:
            return page(request, problem=_sentence(error), status=422)
        if entry.wait_s:
            return told_to_wait(page(request, problem=waiting(entry), status=429), entry)
        services.log.info("web.password_changed", person=here.person.name)
        keep_session(request, response, entry)
        return response

    @router.post("/account/sessions/end", dependencies=writing)
    def end_sessions(request: Request) -> Response:
        here = access.enter(request).session
        if here is not None:
            with services.store.write() as session:
                session_rows.end_other_sessions(session, here.person.id, keep_id=here.id)
        return RedirectResponse("/account", 303)

    return router


def keep_session(request: Request, response: Response, entry: Entry) -> None:
    """Give the browser the cookie of a session that has begun."""
    age_s = int(session_rows.LONGEST.total_seconds())
    set_cookie(request, response, SESSION_COOKIE, entry.cookie, age_s)


def browser_of(request: Request) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")[:LONGEST_BROWSER]


def waiting(entry: Entry) -> str:
    """What somebody is told who tried too often."""
    return f"Too many tries. Wait {math.ceil(entry.wait_s)} seconds before the next one."


def told_to_wait(response: Response, entry: Entry) -> Response:
    """The answer with the wait stated for programs."""
    response.headers["Retry-After"] = str(math.ceil(entry.wait_s))
    return response


def _sessions(services: Services, here: WebSession | None) -> list[WebSession]:
    if here is None:
        return []
    with services.store.read() as session:
        return session_rows.sessions_of(session, here.person.id, services.clock())


def _sentence(error: ConfigError) -> str:
    text = error.message + (f" ({error.hint})" if error.hint else "")
    return f"{text[:1].upper()}{text[1:]}."
