"""One visit to a feed: fetch, parse, store its items, say when to come again.

The network is used with no transaction open; items and the poll record commit together, so a
feed's validators are never ahead of its items.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.developments.flood import (
    CLOCK_OFF,
    MIN_ALL_NEW,
    VisitFacts,
    clock_ahead_s,
    clock_oddity,
    judge_visit,
)
from monitor.errors import ParseError
from monitor.feeds.hints import parse_http_date
from monitor.feeds.parse import ParsedFeed, parse_feed
from monitor.model import (
    FailureReason,
    Feed,
    FetchResult,
    Poll,
    PollOutcome,
)
from monitor.net.client import Client
from monitor.net.fetch import fetch
from monitor.net.urls import shown_url
from monitor.pipeline.elsewhere import Run, run_here
from monitor.pipeline.hub_trust import after_visit
from monitor.pipeline.next_visit import asked_hints, depart, validators
from monitor.pipeline.recognition import KnownItems, Seen, recognise
from monitor.pipeline.storing import store_items
from monitor.pipeline.visit import PollLimits, Visit
from monitor.store import hosts as host_rows
from monitor.store import items as item_rows
from monitor.store import notices as notice_rows
from monitor.store import polls as poll_rows
from monitor.store import prints as print_rows
from monitor.store import restores as restore_rows
from monitor.store import visits as visit_rows
from monitor.store.engine import Session

CLOCKS_OF = timedelta(hours=2)
"""Servers that told the time within so long are asked whether our clock is right."""


def make_visit(
    feed: Feed,
    *,
    client: Client,
    clock: Callable[[], datetime],
    limits: PollLimits,
    run: Run = run_here,
) -> Visit:
    """Fetch and parse ``feed``; nothing is stored. ``run`` is where parsing takes place."""
    started = clock()
    conditions = validators(feed, started)
    fetched = fetch(
        client,
        feed.url,
        etag=conditions.etag,
        last_modified=conditions.last_modified,
        deadline_s=limits.deadline_s,
        max_body_bytes=limits.max_body_bytes,
    )
    visit = read_visit(feed, fetched, now=started, run=run)
    # The body has been read; kept, it would wait in memory for its turn to be stored.
    return replace(
        visit,
        fetched=replace(fetched, body=b""),
        conditional=bool(conditions),
        ended_at=clock(),
    )


def read_visit(feed: Feed, fetched: FetchResult, *, now: datetime, run: Run = run_here) -> Visit:
    """Judge a fetched document: failed and why, unchanged, or parsed."""
    poll = Poll(
        feed_id=feed.id,
        started_at=now,
        outcome=PollOutcome.UNCHANGED,
        status=fetched.status,
        elapsed_s=fetched.elapsed_s,
        clock_ahead_s=_clock_ahead_s(fetched, now),
        late_s=max(0.0, (now - feed.next_poll_at).total_seconds()),
    )
    if fetched.failure is not None:
        failed = replace(
            poll, outcome=PollOutcome.FAILED, reason=fetched.failure, detail=fetched.detail
        )
        return _visit(feed, fetched, failed)
    body_hash = hashlib.sha256(fetched.body).hexdigest()
    if fetched.status == 304 or body_hash == feed.body_hash:
        return _visit(feed, fetched, poll, body_hash=feed.body_hash)
    try:
        parsed = run(
            parse_feed,
            fetched.body,
            content_type=fetched.headers.get("content-type"),
            base_url=fetched.final_url,
            outlet=feed.outlet,
            language=feed.language,
            now=now,
            prints=feed.prints,
        )
    except ParseError as error:
        reason = FailureReason(error.reason)
        failed = replace(poll, outcome=PollOutcome.FAILED, reason=reason, detail=error.message)
        return _visit(feed, fetched, failed)
    return _visit(feed, fetched, poll, parsed=parsed, body_hash=body_hash)


def _visit(
    feed: Feed,
    fetched: FetchResult,
    poll: Poll,
    *,
    parsed: ParsedFeed | None = None,
    body_hash: str | None = None,
) -> Visit:
    return Visit(
        poll=poll,
        parsed=parsed,
        body_hash=body_hash,
        fetched=fetched,
        hints=asked_hints(parsed, fetched.body, feed.hints),
        ended_at=poll.started_at,
    )


def _clock_ahead_s(fetched: FetchResult, now: datetime) -> float | None:
    """How far the server's clock is ahead of ours; its answer may have waited in a cache."""
    told = parse_http_date(fetched.headers.get("date", ""))
    age = fetched.headers.get("age", "").strip()
    age_s = float(age[:9]) if age.isascii() and age.isdigit() else 0.0
    return clock_ahead_s(told, age_s, now)


