"""Passwords: what one must be, and hashing with argon2id."""

from __future__ import annotations

import unicodedata
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.errors import ConfigError

SHORTEST = 12
"""Characters. NIST SP 800-63B-4 asks for 15 where a password is all there is; tries are slowed."""

LONGEST = 256
"""Characters: more would only make work."""

AT_ONCE = 2
"""Hashes computed at once: each takes 64 MiB and some 50 ms of several cores, and whoever is not
logged in can ask for one."""


class Passwords:
    """Hashes and compares passwords, a few at a time (RFC 9106, the low-memory choice)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._slots = BoundedSemaphore(AT_ONCE)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("the password of nobody")

    def hash(self, password: str) -> str:
        """The hash that is stored, with its salt and cost."""
        with self._slots:
            return self._hasher.hash(_normal(password))

    def verify(self, password: str, stored: str) -> bool:
        """Whether ``password`` was hashed to ``stored``.

        Where ``stored`` is empty it takes as long and is no: the answer's time tells no names.
        """
        try:
            with self._slots:
                same = self._hasher.verify(stored or self._nobodys, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return same and bool(stored)

    def is_outdated(self, stored: str) -> bool:
        """Whether ``stored`` was made at another cost than hashes are made today."""
        return self._hasher.check_needs_rehash(stored)


def check_password(password: str) -> None:
    """Raises :class:`ConfigError` where ``password`` is too short or too long to be one."""
    length = len(_normal(password))
    if length < SHORTEST:
        raise ConfigError(
            f"the password has {length} of at least {SHORTEST} characters",
            field="password",
            hint="four words that have nothing to do with each other make a good one",
        )
    if length > LONGEST:
        raise ConfigError(f"the password is longer than {LONGEST} characters", field="password")


def _normal(password: str) -> str:
    # One keyboard writes an accented letter as one character, another as two.
    return unicodedata.normalize("NFKC", password)
