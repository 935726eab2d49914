"""A process that stores and evaluates one telling for each line that it reads.

``python -m tests.support.ingest_worker FOLDER DATABASE_URL OUTLET``: writes ``ready``, then
``done`` after each title from its standard input.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import StoreBusyError
from monitor.logs import configure_logs
from tests.support.line import Line, open_line


def evaluate_all(line: Line) -> None:
    """Evaluate until nothing is due, however long another process holds the database."""
    while True:
        try:
            if line.evaluate().idle:
                return
        except StoreBusyError:
            continue


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: str, url: str, outlet: str) -> None:
    """Take titles until the input ends."""
    configure_logs("auto", "error")  # what it says is for the test
    with open_line(Path(folder), database_url=url) as line:
        line.clock.set(datetime.now(UTC))
        line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        line.load()
        say("ready")
        for title in sys.stdin:
            line.tell(title.strip(), outlet=outlet)
            evaluate_all(line)
            say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
