"""How common each word is in news at large: writes ``monitor/developments/background.py``.

``python -m bench.background --shared DIR`` counts terms in four collections of headlines of
different years (2014, 2020, 2021, 2026) and takes for each term the mean rate without the
highest of the four, so that the talk of one week (a pandemic, a lost airliner) does not pass for
common words. Only counts of single words leave the collections, none of their texts. The labelled
sets that grouping is measured on are not read.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import os
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import feedparser

from monitor.developments.terms import document_terms, normal_title

TERMS = 2400
"""Terms kept: the rarest of them is in about one item of a thousand."""

OUT = Path(__file__).parents[1] / "monitor/developments/background.py"
_SKIP = re.compile(r"\d{3,}|[lr][sd]quo|n[db]sp|.*[^\x00-\x7f].*")

HEAD = '''"""How common words are in news at large.

Written by ``python -m bench.background``: do not edit.

Rates of terms (share of items that hold the term, in 1/100,000), counted on some 18,000 headlines
of 2014, 2020, 2021 and 2026. They stand in for the statistics of a fresh install and fade as the
program counts its own items.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_RATES = """
'''

TAIL = '''"""

RATES: Final[Mapping[str, float]] = MappingProxyType(
    {
        term: int(rate) / 100_000
        for term, _, rate in (entry.partition(":") for entry in _RATES.split())
    }
)
"""Term to the share of news items that hold it."""

RARE_RATE: Final = 20 / 100_000
"""Assumed share of items that hold a term the table lacks."""
'''

Text = tuple[str, str]


def _archive(path: Path) -> Iterator[Text]:
    with tarfile.open(path) as archive:
        for member in archive:
            handle = archive.extractfile(member) if member.isfile() else None
            if handle is None:
                continue
            for entry in feedparser.parse(io.BytesIO(handle.read())).entries:
                summary = re.sub(r"<[^>]*>", " ", entry.get("summary", ""))[:400]
                yield entry.get("title", ""), summary


def _distinct(texts: Iterator[Text]) -> list[Text]:
    return list({key: text for text in texts if (key := normal_title(text[0]))}.values())


def _rates(texts: Sequence[Text], weights: Sequence[float] | None = None) -> Mapping[str, float]:
    counts: Counter[str] = Counter()
    weights = weights or [1.0] * len(texts)
    for (title, summary), weight in zip(texts, weights, strict=True):
        for term in document_terms(title, summary):
            counts[term] += weight  # type: ignore[assignment]
    total = sum(weights)
    return {term: count / total for term, count in counts.items()}


def _stories(path: Path) -> Mapping[str, float]:
    """Rates where each story counts once, however many headlines tell it."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    sizes = Counter(row["development"] for row in rows)
    texts = [(row["title"], row["summary"] or "") for row in rows]
    return _rates(texts, [1 / sizes[row["development"]] for row in rows])


def collect(shared: Path) -> Mapping[str, float]:
    """Rates of the commonest terms over the four collections."""
    lines = (shared / "headlines-2021-12/headlines.jsonl").read_text("utf-8").splitlines()
    tables = [
        _rates(_distinct((json.loads(line)["title"], "") for line in lines)),
        _rates(_distinct(_archive(shared / "feed-replay/snapshots-2020.tar.gz"))),
        _rates(_distinct(_archive(shared / "served-feeds/feeds-2026-02.tar.gz"))),
        _stories(shared / "uci-news/items.tsv.gz"),
    ]
    rates: dict[str, float] = {}
    for term in set().union(*tables):
        if not _SKIP.fullmatch(term):
            ordered = sorted(table.get(term, 0.0) for table in tables)
            rates[term] = sum(ordered[:-1]) / (len(ordered) - 1)
    return dict(sorted(rates.items(), key=lambda pair: (-pair[1], pair[0]))[:TERMS])


def _lines(rates: Mapping[str, float]) -> Iterator[str]:
    line = ""
    for term, rate in sorted(rates.items()):
        entry = f"{term}:{round(rate * 100_000)}"
        if len(line) + len(entry) >= 99:
            yield line
            line = ""
        line = f"{line} {entry}" if line else entry
    yield line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("MONITOR_SHARED_DATA", Path(__file__).parents[1] / "../shared/data")
    parser.add_argument("--shared", type=Path, default=Path(default))
    rates = collect(parser.parse_args().shared)
    OUT.write_text(HEAD + "\n".join(_lines(rates)) + "\n" + TAIL, "utf-8")
    print(f"{len(rates)} terms, the rarest at {min(rates.values()):.5f}")


if __name__ == "__main__":
    main()
