"""``monitor feeds``: what is polled, and how it goes."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from monitor.cli.opening import AS_JSON, console, environment_settings, opened_store, print_json
from monitor.errors import ConfigError
from monitor.feeds.opml import read_opml, write_opml
from monitor.model import Feed, FeedSource
from monitor.net.urls import check_url
from monitor.store import feeds as feed_rows
from monitor.wiring import read_feed_list, utc_now

app = typer.Typer(name="feeds", help="List, add, import and export feeds.", no_args_is_help=True)


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show every polled feed: when it last worked, when it is due, and what is wrong with it."""
    with opened_store() as store, store.read() as session:
        feeds = feed_rows.list_feeds(session)
    if as_json:
        print_json([_plain(feed) for feed in feeds])
        return
    table = Table("outlet", "feed", "last success (UTC)", "next poll (UTC)", "state", box=None)
    for feed in feeds:
        state = f"{feed.last_reason}: {feed.last_detail}" if feed.failures else "sound"
        table.add_row(
            Text(feed.outlet),
            Text(feed.url),
            f"{feed.last_success_at:%d %b %H:%M}" if feed.last_success_at else "never",
            f"{feed.next_poll_at:%d %b %H:%M}",
            Text(state if feed.polls else "not polled yet", style="red" if feed.failures else ""),
        )
    console().print(table)


@app.command()
def add(
    url: str = typer.Argument(..., help="The feed's address."),
    outlet: str = typer.Option(..., help="Who publishes it; several feeds can be of one outlet."),
    language: str | None = typer.Option(None, help="Its language, such as en."),
) -> None:
    """Add a feed beside those of the feed list; it is polled at once."""
    check_url(url)
    with opened_store() as store, store.write() as session:
        source = FeedSource(url=url, outlet=outlet, language=language)
        feed = feed_rows.add_feed(session, source, utc_now())
    console().print(f"Added {feed.url} of {feed.outlet}.", markup=False)


@app.command()
def remove(url: str = typer.Argument(..., help="The feed's address.")) -> None:
    """Stop polling a feed; its items stay. (Feeds of the list come back unless taken out there.)"""
    with opened_store() as store, store.write() as session:
        if not feed_rows.remove_feed(session, url):
            raise ConfigError(f"no feed has the address {url}", hint="see 'monitor feeds list'")
    console().print(f"Removed {url}.", markup=False)


@app.command()
def poll(
    url: str | None = typer.Argument(None, help="The feed's address; every feed if not given."),
) -> None:
    """Have the running daemon poll a feed at once, also one that waits after failures."""
    with opened_store() as store, store.write() as session:
        count = feed_rows.make_due(session, utc_now(), url=url)
    if url is not None and not count:
        raise _unknown(url)
    console().print(f"{count} feeds are due now.")


@app.command("import")
def import_(file: Path = typer.Argument(..., exists=True, dir_okay=False)) -> None:
    """Add every feed of an OPML file beside those of the feed list."""
    sources = read_opml(file.read_bytes(), file=str(file))
    with opened_store() as store, store.write() as session:
        for source in sources:
            feed_rows.add_feed(session, source, utc_now())
    console().print(f"Imported {len(sources)} feeds from {file}.", markup=False)


@app.command()
def check() -> None:
    """Read the feed list and report what is wrong with it, with file and line."""
    settings = environment_settings()
    sources = read_feed_list(settings.feeds_in_force)
    outlets = {source.outlet for source in sources}
    console().print(
        f"{settings.feeds_in_force}: sound. {len(sources)} feeds of {len(outlets)} outlets.",
        markup=False,
    )


@app.command()
def export() -> None:
    """Print all polled feeds as OPML."""
    with opened_store() as store, store.read() as session:
        feeds = feed_rows.list_feeds(session)
    sources = [
        FeedSource(
            url=feed.url,
            outlet=feed.outlet,
            title=feed.title,
            folder=feed.folder,
            language=feed.language,
        )
        for feed in feeds
    ]
    typer.echo(write_opml(sources).decode(), nl=False)


def _unknown(url: str) -> ConfigError:
    return ConfigError(f"no feed has the address {url}", hint="see 'monitor feeds list'")


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
