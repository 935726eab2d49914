"""What a visit leaves for the next one: when it is due, asked with what, and where. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.feeds.gaps import blended_gap_s, dated_gap_s, observed_gap_s
from monitor.feeds.hints import document_hints
from monitor.feeds.parse import ParsedFeed
from monitor.feeds.schedule import NextPoll, Pace, VisitFacts, host_hold_s, next_poll
from monitor.model import Feed, NextVisit, Poll, PollingHints, PollOutcome
from monitor.net.urls import shown_url
from monitor.pipeline.visit import Visit

MOVES_AFTER = 3
"""A permanent redirect counts once so many sound visits in a row were sent to the same place: a
captive portal or a server's slip of an hour moves no feed."""

WHOLE_EVERY = timedelta(hours=24)
"""After so long with nothing but 304s the document is asked for without a condition: servers are
seen that answer 304 for ever."""

DISTRUSTED_FOR = timedelta(days=7)
"""How long a server that was caught with a wrong 304 is asked for the whole document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """The conditions of a request; both ``None``: the document is wanted whatever it is."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return self.etag is not None or self.last_modified is not None


def validators(feed: Feed, now: datetime) -> Validators:
    """With which conditions ``feed`` is asked for at ``now``."""
    distrusted = feed.distrusted_until is not None and feed.distrusted_until > now
    # A moment ahead was written by a clock that has been set back since.
    stale = feed.whole_at is None or not timedelta() <= now - feed.whole_at < WHOLE_EVERY
    if distrusted or stale:
        return Validators()
    return Validators(etag=feed.etag, last_modified=feed.last_modified)


def asked_hints(parsed: ParsedFeed | None, body: bytes, known: PollingHints) -> PollingHints:
    """What the feed's document asks, as far as this visit saw one."""
    return known if parsed is None else document_hints(body, ttl_s=parsed.ttl_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What a visit leaves behind: ``leaves`` for the feed's next one, ``moved_to`` where the feed
    is to be polled from now on, ``notes`` for a person, ``host_hold``: how long its host rests."""

    leaves: NextVisit
    moved_to: str | None = None
    notes: tuple[str, ...] = ()
    host_hold: timedelta = timedelta()
    host_why: str = ""


def depart(
    feed: Feed,
    poll: Poll,
    visit: Visit,
    *,
    pace: Pace,
    jitter: float,
    meeting_near: str = "",
) -> Departure:
    """Decide what a visit leaves, once its items are stored and counted in ``poll``.

    ``meeting_near`` names a meeting that is near and that this feed tells of.
    """
    now, fetched, hints = visit.ended_at, visit.fetched, visit.hints
    gap_s = _usual_gap_s(feed, poll, visit.parsed, now)
    failed = poll.outcome is PollOutcome.FAILED
    facts = VisitFacts(
        outcome=poll.outcome,
        failures=feed.failures + 1 if failed else 0,
        status=poll.status,
        headers=fetched.headers,
        hints=hints,
        items=poll.items,
        new_items=poll.new_items if feed.last_success_at else 0,
        interval_s=feed.interval_s,
        usual_gap_s=gap_s,
        quiet_s=_quiet_s(feed, poll, now),
        meeting_near=meeting_near,
    )
    due = next_poll(facts, now=now, pace=pace, jitter=jitter)
    leaves = _leaves(feed, due, gap_s, hints)
    hold = timedelta(seconds=host_hold_s(facts, now=now, pace=pace))
    if failed:
        why = f"the server answered 429 to {shown_url(fetched.url)}" if hold else ""
        return Departure(leaves=leaves, host_hold=hold, host_why=why)
    leaves, notes = _trusting(leaves, feed, poll, visit)
    leaves, moved_to, move_notes = _moving(leaves, feed, fetched.permanent_url)
    return Departure(leaves=leaves, moved_to=moved_to, notes=(*notes, *move_notes))


def _leaves(feed: Feed, due: NextPoll, gap_s: float | None, hints: PollingHints) -> NextVisit:
    """What is left where the visit changed nothing but the time of the next."""
    return NextVisit(
        at=due.at,
        why=due.why,
        etag=feed.etag,
        last_modified=feed.last_modified,
        body_hash=feed.body_hash,
        interval_s=due.interval_s,
        not_before=due.not_before,
        usual_gap_s=gap_s,
        hints=hints,
        whole_at=feed.whole_at,
        moving_to=feed.moving_to,
        moving_visits=feed.moving_visits,
        distrusted_until=feed.distrusted_until,
    )


def _usual_gap_s(feed: Feed, poll: Poll, parsed: ParsedFeed | None, now: datetime) -> float | None:
    if parsed is None:
        return feed.usual_gap_s
    dated = dated_gap_s((item.published_at for item in parsed.items), now)
    # Of a document that was read in part, only what was new is here: one item after a long pause
    # shows no new habit, several at once a little of one.
    is_whole = len(parsed.items) >= poll.items
    if is_whole and dated is not None:
        return dated
    known_s = feed.usual_gap_s
    if not is_whole and known_s is not None and any(item.published_at for item in parsed.items):
        return known_s if dated is None else blended_gap_s(known_s, dated)
    if feed.last_new_item_at is None:
        return known_s
    since_s = (poll.started_at - feed.last_new_item_at).total_seconds()
    return observed_gap_s(known_s, since_s=since_s, new_items=poll.new_items)


def _quiet_s(feed: Feed, poll: Poll, now: datetime) -> float | None:
    """Since when nothing new was seen; a feed that never brought anything counts from its start."""
    if poll.new_items:
        return 0.0
    since = feed.last_new_item_at or feed.added_at
    return None if since is None else max(0.0, (now - since).total_seconds())


def _trusting(
    leaves: NextVisit, feed: Feed, poll: Poll, visit: Visit
) -> tuple[NextVisit, tuple[str, ...]]:
    """What is left of validators after a sound answer; whether its 304s are to be believed."""
    fetched, now = visit.fetched, visit.ended_at
    if fetched.status == 304:
        return leaves, ()
    etag, last_modified = fetched.headers.get("etag"), fetched.headers.get("last-modified")
    leaves = replace(
        leaves, etag=etag, last_modified=last_modified, body_hash=visit.body_hash, whole_at=now
    )
    # A day of 304s, and now, asked without a condition, a changed document under the validators
    # we know: with them it would have said once more that nothing changed.
    known = Validators(etag=feed.etag, last_modified=feed.last_modified)
    same = Validators(etag=etag, last_modified=last_modified) == known
    distrusted = feed.distrusted_until is not None and feed.distrusted_until > now
    checked = bool(known) and not visit.conditional and not distrusted and feed.whole_at is not None
    if not (checked and same and poll.new_items):
        return leaves, ()
    note = "the server hides changes behind 304: its documents are read whole for a week"
    return replace(leaves, distrusted_until=now + DISTRUSTED_FOR), (note,)


def _moving(
    leaves: NextVisit, feed: Feed, target: str | None
) -> tuple[NextVisit, str | None, tuple[str, ...]]:
    """Count the visits that were sent on for good to one place; the last of them moves the feed."""
    if target is None or target == feed.url:
        return replace(leaves, moving_to=None, moving_visits=0), None, ()
    visits = feed.moving_visits + 1 if feed.moving_to == target else 1
    if visits < MOVES_AFTER:
        return replace(leaves, moving_to=target, moving_visits=visits), None, ()
    note = f"moved for good to {shown_url(target)}, said {visits} visits in a row"
    return replace(leaves, moving_to=None, moving_visits=0), target, (note,)
