"""Why a rule matched or did not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.errors import ConfigError
from monitor.model import (
    ActorTerm,
    AllOf,
    AnyOf,
    Condition,
    Item,
    Meeting,
    MeetingTerm,
    Near,
    NoneOf,
    Phrase,
    Rule,
    RuleSet,
    Scope,
    Word,
)
from monitor.rules.matching import compile_rules
from monitor.rules.terms import is_acronym
from tests.rules.builders import NOW, actor, item, matcher

A, B, C = Phrase(text="alpha"), Phrase(text="beta"), Phrase(text="gamma")


def phrase(text: str) -> Phrase:
    return Phrase(text=text, case_sensitive=is_acronym(text))


def test_explanations() -> None:
    rule = AllOf(parts=(A, AnyOf(parts=(B, Word(text="talks"))), NoneOf(parts=(C,))))
    compiled = matcher(rule)
    explained = compiled.explain(item("Alpha talked", "gamma"), "r", now=NOW)
    assert not explained.matched
    assert explained.severity is None
    assert explained.text.splitlines() == [
        "rule r: no match",
        "  - all of",
        '    + phrase "alpha": "Alpha" (title)',
        "    + any of",
        '      - phrase "beta"',
        '      + word "talks" in any inflection: "talked" (title)',
        "    - none of",
        '      + phrase "gamma": "gamma" (summary)',
    ]
    assert compiled.explain(item("Alpha talks"), "r", now=NOW).text.startswith(
        "rule r: match, severity medium"
    )
    with pytest.raises(ConfigError, match="no rule `x`"):
        compiled.explain(item("a"), "x", now=NOW)


def test_an_explanation_says_why_an_item_is_not_looked_at() -> None:
    compiled = matcher(A, scope=Scope(outlets=("Other",)))
    explained = compiled.explain(item("alpha"), "r", now=NOW)
    assert (explained.matched, explained.condition.held) == (False, True)
    assert "outlet Example Post is not among" in explained.text
    rule = Rule(id="off", title="O", condition=A, enabled=False)
    compiled = compile_rules(RuleSet(revision="x", rules=(rule,)))
    assert "switched off" in compiled.explain(item("alpha"), "off", now=NOW).excluded


def test_an_explanation_says_why_a_meeting_is_not_looked_for() -> None:
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
    together = "its participants and a meeting word, in the title or within 25 words"
    found = '"Elbonia" (title), "talks" (title)'
    later = datetime(2026, 11, 3, tzinfo=UTC)
    explained = compiled.explain(item("Elbonia: talks", published=later), "r", now=NOW)
    assert not explained.matched
    assert explained.text.splitlines()[1:4] == [
        "  - meeting Spring talks (spring)",
        (
            "    - Spring talks, looked for from 90 days before to 21 days after it:"
            " the meeting was over 4 years ago"
        ),
        f"    + {together}: {found}",
    ]
    explained = compiled.explain(item("Elbonia: talks"), "r", now=NOW)
    assert explained.matched
    assert explained.text.splitlines()[1:3] == [
        "  + meeting Spring talks (spring)",
        f"    + {together}: {found}",
    ]


def test_an_explanation_of_near_and_of_capitals() -> None:
    near = matcher(Near(parts=(A, B), within=1))
    text = near.explain(item("alpha beta"), "r", now=NOW).text
    assert '+ within 1 words of each other: "alpha" (title), "beta" (title)' in text
    shouted = matcher(phrase("US")).explain(item("GIVE US A CHANCE"), "r", now=NOW)
    assert not shouted.matched
    assert "do not count on their own" in shouted.text


def explained(condition: Condition, entry: Item, scope: Scope | None = None) -> str:
    actors = (actor("elbonia", "Elbonia", "EL"),)
    found = matcher(condition, actors=actors, scope=scope).explain(entry, "r", now=NOW)
    assert not found.matched
    return found.text


def test_a_near_miss_says_what_stands_there_instead() -> None:
    wrong_case = explained(ActorTerm(actor="elbonia"), item("He said el nino"))
    assert '~ "el" stands in the title, but "EL" must agree in capitals' in wrong_case
    elsewhere = explained(A, item("x", "y", content="The Alpha talks"))
    assert '~ "Alpha" stands in the content, where the rule does not look' in elsewhere
    longer = explained(ActorTerm(actor="elbonia"), item("Elbonians vote"))
    assert '~ "elbonians" in the title only begins with "Elbonia"' in longer
    shouted = explained(phrase("US"), item("GIVE US A CHANCE"))
    assert '~ "US" stands among words in capitals' in shouted


def test_a_near_miss_of_near_measures_the_distance() -> None:
    near = Near(parts=(A, B), within=5)
    assert "~ 7 words apart in the title, at most 5 are allowed" in explained(
        near, item("alpha x x x x x x beta")
    )
    assert '~ never in one field: phrase "alpha" in the title, phrase "beta" in the summary' in (
        explained(near, item("alpha", "beta"))
    )
    assert '~ not found at all: phrase "beta"' in explained(near, item("alpha"))
    assert "~" not in explained(near, item("gamma"))


def test_a_near_miss_of_a_date_says_which_dates_there_are() -> None:
    spring = Meeting(
        id="spring",
        title="Spring talks",
        participants=(),
        start=date(2022, 6, 10),
        end=date(2022, 6, 10),
        place="Strelsau",
        place_aliases=actor("x", "Strelsau").aliases,
    )
    compiled = matcher(MeetingTerm(meeting="spring"), meetings=(spring,))
    text = compiled.explain(item("Strelsau, 12 June"), "r", now=NOW).text
    assert "~ published on 2022-06-01" in text
    assert "~ written: 12 june" in text


def test_what_must_not_be_there_has_no_near_misses() -> None:
    rule = AllOf(parts=(B, NoneOf(parts=(Phrase(text="Alph", case_sensitive=True),))))
    assert "~" not in matcher(rule).explain(item("alph beta"), "r", now=NOW).text
