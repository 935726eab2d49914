"""The rule files that come with the program, on invented items and on real ones where present."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import RuleSet, Severity
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import Matcher, compile_rules
from tests.rules.builders import item

ROOT = Path(__file__).parents[2]
SHARED_DATA = Path(os.environ.get("MONITOR_SHARED_DATA") or ROOT / "../shared/data")


@pytest.fixture(scope="module")
def rule_set() -> RuleSet:
    return load_rule_set(ROOT / "rules", environ={})


@pytest.fixture(scope="module")
def shipped(rule_set: RuleSet) -> Matcher:
    return compile_rules(rule_set)


def hits(shipped: Matcher, title: str, day: int = 11, summary: str = "") -> dict[str, Severity]:
    moment = datetime(2022, 1, day, 9, tzinfo=UTC)
    found = shipped.match(item(title, summary, published=moment), now=moment)
    return {match.rule_id: match.severity for match in found}


def test_every_shipped_rule_alerts_on_the_last_day_of_a_new_feed(rule_set: RuleSet) -> None:
    assert len(rule_set.rules) >= 9
    assert {rule.alert.backlog_hours for rule in rule_set.rules} == {24.0}
    assert rule_set.endpoints == ()


def test_every_shipped_file_names_its_schema() -> None:
    for file in (ROOT / "rules").iterdir():
        kind = file.name.split(".")[-2]
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../docs/schema/{kind}.schema.json"
        assert (ROOT / "docs" / "schema" / f"{kind}.schema.json").is_file()


@pytest.mark.parametrize(
    ("rule_id", "title"),
    [
        ("russia-us-geneva-talks", "Russian and American delegations open talks in Geneva"),
        ("russia-us-geneva-talks", "Ryabkov and Sherman dine in Geneva before Monday"),
        ("russia-us-geneva-talks", "Россия и США начали переговоры в Женеве"),
        ("russia-us-geneva-talks", "No cause for joy after day in Geneva, says Peskov"),
        ("nato-russia-council-meeting", "NATO-Russia Council meets for first time since 2019"),
        ("nato-russia-council-meeting", "L’OTAN et la Russie : réunion à Bruxelles"),
        ("osce-vienna-meeting", "OSCE Permanent Council meeting hears Polish chair"),
        ("osce-vienna-meeting", "Постоянный совет ОБСЕ: переговоры в Вене"),
        ("osce-vienna-meeting", "OSCE Permanent Council to take up European security"),
        ("security-guarantees", "Kremlin insists on legally binding security guarantees"),
        ("security-guarantees", "Moscow wants an end to NATO’s eastward expansion"),
        ("crisis-diplomacy", "Blinken urges Russia to choose dialogue over Ukraine"),
        ("ukraine-military-tension", "Kyiv says troops are massing at its border"),
        ("ukraine-military-tension", "Путин и НАТО: войска у границы, Украина ждёт"),
        ("russian-military-moves", "Ten Russian warships leave port for war games"),
        ("sanctions-on-russia", "EU ministers weigh new sanctions against Moscow"),
        ("security-council-on-ukraine", "Security Council ready to act on Ukraine, Juul says"),
        ("security-council-on-ukraine", "UN hopes Ukraine tensions ease, says Dujarric"),
        ("csto-in-kazakhstan", "CSTO begins to pull out of Kazakhstan"),
        ("csto-in-kazakhstan", "Russian paratroopers land in Almaty"),
    ],
)
def test_news_of_the_talks(shipped: Matcher, rule_id: str, title: str) -> None:
    assert rule_id in hits(shipped, title)


@pytest.mark.parametrize("day", [10, 11, 12, 13])
@pytest.mark.parametrize(
    "title",
    [
        "Tell us what you think of the talks",
        "GIVE US PEACE AND QUIET IN BRUSSELS",
        "WHO experts meet in Geneva on Omicron",
        "Geneva motor show cancelled for a third year",
        "Syria constitution talks reopen in Geneva",
        "Iran nuclear talks in Vienna: Russia and US see some progress",
        "Vienna opera ball called off",
        "Brussels imposes new curfew",
        "Russian fertiliser maker in talks with US buyer",
        "Russian company and American investors hold merger talks in Geneva",
        "Georgia senators meet US vice president over voting rights",
        "Georgia opens new ski resort near Russian border",
        "Russia reports record number of covid cases",
        "Norway beat Russia in biathlon relay in Brussels",
        "Medvedev meets American qualifier in Melbourne",
        "Ukraine lose football friendly against Poland",
        "Kazakhstan: oil output back to normal",
        "Juul to pay states over e-cigarette adverts",
        "Sullivan retires from Washington’s council",
        "UN climate envoy urges action on glaciers",
    ],
)
def test_other_news(shipped: Matcher, title: str, day: int) -> None:
    assert hits(shipped, title, day) == {}


def test_talks_years_later_are_not_those_of_2022(shipped: Matcher) -> None:
    title = "US and Russia open security talks in Geneva"
    later = datetime(2026, 11, 3, 9, tzinfo=UTC)
    found = shipped.match(item(title, published=later), now=later)
    assert [match.rule_id for match in found] == ["crisis-diplomacy"]
    assert {piece.meeting for match in found for piece in match.evidence} == {None}
    then = hits(shipped, title, day=10)
    assert then["russia-us-geneva-talks"] is Severity.CRITICAL
    assert then["crisis-diplomacy"] is Severity.MEDIUM


def test_severity_rises_around_the_talks(shipped: Matcher) -> None:
    title = "US-Russia talks in Geneva"
    assert hits(shipped, title, day=5)["russia-us-geneva-talks"] is Severity.HIGH
    assert hits(shipped, title, day=9)["russia-us-geneva-talks"] is Severity.CRITICAL


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("crisis-2022-01", 0.97, 0.85), ("talks-week", 0.9, 0.9)]
)
def test_real_headlines(shipped: Matcher, name: str, precision: float, recall: float) -> None:
    file = SHARED_DATA / name / "items.tsv"
    if not file.is_file():
        pytest.skip(f"no labelled headlines at {file}")
    right = wrong = missed = 0
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            moment = datetime.fromisoformat(row["published"])
            entry = item(row["title"], row["summary"], published=moment, outlet=row["outlet"])
            found = bool(shipped.match(entry, now=moment))
            right += found and row["topic"] == "on"
            wrong += found and row["topic"] == "off"
            missed += not found and row["topic"] == "on"
    assert right / (right + wrong) >= precision
    assert right / (right + missed) >= recall
