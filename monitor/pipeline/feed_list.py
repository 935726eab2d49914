"""Edits of the feed list on disk, which is the truth about what is polled."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from monitor.errors import ConfigError
from monitor.feeds.feed_list import Added, with_changes, with_feeds, without_feed
from monitor.feeds.opml import (
    Outline,
    outline_of,
    read_opml,
    read_outlines,
    same_feed,
    write_outlines,
)
from monitor.model import Feed, FeedSource
from monitor.pipeline.file_replacement import replace_file, unwritable
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from monitor.store.engine import Session, Store
from monitor.store.hosts import HostPace, host_of

T = TypeVar("T")


def own_list(path: Path, in_force: Path) -> bool:
    """Make sure there is a list at ``path`` to edit: where the shipped one is in force, its copy.

    Returns whether a copy was made. Raises :class:`ConfigError` where it cannot be written.
    """
    if path == in_force or path.exists():
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(in_force, path)
    except OSError as error:
        raise unwritable(str(path), error) from error
    return True


def add_to_list(path: Path, outlines: Sequence[Outline]) -> Added:
    """Put feeds into the list, each into its folder; those it has already are left as they are.

    Raises :class:`ConfigError` with file and line for a list that is not sound or not writable.
    """

    def change(data: bytes) -> tuple[bytes, Added]:
        done = with_feeds(data, outlines, file=str(path))
        return done.data, done

    return _edit(path, change)


def take_from_list(path: Path, urls: Sequence[str]) -> FeedSource | None:
    """Take the feed that has one of these addresses out; ``None`` where the list has none."""

    def change(data: bytes) -> tuple[bytes, FeedSource | None]:
        for url in urls:
            left, source = without_feed(data, url, file=str(path))
            if source is not None:
                return left, source
        return data, None

    return _edit(path, change)


def change_in_list(
    path: Path, urls: Sequence[str], *, attributes: Mapping[str, str], folder: str
) -> Outline | None:
    """Describe the feed that has one of these addresses anew; ``None`` where the list has none.

    Attributes that are empty are taken out, those that are not named stay as they are. Raises
    :class:`ConfigError` for a list that is not sound or not writable, and for bad attributes.
    """

    def change(data: bytes) -> tuple[bytes, Outline | None]:
        for url in urls:
            after, outline = with_changes(
                data, url, attributes=attributes, folders=folders_of(folder), file=str(path)
            )
            if outline is not None:
                return after, outline
        return data, None

    return _edit(path, change)


def folders_of(text: str) -> tuple[str, ...]:
    """The names of folders in a path such as "World/Asia"."""
    return tuple(name.strip() for name in text.split("/") if name.strip())


def placed_below(outlines: Sequence[Outline], folder: str) -> list[Outline]:
    """The outlines with their folders, in a folder of the list."""
    above = folders_of(folder)
    return [
        Outline(source=one.source, attributes=one.attributes, folders=(*above, *one.folders))
        for one in outlines
    ]


def exported(session: Session | None, path: Path) -> bytes:
    """The list as OPML for other programs: with the feeds that only the store knows, where asked.

    Raises :class:`ConfigError` for a list that cannot be read.
    """
    outlines = list(read_outlines(path.read_bytes(), file=str(path)).feeds)
    known = {same_feed(outline.source.url) for outline in outlines}
    if session is not None:
        addresses = feed_rows.feed_addresses(session)
        outlines.extend(
            outline_of(_source(feed))
            for feed in feed_rows.list_feeds(session)
            if known.isdisjoint(same_feed(url) for url in addresses[feed.id])
        )
    return write_outlines(outlines)


def _source(feed: Feed) -> FeedSource:
    return FeedSource(
        url=feed.url,
        outlet=feed.outlet,
        title=feed.title,
        folder=feed.folder,
        language=feed.language,
        full_text=feed.full_text,
    )


def remove_feed(store: Store, path: Path, url: str, now: datetime) -> bool:
    """Stop polling a feed, listed or added by an earlier version; ``False``: there is none.

    ``url`` may be the address in the list or the one the feed moved to.
    """
    with store.read() as session:
        stored = feed_rows.feed_addresses(session).values()
    same = [urls for urls in stored if same_feed(url) in {same_feed(one) for one in urls}]
    urls = [url, *(address for addresses in same for address in addresses)]
    taken = take_from_list(path, urls) is not None
    take_over(store, path, now)
    with store.write() as session:
        removed = [feed_rows.remove_feed(session, address) for address in dict.fromkeys(urls)]
    return taken or any(removed)


def take_over(
    store: Store, path: Path, now: datetime, *, asked: Collection[str] = (), gap_s: float = 0.0
) -> None:
    """Make the stored feeds agree with the list at once; a running daemon does so by itself.

    The hosts of the addresses in ``asked`` were asked just now: nobody asks them within ``gap_s``.
    """
    sources = read_opml(path.read_bytes(), file=str(path))
    with store.write() as session:
        host_rows.note_starts(session, {host_of(url) for url in asked}, HostPace(gap_s=gap_s), now)
        feed_rows.sync_feeds(session, sources, now)


def _edit(path: Path, change: Callable[[bytes], tuple[bytes, T]]) -> T:
    with _alone(path):
        try:
            before = path.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ConfigError(f"cannot be read: {reason}", file=str(path)) from error
        after, result = change(before)
        if after != before:
            if path.read_bytes() != before:
                raise ConfigError(
                    "was edited meanwhile, so nothing was written",
                    file=str(path),
                    hint="run the command again",
                )
            try:
                replace_file(path, after)
            except OSError as error:
                raise unwritable(str(path), error) from error
    return result


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other commands from editing lists in the same folder. Not against editors."""
    try:
        folder = os.open(path.resolve().parent, os.O_RDONLY)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(f"cannot be read: {reason}", file=str(path)) from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
