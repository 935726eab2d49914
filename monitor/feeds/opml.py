"""Lists of feeds as OPML 2.0, read strictly and written back. Pure: bytes in, values out.

Folders are nested outlines; a folder's path is written with "/". Beside the standard attributes
an outline may have ``outlet`` (who publishes; without it the title is taken), ``language`` and
``fullText`` (``yes`` or ``no``: whether the article pages of its items are read).
Attributes that mean nothing to us (``category``, ``htmlUrl``, ``description``) are kept.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from monitor.errors import ConfigError
from monitor.feeds.entries import language_code
from monitor.feeds.urls import carries_credentials, http_link
from monitor.model import FeedSource

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDEST_FOLDER_DEPTH = 20
SWITCH: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}
WRITTEN = {value: text for text, value in SWITCH.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed as its list writes it: every attribute in order, and the names of its folders."""

    source: FeedSource
    attributes: Mapping[str, str]
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """What a list of feeds holds. ``problems`` tell which outlines were left out, and why."""

    feeds: tuple[Outline, ...]
    problems: tuple[ConfigError, ...] = ()


def read_opml(data: bytes, *, file: str) -> tuple[FeedSource, ...]:
    """The feeds of an OPML document in its order.

    Raises ``ConfigError`` with ``file`` and line for XML that is not well-formed, a DOCTYPE
    (entities are never expanded), an outline that is neither feed nor folder, a URL that is not
    http(s) or carries credentials, a bad language or switch, and a feed listed twice.
    """
    found = read_outlines(data, file=file)
    if found.problems:
        raise found.problems[0]
    return tuple(outline.source for outline in found.feeds)


def read_outlines(data: bytes, *, file: str) -> Outlines:
    """The feeds of any program's OPML; outlines that cannot be used are left out and named.

    Raises ``ConfigError`` for what cannot be read at all: XML that is not well-formed, a
    DOCTYPE, another kind of document.
    """
    reader = _Reader(file)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ConfigError(
            f"not well-formed XML: {expat.errors.messages[error.code]}",
            file=file,
            line=error.lineno,
            hint="in attributes, & is written &amp; and < is written &lt;",
        ) from error
    except (LookupError, ValueError) as error:
        raise ConfigError(f"unreadable XML: {error}", file=file, line=1) from error
    return Outlines(feeds=tuple(reader.feeds), problems=tuple(reader.problems))


def outline_of(source: FeedSource) -> Outline:
    """The outline that reads back as ``source``."""
    attributes = {
        "type": "rss",
        "text": source.title or source.outlet,
        "title": source.title,
        "outlet": source.outlet,
        "language": source.language or "",
        "fullText": WRITTEN[source.full_text],
        "xmlUrl": source.url,
    }
    return Outline(
        source=source,
        attributes={name: value for name, value in attributes.items() if value},
        folders=tuple(name for name in source.folder.split("/") if name),
    )


def write_opml(sources: Sequence[FeedSource], *, title: str = "Feeds") -> bytes:
    """OPML that :func:`read_opml` reads back to the same feeds in the same order.

    Characters that XML cannot hold are left out.
    """
    return write_outlines([outline_of(source) for source in sources], title=title)


