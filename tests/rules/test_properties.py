"""The compiled matcher against a naive one, on random rules and texts."""

from __future__ import annotations

import itertools

import snowballstemmer
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import (
    ActorTerm,
    AllOf,
    AnyOf,
    Condition,
    FieldName,
    Item,
    Near,
    NoneOf,
    Phrase,
    Rule,
    RuleSet,
    Scope,
    Word,
)
from monitor.rules.folding import fold
from monitor.rules.matching import compile_rules
from tests.rules.builders import NOW, actor, item

WORDS = ["us", "US", "talk", "talks", "Talking", "été", "北约", "U.S.", "Straße", "мир", "x"]
TEXTS = st.lists(st.sampled_from([*WORDS, "–", "’s", "北", "约", "\u0301"]), max_size=12).map(
    " ".join
)
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(
    lambda parts: Phrase(text=" ".join(parts))
)
ACTORS = (actor("few", "été", "x"), actor("many", "talk", "us", "мир", "北约", "no such name"))
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    PHRASES,
    st.sampled_from(["talk", "été", "x"]).map(lambda text: Word(text=text)),
    st.sampled_from(["few", "many"]).map(lambda id_: ActorTerm(actor=id_)),
)
FIELDS = st.sampled_from(
    [("title", "summary"), ("title",), ("summary", "content"), ("title", "summary", "content")]
)
NEARS: st.SearchStrategy[Condition] = st.builds(
    lambda parts, within: Near(parts=tuple(parts), within=within),
    st.lists(LEAVES, min_size=2, max_size=3),
    st.integers(1, 5),
)


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        parts.map(lambda some: AllOf(parts=some)),
        parts.map(lambda some: AnyOf(parts=some)),
        parts.map(lambda some: NoneOf(parts=some)),
    )


CONDITIONS = st.recursive(st.one_of(LEAVES, NEARS), joined, max_leaves=8)


def spans(condition: Condition, words: list[str]) -> list[tuple[int, int]]:
    """First and last word of every place of a leaf."""
    if isinstance(condition, ActorTerm):
        known = next(one for one in ACTORS if one.id == condition.actor)
        names = (Phrase(text=alias.text) for alias in known.aliases)
        return [span for name in names for span in spans(name, words)]
    if isinstance(condition, Phrase):
        wanted = fold(condition.text).text.split()
        size = len(wanted)
        starts = range(len(words) - size + 1)
        return [(at, at + size - 1) for at in starts if words[at : at + size] == wanted]
    assert isinstance(condition, Word)
    stem = snowballstemmer.stemmer(condition.language).stemWord
    wanted_stem = stem(fold(condition.text).text.strip())
    return [(at, at) for at, word in enumerate(words) if stem(word) == wanted_stem]


def naive(condition: Condition, fields: list[list[str]]) -> bool:
    match condition:
        case AllOf():
            return all(naive(part, fields) for part in condition.parts)
        case AnyOf():
            return any(naive(part, fields) for part in condition.parts)
        case NoneOf():
            return not any(naive(part, fields) for part in condition.parts)
        case Near():
            return any(
                max(start for start, _ in choice) - min(end for _, end in choice)
                <= condition.within
                for words in fields
                for choice in itertools.product(*(spans(part, words) for part in condition.parts))
            )
        case _:
            return any(spans(condition, words) for words in fields)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(CONDITIONS, FIELDS), min_size=1, max_size=6), TEXTS, TEXTS, TEXTS)
def test_the_matcher_agrees_with_a_naive_one(
    asked: list[tuple[Condition, tuple[FieldName, ...]]], title: str, summary: str, content: str
) -> None:
    rules = tuple(
        Rule(id=f"r{number}", title="R", condition=condition, scope=Scope(fields=fields))
        for number, (condition, fields) in enumerate(asked)
    )
    compiled = compile_rules(RuleSet(revision="x", rules=rules, actors=ACTORS))
    entry = item(title, summary, content=content)
    expected = [
        rule.id
        for rule in rules
        if naive(
            rule.condition,
            [fold(getattr(entry, name)).text.split() for name in rule.scope.fields],
        )
    ]
    assert [match.rule_id for match in compiled.match(entry, now=NOW)] == expected
    for rule in rules:
        explained = compiled.explain(entry, rule.id, now=NOW)
        assert explained.matched is explained.condition.held is (rule.id in expected)
    assert_evidence_maps_back(compiled.match(entry, now=NOW), entry)


def assert_evidence_maps_back(found: tuple[object, ...], entry: Item) -> None:
    for match in found:
        for piece in match.evidence:  # type: ignore[attr-defined]
            assert getattr(entry, piece.field)[piece.start : piece.end] == piece.text
            assert piece.text.strip()


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=40), st.data())
def test_any_words_of_any_text_are_found_and_map_back(text: str, data: st.DataObject) -> None:
    words = fold(text).text.split()
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(len(words) - 1, first + 3)))
    term = " ".join(words[first : last + 1])
    rules = (Rule(id="r", title="R", condition=Phrase(text=term)),)
    found = compile_rules(RuleSet(revision="x", rules=rules)).match(item(text), now=NOW)
    assert [match.rule_id for match in found] == ["r"]
    assert found[0].evidence
    assert_evidence_maps_back(found, item(text))
