"""The login page, which is open to all."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from monitor.web.access import (
    SESSION_COOKIE,
    Access,
    LoginNeeded,
    check_origin,
    check_token,
    csrf_of,
    delete_cookie,
    read_cookie,
    set_cookie,
)
from monitor.web.account import account_router, browser_of, keep_session, told_to_wait, waiting
from monitor.web.logins import Claim, Logins
from monitor.wiring import Services

_VISITOR_COOKIE = "monitor_visitor"
_VISITOR_AGE_S = 3600
_LONGEST_PATH = 2000
_WRONG = "That token, or name and password, is not known here."

FormText = Annotated[str, Form()]


def add_login(app: FastAPI, services: Services, access: Access, pages: Jinja2Templates) -> None:
    """Add the login page, the way to it, and the account's page."""
    logins = Logins(services)
    _add_redirect(app)
    app.include_router(_login_router(services, logins, access, pages))
    app.include_router(account_router(services, logins, access, pages))


def local_path(text: str) -> str:
    """``text`` where it is a path on this site, else the front page: no way leads elsewhere."""
    if (
        not text.startswith("/")
        or text[1:2] in {"/", "\\"}
        or len(text) > _LONGEST_PATH
        or not text.isprintable()
    ):
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or parts.path == "/login" else text


def _add_redirect(app: FastAPI) -> None:
    @app.exception_handler(LoginNeeded)
    async def log_in_first(request: Request, _: LoginNeeded) -> RedirectResponse:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        back = local_path(asked) if request.method == "GET" else "/"
        where = "/login" if back == "/" else f"/login?next={quote(back, safe='/')}"
        return RedirectResponse(where, 303)


def _login_router(
    services: Services, logins: Logins, access: Access, pages: Jinja2Templates
) -> APIRouter:
    router = APIRouter()

    def page(
        request: Request, back: str, *, problem: str = "", status: int = 200, name: str = ""
    ) -> Response:
        secret = read_cookie(request, _VISITOR_COOKIE)
        secret = secret or services.random_hex() + services.random_hex()
        context = {"csrf": csrf_of(secret), "next": back, "problem": problem, "name": name}
        response = pages.TemplateResponse(request, "login.html", context, status_code=status)
        set_cookie(request, response, _VISITOR_COOKIE, secret, _VISITOR_AGE_S)
        return response

    @router.get("/login")
    def login_page(request: Request, next: str = "/") -> Response:
        if access.visit_of(request) is not None:
            return RedirectResponse(local_path(next), 303)
        return page(request, local_path(next))

    @router.post("/login")
    def log_in(
        request: Request,
        csrf: FormText = "",
        next: FormText = "/",
        token: FormText = "",
        name: FormText = "",
        password: FormText = "",
    ) -> Response:
        check_origin(request)
        check_token(csrf, csrf_of(read_cookie(request, _VISITOR_COOKIE)))
        address = request.client.host if request.client else ""
        entry = logins.log_in(
            Claim(
                token=token,
                name=name,
                password=password,
                address=address,
                browser=browser_of(request),
                old_cookie=read_cookie(request, SESSION_COOKIE),
            )
        )
        back = local_path(next)
        if entry.cookie:
            services.log.info("web.login", person=entry.person, address=address)
            response: Response = RedirectResponse(back, 303)
            keep_session(request, response, entry)
            delete_cookie(request, response, _VISITOR_COOKIE)
            return response
        services.log.warning("web.login_refused", address=address, throttled=entry.wait_s > 0)
        if entry.wait_s:
            answer = page(request, back, problem=waiting(entry), status=429)
            return told_to_wait(answer, entry)
        return page(request, back, problem=_WRONG, status=401, name=name)

    return router
