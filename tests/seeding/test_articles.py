"""The labelled articles: every label can be read and stands in its article's text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.seeding_labels import Article, Expected, Named, articles
from bench.seeding_score import fold, score
from monitor.seeding.draft import (
    Draft,
    DraftMeeting,
    DraftOrganisation,
    DraftPerson,
    DraftState,
)

FOLDER = Path(__file__).parent / "articles"
HALVES = ("practice", "held_out")
ALL = [article for half in HALVES for article in articles(FOLDER / half)]
NAMES = articles(FOLDER / "names")
"""Articles whose people, organisations and states alone are labelled."""

every_article = pytest.mark.parametrize("article", ALL, ids=lambda article: article.path.name)


def text(article: Article) -> str:
    """The words of the article, without menus, notices and comments."""
    source = article.path.read_text("utf-8")
    if article.path.suffix == ".html":
        inside = re.search(
            r"<h1.*?(?=</article>|</main>|<div class=\"related\">)", source, re.DOTALL
        )
        assert inside is not None
        source = html.unescape(re.sub(r"<[^>]+>", " ", inside[0]))
    return fold(source)


def occurs(name: str, where: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", where) is not None


def absent(names: Iterable[str], where: str) -> list[str]:
    return [name for name in names if not occurs(name, where)]


def entries(article: Article) -> list[Named]:
    labels = article.expected
    return [*labels.people, *labels.organisations, *labels.states]


def test_each_half_holds_ten() -> None:
    assert [len(articles(FOLDER / half)) for half in HALVES] == [10, 10]


@pytest.mark.parametrize("article", ALL + NAMES, ids=lambda article: article.path.name)
def test_labelled_names_stand_in_the_text(article: Article) -> None:
    where = text(article)
    labels = article.expected
    lost = [
        entry.name
        for entry in (*labels.people, *labels.organisations)
        if not any(occurs(name, where) for name in entry.names)
    ]
    assert lost == []
    assert all(state.seen for state in labels.states)
    assert absent((name for state in labels.states for name in state.seen), where) == []


@every_article
def test_places_and_topics_stand_in_the_text(article: Article) -> None:
    where = text(article)
    for meeting in article.expected.meetings:
        places = [place for place in meeting.place if place and "," not in place]
        assert absent(places, where) == [], meeting.title
        if topics := [topic for topic in meeting.topic if topic]:
            assert any(occurs(topic, where) for topic in topics), meeting.title


@every_article
def test_participants_are_labelled_too(article: Article) -> None:
    known = {fold(name) for entry in entries(article) for name in entry.names}
    for meeting in article.expected.meetings:
        for seat in meeting.participants:
            assert {fold(name) for name in seat} <= known, meeting.title


@every_article
def test_dates_are_near_the_publication(article: Article) -> None:
    published = article.expected.published
    for meeting in article.expected.meetings:
        for window in meeting.date:
            if window is not None:
                assert abs(window.start - published) < timedelta(days=366), meeting.title


@every_article
def test_status_agrees_with_the_date(article: Article) -> None:
    """What is only expected does not lie in the past, what was held not in the future."""
    published = article.expected.published
    for meeting in article.expected.meetings:
        windows = [window for window in meeting.date if window is not None]
        if set(meeting.status) <= {"expected"}:
            assert all(window.end >= published for window in windows), meeting.title
        if set(meeting.status) <= {"held", "agreed", "failed"}:
            assert all(window.start <= published for window in windows), meeting.title


def test_the_halves_share_no_person() -> None:
    people = [
        {
            fold(person.name)
            for article in articles(FOLDER / half)
            for person in article.expected.people
        }
        for half in HALVES
    ]
    assert not people[0] & people[1]


def perfect(expected: Expected) -> Draft:
    """What seeding would draft if it read as the labels do."""
    common: dict[str, Any] = {"confidence": 1.0, "sentence": ""}
    return Draft(
        people=tuple(
            DraftPerson(name=one.name, role=one.role, aliases=(), **common)
            for one in expected.people
        ),
        organisations=tuple(
            DraftOrganisation(name=one.name, kind="organisation", aliases=(), **common)
            for one in expected.organisations
        ),
        states=tuple(
            DraftState(name=one.name, code="", aliases=(), **common) for one in expected.states
        ),
        meetings=tuple(
            DraftMeeting(
                title=one.title,
                participants=tuple(seat[0] for seat in one.participants),
                start=one.date[0].start if one.date[0] else None,
                end=one.date[0].end if one.date[0] else None,
                place=one.place[0] if one.place else "",
                topic=one.topic[0] if one.topic else "",
                status=one.status[0],
                **common,
            )
            for one in expected.meetings
        ),
    )


@every_article
def test_reading_as_the_labels_do_is_right_in_everything(article: Article) -> None:
    found = score(perfect(article.expected), article.expected)
    assert found.faults == ()
    for kind, tally in found.tallies.items():
        assert tally.right == tally.drafted == tally.labelled, kind
