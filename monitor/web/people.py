"""Who may log in: adding people and giving them secrets, for the commands and the pages.

A login token is 256 random bits. It is shown once and kept as a digest: as it cannot be guessed,
a plain SHA-256 is enough, unlike for a password.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import ConfigError
from monitor.model import ApiToken, Role, TokenScope
from monitor.store import api_tokens as token_rows
from monitor.store import people as person_rows
from monitor.store.engine import Store
from monitor.web.passwords import Passwords, check_password

FIRST_NAME = "admin"
LONGEST_NAME = 64
_PREFIX = "desk_"
"""Begins every login token, so that one that leaked is recognised."""
_CALENDAR_PREFIX = "cal_"

_TOKEN_PREFIXES = {
    TokenScope.READ: "read_",
    TokenScope.WRITE: "write_",
    TokenScope.FEED: "feed_",
}
"""Begin the tokens of programs, by what they are good for."""


def new_token(random_hex: Callable[[], str]) -> str:
    """A login token; ``random_hex`` gives 128 random bits as hexadecimal digits."""
    return f"{_PREFIX}{random_hex()}{random_hex()}"


def new_calendar_token(random_hex: Callable[[], str]) -> str:
    """What makes a person's address of the calendar unguessable: 256 random bits."""
    return f"{_CALENDAR_PREFIX}{random_hex()}{random_hex()}"


def digest(secret: str) -> str:
    """What is stored of a random secret: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def fold_name(text: str) -> str:
    """A name as it is stored: capitals and width do not matter. May be no name at all."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def person_name(text: str) -> str:
    """A name that somebody may have. Raises :class:`ConfigError` for one that nobody can."""
    name = fold_name(text)
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or " " in name:
        raise ConfigError(
            f"{text!r} is no name",
            field="name",
            hint=f"1 to {LONGEST_NAME} letters, digits or signs, without blanks",
        )
    return name


def add_first_admin(store: Store, *, now: datetime, random_hex: Callable[[], str]) -> str | None:
    """Where nobody may log in yet, add an admin; their login token, shown never again."""
    token = new_token(random_hex)
    with store.write() as session:
        added = person_rows.add_first_person(
            session, name=FIRST_NAME, role=Role.ADMIN, token_digest=digest(token), now=now
        )
    return token if added else None


def add_person(
    store: Store, name: str, role: Role, *, now: datetime, random_hex: Callable[[], str]
) -> str:
    """Add a person; their login token. Raises :class:`ConfigError` where the name is taken."""
    name, token = person_name(name), new_token(random_hex)
    with store.write() as session:
        added = person_rows.add_person(
            session, name=name, role=role, token_digest=digest(token), now=now
        )
    if not added:
        raise ConfigError(
            f"there is a person {name} already",
            field="name",
            hint=f"'monitor web renew {name}' gives them another token",
        )
    return token


def renew_token(store: Store, name: str, *, random_hex: Callable[[], str]) -> str:
    """Another login token for a person, who is logged out everywhere.

    Raises :class:`ConfigError` where nobody has this name.
    """
    token = new_token(random_hex)
    with store.write() as session:
        known = person_rows.set_token(session, fold_name(name), digest(token))
    require_known(name, known=known)
    return token


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """What a token for a program is to be. ``days``: after so many it is over; ``None``: never."""

    name: str
    scope: TokenScope
    days: int | None


def add_api_token(
    store: Store, person: str, wanted: NewToken, *, now: datetime, random_hex: Callable[[], str]
) -> tuple[ApiToken, str]:
    """Give a person a token for a program; what is stored of it, and the token.

    Raises :class:`ConfigError` where nobody has this name, or the token's name is no good or taken.
    """
    name = " ".join(wanted.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ConfigError(
            f"{wanted.name!r} is no name for a token",
            field="name",
            hint=f"say what it is for, in 1 to {LONGEST_NAME} characters",
        )
    token = f"{_TOKEN_PREFIXES[wanted.scope]}{random_hex()}{random_hex()}"
    expires_at = now + timedelta(days=wanted.days) if wanted.days is not None else None
    with store.write() as session:
        found = person_rows.get_person(session, fold_name(person))
        require_known(person, known=found is not None)
        assert found is not None  # noqa: S101
        added = token_rows.add_token(
            session,
            person_id=found.id,
            name=name,
            scope=wanted.scope,
            digest=digest(token),
            now=now,
            expires_at=expires_at,
        )
    if added is None:
        raise ConfigError(
            f"{found.name} has a token {name!r} already",
            field="name",
            hint="revoke that one, or take another name",
        )
    return added, token


def set_password(store: Store, name: str, password: str, passwords: Passwords) -> None:
    """Give a person a password, who is logged out everywhere.

    Raises :class:`ConfigError` where it is no good, or nobody has this name.
    """
    check_password(password)
    hashed = passwords.hash(password)
    with store.write() as session:
        known = person_rows.set_password(session, fold_name(name), hashed)
    require_known(name, known=known)


def require_known(name: str, *, known: bool) -> None:
    """Raises :class:`ConfigError` about ``name`` unless it is known."""
    if not known:
        raise ConfigError(
            f"there is no person {name!r}", field="name", hint="see 'monitor web list'"
        )
