"""A whole article read: everything that it gives, and nothing else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from monitor.model import MeetingStatus
from monitor.seeding.article import article
from monitor.seeding.draft import CONFIDENT, Draft
from monitor.seeding.reading import read

_SEED = Path(__file__).parents[2] / "seeds" / "article.txt"
_TEXTS = Path(__file__).parent / "data" / "articles"


@pytest.fixture(scope="module", name="seed")
def read_seed() -> Draft:
    return read(article(_SEED.read_bytes()), date(2022, 1, 6))


def test_the_people_of_the_seed_article(seed: Draft) -> None:
    assert {person.name: person.role for person in seed.people} == {
        "Stephane Dujarric": "spokesperson of the UN Secretary-General",
        "Karen Donfried": "US Assistant Secretary of State for European and Eurasian Affairs",
        "John Sullivan": "US Ambassador to Russia",
        "Mona Juul": "Norway's UN envoy",
    }


def test_its_organisations(seed: Draft) -> None:
    aliases = {body.name: set(body.aliases) for body in seed.organisations}
    assert set(aliases) == {
        "United Nations",
        "NATO",
        "Organization for Security and Co-operation in Europe",
        "Russian Foreign Ministry",
        "OSCE Permanent Council",
        "UN Security Council",
    }
    assert "UN" in aliases["United Nations"]
    assert "OSCE" in aliases["Organization for Security and Co-operation in Europe"]
    assert {"UNSC", "Security Council"} <= aliases["UN Security Council"]


def test_its_states(seed: Draft) -> None:
    aliases = {state.name: set(state.aliases) for state in seed.states}
    assert set(aliases) == {"United States", "Russia", "Ukraine", "Norway"}
    assert "Moscow" in aliases["Russia"]
    assert {"US", "Washington"} <= aliases["United States"]


def test_its_meetings(seed: Draft) -> None:
    assert [
        (set(meeting.participants), meeting.start, meeting.place, meeting.topic, meeting.status)
        for meeting in seed.meetings
    ] == [
        (
            {"Russia", "United States"},
            date(2022, 1, 10),
            "Geneva",
            "security guarantees",
            MeetingStatus.EXPECTED,
        ),
        (
            {"NATO", "Russia"},
            date(2022, 1, 12),
            "",
            "security guarantees",
            MeetingStatus.EXPECTED,
        ),
        (
            {"OSCE Permanent Council"},
            date(2022, 1, 13),
            "Vienna",
            "security guarantees",
            MeetingStatus.EXPECTED,
        ),
    ]


def test_all_of_it_is_beyond_doubt_and_keeps_its_sentence(seed: Draft) -> None:
    text = " ".join(_SEED.read_text("utf-8").split())
    told = [(entry.confidence, entry.sentence) for entry in seed.people]
    told += [(entry.confidence, entry.sentence) for entry in seed.organisations]
    told += [(entry.confidence, entry.sentence) for entry in seed.states]
    told += [(entry.confidence, entry.sentence) for entry in seed.meetings]
    assert all(confidence >= CONFIDENT and sentence in text for confidence, sentence in told)


@pytest.mark.parametrize("path", sorted(_TEXTS.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["people", "organisations", "states"])
def test_articles(path: Path, kind: str) -> None:
    """Articles written for this test, each with what it gives in a file beside it."""
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))[kind]
    draft = read(article(path.read_bytes()), date(2024, 3, 4))
    entries = [entry for entry in getattr(draft, kind) if entry.confidence >= CONFIDENT]
    assert sorted(entry.name for entry in entries) == sorted(expected)
