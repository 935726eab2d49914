"""The processes that send to services: where they may connect, how long, and how they end."""

from __future__ import annotations

import gzip
import io
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.model import AttemptReason
from monitor.net.addresses import AddressPolicy
from monitor.net.chat import ChatSender
from tests.net.chat_senders import mailto, send
from tests.net.conftest import LOOPBACK
from tests.net.raw_server import (
    Peer,
    RawServer,
    drips_body,
    drips_headers,
    drips_unsized_body,
    silent,
)
from tests.support import chat_service
from tests.support.processes import children

# ------------------------------------------------------------ the guard


@pytest.mark.parametrize("scheme", ["json", "ntfy", "mailto"])
def test_an_address_that_is_not_allowed_is_not_connected_to(scheme: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        ChatSender(policy=AddressPolicy()) as sender,
    ):
        port = listening.getsockname()[1]
        options = "?from=a@b.example&to=c@d.example" if scheme == "mailto" else ""
        attempt = send(sender, f"{scheme}://127.0.0.1:{port}/topic{options}")
        assert attempt.reason is AttemptReason.BLOCKED_ADDRESS
        assert "127.0.0.1 is a loopback address" in attempt.detail
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_metadata_and_names_that_lead_to_loopback_are_refused(sender: ChatSender) -> None:
    for url in ("json://169.254.169.254/x", "json://[::ffff:169.254.169.254]/x"):
        assert send(sender, url).reason is AttemptReason.BLOCKED_ADDRESS
    with ChatSender(policy=AddressPolicy()) as strict:
        assert send(strict, "json://localhost:9/x").reason is AttemptReason.BLOCKED_ADDRESS
        assert send(strict, "json://2130706433:9/x").reason is AttemptReason.BLOCKED_ADDRESS


def test_proxies_and_bundles_of_the_environment_are_not_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with chat_service.ChatService() as there, ChatSender(policy=LOOPBACK) as sender:
        assert send(sender, f"json://127.0.0.1:{there.port}/x").reason is None
        assert len(there.posted) == 1


def test_a_name_that_is_unknown_and_a_port_that_is_closed(sender: ChatSender) -> None:
    assert send(sender, "json://nowhere.invalid/x").reason is AttemptReason.DNS
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert send(sender, f"json://127.0.0.1:{port}/x").reason is AttemptReason.CONNECTION
    assert send(sender, mailto(port)).reason is AttemptReason.CONNECTION


# ------------------------------------------------------------ time, size, processes


@contextmanager
def no_children_left() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("behaviour", [silent, drips_headers, drips_body, drips_unsized_body])
def test_a_call_ends_at_its_deadline_and_leaves_nothing_behind(
    behaviour: Callable[[Peer], None],
) -> None:
    with RawServer(behaviour) as server, no_children_left(), ChatSender(policy=LOOPBACK) as sender:
        began = time.monotonic()
        attempt = send(sender, f"json://127.0.0.1:{server.port}/x", deadline_s=1.5)
        assert attempt.reason is AttemptReason.TIMEOUT
        assert time.monotonic() - began < 2.5


def test_a_bomb_in_an_answer_is_no_success(sender: ChatSender) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(64):
            file.write(bytes(1024 * 1024))
    with chat_service.ChatService(
        answer=packed.getvalue(), headers={"Content-Encoding": "gzip"}
    ) as there:
        attempt = send(sender, f"json://127.0.0.1:{there.port}/x")
    assert attempt.reason is AttemptReason.CONNECTION
    assert len(attempt.answer) <= 2048


def test_a_service_that_hangs_after_it_took_the_message_does_not_make_it_late() -> None:
    # Apprise logs in to Matrix for each message, and out when its plug-in goes.
    answer = (
        '{"access_token": "syt_7f3a9c", "user_id": "@bob:h.example", "home_server": "h.example",'
        ' "device_id": "D", "room_id": "!abc:h.example", "event_id": "$1", "joined_rooms": []}'
    )
    with (
        chat_service.ChatService(answer=answer, held="/logout") as there,
        ChatSender(policy=LOOPBACK) as sender,
    ):
        url = f"matrix://bob:hunter22@127.0.0.1:{there.port}/!abc:h.example?e2ee=no"
        assert send(sender, url, deadline_s=8.0).reason is None
        assert any("/send/m.room.message/" in posted.path for posted in there.posted)


def until_asked(server: RawServer) -> None:
    give_up_at = time.monotonic() + 60
    while not server.heads and time.monotonic() < give_up_at:
        time.sleep(0.005)


def test_a_worker_that_ended_meanwhile_is_replaced_and_nothing_is_sent_twice() -> None:
    with chat_service.ChatService() as there, ChatSender(policy=LOOPBACK) as sender:
        url = f"json://127.0.0.1:{there.port}/x"
        assert send(sender, url).reason is None
        [idle] = sender._idle
        idle._process.send_signal(signal.SIGKILL)
        idle._process.wait()
        assert send(sender, url).reason is None
        assert len(there.posted) == 2


def test_a_worker_that_dies_in_mid_send_is_a_failure_and_no_second_try() -> None:
    with RawServer(silent) as server, ChatSender(policy=LOOPBACK) as sender:

        def kill() -> None:
            until_asked(server)
            for worker in list(sender._busy):
                worker.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        attempt = send(sender, f"json://127.0.0.1:{server.port}/x")
        killer.join()
        assert attempt.reason is AttemptReason.INTERNAL
        assert server.connections == 1


def test_closing_ends_a_call_under_way() -> None:
    sender = ChatSender(policy=LOOPBACK)
    with RawServer(silent) as server:

        def close() -> None:
            until_asked(server)
            sender.close()

        closer = threading.Thread(target=close)
        closer.start()
        attempt = send(sender, f"json://127.0.0.1:{server.port}/x")
        closer.join()
    assert attempt.reason is AttemptReason.CONNECTION
    assert "stopping" in attempt.detail
    assert send(sender, "json://127.0.0.1:9/x").reason is AttemptReason.CONNECTION


def test_a_worker_that_cannot_be_started_is_a_failure_of_ours() -> None:
    with ChatSender(policy=LOOPBACK, command=["/nonexistent/python"]) as sender:
        attempt = send(sender, "json://127.0.0.1:9/x")
    assert attempt.reason is AttemptReason.INTERNAL
    assert "No such file" in attempt.detail


_ORPHANED = """
import sys
from datetime import UTC, datetime
from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.net.chat import ChatSender
from monitor.rules.chat_services import read_service

sender = ChatSender(policy=AddressPolicy(allow=parse_networks(["127.0.0.0/8"])))
service = read_service(sys.argv[1])
sender.send(service, title="t", text="t", started_at=datetime.now(UTC), deadline_s=3.0)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_worker_whose_program_was_killed_ends_by_itself() -> None:
    with RawServer(silent) as server:
        url = f"json://127.0.0.1:{server.port}/x"
        with subprocess.Popen([sys.executable, "-c", _ORPHANED, url]) as program:
            until_asked(server)
            [worker] = children(program.pid)
            program.kill()
        give_up_at = time.monotonic() + 60
        while runs(worker) and time.monotonic() < give_up_at:
            time.sleep(0.02)
        assert not runs(worker)


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
