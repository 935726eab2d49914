"""Which language a text is in, for rules that ask for one, where its feed does not say. Pure.

By its script, by letters that only one language of a script has, and for Latin and Cyrillic by the
commonest small words. It answers only when sure and else says nothing; see ``docs/rules.md`` for
how often that is. A trained detector (py3langid, lingua) would know more languages at 5 to 100 MB
and up to a hundred times the cost; rules need no more than to keep a few languages apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

MAX_CHARS = 600  # of a text; more does not change the answer
_MIN_LETTERS = 12  # of a text in a script of many languages
_MIN_WORDS = 2  # small words of the language that wins
_LEAD = 2.0  # times as many as of the next language

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3041-\u30ff"),
    ("ko", "\uac00-\ud7a3\u1100-\u11ff"),
    ("zh", "\u4e00-\u9fff"),
    ("ar", "\u0620-\u06ff"),
    ("he", "\u05d0-\u05ea"),
    ("el", "\u0370-\u03ff"),
    ("th", "\u0e01-\u0e4e"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("ta", "\u0b80-\u0bff"),
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0531-\u058f"),
    ("ru", "\u0400-\u04ff"),
    ("en", "A-Za-z\u00c0-\u024f"),
)
_SCRIPT_CHARS = tuple((name, re.compile(f"[{chars}]")) for name, chars in _SCRIPTS)

# Letters that tell languages of one script apart; any of them decides.
_TELLING_LETTERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ar": (("ur", "ٹڈڑےں"), ("fa", "پچژگک")),
    "ru": (("be", "ўЎ"), ("uk", "їєґЇЄҐ"), ("sr", "ђћљњџј"), ("mk", "ѓќѕ"), ("kk", "әғқңұү"),
           ("ru", "ыэёЫЭЁ")),
}  # fmt: skip

_SMALL_WORDS: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "ru": "и в на не что с по из за от для это его после при как был были к о",
        "uk": "і в на не що з по із за від для це його після при як був були та у про до",
        "bg": "и в на не че с по от за се да е са във като след ще при до",
    },
    "en": {
        "en": "the of to in and for on with is at as by from after over says will are has that"
        " his its an be was it this who not have new how what why",
        "de": "der die das und in den von zu mit im für auf nicht ist des dem ein eine nach bei"
        " aus wie wird sich auch an über sind hat",
        "fr": "le la les de des et en du un une dans pour sur au aux est par qui que avec après ce"
        " son sa ses ne pas plus contre",
        "es": "el la los las de del en un una para por que con se su al es como más tras contra"
        " sobre ha no sus",
        "it": "il lo la gli le di del della in un una per che con si al è nel dopo da dei sono"
        " ha non più alla sul",
        "pt": "os as de do da das em um uma para por que com se no na ao não mais após"
        " sobre pelo foi",
        "nl": "de het een en van in op voor met is te dat aan bij niet na om uit zijn wordt naar"
        " ook over door",
        "sv": "och att en ett som på för med av är till den det har om efter inte från vid",
        "da": "og at en et som på for med af er til den det har om efter ikke fra ved",
        "pl": "na nie się po za od dla jest jak przez że oraz są który według",
        "cs": "na se je že po za od jako ve byl který podle",
        "tr": "ve bir bu için ile da de olarak sonra çok en daha yeni dedi olan",
        "ro": "și în de la pe cu din pentru că nu un mai după este se ce au",
        "hu": "az és hogy nem is egy meg már csak volt után szerint lesz ez",
        "fi": "ja on ei että se hän oli ovat myös kun mutta jälkeen mukaan",
    },
}
_WORDS_OF = {
    script: {
        word: tuple(name for name, words in languages.items() if word in words.split())
        for words in languages.values()
        for word in words.split()
    }
    for script, languages in _SMALL_WORDS.items()
}
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The language of a text as a code such as "en", or ``None`` where it is not clear."""
    text = text[:MAX_CHARS]
    counts = {name: len(chars.findall(text)) for name, chars in _SCRIPT_CHARS}
    script = max(counts, key=lambda name: counts[name])
    total = sum(counts.values())
    if counts["ja"] and counts["ja"] * 10 > total:
        script = "ja"  # Japanese mixes its own letters with Chinese ones
    elif counts[script] < 2 or counts[script] * 2 <= total:
        return None
    for name, letters in _TELLING_LETTERS.get(script, ()):
        if any(letter in text for letter in letters):
            return name
    if script not in _SMALL_WORDS:
        return script
    return _by_small_words(text, _WORDS_OF[script]) if counts[script] >= _MIN_LETTERS else None


def _by_small_words(text: str, words_of: Mapping[str, tuple[str, ...]]) -> str | None:
    """The language of which the text holds twice as many distinct small words as of any other."""
    words = (word.lower() for word in _WORD.findall(text) if len(word) == 1 or not word.isupper())
    found = {word for word in words if word in words_of}
    votes: Counter[str] = Counter()
    for word in found:
        shared = words_of[word]
        for name in shared:
            votes[name] += 12 // len(shared)  # a word of one language says more
    if not votes:
        return None
    (best, most), *others = votes.most_common(2)
    own = sum(best in words_of[word] for word in found)
    clear = not others or most >= _LEAD * others[0][1]
    return best if own >= _MIN_WORDS and clear else None
