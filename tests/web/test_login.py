"""Logging in and out over a real server: secrets, cookies, roles, tries, ways back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.routing import APIRoute

from monitor.model import Role
from monitor.pipeline.health import Health
from monitor.store import people as person_rows
from monitor.store import web_sessions as session_rows
from monitor.web.app import create_app
from monitor.web.login import local_path
from monitor.web.passwords import Passwords
from monitor.web.people import digest, set_password
from monitor.web.throttle import BUCKET, LEAK
from tests.web.conftest import Site

PASSWORD = "correct horse battery"


@pytest.mark.parametrize("path", ["/", "/developments/1", "/account"])
def test_strangers_are_led_to_the_login_and_back(site: Site, path: str) -> None:
    stranger = site.visitor()
    answer = stranger.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == ("/login" if path == "/" else f"/login?next={path}")
    fields = {"token": site.token("ada"), "next": path}
    back = stranger.post("/login", fields, shown_on=answer.headers["location"])
    assert (back.status_code, back.headers["location"]) == (303, path)
    again = stranger.get(f"/login?next={path}")
    assert (again.status_code, again.headers["location"]) == (303, path)


def test_only_probes_assets_and_the_login_are_open(site: Site) -> None:
    for path in ("/healthz", "/readyz", "/static/style.css", "/login"):
        assert site.visitor().get(path).status_code == 200
    for method, path in routes(site):
        if path in {"/healthz", "/readyz", "/login", "/metrics"}:
            continue
        stranger = site.visitor()
        answer = stranger.send(path, {}) if method == "POST" else stranger.get(path)
        if path.startswith("/calendar/"):  # it asks for the token in its address instead
            assert answer.status_code == 404
            continue
        assert answer.status_code in {303, 403}, path
        assert answer.headers.get("location", "/login").startswith("/login")


def test_no_form_is_taken_without_the_pages_token(site: Site) -> None:
    for method, path in routes(site):
        if method == "POST":
            assert site.admin.send(path, {"csrf": "0" * 64}).status_code == 403, path
    assert site.get("/account").status_code == 200


def routes(site: Site) -> list[tuple[str, str]]:
    """Method and path of every route, with a number where one is asked for."""
    app = create_app(
        site.line.services, health=lambda: Health(alive=True, ready=True), alive=lambda: True
    )
    while not hasattr(app, "routes"):
        app = getattr(app, "_app", None) or app.app  # type: ignore[attr-defined]
    found = [
        (method, route.path.replace("{development_id}", "1"))
        for route in every_route(app.routes)
        for method in route.methods or ()
        if method in {"GET", "POST"}
    ]
    assert len(found) > 5
    return found


def every_route(routes: object) -> list[APIRoute]:
    assert isinstance(routes, list)
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        elif inner := getattr(getattr(route, "original_router", None), "routes", None):
            found += every_route(inner)
    return found


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
    ],
)
def test_what_another_site_sends_is_refused(site: Site, headers: dict[str, str]) -> None:
    assert site.admin.post("/logout", {}, shown_on="/", **headers).status_code == 403
    token = site.token("ada")
    stranger = site.visitor()
    answer = stranger.post("/login", {"token": token}, shown_on="/login", **headers)
    assert answer.status_code == 403
    assert site.get("/").status_code == 200


def test_a_login_begins_a_new_session_and_ends_the_old(site: Site) -> None:
    token = site.token("ada")
    one, two = site.visitor(), site.visitor()
    one.log_in(token)
    first = one.browser.cookies["monitor_session"]
    one.post("/logout", {}, shown_on="/")
    assert one.get("/").status_code == 303
    two.browser.cookies.set("monitor_session", first)
    assert two.get("/").status_code == 303  # a cookie that was kept lets in no more
    answer = one.log_in(token)
    second = one.browser.cookies["monitor_session"]
    assert second != first
    header = answer.headers["set-cookie"].lower()
    assert "httponly" in header
    assert "samesite=lax" in header
    store = site.line.services.store
    with store.read() as session:
        found = session_rows.find_session(session, digest(second), site.line.clock())
        assert session_rows.find_session(session, digest(first), site.line.clock()) is None
        assert session_rows.find_session(session, second, site.line.clock()) is None
    assert found is not None


def test_the_cookie_is_bound_to_tls_where_there_is_tls(site: Site) -> None:
    token, visitor = site.token("ada"), site.visitor()
    page = visitor.get("/login", **{"X-Forwarded-Proto": "https"})
    cookie = page.headers["set-cookie"]
    assert cookie.startswith("__Host-monitor_visitor=")
    assert "Secure" in cookie
    value = cookie.partition("=")[2].partition(";")[0]
    csrf = page.text.partition('name="csrf" value="')[2][:64]
    answer = visitor.send(
        "/login",
        {"csrf": csrf, "token": token},
        Cookie=f"__Host-monitor_visitor={value}",
        **{"X-Forwarded-Proto": "https"},
    )
    assert answer.status_code == 303
    assert answer.headers["set-cookie"].startswith("__Host-monitor_session=")


def test_a_session_ends_unused_and_on_removal(site: Site) -> None:
    ada, bob = site.visitor("ada"), site.visitor("bob")
    site.line.clock.advance(3600)
    assert ada.get("/").status_code == 200
    with site.line.services.store.write() as session:
        person_rows.remove_person(session, "ada")
    assert ada.get("/").status_code == 303
    site.line.clock.advance(session_rows.IDLE.total_seconds() - 3600)
    assert bob.get("/").status_code == 303


@pytest.mark.parametrize(
    ("name", "password", "status"),
    [
        ("ada", PASSWORD, 303),
        (" ADA ", PASSWORD, 303),
        ("ada", "correct horse batterx", 401),
        ("ada", "", 401),
        ("bob", "", 401),
        ("bob", PASSWORD, 401),
        ("nobody", PASSWORD, 401),
        ("ada", PASSWORD * 1000, 401),
        ("\0" * 9, "\udcff".encode("utf-8", "replace").decode(), 401),
    ],
)
def test_a_password_lets_in_only_whose_it_is(
    site: Site, name: str, password: str, status: int
) -> None:
    site.token("ada")
    site.token("bob")
    set_password(site.line.services.store, "ada", PASSWORD, Passwords())
    answer = site.visitor().log_in(name=name, password=password)
    assert answer.status_code == status
    if status == 401:
        assert "is not known here" in answer.text
        assert password not in answer.text or not password


@pytest.mark.parametrize("token", ["", "x", "desk_", "é" * 9, "x" * 5000])
def test_a_wrong_token_lets_nobody_in(site: Site, token: str) -> None:
    assert site.visitor().log_in(token).status_code == 401


def test_guessing_is_slowed_for_the_address_and_the_name(site: Site) -> None:
    token, ada = site.token("ada"), site.visitor()
    set_password(site.line.services.store, "ada", PASSWORD, Passwords())
    answers = [ada.log_in("guess").status_code for _ in range(int(BUCKET) + 1)]
    assert answers == [401] * int(BUCKET) + [429]
    refused = ada.log_in(token)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    assert "Wait 30 seconds" in refused.text
    site.line.clock.advance(LEAK.total_seconds())
    assert ada.log_in(token).status_code == 303


def test_many_addresses_guess_one_name_no_faster(site: Site) -> None:
    site.token("ada")
    set_password(site.line.services.store, "ada", PASSWORD, Passwords())
    answers = []
    for number in range(int(BUCKET) + 1):
        guesser = site.visitor()
        guesser.browser.headers["X-Forwarded-For"] = f"192.0.2.{number}"
        answers.append(guesser.log_in(name="ADA", password="guess").status_code)
    assert answers == [401] * int(BUCKET) + [429]


def test_logins_that_succeed_are_not_counted(site: Site) -> None:
    token = site.token("ada")
    for _ in range(int(BUCKET) + 5):
        assert site.visitor().log_in(token).status_code == 303


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/developments/1?x=1&y=/z", "/developments/1?x=1&y=/z"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("developments/1", "/"),
        ("/\t/evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("/login?next=/login", "/"),
        ("/" + "x" * 5000, "/"),
        ("//[::1", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_here(site: Site, asked: str, led: str) -> None:
    assert local_path(asked) == led
    visitor = site.visitor()
    answer = visitor.post("/login", {"token": site.token("ada"), "next": asked}, shown_on="/login")
    assert answer.headers["location"] == led


def test_a_password_is_changed_by_whoever_knows_the_present_one(site: Site) -> None:
    ada, elsewhere = site.visitor(), site.visitor()
    token = site.token("ada")
    ada.log_in(token)
    elsewhere.log_in(token)

    def change(old: str, new: str) -> tuple[int, str]:
        answer = ada.post("/account/password", {"old": old, "new": new}, shown_on="/account")
        return answer.status_code, answer.text

    assert change("", "short")[0] == 422
    assert "at least 12 characters" in change("", "short")[1]
    assert change("", PASSWORD)[0] == 303
    assert ada.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    status, text = change("wrong", "another good one")
    assert status == 422
    assert "present password is another one" in text
    assert change(PASSWORD, "another good one")[0] == 303
    assert site.visitor().log_in(name="ada", password="another good one").status_code == 303
    assert site.visitor().log_in(name="ada", password=PASSWORD).status_code == 401


def test_sessions_elsewhere_are_shown_and_ended(site: Site) -> None:
    token = site.token("ada")
    here, there = site.visitor(), site.visitor()
    here.browser.headers["User-Agent"] = "Here <b>1</b>"
    here.log_in(token)
    there.log_in(token)
    text = here.get("/account").text
    assert "Here &lt;b&gt;1&lt;/b&gt;" in text
    assert "Log out everywhere else" in text
    here.post("/account/sessions/end", {}, shown_on="/account")
    assert there.get("/").status_code == 303
    assert "Log out everywhere else" not in here.get("/account").text


def test_a_viewers_page_says_so(site: Site) -> None:
    assert "viewer: reads" in site.visitor("vera", Role.VIEWER).get("/account").text


def test_sessions_are_pruned_at_logins(site: Site) -> None:
    site.visitor("ada")
    site.line.clock.advance(timedelta(days=40).total_seconds())
    site.visitor("bob")
    store = site.line.services.store
    with store.read() as session:
        ada = person_rows.get_person(session, "ada")
        assert ada is not None
        long_ago = site.line.clock() - timedelta(days=40)
        assert session_rows.sessions_of(session, ada.id, long_ago) == []
