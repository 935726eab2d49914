"""What is stored, and was before there was an index, is found once the daemon got to it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from monitor.store import Store, open_store, search
from monitor.store.search_query import read_query
from tests.store.builders import add_item
from tests.support.daemon_process import RULES, DaemonProcess, Workspace, wait_until
from tests.support.databases import migrate
from tests.support.stored import fill_index


def test_the_daemon_fills_the_index_while_it_works(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write_rules(RULES)
    workspace.write_feeds({"Courier": "http://courier.example/feed"})
    migrate(workspace.database_url)
    with closing(open_store(workspace.database_url)) as store:
        with store.write() as session:
            old = add_item(session, "alone").id
        fill_index(store)
        with store.write() as session:
            search.forget_items(session, [old])
            search.request_fill(session)
            new = add_item(session, "new").id
        assert found(store) == []
        with DaemonProcess(workspace) as daemon:
            daemon.wait_event("daemon.started")
            wait_until(lambda: found(store) == [new, old], what="a filled index", of=daemon)


def found(store: Store) -> list[int]:
    with store.read() as session:
        return search.find_items(session, read_query("freedonia"), limit=9)
