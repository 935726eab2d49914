"""The window of open developments and the text statistics, kept between batches of one process.

Reading and indexing every open development anew for each batch would hold the write lock for
seconds on a busy desk. The store counts grouping transactions; as long as nobody else grouped,
the window in memory is what the database says, and only what is new is added to it. Where another
process grouped in between, all is read anew, but only what changed is indexed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.developments.grouping import Window
from monitor.developments.statistics import TermStatistics
from monitor.model import Development, OpenDevelopment, Telling
from monitor.store import developments as development_rows
from monitor.store import statistics as term_rows
from monitor.store.engine import Session

MAX_TELLINGS = 20
"""Tellings of a development that are kept: the latest told, as many as the store hands out."""

MAX_ITEMS = 100_000
"""Tellings kept in all; beyond, the developments that were silent longest are forgotten. About
1 GB of texts with summaries: only a desk with very wide rules comes near."""

SLACK = timedelta(hours=24)
"""Told so much earlier than the window reaches, a development is still kept (and not used): feeds
are read in no order, so the window's beginning goes back and forth by hours."""

_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


class GroupingMemory:
    """Used under the grouping lock by one thread at a time; :meth:`forget` after a rollback."""

    def __init__(self) -> None:
        self._counter: int | None = None
        self._since: datetime | None = None
        self._known: dict[int, OpenDevelopment] = {}
        self._tellings = 0
        self._counts = term_rows.TermCounts()
        self._facets: defaultdict[int, set[int]] = defaultdict(set)
        self._window = Window.build((), TermStatistics())

    def forget(self) -> None:
        """Read the developments anew next time.

        Not the statistics: grouping only reads them, so what was read had been committed.
        """
        self._counter = None

    def open(self, session: Session, *, since: datetime, items: Collection[int]) -> Window:
        """The window for a batch: what was told since then, and what holds one of ``items``."""
        counter = development_rows.grouping_counter(session)
        fits = self._counter == counter and self._since is not None and since >= self._since
        if fits:
            self._drop_older(since - SLACK, items)
            self._recall(session, items)
        else:
            self._read(session, since - SLACK, items)
        self._keep_in_bounds(items)
        version = self._counts.version
        self._counts = term_rows.refresh(session, self._counts)
        if self._counts.version != version:
            self._window.weigh_by(self._counts.statistics())
        self._window.reach(since)
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
        mine = facet_id or development.id
        self.adopt(_facet(development, mine, _latest(tellings.values())))
        for facet in sorted(self._facets.get(development.id, ())):
            held = self._known.get(facet)
            if held is not None:
                self.adopt(_facet(development, facet, held.tellings))
        home = self._known.get(development.id)
        if facet_id is not None and home is not None:
            self.adopt(replace(home, development=development))

    def adopt(self, known: OpenDevelopment) -> None:
        """Show the next items this development, also one that was not open before."""
        development = known.development
        before = self._known.get(development.id)
        if before == known:
            return
        if before is not None:
            self._unfacet(before.development)
        if development.merged_into_id is not None:
            self._facets[development.merged_into_id].add(development.id)
        self._tellings += len(known.tellings) - (len(before.tellings) if before else 0)
        self._known[development.id] = known
        self._window.add(known)

    def _drop(self, development_id: int) -> None:
        known = self._known.pop(development_id)
        self._unfacet(known.development)
        self._tellings -= len(known.tellings)
        self._window.remove(development_id)

    def _unfacet(self, development: Development) -> None:
        if development.merged_into_id is not None:
            self._facets[development.merged_into_id].discard(development.id)

    def _read(self, session: Session, since: datetime, items: Collection[int]) -> None:
        """What the store holds; texts that are known already are not read again."""
        found = development_rows.open_developments(session, since=since, holding=items)
        for gone in self._known.keys() - {one.development.id for one in found}:
            self._drop(gone)
        for one in found:
            self.adopt(one)
        self._since = since

    def _recall(self, session: Session, items: Collection[int]) -> None:
        """Read what holds one of the items (an edited one) and is no longer in the window."""
        missing = [item for item in items if not self._window.holding("item", item)]
        if missing:
            for one in development_rows.open_developments(session, since=_NEVER, holding=missing):
                self.adopt(one)

    def _drop_older(self, since: datetime, items: Collection[int]) -> None:
        held = self._holding(items)
        for development_id, known in list(self._known.items()):
            if known.development.last_told_at < since and development_id not in held:
                self._drop(development_id)
        self._since = max(since, self._since or since)

    def _keep_in_bounds(self, items: Collection[int]) -> None:
        if self._tellings <= MAX_ITEMS:
            return
        held = self._holding(items)
        silent = sorted(
            self._known.values(), key=lambda k: (k.development.last_told_at, k.development.id)
        )
        for known in silent:
            if self._tellings <= MAX_ITEMS:
                break
            if known.development.id not in held:
                self._drop(known.development.id)

    def _holding(self, items: Collection[int]) -> set[int]:
        return {found for item in items for found in self._window.holding("item", item)}


def _latest(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    """As many of the tellings as the store would hand out, in its order."""
    ordered = sorted(tellings, key=lambda one: (one.told_at, one.item_id))
    return tuple(ordered[-MAX_TELLINGS:])


def _facet(
    development: Development, facet_id: int, tellings: tuple[Telling, ...]
) -> OpenDevelopment:
    """The development itself, or one merged into it, which stands for it under its own id."""
    if facet_id != development.id:
        development = replace(development, id=facet_id, merged_into_id=development.id)
    return OpenDevelopment(development=development, tellings=tellings)
