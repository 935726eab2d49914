"""WebSub: which hub a feed names, what is said to it, what it says. Pure.

Source: W3C Recommendation WebSub, 23 January 2018.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from monitor.feeds.parse import ParsedFeed
from monitor.feeds.urls import http_link

LEASE_ASKED_S = 10 * 86_400
"""How long we ask a hub to send; hubs grant 5 to 15 days whatever is asked."""

SHORTEST_LEASE_S = 300.0
LONGEST_LEASE_S = 90 * 86_400.0
"""Bounds of a granted lease: shorter ones would be renewed all the time, longer ones never."""

MAX_CHALLENGE_CHARS = 2_000
MAX_LINK_HEADER_CHARS = 10_000

_LINK = re.compile(r"<([^<>]{1,2000})>((?:[^\",<]|\"[^\"]*\")*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)
_ALGORITHMS = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HubLink:
    """A feed's hub, and the address by which the hub knows the feed (the topic)."""

    hub_url: str
    topic_url: str


def find_hub(headers: Mapping[str, str], parsed: ParsedFeed, final_url: str) -> HubLink | None:
    """The hub of a fetched feed: of its ``Link`` headers, else of the document; ``None``: it has
    none. The topic is what it calls itself, else where it was found (section 4)."""
    links = link_relations(headers.get("link", ""), base_url=final_url)
    hub = links.get("hub") or parsed.hub_url
    if hub is None:
        return None
    return HubLink(hub_url=hub, topic_url=links.get("self") or parsed.self_url or final_url)


def link_relations(header: str, *, base_url: str) -> dict[str, str]:
    """The first http(s) target of each relation in a ``Link`` header (RFC 8288)."""
    found: dict[str, str] = {}
    for link in _LINK.finditer(header[:MAX_LINK_HEADER_CHARS]):
        url = http_link(link[1], base_url=base_url)
        relation = _REL.search(link[2])
        if url is None or relation is None:
            continue
        for name in (relation[1] or relation[2] or "").lower().split():
            found.setdefault(name, url)
    return found


def request_body(*, mode: str, topic_url: str, callback_url: str, secret: str) -> bytes:
    """The form that asks a hub to ``subscribe`` or ``unsubscribe`` (section 5.1)."""
    form = {"hub.callback": callback_url, "hub.mode": mode, "hub.topic": topic_url}
    if mode == "subscribe":
        form |= {"hub.lease_seconds": str(LEASE_ASKED_S), "hub.secret": secret}
    return urlencode(form).encode()


def granted_lease_s(text: str | None) -> float:
    """The lease that a hub says it grants, in seconds; what we asked for where it says nothing."""
    if text and text.isascii() and text.isdigit():
        return min(max(float(text[:12]), SHORTEST_LEASE_S), LONGEST_LEASE_S)
    return float(LEASE_ASKED_S)


def renew_after_s(lease_s: float) -> float:
    """When a lease is renewed: with a third of it left, time for several tries."""
    return lease_s * 2 / 3


def retry_after_s(tries: int) -> float:
    """How long after the try number ``tries`` (from 1) a hub is asked again: 5 minutes, doubled up
    to a day."""
    return float(min(300.0 * 2.0 ** min(max(tries - 1, 0), 20), 86_400.0))


def is_challenge(text: str) -> bool:
    """Whether a text may be sent back as a challenge: printable ASCII of usual length."""
    return 0 < len(text) <= MAX_CHALLENGE_CHARS and text.isascii() and text.isprintable()


def is_signed(body: bytes, header: str | None, *, secret: str) -> bool:
    """Whether ``X-Hub-Signature`` (``method=hex``, section 8) is of this body and secret.

    Compared in constant time. ``False`` for no header and for methods that WebSub does not name.
    """
    method, _, signature = (header or "").strip().partition("=")
    algorithm = _ALGORITHMS.get(method.strip().lower())
    if algorithm is None:
        return False
    expected = hmac.new(secret.encode(), body, algorithm).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.strip().lower().encode())
