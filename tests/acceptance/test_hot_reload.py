"""Rules edited under a running daemon: broken, repaired, and widened to what is old."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from monitor.alerts.signing import new_secret
from monitor.store import hits as hit_rows
from monitor.store.engine import open_store
from tests.support.daemon_process import RULES, DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

OLD = Entry(title="Harvest festival opens in the old town", guid="q1")
TALKS = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")
FRAUD = Entry(title="Honey fraud uncovered at the border of Ruritania", guid="h1")


def rules(**words: str) -> dict[str, object]:
    """The standard rule and one for each word, which takes what is old too."""
    more = [
        {"id": id_, "title": id_, "match": word, "alert": {"backlog": "7d"}}
        for id_, word in words.items()
    ]
    return {"rules": [*RULES["rules"], *more]}


def test_rules_are_edited_while_it_runs(tmp_path: Path) -> None:
    workspace, secret = Workspace(tmp_path), new_secret(os.urandom(32))
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([OLD]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            daemon.wait_event("poll.new")
            wait_until(lambda: len(feeds.requests) >= 2, what="the item judged", of=daemon)

            workspace.write_rules(rules(harvest="harvest festival"))
            widened = daemon.wait_event("rules.in_force", rules=2)["revision"]
            seen = len(feeds.requests)
            wait_until(lambda: len(feeds.requests) >= seen + 3, what="more polls", of=daemon)
            assert receiver.received == []

            workspace.write("main.rules.yaml", "rules:\n  - id: talks\n    titel: Talks\n")
            refused = daemon.wait_event("rules.refused")
            assert refused["in_force"] == widened
            feeds.set("/a", rss([OLD, TALKS]))
            receiver.wait_for(1)
            assert daemon.get("/readyz").json()["problems"]["rules"]

            workspace.write_rules(rules(harvest="harvest festival", fraud="honey fraud"))
            repaired = daemon.wait_event("rules.in_force", rules=3)["revision"]
            feeds.set("/a", rss([OLD, TALKS, FRAUD]))
            receiver.wait_for(2)
            assert daemon.terminate(timeout_s=30)[0] == 0
    assert [one["data"]["item"]["title"] for one in receiver.verified] == [TALKS.title, FRAUD.title]
    with closing(open_store(workspace.database_url)) as store, store.read() as session:
        found = {
            stored.item.title: (hit.rule_id, hit.revision[:12])
            for hit, stored in hit_rows.list_hits(session, limit=10)
        }
    assert found == {TALKS.title: ("talks", widened), FRAUD.title: ("fraud", repaired)}
