"""Organisations that only their conduct tells, and what is none for all its capitals."""

from __future__ import annotations

import pytest

from monitor.gazetteer.words import cities, surnames
from monitor.seeding.actors import organisation_drafts, people
from monitor.seeding.draft import CONFIDENT
from monitor.seeding.stretches import is_acronym
from monitor.seeding.survey import survey


def found(*paragraphs: str, title: str = "") -> list[str]:
    """The names that are beyond doubt."""
    drafts = organisation_drafts(survey(title, paragraphs))
    return [draft.name for draft in drafts if draft.confidence >= CONFIDENT]


def persons(*paragraphs: str) -> list[str]:
    drafts = people(survey("", paragraphs))
    return [draft.name for draft in drafts if draft.confidence >= CONFIDENT]


def test_a_known_company_may_be_the_end_of_a_persons_name() -> None:
    text = "Kestrel chief executive Damian Roche flew to Lisbon on Monday."
    assert found(text) == ["Kestrel"]
    assert persons(text) == ["Damian Roche"]


def test_a_headline_tells_whose_statement_it_is() -> None:
    title = "Statement by the Ministry of Foreign Affairs of Lithuania"
    assert found("It is glad.", title=title) == ["Ministry of Foreign Affairs of Lithuania"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The mayor accused Tarvolan, which runs the incinerator.", ["Tarvolan"]),
        ("Norrvik Tellmark, which holds 4.1%, will vote no.", ["Norrvik Tellmark"]),
        (
            "The money came from Obrava Tellmarka, a Cusco builder that won it.",
            ["Obrava Tellmarka"],
        ),
        ("QUSTO will appeal, and its deputy head said so.", ["QUSTO"]),
        ("Leaders of the dockers' union Tarvo met on Monday.", ["Tarvo"]),
        ("Members of QUVIN stayed at home.", ["QUVIN"]),
        ("Tarvolan Fjell chief executive Jane Roe left.", ["Tarvolan Fjell"]),
        ("The pilots' union Tarvo Iberia met on Monday.", ["Tarvo Iberia"]),
        ("A Danish rival, Fjellmar, called the price brave.", ["Fjellmar"]),
        ("The price was set by Quorlen, the environmental group.", ["Quorlen"]),
        ("He works for state-owned QVN-IH in the north.", ["QVN-IH"]),
        ("Supporters of the Renewal and Work party sang.", ["Renewal and Work"]),
        ("She wrote to the secretary of Curling Denmark.", ["Curling Denmark"]),
        ("A spokesman for Oxfam Cymru said so.", ["Oxfam Cymru"]),
        ("They were told by the campaign group Mercy For Otters.", ["Mercy For Otters"]),
        ("Samsung and QK hynix cut their forecasts.", ["Samsung", "QK hynix"]),
        ("The Wales Air Ambulance sent two crews.", ["Wales Air Ambulance"]),
        ("Boston-based Larch & Tilden Capital bought it.", ["Larch & Tilden Capital"]),
        ("The Seoul unit of Delmar NV closed. Delmar did not reply.", ["Delmar NV"]),
        ("Shares of Grupo Ardanta fell. An Ardanta executive left.", ["Grupo Ardanta"]),
    ],
)
def test_what_a_name_does_tells_it(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "He flew to Tarvolan, where it rained.",
        "Residents of Tarvolan asked for water.",
        "The Route 60 drivers stayed at home.",
        "The tanker Tarvolan left the port.",
        "TRIAL DATE SET FOR MAN",
        "She became head of Production.",
        "He received the Keeling Prize.",
        '"I\'ve seen it," he shouted.',
        "The Grigoropoulos family hired experts.",
        "The Halden Courier reported it.",
        "Lake Tarvo, which lies near the border, froze.",
    ],
)
def test_no_organisation(text: str) -> None:
    assert found(text) == []


def test_people_stay_people() -> None:
    assert persons("Judge Petra Novák went home.") == ["Petra Novák"]
    assert persons("Jordan Reed said so, and Reed left.") == ["Jordan Reed"]
    assert found("Jordan Reed said so, and Reed left.") == []
    text = "Prime Minister Jane Roe spoke with Secretary General Mark Rutte-Bosch."
    assert persons(text) == ["Jane Roe", "Mark Rutte-Bosch"]
    assert found(text) == []


def test_evidence_adds_up_over_the_article() -> None:
    assert found("She needs QUH.") == []
    assert found("She needs QUH.", "QUH has no answer.") == ["QUH"]


def test_a_name_that_is_told_once_is_marked_everywhere() -> None:
    (passage, _) = survey("", ["Tarvolan rose.", "Tarvolan, which makes tyres, paid."]).passages
    assert [span.name for span in passage.spans] == ["Tarvolan"]


@pytest.mark.parametrize("word", ["NDIC", "JUI-F", "MAPP/OEA", "ÖBB", "SaS", "N.D.I.C."])
def test_acronyms(word: str) -> None:
    assert is_acronym(word)


@pytest.mark.parametrize("word", ["GDP", "XIV", "McDonald", "Nairobi", "A380"])
def test_no_acronyms(word: str) -> None:
    assert not is_acronym(word)


def test_tables() -> None:
    assert {"Belo Horizonte", "Recife"} & cities()
    assert {"Putin", "Hernández"} <= surnames()
