from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ConfigError
from monitor.net.addresses import AddressPolicy, parse_networks

PUBLIC_ONLY = AddressPolicy()

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.1.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "3fff:fff:ffff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "168.63.129.17",
    "172.15.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "223.255.255.254",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80f::200e",
    "3ffe::1",
]

METADATA = [
    "169.254.169.254",
    "169.254.170.2",
    "168.63.129.16",
    "100.100.100.200",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::a9fe:a9fe",
    "fe80::a9fe:a9fe%eth0",
    "::ffff:169.254.169.254",
    "::169.254.169.254",
    "::ffff:0:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    # Teredo with 169.254.169.254 as its server, and as its (inverted) client.
    "2001:0:a9fe:a9fe::",
    "2001:0:808:808:0:0:5601:5601",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_not_public(text: str) -> None:
    refusal = PUBLIC_ONLY.refusal(ip_address(text))
    assert refusal is not None
    assert str(ip_address(text)) in refusal


@pytest.mark.parametrize("text", PUBLIC)
def test_lets_public_addresses_through(text: str) -> None:
    assert PUBLIC_ONLY.refusal(ip_address(text)) is None


def test_says_what_kind_of_address_was_refused() -> None:
    assert PUBLIC_ONLY.refusal("127.0.0.1") == "127.0.0.1 is a loopback address, not a public one"
    assert "metadata" in (PUBLIC_ONLY.refusal("169.254.169.254") or "")


def test_allowed_networks_are_opened_and_nothing_beside_them() -> None:
    policy = AddressPolicy(allow=parse_networks(["10.1.0.0/16", "fd12::/16"]))
    assert policy.refusal("10.1.2.3") is None
    assert policy.refusal("fd12::9") is None
    assert policy.refusal("10.2.0.1") is not None
    assert policy.refusal("fd13::9") is not None
    assert policy.refusal("8.8.8.8") is None


def test_an_allowed_address_is_not_allowed_in_a_wrapped_form() -> None:
    policy = AddressPolicy(allow=parse_networks(["127.0.0.0/8"]))
    assert policy.refusal("::ffff:127.0.0.1") is not None


@pytest.mark.parametrize("text", METADATA)
def test_metadata_is_refused_even_where_everything_is_allowed(text: str) -> None:
    policy = AddressPolicy(allow=parse_networks(["0.0.0.0/0", "::/0", "169.254.169.254"]))
    assert "metadata" in (policy.refusal(text) or "")


def test_what_is_no_address_is_refused() -> None:
    for text in ("", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "1.2.3.4/32"):
        assert PUBLIC_ONLY.refusal(text) is not None


@given(st.ip_addresses())
def test_never_lets_through_what_the_standard_library_calls_special(
    address: IPv4Address | IPv6Address,
) -> None:
    if not address.is_global or address.is_multicast or address.is_loopback:
        assert PUBLIC_ONLY.refusal(address) is not None


@given(st.ip_addresses(v=4))
def test_no_wrapped_ipv4_address_is_ever_public(inner: IPv4Address) -> None:
    for base in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::"):
        wrapped = IPv6Address(int(IPv6Address(base)) | int(inner))
        assert PUBLIC_ONLY.refusal(wrapped) is not None
    assert PUBLIC_ONLY.refusal(IPv6Address((0x2002 << 112) | (int(inner) << 80))) is not None


def test_parse_networks_reads_ranges_and_single_addresses() -> None:
    networks = parse_networks(["10.0.0.0/8", " 192.168.1.5 ", "fd00::/8"])
    assert [str(network) for network in networks] == ["10.0.0.0/8", "192.168.1.5/32", "fd00::/8"]
    assert parse_networks([]) == ()


def test_parse_networks_names_every_mistake() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_networks(["10.0.0.1/8", "10.0.0.0/8", "intranet", "10.0.0.0/33"])
    for text in ("10.0.0.1/8", "intranet", "10.0.0.0/33"):
        assert text in str(caught.value)
    assert caught.value.hint
