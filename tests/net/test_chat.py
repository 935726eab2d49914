"""Chat, mail and push against local receivers that answer as the services document it."""

from __future__ import annotations

import gzip
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.model import Attempt, AttemptReason, ChatService
from monitor.net.addresses import AddressPolicy
from monitor.net.chat import ChatSender
from monitor.rules.chat_services import read_service
from tests.net.conftest import LOOPBACK, server_tls
from tests.net.raw_server import (
    Peer,
    RawServer,
    drips_body,
    drips_headers,
    drips_unsized_body,
    silent,
)
from tests.support import chat_service
from tests.support.mail_server import MailServer

NOW = datetime(2031, 5, 6, 12, tzinfo=UTC)
HOSTS = ("discord.com", "hooks.slack.com", "ntfy.sh", "prod-1.westeurope.logic.azure.com")
DISCORD = "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz0123456789"
SLACK = "slack://TAAAAAAAA/BAAAAAAAA/aaaaaaaaaaaaaaaaaaaaaaaa/"
TEAMS = f"workflows://{HOSTS[3]}:443/643e69f83c8944438d68119179a10a64/KODuebWbDGYFr0z0eu/"
NTFY = "ntfy://my-topic-7f3a9c"


def service(url: str) -> ChatService:
    found = read_service(url)
    assert isinstance(found, ChatService)
    return found


def send(sender: ChatSender, url: str, *, deadline_s: float = 10.0) -> Attempt:
    return sender.send(
        service(url),
        title="NEW · high · Ünï 🎉",
        text="Why: so",
        started_at=NOW,
        deadline_s=deadline_s,
    )


@pytest.fixture(scope="module")
def sender() -> Iterator[ChatSender]:
    """One sender that may reach loopback, as the daemon has one."""
    with ChatSender(policy=LOOPBACK) as made:
        yield made


@pytest.fixture
def on_loopback(
    ca: trustme.CA, roots: Path
) -> Iterator[Callable[..., tuple[ChatSender, chat_service.ChatService]]]:
    """A service that has the hosts of the real ones, and a sender whose worker finds it there."""
    with ExitStack() as stack:

        def make(**answers: Any) -> tuple[ChatSender, chat_service.ChatService]:
            tls = server_tls(ca.issue_cert(*HOSTS))
            there = stack.enter_context(chat_service.ChatService(tls=tls, **answers))
            command = ["-P", "-m", "tests.support.worker_to_loopback", str(there.port), str(roots)]
            made = ChatSender(policy=LOOPBACK, command=[sys.executable, *command])
            return stack.enter_context(made), there

        yield make


MakePair = Callable[..., tuple[ChatSender, chat_service.ChatService]]

# ------------------------------------------------------------ each service's own answers


@pytest.mark.parametrize(
    ("url", "path", "answers", "text_of"),
    [
        (DISCORD, "/api/webhooks/", {"status": 204}, lambda sent: sent["content"]),
        (SLACK, "/services/T", {"answer": "ok"}, lambda sent: sent["attachments"][0]["text"]),
        (
            TEAMS,
            "/workflows/",
            {"status": 202, "answer": ""},
            lambda sent: sent["attachments"][0]["content"]["body"][1]["text"],
        ),
        (
            NTFY,
            "/",
            {"answer": '{"id":"xE73Iyuabi","time":1,"event":"message","topic":"t"}'},
            lambda sent: sent["message"],
        ),
    ],
    ids=["discord", "slack", "teams", "ntfy"],
)
def test_services_take_a_message(
    on_loopback: MakePair, url: str, path: str, answers: Any, text_of: Callable[[Any], str]
) -> None:
    sender, there = on_loopback(**answers)
    attempt = send(sender, url)
    assert (attempt.reason, attempt.status) == (None, answers.get("status", 200))
    [posted] = there.posted
    assert posted.path.startswith(path)
    assert "Why: so" in text_of(posted.json)
    assert "NEW · high · Ünï 🎉" in str(posted.json)


