"""Drafted entries as the text of rule files: short, commented, as a person would write them. Pure.

Text is written by hand rather than by a YAML emitter: lists of names stay on few lines, comments
stand above their entry, and nothing around an entry is ever rewritten.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from monitor.seeding.entries import DraftedActor, DraftedMeeting, DraftedRule, Origin, Written
from monitor.seeding.names import one_line

LINE_CHARS = 100

_GROUPS = ("all", "any", "none")
_BACKLOG = "24h"
# Safe unquoted: starts with a letter or digit, holds nothing that YAML or another reader of YAML
# would take for more than text; in a list between brackets commas and brackets neither.
_PLAIN = re.compile(r"[^\W_](?:[^:#&*!|>%@`\"\\?]|:(?=\S))*")
_PLAIN_IN_LIST = re.compile(r"[^\W_](?:[^:#,\[\]{}&*!|>%@`\"\\?]|:(?=[^\s,\[\]{}]))*")
_NOT_TEXT = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|[-+.0-9][-+.:_0-9eEx]*|0o?[0-7]+)", re.IGNORECASE
)


def scalar(text: str) -> str:
    """A text as a YAML scalar on a line of its own, quoted only where it must be."""
    return _scalar(text, _PLAIN)


def item(text: str) -> str:
    """A text as a YAML scalar in a list between brackets."""
    return _scalar(text, _PLAIN_IN_LIST)


def _scalar(text: str, plain: re.Pattern[str]) -> str:
    clean = one_line(text)
    if plain.fullmatch(clean) and not _NOT_TEXT.fullmatch(clean):
        return clean
    return "'" + clean.replace("'", "''") + "'"


def actor_text(actor: DraftedActor, indent: int) -> str:
    """The lines of an actor with its comment."""
    lines = [f"id: {scalar(actor.id)}", f"name: {scalar(actor.name)}", f"kind: {actor.kind.value}"]
    if actor.role:
        lines.append(f"role: {scalar(actor.role)}")
    if actor.aliases:
        lines += _flow("aliases: ", map(item, actor.aliases), indent + 2)
    return _entry(lines, actor.origin, enabled=actor.enabled, indent=indent)


def meeting_text(meeting: DraftedMeeting, indent: int) -> str:
    """The lines of a meeting with its comment."""
    lines = [f"id: {scalar(meeting.id)}", f"title: {scalar(meeting.title)}"]
    if meeting.participants:
        lines += _flow("participants: ", map(item, meeting.participants), indent + 2)
    if meeting.start and meeting.end and meeting.end > meeting.start:
        lines.append(f"window: {{from: {meeting.start}, to: {meeting.end}}}")
    elif meeting.start:
        lines.append(f"date: {meeting.start}")
    if meeting.place:
        lines.append(f"place: {scalar(meeting.place)}")
    if meeting.place_aliases:
        lines += _flow("place_aliases: ", map(item, meeting.place_aliases), indent + 2)
    if meeting.words:
        lines += _flow("words: ", map(item, meeting.words), indent + 2)
    if meeting.topic:
        lines.append(f"topic: {scalar(meeting.topic)}")
    if meeting.status.value != "expected":
        lines.append(f"status: {meeting.status.value}")
    return _entry(lines, meeting.origin, enabled=meeting.enabled, indent=indent)


def rule_text(rule: DraftedRule, indent: int) -> str:
    """The lines of a rule with its comment."""
    lines = [f"id: {scalar(rule.id)}", f"title: {scalar(rule.title)}"]
    lines.append(f"severity: {rule.severity.value}")
    lines += _flow("tags: ", rule.tags, indent + 2)
    lines.append(f"alert: {{backlog: {_BACKLOG}}}")
    lines += ["match:", *_condition(rule.match, 2, indent + 2)]
    return _entry(lines, rule.origin, enabled=rule.enabled, indent=indent)


def flow_items(texts: Iterable[str]) -> str:
    """Texts as the inside of a flow list."""
    return ", ".join(map(item, texts))


def _entry(lines: Sequence[str], origin: Origin, *, enabled: bool, indent: int) -> str:
    margin = " " * indent
    written = [*lines] if enabled else [*lines, "enabled: false"]
    body = [f"{margin}- {written[0]}", *(f"{margin}  {line}" for line in written[1:])]
    return "\n".join([*_comment(origin, enabled=enabled, indent=indent), *body]) + "\n"


def _comment(origin: Origin, *, enabled: bool, indent: int) -> list[str]:
    """Where the entry comes from, as YAML comments."""
    told = f"Drafted, confidence {origin.confidence:.2f}"
    if not enabled:
        told = f"Suggestion, confidence {origin.confidence:.2f}, off until `enabled` is taken out"
    sentence = one_line(origin.sentence)
    told += f", from: “{sentence}”" if sentence else ", from the article as a whole"
    margin = " " * indent + "# "
    width = LINE_CHARS - len(margin)
    return [margin + line for line in textwrap.wrap(told, width, break_on_hyphens=False)]


def _flow(key: str, items: Iterable[str], indent: int) -> list[str]:
    """``key: [a, b, …]`` over as few lines as fit."""
    lines = [f"{key}["]
    hang = " " * (len(key) + 1)
    listed = list(items)
    for at, item in enumerate(listed):
        piece = item + ("]" if at == len(listed) - 1 else ",")
        first = lines[-1] in (f"{key}[", hang)
        if not first and indent + len(lines[-1]) + 1 + len(piece) > LINE_CHARS:
            lines.append(hang)
            first = True
        lines[-1] += piece if first else f" {piece}"
    return lines


def _condition(condition: Written, depth: int, indent: int) -> list[str]:
    """A group as block lines, each list of leaves on one."""
    margin = " " * depth
    if not isinstance(condition, Mapping) or not any(key in condition for key in _GROUPS):
        return [margin + _leaf(condition)[1:-1]] if isinstance(condition, Mapping) else []
    lines: list[str] = []
    for key, parts in condition.items():
        listed = parts if isinstance(parts, Sequence) and not isinstance(parts, str) else [parts]
        if all(_is_leaf(part) for part in listed):
            flow = _flow(f"{margin}{key}: ", map(_in_list, listed), indent)
            lines += flow
            continue
        lines.append(f"{margin}{key}:")
        for part in listed:
            lines += _part(part, depth + 2, indent)
    return lines


def _part(part: Written, depth: int, indent: int) -> list[str]:
    margin = " " * depth
    if isinstance(part, Mapping) and any(key in part for key in _GROUPS):
        inner = _condition(part, depth + 2, indent)
        return [f"{margin}- {inner[0].lstrip()}", *inner[1:]]
    if isinstance(part, Mapping) and "near" not in part:
        return [f"{margin}- {_in_list(part)}"]
    if isinstance(part, Mapping):
        return [f"{margin}- {_leaf(part)[1:-1]}"]
    return [f"{margin}- {scalar(str(part))}"]


def _is_leaf(part: Written) -> bool:
    return not isinstance(part, Mapping) or all(isinstance(value, str) for value in part.values())


def _in_list(part: Written) -> str:
    """A leaf as it stands in a flow list: text, or ``key: text`` without its braces."""
    leaf = _leaf(part)
    return leaf[1:-1] if isinstance(part, Mapping) else leaf


def _leaf(part: Written) -> str:
    """Any condition on one line."""
    if isinstance(part, Mapping):
        return "{" + ", ".join(f"{key}: {_leaf(value)}" for key, value in part.items()) + "}"
    if isinstance(part, Sequence) and not isinstance(part, str):
        return "[" + ", ".join(_in_list(one) for one in part) + "]"
    return str(part) if isinstance(part, int) else item(part)
