"""``monitor feeds``: what is polled, and how it goes."""

from __future__ import annotations

from pathlib import Path

import typer

from monitor.alerts.text import counted
from monitor.cli import feed_health
from monitor.cli.opening import console, opened_store
from monitor.errors import ConfigError, FetchError
from monitor.feeds.opml import read_opml, write_opml
from monitor.model import FeedSource
from monitor.net.urls import check_url
from monitor.store import feeds as feed_rows
from monitor.wiring import utc_now

app = typer.Typer(
    name="feeds", help="List, add, poll, import and export feeds.", no_args_is_help=True
)


app.command("list")(feed_health.list_)
app.command()(feed_health.check)
app.command("coverage")(feed_health.coverage_)


@app.command()
def add(
    url: str = typer.Argument(..., help="The feed's address."),
    outlet: str = typer.Option(..., help="Who publishes it; several feeds can be of one outlet."),
    language: str | None = typer.Option(None, help="Its language, such as en."),
) -> None:
    """Add a feed beside those of the feed list; it is polled at once."""
    try:
        check_url(url)
    except FetchError as error:
        raise ConfigError(error.message, hint="such as https://example.com/feed.xml") from error
    with opened_store() as store, store.write() as session:
        source = FeedSource(url=url, outlet=outlet, language=language)
        feed = feed_rows.add_feed(session, source, utc_now())
    console().print(f"Added {feed.url} of {feed.outlet}.", markup=False)


@app.command()
def remove(url: str = typer.Argument(..., help="The feed's address.")) -> None:
    """Stop polling a feed; its items stay.

    A feed of the feed list comes back unless it is taken out there too.
    """
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
    console().print(f"{counted(count, 'feed is', 'feeds are')} due now.")


@app.command("import")
def import_(
    file: Path = typer.Argument(..., exists=True, dir_okay=False, help="An OPML file."),
) -> None:
    """Add every feed of an OPML file beside those of the feed list."""
    sources = read_opml(file.read_bytes(), file=str(file))
    with opened_store() as store, store.write() as session:
        for source in sources:
            feed_rows.add_feed(session, source, utc_now())
    console().print(f"Imported {counted(len(sources), 'feed')} from {file}.", markup=False)


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
