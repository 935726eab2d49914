"""Links made safe, and links made comparable. Pure.

:func:`http_link` cleans a link for showing; :func:`canonical_url` gives the form in which two
links to one page are equal. Neither follows a redirect: wrapped links (a feed burner's, Google
News') stay what they are.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

MAX_URL_CHARS = 4096
"""Longer links are no links: browsers and servers refuse them."""

TRACKING_PREFIXES = ("utm_", "at_", "ns_", "mc_", "oly_", "hsa_", "mtm_", "piwik_", "wt.")
"""Parameters that name a campaign: Google (utm), BBC and AT Internet (at, ns), mail and advert
tools, Matomo (mtm, piwik), Webtrends (wt)."""

TRACKING_PARAMETERS = frozenset({
    "__s", "__twitter_impression", "_ga", "_gl", "_hsenc", "_hsmi", "amp", "cmp", "cmpid",
    "dclid", "dicbo", "ef_id", "fb_action_ids", "fb_action_types", "fb_ref", "fb_source",
    "fbclid", "ftag", "ga_campaign", "ga_content", "ga_medium", "ga_source", "ga_term", "gbraid",
    "gclid", "gclsrc", "guccounter", "guce_referrer", "guce_referrer_sig", "hsctatracking",
    "icid", "igsh", "igshid", "intcmp", "ito", "mibextid", "mkt_tok", "msclkid", "ncid", "ocid",
    "outputtype", "partner", "pk_campaign", "pk_content", "pk_kwd", "pk_medium", "pk_source",
    "rb_clickid", "s_cid", "s_kwcid", "shareid", "smid", "smtyp", "sr_share", "spm", "sref",
    "taid", "traffic_source", "trk", "ttclid", "twclid", "vero_conv", "vero_id", "wbraid",
    "wickedid", "wpisrc", "wprss", "xtor", "yclid", "ysclid",
})  # fmt: skip
"""Parameters (lower case) that say where a reader came from, never which page is meant."""

SOURCE_PARAMETERS = frozenset({
    "from", "ref", "referrer", "source", "src", "via", "feedname", "feedtype", "rss",
})  # fmt: skip
"""Dropped only where their value names a channel (:data:`SOURCE_VALUES`): elsewhere they choose."""

SOURCE_VALUES = re.compile(
    r"(?:1|rss|atom|feeds?|feedburner|twitter|facebook|fb|whatsapp|telegram|linkedin|reddit|email"
    r"|newsletter|google|googlenews|apple_?news|homepage|home|share)(?:[-_].*|\d*)|rss.*",
    re.IGNORECASE,
)

OUTLET_PARAMETERS = {
    "nytimes.com": frozenset({"emc", "src", "ref", "nl", "te"}),
    "dw.com": frozenset({"maca"}),
    "smh.com.au": frozenset({"ref", "btis"}),
    "theage.com.au": frozenset({"ref", "btis"}),
    "reuters.com": frozenset({"feedtype", "feedname", "rpc", "il"}),
    "washingtonpost.com": frozenset({"itid", "tid"}),
    "politico.com": frozenset({"cid"}),
    "nzherald.co.nz": frozenset({"ref"}),
    "cnn.com": frozenset({"iref", "eref"}),
    "wsj.com": frozenset({"mod"}),
    "latimes.com": frozenset({"track"}),
}
"""Parameters that track at one outlet and may choose a page at another."""

SAME_HOSTS = {
    "bbc.com": "bbc.co.uk",
    "m.bbc.co.uk": "bbc.co.uk",
    "m.bbc.com": "bbc.co.uk",
    "amp.theguardian.com": "theguardian.com",
    "m.dw.com": "dw.com",
    "amp.dw.com": "dw.com",
    "mobile.reuters.com": "reuters.com",
    "mobile.nytimes.com": "nytimes.com",
    "m.aljazeera.com": "aljazeera.com",
    "amp.rferl.org": "rferl.org",
    "m.straitstimes.com": "straitstimes.com",
    "amp.smh.com.au": "smh.com.au",
    "amp.france24.com": "france24.com",
    "m.timesofindia.com": "timesofindia.indiatimes.com",
    "m.timesofindia.indiatimes.com": "timesofindia.indiatimes.com",
}
"""Hosts known to serve the same pages under the same paths, without ``www.``. A general rule for
``m.`` or ``amp.`` would be wrong: many such hosts have paths of their own."""

# An absolute link in which there is nothing to mend.
_SOUND_LINK = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
    r"/[A-Za-z0-9%:@!$&'()*+,=._~/-]*(?:\?[A-Za-z0-9%:@!$&'()*+,=._~/-]+)?"
)
_SOUND_CHARS = 200
_FRONT_PAGE = re.compile(r"[a-z]+://[^/?#]*/?\??#?")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/%:@!$&'()*+,;=-._~"
_QUERY_SAFE = _PATH_SAFE + "?[]{}|^`"


def http_link(url: str | None, *, base_url: str = "") -> str | None:
    """An absolute http(s) link without credentials or control characters, or ``None``.

    Relative links are resolved against ``base_url``.
    """
    if not url or len(url) > MAX_URL_CHARS:
        return None
    if len(url) <= _SOUND_CHARS and _SOUND_LINK.fullmatch(url):
        return url
    text = _CONTROL.sub("", url.strip()).replace(" ", "%20")
    try:
        parts = urlsplit(urljoin(base_url, text) if base_url else text)
        host, port = _host(parts.hostname), parts.port
        if parts.scheme not in ("http", "https") or host is None or port == 0:
            return None
        if "\\" in parts.netloc:  # a browser would go elsewhere than this reading says
            return None
        link = f"{parts.scheme}://{host}{'' if port is None else f':{port}'}"
        link += quote(parts.path or "/", safe=_PATH_SAFE)
        link += f"?{quote(parts.query, safe=_QUERY_SAFE)}" if parts.query else ""
        link += f"#{quote(parts.fragment, safe=_QUERY_SAFE)}" if parts.fragment else ""
    except ValueError:
        return None
    return link if len(link) <= MAX_URL_CHARS else None


def canonical_url(url: str) -> str | None:
    """The form in which links to one page are equal; ``None`` for what is no http(s) link.

    https for http (on default ports), lower-case host without ``www.`` and with known twins
    (:data:`SAME_HOSTS`) united, no default port, credentials, fragment (but ``#!…``, which names
    the page), tracking parameter or closing slash; ``/amp`` at the end dropped; escapes in one
    spelling; the remaining parameters sorted. Applying it twice changes nothing.
    """
    link = http_link(url)
    if link is None:
        return None
    parts = urlsplit(link)
    host = _canonical_host(parts.hostname or "")
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    scheme = "https" if not port else parts.scheme
    fragment = f"#{_escapes(parts.fragment)}" if parts.fragment.startswith("!") else ""
    path = _canonical_path(_escapes(parts.path))
    query = _canonical_query(_escapes(parts.query), host)
    canonical = f"{scheme}://{host}{port}{path}{query}{fragment}"
    return canonical if len(canonical) <= MAX_URL_CHARS else None


def names_a_page(canonical: str) -> bool:
    """Whether a canonical URL can identify an item: a site's front page cannot."""
    return _FRONT_PAGE.fullmatch(canonical) is None


