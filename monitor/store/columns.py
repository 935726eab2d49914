"""Column types: what the two databases disagree on is settled here, in one place.

- :class:`UtcDateTime` keeps moments in UTC and hands them back aware on SQLite (which stores
  text without an offset) and on PostgreSQL (which answers in the session's time zone).
- :class:`PlainText` and :class:`PlainJson` take out what PostgreSQL refuses and SQLite would keep:
  NUL characters and lone surrogates. News text holds both.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


def clean_text(text: str) -> str:
    """The text as it is stored: without NUL, surrogates joined or, where alone, U+FFFD.

    Equal texts stay equal, so a value may be cleaned any number of times and compared.
    """
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return str(text)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return str(text)


def clean_json(value: Any) -> Any:
    """The JSON value with every text in it (keys too) cleaned by :func:`clean_text`."""
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return {clean_text(key): clean_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean_json(part) for part in value]
    return value


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored and read back in UTC. A naive one is refused (``ValueError``)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """SQLite: the text that SQLAlchemy would write, in a quarter of the time."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)

        def to_text(value: datetime | None) -> str | None:
            moment = self.process_bind_param(value, dialect)
            return None if moment is None else moment.isoformat(" ", "microseconds")

        return to_text

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite gets it without the offset it would drop anyway."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a stored moment must be timezone-aware, got naive {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Hand back UTC, whatever the session's time zone is."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text of any length, cleaned by :func:`clean_text`; enums are stored by their value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Clean what goes in (and what is compared with)."""
        return _plain_or_none(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:  # noqa: ARG002
        """The same without the steps between: an item and its keys are forty texts."""
        return _plain_or_none


class PlainJson(TypeDecorator[Any]):
    """A JSON value with every text in it cleaned."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Clean what goes in."""
        return clean_json(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """One look at the whole, as nearly all is clean: evidence is stored with every hit."""
        serialise = self.impl_instance.bind_processor(dialect)
        if serialise is None:
            return super().bind_processor(dialect)

        def to_json(value: Any) -> Any:
            text = serialise(value)
            if isinstance(text, str) and "\\u0000" not in text and _is_encodable(text):
                return text
            return serialise(clean_json(value))

        return to_json


def _plain_or_none(value: str | None) -> str | None:
    if type(value) is str and value.isascii() and "\0" not in value:
        return value
    return None if value is None else clean_text(str(value))


def _is_encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
