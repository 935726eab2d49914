"""Near-identical texts: one wire story that several outlets print. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

from monitor.developments.background import RATES
from monitor.developments.gazetteer import CITIES, STATES
from monitor.developments.lexicon import NUMBER_WORDS, STOPWORDS
from monitor.developments.reading import Reading
from monitor.developments.terms import stem

COPY_WITHIN: Final = timedelta(hours=96)
"""Older equal titles are a column's name ("What we know so far"), not a copy."""

MIN_TITLE_WORDS: Final = 4
"""Shorter equal titles ("Morning briefing") prove nothing."""

NEAR_TITLE_WORDS: Final = 7
"""Titles this long may differ in a word and still be one text."""

NEAR_TITLE_SHARE: Final = 0.8
"""Words in common among all words: one word of nine exchanged, two of eighteen."""

NEAR_SUMMARY_SHARE: Final = 0.6
MIN_SHINGLES: Final = 8
"""About a sentence and a half of summary: less may be boilerplate."""

_TURNING: Final = frozenset({"no", "not", "without", "never", "denies", "after", "before"})
"""Words that turn a sentence round: two texts that differ in one are not one text."""


def is_copy(new: Reading, old: Reading) -> bool:
    """Whether the two are one text, give or take what an editor's hand changes."""
    if abs(new.telling.told_at - old.telling.told_at) > COPY_WITHIN:
        return False
    if new.normal_title == old.normal_title and len(new.title_words) >= MIN_TITLE_WORDS:
        return _same_summary_numbers(new, old)
    return _near_title(new, old) or _near_summary(new, old)


def _same_summary_numbers(new: Reading, old: Reading) -> bool:
    """Equal titles over clearly different leads are two days of one column."""
    if len(new.summary_shingles) < MIN_SHINGLES or len(old.summary_shingles) < MIN_SHINGLES:
        return True
    return bool(new.summary_shingles & old.summary_shingles) or new.names == old.names


def _near_title(new: Reading, old: Reading) -> bool:
    shorter, longer = sorted((len(new.title_words), len(old.title_words)))
    if shorter < NEAR_TITLE_WORDS or shorter < NEAR_TITLE_SHARE * longer:
        return False
    if len(new.title_terms & old.title_terms) * 2 < len(new.title_terms):
        return False  # cheap, and true of nearly all pairs
    ours, theirs = Counter(new.title_words), Counter(old.title_words)
    shared = (ours & theirs).total()
    if shared < NEAR_TITLE_SHARE * (ours | theirs).total():
        return False
    differing = set((ours - theirs) + (theirs - ours))
    return not any(_tells_apart(word) for word in differing)


def _tells_apart(folded: str) -> bool:
    """Numbers, places, names and other rare words, and words that turn a sentence round."""
    if folded in _TURNING or folded[:1].isdigit() or folded in NUMBER_WORDS:
        return True
    if folded in STATES or folded in CITIES:
        return True
    return folded not in STOPWORDS and stem(folded) not in RATES


def _near_summary(new: Reading, old: Reading) -> bool:
    ours, theirs = new.summary_shingles, old.summary_shingles
    smaller = min(len(ours), len(theirs))
    return smaller >= MIN_SHINGLES and len(ours & theirs) >= NEAR_SUMMARY_SHARE * smaller
