"""Article pages: where the full text of an item is read from, and how that went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.aware import require_aware


class ArticleOutcome(StrEnum):
    """How reading an article page ended: a closed set, stored and logged.

    ``TEXT``: its text was stored. ``ROBOTS``: the site's robots.txt forbids it. ``REFUSED``: the
    site answered 401, 402, 403 or 451. ``PAYWALL``: the page says that it is not free to read.
    ``GONE``: 404 or 410. ``NO_TEXT``: a page without an article. ``NOT_A_PAGE``: a PDF, a video.
    ``TOO_LARGE``: larger than we read. ``FAILED``: network or server, after the last try.
    ``LATE``: its turn did not come within a day.
    """

    TEXT = "text"
    ROBOTS = "robots"
    REFUSED = "refused"
    PAYWALL = "paywall"
    GONE = "gone"
    NO_TEXT = "no_text"
    NOT_A_PAGE = "not_a_page"
    TOO_LARGE = "too_large"
    FAILED = "failed"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page to be read for an item. ``tries``: how many there were. ``edits``: the item's, when
    the page was asked for."""

    item_id: int
    url: str
    host: str
    edits: int
    requested_at: datetime
    tries: int = 0

    def __post_init__(self) -> None:
        require_aware(self.requested_at, "requested_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleResult:
    """What one try to read a page brought. ``retry_after_s`` is set where another try may help.

    ``detail`` is a sentence for a person; ``status`` is HTTP's, where there was an answer.
    """

    outcome: ArticleOutcome
    text: str = ""
    detail: str = ""
    status: int | None = None
    retry_after_s: float | None = None
