"""The mentions of an article: where each actor and place stands, under which one name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from monitor.seeding.mention import Mention, MentionKind, Sentence
from monitor.seeding.passage import Passage, SpanKind
from monitor.seeding.survey import Survey, survey

_KINDS: Final[dict[SpanKind, MentionKind]] = {
    "person": "person",
    "organisation": "organisation",
    "body": "body",
    "state": "state",
    "demonym": "state",
    "seat": "state",
    "place": "place",
}


def mentions(title: str, paragraphs: Sequence[str]) -> tuple[Sentence, ...]:
    """The sentences of a headline ("" for none) and paragraphs, each with its mentions."""
    return sentences_of(survey(title, paragraphs))


def sentences_of(read: Survey) -> tuple[Sentence, ...]:
    """The sentences of an article that has been read."""
    return tuple(_sentence(passage) for passage in read.passages)


def _sentence(passage: Passage) -> Sentence:
    found = []
    for span in sorted(passage.spans, key=lambda span: span.first):
        kind = _KINDS.get(span.kind)
        if kind is None:
            continue
        found.append(
            Mention(
                start=passage.tokens[span.first].start,
                end=passage.tokens[span.last - 1].end,
                surface=passage.surface(span.first, span.last),
                kind=kind,
                name=span.name,
            )
        )
    return Sentence(text=passage.text, paragraph=passage.paragraph, mentions=tuple(found))
