"""Organisations and bodies of an article: the whole name once, with its acronyms and forms."""

from __future__ import annotations

import pytest

from monitor.seeding.actors import organisation_drafts
from monitor.seeding.draft import CONFIDENT, DraftOrganisation
from monitor.seeding.survey import survey


def found(*paragraphs: str, title: str = "") -> list[DraftOrganisation]:
    """The organisations that are beyond doubt."""
    drafts = organisation_drafts(survey(title, paragraphs))
    return [draft for draft in drafts if draft.confidence >= CONFIDENT]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The OSCE Permanent Council met.", ["OSCE Permanent Council"]),
        ("The International Court of Justice ruled.", ["International Court of Justice"]),
        ("The Supreme Court of Kenya ruled.", ["Supreme Court of Kenya"]),
        ("Kenya's Supreme Court ruled.", ["Kenyan Supreme Court"]),
        ("The Russian Foreign Ministry said so.", ["Russian Foreign Ministry"]),
        ("Russia's foreign ministry said so.", ["Russian Foreign Ministry"]),
        (
            "The Ministry of Health, Welfare and Sport closed.",
            ["Ministry of Health, Welfare and Sport"],
        ),
        ("Shares in Delmar Foods fell.", ["Delmar Foods"]),
        ("The carmaker Trivanta said it would pay.", ["Trivanta"]),
        ("Zelltek said in a statement that it was sorry.", ["Zelltek"]),
        ("Solvane, the Norwegian battery maker, cut its forecast.", ["Solvane"]),
        ("Zelltek chief executive Jane Roe left.", ["Zelltek"]),
        ("He spoke at the University of Oxford.", ["University of Oxford"]),
        ("The Future of Privacy Forum agreed.", ["Future of Privacy Forum"]),
        ("The Workers' Party of Belmora won.", ["Workers' Party of Belmora"]),
        ("Police from West Mercia Police thanked the Ashford Crown Court jury.",
         ["West Mercia Police", "Ashford Crown Court"]),
        ("A clerk at Banco del Sur was fired.", ["Banco del Sur"]),
        ("The UN and NATO agreed with Hamas.", ["United Nations", "NATO", "Hamas"]),
    ],
)  # fmt: skip
def test_whole_names(text: str, names: list[str]) -> None:
    assert [draft.name for draft in found(text)] == names


def test_forms_of_one_body_are_one() -> None:
    (draft,) = found("UNSC members met. The Security Council voted. The UN Security Council split.")
    assert draft.name == "UN Security Council"
    assert {"UNSC", "Security Council"} <= set(draft.aliases)


@pytest.mark.parametrize(
    "text",
    [
        "The Belmoran Water Users Association (BWUA) met. The BWUA said no.",
        "The Belmoran Water Users Association, or BWUA, met.",
    ],
)
def test_an_acronym_is_learnt(text: str) -> None:
    (draft,) = found(text)
    assert (draft.name, draft.aliases) == ("Belmoran Water Users Association", ("BWUA",))


def test_a_short_form_means_the_body_named_before() -> None:
    (draft,) = found("The Harbour Safety Commission met. The Commission voted.")
    assert draft.name == "Harbour Safety Commission"


@pytest.mark.parametrize(
    "text",
    [
        "The Biden Administration and the Technology Secretary met on the Western Balkans Summit.",
        "GDP fell, the CEO said on TV, and AI and EVs cost more.",
        "He told the Washington Post and Reuters.",
        "The Minsk Agreements and the Vienna Convention were signed.",
    ],
)
def test_what_is_no_organisation(text: str) -> None:
    assert found(text) == []
