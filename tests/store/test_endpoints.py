from __future__ import annotations

from datetime import datetime

from monitor.model import EndpointCondition, EndpointStatus
from monitor.store import Session, Store, endpoints
from monitor.store.endpoints import Listed
from tests.store.builders import NOW, after

FAILING = EndpointCondition(failures=6, failing_since=NOW, resume_at=after(minutes=5))


def note(
    session: Session, id: str, now: datetime, condition: EndpointCondition | None = None
) -> None:
    results = endpoints.Results(
        condition=condition or EndpointCondition(),
        succeeded=condition is None,
        failed=condition is not None,
    )
    endpoints.note_results(session, {id: results}, now)


def test_a_sync_lists_what_the_files_list(store: Store) -> None:
    with store.write() as session:
        endpoints.sync_endpoints(
            session, {"desk": Listed(host="desk.example"), "chat": Listed(host="chat.example")}, NOW
        )
        endpoints.disable_endpoint(session, "desk", "answered 410", NOW)
        note(session, "chat", NOW)
        endpoints.sync_endpoints(session, {"desk": Listed(host="new.example")}, after(hours=1))
        assert endpoints.list_endpoints(session) == [
            EndpointStatus(
                id="desk",
                host="new.example",
                listed=True,
                disabled_at=NOW,
                disabled_reason="answered 410",
            ),
            EndpointStatus(id="chat", host="chat.example", listed=False, last_success_at=NOW),
        ]


def test_disabling_keeps_the_first_reason_until_enabled(store: Store) -> None:
    with store.write() as session:
        endpoints.disable_endpoint(session, "desk", "first", NOW)
        endpoints.disable_endpoint(session, "desk", "second", after(hours=1))
        (found,) = endpoints.list_endpoints(session)
        assert (found.disabled_at, found.disabled_reason) == (NOW, "first")
        assert endpoints.enable_endpoint(session, "desk")
        assert not endpoints.enable_endpoint(session, "desk")
        assert not endpoints.enable_endpoint(session, "unknown")
        (found,) = endpoints.list_endpoints(session)
        assert (found.disabled_at, found.disabled_reason) == (None, "")


def test_results_are_noted_apart(store: Store) -> None:
    with store.write() as session:
        endpoints.sync_endpoints(session, {"desk": Listed(host="desk.example")}, NOW)
        note(session, "desk", after(minutes=1))
        note(session, "desk", after(minutes=2), FAILING)
        note(session, "unknown", NOW, FAILING)
        (found,) = endpoints.list_endpoints(session)
        assert found.last_success_at == after(minutes=1)
        assert found.last_failure_at == after(minutes=2)
        assert found.condition == FAILING
        assert endpoints.conditions_of(session, ["desk", "unknown"]) == {"desk": FAILING}


def test_enabling_gives_a_clean_start(store: Store) -> None:
    with store.write() as session:
        endpoints.sync_endpoints(session, {"desk": Listed(host="desk.example")}, NOW)
        note(session, "desk", NOW, FAILING)
        endpoints.disable_endpoint(session, "desk", "no success for five days", NOW)
        assert endpoints.enable_endpoint(session, "desk")
        assert endpoints.conditions_of(session, ["desk"]) == {"desk": EndpointCondition()}


def test_a_secret_is_the_endpoints_since_it_was_first_seen(store: Store) -> None:
    with store.write() as session:
        first, second = (Listed(host="desk.example", secret_print=one) for one in ("aaaa", "bbbb"))
        endpoints.sync_endpoints(session, {"desk": first}, NOW)
        endpoints.sync_endpoints(session, {"desk": first}, after(hours=1))
        assert endpoints.rotations(session) == {"desk": NOW}
        endpoints.sync_endpoints(session, {"desk": second}, after(hours=2))
        endpoints.sync_endpoints(session, {}, after(hours=3))
        assert endpoints.rotations(session) == {"desk": after(hours=2)}
