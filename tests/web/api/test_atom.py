"""Atom feeds of rules, read by a feed parser that is not ours."""

from __future__ import annotations

import io
from typing import Any

import feedparser
import requests

from monitor.model import TokenScope
from tests.web.api.conftest import TOLD, Served, new_token

PATH = "/api/v1/rules/talks/developments.atom"


def parsed(answer: requests.Response) -> Any:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found = feedparser.parse(io.BytesIO(answer.content))
    assert not found.bozo
    assert found.version == "atom10"
    return found


def test_a_feed_reader_reads_the_developments_of_a_rule(served: Served) -> None:
    token = new_token(served.site, "root", TokenScope.FEED)
    found = parsed(served.get(f"{PATH}?token={token}"))
    assert found.feed.title == "Harbour talks"
    assert [one.title for one in found.entries] == TOLD[::-1]
    assert found.entries[0].link == "http://desk.example/developments/3"
    assert found.feed.updated == found.entries[0].updated
    assert "1 item of 1 outlet: Courier" in found.entries[0].summary
    assert {one.id.partition(":")[0] for one in (found.feed, *found.entries)} == {"urn"}
    assert len({one.id for one in found.entries}) == 3
    before = {one.id for one in found.entries}
    served.site.line.clock.advance(60)
    served.site.line.tell(f"{TOLD[0]}, officials say", outlet="Herald")
    served.site.line.evaluate()
    again = parsed(served.get(f"{PATH}?token={token}"))
    assert [one.title for one in again.entries] == [TOLD[0], TOLD[2], TOLD[1]]
    assert {one.id for one in again.entries} == before
    tag = served.get(f"{PATH}?token={token}").headers["etag"]
    assert served.get(f"{PATH}?token={token}", **{"If-None-Match": tag}).status_code == 304


def test_what_titles_hold_stays_text(served: Served) -> None:
    line = served.site.line
    title = "Freedonia talks & <b>bold</b> claims ]]> \x0c about steel \ufffe ports"
    line.clock.advance(60)
    line.tell(title, outlet="Courier & <Sons>")
    line.evaluate()
    token = new_token(served.site, "root", TokenScope.FEED)
    [first, *_] = parsed(served.get(f"{PATH}?token={token}")).entries
    assert "&lt;b&gt;bold" in first.title or "<b>bold" in first.title
    assert "\x0c" not in first.title


def test_the_address_takes_tokens_of_feeds_only(served: Served) -> None:
    token = new_token(served.site, "root", TokenScope.FEED)
    for wrong in ("", "feed_x", served.admin.token):
        assert served.get(f"{PATH}?token={wrong}").status_code == 401
    assert served.get(PATH).status_code == 401
    assert served.get(f"/api/v1/me?token={token}").status_code == 401
    assert served.admin.ask("GET", "/rules/talks/developments.atom").status_code == 200
    assert served.site.admin.get(PATH).status_code == 200
    assert served.get(f"/api/v1/rules/none/developments.atom?token={token}").status_code == 404
