"""What people write into forms and addresses of pages, read into values."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Form

from monitor.errors import ConfigError

Word = TypeVar("Word", bound=StrEnum)

FormText = Annotated[str, Form()]

_LARGEST = 2**63 - 1
"""The largest number of a row that both databases can hold."""


def word_of(words: type[Word], text: str) -> Word | None:
    """The word that ``text`` is; ``None`` where it is none of them."""
    with suppress(ValueError):
        return words(text)
    return None


def number_of(text: str) -> int | None:
    """A row's number; ``None`` where the text is none."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    number = int(text)
    return number if 1 <= number <= _LARGEST else None


def moment_of(text: str, *, field: str) -> datetime | None:
    """A moment as a form's field gives it, in UTC; ``None`` where nothing is written.

    Raises :class:`ConfigError` for what is no moment.
    """
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        hint = "write it like 2026-03-04T12:30, in UTC"
        raise ConfigError(f"{text!r} is no moment", field=field, hint=hint) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def sentence(error: ConfigError) -> str:
    """An error as a person is told it: where, what, and what to do."""
    text = str(error)
    return text if error.file else f"{text[:1].upper()}{text[1:]}"
