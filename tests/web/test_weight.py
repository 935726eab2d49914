"""What a browser fetches for a page, none of it compressed: the page, its styles, its scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.store.builders import add_development
from tests.support.documents import Entry
from tests.web.conftest import Site
from tests.web.test_pages import feed_in

LONGEST = 100_000
"""Bytes. The editor of rule files is not counted: it is fetched after its page, which is already
of use without it (a text area), by people who may edit, and a browser keeps it."""

PATHS = (
    "/",
    "/developments/1",
    "/developments/1/merge",
    "/items?q=freedonia",
    "/meetings",
    "/rules",
    "/rules/rule/talks",
    "/rules/try",
    "/rules/new",
    "/rules/seed",
    "/rules/files/main.rules.yaml",
    "/rules/files/main.rules.yaml/history",
    "/feeds",
    "/feeds/1",
    "/feeds/coverage",
    "/deliveries",
    "/account",
    "/login",
)


@pytest.fixture
def busy(site: Site) -> Site:
    """A day with more developments than a page shows, and one that is told more often than that."""
    now = site.line.services.clock()
    story = [
        Entry(
            title=f"Freedonia talks with Sylvania on fishing rights reach day {number}",
            guid=f"s{number}",
            link=f"https://courier.example/world/freedonia-sylvania-talks-fishing-day-{number}",
            summary="Envoys of Freedonia and Sylvania met in Portville for talks. " * 10,
            published=now - timedelta(minutes=number),
        )
        for number in range(40)
    ]
    feed_in(site, *story)
    with site.line.services.store.write() as session:
        for number in range(40):
            title = f"Ministers of number {number} tell of what they did today and of what is next"
            add_development(session, title, now=now)
    return site


def linked(html: str) -> set[str]:
    """The styles and scripts that a page names."""
    return set(re.findall(r'"(/static/[^"]+[.](?:css|js))"', html))


def test_pages_weigh_less_than_100_kb(busy: Site) -> None:
    assert 'rel="next"' in busy.get("/").text
    assert 'rel="next"' in busy.get("/developments/1").text
    sizes: dict[str, int] = {}
    heavy: dict[str, int] = {}
    for path in PATHS:
        page = busy.get(path) if path != "/login" else busy.visitor().get(path)
        assert page.status_code == 200, path
        names = linked(page.text)
        assert "/static/style.css" in names
        for name in names - sizes.keys():
            sizes[name] = len(busy.get(name).content)
        weight = len(page.content) + sum(sizes[name] for name in names)
        if weight > LONGEST:
            heavy[path] = weight
    assert heavy == {}


def test_the_editor_is_fetched_after_its_page_only(busy: Site) -> None:
    edited = busy.get("/rules/files/main.rules.yaml").text
    assert '<script type="module" src="/static/pages/rules_editor.js">' in edited
    assert "codemirror" not in edited
    assert '<textarea id="text"' in edited
    for path in PATHS:
        if not path.startswith(("/rules/files/", "/rules/new")):
            assert "rules_editor" not in busy.get(path).text, path
