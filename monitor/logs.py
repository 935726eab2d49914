"""Structured logs: one event with named fields, to standard error.

``console`` for a person at a terminal, ``json`` (one object a line) for machines. Libraries that
log by the standard library's logging go the same way. Control characters in values become visible
escapes, and the lines of a traceback are indented, so that a hostile title cannot forge a log line
or command a terminal.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import Any, Literal, TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

Log = FilteringBoundLogger

_TRACEBACKS = ("exception", "stack")
_INDENT = "    "


def configure_logs(style: Literal["auto", "console", "json"], level: str) -> None:
    """Set up logging for the process. Called once, by the command line."""
    as_json = style == "json" or (style == "auto" and not sys.stderr.isatty())
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    beginning: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Processor] = [structlog.processors.format_exc_info, harmless, renderer]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *beginning, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=structlog.PrintLoggerFactory(file=cast("TextIO", StandardError())),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(StandardError())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*beginning, _name_room],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    # A tick that finds the last one still at work is skipped, as meant; APScheduler would warn.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class StandardError:
    """Standard error as it is when a line is written, not as it was when logging was set up.

    Whoever runs a command inside their own program may redirect it for a while, and close what
    it went to.
    """

    def write(self, text: str) -> int:
        """Write ``text`` to the present standard error."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush the present standard error."""
        sys.stderr.flush()


def get_log(room: str) -> Log:
    """The logger of a room of the program."""
    log: Log = structlog.get_logger().bind(room=room)
    return log


def _number(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def _name_room(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event["room"] = event["_record"].name
    return event


def harmless(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The event with control characters escaped in all values, also inside lists and mappings.

    A traceback keeps its lines, each indented: an event begins at the margin and nothing else does.
    """
    return {
        _escaped(key): _indented(value)
        if key in _TRACEBACKS and isinstance(value, str)
        else _escaped(value)
        for key, value in event.items()
    }


def _indented(trace: str) -> str:
    return "\n".join(f"{_INDENT}{_escaped(line)}" for line in trace.split("\n"))


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        if value.isprintable():
            return value
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value)
    if isinstance(value, Mapping):
        return {_escaped(key): _escaped(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_escaped(inner) for inner in value]
    return value
