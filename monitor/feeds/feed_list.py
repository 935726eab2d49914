"""Feeds put into and taken out of an OPML list, everything else in place. Pure.

Comments, attributes, indentation and line ends around an edit stay as they are, byte for byte:
the list is only parsed for positions, and text is put in or cut out at them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from monitor.errors import ConfigError
from monitor.feeds.opml import (
    Outline,
    feed_tag,
    folder_tag,
    outline_of,
    read_opml,
    read_outlines,
    same_feed,
)
from monitor.model import FeedSource

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_STEP = "  "


@dataclass(slots=True)
class _Place:
    """An element of the document: where it begins, where its end tag begins, where it ends."""

    name: str
    label: str
    url: str
    start: int
    closing: int = -1
    end: int = -1
    children: list[_Place] = field(default_factory=list)


@dataclass(slots=True)
class _Folder:
    """A folder to be written: new feeds and new folders in it."""

    feeds: list[Outline] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A list with feeds put in. ``known`` are those that it held already."""

    data: bytes
    added: tuple[Outline, ...]
    known: tuple[Outline, ...]


def with_feeds(data: bytes, outlines: Sequence[Outline], *, file: str) -> Added:
    """The list with ``outlines`` in their folders, behind what stands there.

    Folders that the list has not are added; those of one name are one. An outline gets
    ``outlet`` where it has none, so that a later change of its title does not change who
    publishes. Raises ``ConfigError`` with file and line for a list that is not sound.
    """
    taken = {same_feed(source.url) for source in read_opml(data, file=file)}
    added: list[Outline] = []
    known: list[Outline] = []
    for outline in outlines:
        key = same_feed(outline.source.url)
        (known if key in taken else added).append(outline)
        taken.add(key)
    if not added:
        return Added(data=data, added=(), known=tuple(known))
    scan = _Scan(data, file)
    body = scan.body
    wanted: dict[int, tuple[_Place, _Folder]] = {}
    for outline in added:
        place, rest = _deepest(body, outline.folders)
        folder = wanted.setdefault(place.start, (place, _Folder()))[1]
        for name in rest:
            folder = folder.folders.setdefault(name, _Folder())
        folder.feeds.append(_with_outlet(outline))
    for place, folder in sorted(wanted.values(), key=lambda one: one[0].closing, reverse=True):
        data = _put(data, place, folder, scan.encoding)
    read_opml(data, file=file)
    return Added(data=data, added=tuple(added), known=tuple(known))


def without_feed(data: bytes, url: str, *, file: str) -> tuple[bytes, FeedSource | None]:
    """The list without the feed of this address, and the feed; ``None`` if the list has it not.

    Folders that would be left empty go too. Raises ``ConfigError`` for a list that is not sound.
    """
    sources = {same_feed(source.url): source for source in read_opml(data, file=file)}
    source = sources.get(same_feed(url))
    if source is None:
        return data, None
    path = _path_to(_Scan(data, file).body, same_feed(url))
    place = path.pop()
    while len(path) > 1 and len(path[-1].children) == 1:
        place = path.pop()
    start, end = _whole_lines(data, place.start, place.end)
    return data[:start] + data[end:], source


def with_changes(
    data: bytes,
    url: str,
    *,
    attributes: Mapping[str, str],
    folders: tuple[str, ...],
    file: str,
) -> tuple[bytes, Outline | None]:
    """The list with the feed of this address described anew, and its outline; ``None``: no such.

    ``attributes`` replace those of the same name, an empty one takes it out; every other one
    stays. In its folder it stays in its place; for another folder it is put at that one's end.
    Raises ``ConfigError`` with file and line for a list that is not sound, before or after.
    """
    read_opml(data, file=file)
    key = same_feed(url)
    outlines = read_outlines(data, file=file).feeds
    known = next((one for one in outlines if same_feed(one.source.url) == key), None)
    if known is None:
        return data, None
    merged = {**_with_outlet(known).attributes, **attributes}
    kept = {name: value for name, value in merged.items() if value}
    kept["xmlUrl"] = kept.pop("xmlUrl")
    outline = Outline(source=known.source, attributes=kept, folders=folders)
    if folders == known.folders:
        scan = _Scan(data, file)
        place = _path_to(scan.body, key)[-1]
        tag = feed_tag(outline) if place.closing < 0 else f"{feed_tag(outline)[:-2]}>"
        end = scan.tag_end(place.start)
        encoded = tag.encode(scan.encoding, "xmlcharrefreplace")
        changed = data[: place.start] + encoded + data[end:]
    else:
        without, _ = without_feed(data, url, file=file)
        changed = with_feeds(without, [outline], file=file).data
    read_opml(changed, file=file)
    return changed, outline


