from __future__ import annotations

import random
import threading

from monitor.store import Store, statistics


def test_documents_add_up(store: Store) -> None:
    with store.write() as session:
        assert statistics.count_documents(session) == 0
        assert statistics.document_frequencies(session, ["talks"]) == {}
        statistics.add_documents(session, {"talks": 2, "harbour": 1}, 3)
        statistics.add_documents(session, {"talks": 1, "пакт": 1}, 1)
        statistics.add_documents(session, {}, 5)
        assert statistics.count_documents(session) == 9
        asked = {"talks", "harbour", "пакт", "unheard"}
        assert statistics.document_frequencies(session, asked) == {
            "talks": 3,
            "harbour": 1,
            "пакт": 1,
        }


def test_thousands_of_terms_at_once(store: Store) -> None:
    terms = {f"term{number}": number + 1 for number in range(3000)}
    with store.write() as session:
        statistics.add_documents(session, terms, 3000)
        assert statistics.document_frequencies(session, terms.keys()) == terms


def test_terms_that_no_database_can_index_are_left_out(store: Store) -> None:
    noise = "".join(random.Random(1).choices("abcdefghij報道", k=20_000))
    with store.write() as session:
        statistics.add_documents(session, {noise: 1, "報" * 200: 1, "a\0b": 1, "ab": 1}, 1)
        asked = [noise, "報" * 200, "a\0b"]
        assert statistics.document_frequencies(session, asked) == {"報" * 200: 1, "a\0b": 2}


def test_writers_in_unlike_order_lose_nothing(store: Store) -> None:
    terms = [f"term{number}" for number in range(50)]

    def add(order: list[str]) -> None:
        for _ in range(5):
            with store.write() as session:
                statistics.add_documents(session, dict.fromkeys(order, 1), 1)

    orders = [terms, terms[::-1], terms[25:] + terms[:25]]
    threads = [threading.Thread(target=add, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert statistics.count_documents(session) == 15
        assert set(statistics.document_frequencies(session, terms).values()) == {15}
