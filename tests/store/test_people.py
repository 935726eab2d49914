from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.model import Person, Role
from monitor.store import Session, Store, people, web_sessions
from tests.store.builders import NOW, after


def add(session: Session, name: str = "ada", role: Role = Role.EDITOR) -> Person:
    person = people.add_person(
        session, name=name, role=role, token_digest=f"token of {name}", now=NOW
    )
    assert person is not None
    return person


def log_in(session: Session, person: Person, digest: str = "d", *, age_h: float = 0) -> None:
    web_sessions.start_session(
        session, person, digest=digest, browser="Browser 1", now=after(hours=-age_h)
    )


def test_a_person_is_found_by_name_and_by_token(store: Store) -> None:
    with store.write() as session:
        ada = add(session)
        assert (
            people.add_person(session, name="ada", role=Role.ADMIN, token_digest="other", now=NOW)
            is None
        )
        assert people.get_person(session, "ada") == ada == people.list_people(session)[0]
        assert people.person_by_token(session, "token of ada") == ada
        assert people.person_by_token(session, "") is None
        assert people.get_person(session, "bob") is None
        assert (ada.role, ada.has_password, ada.last_login_at) == (Role.EDITOR, False, None)


def test_the_first_person_is_added_only_where_there_is_none(store: Store) -> None:
    def first(name: str) -> Person | None:
        with store.write() as session:
            return people.add_first_person(
                session, name=name, role=Role.ADMIN, token_digest=name, now=NOW
            )

    assert first("ada") is not None
    assert first("bob") is None


@pytest.mark.parametrize("change", [people.set_token, people.set_password])
def test_another_secret_logs_out_everywhere(store: Store, change: object) -> None:
    assert callable(change)
    with store.write() as session:
        ada, bob = add(session), add(session, "bob")
        log_in(session, ada)
        log_in(session, bob, "of bob")
        assert change(session, "ada", "new secret")
        assert not change(session, "carol", "another secret")
        assert web_sessions.find_session(session, "d", NOW) is None
        assert web_sessions.find_session(session, "of bob", NOW) is not None


def test_a_renewed_hash_logs_nobody_out_and_overwrites_no_newer_one(store: Store) -> None:
    with store.write() as session:
        ada = add(session)
        people.set_password(session, "ada", "old")
        log_in(session, ada)
        people.renew_password_hash(session, "ada", old="old", new="new")
        people.renew_password_hash(session, "ada", old="old", new="too late")
        assert people.password_hash_of(session, "ada") == "new"
        assert people.password_hash_of(session, "nobody") == ""
        assert web_sessions.find_session(session, "d", NOW) is not None


def test_a_role_counts_at_once_and_a_removed_person_is_out(store: Store) -> None:
    with store.write() as session:
        log_in(session, add(session))
        assert people.set_role(session, "ada", Role.VIEWER)
        found = web_sessions.find_session(session, "d", NOW)
        assert found is not None
        assert found.person.role is Role.VIEWER
        assert found.person.last_login_at == NOW
        assert people.remove_person(session, "ada")
        assert not people.remove_person(session, "ada")
        assert web_sessions.find_session(session, "d", NOW) is None


def test_a_session_ends_unused_and_in_any_case(store: Store) -> None:
    with store.write() as session:
        ada = add(session)
        log_in(session, ada)
        idle, longest = web_sessions.IDLE, web_sessions.LONGEST
        tick = timedelta(seconds=1)
        found = web_sessions.find_session(session, "d", NOW + idle - tick)
        assert found is not None
        assert web_sessions.find_session(session, "d", NOW + idle) is None
        for days in range(1, longest.days + 1):
            web_sessions.see_session(session, found.id, after(days=days))
        assert web_sessions.find_session(session, "d", NOW + longest - tick) is not None
        assert web_sessions.find_session(session, "d", NOW + longest) is None
        web_sessions.start_session(session, ada, digest="e", browser="", now=NOW + longest)
        assert [one.browser for one in web_sessions.sessions_of(session, ada.id, NOW)] == [""]


def test_logging_out_here_and_elsewhere(store: Store) -> None:
    with store.write() as session:
        ada = add(session)
        for age_h, digest in enumerate("abc"):
            log_in(session, ada, digest, age_h=age_h)
        latest, *_ = web_sessions.sessions_of(session, ada.id, NOW)
        assert latest.started_at == NOW
        assert web_sessions.end_session(session, "b")
        assert not web_sessions.end_session(session, "b")
        assert web_sessions.end_other_sessions(session, ada.id, keep_id=latest.id) == 1
        assert web_sessions.sessions_of(session, ada.id, NOW) == [latest]


def test_being_seen_is_kept_in_steps(store: Store) -> None:
    with store.write() as session:
        log_in(session, add(session))
        found = web_sessions.find_session(session, "d", NOW)
        assert found is not None
        assert not web_sessions.is_seen_due(found, after(minutes=4))
        assert web_sessions.is_seen_due(found, after(minutes=5))


def test_counts_of_logins_are_kept_for_a_day(store: Store) -> None:
    with store.write() as session:
        web_sessions.set_throttle_levels(session, {"a": 1.5}, NOW)
        web_sessions.set_throttle_levels(session, {"a": 2.5, "b": 1.0}, after(hours=1))
        found = web_sessions.throttle_levels(session, ["a", "c"])
        assert found == {"a": (2.5, after(hours=1))}
        web_sessions.set_throttle_levels(session, {"c": 1.0}, after(hours=26))
        assert set(web_sessions.throttle_levels(session, ["a", "b", "c"])) == {"c"}
