from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.developments.life import FOLLOWED_FOR, Past, settled_state, surely_belongs
from monitor.developments.signature import signature_of
from monitor.developments.statistics import TermStatistics
from monitor.model import Development, DevelopmentState, OpenDevelopment, Severity, Telling
from tests.developments.stories import START, telling

IDF = TermStatistics().idf
DAY = 24.0
TALKS = "Freedonia and Sylvania open harbour talks in Geneva"


def over(id_: int, one: Telling) -> Development:
    """A development that this telling alone told."""
    return Development(
        id=id_,
        title=one.title,
        opened_at=one.told_at,
        last_told_at=one.told_at,
        state=DevelopmentState.QUIET,
        severity=Severity.MEDIUM,
        rule_ids=("talks",),
        signature=signature_of(one),
        outlets=(one.outlet,),
        sources=1,
        items=1,
    )


def followed(new: Telling, *past: Telling) -> tuple[int, str] | None:
    known = Past(over(at, one) for at, one in enumerate(past, 1))
    found = known.predecessor(new, signature_of(new), IDF)
    return None if found is None else (found.development.id, found.why)


@pytest.mark.parametrize(
    ("hours", "state"),
    [(120, "open"), (121, "quiet"), (120 + 720, "quiet"), (120 + 721, "closed")],
)
def test_a_development_settles_with_time(hours: float, state: str) -> None:
    now = START + timedelta(hours=hours)
    window, after = timedelta(hours=120), timedelta(hours=720)
    assert settled_state(START, now=now, window=window, close_after=after) == state


def test_the_same_meeting_is_followed_whatever_the_words() -> None:
    first = telling(TALKS, meetings=("harbour",))
    second = telling("Delegations part after a long night", hours=9 * DAY, meetings=("harbour",))
    found = followed(second, first)
    assert found is not None
    assert found[0] == 1
    assert found[1].startswith("It tells the same meeting as development 1 ")
    assert "03 Mar 2031" in found[1]


def test_the_same_actors_on_the_same_matter_are_followed() -> None:
    actors = ("freedonia", "sylvania")
    first = telling(TALKS, actors=actors)
    second = telling(
        "Sylvania walks out of harbour talks with Freedonia in Geneva", hours=9 * DAY, actors=actors
    )
    found = followed(second, first)
    assert found is not None
    assert found[1].startswith("The same actors on the same matter as development 1 ")


def test_of_several_the_last_one_of_the_meeting_is_followed() -> None:
    past = [telling(TALKS, hours=at * DAY, meetings=("harbour",)) for at in (0, 9, 4)]
    new = telling("Delegations part", hours=20 * DAY, meetings=("harbour",))
    assert (followed(new, *past) or (0, ""))[0] == 2


@pytest.mark.parametrize(
    "new",
    [
        telling("Freedonia and Sylvania cut herring tax", hours=9 * DAY),
        telling("Freedonia and Sylvania open harbour talks in Vienna", hours=9 * DAY),
        telling("Cup final goes to penalties", hours=9 * DAY),
        telling(TALKS, hours=24 * (FOLLOWED_FOR.days + 1)),
        telling(TALKS, hours=-1),
    ],
    ids=["another matter", "another place", "nothing", "too long ago", "told before"],
)
def test_what_is_not_followed(new: Telling) -> None:
    actors = ("freedonia", "sylvania")
    past = telling(TALKS, actors=actors)
    assert followed(replace(new, actors=actors), past) is None


def test_the_past_forgets_and_takes_in_anew() -> None:
    past = Past([over(1, telling(TALKS))])
    assert past.alike(telling(TALKS), IDF) == (1,)
    past.add(over(1, telling("Cup final goes to penalties")))
    assert past.alike(telling(TALKS), IDF) == ()
    past.remove(1)
    past.remove(1)
    assert len(past) == 0


def test_the_past_is_trimmed_by_age_and_number() -> None:
    past = Past(over(at, telling(f"{TALKS} {at}", hours=at)) for at in range(1, 7))
    past.trim(START + timedelta(hours=3))
    assert len(past) == 4
    past.trim(START, limit=2)
    assert past.alike(telling(f"{TALKS} 6"), IDF) == (6, 5)


@pytest.mark.parametrize(
    ("title", "probability", "sure"),
    [
        (TALKS, 0.99, True),
        ("In Geneva, Sylvania and Freedonia open harbour talks", 0.99, True),
        (TALKS, 0.9, False),
        ("Freedonia and Sylvania sign harbour accord after talks in Geneva", 0.99, False),
        ("Freedonia opens embassy in Geneva", 0.99, False),
        ("Freedonia and Sylvania postpone harbour talks in Geneva", 0.99, False),
        ("Freedonia and Sylvania open second round of harbour talks in Geneva", 0.99, False),
    ],
)
def test_only_what_surely_belongs_re_opens(title: str, probability: float, *, sure: bool) -> None:
    past = telling(TALKS)
    known = OpenDevelopment(development=over(1, past), tellings=(past,))
    assert surely_belongs(telling(title, hours=9 * DAY), known, probability, IDF) is sure
