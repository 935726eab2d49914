from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.developments.grouping import Window, group
from monitor.developments.statistics import TermStatistics
from monitor.model import Decision, MeetingStatus, ReasonCode, Step, Telling
from tests.developments.stories import START, Desk, Rules, telling

WIRE = (
    "GULLPORT (HW) - The harbour board voted on Tuesday to close the northern pier for two years"
    " after inspectors found cracks in eleven of its pillars, the board's chairman said."
)

GENEVA: Rules = {"meetings": ("river-geneva",), "actors": ("russia", "us")}
BRUSSELS: Rules = {"meetings": ("council-brussels",), "actors": ("nato", "russia")}
VIENNA: Rules = {"meetings": ("forum-vienna",), "actors": ("osce", "russia")}


def steps(decisions: list[Decision]) -> list[Step]:
    return [decision.step for decision in decisions]


def test_the_first_telling_is_new() -> None:
    decision = Desk().hear(telling("Ferry sinks off Skerry"))
    assert decision.step is Step.NEW
    assert decision.development_id is None
    assert decision.independent
    assert decision.explanation == "New: no open development shares its words."


def test_the_same_item_again_changes_nothing() -> None:
    desk = Desk()
    first = telling("Ferry sinks off Skerry", item_id=1)
    desk.hear(first)
    again = group(first, desk.window, START)
    assert again.step is Step.SAME_ITEM
    assert again.development_id == 1
    assert not again.independent
    assert again.signature == desk.known[1].development.signature
    assert group(first, desk.window, START) == again


def test_the_same_address_is_the_same_item() -> None:
    desk = Desk()
    desk.hear(telling("Ferry sinks off Skerry", url="https://gull.example/1"))
    second = desk.hear(telling("A wholly other title", url="https://gull.example/1"))
    assert second.step is Step.SAME_ITEM


def test_a_wire_copy_joins_silently_and_counts_as_one_source() -> None:
    desk = Desk()
    desk.hear(telling("Northern pier to close", WIRE))
    decision = desk.hear(telling("Cracks shut pier", WIRE, outlet="Gull Times", hours=1))
    assert decision.step is Step.COPY
    assert decision.development_id == 1
    assert not decision.independent
    assert "Harbour Wire" in decision.explanation
    assert desk.known[1].development.sources == 1
    assert desk.known[1].development.outlets == ("Gull Times", "Harbour Wire")


def test_a_copy_under_a_title_with_news_is_an_update() -> None:
    desk = Desk()
    lead = WIRE + " Rescuers found people under the planks."
    desk.hear(telling("Pier falls, 12 killed", lead))
    decision = desk.hear(telling("Pier falls, 31 killed", lead, outlet="Gull Times", hours=5))
    assert decision.step is Step.UPDATE
    assert not decision.independent
    assert decision.update is not None
    assert decision.update.code is ReasonCode.FIGURE_ROSE


TOGETHER = [
    pytest.param(
        [
            (
                "Talks in Geneva end without breakthrough",
                "Russian and American deputies spoke for eight hours; neither side moved.",
            ),
            ("Russia and US far apart after Geneva talks", ""),
            (
                "American negotiator sees no progress on Russian demands in Geneva",
                "She called the drafts that Moscow tabled non-starters after the talks.",
            ),
        ],
        id="outcome-in-other-words",
    ),
    pytest.param(
        [
            ("At least 12 killed as quake hits Lake Ohrid villages", ""),
            ("Earthquake near Ohrid kills a dozen", "Villages on the lake lost power."),
            ("Dozen dead in Ohrid tremor", ""),
        ],
        id="quake",
    ),
    pytest.param(
        [
            ("Finance minister Halvorsen resigns over tax affair", ""),
            ("Norway's Halvorsen quits as finance minister", "The tax affair had grown for weeks."),
        ],
        id="resignation",
    ),
]


@pytest.mark.parametrize("story", TOGETHER)
def test_one_happening_in_different_words_stays_together(story: list[tuple[str, str]]) -> None:
    rules: Rules = GENEVA if "Geneva" in story[0][0] else {}
    homes = Desk().hear_all(
        [
            telling(title, summary, outlet=f"Outlet {n}", hours=float(n), **rules)
            for n, (title, summary) in enumerate(story)
        ]
    )
    assert homes == [1] * len(story)


APART = [
    pytest.param(
        [
            ("Russia and US open security talks in Geneva", GENEVA),
            ("NATO and Russia open council in Brussels", BRUSSELS),
            ("OSCE forum with Russia opens in Vienna", VIENNA),
        ],
        id="three-meetings-of-one-week",
    ),
    pytest.param(
        [
            ("Russia and US end talks in Geneva far apart", GENEVA),
            ("NATO and Russia to meet in Brussels on Wednesday", BRUSSELS),
        ],
        id="an-outcome-and-another-meeting's-preview",
    ),
    pytest.param(
        [
            ("Canada sends frigate to the Black Sea", {}),
            ("Spain sends frigate to the Black Sea", {}),
        ],
        id="two-navies",
    ),
    pytest.param(
        [
            ("Fire destroys mill in Tartu", {}),
            ("Fire destroys warehouse in Turku", {}),
        ],
        id="two-fires",
    ),
    pytest.param(
        [
            ("Water rights council opens session in Geneva", {}),
            ("Russia and US open security talks in Geneva", GENEVA),
        ],
        id="two-meetings-in-one-city",
    ),
]


