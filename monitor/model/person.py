"""Who uses the web pages, what they may do there, and where they are logged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.aware import require_aware


class Role(StrEnum):
    """What a person may do; each role may do what those before it may.

    ``viewer`` reads, ``editor`` changes what the monitor watches and says, ``admin`` changes where
    it sends.
    """

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Whether this role includes ``needed``."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may log in. Secrets are not part of the value: they never leave the store."""

    id: int
    name: str
    role: Role
    has_password: bool
    added_at: datetime
    last_login_at: datetime | None

    def __post_init__(self) -> None:
        require_aware(self.added_at, "added_at")
        require_aware(self.last_login_at, "last_login_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """One browser in which a person is logged in. ``browser``: what it called itself."""

    id: int
    person: Person
    started_at: datetime
    seen_at: datetime
    browser: str

    def __post_init__(self) -> None:
        require_aware(self.started_at, "started_at")
        require_aware(self.seen_at, "seen_at")


class TokenScope(StrEnum):
    """What a program may do with a token, within what its person may.

    ``read``: ask; ``write``: change things too; ``feed``: read Atom feeds, by their address.
    """

    READ = "read"
    WRITE = "write"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token by which programs ask in a person's name. ``expires_at``: ``None`` for never."""

    id: int
    person: Person
    name: str
    scope: TokenScope
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    def __post_init__(self) -> None:
        require_aware(self.created_at, "created_at")
        require_aware(self.expires_at, "expires_at")
        require_aware(self.last_used_at, "last_used_at")
