"""``monitor feeds add``, ``remove``, ``import``, ``export``: edits of the feed list."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

import typer
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
)
from monitor.errors import ConfigError, FetchError, SchemaError, StoreError
from monitor.feeds.opml import (
    Outline,
    read_opml,
    read_outlines,
)
from monitor.pipeline import feed_list
from monitor.pipeline.discovery import Discovery, FoundFeed
from monitor.pipeline.feed_search import (
    SearchLimits,
    check_address,
    listing,
    newest_item_at,
    offers,
    search,
)
from monitor.settings import Settings
from monitor.wiring import open_feed_client, utc_now

MAX_LIST_BYTES = 20 * 2**20
"""A list of ten thousand feeds is a tenth of this."""

EXIT_UNDECIDED = 1

OUTLET = typer.Option(
    None,
    help="Who publishes it; several feeds can be of one outlet. As the site says if not given.",
)


def add(
    address: str = typer.Argument(..., help="A feed's address, or a site's: it is searched."),
    *,
    outlet: str | None = OUTLET,
    title: str | None = typer.Option(
        None, help="What the feed is called; as it says if not given."
    ),
    language: str | None = typer.Option(None, help="Its language, such as en."),
    folder: str = typer.Option("", help="Folder of the list, such as World/Asia."),
    full_text: bool | None = typer.Option(
        None,
        "--full-text/--no-full-text",
        help="Read the article pages of its items; as rules ask if not given.",
    ),
    take_all: bool = typer.Option(False, "--all", help="Add every feed found."),
    unchecked: bool = typer.Option(
        False, "--unchecked", help="Add the address as it is, without fetching it."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Find the feed of a site and add it to the feed list; it is polled at once.

    Of several feeds you choose one, or all with --all. The list is edited in place: comments
    and everything else in it stay.

    Example: `monitor feeds add harbour.example --folder World/Asia`

    Exit code: 1 if no feed was found, or several and none was chosen.

    Settings: MONITOR_FEEDS_FILE, MONITOR_DATABASE_URL, MONITOR_HOST_GAP_S,
    MONITOR_FEED_NETWORKS, MONITOR_CONTACT, MONITOR_FETCH_DEADLINE_S, MONITOR_MAX_BODY_BYTES.
    """
    settings = environment_settings()
    sources = read_opml(_path(settings).read_bytes(), file=str(_path(settings)))

    def outline(url: str, name: str, found_outlet: str) -> Outline:
        return listing(
            url,
            outlet=outlet or found_outlet,
            title=title or name,
            language=language or "",
            folder=folder,
            full_text=full_text,
        )

    if unchecked:
        if outlet is None:
            raise ConfigError("nobody is named as outlet", hint="say who publishes with --outlet")
        check_address(address)
        _put(settings, [outline(address, title or "", outlet)], None, as_json=as_json)
        return
    found = _discover(settings, address)
    offered = [outline(one.feed.url, one.feed.title, one.outlet) for one in offers(found, sources)]
    chosen = _choose(found, take_all=take_all, as_json=as_json)
    if chosen is None:
        raise typer.Exit(EXIT_UNDECIDED)
    _put(settings, [offered[at] for at in chosen], found, as_json=as_json)


def remove(url: str = typer.Argument(..., help="The feed's address.")) -> None:
    """Take a feed out of the feed list and stop polling it; its items stay.

    Example: `monitor feeds remove https://harbour.example/feed.xml`

    Exit code: 2 if no feed has the address.

    Settings: MONITOR_FEEDS_FILE, MONITOR_DATABASE_URL.
    """
    settings = environment_settings()
    path = _path(settings, to_edit=True)
    with opened_store() as store:
        if not feed_list.remove_feed(store, path, url, utc_now()):
            raise ConfigError(f"no feed has the address {url}", hint="see 'monitor feeds list'")
    console().print(f"Removed {url}.", markup=False)


def import_(
    file: Path = typer.Argument(..., exists=True, dir_okay=False, help="An OPML file."),
    folder: str = typer.Option("", help="Folder of the list to put them under."),
) -> None:
    """Add every feed of an OPML file to the feed list, with its folders.

    Feeds that the list has already stay as they are. Outlines that cannot be used are named
    with their line and left out.

    Example: `monitor feeds import theirs.opml --folder Theirs`

    Exit code: 1 if an outline was left out.

    Settings: MONITOR_FEEDS_FILE, MONITOR_DATABASE_URL.
    """
    settings = environment_settings()
    if file.stat().st_size > MAX_LIST_BYTES:
        raise ConfigError(f"is larger than {MAX_LIST_BYTES // 2**20} MiB", file=str(file))
    found = read_outlines(file.read_bytes(), file=str(file))
    outlines = feed_list.placed_below(found.feeds, folder)
    path = _path(settings, to_edit=True)
    done = feed_list.add_to_list(path, outlines)
    _take_over(path)
    screen = console()
    screen.print(
        f"Imported {counted(len(done.added), 'feed')} from {file} into {path}; "
        f"{len(done.known)} were there already.",
        markup=False,
    )
    for problem in found.problems:
        screen.print(f"left out: {problem}", markup=False, style="yellow")
    if found.problems:
        raise typer.Exit(EXIT_UNDECIDED)


