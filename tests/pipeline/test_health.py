from __future__ import annotations

from monitor.pipeline.health import REMEMBERED_S, Beat, Watcher
from monitor.store import Store
from tests.store.builders import NOW, add_item


def test_counts_are_remembered_for_a_while_and_beats_are_not(sqlite_store: Store) -> None:
    now_s = [100.0]
    beats = {"poll": Beat(ran_at_s=99.0)}
    watcher = Watcher(sqlite_store, lambda: beats, clock=lambda: NOW, monotonic=lambda: now_s[0])
    assert watcher.health().counts.items == 0
    with sqlite_store.write() as session:
        add_item(session)
    beats["poll"] = Beat(ran_at_s=99.0, problem="the disk is full")
    found = watcher.health()
    assert (found.counts.items, found.ready) == (0, False)
    assert found.problems == {"poll": "the disk is full"}
    assert found.jobs_ran_ago_s == {"poll": 1.0}
    now_s[0] += REMEMBERED_S
    assert watcher.health().counts.items == 1
    now_s[0] += 1000
    assert not watcher.health().alive
