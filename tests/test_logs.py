"""Nothing that is logged can forge a log line or command a terminal."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from monitor.logs import configure_logs, get_log

HOSTILE = "\x1b[2J\x9b31m\r\n2026-01-01T00:00:00Z [error] forged\u202e"


@pytest.fixture(autouse=True)
def logging_restored() -> Iterator[None]:
    root, quiet = logging.getLogger(), logging.getLogger("apscheduler")
    handlers, level, quiet_level = root.handlers[:], root.level, quiet.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    quiet.setLevel(quiet_level)
    structlog.reset_defaults()


def configure(style: str, level: str = "info") -> None:
    logging.getLogger().handlers.clear()  # pytest's own
    configure_logs("json" if style == "json" else "console", level)


def fail(text: str) -> None:
    raise ValueError(text)


def log_an_exception(text: str) -> None:
    try:
        fail(text)
    except ValueError:
        get_log("test").exception("it.broke", title=text)


def harmful(text: str) -> set[str]:
    return {char for char in text if not char.isprintable()}


def test_a_traceback_keeps_its_lines_and_can_pass_for_no_log_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("console")
    log_an_exception(HOSTILE)
    written = capsys.readouterr().err
    assert harmful(written) == {"\n"}
    first, *others = written.removesuffix("\n").split("\n")
    assert "it.broke" in first
    assert len(others) > 3
    assert all(line.startswith("    ") for line in others)
    assert "    Traceback (most recent call last):" in others


def test_json_holds_one_harmless_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json")
    log_an_exception(HOSTILE)
    get_log("test").info("next")
    first, second = capsys.readouterr().err.splitlines()
    event = json.loads(first)
    assert harmful(first) == set()
    assert harmful(event["exception"]) == {"\n"}
    assert harmful(event["title"]) == set()
    assert json.loads(second)["event"] == "next"


@pytest.mark.parametrize("style", ["console", "json"])
def test_values_inside_values_are_escaped(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure(style)
    nested = {"titles": [HOSTILE, ("deep", {HOSTILE: {HOSTILE}})]}
    get_log("test").info("seen", nested=nested, count=3, **{"odd\x1bkey": 1})
    written = capsys.readouterr().err
    assert harmful(written) == {"\n"}
    assert "\\x1b[2J" in written.replace("\\\\", "\\")
    if style == "json":
        event = json.loads(written)
        assert event["count"] == 3
        assert event["nested"]["titles"][1][0] == "deep"


@pytest.mark.parametrize("style", ["console", "json"])
def test_libraries_log_the_same_way(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure(style)
    library = logging.getLogger("some.library")
    library.warning("odd answer %s", HOSTILE)
    try:
        fail(HOSTILE)
    except ValueError:
        library.error("it broke", exc_info=sys.exc_info())
    library.info("not worth a line")
    written = capsys.readouterr().err
    assert harmful(written) == {"\n"}
    assert "not worth" not in written
    if style == "json":
        first, second = (json.loads(line) for line in written.splitlines())
        assert (first["room"], first["level"]) == ("some.library", "warning")
        assert "ValueError" in second["exception"]
    else:
        lines = written.splitlines()
        assert sum(not line.startswith("    ") for line in lines) == 2


def test_the_level_holds(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "warning")
    get_log("test").info("quiet")
    get_log("test").warning("loud", where="here")
    [line] = capsys.readouterr().err.splitlines()
    event = json.loads(line)
    assert (event["event"], event["room"], event["where"]) == ("loud", "test", "here")


def test_a_redirected_standard_error_may_be_closed_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with io.StringIO() as borrowed, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", borrowed)
        configure_logs("json", "info")
        log = get_log("test")
        log.info("before")
        assert "before" in borrowed.getvalue()
    log.info("after")
    assert "after" in capsys.readouterr().err
