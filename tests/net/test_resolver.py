from __future__ import annotations

import socket
import threading
from time import monotonic
from typing import Any

import pytest

from monitor.errors import FetchError
from monitor.net.resolver import Resolver
from tests.net.conftest import Names


def test_gives_every_address_once_in_order() -> None:
    names = Names(a_example=["192.0.2.2", "2001:db8::1", "192.0.2.2", "192.0.2.1"])
    found = Resolver(resolve=names).addresses("a.example", 80, within_s=5)
    assert [str(address) for address in found] == ["192.0.2.2", "2001:db8::1", "192.0.2.1"]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]"])
def test_an_address_is_its_own_answer(host: str) -> None:
    names = Names()
    found = Resolver(resolve=names).addresses(host, 80, within_s=5)
    assert [str(address) for address in found] == [host.strip("[]")]
    assert names.asked == []


def test_the_real_resolver_finds_localhost() -> None:
    found = Resolver().addresses("localhost", 80, within_s=5)
    assert found
    assert all(address.is_loopback for address in found)


def test_an_unknown_name_is_a_dns_failure_with_its_reason() -> None:
    with pytest.raises(FetchError, match=r"no\.example could not be resolved: Name or") as caught:
        Resolver(resolve=Names()).addresses("no.example", 80, within_s=5)
    assert caught.value.reason == "dns"


@pytest.mark.parametrize("answer", [[], ["not an address"]])
def test_an_answer_without_addresses_is_a_dns_failure(answer: list[str]) -> None:
    with pytest.raises(FetchError) as caught:
        Resolver(resolve=Names(a_example=answer)).addresses("a.example", 80, within_s=5)
    assert caught.value.reason == "dns"


def test_a_name_that_cannot_be_encoded_is_a_dns_failure() -> None:
    with pytest.raises(FetchError) as caught:
        Resolver(resolve=socket.getaddrinfo).addresses("a" * 70 + ".example", 80, within_s=5)
    assert caught.value.reason == "dns"


def test_a_hanging_lookup_is_left_behind_and_hanging_ones_are_bounded() -> None:
    release = threading.Event()

    def hang(*_: Any, **__: Any) -> Any:
        release.wait(10)
        return [(0, 0, 0, "", ("192.0.2.1", 80))]

    resolver = Resolver(resolve=hang, timeout_s=0.1, max_lookups=2)
    started = monotonic()
    for _ in range(2):
        with pytest.raises(FetchError, match="not resolved within") as caught:
            resolver.addresses("slow.example", 80, within_s=5)
        assert caught.value.reason == "dns"
    with pytest.raises(FetchError, match="too many lookups"):
        resolver.addresses("slow.example", 80, within_s=5)
    assert monotonic() - started < 2
    release.set()
    # The two that hung end now, and give their places back.
    for _ in range(100):
        if resolver._free._value == 2:
            break
        threading.Event().wait(0.02)
    assert resolver.addresses("slow.example", 80, within_s=5)


def test_the_callers_time_counts_where_it_is_shorter() -> None:
    release = threading.Event()

    def hang(*_: Any, **__: Any) -> Any:
        release.wait(10)
        return []

    started = monotonic()
    with pytest.raises(FetchError):
        Resolver(resolve=hang, timeout_s=5).addresses("slow.example", 80, within_s=0.05)
    assert monotonic() - started < 1
    release.set()
