from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace

import pytest

from monitor.model import (
    AlertReason,
    Decision,
    Development,
    DevelopmentState,
    MeetingStatus,
    ReasonCode,
    Severity,
    Signature,
    Step,
    StoredItem,
    Telling,
)
from monitor.store import Session, Store, hits, open_store
from monitor.store import developments as development_rows
from monitor.store.tables import DevelopmentRow
from tests.store.builders import (
    NOW,
    add_development,
    add_hit_item,
    add_item,
    after,
    decide,
    make_hit,
)

FULL = Signature(
    actors=("freedonia", "sylvania"),
    meetings=("harbour",),
    status=MeetingStatus.UNDER_WAY,
    decisions=("ceasefire",),
    places=("Genève",),
    dates=("2026-03-04",),
    figures=(("killed", 12.0), ("paid", 2.5)),
)


def telling(session: Session, stored: StoredItem) -> Telling:
    found = hits.hits_of(session, [stored.id]).get(stored.id, [])
    return development_rows.telling_of(stored, found)


def record(
    session: Session, stored: StoredItem, decision: Decision, quiet: str = ""
) -> Development:
    return development_rows.record_decision(
        session, telling(session, stored), decision, now=NOW, quiet_reason=quiet
    )


# ---------------------------------------------------------------- tellings


def test_a_telling_gathers_what_the_evidence_names(store: Store) -> None:
    with store.write() as session:
        stored = add_item(
            session, published_at=after(hours=-1), canonical_url="https://a.example/1"
        )
        plain = make_hit(stored.id, "b", severity=Severity.LOW, actor="sylvania")
        place = plain.evidence[0]._replace(actor=None, meeting="harbour")
        found = [
            replace(plain, evidence=(*plain.evidence, place)),
            make_hit(stored.id, "a", severity=Severity.CRITICAL, actor="freedonia"),
            make_hit(stored.id, "c", severity=Severity.MEDIUM, actor="sylvania"),
        ]
    assert development_rows.telling_of(stored, found) == Telling(
        item_id=stored.id,
        outlet="Outlet A",
        title=stored.item.title,
        summary=stored.item.summary,
        canonical_url="https://a.example/1",
        told_at=after(hours=-1),
        actors=("freedonia", "sylvania"),
        meetings=("harbour",),
        rule_ids=("b", "a", "c"),
        severity=Severity.CRITICAL,
        asked=("Freedonia",),
    )


def test_a_telling_without_hits_is_plain(store: Store) -> None:
    with store.write() as session:
        stored = add_item(session)
    found = development_rows.telling_of(stored, [])
    assert (found.actors, found.meetings, found.rule_ids) == ((), (), ())
    assert found.severity is Severity.LOW


def test_items_are_grouped_in_the_order_they_were_told(store: Store) -> None:
    with store.write() as session:
        late = add_hit_item(session, "late", published_at=after(hours=-1))
        early = add_hit_item(session, "early", published_at=after(hours=-5))
        undated = add_hit_item(session, "undated")
        # A date in the future is not believed: told when first seen, like the undated one. Of those
        # told at one moment the order is that of their titles, whichever was stored first.
        future = add_hit_item(session, "future", published_at=after(days=30))
        due = [early.id, late.id, future.id, undated.id]
        assert development_rows.due_for_grouping(session, 10) == due
        assert development_rows.due_for_grouping(session, 2) == due[:2]


# ---------------------------------------------------------------- decisions


def test_a_new_development_is_what_its_first_item_tells(store: Store) -> None:
    with store.write() as session:
        stored = add_hit_item(session, published_at=after(hours=-2))
        made = record(session, stored, decide(signature=FULL))
        assert made == Development(
            id=made.id,
            title=stored.item.title,
            opened_at=after(hours=-2),
            last_told_at=after(hours=-2),
            state=DevelopmentState.OPEN,
            severity=Severity.HIGH,
            rule_ids=("talks",),
            signature=FULL,
            outlets=("Outlet A",),
            sources=1,
            items=1,
        )
        assert development_rows.due_for_grouping(session, 5) == []
    with store.read() as session:
        assert development_rows.get_development(session, made.id) == made
        assert development_rows.development_of(session, stored.id) == made
        assert development_rows.get_development(session, 4711) is None
        assert development_rows.development_of(session, 4711) is None
        assert development_rows.count_developments(session) == 1


