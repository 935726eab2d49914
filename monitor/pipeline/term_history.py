"""How common words were at each moment of a past period, from how common they are now.

Grouping weighs words by what was known of them when it decided. In the days of a great event its
words become common: with the counts of today the same items would be grouped otherwise. So what the
items of the period added to the counts is taken off, and added again item by item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from monitor.developments.terms import document_terms
from monitor.model import StoredItem

Stored = Callable[[Collection[str]], Mapping[str, int]]
"""In how many documents terms stand today; those never counted are left out."""


class TermHistory:
    """Counts of terms as they were when the last item given to :meth:`arrive` was counted."""

    def __init__(self, items: Iterable[StoredItem], *, stored: Stored, documents: int) -> None:
        """``items``: all of the period, whose terms the ``stored`` counts of today include.

        ``documents``: how many documents are counted today.
        """
        self._to_come: Counter[str] = Counter()
        counted = 0
        for one in items:
            self._to_come.update(document_terms(one.item.title, one.item.summary))
            counted += 1
        self._stored = stored
        self._now: dict[str, int] = {}
        self.documents = max(0, documents - counted)

    def arrive(self, stored: StoredItem) -> None:
        """Count an item of the period; each once, in the order of arrival."""
        self._to_come.subtract(document_terms(stored.item.title, stored.item.summary))
        self.documents += 1

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """In how many documents each of these terms stood at this moment."""
        unknown = set(terms) - self._now.keys()
        if unknown:
            found = self._stored(unknown)
            self._now.update((term, found.get(term, 0)) for term in unknown)
        return {term: max(0, self._now[term] - self._to_come[term]) for term in terms}
