from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

import pytest

from monitor.model import Attempt, AttemptReason
from monitor.net.addresses import AddressPolicy
from monitor.net.client import Client
from monitor.net.send import ANSWER_WITHIN_S, send
from tests.net.conftest import MakeClient, Names
from tests.net.raw_server import (
    Peer,
    RawServer,
    drips_body,
    drips_chunks,
    drips_headers,
    drips_status,
    plain,
    silent,
)
from tests.support.webhook_receiver import WebhookReceiver

STARTED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BODY = '{"type":"endpoint.test","data":{"title":"Überraschung 🕊\\n"}}'.encode()
HEADERS = {"Content-Type": "application/json", "webhook-id": "msg_1"}


def post(client: Client, url: str, *, deadline_s: float = 5.0) -> Attempt:
    return send(client, url, headers=HEADERS, body=BODY, started_at=STARTED, deadline_s=deadline_s)


def test_sends_the_bytes_as_given(client: Client) -> None:
    with WebhookReceiver() as receiver:
        attempt = post(client, receiver.url)
        (received,) = receiver.wait_for(1)
    assert attempt == Attempt(
        started_at=STARTED, status=200, reason=None, latency_s=attempt.latency_s, answer="ok"
    )
    assert 0 < attempt.latency_s < 5
    assert received.body == BODY
    assert received.headers["content-type"] == "application/json"
    assert received.headers["webhook-id"] == "msg_1"
    assert received.headers["content-length"] == str(len(BODY))
    assert received.headers["user-agent"] == "event-monitor-test/1"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, None),
        (201, None),
        (202, None),
        (204, None),
        (299, None),
        (300, AttemptReason.REDIRECT),
        (304, AttemptReason.REDIRECT),
        (400, AttemptReason.CLIENT),
        (401, AttemptReason.AUTH),
        (403, AttemptReason.AUTH),
        (404, AttemptReason.CLIENT),
        (410, AttemptReason.GONE),
        (422, AttemptReason.CLIENT),
        (429, AttemptReason.RATE_LIMITED),
        (500, AttemptReason.SERVER),
        (503, AttemptReason.SERVER),
        (999, AttemptReason.SERVER),
    ],
)
def test_every_status_has_its_reason(
    client: Client, status: int, reason: AttemptReason | None
) -> None:
    with WebhookReceiver(script=[status]) as receiver:
        attempt = post(client, receiver.url)
    assert (attempt.status, attempt.reason) == (status, reason)
    assert (str(status) in attempt.detail) == (reason is not None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_never_followed(client: Client, status: int) -> None:
    with WebhookReceiver() as target:
        headers = {"Location": target.url}
        with WebhookReceiver(script=[status], headers=headers) as receiver:
            attempt = post(client, receiver.url)
        assert attempt.reason is AttemptReason.REDIRECT
        assert target.received == []


def test_an_endless_redirect_is_not_read(client: Client) -> None:
    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1/\r\n\r\n")
        while True:
            peer.send(b"x" * 4096)

    with RawServer(talk) as server:
        attempt = post(client, server.url())
    assert attempt.reason is AttemptReason.REDIRECT
    assert len(attempt.answer) == 2048
    assert attempt.latency_s < 1.0


@pytest.mark.parametrize("value", ["120", "Wed, 04 Mar 2026 08:00:00 GMT", "-5", "soon"])
def test_retry_after_is_handed_on_raw(client: Client, value: str) -> None:
    with WebhookReceiver(script=[429], headers={"Retry-After": value}) as receiver:
        assert post(client, receiver.url).retry_after == value
        receiver.headers.clear()
        assert post(client, receiver.url).retry_after is None


def test_a_hostile_retry_after_is_bounded(client: Client) -> None:
    with RawServer(plain(b"", b"Retry-After: \x1b[31m\x9b" + b"9" * 5000)) as server:
        retry_after = post(client, server.url()).retry_after
    assert retry_after is not None
    assert retry_after.isprintable()
    assert len(retry_after) <= 128


# --- accepted on the head alone ----------------------------------------------------------------


def _breaks_off(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthanks")


def _resets(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n")
    peer.reset()


def _is_no_gzip(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nthanks")


def _has_bad_chunks(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense")


@pytest.mark.parametrize("talk", [_breaks_off, _resets, _is_no_gzip, _has_bad_chunks])
def test_a_2xx_is_accepted_though_its_body_breaks(
    client: Client, talk: Callable[[Peer], None]
) -> None:
    with RawServer(talk) as server:
        attempt = post(client, server.url())
    assert attempt.reason is None
    assert attempt.status in (200, 202)


@pytest.mark.parametrize("talk", [drips_body, drips_chunks])
def test_a_2xx_is_accepted_though_its_body_drips(
    client: Client, talk: Callable[[Peer], None]
) -> None:
    with RawServer(talk) as server:
        started = monotonic()
        attempt = post(client, server.url(), deadline_s=1.0)
        assert monotonic() - started < 2.0
    assert (attempt.status, attempt.reason) == (200, None)
    assert attempt.answer.startswith("x")
    assert attempt.latency_s < 0.9


def test_a_dripping_body_does_not_hold_a_sender_until_the_deadline(client: Client) -> None:
    with RawServer(drips_body) as server:
        started = monotonic()
        assert post(client, server.url(), deadline_s=60).reason is None
        assert monotonic() - started < ANSWER_WITHIN_S + 1.0


# --- not accepted ------------------------------------------------------------------------------


@pytest.mark.parametrize("talk", [silent, drips_status, drips_headers])
def test_a_head_that_is_not_whole_in_time_is_a_timeout(
    client: Client, talk: Callable[[Peer], None]
) -> None:
    with RawServer(talk) as server:
        started = monotonic()
        attempt = post(client, server.url(), deadline_s=0.25)
        assert monotonic() - started < 1.4
    assert (attempt.status, attempt.reason) == (None, AttemptReason.TIMEOUT)
    assert 0.2 < attempt.latency_s < 1.4
    assert attempt.detail


def test_a_head_that_breaks_off_is_not_accepted(client: Client) -> None:
    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Ty")

    with RawServer(talk) as server:
        attempt = post(client, server.url())
    assert (attempt.status, attempt.reason) == (None, AttemptReason.CONNECTION)


def test_a_refused_connection_and_a_reset_are_connection_failures(client: Client) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refused = post(client, f"http://127.0.0.1:{unused.getsockname()[1]}/hook")
    assert refused.reason is AttemptReason.CONNECTION
    with RawServer(lambda peer: peer.reset()) as server:
        assert post(client, server.url()).reason is AttemptReason.CONNECTION


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/hook", AttemptReason.BLOCKED_ADDRESS),
        ("http://169.254.169.254/hook", AttemptReason.BLOCKED_ADDRESS),
        ("http://unknown.example/hook", AttemptReason.DNS),
        ("http://2130706433/hook", AttemptReason.CLIENT),
        ("ftp://example.org/hook", AttemptReason.CLIENT),
    ],
)
def test_what_cannot_be_sent_is_an_attempt(
    make_client: MakeClient, url: str, reason: AttemptReason
) -> None:
    attempt = post(make_client(policy=AddressPolicy(), resolve=Names()), url)
    assert (attempt.status, attempt.reason) == (None, reason)
    assert attempt.detail


def test_a_plain_server_behind_https_is_a_tls_failure(client: Client) -> None:
    with RawServer(plain(b"ok"), read_head=False) as server:
        assert post(client, server.url(scheme="https")).reason is AttemptReason.TLS


# --- what is kept of the answer ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "headers", "answer"),
    [
        (b"a" * 5000, (), "a" * 2048),
        ("мир".encode("cp1251"), (b"Content-Type: text/plain; charset=windows-1251",), "мир"),
        ("мир".encode(), (b'Content-Type: text/plain; charset="UTF-8"',), "мир"),
        ("мир".encode(), (b"Content-Type: text/plain; charset=hex",), "мир"),
        ("мир".encode(), (b"Content-Type: text/plain; charset=no-such",), "мир"),
        (b"a\xffb", (), "a\N{REPLACEMENT CHARACTER}b"),
        (b"a\x00b\x1b[31mc\r\n\td", (), "ab[31mc\n\td"),
        (gzip.compress(b"packed", mtime=0), (b"Content-Encoding: gzip",), "packed"),
    ],
)
def test_keeps_the_beginning_of_the_answer_as_text(
    client: Client, body: bytes, headers: tuple[bytes, ...], answer: str
) -> None:
    with RawServer(plain(body, *headers)) as server:
        assert post(client, server.url()).answer == answer


def test_a_bomb_in_the_answer_is_not_unpacked(client: Client) -> None:
    bomb = gzip.compress(bytes(50 * 2**20))
    with RawServer(plain(b"x", b"Content-Encoding: identity")) as warm:
        post(client, warm.url())
    with RawServer(plain(bomb, b"Content-Encoding: gzip")) as server:
        attempt = post(client, server.url())
    assert attempt.reason is None
    assert len(attempt.answer) <= 2048


def test_no_text_of_an_attempt_holds_a_secret_of_the_url(make_client: MakeClient) -> None:
    secrets = ("x7Kd9aQmPz", "s3cret")
    path = "/hooks/x7Kd9aQmPz?token=s3cret"

    def echo(peer: Peer) -> None:
        page = b"Cannot POST " + peer.head.split(b" ")[1]
        peer.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\n\r\n" % len(page) + page)

    client = make_client(resolve=Names())
    attempts = [post(client, f"http://unknown.example{path}")]
    attempts.append(post(client, f"http://user:s3cret@127.0.0.1{path}"))
    for talk in (echo, lambda peer: peer.reset()):
        with RawServer(talk) as server:
            attempts.append(post(client, server.url(path)))
            attempts.append(post(client, server.url(path, scheme="https"), deadline_s=0.2))
    for attempt in attempts:
        assert attempt.reason is not None
        assert not any(secret in repr(attempt) for secret in secrets)


def test_the_libraries_do_not_log_urls(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with RawServer(plain(b"ok", b"no colon here")) as server:
        post(client, server.url("/hooks/x7Kd9aQmPz"))
    assert "x7Kd9aQmPz" not in caplog.text