def export() -> None:
    """Print the feed list as OPML, with folders and attributes, for other programs.

    Example: `monitor feeds export > feeds.opml`

    Settings: MONITOR_FEEDS_FILE, MONITOR_DATABASE_URL.
    """
    path = _path(environment_settings())
    with suppress(SchemaError), opened_store() as store, store.read() as session:
        typer.echo(feed_list.exported(session, path).decode(), nl=False)
        return
    typer.echo(feed_list.exported(None, path).decode(), nl=False)


def chosen_numbers(text: str, count: int) -> list[int] | None:
    """What a person answered ("2", "1, 3", "2-4", "all") as positions from 0; ``None``: neither."""
    text = text.strip().lower()
    if text in {"all", "*"}:
        return list(range(count))
    chosen: dict[int, None] = {}
    for part in re.split(r"[\s,]+", text):
        found = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
        if found is None:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= count:
            return None
        chosen |= dict.fromkeys(range(first - 1, last))
    return list(chosen)


def _path(settings: Settings, *, to_edit: bool = False) -> Path:
    """The feed list; to be edited, a copy of the shipped one where that is in force."""
    in_force = settings.feeds_in_force
    if not to_edit:
        return in_force
    if feed_list.own_list(settings.feeds_file, in_force):
        typer.echo(f"Copied the shipped list to {settings.feeds_file}.", err=True)
    return settings.feeds_file


def _discover(settings: Settings, address: str) -> Discovery:
    limits = SearchLimits(fetch_s=settings.fetch_deadline_s, max_body_bytes=settings.max_body_bytes)
    with open_feed_client(settings) as client:
        found = search(client, address, limits=limits, now=utc_now(), monotonic=time.monotonic)
    if not found.feeds:
        tried = "".join(f"\n  {url}: {on_one_line(why)}" for url, why in found.tried)
        raise FetchError(f"no feed was found{tried}", reason="not_a_feed", subject=address)
    return found


def _choose(found: Discovery, *, take_all: bool, as_json: bool) -> list[int] | None:
    """Positions of the feeds to add; ``None`` where a person must say which."""
    news = [at for at, feed in enumerate(found.feeds) if not feed.of_comments]
    if len(found.feeds) == 1 or len(news) == 1:
        return news or [0]
    if take_all:
        return news or list(range(len(found.feeds)))
    if as_json:
        print_json(_plain(found, (), ()))
        return None
    screen = console()
    screen.print(f"{counted(len(found.feeds), 'feed')} found:")
    for number, feed in enumerate(found.feeds, start=1):
        head = Text(f"{number:>4}  ")
        what = Text.assemble((on_one_line(feed.title) or "(no title)", "bold"), "  ", _about(feed))
        print_entry(screen, head, what, Text(feed.url, style="dim"))
    if not sys.stdin.isatty():
        screen.print("Add one by its address, or every one with --all.")
        return None
    answer = typer.prompt("Which? Numbers such as 1,3 or all", default="", show_default=False)
    chosen = chosen_numbers(answer, len(found.feeds)) if answer.strip() else None
    if chosen is None:
        screen.print("None was added.")
    return chosen


def _put(
    settings: Settings, outlines: Sequence[Outline], found: Discovery | None, *, as_json: bool
) -> None:
    path = _path(settings, to_edit=True)
    done = feed_list.add_to_list(path, outlines)
    asked = {feed.url for feed in found.feeds} if found else set()
    _take_over(path, asked=asked, gap_s=settings.host_gap_s)
    if as_json:
        print_json(_plain(found, done.added, done.known))
        return
    screen = console()
    feeds = {feed.url: feed for feed in found.feeds} if found else {}
    for outline in done.added:
        source = outline.source
        line = Text.assemble("Added ", (source.url, "bold"), f" of {on_one_line(source.outlet)}")
        feed = feeds.get(source.url)
        screen.print(Text.assemble(line, ": ", _about(feed)) if feed else line + Text("."))
    for outline in done.known:
        screen.print(f"{outline.source.url} is in the list already.", markup=False)


def _take_over(path: Path, *, asked: Collection[str] = (), gap_s: float = 0.0) -> None:
    """Tell the database too, where there is one; otherwise the daemon does, from the list."""
    try:
        with opened_store() as store:
            feed_list.take_over(store, path, utc_now(), asked=asked, gap_s=gap_s)
    except SchemaError:
        return
    except StoreError as error:
        typer.echo(f"The database was not told; the daemon will see it itself. ({error})", err=True)


def _about(feed: FoundFeed) -> str:
    newest = newest_item_at(feed)
    told = f", newest of {newest:%d %b %Y}" if newest else ""
    comments = ", readers' comments" if feed.of_comments else ""
    return f"{feed.parsed.format}, {counted(len(feed.parsed.items), 'item')}{told}{comments}"


def _plain(
    found: Discovery | None, added: Sequence[Outline], known: Sequence[Outline]
) -> dict[str, object]:
    return {
        "feeds": [
            {
                "url": feed.url,
                "title": feed.title,
                "format": feed.parsed.format,
                "items": len(feed.parsed.items),
                "newest": newest_item_at(feed),
                "of_comments": feed.of_comments,
                "same_at": feed.also,
            }
            for feed in (found.feeds if found else ())
        ],
        "added": [_listed(outline) for outline in added],
        "known": [outline.source.url for outline in known],
        "tried": [{"url": url, "why": why} for url, why in (found.tried if found else ())],
    }


def _listed(outline: Outline) -> dict[str, object]:
    source = outline.source
    return {
        "url": source.url,
        "outlet": source.outlet,
        "title": source.title,
        "folder": source.folder,
        "language": source.language,
        "full_text": source.full_text,
    }
