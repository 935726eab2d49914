"""Which item is this? Pure.

An item is recognised by several keys, never by its guid alone: publishers reuse guids, change
them for a page that stays, number them anew with each edit, or change all of them in one night.
Where the signs contradict each other, both items are kept: a repeated item costs a glance, a
swallowed one is a missed development (grouping joins true repeats later).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import regex

from monitor.feeds.urls import canonical_url, names_a_page
from monitor.model import Item, ItemKey, StoredItem

__all__ = [
    "canonical_url",
    "document_keys",
    "is_edit",
    "keys_of",
    "normalised_title",
    "same_item",
    "title_similarity",
    "without_outlet",
]

MIN_TITLE_WORDS = 4
"""Shorter titles ("Live updates", "Morning briefing") come back with other content."""

TITLE_WINDOW = timedelta(days=3)
"""How far apart two equal titles of one outlet may lie and still be one item."""

SIMILAR = 0.6
"""Share of the shorter title's words that the longer one has: from here on an edited title
(NewsBlur joins stories from the same value)."""

ENTIRELY_DIFFERENT = 0.4
"""Below this share two titles tell different things; articles and prepositions alone reach 0.3."""

_MAX_KEY_BYTES = 512
"""Longer values are hashed: a database index row holds less than 3 KB."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_APOSTROPHE = regex.compile(r"(?<=\p{L})['’‘ʼ＇](?=\p{L})")
_APOSTROPHES = frozenset("'’‘ʼ＇")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_LONG_NUMBER = regex.compile(r"(?!(?:19|20)\d{6}$)\d{5,}")
_PAGE_CODE = regex.compile(
    r"-(?!(?:19|20)\d{6}(?:\.|$))([a-z]?\d[a-z\d]{4,}|[a-z]+\d[a-z\d]{3,})(?:\.\w+)?$"
)
_AGE = regex.compile(r"\b\d+\s+(?:second|sec|minute|min|hour|hr|day)s?\s+ago\b")


def keys_of(
    *, outlet: str, title: str, canonical_url: str | None, guid: str | None, otherwise: str = ""
) -> tuple[ItemKey, ...]:
    """The keys that recognise an item: its URL anywhere, guid and title within its outlet.

    A guid that is a link counts in canonical form (BBC numbers them ``…#1``, ``…#2`` with each
    edit). No URL key for a site's front page, no title key below four words. Where nothing is
    left, the text itself (title and ``otherwise``) is the key: there is always one.
    """
    keys = []
    if canonical_url and names_a_page(canonical_url):
        keys.append(ItemKey(kind="url", scope="", value=_bounded(canonical_url)))
    if guid:
        keys.append(ItemKey(kind="guid", scope=outlet, value=_bounded(_guid_value(guid))))
    words = normalised_title(title)
    if _word_count(words) >= MIN_TITLE_WORDS:
        keys.append(ItemKey(kind="title", scope=outlet, value=_bounded(words)))
    if not keys:
        text = hashlib.sha256(f"{words}\n{otherwise}".encode()).hexdigest()
        keys.append(ItemKey(kind="title", scope=outlet, value=f"text:{text}"))
    return tuple(keys)


def document_keys(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of one document without the keys that several different ones of them share.

    A URL under different titles is a page of many things (a live page, a section): it is no
    key, and no canonical URL either. A guid under different titles is a constant. Items keep
    their other keys; versions of one title ("… – update 2") do not count as different.
    """
    by_key: dict[ItemKey, list[Item]] = defaultdict(list)
    for item in items:
        for key in item.keys:
            if key.kind != "title":
                by_key[key].append(item)
    generic = {key for key, sharing in by_key.items() if _differ(sharing)}
    return tuple(_without(item, generic) for item in items) if generic else tuple(items)


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What two items have in common."""

    url: bool
    guid: bool
    same_title: bool
    similarity: float

    @property
    def rank(self) -> tuple[int, bool, float]:
        return (self.url + self.guid + self.same_title, self.same_title, self.similarity)


def same_item(item: Item, known: Sequence[StoredItem], now: datetime) -> StoredItem | None:
    """Which of the stored items this is; ``None`` for a new one.

    The same canonical URL, unless guid and title both say that a live page was reused; the same
    guid with a title alike (another URL and another title under an old guid are another item);
    or the outlet's same title within three days. Of several, the one with most in common; where
    guid and URL point at two items and no title decides, none.
    """
    found = []
    for stored in known:
        likeness = _likeness(item, stored.item)
        if _is_same(likeness, item, stored, now):
            found.append((likeness, stored))
    if not found:
        return None
    found.sort(key=lambda pair: (*pair[0].rank, pair[1].first_seen_at, pair[1].id), reverse=True)
    best, stored = found[0]
    contradicted = any(
        not other.same_title and (other.url, other.guid) == (best.guid, best.url)
        for other, _ in found[1:]
    )
    if contradicted and not best.same_title and best.url != best.guid:
        return None
    return stored


def is_edit(old: Item, new: Item) -> bool:
    """Whether the outlet changed title, summary or content in words.

    Case, white space, punctuation, typographic signs, a relative age ("5 minutes ago") are no
    change; nor is text that was shortened or left out, for nothing was said with it.
    """
    return any(
        _says_more(before, after)
        for before, after in (
            (old.title, new.title),
            (old.summary, new.summary),
            (old.content, new.content),
        )
    )


def normalised_title(title: str) -> str:
    """Folded words of a title with single spaces: what makes two titles equal."""
    return " ".join(_words(title))


def title_similarity(one: str, other: str) -> float:
    """Share of the shorter title's distinct words that the longer title has, 0 to 1.

    Texts without spaces are compared by pairs of characters. Titles of fewer than three words
    are alike only as far as all their words are.
    """
    first, second = _units(one), _units(other)
    if not first or not second:
        return 1.0 if first == second else 0.0
    shared = len(first & second)
    if min(len(first), len(second)) < 3:
        return shared / len(first | second)
    return shared / min(len(first), len(second))


def without_outlet(title: str, names: Sequence[str]) -> str:
    """The title without a closing " - Outlet" (also with "|" or a dash) that names its outlet."""
    head, separator, last = _split_suffix(title)
    if not (separator and head):
        return title
    wanted = {normalised_title(name) for name in names if name}
    return head if normalised_title(last) in wanted else title


def _split_suffix(title: str) -> tuple[str, str, str]:
    at = max(title.rfind(mark) for mark in (" - ", " – ", " — ", " | "))
    return (title, "", "") if at < 0 else (title[:at].rstrip(), title[at : at + 3], title[at + 3 :])


def _likeness(item: Item, other: Item) -> _Likeness:
    """What an item and a stored one share; the stored one goes by every key it was served under."""
    one_outlet = item.outlet == other.outlet
    shared = {key.kind for key in set(item.keys).intersection(other.keys)}
    mine, theirs = normalised_title(item.title), normalised_title(other.title)
    guid = "guid" in shared or (one_outlet and _same_guid(item.guid, other.guid))
    return _Likeness(
        url="url" in shared or _same_page(item.canonical_url, other.canonical_url, same_guid=guid),
        guid=guid,
        same_title=one_outlet and mine == theirs,
        similarity=title_similarity(item.title, other.title),
    )


def _same_guid(one: str | None, other: str | None) -> bool:
    return bool(one and other) and _guid_value(one or "") == _guid_value(other or "")


def _same_page(one: str | None, other: str | None, *, same_guid: bool) -> bool:
    """Equal canonical URLs; under one guid also those that share the page's number: many outlets
    write a new headline into the address and keep the number."""
    if one is None or other is None:
        return False
    if one == other:
        return names_a_page(one)
    mine, theirs = urlsplit(one), urlsplit(other)
    return (
        same_guid
        and mine.netloc == theirs.netloc
        and bool(_page_numbers(mine.path) & _page_numbers(theirs.path))
    )


def _page_numbers(path: str) -> frozenset[str]:
    """Parts of a path that number a page: long numbers but dates, and a closing code ("p54mfx")."""
    parts = path.strip("/").split("/")
    closing = _PAGE_CODE.search(parts[-1])
    numbers = {part for part in parts if _LONG_NUMBER.fullmatch(part)}
    return frozenset(numbers | ({closing[1]} if closing else set()))


def _is_same(likeness: _Likeness, item: Item, stored: StoredItem, now: datetime) -> bool:
    old = stored.item
    if likeness.url:
        other_guid = item.outlet == old.outlet and item.guid and old.guid and not likeness.guid
        return not (other_guid and likeness.similarity < ENTIRELY_DIFFERENT)
    told_at = min(item.published_at or now, now)
    near = abs(told_at - stored.told_at) <= TITLE_WINDOW
    if likeness.guid:
        alike = likeness.similarity >= SIMILAR and _figures(item.title) == _figures(old.title)
        return likeness.same_title or (alike and (near or item.published_at is None))
    if not likeness.same_title:
        return False
    if all(key.kind == "title" for key in item.keys) and item.summary == old.summary:
        return True  # known by its text alone, and the text is the same
    return near and _word_count(normalised_title(item.title)) >= MIN_TITLE_WORDS


def _differ(items: Sequence[Item]) -> bool:
    first = items[0]
    return any(title_similarity(first.title, item.title) < SIMILAR for item in items[1:])


def _without(item: Item, generic: set[ItemKey]) -> Item:
    kept = tuple(key for key in item.keys if key not in generic)
    if kept == item.keys:
        return item
    generic_url = any(key in generic for key in item.keys if key.kind == "url")
    generic_guid = any(key in generic for key in item.keys if key.kind == "guid")
    url = None if generic_url else item.canonical_url
    guid = None if generic_guid else item.guid
    keys = kept or keys_of(
        outlet=item.outlet, title=item.title, canonical_url=url, guid=guid, otherwise=item.summary
    )
    return replace(item, canonical_url=url, guid=guid, keys=keys)


def _says_more(before: str, after: str) -> bool:
    if before == after or not after:
        return False
    old, new = _edit_words(before), _edit_words(after)
    if new and len(new) <= len(old) and after.endswith(("…", "...")):
        # cut off inside a word
        return old[: len(new) - 1] != new[:-1] or not old[len(new) - 1].startswith(new[-1])
    return old[: len(new)] != new


def _edit_words(text: str) -> list[str]:
    return _WORD.findall(_AGE.sub(" ", _fold(text)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_fold(text)))


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if _APOSTROPHES.isdisjoint(text):
        return text.casefold()
    return _APOSTROPHE.sub("", text).casefold()


def _units(title: str) -> frozenset[str]:
    units: set[str] = set()
    for word in _words(title):
        if len(word) > 2 and _UNSPACED.search(word):
            units.update(word[i : i + 2] for i in range(len(word) - 1))
        else:
            units.add(word)
    return frozenset(units)


def _figures(title: str) -> frozenset[str]:
    return frozenset(word for word in _words(title) if any(char.isdigit() for char in word))


def _word_count(normalised: str) -> int:
    """Words of a normalised title; two characters of a script without spaces are one."""
    if normalised.isascii():
        return normalised.count(" ") + 1 if normalised else 0
    return sum(max(1, len(_UNSPACED.findall(word)) // 2) for word in normalised.split())


def _guid_value(guid: str) -> str:
    if guid[:4].lower() == "http":
        url = canonical_url(guid)
        if url is not None and names_a_page(url):
            return url
    return " ".join(guid.split())


def _bounded(value: str) -> str:
    if len(value.encode()) <= _MAX_KEY_BYTES:
        return value
    return f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
