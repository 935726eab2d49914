"""An alert as a person wants to read it in a terminal, from the JSON body of its message. Pure.

What is shown came over the network and from feeds: nothing of it can style the text, move the
cursor, set the window's title or reverse the direction of a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import islice
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from rich.text import Text

from monitor.alerts.payload_model import (
    AlertDigest,
    DevelopmentNew,
    DevelopmentPart,
    DevelopmentUpdate,
    EvidencePart,
    ItemPart,
    MeetingPart,
    MonitorNotice,
)
from monitor.model import Severity

_SEVERITY_STYLES = {
    Severity.LOW: "cyan",
    Severity.MEDIUM: "yellow",
    Severity.HIGH: "bold red",
    Severity.CRITICAL: "bold white on red",
}
_ALERT_MODELS: Mapping[str, type[DevelopmentNew | DevelopmentUpdate]] = MappingProxyType(
    {"development.new": DevelopmentNew, "development.update": DevelopmentUpdate}
)
_LABEL_WIDTH = 10
_MAX_OUTLETS = 8
_MAX_OTHER_LINES = 20
_MAX_OTHER_CHARS = 200
_CONTEXT_CHARS = 60
# Format characters that scripts and emoji need to be written right: the joiners, and the Arabic
# and Syriac signs that enclose digits. Every other one is invisible or turns the line around.
_KEPT_FORMATS = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")

_Segment = tuple[str, str]


def render_text(body: Mapping[str, Any], *, zone: tzinfo = UTC) -> Text:
    """The message ``body`` as styled lines, without a final line break; ``.plain`` is bare text.

    Times are told in ``zone``. A message of another type, or of another version of this program,
    is shown as its type and its values rather than refused. Print it as it is: the text holds no
    markup to be interpreted.
    """
    kind = str(body.get("type"))
    try:
        if kind == "monitor.notice":
            return _notice(MonitorNotice.model_validate(dict(body)), zone)
        if kind == "alert.digest":
            return _digest(AlertDigest.model_validate(dict(body)), zone)
        model = _ALERT_MODELS.get(kind)
        if model is not None:
            return _alert(model.model_validate(dict(body)), zone)
    except ValidationError:
        pass
    return _other(body)


def _notice(message: MonitorNotice, zone: tzinfo) -> Text:
    code = message.data.code.value.replace("_", " ")
    return _assemble(
        [
            [("NOTICE", "bold"), (f" · {code} · {moment_text(message.timestamp, zone)}", "dim")],
            [(message.data.text, "")],
        ]
    )


def _digest(message: AlertDigest, zone: tzinfo) -> Text:
    data = message.data
    lines: list[list[_Segment]] = [
        [
            ("DIGEST", "bold"),
            (" · ", "dim"),
            (data.severity.value.upper(), _SEVERITY_STYLES[data.severity]),
            (f" · {moment_text(message.timestamp, zone)}", "dim"),
        ],
        [(data.text, "bold")],
    ]
    for entry in data.alerts:
        told_by = [] if entry.sources is None else [counted(entry.sources, "independent source")]
        about = ", ".join((moment_text(entry.timestamp, zone), *told_by, *entry.rules))
        severity = entry.severity
        lines.append(
            [(f"  {severity.value:<{_LABEL_WIDTH}}", _SEVERITY_STYLES[severity]), (entry.title, "")]
        )
        if entry.text != entry.title:
            lines.append(_labelled("", [(entry.text, "")]))
        lines.append(_labelled("", [(about, "dim")]))
        links = [link for link in (entry.link, entry.url) if link]
        lines.extend(_labelled("", [(link, "underline")]) for link in links)
    if data.left_out:
        lines.append(_labelled("", [(f"and {data.left_out} more", "")]))
    return _assemble(lines)


def _alert(message: DevelopmentNew | DevelopmentUpdate, zone: tzinfo) -> Text:
    data = message.data
    severity = data.alert.severity
    lines: list[list[_Segment]] = [
        [
            (data.alert.kind.value.upper(), "bold"),
            (" · ", "dim"),
            (severity.value.upper(), _SEVERITY_STYLES[severity]),
            (f" · {moment_text(message.timestamp, zone)}", "dim"),
        ],
        [(data.development.title, "bold")],
        _labelled("why", [(data.alert.reason.text, "")]),
        *(_labelled("also", [(reason.text, "")]) for reason in data.alert.also),
        _labelled("told by", [(corroboration(data.development, data.left_out), "")]),
    ]
    follows = data.development.follows
    if follows is not None:
        lines.append(_labelled("follows", [(follows.title, ""), (f" ({follows.id})", "dim")]))
    if data.item.title != data.development.title:
        lines.append(_labelled("item", [(data.item.title, "")]))
    if data.meeting is not None:
        lines.append(_labelled("meeting", [(meeting_line(data.meeting), "")]))
    lines.extend(_labelled("evidence", shown) for shown in _evidence(data.item, data.evidence))
    lines.extend(
        _labelled("rule", [(rule.title, ""), (f" ({rule.id}, {rule.severity.value})", "dim")])
        for rule in data.rules
    )
    lines.append(_labelled("published", [(published_line(data.item, zone), "")]))
    links = (("link", data.item.link), ("page", data.development.url))
    lines.extend(_labelled(name, [(link, "underline")]) for name, link in links if link)
    return _assemble(lines)


def _labelled(label: str, segments: Sequence[_Segment]) -> list[_Segment]:
    return [(f"  {label:<{_LABEL_WIDTH}}", "dim"), *segments]


def _assemble(lines: Iterable[Sequence[_Segment]]) -> Text:
    text = Text()
    for number, line in enumerate(lines):
        if number:
            text.append("\n")
        for segment, style in line:
            text.append(on_one_line(segment), style or None)
    return text


def on_one_line(text: str) -> str:
    """``text`` without anything that a terminal would obey: no escape, no line break."""
    return "".join(_harmless(character) for character in text)


def _harmless(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Cs" | "Zl" | "Zp":
            return " "
        case "Cf" if character not in _KEPT_FORMATS:
            return ""
        case _:
            return character


def moment_text(moment: datetime, zone: tzinfo) -> str:
    """A moment as a person writes it, in ``zone``."""
    return f"{moment.astimezone(zone):%a %d %b %Y %H:%M %Z}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 outlet", "2 outlets"; ``plural`` where an s is not enough."""
    return f"{number} {singular if number == 1 else plural or f'{singular}s'}"