@pytest.mark.parametrize("story", APART)
def test_alike_happenings_stay_apart(story: list[tuple[str, Rules]]) -> None:
    homes = Desk().hear_all(
        [
            telling(title, outlet=f"Outlet {n}", hours=float(n * 2), **rules)
            for n, (title, rules) in enumerate(story)
        ]
    )
    assert len(set(homes)) == len(story)


TWO_NEGOTIATIONS = [
    (
        "libya",
        "Libyan rivals open unity talks in Geneva",
        "Delegates of the two governments met under a United Nations envoy on a joint cabinet.",
    ),
    (
        "yemen",
        "Yemen prisoner talks begin in Geneva",
        "The government and the Houthis met under a United Nations envoy to exchange detainees.",
    ),
    (
        "libya",
        "UN envoy hopeful as Libya's factions sit down in Geneva",
        "The talks on a joint cabinet are to last three days.",
    ),
    (
        "yemen",
        "Warring sides in Yemen discuss swap of detainees in Geneva",
        "The envoy called the first day of talks constructive.",
    ),
    (
        "libya",
        "Geneva: Libya delegations fail to agree on prime minister",
        "The unity talks ended without a name.",
    ),
    (
        "yemen",
        "Yemen's sides agree to free 900 detainees",
        "The deal was reached at talks in Geneva, the UN envoy said.",
    ),
    ("libya", "No deal on Libyan cabinet after three days in Geneva", ""),
    (
        "yemen",
        "Houthis and Yemeni government to swap 900 prisoners",
        "The exchange was agreed in Geneva.",
    ),
]


def test_two_negotiations_in_one_city_on_one_day() -> None:
    desk = Desk()
    homes: dict[str, set[int]] = {"libya": set(), "yemen": set()}
    updates = []
    alerts: list[str] = []
    for number, (story, title, summary) in enumerate(TWO_NEGOTIATIONS):
        hours = number * 1.5 + (36 if number > 3 else 0)
        decision = desk.hear(telling(title, summary, outlet=f"Outlet {number}", hours=hours))
        homes[story].add(decision.development_id or len(desk.known))
        updates += [(story, decision.update.text)] if decision.update else []
        alerts += [title] if decision.step in {Step.NEW, Step.UPDATE} else []
    assert homes["libya"].isdisjoint(homes["yemen"])
    assert homes["yemen"] == {2}
    assert updates == [("yemen", "The meeting ended with an agreement (so far: under way).")]
    # The first telling of each and the outcome of each, at least.
    assert {TWO_NEGOTIATIONS[place][1] for place in (0, 1, 4, 5)} <= set(alerts)
    assert len(alerts) <= 5


def test_a_meeting_from_preview_to_outcome_is_one_development_with_updates() -> None:
    desk = Desk()
    decisions = [
        desk.hear(telling(title, outlet=outlet, hours=hours, **GENEVA))
        for title, outlet, hours in (
            ("Russia and US to hold security talks in Geneva on Monday", "A", 0),
            ("Security talks of US and Russia in Geneva set for Monday", "B", 2),
            ("US and Russia begin security talks in Geneva", "A", 22),
            ("Security talks of Russia and US in Geneva end without breakthrough", "C", 30),
            ("US and Russia security talks in Geneva end, no breakthrough", "D", 31),
        )
    ]
    assert steps(decisions) == [Step.NEW, Step.JOINED, Step.UPDATE, Step.UPDATE, Step.JOINED]
    assert {decision.development_id for decision in decisions[1:]} == {1}
    assert desk.known[1].development.signature.status is MeetingStatus.HELD
    told = [decision.update.text for decision in decisions if decision.update]
    assert told == [
        "The meeting has begun (so far: expected).",
        "The meeting has been held (so far: under way).",
    ]


def test_a_late_preview_is_no_news() -> None:
    desk = Desk()
    desk.hear(telling("Security talks of Russia and US in Geneva end", outlet="A", **GENEVA))
    late = telling(
        "Security talks of Russia and US in Geneva expected today", outlet="B", hours=3, **GENEVA
    )
    decision = desk.hear(late)
    assert decision.step is Step.JOINED
    assert desk.known[1].development.signature.status is MeetingStatus.HELD


