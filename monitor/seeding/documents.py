"""Documents that an article is about: drafts, treaties, resolutions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_KINDS: Final = (
    r"agreements?|treat(?:y|ies)|accords?|resolutions?|proposals?|plans?|deals?|bills?|laws?"
    r"|constitution|charter|protocols?|communiqu[eé]|declarations?|memorand(?:um|a)|budget"
)
_DRAFT: Final = re.compile(
    rf"\b((?:draft|proposed|framework|interim) (?:(?!(?:{_KINDS})\b)[a-z]+ )?(?:{_KINDS}))\b"
)
_NAMED: Final = re.compile(
    r"\b((?:[A-Z][\w’'-]+ ){1,4}(?:[Aa]greements?|[Aa]ccords?|Treaty|Protocols?|Convention|Charter"
    r"|Pact|Declaration|Memorandum))\b"
)

_NO_PART: Final = re.compile(
    r"^(?:The|A|An|This|That|These|Those|Such|Its|Their|His|Her|Our|Some|All|Both|Any|No|Under|In|On"
    r"|Of|For|By|After|Before|Since|If|When|But|And|Past|Other|Two|Three) "
)
"""Words with a capital that only begin a sentence."""


def documents(sentences: Iterable[str]) -> tuple[str, ...]:
    """What documents are called, each once, in order of first mention.

    "draft agreements", "proposed fisheries bill"; and by name, "Minsk agreements", "Paris
    Agreement".
    """
    return tuple(dict.fromkeys(found for one in sentences for found in _in(one)))


def _in(sentence: str) -> Iterator[str]:
    for pattern in (_DRAFT, _NAMED):
        for match in pattern.finditer(sentence):
            name = _NO_PART.sub("", match[1])
            if " " in name:
                yield name
