from __future__ import annotations

from monitor.developments.corroboration import Voice
from monitor.model import DevelopmentState, Follows, Step
from monitor.store import Session, Store, life
from monitor.store import developments as development_rows
from tests.store.builders import NOW, add_development, add_hit_item, after, decide
from tests.store.test_developments import record, telling


def state(session: Session, id: int) -> DevelopmentState:
    found = development_rows.get_development(session, id)
    assert found is not None
    return found.state


def test_developments_settle_by_their_last_telling(store: Store) -> None:
    with store.write() as session:
        for name, days in (("new", 0), ("old", -10), ("older", -50)):
            stored = add_hit_item(session, name, published_at=after(days=days))
            record(session, stored, decide())
        moments = {"quiet_before": after(days=-5), "closed_before": after(days=-35)}
        assert life.is_settling_due(session, **moments)
        assert life.settle_developments(session, **moments, now=NOW) == 2
        assert not life.is_settling_due(session, **moments)
        states = [state(session, one) for one in (1, 2, 3)]
        assert states == [DevelopmentState.OPEN, DevelopmentState.QUIET, DevelopmentState.CLOSED]
        past = life.past_developments(session, told_since=after(days=-90), limit=9)
        assert [one.id for one in past] == [2, 3]
        assert all(one.state_at == NOW for one in past)
        since = {"told_since": after(days=-90), "limit": 9, "changed_since": after(hours=1)}
        assert life.past_developments(session, **since) == []  # type: ignore[arg-type]
        life.reopen_development(session, 2, after(hours=2))
        assert state(session, 2) is DevelopmentState.OPEN


def test_a_chain_is_found_from_any_of_its_members(store: Store) -> None:
    with store.write() as session:
        ids = [
            add_development(session, name, now=after(days=n))[0] for n, name in enumerate("abcd")
        ]
        for later, earlier in ((1, 0), (2, 0), (3, 2)):
            follows = Follows(development_id=ids[earlier], title="", why=f"as {earlier}")
            life.set_follows(session, ids[later], follows)
        alone, _ = add_development(session, "alone", now=after(days=9))
        for one in ids:
            assert [it.id for it in life.chain_of(session, one)] == ids
        assert [it.id for it in life.chain_of(session, alone)] == [alone]
        assert life.chain_of(session, 4711) == []
        last = development_rows.get_development(session, ids[3])
        assert last is not None
        found = life.follows_of(session, last)
        assert found is not None
        assert (found.development_id, found.why) == (ids[2], "as 2")
        assert found.title == "Freedonia talks c"


def test_voices_are_those_of_independent_tellings(store: Store) -> None:
    with store.write() as session:
        main, _ = add_development(session)
        copy = add_hit_item(session, "copy", outlet="Outlet B", link="https://b.example/1")
        record(session, copy, decide(Step.COPY, main))
        other = add_hit_item(session, "own", outlet="Outlet C", link="https://www.c.example/1")
        record(session, other, decide(Step.JOINED, main))
        assert life.independent_voices(session, main) == [
            Voice(outlet="Outlet A"),
            Voice(outlet="Outlet C", site="c.example"),
        ]


def test_facets_take_the_tellings_they_came_with(store: Store) -> None:
    with store.write() as session:
        main, first = add_development(session)
        gone, second = add_development(session, "two", now=after(hours=1))
        stored = add_hit_item(session, "three", now=after(hours=2))
        development_rows.record_decision(
            session, telling(session, stored), decide(Step.JOINED, main), now=NOW, facet_id=gone
        )
        assert [it.development.id for it in development_rows.open_developments(
            session, since=after(days=-1)
        )] == [main, gone]  # fmt: skip
        recorded = development_rows.decision_about(session, stored.id)
        assert (recorded.facet_id, recorded.decision.development_id) == (gone, main)
        assert first != second
