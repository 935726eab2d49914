"""Recorded feed documents: a folder per feed, one file per change, named by UTC time.

::

    DIR/feeds/<slug>/20220106T060000Z.xml    served from that moment until the next one
    DIR/feeds.opml                           outlet, slug and language of each feed

Without ``feeds.opml`` each folder is a feed and its name is the outlet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import ConfigError
from monitor.feeds.opml import read_opml

TIME_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFeed:
    """One feed's documents in order of time. ``times`` and ``paths`` run in parallel."""

    slug: str
    outlet: str
    language: str | None
    times: tuple[datetime, ...]
    paths: tuple[Path, ...]

    def at(self, now: datetime) -> Path | None:
        """The document served at ``now``, or ``None`` before the first."""
        index = bisect_right(self.times, now)
        return self.paths[index - 1] if index else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """All recorded feeds by slug, and the moments at which any of them changed."""

    feeds: Mapping[str, RecordedFeed]
    moments: tuple[datetime, ...]

    @property
    def documents(self) -> int:
        """How many documents were recorded."""
        return sum(len(feed.paths) for feed in self.feeds.values())


def read_recording(folder: Path) -> Recording:
    """Read the recording in ``folder``. Raises :class:`ConfigError` that names what is wrong."""
    root = folder / "feeds" if (folder / "feeds").is_dir() else folder
    outlets = _outlets(folder / "feeds.opml")
    feeds: dict[str, RecordedFeed] = {}
    for place in sorted(path for path in root.iterdir() if path.is_dir()):
        stamped = sorted((_stamp(path), path) for path in place.iterdir() if path.is_file())
        if not stamped:
            continue
        outlet, language = outlets.get(place.name, (place.name, None))
        feeds[place.name] = RecordedFeed(
            slug=place.name,
            outlet=outlet,
            language=language,
            times=tuple(moment for moment, _ in stamped),
            paths=tuple(path for _, path in stamped),
        )
    if not feeds:
        raise ConfigError(
            "no recorded feeds", file=str(folder), hint="expected DIR/feeds/NAME/TIME.xml"
        )
    moments = sorted({moment for feed in feeds.values() for moment in feed.times})
    return Recording(feeds=feeds, moments=tuple(moments))


def _outlets(opml: Path) -> dict[str, tuple[str, str | None]]:
    if not opml.is_file():
        return {}
    sources = read_opml(opml.read_bytes(), file=str(opml))
    return {_slug(source.url): (source.outlet, source.language) for source in sources}


def _slug(url: str) -> str:
    """The feed's folder: the host's first label (``http://slug.example/feed.xml``)."""
    return url.split("//", 1)[-1].split("/", 1)[0].split(".", 1)[0]


def _stamp(path: Path) -> datetime:
    try:
        return datetime.strptime(path.stem, TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise ConfigError(
            "the file name is no time", file=str(path), hint=f"name it like {TIME_FORMAT}"
        ) from error
