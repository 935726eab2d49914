"""Editing the feed list from the pages: add by a site's address, describe, remove, import, export.

The file is the truth: everything here edits it as the commands do, and then tells the store.
"""

from __future__ import annotations

import base64
import binascii
import threading
import time
import zlib
from collections.abc import Collection, Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from monitor.errors import ConfigError
from monitor.feeds.entries import language_code
from monitor.feeds.opml import SWITCH, Outline, read_opml, read_outlines, same_feed, write_outlines
from monitor.model import Role
from monitor.pipeline import feed_list
from monitor.pipeline.discovery import Discovery
from monitor.pipeline.feed_search import SearchLimits, check_address, listing, offers, search
from monitor.store import feeds as feed_rows
from monitor.web.desk import Desk, RowId
from monitor.web.forms import FormText, sentence
from monitor.web.pages.feeds import feed_page
from monitor.wiring import own_feed_list

SEARCH_S = 60.0
"""How long one search of a site may take in all."""

SEARCHES_AT_ONCE = 3
"""Each keeps a thread of the server waiting for a stranger's site."""

MOST_CANDIDATES = 60
SHOWN_IMPORTED = 200
MAX_LIST_BYTES = 20 * 2**20
"""Of a list that comes back packed: ten thousand feeds have a tenth of this."""

_BUSY = "Other searches are under way. Try again in a moment."
_LIST_NAME = "the uploaded list"

Chosen = Annotated[list[str], Form()]


def router(desk: Desk) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter()
    _add_adding(routes, desk)
    _add_lists(routes, desk)
    _add_edits(routes, desk)
    return routes


def _add_adding(routes: APIRouter, desk: Desk) -> None:
    services = desk.services
    editing = desk.access.writing(Role.EDITOR)
    room = threading.BoundedSemaphore(SEARCHES_AT_ONCE)

    def page(request: Request, status: int = 200, **context: object) -> HTMLResponse:
        return desk.page(request, "feeds_add.html", status=status, **context)

    @routes.get("/feeds/add")
    def add_form(request: Request, address: str = "") -> HTMLResponse:
        return page(request, address=address[:2000])

    @routes.post("/feeds/find", dependencies=editing)
    def find(request: Request, address: FormText = "") -> HTMLResponse:
        if not room.acquire(blocking=False):
            return page(request, 503, address=address, problem=_BUSY)
        try:
            found = _search(desk, address)
            sources = read_opml(_read_list(desk), file=str(services.settings.feeds_in_force))
        except ConfigError as error:
            return page(request, 422, address=address, problem=sentence(error))
        finally:
            room.release()
        return page(request, address=address, found=found, offers=offers(found, sources))

    @routes.post("/feeds/add", dependencies=editing)
    def add(
        request: Request,
        address: FormText = "",
        chosen: Chosen = [],  # noqa: B006 - FastAPI copies it
        urls: Chosen = [],  # noqa: B006
        titles: Chosen = [],  # noqa: B006
        outlets: Chosen = [],  # noqa: B006
        folder: FormText = "",
        language: FormText = "",
    ) -> Response:
        try:
            outlines = _outlines(chosen, urls, titles, outlets, folder, language)
            added = _put(desk, outlines, asked=[one.source.url for one in outlines])
        except ConfigError as error:
            return page(request, 422, address=address, problem=sentence(error))
        desk.tell_log(request, "web.feeds_added", count=added)
        return RedirectResponse(f"/feeds?added={added}&order=due", 303)


def _add_lists(routes: APIRouter, desk: Desk) -> None:
    services = desk.services
    editing = desk.access.writing(Role.EDITOR)

    def page(request: Request, status: int = 200, **context: object) -> HTMLResponse:
        return desk.page(
            request, "feeds_import.html", status=status, shown=SHOWN_IMPORTED, **context
        )

    @routes.get("/feeds.opml")
    def export() -> Response:
        path = services.settings.feeds_in_force
        with services.store.read() as session:
            body = feed_list.exported(session, path)
        headers = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
        return Response(body, media_type="text/x-opml; charset=utf-8", headers=headers)

    @routes.get("/feeds/import")
    def import_form(request: Request) -> HTMLResponse:
        return page(request)

    @routes.post("/feeds/import/look", dependencies=editing)
    def look(
        request: Request,
        file: Annotated[UploadFile | None, File()] = None,
        folder: FormText = "",
    ) -> HTMLResponse:
        data = file.file.read() if file is not None else b""
        if not data:
            return page(request, 422, folder=folder, problem="Choose a file to import.")
        try:
            found = read_outlines(data, file=_LIST_NAME)
            known = read_opml(_read_list(desk), file=str(services.settings.feeds_in_force))
        except ConfigError as error:
            return page(request, 422, folder=folder, problem=sentence(error))
        taken = {same_feed(source.url) for source in known}
        new = [one for one in found.feeds if same_feed(one.source.url) not in taken]
        placed = feed_list.placed_below(new, folder)
        return page(
            request,
            folder=folder,
            new=placed,
            known=len(found.feeds) - len(new),
            problems=[sentence(one) for one in found.problems],
            packed=_pack(placed),
        )

    @routes.post("/feeds/import", dependencies=editing)
    def import_(request: Request, packed: FormText = "") -> Response:
        try:
            added = _put(desk, read_outlines(_unpack(packed), file=_LIST_NAME).feeds)
        except ConfigError as error:
            return page(request, 422, problem=sentence(error))
        desk.tell_log(request, "web.feeds_imported", count=added)
        return RedirectResponse(f"/feeds?added={added}&order=due", 303)


