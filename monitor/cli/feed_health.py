"""``monitor feeds list``, ``check`` and ``coverage``: how feeds fare, and what rules can hear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import typer
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli.opening import (
    AS_JSON,
    LIMIT,
    console,
    environment,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
)
from monitor.errors import ConfigError
from monitor.feeds.schedule import span
from monitor.model import Feed, Poll, PollOutcome
from monitor.pipeline.coverage import HITS_WITHIN, Coverage, coverage
from monitor.rules.loading import load_rule_set
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from monitor.store import polls as poll_rows
from monitor.store.hosts import HostHold
from monitor.wiring import read_feed_list, utc_now


def list_(as_json: bool = AS_JSON) -> None:
    """Show every polled feed: what is wrong, what it brought, when it is due.

    Example: `monitor feeds list`

    Settings: MONITOR_DATABASE_URL.
    """
    now = utc_now()
    with opened_store() as store, store.read() as session:
        feeds = feed_rows.list_feeds(session)
        held = host_rows.held_hosts(session, now)
    if as_json:
        print_json([plain(feed, held) for feed in feeds])
        return
    screen = console()
    for feed in feeds:
        screen.print(Text.assemble((feed.outlet, "bold"), "  ", feed.url))
        lines = (_state(feed), Text(_habit(feed), "dim"), Text(_due(feed, held), "dim"))
        print_entry(screen, Text("    "), *lines)
    if not feeds:
        screen.print("No feeds.")


def check(
    url: str | None = typer.Argument(None, help="The feed's address; the list if not given."),
    limit: int = LIMIT,
    as_json: bool = AS_JSON,
) -> None:
    """Report what is wrong with the feed list and its feeds, or show one feed.

    For one feed: what it brought, its last polls, when it is due and why then.

    Examples:

    - `monitor feeds check`
    - `monitor feeds check https://harbour.example/feed.xml`

    Exit code: 1 if a feed fails.

    Settings: MONITOR_FEEDS_FILE, MONITOR_DATABASE_URL.
    """
    if url is not None:
        _check_feed(url, limit, as_json=as_json)
        return
    settings = environment_settings()
    sources = read_feed_list(settings.feeds_in_force)
    outlets = {source.outlet for source in sources}
    now = utc_now()
    with opened_store() as store, store.read() as session:
        feeds = feed_rows.list_feeds(session)
        held = host_rows.held_hosts(session, now)
    failing = [feed for feed in feeds if feed.failures]
    if as_json:
        print_json(
            {
                "list": str(settings.feeds_in_force),
                "listed": len(sources),
                "polled": len(feeds),
                "failing": [plain(feed, held) for feed in failing],
                "never_polled": sum(not feed.polls for feed in feeds),
                "held_hosts": [
                    {"host": one.host, "until": one.until, "why": one.why} for one in held.values()
                ],
            }
        )
    else:
        listed = f"{counted(len(sources), 'feed')} of {counted(len(outlets), 'outlet')}"
        console().print(f"{settings.feeds_in_force}: sound. {listed}.", markup=False)
        _print_failing(feeds, failing, held)
    if failing:
        raise typer.Exit(1)


def _print_failing(feeds: list[Feed], failing: list[Feed], held: Mapping[str, HostHold]) -> None:
    screen = console()
    unread = sum(not feed.polls for feed in feeds)
    sound = len(feeds) - len(failing) - unread
    screen.print(f"Polled: {sound} sound, {len(failing)} failing, {unread} not polled yet.")
    for feed in failing:
        screen.print(Text.assemble((feed.outlet, "bold"), "  ", feed.url))
        print_entry(screen, Text("    "), _state(feed), Text(_due(feed, held), "dim"))
    for one in held.values():
        why = on_one_line(one.why)
        screen.print(f"Host {one.host} rests until {_time(one.until)}: {why}", markup=False)


def _check_feed(url: str, limit: int, *, as_json: bool) -> None:
    with opened_store() as store, store.read() as session:
        feed = feed_rows.get_feed(session, url)
        if feed is None:
            raise ConfigError(f"no feed has the address {url}", hint="see 'monitor feeds list'")
        held = host_rows.held_hosts(session, utc_now())
        polls = poll_rows.recent_polls(session, feed.id, limit)
    if as_json:
        print_json(plain(feed, held) | {"polls": [_plain_poll(poll) for poll in polls]})
    else:
        _print_feed(feed, held, polls)
    if feed.failures:
        raise typer.Exit(1)


def _print_feed(feed: Feed, held: Mapping[str, HostHold], polls: list[Poll]) -> None:
    screen = console()
    screen.print(Text.assemble((feed.outlet, "bold"), "  ", feed.url))
    lines = [_state(feed), Text(_habit(feed)), Text(_due(feed, held))]
    if feed.listed_url != feed.url:
        lines.append(Text(f"listed as {feed.listed_url}; it moved for good"))
    if feed.moving_to:
        visits = counted(feed.moving_visits, "visit was", "visits were")
        lines.append(Text(f"the last {visits} sent on for good to {feed.moving_to}"))
    if feed.distrusted_until is not None and feed.distrusted_until > utc_now():
        until = _time(feed.distrusted_until)
        lines.append(Text(f"read whole until {until}: its server hid changes behind 304"))
    print_entry(screen, Text("    "), *lines)
    for poll in polls:
        screen.print(Text.assemble("    ", (_time(poll.started_at), "dim"), "  ", _told(poll)))


def coverage_(
    rule: str | None = typer.Option(None, help="Only the rule with this id."),
    as_json: bool = AS_JSON,
) -> None:
    """Show for each rule whether its feeds are read: is its silence real?

    Example: `monitor feeds coverage --rule grain-corridor`

    Exit code: 1 if a rule that is enabled sees only part of its feeds, or nothing.

    Settings: MONITOR_RULES_DIR, MONITOR_DATABASE_URL.
    """
    settings = environment_settings()
    rule_set = load_rule_set(settings.rules_in_force, environ=environment())
    with opened_store() as store, store.read() as session:
        found = coverage(session, rule_set, since=utc_now() - HITS_WITHIN)
    if rule is not None:
        found = [one for one in found if one.rule.id == rule]
        if not found:
            raise ConfigError(f"no rule has the id {rule}", hint="see 'monitor rules check'")
    if as_json:
        print_json([_plain_coverage(one) for one in found])
    else:
        screen = console()
        for one in found:
            style = "green" if one.sees else "red" if one.rule.enabled else "dim"
            head = Text.assemble((one.rule.id, "bold"), "  ")
            down = [
                Text(f"{feed.outlet}  {feed.url}: {feed.last_reason}", "dim") for feed in one.down
            ]
            print_entry(screen, head, Text(one.text, style), *down[:_SHOWN_DOWN])
            if len(down) > _SHOWN_DOWN:
                more = len(down) - _SHOWN_DOWN
                screen.print(f"    and {more} more: 'monitor feeds check'")
    if any(one.rule.enabled and not one.sees for one in found):
        raise typer.Exit(1)


_SHOWN_DOWN = 5


def plain(feed: Feed, held: Mapping[str, HostHold]) -> dict[str, object]:
    """A feed as JSON."""
    hold = held.get(feed.host)
    return {
        "url": feed.url,
        "listed_url": feed.listed_url,
        "outlet": feed.outlet,
        "title": feed.title,
        "polls": feed.polls,
        "last_poll_at": feed.last_poll_at,
        "last_success_at": feed.last_success_at,
        "last_new_item_at": feed.last_new_item_at,
        "usual_gap_s": feed.usual_gap_s,
        "interval_s": feed.interval_s,
        "next_poll_at": feed.next_poll_at,
        "next_poll_why": feed.next_poll_why,
        "host_held_until": hold.until if hold else None,
        "failures": feed.failures,
        "failing_since": feed.failing_since,
        "reason": feed.last_reason,
        "detail": feed.last_detail,
    }


def _plain_poll(poll: Poll) -> dict[str, object]:
    return {
        "started_at": poll.started_at,
        "outcome": poll.outcome,
        "reason": poll.reason,
        "detail": poll.detail,
        "status": poll.status,
        "elapsed_s": round(poll.elapsed_s, 3),
        "late_s": poll.late_s,
        "items": poll.items,
        "new_items": poll.new_items,
        "edited_items": poll.edited_items,
    }


def _plain_coverage(one: Coverage) -> dict[str, object]:
    return {
        "rule": one.rule.id,
        "enabled": one.rule.enabled,
        "sees": one.sees,
        "text": one.text,
        "feeds": one.feeds,
        "down": [feed.url for feed in one.down],
        "never_read": one.unread,
        "last_hit_at": one.last_hit_at,
        "feeds_with_hits": one.brought,
        "feeds_with_hits_down": one.brought_down,
    }


def _state(feed: Feed) -> Text:
    if not feed.polls:
        return Text("not polled yet")
    if not feed.failures:
        return Text("sound", style="green")
    since = f" since {_time(feed.failing_since)}" if feed.failing_since else ""
    failed = f"{counted(feed.failures, 'failure')}{since}, {feed.last_reason}"
    return Text(f"{failed}: {on_one_line(feed.last_detail)}", style="red")


def _habit(feed: Feed) -> str:
    success = _time(feed.last_success_at) if feed.last_success_at else "never"
    item = _time(feed.last_new_item_at) if feed.last_new_item_at else "never"
    gap = f", usually every {span(feed.usual_gap_s)}" if feed.usual_gap_s else ""
    return f"last success {success}; last new item {item}{gap}"


def _due(feed: Feed, held: Mapping[str, HostHold]) -> str:
    why = f": {on_one_line(feed.next_poll_why)}" if feed.next_poll_why else ""
    due = f"next poll {_time(feed.next_poll_at)}{why}"
    hold = held.get(feed.host)
    if hold is not None and hold.until > feed.next_poll_at:
        due += f"; not before {_time(hold.until)}, as {on_one_line(hold.why)}"
    return due


def _told(poll: Poll) -> Text:
    """One poll in a line."""
    took = f" in {span(poll.elapsed_s)}" if poll.elapsed_s >= 1 else ""
    if poll.outcome is PollOutcome.FAILED:
        return Text(f"{poll.reason}: {on_one_line(poll.detail)}{took}", "red")
    status = f" ({poll.status})" if poll.status else ""
    notes = f"; {on_one_line(poll.detail)}" if poll.detail else ""
    if poll.outcome is PollOutcome.UNCHANGED:
        return Text(f"unchanged{status}{took}{notes}", "dim")
    edited = f", {poll.edited_items} edited" if poll.edited_items else ""
    return Text(f"{poll.new_items} new of {poll.items}{edited}{took}{notes}")


def _time(moment: datetime) -> str:
    return f"{moment:%d %b %H:%M} UTC"
