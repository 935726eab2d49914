"""Regular expressions on an item."""

from __future__ import annotations

import time

from monitor.model import (
    AnyOf,
    Pattern,
    Phrase,
    Scope,
)
from tests.rules.builders import NOW, item, matcher, matches, only


def test_regexes_look_at_the_original_text() -> None:
    compiled = matcher(Pattern(text=r"cease-?fire\b"))
    found = only(compiled.match(item("New Cease-fire – and a ceasefire"), now=NOW))
    assert [piece.text for piece in found.evidence] == ["Cease-fire", "ceasefire"]
    assert [piece.term for piece in found.evidence] == [r"cease-?fire\b"] * 2
    assert not matches(compiled, "cease fire")


def test_a_regex_that_takes_too_long_is_no_match_and_is_noted() -> None:
    rule = AnyOf(parts=(Pattern(text=r"(\w|\w\w|a+)+$"), Phrase(text="talks")))
    compiled = matcher(rule)
    started = time.perf_counter()
    judgement = compiled.judge(item("a" * 5000 + "!", "talks"), now=NOW)
    assert time.perf_counter() - started < 5
    assert [piece.term for piece in only(judgement.matches).evidence] == ["talks"]
    assert len(judgement.notes) == 1
    assert "took more than 0.05 s on the title" in judgement.notes[0]
    assert compiled.judge(item("talks"), now=NOW).notes == ()


def test_a_regex_sees_a_limited_stretch_of_text() -> None:
    compiled = matcher(Pattern(text="zebra"), scope=Scope(fields=("content",)))
    assert compiled.match(item("t", content="x" * 19_000 + " zebra"), now=NOW)
    assert not compiled.match(item("t", content="x" * 20_000 + " zebra"), now=NOW)
