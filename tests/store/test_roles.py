from __future__ import annotations

from monitor.store import Store, roles
from monitor.store.roles import LONGEST_LEASE
from tests.store.builders import NOW, after


def take(store: Store, owner: str, seconds: float = 0.0) -> bool:
    with store.write() as session:
        return roles.take_role(
            session, "group", owner=owner, now=after(seconds=seconds), lease_s=10
        )


def test_one_process_has_a_role_until_its_lease_ends(store: Store) -> None:
    assert take(store, "one")
    assert not take(store, "two", 9.9)
    assert take(store, "one", 9.9)  # it says that it goes on
    assert not take(store, "two", 19.8)
    assert take(store, "two", 20.0)
    assert not take(store, "one", 20.0)


def test_a_role_that_was_left_is_anybodys(store: Store) -> None:
    with store.read() as session:
        assert not roles.has_role(session, "group", NOW)
    assert take(store, "one")
    with store.read() as session:
        assert roles.has_role(session, "group", NOW)
        assert not roles.has_role(session, "group", after(seconds=10))
        assert not roles.has_role(session, "scheduler", NOW)
    with store.write() as session:
        assert roles.leave_roles(session, "two") == 0
        assert roles.leave_roles(session, "one") == 1
        assert not roles.has_role(session, "group", NOW)
    assert take(store, "two")


def test_a_lease_of_a_clock_that_was_set_back_since_does_not_count(store: Store) -> None:
    assert take(store, "one", LONGEST_LEASE.total_seconds())
    with store.read() as session:
        assert not roles.has_role(session, "group", NOW)
    assert take(store, "two")
