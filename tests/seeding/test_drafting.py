from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.model import ActorKind, MeetingStatus, Severity
from monitor.seeding.draft import Draft
from monitor.seeding.drafting import draft_entries
from monitor.seeding.entries import (
    Drafted,
    DraftedActor,
    DraftedMeeting,
    DraftedRule,
    Known,
    KnownActor,
    KnownMeeting,
)
from tests.seeding.builders import ARTICLE, TALKS, meeting, organisation, person


def drafted(draft: Draft = ARTICLE, known: Known | None = None) -> Drafted:
    return draft_entries(draft, known or Known())


def rules(entries: Drafted) -> dict[str, DraftedRule]:
    return {rule.id: rule for rule in entries.rules}


def test_ids_are_short_and_telling() -> None:
    entries = drafted()
    assert [actor.id for actor in entries.actors] == [
        "iceland", "norway", "nsc", "berg", "affairs",
    ]  # fmt: skip
    assert [one.id for one in entries.meetings] == [
        "iceland-norway-talks-2027-04-12",
        "possible-visit",
    ]


def test_the_same_surname_or_acronym_twice_gives_two_ids() -> None:
    draft = Draft(
        people=(person("Anna Berg"), person("Olav Berg")),
        organisations=(organisation("A Club", "AC"), organisation("Another Club", "AC")),
        meetings=(meeting(), meeting(place="Bergen")),
    )
    entries = drafted(draft)
    assert [actor.id for actor in entries.actors] == ["ac", "another-club", "berg", "olav-berg"]
    assert [one.id for one in entries.meetings] == [
        "iceland-norway-talks-2027-04-12",
        "iceland-norway-talks-2027-04-12-2",
    ]


def test_names_in_any_script_give_sound_ids() -> None:
    draft = Draft(
        people=(person("Ólafur Ragnar Þórsson"), person("王毅"), person("A" * 90)),
        meetings=(meeting("talks " * 40),),
    )
    entries = drafted(draft)
    ids = [*(actor.id for actor in entries.actors), *(one.id for one in entries.meetings)]
    assert ids[0] == "thorsson"
    assert ids[1].startswith("x-")
    assert all(len(id_) <= 64 for id_ in ids)
    assert ids[-1].endswith("-2027-04-12")


def test_states_have_their_names_in_other_languages_and_the_article_s_own() -> None:
    iceland, norway = drafted().actors[:2]
    assert iceland.kind is ActorKind.STATE
    assert {"Icelandic", "Reykjavik", "Islandia", "Исландия", "Исландии", "冰岛"} <= set(
        iceland.aliases
    )
    assert "Island" not in iceland.aliases  # German, and an English word
    assert {"Norwegen", "Норвегією", "Norvège"} <= set(norway.aliases)


def test_organisations_have_both_spellings() -> None:
    entries = drafted(Draft(organisations=(organisation("Herring Organization", "HO"),)))
    assert entries.actors[0].aliases == ("HO", "Herring Organisation")


def test_what_is_not_sure_is_switched_off_and_in_no_other_entry() -> None:
    entries = drafted()
    everything: list[DraftedActor | DraftedMeeting | DraftedRule] = [
        *entries.actors,
        *entries.meetings,
        *entries.rules,
    ]
    off = [one.id for one in everything if not one.enabled]
    assert off == ["affairs", "possible-visit", "possible-visit"]
    assert not any("affairs" in str(rule.match) for rule in entries.rules)


def test_a_meeting_s_rule_asks_for_what_tells_states_from_their_companies() -> None:
    rule = rules(drafted())["iceland-norway-talks-2027-04-12"]
    assert rule.severity is Severity.HIGH
    assert rule.origin.sentence == TALKS
    wanted = str(rule.match)
    for part in ("Vienna", "herring quotas", "herring quota'", "berg", "nsc", "envoy"):
        assert part in wanted


@pytest.mark.parametrize("name", ["North Sea Council", "Anna Berg"])
def test_a_meeting_of_a_body_or_person_needs_no_more(name: str) -> None:
    draft = replace(ARTICLE, meetings=(meeting("hearing", (name,)),))
    entries = drafted(draft)
    assert rules(entries)["hearing-2027-04-12"].match == {"meeting": "hearing-2027-04-12"}
    assert "verdict" in entries.meetings[0].words


def test_what_is_over_weighs_less() -> None:
    draft = replace(ARTICLE, meetings=(meeting(status=MeetingStatus.HELD),))
    assert drafted(draft).rules[0].severity is Severity.MEDIUM


