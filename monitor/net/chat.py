"""Sending to chat, mail and push services through Apprise, in processes that can be killed.

Apprise opens its own connections, by a hundred different roads, and its timeouts are per read. So
each message is handed to a worker process (:mod:`monitor.net.chat_worker`) that may connect only
to checked addresses, and that is killed when the deadline comes: nothing is left behind, neither a
thread nor a socket. A killed call may have reached the service; at least once is the contract.
"""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Any
from urllib.parse import quote, unquote

from monitor.model import Attempt, AttemptReason, ChatService
from monitor.net.addresses import AddressPolicy
from monitor.net.urls import HIDDEN

WORKER = "monitor.net.chat_worker"
IDLE_KEPT = 2
"""Workers kept for the next message: each takes some 55 MB and a quarter of a second to start."""

GRACE_S = 1.0
"""How much longer than the call's deadline the worker's own alarm waits, where nobody kills it."""

_BETWEEN_PARTS = re.compile(r"[/?&=:@,;#+]+")
_SHORTEST_SECRET_CHARS, _SHORTEST_PASSWORD_CHARS = 5, 3
_KEPT_VARIABLES = ("LANG", "LC_ALL", "PATH", "TZ", "SYSTEMROOT")
_CLOSED = "cut off because the program is stopping"


class ChatSender:
    """Hands messages to worker processes: a resource to be closed, safe to use from many threads.

    ``policy`` says which addresses may be connected to. ``command`` starts a worker; by default
    this Python runs :data:`WORKER`. Nothing is started before the first message.
    """

    def __init__(self, *, policy: AddressPolicy, command: Sequence[str] = ()) -> None:
        self._allow = [str(network) for network in policy.allow]
        self._command = list(command) or [sys.executable, "-P", "-m", WORKER]
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False

    def __enter__(self) -> ChatSender:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every worker; calls under way end with a failure at once."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle.clear()
            for worker in workers:
                worker.kill()
        for worker in workers:
            worker.reap()

    def send(
        self,
        service: ChatService,
        *,
        title: str,
        text: str,
        started_at: datetime,
        deadline_s: float,
    ) -> Attempt:
        """Hand one message to ``service``; tell how it went.

        Ends within ``deadline_s``, and then the worker is gone. Never raises for what services
        and networks do. No text of the attempt holds a part of the service's URL.
        """
        began, url = monotonic(), service.url
        request = {
            "url": url,
            "markdown": service.markdown,
            "title": title,
            "text": text,
            "allow": self._allow,
            "deadline_s": deadline_s,
        }
        told = self._exchanged(request, deadline_s)
        reason = told.get("reason")
        said = _redacted(str(told.get("said", "")), url)
        detail = str(told.get("detail", ""))
        return Attempt(
            started_at=started_at,
            status=told.get("status"),
            reason=None if reason is None else AttemptReason(reason),
            latency_s=monotonic() - began,
            answer=_redacted(str(told.get("answer", "")), url),
            detail=f"{detail}: {said}" if said else detail,
            retry_after=told.get("retry_after"),
        )

    def _exchanged(self, request: Mapping[str, Any], deadline_s: float) -> Mapping[str, Any]:
        deadline_at = monotonic() + deadline_s
        line = json.dumps(request).encode() + b"\n"
        # A kept worker may have ended meanwhile (it does when idle for long); a new one has not.
        while True:
            try:
                worker, fresh = self._worker()
            except OSError as error:
                text = f"no worker process could be started: {error.strerror}"
                return _failure(AttemptReason.INTERNAL, text)
            if worker is None:
                return _failure(AttemptReason.CONNECTION, _CLOSED)
            answer = worker.ask(line, deadline_at)
            if answer is not None:
                self._put_back(worker)
                return answer
            with self._lock:
                closed = self._closed
                self._busy.discard(worker)
            worker.kill()
            worker.reap()
            if closed:
                return _failure(AttemptReason.CONNECTION, _CLOSED)
            if monotonic() >= deadline_at:
                return _failure(
                    AttemptReason.TIMEOUT, f"no complete answer within {deadline_s:g} s"
                )
            if fresh or worker.answering:
                return _failure(AttemptReason.INTERNAL, "the worker process ended without a word")

    def _worker(self) -> tuple[_Worker | None, bool]:
        with self._lock:
            if self._closed:
                return None, False
            fresh = not self._idle
            worker = _Worker(self._command) if fresh else self._idle.pop()
            self._busy.add(worker)
            return worker, fresh

    def _put_back(self, worker: _Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            if not self._closed and len(self._idle) < IDLE_KEPT:
                self._idle.append(worker)
                return
        worker.kill()
        worker.reap()


class _Worker:
    """One process: a line of JSON in, a line of JSON out."""

    def __init__(self, command: Sequence[str]) -> None:
        self.answering = False
        self._process = subprocess.Popen(  # noqa: S603 - this program  # nosec B603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            bufsize=0,
            start_new_session=True,  # a Ctrl-C is for the daemon, which ends its calls in order
        )

    def ask(self, line: bytes, deadline_at: float) -> Mapping[str, Any] | None:
        """The answer to ``line``; ``None`` where the process ended or is late."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return None
        self.answering = False
        # A pipe takes what one message is at once: the worker reads it whole before it works.
        with suppress(OSError):
            stdin.write(line)
        ready = select.poll()
        ready.register(stdout, select.POLLIN | select.POLLHUP)
        answer = b""
        while not answer.endswith(b"\n"):
            left_s = deadline_at - monotonic()
            if left_s <= 0 or not ready.poll(left_s * 1000):
                return None
            piece = os.read(stdout.fileno(), 65536)
            if not piece:
                return None
            self.answering = True
            # The first line says that the message was read; from there on it may have been sent.
            answer = (answer + piece).removeprefix(b"read\n")
        found = json.loads(answer)
        return found if isinstance(found, dict) else None

    def kill(self) -> None:
        """End it now."""
        with suppress(OSError):
            self._process.kill()

    def reap(self) -> None:
        """Wait for its end and close its pipes."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """What a worker is told of this process' environment: no proxy, no netrc, no bundle."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    paths = os.pathsep.join(path for path in sys.path if path)
    return {**kept, "PYTHONPATH": paths, "HOME": os.devnull, "NETRC": os.devnull}


def _failure(reason: AttemptReason, detail: str) -> Mapping[str, Any]:
    return {"status": None, "reason": reason.value, "detail": detail}


def _redacted(text: str, url: str) -> str:
    """``text`` without the parts of ``url``: of an Apprise URL any part can be a secret.

    Whatever their letters' case, percent-encoded or not, and as HTTP and SMTP send a password.
    """
    rest = url.partition("://")[2]
    parts = {part for part in _BETWEEN_PARTS.split(rest) if len(part) >= _SHORTEST_SECRET_CHARS}
    user, _, password = rest.rpartition("@")[0].partition(":")
    if len(password) >= _SHORTEST_PASSWORD_CHARS:
        parts.add(password)
    plain = {unquote(part) for part in parts}
    forms = parts | plain | {quote(part, safe="") for part in plain}
    if password:
        user, password = unquote(user), unquote(password)
        for pair in (f"{user}:{password}", f"\0{user}\0{password}", password):
            forms.add(b64encode(pair.encode()).decode().rstrip("="))
    for secret in sorted(filter(None, forms), key=len, reverse=True):
        text = re.sub(re.escape(secret), HIDDEN, text, flags=re.IGNORECASE)
    return text
