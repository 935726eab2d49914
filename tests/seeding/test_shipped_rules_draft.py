"""The shipped rules are what seeding drafts from the shipped article, plus edits that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.model import MeetingStatus
from monitor.pipeline.seed import plan_seed, read_article, write_seed
from monitor.seeding.draft import Draft

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
DAY = date(2022, 1, 6)
DRAFTED_FILES = ("actors.yaml", "meetings.yaml", "seeded.rules.yaml")


@dataclass(frozen=True)
class Entry:
    """One entry of a file: its fields, and the comments above it ("" where it has none)."""

    fields: dict[str, Any]
    comment: str


@pytest.fixture(scope="module")
def draft() -> Draft:
    raw = (ROOT / "seeds" / "article.txt").read_bytes()
    return read_article(raw, name="article.txt", published=DAY, today=DAY)


def entries_of(file: Path) -> dict[str, Entry]:
    [listed] = yaml.safe_load(file.read_text()).values()
    comments = dict(_comments(file.read_text()))
    return {one["id"]: Entry(one, comments.get(one["id"], "")) for one in listed}


def _comments(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"((?:^  # .*\n)+)^  - id: (\S+)$", text, re.MULTILINE):
        yield match[2], match[1]


def test_seeding_the_article_again_adds_nothing(draft: Draft) -> None:
    plan = plan_seed(draft, RULES)
    assert plan.merged.diff == ""
    assert plan.files == ()


@pytest.mark.parametrize("name", DRAFTED_FILES)
def test_each_drafted_entry_is_shipped_as_drafted_or_says_that_it_was_edited(
    draft: Draft, tmp_path: Path, name: str
) -> None:
    write_seed(plan_seed(draft, tmp_path))
    fresh, shipped = entries_of(tmp_path / name), entries_of(RULES / name)
    for id_, drafted in fresh.items():
        assert id_ in shipped, f"{id_} is drafted and not shipped"
        told, _, edited = shipped[id_].comment.partition("  # Edited:")
        assert told == drafted.comment, id_
        if shipped[id_].fields != drafted.fields:
            assert edited, f"{id_} differs from its draft and does not say why"


@pytest.mark.parametrize("name", DRAFTED_FILES)
def test_what_was_not_drafted_stands_below_a_line_that_says_so(
    draft: Draft, tmp_path: Path, name: str
) -> None:
    write_seed(plan_seed(draft, tmp_path))
    drafted = entries_of(tmp_path / name).keys()
    above, _, below = (RULES / name).read_text().partition("  # Added, with all that follow")
    by_hand = [id_ for id_ in entries_of(RULES / name) if id_ not in drafted]
    for id_ in by_hand:
        assert f"- id: {id_}\n" not in above
        assert f"- id: {id_}\n" in below


def test_the_article_gives_what_a_reader_finds_and_nothing_else(draft: Draft) -> None:
    assert [(one.name, one.role) for one in draft.people] == [
        ("Stephane Dujarric", "spokesperson of the UN Secretary-General"),
        ("Karen Donfried", "US Assistant Secretary of State for European and Eurasian Affairs"),
        ("John Sullivan", "US Ambassador to Russia"),
        ("Mona Juul", "Norway's UN envoy"),
    ]
    assert {one.name for one in draft.organisations} == {
        "United Nations",
        "UN Security Council",
        "NATO",
        "Organization for Security and Co-operation in Europe",
        "OSCE Permanent Council",
        "Russian Foreign Ministry",
    }
    assert {one.code for one in draft.states} == {"US", "RU", "UA", "NO"}
    governments = {one.code: one.aliases for one in draft.states}
    assert "Washington" in governments["US"]
    assert "Moscow" in governments["RU"]
    assert [(set(one.participants), one.start, one.place) for one in draft.meetings] == [
        ({"Russia", "United States"}, date(2022, 1, 10), "Geneva"),
        ({"NATO", "Russia"}, date(2022, 1, 12), ""),
        ({"OSCE Permanent Council"}, date(2022, 1, 13), "Vienna"),
    ]
    assert {one.topic for one in draft.meetings} == {"security guarantees"}
    assert {one.status for one in draft.meetings} == {MeetingStatus.EXPECTED}
    assert draft.topics == ("security guarantees", "draft agreements")
