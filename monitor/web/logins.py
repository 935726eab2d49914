"""Logging in: counting tries, comparing secrets, starting a session under a new cookie."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.errors import ConfigError
from monitor.model import Person
from monitor.store import people as person_rows
from monitor.store import web_sessions as session_rows
from monitor.store.engine import Store
from monitor.web import passwords as password_rules
from monitor.web import throttle
from monitor.web.passwords import Passwords, check_password
from monitor.web.people import digest, fold_name
from monitor.wiring import Services

LONGEST_BROWSER = 200
_LONGEST_SECRET = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody gives to be let in: a token, or a name and a password."""

    token: str
    name: str
    password: str
    address: str
    browser: str
    old_cookie: str

    @property
    def keys(self) -> frozenset[str]:
        """What tries are counted for. Digests: people type passwords into the field for names."""
        counted = [f"address {self.address}"]
        if not self.token:
            counted.append(f"name {fold_name(self.name)}")
        return frozenset(digest(one) for one in counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What came of it: the new session's ``cookie``, or how long to ``wait_s``, or neither."""

    cookie: str = ""
    person: str = ""
    wait_s: float = 0.0


class Logins:
    """Lets people in, over ``services``."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._passwords = Passwords()

    def log_in(self, claim: Claim) -> Entry:
        """Let somebody in whose token, or name and password, are right."""
        wait_s = count_try(self._services, claim.keys)
        if wait_s:
            return Entry(wait_s=wait_s)
        if claim.token:
            return self._start(claim, token_digest=digest(claim.token[:_LONGEST_SECRET].strip()))
        name = fold_name(claim.name)
        stored = self._hash_of(name)
        if not self._verify(claim.password, stored):
            return Entry()
        if self._passwords.is_outdated(stored):
            stored = self._renew(name, claim.password, stored)
        return self._start(claim, name=name, password_hash=stored)

    def log_out(self, cookie: str) -> None:
        """End the session of a cookie."""
        with self._store.write() as session:
            session_rows.end_session(session, digest(cookie))

    def change_password(self, person: Person, *, old: str, new: str, browser: str) -> Entry:
        """Give a person a new password: they are logged out elsewhere and get a new cookie here.

        Raises :class:`ConfigError` where the old one is wrong or the new one is no good.
        """
        check_password(new)
        stored = self._hash_of(person.name)
        if stored:
            keys = frozenset({digest(f"name {person.name}")})
            wait_s = count_try(self._services, keys)
            if wait_s:
                return Entry(wait_s=wait_s)
            if not self._verify(old, stored):
                raise ConfigError("the present password is another one", field="old")
        hashed = self._passwords.hash(new)
        cookie, now = self._new_cookie(), self._services.clock()
        with self._store.write() as session:
            if person_rows.password_hash_of(session, person.name) != stored:
                raise ConfigError("the password was changed meanwhile", field="old")
            person_rows.set_password(session, person.name, hashed)
            session_rows.start_session(
                session, person, digest=digest(cookie), browser=browser, now=now
            )
        return Entry(cookie=cookie, person=person.name)

    @property
    def _store(self) -> Store:
        return self._services.store

    def _new_cookie(self) -> str:
        return self._services.random_hex() + self._services.random_hex()

    def _hash_of(self, name: str) -> str:
        with self._store.read() as session:
            return person_rows.password_hash_of(session, name)

    def _verify(self, password: str, stored: str) -> bool:
        if len(password) > password_rules.LONGEST:
            return False
        return self._passwords.verify(password, stored)

    def _renew(self, name: str, password: str, stored: str) -> str:
        renewed = self._passwords.hash(password)
        with self._store.write() as session:
            person_rows.renew_password_hash(session, name, old=stored, new=renewed)
            return person_rows.password_hash_of(session, name)

    def _start(
        self, claim: Claim, *, token_digest: str = "", name: str = "", password_hash: str = ""
    ) -> Entry:
        """Start a session, unless the secret was changed since it was compared."""
        cookie, now = self._new_cookie(), self._services.clock()
        with self._store.write() as session:
            if token_digest:
                person = person_rows.person_by_token(session, token_digest)
            elif person_rows.password_hash_of(session, name) == password_hash:
                person = person_rows.get_person(session, name)
            else:
                person = None
            if person is None:
                return Entry()
            kept = session_rows.throttle_levels(session, sorted(claim.keys))
            session_rows.set_throttle_levels(
                session, throttle.give_back(kept, claim.keys, now), now
            )
            if claim.old_cookie:
                session_rows.end_session(session, digest(claim.old_cookie))
            session_rows.start_session(
                session,
                person,
                digest=digest(cookie),
                browser=claim.browser[:LONGEST_BROWSER],
                now=now,
            )
        return Entry(cookie=cookie, person=person.name)


def count_try(services: Services, keys: frozenset[str]) -> float:
    """Count a try to get in for ``keys``; how many seconds to wait instead (0: go on).

    Counted before it is looked at, so that many at once are counted too.
    """
    now = services.clock()
    with services.store.write() as session:
        taken = throttle.take(session_rows.throttle_levels(session, sorted(keys)), keys, now)
        session_rows.set_throttle_levels(session, taken.levels, now)
    return taken.wait_s
