"""Poll recorded feed documents in order through the real daemon, and count what came of it.

``python -m bench.feed_replay [--recording DIR_OR_TAR] [--json]`` takes a folder or tar of
``feed/UTC-time.xml`` documents (by default the shared ``feed-replay`` material where it is
present), serves them on loopback as of their time, and runs the daemon over every moment.

``identity`` then stores the same documents by the poll's own steps and asks what became of every
entry that was ever served:

- ``documents``, and of these ``no_feed`` (why, by reason); ``entries`` served in them;
- ``items`` stored; ``edits`` seen; ``lost``: entries that no stored item is known by;
- ``twice``: stored items with the outlet's very title within three days of another one, under
  another address and guid;
- ``renewed_guids``, ``renewed_links``, ``renewed_both``: new items when each feed's last document
  is served again with every guid changed, with a tracking parameter on every link, or with all
  guids and addresses new (then flagged, as whatever stands under new ids may be news);
- ``same_when_read_whole``: whether reading only new entries stored exactly what reading all did.

``--identity`` leaves the daemon out.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.cli.demo import as_values
from monitor.feeds.identity import (
    MIN_TITLE_WORDS,
    TITLE_WINDOW,
    canonical_url,
    document_keys,
    keys_of,
    normalised_title,
)
from monitor.logs import configure_logs
from monitor.model import Feed, Item
from monitor.pipeline.poll import store_visit
from monitor.replay.runner import Watch, replay
from monitor.settings import starter
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store.engine import Store
from tests.support import visits

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "feed-replay"


Recording = dict[str, list[tuple[datetime, bytes]]]
Rewrite = Callable[[int, Item], Item]


def read_recording(folder: Path) -> Recording:
    """The documents of each feed with their moments, in order."""
    feeds: Recording = defaultdict(list)
    for path in sorted(folder.rglob("*.xml"), key=lambda path: (path.parent.name, path.stem)):
        now = datetime.strptime(path.stem, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        feeds[path.parent.name].append((now, path.read_bytes()))
    return feeds


def identity(feeds: Recording, place: Path) -> dict[str, object]:
    """What became of every entry that was ever served."""
    with closing(visits.empty(place / "whole.db")) as store:
        for outlet, documents in feeds.items():
            visits.visited(store, outlet, documents, with_prints=False)
        whole = visits.stored(store)
    with closing(visits.empty(place / "new.db")) as store:
        polls = [
            poll
            for outlet, documents in feeds.items()
            for poll in visits.visited(store, outlet, documents, with_prints=True)
        ]
        new = visits.stored(store)
        refused, entries, lost = _lost(store, feeds)
        found: dict[str, object] = {
            "documents": sum(map(len, feeds.values())),
            "no_feed": dict(refused),
            "entries": entries,
            "items": sum(poll.new_items for poll in polls),
            "edits": sum(poll.edited_items for poll in polls),
            "lost": lost,
            "twice": _twice(store),
        }
        for name, rewrite in _RENEWALS.items():
            found[name] = sum(
                _again(store, outlet, documents, rewrite) for outlet, documents in feeds.items()
            )
    return found | {"same_when_read_whole": whole == new}


def _lost(store: Store, feeds: Recording) -> tuple[Counter[str], int, int]:
    """Refused documents by reason; entries served; those that no stored item is known by."""
    refused: Counter[str] = Counter()
    entries = lost = 0
    for outlet, documents in feeds.items():
        for now, body in documents:
            visit = visits.read(_feed(outlet, now), body, now)
            if visit.parsed is None:
                refused[str(visit.poll.reason)] += 1
                continue
            with store.read() as session:
                keys = [key for item in visit.parsed.items for key in item.keys]
                known = {k for one in item_rows.find_known(session, keys) for k in one.item.keys}
            entries += len(visit.parsed.items)
            lost += sum(known.isdisjoint(item.keys) for item in visit.parsed.items)
    return refused, entries, lost


def _twice(store: Store) -> int:
    with store.read() as session:
        stored = item_rows.recent_items(session, item_rows.count_items(session))
    told: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    twice = 0
    for one in sorted(stored, key=lambda one: one.id):
        title = normalised_title(one.item.title)
        others = told[one.item.outlet, title]
        if len(title.split()) >= MIN_TITLE_WORDS:
            twice += any(abs(other - one.told_at) <= TITLE_WINDOW for other in others)
        others.append(one.told_at)
    return twice


def _again(
    store: Store, outlet: str, documents: Sequence[tuple[datetime, bytes]], rewrite: Rewrite
) -> int:
    """New items when a feed's last sound document is served again, its items rewritten."""
    for now, body in reversed(documents):
        with store.read() as session:
            feed = next(one for one in feed_rows.list_feeds(session) if one.outlet == outlet)
        feed = replace(feed, last_success_at=now)
        visit = visits.read(feed, body, now)
        if visit.parsed is None or not visit.parsed.items:
            continue
        items = document_keys([rewrite(at, one) for at, one in enumerate(visit.parsed.items)])
        visit = replace(visit, parsed=replace(visit.parsed, items=items))
        with store.write() as session, session.begin_nested() as trial:
            poll = store_visit(session, feed, visit, now=now)
            trial.rollback()
        return poll.new_items
    return 0


def _feed(outlet: str, now: datetime) -> Feed:
    return Feed(id=0, url=f"https://{outlet}.example/rss", outlet=outlet, next_poll_at=now)


def _renewed(item: Item, *, guid: str | None, link: str | None) -> Item:
    canonical = canonical_url(link) if link else None
    keys = keys_of(
        outlet=item.outlet,
        title=item.title,
        canonical_url=canonical,
        guid=guid,
        otherwise=item.summary,
    )
    return replace(item, guid=guid, link=link, canonical_url=canonical, keys=keys)


_RENEWALS: dict[str, Rewrite] = {
    "renewed_guids": lambda at, item: _renewed(item, guid=f"new-{at}", link=item.link),
    "renewed_links": lambda at, item: _renewed(
        item,
        guid=item.guid,
        link=item.link and f"{item.link}{'&' if '?' in item.link else '?'}utm_source=x{at}",
    ),
    "renewed_both": lambda at, item: _renewed(
        item, guid=f"new-{at}", link=f"https://moved.example/{at}"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recording", type=Path, default=SHARED / "snapshots-2020.tar.gz")
    parser.add_argument("--database-url", help="an empty database; embedded if not given")
    parser.add_argument("--identity", action="store_true", help="leave the daemon out")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    configure_logs("auto", "error")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        recording = options.recording
        if recording.is_file():
            with tarfile.open(recording) as archive:
                archive.extractall(place / "recording", filter="data")
            recording = place / "recording"
        values: dict[str, object] = {}
        if not options.identity:
            outcome = replay(
                recording,
                rules_dir=starter("rules"),
                workspace=place / "workspace",
                watch=Watch(),
                database_url=options.database_url,
                every_document=True,
            )
            values = as_values(outcome, None)
        values["identity"] = identity(read_recording(recording), place)
    if options.json:
        print(json.dumps(values, indent=2))
    else:
        for name, value in values.items():
            print(f"{name:<16} {value}")


if __name__ == "__main__":
    main()
