"""Text statistics: in how many documents each term stood, learned from all stored items.

Counts fade (:mod:`monitor.developments.statistics` says how): later documents add more. What is
stored is enough to go on after a restart with the very same numbers. Each addition has a number,
its *version*, so that a process that keeps the counts in memory reads only what changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.developments.statistics import Decay, TermStatistics
from monitor.store.columns import clean_text
from monitor.store.statements import execute_many, insert_into, lock, table_of, upsert
from monitor.store.tables import TermRow, TermTotalRow

MAX_TERM_CHARS = 200
"""Longer terms are not words (an encoded picture, a script without spaces): they would say nothing
and could not be indexed by PostgreSQL, so they are not counted."""

MAX_TERMS = 200_000
"""Terms kept, besides those of the latest :data:`CHECK_EVERY` counts: about 30 MB in memory, and
ten times the words that a busy month of news says more than once."""

KEPT_TERMS = 150_000
"""Terms left after the rarest and oldest were dropped: dropping is dear, so it is done in bulk."""

CHECK_EVERY = 20_000
"""Counts of terms between two looks at how many terms there are."""

MAX_AGE = 256.0
"""Half-lives after which the counts are put in a new unit, far from what a float can hold."""

STATISTICS_LOCK = 0x6D6F6E_0004
"""Key ("mon", 4) of the lock under which terms are counted."""

_TOTAL_ID = 1


@dataclass(slots=True)
class TermCounts:
    """The stored counts as kept in memory by one process; :func:`refresh` brings them up to date.

    ``version`` is the last addition they hold, ``rewritten`` the last one that dropped or rescaled.
    """

    version: int = -1
    rewritten: int = -1
    documents: float = 0.0
    decay: Decay = field(default_factory=Decay)
    frequencies: dict[str, float] = field(default_factory=dict)

    def statistics(self) -> TermStatistics:
        """The counts as grouping weighs by them, until the next refresh."""
        return TermStatistics(
            documents=self.documents, frequencies=self.frequencies, unit=self.decay.unit
        )


def add_documents(
    session: Session, term_counts: Mapping[str, float], documents: float, *, now: datetime
) -> None:
    """Count ``documents`` more documents; each term stood in ``term_counts[term]`` of them.

    Terms of more than 200 characters are left out. The rarest and oldest terms are dropped where
    there are too many.
    """
    lock(session, STATISTICS_LOCK)
    total = _total(session)
    decay = Decay(total.age, total.counted_at).at(now)
    version = total.version + 1
    counts: defaultdict[str, float] = defaultdict(float)
    for term, count in term_counts.items():
        if len(term) <= MAX_TERM_CHARS:
            counts[clean_text(term)] += count
    _add(session, counts, decay.unit, version)
    total.documents += documents * decay.unit
    total.age, total.counted_at, total.version = decay.age, decay.counted_at, version
    total.unchecked += len(counts)
    _keep_in_bounds(session, total)
    upsert(session, TermTotalRow, [asdict(total)])


def refresh(session: Session, known: TermCounts) -> TermCounts:
    """The counts as stored now: ``known`` with what changed since, or read anew."""
    total = _total(session)
    if total.version == known.version:
        return known
    if total.rewritten != known.rewritten or total.version < known.version:
        known = TermCounts(rewritten=total.rewritten)
    query = select(col(TermRow.term), col(TermRow.documents))
    if known.version >= 0:
        query = query.where(col(TermRow.version) > known.version)
    known.frequencies.update((term, documents) for term, documents in session.execute(query))
    known.version, known.documents = total.version, total.documents
    known.decay = Decay(total.age, total.counted_at)
    return known


@dataclass(slots=True)
class _Total:
    """The one row of :class:`TermTotalRow`."""

    id: int = _TOTAL_ID
    documents: float = 0.0
    age: float = 0.0
    counted_at: datetime | None = None
    version: int = 0
    rewritten: int = 0
    unchecked: int = 0


def _total(session: Session) -> _Total:
    row = session.execute(select(table_of(TermTotalRow))).one_or_none()
    return _Total(**row._mapping) if row is not None else _Total()  # noqa: SLF001 - its public name


def _add(session: Session, counts: Mapping[str, float], unit: float, version: int) -> None:
    # In one order for all processes, so that two never wait for each other.
    values: list[dict[str, Any]] = [
        {"term": term, "documents": count * unit, "version": version}
        for term, count in sorted(counts.items())
    ]
    execute_many(session, _added(session.get_bind().dialect.name), values)


@cache
def _added(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """The statement that adds counts to those of terms: built once, as it runs for every batch."""
    statement = insert_into(dialect, TermRow)
    after = table_of(TermRow).c.documents + statement.excluded.documents
    return statement.on_conflict_do_update(
        index_elements=["term"], set_={"documents": after, "version": statement.excluded.version}
    )


def _keep_in_bounds(session: Session, total: _Total) -> None:
    """Drop the terms that weigh least, where there are too many; rescale where counts grow huge."""
    if total.age >= MAX_AGE:
        factor = 2.0**-total.age
        session.execute(update(TermRow).values(documents=col(TermRow.documents) * factor))
        total.documents *= factor
        total.age = 0.0
        total.rewritten = total.version
    if total.unchecked < CHECK_EVERY:
        return
    total.unchecked = 0
    terms = session.scalar(select(func.count()).select_from(TermRow)) or 0
    if terms > MAX_TERMS:
        heaviest = select(col(TermRow.documents)).order_by(col(TermRow.documents).desc())
        limit = session.scalars(heaviest.offset(KEPT_TERMS).limit(1)).one()
        # With the limit go all that weigh the same: there is no telling them apart.
        session.execute(delete(TermRow).where(col(TermRow.documents) <= limit))
        total.rewritten = total.version
