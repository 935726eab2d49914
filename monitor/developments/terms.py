"""From a headline and a summary to the words that tell one happening from another.

Pure and without state. A word becomes a *term*: folded, its plural and verb endings taken off,
the adjective of a state turned into the state ("Russian" is "russia"), words that headlines swap
for one another turned into one ("soldiers", "troops"). Scripts written without spaces give pairs
of characters. The same terms are counted in the statistics (:func:`document_terms`) and weighed
in grouping (:func:`terms_of`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from monitor.developments.gazetteer import CASED, CITIES, JOINED, STATES
from monitor.developments.lexicon import (
    FAMILIES,
    JOINED_WORDS,
    MULTIPLIERS,
    NUMBER_WORDS,
    STOPWORDS,
    TITLES_OF_PERSONS,
)

TITLE_WEIGHT: Final = 2.0
"""A term of the title counts this many times one of the summary."""

MAX_SUMMARY_CHARS: Final = 800
"""What of a summary is read: the lead of a news text tells the happening, the rest background."""

_REMEMBERED_WORDS: Final = 65_536
"""Words whose term is remembered, the latest used: those of some weeks of news; about 20 MB."""

_REMEMBERED_CHARS: Final = 32
"""Longer words are no words of a language, and would fill the memory."""

_REMEMBERED_TEXTS: Final = 512
"""Texts whose words are remembered: one item is read for the statistics, for grouping, for its
signature and for what changed."""

_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES: Final = dict.fromkeys(map(ord, "‘’‛ʼ`´′"), "'") | dict.fromkeys(map(ord, "“”„‟«»″"), '"')
_FOLDS: Final = {chr(code): sign for code, sign in (_DASHES | _QUOTES).items()}
_FOLDED: Final = re.compile(f"[{re.escape(''.join(_FOLDS))}]")

# Numbers with their separators, dotted capitals (U.S.), words with inner apostrophes.
_UNSPACED_RANGES: Final = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_UNSPACED: Final = re.compile(f"[{_UNSPACED_RANGES}]+")
_LETTER: Final = rf"[^\W\d_{_UNSPACED_RANGES}]"
_TOKEN: Final = re.compile(
    rf"\d+(?:[.,]\d+)*|(?:{_LETTER}\.){{2,}}|{_LETTER}+(?:'{_LETTER}+)*|{_UNSPACED.pattern}"
)
# "… | Outlet", "… | Section": a bar never belongs to the sentence.
_BAR_TAIL: Final = re.compile(r"(?:\s+\|+\s*[^|]{1,40})+$")
# "… - Outlet News", "… - CNNPolitics": a short tail that names a publication.
_DASH_TAIL: Final = re.compile(
    r"\s-\s[^-]{0,24}(?:news|politics|times|post|journal|guardian|reuters|bbc|cnn|npr|tv|com)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word as written (``surface``), folded (``folded``) and as a term (``term``).

    ``term`` is empty for words that say nothing. ``name`` marks a word with a capital that the
    place in the sentence does not explain.
    """

    surface: str
    folded: str
    term: str
    name: bool = False


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def plain(text: str) -> str:
    """The text with its compatibility forms, dashes and quotes made one."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _FOLDED.sub(lambda sign: _FOLDS[sign[0]], text)


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def headline(title: str) -> str:
    """The title without the publication or section that some feeds put after it."""
    text = plain(title).strip()
    for sign, tail in (("|", _BAR_TAIL), ("-", _DASH_TAIL)):
        cut = tail.sub("", text) if sign in text else text
        if len(cut) >= 15:
            text = cut
    return text


def normal_title(text: str) -> str:
    """The title as compared for equality: headline only, folded words, single spaces."""
    return " ".join(_fold(match.group()) for match in _TOKEN.finditer(headline(text)))


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of one text, in order. Two-word names of states and cities are one token."""
    text = plain(text)
    surfaces = [match.group() for match in _TOKEN.finditer(text)]
    titled = _is_titled(surfaces)
    return tuple(_tokens(surfaces, titled=titled))


def terms_of(title: str, summary: str) -> Mapping[str, float]:
    """Terms and how much the text itself weighs them (before any statistics).

    A term of the title weighs :data:`TITLE_WEIGHT`, one of the summary at most 1, however often
    it is said there: a second mention tells little more.
    """
    weights: dict[str, float] = {}
    for token in tokens_of(headline(title)):
        if token.term:
            weights[token.term] = TITLE_WEIGHT
    for token in tokens_of(summary[:MAX_SUMMARY_CHARS]):
        if token.term:
            weights.setdefault(token.term, 1.0)
    return weights


def document_terms(title: str, summary: str) -> frozenset[str]:
    """The terms of one item that the statistics count, each once: those of :func:`terms_of`.

    Every stored item is counted and few are ever grouped, so no tokens are made of its words.
    """
    found = _bare_terms(headline(title))
    found.update(_bare_terms(summary[:MAX_SUMMARY_CHARS]))
    found.discard("")
    return frozenset(found)


