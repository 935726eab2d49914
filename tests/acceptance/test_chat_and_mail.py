"""The real daemon telling people by push and by mail, with a hostile title and a busy service."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import yaml

from monitor.model import Attempt, AttemptReason, Delivery, DeliveryState
from monitor.store import deliveries, open_store
from tests.support.chat_service import ChatService
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.mail_server import MailServer

TOKENS = ("topic-7f3a9c", "hunter-4b1d")
TALKS = Entry(
    title="Freedonia and Sylvania open harbour talks @everyone\nBcc: x@victim.example",
    guid="t1",
    summary="Delegations met in the capital on Monday.",
)
SHOWN = "Freedonia and Sylvania open harbour talks @everyone Bcc: x@victim․example"


def told(workspace: Workspace) -> dict[str, tuple[Delivery, list[Attempt]]]:
    with closing(open_store(workspace.database_url)) as store, store.read() as session:
        return {
            one.endpoint_id: (one, deliveries.attempts_of(session, one.id))
            for one in deliveries.list_deliveries(session, limit=10)
        }


def test_each_service_is_a_delivery_of_its_own_and_no_secret_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with (
        FeedServer() as feeds,
        ChatService(status=429, headers={"Retry-After": "1"}, answer=f"busy: {TOKENS[0]}") as push,
        MailServer() as mail,
    ):
        feeds.set("/a", rss([TALKS]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        urls = {
            "push": f"ntfy://bob:{TOKENS[1]}@127.0.0.1:{push.port}/{TOKENS[0]}",
            "mail": f"mailto://127.0.0.1:{mail.port}/?from=monitor@desk.example&to=a@desk.example",
        }
        entries = [{"id": key, "apprise": url} for key, url in urls.items()]
        workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": entries}))
        with DaemonProcess(workspace) as daemon:
            wait_until(lambda: push.posted and mail.messages, what="both tried", of=daemon)
            push.status = 200  # it is busy no more
            wait_until(lambda: len(push.posted) >= 2, what="a second try", of=daemon)
            code, took_s = daemon.terminate(timeout_s=10)
    assert (code, took_s < 10) == (0, True)
    [message] = mail.messages
    assert message["Subject"].endswith(SHOWN)
    assert message["Bcc"] is None
    assert "Told by: 1 outlet" in message.get_content()
    first, second = push.posted
    assert first.body == second.body
    assert first.json["title"].endswith(SHOWN)
    rows = told(workspace)
    assert {key: (row.state, len(tries)) for key, (row, tries) in rows.items()} == {
        "push": (DeliveryState.DELIVERED, 2),
        "mail": (DeliveryState.DELIVERED, 1),
    }
    busy = rows["push"][1][0]
    assert (busy.reason, busy.answer) == (AttemptReason.RATE_LIMITED, "busy: ***")
    written = [path for path in workspace.folder.iterdir() if path.name.startswith("monitor.db")]
    assert written
    for secret in TOKENS:
        assert secret not in "".join(daemon.raw)
        assert not any(secret.encode() in path.read_bytes() for path in written)
