"""Two real processes that ingest one story in the same second make one development, one alert."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store import items as item_rows
from monitor.store import open_store
from tests.pipeline.test_flood import PLACES, TOPICS

ROOT = Path(__file__).parents[2]
STORIES = [
    f"{topic.capitalize()} of {place} in Freedonia talks"
    for topic, place in zip(TOPICS, PLACES, strict=True)
]


class Worker:
    """One ingesting process."""

    def __init__(self, folder: Path, url: str, outlet: str) -> None:
        self.arguments = (folder, url, outlet)
        self.process = subprocess.Popen(
            [
                sys.executable,
                *("-W", "error", "-m", "tests.support.ingest_worker"),
                *(str(folder / outlet), url, outlet),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def say(self, title: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{title}\n")
        self.process.stdin.flush()

    def hear(self, word: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"{word}\n"

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def workers(folder: Path, url: str) -> Iterator[list[Worker]]:
    running = [Worker(folder, url, outlet) for outlet in ("Herald", "Gazette")]
    try:
        for one in running:
            one.hear("ready")
        yield running
    finally:
        for one in running:
            one.end()


def told(url: str) -> tuple[Counter[str], Counter[str]]:
    """How many developments, and how many alerts, each story has."""
    with closing(open_store(url)) as store, store.read() as session:
        developments = Counter(
            one.title for one in development_rows.list_developments(session, limit=1000)
        )
        alerts = alert_rows.list_alerts(session, limit=1000)
        items = item_rows.get_items(session, [one.item_id or 0 for one in alerts])
        assert development_rows.due_for_grouping(session, 1) == []
        return developments, Counter(stored.item.title for stored in items.values())


def test_one_story_in_one_second_is_one_development(tmp_path: Path, store_url: str) -> None:
    with workers(tmp_path, store_url) as running:
        for story in STORIES[:10]:
            for one in running:
                one.say(story)
            for one in running:
                one.hear("done")
    expected = Counter(STORIES[:10])
    assert told(store_url) == (expected, expected)


def test_a_process_that_is_killed_between_loses_and_doubles_nothing(
    tmp_path: Path, store_url: str
) -> None:
    with workers(tmp_path, store_url) as running:
        for at, story in enumerate(STORIES[:3]):
            for one in running:
                one.say(story)
            time.sleep(0.008 * at)  # in another moment of its work each time
            victim = running[at % 2]
            victim.end()
            running[1 - at % 2].hear("done")
            running[at % 2] = Worker(*victim.arguments)
            running[at % 2].hear("ready")
        for one in running:  # whatever the killed ones stored and did not group is grouped now
            one.say("Nothing of note happened in Ruritania today")
            one.hear("done")
    expected = Counter(STORIES[:3])
    assert told(store_url) == (expected, expected)
