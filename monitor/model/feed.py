"""Feeds, fetches and polls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model.aware import require_aware


class FailureReason(StrEnum):
    """Why a fetch or a parse failed: a closed set, stored, logged and used as metric label."""

    BAD_URL = "bad_url"
    BLOCKED_ADDRESS = "blocked_address"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    REDIRECT = "redirect"
    RATE_LIMITED = "rate_limited"
    GONE = "gone"
    AUTH = "auth"
    CLIENT = "client"
    SERVER = "server"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    MALFORMED = "malformed"
    UNPARSABLE = "unparsable"
    """The parser took more time or memory than a document may cost, or died of it."""
    INTERNAL = "internal"


class PollOutcome(StrEnum):
    """How one visit to a feed ended."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """A feed as a person listed it (OPML or command line), before it is stored.

    ``full_text``: whether the article pages of its items are read; ``None``: as rules ask.
    """

    url: str
    outlet: str
    title: str = ""
    folder: str = ""
    language: str | None = None
    full_text: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingHints:
    """What a feed's document asks of those who poll it.

    ``ttl_s``: how long to leave it alone. ``skip_hours`` (0 to 23) and ``skip_days`` (0: Monday),
    of UTC: when not to come at all.
    """

    ttl_s: float | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A stored feed with what the next poll needs to know, and how it fares.

    ``host``: whom visits are counted for. ``interval_s``: between its visits, ``None`` before the
    first sound one. ``not_before``: what it asked at the last visit. ``next_poll_why``: a sentence.
    ``usual_gap_s``: between two of its items, where known. ``failing_since``: the first of the
    failures in a row. ``whole_at``: when its document was last had without a condition.
    ``moving_to`` was the target of permanent redirects on the last ``moving_visits`` visits.
    ``distrusted_until``: till then its server's word that nothing changed is not asked for.
    ``prints`` is what is remembered of its last document; only a claimed feed carries it.
    ``may_have_hub`` is false of a claimed feed without a subscription: only a visit gives it one.
    """

    id: int
    url: str
    outlet: str
    title: str = ""
    folder: str = ""
    language: str | None = None
    full_text: bool | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll_at: datetime
    failures: int = 0
    polls: int = 0
    last_success_at: datetime | None = None
    last_new_item_at: datetime | None = None
    last_reason: FailureReason | None = None
    last_detail: str = ""
    listed_url: str = ""
    host: str = ""
    added_at: datetime | None = None
    last_poll_at: datetime | None = None
    interval_s: float | None = None
    not_before: datetime | None = None
    next_poll_why: str = ""
    usual_gap_s: float | None = None
    hints: PollingHints = field(default_factory=PollingHints)
    failing_since: datetime | None = None
    whole_at: datetime | None = None
    moving_to: str | None = None
    moving_visits: int = 0
    distrusted_until: datetime | None = None
    prints: bytes = field(default=b"", repr=False)
    may_have_hub: bool = True

    def __post_init__(self) -> None:
        require_aware(self.next_poll_at, "next_poll_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVisit:
    """What a visit leaves for the next one: validators, when it is due and why then.

    Fields are those of :class:`Feed`; ``at`` is ``next_poll_at`` and ``why`` is ``next_poll_why``.
    """

    at: datetime
    why: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    interval_s: float | None = None
    not_before: datetime | None = None
    usual_gap_s: float | None = None
    hints: PollingHints = field(default_factory=PollingHints)
    whole_at: datetime | None = None
    moving_to: str | None = None
    moving_visits: int = 0
    distrusted_until: datetime | None = None

    def __post_init__(self) -> None:
        require_aware(self.at, "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchResult:
    """What one guarded GET brought.

    ``failure`` is ``None`` for 200 and 304; otherwise it says why, and ``detail`` is a sentence
    for a person. ``status`` is ``None`` where no complete answer was had. Header names are
    lower-case. ``body`` is decoded (gzip undone) and at most the client's byte cap.
    ``permanent_url`` is set when every redirect on the way was 301 or 308.
    """

    url: str
    final_url: str
    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    elapsed_s: float = 0.0
    permanent_url: str | None = None
    failure: FailureReason | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The record of one visit to a feed. Counts are of items in the served document.

    ``clock_ahead_s`` is how far the server's clock was ahead of ours (negative: behind), where it
    told the time. ``late_s`` is how long after its due time the visit began.
    """

    feed_id: int
    started_at: datetime
    outcome: PollOutcome
    reason: FailureReason | None = None
    detail: str = ""
    status: int | None = None
    elapsed_s: float = 0.0
    items: int = 0
    new_items: int = 0
    edited_items: int = 0
    clock_ahead_s: float | None = None
    late_s: float | None = None

    def __post_init__(self) -> None:
        require_aware(self.started_at, "started_at")
