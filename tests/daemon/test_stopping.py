"""Stopping: a signal is heard whichever thread gets it, and the end comes in time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

TO_ANOTHER_THREAD = """
import signal, threading, time
from monitor.daemon.stopping import StopSignals
with StopSignals() as stop:
    idle = threading.Thread(target=time.sleep, args=(60,), daemon=True)
    idle.start()
    threading.Timer(0.3, signal.pthread_kill, (idle.ident, signal.{name})).start()
    stop.wait()
print("heard")
"""

BEFORE_THE_WAIT = """
import os, signal
from monitor.daemon.stopping import StopSignals
with StopSignals() as stop:
    os.kill(os.getpid(), signal.SIGTERM)
    stop.wait()
print("heard")
"""

HANGS = """
import threading
from monitor.daemon.stopping import leave_in_time
from monitor.logs import configure_logs
import structlog
configure_logs("json", "info")
leave_in_time(structlog.get_logger(), after_s=0.3)
def never_ends():
    threading.Event().wait()
threading.Thread(target=never_ends, name="stuck").start()
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_that_another_thread_got_is_heard(name: str) -> None:
    done = run(TO_ANOTHER_THREAD.format(name=name))
    assert (done.returncode, done.stdout, done.stderr) == (0, "heard\n", "")


def test_a_signal_that_came_before_the_wait_is_heard() -> None:
    done = run(BEFORE_THE_WAIT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "heard\n", "")


def test_what_hangs_is_named_and_left() -> None:
    done = run(HANGS)
    said = json.loads(done.stderr)
    assert done.returncode == 0
    assert said["event"] == "daemon.left"
    assert "never_ends" in "".join(said["threads"]["stuck"])
