"""Which entries of a feed's document stood in its last one already. Pure.

Nine of ten entries of a served document are those of the visit before, to the letter, and reading
them again is most of what a visit costs. So of each entry a hash is remembered, and of each key of
its item, and what was seen is cut out before parsing. What is cut out must not matter to what is
left; where it may (:func:`collides`), or where anything is odd, the whole document is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain

from monitor.model import Item, ItemKey

PRINT_BYTES = 8
"""Of a hash. Two texts of one feed are taken for one another once in 2**64 / 2,000 comparisons."""

_KEYS = 3  # of an item: address, guid, title
_RECORD_BYTES = (1 + _KEYS) * PRINT_BYTES
_FORMAT = b"\x01"
_NO_KEY = bytes(PRINT_BYTES)

_MARK = re.compile(r"<!\[CDATA\[|<!--|<\?|<(/?)((?:[\w.-]+:)?(?:item|entry))(?=[\s/>])")
_TAG_END = re.compile(r"""[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>""")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """What is remembered of a document: its context, and of each entry the prints of its keys.

    ``context`` stands for everything that an entry's reading depends on besides its own text.
    Empty ``entries``: nothing is remembered, so the next document is parsed as a whole.
    """

    context: bytes = b""
    entries: Mapping[bytes, tuple[bytes, ...]] = field(default_factory=dict)

    def packed(self) -> bytes:
        """As bytes, 32 for each entry; none where nothing is remembered."""
        if not self.entries:
            return b""
        records = (
            text + b"".join(keys).ljust(_KEYS * PRINT_BYTES, b"\0")
            for text, keys in self.entries.items()
        )
        return _FORMAT + self.context + b"".join(records)


def unpack(data: bytes) -> Prints:
    """What :meth:`Prints.packed` gave; nothing remembered where it is of another format."""
    start = 1 + PRINT_BYTES
    if data[:1] != _FORMAT or len(data) < start or (len(data) - start) % _RECORD_BYTES:
        return Prints()
    entries = {}
    for at in range(start, len(data), _RECORD_BYTES):
        parts = [data[i : i + PRINT_BYTES] for i in range(at, at + _RECORD_BYTES, PRINT_BYTES)]
        entries[parts[0]] = tuple(part for part in parts[1:] if part != _NO_KEY)
    return Prints(context=data[1:start], entries=entries)


def text_print(*parts: str) -> bytes:
    """The hash of texts."""
    return blake2b("\0".join(parts).encode(), digest_size=PRINT_BYTES).digest()


def key_prints(item: Item) -> tuple[bytes, ...]:
    """The hashes of an item's keys."""
    return tuple(key_print(key) for key in item.keys[:_KEYS])


def collides(items: Iterable[Item], known: Iterable[Sequence[bytes]]) -> bool:
    """Whether an item shares a key with an entry that was not read.

    Then they may be one item, or the key may name none of them: each must be seen with the other.
    """
    taken = set(chain.from_iterable(known))
    return any(not taken.isdisjoint(key_prints(item)) for item in items)


def key_print(key: ItemKey) -> bytes:
    """The hash of a key."""
    return text_print(key.kind, key.scope, key.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A document cut at its entries: ``between`` is one longer, with head and tail."""

    texts: tuple[str, ...]
    between: tuple[str, ...]

    def only(self, kept: Sequence[int]) -> str:
        """The document with only these of its entries, named by their places in order."""
        pieces = []
        wanted = iter((*kept, -1))
        next_kept = next(wanted)
        for at, gap in enumerate(self.between):
            pieces.append(gap)
            if at == next_kept:
                pieces.append(self.texts[at])
                next_kept = next(wanted)
        return "".join(pieces)


def cut(text: str, *, max_entries: int) -> Entries | None:
    """Cut a cleaned XML document at its ``item`` or ``entry`` elements.

    Exact where the document is well-formed: comments, CDATA sections and instructions are passed
    over. ``None`` for whatever is unusual: entries within entries, of several names or without
    content, none at all, more than ``max_entries``, or anything unfinished.
    """
    texts: list[str] = []
    between: list[str] = []
    name = ""
    at = end = 0
    start = -1
    while mark := _MARK.search(text, at):
        found = mark[2]
        if found is None:
            closing = _ENDS[mark[0]]
            at = text.find(closing, mark.end()) + len(closing)
            if at < len(closing):
                return None
            continue
        tag_end = _TAG_END.match(text, mark.end())
        if tag_end is None or found != (name or found):
            return None
        at, name = tag_end.end(), found
        if mark[1]:
            if start < 0:
                return None
            texts.append(text[start:at])
            end, start = at, -1
        else:
            if start >= 0 or text[at - 2] == "/" or len(texts) >= max_entries:
                return None
            start = mark.start()
            between.append(text[end:start])
    if start >= 0 or not texts:
        return None
    between.append(text[end:])
    return Entries(texts=tuple(texts), between=tuple(between))