def write_outlines(outlines: Sequence[Outline], *, title: str = "Feeds") -> bytes:
    """OPML with every attribute, which :func:`read_outlines` reads back in the same order."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_attribute(title)[1:-1]}</title></head>",
        "  <body>",
    ]
    for folders, feeds in itertools.groupby(outlines, key=lambda outline: outline.folders):
        for depth, name in enumerate(folders):
            lines.append(f"{'  ' * (depth + 2)}{folder_tag(name)}")
        lines.extend(f"{'  ' * (len(folders) + 2)}{feed_tag(outline)}" for outline in feeds)
        lines.extend(f"{'  ' * (depth + 2)}</outline>" for depth in reversed(range(len(folders))))
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode()


def feed_tag(outline: Outline) -> str:
    """The element of one feed."""
    written = (f"{name}={_attribute(value)}" for name, value in outline.attributes.items())
    return f"<outline {' '.join(written)}/>"


def folder_tag(name: str) -> str:
    """The tag that opens a folder."""
    return f"<outline text={_attribute(name)}>"


def _attribute(value: str) -> str:
    return quoteattr(_ILLEGAL.sub("", value))


class _Reader:
    """Collects feeds while expat reads; expat knows the line each thing stands in."""

    def __init__(self, file: str) -> None:
        self.feeds: list[Outline] = []
        self.problems: list[ConfigError] = []
        self._file = file
        self._lines: dict[str, int] = {}
        self._open: list[tuple[str, bool, int]] = []  # name, whether a feed, feeds before it
        self._elements = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _error(self, message: str, *, field: str = "", hint: str = "") -> ConfigError:
        line = self.parser.CurrentLineNumber
        return ConfigError(message, file=self._file, line=line, field=field, hint=hint)

    def _doctype(self, *_: object) -> None:
        raise self._error("a DOCTYPE is not allowed", hint="delete the <!DOCTYPE …> declaration")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements == 1 and name != "opml":
            raise self._error(f"the document is <{name}>, not <opml>", hint="export it as OPML")
        if name != "outline":
            return
        if len(self._open) >= _WIDEST_FOLDER_DEPTH:
            raise self._error("folders are nested too deeply")
        label = (attributes.get("title") or attributes.get("text") or "").strip()
        is_feed = "xmlUrl" in attributes or attributes.get("type") in ("rss", "atom")
        before = len(self.feeds) + len(self.problems)
        if is_feed:
            try:
                self._feed(label, attributes)
            except ConfigError as problem:
                self.problems.append(problem)
        self._open.append((label, is_feed, before))

    def _end(self, name: str) -> None:
        if name != "outline":
            return
        label, is_feed, before = self._open.pop()
        if not is_feed and len(self.feeds) + len(self.problems) == before:
            problem = self._error(
                f'the outline "{label}" has neither xmlUrl nor feeds in it',
                field="xmlUrl",
                hint="add xmlUrl, or delete the outline",
            )
            self.problems.append(problem)

    def _feed(self, label: str, attributes: dict[str, str]) -> None:
        url = (attributes.get("xmlUrl") or "").strip()
        outlet = " ".join((attributes.get("outlet") or label).split())
        language = (attributes.get("language") or "").strip()
        full_text = (attributes.get("fullText") or "").strip().lower()
        if not url:
            raise self._error(f'the feed "{label}" has no address', field="xmlUrl", hint="add it")
        if carries_credentials(url):
            raise self._error(
                f'the address of "{label[:100]}" carries a user name or password',
                field="xmlUrl",
                hint="use a URL without credentials",
            )
        if http_link(url) is None or any(char.isspace() for char in url):
            raise self._error(
                f'"{url[:100]}" is no http or https address',
                field="xmlUrl",
                hint="it begins with https:// and holds no spaces",
            )
        if not outlet:
            raise self._error(f"the feed {url} has no name", field="outlet", hint="add outlet")
        if language and language_code(language) is None:
            raise self._error(f'"{language}" is no language', field="language", hint='like "en"')
        if full_text not in SWITCH:
            raise self._error(
                f'"{full_text[:20]}" is neither yes nor no', field="fullText", hint="or delete it"
            )
        first = self._lines.get(same_feed(url))
        if first is not None:
            raise self._error(
                f"{url} is listed twice, first in line {first}", field="xmlUrl", hint="keep one"
            )
        self._lines[same_feed(url)] = self.parser.CurrentLineNumber
        folders = tuple(name for name, feed, _ in self._open if name and not feed)
        source = FeedSource(
            url=url,
            outlet=outlet,
            title=label,
            folder="/".join(folders),
            language=language or None,
            full_text=SWITCH[full_text],
        )
        self.feeds.append(Outline(source=source, attributes=dict(attributes), folders=folders))


def same_feed(url: str) -> str:
    """What makes two addresses one: all but the fragment, the host's case, a default port."""
    link = (http_link(url) or url).partition("#")[0]
    return re.sub(r"^(http://[^/]+):80/|^(https://[^/]+):443/", r"\1\2/", link)