def test_further_items_add_what_they_bring(store: Store) -> None:
    with store.write() as session:
        main, _ = add_development(session)
        copy = add_hit_item(session, "copy", outlet="Outlet B", now=after(hours=1))
        found = record(session, copy, decide(Step.COPY, main))
        assert (found.items, found.sources) == (2, 1)
        assert found.outlets == ("Outlet A", "Outlet B")
        assert found.last_told_at == after(hours=1)

        joined = add_item(session, "joined", outlet="Outlet C", published_at=after(hours=-9))
        hit = make_hit(joined.id, "other", severity=Severity.CRITICAL)
        hits.replace_hits(session, joined.id, "r1", [hit])
        found = record(session, joined, decide(Step.JOINED, main, signature=FULL))
        assert (found.items, found.sources) == (3, 2)
        assert set(found.outlets) == {"Outlet A", "Outlet B", "Outlet C"}
        assert found.rule_ids == ("talks", "other")
        assert found.severity is Severity.CRITICAL
        assert found.signature == FULL
        # Told earlier than what is known: that does not make the development older.
        assert (found.opened_at, found.last_told_at) == (NOW, after(hours=1))

        again = add_hit_item(session, "again", outlet="Outlet A", now=after(hours=2))
        found = record(session, again, decide(Step.UPDATE, main))
        assert (found.items, found.sources, len(found.outlets)) == (4, 3, 3)
        assert found.severity is Severity.CRITICAL


def test_deciding_again_about_an_item_counts_it_once(store: Store) -> None:
    with store.write() as session:
        main, item_id = add_development(session)
        stored = development_rows.decisions_of(session, main)[0].stored
        hits.replace_hits(session, item_id, "r2", [make_hit(item_id, "talks")])
        found = record(session, stored, decide(Step.SAME_ITEM, main, independent=False))
        assert (found.items, found.sources, found.outlets) == (1, 1, ("Outlet A",))
        (recorded,) = development_rows.decisions_of(session, main)
        assert recorded.decision.step is Step.SAME_ITEM
        assert recorded.decision.independent
        assert development_rows.due_for_grouping(session, 5) == []


def test_an_item_that_moves_leaves_its_old_development(store: Store) -> None:
    with store.write() as session:
        one, one_item = add_development(session, "one")
        two, _ = add_development(session, "two")
        more = add_hit_item(session, "more", outlet="Outlet B")
        record(session, more, decide(Step.JOINED, one))
        moved = record(session, more, decide(Step.COPY, two))
        assert (moved.id, moved.items, moved.sources) == (two, 2, 1)
        left = development_rows.get_development(session, one)
        assert left is not None
        assert (left.items, left.sources, left.outlets) == (1, 1, ("Outlet A",))
        assert left.state is DevelopmentState.OPEN

        first = development_rows.decisions_of(session, one)[0].stored
        assert first.id == one_item
        record(session, first, decide(Step.JOINED, two))
        left = development_rows.get_development(session, one)
        assert left is not None
        assert (left.items, left.outlets, left.state) == (0, (), DevelopmentState.CLOSED)
        assert [it.development.id for it in development_rows.open_developments(
            session, since=after(days=-1))] == [two]  # fmt: skip


def test_a_decision_for_an_unknown_development_changes_nothing(store: Store) -> None:
    with store.write() as session:
        stored = add_hit_item(session)
        with pytest.raises(LookupError, match="no development 4711"):
            record(session, stored, decide(Step.JOINED, 4711))
        assert development_rows.due_for_grouping(session, 5) == [stored.id]
        assert development_rows.count_developments(session) == 0


def test_decisions_are_kept_with_what_was_weighed(store: Store) -> None:
    decision = decide(
        Step.UPDATE,
        1,
        signature=FULL,
        score=0.75,
        scores={"terms": 0.5, "actors": 1.0},
        runner_up=(9, 0.25),
        update=AlertReason(code=ReasonCode.STATUS_CHANGED, text="The talks began."),
        explanation="Same talks, now under way.",
    )
    with store.write() as session:
        main, first_id = add_development(session)
        stored = add_hit_item(session, "second", now=after(hours=1))
        decision = replace(decision, development_id=main)
        record(session, stored, decision, quiet="silenced by ana")
    with store.read() as session:
        first, second = development_rows.decisions_of(session, main)
        assert (first.stored.id, first.decision.step, first.quiet_reason) == (
            first_id,
            Step.NEW,
            "",
        )
        assert first.decision.development_id == main
        assert first.decision.update is None
        assert first.decision.runner_up is None
        assert second.stored == replace(stored, matched_revision="r1")
        assert second.decision == decision
        assert (second.decided_at, second.quiet_reason) == (NOW, "silenced by ana")
        assert development_rows.decisions_of(session, 4711) == []


# ---------------------------------------------------------------- windows


def test_open_developments_are_those_told_since_and_not_closed(store: Store) -> None:
    with store.write() as session:
        old, _ = add_development(session, "old", now=after(hours=-10))
        edge, _ = add_development(session, "edge", now=after(hours=-5))
        new, _ = add_development(session, "new")
        closed, _ = add_development(session, "closed")
        quiet, _ = add_development(session, "quiet")
        for key, state in ((closed, DevelopmentState.CLOSED), (quiet, DevelopmentState.QUIET)):
            table = DevelopmentRow.metadata.tables["development"]
            session.execute(table.update().where(table.c.id == key).values(state=state))
        found = development_rows.open_developments(session, since=after(hours=-5))
        assert [it.development.id for it in found] == [edge, new, quiet]
        assert old not in [it.development.id for it in found]
        assert found[0].development == development_rows.get_development(session, edge)


