from __future__ import annotations

import pytest

from monitor.developments.signature import MAX_WORDS, is_forward, merge, signature_of, sounding
from monitor.model import MeetingStatus as S
from monitor.model import Signature
from tests.developments.stories import telling


def test_signature_of_a_telling() -> None:
    told = telling(
        "Envoys of both banks end talks in Geneva without breakthrough",
        "They meet again in Vienna on 13 January; some 2,500 troops stay at the river.",
        actors=("north", "south"),
        meetings=("river-talks",),
    )
    assert sounding(Signature(), told).escalation == 1
    assert signature_of(told) == Signature(
        actors=("north", "south"),
        meetings=("river-talks",),
        status=S.HELD,
        decisions=(),
        places=("geneva", "vienna"),
        dates=("01-13",),
        figures=(("troops", 2500.0),),
    )


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Talks on January 10", ("01-10",)),
        ("Talks on 10 Jan. and 3rd of March", ("01-10", "03-03")),
        ("Talks in May", ()),
        ("Talks on 45 January", ()),
        ("Sept 9 meeting", ("09-09",)),
    ],
)
def test_dates(text: str, dates: tuple[str, ...]) -> None:
    assert signature_of(telling(text)).dates == dates


@pytest.mark.parametrize(
    ("before", "after", "forward"),
    [
        (None, S.EXPECTED, True),
        (S.EXPECTED, S.UNDER_WAY, True),
        (S.EXPECTED, S.POSTPONED, True),
        (S.POSTPONED, S.UNDER_WAY, True),
        (S.UNDER_WAY, S.HELD, True),
        (S.HELD, S.EXPECTED, False),
        (S.HELD, S.UNDER_WAY, False),
        (S.POSTPONED, S.EXPECTED, False),
        (S.AGREED, S.FAILED, True),
        (S.FAILED, S.AGREED, True),
        (S.FAILED, S.HELD, False),
        (S.HELD, S.HELD, False),
        (S.HELD, None, False),
    ],
)
def test_is_forward(before: S | None, after: S | None, *, forward: bool) -> None:
    assert is_forward(before, after) is forward


def test_merge_adds_words_keeps_the_furthest_status_and_the_highest_figures() -> None:
    old = Signature(actors=("a",), status=S.HELD, figures=(("killed", 12.0), ("troops", 5.0)))
    new = Signature(actors=("b",), status=S.EXPECTED, figures=(("killed", 3.0), ("injured", 4.0)))
    loud = Signature(escalation=2)
    assert sounding(loud, telling("Weather stays mild")).escalation == 2
    assert merge(loud, old).escalation == 2
    assert merge(loud, Signature(escalation=-1)).escalation == -1
    merged = merge(old, new)
    assert merged.actors == ("a", "b")
    assert merged.status is S.HELD
    assert dict(merged.figures) == {"killed": 12.0, "troops": 5.0, "injured": 4.0}
    assert merge(merged, new) == merged


def test_merge_is_bounded() -> None:
    known = Signature()
    for number in range(100):
        known = merge(known, Signature(actors=(f"actor-{number:03}",)))
    assert len(known.actors) == MAX_WORDS