def _bare_terms(text: str) -> set[str]:
    """The terms of the tokens of a text (:func:`tokens_of`), and perhaps the empty one."""
    surfaces = _TOKEN.findall(plain(text))
    alone = set(map(_sole_term, surfaces))
    if None not in alone:
        return cast("set[str]", alone)
    terms = list(map(_sole_term, surfaces))
    for at in [at for at, term in enumerate(terms) if term is None]:
        if terms[at] is not None:
            continue  # the second word of two
        folded = _fold(surfaces[at])
        joined = ""
        if folded in _FIRST_WORDS and at + 1 < len(surfaces):
            joined = _joined_term(f"{folded}-{_fold(surfaces[at + 1])}")
        if joined:
            terms[at : at + 2] = joined, ""
        elif _UNSPACED.search(surfaces[at]):
            terms[at] = ""
            terms.extend(pair.term for pair in _pairs(surfaces[at]))
        else:
            terms[at] = _term_of(surfaces[at], folded)
    return cast("set[str]", set(terms))


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _sole_term(surface: str) -> str | None:
    """The term of a word; ``None`` where the next word, or nothing in it alone, decides."""
    if len(surface) > _REMEMBERED_CHARS or _UNSPACED.search(surface):
        return None
    folded = _fold(surface)
    return None if folded in _FIRST_WORDS else _term_of(surface, folded)


MAX_FIGURE: Final = 1e18

_FIRST_WORDS: Final = frozenset(
    word.partition("-")[0] for words in (JOINED, JOINED_WORDS) for word in words
)
"""Words that may begin a name or word of two words."""


def figure_value(folded: str, following: str = "") -> float | None:
    """The number that a folded word states, times a multiplier word after it; ``None`` if none.

    A number beyond :data:`MAX_FIGURE` counts nothing in this world and is none.

    >>> figure_value("2,500"), figure_value("twelve"), figure_value("1.5", "billion")
    (2500.0, 12.0, 1500000000.0)
    """
    if folded in NUMBER_WORDS:
        value = float(NUMBER_WORDS[folded])
    elif folded[:1].isdigit():
        try:
            value = float(_digits(folded))
        except ValueError:
            return None
    else:
        return None
    value *= MULTIPLIERS.get(following, 1.0)
    return value if value <= MAX_FIGURE else None


def _digits(text: str) -> str:
    """A number as a machine writes it: thousands' separators out, a decimal point in."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return re.sub(r"[.,]", "", text)
    return text.replace(",", "")


def _tokens(surfaces: Sequence[str], *, titled: bool) -> Iterator[Token]:
    index = 0
    folded = [_fold(surface) for surface in surfaces]
    while index < len(surfaces):
        surface = surfaces[index]
        if folded[index] in _FIRST_WORDS and index + 1 < len(surfaces):
            joined = f"{folded[index]}-{folded[index + 1]}"
            term = _joined_term(joined)
            if term:
                yield Token(f"{surface} {surfaces[index + 1]}", joined, term, joined in JOINED)
                index += 2
                continue
        if _UNSPACED.search(surface):
            yield from _pairs(surface)
        else:
            name = surface[:1].isupper() and (index > 0 or surface.isupper()) and not titled
            known = len(surface) <= _REMEMBERED_CHARS
            yield (_token if known else _token.__wrapped__)(surface, name=name)
        index += 1


def _joined_term(joined: str) -> str:
    """The term of two words that are one name or word; empty where they are not."""
    if joined in JOINED or joined in JOINED_WORDS:
        return FAMILIES.get(joined) or _place(joined)
    return ""


def _pairs(surface: str) -> Iterator[Token]:
    """Overlapping pairs of characters of a script written without spaces."""
    for start in range(max(len(surface) - 1, 1)):
        pair = surface[start : start + 2]
        yield Token(pair, pair, pair)


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _token(surface: str, *, name: bool) -> Token:
    folded = _fold(surface)
    term = _term_of(surface, folded)
    if folded in CASED:
        return Token(surface, folded, term, name=_is_capital(surface))
    place = folded in STATES or folded in CITIES
    return Token(surface, folded, term, name=(name or place) and folded not in STOPWORDS)


def _is_capital(surface: str) -> bool:
    return surface.replace(".", "").isupper()


def _term_of(surface: str, folded: str) -> str:
    if folded in CASED:
        return _place(folded) if _is_capital(surface) else ""
    if folded in STOPWORDS or folded in TITLES_OF_PERSONS:
        return ""
    if folded in STATES or folded in CITIES:
        return _place(folded)
    if folded[:1].isdigit():
        return _digits(folded)
    if folded in NUMBER_WORDS:
        return str(NUMBER_WORDS[folded])
    return stem(folded) if len(folded) > 1 else ""


def _place(folded: str) -> str:
    return STATES.get(folded) or CITIES.get(folded) or folded


def _fold(surface: str) -> str:
    known = len(surface) <= _REMEMBERED_CHARS
    return (_folded if known else _folded.__wrapped__)(surface)


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _folded(surface: str) -> str:
    """Case-folded, accents off, the possessive and the dots of an abbreviation dropped."""
    folded = surface.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    folded = folded.removesuffix("'s").replace("'", "")
    return folded.replace(".", "") if not folded[:1].isdigit() else folded


def _is_titled(surfaces: Sequence[str]) -> bool:
    """Whether the text Writes Most Words Like This (capitals then say nothing)."""
    long_words = [word for word in surfaces[1:] if len(word) >= 4 and word[:1].isalpha()]
    lower = sum(word[:1].islower() for word in long_words)
    return lower < 0.3 * len(long_words)


def stem(word: str) -> str:
    """The word without English plural and verb endings, or its family's word.

    Light on purpose (about the S-stemmer of Harman 1991 with -ed and -ing): a heavy stemmer joins
    words that headlines use apart. Words under four letters and other languages' words stay.
    """
    family = FAMILIES.get(word)
    if family is not None:
        return family
    if len(word) < 4 or not word.isascii():
        return word
    root = _without_ending(word)
    return FAMILIES.get(root, root)


def _without_ending(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
