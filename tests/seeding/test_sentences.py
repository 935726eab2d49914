"""Sentences of a paragraph, past abbreviations, initials and quotations."""

from __future__ import annotations

import pytest

from monitor.seeding.sentences import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It begins on Jan. 12 at 9 a.m. in Geneva. It ends on Feb. 3.", 2),
        ("The U.S. Embassy closed. U.S. officials left the U.S. The rest stayed.", 3),
        ("Mr. Smith met Gen. J. D. Poe. Dr. Roe stayed.", 2),
        ("“Is it over?” she asked. “No. It is not.” He left.", 4),
        ("It cost 3.5 million. Acme Inc. said no. Acme Inc. The end.", 4),
        ("No. 10 declined to comment. The vote was 11-2.", 2),
        ("He left...\n  She stayed!  Why?", 3),
        ("", 0),
    ],
)
def test_count(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_white_space_is_collapsed() -> None:
    assert sentences(" One\n two.  Three. ") == ["One two.", "Three."]
