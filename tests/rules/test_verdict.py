"""What a rule lacked, in a sentence or two."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.model import (
    AllOf,
    AnyOf,
    Condition,
    Meeting,
    MeetingTerm,
    Near,
    NoneOf,
    Pattern,
    Phrase,
    Scope,
    Word,
)
from monitor.rules.verdict import brief, reasons
from tests.rules.builders import NOW, actor, item, matcher

A, B, C = Phrase(text="alpha"), Phrase(text="beta"), Phrase(text="gamma")
ENERGY = ("oil", "gas", "coal", "wind", "sun", "tide", "peat")
MANY = AnyOf(parts=tuple(Word(text=text) for text in ENERGY))


@pytest.mark.parametrize(
    ("condition", "text", "expected"),
    [
        (AllOf(parts=(A, B)), "alpha beta", ()),
        (AllOf(parts=(A, B)), "alpha", ('not found: phrase "beta"',)),
        (
            AllOf(parts=(A, AllOf(parts=(B, C)))),
            "nothing",
            ('not found: phrase "alpha"', 'not found: phrase "beta"', 'not found: phrase "gamma"'),
        ),
        (AnyOf(parts=(A, B)), "x", ('not found, any of: phrase "alpha", phrase "beta"',)),
        (AllOf(parts=(A, NoneOf(parts=(B, C)))), "alpha Beta", ('ruled out by "Beta" (title)',)),
        (
            AnyOf(parts=(AllOf(parts=(A, B)), AllOf(parts=(C, Word(text="oil"), A)))),
            "gamma alpha",
            ('not found: word "oil"',),
        ),
        (
            Near(parts=(A, B), within=1),
            "alpha and also beta",
            ('not within 1 words of each other: "alpha" (title), "beta" (title)',),
        ),
        (Near(parts=(A, B), within=1), "beta", ('not found: phrase "alpha"',)),
        (Pattern(text=r"\d+ dead"), "dead", (r"not found: regex \d+ dead",)),
    ],
)
def test_reasons(condition: Condition, text: str, expected: tuple[str, ...]) -> None:
    explained = matcher(condition).explain(item(text), "r", now=NOW)
    assert reasons(explained) == expected
    assert explained.matched == (not expected)


def test_a_rule_that_does_not_look_says_so_first() -> None:
    compiled = matcher(A, scope=Scope(outlets=("Other",)))
    [why] = reasons(compiled.explain(item("alpha"), "r", now=NOW))
    assert "outlet Example Post is not among" in why


def test_a_meeting_out_of_its_time() -> None:
    spring = Meeting(
        id="spring",
        title="Spring talks",
        participants=("elbonia",),
        start=date(2022, 5, 30),
        end=date(2022, 5, 30),
    )
    compiled = matcher(
        MeetingTerm(meeting="spring"), actors=(actor("elbonia", "Elbonia"),), meetings=(spring,)
    )
    later = datetime(2026, 11, 3, tzinfo=UTC)
    [why] = reasons(compiled.explain(item("Elbonia: talks", published=later), "r", now=NOW))
    assert why.startswith("meeting Spring talks (spring): ")
    assert why.endswith("the meeting was over 4 years ago")
    [why] = reasons(compiled.explain(item("Elbonia: oil"), "r", now=NOW))
    assert why == "meeting Spring talks (spring): not found: a meeting word"


def test_alternatives_are_folded_up() -> None:
    compiled = matcher(AllOf(parts=(A, MANY, NoneOf(parts=(B, C)))))
    words = 'word "oil", word "gas", word "coal", word "wind", word "sun", word "tide" and 1 more'
    assert brief(compiled.explain(item("Alpha", "gamma"), "r", now=NOW)).splitlines() == [
        "rule r: no match",
        f"  not found, any of: {words}",
        '  ruled out by "gamma" (summary)',
        "",
        "  - all of",
        '    + phrase "alpha": "Alpha" (title)',
        f"    - any of: {words}",
        '    - none of 2, but there is phrase "gamma": "gamma" (summary)',
    ]
    assert brief(compiled.explain(item("Alpha gas"), "r", now=NOW)).splitlines() == [
        "rule r: match, severity medium",
        "",
        "  + all of",
        '    + phrase "alpha": "Alpha" (title)',
        '    + any of (of 7 ways): word "gas" in any inflection: "gas" (title)',
        '    + none of: phrase "beta", phrase "gamma"',
    ]
