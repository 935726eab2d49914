"""States of an article, and when a capital stands for its government."""

from __future__ import annotations

import pytest

from monitor.seeding.actors import state_drafts
from monitor.seeding.mentions import mentions
from monitor.seeding.survey import survey


def kinds(text: str) -> dict[str, tuple[str, str]]:
    """Surface to kind and name, for one sentence."""
    return {
        mention.surface: (mention.kind, mention.name)
        for sentence in mentions("", [text])
        for mention in sentence.mentions
    }


@pytest.mark.parametrize(
    "text",
    [
        "Moscow said it would answer.",
        "Agreements between Moscow and Kyiv failed.",
        "The guarantees demanded by Moscow are known.",
        "This is meant as deterring Moscow from more.",
        "Sanctions on Moscow will stay.",
        "Moscow's demands are known.",
        "A Moscow-backed group agreed.",
        "Kyiv and Moscow have agreed.",
        "It was decided after Moscow rejected the plan.",
        "The talks were moved at Moscow's request.",
        "He came at the invitation of Moscow.",
    ],
)
def test_a_government(text: str) -> None:
    assert kinds(text)["Moscow"] == ("state", "Russia")


@pytest.mark.parametrize(
    "text",
    [
        "They met in Moscow on Monday.",
        "She arrived in Moscow, Russia, at night.",
        "He flew from Moscow to Berlin.",
        "Moscow police closed a bridge.",
        "A Moscow-based bank failed.",
        "The streets of Moscow were empty.",
        "Moscow's mayor was there.",
    ],
)
def test_a_place(text: str) -> None:
    assert kinds(text)["Moscow"] == ("place", "Moscow")


def test_a_city_state_is_a_place_where_something_is_in_it() -> None:
    assert kinds("The court sits in Luxembourg.")["Luxembourg"] == ("place", "Luxembourg")
    assert kinds("Luxembourg voted against it.")["Luxembourg"] == ("state", "Luxembourg")


def test_a_dateline_is_a_place() -> None:
    assert kinds("MOSCOW (Agency) — Rain fell.")["MOSCOW"] == ("place", "Moscow")


def test_parts_of_other_names_are_neither() -> None:
    assert kinds("The Washington Post read the Geneva Conventions.") == {}


def test_seats_are_governments() -> None:
    found = kinds("The Kremlin and the White House spoke; Downing Street did not.")
    assert [name for _, name in found.values()] == ["Russia", "United States", "United Kingdom"]


def test_joined_names_are_two_states() -> None:
    assert kinds("The Russia-US talks began.") == {
        "Russia": ("state", "Russia"),
        "US": ("state", "United States"),
    }


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Voters in Georgia, from Atlanta to Savannah, queued.", []),
        ("Georgia, where Tbilisi saw protests, and Armenia agreed.", ["Georgia", "Armenia"]),
        ("Chad Brown and Jordan Reed said so.", []),
        ("Soldiers from Chad and Niger left Mali.", ["Chad", "Niger", "Mali"]),
        ("He wrote in French and spoke the Russian language.", []),
        ("Latin American leaders met in South Korea.", ["South Korea"]),
        ("The Russian Foreign Ministry and the Supreme Court of Kenya met.", ["Russia", "Kenya"]),
        ("American Airlines and the Bank of America fell.", []),
    ],
)
def test_states(text: str, states: list[str]) -> None:
    assert [draft.name for draft in state_drafts(survey("", [text]))] == states


def test_a_draft_has_code_demonym_and_capital() -> None:
    (draft,) = state_drafts(survey("", ["Moscow said that Russia was ready."]))
    assert (draft.name, draft.code) == ("Russia", "RU")
    assert {"Russian", "Moscow"} <= set(draft.aliases)


@pytest.mark.parametrize("text", ["It lay in a Miraflores hotel room.", "He lives in Miraflores."])
def test_a_quarter_is_no_government(text: str) -> None:
    assert state_drafts(survey("", [text])) == ()
