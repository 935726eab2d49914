"""The verifying receiver: what it takes, what it refuses, and each event once."""

from __future__ import annotations

import http.client
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
import requests

from monitor.alerts.signing import new_secret, sign
from monitor.replay.receiver import Received, Receiver
from tests.support.clock import Clock

BODY = '{"type": "development.new", "data": {"title": "Überraschung 🎉"}}'.encode()


class Desk:
    def __init__(self) -> None:
        self.secret = new_secret(os.urandom(32))
        self.clock = Clock()
        self.received: list[Received] = []

    def post(
        self, url: str, *, id: str = "msg_1", at: datetime | None = None, body: bytes = BODY
    ) -> int:
        headers = sign([self.secret], message_id=id, timestamp=at or self.clock(), body=BODY)
        return requests.post(url, data=body, headers=headers, timeout=5).status_code


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    with Receiver(
        secrets=[desk.secret], clock=desk.clock, on_received=desk.received.append
    ) as receiver:
        yield receiver.url


def test_a_signed_message_is_taken_once(desk: Desk, url: str) -> None:
    assert desk.post(url) == 204
    assert desk.post(url) == 204
    first, second = desk.received
    assert (first.problem, first.repeat) == ("", False)
    assert second.repeat
    assert first.body["data"]["title"] == "Überraschung 🎉"


def test_a_changed_body_is_refused(desk: Desk, url: str) -> None:
    assert desk.post(url, body=BODY + b" ") == 400
    assert desk.received[0].problem


def test_an_old_timestamp_is_refused(desk: Desk, url: str) -> None:
    assert desk.post(url, at=desk.clock() - timedelta(minutes=6)) == 400


def test_an_unsigned_request_is_refused(desk: Desk, url: str) -> None:
    assert requests.post(url, data=BODY, timeout=5).status_code == 400


def test_a_refused_message_may_come_again(desk: Desk, url: str) -> None:
    desk.post(url, body=b"{}")
    assert desk.post(url) == 204
    assert not desk.received[-1].repeat


@pytest.mark.parametrize("length", ["", "²", "+5", "-1", "5 5", "1048577", "9" * 5000])
def test_a_length_that_is_none_is_refused(desk: Desk, url: str, length: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", length.encode("latin-1"))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 400
    assert b"Content-Length" in answer.read()
    connection.close()
    assert desk.received == []
    assert desk.post(url) == 204
