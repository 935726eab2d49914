"""What a site's robots.txt allows us (RFC 9309). Pure; Protego reads the file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from monitor.feeds.document import decode

PRODUCT = "event-monitor"
"""The name by which robots.txt addresses us: the product token of our User-Agent."""

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309 section 2.5: at least 500 KiB are to be read; what follows is left out."""

MAX_CRAWL_DELAY_S = 60.0
"""A site that asks for longer pauses between pages is asked at this pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRules:
    """The rules of one site. ``rules`` is ``None`` where everything has one answer."""

    rules: Protego | None
    allows_rest: bool = True
    why: str = ""

    def refusal(self, url: str) -> str:
        """Why ``url`` may not be fetched, as a sentence; empty if it may."""
        if self.rules is None:
            return "" if self.allows_rest else self.why
        if self.rules.can_fetch(url, PRODUCT):
            return ""
        return f"the robots.txt of {urlsplit(url).hostname} forbids it"

    @property
    def crawl_delay_s(self) -> float:
        """The pause the site asks for between pages, in seconds; 0: none."""
        delay = self.rules.crawl_delay(PRODUCT) if self.rules is not None else None
        return min(max(float(delay or 0.0), 0.0), MAX_CRAWL_DELAY_S)


def robots_url(url: str) -> str:
    """Where the rules for a page stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def read_robots(body: bytes) -> RobotsRules:
    """The rules of a file. A file that cannot be read allows everything, as an empty one does."""
    text = decode(body[:MAX_ROBOTS_BYTES], "text/plain; charset=utf-8")[0]
    try:
        return RobotsRules(rules=Protego.parse(text))
    except (ValueError, LookupError, RecursionError):
        return RobotsRules(rules=None)


def robots_without_file(status: int | None, detail: str) -> RobotsRules:
    """What holds where the file was not had (RFC 9309 section 2.3.1).

    Unavailable (4xx): everything is allowed. Unreachable (5xx, no answer): nothing is, for now.
    """
    if status is not None and 400 <= status < 500 and status != 429:
        return RobotsRules(rules=None)
    return RobotsRules(
        rules=None, allows_rest=False, why=f"its robots.txt could not be read: {detail}"
    )
