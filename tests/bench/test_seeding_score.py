"""The scorer of seeding, on drafts small enough to check by eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bench.seeding_labels import Expected
from bench.seeding_score import Score, Tally, confident, fold, role_fits, score, topic_fits
from monitor.model import MeetingStatus
from monitor.seeding.draft import (
    Draft,
    DraftMeeting,
    DraftOrganisation,
    DraftPerson,
    DraftState,
)

JUUL = {"name": "Mona Juul", "role": "Norway's UN envoy", "roles": ["UN envoy"]}
TALKS: dict[str, Any] = {
    "title": "talks",
    "participants": [["Russia", "Russian delegation"], ["United States"]],
    "guests": [["Switzerland"]],
    "date": [date(2022, 1, 10), "2022-01-09/2022-01-10"],
    "place": ["Geneva"],
    "topic": ["security guarantees"],
    "status": ["expected"],
}
MEETING = DraftMeeting(
    title="Russia-US talks",
    participants=("Russia", "US"),
    start=date(2022, 1, 10),
    end=date(2022, 1, 10),
    place="Geneva",
    topic="the security guarantees",
    status=MeetingStatus.EXPECTED,
    confidence=0.9,
    sentence="Talks.",
)
STATES = (
    DraftState(name="Russia", code="RU", aliases=("Moscow",), confidence=0.9, sentence=""),
    DraftState(name="United States", code="US", aliases=("US",), confidence=0.9, sentence=""),
)
STATE_LABELS: list[dict[str, Any]] = [
    {"name": "Russia"},
    {"name": "United States"},
    {"name": "Norway", "optional": True},
]


def labels(**kinds: list[dict[str, Any]]) -> Expected:
    none: dict[str, Any] = {"people": [], "organisations": [], "states": [], "meetings": []}
    return Expected.model_validate({"published": date(2022, 1, 6), **none, **kinds})


def person(name: str, role: str = "", *aliases: str) -> DraftPerson:
    return DraftPerson(name=name, role=role, aliases=aliases, confidence=0.9, sentence="")


def body(name: str, *aliases: str, confidence: float = 0.9) -> DraftOrganisation:
    return DraftOrganisation(
        name=name, kind="body", aliases=aliases, confidence=confidence, sentence=""
    )


def meeting_tallies(*drafted: DraftMeeting, **changes: Any) -> dict[str, Tally]:
    expected = labels(states=STATE_LABELS, meetings=[{**TALKS, **changes}])
    found = score(Draft(states=STATES, meetings=drafted), expected).tallies
    return {kind: tally for kind, tally in found.items() if kind.startswith("meeting")}


def tally(right: int, drafted: int, labelled: int) -> Tally:
    return Tally(right=right, drafted=drafted, labelled=labelled)


def verdicts(found: Score) -> list[tuple[str, str]]:
    return [(fault.kind, fault.verdict) for fault in found.faults]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The  Hawks", "hawks", True),
        ("Killybegs Fishermen’s Alliance", "killybegs fishermen's alliance", True),
        ("U.S. State Department", "US State Department", True),
        ("Säimov", "Saimov", False),
        ("Café", "Cafe\u0301", True),
        ("Theodor", "odor", False),
    ],
)
def test_names_are_folded(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (fold(one) == fold(other)) is same


@pytest.mark.parametrize(
    ("drafted", "fits"),
    [
        ("Norway's UN envoy", True),
        ("UN envoy of Norway", True),
        ("U.N. envoy", True),
        ("envoy", False),
        ("UN envoy and ambassador", False),
        ("", False),
    ],
)
def test_a_role_holds_one_wording_and_nothing_else(drafted: str, fits: bool) -> None:  # noqa: FBT001
    assert role_fits(drafted, ("Norway's UN envoy", "UN envoy")) is fits


def test_no_role_fits_only_where_none_is_accepted() -> None:
    assert role_fits("", ("",))
    assert not role_fits("judge", ("",))
    assert role_fits("", ("retired judge", ""))


@pytest.mark.parametrize(
    ("drafted", "accepted", "fits"),
    [
        ("the aid corridors", ("aid corridors", "truce"), True),
        ("Russian", ("Russia",), False),
        ("", (), True),
        ("", ("",), True),
        ("", ("truce",), False),
        ("truce", (), False),
        ("truce", ("",), False),
    ],
)
def test_topics(drafted: str, accepted: tuple[str, ...], fits: bool) -> None:  # noqa: FBT001
    assert topic_fits(drafted, accepted) is fits


def test_people_and_their_roles() -> None:
    draft = Draft(people=(person("Mona Juul", "judge"), person("Diego Garcia")))
    found = score(draft, labels(people=[JUUL, {"name": "Karen Donfried", "role": ""}]))
    assert found.tallies["people"] == tally(1, 2, 2)
    assert found.tallies["people_with_role"] == tally(0, 2, 2)
    assert verdicts(found)[:3] == [
        ("people", "missed"),
        ("people", "false"),
        ("people_with_role", "wrong"),
    ]


def test_a_surname_alone_is_not_the_name() -> None:
    assert score(Draft(people=(person("Juul"),)), labels(people=[JUUL])).tallies["people"] == tally(
        0, 1, 1
    )
    aliased = Draft(people=(person("Juul", "UN envoy", "Mona Juul"),))
    assert score(aliased, labels(people=[JUUL])).tallies["people_with_role"] == tally(1, 1, 1)


def test_one_label_makes_one_entry_right() -> None:
    draft = Draft(organisations=(body("UN"), body("United Nations")))
    found = score(draft, labels(organisations=[{"name": "United Nations", "aliases": ["UN"]}]))
    assert found.tallies["organisations"] == tally(1, 2, 1)
    assert "UN" in found.faults[0].detail


def test_an_optional_entry_counts_neither_way() -> None:
    expected = labels(states=STATE_LABELS)
    norway = DraftState(name="Norway", code="NO", aliases=(), confidence=0.9, sentence="")
    assert score(Draft(states=STATES), expected).tallies["states"] == tally(2, 2, 2)
    assert score(Draft(states=(*STATES, norway)), expected).tallies["states"] == tally(2, 2, 2)


def test_a_meeting_with_all_fields_right() -> None:
    found = meeting_tallies(MEETING)
    assert set(found.values()) == {tally(1, 1, 1)}
    assert len(found) == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("participants", ("Russia",)),
        ("participants", ("Russia", "US", "Ukraine")),
        ("start", date(2022, 1, 9)),
        ("place", "Vienna"),
        ("place", ""),
        ("topic", "fish"),
        ("status", MeetingStatus.HELD),
    ],
)
def test_a_wrong_field_spoils_the_meeting_and_itself_alone(name: str, value: object) -> None:
    wrong: Any = {name: value}
    found = meeting_tallies(replace(MEETING, **wrong), date=[date(2022, 1, 10)])
    field = "meeting_date" if name == "start" else f"meeting_{name}"
    assert {kind for kind, count in found.items() if count.right == 0} == {"meetings", field}


def test_guests_may_come_and_windows_may_be_accepted() -> None:
    guest = replace(MEETING, participants=("Moscow", "US", "Switzerland"))
    assert meeting_tallies(guest)["meeting_participants"].right == 1
    window = replace(MEETING, start=date(2022, 1, 9))
    assert meeting_tallies(window)["meeting_date"].right == 1


def test_a_date_may_be_wanted_to_be_absent() -> None:
    undated = replace(MEETING, start=None, end=None)
    assert meeting_tallies(undated, date=[None])["meetings"].right == 1
    assert meeting_tallies(undated)["meeting_date"].right == 0


def test_a_meeting_of_others_on_another_day_is_false() -> None:
    other = replace(MEETING, participants=("NATO",), start=date(2022, 2, 1), end=date(2022, 2, 1))
    assert set(meeting_tallies(other).values()) == {tally(0, 1, 1)}
    assert meeting_tallies(MEETING, other)["meetings"] == tally(1, 2, 1)


def test_the_likest_meetings_are_paired() -> None:
    later = replace(MEETING, start=date(2022, 1, 12), end=date(2022, 1, 12), place="")
    expected = labels(
        states=STATE_LABELS,
        meetings=[TALKS, {**TALKS, "title": "next", "date": [date(2022, 1, 12)], "place": []}],
    )
    found = score(Draft(states=STATES, meetings=(later, MEETING)), expected)
    assert found.tallies["meetings"] == tally(2, 2, 2)
    assert found.faults == ()


def test_an_optional_meeting_excuses_only_a_draft_of_that_meeting() -> None:
    assert meeting_tallies(MEETING, optional=True)["meetings"] == tally(0, 0, 0)
    assert meeting_tallies(replace(MEETING, place=""), optional=True)["meetings"].drafted == 0
    wrong = replace(MEETING, participants=("Russia",))
    assert meeting_tallies(wrong, optional=True)["meetings"].drafted == 1


def test_suggestions_are_left_out_of_the_confident_score() -> None:
    draft = Draft(organisations=(body("NATO"), body("Western Balkans", confidence=0.4)))
    kept = confident(draft, 0.7)
    assert [one.name for one in kept.organisations] == ["NATO"]


def test_scores_add_up() -> None:
    one = score(Draft(people=(person("Mona Juul", "UN envoy"),)), labels(people=[JUUL]))
    both = one + score(Draft(), labels(people=[JUUL]))
    assert both.tallies["people"] == tally(1, 1, 2)
    assert both.tallies["people"].recall == 0.5
    assert both.tallies["states"].precision is None
    assert verdicts(both) == [("people", "missed")]