def _add_edits(routes: APIRouter, desk: Desk) -> None:
    services = desk.services
    editing = desk.access.writing(Role.EDITOR)

    @routes.post("/feeds/{feed_id}/edit", dependencies=editing)
    def edit(
        request: Request,
        feed_id: RowId,
        outlet: FormText = "",
        title: FormText = "",
        language: FormText = "",
        folder: FormText = "",
        full_text: FormText = "",
    ) -> Response:
        addresses = _addresses(desk, feed_id)
        try:
            attributes = _described(outlet, title, language, full_text)
            path = own_feed_list(services.settings)
            change = partial(
                feed_list.change_in_list, path, addresses, attributes=attributes, folder=folder
            )
            if change() is None:  # only the store knew it: from now on the list does
                added = listing(addresses[0], outlet=attributes["outlet"], folder=folder)
                feed_list.add_to_list(path, [added])
                change()
            feed_list.take_over(services.store, path, services.clock())
        except ConfigError as error:
            return feed_page(request, desk, feed_id, problem=sentence(error))
        desk.tell_log(request, "web.feed_edited", feed=addresses[0])
        return RedirectResponse(f"/feeds/{feed_id}", 303)

    @routes.post("/feeds/{feed_id}/remove", dependencies=editing)
    def remove(request: Request, feed_id: RowId) -> Response:
        addresses = _addresses(desk, feed_id)
        try:
            path = own_feed_list(services.settings)
            feed_list.remove_feed(services.store, path, addresses[0], services.clock())
        except ConfigError as error:
            return feed_page(request, desk, feed_id, problem=sentence(error))
        desk.tell_log(request, "web.feed_removed", feed=addresses[0])
        return RedirectResponse("/feeds", 303)


def _search(desk: Desk, address: str) -> Discovery:
    settings = desk.services.settings
    limits = SearchLimits(
        fetch_s=settings.fetch_deadline_s,
        max_body_bytes=settings.max_body_bytes,
        total_s=SEARCH_S,
    )
    return search(
        desk.services.feed_client,
        address.strip(),
        limits=limits,
        now=desk.services.clock(),
        monotonic=time.monotonic,
    )


def _outlines(
    chosen: Sequence[str],
    urls: Sequence[str],
    titles: Sequence[str],
    outlets: Sequence[str],
    folder: str,
    language: str,
) -> list[Outline]:
    """The feeds that were ticked, described as the form says: its lists go side by side."""
    rows = list(zip(urls, titles, outlets, strict=False))[:MOST_CANDIDATES]
    wanted = [row for at, row in enumerate(rows) if str(at) in chosen]
    if not wanted:
        raise ConfigError("no feed was ticked", hint="tick one, or go back")
    outlines = []
    for url, title, outlet in wanted:
        check_address(url)
        if not outlet.strip():
            raise ConfigError(f"nobody is named as outlet of {url}", hint="say who publishes")
        outlines.append(
            listing(
                url,
                outlet=" ".join(outlet.split()),
                title=" ".join(title.split()),
                language=_language(language),
                folder=folder,
            )
        )
    return outlines


def _described(outlet: str, title: str, language: str, full_text: str) -> dict[str, str]:
    """The attributes that say what a feed is. Raises :class:`ConfigError` for bad ones."""
    outlet, title = " ".join(outlet.split()), " ".join(title.split())
    if not outlet:
        raise ConfigError("an outlet is needed", field="outlet", hint="say who publishes")
    named = {"outlet": outlet, "title": title, "text": title or outlet}
    if full_text not in SWITCH:
        raise ConfigError(f"{full_text!r} is neither yes nor no", field="full text")
    return {**named, "language": _language(language), "fullText": full_text}


def _language(text: str) -> str:
    text = text.strip()
    if text and language_code(text) is None:
        raise ConfigError(f"{text!r} is no language", field="language", hint='like "en"')
    return text


def _read_list(desk: Desk) -> bytes:
    path = desk.services.settings.feeds_in_force
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=str(path)) from error


def _put(desk: Desk, outlines: Sequence[Outline], *, asked: Collection[str] = ()) -> int:
    """Put feeds into the list; the addresses in ``asked`` were looked at just now."""
    services = desk.services
    path = own_feed_list(services.settings)
    done = feed_list.add_to_list(path, outlines)
    gap_s = services.settings.host_gap_s
    feed_list.take_over(services.store, path, services.clock(), asked=asked, gap_s=gap_s)
    return len(done.added)


def _addresses(desk: Desk, feed_id: int) -> tuple[str, ...]:
    """The address a feed is listed under, and where it moved. Raises 404 where it is not polled."""
    with desk.services.store.read() as session:
        feed = feed_rows.feed_by_id(session, feed_id)
        if feed is None or feed_rows.get_feed(session, feed.listed_url) is None:
            raise HTTPException(404, f"No feed that is polled has the number {feed_id}.")
    return tuple(dict.fromkeys((feed.listed_url, feed.url)))


def _pack(outlines: Sequence[Outline]) -> str:
    """The feeds of a list as one form field: shown first, they are sent once more to be written."""
    return base64.urlsafe_b64encode(zlib.compress(write_outlines(outlines), 9)).decode()


def _unpack(packed: str) -> bytes:
    try:
        unpacked = zlib.decompressobj()
        data = unpacked.decompress(base64.urlsafe_b64decode(packed.encode()), MAX_LIST_BYTES)
        whole = unpacked.eof
    except (binascii.Error, ValueError, zlib.error):
        data, whole = b"", False
    if not whole:
        raise ConfigError("the list did not come whole", hint="upload the file once more")
    return data
