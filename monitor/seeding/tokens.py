"""Words of a sentence with their places in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATION = (
    r"Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Pvt|Adm|Cmdr|Brig|Sen|Rep|Gov|Rev|Hon|St|Sr|"
    r"Jr|Supt|Insp|Det|Messrs|Mme|Mlle|Fr|Amb|Atty|Pres|Inc|Ltd|Corp|Co|Bros|vs|No|Jan|Feb|Mar|"
    r"Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_L = "(?:[^\\W_]|[\u0300-\u036f])"
"""A letter or digit, or an accent set on one."""

_TOKEN = re.compile(
    r"(?P<dots>(?:[A-Z]\.){2,}|(?<![^\W_])[A-Z]\.(?=[ -]))"
    rf"|(?P<abbr>(?:{_ABBREVIATION})\.(?=[\s,]))"
    r"|(?P<genitive>[’']s(?![^\W_])|(?<=s)[’'](?= ))"
    rf"|(?P<word>{_L}+(?:(?:[’'](?!s(?![^\W_]))|[-‐‑]){_L}+)*\+?)"
    r"|(?P<mark>--+|\S)"
)


@dataclass(slots=True)
class Token:
    """A word, mark or genitive ending at ``start`` to ``end`` of a sentence."""

    text: str
    start: int
    end: int
    kind: str

    @property
    def is_word(self) -> bool:
        """A word, abbreviation or initial."""
        return self.kind in ("word", "abbr", "dots")

    @property
    def is_capital(self) -> bool:
        """A word that begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def is_name(self) -> bool:
        """A word with a capital, as the words of names have."""
        return self.is_word and self.is_capital

    @property
    def plain(self) -> str:
        """The word as it stands in word lists: straight apostrophe, no full stop."""
        text = self.text.replace("’", "'").replace("‐", "-").replace("‑", "-")
        return text[:-1] if self.kind == "abbr" else text


def tokens(text: str, whole: frozenset[str] | set[str] = frozenset()) -> list[Token]:
    """The tokens of a sentence. Words with hyphens are cut at them ("Russia-US", "US-led"),
    where their parts are in ``whole``: the names that may stand joined."""
    return list(_tokens(text, whole))


def _is_cut(pieces: list[str], whole: frozenset[str] | set[str]) -> bool:
    """ "Russia-US", "US-led", "pro-Russian", but not a family name such as "Rutte-Bosch"."""
    if len(pieces) > 2:
        return pieces[0] in whole
    first, second = pieces
    if first in whole:
        return second in whole or not second[:1].isupper() or len(first) < 4
    return second in whole and first[:1].islower()


def _tokens(text: str, whole: frozenset[str] | set[str]) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        word = match.group()
        if kind == "word" and ("-" in word or "‐" in word or "‑" in word) and word not in whole:
            pieces = re.split("[-‐‑]", word)
            if _is_cut(pieces, whole):
                at = match.start()
                for number, piece in enumerate(pieces):
                    if number:
                        yield Token("-", at, at + 1, "mark")
                        at += 1
                    yield Token(piece, at, at + len(piece), "word")
                    at += len(piece)
                continue
        yield Token(word, match.start(), match.end(), kind)
