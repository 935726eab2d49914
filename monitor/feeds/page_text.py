"""The text of an article page, without what surrounds it. Pure; trafilatura finds it.

Pages are hostile or broken as often as feeds are: input is bounded, and whatever the libraries
raise on one page is a page without text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import trafilatura

from monitor.feeds.document import decode
from monitor.feeds.entries import MAX_CONTENT_CHARS
from monitor.feeds.text import plain_text

MAX_PAGE_BYTES = 3 * 2**20
"""The largest page that is read. Of the web's article pages 99 % have less than 1 MB of HTML
(HTTP Archive, Web Almanac 2024, page weight)."""

MAX_TAGS = 60_000
"""Tags in the largest page that is read; an article has some thousands."""

MAX_DEPTH = 400
"""The deepest nesting of tags that is read; browsers stop near 512."""

MIN_TEXT_CHARS = 200
"""Less is a teaser, a cookie notice or a caption, and no article."""

_DROPPED = re.compile(
    rb"<(script|style|noscript|template|svg|iframe|object)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_LINKED_DATA = re.compile(
    rb"<script[^>]{0,200}application/ld\+json[^>]{0,200}>(.{0,200000}?)</script",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]{0,5000})>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"}
    | {"track", "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option"}
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """``text``: the article as plain text, "" where there is none. ``is_page``: it is HTML at all.

    ``paid``: the page says of itself that it is not free to read (schema.org
    ``isAccessibleForFree``), so its text is a teaser.
    """

    text: str = ""
    is_page: bool = True
    paid: bool = False


def page_text(body: bytes, *, content_type: str | None, url: str) -> PageText:
    """The article in an HTML page. Never raises for what a page holds."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if (kind and "html" not in kind and kind != "text/plain") or not _PAGE.search(body[:8192]):
        return PageText(is_page=False)
    paid = _is_paid(body)
    html = _decoded(_DROPPED.sub(b" ", body[:MAX_PAGE_BYTES]), content_type)
    if not _is_reasonable(html):
        return PageText(paid=paid)
    try:
        found: object = trafilatura.extract(
            html,
            url=url,
            include_comments=False,
            include_tables=False,
            favor_precision=True,
            # Not its `deduplicate`: it remembers the texts of other pages, so that a page that is
            # read again, or a copy at another outlet, would have none.
        )
    except Exception as error:  # noqa: BLE001 - a library on hostile input; text is optional
        del error
        found = None
    text = plain_text(found, max_chars=MAX_CONTENT_CHARS) if isinstance(found, str) else ""
    return PageText(text=text if len(text) >= MIN_TEXT_CHARS else "", paid=paid)


def with_page_text(content: str, text: str) -> str:
    """An item's content with the page's text behind what the feed gave.

    The feed's own text stays in front, word for word: by that a later visit sees that the outlet
    did not edit the item.
    """
    if not content or text.startswith(content):
        return text
    return f"{content} {text}"[: 2 * MAX_CONTENT_CHARS]


def _decoded(body: bytes, content_type: str | None) -> str:
    declared = _CHARSET.search(body, 0, 4096)
    if declared and "charset" not in (content_type or "").lower():
        content_type = f"text/html; charset={declared[1].decode('ascii', 'replace')}"
    return decode(body, content_type)[0].replace("\0", "")


def _is_reasonable(html: str) -> bool:
    """Whether the tags are so few and so flat that the libraries' recursion ends."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(html)):
        if count >= MAX_TAGS:
            return False
        if tag[2].lower() in _VOID or tag[3].endswith("/"):
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MAX_DEPTH:
            return False
    return True


def _is_paid(body: bytes) -> bool:
    for found in _LINKED_DATA.finditer(body[:MAX_PAGE_BYTES]):
        try:
            data = json.loads(found[1])
        except (ValueError, RecursionError):
            continue
        if any(_says_paid(node) for node in _nodes(data)):
            return True
    return False


def _nodes(data: Any) -> list[Any]:
    """The objects of linked data that may be the article: the document, a list, a graph."""
    several = data if isinstance(data, list) else [data]
    graphs = [one.get("@graph") for one in several if isinstance(one, dict)]
    return [*several, *(node for graph in graphs if isinstance(graph, list) for node in graph)]


def _says_paid(node: Any) -> bool:
    if not isinstance(node, dict):
        return False
    free = node.get("isAccessibleForFree")
    return free is False or (isinstance(free, str) and free.strip().lower() == "false")
