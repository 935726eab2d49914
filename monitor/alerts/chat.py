"""An alert as a person wants to read it in a chat, a mail or on a telephone. Pure.

What comes from feeds is hostile: a title must not call ``@everyone``, hold a link, set bold type
or end a mail's header. Services disagree on how a mark is escaped, and Apprise escapes once more
for some; so marks are not escaped here but written with characters that look alike and mean
nothing to any of them. Services that show a text as it is keep its marks; what they would make a
link of is broken for them too, so that only the lines "Read" and "More" lead anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from html import unescape
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import ValidationError

from monitor.alerts.bounds import CUT_MARK, web_link
from monitor.alerts.payload_model import (
    MAX_LINK_BYTES,
    MESSAGE_MODELS,
    AlertDigest,
    DevelopmentNew,
    DevelopmentUpdate,
    EndpointFailing,
    EndpointRecovered,
    EndpointTest,
    FeedFailing,
    FeedRecovered,
    FeedSilent,
    Message,
    MonitorHeartbeat,
    MonitorNotice,
)
from monitor.alerts.text import (
    corroboration,
    meeting_line,
    moment_text,
    on_one_line,
    published_line,
)
from monitor.model import ChatService

_ALIKE = str.maketrans(
    {
        "@": "＠",  # mentions: @everyone, @here, @all, user names
        "<": "‹",  # HTML; Slack's <!channel>, <@user>, <link|text>; Webex' <@all>
        ">": "›",
        "#": "＃",  # headings, channels
        "*": "∗",  # bold and italic
        "_": "ˍ",
        "~": "∼",
        "`": "ˋ",  # code
        "|": "∣",  # tables, Discord's spoilers
        "[": "［",  # links
        "]": "］",
        "{": "｛",  # {{DATE(…)}} in Teams' cards
        "}": "｝",
        "\\": "＼",
    }
)
_MARKS = frozenset(map(chr, _ALIKE)) | frozenset("()")
# What services make links of: an address with its scheme, some schemes alone, a bare host.
_SCHEME = re.compile(
    r"\b([a-z][a-z0-9+.-]{0,30}(?=://)"
    r"|(?:javascript|vbscript|data|file|mailto|tel|sms|skype|xmpp)(?=:\S)):",
    re.IGNORECASE,
)
_NO_SCHEME = "\\1\N{MODIFIER LETTER COLON}"
_DOT_OF_HOST = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})|(?<=\bwww)\.(?=\w)", re.IGNORECASE)
_NO_DOT_OF_HOST = "\N{ONE DOT LEADER}"


_State = (
    MonitorNotice
    | EndpointTest
    | MonitorHeartbeat
    | FeedFailing
    | FeedSilent
    | FeedRecovered
    | EndpointFailing
    | EndpointRecovered
)
"""Messages about the monitor itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """A title of one line and a text of several, each within its service's limit."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a message: ``label``, and a text that may be cut or a link that may not."""

    label: str
    text: str
    is_link: bool = False


def chat_message(
    body: Mapping[str, Any], service: ChatService, *, zone: tzinfo = UTC
) -> ChatMessage:
    """The message ``body`` as ``service`` can show it, times told in ``zone``.

    Links are whole or left out; other lines are cut with "…" where the service's limit asks for
    it, the last ones first. A message of a type that is not known is told by its type alone.
    """
    try:
        model = MESSAGE_MODELS[str(body.get("type"))]
        title, lines = _told(model.model_validate(dict(body)), zone)
    except (KeyError, ValidationError):
        title, lines = f"MESSAGE · {body.get('type')}", [_Line("Type", str(body.get("type")))]
    return ChatMessage(
        title=_shortened(_harmless(title, service), service.title_bytes),
        text=_fitted(lines, service),
    )


def _told(message: Message, zone: tzinfo) -> tuple[str, list[_Line]]:
    match message:
        case DevelopmentNew() | DevelopmentUpdate():
            return _alert_title(message), list(_alert(message, zone))
        case AlertDigest():
            title = f"DIGEST · {message.data.severity} · {message.data.text}"
            return title, list(_digest(message, zone))
        case FeedFailing() | FeedSilent() | FeedRecovered():
            return _state_title(message), list(_feeds(message))
        case _:
            return _state_title(message), [_Line("What", message.data.text)]


def _state_title(message: _State) -> str:
    match message:
        case MonitorNotice():
            return f"NOTICE · {message.data.code.value.replace('_', ' ')}"
        case EndpointTest():
            return f"TEST · {message.data.endpoint.id}"
        case MonitorHeartbeat():
            return "HEARTBEAT"
        case _:
            return f"{message.type.replace('.', ' ').upper()} · {message.data.severity}"


