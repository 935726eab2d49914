"""Rule files as people edit them: what a file held, since when, and who put it there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model.aware import require_aware


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVersion:
    """One state of a rule file. ``author`` is empty where it was edited outside of the pages.

    ``text`` has no secrets (they are hidden); ``digest`` is the SHA-256 (hex) of the bytes on disk.
    ``gone``: the file was deleted, and text and digest are empty.
    """

    id: int
    name: str
    digest: str
    text: str
    gone: bool
    at: datetime
    author: str
    comment: str

    def __post_init__(self) -> None:
        require_aware(self.at, "at")