def test_an_open_development_has_its_latest_tellings_in_order(store: Store) -> None:
    with store.write() as session:
        one, _ = add_development(session, "one", now=after(hours=-1))
        two, two_item = add_development(session, "two")
        stored = [
            add_hit_item(session, f"{hours}", outlet="Outlet B", now=after(hours=hours))
            for hours in (3, 1, 2)
        ]
        for part in stored:
            record(session, part, decide(Step.JOINED, one))
        found = development_rows.open_developments(session, since=after(days=-1), max_tellings=2)
        assert [it.development.id for it in found] == [one, two]
        three, _, second = stored
        assert found[0].tellings == (telling(session, second), telling(session, three))
        assert found[0].tellings[0].actors == ("freedonia",)
        assert [it.item_id for it in found[1].tellings] == [two_item]


def test_developments_that_hold_an_item_are_there_whatever_their_age_and_state(
    store: Store,
) -> None:
    with store.write() as session:
        old, old_item = add_development(session, "old", now=after(days=-10))
        closed, closed_item = add_development(session, "closed", now=after(days=-9))
        add_development(session, "left out", now=after(days=-8))
        new, new_item = add_development(session, "new")
        waiting = add_hit_item(session, "waiting")
        table = DevelopmentRow.metadata.tables["development"]
        closing_it = table.update().where(table.c.id == closed)
        session.execute(closing_it.values(state=DevelopmentState.CLOSED))

        def found(*item_ids: int) -> list[tuple[int, tuple[int, ...]]]:
            known = development_rows.open_developments(
                session, since=after(hours=-1), max_tellings=2, holding=item_ids
            )
            return [(it.development.id, tuple(t.item_id for t in it.tellings)) for it in known]

        recent = (new, (new_item,))
        assert found() == found(waiting.id, 4711) == found(new_item) == [recent]
        assert found(closed_item, old_item, new_item) == [
            (old, (old_item,)),
            (closed, (closed_item,)),
            recent,
        ]
        # The item asked for is among the tellings, however many told the development after it.
        more = [add_hit_item(session, f"{n}", now=after(days=-9 + n)) for n in (1, 2, 3)]
        for part in more:
            record(session, part, decide(Step.JOINED, old))
        last = (more[1].id, more[2].id)
        assert found(more[2].id) == [(old, last), recent]
        assert found(old_item) == [(old, (old_item, *last)), recent]
        assert found(more[0].id, old_item) == [(old, (old_item, more[0].id, *last)), recent]


def test_thousands_of_items_are_asked_for(store: Store) -> None:
    with store.write() as session:
        old, old_item = add_development(session, "old", now=after(days=-10))
        known = development_rows.open_developments(
            session, since=NOW, holding=range(old_item, old_item + 40_000)
        )
        assert [it.development.id for it in known] == [old]


def test_developments_are_listed_latest_told_first(store: Store) -> None:
    with store.write() as session:
        ids = [add_development(session, f"{n}", now=after(hours=n))[0] for n in (1, 3, 2)]
        listed = development_rows.list_developments(session, limit=10)
        assert [it.id for it in listed] == [ids[1], ids[2], ids[0]]
        page = development_rows.list_developments(session, limit=1, before=listed[0].last_told_at)
        assert [it.id for it in page] == [ids[2]]


def test_only_one_transaction_groups_at_a_time(store: Store, store_url: str) -> None:
    inside: list[int] = []
    seen: list[int] = []

    def group(number: int) -> None:
        with closing(open_store(store_url)) as mine, mine.write() as session:
            development_rows.lock_grouping(session)
            inside.append(number)
            seen.append(len(inside))
            # What an earlier one did is visible once the lock is had.
            seen.append(1 if development_rows.count_developments(session) == number_done[0] else 9)
            add_development(session, f"by {number}")
            number_done[0] += 1
            inside.remove(number)

    number_done = [0]
    threads = [threading.Thread(target=group, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert number_done == [4]
    assert set(seen) == {1}


def test_the_counter_tells_whether_anybody_grouped_since(store: Store) -> None:
    with store.write() as session:
        development_rows.lock_grouping(session)
        assert development_rows.grouping_counter(session) == 0
        assert development_rows.bump_grouping_counter(session) == 1
        assert development_rows.grouping_counter(session) == 1

    def fail() -> None:
        with store.write() as session:
            assert development_rows.bump_grouping_counter(session) == 2
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError, match="undone"):
        fail()
    with store.write() as session:
        assert development_rows.grouping_counter(session) == 1
        assert development_rows.bump_grouping_counter(session) == 2
        assert development_rows.bump_grouping_counter(session) == 3
    with store.read() as session:
        assert development_rows.grouping_counter(session) == 3
