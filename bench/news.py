"""News-like texts to measure matching on, real where the collections are there."""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import ParseError
from monitor.feeds.parse import parse_feed
from monitor.model import Item

ITEM_WORDS = 60
"""Words of an item, title and summary together: what feeds serve."""

_TABLES = ("crisis-2022-01/items.tsv", "talks-week/items.tsv", "ecbplus/items.tsv",
           "uci-news/items.tsv.gz")  # fmt: skip
_SERVED_DOCUMENTS = 60  # of the served feeds; enough, and read in some seconds
_SUMMARY_CHARS = 600
_COMMON_WORDS = 300  # written in small letters most often: neither begin nor end a name
_WORD = re.compile(r"[^\W_](?:[\w&]|[’'.-](?=\w))*")
_ONSETS, _VOWELS, _ENDS = "bdfgklmnprstvz", "aeiou", ["", "n", "r", "l", "st"]

Text = tuple[str, str]
"""Title and summary."""


def texts(shared: Path, rng: random.Random) -> list[Text]:
    """Distinct real titles and summaries, or invented ones where the collections are absent."""
    found = list(dict.fromkeys(_collected(shared))) if shared.is_dir() else []
    return found or _invented(rng)


def items(source: Sequence[Text], count: int, rng: random.Random, now: datetime) -> list[Item]:
    """``count`` items of about :data:`ITEM_WORDS` words: a title, and a summary made as long by
    the sentences of other items."""
    sentences = [summary or title for title, summary in source]
    made = []
    for _ in range(count):
        title, summary = rng.choice(source)
        words = summary.split()
        wanted = max(5, ITEM_WORDS - len(title.split()))
        while len(words) < wanted:
            words.extend(rng.choice(sentences).split())
        made.append(
            Item(title=title, summary=" ".join(words[:wanted]), outlet="Bench", published_at=now)
        )
    return made


def names(source: Sequence[Text]) -> Counter[str]:
    """Runs of one to three words that begin and end with a capital, by how many texts hold them."""
    small = Counter(word for _, summary in source for word in summary.split() if word.islower())
    common = {word for word, _ in small.most_common(_COMMON_WORDS)}
    counts: Counter[str] = Counter()
    for text in source:
        counts.update(dict.fromkeys(name for part in text for name in _runs(part, common)).keys())
    return counts


def _runs(text: str, common: set[str]) -> Iterator[str]:
    words = list(_WORD.finditer(text))
    for first, start in enumerate(words):
        for end in words[first : first + 3]:
            run = text[start.start() : end.end()]
            ends = (start.group(), end.group())
            if all(word[0].isupper() and word.lower() not in common for word in ends):
                yield run


def _collected(shared: Path) -> Iterator[Text]:
    for name in _TABLES:
        path = shared / name
        if path.is_file():
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8") as handle:
                for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
                    yield row["title"] or "", row.get("summary") or ""
    headlines = shared / "headlines-2021-12/headlines.jsonl"
    if headlines.is_file():
        for line in headlines.read_text("utf-8").splitlines():
            yield json.loads(line)["title"], ""
    served = shared / "served-feeds/feeds-2026-02.tar.gz"
    if served.is_file():
        yield from _served(served)


def _served(path: Path) -> Iterator[Text]:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    documents = 0
    with tarfile.open(path) as archive:
        for member in archive:
            handle = archive.extractfile(member) if member.isfile() else None
            if handle is None or documents == _SERVED_DOCUMENTS:
                continue
            documents += 1
            try:
                feed = parse_feed(
                    handle.read(),
                    content_type=None,
                    base_url="http://feed.example/",
                    outlet="Bench",
                    now=now,
                )
            except ParseError:
                continue
            for item in feed.items:
                yield item.title, item.summary[:_SUMMARY_CHARS]


def _invented(rng: random.Random) -> list[Text]:
    """Texts of made-up words, some of them capitalised like names, drawn by Zipf's law."""
    syllables = [onset + vowel + end for onset in _ONSETS for vowel in _VOWELS for end in _ENDS]
    sizes = rng.choices((1, 2, 2, 3), k=20_000)
    words = list(dict.fromkeys("".join(rng.choices(syllables, k=size)) for size in sizes))
    words = [word.capitalize() if rng.random() < 0.25 else word for word in words]
    weights = [1 / rank for rank in range(10, 10 + len(words))]

    def sentence(size: int) -> str:
        return " ".join(rng.choices(words, weights, k=size))

    return [(sentence(10), f"{sentence(25)}, {sentence(20)}.") for _ in range(5_000)]
