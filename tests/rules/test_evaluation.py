"""Conditions, nearness and evidence."""

from __future__ import annotations

import time

import pytest

from monitor.model import (
    ActorTerm,
    AllOf,
    AnyOf,
    Condition,
    Near,
    NoneOf,
    Pattern,
    Phrase,
    Scope,
    Word,
)
from tests.rules.builders import NOW, actor, item, matcher, matches, only

A, B, C = Phrase(text="alpha"), Phrase(text="beta"), Phrase(text="gamma")


@pytest.mark.parametrize(
    ("condition", "text", "held"),
    [
        (AllOf(parts=(A, B)), "alpha beta", True),
        (AllOf(parts=(A, B)), "alpha", False),
        (AnyOf(parts=(A, B)), "beta", True),
        (AnyOf(parts=(A, B)), "gamma", False),
        (AllOf(parts=(A, NoneOf(parts=(B, C)))), "alpha", True),
        (AllOf(parts=(A, NoneOf(parts=(B, C)))), "alpha gamma", False),
        (AnyOf(parts=(AllOf(parts=(A, B)), C)), "gamma", True),
        (AnyOf(parts=(A, NoneOf(parts=(B,)))), "gamma", True),
        (NoneOf(parts=(A,)), "", True),
        (AllOf(parts=(A, NoneOf(parts=(NoneOf(parts=(B,)),)))), "alpha beta", True),
    ],
)
def test_conditions_nest(condition: Condition, text: str, *, held: bool) -> None:
    assert matches(matcher(condition), text) is held


def test_parts_may_be_found_in_different_fields() -> None:
    assert matches(matcher(AllOf(parts=(A, B))), "alpha", "beta")


@pytest.mark.parametrize(
    ("text", "within", "held"),
    [
        ("alpha beta", 1, True),
        ("beta alpha", 1, True),
        ("alpha-beta", 1, True),
        ("alpha x beta", 1, False),
        ("alpha x beta", 2, True),
        ("alpha x x x beta alpha", 1, True),
        ("alpha x x x x", 100, False),
    ],
)
def test_near(text: str, within: int, *, held: bool) -> None:
    assert matches(matcher(Near(parts=(A, B), within=within)), text) is held


def test_near_measures_between_phrases_not_from_their_starts() -> None:
    rule = Near(parts=(Phrase(text="one two three"), Phrase(text="four five")), within=1)
    assert matches(matcher(rule), "one two three four five")


def test_near_needs_all_parts_within_one_stretch() -> None:
    rule = matcher(Near(parts=(A, B, C), within=3))
    assert matches(rule, "alpha x beta gamma")
    assert not matches(rule, "alpha x beta x gamma")
    assert matches(rule, "gamma x x x x x alpha x beta gamma")


def test_near_is_within_one_field() -> None:
    assert not matches(matcher(Near(parts=(A, B), within=50)), "alpha", "beta")


def test_near_with_actors_words_regexes_and_alternatives() -> None:
    parts = (
        ActorTerm(actor="ruritania"),
        AnyOf(parts=(Word(text="talks"), Pattern(text="m[ea]+ting"))),
    )
    rule = matcher(Near(parts=parts, within=2), actors=(actor("ruritania", "Ruritania"),))
    assert matches(rule, "Ruritania in talking mood")
    assert matches(rule, "the meating – of Ruritania")
    assert not matches(rule, "talks held by far-away neighbours of Ruritania")


def test_near_evidence_is_one_close_group() -> None:
    text = "alpha x x x x x alpha beta"
    found = only(matcher(Near(parts=(A, B), within=1)).match(item(text), now=NOW))
    assert [(piece.start, piece.text) for piece in found.evidence] == [(16, "alpha"), (22, "beta")]


def test_near_stays_quick_on_repetitive_text() -> None:
    rule = matcher(Near(parts=(A, B), within=1), scope=Scope(fields=("content",)))
    content = "alpha " * 20_000 + "x x " + "beta " * 20_000
    started = time.perf_counter()
    assert not rule.match(item("t", content=content), now=NOW)
    assert time.perf_counter() - started < 10


def test_evidence_names_field_term_and_actor() -> None:
    compiled = matcher(
        AllOf(parts=(ActorTerm(actor="us"), Phrase(text="Café"))),
        actors=(actor("us", "United States", "US"),),
    )
    entry = item("The U.S.’s new envoy", "A CAFE\u0301 in the United  States")
    found = only(compiled.match(entry, now=NOW))
    assert [
        (piece.field, piece.text, piece.term, piece.actor, piece.meeting)
        for piece in found.evidence
    ] == [
        ("title", "U.S.", "US", "us", None),
        ("summary", "CAFE\u0301", "Café", None, None),
        ("summary", "United  States", "United States", "us", None),
    ]
    for piece in found.evidence:
        assert getattr(entry, piece.field)[piece.start : piece.end] == piece.text


def test_evidence_is_bounded() -> None:
    found = only(matcher(A).match(item("alpha " * 50, "alpha " * 50), now=NOW))
    assert len(found.evidence) == 6


def test_many_slow_patterns_cost_no_more_than_a_few() -> None:
    slow = tuple(Pattern(text=f"(x+x+)+{number}y") for number in range(20))
    judged = matcher(AnyOf(parts=slow)).judge(item("x" * 5_000), now=NOW)
    assert not judged.matches
    assert sum("took more than" in note for note in judged.notes) == 5
    assert any("others were not run" in note for note in judged.notes)