def _feeds(message: FeedFailing | FeedSilent | FeedRecovered) -> Iterator[_Line]:
    data = message.data
    yield _Line("What", data.text)
    for feed in data.feeds:
        yield _Line("Feed", f"{feed.outlet}, {feed.reason}" if feed.reason else feed.outlet)
    if data.left_out:
        yield _Line("Further", f"{data.left_out} more")


def _digest(message: AlertDigest, zone: tzinfo) -> Iterator[_Line]:
    data = message.data
    for entry in data.alerts:
        about = ", ".join((moment_text(entry.timestamp, zone), *entry.rules))
        yield _Line(entry.severity.value.capitalize(), f"{entry.title} ({about})")
        yield _Line("Read", entry.link or "", is_link=True)
    if data.left_out:
        yield _Line("Further", f"{data.left_out} more")


def _alert_title(message: DevelopmentNew | DevelopmentUpdate) -> str:
    alert = message.data.alert
    return f"{alert.kind.value.upper()} · {alert.severity} · {message.data.development.title}"


def _alert(message: DevelopmentNew | DevelopmentUpdate, zone: tzinfo) -> Iterator[_Line]:
    data = message.data
    yield _Line("Why", data.alert.reason.text)
    for reason in data.alert.also:
        yield _Line("Also", reason.text)
    if data.item.title != data.development.title:
        yield _Line("Item", data.item.title)
    yield _Line("Told by", corroboration(data.development, data.left_out))
    yield _Line("Read", data.item.link or "", is_link=True)
    yield _Line("More", data.development.url or "", is_link=True)
    if data.development.follows is not None:
        yield _Line("Follows", data.development.follows.title)
    if data.meeting is not None:
        yield _Line("Meeting", meeting_line(data.meeting))
    yield _Line("Published", published_line(data.item, zone))
    yield _Line("Rule", ", ".join(rule.title for rule in data.rules))


def _fitted(lines: list[_Line], service: ChatService) -> str:
    """The lines that fit, joined. Where to read it is worth up to half of the room."""
    links = [_link(line.text, service) if line.is_link else "" for line in lines]
    first = next((at for at, link in enumerate(links) if link), -1)
    kept_free = _size(lines[first].label, links[first]) if first >= 0 else 0
    if kept_free > service.text_bytes // 2:
        kept_free = 0
    shown: list[str] = []
    left = service.text_bytes
    for at, line in enumerate(lines):
        if at == first:
            kept_free = 0
        room = left - kept_free - _size(line.label, "")
        text = _harmless(line.text, service) if not line.is_link else links[at]
        if line.is_link and len(text.encode()) > room:
            continue
        text = _shortened(text, room)
        if text:
            shown.append(f"{line.label}: {text}")
            left -= _size(line.label, text)
    return _line_break(service).join(shown)


def _line_break(service: ChatService) -> str:
    # Markdown runs lines together that have no empty line between them.
    return "\n\n" if service.markdown else "\n"


def _size(label: str, text: str) -> int:
    """Bytes of a line, the longer line break included."""
    return len(f"{label}: {text}\n\n".encode())


def _harmless(text: str, service: ChatService) -> str:
    """``text`` on one line, without links and, for such services, without marks."""
    line = " ".join(on_one_line(text).split())
    line = _DOT_OF_HOST.sub(_NO_DOT_OF_HOST, _SCHEME.sub(_NO_SCHEME, line))
    if not service.markup:
        return line
    if unescape(line) != line:  # "&commat;all" is decoded on the way to some services
        line = line.replace("&", "\N{FULLWIDTH AMPERSAND}")
    return line.translate(_ALIKE)


def _link(url: str, service: ChatService) -> str:
    """``url`` if it is a web link, its marks percent-encoded (RFC 3986 section 2) for a service
    that would read them; else "".
    """
    sound = web_link(url or None, MAX_LINK_BYTES)
    if sound is None or not service.markup:
        return sound or ""
    parts = urlsplit(sound)
    if not _MARKS.isdisjoint(parts.netloc):
        return ""  # a host cannot be written otherwise
    rest = (_encoded(part) for part in (parts.path, parts.query, parts.fragment))
    link = urlunsplit((parts.scheme, parts.netloc, *rest))
    return f"[{parts.netloc}]({link})" if service.markdown else link


def _encoded(part: str) -> str:
    return "".join(
        quote(char, safe="") if char == '"' else f"%{ord(char):02X}" if char in _MARKS else char
        for char in part
    )


def _shortened(text: str, max_bytes: int) -> str:
    """``text`` in at most ``max_bytes`` of UTF-8, with "…" where it was cut; "" for no room."""
    data = text.encode()
    if len(data) <= max_bytes:
        return text
    room = max_bytes - len(CUT_MARK.encode())
    kept = data[: max(0, room)].decode(errors="ignore").rstrip()
    return kept + CUT_MARK if kept else ""
