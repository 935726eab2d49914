"""The error tree. Imports nothing; every other module may import it.

::

    MonitorError
    ├── ConfigError      settings, rule files, feed lists: the person must edit something
    │   ├── RuleFilesError  every problem of one load of the rules folder, all at once
    │   └── EditConflictError  the file was edited by somebody else meanwhile
    ├── FetchError       a document could not be fetched (carries a closed reason)
    ├── ParseError       a document was fetched but is no usable feed (carries a closed reason)
    ├── DeliveryError    an alert could not be built or signed
    ├── BrokerError      the message broker cannot be reached, or refused
    └── StoreError       the database refused (locked, read-only, full, corrupt, wrong schema)
        ├── StoreBusyError      try again: another process holds the lock
        └── SchemaError         the schema is older or newer than this program

An *expected* failure of one feed or one delivery is a recorded value
(:class:`monitor.model.FetchResult`, :class:`monitor.model.Attempt`), not an exception; these
classes cover what a caller must handle. Messages never carry secrets or URL credentials.
"""

from __future__ import annotations

from collections.abc import Sequence


class MonitorError(Exception):
    """Base of all errors of this program.

    ``subject`` names what the error is about (a feed URL, a file, an endpoint id);
    ``retryable`` says whether the same call may succeed later without a person's help.
    """

    retryable = False

    def __init__(self, message: str, *, subject: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}" if self.subject else self.message


class ConfigError(MonitorError):
    """Something a person wrote is wrong. Names file, line and field, and says what to do."""

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int | None = None,
        field: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message, subject=file)
        self.file = file
        self.line = line
        self.field = field
        self.hint = hint

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line or "")) if part)
        head = ": ".join(part for part in (place, self.field, self.message) if part)
        return f"{head} ({self.hint})" if self.hint else head


class RuleFilesError(ConfigError):
    """One load of the rules folder failed; ``problems`` holds every error found, in file order."""

    def __init__(self, problems: Sequence[ConfigError]) -> None:
        count = len(problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the rule files")
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {problem}" for problem in self.problems)])


class EditConflictError(ConfigError):
    """A file is no longer what the person saw who edited it; nothing was written."""


class FetchError(MonitorError):
    """A request could not be made or completed. ``reason`` is a closed word (metric label)."""

    retryable = True

    def __init__(self, message: str, *, reason: str, subject: str = "") -> None:
        super().__init__(message, subject=subject)
        self.reason = reason


class ParseError(MonitorError):
    """A fetched document is not a usable feed. ``reason`` is a closed word, also a metric label."""

    retryable = True

    def __init__(self, message: str, *, reason: str, subject: str = "") -> None:
        super().__init__(message, subject=subject)
        self.reason = reason


class DeliveryError(MonitorError):
    """An alert could not be turned into a signed message (a bad secret, an oversize payload)."""


class BrokerError(MonitorError):
    """The message broker cannot be reached, or refused. What it would have carried is found again
    in the database."""

    retryable = True


class StoreError(MonitorError):
    """The database refused. The message says what is wrong with it and what to do."""


class StoreBusyError(StoreError):
    """Another process holds the database's lock; nothing was written; try again."""

    retryable = True


class SchemaError(StoreError):
    """The database's schema does not fit this program (older: upgrade it; newer: upgrade us)."""
