from __future__ import annotations

import threading
from contextlib import closing

from monitor.store import Store, open_store, outlets
from monitor.store.statements import CHUNK, LISTS_LOCK, chunks, lock
from tests.store.builders import NOW, outlet_names


def test_chunks_keep_order_and_size() -> None:
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks([])) == []
    assert [len(chunk) for chunk in chunks(range(CHUNK + 1))] == [CHUNK, 1]


def test_a_lock_lets_one_transaction_in_at_a_time(store: Store, store_url: str) -> None:
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait(10)
        with closing(open_store(store_url)) as other, other.write() as session:
            lock(session, LISTS_LOCK)
            order.append("second")
            assert outlet_names(session) == ["first"]

    thread = threading.Thread(target=second)
    thread.start()
    with store.write() as session:
        lock(session, LISTS_LOCK)
        inside.set()
        thread.join(0.3)
        order.append("first")
        outlets.ensure_outlet(session, "first", NOW)
    thread.join(20)
    assert order == ["first", "second"]
