"""Structured logs: one event with named fields, to standard error.

``console`` for a person at a terminal, ``json`` (one object a line) for machines. Values from
feeds are rendered by ``repr``-like escaping in both, so a hostile title cannot forge a log line.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

Log = FilteringBoundLogger


def configure_logs(style: Literal["auto", "console", "json"], level: str) -> None:
    """Set up logging for the process. Called once, by the command line."""
    as_json = style == "json" or (style == "auto" and not sys.stderr.isatty())
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _one_line,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    # A tick that finds the last one still at work is skipped, as meant; APScheduler would warn.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def get_log(room: str) -> Log:
    """The logger of a room of the program."""
    log: Log = structlog.get_logger().bind(room=room)
    return log


def _number(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def _one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Control characters in values become visible escapes; a traceback keeps its lines."""
    for key, value in event.items():
        if isinstance(value, str) and key != "exception" and not value.isprintable():
            event[key] = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value)
    return event
