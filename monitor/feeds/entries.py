"""One raw entry of a feed, whatever its format, to an :class:`Item`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from monitor.feeds.identity import keys_of, normalised_title, without_outlet
from monitor.feeds.text import plain_text
from monitor.feeds.urls import canonical_url, http_link, names_a_page
from monitor.model import Item

MAX_TITLE_CHARS = 500
MAX_SUMMARY_CHARS = 2_000
MAX_CONTENT_CHARS = 20_000
MAX_GUID_CHARS = 2_000
MAX_CATEGORIES = 20
MAX_CATEGORY_CHARS = 100

TITLE_FROM_TEXT_CHARS = 140
"""An entry without title (a short message) is titled by the beginning of its text."""

AGGREGATOR_HOSTS = frozenset({"news.google.com"})
"""Feeds of these hosts list items of many outlets and name each item's in its source element, also
where its title does not end with the name."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_GUID_JUNK = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry as the document has it: texts may be HTML, links relative, anything hostile.

    ``links`` come best first. ``published_at`` is already usable or ``None``.
    """

    title: str = ""
    summary: str = ""
    contents: Sequence[str] = ()
    links: Sequence[str] = ()
    guid: str = ""
    guid_is_link: bool = False
    published_at: datetime | None = None
    language: str | None = None
    categories: Iterable[str] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContext:
    """What holds for every entry of a document. ``language`` is already normalised."""

    outlet: str
    base_url: str
    language: str | None
    feed_title: str


def make_item(raw: RawEntry, context: FeedContext) -> Item | None:
    """The entry as plain text with its keys; ``None`` where it says nothing at all."""
    summary = plain_text(raw.summary, max_chars=MAX_SUMMARY_CHARS)
    content = _content(raw, summary)
    title = plain_text(raw.title, max_chars=MAX_TITLE_CHARS)
    source = plain_text(raw.source, max_chars=MAX_CATEGORY_CHARS) if raw.source else ""
    outlet = _outlet(title, source, context)
    title = without_outlet(title, (source, outlet, context.feed_title))
    title = title or plain_text(summary or content, max_chars=TITLE_FROM_TEXT_CHARS)
    link = _link(raw, context.base_url)
    if not title:
        return None
    canonical = canonical_url(link) if link else None
    if canonical is not None and not names_a_page(canonical):
        canonical = None
    guid = _GUID_JUNK.sub("", raw.guid).strip()[:MAX_GUID_CHARS] or None
    return Item(
        title=title,
        summary=summary,
        content=content,
        link=link,
        canonical_url=canonical,
        guid=guid,
        published_at=raw.published_at,
        outlet=outlet,
        language=context.language or language_code(raw.language),
        categories=_categories(raw.categories),
        keys=keys_of(
            outlet=outlet, title=title, canonical_url=canonical, guid=guid, otherwise=summary
        ),
    )


def language_code(text: object) -> str | None:
    """The primary language of a language tag ("en-GB" and "en_us" are "en"), if it is one."""
    if not isinstance(text, str):
        return None
    code = re.split(r"[-_,;\s]", text.strip().lower()[:40])[0]
    return code if _LANGUAGE.fullmatch(code) else None


def _content(raw: RawEntry, summary: str) -> str:
    """The longest full text; empty where it adds nothing to the summary."""
    longest = max(raw.contents, key=len, default="")
    content = plain_text(longest, max_chars=MAX_CONTENT_CHARS) if longest else ""
    return "" if summary.startswith(content) else content


def _link(raw: RawEntry, base_url: str) -> str | None:
    for candidate in raw.links:
        link = http_link(candidate, base_url=base_url)
        if link is not None:
            return link
    # A guid that is not declared a link may be a link all the same, but is never a relative one.
    looks_absolute = raw.guid[:8].lower().startswith(("http://", "https://"))
    return http_link(raw.guid) if raw.guid_is_link or looks_absolute else None


def _outlet(title: str, source: str, context: FeedContext) -> str:
    """Whose item it is: its source's, where the feed lists those of many outlets.

    Aggregators show it by ending each title with the name that the source element gives too. A
    source that shares all words with the feed's outlet ("BBC Sport" of the BBC) is the outlet.
    """
    if not source:
        return context.outlet
    if _is_aggregator(context.base_url):
        return source
    theirs, ours = set(normalised_title(source).split()), normalised_title(context.outlet).split()
    own = theirs.issubset(ours) or theirs.issuperset(ours)
    listed = not own and without_outlet(title, (source,)) != title
    return source if listed else context.outlet


def _is_aggregator(base_url: str) -> bool:
    try:
        return (urlsplit(base_url).hostname or "") in AGGREGATOR_HOSTS
    except ValueError:
        return False


def _categories(terms: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for term in terms:
        text = plain_text(term, max_chars=MAX_CATEGORY_CHARS)
        if text:
            found[text] = None
        if len(found) >= MAX_CATEGORIES:
            break
    return tuple(found)
