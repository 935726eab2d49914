"""Meetings in rules, and rules that cannot be compiled."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from monitor.errors import ConfigError
from monitor.model import (
    ActorTerm,
    AllOf,
    AnyOf,
    Condition,
    Meeting,
    MeetingTerm,
    NoneOf,
    Pattern,
    Phrase,
    Rule,
    RuleSet,
    Severity,
)
from monitor.rules.matching import compile_rules
from monitor.rules.nodes import MEETING_WORDS_APART
from tests.rules.builders import actor, item, matcher, only

NOW = datetime(2022, 1, 20, 12, tzinfo=UTC)  # some days after the meeting of these tests
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


def meets(
    text: str, published: datetime | None = NOW, *, summary: str = "", **changes: object
) -> bool:
    rule = matcher(MeetingTerm(meeting="spring"), actors=ACTORS, meetings=(meeting(**changes),))
    return bool(rule.match(item(text, summary, published=published), now=NOW))


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


@pytest.mark.parametrize(
    ("title", "summary", "held"),
    [
        ("Ruritania and Elbonia", "Talks elsewhere", False),
        ("Ruritania waits", "Elbonia holds talks", False),
        ("Talks", "Ruritania and Elbonia", False),
        ("Ruritania waits", "Elbonia and Ruritania hold talks", True),
        ("Talks of Ruritania and Elbonia", "Nothing", True),
    ],
)
def test_participants_and_word_stand_in_one_field(title: str, summary: str, *, held: bool) -> None:
    assert meets(title, summary=summary) is held


@pytest.mark.parametrize(("between", "held"), [(23, True), (24, False)])
def test_how_far_apart_they_stand_in_a_summary(between: int, *, held: bool) -> None:
    text = f"Elbonia{' x' * between} Ruritania talks"
    assert MEETING_WORDS_APART == 25  # from "Elbonia" to "talks" are `between` + 2 steps
    assert meets("News", summary=text) is held


def test_in_a_title_they_may_stand_anywhere() -> None:
    assert meets(f"Elbonia{' x' * 100} Ruritania{' x' * 100} talks")


def test_a_long_summary_is_searched_for_a_place_where_they_meet() -> None:
    far = f"Elbonia {'x ' * 60} Ruritania {'x ' * 60}"
    assert not meets("News", summary=f"{far} talks")
    assert meets("News", summary=f"{far} talks {far} Elbonia: talks with Ruritania")


@pytest.mark.parametrize("text", ["Elbonia meets Ruritania", "Strelsau awaits 10-12 January 2022"])
@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2021, 10, 11), False),
        (date(2021, 10, 12), True),
        (date(2022, 1, 11), True),
        (date(2022, 2, 2), True),
        (date(2022, 2, 3), False),
        (date(2026, 11, 3), False),
    ],
)
def test_a_meeting_is_looked_for_around_its_days(text: str, day: date, *, held: bool) -> None:
    """From 90 days before the 10th to 21 days after the 12th."""
    published = datetime.combine(day, time(23, 59), tzinfo=UTC)
    assert meets(text, published, end=date(2022, 1, 12)) is held
    rule = matcher(
        MeetingTerm(meeting="spring"),
        actors=ACTORS,
        meetings=(meeting(end=date(2022, 1, 12)),),
    )
    assert bool(rule.match(item(text, published=None), now=published)) is held


def test_a_meeting_without_a_date_is_always_looked_for() -> None:
    later = datetime(2026, 11, 3, tzinfo=UTC)
    assert meets("Elbonia meets Ruritania", later, start=None, end=None)


def test_a_meeting_out_of_its_time_under_none_excludes_nothing() -> None:
    later = datetime(2026, 11, 3, tzinfo=UTC)
    rule = AllOf(parts=(Phrase(text="talks"), NoneOf(parts=(MeetingTerm(meeting="spring"),))))
    compiled = matcher(rule, actors=ACTORS, meetings=(meeting(),))
    entry = item("Elbonia and Ruritania talks", published=later)
    assert only(compiled.match(entry, now=later)).evidence[0].text == "talks"
    assert not compiled.match(item("Elbonia and Ruritania talks", published=NOW), now=NOW)


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
        compiled.match(
            item("Elbonia and Ruritania talks in Strelsau, 10 January 2022", published=NOW), now=NOW
        )
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
    compiled = matcher(MeetingTerm(meeting="spring"), actors=ACTORS, meetings=(spring,))
    found = only(compiled.match(item("Elbonia and Ruritania: talks", published=now), now=now))
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
    found = only(compiled.match(item("Elbonia, Ruritania talks", published=now), now=now))
    assert found.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    "condition", [ActorTerm(actor="nobody"), MeetingTerm(meeting="never"), Pattern(text="(")]
)
def test_a_rule_that_cannot_be_compiled_is_named(condition: Condition) -> None:
    with pytest.raises(ConfigError, match="rule r"):
        matcher(condition)
