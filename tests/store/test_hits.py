from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace

from monitor.model import Evidence, Severity
from monitor.store import Store, hits, items, open_store
from monitor.store import developments as development_rows
from tests.store.builders import add_hit_item, add_item, after, make_hit, make_item


def test_hits_come_back_as_they_were_stored(store: Store) -> None:
    with store.write() as session:
        stored = add_item(session)
        evidence = (
            Evidence(field="title", start=0, end=5, text="Génova", term="Genova", actor="x"),
            Evidence(field="summary", start=7, end=9, text="ГА", term="ГА", meeting="talks"),
        )
        one = replace(make_hit(stored.id, "b", severity=Severity.CRITICAL), evidence=evidence)
        two = make_hit(stored.id, "a")
        hits.replace_hits(session, stored.id, "r1", [one, two])
    with store.read() as session:
        assert hits.hits_of(session, [stored.id, 4711]) == {stored.id: [two, one]}
        assert hits.count_hits(session) == 2


def test_judging_again_replaces_hits_and_says_whether_to_group(store: Store) -> None:
    with store.write() as session:
        stored = add_item(session)
        hits.replace_hits(session, stored.id, "r1", [])
        assert development_rows.due_for_grouping(session, 5) == []
        assert hits.replace_hits(session, stored.id, "r2", [make_hit(stored.id, "a")])
        assert development_rows.due_for_grouping(session, 5) == [stored.id]
        hits.replace_hits(session, stored.id, "r3", [make_hit(stored.id, "b")])
        assert [hit.rule_id for hit in hits.hits_of(session, [stored.id])[stored.id]] == ["b"]
        assert items.get_items(session, [stored.id])[stored.id].matched_revision == "r3"
        hits.replace_hits(session, stored.id, "r4", [])
        assert hits.hits_of(session, [stored.id]) == {}
        assert development_rows.due_for_grouping(session, 5) == []
        assert items.unmatched(session, 5) == []


def test_an_edit_that_came_while_an_item_was_judged_is_not_lost(store: Store) -> None:
    with store.write() as session:
        stored = add_hit_item(session)
        edited = make_item("edited")
        items.update_item(session, stored.id, edited, now=after(hours=1), edited=True)
        old, new = make_hit(stored.id), make_hit(stored.id, "other")
        assert not hits.replace_hits(session, stored.id, "r2", [new], edits=stored.edits)
        assert not hits.replace_hits(session, stored.id, "r2", [], edits=stored.edits)
        assert hits.hits_of(session, [stored.id]) == {stored.id: [old]}
        assert development_rows.due_for_grouping(session, 5) == [stored.id]
        assert [waiting.id for waiting in items.unmatched(session, 5)] == [stored.id]
        assert hits.replace_hits(session, stored.id, "r2", [new], edits=1)
        assert hits.hits_of(session, [stored.id]) == {stored.id: [new]}
        assert items.unmatched(session, 5) == []


def test_an_edit_by_another_process_is_waited_for_and_not_lost(postgres_url: str) -> None:
    replaced: list[bool] = []

    def judge() -> None:
        with store.write() as session:
            replaced.append(hits.replace_hits(session, stored.id, "r2", [], edits=stored.edits))

    with closing(open_store(postgres_url)) as store:
        with store.write() as session:
            stored = add_hit_item(session)
        thread = threading.Thread(target=judge)
        with store.write() as session:
            edited = make_item("edited")
            items.update_item(session, stored.id, edited, now=after(hours=1), edited=True)
            thread.start()
            thread.join(0.2)
            assert replaced == []
        thread.join(10)
        assert replaced == [False]
        with store.read() as session:
            assert [waiting.id for waiting in items.unmatched(session, 5)] == [stored.id]


def test_an_unknown_item_has_no_hits(store: Store) -> None:
    with store.write() as session:
        assert not hits.replace_hits(session, 4711, "r1", [make_hit(4711)])
        assert hits.count_hits(session) == 0


def test_hits_are_listed_latest_first_with_their_items(store: Store) -> None:
    with store.write() as session:
        one, two = add_item(session, "one"), add_item(session, "two")
        early, late = make_hit(one.id, "a"), make_hit(two.id, "a", created_at=after(hours=1))
        other = make_hit(one.id, "b", created_at=after(hours=-1))
        hits.replace_hits(session, one.id, "r1", [early, other])
        hits.replace_hits(session, two.id, "r1", [late])
        listed = hits.list_hits(session, limit=10)
        assert [hit for hit, _ in listed] == [late, early, other]
        assert [stored.id for _, stored in listed] == [two.id, one.id, one.id]
        assert [hit for hit, _ in hits.list_hits(session, limit=1, rule_id="a")] == [late]
        assert [hit for hit, _ in hits.list_hits(session, limit=5, rule_id="b")] == [other]
