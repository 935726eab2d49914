"""The evidence of several rules as one list of spans that say different things."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.evidence import telling_spans
from monitor.model import Evidence
from tests.alerts.builders import make_evidence

TITLE = "Wendy Sherman meets US side"


def span(text: str, **changes: Any) -> Evidence:
    start = TITLE.index(text)
    values: dict[str, Any] = {"start": start, "end": start + len(text), "text": text, "term": text}
    return make_evidence(**(values | changes))


def test_a_span_within_another_is_dropped() -> None:
    outer, inner, other = span("Wendy Sherman"), span("Sherman"), span("meets")
    for order in permutations((inner, outer, other)):
        assert telling_spans(order) == [outer, other]
    same_start = span("Wendy")
    assert telling_spans([same_start, outer]) == [outer]


def test_a_span_of_another_field_is_not_within() -> None:
    summary = make_evidence(field="summary", start=0, end=100)
    title, content = span("Sherman"), make_evidence(field="content", start=1, end=2)
    assert telling_spans([content, summary, title]) == [title, summary, content]


def test_of_equal_spans_the_one_that_says_most_stays() -> None:
    bare = span("Sherman")
    met = span("Sherman", meeting="talks")
    named = span("Sherman", actor="sherman")
    both = span("Sherman", actor="sherman", meeting="talks")
    for order in permutations((bare, met, named, both)):
        assert telling_spans(order) == [both]
    assert telling_spans([bare, met]) == [met]
    assert telling_spans([met, named]) == telling_spans([named, met]) == [named]


def test_of_two_spellings_the_one_as_written_stays() -> None:
    dotted, plain = span("US", term="U.S.", actor="us"), span("US", actor="us")
    assert telling_spans([dotted, plain]) == telling_spans([plain, dotted]) == [plain]


def test_spans_that_overlap_both_stay() -> None:
    left, right = span("Wendy Sherman"), span("Sherman meets")
    assert telling_spans([right, left]) == [left, right]


def test_side_by_side_and_nothing() -> None:
    left, right = make_evidence(start=0, end=5), make_evidence(start=5, end=9)
    assert telling_spans([right, left]) == [left, right]
    assert telling_spans([]) == []


SPANS = st.builds(
    lambda field, start, length, actor: make_evidence(
        field=field, start=start, end=start + length, actor=actor
    ),
    st.sampled_from(("title", "summary", "content")),
    st.integers(0, 12),
    st.integers(1, 6),
    st.sampled_from((None, "a")),
)


def covers(outer: Evidence, inner: Evidence) -> bool:
    same = outer.field == inner.field
    return same and outer.start <= inner.start and inner.end <= outer.end


@given(st.lists(SPANS, max_size=12))
def test_every_span_is_covered_and_none_covers_another(spans: list[Evidence]) -> None:
    kept = telling_spans(spans)
    assert set(kept) <= set(spans)
    assert all(any(covers(outer, inner) for outer in kept) for inner in spans)
    assert not any(covers(a, b) for a in kept for b in kept if a is not b)
    assert telling_spans(reversed(spans)) == kept
