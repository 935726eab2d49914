"""How many independent outlets tell a happening, and when that is worth an alert. Pure.

A syndicated copy of one text is no second source, nor is another feed of an outlet that has told
it: two outlets are one where their name is, or the site that their items lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from monitor.developments.copies import is_copy
from monitor.developments.lexicon import words
from monitor.developments.reading import read
from monitor.model import Telling

_SECOND_LEVELS: Final = words(
    """
    ac asn co com edu ed firm gen go gob gouv gov gv id info int lg mil mod ne net nhs nom or
    org plc police sch web
    """
)
"""Names below a country under which a registry sells names ("co" in bbc.co.uk)."""

_SHARED: Final = frozenset(
    {
        "blogspot.com", "europa.eu", "feedburner.com", "github.io", "medium.com", "newsapi.org",
        "substack.com", "tumblr.com", "wordpress.com",
    }
)  # fmt: skip
"""Sites on which every host below is a publisher of its own."""

_FORWARDING: Final = frozenset(
    {
        "apple.news", "bing.com", "facebook.com", "feedproxy.google.com", "flipboard.com",
        "google.com", "msn.com", "reddit.com", "smartnews.com", "t.co", "telegram.org", "t.me",
        "twitter.com", "x.com", "yahoo.com", "youtube.com",
    }
)  # fmt: skip
"""Sites that show what others publish: their address says nothing about who told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who tells: the outlet's name, and the site its item leads to ("" where not known)."""

    outlet: str
    site: str = ""

    def is_of(self, other: Voice) -> bool:
        """Whether both are one outlet: by name, whatever its case, or by site."""
        same_name = " ".join(self.outlet.casefold().split()) == " ".join(
            other.outlet.casefold().split()
        )
        return same_name or (self.site != "" and self.site == other.site)


def site_of(url: str | None) -> str:
    """The registrable part of an address's host, such as ``bbc.co.uk``; "" where it says nothing.

    By a short own list of public suffixes: names directly below a country's usual second levels
    ("co.uk") have three parts, all others two.
    """
    host = (urlsplit(url).hostname or "") if url else ""
    labels = host.casefold().strip(".").split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return host
    parts = 3 if len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 2
    site = ".".join(labels[-parts:])
    if site in _FORWARDING:
        return ""
    return ".".join(labels).removeprefix("www.") if site in _SHARED else site


def is_heard(voice: Voice, heard: Iterable[Voice]) -> bool:
    """Whether the outlet is one of those heard already."""
    return any(voice.is_of(other) for other in heard)


def independence(tellings: Sequence[tuple[Telling, Voice]]) -> tuple[bool, ...]:
    """Which tellings of one development are independent sources, asked anew from the start.

    Tellings in the order they were told. One is independent if it is no copy of an earlier one
    and its outlet has not told the development independently before.
    """
    heard: list[Voice] = []
    known = [read(telling) for telling, _ in tellings]
    flags = []
    for at, (_, voice) in enumerate(tellings):
        copied = any(is_copy(known[at], earlier) for earlier in known[:at])
        independent = not copied and not is_heard(voice, heard)
        if independent:
            heard.append(voice)
        flags.append(independent)
    return tuple(flags)


def crossed(thresholds: Iterable[int], *, before: int, after: int, told: int) -> int:
    """The highest threshold that the count of independent outlets has just reached; 0 for none.

    ``told`` is the highest one that an alert has told of the development: none is told twice,
    not even where the count fell in between.
    """
    return max((one for one in thresholds if before < one <= after and one > told), default=0)
