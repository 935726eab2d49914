"""The page of one's own account: password, and where one is logged in."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from monitor.errors import ConfigError
from monitor.model import ApiToken, Role, TokenScope, WebSession
from monitor.store import api_tokens as token_rows
from monitor.store import web_sessions as session_rows
from monitor.web.access import SESSION_COOKIE, Access, delete_cookie, read_cookie, set_cookie
from monitor.web.desk import RowId
from monitor.web.logins import LONGEST_BROWSER, Entry, Logins
from monitor.web.passwords import SHORTEST
from monitor.web.people import NewToken, add_api_token
from monitor.wiring import Services

FormText = Annotated[str, Form()]

LONGEST_DAYS = 3650


def account_router(
    services: Services, logins: Logins, access: Access, pages: Jinja2Templates
) -> APIRouter:
    """The routes of the account's page, and of logging out."""
    router = APIRouter(dependencies=[Depends(access.enter)])
    writing = access.writing(Role.VIEWER)

    def page(
        request: Request,
        *,
        problem: str = "",
        token_problem: str = "",
        token: str = "",
        status: int = 200,
    ) -> Response:
        here = access.enter(request).session
        context = {
            "sessions": _sessions(services, here),
            "problem": problem,
            "shortest": SHORTEST,
            "tokens": _tokens(services, here),
            "token": token,
            "token_problem": token_problem,
            "scopes": list(TokenScope),
        }
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

    _add_tokens(router, services, access, page)
    return router


def _add_tokens(
    router: APIRouter, services: Services, access: Access, page: Callable[..., Response]
) -> None:
    """Tokens for programs: make one, end one."""
    writing = access.writing(Role.VIEWER)

    @router.post("/account/tokens", dependencies=writing)
    def add_token(
        request: Request, name: FormText = "", scope: FormText = "read", days: FormText = ""
    ) -> Response:
        here = access.enter(request).session
        if here is None:
            return RedirectResponse("/account", 303)
        try:
            wanted = _wanted(name, scope, days)
            added, token = add_api_token(
                services.store,
                here.person.name,
                wanted,
                now=services.clock(),
                random_hex=services.random_hex,
            )
        except ConfigError as error:
            return page(request, token_problem=_sentence(error), status=422)
        services.log.info("web.token_added", person=here.person.name, token=added.id)
        return page(request, token=token)

    @router.post("/account/tokens/{token_id}/revoke", dependencies=writing)
    def revoke_token(request: Request, token_id: RowId) -> Response:
        here = access.enter(request).session
        if here is not None:
            with services.store.write() as session:
                token_rows.revoke_token(session, token_id, person_id=here.person.id)
            services.log.info("web.token_revoked", person=here.person.name, token=token_id)
        return RedirectResponse("/account", 303)


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


def _tokens(services: Services, here: WebSession | None) -> list[ApiToken]:
    if here is None:
        return []
    with services.store.read() as session:
        return token_rows.list_tokens(session, person_id=here.person.id)


def _wanted(name: str, scope: str, days: str) -> NewToken:
    """What a person filled in. Raises :class:`ConfigError`."""
    if scope not in set(TokenScope):
        raise ConfigError("choose what the token is for", field="scope")
    if days and not (days.isdecimal() and 1 <= int(days[:6]) <= LONGEST_DAYS):
        raise ConfigError(f"a token is good for 1 to {LONGEST_DAYS} days", field="days")
    return NewToken(name=name, scope=TokenScope(scope), days=int(days) if days else None)


def _sentence(error: ConfigError) -> str:
    text = error.message + (f" ({error.hint})" if error.hint else "")
    return f"{text[:1].upper()}{text[1:]}."
