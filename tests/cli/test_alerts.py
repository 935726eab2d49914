"""``monitor alerts explain`` and ``monitor silence``, as a person runs them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import ConfigError
from monitor.model import Alert, AlertState, EndpointHold, HoldReason
from monitor.store import alerts as alert_rows
from monitor.store import holds as hold_rows
from monitor.store.engine import open_store
from tests.cli.conftest import Desk


def the_alert(desk: Desk) -> Alert:
    store = open_store(desk.workspace.database_url)
    with store.read() as session:
        [alert] = alert_rows.list_alerts(session, limit=5)
    store.close()
    return alert


def settle(desk: Desk, state: AlertState, text: str) -> None:
    store = open_store(desk.workspace.database_url)
    alert = the_alert(desk)
    with store.write() as session:
        alert_rows.settle_alert(session, alert.id, state, text, alert.created_at)
    store.close()


def test_explains_an_alert_that_went_out(desk: Desk) -> None:
    alert = the_alert(desk)
    for asked in ((alert.id,), ("--item", str(alert.item_id)), ("--development", "1")):
        shown = desk.run("alerts", "explain", *asked)
        assert "RELEASED  Freedonia and Sylvania open harbour talks" in shown
        assert "decided   Mon 02 Mar 2026 08:00:00 UTC: new, high. First report of this" in shown
        assert "Asked for by talks." in shown
        assert "to        desk: about to be sent" in shown


def test_explains_why_an_item_was_kept_quiet(desk: Desk) -> None:
    assert "Item 2 raised no alert: It is a copy of a text" in desk.run(
        "alerts", "explain", "--item", "2"
    )
    assert "Item 2 raised no alert" in desk.run("alerts", "explain", "--development", "1")


def test_explains_what_was_muted(desk: Desk) -> None:
    settle(desk, AlertState.MUTED, "Silenced until 2026-03-02 09:00 UTC by Ana: drill.")
    shown = desk.run("alerts", "explain", the_alert(desk).id)
    assert "MUTED  " in shown
    assert "muted     Mon 02 Mar 2026 08:00:00 UTC: Silenced until" in shown
    assert "muted: Silenced until" in desk.run("alerts", "list")
    told = desk.json("alerts", "explain", the_alert(desk).id)
    assert told["alerts"][0]["state"] == "muted"
    [listed] = desk.json("alerts", "list", "--state", "muted")
    assert listed["why"] == "Silenced until 2026-03-02 09:00 UTC by Ana: drill."
    assert desk.run("alerts", "list", "--state", "held") == "No alerts.\n"


def test_explains_what_waits_for_an_endpoint_and_what_a_digest_told(desk: Desk) -> None:
    store = open_store(desk.workspace.database_url)
    alert = the_alert(desk)
    now = alert.created_at
    hold = EndpointHold(
        alert_id=alert.id,
        endpoint_id="archive",
        why=HoldReason.DIGEST,
        text="for the hourly digest of 09:00",
        until=now + timedelta(hours=1),
        digest_over=0,
        created_at=now,
    )
    with store.write() as session:
        hold_rows.add_holds(session, [hold])
    assert "waits     archive: for the hourly digest of 09:00." in desk.run(
        "alerts", "explain", alert.id
    )
    [one] = desk.json("alerts", "explain", alert.id)["alerts"]
    assert one["waits"] == [
        {
            "endpoint": "archive",
            "why": "digest",
            "until": "2026-03-02 09:00:00+00:00",
            "ended_at": None,
            "into": None,
        }
    ]
    assert [each["endpoint"] for each in one["deliveries"]] == ["desk"]
    with store.write() as session:
        hold_rows.end_holds(session, "archive", [alert.id], hold.until, into_id="msg_9")
    store.close()
    assert "waited    archive: for the hourly digest of 09:00; told in the digest msg_9, " in (
        desk.run("alerts", "explain", alert.id)
    )


@pytest.mark.parametrize(
    "asked", [(), ("msg_1",), ("--item", "99"), ("--development", "99"), ("m", "--item", "1")]
)
def test_explains_nothing_that_there_is_not(desk: Desk, asked: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError):
        desk.run("alerts", "explain", *asked)


def test_a_silence_names_what_it_mutes(desk: Desk) -> None:
    start = datetime.now(UTC) + timedelta(days=1)
    added = desk.run(
        *("silence", "add", "--hours", "2", "--comment", "drill", "--author", "Ana"),
        *("--severity", "medium", "--development", "1", "--outlet", "courier"),
        *("--start", f"{start:%Y-%m-%d %H:%M}"),
    )
    assert "severity medium and less, development 1, outlet courier from " in added
    [one] = desk.json("silence", "list")
    assert (one["rule"], one["max_severity"], one["development_id"]) == ("*", "medium", 1)
    assert "to come" in desk.run("silence", "list")


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ((), "name what to mute"),
        (("--rule", "talk"), "there is no rule"),
        (("--tag", "sport"), "there is no tag"),
        (("--actor", "ruritania"), "there is no actor"),
        (("--development", "9"), "there is no development"),
        (("--outlet", "Nobody"), "no feed is of an outlet"),
        (("--feed", "http://nobody.example/rss"), "no feed has the address"),
        (("--rule", "*", "--start", "2020-01-01 00:00"), "over already"),
    ],
)
def test_a_silence_that_would_mute_nothing_is_refused(
    desk: Desk, named: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        desk.run("silence", "add", "--hours", "1", "--comment", "drill", *named)
    assert desk.json("silence", "list") == []
