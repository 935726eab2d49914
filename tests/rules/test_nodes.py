"""Meetings in rules, and rules that cannot be compiled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from monitor.errors import ConfigError
from monitor.model import (
    ActorTerm,
    AllOf,
    AnyOf,
    Condition,
    Meeting,
    MeetingTerm,
    Pattern,
    Phrase,
    Rule,
    RuleSet,
    Severity,
)
from monitor.rules.matching import compile_rules, is_near
from tests.rules.builders import NOW, actor, item, matcher, only

ACTORS = (actor("ruritania", "Ruritania", "Ruritanian"), actor("elbonia", "Elbonia"))


def meeting(**changes: object) -> Meeting:
    values: dict[str, object] = {
        "id": "spring",
        "title": "Spring talks",
        "participants": ("ruritania", "elbonia"),
        "start": date(2022, 1, 10),
        "end": date(2022, 1, 10),
        "place": "Strelsau",
        "place_aliases": actor("p", "Strelsau", "Стрельсау").aliases,
        **changes,
    }
    return Meeting(**values)  # type: ignore[arg-type]


def meets(text: str, published: datetime | None = NOW, **changes: object) -> bool:
    rule = matcher(MeetingTerm(meeting="spring"), actors=ACTORS, meetings=(meeting(**changes),))
    return bool(rule.match(item(text, published=published), now=NOW))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Ruritanian and Elbonia envoys hold talks", True),
        ("Elbonia meets Ruritania", True),
        ("Переговоры: Elbonia, Ruritania", True),
        ("Elbonia and Ruritania sign", False),
        ("Elbonia holds talks", False),
        ("Envoys expected in Strelsau on January 10, 2022", True),
        ("Envoys expected in Strelsau on 10.01.2022", True),
        ("Envoys expected in Strelsau on January 11, 2022", False),
        ("Envoys expected in Zenda on January 10, 2022", False),
        ("Envoys expected in Strelsau", False),
    ],
)
def test_a_meeting_is_recognised(text: str, *, held: bool) -> None:
    assert meets(text) is held


def test_place_and_day_of_publication_recognise_a_meeting() -> None:
    on_the_day = datetime(2022, 1, 10, 23, 59, tzinfo=UTC)
    assert meets("Envoys arrive in Strelsau", published=on_the_day)
    assert not meets("Envoys arrive in Strelsau", published=on_the_day + timedelta(minutes=1))
    assert not meets("Envoys arrive in Strelsau", published=None)
    abroad = datetime(2022, 1, 11, 1, tzinfo=timezone(timedelta(hours=3)))  # still the 10th in UTC
    assert meets("Envoys arrive in Strelsau", published=abroad)


def test_a_meeting_has_its_own_words() -> None:
    text = "Elbonia, Ruritania: joint council"
    assert not meets(text)
    assert meets(text, words=("councils",))
    assert not meets("Elbonia, Ruritania talks", words=("council",))
    assert meets("Elbonia, Ruritania sit down", words=("sit down",))
    assert meets("Elbonia, Ruritania: о совете", words=("совет",))


def test_meeting_evidence_names_the_meeting_and_is_not_told_twice() -> None:
    rule = AllOf(parts=(MeetingTerm(meeting="spring"), ActorTerm(actor="elbonia")))
    compiled = matcher(rule, actors=ACTORS, meetings=(meeting(),))
    found = only(
        compiled.match(item("Elbonia and Ruritania talks in Strelsau, 10 January 2022"), now=NOW)
    )
    assert [(piece.text, piece.meeting) for piece in found.evidence] == [
        ("Elbonia", "spring"),
        ("Ruritania", "spring"),
        ("talks", "spring"),
        ("Strelsau", "spring"),
        ("10 January 2022", "spring"),
    ]


@pytest.mark.parametrize(
    ("day", "near"),
    [(7, False), (8, True), (10, True), (12, True), (14, True), (15, False)],
)
def test_severity_rises_near_the_meeting(day: int, *, near: bool) -> None:
    now = datetime(2022, 1, day, 12, tzinfo=UTC)
    spring = meeting(end=date(2022, 1, 12))
    assert is_near(spring, now) is near
    compiled = matcher(MeetingTerm(meeting="spring"), actors=ACTORS, meetings=(spring,))
    found = only(compiled.match(item("Elbonia and Ruritania: talks"), now=now))
    assert found.severity is (Severity.HIGH if near else Severity.MEDIUM)


def test_severity_does_not_rise_beyond_critical_or_without_the_meeting() -> None:
    now = datetime(2022, 1, 10, tzinfo=UTC)
    rule = Rule(
        id="r",
        title="R",
        severity=Severity.CRITICAL,
        condition=AnyOf(parts=(MeetingTerm(meeting="spring"), Phrase(text="alpha"))),
    )
    for severity in (Severity.CRITICAL, Severity.LOW):
        changed = Rule(id="r", title="R", severity=severity, condition=rule.condition)
        compiled = compile_rules(
            RuleSet(revision="x", actors=ACTORS, meetings=(meeting(),), rules=(changed,))
        )
        assert only(compiled.match(item("alpha"), now=now)).severity is severity
    compiled = compile_rules(
        RuleSet(revision="x", actors=ACTORS, meetings=(meeting(),), rules=(rule,))
    )
    found = only(compiled.match(item("Elbonia, Ruritania talks"), now=now))
    assert found.severity is Severity.CRITICAL
    assert not is_near(meeting(start=None, end=None), now)


@pytest.mark.parametrize(
    "condition", [ActorTerm(actor="nobody"), MeetingTerm(meeting="never"), Pattern(text="(")]
)
def test_a_rule_that_cannot_be_compiled_is_named(condition: Condition) -> None:
    with pytest.raises(ConfigError, match="rule r"):
        matcher(condition)
