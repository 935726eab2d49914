from __future__ import annotations

from monitor.developments.explaining import UNKNOWN, join_bar, kept_apart, weights_of
from monitor.developments.weights import PLAIN
from monitor.model import Decision, Signature, Step
from tests.developments.stories import Desk, telling


def decided(title: str, *known: str) -> Decision:
    """What is decided about a title when these are known, each told by an outlet of its own."""
    desk = Desk()
    for at, one in enumerate(known):
        desk.hear(telling(one, outlet=f"Outlet {at}"))
    return desk.hear(telling(title, outlet="Courier"))


TALKS = "Freedonia and Sylvania open harbour talks in Portville"


def test_what_was_weighed_adds_up_to_the_decision() -> None:
    decision = decided("Harbour talks of Sylvania and Freedonia begin in Portville", TALKS)
    assert decision.step in {Step.JOINED, Step.UPDATE}
    start, *weighed = weights_of(decision)
    assert start.name == UNKNOWN
    odds = start.chosen + sum(one.chosen for one in weighed)
    assert (odds > 0) is (decision.score > 0.5)
    assert weighed[0].name == "words in common"
    assert weighed[0].chosen > 0
    assert join_bar(decision) == PLAIN.join_at
    assert "Freedonia" in decision.explanation  # as written, no stem
    assert "portvill " not in decision.explanation


def test_the_runner_up_is_compared_with_the_one_chosen() -> None:
    decision = decided(
        "Harbour talks of Sylvania and Freedonia begin in Portville",
        TALKS,
        "Parliament of Sylvania debates bread prices at length",
    )
    assert decision.runner_up is not None
    assert decision.runner_up[0] == 2
    assert decision.runner_up_scores != decision.scores
    assert all(one.runner_up is not None for one in weights_of(decision))
    assert kept_apart(decision).startswith("Development 2 came second by fewer words in common")


def test_a_new_development_says_what_kept_the_nearest_apart() -> None:
    decision = decided("Bread prices rise again as talks drag on", TALKS)
    assert decision.step is Step.NEW
    assert kept_apart(decision).startswith("Development 1 was kept apart by ")


def test_nothing_is_said_where_nothing_was_weighed() -> None:
    decision = Decision(
        step=Step.COPY, development_id=1, signature=Signature(), independent=False, score=1.0
    )
    assert weights_of(decision) == ()
    assert kept_apart(decision) == ""
