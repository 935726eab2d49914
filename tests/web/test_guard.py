"""Which names are answered to, and what every answer carries."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from monitor.errors import ConfigError
from monitor.pipeline.health import Health
from monitor.settings import Settings
from monitor.web.app import create_app
from monitor.web.guard import HEADERS, MAX_BODY_BYTES, allowed_hosts, check_login_setting
from monitor.web.server import WebServer
from tests.web.conftest import Site

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    ("hosts", "public_url", "also"),
    [
        ((), "", []),
        (("desk.example", "localhost"), "", ["desk.example"]),
        (("*.desk.example",), "", ["*.desk.example"]),
        (("::1", "[2001:db8::2]", "2001:db8::3"), "", ["[2001:db8::2]", "[2001:db8::3]"]),
        ((), "https://desk.example:8443/monitor/", ["desk.example"]),
        ((), "https://bob@desk.example", ["desk.example"]),
        ((), "http://[2001:db8::1]:8080", ["[2001:db8::1]"]),
        ((), "http://[2001:db8::1]/", ["[2001:db8::1]"]),
    ],
)
def test_loopback_and_the_public_address_are_always_allowed(
    hosts: tuple[str, ...], public_url: str, also: list[str]
) -> None:
    settings = Settings(web_hosts=hosts, public_url=public_url)
    assert allowed_hosts(settings) == [*LOOPBACK, *also]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("public_url", "desk.example"),
        ("public_url", "https://"),
        ("public_url", "http://[::1"),
        ("web_hosts", ("*desk.example",)),
        ("web_hosts", ("desk.*",)),
    ],
)
def test_what_could_never_match_is_refused_at_the_start(field: str, value: object) -> None:
    with pytest.raises(ConfigError) as caught:
        allowed_hosts(Settings.model_validate({field: value}))
    assert caught.value.field == f"MONITOR_{field.upper()}"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:9999", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("::1", 400),
        ("", 400),
    ],
)
def test_other_names_are_refused(site: Site, host: str, status: int) -> None:
    assert site.get("/healthz", Host=host).status_code == status


def test_every_answer_carries_the_headers(site: Site) -> None:
    site.line.services.store.close()
    site.line.workspace.database_path.write_bytes(b"no database any more" * 100)
    answers = [
        site.get("/healthz"),
        site.get("/static/style.css"),
        site.get("/nowhere"),
        site.get("/developments/x"),
        site.get("/"),
        site.get("/", Host="evil.example"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 503, 503, 400]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_request_without_a_host_is_refused(site: Site) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)
    connection.putrequest("GET", "/healthz", skip_host=True)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 400
    connection.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"web_host": "0.0.0.0"},
        {"web_hosts": ("desk.example",)},
        {"public_url": "https://desk.example"},
    ],
)
def test_going_without_login_is_for_this_machine_alone(changes: dict[str, object]) -> None:
    check_login_setting(Settings.model_validate(changes))
    check_login_setting(Settings(web_login=False))
    with pytest.raises(ConfigError, match="would ask nobody") as caught:
        check_login_setting(Settings.model_validate({"web_login": False, **changes}))
    assert caught.value.field == "MONITOR_WEB_LOGIN"


def test_a_body_beyond_bounds_is_refused_however_it_comes(site: Site) -> None:
    begin = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    too_large = begin + b"x" * MAX_BODY_BYTES + b"\r\n--b--\r\n"
    form = {"Content-Type": "multipart/form-data; boundary=b"}

    def pieces() -> Iterator[bytes]:
        yield from (too_large[at : at + 2**16] for at in range(0, len(too_large), 2**16))

    for body in (too_large, pieces()):
        answer = requests.post(f"{site.url}/login", data=body, headers=form, timeout=60)
        assert answer.status_code == 413, answer.text
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_server_on_all_addresses_names_one_that_can_be_opened(site: Site) -> None:
    app = create_app(
        site.line.services, health=lambda: Health(alive=True, ready=True), alive=lambda: True
    )
    with WebServer(app, host="0.0.0.0", port=0) as server:
        assert server.reached_url == server.url.replace("0.0.0.0", "127.0.0.1")
        assert requests.get(f"{server.reached_url}/healthz", timeout=60).status_code == 200
    with WebServer(app, host="127.0.0.1", port=0) as server:
        assert server.reached_url == server.url


def test_pages_are_not_kept_and_assets_are(site: Site) -> None:
    assert site.get("/").headers["cache-control"] == "no-store"
    assert "cache-control" not in site.get("/static/style.css").headers