def test_topics_parties_and_people_have_rules() -> None:
    found = rules(drafted())
    assert set(found) == {
        "iceland-norway-talks-2027-04-12",
        "possible-visit",
        "herring-quotas",
        "the-future-of-the-shared-fishing-grounds",
        "between-iceland-norway",
        "statements-by-berg",
    }
    assert found["herring-quotas"].severity is Severity.HIGH
    long = found["the-future-of-the-shared-fishing-grounds"]
    assert long.severity is Severity.MEDIUM
    assert "'within': 8" in str(long.match)
    assert found["between-iceland-norway"].title == "Between Iceland and Norway"


def test_an_article_without_meetings_topics_or_parties_gives_the_news_of_its_first_actor() -> None:
    found = drafted(Draft(organisations=(organisation("Acme", "ACM"),)))
    assert [rule.id for rule in found.rules] == ["news-of-acm"]
    assert drafted(Draft()).rules == ()


def test_a_known_actor_keeps_its_id_and_gains_only_names_that_nobody_has() -> None:
    known = Known(
        actors=(
            KnownActor(id="no", kind="state", names=("Kingdom of Norway", "Norway", "NORWEGEN")),
            KnownActor(id="people", kind="organisation", names=("Norwegian",)),
        )
    )
    norway = drafted(known=known).actors[1]
    assert (norway.id, norway.known) == ("no", True)
    assert {"Norwegen", "Norwegian", "Norway"}.isdisjoint(norway.aliases)
    assert "Norvège" in norway.aliases
    assert rules(drafted(known=known))["between-iceland-norway"].title.endswith("Norway")


def test_another_person_of_that_surname_is_another_actor() -> None:
    known = Known(actors=(KnownActor(id="berg", kind="person", names=("Olav Berg", "Berg")),))
    berg = drafted(known=known).actors[3]
    assert (berg.id, berg.known, berg.aliases) == ("anna-berg-person", False, ())


@pytest.mark.parametrize(
    ("participants", "start", "end", "id_"),
    [
        (("norway", "iceland"), "2027-04-11", "2027-04-12", "spring"),
        (("norway", "iceland"), "2027-05-11", "2027-05-12", "iceland-norway-talks-2027-04-12"),
        (("norway",), "2027-04-12", "2027-04-12", "iceland-norway-talks-2027-04-12"),
    ],
)
def test_a_meeting_of_the_same_participants_on_the_same_days_is_known(
    participants: tuple[str, ...], start: str, end: str, id_: str
) -> None:
    known = Known(
        meetings=(KnownMeeting(id="spring", participants=participants, start=start, end=end),),
        meetings_ruled=frozenset({"spring"}),
    )
    entries = drafted(known=known)
    assert entries.meetings[0].id == id_
    assert (id_ in rules(entries)) == (id_ != "spring")


def test_what_was_taken_out_is_not_drafted_nor_named() -> None:
    known = Known(
        declined=frozenset(
            {("actor", "norway"), ("rule", "herring-quotas"), ("meeting", "possible-visit")}
        )
    )
    entries = drafted(known=known)
    assert "norway" not in {actor.id for actor in entries.actors}
    assert entries.meetings[0].participants == ("iceland",)
    assert len(entries.meetings) == 1
    assert "herring-quotas" not in rules(entries)
    assert not any("norway" in str(rule.match) for rule in entries.rules if rule.id[:4] != "icel")


def test_windows_and_open_ends() -> None:
    draft = Draft(
        states=ARTICLE.states,
        meetings=(
            meeting(end=date(2027, 4, 14)),
            meeting("later", end=None, start=date(2027, 5, 1)),
        ),
    )
    first, second = drafted(draft).meetings
    assert (first.start, first.end) == (date(2027, 4, 12), date(2027, 4, 14))
    assert (second.start, second.end) == (date(2027, 5, 1), date(2027, 5, 1))


@pytest.mark.parametrize(
    ("meetings", "parties"),
    [
        ((("North Sea Council",),), None),  # a session of one body is between nobody
        ((("Anna Berg",),), "between-iceland-norway"),
        ((("Norway", "North Sea Council"),), "between-norway-nsc-iceland"),
        ((), "between-iceland-norway"),
    ],
)
def test_between_whom_something_happens(
    meetings: tuple[tuple[str, ...], ...], parties: str | None
) -> None:
    draft = replace(ARTICLE, meetings=tuple(meeting("gathering", names) for names in meetings))
    found = [id_ for id_ in rules(drafted(draft)) if id_.startswith("between-")]
    assert found == ([parties] if parties else [])


def test_business_and_sport_of_the_parties_are_kept_out_unless_the_article_is_about_them() -> None:
    calm = rules(drafted())["between-iceland-norway"].match
    assert "'football'" in str(calm["none"])
    draft = replace(ARTICLE, people=(person("Anna Berg", sentence="Berg watched the football."),))
    about = rules(drafted(draft))["between-iceland-norway"].match
    assert "'football'" not in str(about["none"])
    assert "'tennis'" in str(about["none"])
