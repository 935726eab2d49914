"""The evidence of all rules of an alert as one list of spans that say different things. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import Evidence

_FIELD_ORDER = ("title", "summary", "content")


def telling_spans(evidence: Iterable[Evidence]) -> list[Evidence]:
    """``evidence`` in reading order, one for each span, none inside another.

    Rules share spans, a name may be found as several spellings and inside a longer name
    ("Sherman" in "Wendy Sherman"): shown, each would only push out something else. Of equal
    spans the one that says most stays: that names an actor and a meeting. Spans that overlap
    and stick out both stay.
    """
    kept: list[Evidence] = []
    for span in sorted(set(evidence), key=_outer_first):
        last = kept[-1] if kept else None
        # What was kept so far starts no later, and of its field the last one reaches farthest.
        if last is None or last.field != span.field or span.end > last.end:
            kept.append(span)
    return kept


def _outer_first(span: Evidence) -> tuple[int, int, int, int, bool, bool, str, str, str]:
    """Sorts a span before those inside it, and of equal ones the one that says most first."""
    said = (span.actor is not None) + (span.meeting is not None)
    return (
        _FIELD_ORDER.index(span.field),
        span.start,
        -span.end,
        -said,
        span.actor is None,
        span.term != span.text,
        span.term,
        span.actor or "",
        span.meeting or "",
    )
