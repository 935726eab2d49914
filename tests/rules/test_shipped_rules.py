"""The rule files that come with the program, on invented items and on real ones where present."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.relevance import score, verdicts
from bench.sets import records
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
    for file in (ROOT / "rules").glob("*.yaml"):
        kind = file.name.split(".")[-2]
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../docs/schema/{kind}.schema.json"
        assert (ROOT / "docs" / "schema" / f"{kind}.schema.json").is_file()


@pytest.mark.parametrize(
    ("rule_id", "title"),
    [
        ("russia-us-talks-2022-01-10", "Russian and American delegations open talks in Geneva"),
        ("russia-us-talks-2022-01-10", "Ryabkov and Sherman dine in Geneva before Monday"),
        ("russia-us-talks-2022-01-10", "Россия и США начали переговоры в Женеве"),
        ("russia-us-talks-2022-01-10", "No cause for joy after day in Geneva, says Peskov"),
        ("nato-russia-talks-2022-01-12", "NATO-Russia Council meets for first time since 2019"),
        ("nato-russia-talks-2022-01-12", "L’OTAN et la Russie : réunion à Bruxelles"),
        (
            "osce-permanent-council-meeting-2022-01-13",
            "OSCE Permanent Council meeting hears Polish chair",
        ),
        ("osce-permanent-council-meeting-2022-01-13", "Постоянный совет ОБСЕ: переговоры в Вене"),
        (
            "osce-permanent-council-meeting-2022-01-13",
            "OSCE Permanent Council to take up European security",
        ),
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
    assert then["russia-us-talks-2022-01-10"] is Severity.CRITICAL
    assert then["crisis-diplomacy"] is Severity.MEDIUM


def test_severity_rises_around_the_talks(shipped: Matcher) -> None:
    title = "US-Russia talks in Geneva"
    assert hits(shipped, title, day=5)["russia-us-talks-2022-01-10"] is Severity.HIGH
    assert hits(shipped, title, day=9)["russia-us-talks-2022-01-10"] is Severity.CRITICAL


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("crisis-2022-01", 0.97, 0.97), ("talks-week", 0.97, 0.9)]
)
def test_real_headlines(shipped: Matcher, name: str, precision: float, recall: float) -> None:
    file = SHARED_DATA / name / "items.tsv"
    if not file.is_file():
        pytest.skip(f"no labelled headlines at {file}")
    scored = score(verdicts(records(file), shipped, datetime(2022, 1, 28, tzinfo=UTC)))
    assert scored.precision >= precision
    assert scored.recall >= recall


@pytest.mark.parametrize(
    "title",
    [
        "Macron flies to Moscow for five hours with Putin",
        "Berlin freezes the licence of Nord Stream 2",
        "Berlin halts Nord Stream 2 after talks with Scholz",
        "Kremlin decree recognises breakaway republics",
        "Embassy staff told to leave Kyiv at once",
        "Canberra tells its citizens to get out of Ukraine",
        "Biden and Putin speak by phone for an hour",
        "Belarus and Russia begin ten days of joint drills",
        "Alliance sees no sign of a Russian pullback, NATO says",
        "Pentagon sends paratroopers and other forces to Poland",
        "Normandy format advisers sit down in Paris",
        "Russia starts its invasion with strikes on cities",
        "Zelensky declares martial law",
        "Western capitals cut Russian lenders off from SWIFT",
        "Anti-war marches across Russia, thousands held",
        "Moscow puts its nuclear deterrent on alert",
        "Hackers wipe bank websites in Ukraine",
        "Wagner fighters seen in Donetsk, Kyiv says",
        "Britain warns Kremlin of severe consequences",
        "EU closes its airspace to Russian airlines, ban from midnight",
        "Путін: війська на кордоні, Київ чекає",
    ],
)
def test_other_weeks_of_the_crisis(shipped: Matcher, title: str) -> None:
    for moment in (datetime(2021, 12, 7, 9, tzinfo=UTC), datetime(2022, 2, 24, 9, tzinfo=UTC)):
        assert shipped.match(item(title, published=moment), now=moment)
