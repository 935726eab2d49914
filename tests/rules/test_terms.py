from __future__ import annotations

import pytest

from monitor.rules.terms import compile_pattern, is_acronym, words_of


@pytest.mark.parametrize(
    "text", ["US", "U.S.", "U.S", "NATO", "WHO", "G7", "ОБСЕ", "ΕΕ", "UNESCO", "S400", "ЄС"]
)
def test_acronyms(text: str) -> None:
    assert is_acronym(text)


@pytest.mark.parametrize(
    "text", ["Us", "A", "2022", "Nato", "UN-led", "BRUSSELS", "U S", "", "北约", "10.01"]
)
def test_no_acronyms(text: str) -> None:
    assert not is_acronym(text)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("talk(s", "is no regular expression"),
        ("a*", "matches the empty text"),
        ("", "matches the empty text"),
        ("(?<name>x)|", "matches the empty text"),
        (r"\L<words>", "is no regular expression"),
        ("[z-a]", "is no regular expression"),
        ("(?P<a>x)(?P=b)", "is no regular expression"),
    ],
)
def test_bad_patterns(pattern: str, problem: str) -> None:
    compiled, said = compile_pattern(pattern)
    assert compiled is None
    assert said.startswith(problem)


def test_patterns_fold_case_unless_told_otherwise() -> None:
    loose, _ = compile_pattern("talks")
    strict, _ = compile_pattern("(?-i:US) talks")
    assert loose is not None
    assert strict is not None
    assert loose.search("TALKS")
    assert strict.search("US TALKS")
    assert not strict.search("us talks")


def test_words() -> None:
    assert words_of("U.S.-led talks!") == ["us", "led", "talks"]
    assert words_of("—") == []
