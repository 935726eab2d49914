"""Each resource read and written over a real server."""

from __future__ import annotations

import json
from datetime import timedelta

from monitor.model import AlertState
from monitor.store import alerts as alert_rows
from monitor.store import endpoints as endpoint_rows
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver
from tests.web.api.conftest import TOLD, Served


def test_developments_are_listed_by_what_they_are_of(served: Served) -> None:
    program = served.admin

    def ids(query: str) -> list[int]:
        return [one["id"] for one in program.get(f"/developments{query}")["data"]]

    assert ids("") == [3, 2, 1]
    assert ids("?rule=talks") == [3, 2, 1]
    assert ids("?rule=tal") == []
    assert ids("?severity=high&outlet=Courier") == [3, 2, 1]
    assert ids("?severity=critical") == ids("?outlet=Herald") == ids("?actor=x") == []
    assert ids("?state=closed") == []
    second = program.get("/developments/2")["last_told_at"]
    assert ids(f"?since={second}") == [3, 2]
    assert ids(f"?until={second}&rule=talks") == [1]
    served.site.line.clock.advance(60)
    served.site.line.tell(f"{TOLD[0]}, officials say", outlet="Herald")
    served.site.line.evaluate()
    assert ids("?outlet=Herald&rule=talks&severity=low&state=open") == [1]
    assert ids("") == [1, 3, 2]


def test_a_development_is_shown_with_items_decisions_and_alerts(served: Served) -> None:
    one = served.admin.get("/developments/1")
    assert (one["title"], one["items"], one["outlets"]) == (TOLD[0], 1, ["Courier"])
    [telling] = one["tellings"]
    assert telling["item"]["title"] == TOLD[0]
    assert (telling["decision"]["step"], telling["decision"]["development"]) == ("new", 1)
    [alert] = one["alerts"]
    assert (alert["kind"], alert["development"]) == ("new", 1)
    assert served.admin.get("/developments/1/items")["data"] == one["tellings"]


def test_developments_are_merged_and_split(served: Served) -> None:
    program = served.admin
    before = program.ask("GET", "/developments/1")
    merged = program.post("/developments/1/merge", {"others": [2], "comment": "one story"})
    assert (merged["id"], merged["items"]) == (1, 2)
    assert [one["id"] for one in program.get("/developments?rule=talks")["data"]] == [3, 1]
    assert program.get("/developments/2")["merged_into"] == 1
    [correction] = program.get("/developments/1")["corrections"]
    assert (correction["action"], correction["author"]) == ("merge", "root")
    stale = {"If-Match": before.headers["etag"]}
    refused = program.ask("POST", "/developments/1/split", json={"items": [2]}, headers=stale)
    assert refused.status_code == 412
    fresh = {"If-Match": program.ask("GET", "/developments/1").headers["etag"]}
    split = program.ask("POST", "/developments/1/split", json={"items": [2]}, headers=fresh)
    assert (split.json()["left"]["items"], split.json()["taken"]["id"]) == (1, 2)
    assert [one["id"] for one in program.get("/developments?rule=talks")["data"]] == [3, 2, 1]
    again = program.ask("POST", "/developments/1/merge", json={"others": [1]})
    assert (again.status_code, "into itself" in again.json()["detail"]) == (409, True)
    assert program.ask("POST", "/developments/77/merge", json={"others": [1]}).status_code == 404


def test_a_development_is_muted_by_a_silence(served: Served) -> None:
    program = served.admin
    silence = program.post("/developments/1/mute", {"hours": 2, "comment": "known"}, status=201)
    assert (silence["development"], silence["author"]) == (1, "root")
    assert program.get(f"/silences/{silence['id']}") == silence
    assert program.get("/silences")["data"] == [silence]
    ended = program.post(f"/silences/{silence['id']}/expire")
    assert ended["ends_at"] == ended["starts_at"]
    assert program.ask("POST", "/developments/99/mute", json={"hours": 1}).status_code == 404


def test_silences_name_what_is_known_or_everything(served: Served) -> None:
    program = served.admin
    soon = (served.site.line.clock() + timedelta(hours=1)).isoformat()

    def refusal(**body: object) -> str:
        answer = program.ask("POST", "/silences", json={"ends_at": soon, "comment": "c", **body})
        assert answer.status_code == 409, answer.text
        return str(answer.json()["detail"])

    made = program.post(
        "/silences", {"ends_at": soon, "comment": "quiet", "rule": "talks"}, status=201
    )
    assert made["rule"] == "talks"
    assert "no rule 'talk'" in refusal(rule="talk")
    assert "no tag" in refusal(tag="x")
    assert "no actor" in refusal(actor="x")
    assert "no development 9" in refusal(development=9)
    assert "outlet 'Gazette'" in refusal(outlet="Gazette")
    assert "no feed" in refusal(feed="http://x").lower()
    assert "Name what to mute" in refusal()
    assert "not both" in refusal(everything=True, rule="talks")
    assert "within a year" in refusal(everything=True, starts_at="2030-01-01T00:00:00Z")


