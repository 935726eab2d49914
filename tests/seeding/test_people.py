"""People of an article: whole names, offices as written, and nothing that is no person."""

from __future__ import annotations

import pytest

from monitor.seeding.actors import people
from monitor.seeding.draft import CONFIDENT
from monitor.seeding.mentions import sentences_of
from monitor.seeding.survey import survey


def found(*paragraphs: str, title: str = "") -> dict[str, str]:
    """Name to role of the people that are beyond doubt."""
    drafts = people(survey(title, paragraphs))
    return {draft.name: draft.role for draft in drafts if draft.confidence >= CONFIDENT}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Its deputy chair, Jane Roe of the union, said no.", "Jane Roe", "deputy chair"),
        ("The court will question Trade Minister Ann Poe.", "Ann Poe", "Trade Minister"),
        (
            "It is led by a chemist, Professor Jane Roe, head of the lab.",
            "Jane Roe",
            "head of the lab",
        ),
        ("Army chief of staff General Ann Poe left.", "Ann Poe", "Army chief of staff General"),
        ("The Tongan rugby international Jane Roe left.", "Jane Roe", "Tongan rugby international"),
        ("Jane Roe of Samoa, who chairs the OSCE, left.", "Jane Roe", "chair of the OSCE"),
        ("Sheikh Ahmed Karim spoke.", "Ahmed Karim", "Sheikh"),
        (
            "UN Secretary-General Antonio Guterres spoke on Monday.",
            "Antonio Guterres",
            "UN Secretary-General",
        ),
        (
            "Russian Foreign Minister Sergei Lavrov left early.",
            "Sergei Lavrov",
            "Russian Foreign Minister",
        ),
        ("Talks with Norway's UN envoy Mona Juul went on.", "Mona Juul", "Norway's UN envoy"),
        (
            "The US Ambassador to Russia, John Sullivan, flew home.",
            "John Sullivan",
            "US Ambassador to Russia",
        ),
        (
            "UN Secretary-General’s spokesperson, Stephane Dujarric, declined to comment.",
            "Stephane Dujarric",
            "spokesperson of the UN Secretary-General",
        ),
        (
            "The Assistant Secretary of State for European and Eurasian Affairs, Karen Donfried.",
            "Karen Donfried",
            "US Assistant Secretary of State for European and Eurasian Affairs",
        ),
        (
            "Jane Roe, the company's chief executive, resigned.",
            "Jane Roe",
            "chief executive",
        ),
        (
            "Ana Pérez-Soto, 47, a teacher from the valley, was hurt.",
            "Ana Pérez-Soto",
            "teacher",
        ),
        ("“We won,” said Judge Petra Novák.", "Petra Novák", "Judge"),
        (
            "Special Representative of the Secretary-General for Libya Abdoulaye Bathily agreed.",
            "Abdoulaye Bathily",
            "Special Representative of the Secretary-General for Libya",
        ),
        (
            "Sherry Okafor, Kenya’s climate minister, said no.",
            "Sherry Okafor",
            "Kenya's climate minister",
        ),
        (
            "He met the former city plan commissioner Lorie Blair there.",
            "Lorie Blair",
            "former city plan commissioner",
        ),
        ("Dr. Olu Adeyemi-Bello told reporters so.", "Olu Adeyemi-Bello", ""),
        ("Gen. Abdel Fattah al-Burhan refused.", "Abdel Fattah al-Burhan", "Gen."),
        (
            "European Commission President Ursula von der Leyen was there.",
            "Ursula von der Leyen",
            "European Commission President",
        ),
        ("Its lawyer, James ole Kiyiapi, objected.", "James ole Kiyiapi", "lawyer"),
        ("South Korean President Yoon Suk-yeol left.", "Yoon Suk-yeol", "South Korean President"),
        ("Ann O’Brien-Smith said so.", "Ann O'Brien-Smith", ""),
        ("J. D. Vandermeer told lawmakers that.", "J. D. Vandermeer", ""),
    ],
)
def test_name_and_office(text: str, name: str, role: str) -> None:
    assert found(text) == {name: role}


@pytest.mark.parametrize(
    "text",
    [
        "He is in charge of European and Eurasian Affairs and the Western Balkans.",
        "The base on Diego Garcia was shut, and the USS John McCain left.",
        "Police closed Martin Luther King Street in May.",
        "Shares of Hugo Boss AG fell after Jack Wolfskin stores closed.",
        "The Gerald R. Ford Foundation gave the Nobel Peace Prize committee a tour of New Delhi.",
        "Human-Computer Interaction and Artificial Intelligence are taught at Temple University.",
        "The Geneva Conventions and the Paris Agreement hold.",
        "Firefighters from North Yorkshire and West Sussex came in April and August.",
    ],
)
def test_what_is_no_person(text: str) -> None:
    assert people(survey("", [text])) == ()


def test_a_title_case_headline_makes_nobody() -> None:
    title = "Angry Villagers Block Dam Road As Minister Grace Period Ends"
    assert found("The road was closed.", title=title) == {}


def test_surnames_refer_to_the_full_name() -> None:
    read = survey(
        "Juul Warns of Delay",
        ["Norway's envoy Mona Juul spoke. Juul said Mr Tan's plan was late. Tan Wei Ming left."],
    )
    named = [
        (mention.surface, mention.name)
        for sentence in sentences_of(read)
        for mention in sentence.mentions
        if mention.kind == "person"
    ]
    assert named == [
        ("Juul", "Mona Juul"),
        ("Mona Juul", "Mona Juul"),
        ("Juul", "Mona Juul"),
        ("Tan", "Tan Wei Ming"),
        ("Tan Wei Ming", "Tan Wei Ming"),
    ]


def test_family_names_that_stand_first() -> None:
    read = survey("", ["Chinese leader Xi Jinping met Kim Jong Un. Xi said Kim had agreed."])
    names = [m.name for s in sentences_of(read) for m in s.mentions if m.kind == "person"]
    assert names == ["Xi Jinping", "Kim Jong Un", "Xi Jinping", "Kim Jong Un"]


def test_two_spellings_are_one_person() -> None:
    drafts = people(survey("", ["Antonio Guterres spoke.", "António Guterres said he was sad."]))
    assert [draft.name for draft in drafts] == ["Antonio Guterres"]
    assert "António Guterres" in drafts[0].aliases


def test_a_nickname_is_no_part_of_the_name() -> None:
    assert found("President Luiz Inacio “Lula” da Silva refused.") == {
        "Luiz Inacio da Silva": "President"
    }


def test_a_place_that_is_a_name() -> None:
    text = "Jordan Smith, spokesman for Jordan, saw Michael Jordan, the group's head."
    assert found(text) == {"Jordan Smith": "spokesman for Jordan", "Michael Jordan": "head"}


def test_what_is_weak_is_a_suggestion() -> None:
    drafts = people(survey("", ["The song was Tobiah Wrenfield at his best."]))
    assert all(draft.confidence < CONFIDENT for draft in drafts)


def test_each_draft_keeps_its_sentence() -> None:
    (draft,) = people(survey("", ["It rained. Judge Petra Novák went home."]))
    assert draft.sentence == "Judge Petra Novák went home."


def test_a_counterpart_holds_the_same_office_for_another_state() -> None:
    text = "Trade Minister Jane Roe met her Finnish counterpart, Ann Poe, on Friday."
    drafts = people(survey("", [text]))
    assert [draft.role for draft in drafts] == ["Trade Minister", "Finnish Trade Minister"]
