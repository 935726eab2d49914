"""The timeline: order, filters, full text, read marks; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from monitor.model import AlertState, Severity, Step, StoredItem
from monitor.pipeline.corrections import Editor, merge_developments, split_development
from monitor.store import Session, Store, hits, items, search, timeline
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store.changes import newest_version
from monitor.store.reading import mark_all_read, mark_unread
from monitor.store.search import items_with
from monitor.store.search_query import read_query, to_fts5
from monitor.store.timeline import TimelineFilter
from tests.store.builders import (
    NOW,
    add_development,
    add_hit_item,
    add_item,
    after,
    decide,
    make_alert,
    make_hit,
)
from tests.support.stored import fill_index


def shown(store: Store, *, reader: str = "ada", **wanted: Any) -> list[int]:
    fill_index(store)
    with store.read() as session:
        found = timeline.timeline(session, TimelineFilter(**wanted), reader=reader, limit=50)
        return [one.development.id for one in found]


def tell(session: Session, name: str, to: int, step: Step = Step.JOINED, **changes: Any) -> None:
    stored = add_hit_item(session, name, **changes)
    telling = development_rows.telling_of(stored, hits.hits_of(session, [stored.id])[stored.id])
    development_rows.record_decision(session, telling, decide(step, to), now=after(minutes=9))


def editor() -> Editor:
    return Editor(
        author="ada",
        comment="",
        now=after(hours=1),
        window=timedelta(days=5),
        close_after=timedelta(days=30),
    )


def test_the_last_changed_comes_first_and_one_more_copy_is_no_change(store: Store) -> None:
    with store.write() as session:
        first, _ = add_development(session, "one")
        second, _ = add_development(session, "two")
        seen = newest_version(session)
        tell(session, "three", first, Step.COPY, outlet="Outlet B")
    assert shown(store) == [second, first]
    with store.read() as session:
        assert timeline.touched(session, seen, 10) == ((first,), newest_version(session))
        [entry] = timeline.timeline(
            session, TimelineFilter(), reader="ada", limit=9, touched_since=seen
        )
        assert entry.development.outlets == ("Outlet A", "Outlet B")
        assert entry.change.text == "First report, by Outlet A."
    with store.write() as session:
        tell(session, "four", first, Step.NEW)
        third = development_rows.development_of(session, 4)
        assert third is not None
    assert shown(store) == [third.id, second, first]


def test_pages_follow_one_another_by_the_number_of_the_change(store: Store) -> None:
    with store.write() as session:
        ids = [add_development(session, str(number))[0] for number in range(5)]
        page = timeline.timeline(session, TimelineFilter(), reader="ada", limit=3)
        rest = timeline.timeline(
            session, TimelineFilter(), reader="ada", limit=3, before=page[-1].change.id
        )
    assert [one.development.id for one in (*page, *rest)] == ids[::-1]


def test_filters_find_by_rule_severity_actor_outlet_and_time(store: Store) -> None:
    with store.write() as session:
        first, _ = add_development(session, "one")
        stored = add_item(session, "two", outlet="Outlet B")
        hit = make_hit(stored.id, "strikes", severity=Severity.LOW, actor="sylvania")
        hits.replace_hits(session, stored.id, "r1", [hit])
        telling = development_rows.telling_of(stored, [hit])
        second = development_rows.record_decision(session, telling, decide(), now=after(hours=3)).id
    assert shown(store, rule="talks") == [first]
    assert shown(store, rule="strikes") == [second]
    assert shown(store, severity=Severity.MEDIUM) == [first]
    assert shown(store, severity=Severity.LOW) == [second, first]
    assert shown(store, outlet="Outlet B") == [second]
    assert shown(store, actor="freedonia") == [second, first]  # of the signature
    assert shown(store, since=after(hours=1)) == [second]
    assert shown(store, until=after(hours=1)) == [first]
    assert shown(store, since=after(hours=4)) == shown(store, until=after(hours=-4)) == []
    assert shown(store, rule="talks", outlet="Outlet B") == []
    assert shown(store, rule="talks", outlet="Outlet A", severity=Severity.HIGH) == [first]


def test_what_is_read_stays_read_until_it_changes(store: Store) -> None:
    with store.write() as session:
        first, _ = add_development(session, "one")
        second, _ = add_development(session, "two")
    assert shown(store, unread=True) == [second, first]
    with store.write() as session:
        assert timeline.read_development(session, "ada", first)
        assert not timeline.read_development(session, "ada", 99)
        assert timeline.count_unread(session, "ada") == 1
        assert timeline.count_unread(session, "bob") == 2
    assert shown(store, unread=True) == [second]
    with store.write() as session:
        tell(session, "three", first, Step.UPDATE)
    assert shown(store, unread=True) == [second]  # an update that says nothing is no news
    with store.write() as session:
        stored = add_hit_item(session, "four")
        telling = development_rows.telling_of(stored, hits.hits_of(session, [stored.id])[stored.id])
        development_rows.record_decision(
            session, telling, decide(Step.JOINED, first), now=NOW, change="Now three tell it."
        )
    assert shown(store, unread=True) == [first, second]


def test_all_is_read_up_to_what_was_shown_and_one_can_be_kept(store: Store) -> None:
    with store.write() as session:
        first, _ = add_development(session, "one")
        seen = newest_version(session)
        second, _ = add_development(session, "two")
        mark_all_read(session, "ada", seen)
        mark_all_read(session, "ada", 0)  # an old page sends it late
    assert shown(store, unread=True) == [second]
    with store.write() as session:
        assert mark_unread(session, "ada", first)
        assert not mark_unread(session, "ada", 99)
    assert shown(store, unread=True) == [second, first]
    with store.write() as session:
        timeline.read_development(session, "ada", second)
        assert timeline.count_unread(session, "ada") == 1
        timeline.read_development(session, "ada", first)
        assert timeline.count_unread(session, "ada") == 0
        assert session.scalar(text("SELECT count(*) FROM read_mark")) == 0


def test_a_merge_takes_its_news_along_and_a_split_brings_it_back(store: Store) -> None:
    with store.write() as session:
        first, _ = add_development(session, "one")
        second, item = add_development(session, "two")
        third, _ = add_development(session, "three")
    merge_developments(store, first, [second], editor())
    assert shown(store) == [third, first]
    assert shown(store, text="two") == [first]
    split_development(store, first, [item], editor())
    assert shown(store) == [second, third, first]
    assert shown(store, text="two") == [second]
    with store.read() as session:
        [entry] = timeline.entries_of(session, [second], reader="ada")
        assert entry.change.text == "Split off development 1 by ada."


def test_the_last_alert_is_shown(store: Store) -> None:
    with store.write() as session:
        development, item = add_development(session, "one")
        alerts = (
            ("msg_1", NOW, AlertState.RELEASED),
            ("msg_3", after(hours=1), AlertState.MUTED),
            ("msg_2", after(hours=1), AlertState.HELD),
        )
        for name, at, state in alerts:
            alert = replace(make_alert(name, development, item, created_at=at), state=state)
            alert_rows.add_alert(session, alert)
        [entry] = timeline.entries_of(session, [development], reader="ada")
        assert entry.alert is AlertState.MUTED


# ------------------------------------------------------------ full text


def found(store: Store, typed: str, *, grouped: bool = False) -> list[int]:
    fill_index(store)
    with store.read() as session:
        return sorted(session.scalars(items_with(session, read_query(typed), grouped=grouped)))


@pytest.fixture
def texts(store: Store) -> Store:
    with store.write() as session:
        for number, (title, summary) in enumerate(
            (
                ("Çağrı: the Élysée speaks of U.S.-Russia talks", "Iran’s envoy came."),
                ("Ёлка и переговоры в Киеве", "Министры встретились."),
                ("北京会谈开始", ""),
                ("दिल्ली में वार्ता", ""),
                ("Talks of the us and others", "A résumé"),
            )
        ):
            add_item(session, str(number), title=title, summary=summary)
    return store


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("elysee", [1]),
        ("ÉLYSÉE cagri", [1]),
        ("US Russia", [1]),
        ('"us russia"', [1]),
        ('"russia us"', []),
        ("us-russia", [1]),
        ("iran", [1]),
        ("talks us", [1, 5]),
        ("talks -russia", [5]),
        ("talk*", [1, 5]),
        ("talk", []),
        ("елка", [2]),
        ("ПЕРЕГОВОРЫ киеве", [2]),
        ("министр*", [2]),
        ("会谈", [3]),
        ("दिल्ली", [4]),
        ("resume", [5]),
        ("-talks", []),
        ("", []),
        ("§", []),
    ],
)
def test_words_are_found_as_the_matcher_would_find_them(
    texts: Store, typed: str, ids: list[int]
) -> None:
    assert found(texts, typed) == ids


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="ab\"'*-^:(){}+&|!<>\\%_;§.: NEAROT", max_size=40),
)


@pytest.mark.parametrize("common_from", [1, 10_000])
def test_common_and_rare_words_are_found_alike(
    store: Store, monkeypatch: pytest.MonkeyPatch, common_from: int
) -> None:
    monkeypatch.setattr("monitor.store.search.COMMON_FROM", common_from)
    with store.write() as session:
        first, _ = add_development(session, "one")
        second, _ = add_development(session, "two")
        tell(session, "three", first)
    assert shown(store, text="freedonia") == [second, first]
    assert shown(store, text="three") == [first]
    assert shown(store, text="freedonia -two") == [first]
    assert shown(store, text="nothing") == []
    with store.read() as session:
        wanted = TimelineFilter(text="three")
        assert timeline.fitting_ids(session, [first, second], wanted, reader="ada") == {first}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=HOSTILE)
def test_nothing_typed_is_syntax(texts: Store, typed: str) -> None:
    found(texts, typed)
    found(texts, typed, grouped=True)
    shown(texts, text=typed)


def test_an_edit_is_found_by_its_new_words_only(store: Store) -> None:
    with store.write() as session:
        development, item = add_development(session, "one")
        stored: StoredItem = items.get_items(session, [item])[item]
        edited = replace(stored.item, title="Sylvania walks out", content="In Portville")
        items.update_item(session, item, edited, now=NOW, edited=True)
    assert found(store, "portville walks", grouped=True) == [item]
    assert shown(store, text="portville") == [development]
    assert found(store, "one") == []
    assert shown(store, text="one") == [development]  # the title that is shown still has it


def test_only_items_of_developments_are_marked_so(store: Store) -> None:
    with store.write() as session:
        add_item(session, "alone")
        _, item = add_development(session, "told")
    assert found(store, "freedonia", grouped=True) == [item]
    assert len(found(store, "freedonia")) == 2


def test_what_was_stored_before_the_index_is_put_into_it(store: Store) -> None:
    with store.write() as session:
        development, item = add_development(session, "one")
        add_item(session, "two")
    fill_index(store)
    with store.write() as session:
        search.forget_items(session, [1, 2])
        search.forget_developments(session, [development])
    assert shown(store, text="freedonia") == []
    with store.write() as session:
        search.request_fill(session)
    assert search.fill_step(store)
    assert shown(store, text="freedonia") == [development]
    assert found(store, "freedonia") == [1, 2]
    assert found(store, "freedonia", grouped=True) == [item]


def plan(session: Session, query: Any) -> str:
    compiled = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    return str(session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all())


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (TimelineFilter(), "ix_development_change_id"),
        (TimelineFilter(rule="talks"), "ix_development_filter_kind_value_change_id"),
        (TimelineFilter(unread=True), "ix_development_change_id (change_id>?)"),
    ],
)
def test_pages_are_read_by_an_index_in_order(
    sqlite_store: Store, wanted: TimelineFilter, index: str
) -> None:
    with sqlite_store.read() as session:
        query, changed = timeline._fitting(session, wanted, "ada")
        told = plan(session, query.order_by(changed.desc()).limit(50))
    assert index in told, told
    assert "TEMP B-TREE" not in told, told


def test_a_query_is_quoted() -> None:
    query = read_query('us "a b" -c dee* o* OR')
    assert to_fts5(query, grouped=True) == (
        '("§" AND "us" AND "a b" AND "dee" * AND "o" AND "or") NOT ("c")'
    )
