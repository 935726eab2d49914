"""An article to a draft: its people, organisations, states and meetings. Pure."""

from __future__ import annotations

from datetime import date

from monitor.seeding.actors import organisation_drafts, people, state_drafts
from monitor.seeding.article import Article
from monitor.seeding.documents import documents
from monitor.seeding.draft import Draft
from monitor.seeding.meetings import meetings
from monitor.seeding.mentions import sentences_of
from monitor.seeding.survey import survey


def read(article: Article, published: date | None = None) -> Draft:
    """Everything that an article gives.

    ``published``: the day on which it came out; without it, what the page itself says.
    """
    surveyed = survey(article.title, article.paragraphs)
    sentences = sentences_of(surveyed)
    found = meetings(sentences, published or article.published)
    named = documents(one.text for one in sentences if one.paragraph > 0)
    topics = dict.fromkeys([*(one.topic for one in found if one.topic), *named])
    return Draft(
        people=people(surveyed),
        organisations=organisation_drafts(surveyed),
        states=state_drafts(surveyed),
        meetings=found,
        topics=tuple(topics),
    )