def listed_as(source: FeedSource, folders: tuple[str, ...]) -> Outline:
    """An outline for a feed that a person adds, in these folders."""
    made = outline_of(source)
    return Outline(source=source, attributes=made.attributes, folders=folders)


def _with_outlet(outline: Outline) -> Outline:
    attributes = dict(outline.attributes)
    address = attributes.pop("xmlUrl")
    attributes.setdefault("outlet", outline.source.outlet)
    attributes["xmlUrl"] = address
    return Outline(source=outline.source, attributes=attributes, folders=outline.folders)


class _Scan:
    """Reads a sound list for the places of its elements."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data = data
        self._file = file
        self._open: list[_Place] = []
        self._body: _Place | None = None
        self.encoding = "utf-8"
        self._parser = expat.ParserCreate()
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(data, True)
        if self.encoding.lower().startswith("utf-16") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise ConfigError("the list is in UTF-16", file=file, line=1, hint="save it as UTF-8")

    @property
    def body(self) -> _Place:
        """The element that holds the feeds."""
        if self._body is None:
            raise ConfigError(
                "the list has no <body>", file=self._file, hint="add one inside <opml>"
            )
        return self._body

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding or "utf-8"

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        place = _Place(
            name=name,
            label=(attributes.get("title") or attributes.get("text") or "").strip(),
            url=(attributes.get("xmlUrl") or "").strip(),
            start=self._parser.CurrentByteIndex,
        )
        if self._open and name == "outline":
            self._open[-1].children.append(place)
        if name == "body" and self._body is None:
            self._body = place
        self._open.append(place)

    def _end(self, _name: str) -> None:
        place = self._open.pop()
        place.end = self.tag_end(place.start)
        if self._data[place.end - 2 : place.end] != b"/>":
            place.closing = self._parser.CurrentByteIndex
            place.end = self.tag_end(place.closing)

    def tag_end(self, start: int) -> int:
        """Where the tag that begins at ``start`` ends."""
        tag = _TAG.match(self._data, start)
        assert tag is not None  # noqa: S101 - expat read it
        return tag.end()


def _deepest(body: _Place, folders: tuple[str, ...]) -> tuple[_Place, tuple[str, ...]]:
    """The folder in which new ones begin, and the names of those."""
    place, rest = body, folders
    while rest:
        inner = [c for c in place.children if c.label == rest[0] and not c.url and c.closing >= 0]
        if not inner:
            break
        place, rest = inner[0], rest[1:]
    return place, rest


def _path_to(place: _Place, key: str) -> list[_Place]:
    if place.url and same_feed(place.url) == key:
        return [place]
    for child in place.children:
        found = _path_to(child, key)
        if found:
            return [place, *found]
    return []


def _put(data: bytes, place: _Place, folder: _Folder, encoding: str) -> bytes:
    newline = "\r\n" if b"\r\n" in data else "\n"
    if place.closing < 0:  # <body/>: it is opened
        indent = _indentation(data, place.start)
        lines = [f"<{place.name}>", *_lines(folder, indent + _STEP), f"{indent}</{place.name}>"]
        text = newline.join(lines).encode(encoding, "xmlcharrefreplace")
        return data[: place.start] + text + data[place.end :]
    indent = _indentation(data, place.closing)
    inner = _indentation(data, place.children[-1].start) if place.children else indent + _STEP
    lines = list(_lines(folder, inner))
    at = data.rfind(b"\n", 0, place.closing) + 1
    if data[at : place.closing].strip():  # the end tag shares its line with something
        at = place.closing
        lines = ["", *lines, indent]
    else:
        lines.append("")
    return data[:at] + newline.join(lines).encode(encoding, "xmlcharrefreplace") + data[at:]


def _lines(folder: _Folder, indent: str) -> Iterator[str]:
    for outline in folder.feeds:
        yield indent + feed_tag(outline)
    for name, inner in folder.folders.items():
        yield indent + folder_tag(name)
        yield from _lines(inner, indent + _STEP)
        yield f"{indent}</outline>"


def _indentation(data: bytes, at: int) -> str:
    line = data[data.rfind(b"\n", 0, at) + 1 : at]
    return (line if not line.strip() else line[: len(line) - len(line.lstrip())]).decode("ascii")


def _whole_lines(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The range widened to the lines it fills, so that no empty ones are left."""
    first = data.rfind(b"\n", 0, start) + 1
    last = data.find(b"\n", end)
    last = len(data) if last < 0 else last + 1
    if data[first:start].strip() or data[end:last].strip():
        return start, end
    return first, last
