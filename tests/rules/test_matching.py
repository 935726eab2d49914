"""Phrases, words and scopes: what a rule finds in an item."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.model import (
    AllOf,
    AnyOf,
    NoneOf,
    Phrase,
    Rule,
    RuleSet,
    Scope,
    Word,
)
from monitor.rules.matching import compile_rules
from monitor.rules.terms import is_acronym
from tests.rules.builders import NOW, item, matcher, matches, only

A, B, C = Phrase(text="alpha"), Phrase(text="beta"), Phrase(text="gamma")


def phrase(text: str) -> Phrase:
    return Phrase(text=text, case_sensitive=is_acronym(text))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("US", "The US and its allies"),
        ("US", "U.S. envoys leave"),
        ("US", "U.S.-led talks"),
        ("US", "An anti-US mood"),
        ("U.S.", "The US says"),
        ("Ruritania", "RURITANIA’S ENVOY LEAVES"),
        ("Ruritania", "the Elbonia–Ruritania border"),
        ("Ruritania", "Elbonia/Ruritania"),
        ("Ruritania", "“Ruritania”"),
        ("peace deal", "A peace\n deal"),
        ("peace deal", "peace-deal hopes"),
        ("Støre", "Jonas Store speaks"),
        ("Store", "Jonas Støre speaks"),
        ("Zürich", "ZURICH"),
        ("Straße", "STRASSE"),
        ("Россия", "«РОССИЯ» и мир"),
        ("ОБСЕ", "Совет ОБСЕ в Вене"),
        ("Київ", "у м.Київ"),
        ("北约", "俄罗斯与北约举行会谈"),
        ("ロシア", "米国とロシアの協議"),
        ("นาโต้", "การประชุมนาโต้วันนี้"),
        ("ລັດເຊຍ", "ປະເທດລັດເຊຍມື້ນີ້"),
        ("រុស្ស៊ី", "ប្រទេសរុស្ស៊ីនិង"),
        ("OTAN", "L’OTAN se réunit"),
        ("Ukraine", "l'Ukraine et d’autres"),
        ("रूस", "भारत और रूस के बीच"),
        ("روسيا", "محادثات مع روسيا اليوم"),
        ("한국", "한국 정부"),
        ("NATO", "在NATO峰会"),
        ("G7", "The G7 meets"),
        ("e\u0301lan", "new élan"),
    ],
)
def test_phrases_are_found(term: str, text: str) -> None:
    assert matches(matcher(phrase(term)), text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("US", "Tell us more"),
        ("US", "Us and Them"),
        ("US", "USA"),
        ("US", "BUS strike"),
        ("WHO", "Who is who"),
        ("IT", "It is it's own"),
        ("Oman", "A Roman romance"),
        ("Oman", "Omani"),
        ("peace deal", "A peace of sorts; deal with it"),
        ("Мир", "Мирный"),
        ("й", "и"),
        ("北约", "约北"),
        ("रूस", "रूसी"),
        ("한국", "한국어"),
    ],
)
def test_phrases_are_not_found(term: str, text: str) -> None:
    assert not matches(matcher(phrase(term)), text)


def test_a_phrase_does_not_cross_fields() -> None:
    assert not matches(matcher(Phrase(text="peace deal")), "Hopes for peace", "Deal is off")


def test_case_can_be_asked_for_or_given_up() -> None:
    assert not matches(matcher(Phrase(text="Polish", case_sensitive=True)), "They polish shoes")
    assert matches(matcher(Phrase(text="Polish", case_sensitive=True)), "The Polish side")
    assert matches(matcher(Phrase(text="NATO", case_sensitive=False)), "nato forces")


@pytest.mark.parametrize(
    ("title", "summary", "held"),
    [
        ("GIVE US A CHANCE", "", False),
        ("GIVE US A CHANCE – Daily Example", "", False),
        ("US AND RURITANIA SIGN", "", True),
        ("GIVE US A CHANCE", "Ruritania wins", True),
        ("GIVE US A CHANCE", "The US wins", True),
        ("US", "", True),
        ("US, UK and EU agree", "", True),
    ],
)
def test_an_acronym_in_capitals_counts_only_beside_other_evidence(
    title: str, summary: str, *, held: bool
) -> None:
    rule = AnyOf(parts=(phrase("US"), Phrase(text="Ruritania")))
    assert matches(matcher(rule), title, summary) is held


def test_what_none_asks_for_is_no_evidence_for_an_acronym() -> None:
    rule = AllOf(parts=(phrase("US"), NoneOf(parts=(Phrase(text="peace"),))))
    assert not matches(matcher(rule), "GIVE US A CHANCE")


@pytest.mark.parametrize(
    ("word", "text", "held"),
    [
        ("negotiate", "Negotiations resume", True),
        ("negotiate", "Negotiating in NEGOTIATED terms", True),
        ("talks", "He will talk", True),
        ("talks", "A talkative man", False),
        ("invade", "An invasion", False),
        ("escalate", "The de-escalation", True),
        ("country", "Countries agree", True),
    ],
)
def test_words_match_in_any_inflection(word: str, text: str, *, held: bool) -> None:
    assert matches(matcher(Word(text=word)), text) is held


def test_words_of_other_languages() -> None:
    russian = Word(text="переговоры", language="russian")
    assert matches(matcher(russian), "О переговорах в Вене")
    assert not matches(matcher(Word(text="переговоры")), "О переговорах в Вене")
    german = Word(text="Verhandlung", language="german")
    assert matches(matcher(AnyOf(parts=(russian, german))), "Neue Verhandlungen")


def test_every_place_of_a_word_is_evidence() -> None:
    text = "talk talk, talks"
    found = only(matcher(Word(text="talk")).match(item(text), now=NOW))
    assert [(piece.start, piece.end) for piece in found.evidence] == [(0, 4), (5, 9), (11, 16)]


def scoped(**scope: tuple[str, ...]) -> Callable[..., bool]:
    compiled = matcher(A, scope=Scope(**scope))  # type: ignore[arg-type]

    def judge(feed: str | None = None, title: str = "alpha", **changes: object) -> bool:
        entry = item(title, **changes)  # type: ignore[arg-type]
        return bool(compiled.match(entry, now=NOW, feed=feed))

    return judge


def test_scopes() -> None:
    languages = scoped(languages=("en", "de-at"))
    assert languages(language="en")
    assert languages(language="en-GB")
    assert languages(language="DE_at")
    assert languages(language=None)
    assert not languages(language="de")
    assert not languages(language="eng")
    outlets = scoped(outlets=("Example Post",))
    assert outlets(outlet="EXAMPLE-POST")
    assert not outlets(outlet="Other")
    categories = scoped(categories=("World", "Europe"))
    assert categories(categories=("Sport", "europe"))
    assert not categories(categories=("Sport",))
    assert not categories()
    feeds = scoped(feeds=("https://feeds.example/a",))
    assert feeds("https://feeds.example/a")
    assert not feeds("https://feeds.example/b")
    assert not feeds(None)


def test_fields_limit_where_a_rule_looks() -> None:
    default, content = matcher(A), matcher(A, scope=Scope(fields=("content",)))
    entry = item("x", "y", content="alpha")
    assert not default.match(entry, now=NOW)
    assert content.match(entry, now=NOW)
    assert not content.match(item("alpha", "alpha"), now=NOW)


def test_rules_match_in_order_and_those_switched_off_do_not() -> None:
    rules = tuple(
        Rule(id=name, title=name, condition=condition, enabled=enabled)
        for name, condition, enabled in (
            ("z", A, True),
            ("off", A, False),
            ("a", B, True),
            ("none", NoneOf(parts=(C,)), True),
        )
    )
    compiled = compile_rules(RuleSet(revision="x", rules=rules))
    found = compiled.match(item("beta alpha"), now=NOW)
    assert [match.rule_id for match in found] == ["z", "a", "none"]
    assert compiled.revision == "x"


def test_an_empty_rule_set_matches_nothing() -> None:
    compiled = compile_rules(RuleSet(revision="x"))
    assert compiled.match(item("alpha"), now=NOW) == ()


def test_a_matcher_may_be_shared_by_threads() -> None:
    compiled = matcher(AnyOf(parts=(Word(text="negotiate"), Word(text="Rede", language="german"))))
    texts = [f"negotiat{ending} w{number}" for number in range(200) for ending in ("e", "ing", "x")]
    alone = [matches(compiled, text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: matches(compiled, text), texts))
    assert together == alone
    assert sum(alone) == 400
