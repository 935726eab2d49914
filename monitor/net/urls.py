"""What a URL must look like to be requested, and how it is shown. Pure.

A check here is for clear messages and against parser differences; what protects the network is
the check of addresses at the moment of connecting (``monitor.net.dial``).
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import idna

from monitor.errors import FetchError

# RFC 9110 asks servers for at least 8000 octets; nobody needs more for a feed or an endpoint.
MAX_URL_CHARS = 8192
# RFC 1035 section 2.3.4, written out without the root label.
MAX_HOST_CHARS = 253

UNREADABLE = "(unreadable URL)"
HIDDEN = "***"
# Shorter parts are no secrets, and hiding them would eat common letters of a text.
_SHORTEST_SECRET_CHARS = 4

# Underscores are no host names by RFC 952, but are resolved and used.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
# What inet_aton and browsers read as an IPv4 address: the last label is a number.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_HUMPS = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+")
_RUNS = re.compile(r"[^\W_]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def check_url(url: str) -> None:
    """Refuse a URL that must not be requested.

    Demanded: scheme http or https, a host (a name, or an IP address in its usual spelling), no
    user name or password, a port from 1 to 65535, no white space or control character.
    Raises :class:`FetchError` with reason ``bad_url``.
    """
    ascii_url(url)


def ascii_url(url: str) -> str:
    """``url`` as it is requested: checked, host in punycode, without its fragment.

    Raises :class:`FetchError` with reason ``bad_url`` as :func:`check_url` does.
    """
    if len(url) > MAX_URL_CHARS:
        raise _bad(url, f"is longer than {MAX_URL_CHARS} characters")
    if any(not char.isprintable() or char.isspace() for char in url):
        raise _bad(url, "holds white space or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad(url, "has an unreadable host or a port outside 1-65535") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise _bad(url, "does not start with http:// or https://")
    if "@" in parts.netloc:
        raise _bad(url, "carries a user name or password")
    if "\\" in parts.netloc:
        raise _bad(url, "has a backslash in its host")
    if port == 0:
        raise _bad(url, "has port 0")
    host = _ascii_host(url, parts.hostname or "")
    netloc = f"{host}:{port}" if port is not None else host
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def shown_url(url: str) -> str:
    """``url`` for logs and messages: credentials, query and secret-looking path parts hidden.

    A path part is kept only where it reads as words and short numbers (``news``, ``rss.xml``,
    ``2022-01-10``); a part that could be a token becomes ``***``. Never raises.
    """
    parts = _parts(url)
    if parts is None or not parts.hostname:
        return UNREADABLE
    path = "/".join(
        HIDDEN if _looks_secret(part) else _printable(part) for part in parts.path.split("/")
    )
    query = f"?{HIDDEN}" if parts.query else ""
    return f"{_printable(parts.scheme)}://{shown_host(url)}{path}{query}"


def shown_host(url: str) -> str:
    """Host of ``url`` and its port where it is not the scheme's own. Never raises."""
    parts = _parts(url)
    if parts is None or not parts.hostname:
        return UNREADABLE
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    try:
        port = parts.port
    except ValueError:
        port = None
    shown = host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"
    return _printable(shown)


def redacted(text: str, url: str) -> str:
    """``text`` without the parts of ``url`` that :func:`shown_url` hides.

    For answers of servers, which like to repeat the path they were asked for.
    """
    parts = _parts(url)
    if parts is None:
        return text
    secrets = {part for part in parts.path.split("/") if _looks_secret(part)}
    secrets.update((parts.query, parts.username or "", parts.password or ""))
    # Longest first, so that a part that is the beginning of another leaves nothing behind.
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET_CHARS:
            text = text.replace(secret, HIDDEN).replace(unquote(secret), HIDDEN)
    return text


def _bad(url: str, problem: str) -> FetchError:
    return FetchError(f"the URL {problem}", reason="bad_url", subject=shown_url(url))


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _ascii_host(url: str, host: str) -> str:
    if not host:
        raise _bad(url, "has no host")
    if ":" in host:
        return _ipv6_host(url, host)
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError:
            raise _bad(url, "has a host that is no valid international name") from None
    labels = host.removesuffix(".").split(".")
    if len(host.removesuffix(".")) > MAX_HOST_CHARS or not all(map(_LABEL.fullmatch, labels)):
        raise _bad(url, "has a host that is no valid name")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            IPv4Address(host)
        except AddressValueError:
            raise _bad(url, "has a host that is an IP address in an unusual spelling") from None
    return host


def _ipv6_host(url: str, host: str) -> str:
    try:
        address = IPv6Address(host)
    except AddressValueError:
        raise _bad(url, "has a host that is no valid IPv6 address") from None
    if address.scope_id is not None:
        raise _bad(url, "has an IPv6 address with a zone")
    return f"[{address.compressed}]"


def _looks_secret(part: str) -> bool:
    """Whether a path part could be a token: it is not made of words and short numbers."""
    runs = _RUNS.findall(unquote(part))
    mixed = 0
    for run in runs:
        if run.isdigit():
            if len(run) > 8:
                return True
        elif run.isalpha():
            if len(run) > 24 or (run.isascii() and not _HUMPS.fullmatch(run)):
                return True
        elif len(run) > 6:
            return True
        else:
            mixed += 1
    return mixed > 2


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