def carries_credentials(url: str) -> bool:
    """Whether a user name or password stands before the host, also in a URL that is none."""
    rest = url.split("//", 1)[-1]
    return "@" in re.split(r"[/?#]", rest, maxsplit=1)[0]


def bare_url(url: str) -> str:
    """The URL without credentials, query and fragment, for messages."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(not a URL)"
    return f"{parts.scheme}://{host}{port}{parts.path}"[:200] if host else url[:100]


def _host(host: str | None) -> str | None:
    """A host name in lower-case ASCII (or a bracketed IPv6 address), ``None`` if it is none."""
    if not host:
        return None
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host.partition('%')[0])}]"
    host = host.rstrip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if len(host) <= 253 and _HOST.fullmatch(host) and ".." not in host else None


def _canonical_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    return SAME_HOSTS.get(host, host)


def _escapes(text: str) -> str:
    """One spelling of percent escapes: none for unreserved characters, upper case for others."""

    def spell(found: re.Match[str]) -> str:
        byte = unquote_to_bytes(found[0])[0]
        return chr(byte) if byte in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(spell, text) if "%" in text else text


def _canonical_path(path: str) -> str:
    if "/." in path:
        path = _without_dots(path)
    path = path.rstrip("/")
    while path.lower().endswith("/amp") and path.count("/") >= 3:
        path = path[:-4].rstrip("/")
    return path or "/"


def _without_dots(path: str) -> str:
    """The path with "." and ".." followed (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del kept[max(1, len(kept) - 1) :]
        elif part != ".":
            kept.append(part)
    return "/".join(kept)


def _canonical_query(query: str, host: str) -> str:
    kept = sorted(part for part in query.split("&") if part and not _tracks(part, host))
    return f"?{'&'.join(kept)}" if kept else ""


def _tracks(part: str, host: str) -> bool:
    name, _, value = part.partition("=")
    name = name.lower()
    if name.startswith(TRACKING_PREFIXES) or name in TRACKING_PARAMETERS:
        return True
    if name in SOURCE_PARAMETERS and SOURCE_VALUES.fullmatch(value):
        return True
    site = next((s for s in OUTLET_PARAMETERS if host == s or host.endswith(f".{s}")), None)
    return site is not None and name in OUTLET_PARAMETERS[site]
