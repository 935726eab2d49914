"""The forms in which a name is met in languages that inflect or prefix it. Pure.

English names stay as they are. A Russian or Ukrainian text says "в Украине", "Україною"; an Arabic
one writes the article, "and", "in", "for" as letters before the word. Such forms are listed rather
than cut off, so that a name still matches whole words only. By the ending of each word, from the
tables of declensions in any grammar of these languages; both languages' endings are taken together,
for a name does not say whose it is. Not covered: other Slavic languages' own endings, vowels that
come and go (Донец: Донца), adjectives in names other than the commonest endings, and surnames of
women.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

MAX_WORDS = 3  # of a name that is inflected; longer ones are titles, whose words do not all change

_CYRILLIC_WORD = re.compile(r"[а-яёіїєґА-ЯЁІЇЄҐ’'-]{3,}")
_ARABIC_WORD = re.compile(r"[\u0620-\u064a]{2,}")

# Ending, and what it becomes in the genitive, dative, accusative, instrumental and prepositional
# case; several ways in one case are separated by "/". The longest ending that fits is taken.
_CASES: tuple[tuple[str, tuple[str, str, str, str, str]], ...] = (
    ("ия", ("ии", "ии", "ию", "ией/иею", "ии")),  # Россия
    ("ія", ("ії", "ії", "ію", "ією", "ії")),  # Росія
    ("ка", ("ки", "ке/ці", "ку", "кой/кою", "ке/ці")),  # Америка
    ("га", ("ги", "ге/зі", "гу", "гой/гою", "ге/зі")),  # Рига
    ("а", ("ы/и", "е/і", "у", "ой/ою", "е/і")),  # Украина
    ("я", ("и/і", "е/і", "ю", "ей/ею", "е/і")),  # Земля
    ("ий", ("ого/ия/ия", "ому/ию", "ого/ия", "им/ием", "ом/ому/ии")),  # Зеленский
    ("ій", ("ого/ія", "ому/ію", "ого/ія", "им/ієм", "ому/ії")),
    ("ый", ("ого", "ому", "ого", "ым", "ом")),
    ("й", ("я", "ю", "я/й", "ем/єм", "е/ї/ю")),  # Китай
    ("ь", ("я/и/і", "ю/и/і", "я/ь", "ем/ью/ю/ем", "е/и/і")),  # Казань, Кремль
)
_CONSONANT = ("а/у", "у/ові", "а/", "ом/ым/им", "е/і/у")  # Киев, Путин, Лондон
_HARD = "бвгджзклмнпрстфхцчшщ"

# Before a word: "and", "so", then "in/by", "for", "like", then the article.
_ARABIC_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_ARTICLE = "ال"


def forms(name: str) -> tuple[str, ...]:
    """The other forms of a name; none in scripts where names stay as they are."""
    words = name.split()
    if not words or len(words) > MAX_WORDS:
        return ()
    if all(_CYRILLIC_WORD.fullmatch(word) for word in words):
        return tuple(dict.fromkeys(form for form in _declined(words) if form != name))
    if all(_ARABIC_WORD.fullmatch(word) for word in words):
        return tuple(dict.fromkeys(form for form in _prefixed(words) if form != name))
    return ()


def _declined(words: list[str]) -> Iterator[str]:
    """All words in one case, in every way each has in it."""
    for case in range(5):
        for ways in product(*(_ways(word, case) for word in words)):
            yield " ".join(ways)


def _ways(word: str, case: int) -> list[str]:
    """A word in one case; itself where it does not change ("Осло", "Баку")."""
    low = word.lower()
    for ending, cases in _CASES:
        if low.endswith(ending):
            stem = word[: len(word) - len(ending)]
            return [stem + way for way in cases[case].split("/")]
    if low[-1] in _HARD:
        return [word + way for way in _CONSONANT[case].split("/")]
    return [word]


def _prefixed(words: list[str]) -> Iterator[str]:
    first, rest = words[0], words[1:]
    has_article = first.startswith(_ARTICLE) and len(first) > len(_ARTICLE) + 1
    bare = first.removeprefix(_ARTICLE) if has_article else first
    for prefix in _ARABIC_PREFIXES:
        article = "ل" if prefix.endswith("ل") else _ARTICLE  # "for the" drops the article's alif
        with_article = prefix + article + bare
        for spelled in (with_article,) if has_article else (prefix + first, with_article):
            yield " ".join([spelled, *rest])
