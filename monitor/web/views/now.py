"""What the timeline shows, read from the store as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from monitor.model import Feed, Severity
from monitor.store import feeds as feed_rows
from monitor.store import outlets as outlet_rows
from monitor.store import timeline as timeline_rows
from monitor.store.changes import newest_version
from monitor.store.engine import Store
from monitor.store.search_query import MAX_CHARS
from monitor.store.timeline import MOST_COUNTED, TimelineEntry, TimelineFilter

SHOWN = 25
"""Developments of one page: some 40 KB."""

SHOWN_FAILING = 20
MOST_OUTLETS = 200
"""Outlets offered by name; others can be typed."""

MOST_TOUCHED = 50
"""Changes put into an open page at once; where there are more, the page is loaded anew."""

YEARS = range(1970, 2200)
"""Years that can be asked for: each day of them has one before and one after."""

SPANS: Mapping[str, tuple[str, timedelta]] = {
    "1h": ("last hour", timedelta(hours=1)),
    "24h": ("last 24 hours", timedelta(hours=24)),
    "3d": ("last 3 days", timedelta(days=3)),
    "7d": ("last 7 days", timedelta(days=7)),
    "30d": ("last 30 days", timedelta(days=30)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters as they stand in the address; what cannot be read is left out."""

    q: str = ""
    rule: str = ""
    severity: str = ""
    actor: str = ""
    outlet: str = ""
    time: str = ""
    start: str = ""
    end: str = ""
    unread: bool = False

    @property
    def pairs(self) -> dict[str, str]:
        """What is asked for, by the names of the address."""
        named = {
            "q": self.q,
            "rule": self.rule,
            "severity": self.severity,
            "actor": self.actor,
            "outlet": self.outlet,
            "time": self.time,
            "from": self.start,
            "to": self.end,
            "unread": "1" if self.unread else "",
        }
        return {name: value for name, value in named.items() if value}

    @property
    def query(self) -> str:
        """The same as the query of an address, "" where nothing is asked for."""
        return urlencode(self.pairs)

    def wanted(self, now: datetime) -> TimelineFilter:
        """What of the timeline is wanted at ``now``."""
        since = now - SPANS[self.time][1] if self.time else None
        start, end = _day(self.start), _day(self.end)
        if start is not None:
            since = max(start, since) if since else start
        return TimelineFilter(
            rule=self.rule,
            severity=Severity(self.severity) if self.severity else None,
            actor=self.actor,
            outlet=self.outlet,
            since=since,
            until=end + timedelta(days=1) if end else None,
            text=self.q,
            unread=self.unread,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NowView:
    """The timeline: a page of it, how much is unread, and the feeds that fail.

    ``newest``: the number of the last change that the page shows or has left out; ``version``: of
    the last change of any kind. ``older``: the number before which the next page begins.
    """

    asked: Asked
    entries: Sequence[TimelineEntry]
    older: int | None
    first: bool
    newest: int
    version: int
    unread: int
    failing: Sequence[Feed]
    outlets: Sequence[str]

    @property
    def failing_since(self) -> datetime | None:
        """Since when the first of the failing feeds has failed."""
        return min((one.failing_since for one in self.failing if one.failing_since), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since a page was made: what it shows now, and what it shows no more.

    ``many``: too much to put in; the page is better loaded anew.
    """

    entries: Sequence[TimelineEntry]
    gone: Sequence[int]
    version: int
    newest: int
    unread: int
    many: bool


def read_asked(values: Mapping[str, str]) -> Asked:
    """Read the filters of an address. Never fails."""
    text = {name: value.replace("\0", "").strip() for name, value in values.items()}
    severity = text.get("severity", "")
    span = text.get("time", "")
    return Asked(
        q=text.get("q", "")[:MAX_CHARS],
        rule=text.get("rule", ""),
        severity=severity if severity in set(Severity) else "",
        actor=text.get("actor", ""),
        outlet=text.get("outlet", ""),
        time=span if span in SPANS else "",
        start=text.get("from", "") if _day(text.get("from", "")) else "",
        end=text.get("to", "") if _day(text.get("to", "")) else "",
        unread=text.get("unread", "") == "1",
    )


def read_now(
    store: Store, asked: Asked, *, reader: str, now: datetime, before: int | None
) -> NowView:
    """Read a page of the timeline."""
    with store.read() as session:
        version = newest_version(session)
        wanted = asked.wanted(now)
        found = timeline_rows.timeline(
            session, wanted, reader=reader, limit=SHOWN + 1, before=before
        )
        more = len(found) > SHOWN
        return NowView(
            asked=asked,
            entries=found[:SHOWN],
            older=found[SHOWN - 1].change.id if more else None,
            first=before is None,
            newest=version,
            version=version,
            unread=timeline_rows.count_unread(session, reader),
            failing=feed_rows.failing_feeds(session, SHOWN_FAILING),
            outlets=outlet_rows.outlet_names(session, MOST_OUTLETS),
        )


def read_changes(store: Store, asked: Asked, *, reader: str, now: datetime, since: int) -> Changes:
    """Read what changed after the version ``since``, as the filters let it through."""
    with store.read() as session:
        newest = newest_version(session)
        ids, version = timeline_rows.touched(session, since, MOST_TOUCHED + 1)
        many = len(ids) > MOST_TOUCHED
        fitting = timeline_rows.fitting_ids(session, ids, asked.wanted(now), reader=reader)
        return Changes(
            entries=[] if many else timeline_rows.entries_of(session, fitting, reader=reader),
            gone=[one for one in ids if one not in fitting],
            version=max(version, newest),
            newest=newest,
            unread=timeline_rows.count_unread(session, reader),
            many=many,
        )


def read_entry(store: Store, development_id: int, *, reader: str) -> TimelineEntry | None:
    """One development as the timeline shows it."""
    with store.read() as session:
        found = timeline_rows.entries_of(session, [development_id], reader=reader)
        return found[0] if found else None


def read_unread(store: Store, *, reader: str) -> int:
    """How much the reader has not read; at most :data:`MOST_COUNTED`."""
    with store.read() as session:
        return timeline_rows.count_unread(session, reader)


def bounded(count: int) -> str:
    """A count that may have been stopped: "12", "100+"."""
    return f"{count:,}+" if count >= MOST_COUNTED else f"{count:,}"


def _day(text: str) -> datetime | None:
    """The start of a day in UTC; ``None`` where the text is no day."""
    try:
        day = datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        return None
    return day if day.year in YEARS else None
