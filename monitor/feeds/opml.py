"""Lists of feeds as OPML 2.0, read strictly and written back. Pure: bytes in, values out.

Folders are nested outlines; a folder's path is written with "/". Beside the standard attributes
an outline may have ``outlet`` (who publishes; without it the title is taken) and ``language``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from monitor.errors import ConfigError
from monitor.feeds.entries import language_code
from monitor.feeds.urls import carries_credentials, http_link
from monitor.model import FeedSource

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDEST_FOLDER_DEPTH = 20


def read_opml(data: bytes, *, file: str) -> tuple[FeedSource, ...]:
    """The feeds of an OPML document in its order.

    Raises ``ConfigError`` with ``file`` and line for XML that is not well-formed, a DOCTYPE
    (entities are never expanded), an outline that is neither feed nor folder, a URL that is not
    http(s) or carries credentials, a bad language, and a feed listed twice.
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
    return tuple(reader.sources)


def write_opml(sources: Sequence[FeedSource], *, title: str = "Feeds") -> bytes:
    """OPML that :func:`read_opml` reads back to the same feeds in the same order.

    Characters that XML cannot hold are left out.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_attribute(title)[1:-1]}</title></head>",
        "  <body>",
    ]
    for folder, feeds in itertools.groupby(sources, key=lambda source: source.folder):
        names = [name for name in folder.split("/") if name]
        for depth, name in enumerate(names):
            lines.append(f"{'  ' * (depth + 2)}<outline text={_attribute(name)}>")
        lines.extend(f"{'  ' * (len(names) + 2)}{_outline(source)}" for source in feeds)
        lines.extend(f"{'  ' * (depth + 2)}</outline>" for depth in reversed(range(len(names))))
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode()


def _outline(source: FeedSource) -> str:
    attributes = {
        "type": "rss",
        "text": source.title or source.outlet,
        "title": source.title,
        "outlet": source.outlet,
        "language": source.language or "",
        "xmlUrl": source.url,
    }
    written = (f"{name}={_attribute(value)}" for name, value in attributes.items() if value)
    return f"<outline {' '.join(written)}/>"


def _attribute(value: str) -> str:
    return quoteattr(_ILLEGAL.sub("", value))


class _Reader:
    """Collects feeds while expat reads; expat knows the line each thing stands in."""

    def __init__(self, file: str) -> None:
        self.sources: list[FeedSource] = []
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
        if is_feed:
            self._feed(label, attributes)
        self._open.append((label, is_feed, len(self.sources)))

    def _end(self, name: str) -> None:
        if name != "outline":
            return
        label, is_feed, before = self._open.pop()
        if not is_feed and len(self.sources) == before:
            raise self._error(
                f'the outline "{label}" has neither xmlUrl nor feeds in it',
                field="xmlUrl",
                hint="add xmlUrl, or delete the outline",
            )

    def _feed(self, label: str, attributes: dict[str, str]) -> None:
        url = (attributes.get("xmlUrl") or "").strip()
        outlet = " ".join((attributes.get("outlet") or label).split())
        language = (attributes.get("language") or "").strip()
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
        first = self._lines.setdefault(_same_feed(url), self.parser.CurrentLineNumber)
        if len(self._lines) == len(self.sources):
            raise self._error(
                f"{url} is listed twice, first in line {first}", field="xmlUrl", hint="keep one"
            )
        folder = "/".join(name for name, feed, _ in self._open if name and not feed)
        self.sources.append(
            FeedSource(
                url=url, outlet=outlet, title=label, folder=folder, language=language or None
            )
        )


def _same_feed(url: str) -> str:
    """What makes two addresses one: all but the fragment, the host's case, a default port."""
    link = (http_link(url) or url).partition("#")[0]
    return re.sub(r"^(http://[^/]+):80/|^(https://[^/]+):443/", r"\1\2/", link)
