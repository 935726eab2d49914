"""A person merges and splits; the grouping keeps to it: through the real pipeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import ConfigError
from monitor.model import CorrectionAction, Development, DevelopmentState
from monitor.pipeline.corrections import Editor, merge_developments, split_development
from monitor.pipeline.memory import GroupingMemory
from monitor.pipeline.past import PastMemory
from monitor.store import alerts as alert_rows
from monitor.store import corrections as correction_rows
from monitor.store import developments as development_rows
from monitor.store import items as item_rows
from tests.support.line import Line

TALKS = "Freedonia and Sylvania open harbour talks in Portville"
TAX = "Freedonia talks of higher taxes on imported herring"


def editor(line: Line, comment: str = "") -> Editor:
    return Editor(
        author="ada",
        comment=comment,
        now=line.clock(),
        window=timedelta(hours=120),
        close_after=timedelta(hours=720),
    )


def merge(line: Line, into: int, *others: int, comment: str = "") -> Development:
    return merge_developments(line.services.store, into, others, editor(line, comment))


def split(line: Line, development_id: int, *items: int) -> tuple[Development, Development]:
    return split_development(line.services.store, development_id, items, editor(line))


def the(line: Line, development_id: int) -> Development:
    with line.services.store.read() as session:
        found = development_rows.get_development(session, development_id)
    assert found is not None
    return found


def home_of(line: Line, item_id: int) -> int:
    with line.services.store.read() as session:
        found = development_rows.development_of(session, item_id)
    assert found is not None
    return found.id


def restarted(line: Line) -> Line:
    services = replace(line.services, memory=GroupingMemory(), past=PastMemory())
    return replace(line, services=services)


def two_developments(line: Line) -> tuple[int, int]:
    ids = line.tell(TALKS), line.tell(TAX, outlet="Gazette")
    assert len(line.evaluate().alerts) == 2
    assert [home_of(line, item) for item in ids] == [1, 2]
    return ids


def alerts(line: Line) -> int:
    with line.services.store.read() as session:
        return len(alert_rows.list_alerts(session, limit=1000))


def test_a_merge_moves_items_and_counts_anew(any_desk: Line) -> None:
    two_developments(any_desk)
    after = merge(any_desk, 1, 2, comment="one visit")
    assert (after.items, after.outlets, after.sources) == (2, ("Courier", "Gazette"), 2)
    assert (after.title, after.state) == (TALKS, DevelopmentState.OPEN)
    gone = the(any_desk, 2)
    assert (gone.state, gone.merged_into_id, gone.items) == (DevelopmentState.CLOSED, 1, 0)
    with any_desk.services.store.read() as session:
        [correction] = correction_rows.corrections_of(session, 2)
        assert [one.id for one in development_rows.list_developments(session, limit=9)] == [1]
        # Both alerts that were sent stay, and are told as this development's.
        assert len(alert_rows.list_alerts(session, limit=9, development_id=1)) == 2
    assert (correction.action, correction.author) == (CorrectionAction.MERGE, "ada")
    assert (correction.comment, correction.made_at) == ("one visit", any_desk.clock())
    assert any_desk.evaluate().alerts == ()
    assert alerts(any_desk) == 2


@pytest.mark.parametrize("restart", [False, True])
def test_what_would_have_gone_to_a_merged_one_goes_to_the_survivor(
    desk: Line, *, restart: bool
) -> None:
    two_developments(desk)
    # So many tellings of the survivor that those of the merged one are not compared with it.
    for number in range(25):
        desk.tell(f"{TALKS}, day {number}", outlet=f"Outlet {number}")
    desk.evaluate()
    merge(desk, 1, 2)
    line = restarted(desk) if restart else desk
    item = line.tell("Freedonia talks of higher herring taxes on imports", outlet="Herald")
    assert line.evaluate().alerts == ()
    assert home_of(line, item) == 1
    with line.services.store.read() as session:
        found = development_rows.decision_about(session, item)
    assert found.facet_id == 2
    assert "merged 2 into 1" in found.decision.explanation
    again = line.tell("Freedonia talks of higher herring taxes on imported goods", outlet="Post")
    assert line.evaluate().alerts == ()
    assert home_of(line, again) == 1


def test_a_split_parts_items_for_good(any_desk: Line) -> None:
    first = any_desk.tell(TALKS)
    second = any_desk.tell(f"{TALKS} on Monday", outlet="Gazette")
    any_desk.evaluate()
    assert home_of(any_desk, second) == 1
    old, new = split(any_desk, 1, second)
    assert (old.items, old.outlets, old.sources) == (1, ("Courier",), 1)
    assert (new.id, new.items, new.title) == (2, 1, f"{TALKS} on Monday")
    assert alerts(any_desk) == 1
    # Edited to the very words of the other, it stays where the person put it; also anew.
    for line in (any_desk, restarted(any_desk)):
        with line.services.store.write() as session:
            stored = item_rows.get_items(session, [second])[second]
            edited = replace(stored.item, title=TALKS, summary=f"edit {stored.edits}")
            item_rows.update_item(session, second, edited, now=line.clock(), edited=True)
        assert line.evaluate().alerts == ()
        assert (home_of(line, first), home_of(line, second)) == (1, 2)
    with any_desk.services.store.read() as session:
        assert correction_rows.parted_from(session, 1) == {2}
        assert correction_rows.parted_from(session, 2) == {1}


def test_a_merge_undoes_a_split_and_a_split_a_merge(any_desk: Line) -> None:
    talks, tax = two_developments(any_desk)
    merge(any_desk, 1, 2)
    later = any_desk.tell("Freedonia talks of higher herring taxes on imports", outlet="Herald")
    any_desk.evaluate()
    old, again = split(any_desk, 1, tax, later)
    assert (old.id, again.id) == (1, 2)  # all that came with it: it is itself again
    assert (again.state, again.merged_into_id, again.items) == (DevelopmentState.OPEN, None, 2)
    assert (home_of(any_desk, talks), home_of(any_desk, tax), home_of(any_desk, later)) == (1, 2, 2)
    assert again.title == TAX
    both = merge(any_desk, 1, 2)
    assert both.items == 3
    with any_desk.services.store.read() as session:
        assert correction_rows.parted_from(session, 1) == frozenset()
        assert len(correction_rows.corrections_of(session, 1)) == 3


def test_merged_ones_can_be_merged_on(desk: Line) -> None:
    _, tax = two_developments(desk)
    third = desk.tell("Ruritania sends envoys to Freedonia for fisheries summit", outlet="Herald")
    desk.evaluate()
    merge(desk, 1, 2)
    after = merge(desk, 3, 1)
    assert after.items == 3
    assert {home_of(desk, tax), home_of(desk, third)} == {3}
    assert the(desk, 2).merged_into_id == 3
    item = desk.tell("Freedonia talks of higher herring taxes on imports", outlet="Post")
    assert desk.evaluate().alerts == ()
    assert home_of(desk, item) == 3


def test_a_title_that_left_is_not_kept(desk: Line) -> None:
    first = desk.tell(TALKS, age_h=1)
    desk.tell(f"{TALKS} on Monday", outlet="Gazette")
    desk.evaluate()
    old, new = split(desk, 1, first)
    assert (old.title, new.title) == (f"{TALKS} on Monday", TALKS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((1, 9), "there is no development 9"),
        ((9, 1), "there is no development 9"),
        ((1, 1), "cannot be merged into itself"),
        ((1, 2, 1), "cannot be merged into itself"),
    ],
)
def test_a_merge_that_makes_no_sense_changes_nothing(
    desk: Line, arguments: tuple[int, ...], said: str
) -> None:
    two_developments(desk)
    before = the(desk, 1), the(desk, 2)
    with pytest.raises(ConfigError, match=said):
        merge(desk, *arguments)
    assert (the(desk, 1), the(desk, 2)) == before


def test_a_split_that_makes_no_sense_changes_nothing(desk: Line) -> None:
    talks, tax = two_developments(desk)
    for development_id, items, said in (
        (9, (talks,), "there is no development 9"),
        (1, (talks,), "nothing would be left"),
        (1, (tax,), f"does not have the item {tax}"),
        (1, (tax, 99), f"does not have the items {tax}, 99"),
        (1, (), "no items to split off"),
    ):
        with pytest.raises(ConfigError, match=said):
            split(desk, development_id, *items)
    merge(desk, 1, 2)
    for spoil in (lambda: merge(desk, 2, 1), lambda: split(desk, 2, tax)):
        with pytest.raises(ConfigError, match="2 was merged into 1"):
            spoil()
    assert the(desk, 1).items == 2
