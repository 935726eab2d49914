"""``monitor seed`` as a person and a machine use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError, FetchError
from monitor.rules.loading import load_rule_set
from tests.cli.conftest import Desk
from tests.support.feed_server import FeedServer

ARTICLE = """Elders weigh a border accord

VIENNA, 3 May - Estonian Foreign Minister Kaja Tamm will meet her Finnish counterpart, Eero Salo, in
Tallinn on 12 May to discuss fishing rights, the ministry said.

Tamm, 51, told reporters that the European Union supports the talks.
"""


@pytest.fixture
def article(desk: Desk) -> Path:
    path = desk.workspace.folder / "article.txt"
    path.write_text(ARTICLE)
    return path


def test_what_is_found_is_printed_for_machines_and_nothing_written(
    desk: Desk, article: Path
) -> None:
    before = sorted(desk.workspace.rules.iterdir())
    found = desk.json("seed", str(article), "--published", "2027-05-04")
    assert {"people", "organisations", "states", "meetings"} <= found.keys()
    people = {one["name"]: one for one in found["people"]}
    assert "Kaja Tamm" in people
    assert "Foreign Minister" in people["Kaja Tamm"]["role"]
    assert 0 < people["Kaja Tamm"]["confidence"] <= 1
    assert "Kaja Tamm" in people["Kaja Tamm"]["sentence"]
    assert {"EE", "FI"} <= {one["code"] for one in found["states"]}
    [meeting] = [one for one in found["meetings"] if one["date"]]
    assert (meeting["date"], meeting["place"], meeting["status"]) == (
        "2027-05-12",
        "Tallinn",
        "expected",
    )
    assert sorted(desk.workspace.rules.iterdir()) == before


def test_drafts_are_shown_written_and_loaded_and_a_second_run_adds_nothing(
    desk: Desk, article: Path
) -> None:
    arguments = ("seed", str(article), "--published", "2027-05-04")
    shown = desk.run(*arguments, "--dry-run")
    assert "+++ b/actors.yaml" in shown
    assert "Would be written" in shown
    assert not (desk.workspace.rules / "actors.yaml").exists()
    assert "Written" in desk.run(*arguments)
    rule_set = load_rule_set(desk.workspace.rules, environ=None)
    assert "tamm" in {actor.id for actor in rule_set.actors}
    assert "nothing to write" in desk.run(*arguments)


def test_an_article_by_address_comes_through_the_guarded_client(desk: Desk) -> None:
    with FeedServer() as server:
        page = f"<html><body><article><p>{ARTICLE}</p></article></body></html>"
        server.set("/a", page, content_type="text/html")
        found = desk.json("seed", server.url("/a"), "--published", "2027-05-04")
        assert found["people"]
        with pytest.raises(FetchError, match="404"):
            desk.run("seed", server.url("/gone"))


def test_what_cannot_be_read_is_said_so(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        desk.run("seed", "nowhere.txt")
    empty = desk.workspace.folder / "empty.txt"
    empty.write_text("")
    with pytest.raises(ConfigError, match="no text"):
        desk.run("seed", str(empty))
    dull = desk.workspace.folder / "dull.txt"
    dull.write_text("It was a mild day and nothing at all happened to anybody.")
    desk.run("seed", str(dull), code=1)
