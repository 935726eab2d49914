"""Alerts as they go out: told once, gone on with after a break, ended in time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from monitor.model import TokenScope
from monitor.store import api_tokens as token_rows
from monitor.web.api import stream as streams
from monitor.web.app import create_app
from monitor.web.server import WebServer
from tests.web.api.conftest import Program, Served

NEWS = {
    "Ostend": "Freedonia talks on oyster quotas stall as Ostend trawlers blockade the quay",
    "Graustark": "Graustark hosts Freedonia summit about satellite licences and radio bands",
    "Leeds": "Leeds orchestra tour: Freedonia talks with violinists' union end a pay row",
}


@dataclass(frozen=True, kw_only=True)
class Event:
    id: str
    data: Mapping[str, object]


@contextmanager
def listening(program: Program, last: str = "") -> Iterator[Iterator[Event]]:
    headers = {"Authorization": f"Bearer {program.token}"}
    if last:
        headers["Last-Event-ID"] = last
    address = f"{program.url}/api/v1/alerts/stream"
    with requests.get(address, headers=headers, stream=True, timeout=30) as answer:
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer)


def events(answer: requests.Response) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            assert fields["event"] == "alert"
            yield Event(id=fields["id"], data=json.loads(fields["data"]))
            fields = {}


def tell(served: Served, place: str) -> None:
    line = served.site.line
    line.clock.advance(1)
    line.tell(NEWS[place], outlet=f"Outlet of {place}")
    assert len(line.evaluate().alerts) == 1


def test_alerts_are_told_as_they_go_out_and_once(served: Served) -> None:
    with listening(served.admin) as heard:
        tell(served, "Ostend")
        first = next(heard)
        tell(served, "Graustark")
        second = next(heard)
    assert [one.data["development"] for one in (first, second)] == [4, 5]
    tell(served, "Leeds")
    with listening(served.admin, first.id) as heard:
        again = [next(heard), next(heard)]
    assert [one.data["development"] for one in again] == [5, 6]
    with listening(served.admin, second.id) as heard:
        assert next(heard).data["development"] == 6


def test_a_transaction_that_ends_late_is_told_still(served: Served) -> None:
    line = served.site.line
    with listening(served.admin) as heard:
        tell(served, "Ostend")
        first = next(heard)
        line.clock.advance(-5)
        tell(served, "Graustark")
        assert next(heard).data["development"] == 5
    with listening(served.admin, first.id) as heard:
        assert next(heard).data["development"] == 5


def test_a_foreign_event_id_is_refused(served: Served) -> None:
    for given in ("abc", "W10", "e30", "WyJ4Il0", "WzFd"):
        answer = served.admin.ask("GET", "/alerts/stream", headers={"Last-Event-ID": given})
        assert answer.status_code == 400, given


def test_a_stream_ends_when_its_token_does(served: Served) -> None:
    program = served.another("root", TokenScope.READ)
    with listening(program) as heard:
        with served.site.line.services.store.write() as session:
            for one in token_rows.list_tokens(session):
                token_rows.revoke_token(session, one.id)
        assert list(heard) == []


def test_streams_end_when_the_server_stops_and_are_so_many_at_most(served: Served) -> None:
    services = served.site.line.services
    app = create_app(services, served.site.health, alive=lambda: True)
    opened: list[tuple[requests.Response, Iterator[bytes]]] = []
    server = WebServer(app, host="127.0.0.1", port=0)
    headers = {"Authorization": f"Bearer {served.admin.token}"}
    with server:
        address = f"{server.url}/api/v1/alerts/stream"
        for _ in range(streams.MAX_STREAMS):
            answer = requests.get(address, headers=headers, stream=True, timeout=30)
            lines = answer.iter_lines(chunk_size=1)
            assert next(lines) == b"retry: 3000"
            opened.append((answer, lines))
        refused = requests.get(address, headers=headers, timeout=30)
        assert (refused.status_code, "retry-after" in refused.headers) == (429, True)
    for answer, lines in opened:
        assert list(lines) == [b""]
        answer.close()
