from __future__ import annotations

import itertools
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.developments.statistics import HALF_LIFE, Decay, TermStatistics


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


def test_the_shipped_rates_fade_smoothly_as_items_are_counted() -> None:
    shipped = TermStatistics().idf("harbour")
    learned = -math.log(0.05)
    path = [
        TermStatistics(documents=n, frequencies={"harbour": 0.05 * n}).idf("harbour")
        for n in (0, 10, 100, 1000, 10_000, 100_000)
    ]
    assert path[0] == shipped
    assert path == sorted(path, reverse=True)
    assert path[-1] == pytest.approx(learned, abs=0.05)
    assert max(a - b for a, b in itertools.pairwise(path)) < 0.8 * (shipped - learned)


def test_counts_mean_the_same_in_any_unit() -> None:
    plain = TermStatistics(documents=3000, frequencies={"geneva": 90})
    later = TermStatistics(documents=24_000, frequencies={"geneva": 720}, unit=8)
    for term in ("geneva", "us", "zyxquark"):
        assert later.idf(term) == pytest.approx(plain.idf(term))


NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)


def test_time_goes_by_half_lives() -> None:
    start = Decay().at(NOON)
    assert start == Decay(0.0, NOON)
    later = start.at(NOON + HALF_LIFE / 4)
    assert later.age == pytest.approx(0.25)
    assert later.at(NOON + HALF_LIFE / 2).unit == pytest.approx(math.sqrt(2))


def test_a_wrong_clock_or_a_long_stop_costs_one_half_life_at_most() -> None:
    start = Decay().at(NOON)
    wrong = start.at(NOON.replace(year=2999))
    assert wrong.age == 1
    back = wrong.at(NOON + HALF_LIFE / 10)
    assert back.age == 1
    assert back.at(NOON + HALF_LIFE / 5).age == pytest.approx(1.1)
    assert start.at(NOON.replace(year=1970)).age == 0


def test_two_clocks_an_hour_apart_do_not_make_time_go_faster() -> None:
    decay = Decay().at(NOON)
    for hour in range(1, 25):
        for skew in (0, 1):
            decay = decay.at(NOON + timedelta(hours=hour + skew))
    assert decay.age == pytest.approx(timedelta(hours=25) / HALF_LIFE)
