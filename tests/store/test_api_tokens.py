from __future__ import annotations

from monitor.model import ApiToken, Person, Role, TokenScope
from monitor.store import Session, Store
from monitor.store import api_tokens as token_rows
from monitor.store import people as person_rows
from tests.store.builders import NOW, after


def person(session: Session, name: str) -> Person:
    added = person_rows.add_person(
        session, name=name, role=Role.EDITOR, token_digest=f"login {name}", now=NOW
    )
    assert added is not None
    return added


def give(session: Session, one: Person, name: str, **changes: object) -> ApiToken | None:
    values = {"scope": TokenScope.READ, "expires_at": None, **changes}
    return token_rows.add_token(
        session,
        person_id=one.id,
        name=name,
        digest=f"digest {one.name} {name}",
        now=NOW,
        **values,  # type: ignore[arg-type]
    )


def test_a_token_is_found_by_its_digest_until_it_is_over(store: Store) -> None:
    with store.write() as session:
        ada = person(session, "ada")
        kept = give(session, ada, "dashboard")
        brief = give(session, ada, "trial", expires_at=after(days=1))
        assert kept is not None
        assert brief is not None
        assert give(session, ada, "dashboard") is None
        assert token_rows.find_token(session, "digest ada dashboard", NOW) == kept
        assert token_rows.find_token(session, "digest ada trial", NOW) == brief
        assert token_rows.find_token(session, "digest ada trial", after(days=1)) is None
        assert token_rows.find_token(session, "other", NOW) is None
        assert token_rows.is_good(session, brief.id, NOW)
        assert not token_rows.is_good(session, brief.id, after(days=2))
        assert token_rows.list_tokens(session) == [kept, brief]


def test_use_is_kept_to_some_minutes(store: Store) -> None:
    with store.write() as session:
        one = give(session, person(session, "ada"), "dashboard")
        assert one is not None
        assert token_rows.is_use_due(one, NOW)
        token_rows.note_use(session, one.id, NOW)
        [used] = token_rows.list_tokens(session)
        assert used.last_used_at == NOW
        assert not token_rows.is_use_due(used, after(minutes=4))
        assert token_rows.is_use_due(used, after(minutes=5))


def test_tokens_end_by_revoking_and_with_their_person(store: Store) -> None:
    with store.write() as session:
        ada, bob = person(session, "ada"), person(session, "bob")
        first, second = give(session, ada, "x"), give(session, bob, "x")
        assert first is not None
        assert second is not None
        assert not token_rows.revoke_token(session, first.id, person_id=bob.id)
        assert token_rows.revoke_token(session, first.id, person_id=ada.id)
        assert not token_rows.revoke_token(session, first.id)
        assert token_rows.list_tokens(session, person_id=bob.id) == [second]
        assert person_rows.remove_person(session, "bob")
        assert token_rows.list_tokens(session) == []
