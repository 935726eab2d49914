"""How common words were at each moment of a past period, from how common they are now.

Grouping weighs words by what was known of them when it decided. In the days of a great event its
words become common: with the counts of today the same items would be grouped otherwise. So what the
items of the period added to the counts is taken off, and added again item by item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from monitor.developments.statistics import TermStatistics
from monitor.developments.terms import document_terms
from monitor.model import StoredItem


class TermHistory:
    """Counts of terms as they were when the last item given to :meth:`arrive` was counted.

    In documents of today: what fades meanwhile is little beside what the period itself brought.
    """

    def __init__(self, items: Iterable[StoredItem], *, today: TermStatistics) -> None:
        """``items``: all of the period, whose terms the counts of ``today`` include."""
        self._to_come: Counter[str] = Counter()
        counted = 0
        for one in items:
            self._to_come.update(document_terms(one.item.title, one.item.summary))
            counted += 1
        self._today = today
        self.documents = max(0.0, today.documents / today.unit - counted)

    def arrive(self, stored: StoredItem) -> None:
        """Count an item of the period; each once, in the order of arrival."""
        self._to_come.subtract(document_terms(stored.item.title, stored.item.summary))
        self.documents += 1

    def frequencies(self, terms: Collection[str]) -> dict[str, float]:
        """In how many documents each of these terms stood at this moment."""
        today = self._today
        return {
            term: max(0.0, today.frequencies.get(term, 0.0) / today.unit - self._to_come[term])
            for term in terms
        }
