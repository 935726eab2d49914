"""One YAML text to plain values with the line of each, strictly and in bounded time. Pure.

Every scalar stays text (``null`` is ``None``): what a value means is the schema's business, so
``id: no`` is the text "no" and not a boolean. Anchors, aliases, tags, repeated keys, several
documents and deep nesting are refused: rule files need none of them, and each is a known way to
surprise a reader or to exhaust a parser. PyYAML's events are used, not its constructors, so no
object is ever built from a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from monitor.errors import ConfigError

MAX_FILE_BYTES = 1024 * 1024  # a hundred times the largest rule file seen; parses in about 1 s
MAX_DEPTH = 50  # nesting of lists and mappings; a readable rule needs fewer than ten

Path = tuple[str | int, ...]
"""Where a value stands in a document: keys and list positions from the top."""

_Loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed rule file. ``lines`` are counted from 1."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int | None:
        """The line of the value at ``path``, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def problem(self, path: Path, message: str, hint: str = "") -> ConfigError:
        """An error about the value at ``path``."""
        return ConfigError(
            message, file=self.file, line=self.line(path), field=field_name(path), hint=hint
        )


def field_name(path: Path) -> str:
    """A path as a person reads it, such as ``rules[2].match.all[0].actor``."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


class _Refused(Exception):  # noqa: N818 - control flow within this module
    """Reading cannot go on past this problem."""

    def __init__(self, problem: ConfigError) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(slots=True, kw_only=True)
class _Frame:
    """A list or mapping that is being read."""

    value: list[Any] | dict[str, Any]
    path: Path
    key: str | None = None


@dataclass(slots=True)
class _Reader:
    """Builds values from events. Lives for one text."""

    file: str
    problems: list[ConfigError]
    lines: dict[Path, int] = field(default_factory=dict)
    stack: list[_Frame] = field(default_factory=list)
    root: Any = None

    def refuse(self, event: Any, message: str, hint: str) -> _Refused:
        path = self.next_path() if self.stack else ()
        return _Refused(
            ConfigError(
                message,
                file=self.file,
                line=_line(event),
                field=field_name(path),
                hint=hint,
            )
        )

    def next_path(self) -> Path:
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            return (*frame.path, len(frame.value))
        return frame.path if frame.key is None else (*frame.path, frame.key)

    def expects_key(self) -> bool:
        return (
            bool(self.stack)
            and isinstance(self.stack[-1].value, dict)
            and (self.stack[-1].key is None)
        )

    def take_key(self, event: Any) -> None:
        """A mapping's next key; a repeated one is reported and its value dropped."""
        frame = self.stack[-1]
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse(event, "a key must be plain text", "write `key: value`")
        key = str(event.value)
        path = (*frame.path, key)
        if path in self.lines:
            self.problems.append(
                ConfigError(
                    f"the key `{key}` is repeated; it first stands in line {self.lines[path]}",
                    file=self.file,
                    line=_line(event),
                    field=field_name(path),
                    hint="keep one of the two",
                )
            )
        else:
            self.lines[path] = _line(event)
        frame.key = key

    def add(self, event: Any, value: Any) -> None:
        """Put a value where it belongs."""
        if not self.stack:
            self.root = value
            self.lines.setdefault((), _line(event))
            return
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            self.lines[(*frame.path, len(frame.value))] = _line(event)
            frame.value.append(value)
        elif frame.key is not None:
            frame.value[frame.key] = value
            frame.key = None

    def open(self, event: Any, value: list[Any] | dict[str, Any]) -> None:
        if self.expects_key():
            raise self.refuse(event, "a key must be plain text", "write `key: value`")
        if len(self.stack) >= MAX_DEPTH:
            raise self.refuse(
                event,
                f"nested more than {MAX_DEPTH} levels deep",
                "split the rule into several",
            )
        path = self.next_path() if self.stack else ()
        self.add(event, value)
        self.stack.append(_Frame(value=value, path=path))

    def read(self, event: Any) -> None:
        """Take one event."""
        if getattr(event, "anchor", None) is not None:
            raise self.refuse(
                event,
                "anchors (&name) and aliases (*name) are not allowed in rule files",
                "write the value out; put a text that starts with & or * in quotes",
            )
        if getattr(event, "tag", None) is not None:
            raise self.refuse(
                event,
                f"the tag `{event.tag}` is not allowed in rule files",
                "remove it; put a text that starts with ! in quotes",
            )
        if isinstance(event, yaml.ScalarEvent):
            if self.expects_key():
                self.take_key(event)
            else:
                self.add(event, _scalar(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            self.open(event, [])
        elif isinstance(event, yaml.MappingStartEvent):
            self.open(event, {})
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()


def read_document(raw: bytes, file: str) -> tuple[Document | None, list[ConfigError]]:
    """Parse a rule file's bytes. Returns what could be read and every problem found.

    ``None`` where nothing could be read at all. Never raises for what a file holds.
    """
    text, problem = _decode(raw, file)
    if text is None:
        return None, [problem] if problem else []
    problems: list[ConfigError] = []
    reader = _Reader(file, problems)
    documents = 0
    try:
        for event in _events(text, file):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise reader.refuse(
                        event, "a second document starts here", "remove the line `---`"
                    )
            reader.read(event)
    except _Refused as refused:
        return None, [*problems, refused.problem]
    return Document(file=file, data=reader.root, lines=reader.lines), problems


def _events(text: str, file: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _Refused(_syntax_problem(error, text, file)) from None


def _decode(raw: bytes, file: str) -> tuple[str | None, ConfigError | None]:
    if len(raw) > MAX_FILE_BYTES:
        return None, ConfigError(
            f"is larger than {MAX_FILE_BYTES // 1024} KiB", file=file, hint="split the file"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, ConfigError(
            f"is not UTF-8 text (byte {error.start + 1})",
            file=file,
            line=raw.count(b"\n", 0, error.start) + 1,
            hint="save the file as UTF-8",
        )
    odd = _UNPRINTABLE.search(text)
    if odd:
        return None, ConfigError(
            f"holds the control character U+{ord(odd.group()):04X}",
            file=file,
            line=text.count("\n", 0, odd.start()) + 1,
            hint="remove it",
        )
    return text, None


def _syntax_problem(error: yaml.YAMLError, text: str, file: str) -> ConfigError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else None
    found = getattr(error, "problem", None) or "cannot be parsed"
    lines = text.splitlines()
    here = lines[line - 1] if line is not None and line <= len(lines) else ""
    hint = "check the indentation, and put text that holds `: ` or ` #` in quotes"
    if "\t" in here[: len(here) - len(here.lstrip()) + 1]:
        hint = "indent with blanks, not with tabs"
    return ConfigError(f"is not valid YAML: {found}", file=file, line=line, hint=hint)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: Any) -> str | None:
    """The text of a scalar; ``None`` for an unquoted null."""
    if not event.style and event.value in _NULLS:
        return None
    return str(event.value)
