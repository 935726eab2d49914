from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.views.text_diff import DiffLine, diff_texts

TEXTS = st.lists(st.sampled_from(["", "a", "a b", "a c", "rules:"]), max_size=30).map("\n".join)


def text(line: DiffLine) -> str:
    return "".join(piece.text for piece in line.pieces)


def test_words_that_differ_are_marked() -> None:
    change = diff_texts("a: 1\nseverity: low # x\nz", "a: 1\nseverity: high # x\nz\nnew")
    kinds = [(one.kind, text(one)) for one in change.lines]
    assert kinds == [
        ("same", "a: 1"),
        ("removed", "severity: low # x"),
        ("added", "severity: high # x"),
        ("same", "z"),
        ("added", "new"),
    ]
    assert [piece.text for piece in change.lines[1].pieces if piece.changed] == ["low"]
    assert [piece.text for piece in change.lines[2].pieces if piece.changed] == ["high"]
    assert (change.lines[2].new, change.lines[2].old) == (2, None)
    assert (change.added, change.removed) == (2, 1)


def test_what_is_far_away_is_left_out() -> None:
    old = "\n".join(map(str, range(100)))
    change = diff_texts(old, old.replace("50", "fifty"))
    assert [one.kind for one in change.lines].count("same") == 6
    assert (change.lines[0].kind, change.lines[-1].kind) == ("gap", "gap")
    assert diff_texts(old, old).lines == ()


@given(TEXTS, TEXTS)
def test_both_texts_can_be_told_from_a_diff(old: str, new: str) -> None:
    change = diff_texts(old, new)
    assert change.differs is (old != new)
    for kind, of in (("removed", old), ("added", new)):
        lines = of.split("\n")
        for one in change.lines:
            number = one.old if kind == "removed" else one.new
            if one.kind in (kind, "same"):
                assert number is not None
                assert lines[number - 1] == text(one)
