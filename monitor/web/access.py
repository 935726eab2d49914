"""Who asks, and whether they may: sessions, roles, and proof that a write was meant.

- A session's cookie holds 256 random bits; the store only their digest.
- A write must come from a page of ours: browsers say where a form was sent from, and the form
  carries a token that only a page shown in this session can know.
- Without login (``MONITOR_WEB_LOGIN=false``) everybody at this machine is an admin.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Form, Header, HTTPException, Request
from starlette.responses import Response

from monitor.model import Role, WebSession
from monitor.store import web_sessions as session_rows
from monitor.web.people import digest
from monitor.wiring import Services

CSRF_FIELD = "csrf"
"""The hidden field of every form; scripts send the header ``X-CSRF-Token`` instead."""

SESSION_COOKIE = "monitor_session"

_NOT_OURS = "This was not sent from a page of this monitor, so it was not done."
_OLD_PAGE = "The page is too old to send anything: load it again, then send once more."


class LoginNeeded(Exception):  # noqa: N818
    """Nobody is logged in; the answer leads to the login page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody who was let in.

    ``csrf`` goes into every form of their pages. ``session``: ``None`` where no login is asked for.
    """

    person: str
    role: Role
    csrf: str
    session: WebSession | None

    def may(self, needed: str) -> bool:
        """Whether the person has the role ``needed``, or one above it."""
        return self.role.may(Role(needed))


class Access:
    """The gate of the pages over ``services``."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._open = not services.settings.web_login
        self._open_secret = services.random_hex() + services.random_hex()

    def enter(self, request: Request) -> Visit:
        """Dependency of every page: who asks. Raises :class:`LoginNeeded`."""
        visit: Visit | None = getattr(request.state, "visit", None) or self.visit_of(request)
        if visit is None:
            raise LoginNeeded
        request.state.visit = visit
        return visit

    def visit_of(self, request: Request) -> Visit | None:
        """Who asks; ``None`` where nobody is logged in."""
        if self._open:
            csrf = csrf_of(self._open_secret)
            return Visit(person="local", role=Role.ADMIN, csrf=csrf, session=None)
        secret = read_cookie(request, SESSION_COOKIE)
        found = self._find(secret) if secret else None
        if found is None:
            return None
        person = found.person
        return Visit(person=person.name, role=person.role, csrf=csrf_of(secret), session=found)

    def writing(self, needed: Role) -> list[Any]:
        """The dependencies of a route that changes something: role, origin and token are right."""
        return [Depends(self._proven), Depends(self.needing(needed))]

    def needing(self, needed: Role) -> Callable[[Request], None]:
        """A dependency that lets only people with the role ``needed`` through."""

        def check(request: Request) -> None:
            visit = self.enter(request)
            if not visit.role.may(needed):
                raise HTTPException(
                    403, f"This takes the role {needed}; {visit.person} has {visit.role}."
                )

        return check

    def _proven(
        self,
        request: Request,
        csrf: Annotated[str, Form()] = "",
        x_csrf_token: Annotated[str, Header()] = "",
    ) -> None:
        check_origin(request)
        check_token(csrf or x_csrf_token, self.enter(request).csrf)

    def _find(self, secret: str) -> WebSession | None:
        now, store = self._services.clock(), self._services.store
        with store.read() as session:
            found = session_rows.find_session(session, digest(secret), now)
        if found is not None and session_rows.is_seen_due(found, now):
            with store.write() as session:
                session_rows.see_session(session, found.id, now)
        return found


def csrf_of(secret: str) -> str:
    """The token for forms: proves that the page knew a cookie, and does not give it away."""
    return hmac.new(secret.encode("utf-8", "replace"), b"csrf", hashlib.sha256).hexdigest()


def check_token(given: str, expected: str) -> None:
    """Raises 403 where a form's token is not that of the person's session."""
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise HTTPException(403, _OLD_PAGE)


def check_origin(request: Request) -> None:
    """Raises 403 where the browser says that another site's page sent this.

    Programs that say nothing of the kind still need the token.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        ours = site == "same-origin"
    elif origin is not None:
        ours = _netloc(origin) == request.headers.get("host", "").lower()
    else:
        ours = True
    if not ours:
        raise HTTPException(403, _NOT_OURS)


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def read_cookie(request: Request, name: str) -> str:
    """The value of one of our cookies; empty where the browser sent none."""
    return request.cookies.get(_cookie_name(request, name), "")


def set_cookie(request: Request, response: Response, name: str, value: str, age_s: int) -> None:
    """Keep ``value`` in the browser, where no script and no form of another site gets at it.

    ``lax``: a link in an alert, followed from a mail or chat, finds the reader logged in.
    """
    response.set_cookie(
        _cookie_name(request, name),
        value,
        max_age=age_s,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_secure(request),
    )


def delete_cookie(request: Request, response: Response, name: str) -> None:
    """Have the browser forget one of our cookies."""
    set_cookie(request, response, name, "", 0)


def _cookie_name(request: Request, name: str) -> str:
    # Over TLS browsers let no other host and no plain connection set a cookie of this prefix.
    return f"__Host-{name}" if _is_secure(request) else name


def _is_secure(request: Request) -> bool:
    """Whether the browser came over TLS, as far as we or a proxy on this machine can tell."""
    return request.url.scheme == "https"
