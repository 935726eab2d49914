"""Hot reload: the last good set stays in force, and an item is judged by exactly one set."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from monitor.errors import ConfigError
from monitor.model import Item
from monitor.pipeline.evaluate import evaluate, match_items
from monitor.pipeline.grouping import group_items
from monitor.pipeline.rule_book import ActiveRules
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import Judgement, Matcher
from monitor.store import alerts as alert_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import rule_sets as rule_set_rows
from tests.pipeline.test_evaluate import TALKS, store_item
from tests.support.daemon_process import RULES
from tests.support.line import Line, open_line, rules_with


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with open_line(tmp_path / "line") as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.load()
        yield opened


def look(line: Line) -> bool:
    return line.services.rules.reload(line.services.store, now=line.clock())


def problem(line: Line) -> str:
    return str(line.services.rules.problem or "")


def revisions(line: Line) -> dict[str, set[str]]:
    """Of each item's title the revisions stored on it and on its hits."""
    with line.services.store.read() as session:
        stored = item_rows.recent_items(session, 1000)
        hits = hit_rows.hits_of(session, [one.id for one in stored])
    return {
        one.item.title: {str(one.matched_revision), *(hit.revision for hit in hits.get(one.id, []))}
        for one in stored
    }


def test_a_change_counts_when_two_looks_saw_the_same_files(line: Line) -> None:
    before = line.services.rules.active
    line.workspace.write_rules(rules_with(severity="low"))
    assert not look(line)
    assert line.services.rules.active is before
    line.workspace.write_rules(rules_with(severity="medium", title="Still being written"))
    assert not look(line)
    assert look(line)
    assert line.services.rules.active.rules["talks"].title == "Still being written"
    assert not look(line)


@pytest.mark.parametrize("how", ["broken", "gone", "no_rule_file"])
def test_the_last_good_set_stays_in_force_until_the_files_are_mended(line: Line, how: str) -> None:
    book, folder = line.services.rules, line.workspace.rules
    before = book.active
    if how == "broken":
        line.workspace.write("main.rules.yaml", "rules: [{id: talks")
    elif how == "gone":
        shutil.rmtree(folder)
    else:
        line.workspace.write("notes.yaml", "a: 1")
    look(line)
    with pytest.raises(ConfigError):
        look(line)
    assert book.active is before
    assert problem(line)
    assert not look(line)  # told once
    store_item(line, TALKS)
    assert len(line.evaluate().alerts) == 1
    folder.mkdir(exist_ok=True)
    (folder / "notes.yaml").unlink(missing_ok=True)
    line.workspace.write_rules(rules_with(severity="low"))
    look(line)
    assert look(line)
    assert not problem(line)
    assert book.active.rule_set.revision != before.rule_set.revision
    with line.services.store.read() as session:
        assert rule_set_rows.current_revision(session) == book.active.rule_set.revision


def test_an_edit_undone_is_the_revision_as_before(line: Line) -> None:
    before = line.services.rules.active.rule_set.revision
    line.workspace.write_rules(rules_with(severity="low"))
    line.load()
    assert line.services.rules.active.rule_set.revision != before
    line.workspace.write_rules(RULES)
    line.load()
    assert line.services.rules.active.rule_set.revision == before
    written = (line.workspace.rules / "main.rules.yaml").read_text()
    line.workspace.write("main.rules.yaml", f"# noted\n{written}")
    line.load()
    assert line.services.rules.active.rule_set.revision == before


class Pausing:
    """A matcher that stops at an item until told to go on: an edit comes in mid-batch."""

    def __init__(self, sound: Matcher, word: str) -> None:
        self._sound = sound
        self._word = word
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def judge(self, item: Item, *, now: datetime, feed: str | None = None) -> Judgement:
        if self._word in item.title:
            self.reached.set()
            assert self.go_on.wait(timeout=30)
        return self._sound.judge(item, now=now, feed=feed)


def test_an_edit_in_mid_batch_leaves_the_batch_to_the_set_it_began_with(line: Line) -> None:
    for number in range(4):
        store_item(line, f"Freedonia talks number {number}", outlet=f"Outlet {number}")
    around = line.services.surroundings()
    pausing = Pausing(around.active.matcher, "number 2")
    slowed = replace(around, active=replace(around.active, matcher=cast("Matcher", pausing)))
    worker = threading.Thread(target=evaluate, args=(line.services.store, slowed))
    worker.start()
    try:
        assert pausing.reached.wait(timeout=30)
        line.workspace.write_rules(rules_with(match="ferry"))
        fresh = edited(line)
    finally:
        pausing.go_on.set()
        worker.join(timeout=30)
    assert {one for found in revisions(line).values() for one in found} == {
        around.active.rule_set.revision
    }
    look(line)
    assert look(line)
    assert line.services.rules.active.rule_set.revision == fresh
    store_item(line, "Ferry to Freedonia resumes", outlet="Courier")
    store_item(line, "Freedonia talks number 9", outlet="Courier")
    line.evaluate()
    found = revisions(line)
    assert found["Ferry to Freedonia resumes"] == {fresh}
    assert found["Freedonia talks number 9"] == {fresh}
    assert found["Freedonia talks number 3"] == {around.active.rule_set.revision}


def edited(line: Line) -> str:
    """The revision that the files now on disk would have."""
    return load_rule_set(line.workspace.rules, environ={}).revision


def test_rules_taken_away_between_matching_and_grouping_ask_for_nothing(line: Line) -> None:
    store_item(line, TALKS)
    around = line.services.surroundings()
    assert match_items(line.services.store, around) == (1, 1)
    line.workspace.write_rules(rules_with(match="ferry", id="ferry"))
    line.load()
    grouped, alerts = group_items(line.services.store, line.services.surroundings())
    assert (grouped, alerts) == (1, ())


def test_an_edit_that_matches_only_old_items_alerts_on_none_of_them(line: Line) -> None:
    for number in range(3):
        store_item(line, f"Ferry line {number} resumes after the storm", outlet=f"O{number}")
    line.evaluate()
    before = revisions(line)
    line.workspace.write_rules(rules_with(match="ferry", id="ferry", alert={"backlog": "7d"}))
    line.load()
    assert line.evaluate().idle
    line.clock.advance(600)
    assert line.evaluate().idle
    assert revisions(line) == before
    store_item(line, "Ferry line 9 resumes after the flood", outlet="Courier")
    [alert] = line.evaluate().alerts
    assert alert.rule_ids == ("ferry",)
    with line.services.store.read() as session:
        assert alert_rows.list_alerts(session, limit=10) == [alert]
        assert hit_rows.count_hits(session) == 1


def test_an_active_set_is_one_value(line: Line) -> None:
    """Matcher, rules and revision of a set can only change together."""
    active: ActiveRules = line.services.rules.active
    assert active.matcher.revision == active.rule_set.revision
    assert set(active.rules) == {rule.id for rule in active.rule_set.rules}
