from __future__ import annotations

from monitor.model import EndpointStatus
from monitor.store import Store, endpoints
from tests.store.builders import NOW, after


def test_a_sync_lists_what_the_files_list(store: Store) -> None:
    with store.write() as session:
        endpoints.sync_endpoints(session, {"desk": "desk.example", "chat": "chat.example"}, NOW)
        endpoints.disable_endpoint(session, "desk", "answered 410", NOW)
        endpoints.note_result(session, "chat", success=True, now=NOW)
        endpoints.sync_endpoints(session, {"desk": "new.example"}, after(hours=1))
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
        endpoints.sync_endpoints(session, {"desk": "desk.example"}, NOW)
        endpoints.note_result(session, "desk", success=True, now=after(minutes=1))
        endpoints.note_result(session, "desk", success=False, now=after(minutes=2))
        endpoints.note_result(session, "unknown", success=False, now=NOW)
        (found,) = endpoints.list_endpoints(session)
        assert found.last_success_at == after(minutes=1)
        assert found.last_failure_at == after(minutes=2)
