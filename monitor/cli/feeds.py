"""``monitor feeds``: what is polled, and how it goes."""

from __future__ import annotations

import typer
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli import feed_list
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
)
from monitor.errors import ConfigError
from monitor.model import Feed, Subscription, SubscriptionState
from monitor.net.urls import shown_url
from monitor.store import feeds as feed_rows
from monitor.store import subscriptions as subscription_rows
from monitor.wiring import read_feed_list, utc_now

app = typer.Typer(
    name="feeds", help="List, find, add, poll, import and export feeds.", no_args_is_help=True
)
for name, command in (
    ("add", feed_list.add),
    ("remove", feed_list.remove),
    ("import", feed_list.import_),
    ("export", feed_list.export),
):
    app.command(name)(command)


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show every polled feed: what is wrong with it, when it last worked, when it is due."""
    with opened_store() as store, store.read() as session:
        feeds = feed_rows.list_feeds(session)
    if as_json:
        print_json([_plain(feed) for feed in feeds])
        return
    screen = console()
    for feed in feeds:
        last = f"{feed.last_success_at:%d %b %H:%M}" if feed.last_success_at else "never"
        times = f"last success {last}, next poll {feed.next_poll_at:%d %b %H:%M} UTC"
        screen.print(Text.assemble((feed.outlet, "bold"), "  ", feed.url))
        print_entry(screen, Text("    "), Text.assemble(_state(feed), "; ", (times, "dim")))
    if not feeds:
        screen.print("No feeds.")


@app.command()
def poll(
    url: str | None = typer.Argument(None, help="The feed's address; every feed if not given."),
) -> None:
    """Have the running daemon poll a feed at once, also one that waits after failures."""
    with opened_store() as store, store.write() as session:
        count = feed_rows.make_due(session, utc_now(), url=url)
    if url is not None and not count:
        raise _unknown(url)
    console().print(f"{counted(count, 'feed is', 'feeds are')} due now.")


@app.command()
def check() -> None:
    """Read the feed list and report what is wrong with it, with file and line."""
    settings = environment_settings()
    sources = read_feed_list(settings.feeds_in_force)
    outlets = {source.outlet for source in sources}
    listed = f"{counted(len(sources), 'feed')} of {counted(len(outlets), 'outlet')}"
    console().print(f"{settings.feeds_in_force}: sound. {listed}.", markup=False)


@app.command()
def hubs(as_json: bool = AS_JSON) -> None:
    """Show the feeds that have a hub: whether it sends what is new, and until when."""
    with opened_store() as store, store.read() as session:
        found = subscription_rows.list_subscriptions(session)
        feeds = {one.feed_id: feed_rows.feed_by_id(session, one.feed_id) for one in found}
    urls = {feed_id: feed.url if feed else "" for feed_id, feed in feeds.items()}
    if as_json:
        print_json([_plain_hub(one, urls[one.feed_id]) for one in found])
        return
    screen = console()
    for one in found:
        screen.print(Text.assemble((urls[one.feed_id], "bold")))
        print_entry(screen, Text("    "), Text(f"at {shown_url(one.hub_url)}"), _hub_state(one))
    if not found:
        screen.print("No feed names a hub.")


def _hub_state(one: Subscription) -> Text:
    parts = [str(one.state)]
    if one.expires_at:
        parts.append(f"until {one.expires_at:%d %b %H:%M} UTC")
    parts.append(f"sent {counted(one.pushes, 'time')}")
    if one.last_push_at:
        parts.append(f"last {one.last_push_at:%d %b %H:%M}")
    if one.refused:
        parts.append(f"{one.refused} without a good signature")
    style = "green" if one.state is SubscriptionState.ACTIVE and not one.detail else ""
    told = f": {on_one_line(one.detail)}" if one.detail else ""
    return Text(", ".join(parts) + told, style=style)


def _plain_hub(one: Subscription, url: str) -> dict[str, object]:
    return {
        "feed": url,
        "hub": one.hub_url,
        "topic": one.topic_url,
        "state": one.state,
        "expires_at": one.expires_at,
        "next_try_at": one.next_try_at,
        "pushes": one.pushes,
        "last_push_at": one.last_push_at,
        "refused": one.refused,
        "distrusted_until": one.distrusted_until,
        "detail": one.detail,
    }


def _unknown(url: str) -> ConfigError:
    return ConfigError(f"no feed has the address {url}", hint="see 'monitor feeds list'")


def _state(feed: Feed) -> Text:
    if not feed.polls:
        return Text("not polled yet")
    if not feed.failures:
        return Text("sound", style="green")
    failed = counted(feed.failures, "failure")
    return Text(f"{failed}, {feed.last_reason}: {on_one_line(feed.last_detail)}", style="red")


def _plain(feed: Feed) -> dict[str, object]:
    return {
        "url": feed.url,
        "outlet": feed.outlet,
        "title": feed.title,
        "last_success_at": feed.last_success_at,
        "last_new_item_at": feed.last_new_item_at,
        "next_poll_at": feed.next_poll_at,
        "failures": feed.failures,
        "reason": feed.last_reason,
        "detail": feed.last_detail,
    }
