from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
import warnings
from pathlib import Path
from time import monotonic

import pytest
import trustme

from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.net.client import Client
from tests.net.conftest import MakeClient, Names, failure, get, server_tls
from tests.net.raw_server import (
    Peer,
    RawServer,
    drips_body,
    drips_headers,
    plain,
    respond,
    silent,
)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "home.example."]
)
def test_loopback_is_refused_in_every_spelling(make_client: MakeClient, host: str) -> None:
    with RawServer(plain(b"secret")) as server:
        resolve = Names(localhost=["::1", "127.0.0.1"], home_example=["127.0.0.1"])
        client = make_client(policy=AddressPolicy(), resolve=resolve)
        error = failure(client, server.url(host=host))
        assert error.reason == "blocked_address"
        assert server.connections == 0


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0", "127.0.0.1."])
def test_odd_spellings_of_loopback_are_bad_urls(client: Client, host: str) -> None:
    with RawServer(plain(b"secret")) as server:
        assert failure(client, server.url(host=host)).reason == "bad_url"
        assert server.connections == 0


def test_a_name_that_leads_to_a_refused_address_is_refused(make_client: MakeClient) -> None:
    names = Names(inside_example=["10.0.0.1"], cloud_example=["169.254.169.254"])
    client = make_client(resolve=names)
    for name in ("inside.example", "cloud.example"):
        error = failure(client, f"http://{name}/")
        assert error.reason == "blocked_address"
        assert name in error.message


@pytest.mark.parametrize("answers", [["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"]])
def test_a_mixed_answer_is_refused_whole(make_client: MakeClient, answers: list[str]) -> None:
    with RawServer(plain(b"x")) as server:
        client = make_client(resolve=Names(mixed_example=answers))
        assert failure(client, server.url(host="mixed.example")).reason == "blocked_address"
        assert server.connections == 0


def test_a_name_is_resolved_once_per_connection_and_pinned(make_client: MakeClient) -> None:
    names = Names(rebind_example=[["127.0.0.1"], ["127.0.0.9"]])
    policy = AddressPolicy(allow=parse_networks(["127.0.0.1"]))
    client = make_client(policy=policy, resolve=names)
    with RawServer(plain(b"first")) as server:
        url = server.url(host="rebind.example")
        assert get(client, url) == (200, b"first")
        assert names.asked == ["rebind.example"]
        assert b"Host: rebind.example" in server.heads[0]
        assert failure(client, url).reason == "blocked_address"
        assert server.connections == 1


def test_the_next_checked_address_is_tried_where_one_refuses(make_client: MakeClient) -> None:
    client = make_client(resolve=Names(two_example=["127.0.0.2", "::1", "127.0.0.1"]))
    with RawServer(plain(b"here")) as server:
        assert get(client, server.url(host="two.example")) == (200, b"here")


