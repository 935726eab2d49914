"""Poll every document of a collection end to end: over HTTP, parsed, stored; what came of each.

``python -m bench.served_feeds [--collection TAR.GZ] [--torture] [--json]`` takes the shared
``served-feeds`` documents (or with ``--torture`` the ``feed-torture`` cases), serves each on
loopback with its content type, polls it twice through the daemon's steps into a database, and
compares what was stored with what plain feedparser finds:

- ``documents``; ``feeds`` that gave items; ``empty_feeds`` without an entry; ``failures`` with
  reason and detail; ``crashes`` (must be none);
- ``entries`` that feedparser finds, ``items`` read; an entry ``without_text`` is no item.
  ``missing`` tells of other documents with fewer, ``more`` of those that, mended, give more;
- ``second_poll_new``: items that a second visit took for new (must be none);
- ``unsafe``: stored fields with a tag, a script, an event handler or a link that is not http(s);
- ``slowest_s``: the processor time of the dearest document.

Torture cases that state their headers are served with them.
"""

from __future__ import annotations

import argparse
import json
import re
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import feedparser
from sqlalchemy import select

from monitor.logs import configure_logs
from monitor.model import FeedSource, Poll, PollOutcome
from monitor.store import feeds as feed_rows
from monitor.store import visits as visit_rows
from monitor.store.statements import table_of
from monitor.store.tables import ItemRow
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SERVED = SHARED / "served-feeds" / "feeds-2026-02.tar.gz"
TORTURE = SHARED / "feed-torture" / "feedparser-cases.tar.gz"

_HEADER = re.compile(rb"^Header:\s*([\w-]+):[ \t]*([^\r\n]*)", re.MULTILINE)
# Headers that change how a document is read, and are safe to serve.
_SERVED_HEADERS = frozenset({"content-type", "content-language", "content-location"})
# What no stored text may hold: a tag, a comment, a declaration; a handler within a tag.
UNSAFE_TEXT = re.compile(
    r"</?(?:script|style|iframe|object|embed|svg|math|img|a|b|p|div|form|meta|link|base)\b"
    r"[^<>]*>|<!|<\?|<[a-z][^<>]*\son\w+\s*=[^<>]*>",
    re.IGNORECASE,
)
NO_TEXT = "it has no text"
_LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A document with the headers it is served with."""

    name: str
    body: bytes
    headers: Mapping[str, str]


def collection(archive: Path) -> Iterator[Served]:
    """The documents of an archive, by name."""
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda one: one.name):
            handle = tar.extractfile(member) if member.isfile() else None
            if handle is not None:
                body = handle.read()
                yield Served(name=member.name, body=body, headers=_headers(member.name, body))


def unsafe(line: Line) -> list[str]:
    """Stored fields that could harm who shows them."""
    table = table_of(ItemRow)
    columns = (table.c.title, table.c.summary, table.c.content)
    found = []
    with line.services.store.read() as session:
        rows = session.execute(select(table.c.id, *columns, table.c.link, table.c.canonical_url))
        for item_id, *texts, link, canonical in rows:
            found += [f"{item_id}: {text[:200]}" for text in texts if UNSAFE_TEXT.search(text)]
            links = (one for one in (link, canonical) if one is not None)
            found += [f"{item_id}: {one}" for one in links if not _LINK.fullmatch(one)]
    return found


def measure(archive: Path, *, every: int = 1) -> dict[str, object]:
    """What came of each ``every``-th document."""
    failures: dict[str, str] = {}
    missing: dict[str, str] = {}
    more: dict[str, str] = {}
    count: Counter[str] = Counter()
    slowest = (0.0, "")
    with (
        tempfile.TemporaryDirectory() as place,
        FeedServer() as server,
        open_line(Path(place)) as line,
    ):
        for number, served in enumerate(collection(archive)):
            if number % every:
                continue
            server.set(f"/feed?{number}", served.body, headers=served.headers)
            started = time.process_time()
            try:
                first, second = _polled(line, server.url(f"/feed?{number}"), number)
            except Exception as error:  # noqa: BLE001 - what is counted
                count["crashes"] += 1
                failures[served.name] = f"CRASH {error!r}"
                continue
            slowest = max(slowest, (round(time.process_time() - started, 2), served.name))
            entries = len(feedparser.parse(BytesIO(served.body)).entries)
            count.update(
                documents=1,
                entries=entries,
                items=first.items,
                second_poll_new=second.new_items,
            )
            if first.outcome is PollOutcome.FAILED:
                failures[served.name] = f"{first.reason}: {first.detail}"
            count["feeds" if first.items else "empty_feeds"] += first.reason is None
            if first.items < entries and NO_TEXT in first.detail:
                count["without_text"] += entries - first.items
            elif first.items != entries:
                told = missing if first.items < entries else more
                told[served.name] = f"{first.items} of {entries}: {first.detail}"
        harm = unsafe(line)
    return dict(count) | {
        "crashes": count["crashes"],
        "unsafe": harm,
        "slowest_s": slowest,
        "failures": failures,
        "missing": missing,
        "more": more,
    }


def _polled(line: Line, url: str, number: int) -> tuple[Poll, Poll]:
    """The first and the second poll of a feed of its own."""
    store = line.services.store
    with store.write() as session:
        for feed in feed_rows.list_feeds(session):
            feed_rows.remove_feed(session, feed.url)
        source = FeedSource(url=url, outlet=f"Outlet {number}")
        feed_rows.add_feed(session, source, line.clock())
    [first] = line.poll()
    with store.write() as session:
        visit_rows.make_due(session, line.clock())
    [second] = line.poll()
    return first, second


def _headers(name: str, body: bytes) -> dict[str, str]:
    kind = "application/feed+json" if name.endswith(".json") else "application/xml"
    headers = {"Content-Type": kind}
    for header, value in _HEADER.findall(body[:4096]):
        key = header.decode("ascii")
        if key.lower() in _SERVED_HEADERS:
            headers["Content-Type" if key.lower() == "content-type" else key] = value.decode(
                "latin-1"
            ).strip()
    return headers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--torture", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    configure_logs("auto", "error")
    archive = options.collection or (TORTURE if options.torture else SERVED)
    found = measure(archive, every=options.every)
    if options.json:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        if isinstance(value, dict):
            print(f"{name:<16} {len(value)}")
            for document, told in value.items():
                print(f"  {document[-50:]:<50} {told}")
        else:
            print(f"{name:<16} {value}")


if __name__ == "__main__":
    main()
