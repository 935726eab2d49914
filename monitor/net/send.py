"""One guarded POST of a signed body to an endpoint, judged by its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from time import monotonic

from monitor.errors import FetchError
from monitor.model import Attempt, AttemptReason
from monitor.net.client import Answer, Client
from monitor.net.decode import decoded
from monitor.net.fetch import named_status
from monitor.net.urls import redacted

# The verdict is in the head; the body is only kept for people, so it may not hold up a sender.
ANSWER_WITHIN_S = 2.0
_MAX_RETRY_AFTER_CHARS = 128

BY_FETCH_REASON: Mapping[str, AttemptReason] = {
    # The URL as written can never be sent to, just as a request that the endpoint calls wrong.
    "bad_url": AttemptReason.CLIENT,
    "blocked_address": AttemptReason.BLOCKED_ADDRESS,
    "dns": AttemptReason.DNS,
    "connection": AttemptReason.CONNECTION,
    "tls": AttemptReason.TLS,
    "timeout": AttemptReason.TIMEOUT,
    "internal": AttemptReason.INTERNAL,
}
"""Reasons of :class:`FetchError` as those of attempts."""

_BY_STATUS = {
    401: AttemptReason.AUTH,
    403: AttemptReason.AUTH,
    410: AttemptReason.GONE,
    429: AttemptReason.RATE_LIMITED,
}
_BY_CLASS = {2: None, 3: AttemptReason.REDIRECT, 4: AttemptReason.CLIENT}
_CHARSET = re.compile(r'charset\s*=\s*"?([a-z0-9_.:-]{1,40})', re.IGNORECASE | re.ASCII)


def send(
    client: Client,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    started_at: datetime,
    deadline_s: float = 20.0,
    max_answer_bytes: int = 2048,
) -> Attempt:
    """POST ``body`` exactly as given; tell how it went.

    Accepted (``reason`` is ``None``) exactly when a whole head with a 2xx status came within
    ``deadline_s``, whatever its body then does. Redirects are never followed. Never raises for
    what endpoints and networks do. ``latency_s`` is the time to the head of the answer, or to
    the failure. No text of the attempt holds a secret of ``url``.
    """
    began = monotonic()
    sent = {"Accept": "*/*", "Accept-Encoding": "identity", **headers}
    try:
        with client.exchange("POST", url, headers=sent, body=body, deadline_s=deadline_s) as answer:
            latency_s = monotonic() - began
            reason = reason_of_status(answer.status)
            return Attempt(
                started_at=started_at,
                status=answer.status,
                reason=reason,
                latency_s=latency_s,
                answer=redacted(_text(answer, max_answer_bytes), url),
                detail="" if reason is None else f"answered {named_status(answer.status)}",
                retry_after=_retry_after(answer),
            )
    except FetchError as error:
        return Attempt(
            started_at=started_at,
            status=None,
            reason=BY_FETCH_REASON[error.reason],
            latency_s=monotonic() - began,
            detail=error.message,
        )


def reason_of_status(status: int) -> AttemptReason | None:
    """Why an answer with this HTTP status is a failure; ``None`` where it is none."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return _BY_CLASS.get(status // 100, AttemptReason.SERVER)


def _retry_after(answer: Answer) -> str | None:
    value = answer.headers.get("retry-after")
    return value and printable(value[:_MAX_RETRY_AFTER_CHARS])


def _text(answer: Answer, max_bytes: int) -> str:
    """The beginning of the answer's body as text, as much as came in time."""
    answer.hurry(ANSWER_WITHIN_S)
    start = bytearray()
    try:
        for piece in decoded(answer.chunks(), answer.headers.get("content-encoding", "")):
            start += piece[: max_bytes - len(start)]
            if len(start) >= max_bytes:
                break
    except FetchError:
        # The verdict stands on the head alone; a body that broke off is kept as far as it came.
        pass
    text = _decoded_text(bytes(start), answer.headers.get("content-type", ""))
    return printable(text[:max_bytes])


def _decoded_text(data: bytes, content_type: str) -> str:
    named = _CHARSET.search(content_type)
    if named is not None:
        # Unknown names, and Python's codecs that are no charsets (hex, idna), come here too.
        with suppress(LookupError, ValueError):
            return data.decode(named[1], errors="replace")
    return data.decode(errors="replace")


def printable(text: str) -> str:
    """``text`` without control characters, but for line breaks and tabs."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