@pytest.mark.parametrize(
    ("url", "answers", "reason"),
    [
        # Discord: https://discord.com/developers/docs/topics/rate-limits
        (
            DISCORD,
            {"status": 429, "headers": {"Retry-After": "65"}, "answer": '{"retry_after": 64.57}'},
            AttemptReason.RATE_LIMITED,
        ),
        (DISCORD, {"status": 404, "answer": '{"code": 10015}'}, AttemptReason.CLIENT),
        (DISCORD, {"status": 503, "answer": ""}, AttemptReason.SERVER),
        # Slack: https://api.slack.com/messaging/webhooks#handling_errors and
        # https://api.slack.com/apis/rate-limits
        (
            SLACK,
            {"status": 429, "headers": {"Retry-After": "30"}, "answer": "rate_limited"},
            AttemptReason.RATE_LIMITED,
        ),
        (SLACK, {"status": 403, "answer": "action_prohibited"}, AttemptReason.AUTH),
        (SLACK, {"status": 404, "answer": "no_service"}, AttemptReason.CLIENT),
        (SLACK, {"status": 410, "answer": "channel_is_archived"}, AttemptReason.GONE),
        (SLACK, {"status": 500, "answer": "rollup_error"}, AttemptReason.SERVER),
        (SLACK, {"status": 200, "answer": "invalid_payload"}, AttemptReason.CLIENT),
        # Power Automate: https://learn.microsoft.com/power-automate/limits-and-config
        (TEAMS, {"status": 502, "answer": "{}"}, AttemptReason.SERVER),
        (TEAMS, {"status": 401, "answer": '{"error":{}}'}, AttemptReason.AUTH),
        (
            TEAMS,
            {"status": 429, "headers": {"Retry-After": "17"}, "answer": "{}"},
            AttemptReason.RATE_LIMITED,
        ),
        # ntfy: https://docs.ntfy.sh/publish/#limitations
        (
            NTFY,
            {"status": 429, "answer": '{"code":42901,"http":429,"error":"limit reached"}'},
            AttemptReason.RATE_LIMITED,
        ),
        (NTFY, {"status": 403, "answer": '{"code":40301}'}, AttemptReason.AUTH),
        (NTFY, {"status": 500, "answer": '{"code":50001}'}, AttemptReason.SERVER),
        (NTFY, {"status": 307, "headers": {"Location": "/else"}}, AttemptReason.REDIRECT),
    ],
)
def test_refusals_are_told_by_status(
    on_loopback: MakePair, url: str, answers: Any, reason: AttemptReason
) -> None:
    sender, there = on_loopback(**answers)
    attempt = send(sender, url)
    assert (attempt.reason, attempt.status) == (reason, answers["status"])
    assert attempt.retry_after == answers.get("headers", {}).get("Retry-After")
    assert attempt.detail
    # One try, and no redirect followed: the outbox does the rest.
    assert len(there.posted) == 1


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ('{"message": "You are being rate limited.", "retry_after": 64.57}', "65"),  # Discord
        ('{"ok": false, "error_code": 429, "parameters": {"retry_after": 7}}', "7"),  # Telegram
        ('{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}', "3"),  # Matrix
        ('{"retry_after": 1e999}', None),
        ('{"retry_after": "soon"}', None),
        ('{"parameters": [1]}', None),
        ("[]", None),
        ("slow down", None),
    ],
)
def test_a_wait_that_is_named_in_the_answer_only(
    sender: ChatSender, answer: str, asked: str | None
) -> None:
    with chat_service.ChatService(status=429, answer=answer) as there:
        attempt = send(sender, f"json://127.0.0.1:{there.port}/x")
    assert (attempt.reason, attempt.retry_after) == (AttemptReason.RATE_LIMITED, asked)


def test_a_service_with_a_wrong_certificate_gets_nothing(ca: trustme.CA, roots: Path) -> None:
    tls = server_tls(ca.issue_cert("another.example"))
    with chat_service.ChatService(tls=tls) as there:
        worker = ["-P", "-m", "tests.support.worker_to_loopback", str(there.port), str(roots)]
        with ChatSender(policy=LOOPBACK, command=[sys.executable, *worker]) as sender:
            attempt = send(sender, DISCORD)
        assert attempt.reason is AttemptReason.TLS
        assert there.posted == []


# ------------------------------------------------------------ mail


def mailto(port: int) -> str:
    return f"mailto://127.0.0.1:{port}/?from=monitor@desk.example&to=night@desk.example"


def test_a_mail_arrives_with_its_subject_and_nothing_else_in_its_head(sender: ChatSender) -> None:
    hostile = "NEW · high · Talks\r\nBcc: all@victim.example\r\n\r\n<script>"
    with MailServer() as server:
        attempt = sender.send(
            service(mailto(server.port)),
            title=hostile,
            text="Why: 🎉\n.\nRCPT TO:<x@victim.example>",
            started_at=NOW,
            deadline_s=10.0,
        )
    assert (attempt.reason, attempt.status) == (None, 250)
    [mail] = server.messages
    assert mail["Subject"] == "NEW · high · Talks Bcc: all@victim.example <script>"
    assert mail["To"] == "night@desk.example"
    assert mail["Bcc"] is None
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().split() == ["Why:", "🎉", ".", "RCPT", "TO:<x@victim.example>"]


