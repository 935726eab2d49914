"""Meetings as single sentences tell them: who, when, where, what about, and how it stands. Pure.

Works on shaped sentences (:mod:`monitor.seeding.shape`) clause by clause; what several sentences
tell about one meeting is put together in :mod:`monitor.seeding.meetings`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from monitor.seeding.antecedents import Actors
from monitor.seeding.arguments import without_adjectives
from monitor.seeding.clause_reader import ClauseReader
from monitor.seeding.clauses import Clause, clauses
from monitor.seeding.continuation import about, complete, continues, dated, gapped
from monitor.seeding.cues import mark_cues
from monitor.seeding.frame import Frame, added, adds, during, same_people
from monitor.seeding.places import locate
from monitor.seeding.references import put_back
from monitor.seeding.shape import ACTOR
from monitor.seeding.shaping import shape


def frames(
    at: int, known: Actors, published: date | None, near: date | None, dateline: str = ""
) -> tuple[Frame, ...]:
    """All tellings of meetings in sentence ``at`` of an article, in reading order.

    ``known``: the actors of the article. ``published`` and ``near``: as for
    :func:`monitor.seeding.dates.dates`. ``dateline``: where the article was written.
    """
    sentence = known.sentences[at]
    result = shape(sentence, published, near, dateline)
    put_back(result, at, known)
    mark_cues(result)
    locate(result)
    without_adjectives(result)
    found: list[Frame] = []
    subject = ""
    shared: list[int] = []
    before: ClauseReader | None = None
    for clause in clauses(result.text):
        reader = ClauseReader(result, clause, sentence, subject)
        told = reader.frames() if clause.kind != "gap" else gapped(reader, found)
        if clause.kind == "after" and before is not None and not before.anchors and told:
            told = dated(before, told)
        if f"when {clause.text}" in result.text and before is not None and told:
            told = about(before, told)
        before = reader
        if not told and found and continues(reader):
            found[-1] = complete(reader, found[-1])
        if clause.kind == "shared":
            shared += range(len(found), len(found) + len(told))
        elif told and shared:
            _share(told[0], shared, found)
            shared = []
        found += _joined(clause, told, found)
        if re.search(ACTOR, reader.subject):
            subject = reader.subject
    return tuple(found)


def _share(told: Frame, shared: Sequence[int], found: list[Frame]) -> None:
    """Give the meetings of ``shared`` clauses what the predicate they have in common tells."""
    for n in shared:
        one = found[n]
        found[n] = replace(one, topic=one.topic or told.topic, status=one.status or told.status)


def _joined(clause: Clause, told: list[Frame], found: list[Frame]) -> list[Frame]:
    """What of the clause is new; what tells more of the last meeting found is put together
    with it."""
    if not told or not found:
        return told
    last = found[-1]
    if adds(clause, told, found):
        found[-1] = added(last, told[0])
        return told[1:]
    completes = last.more and same_people(last, told[0])
    goes_on = clause.kind == "coordinate" or clause.text.startswith("where")
    if completes or (goes_on and during(told[0], last)):
        return [added(told[0], found.pop()), *told[1:]]
    return told
