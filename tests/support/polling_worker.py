"""A process with a real poller and reader whose clock stands until it is told the time.

``python -m tests.support.polling_worker FOLDER DATABASE_URL FEEDS_FILE AT_ONCE GAP_S``: for each
moment (ISO 8601) on its standard input it sets the clock, lets both look several times for what is
due then, and writes ``done``. Loopback is open to it.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

from monitor.daemon.poller import Poller
from monitor.daemon.reader import ArticleReader
from monitor.logs import configure_logs
from monitor.settings import Settings
from monitor.wiring import open_services
from tests.support.clock import Clock
from tests.support.daemon_process import Workspace
from tests.support.ingest_worker import say

TURNS = 3
"""The first may have begun before the clock was set, and the second may be its last part."""


class _Turns:
    """Counts the turns of a wheel, by what it reports after each."""

    def __init__(self) -> None:
        self._turned = threading.Semaphore(0)

    def report(self, problem: str) -> None:
        """A turn ended; one that was kept from its work (the database is busy) does not count."""
        if problem:
            sys.stderr.write(f"{problem}\n")
        else:
            self._turned.release()

    def wait(self) -> None:
        """Return when there were some turns more."""
        while self._turned.acquire(blocking=False):
            pass
        for _ in range(TURNS):
            self._turned.acquire()


def main(folder: str, url: str, feeds_file: str, at_once: str, gap_s: str) -> None:
    """Follow the clock that is told until the input ends."""
    workspace = Workspace(Path(folder), database_url=url)
    shutil.copyfile(feeds_file, workspace.feeds_file)
    settings = Settings(
        database_url=url,
        rules_dir=workspace.rules,
        feeds_file=workspace.feeds_file,
        feed_networks=("127.0.0.0/8",),
        host_at_once=int(at_once),
        host_gap_s=float(gap_s),
        full_text="feeds",
        fetch_deadline_s=300,
        parse_processes=0,
        tick_s=0.02,
    )
    configure_logs("console", "warning")
    clock = Clock()
    clock.advance(-3600)  # nothing is due before the first moment is told
    with open_services(settings, environ=os.environ, clock=clock) as services:
        polls, pages = _Turns(), _Turns()
        poller = Poller(services, report=polls.report)
        reader = ArticleReader(services, report=pages.report)
        poller.start()
        reader.start()
        say("ready")
        for moment in sys.stdin:
            clock.set(datetime.fromisoformat(moment.strip()))
            polls.wait()
            pages.wait()
            say("done")
        give_up_at = time.monotonic() + 5
        poller.stop(give_up_at)
        reader.stop(give_up_at)


if __name__ == "__main__":
    main(*sys.argv[1:])