def corroboration(development: DevelopmentPart, left_out: Mapping[str, int]) -> str:
    """How many outlets tell it, how many of them independently, and the first of their names."""
    total = len(development.outlets) + left_out.get("development.outlets", 0)
    named = ", ".join(development.outlets[:_MAX_OUTLETS])
    more = total - min(len(development.outlets), _MAX_OUTLETS)
    rest = f" and {more} more" if more else ""
    counts = f"{counted(total, 'outlet')}, {counted(development.sources, 'independent source')}"
    return f"{counts}: {named}{rest}" if named else counts


def meeting_line(meeting: MeetingPart) -> str:
    """A meeting's title, participants, days, place and status."""
    who = ", ".join(participant.name for participant in meeting.participants)
    when = _days(meeting.start, meeting.end)
    status = meeting.status.value.replace("_", " ")
    return " · ".join(part for part in (meeting.title, who, when, meeting.place, status) if part)


def _days(start: date | None, end: date | None) -> str:
    days = list(dict.fromkeys(day for day in (start, end) if day is not None))
    return " to ".join(f"{day:%d %b %Y}" for day in days)


def published_line(item: ItemPart, zone: tzinfo) -> str:
    """When an item was published and by whom."""
    if item.published_at is None:
        return (
            f"no date stated, first seen {moment_text(item.first_seen_at, zone)}, by {item.outlet}"
        )
    return f"{moment_text(item.published_at, zone)}, by {item.outlet}"


def _evidence(item: ItemPart, spans: Sequence[EvidencePart]) -> Iterator[list[_Segment]]:
    """One line per field that holds evidence: the words around it, with >each span< marked."""
    for name, text in (("title", item.title), ("summary", item.summary), ("content", "")):
        here = [span for span in spans if span.field == name]
        placed = [span for span in here if text[span.start : span.end] == span.text != ""]
        if placed:
            yield [(f"{name}: ", "dim"), *_highlighted(text, _merged(placed))]
        # A span in a text that is not in the message, or was cut there, is shown by itself.
        lost = list(dict.fromkeys(span.text for span in here if span not in placed))
        if lost:
            yield [(f"{name}: ", "dim"), *_listed(lost)]


def _merged(spans: Sequence[EvidencePart]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _highlighted(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[_Segment]:
    first = max(0, spans[0][0] - _CONTEXT_CHARS)
    last = min(len(text), spans[-1][1] + _CONTEXT_CHARS)
    yield ("…" if first else "", "dim")
    at = first
    for start, end in spans:
        yield (text[at:start], "")
        yield (f">{text[start:end]}<", "bold green")
        at = end
    yield (text[at:last], "")
    yield ("…" if last < len(text) else "", "dim")


def _listed(texts: Sequence[str]) -> Iterator[_Segment]:
    for number, text in enumerate(texts):
        if number:
            yield (", ", "dim")
        yield (f">{text}<", "bold green")


def _other(body: Mapping[str, Any]) -> Text:
    lines = [
        [(str(body.get("type", "message")), "bold"), (f" · {body.get('timestamp', '')}", "dim")]
    ]
    values = _values("", body.get("data", {}))
    lines.extend(
        [(f"  {path}: ", "dim"), (value[:_MAX_OTHER_CHARS], "")]
        for path, value in islice(values, _MAX_OTHER_LINES)
    )
    return _assemble(lines)


def _values(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Every plain value with its dotted path. Walks with a stack: depth is the sender's choice."""
    stack = [(path, value)]
    while stack:
        here, current = stack.pop()
        if isinstance(current, Mapping):
            members: list[tuple[object, object]] = list(current.items())
        elif isinstance(current, list):
            members = list(enumerate(current))
        else:
            yield here, str(current)
            continue
        joined = [(f"{here}.{key}" if here else str(key), member) for key, member in members]
        stack.extend(reversed(joined))