def test_a_decision_shows_what_it_weighed() -> None:
    desk = Desk()
    desk.hear(telling("Ferry Halcyon sinks off Skerry, eleven missing", outlet="A"))
    desk.hear(telling("Choir of Skerry tours Corfu", outlet="B"))
    decision = desk.hear(telling("Eleven missing as Halcyon ferry sinks near Skerry", outlet="C"))
    assert decision.step is Step.JOINED
    assert decision.score > 0.5
    assert {"centroid", "gap", "cover"} <= set(decision.scores)
    assert decision.runner_up is not None
    assert decision.runner_up[0] == 2
    assert "Halcyon" in decision.explanation
    assert "Next best: development 2" in decision.explanation


def test_a_new_development_names_the_nearest() -> None:
    desk = Desk()
    desk.hear(telling("Ferry Halcyon sinks off Skerry", outlet="A"))
    decision = desk.hear(telling("Ferry fares rise by a tenth", outlet="B"))
    assert decision.step is Step.NEW
    assert decision.runner_up is not None
    assert 'development 1 "Ferry Halcyon sinks off Skerry"' in decision.explanation


def test_an_outlet_counts_once_as_a_source() -> None:
    desk = Desk()
    desk.hear(telling("Ferry Halcyon sinks off Skerry, eleven missing", outlet="A"))
    second = desk.hear(
        telling("Eleven missing after Halcyon ferry sinks off Skerry coast", outlet="A", hours=1)
    )
    assert second.development_id == 1
    assert not second.independent


def test_months_later_the_same_words_are_new() -> None:
    desk = Desk()
    desk.hear(telling("Ferry Halcyon sinks off Skerry, eleven missing", outlet="A"))
    later = desk.hear(
        telling("Ferry Halcyon sinks off Skerry; eleven missing now", outlet="B", hours=2000)
    )
    assert later.step is Step.NEW


def test_a_date_in_the_future_counts_as_now() -> None:
    desk = Desk()
    desk.hear(telling("Ferry Halcyon sinks off Skerry, eleven missing", outlet="A"))
    stray = telling("Eleven missing as Halcyon ferry sinks near Skerry", item_id=9, hours=900_000)
    decision = group(stray, desk.window, START + timedelta(hours=1))
    assert decision.development_id == 1


def test_another_language_joins_through_actors_and_meeting() -> None:
    desk = Desk()
    desk.hear(
        telling(
            "Lavrov wants written reply from US and NATO within a week",
            "The minister spoke at his yearly news conference in Moscow.",
            outlet="A",
            actors=("lavrov", "nato", "russia", "us"),
        )
    )
    decision = desk.hear(
        telling(
            "Лавров: ждем письменного ответа от США и НАТО в течение недели",
            "Министр выступил на ежегодной пресс-конференции в Москве.",
            outlet="B",
            hours=1,
            actors=("lavrov", "nato", "russia", "us"),
        )
    )
    assert decision.development_id == 1


WEEK = [
    telling("Russia and US to hold security talks in Geneva", outlet="A", hours=0, **GENEVA),
    telling("NATO and Russia to meet in Brussels", outlet="A", hours=1, **BRUSSELS),
    telling("Geneva talks of US and Russia begin", outlet="B", hours=20, **GENEVA),
    telling("Ferry Halcyon sinks off Skerry", outlet="C", hours=21),
    telling("Talks in Geneva end without breakthrough", outlet="C", hours=28, **GENEVA),
    telling("Halcyon ferry lost off Skerry", outlet="B", hours=29),
    telling("Council of NATO and Russia opens in Brussels", outlet="B", hours=60, **BRUSSELS),
]


def test_the_same_tellings_give_the_same_decisions() -> None:
    one, other = Desk(), Desk()
    for told in WEEK:
        first, second = one.hear(told), other.hear(told)
        assert first == second
        assert first.explanation == second.explanation
    assert one.known == other.known


@settings(max_examples=25, deadline=None)
@given(st.permutations(WEEK))
def test_a_rebuilt_window_decides_as_the_one_kept(order: list[Telling]) -> None:
    desk = Desk()
    for told in order[:-1]:
        desk.hear(told)
    rebuilt = Window.build(desk.known.values(), TermStatistics())
    backwards = Window.build(reversed(desk.known.values()), TermStatistics())
    last = telling(order[-1].title, item_id=99, outlet=order[-1].outlet, hours=70)
    decision = group(last, desk.window, last.told_at)
    assert group(last, rebuilt, last.told_at) == decision
    assert group(last, backwards, last.told_at) == decision


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_any_titles_group_without_error(titles: list[str]) -> None:
    desk = Desk()
    for number, title in enumerate(titles):
        decision = desk.hear(telling(title, title, outlet=f"Outlet {number}"))
        assert 0 <= decision.score <= 1
        assert (decision.update is not None) == (decision.step is Step.UPDATE)
        assert (decision.development_id is None) == (decision.step is Step.NEW)
    assert sum(known.development.items for known in desk.known.values()) == len(titles)
