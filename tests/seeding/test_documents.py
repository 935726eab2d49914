"""Documents that articles are about."""

from __future__ import annotations

import pytest

from monitor.seeding.documents import documents


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("They met on the draft agreements that Moscow published.", ("draft agreements",)),
        ("The proposed fisheries bill goes to the house.", ("proposed fisheries bill",)),
        ("He called the Minsk agreements dead.", ("Minsk agreements",)),
        (
            "The Paris Agreement and the Kyoto Protocol stand.",
            ("Paris Agreement", "Kyoto Protocol"),
        ),
        ("Under the New START Treaty both count warheads.", ("New START Treaty",)),
        ("They are in agreement and plan to draft a reply.", ()),
        ("A deal is near.", ()),
        ("Those agreements also held the measures.", ()),
    ],
)
def test_documents(sentence: str, found: tuple[str, ...]) -> None:
    assert documents([sentence]) == found


def test_each_is_named_once() -> None:
    assert documents(["A draft treaty.", "The draft treaty again."]) == ("draft treaty",)
