"""How common words were at each moment of a past period, from how common they are now.

Grouping weighs words by what was known of them when it decided. In the days of a great event its
words become common: with the counts of today the same items would be grouped otherwise. So what the
items of the period added to the counts is taken off, and added again item by item.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Final

from monitor.developments.statistics import TermStatistics
from monitor.developments.terms import document_terms
from monitor.model import StoredItem

SPOOL_BYTES: Final = 16 * 2**20
"""What is kept in memory of the words of the items; more goes to a temporary file."""

_HEAD: Final = 2
"""Numbers before the terms of an item: its id, and how many terms there are."""


class TermHistory:
    """Counts of terms as they were when the last item given to :meth:`arrive` was counted.

    In documents of today: what fades meanwhile is little beside what the period itself brought.
    Made by :func:`term_history`. Memory: the words of the language, not the items.
    """

    def __init__(self, spool: IO[bytes], *, today: TermStatistics) -> None:
        self._spool = spool
        self._today = today
        self._numbers: dict[str, int] = {}
        self._to_come: Counter[int] = Counter()
        self.documents = today.documents / today.unit

    def expect(self, stored: StoredItem) -> None:
        """Take an item of the period off the counts; each once, in the order of arrival."""
        terms = document_terms(stored.item.title, stored.item.summary)
        numbers = [self._numbers.setdefault(term, len(self._numbers)) for term in terms]
        self._to_come.update(numbers)
        self._spool.write(array("q", (stored.id, len(numbers), *numbers)).tobytes())
        self.documents = max(0.0, self.documents - 1)

    def arrive(self, stored: StoredItem) -> None:
        """Count an item of the period; in the order in which all were expected.

        Raises :class:`LookupError` for one that was not.
        """
        while head := self._read(_HEAD):
            item_id, length = head
            numbers = self._read(length)
            if item_id == stored.id:
                self._to_come.subtract(numbers)
                self.documents += 1
                return
        raise LookupError(f"item {stored.id} was not expected")

    def begin(self) -> None:
        """No more items are expected; the first may arrive."""
        self._spool.seek(0)

    def frequencies(self, terms: Collection[str]) -> dict[str, float]:
        """In how many documents each of these terms stood at this moment."""
        today = self._today
        return {
            term: max(0.0, today.frequencies.get(term, 0.0) / today.unit - self._coming(term))
            for term in terms
        }

    def _coming(self, term: str) -> int:
        number = self._numbers.get(term)
        return 0 if number is None else self._to_come[number]

    def _read(self, count: int) -> array[int]:
        numbers = array("q")
        numbers.frombytes(self._spool.read(count * numbers.itemsize))
        return numbers


@contextmanager
def term_history(items: Iterable[StoredItem], *, today: TermStatistics) -> Iterator[TermHistory]:
    """The counts as they were before any of ``items``, all those of the period, which the counts
    of ``today`` include."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
        history = TermHistory(spool, today=today)
        for one in items:
            history.expect(one)
        history.begin()
        yield history
