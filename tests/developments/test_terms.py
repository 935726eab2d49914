from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.developments.terms import (
    TITLE_WEIGHT,
    document_terms,
    figure_value,
    headline,
    normal_title,
    stem,
    terms_of,
    tokens_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian envoy walks out", "Russia's envoys walked out"),
        ("Soldiers withdraw from valley", "Troops withdrew from the valley"),
        ("U.S. sends ships", "US sending ship"),
        ("Twelve die in quake", "12 killed in earthquake"),
        ("Truce “holds” – for now", 'Truce "holds" - for now'),
        ("Gespräche in Genf", "Negotiations in Geneva"),
        ("Переговоры в Женеве", "переговоров в Женева"),
        ("Cyber attack on ports", "Cyberattacks on port"),
    ],
)
def test_same_terms_whatever_the_wording(one: str, other: str) -> None:
    common = document_terms(one, "") & document_terms(other, "")
    assert len(common) >= 0.6 * len(document_terms(other, ""))


def test_country_in_capitals_is_not_the_pronoun() -> None:
    assert "us" in document_terms("US and allies meet", "")
    assert "us" not in document_terms("They told us to leave", "")
    assert "un" in document_terms("UN calls session", "")


def test_title_weighs_more_and_summary_counts_once() -> None:
    weights = terms_of("Ferry sinks", "The ferry hit a reef; the reef is unmarked.")
    assert weights["ferry"] == TITLE_WEIGHT
    assert weights["reef"] == 1.0


def test_document_terms_are_the_terms_of_the_telling() -> None:
    title, summary = "Ferry sinks off Corfu", "Eleven were rescued by a trawler."
    assert document_terms(title, summary) == set(terms_of(title, summary))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Council meets on water rights | Harbour Wire", "council meets on water rights"),
        ("Council meets on water rights - Harbour News", "council meets on water rights"),
        ("Council meets on water rights | World | Wire", "council meets on water rights"),
        ("Talks stall - envoy blames rival", "talks stall envoy blames rival"),
        ("  COUNCIL  Meets! ", "council meets"),
        ("Köln’s bridge", "koln bridge"),
        ("", ""),
    ],
)
def test_normal_title(title: str, expected: str) -> None:
    assert normal_title(title) == expected


def test_headline_keeps_a_short_text_with_a_bar() -> None:
    assert headline("Storm | Live") == "Storm | Live"


def test_scripts_without_spaces_give_pairs_beside_latin_names() -> None:
    terms = document_terms("NATO和俄罗斯会谈", "")
    assert "nato" in terms
    assert {"俄罗", "罗斯"} <= terms


def test_two_word_names_are_one_term() -> None:
    terms = document_terms("North Korea fires missile toward South Korea", "")
    assert {"north-korea", "south-korea"} <= terms


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ships", "ship"),
        ("countries", "country"),
        ("stopped", "stop"),
        ("planning", "plan"),
        ("voted", "election"),
        ("classes", "class"),
        ("crisis", "crisis"),
        ("bus", "bus"),
        ("переговоры", "talks"),
        ("übung", "übung"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("folded", "following", "expected"),
    [
        ("2,500", "", 2500.0),
        ("2.500", "", 2500.0),
        ("1.5", "billion", 1.5e9),
        ("twelve", "", 12.0),
        ("12", "thousand", 12_000.0),
        ("many", "", None),
        ("1.2.3", "", None),
    ],
)
def test_figure_value(folded: str, following: str, expected: float | None) -> None:
    assert figure_value(folded, following) == expected


def test_names_are_marked_only_where_capitals_say_something() -> None:
    plain = {
        token.term for token in tokens_of("Envoy Ostrova warns rival before vote") if token.name
    }
    titled = {
        token.term for token in tokens_of("Envoy Ostrova Warns Rival Before Vote") if token.name
    }
    assert plain == {"ostrova"}
    assert titled == set()


@given(st.text(max_size=200), st.text(max_size=300))
def test_any_text_gives_sound_terms(title: str, summary: str) -> None:
    weights = terms_of(title, summary)
    assert all(term and weight > 0 for term, weight in weights.items())
    assert normal_title(normal_title(title)) == normal_title(normal_title(normal_title(title)))
