"""Names to addresses, with a deadline and a bound on lookups under way.

``getaddrinfo`` has no timeout of its own (a dead name server holds it for half a minute), so each
lookup runs in a thread of its own that its caller may leave behind. The threads are daemons: a
hanging lookup must not hold up the end of the program.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from typing import Any

from monitor.errors import FetchError

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
# Called like ``socket.getaddrinfo(host, port, type=SOCK_STREAM)``, and answers like it.
Resolve = Callable[..., Sequence[AddressInfo]]

# Lookups that may hang at once before further ones have to wait. Each costs a thread.
MAX_LOOKUPS = 32


class Resolver:
    """Looks up host names. Safe to use from many threads."""

    def __init__(
        self,
        *,
        resolve: Resolve = socket.getaddrinfo,
        timeout_s: float = 5.0,
        max_lookups: int = MAX_LOOKUPS,
    ) -> None:
        self._resolve = resolve
        self._timeout_s = timeout_s
        self._free = threading.BoundedSemaphore(max_lookups)

    def addresses(
        self, host: str, port: int, *, within_s: float
    ) -> tuple[IPv4Address | IPv6Address, ...]:
        """Every address of ``host``, in the resolver's order, each once. At least one.

        An IP address is its own answer. Raises :class:`FetchError` with reason ``dns``, also
        where no answer came within the smaller of ``within_s`` and the resolver's timeout.
        """
        try:
            return (ip_address(host.strip("[]")),)
        except ValueError:
            answers = self._lookup(host, port, min(within_s, self._timeout_s))
        try:
            found = dict.fromkeys(ip_address(str(answer[4][0])) for answer in answers)
        except ValueError:
            raise FetchError(f"{host} resolved to no usable address", reason="dns") from None
        if not found:
            raise FetchError(f"{host} has no address", reason="dns")
        return tuple(found)

    def _lookup(self, host: str, port: int, within_s: float) -> Sequence[AddressInfo]:
        deadline_at = monotonic() + within_s
        if not self._free.acquire(timeout=max(0.0, within_s)):
            raise FetchError(f"{host} was not looked up: too many lookups hang", reason="dns")
        answer: queue.SimpleQueue[Sequence[AddressInfo] | Exception] = queue.SimpleQueue()
        lookup = threading.Thread(
            target=self._answer, args=(host, port, answer), name="net-lookup", daemon=True
        )
        try:
            lookup.start()
        except RuntimeError as error:
            self._free.release()
            raise FetchError(f"{host} was not looked up: {error}", reason="dns") from error
        try:
            found = answer.get(timeout=max(0.0, deadline_at - monotonic()))
        except queue.Empty:
            raise FetchError(
                f"{host} was not resolved within {within_s:.1f} s", reason="dns"
            ) from None
        if isinstance(found, Exception):
            why = getattr(found, "strerror", None) or "it is no valid name"
            raise FetchError(f"{host} could not be resolved: {why}", reason="dns") from found
        return found

    def _answer(
        self,
        host: str,
        port: int,
        answer: queue.SimpleQueue[Sequence[AddressInfo] | Exception],
    ) -> None:
        try:
            answer.put(self._resolve(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.put(error)
        finally:
            self._free.release()
