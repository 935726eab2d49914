"""Names as keys and ids. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_ID_CHARS = 64
"""As long as an id in a rule file may be."""

_SPELLED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ə": "e",
    }
)


def one_line(text: str) -> str:
    """A text without line breaks and control characters, which would end a comment or a scalar."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def key_of(name: str) -> str:
    """A name as it is compared: without case, accents, dots, quotes and hyphens."""
    plain = _without_accents(name.casefold().translate(_SPELLED))
    plain = re.sub(r"[’']s\b|[.’'\"“”]", "", plain)
    return " ".join(re.sub(r"[-‐-―/]", " ", plain).split())


def slug(text: str) -> str:
    """An id made of a text: lower-case Latin letters and digits joined by ``-``.

    Cut at a word where the text is long. A text without Latin letters gives ``x-`` and a hash.
    """
    plain = _without_accents(text.casefold().translate(_SPELLED))
    plain = re.sub(r"[’']s\b|[.’']", "", plain)
    words: list[str] = re.findall(r"[a-z0-9]+", plain)
    if not words:
        return f"x-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    made = words[0][:MAX_ID_CHARS]
    for word in words[1:]:
        if len(made) + 1 + len(word) > MAX_ID_CHARS:
            break
        made += f"-{word}"
    return made


def is_acronym(name: str) -> bool:
    """Two to six capitals and digits, dots allowed: "UN", "U.S.", "G20"."""
    return re.fullmatch(r"(?:[A-ZА-ЯЁІЇЄҐ0-9]\.?){2,6}", name) is not None and not name.isdigit()


def surname(name: str) -> str:
    """The last word of a person's name."""
    return name.rsplit(maxsplit=1)[-1]


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))
