from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.developments.statistics import TermStatistics


def test_a_fresh_install_knows_common_news_words() -> None:
    fresh = TermStatistics()
    assert fresh.idf("us") < fresh.idf("minister") < fresh.idf("zyxquark")
    assert fresh.idf("zyxquark") > 8


def test_own_counts_take_over() -> None:
    story = TermStatistics(documents=3000, frequencies={"geneva": 900})
    assert story.idf("geneva") < 2
    assert TermStatistics().idf("geneva") > 6


def test_few_documents_change_little() -> None:
    few = TermStatistics(documents=3, frequencies={"harbour": 3})
    assert few.idf("harbour") > 5
    assert abs(few.idf("us") - TermStatistics().idf("us")) < 0.05


@given(st.integers(0, 10**6), st.floats(0, 1))
def test_idf_is_never_negative_and_falls_with_frequency(documents: int, share: float) -> None:
    counted = TermStatistics(documents=documents, frequencies={"x": share * documents})
    assert counted.idf("x") >= 0
    more = TermStatistics(documents=documents, frequencies={"x": documents})
    assert more.idf("x") <= counted.idf("x") + 1e-9
