"""One guarded GET of a feed: conditional, redirects followed by hand, body bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from urllib.parse import urldefrag, urljoin

from monitor.errors import FetchError
from monitor.model import FailureReason, FetchResult
from monitor.net.client import Answer, Client
from monitor.net.decode import decoded
from monitor.net.urls import ascii_url, shown_url

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
# 203: a proxy on the way changed something; it is still the document.
_DOCUMENT = frozenset({200, 203})
# What a server may have us send back to it with every poll.
_MAX_VALIDATOR_CHARS = 1024

_REASONS = {
    401: FailureReason.AUTH,
    403: FailureReason.AUTH,
    410: FailureReason.GONE,
    429: FailureReason.RATE_LIMITED,
    204: FailureReason.EMPTY,
    205: FailureReason.EMPTY,
}


@dataclass(slots=True)
class _Way:
    """Where a fetch has been; ``permanent`` while every redirect so far was for good."""

    url: str
    seen: set[str] = field(default_factory=set)
    permanent: bool = True
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def result(
        self, asked: str, *, body: bytes = b"", started: float, error: FetchError | None = None
    ) -> FetchResult:
        """How it ended: with the document, or with ``error``."""
        moved = error is None and self.permanent and bool(self.seen - {self.url})
        return FetchResult(
            url=asked,
            final_url=self.url,
            status=self.status,
            headers=self.headers,
            body=body,
            elapsed_s=monotonic() - started,
            permanent_url=self.url if moved else None,
            failure=None if error is None else FailureReason(error.reason),
            detail="" if error is None else error.message,
        )


def fetch(
    client: Client,
    url: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    deadline_s: float = 30.0,
    max_body_bytes: int = 15 * 2**20,
    max_redirects: int = 5,
) -> FetchResult:
    """Fetch the document at ``url``, if it changed since ``etag`` or ``last_modified``.

    Never raises for what servers and networks do: the result's ``failure`` says why and
    ``detail`` says it to a person. ``deadline_s`` is for everything, redirects and body
    included; ``max_body_bytes`` bounds both the decoded body and the bytes on the wire. Each
    redirect is checked like the first URL; from https to http is refused. What the document is
    (a feed, a login page) is not judged here.
    """
    started = monotonic()
    conditions = _conditions(etag, last_modified)
    way = _Way(url=url)
    try:
        body = _follow(
            client,
            way,
            conditions,
            until=started + deadline_s,
            max_body_bytes=max_body_bytes,
            max_redirects=max_redirects,
        )
    except FetchError as error:
        return way.result(url, started=started, error=error)
    return way.result(url, body=body, started=started)


def _follow(
    client: Client,
    way: _Way,
    conditions: Mapping[str, str],
    *,
    until: float,
    max_body_bytes: int,
    max_redirects: int,
) -> bytes:
    """Go to the document and read it; record in ``way`` how far it went."""
    headers = {"Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate", **conditions}
    for _ in range(max_redirects + 1):
        way.seen.add(way.url)
        way.status, way.headers = None, {}
        left_s = until - monotonic()
        with client.exchange("GET", way.url, headers=headers, deadline_s=left_s) as answer:
            if answer.status not in _REDIRECTS:
                return _document(answer, way, conditions, max_body_bytes)
            way.status, way.headers = answer.status, answer.headers
            target = _target(way.url, answer)
        if target in way.seen:
            raise _redirect(f"redirected in a circle, back to {shown_url(target)}")
        way.permanent = way.permanent and answer.status in _PERMANENT
        way.url = target
    raise _redirect(f"redirected more than {max_redirects} times")


def _document(
    answer: Answer, way: _Way, conditions: Mapping[str, str], max_body_bytes: int
) -> bytes:
    status = answer.status
    if status in _DOCUMENT:
        body = _body(answer, max_body_bytes)
        way.status, way.headers = status, answer.headers
        return body
    way.status, way.headers = status, answer.headers
    if status == HTTPStatus.NOT_MODIFIED and conditions:
        # Reading to the end (of nothing) is what lets the connection be used again.
        return b"".join(answer.chunks())
    if status == HTTPStatus.NOT_MODIFIED:
        raise FetchError("answered 304 though no condition was sent", reason="server")
    raise FetchError(f"answered {named_status(status)}", reason=_reason(status).value)


def _reason(status: int) -> FailureReason:
    if status in _REASONS:
        return _REASONS[status]
    if 400 <= status < 500:
        return FailureReason.CLIENT
    if 300 <= status < 400:
        return FailureReason.REDIRECT
    # 5xx, and what makes no sense as the answer to a plain GET: 1xx, 201, 206 and the like.
    return FailureReason.SERVER


def named_status(status: int) -> str:
    """A status code with its standard phrase, such as ``404 Not Found``."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _body(answer: Answer, max_body_bytes: int) -> bytes:
    announced = answer.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > max_body_bytes:
        raise _too_large(max_body_bytes)
    pieces: list[bytes] = []
    size = 0
    wire = _bounded(answer.chunks(), max_body_bytes)
    for piece in decoded(wire, answer.headers.get("content-encoding", "")):
        size += len(piece)
        if size > max_body_bytes:
            raise _too_large(max_body_bytes)
        pieces.append(piece)
    return b"".join(pieces)


def _bounded(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    """``chunks`` up to ``max_bytes``: a compressed stream can be endless and decode to nothing."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise _too_large(max_bytes)
        yield chunk


def _too_large(max_body_bytes: int) -> FetchError:
    return FetchError(
        f"the document is larger than the limit of {max_body_bytes:,} bytes", reason="too_large"
    )


def _redirect(detail: str) -> FetchError:
    return FetchError(detail, reason="redirect")


def _target(url: str, answer: Answer) -> str:
    """Where a redirect leads. Raises :class:`FetchError` (``redirect``) if not to be followed."""
    location = answer.headers.get("location", "").strip()
    if not location:
        raise _redirect(f"answered {named_status(answer.status)} without saying where to")
    # Header bytes arrive as Latin-1; servers mean UTF-8. Blanks are a frequent slip.
    try:
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        raise _redirect("redirected to an unreadable URL") from None
    try:
        target = urldefrag(urljoin(url, location.replace(" ", "%20"))).url
        ascii_url(target)
    except ValueError:
        raise _redirect("redirected to an unreadable URL") from None
    except FetchError as error:
        raise _redirect(f"redirected to {shown_url(location)}: {error.message}") from error
    if url.lower().startswith("https:") and not target.lower().startswith("https:"):
        raise _redirect(f"redirected from https to http: {shown_url(target)}")
    return target


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The conditional headers for what a server said before, where it can be said back to it."""
    headers: dict[str, str] = {}
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        if value is not None and _can_be_sent(value.strip()):
            headers[name] = value.strip()
    return headers


def _can_be_sent(value: str) -> bool:
    if not value or len(value) > _MAX_VALIDATOR_CHARS or not value.isprintable():
        return False
    return max(map(ord, value)) < 256
