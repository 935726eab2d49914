"""Chat, mail and push against local receivers that answer as the services document it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import trustme

from monitor.alerts.chat import chat_message
from monitor.alerts.payload import build_body
from monitor.model import AttemptReason
from monitor.net.chat import ChatSender
from tests.alerts.builders import make_content, make_development, make_item
from tests.net.chat_senders import (
    DISCORD,
    GOOGLE,
    HOSTS,
    NOW,
    NTFY,
    PUSHOVER,
    SLACK,
    TEAMS,
    TELEGRAM,
    mailto,
    send,
    sender_to,
    service,
)
from tests.net.conftest import server_tls
from tests.support import chat_service
from tests.support.mail_server import MailServer

MakePair = Callable[..., tuple[ChatSender, chat_service.ChatService]]


@pytest.fixture
def on_loopback(ca: trustme.CA, roots: Path) -> Iterator[MakePair]:
    """A service that has the hosts of the real ones, and a sender whose worker finds it there."""
    with ExitStack() as stack:

        def make(**answers: Any) -> tuple[ChatSender, chat_service.ChatService]:
            tls = server_tls(ca.issue_cert(*HOSTS))
            there = stack.enter_context(chat_service.ChatService(tls=tls, **answers))
            return stack.enter_context(sender_to(there.port, roots)), there

        yield make


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
    with chat_service.ChatService(tls=tls) as there, sender_to(there.port, roots) as sender:
        attempt = send(sender, DISCORD)
        assert attempt.reason is AttemptReason.TLS
        assert there.posted == []


HOSTILE = (
    "@everyone &commat;all <!channel> &lt;!here&gt; <b>b</b> **b** [x](https://evil.example/x)"
    " https://evil.example www.evil.example ||s|| `c` {{TIME(2017-02-14T06:00Z)}}"
)


@pytest.mark.parametrize(
    "url", [DISCORD, SLACK, TEAMS, f"{NTFY}?format=markdown", TELEGRAM, GOOGLE, PUSHOVER]
)
def test_what_a_feed_says_is_obeyed_nowhere(on_loopback: MakePair, url: str) -> None:
    sender, there = on_loopback(answer='{"ok": true, "status": 1}')
    item = make_item(title=f"{HOSTILE} again")
    content = make_content(development=make_development(title=HOSTILE), item=item)
    told = chat_message(json.loads(build_body(content)), service(url))
    sender.send(service(url), title=told.title, text=told.text, started_at=NOW, deadline_s=10.0)
    shown = "".join(texts(there.posted[-1]))
    for _ in range(3):  # however often the service decodes it
        shown = unescape(shown)
    for mark in ("@everyone", "@all", "<!", "<b>b", "**b", "[x]", "://evil", "www.evil", "||", "`"):
        assert mark not in shown
    assert "＠everyone" in shown


def texts(posted: chat_service.Posted) -> Iterator[str]:
    """Every text of a request's body."""
    found: Any = dict(parse_qsl(posted.body.decode()))
    waiting = [found or posted.json]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as part:
                waiting.extend(part.values())
            case list() as part:
                waiting.extend(part)


# ------------------------------------------------------------ mail


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
    with (
        MailServer(tls=tls, at_once=mode == "ssl", password=password) as server,
        sender_to(server.port, roots) as sender,
    ):
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
