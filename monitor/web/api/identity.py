"""Who asks the API: a token in the header, or the session of a page.

- ``Authorization: Bearer …``: a token of a person, good for what its scope and the person's role
  allow. Tries with unknown tokens are counted for each address, as logins are; a known one gets in
  all the same, so that nobody shuts out a neighbour.
- A session's cookie reads. It writes with the page's token in ``X-CSRF-Token`` only, and from our
  own pages only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, HTTPException, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from monitor.model import ApiToken, Role, TokenScope
from monitor.store import api_tokens as token_rows
from monitor.web.access import SESSION_COOKIE, Access, check_origin, check_token
from monitor.web.api.problems import ApiError, told_to_wait
from monitor.web.logins import count_try
from monitor.web.people import digest
from monitor.wiring import Services

_LONGEST_TOKEN = 200

SCHEMES = [
    Depends(HTTPBearer(auto_error=False, description="A token: `monitor web token add`.")),
    Depends(
        APIKeyCookie(
            name=SESSION_COOKIE,
            auto_error=False,
            description="The session of a page; writes need X-CSRF-Token too.",
        )
    ),
]
"""How one may identify oneself, for the description; :class:`Callers` looks itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks. ``writes``: whether they may change anything, whatever their role is."""

    person: str
    role: Role
    writes: bool
    token: ApiToken | None = None


class Callers:
    """Finds out who asks, over ``services``; ``access`` knows the sessions."""

    def __init__(self, services: Services, access: Access) -> None:
        self._services = services
        self._access = access

    def reader(self, request: Request) -> Caller:
        """Dependency of what reads: who asks. Raises :class:`ApiError` (401, 429)."""
        given = request.headers.get("authorization")
        if given is not None:
            return self._by_token(request, given)
        visit = self._access.visit_of(request)
        if visit is None:
            raise _unknown("Log in, or send a token: Authorization: Bearer …")
        return Caller(person=visit.person, role=visit.role, writes=False)

    def writer(self, needed: Role) -> Callable[[Request], Caller]:
        """A dependency of what writes: who asks, if they may. Raises :class:`ApiError`."""

        def enter(request: Request) -> Caller:
            caller = self.reader(request)
            if caller.token is None:
                self._check_page(request)
            elif not caller.writes:
                raise ApiError(403, "This token only reads: it takes one with the scope write.")
            if not caller.role.may(needed):
                raise ApiError(
                    403, f"This takes the role {needed}; {caller.person} has {caller.role}."
                )
            return caller

        return enter

    def feed_reader(self, request: Request, token: str) -> Caller:
        """Who has this token of a feed's address. Raises :class:`ApiError` (401, 429)."""
        return self._find(request, token, {TokenScope.FEED})

    def still_in(self, request: Request, caller: Caller) -> bool:
        """Whether somebody who was let in would be let in now, with the same token or session."""
        if caller.token is None:
            return self._access.visit_of(request) is not None
        with self._services.store.read() as session:
            return token_rows.is_good(session, caller.token.id, self._services.clock())

    def _check_page(self, request: Request) -> None:
        visit = self._access.visit_of(request)
        if visit is None:
            raise _unknown("You were logged out meanwhile.")
        try:
            check_origin(request)
            check_token(request.headers.get("x-csrf-token", ""), visit.csrf)
        except HTTPException as error:
            raise ApiError(error.status_code, str(error.detail)) from error

    def _by_token(self, request: Request, given: str) -> Caller:
        scheme, _, secret = given.partition(" ")
        if scheme.lower() != "bearer":
            raise _unknown("Send a token: Authorization: Bearer …")
        return self._find(request, secret.strip(), {TokenScope.READ, TokenScope.WRITE})

    def _find(self, request: Request, secret: str, scopes: set[TokenScope]) -> Caller:
        services, now = self._services, self._services.clock()
        with services.store.read() as session:
            found = token_rows.find_token(session, digest(secret[:_LONGEST_TOKEN]), now)
        if found is None or found.scope not in scopes:
            address = request.client.host if request.client else ""
            wait_s = count_try(services, frozenset({digest(f"token {address}")}))
            services.log.warning("web.token_refused", address=address, throttled=wait_s > 0)
            if wait_s:
                raise told_to_wait(wait_s)
            raise _unknown("The token is not known here, has expired, or is for something else.")
        if token_rows.is_use_due(found, now):
            with services.store.write() as session:
                token_rows.note_use(session, found.id, now)
        person = found.person
        writes = found.scope is TokenScope.WRITE
        return Caller(person=person.name, role=person.role, writes=writes, token=found)


def _unknown(detail: str) -> ApiError:
    headers: dict[str, Any] = {"WWW-Authenticate": 'Bearer realm="event-monitor"'}
    return ApiError(401, detail, headers=headers)
