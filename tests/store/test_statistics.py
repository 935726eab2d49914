from __future__ import annotations

import random
import threading
from datetime import timedelta

import pytest

from monitor.developments.statistics import HALF_LIFE
from monitor.store import Store, statistics
from monitor.store.engine import Session
from monitor.store.statistics import TermCounts, add_documents, refresh
from tests.store.builders import NOW


def stored(session: Session) -> TermCounts:
    return refresh(session, TermCounts())


def same(one: TermCounts, other: TermCounts) -> bool:
    """Equal to the last bit, not nearly."""
    return (one.version, one.documents, one.decay, one.frequencies) == (
        other.version,
        other.documents,
        other.decay,
        other.frequencies,
    )


def test_documents_add_up(store: Store) -> None:
    with store.write() as session:
        assert stored(session).documents == 0
        assert stored(session).frequencies == {}
        add_documents(session, {"talks": 2, "harbour": 1}, 3, now=NOW)
        add_documents(session, {"talks": 1, "пакт": 1}, 1, now=NOW)
        add_documents(session, {}, 5, now=NOW)
        assert stored(session).documents == 9
        assert stored(session).frequencies == {"talks": 3, "harbour": 1, "пакт": 1}


def test_what_was_counted_a_half_life_ago_weighs_half(store: Store) -> None:
    with store.write() as session:
        add_documents(session, {"flood": 40}, 400, now=NOW)
        add_documents(session, {"drought": 40}, 400, now=NOW + HALF_LIFE)
        found = stored(session)
    today = found.statistics()
    assert today.unit == 2
    assert found.frequencies["drought"] == 2 * found.frequencies["flood"]
    assert found.documents / today.unit == pytest.approx(600)
    assert today.idf("drought") < today.idf("flood") < today.idf("quake")


def test_a_restart_and_a_refresh_give_the_same_numbers(store: Store) -> None:
    draw = random.Random(5)
    kept = TermCounts()
    for number in range(12):
        terms = {f"w{draw.randrange(60)}": draw.randint(1, 9) for _ in range(20)}
        with store.write() as session:
            add_documents(session, terms, 30, now=NOW + timedelta(hours=7.3 * number))
        if number % 3 == 0:
            with store.read() as session:
                kept = refresh(session, kept)
    with store.read() as session:
        kept = refresh(session, kept)
        assert same(kept, stored(session))
        assert refresh(session, kept) is kept


def test_a_refresh_reads_only_what_changed(store: Store) -> None:
    with store.write() as session:
        add_documents(session, {"talks": 1, "harbour": 1}, 1, now=NOW)
        kept = stored(session)
        kept.frequencies["harbour"] = 99.0  # would be put right if it were read again
        add_documents(session, {"talks": 1}, 1, now=NOW)
        assert refresh(session, kept).frequencies == {"talks": 2, "harbour": 99}


def test_a_rollback_counts_nothing(store: Store) -> None:
    with store.write() as session:
        add_documents(session, {"talks": 1}, 1, now=NOW)

    def fail() -> None:
        with store.write() as session:
            add_documents(session, {"talks": 1}, 1, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as session:
        assert stored(session).frequencies == {"talks": 1}
        assert stored(session).documents == 1


def test_the_rarest_and_oldest_are_dropped_beyond_the_bound(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "MAX_TERMS", 1000)
    monkeypatch.setattr(statistics, "KEPT_TERMS", 750)
    monkeypatch.setattr(statistics, "CHECK_EVERY", 200)
    kept = TermCounts()
    most = 0
    for batch in range(30):
        terms = {f"once-{batch}-{number}": 1 for number in range(100)}
        with store.write() as session:
            now = NOW + timedelta(days=batch)
            add_documents(session, {"talks": 60, **terms}, 100, now=now)
            kept = refresh(session, kept)
            most = max(most, len(kept.frequencies))
    assert most <= 1200
    with store.read() as session:
        assert same(kept, stored(session))
    assert "talks" in kept.frequencies
    assert "once-29-0" in kept.frequencies
    assert not any(term.startswith(("once-0-", "once-10-")) for term in kept.frequencies)


def test_terms_that_all_weigh_the_same_do_not_break_the_bound(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "MAX_TERMS", 100)
    monkeypatch.setattr(statistics, "KEPT_TERMS", 75)
    monkeypatch.setattr(statistics, "CHECK_EVERY", 10)
    with store.write() as session:
        add_documents(session, {"talks": 3, **{f"w{n}": 1 for n in range(200)}}, 9, now=NOW)
        assert stored(session).frequencies == {"talks": 3}


def test_counts_are_put_in_a_new_unit_before_they_grow_beyond_a_float(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "MAX_AGE", 16.0)
    kept = TermCounts()
    with store.write() as session:
        for step in range(40):
            add_documents(session, {"talks": 1}, 2, now=NOW + step * HALF_LIFE)
            kept = refresh(session, kept)
        assert kept.decay.age < 16
        assert kept.documents / kept.decay.unit == pytest.approx(4)
        assert kept.frequencies["talks"] / kept.decay.unit == pytest.approx(2)
        assert same(kept, stored(session))


def test_thousands_of_terms_at_once(store: Store) -> None:
    terms = {f"term{number}": number + 1 for number in range(3000)}
    with store.write() as session:
        add_documents(session, terms, 3000, now=NOW)
        assert stored(session).frequencies == terms


def test_terms_that_no_database_can_index_are_left_out(store: Store) -> None:
    noise = "".join(random.Random(1).choices("abcdefghij報道", k=20_000))
    with store.write() as session:
        add_documents(session, {noise: 1, "報" * 200: 1, "a\0b": 1, "ab": 1}, 1, now=NOW)
        assert stored(session).frequencies == {"報" * 200: 1, "ab": 2}


def test_writers_in_unlike_order_lose_nothing(store: Store) -> None:
    terms = [f"term{number}" for number in range(50)]

    def add(order: list[str]) -> None:
        for _ in range(5):
            with store.write() as session:
                add_documents(session, dict.fromkeys(order, 1), 1, now=NOW)

    orders = [terms, terms[::-1], terms[25:] + terms[:25]]
    threads = [threading.Thread(target=add, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert stored(session).documents == 15
        assert stored(session).version == 15
        assert set(stored(session).frequencies.values()) == {15}
