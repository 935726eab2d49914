"""Bounded processes: what a call may cost, and that a bad one costs nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import ParseError
from monitor.feeds.parse import parse_feed
from monitor.model import FailureReason
from monitor.pipeline.processes import Processes
from tests.support.daemon_process import wait_until
from tests.support.documents import Entry, rss

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BODY = rss([Entry(title="Harbour talks open", guid="t1")])


@pytest.fixture
def processes() -> Iterator[Processes]:
    made = Processes(1, deadline_s=20.0, memory_mb=512)
    try:
        yield made
    finally:
        made.close()


def parse(processes: Processes, body: bytes = BODY) -> int:
    parsed = processes.run(
        parse_feed, body, content_type=None, base_url="http://a.example/", outlet="A", now=NOW
    )
    return len(parsed.items)


def test_a_document_is_parsed_elsewhere_as_it_is_here(processes: Processes) -> None:
    here = parse_feed(BODY, content_type=None, base_url="http://a.example/", outlet="A", now=NOW)
    there = processes.run(
        parse_feed, BODY, content_type=None, base_url="http://a.example/", outlet="A", now=NOW
    )
    assert there == here
    assert processes.run(os.getpid) == processes.pids[0] != os.getpid()


def test_a_refusal_of_the_parser_arrives_as_it_was(processes: Processes) -> None:
    with pytest.raises(ParseError, match="not a feed: it looks like an HTML page") as caught:
        parse(processes, b"<!doctype html><title>x</title>")
    assert caught.value.reason == FailureReason.NOT_A_FEED
    assert caught.value.subject == "http://a.example/"


def test_a_call_that_hangs_is_ended_and_the_next_one_works() -> None:
    processes = Processes(1, deadline_s=2.0, memory_mb=512)
    try:
        with pytest.raises(ParseError, match=r"more than 2 s") as caught:
            processes.run(time.sleep, 60)
        assert caught.value.reason == FailureReason.UNPARSABLE
        assert processes.pids == []
        processes.run(os.getpid)
    finally:
        processes.close()


def test_a_call_that_eats_memory_is_refused_it(processes: Processes) -> None:
    with pytest.raises(ParseError, match="more than 512 MiB of memory"):
        processes.run(bytearray, 2**30)
    assert parse(processes) == 1


def test_a_call_that_kills_its_process_fails_alone(processes: Processes) -> None:
    with pytest.raises(ParseError, match="the parser died of the document"):
        processes.run(os.abort)
    assert parse(processes) == 1


def test_a_process_that_somebody_kills_is_replaced_unnoticed(processes: Processes) -> None:
    assert parse(processes) == 1
    os.kill(processes.pids[0], signal.SIGKILL)
    assert parse(processes) == 1


def test_a_defect_arrives_with_its_trace(processes: Processes) -> None:
    with pytest.raises(RuntimeError, match=r"int failed in its process:\n(.|\n)*invalid literal"):
        processes.run(int, "x")
    assert parse(processes) == 1


def test_many_threads_share_few_processes() -> None:
    processes = Processes(2, deadline_s=20.0, memory_mb=512)
    found: list[int] = []
    try:
        threads = [
            threading.Thread(target=lambda: found.append(parse(processes))) for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [1] * 16
        assert 1 <= len(processes.pids) <= 2
    finally:
        processes.close()
    assert processes.pids == []
    with pytest.raises(RuntimeError, match="closed"):
        parse(processes)


def test_closing_ends_a_call_under_way(processes: Processes) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            processes.run(time.sleep, 60)
        except (ParseError, RuntimeError) as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    wait_until(lambda: processes.pids, what="the process", timeout_s=10)
    processes.close()
    thread.join(timeout=60)
    assert failed


def test_no_secret_of_ours_is_in_its_environment(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATABASE_URL", "postgresql://user:secret@host/name")
    assert processes.run(os.getenv, "MONITOR_DATABASE_URL") is None


def test_a_process_ends_with_the_program_that_started_it() -> None:
    code = (
        "import os\n"
        "from monitor.pipeline.processes import Processes\n"
        "print(Processes(1, deadline_s=20.0, memory_mb=512).run(os.getpid), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    parser = Path(f"/proc/{int(done.stdout)}")
    wait_until(lambda: not _is_alive(parser), what="the end of the process", timeout_s=10)


def _is_alive(process: Path) -> bool:
    try:
        return process.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
