"""The pages of deliveries over real endpoints: replays, tests, enabling, silences, not sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.alerts.signing import new_secret
from monitor.model import AlertState, DeliveryState, Role
from monitor.pipeline.deliver import lease_s, record, send_delivery
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import silences as silence_rows
from tests.support.webhook_receiver import WebhookReceiver
from tests.web.conftest import Site

SECRET = new_secret(os.urandom(32))
HOSTILE = "Freedonia talks <script>alert(1)</script> in the harbour"


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as opened:
        yield opened


def told(site: Site, receiver: WebhookReceiver, *titles: str) -> None:
    """Alerts of these titles, for one endpoint."""
    site.line.workspace.write_endpoints({"desk": (receiver.url, SECRET)})
    site.line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.load()
    for title in titles:
        site.line.tell(title)
        site.line.clock.advance(60)
        site.line.evaluate()


def send_due(site: Site) -> None:
    """Send what is due, as the daemon does."""
    services = site.line.services
    with services.store.write() as session:
        due = delivery_rows.claim_due(
            session,
            now=site.line.clock(),
            owner=services.owner,
            lease_s=lease_s(5.0),
            room={"desk": 100},
        )
    endpoints = {one.id: one for one in services.rules.active.rule_set.endpoints}
    sent = [
        send_delivery(
            one,
            endpoints[one.endpoint_id],
            channels=services.channels,
            clock=site.line.clock,
            deadline_s=5.0,
            jitter=0.5,
        )
        for one in due
    ]
    with services.store.write() as session:
        record(session, sent, owner=services.owner, now=site.line.clock())


def state_of(site: Site, delivery_id: int) -> DeliveryState:
    with site.line.services.store.read() as session:
        found = delivery_rows.get_delivery(session, delivery_id)
    assert found is not None
    return found.state


def killed(site: Site, receiver: WebhookReceiver) -> None:
    """One dead delivery: it was refused on all ten attempts."""
    told(site, receiver, HOSTILE)
    receiver.script = [500] * 10
    for _ in receiver.script[:]:
        send_due(site)
        with site.line.services.store.read() as session:
            found = delivery_rows.get_delivery(session, 1)
        assert found is not None
        site.line.clock.set(found.next_attempt_at or site.line.clock())
    assert state_of(site, 1) is DeliveryState.DEAD


def test_the_outbox_lists_what_was_told_and_how_endpoints_do(
    site: Site, receiver: WebhookReceiver
) -> None:
    told(site, receiver, HOSTILE, "Freedonia summit on fishing opens")
    page = site.get("/deliveries").text
    assert "<dt>Waiting</dt><dd>2</dd>" in page
    send_due(site)
    page = site.get("/deliveries").text
    assert '<dd>100% <span class="quiet">of 2</span></dd>' in page
    assert "Freedonia talks &lt;script&gt;" in page
    assert receiver.url not in page
    assert receiver.base_url.removeprefix("http://") in page
    assert 'aria-label="Delivery 1"' not in site.get("/deliveries?state=dead").text
    assert 'aria-label="Delivery 1"' in site.get("/deliveries?before=2&endpoint=desk").text
    for query in (
        "before=0",
        "before=-1",
        "state=<b>",
        "endpoint=x&alert=%00",
        "before=" + "9" * 30,
    ):
        assert site.get(f"/deliveries?{query}").status_code == 200


def test_a_delivery_shows_answers_and_the_payload_as_sent(
    site: Site, receiver: WebhookReceiver
) -> None:
    told(site, receiver, HOSTILE)
    receiver.script = [503]
    receiver.headers["Retry-After"] = "120"
    send_due(site)
    page = site.get("/deliveries/1").text
    for said in ("503", "server", "asked to wait: 120", "Next try", "development.new"):
        assert said in page
    assert "<script>alert" not in page
    [received] = receiver.received
    assert received.headers["webhook-id"] in page
    assert site.get("/deliveries/99").status_code == 404


def test_an_admin_sends_again_and_the_receiver_gets_the_same_id(
    site: Site, receiver: WebhookReceiver
) -> None:
    killed(site, receiver)
    sent = site.admin.post("/deliveries/1/replay", {}, shown_on="/deliveries/1")
    assert sent.status_code == 303
    assert state_of(site, 1) is DeliveryState.PENDING
    send_due(site)
    assert state_of(site, 1) is DeliveryState.DELIVERED
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    again = site.admin.post("/deliveries/99/replay", {}, shown_on="/account")
    assert again.status_code == 409


def test_dead_ones_of_a_time_are_sent_again(site: Site, receiver: WebhookReceiver) -> None:
    killed(site, receiver)

    def replay(**fields: str) -> tuple[int, str]:
        answer = site.admin.post("/deliveries/replay", fields, shown_on="/deliveries")
        return answer.status_code, answer.headers.get("location", answer.text)

    assert replay(since="2026-04-01T00:00")[0] == 422  # it would end before it begins
    for wrong in ({"since": ""}, {"since": "yesterday"}, {"since": "2026-03-02", "until": "x"}):
        assert replay(**wrong)[0] == 422
    assert "No dead delivery" in replay(since="2026-03-03T00:00")[1]
    assert "No dead delivery" in replay(since="2026-03-01T00:00", endpoint="other")[1]
    assert replay(since="2026-03-01T00:00", endpoint="desk") == (303, "/deliveries?again=1")
    assert "1 delivery sent again" in site.get("/deliveries?again=1").text
    assert state_of(site, 1) is DeliveryState.PENDING


def test_a_test_message_tells_how_it_was_answered(site: Site, receiver: WebhookReceiver) -> None:
    told(site, receiver)

    def test(endpoint: str = "desk") -> str:
        fields = {"endpoint": endpoint}
        return site.admin.post("/deliveries/endpoints/test", fields, shown_on="/deliveries").text

    assert "desk accepted the test message: 200" in test()
    receiver.script = [401]
    assert "desk did not take the test message. auth" in test()
    assert b"endpoint.test" in receiver.received[0].body
    assert "there is no endpoint &#39;&lt;x&gt;&#39;" in test("<x>").casefold()


def test_a_disabled_endpoint_is_enabled(site: Site, receiver: WebhookReceiver) -> None:
    told(site, receiver)
    with site.line.services.store.write() as session:
        endpoint_rows.disable_endpoint(
            session, "desk", "It answered 410 <Gone>.", site.line.clock()
        )
    assert "It answered 410 &lt;Gone&gt;." in site.get("/deliveries").text
    fields = {"endpoint": "desk"}
    path = "/deliveries/endpoints/enable"
    assert site.admin.post(path, fields, shown_on="/deliveries").status_code == 303
    assert "Disabled since" not in site.get("/deliveries").text
    assert site.admin.post(path, fields, shown_on="/deliveries").status_code == 409


def test_a_silence_is_made_checked_and_ended(site: Site, receiver: WebhookReceiver) -> None:
    told(site, receiver, HOSTILE)
    editor = site.visitor("ed", Role.EDITOR)

    def add(**fields: str) -> tuple[int, str]:
        filled = {"hours": "2", "comment": "<b>known</b>", **fields}
        answer = editor.post("/deliveries/silences", filled, shown_on="/deliveries/silences")
        return answer.status_code, answer.text

    refused = [
        ({}, "name what to mute"),
        ({"rule": "talk"}, "did you mean talks?"),
        ({"rule": "talks", "comment": " "}, "say why"),
        ({"rule": "talks", "hours": "-1"}, "is no number of hours"),
        ({"rule": "talks", "hours": "nan"}, "is no number of hours"),
        ({"rule": "talks", "starts_at": "2020-01-01T00:00"}, "over already"),
        ({"rule": "talks", "starts_at": "soon"}, "is no moment"),
        ({"development": "7"}, "there is no development 7"),
        ({"development": "x"}, "there is no development"),
        ({"outlet": "Nobody"}, "no feed is of an outlet"),
        ({"actor": "x"}, "there is no actor"),
        ({"severity": "x"}, "there is no severity"),
    ]
    for fields, said in refused:
        status, text = add(**fields)
        assert (status, said in text.casefold()) == (422, True), (fields, said)
        assert "&lt;b&gt;known" in text or fields.get("comment")
    assert add(rule="talks")[0] == 303
    assert add(outlet="courier", development="1", starts_at="2026-03-05T10:00")[0] == 303
    page = site.get("/deliveries/silences").text
    for said in ("in force", "to come", "&lt;b&gt;known&lt;/b&gt;", "ed,"):
        assert said in page
    ended = editor.post("/deliveries/silences/1/expire", {}, shown_on="/deliveries/silences")
    assert ended.status_code == 303
    with site.line.services.store.read() as session:
        assert silence_rows.active_silences(session, site.line.clock()) == []
    again = editor.post("/deliveries/silences/1/expire", {}, shown_on="/deliveries/silences")
    assert again.status_code == 409


def test_alerts_not_sent_say_why(site: Site, receiver: WebhookReceiver) -> None:
    told(site, receiver)
    with site.line.services.store.write() as session:
        silence_rows.add_silence(
            session,
            rule_id="talks",
            starts_at=site.line.clock(),
            ends_at=site.line.clock() + timedelta(hours=5),
            author="ada",
            comment="told <i>by radio</i>",
        )
    site.line.tell(HOSTILE)
    site.line.clock.advance(60)
    site.line.evaluate()
    with site.line.services.store.read() as session:
        [alert] = alert_rows.list_alerts(session, limit=5)
    assert alert.state is AlertState.MUTED
    page = site.get("/deliveries/unsent").text
    assert "told &lt;i&gt;by radio" in page
    assert f"/deliveries/alerts/{alert.id}" in page
    assert alert.id not in site.get("/deliveries/unsent?state=held").text
    assert alert.id not in site.get(f"/deliveries/unsent?before={alert.id}").text
    steps = site.get(f"/deliveries/alerts/{alert.id}").text
    assert "<dt>muted</dt>" in steps
    assert "&lt;script&gt;" in steps
    assert site.get("/deliveries/alerts/msg_x").status_code == 404


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/deliveries/1/replay", Role.EDITOR),
        ("/deliveries/replay", Role.EDITOR),
        ("/deliveries/endpoints/test", Role.EDITOR),
        ("/deliveries/endpoints/enable", Role.EDITOR),
        ("/deliveries/silences", Role.VIEWER),
        ("/deliveries/silences/1/expire", Role.VIEWER),
    ],
)
def test_who_may_not_changes_nothing(
    site: Site, receiver: WebhookReceiver, path: str, role: Role
) -> None:
    told(site, receiver, HOSTILE)
    visitor = site.visitor("ed", role)
    fields = {"endpoint": "desk", "since": "2020-01-01", "rule": "talks", "hours": "1"}
    assert visitor.post(path, fields, shown_on="/account").status_code == 403
    assert visitor.send(path, fields).status_code == 403
    assert receiver.received == []
    page = visitor.get("/deliveries").text + visitor.get("/deliveries/1").text
    assert "Send" not in page
