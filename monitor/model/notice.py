"""Notices: what is odd about feeds or this machine, told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.aware import require_aware


class NoticeCode(StrEnum):
    """What is odd: a closed set, stored, logged and sent."""

    NEW_IDS = "new_ids"
    """A feed names its known items anew: other guids, other addresses."""
    ALL_NEW = "all_new"
    """A feed that brings a few items a visit brings nothing but unknown ones."""
    UNREAD_LONG = "unread_long"
    """Nobody read feeds for a long time: the program stood still, or an old database is back."""
    CLOCK = "clock"
    """This machine's clock is not the one of the servers that are read."""
    RESTORED = "restored"
    """A backup was brought back: what may have been told since is not told again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something odd, before it is decided whether to tell it. ``text``: sentences for a person.

    ``subject`` is the address of the feed it is about, "" where it is about the program itself.
    """

    code: NoticeCode
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A stored oddity. ``alert_id`` is the message that told it, ``None`` where none was sent."""

    id: int
    code: NoticeCode
    subject: str
    text: str
    created_at: datetime
    alert_id: str | None = None

    def __post_init__(self) -> None:
        require_aware(self.created_at, "created_at")
