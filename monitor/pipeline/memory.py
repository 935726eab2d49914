"""The window of open developments, kept between batches of one process.

Reading and indexing every open development anew for each batch would hold the write lock for
seconds on a busy desk. The store counts grouping transactions; as long as nobody else grouped,
the window in memory is what the database says, and only what is new is added to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from monitor.developments.grouping import Window
from monitor.developments.statistics import TermStatistics
from monitor.developments.terms import document_terms
from monitor.model import Development, OpenDevelopment, Telling
from monitor.store import developments as development_rows
from monitor.store import statistics as term_rows
from monitor.store.engine import Session


class GroupingMemory:
    """Used under the grouping lock by one thread at a time; :meth:`forget` after a rollback."""

    def __init__(self) -> None:
        self._counter: int | None = None
        self._since: datetime | None = None
        self._known: dict[int, OpenDevelopment] = {}
        self._facets: defaultdict[int, set[int]] = defaultdict(set)
        self._frequencies: dict[str, int] = {}
        self._window = Window.build((), TermStatistics())

    def forget(self) -> None:
        """Read everything anew next time."""
        self._counter = None

    def open(
        self, session: Session, *, since: datetime, items: Collection[int], terms: set[str]
    ) -> Window:
        """The window for a batch: what was told at ``since`` or later, or holds one of ``items``.

        ``terms`` are those of the batch's items; the window's statistics know them.
        """
        counter = development_rows.grouping_counter(session)
        fits = self._counter == counter and self._since is not None and since >= self._since
        if not fits:
            self._read(session, since, items)
        else:
            self._drop_older(since, items)
            terms = terms - self._frequencies.keys()
        self._frequencies |= term_rows.document_frequencies(session, terms)
        statistics = TermStatistics(
            documents=term_rows.count_documents(session), frequencies=self._frequencies
        )
        self._window = self._window.with_statistics(statistics)
        self._counter = development_rows.bump_grouping_counter(session)
        return self._window

    def put(
        self, development: Development, telling: Telling, *, facet_id: int | None = None
    ) -> None:
        """Show the next items the development as a decision left it.

        ``facet_id``: the development merged into it that the telling would have gone to.
        """
        known = self._known.get(facet_id or development.id)
        tellings = {one.item_id: one for one in known.tellings} if known else {}
        tellings[telling.item_id] = telling
        self.adopt(_facet(development, facet_id or development.id, tuple(tellings.values())))
        for facet in self._facets.get(development.id, ()):
            held = self._known.get(facet)
            if held is not None:
                self.adopt(_facet(development, facet, held.tellings))
        home = self._known.get(development.id)
        if facet_id is not None and home is not None:
            self.adopt(replace(home, development=development))

    def adopt(self, known: OpenDevelopment) -> None:
        """Show the next items this development, also one that was not open before."""
        development = known.development
        if development.merged_into_id is not None:
            self._facets[development.merged_into_id].add(development.id)
        self._known[development.id] = known
        self._window.replace(known)

    def _read(self, session: Session, since: datetime, items: Collection[int]) -> None:
        known = development_rows.open_developments(session, since=since, holding=items)
        self._known = {one.development.id: one for one in known}
        self._facets.clear()
        for one in known:
            if one.development.merged_into_id is not None:
                self._facets[one.development.merged_into_id].add(one.development.id)
        self._since = since
        self._frequencies = dict(term_rows.document_frequencies(session, _terms_of(known)))
        self._window = Window.build(known, TermStatistics())

    def _drop_older(self, since: datetime, items: Collection[int]) -> None:
        held = set(items)
        for development_id, known in list(self._known.items()):
            if known.development.last_told_at >= since:
                continue
            if not held & {telling.item_id for telling in known.tellings}:
                del self._known[development_id]
                self._window.remove(development_id)
        self._since = since


def _facet(
    development: Development, facet_id: int, tellings: tuple[Telling, ...]
) -> OpenDevelopment:
    """The development itself, or one merged into it, which stands for it under its own id."""
    if facet_id != development.id:
        development = replace(development, id=facet_id, merged_into_id=development.id)
    return OpenDevelopment(development=development, tellings=tellings)


def _terms_of(known: Iterable[OpenDevelopment]) -> set[str]:
    return {
        term
        for one in known
        for telling in one.tellings
        for term in document_terms(telling.title, telling.summary)
    }
