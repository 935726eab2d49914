"""Independent outlets are counted, and thresholds alert once: through the real pipeline."""

from __future__ import annotations

import pytest

from monitor.model import AlertKind, ReasonCode
from monitor.pipeline.evaluate import Evaluation
from monitor.store import developments as development_rows
from tests.support.line import Line, rules_with

TALKS = "Freedonia and Sylvania open harbour talks in Portville"
WORDINGS = (
    "Harbour talks between Freedonia and Sylvania under way, first envoys reach Portville",
    "Portville hosts Sylvania delegation as Freedonia harbour talks get going",
    "Envoys of Sylvania sit down with Freedonia for talks about Portville harbour",
    "Freedonia minister greets Sylvania envoy: Portville harbour talks are on",
    "Long-awaited Portville talks: Sylvania and Freedonia discuss harbour rights",
)


@pytest.fixture
def counting(desk: Line) -> Line:
    desk.workspace.write_rules(rules_with(alert={"updates": False, "on_outlets": [3, 5]}))
    desk.load()
    return desk


def told(line: Line, title: str, outlet: str, site: str = "") -> Evaluation:
    line.clock.advance(60)
    line.tell(title, outlet=outlet, site=site)
    done = line.evaluate()
    assert done.grouped == 1
    return done


def sources(line: Line) -> int:
    with line.services.store.read() as session:
        [one] = development_rows.list_developments(session, limit=5)
    return one.sources


def test_each_threshold_alerts_once(counting: Line) -> None:
    told(counting, TALKS, "Courier")
    alerts = [told(counting, words, f"Outlet {n}").alerts for n, words in enumerate(WORDINGS)]
    assert sources(counting) == 6
    assert [len(each) for each in alerts] == [0, 1, 0, 1, 0]
    third, fifth = alerts[1][0], alerts[3][0]
    assert (third.kind, third.reason.code) == (AlertKind.UPDATE, ReasonCode.CORROBORATED)
    assert third.reason.text == "Carried by 3 independent outlets: Courier, Outlet 0, Outlet 1."
    assert fifth.reason.text.startswith("Carried by 5 independent outlets: ")


def test_copies_and_feeds_of_one_outlet_count_once(counting: Line) -> None:
    told(counting, TALKS, "Courier", "www.courier.example")
    told(counting, TALKS, "Gazette")  # the same wire text
    told(counting, WORDINGS[0], "Courier World", "world.courier.example")  # another feed of it
    told(counting, WORDINGS[1], "courier")  # the same name in other letters
    assert sources(counting) == 1
    assert told(counting, WORDINGS[2], "Herald").alerts == ()
    # The Gazette has told it as a copy only: its own words count.
    [alert] = told(counting, WORDINGS[3], "Gazette").alerts
    assert sources(counting) == 3
    assert "Courier, Gazette, Herald" in ", ".join(
        sorted(alert.reason.text.partition(": ")[2].rstrip(".").split(", "))
    )


def test_a_rule_that_comes_later_is_told_no_old_threshold(desk: Line) -> None:
    told(desk, TALKS, "Courier")
    for number, words in enumerate(WORDINGS[:3]):
        told(desk, words, f"Outlet {number}")
    desk.workspace.write_rules(rules_with(alert={"on_outlets": [3, 5]}))
    desk.load()
    [alert] = told(desk, WORDINGS[3], "Outlet 9").alerts
    assert alert.reason.text.startswith("Carried by 5")


def test_an_edit_of_an_item_counts_no_second_time(counting: Line) -> None:
    told(counting, TALKS, "Courier")
    told(counting, WORDINGS[0], "Herald")
    told(counting, WORDINGS[1], "Herald")
    assert sources(counting) == 2
