"""Texts, links and lists made safe and small enough for a message. Pure.

What comes from feeds is hostile: it may hold control characters, lone surrogates (which have no
UTF-8), links that run script, and no end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import TypeVar
from urllib.parse import urlsplit

CUT_MARK = "…"
"""Ends a text that was cut."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_T = TypeVar("_T")


def clean(text: str) -> str:
    """``text`` without control characters and lone surrogates, of unchanged length.

    Each control character becomes a space, so that offsets into the text stay true; line breaks
    and tabs stay. Lone surrogates become U+FFFD.
    """
    if text.isprintable():  # the common case: nothing to do
        return text
    return "".join(_clean_character(character) for character in text)


def _clean_character(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" if character not in "\n\t":
            return " "
        case "Cs":
            return _REPLACEMENT
        case _:
            return character


def cut(text: str, max_chars: int) -> str:
    """``text``, cleaned, in at most ``max_chars`` code points; ends with "…" where it was cut."""
    # Cutting first keeps the cost of an endless text small; one more tells whether it was cut.
    head = clean(text[: max_chars + 1])
    if len(head) <= max_chars:
        return head
    return head[: max_chars - 1].rstrip() + CUT_MARK


def web_link(url: str | None, max_bytes: int) -> str | None:
    """``url`` where it is a plain http(s) link of at most ``max_bytes`` in UTF-8, else ``None``.

    Links are never cut: half a link leads elsewhere. One with white space, control characters or
    credentials in it is refused: it was not meant for a reader to follow.
    """
    if url is None or len(url) > max_bytes or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
        return url if sound and len(url.encode("utf-8")) <= max_bytes else None
    except ValueError:  # an unclosed bracket, or a netloc that folds into another
        return None


def take(values: Iterable[_T], max_items: int) -> tuple[tuple[_T, ...], int]:
    """The first ``max_items`` of ``values``, and how many were left out."""
    rest = iter(values)
    return tuple(islice(rest, max_items)), sum(1 for _ in rest)
