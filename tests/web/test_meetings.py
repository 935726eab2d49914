"""The page of meetings and its calendar, read back with the library for calendars."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import requests
import yaml
from icalendar import Calendar, Component

from monitor.model import Role
from tests.web.conftest import Site

ACTORS = {
    "actors": [
        {"id": "freedonia", "name": "Freedonia", "kind": "state"},
        {"id": "sylvania", "name": "Sylvania", "kind": "state"},
    ]
}
HOSTILE = 'Talks; "on, the" <script>alert(1)</script> \\n BEGIN:VEVENT'


def with_meetings(site: Site, **changes: object) -> None:
    """Rules with three meetings: one with a window, a hostile one, one without a day."""
    meetings = [
        {
            "id": "harbour",
            "title": "Harbour talks",
            "participants": ["freedonia", "sylvania"],
            "window": {"from": "2026-03-05", "to": "2026-03-07"},
            "place": "Portville",
            "topic": "Fishing rights",
            **changes,
        },
        {"id": "hostile", "title": HOSTILE, "participants": ["freedonia"], "date": "2026-02-20"},
        {"id": "undated", "title": "Some day", "participants": ["sylvania"]},
    ]
    rule = {"id": "talks", "title": "Any talks", "match": {"meeting": "harbour"}}
    workspace = site.line.workspace
    workspace.write("actors.yaml", yaml.safe_dump(ACTORS))
    workspace.write("meetings.yaml", yaml.safe_dump({"meetings": meetings}))
    workspace.write("more.rules.yaml", yaml.safe_dump({"rules": [{**rule, "id": "asks"}]}))
    workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.load()


def events(answer: requests.Response) -> dict[str, Component]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return {str(one["uid"]): one for one in calendar.walk("VEVENT")}


def test_a_month_is_a_table_and_meetings_say_what_is_known(site: Site) -> None:
    with_meetings(site)
    page = site.get("/meetings").text
    assert "March 2026" in page
    assert page.count('href="/meetings?show=all&amp;month=2026-03#harbour"') == 3  # each day of it
    for told in ("in 3 days", "Portville", "Fishing rights", "Freedonia, Sylvania", "Any talks"):
        assert told in page
    assert 'data-first="2026-03-05" data-last="2026-03-07"' in page
    assert "<script>alert" not in page
    assert "Talks; &#34;on" not in page  # it is over, and another month
    assert "10 days ago" in site.get("/meetings?show=past").text
    assert "no day known yet" in page
    february = site.get("/meetings?month=2026-02&show=past").text
    assert "&lt;script&gt;" in february


def test_bad_addresses_show_this_month(site: Site) -> None:
    with_meetings(site)
    for query in ("month=2026-13", "month=x", "month=0000-01", "show=<b>", "page=0", "page=9e9"):
        answer = site.get(f"/meetings?{query}")
        assert answer.status_code == 200
        assert "March 2026" in answer.text
    for month in ("1990-01", "2199-12", "9999-12"):
        assert site.get(f"/meetings?month={month}").status_code == 200


def test_developments_stand_with_their_meeting(site: Site) -> None:
    with_meetings(site)
    site.line.tell("Freedonia and Sylvania postpone Harbour talks in Portville")
    site.line.evaluate()
    page = site.get("/meetings").text
    assert 'href="/developments/1"' in page
    assert "postponed" in page
    [event] = [one for key, one in events(site.get("/meetings.ics")).items() if "harbour" in key]
    assert (event["status"], event["summary"]) == ("TENTATIVE", "Postponed: Harbour talks")
    assert "http://desk.example/developments/1" in str(event["description"])


def test_the_calendar_says_what_the_page_says(site: Site) -> None:
    with_meetings(site)
    found = events(site.get("/meetings.ics"))
    assert sorted(found) == [f"{key}@meetings.event-monitor" for key in ("harbour", "hostile")]
    event = found["harbour@meetings.event-monitor"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2026, 3, 5),
        date(2026, 3, 8),
    )
    assert (event["status"], event["location"], event["sequence"]) == ("TENTATIVE", "Portville", 0)
    assert event.decoded("dtstamp") == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert "Participants: Freedonia, Sylvania" in str(event["description"])
    hostile = found["hostile@meetings.event-monitor"]
    assert (hostile["summary"], hostile["status"]) == (HOSTILE, "CONFIRMED")
    assert hostile.decoded("dtend") == date(2026, 2, 21)


def test_changes_are_numbered_and_told_once(site: Site) -> None:
    with_meetings(site)
    first = site.get("/meetings.ics")
    same = site.get("/meetings.ics", **{"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (same.status_code, same.content) == (304, b"")
    site.line.clock.advance(3600)
    assert site.get("/meetings.ics").content == first.content
    with_meetings(site, topic="Fish")
    changed = site.get("/meetings.ics", **{"If-None-Match": first.headers["etag"]})
    event = events(changed)["harbour@meetings.event-monitor"]
    assert event["sequence"] == 0
    assert event.decoded("last-modified") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert changed.headers["last-modified"] == "Mon, 02 Mar 2026 09:00:00 GMT"
    with_meetings(site, topic="Fish", status="cancelled")
    event = events(site.get("/meetings.ics"))["harbour@meetings.event-monitor"]
    assert (event["sequence"], event["status"]) == (1, "CANCELLED")


def test_an_address_needs_no_cookie_and_ends_when_it_is_renewed(site: Site) -> None:
    with_meetings(site)
    viewer = site.visitor("vera", Role.VIEWER)

    def address() -> str:
        page = viewer.post("/meetings/subscribe", {}, shown_on="/meetings").text
        found = re.search(r'value="http://desk\.example(/calendar/cal_[0-9a-f]{64}/[^"]+)"', page)
        assert found
        return found[1]

    first = address()
    assert first.partition("/")[2] not in viewer.get("/meetings").text
    stranger = requests.get(f"{site.url}{first}", timeout=60)
    assert len(events(stranger)) == 2
    assert "no program has asked for it yet" not in viewer.get("/meetings").text
    assert requests.head(f"{site.url}{first}", timeout=60).status_code == 200
    second = address()
    assert requests.get(f"{site.url}{first}", timeout=60).status_code == 404
    assert requests.get(f"{site.url}{second}", timeout=60).status_code == 200
    viewer.post("/meetings/unsubscribe", {}, shown_on="/meetings")
    assert requests.get(f"{site.url}{second}", timeout=60).status_code == 404
    assert requests.get(f"{site.url}/meetings.ics", timeout=60).url.startswith(f"{site.url}/login")
    assert requests.get(f"{site.url}/calendar/x/meetings.ics", timeout=60).status_code == 404
