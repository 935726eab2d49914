"""Two simple ways to group headlines, to measure ours against.

Written from their published descriptions, sharing no code with the package.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Telling

LOOK_BACK = timedelta(hours=120)
THRESHOLDS = tuple(step / 100 for step in range(10, 65, 5))

_STOP_WORDS = """
a an and are as at be been but by can could do for from had has have he her his how i if in into
is it its just may more new no not of off on or our out over s said says she so than that the
their them they this to up us was we were what when where which who why will with would you your
after about
"""
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Outcome:
    """The group an item went to, and whether it raised an alert."""

    group: int
    alerted: bool


def newsblur(tellings: Sequence[Telling]) -> list[Outcome]:
    """NewsBlur's story clusters: equal titles, then overlap of the smaller title's words.

    Overlap of at least 0.6 with three or more shared words, both titles of five or more
    significant words, within 120 hours.
    """
    found: list[Outcome] = []
    known: list[tuple[Telling, str, frozenset[str], int]] = []
    groups = 0
    for telling in tellings:
        words = re.findall(r"[^\W_]+", telling.title.casefold())
        title, significant = " ".join(words), frozenset(words) - _STOP
        home = None
        for other, other_title, other_words, other_group in reversed(known):
            if telling.told_at - other.told_at > LOOK_BACK:
                continue
            if title == other_title or _overlap(significant, other_words):
                home = other_group
                break
        new = home is None
        if home is None:
            home, groups = groups, groups + 1
        known.append((telling, title, significant, home))
        found.append(Outcome(home, new))
    return found


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    smaller = min(len(ours), len(theirs))
    shared = len(ours & theirs)
    return smaller >= 5 and shared >= 3 and shared >= 0.6 * smaller


def tfidf(tellings: Sequence[Telling]) -> Iterator[tuple[float, list[Outcome]]]:
    """Single-pass TF-IDF cosine to a running centroid, at each of the thresholds.

    The idf is of the whole set (which flatters the baseline: a program cannot know it).
    """
    texts = [
        Counter(re.findall(r"[^\W_]{2,}", f"{telling.title} {telling.summary}".casefold()))
        for telling in tellings
    ]
    counts = Counter(word for text in texts for word in text)
    vectors = []
    for text in texts:
        raw = {
            word: (1 + math.log(n)) * math.log((1 + len(texts)) / (1 + counts[word]))
            for word, n in text.items()
            if word not in _STOP
        }
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        vectors.append({word: value / norm for word, value in raw.items()})
    for threshold in THRESHOLDS:
        yield threshold, _single_pass(tellings, vectors, threshold)


def _single_pass(
    tellings: Sequence[Telling], vectors: Sequence[dict[str, float]], threshold: float
) -> list[Outcome]:
    centroids: list[defaultdict[str, float]] = []
    squares: list[float] = []
    last: list[datetime] = []
    holders: defaultdict[str, set[int]] = defaultdict(set)
    found = []
    for telling, vector in zip(tellings, vectors, strict=True):
        dots: defaultdict[int, float] = defaultdict(float)
        for word, value in vector.items():
            for group in holders[word]:
                dots[group] += value * centroids[group][word]
        best, likeness = -1, threshold
        for group, dot in dots.items():
            cosine = dot / math.sqrt(squares[group])
            if cosine >= likeness and telling.told_at - last[group] <= LOOK_BACK:
                best, likeness = group, cosine
        new = best < 0
        if new:
            best = len(centroids)
            centroids.append(defaultdict(float))
            squares.append(0.0)
            last.append(telling.told_at)
        for word, value in vector.items():
            before = centroids[best][word]
            squares[best] += (before + value) ** 2 - before**2
            centroids[best][word] = before + value
            holders[word].add(best)
        last[best] = max(last[best], telling.told_at)
        found.append(Outcome(best, new))
    return found
