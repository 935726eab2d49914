from __future__ import annotations

import pytest

from monitor.rules.folding import fold, fold_together
from monitor.rules.lexicon import LexiconBuilder, is_shouting


def test_the_same_term_has_one_number() -> None:
    builder = LexiconBuilder()
    term = builder.phrase("Peace deal", case_sensitive=False)
    assert builder.phrase("Peace deal", case_sensitive=False) == term
    others = [
        builder.phrase("Peace deal", case_sensitive=True),
        builder.phrase("PEACE-DEAL", case_sensitive=False),
        builder.phrase("Peace deal", case_sensitive=False, actor="pact"),
        builder.word("talks", "english"),
        builder.word("talking", "english"),
        builder.word("talks", "german"),
    ]
    assert builder.word("talks", "english") == others[3]
    assert len({term.number, *(other.number for other in others)}) == 7


def test_every_spelling_of_what_stands_there_is_found() -> None:
    builder = LexiconBuilder()
    wanted = [
        builder.phrase("Peace deal", case_sensitive=False),
        builder.phrase("peace-deal", case_sensitive=False),
        builder.phrase("peace deal", case_sensitive=False, actor="pact"),
        builder.phrase("PEACE deal", case_sensitive=True),
        builder.word("deals", "english"),
    ]
    builder.phrase("Peace Deal", case_sensitive=True)
    found = builder.build().find(fold("A PEACE deal"))
    assert found.seen == {term.number for term in wanted}
    assert [found.occurrences(term.number)[0][:3] for term in wanted[:4]] == [(0, 1, 2)] * 4


def test_terms_within_and_across_one_another_are_all_found() -> None:
    builder = LexiconBuilder()
    texts = ["security", "security council", "council of ministers", "un security council"]
    numbers = [builder.phrase(text, case_sensitive=False).number for text in texts]
    found = builder.build().find(fold_together(("x", "The UN Security Council of ministers")))
    assert found.seen == set(numbers)
    assert found.occurrences(numbers[1]) == ((1, 4, 5, False),)


@pytest.mark.parametrize("count", [3, 100])
def test_neighbouring_repetitions_are_all_found(count: int) -> None:
    builder = LexiconBuilder()
    phrase = builder.phrase("talks", case_sensitive=False).number
    word = builder.word("talks", "english").number
    found = builder.build().find(fold("talks " * count))
    expected = tuple((0, index, index, False) for index in range(count))
    assert found.occurrences(phrase) == found.occurrences(word) == expected


def test_a_term_without_words_matches_nothing() -> None:
    builder = LexiconBuilder()
    builder.phrase("!!", case_sensitive=False)
    lexicon = builder.build()
    assert lexicon.find(fold("!! ! x")).seen == lexicon.find(fold("")).seen == set()


@pytest.mark.parametrize(
    ("text", "shouting"),
    [
        ("GIVE US A CHANCE", True),
        ("GIVE US ALL ANOTHER CHANCE 2022 – Post", True),
        ("ПЕРЕГОВОРЫ В ВЕНЕ", True),
        ("NATO", False),
        ("US, UK, EU and NATO agree", False),
        ("Talks in Vienna", False),
        ("北约 会议", False),
        ("", False),
    ],
)
def test_shouting(text: str, *, shouting: bool) -> None:
    assert is_shouting(fold(text).cased) is shouting