def test_items_and_hits_are_read(served: Served) -> None:
    program = served.admin
    items = program.get("/items?feed=1")["data"]
    assert [one["title"] for one in items] == TOLD[::-1]
    assert program.get("/items?feed=2")["data"] == []
    item = program.get("/items/1")
    assert item["decision"]["development"] == 1
    [hit] = item["hits"]
    assert hit["rule"] == "talks"
    assert {one["text"] for one in hit["evidence"]} == {"Freedonia", "talks"}
    hits = program.get("/hits?rule=talks")["data"]
    assert [one["item"] for one in hits] == [3, 2, 1]
    assert hits == program.get("/hits")["data"]
    assert program.ask("GET", "/items/99").status_code == 404


def test_alerts_are_read_and_explained(served: Served) -> None:
    program = served.admin
    alerts = program.get("/alerts")["data"]
    assert [one["development"] for one in alerts] == [3, 2, 1]
    assert program.get("/alerts?development=2&kind=new&state=released")["data"] == [alerts[1]]
    assert program.get("/alerts?kind=heartbeat")["data"] == []
    assert program.get("/alerts?severity=low")["data"] == []
    one = program.get(f"/alerts/{alerts[0]['id']}")
    assert one["payload"]["data"]["alert"]["id"] == alerts[0]["id"]
    assert [each["endpoint"] for each in one["deliveries"]] == ["desk"]
    steps = program.get(f"/alerts/{alerts[0]['id']}/explanation")["steps"]
    assert [each["step"] for each in steps] == ["decided", "released", "to"]
    assert program.ask("GET", "/alerts/msg_none").status_code == 404
    assert program.ask("GET", "/alerts/msg_none/explanation").status_code == 404


def test_deliveries_are_read_and_replayed(served: Served) -> None:
    program = served.admin
    found = program.get("/deliveries?endpoint=desk&state=pending")["data"]
    assert len(found) == 3
    assert program.get(f"/deliveries?alert={found[0]['alert']}")["data"] == found[:1]
    one = program.get(f"/deliveries/{found[0]['id']}")
    assert one["tries"] == []
    path = f"/deliveries/{one['id']}/replay"
    assert "pending" in program.ask("POST", path).json()["detail"]
    assert program.ask("POST", "/deliveries/99/replay").status_code == 404
    assert program.get("/deliveries?state=dead")["data"] == []
    assert program.get("/deliveries?state=delivered")["data"] == []


def test_endpoints_are_tested_and_turned_on_again(served: Served) -> None:
    program, line = served.admin, served.site.line
    [shown] = program.get("/endpoints")["data"]
    assert (shown["id"], shown["kind"], shown["enabled"]) == ("desk", "webhook", True)
    assert "whsec" not in str(shown)
    assert "/hook" not in str(shown)
    with WebhookReceiver() as receiver:
        secret = "whsec_" + "QUFB" * 8
        line.workspace.write_endpoints({"desk": (receiver.url, secret)})
        line.load()
        assert program.post("/endpoints/desk/test")["accepted"] is True
        assert [json.loads(one.body)["type"] for one in receiver.wait_for(1)] == ["endpoint.test"]
    with line.services.store.write() as session:
        endpoint_rows.disable_endpoint(session, "desk", "it answered 410", line.clock())
    assert program.get("/endpoints/desk")["enabled"] is False
    assert program.post("/endpoints/desk/enable")["enabled"] is True
    for path in ("/endpoints/nobody/test", "/endpoints/nobody/enable"):
        assert program.ask("POST", path).status_code == 404
    failed = program.post("/endpoints/desk/test")
    assert (failed["accepted"], failed["reason"]) == (False, "connection")


