"""The page of a development over a real server: its story, and what people change about it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Role
from monitor.store import corrections, developments, silences
from monitor.store.developments import ToldMoment
from monitor.web.views.chart import MOST_BARS, draw
from tests.web.conftest import Site
from tests.web.test_now import tell

START = datetime(2026, 3, 2, 8, 20, tzinfo=UTC)


@pytest.fixture
def told(site: Site) -> Site:
    """Two developments: 1 with two items (1, 2) of two outlets, 2 with one item (3)."""
    line = site.line
    line.workspace.write_feeds(
        {"Courier": "http://c.example/feed", "Herald": "http://h.example/feed"}
    )
    line.load()
    tell(site, "Freedonia and Sylvania open harbour talks in Portville")
    line.clock.advance(3600)
    tell(site, "Harbour talks of Freedonia and Sylvania open in Portville, ministers say")
    line.clock.advance(3600)
    tell(site, "Freedonia: Zürich summit on grain begins without the president")
    with line.services.store.read() as session:
        assert list(developments.development_ids(session).values()) == [1, 1, 2]
    return site


def homes(site: Site) -> list[int]:
    with site.line.services.store.read() as session:
        found = developments.development_ids(session)
    return [found[item] for item in sorted(found)]


def test_why_each_item_is_there_is_told(told: Site) -> None:
    page = told.get("/developments/1").text
    assert page.count('class="card" id="item-') == 2
    assert "opened it" in page
    assert "<mark>Freedonia</mark>" in page
    part = told.get("/developments/1/items/2", **{"HX-Request": "true"}).text
    assert "an item joins from" in part
    assert "words in common" in part
    assert "<html" not in part
    assert "Why this item is here" in told.get("/developments/1/items/2").text
    assert told.get("/developments/1/items/3").status_code == 404
    assert told.get("/developments/9/items/1").status_code == 404


def test_alerts_say_what_became_of_them(told: Site) -> None:
    page = told.get("/developments/1").text
    assert "What became of it" in page
    assert "No route brings it to an endpoint" in page


def test_a_merge_is_confirmed_made_and_undone(told: Site) -> None:
    page = told.get("/developments/1/merge?other=2").text
    assert "Merge 2 into 1" in page
    assert homes(told) == [1, 1, 2]
    answer = told.admin.post(
        "/developments/1/merge",
        {"other": "2", "comment": "one happening"},
        shown_on="/developments/1/merge?other=2",
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/developments/1")
    assert homes(told) == [1, 1, 1]
    page = told.get("/developments/1").text
    assert "one happening" in page
    assert "came with 2" in page
    assert 'merged into <a href="/developments/1">1</a>' in told.get("/developments/2").text
    undone = told.admin.post("/developments/1/corrections/1/undo", {}, shown_on="/developments/1")
    assert undone.status_code == 303
    assert homes(told) == [1, 1, 2]
    again = told.admin.post("/developments/1/corrections/1/undo", {}, shown_on="/developments/1")
    assert again.status_code == 409
    with told.line.services.store.read() as session:
        assert [one.author for one in corrections.corrections_of(session, 1)] == ["root", "root"]


def test_a_split_is_confirmed_made_and_undone(told: Site) -> None:
    page = told.get("/developments/1/split?item=2").text
    assert "Split off 1 item" in page
    assert "ministers say" in page
    answer = told.admin.post(
        "/developments/1/split", {"item": "2"}, shown_on="/developments/1/split?item=2"
    )
    assert answer.status_code == 303
    assert homes(told) == [1, 3, 2]
    told.admin.post("/developments/1/corrections/1/undo", {}, shown_on="/developments/1")
    assert homes(told) == [1, 1, 2]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/developments/1/split", "Tick the items"),
        ("/developments/1/split?item=1&item=2", "leave one at least"),
        ("/developments/1/split?item=3", "Tick the items"),
        ("/developments/1/merge?other=99", "There is no development"),
        ("/developments/1/merge?other=x%3Cb%3E", "There is no development"),
    ],
)
def test_what_cannot_be_corrected_is_said(told: Site, path: str, said: str) -> None:
    answer = told.get(path)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_wrong_corrections_are_refused(told: Site) -> None:
    for fields, path in (
        ({"other": "1"}, "/developments/1/merge"),
        ({"other": "99"}, "/developments/1/merge"),
        ({"item": "3"}, "/developments/1/split"),
        ({}, "/developments/1/split"),
        ({"hours": "5", "comment": "x"}, "/developments/1/silences"),
    ):
        answer = told.admin.post(path, fields, shown_on="/developments/1")
        assert answer.status_code == 422, path
    assert homes(told) == [1, 1, 2]
    for path in ("/developments/99", "/developments/99/merge", "/developments/99/split"):
        assert told.get(path).status_code == 404


def test_candidates_for_a_merge_are_found_by_words(told: Site) -> None:
    page = told.get("/developments/1/merge?q=zurich").text
    assert "/developments/1/merge?other=2" in page
    assert "Nothing found" in told.get("/developments/1/merge?q=quinquereme").text


def test_a_development_is_muted_for_a_time_and_unmuted(told: Site) -> None:
    told.admin.post(
        "/developments/1/silences", {"hours": "8", "comment": "seen"}, shown_on="/developments/1"
    )
    page = told.get("/developments/1").text
    assert re.search(r"Muted until .* by root: seen", page)
    store, now = told.line.services.store, told.line.clock()
    with store.read() as session:
        [one] = silences.active_silences(session, now)
        assert (one.matcher.development_id, one.ends_at - now) == (1, timedelta(hours=8))
    path = f"/silences/{one.id}/end"
    told.admin.post(f"/developments/2{path}", {}, shown_on="/developments/1")
    with store.read() as session:
        assert silences.active_silences(session, now) == [one]  # not one of that development
    told.admin.post(f"/developments/1{path}", {}, shown_on="/developments/1")
    with store.read() as session:
        assert silences.active_silences(session, now) == []


@pytest.mark.parametrize(
    "path",
    [
        "/developments/1/merge",
        "/developments/1/split",
        "/developments/1/silences",
        "/developments/1/silences/1/end",
        "/developments/1/corrections/1/undo",
    ],
)
def test_only_editors_correct_and_only_from_our_pages(told: Site, path: str) -> None:
    viewer = told.visitor("ada", Role.VIEWER)
    fields = {"other": "2", "item": "2", "hours": "8"}
    assert viewer.post(path, fields, shown_on="/developments/1").status_code == 403
    assert told.admin.send(path, fields).status_code == 403
    assert homes(told) == [1, 1, 2]
    page = viewer.get("/developments/1").text
    assert "Merge…" not in page
    assert "Split off ticked" not in page


# ------------------------------------------------------------ the chart


def moment(hours: float, outlet: str = "Courier", title: str = "") -> ToldMoment:
    return ToldMoment(
        told_at=START + timedelta(hours=hours), outlet=outlet, title=title, summary=""
    )


def test_items_and_outlets_are_counted_by_hour() -> None:
    told = [moment(0), moment(0.5), moment(0.7, "Herald"), moment(3, "Herald")]
    chart = draw(told, [(START + timedelta(hours=1), "First report."), (START, "x")])
    assert chart is not None
    assert [bar.items for bar in chart.bars] == [2, 1, 0, 1]
    assert [bar.outlets for bar in chart.bars] == [1, 2, 2, 2]
    assert [bar.fresh for bar in chart.bars] == [("Courier",), ("Herald",), (), ()]
    assert (chart.step, chart.most, chart.outlets, len(chart.ticks)) == ("hour", 2, 2, 2)


@pytest.mark.parametrize("hours", [0, 1, 47, 48, 500, 9000, 90_000])
def test_any_span_fits(hours: float) -> None:
    chart = draw([moment(0), moment(hours)], [])
    assert chart is not None
    assert len(chart.bars) <= MOST_BARS * 10
    assert sum(bar.items for bar in chart.bars) == 2
    assert all(bar.x >= 0 and bar.x + bar.width <= 720 for bar in chart.bars)


def test_nothing_told_gives_no_chart() -> None:
    assert draw([], []) is None