def store_visit(
    session: Session, feed: Feed, visit: Visit, *, now: datetime, interval_s: float = 900.0
) -> Poll:
    """Store a visit's items and return its poll record with their counts.

    Items that were in the feed when it was first read are marked as backlog, and so are those of
    a visit that brings no news but an archive or a past that nobody read (``flood.py``); what was
    odd is recorded as a notice.
    """
    _look_at_clocks(session, visit.poll, now)
    if visit.parsed is None:
        return visit.poll
    parsed = visit.parsed
    known = KnownItems(item_rows.find_known(session, [key for i in parsed.items for key in i.keys]))
    seen = recognise(feed, parsed.items, known, now, unread=parsed.known)
    facts = replace(
        _facts(session, feed, seen, interval_s),
        clock_ahead=timedelta(seconds=visit.poll.clock_ahead_s or 0.0),
    )
    judgement = judge_visit(facts, now=now)
    for oddity in judgement.oddities:
        notice_rows.record_oddity(session, oddity, feed_id=feed.id, now=now)
    counts = store_items(session, feed, parsed, seen, known, judgement, now)
    if any(counts):
        restore_rows.mark_served(session, feed, now=now)
    if parsed.prints != feed.prints:
        print_rows.keep_prints(session, feed.id, parsed.prints)
    return replace(
        visit.poll,
        outcome=PollOutcome.NEW if any(counts) else PollOutcome.UNCHANGED,
        detail="; ".join(parsed.notes),
        items=seen.total,
        new_items=counts[0],
        edited_items=counts[1],
    )


def _facts(session: Session, feed: Feed, seen: Seen, interval_s: float) -> VisitFacts:
    many = len(seen.new) >= MIN_ALL_NEW and feed.polls > 0
    return VisitFacts(
        feed=shown_url(feed.url),
        items=seen.total,
        renamed=seen.renamed,
        new_told_at=[seen.items[at].published_at for at in seen.new],
        usual=poll_rows.usual_new_items(session, feed.id) if many else (),
        unread_since=feed.last_success_at,
        failures=feed.failures,
        interval=timedelta(seconds=interval_s),
    )


def _look_at_clocks(session: Session, poll: Poll, now: datetime) -> None:
    """Record that our clock is wrong, where the servers of several feeds say so."""
    ahead_s = poll.clock_ahead_s
    if ahead_s is None or abs(ahead_s) < CLOCK_OFF.total_seconds():
        return
    others = poll_rows.clocks_ahead(session, now - CLOCKS_OF, but=poll.feed_id)
    oddity = clock_oddity([*others, ahead_s], now=now)
    if oddity is not None:
        notice_rows.record_oddity(session, oddity, feed_id=None, now=now)


def record_visit(
    session: Session,
    feed: Feed,
    visit: Visit,
    *,
    owner: str,
    limits: PollLimits,
    jitter: float,
    meeting_near: str = "",
) -> Poll:
    """Store a visit's items, its poll, and what the next one needs to know; the poll."""
    poll = store_visit(
        session, feed, visit, now=visit.poll.started_at, interval_s=_interval_s(feed, limits)
    )
    departure = depart(
        feed, poll, visit, pace=limits.pace, jitter=jitter, meeting_near=meeting_near
    )
    poll = replace(poll, detail="; ".join(filter(None, (poll.detail, *departure.notes))))
    visit_rows.record_poll(
        session,
        poll,
        owner=owner,
        leaves=departure.leaves,
        moved_to=departure.moved_to,
        title=visit.parsed.title if visit.parsed else None,
        prune=(feed.polls + 1) % poll_rows.PRUNED_EVERY == 0,
    )
    if departure.host_hold:
        until = visit.ended_at + departure.host_hold
        host_rows.hold(session, feed.host, until, departure.host_why)
    after_visit(session, feed, poll, visit.fetched, visit.parsed, now=poll.started_at)
    return poll


def _interval_s(feed: Feed, limits: PollLimits) -> float:
    return feed.interval_s or limits.pace.base_s


def record_crash(
    session: Session,
    feed: Feed,
    *,
    now: datetime,
    owner: str,
    limits: PollLimits,
) -> Poll:
    """Record a visit that a defect of ours ended, so that the feed backs off and is not lost."""
    poll = Poll(
        feed_id=feed.id,
        started_at=now,
        outcome=PollOutcome.FAILED,
        reason=FailureReason.INTERNAL,
        detail="the program failed on this document; the log has the trace",
    )
    nothing = FetchResult(url=feed.url, final_url=feed.url, status=None)
    visit = replace(_visit(feed, nothing, poll), ended_at=now)
    return record_visit(session, feed, visit, owner=owner, limits=limits, jitter=0.5)
