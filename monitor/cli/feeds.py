"""``monitor feeds``: what is polled, and how it goes."""

from __future__ import annotations

import typer
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli import feed_health, feed_list
from monitor.cli.opening import AS_JSON, console, opened_store, print_entry, print_json
from monitor.errors import ConfigError
from monitor.model import Subscription, SubscriptionState
from monitor.net.urls import shown_url
from monitor.store import feeds as feed_rows
from monitor.store import subscriptions as subscription_rows
from monitor.store import visits as visit_rows
from monitor.wiring import utc_now

_HELP = """List, find, add, poll, import and export feeds.

The feed list is an OPML file, edited in place; a running daemon takes changes over within
seconds (docs/feed-list.md).
"""

app = typer.Typer(name="feeds", help=_HELP, no_args_is_help=True)
for name, command in (
    ("add", feed_list.add),
    ("remove", feed_list.remove),
    ("import", feed_list.import_),
    ("export", feed_list.export),
):
    app.command(name)(command)


app.command("list")(feed_health.list_)
app.command()(feed_health.check)
app.command("coverage")(feed_health.coverage_)


@app.command()
def poll(
    url: str | None = typer.Argument(None, help="The feed's address; every feed if not given."),
) -> None:
    """Have the daemon poll a feed at once, also one that waits after failures.

    Example: `monitor feeds poll https://harbour.example/feed.xml`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.write() as session:
        count = visit_rows.make_due(session, utc_now(), url=url)
    if url is not None and not count:
        raise _unknown(url)
    console().print(f"{counted(count, 'feed is', 'feeds are')} due now.")


@app.command()
def hubs(as_json: bool = AS_JSON) -> None:
    """Show the feeds that have a hub: whether it sends what is new, and until when.

    Example: `monitor feeds hubs --json`

    Settings: MONITOR_DATABASE_URL.
    """
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
