from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.document import MAX_DEPTH, MAX_FILE_BYTES, field_name, read_document


def test_values_and_their_lines() -> None:
    text = "# first\nrules:\n  - id: no\n    tags: [a,\n      b]\n    title: |\n      long\n  - ~\n"
    document, problems = read_document(text.encode(), "x.rules.yaml")
    assert problems == []
    assert document is not None
    assert document.data == {"rules": [{"id": "no", "tags": ["a", "b"], "title": "long\n"}, None]}
    assert document.line(("rules",)) == 2
    assert document.line(("rules", 0, "id")) == 3
    assert document.line(("rules", 0, "tags", 1)) == 5
    assert document.line(("rules", 0, "title")) == 6
    assert document.line(("rules", 1)) == 8
    assert document.line(("rules", 0, "absent", 3)) == 3


@pytest.mark.parametrize("text", ["no", "yes", "1917", "1e3", "2022-01-10", "0x1F", "true"])
def test_scalars_stay_text(text: str) -> None:
    document, _ = read_document(f"a: {text}".encode(), "x")
    assert document is not None
    assert document.data == {"a": text}


@pytest.mark.parametrize("text", ["a:", "a: ~", "a: null"])
def test_nothing_is_none(text: str) -> None:
    document, _ = read_document(text.encode(), "x")
    assert document is not None
    assert document.data == {"a": None}


def test_a_quoted_nothing_is_text() -> None:
    document, _ = read_document(b"a: ''\nb: 'null'", "x")
    assert document is not None
    assert document.data == {"a": "", "b": "null"}


@pytest.mark.parametrize("raw", [b"", b"# only a comment\n", b"\xef\xbb\xbf# mark\n", b"---\n"])
def test_an_empty_file_is_no_error(raw: bytes) -> None:
    document, problems = read_document(raw, "x")
    assert problems == []
    assert document is not None
    assert document.data is None


def test_a_repeated_key_leaves_the_rest_readable() -> None:
    document, problems = read_document(b"a: 1\nb: 2\na: {c: [3]}\nd: 4\n", "x")
    assert document is not None
    assert [problem.line for problem in problems] == [3]
    assert document.data["d"] == "4"


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_deep_nesting_is_refused(opening: str) -> None:
    document, problems = read_document((opening * 100_000).encode(), "x")
    assert document is None
    assert len(problems) == 1


def test_the_depth_limit_is_exact() -> None:
    fits = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read_document(fits.encode(), "x")[1] == []
    (problem,) = read_document(f"[{fits}]".encode(), "x")[1]
    assert "50 levels" in problem.message


def test_a_large_file_is_refused_and_the_largest_allowed_is_quick() -> None:
    (problem,) = read_document(b"#" * (MAX_FILE_BYTES + 1), "x")[1]
    assert "larger than 1024 KiB" in problem.message
    started = time.perf_counter()
    document, problems = read_document(b"- a\n" * (MAX_FILE_BYTES // 4), "x")
    assert document is not None
    assert problems == []
    assert time.perf_counter() - started < 20  # about one second on an idle machine


@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"#?,%@`\n\t ~", max_size=60))
def test_no_input_is_a_crash(raw: bytes | str) -> None:
    data = raw.encode() if isinstance(raw, str) else raw
    document, problems = read_document(data, "x")
    assert document is not None or problems
    assert all(problem.file == "x" for problem in problems)


def test_field_names() -> None:
    assert field_name(("rules", 2, "match", "all", 0, "actor")) == "rules[2].match.all[0].actor"
    assert field_name(()) == ""