def test_an_ipv6_literal_is_connected_to(client: Client) -> None:
    try:
        server = RawServer(plain(b"six"), host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with server:
        assert get(client, server.url(host="[::1]")) == (200, b"six")


def test_a_refused_connection_says_so(client: Client) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        error = failure(client, f"http://127.0.0.1:{unused.getsockname()[1]}/secret-path?key=1")
    assert error.reason == "connection"
    assert "refused" in error.message
    assert "key" not in str(error)


def test_an_unknown_name_is_a_dns_failure(make_client: MakeClient) -> None:
    assert failure(make_client(resolve=Names()), "http://no.example/").reason == "dns"


def test_a_hanging_lookup_ends_in_time(make_client: MakeClient) -> None:
    release = threading.Event()

    def hang(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        release.wait(10)
        return []

    started = monotonic()
    client = make_client(resolve=hang, resolve_timeout_s=0.1)
    assert failure(client, "http://slow.example/").reason == "dns"
    assert monotonic() - started < 1.0
    release.set()


NAMES = {"feeds_example": ["127.0.0.1"], "other_example": ["127.0.0.1"]}


def test_a_right_certificate_is_accepted_for_the_name_asked(
    make_client: MakeClient, ca: trustme.CA, roots: Path
) -> None:
    asked: list[str | None] = []
    context = server_tls(ca.issue_cert("feeds.example"))
    context.sni_callback = lambda _sock, name, _context: asked.append(name)
    client = make_client(ca_file=roots, resolve=Names(**NAMES))
    with RawServer(plain(b"safe"), tls=context) as server:
        for host in ("feeds.example", "feeds.example."):
            assert get(client, server.url(host=host, scheme="https")) == (200, b"safe")
    assert asked == ["feeds.example", "feeds.example"]


def test_a_certificate_for_an_address_is_accepted(
    make_client: MakeClient, ca: trustme.CA, roots: Path
) -> None:
    with RawServer(plain(b"safe"), tls=server_tls(ca.issue_cert("127.0.0.1"))) as server:
        client = make_client(ca_file=roots)
        assert get(client, server.url(scheme="https")) == (200, b"safe")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("wrong name", "not valid for 'other.example'"),
        ("expired", "expired"),
        ("unknown issuer", "unable to get local issuer"),
        ("self-signed", "self-signed"),
    ],
)
def test_a_wrong_certificate_is_refused(
    make_client: MakeClient, ca: trustme.CA, roots: Path, fault: str, words: str
) -> None:
    host = "other.example" if fault == "wrong name" else "feeds.example"
    client = make_client(ca_file=roots, resolve=Names(**NAMES))
    with RawServer(plain(b"secret"), tls=_faulty(fault, ca)) as server:
        error = failure(client, server.url(host=host, scheme="https"))
        assert error.reason == "tls"
        assert words in error.message.replace("self signed", "self-signed")
        assert server.heads == []


def _faulty(fault: str, ca: trustme.CA) -> ssl.SSLContext:
    if fault == "expired":
        yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        return server_tls(ca.issue_cert("feeds.example", not_after=yesterday))
    if fault == "unknown issuer":
        return server_tls(trustme.CA().issue_cert("feeds.example"))
    if fault == "self-signed":
        stranger = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        both = trustme.Blob(stranger.private_key_pem.bytes() + stranger.cert_pem.bytes())
        with both.tempfile() as path:
            context.load_cert_chain(path)
        return context
    return server_tls(ca.issue_cert("feeds.example"))


def test_a_plain_server_behind_an_https_url_is_a_tls_failure(client: Client) -> None:
    with RawServer(respond(b"HTTP/1.1 400 Bad Request"), read_head=False) as server:
        assert failure(client, server.url(scheme="https")).reason == "tls"


def test_a_tls_answer_that_drips_ends_at_the_deadline(
    make_client: MakeClient, ca: trustme.CA, roots: Path
) -> None:
    client = make_client(ca_file=roots)
    for talk in (drips_headers, drips_body):
        with RawServer(talk, tls=server_tls(ca.issue_cert("127.0.0.1"))) as server:
            started = monotonic()
            error = failure(client, server.url(scheme="https"), deadline_s=0.5)
            assert error.reason == "timeout"
            assert monotonic() - started < 1.5


def test_old_tls_is_refused(make_client: MakeClient, ca: trustme.CA, roots: Path) -> None:
    context = server_tls(ca.issue_cert("127.0.0.1"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1_1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with RawServer(plain(b"x"), tls=context) as server:
        client = make_client(ca_file=roots)
        assert failure(client, server.url(scheme="https")).reason == "tls"


def test_a_tls_handshake_that_drips_or_never_comes_ends_in_time(make_client: MakeClient) -> None:
    def drip(peer: Peer) -> None:
        # A handshake record that never gets long enough.
        peer.drip(b"\x16\x03\x03\x3f\xff", 0.02)

    for talk in (silent, drip):
        with RawServer(talk, read_head=False) as server:
            started = monotonic()
            error = failure(make_client(), server.url(scheme="https"), deadline_s=0.25)
            assert error.reason in ("timeout", "tls")
            assert monotonic() - started < 1.4
