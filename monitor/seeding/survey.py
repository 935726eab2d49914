"""An article read for its actors: who and what is named, where, and under which one name. Pure.

Three passes: names that are known and names that tell by their shape; then people, weighed over
the whole article; then every later short form ("Juul", "the Council", "the OSCE") is given to
the name it stands for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.seeding.acronyms import imply_acronyms, learn_acronyms
from monitor.seeding.bodies import find_bodies, find_letterhead
from monitor.seeding.conduct import find_by_conduct
from monitor.seeding.governments import settle
from monitor.seeding.known import find_known, known_names
from monitor.seeding.naming import Body, name_bodies
from monitor.seeding.passage import Passage
from monitor.seeding.people import Person, find_people
from monitor.seeding.sentences import sentences
from monitor.seeding.tokens import Token


@dataclass(frozen=True, slots=True)
class Survey:
    """What an article names, with the passages in which it stands."""

    passages: list[Passage]
    people: list[Person]
    bodies: list[Body]


def survey(title: str, paragraphs: Sequence[str]) -> Survey:
    """Read a headline ("" for none) and paragraphs."""
    passages = [
        _passage(sentence, number)
        for number, paragraph in enumerate([title, *paragraphs])
        for sentence in sentences(paragraph)
    ]
    plain = [passage for passage in passages if not passage.title_case]
    seen = Counter(
        word
        for passage in plain
        for index, word in enumerate(passage.words)
        if index not in passage.initial and passage.tokens[index].is_capital
    )
    for passage in passages:
        find_known(passage, seen)
    settle(passages)
    for passage in plain:
        find_bodies(passage)
    for passage in passages[:1]:
        if passage.title_case:
            find_letterhead(passage)
    learned = learn_acronyms(plain)
    find_by_conduct(plain, sure=True)
    imply_acronyms(plain, learned)
    people = find_people(passages, plain or passages)
    find_by_conduct(plain, sure=False)
    return Survey(passages, people, name_bodies(passages, learned))


_LETTERS = re.compile(r"[^\W\d_]{4,}")
_OPENING = frozenset({'"', "“", "‘", "«", ":", "—", "–", "-", "--", "•"})
_BULLETS = "•*–—-·"
_TITLE_CASE = 0.65
"""Share of longer words with capitals from which on a headline's capitals tell nothing."""


def _passage(text: str, paragraph: int) -> Passage:
    tokens = known_names().tokens(text)
    long = _LETTERS.findall(text)
    capitals = sum(word[0].isupper() for word in long)
    ends = text.rstrip("\"”’' ")[-1:] in ".!?:;,"
    return Passage(
        text=text,
        paragraph=paragraph,
        tokens=tokens,
        words=[token.plain for token in tokens],
        title_case=(
            len(long) >= 3
            and capitals >= _TITLE_CASE * len(long)
            and (paragraph == 0 or not (ends or text[0] in _BULLETS or text.count(",") > 1))
        ),
        initial=_initial(tokens),
    )


def _initial(tokens: Sequence[Token]) -> frozenset[int]:
    """Indices of words that begin the sentence, or something quoted or set apart in it."""
    found = {0}
    for index, token in enumerate(tokens[:-1]):
        if token.text not in _OPENING:
            continue
        # a hyphen inside a word opens nothing
        if token.text != "-" or (index and tokens[index - 1].end < token.start):
            found.add(index + 1)
    return frozenset(found)