def test_feeds_are_found_added_polled_and_removed(served: Served) -> None:
    program, line = served.admin, served.site.line
    with FeedServer() as server:
        server.set("/feed", rss([Entry(title="Ferry line resumes", guid="g")]))
        body = {"address": server.url("/feed"), "outlet": "Gazette", "language": "en"}
        assert program.post("/feeds", body, status=201)["added"] == [server.url("/feed")]
        assert program.post("/feeds", body, status=201)["known"] == [server.url("/feed")]
    [one] = [each for each in program.get("/feeds")["data"] if each["outlet"] == "Gazette"]
    line.poll()
    detail = program.get(f"/feeds/{one['id']}")
    assert [each["outcome"] for each in detail["last_polls"]] == ["failed"]
    failing = [each["id"] for each in program.get("/feeds?failing=true")["data"]]
    assert one["id"] in failing
    due = program.post(f"/feeds/{one['id']}/poll", status=202)
    assert due["next_poll_why"] == "asked for by hand"
    assert program.post("/polls", status=202) == {"due": 3}
    assert program.ask("DELETE", f"/feeds/{one['id']}").status_code == 204
    assert program.ask("DELETE", f"/feeds/{one['id']}").status_code == 404
    assert {each["outlet"] for each in program.get("/feeds")["data"]} == {"Courier", "Herald"}
    unnamed = program.ask("POST", "/feeds", json={"address": "http://x/f", "unchecked": True})
    assert "who publishes" in unnamed.json()["detail"]
    nothing = program.ask("POST", "/feeds", json={"address": "http://127.0.0.1:9/"})
    assert (nothing.status_code, "No feed" in nothing.json()["detail"]) == (409, True)
    [rule] = program.get("/coverage")["data"]
    assert (rule["rule"], rule["sees"]) == ("talks", False)


def test_rules_in_force_and_their_files(served: Served) -> None:
    program, line = served.admin, served.site.line
    rules = program.get("/rules")
    assert (rules["in_force"], [one["id"] for one in rules["data"]]) == (True, ["talks"])
    assert "all" in program.get("/rules/talks")["condition"]
    files = {one["name"]: one for one in program.get("/rule-files")["data"]}
    assert files["main.rules.yaml"]["shown"] is True
    assert files["endpoints.yaml"]["shown"] is False
    assert "Freedonia" in program.get("/rule-files/main.rules.yaml")["text"]
    for name in ("endpoints.yaml", "..%2Ffeeds.opml", "nobody.rules.yaml"):
        assert program.ask("GET", f"/rule-files/{name}").status_code == 404
    assert program.ask("GET", "/rules/nobody").status_code == 404
    tried = program.post("/rule-matches", {"title": "Freedonia talks", "rule": "talks"})
    assert [one["rule"] for one in tried["matches"]] == ["talks"]
    missed = program.post("/rule-matches", {"title": "Ferry line", "rule": "talks"})
    assert missed["matches"] == []
    assert missed["reasons"]
    sound = {"name": "more.rules.yaml", "text": "rules: []\n"}
    assert program.post("/rule-checks", sound)["sound"] is True
    bad = program.post("/rule-checks", {**sound, "text": "rules:\n- {id: x, nonsense: 1}\n"})
    assert bad["sound"] is False
    assert {(one["file"], one["line"]) for one in bad["problems"]} == {("more.rules.yaml", 2)}
    assert not (line.workspace.rules / "more.rules.yaml").exists()


def test_meetings_with_the_developments_that_tell_them(served: Served) -> None:
    program, line = served.admin, served.site.line
    line.workspace.write("actors.yaml", "actors: [{id: freedonia, name: Freedonia, kind: state}]\n")
    line.workspace.write(
        "meetings.yaml",
        "meetings: [{id: harbour, title: Harbour talks, participants: [freedonia],"
        " words: [talks], date: 2026-03-04}]\n",
    )
    line.load()
    assert line.services.rules.problem is None
    [meeting] = program.get("/meetings")["data"]
    assert (meeting["id"], meeting["status"]) == ("harbour", "expected")
    assert program.get("/meetings/harbour") == meeting
    assert program.ask("GET", "/meetings/other").status_code == 404


def test_health_and_oneself(served: Served) -> None:
    health = served.admin.get("/health")
    assert (health["alive"], health["counts"]["items"]) == (True, 3)
    me = served.admin.get("/me")
    assert (me["person"], me["role"], me["scope"]) == ("root", "admin", "write")


def test_held_alerts_say_until_when(served: Served) -> None:
    line = served.site.line
    with line.services.store.write() as session:
        [alert, *_] = alert_rows.list_alerts(session, limit=1)
        alert_rows.settle_alert(session, alert.id, AlertState.MUTED, "a silence", line.clock())
    [muted] = served.admin.get("/alerts?state=muted")["data"]
    assert (muted["id"], muted["why"], muted["release_at"]) == (alert.id, "a silence", None)
