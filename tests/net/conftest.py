"""What the tests of net share: clients that may reach loopback, and an injected resolver."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.errors import FetchError
from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.net.chat import ChatSender
from monitor.net.client import Client
from tests.support.feed_server import FeedServer

FEED = "<rss><channel><title>Kestrel Wire</title></channel></rss>"
MakeClient = Callable[..., Client]

LOOPBACK = AddressPolicy(allow=parse_networks(["127.0.0.0/8", "::1/128"]))


class Names:
    """A resolver with answers of its own; ``asked`` lists the names it was asked for.

    A list of lists is answered one after the other, the last one for ever.
    """

    def __init__(self, **answers: list[str] | list[list[str]]) -> None:
        self._answers = {name.replace("_", "."): answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_: Any) -> list[Any]:
        self.asked.append(host)
        answers: list[Any] | None = self._answers.get(host.removesuffix("."))
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if answers and isinstance(answers[0], list):
            answers = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(0, 0, 0, "", (address, port)) for address in answers]


def get(client: Client, url: str, *, deadline_s: float = 5.0) -> tuple[int, bytes]:
    """Status and body at ``url``."""
    with client.exchange("GET", url, headers={}, deadline_s=deadline_s) as answer:
        return answer.status, b"".join(answer.chunks())


def failure(client: Client, url: str, *, deadline_s: float = 5.0) -> FetchError:
    """What getting ``url`` raises; an error of the test if it raises nothing."""
    with pytest.raises(FetchError) as caught:
        get(client, url, deadline_s=deadline_s)
    return caught.value


@pytest.fixture
def make_client() -> Iterator[Callable[..., Client]]:
    """Builds clients that may reach loopback unless told otherwise; all are closed at the end."""
    with ExitStack() as stack:

        def make(**settings: Any) -> Client:
            settings.setdefault("policy", LOOPBACK)
            settings.setdefault("user_agent", "event-monitor-test/1")
            return stack.enter_context(Client(**settings))

        yield make


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """A client that may reach loopback. One for all tests, as the daemon has one for all feeds."""
    with Client(policy=LOOPBACK, user_agent="event-monitor-test/1") as shared:
        yield shared


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """A certificate authority that no machine trusts."""
    return trustme.CA()


@pytest.fixture
def roots(ca: trustme.CA, tmp_path: Path) -> Path:
    """The file of that authority's root."""
    path = tmp_path / "roots.pem"
    ca.cert_pem.write_to_path(path)
    return path


def server_tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """The TLS side of a server that shows ``certificate``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A feed server with no pages yet."""
    with FeedServer() as running:
        yield running


def move(server: FeedServer, path: str, to: str, status: int = 301) -> None:
    """Have ``server`` redirect from ``path``."""
    server.set(path, "moved", status=status, headers={"Location": to})


@pytest.fixture(scope="module")
def sender() -> Iterator[ChatSender]:
    """One sender to services that may reach loopback, as the daemon has one."""
    with ChatSender(policy=LOOPBACK) as made:
        yield made
