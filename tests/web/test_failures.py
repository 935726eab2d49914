"""What a person sees where a page cannot be had."""

from __future__ import annotations

import time

import pytest
import requests

from monitor.pipeline.health import Health
from monitor.web.app import create_app
from monitor.web.guard import HEADERS
from monitor.web.server import WebServer
from tests.web.conftest import Site, Visitor


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/developments/999",
        "/developments/x",
        "/developments/0",
        "/developments/-1",
        f"/developments/{2**63 - 1}",
        f"/developments/{2**63}",
        f"/developments/{'9' * 5000}",
        "/static/nothing.css",
        "/static/../app.py",
    ],
)
def test_what_is_not_there_is_a_404_page(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert_in_the_sites_look(answer)
    assert "There is no" in answer.text


def test_pages_can_only_be_read(site: Site) -> None:
    answer = requests.post(f"{site.url}/", timeout=60)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert_in_the_sites_look(answer)


@pytest.mark.parametrize("path", ["/", "/developments/1"])
def test_a_database_that_refuses_gives_a_503_page_that_says_why(site: Site, path: str) -> None:
    site.line.services.store.close()
    site.line.workspace.database_path.write_bytes(b"no database any more" * 100)
    answer = site.get(path)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert_in_the_sites_look(answer)
    assert "database" in answer.text
    assert 'http-equiv="refresh"' in answer.text


def test_a_page_that_breaks_is_a_500_page(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Health:
        raise RuntimeError("secret detail")

    app = create_app(site.line.services, health=broken, alive=lambda: True)
    with WebServer(app, host="127.0.0.1", port=0) as server:
        visitor = Visitor(server.url)
        visitor.log_in(site.token("ada"))
        answer = visitor.get("/")
        assert answer.status_code == 500
        assert_in_the_sites_look(answer)
        assert "secret detail" not in answer.text
        give_up_at = time.monotonic() + 5
        while "secret detail" not in caplog.text and time.monotonic() < give_up_at:
            time.sleep(0.01)
    assert "secret detail" in caplog.text


def assert_in_the_sites_look(answer: requests.Response) -> None:
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<link rel="stylesheet" href="/static/style.css">' in answer.text
    assert f"<h1>{answer.status_code} " in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
