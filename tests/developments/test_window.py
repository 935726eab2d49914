from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.developments.statistics import TermStatistics
from monitor.developments.window import MAX_CANDIDATES, MAX_TELLINGS, Window
from monitor.model import OpenDevelopment
from tests.developments.stories import Desk, telling


def known(*titles: str, meetings: tuple[str, ...] = ()) -> list[OpenDevelopment]:
    desk = Desk()
    for number, title in enumerate(titles):
        desk.hear(telling(title, outlet=f"Outlet {number}", meetings=meetings, hours=number * 200))
    return list(desk.known.values())


def test_what_is_added_is_found_by_term_title_item_and_url() -> None:
    desk = Desk()
    desk.hear(telling("Ferry sinks off Skerry", url="https://gull.example/ferry"))
    window = Window.build(desk.known.values(), TermStatistics())
    assert len(window) == 1
    assert window.holding("item", 1) == (1,)
    assert window.holding("url", "https://gull.example/ferry") == (1,)
    assert window.holding("title", "ferry sinks off skerry") == (1,)
    assert window.candidates(window.read(telling("Skerry ferry lost", item_id=9))) == (1,)


def test_what_is_removed_is_found_no_more() -> None:
    window = Window.build(known("Ferry sinks off Skerry"), TermStatistics())
    window.remove(1)
    window.remove(1)
    assert len(window) == 0
    assert window.candidates(window.read(telling("Ferry sinks off Skerry"))) == ()
    assert window.holding("item", 1) == ()
    with pytest.raises(KeyError):
        window.entry(1)


def test_replace_takes_the_later_state() -> None:
    (one,) = known("Ferry sinks off Skerry")
    window = Window.build([one], TermStatistics())
    second = telling("Captain blamed for Skerry loss", item_id=2, outlet="Gull Times")
    window.replace(replace(one, tellings=(*one.tellings, second)))
    assert len(window) == 1
    assert [reading.telling.item_id for reading in window.entry(1).readings] == [1, 2]
    assert window.holding("item", 2) == (1,)


def test_a_meeting_or_an_actor_finds_what_shares_no_word() -> None:
    desk = Desk()
    desk.hear(telling("Envoys dine", meetings=("river",), actors=("envoy",)))
    window = desk.window
    by_meeting = window.read(telling("Ужин прошел", item_id=5, meetings=("river",)))
    by_actor = window.read(telling("Ужин прошел", item_id=6, actors=("envoy",)))
    assert window.candidates(by_meeting) == (1,)
    assert window.candidates(by_actor) == (1,)
    assert window.candidates(window.read(telling("Ужин прошел", item_id=7))) == ()


def test_candidates_are_the_likest_and_few() -> None:
    window = Window.build(
        known(*(f"Ferry report number {n} from dock {n * 7}" for n in range(40))),
        TermStatistics(),
    )
    found = window.candidates(window.read(telling("Ferry report number 5 from dock 35")))
    assert len(found) <= MAX_CANDIDATES
    assert window.entry(found[0]).development.title == "Ferry report number 5 from dock 35"


def test_long_developments_are_compared_by_first_and_latest_tellings() -> None:
    (one,) = known("Ferry sinks off Skerry")
    more = tuple(
        telling(f"Skerry ferry, day {n}", item_id=n + 2, hours=n) for n in range(MAX_TELLINGS * 2)
    )
    window = Window.build([replace(one, tellings=(*one.tellings, *more))], TermStatistics())
    ids = [reading.telling.item_id for reading in window.entry(1).readings]
    assert len(ids) == MAX_TELLINGS
    assert ids[0] == 1
    assert ids[-1] == more[-1].item_id
    assert window.holding("item", 5) == (1,)


def test_a_development_without_tellings_is_harmless() -> None:
    (one,) = known("Ferry sinks off Skerry")
    window = Window.build([replace(one, tellings=())], TermStatistics())
    reading = window.read(telling("Ferry sinks off Skerry", item_id=9))
    assert window.candidates(reading) == ()
    assert window.holding("title", reading.normal_title) == ()


def test_other_statistics_weigh_the_same_developments_anew() -> None:
    window = Window.build(known("Ferry sinks off Skerry", "Choir tours Corfu"), TermStatistics())
    reading = window.read(telling("Ferry strike in Skerry", item_id=9))
    found, before = window.candidates(reading), window.idf("ferry")
    one = window.entry(1).readings[0]
    likeness = window.cosine(reading.terms, one.terms)
    window.weigh_by(TermStatistics(documents=5000, frequencies={"ferry": 4000}))
    assert window.candidates(reading) == found == (1,)
    assert window.idf("ferry") < before
    assert window.cosine(reading.terms, one.terms) != likeness
    assert len(window) == 2


def test_cosine_of_equal_empty_and_disjoint_texts() -> None:
    window = Window(TermStatistics())
    one = window.read(telling("Ferry sinks off Skerry"))
    assert window.cosine(one.terms, one.terms) == pytest.approx(1.0)
    assert window.cosine(one.terms, {}) == 0.0
    assert window.cosine(one.terms, {"choir": 1.0}) == 0.0
