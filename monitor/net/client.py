"""The one client for outbound HTTP: feeds, their redirects, and endpoints.

What it guarantees for every request:

- only addresses its policy allows are connected to, checked at the moment of connecting;
- the call ends within its total deadline, and an answer that was cut off is an error;
- TLS certificates and host names are verified; nothing in the environment (proxies, netrc,
  bundles) changes where a request goes or whom it trusts;
- nothing is followed, retried, remembered (no cookies) or decoded behind the caller's back. The
  one exception: where a kept connection turns out to have been closed by the server, the request
  is sent again on another, as every HTTP client must. A server that took the request and then
  died without an answer sees it twice; what is sent here bears that (GET, and signed messages
  with an id).
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import getaddrinfo
from types import TracebackType

import certifi
import requests
from urllib3.util.ssl_ import create_urllib3_context

from monitor.errors import FetchError
from monitor.net.addresses import AddressPolicy
from monitor.net.dial import Dial, GuardedAdapter
from monitor.net.failures import LIBRARY_ERRORS, as_fetch_error, dropped
from monitor.net.resolver import Resolve, Resolver
from monitor.net.urls import ascii_url, shown_url
from monitor.net.watchdog import Watch, Watchdog

# One read from the socket; larger reads gain nothing measurable.
CHUNK_BYTES = 64 * 1024

_NO_CONTROLS = dict.fromkeys((*range(32), 127))


class Answer:
    """The head of an answer, and its body as it comes. Valid inside :meth:`Client.exchange`.

    ``headers`` have lower-case names; values are free of ASCII control characters (bytes above
    them are kept as Latin-1), and several values of one name are joined by commas.
    """

    def __init__(self, response: requests.Response, watch: Watch) -> None:
        self.status: int = response.status_code
        self.headers: Mapping[str, str] = {
            name.lower(): value.translate(_NO_CONTROLS) for name, value in response.headers.items()
        }
        self._raw = response.raw
        self._watch = watch

    def chunks(self) -> Iterator[bytes]:
        """The body as it was sent (still compressed), in whatever pieces arrive.

        Raises :class:`FetchError` with reason ``timeout``, ``connection`` (also where the body
        is shorter than announced) or ``tls``.
        """
        while True:
            try:
                chunk: bytes | None = self._raw.read1(CHUNK_BYTES, decode_content=False)
            except LIBRARY_ERRORS as error:
                self._watch.check()
                raise as_fetch_error(error) from error
            self._watch.check()
            if not chunk:
                return
            yield chunk

    def hurry(self, within_s: float) -> None:
        """Allow the rest of the body at most ``within_s`` more seconds."""
        self._watch.shorten(within_s)


class Client:
    """A guarded HTTP client: a resource to be closed, safe to use from many threads.

    ``policy`` says which addresses may be connected to. ``pool_size`` is how many hosts, and how
    many connections of each, are kept open for reuse. ``resolve`` is called like
    ``socket.getaddrinfo``. ``ca_file`` names further roots (PEM) to trust beside the usual ones.
    Make it after a process forks, not before.

    urllib3 logs whole URLs, which are secrets where they are of endpoints; building a client
    silences it below errors.
    """

    def __init__(
        self,
        *,
        policy: AddressPolicy,
        user_agent: str,
        resolve_timeout_s: float = 5.0,
        connect_timeout_s: float = 10.0,
        pool_size: int = 32,
        resolve: Resolve = getaddrinfo,
        ca_file: Path | None = None,
    ) -> None:
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        self._connect_timeout_s = connect_timeout_s
        self._watchdog = Watchdog()
        self._dial = Dial(
            policy=policy,
            resolver=Resolver(resolve=resolve, timeout_s=resolve_timeout_s),
            connect_timeout_s=connect_timeout_s,
        )
        self._adapter = GuardedAdapter(dial=self._dial, tls=_tls(ca_file), pool_size=pool_size)
        self._user_agent = user_agent

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Cut off the calls under way (each ends with a failure at once) and let go of all."""
        self._watchdog.close()
        self._adapter.close()

    @contextmanager
    def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        deadline_s: float,
        body: bytes | None = None,
    ) -> Iterator[Answer]:
        """Send one request; the answer's body can be read inside the ``with`` block.

        Redirects are answers like any other. The call, with all reading, ends ``deadline_s``
        seconds from now. Raises :class:`FetchError` whose reason is ``bad_url``, ``dns``,
        ``blocked_address``, ``connection``, ``tls``, ``timeout`` or ``internal``; its text never
        holds a query, a token or a credential of the URL.
        """
        target = ascii_url(url)
        with self._watchdog.watch(deadline_s) as watch:
            try:
                with self._answered(method, target, headers, body, watch) as response:
                    watch.check()
                    yield Answer(response, watch)
            except FetchError as error:
                error.subject = error.subject or shown_url(url)
                raise

    def _answered(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes | None,
        watch: Watch,
    ) -> requests.Response:
        request = _request(method, target, {"User-Agent": self._user_agent, **headers}, body)
        # Each further round has used up a dead kept connection; a fresh one gets no second round.
        while True:
            with self._dial.under(watch) as turn:
                try:
                    return self._adapter.send(
                        request,
                        stream=True,
                        timeout=(self._connect_timeout_s, max(0.001, watch.remaining_s)),
                    )
                except LIBRARY_ERRORS as error:
                    # A socket that the watchdog shut fails in many ways; the cut is the cause.
                    watch.check()
                    if turn.fresh or not dropped(error):
                        raise as_fetch_error(error) from error


def _request(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None
) -> requests.PreparedRequest:
    """A request for the adapter.

    Not through a session: its cookies, redirects, hooks and settings of the environment are what is
    not wanted here, and cost more time than the exchange itself.
    """
    request = requests.PreparedRequest()
    request.method = method
    try:
        request.prepare_url(url, None)
        request.prepare_headers(headers)
    except LIBRARY_ERRORS as error:
        raise as_fetch_error(error) from error
    request.body = body
    if body is not None:
        request.headers["Content-Length"] = str(len(body))
    return request


def _tls(ca_file: Path | None) -> ssl.SSLContext:
    # One context for all connections: reading the roots costs some 10 ms each time.
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.load_verify_locations(cafile=certifi.where())
    if ca_file is not None:
        context.load_verify_locations(cafile=str(ca_file))
    return context
