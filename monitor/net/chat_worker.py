"""The process in which Apprise speaks to one service at a time.

``python -m monitor.net.chat_worker`` reads one message a line (JSON) and answers each with two
lines: ``read``, and how it went (JSON). It ends with its input, and when idle for long.

Apprise offers no seam at which its hundred services could be watched. What stands here takes the
place of one, and is why this is a process of its own:

- an audit hook, which cannot be taken back, looks at every connection that any Python code opens
  and refuses addresses that the policy refuses, at the moment of connecting, and refuses to start
  programs;
- answers are noted where ``requests`` and ``smtplib`` read them, because Apprise itself only tells
  whether it went well. They are read up to a limit; redirects are never followed; certificates
  are always checked.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import os
import select
import signal
import smtplib
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from monitor.errors import FetchError
from monitor.model import AttemptReason
from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.net.chat import GRACE_S
from monitor.net.failures import LIBRARY_ERRORS, as_fetch_error
from monitor.net.fetch import named_status
from monitor.net.send import BY_FETCH_REASON, printable, reason_of_status

IDLE_S = 60.0
MAX_ANSWER_BYTES = 256 * 1024
"""More than any service says to a message; Apprise reads answers whole."""

MAX_MEMORY_BYTES = 1024 * 1024 * 1024
_KEPT_ANSWER_CHARS = 2048
_MAX_RETRY_AFTER_CHARS = 128
_CONNECT_TIMEOUT_S = 10.0
_TOO_MANY = 429

_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_STARTING = frozenset(
    {
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"),
        *("os.fork", "os.forkpty", "pty.spawn"),
    }
)


@dataclass(slots=True)
class Watched:
    """What was seen of the network while one message was sent."""

    policy: AddressPolicy = field(default_factory=AddressPolicy)
    refusal: str = ""
    failure: FetchError | None = None
    status: int | None = None
    smtp: bool = False
    answer: str = ""
    retry_after: str | None = None
    said: list[str] = field(default_factory=list)
    plugin: object = None

    def begin(self, policy: AddressPolicy) -> None:
        """Forget the message before."""
        self.policy, self.refusal, self.failure = policy, "", None
        self.status, self.smtp, self.answer, self.retry_after = None, False, "", None
        self.said.clear()

    def failed(self, error: Exception) -> None:
        """A call ended without an answer."""
        self.failure = as_fetch_error(error)

    def answered(self, response: requests.Response) -> None:
        """An answer over HTTP. The last one counts."""
        self.failure, self.smtp = None, False
        self.status = response.status_code
        self.answer = printable(response.text[:_KEPT_ANSWER_CHARS])
        asked = response.headers.get("retry-after") or _asked_in_body(response)
        self.retry_after = asked and printable(asked[:_MAX_RETRY_AFTER_CHARS])

    def replied(self, code: int, text: bytes) -> None:
        """A reply over SMTP. One that refuses is not hidden by the courtesies that follow it."""
        if code == 221:  # the goodbye says nothing of the message
            return
        self.failure, self.smtp = None, True
        if self.status is None or self.status < 400 or code >= 400:
            self.status = code
            self.answer = printable(text.decode(errors="replace")[:_KEPT_ANSWER_CHARS])


def _asked_in_body(response: requests.Response) -> str | None:
    """The seconds to wait that some services name in their answer only.

    Discord and Telegram tell seconds (https://discord.com/developers/docs/topics/rate-limits,
    https://core.telegram.org/bots/api#responseparameters), Matrix milliseconds
    (https://spec.matrix.org/v1.11/client-server-api/#rate-limiting).
    """
    if response.status_code != _TOO_MANY:
        return None
    try:
        told = response.json()
        told = told.get("parameters") or told
        seconds = told["retry_after_ms"] / 1000 if "retry_after_ms" in told else told["retry_after"]
        return str(math.ceil(seconds))
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError):
        return None


class _Said(logging.Handler):
    """Keeps what Apprise says of a message, for when nothing else tells what is wrong."""

    def __init__(self, watched: Watched) -> None:
        super().__init__(logging.WARNING)
        self._watched = watched

    def emit(self, record: logging.LogRecord) -> None:
        self._watched.said.append(record.getMessage())


def guard(watched: Watched) -> None:
    """From now on, this process connects only to addresses that ``watched.policy`` allows."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STARTING:
            raise PermissionError(f"{event} is refused: no service needs another program")
        if event in _CONNECTING:
            refusal = _refusal(watched.policy, arguments[0], arguments[1])
            if refusal:
                watched.refusal = refusal
                raise PermissionError(refusal)

    sys.addaudithook(hook)


def _refusal(policy: AddressPolicy, sock: socket.socket, address: object) -> str | None:
    if address is None:  # a datagram on a connected socket, which was looked at then
        return None
    if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
        return "only addresses of the internet are connected to"
    return policy.refusal(str(address[0]))


def watch_http(watched: Watched) -> None:
    """Note every answer over HTTP; follow no redirect; check every certificate; read no further
    than the limit.
    """
    plain_send = HTTPAdapter.send

    def send(
        self: HTTPAdapter, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        # The verdict of a URL on certificates, and proxies, are not heard.
        options |= {"stream": True, "verify": True, "proxies": {}}
        try:
            response = plain_send(self, request, **options)
            _read_bounded(response)
        except LIBRARY_ERRORS as error:
            watched.failed(error)
            raise
        watched.answered(response)
        if response.status_code == _TOO_MANY:
            # Some services' plug-ins would sleep here and try again, past our schedule.
            raise requests.exceptions.RetryError("the service asks to wait")
        return response

    def no_target(_self: requests.Session, _response: requests.Response) -> None:
        return None

    HTTPAdapter.send = send  # type: ignore[method-assign, assignment]
    requests.Session.get_redirect_target = no_target  # type: ignore[method-assign, assignment]


def _read_bounded(response: requests.Response) -> None:
    content = bytearray()
    for piece in response.iter_content(16 * 1024):
        content += piece
        if len(content) > MAX_ANSWER_BYTES:
            response.close()
            raise requests.exceptions.ContentDecodingError("the answer is too long")
    response._content = bytes(content)  # noqa: SLF001 - where the library keeps what it has read


def watch_smtp(watched: Watched) -> None:
    """Note every reply over SMTP, and every failure to get one."""
    plain = {name: getattr(smtplib.SMTP, name) for name in ("connect", "getreply", "starttls")}

    def noted(name: str) -> Any:
        def call(self: smtplib.SMTP, *arguments: Any, **options: Any) -> Any:
            try:
                found = plain[name](self, *arguments, **options)
            except OSError as error:  # SMTP's own exceptions are too
                if not isinstance(
                    error, smtplib.SMTPResponseException | smtplib.SMTPNotSupportedError
                ):
                    watched.failed(error)
                raise
            if name == "getreply":
                watched.replied(*found)
            return found

        return call

    for name in plain:
        setattr(smtplib.SMTP, name, noted(name))


def outcome(watched: Watched, *, accepted: bool) -> dict[str, Any]:
    """How the message went, as the parts of an attempt."""
    told: dict[str, Any] = {
        "status": watched.status,
        "answer": watched.answer,
        "retry_after": watched.retry_after,
    }
    reason, detail = _verdict(watched, accepted=accepted)
    without_answer = watched.failure is not None or watched.refusal
    broken_off = watched.smtp and watched.status is not None and watched.status < 400
    if not accepted and (without_answer or broken_off):
        told = {"status": None}
    said = printable(" ".join(watched.said[-1:]))[:300] if reason is AttemptReason.CLIENT else ""
    return {**told, "reason": reason and reason.value, "detail": detail, "said": said}


def _verdict(watched: Watched, *, accepted: bool) -> tuple[AttemptReason | None, str]:
    status = watched.status
    if watched.refusal and not accepted:
        return AttemptReason.BLOCKED_ADDRESS, f"the service's address is refused: {watched.refusal}"
    if watched.failure is not None and not accepted:
        return BY_FETCH_REASON[watched.failure.reason], watched.failure.message
    if watched.smtp and status is not None and (status >= 400 and not accepted):
        return _reason_of_reply(status), f"the mail server replied {status}"
    if not watched.smtp and status is not None and not 200 <= status < 300:
        return reason_of_status(status), f"answered {named_status(status)}"
    if accepted:
        return None, ""
    return AttemptReason.CLIENT, "the service did not take the message"


def _reason_of_reply(code: int) -> AttemptReason:
    """RFC 5321 section 4.2.1: 4xx may be tried again, 5xx is for good; RFC 4954: 53x is log-in."""
    if code < 500:
        return AttemptReason.SERVER
    return AttemptReason.AUTH if 530 <= code <= 538 else AttemptReason.CLIENT


def deliver(request: Mapping[str, Any], watched: Watched) -> dict[str, Any]:
    """Send one message; how it went."""
    import apprise  # noqa: PLC0415 - the extra may be missing

    from monitor.rules.chat_services import service_asset  # noqa: PLC0415 - the same

    watched.begin(AddressPolicy(allow=parse_networks(request["allow"])))
    watched.plugin = plugin = apprise.Apprise.instantiate(request["url"], asset=service_asset())
    if not isinstance(plugin, apprise.NotifyBase):
        return {"reason": AttemptReason.CLIENT.value, "detail": "the Apprise URL cannot be read"}
    plugin.socket_connect_timeout = min(_CONNECT_TIMEOUT_S, request["deadline_s"])
    plugin.socket_read_timeout = request["deadline_s"]
    formats = apprise.NotifyFormat
    accepted = plugin.notify(
        title=request["title"],
        body=request["text"],
        body_format=formats.MARKDOWN if request["markdown"] else formats.TEXT,
        overflow=apprise.OverflowMode.TRUNCATE,
    )
    return outcome(watched, accepted=bool(accepted))


def _lines(idle_s: float) -> Iterator[bytes]:
    """Whole lines of standard input, until it ends or nothing comes for ``idle_s``."""
    waiting = b""
    while True:
        while b"\n" in waiting:
            line, _, waiting = waiting.partition(b"\n")
            yield line
        if not select.select([0], [], [], idle_s)[0]:
            return
        piece = os.read(0, 65536)
        if not piece:
            return
        waiting += piece


def main() -> None:
    """Answer messages until there are no more."""
    out = os.dup(1)
    os.dup2(2, 1)  # what a service prints must not be taken for an answer
    _bound_memory()
    watched = Watched()
    log = logging.getLogger("apprise")
    log.propagate = False
    log.addHandler(_Said(watched))
    watch_http(watched)
    watch_smtp(watched)
    guard(watched)
    for line in _lines(IDLE_S):
        os.write(out, b"read\n")
        request = json.loads(line)
        # Where the daemon is killed meanwhile, nobody is left to end a call that hangs.
        signal.setitimer(signal.ITIMER_REAL, request["deadline_s"] + GRACE_S)
        try:
            told = deliver(request, watched)
        except Exception as error:  # noqa: BLE001 - the edge of one unit of work
            told = {
                "reason": AttemptReason.INTERNAL.value,
                "detail": f"the service's plug-in failed: {type(error).__name__}",
            }
        os.write(out, json.dumps(told).encode() + b"\n")
        # Some plug-ins log out when they go, which must not make a message late that was taken.
        watched.plugin = None
        signal.setitimer(signal.ITIMER_REAL, 0)


def _bound_memory() -> None:
    import resource  # noqa: PLC0415 - not on every system

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


if __name__ == "__main__":
    main()
