"""Sentences with their mentions, from plain text and a table of who is who."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.seeding.mention import Mention, MentionKind, Sentence

Names = Mapping[MentionKind, Mapping[str, tuple[str, ...]]]
"""Kind to canonical name to the surfaces that mean it."""

_SENTENCE_END = re.compile(r"(?<=[a-z\d”\"')][.!?])[\"”]? (?=[A-Z“\"])(?<!Jan\. )(?<!Feb\. )")


def sentences(text: str, names: Names) -> tuple[Sentence, ...]:
    """The sentences of a text; its first line is the headline if it has several lines.

    A capital behind "in" is a place, elsewhere what the table says.
    """
    table = {
        surface: (kind, name)
        for kind, entries in names.items()
        for name, surfaces in entries.items()
        for surface in (name, *surfaces)
    }
    longest_first = sorted(table, key=len, reverse=True)
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return tuple(
        Sentence(text=part, paragraph=paragraph, mentions=_mentions(part, known, table))
        for paragraph, line in enumerate(lines, start=0 if len(lines) > 1 else 1)
        for part in _SENTENCE_END.split(line)
    )


def _mentions(
    text: str, known: re.Pattern[str], table: Mapping[str, tuple[MentionKind, str]]
) -> tuple[Mention, ...]:
    found = []
    for match in known.finditer(text):
        kind, name = table[match.group()]
        if match.group() in ("Moscow", "Washington") and re.search(
            r"\bin $", text[: match.start()]
        ):
            kind, name = "place", match.group()
        found.append(
            Mention(
                start=match.start(), end=match.end(), surface=match.group(), kind=kind, name=name
            )
        )
    return tuple(found)