@pytest.mark.parametrize(
    ("replies", "reason", "status"),
    [
        ({"reply_to_data": "451 4.3.0 try again"}, AttemptReason.SERVER, 451),
        ({"reply_to_recipient": "450 4.2.0 greylisted"}, AttemptReason.SERVER, 450),
        ({"reply_to_recipient": "550 5.1.1 no such user"}, AttemptReason.CLIENT, 550),
        ({"reply_to_data": "554 5.7.1 refused"}, AttemptReason.CLIENT, 554),
        ({"reply_to_recipient": "530 5.7.0 log in first"}, AttemptReason.AUTH, 530),
    ],
)
def test_replies_of_a_mail_server(
    sender: ChatSender, replies: Any, reason: AttemptReason, status: int
) -> None:
    with MailServer(**replies) as server:
        attempt = send(sender, mailto(server.port))
    assert (attempt.reason, attempt.status) == (reason, status)
    assert server.messages == []
    # Text from the server is kept without what it repeats of the URL.
    assert attempt.answer


MAILTOS = "mailtos://bob:hunter22@mail.example/?from=monitor@desk.example&to=night@desk.example"


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
@pytest.mark.parametrize(
    ("host", "password", "reason", "status"),
    [
        ("mail.example", "hunter22", None, 250),
        ("mail.example", "another", AttemptReason.AUTH, 535),
        ("another.example", "hunter22", AttemptReason.TLS, None),
    ],
)
def test_a_mail_goes_over_tls_to_whom_the_certificate_names(
    ca: trustme.CA,
    roots: Path,
    mode: str,
    host: str,
    password: str,
    reason: AttemptReason | None,
    status: int | None,
) -> None:
    tls = server_tls(ca.issue_cert(host))
    with MailServer(tls=tls, at_once=mode == "ssl", password=password) as server:
        worker = ["-P", "-m", "tests.support.worker_to_loopback", str(server.port), str(roots)]
        with ChatSender(policy=LOOPBACK, command=[sys.executable, *worker]) as sender:
            attempt = send(sender, f"{MAILTOS}&mode={mode}")
    assert (attempt.reason, attempt.status) == (reason, status)
    assert len(server.messages) == (reason is None)
    assert "hunter22" not in attempt.answer + attempt.detail


def test_a_mail_server_that_takes_no_password(sender: ChatSender) -> None:
    with MailServer() as server:
        attempt = send(sender, mailto(server.port).replace("//", "//bob:hunter22@"))
    assert (attempt.reason, attempt.status) == (AttemptReason.CLIENT, None)
    assert "did not take the message: " in attempt.detail
    assert server.messages == []


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


def children(pid: int | None = None) -> set[int]:
    found = Path(f"/proc/{pid or os.getpid()}/task")
    return {int(pid) for task in found.iterdir() for pid in (task / "children").read_text().split()}


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
    give_up_at = time.monotonic() + 10
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


@pytest.mark.parametrize(
    "echoed",
    [
        "no: /tok-7f3a9c for hunter 22",
        "NO: /TOK-7F3A9C",
        "tok%2D7f3a9c and hunter%2022",
        "Authorization: Basic Ym9iOmh1bnRlciAyMg==",  # bob:hunter 22
        "AUTH PLAIN AGJvYgBodW50ZXIgMjI=",
    ],
)
def test_no_text_of_an_attempt_holds_a_part_of_the_url(sender: ChatSender, echoed: str) -> None:
    with chat_service.ChatService(status=403, answer=echoed) as there:
        url = f"json://bob:hunter%2022@127.0.0.1:{there.port}/tok%2D7f3a9c"
        attempt = send(sender, url)
    told = (attempt.answer + attempt.detail).lower()
    for secret in ("7f3a9c", "hunter", "ym9iomh1bnrlciaymg", "agjvygbodw50zxigmji"):
        assert secret not in told
    assert "***" in attempt.answer
    assert attempt.reason is AttemptReason.AUTH


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
sender.send(service, title="t", text="t", started_at=datetime.now(UTC), deadline_s=1.0)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_worker_whose_program_was_killed_ends_by_itself() -> None:
    with RawServer(silent) as server:
        url = f"json://127.0.0.1:{server.port}/x"
        with subprocess.Popen([sys.executable, "-c", _ORPHANED, url]) as program:
            until_asked(server)
            [worker] = children(program.pid)
            program.kill()
        give_up_at = time.monotonic() + 10
        while runs(worker) and time.monotonic() < give_up_at:
            time.sleep(0.02)
        assert not runs(worker)


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
