from __future__ import annotations

import pytest

from monitor.rules.folding import fold
from monitor.rules.lexicon import LexiconBuilder, is_shouting


def test_the_same_term_has_one_number() -> None:
    builder = LexiconBuilder()
    number = builder.phrase("Peace deal", case_sensitive=False)
    assert builder.phrase("PEACE-DEAL", case_sensitive=False) == number
    assert builder.phrase("Peace deal", case_sensitive=True) != number
    word = builder.word("talks", "english")
    assert builder.word("talking", "english") == word
    assert builder.word("talks", "german") != word


def test_terms_within_and_across_one_another_are_all_found() -> None:
    builder = LexiconBuilder()
    texts = ["security", "security council", "council of ministers", "un security council"]
    numbers = [builder.phrase(text, case_sensitive=False) for text in texts]
    lexicon = builder.build()
    found = lexicon.find([fold("The UN Security Council of ministers"), None])
    assert sorted(found) == sorted(numbers)
    assert found[numbers[1]][0][:3] == (0, 8, 24)


def test_neighbouring_repetitions_are_all_found() -> None:
    builder = LexiconBuilder()
    phrase = builder.phrase("talks", case_sensitive=False)
    word = builder.word("talks", "english")
    found = builder.build().find([fold("talks talks talks")])
    assert len(found[phrase]) == len(found[word]) == 3


def test_a_term_without_words_matches_nothing() -> None:
    builder = LexiconBuilder()
    builder.phrase("!!", case_sensitive=False)
    assert builder.build().find([fold("!! ! x"), fold("")]) == {}


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
