"""Exceptions of the HTTP libraries to this program's errors, with sentences of our own.

Their own texts are never passed on: they hold whole URLs, and an endpoint's URL is a secret.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions as urllib3_errors

from monitor.errors import FetchError

# Everything the libraries raise for a request that failed; ``requests.RequestException`` and
# ``ssl.SSLError`` are ``OSError``.
LIBRARY_ERRORS = (
    OSError,
    UnicodeError,
    http.client.HTTPException,
    urllib3_errors.HTTPError,
)

# In this order: a cause of an earlier kind decides, wherever in the chain it stands.
_KINDS: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    ((socket.gaierror,), "dns", "the name could not be resolved"),
    (
        (TimeoutError, requests.Timeout, urllib3_errors.TimeoutError),
        "timeout",
        "no answer in time",
    ),
    (
        (
            requests.exceptions.InvalidURL,
            requests.exceptions.MissingSchema,
            requests.exceptions.InvalidSchema,
            urllib3_errors.LocationValueError,
            http.client.InvalidURL,
        ),
        "bad_url",
        "the URL cannot be requested",
    ),
    (
        (urllib3_errors.InvalidHeader,),
        "connection",
        "the answer's headers contradict each other",
    ),
    (
        (UnicodeError, requests.exceptions.InvalidHeader),
        "internal",
        "a header of the request cannot be sent",
    ),
)


def as_fetch_error(error: Exception) -> FetchError:
    """The :class:`FetchError` for an exception among :data:`LIBRARY_ERRORS`.

    Its reason is ``tls``, ``dns``, ``timeout``, ``bad_url``, ``internal`` (a header that cannot be
    sent) or ``connection``.
    """
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, FetchError):
            return cause
        if isinstance(cause, ssl.SSLError):
            return FetchError(_tls_problem(cause), reason="tls")
    for kinds, reason, text in _KINDS:
        if any(isinstance(cause, kinds) and not _unreached(cause) for cause in causes):
            return FetchError(text, reason=reason)
    return FetchError(_connection_problem(causes), reason="connection")


def _unreached(cause: BaseException) -> bool:
    # A refused connection, which urllib3 derives from its timeouts.
    return isinstance(cause, urllib3_errors.NewConnectionError)


def dropped(error: Exception) -> bool:
    """Whether the peer ended the connection without an answer."""
    # RemoteDisconnected is a ConnectionResetError.
    kinds = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)
    return any(isinstance(cause, kinds) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and every exception it wraps, in whichever of the libraries' ways."""
    todo: list[BaseException] = [error]
    seen: set[int] = set()
    while todo:
        cause = todo.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        wrapped = (getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args)
        todo.extend(inner for inner in wrapped if isinstance(inner, BaseException))


def _tls_problem(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate was not accepted: {error.verify_message}"
    reason = (error.reason or "protocol error").replace("_", " ").lower()
    return f"no secure connection could be made: {reason}"


def _connection_problem(causes: list[BaseException]) -> str:
    for cause in causes:
        if isinstance(cause, http.client.RemoteDisconnected):
            return "the server closed the connection without an answer"
        if isinstance(cause, http.client.IncompleteRead):
            return "the answer was cut short"
        if isinstance(cause, http.client.BadStatusLine | http.client.UnknownProtocol):
            return "the answer is not HTTP"
        if isinstance(cause, http.client.LineTooLong):
            return "the answer has a header line without end"
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno is not None and cause.strerror:
            return f"the connection failed: {cause.strerror.lower()}"
    return "the connection failed"
