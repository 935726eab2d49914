from __future__ import annotations

from datetime import date

import pytest

from monitor.seeding.clauses import clauses
from monitor.seeding.cues import mark_cues
from monitor.seeding.places import locate
from monitor.seeding.shaping import shape
from tests.seeding.names import NAMES
from tests.seeding.sentences import sentences


def cut(text: str) -> list[tuple[str, str]]:
    """Kind and words of each clause, dates left out."""
    (sentence,) = sentences(text, NAMES)
    shaped = shape(sentence, date(2022, 1, 6), None)
    mark_cues(shaped)
    locate(shaped)
    return [
        (clause.kind, " ".join(shaped.words(clause.text).strip(" ,.").split()))
        for clause in clauses(shaped.text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Both the Russia-US talks in Geneva and the NATO-Russia talks will be focused on gas.",
            [
                ("shared", "Both the Russia-US talks in Geneva"),
                ("main", "the NATO-Russia talks will be focused on gas"),
            ],
        ),
        (
            "Russia will meet the US in Geneva, followed by talks with NATO in Brussels.",
            [
                ("main", "Russia will meet the US in Geneva"),
                ("adjunct", "talks with NATO in Brussels"),
            ],
        ),
        (
            "The talks, which follow a summit in Paris, will be held in Geneva.",
            [
                ("main", "The talks will be held in Geneva"),
                ("relative", "which follow a summit in Paris"),
            ],
        ),
        (
            "Blinken will meet Lavrov in Geneva and travel to Berlin.",
            [
                ("main", "Blinken will meet Lavrov in Geneva"),
                ("coordinate", "travel to Berlin"),
            ],
        ),
        (
            "After talks in Berlin, Macron will meet Putin in Moscow.",
            [
                ("adjunct", "After talks in Berlin"),
                ("main", "Macron will meet Putin in Moscow"),
            ],
        ),
        (
            "Lavrov said that Russia and Ukraine will meet in Istanbul.",
            [
                ("main", "Lavrov said that"),
                ("main", "Russia and Ukraine will meet in Istanbul"),
            ],
        ),
        (
            "Russia and Ukraine will meet in Istanbul, the White House said.",
            [
                ("main", "Russia and Ukraine will meet in Istanbul"),
                ("main", "the White House said"),
            ],
        ),
        (
            "Blinken met Lavrov in Geneva and Zelensky in Kyiv.",
            [("main", "Blinken met Lavrov in Geneva"), ("gap", "Zelensky in Kyiv")],
        ),
        (
            "Talks between Israel and Hamas will resume in Cairo.",
            [("main", "Talks between Israel and Hamas will resume in Cairo")],
        ),
        (
            "Russia and Ukraine will hold talks.",
            [("main", "Russia and Ukraine will hold talks")],
        ),
    ],
)
def test_a_sentence_is_cut_where_a_new_predicate_begins(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert cut(text) == expected


def test_where_continues_the_place_before_it() -> None:
    (sentence,) = sentences("Xi will travel to Samarkand, where he will meet Putin.", NAMES)
    shaped = shape(sentence, None, None)
    mark_cues(shaped)
    locate(shaped)
    relative = clauses(shaped.text)[-1]
    assert relative.kind == "relative"
    assert shaped.words(relative.antecedent) == "Samarkand"


def test_every_word_of_a_sentence_is_in_some_clause() -> None:
    text = "Blinken, who met Lavrov in Geneva on Friday, will travel to Berlin and meet Macron."
    words = {word for _, clause in cut(text) for word in clause.split()}
    assert {"Blinken", "Lavrov", "Geneva", "Berlin", "Macron", "travel"} <= words
