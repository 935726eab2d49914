"""What all of the API keeps to: who may, pages, problem documents, entity tags, its description."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import requests

from monitor.model import Role, TokenScope
from monitor.store import api_tokens as token_rows
from monitor.web.api.schema import description
from tests.web.api.conftest import Program, Served, new_token

ROOT = Path(__file__).resolve().parents[3]
LISTS = ["/developments", "/developments/1/items", "/items", "/hits", "/alerts", "/deliveries"]


def assert_problem(answer: requests.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], bool(told["title"]), bool(told["detail"])) == (status, True, True)
    return str(told["detail"])


def test_the_committed_description_is_that_of_the_code() -> None:
    committed = (ROOT / "docs/schema/openapi.json").read_text(encoding="utf-8")
    assert committed == description(), "run `make schemas`"


def test_the_description_is_served_and_is_the_committed_one(served: Served) -> None:
    told = served.get("/api/v1/openapi.json").json()
    assert told == json.loads((ROOT / "docs/schema/openapi.json").read_text(encoding="utf-8"))
    assert told["openapi"].startswith("3.1")


def test_nobody_is_let_in_without_a_token(served: Served) -> None:
    for path, operations in json.loads(description())["paths"].items():
        address = f"{served.site.url}/api/v1{path.replace('{id}', '1').replace('{name}', 'x')}"
        for method in operations:
            answer = requests.request(method, address, json={}, timeout=20)
            assert_problem(answer, 401)
            assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_header_that_is_no_token_is_refused(served: Served) -> None:
    for given in ("Bearer", "Bearer ", "Bearer x y", "Basic cm9vdDp4", "", "é"):
        headers = {"Authorization": given.encode("latin-1")}
        answer = requests.get(f"{served.site.url}/api/v1/me", headers=headers, timeout=20)
        assert_problem(answer, 401)


def test_roles_and_scopes_hold(served: Served) -> None:
    viewer = served.program("vera", Role.VIEWER)
    editor = served.program("ed", Role.EDITOR)
    reader = served.another("ed", TokenScope.READ)
    feed = served.another("ed", TokenScope.FEED)
    mute = {"hours": 1}
    assert "editor" in assert_problem(viewer.ask("POST", "/developments/1/mute", json=mute), 403)
    assert "scope" in assert_problem(reader.ask("POST", "/developments/1/mute", json=mute), 403)
    assert reader.get("/me")["scope"] == "read"
    assert_problem(feed.ask("GET", "/me"), 401)
    assert editor.post("/developments/1/mute", mute, status=201)["author"] == "ed"
    assert "admin" in assert_problem(editor.ask("POST", "/endpoints/desk/test"), 403)
    assert "admin" in assert_problem(editor.ask("POST", "/deliveries/1/replay"), 403)


def test_a_token_ends_when_it_is_over_or_revoked(served: Served) -> None:
    line = served.site.line
    brief = served.another("root", TokenScope.READ, days=1)
    assert brief.get("/me")["expires_at"] is not None
    with line.services.store.write() as session:
        [one] = [each for each in token_rows.list_tokens(session) if each.scope is TokenScope.WRITE]
        assert one.last_used_at is None
    assert served.admin.get("/me")["person"] == "root"
    with line.services.store.write() as session:
        assert next(
            each.last_used_at
            for each in token_rows.list_tokens(session)
            if each.scope is TokenScope.WRITE
        )
        token_rows.revoke_token(session, one.id)
    assert_problem(served.admin.ask("GET", "/me"), 401)
    line.clock.advance(timedelta(days=1).total_seconds())
    assert_problem(brief.ask("GET", "/me"), 401)


def test_guessing_tokens_is_slowed_down_and_shuts_out_nobody_else(served: Served) -> None:
    guesser = Program(url=served.site.url, token="write_guess")
    statuses = [guesser.ask("GET", "/me").status_code for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    answer = guesser.ask("GET", "/me")
    assert_problem(answer, 429)
    assert int(answer.headers["retry-after"]) > 0
    assert served.admin.get("/me")["person"] == "root"


def test_a_session_reads_and_writes_with_the_token_of_its_pages(served: Served) -> None:
    visitor = served.site.admin
    assert visitor.get("/api/v1/me").json()["token"] is None
    address = f"{served.site.url}/api/v1/developments/1/mute"
    body = {"hours": 1}
    assert_problem(visitor.browser.post(address, json=body, timeout=20), 403)
    page = visitor.get("/account").text
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    foreign = {"X-CSRF-Token": csrf, "Origin": "http://evil.example"}
    assert_problem(visitor.browser.post(address, json=body, headers=foreign, timeout=20), 403)
    ours = {"X-CSRF-Token": csrf, "Origin": served.site.url}
    done = visitor.browser.post(address, json=body, headers=ours, timeout=20)
    assert (done.status_code, done.json()["author"]) == (201, "root")


def test_other_sites_pages_are_told_nothing(served: Served) -> None:
    answer = served.get("/api/v1/me", Origin="http://evil.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_pages_go_through_every_list_without_a_gap(served: Served) -> None:
    for path in LISTS:
        assert_whole_in_pages(served, path)


def assert_whole_in_pages(served: Served, path: str) -> None:
    program = served.admin
    whole = program.get(path)
    assert whole["next"] is None
    found: list[object] = []
    answer = program.ask("GET", f"{path}?limit=1")
    while True:
        page = answer.json()
        found += page["data"]
        if page["next"] is None:
            assert "link" not in answer.headers
            break
        follow = answer.links["next"]["url"]
        assert f"cursor={page['next']}" in follow
        answer = requests.get(
            f"{served.site.url}{follow}",
            headers={"Authorization": f"Bearer {program.token}"},
            timeout=20,
        )
    assert found == whole["data"]
    assert found


def test_a_foreign_cursor_is_refused(served: Served) -> None:
    for cursor in ("abc", "AAAA", "W10", "e30", "bnVsbA", "W1tbW1tb", "A" * 500):
        assert "cursor" in assert_problem(served.admin.ask("GET", f"/items?cursor={cursor}"), 400)


def test_a_cursor_is_good_for_its_list_and_filters_only(served: Served) -> None:
    program = served.admin
    cursor = program.get("/developments?limit=1&rule=talks")["next"]
    assert program.get(f"/developments?limit=2&rule=talks&cursor={cursor}")["data"]
    for path in ("/developments?limit=1", "/developments?rule=other", "/alerts?limit=1"):
        assert_problem(program.ask("GET", f"{path}&cursor={cursor}"), 400)


UNFIT = {
    "limit": ("0", "201", "x"),
    "cursor": ("", "%21"),
    "outlets": ("x",),
    "severity": ("grave",),
    "since": ("yesterday", "2026-03-04T12:00:00", "2026-03-04", "12"),
}


def test_what_does_not_fit_is_named(served: Served) -> None:
    for name, values in UNFIT.items():
        for value in values:
            answer = served.admin.ask("GET", f"/developments?{name}={value}")
            assert_problem(answer, 422)
            [error] = answer.json()["errors"]
            assert error["pointer"] == f"/query/{name}"


def test_moments_beyond_all_time_are_understood(served: Served) -> None:
    program = served.admin
    assert len(program.get("/developments?since=0001-01-01T00:00:00%2B14:00")["data"]) == 3
    assert program.get("/developments?since=9999-12-31T23:59:59-14:00")["data"] == []


def test_every_error_is_a_problem_document(served: Served) -> None:
    program = served.admin
    assert_problem(program.ask("GET", "/nothing"), 404)
    refused = program.ask("PATCH", "/silences")
    assert_problem(refused, 405)
    assert refused.headers["allow"] == "GET, POST"
    large = {"name": "a.rules.yaml", "text": "x" * 2_000_000}
    assert_problem(program.ask("POST", "/rule-checks", json=large), 413)
    broken = program.ask(
        "POST", "/silences", data="{", headers={"Content-Type": "application/json"}
    )
    assert_problem(broken, 422)


def test_what_was_not_changed_is_not_sent_again(served: Served) -> None:
    program = served.admin
    first = program.ask("GET", "/developments/1")
    tag = first.headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = program.ask("GET", "/developments/1", headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert first.headers["cache-control"] == "private, no-cache"
    other = program.ask("GET", "/developments/1", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_moments_are_iso_8601_in_utc(served: Served) -> None:
    assert served.admin.get("/items/1")["told_at"].endswith("Z")


def test_tokens_are_made_and_ended_on_the_account_page(served: Served) -> None:
    visitor = served.site.admin
    fields = {"name": "dashboard", "scope": "read", "days": "30"}
    page = visitor.post("/account/tokens", fields, shown_on="/account").text
    token = page.partition("shown only now: <code>")[2].partition("<")[0]
    program = Program(url=served.site.url, token=token)
    assert program.get("/me")["token"] == "dashboard"
    again = visitor.post("/account/tokens", fields, shown_on="/account")
    assert (again.status_code, "already" in again.text) == (422, True)
    bad = visitor.post("/account/tokens", {**fields, "days": "0"}, shown_on="/account")
    assert "1 to 3650 days" in bad.text
    shown = visitor.get("/account").text
    assert token not in shown
    number = shown.rpartition("/account/tokens/")[0]
    number = shown.partition('aria-label="Revoke dashboard"')[0].rpartition("/account/tokens/")[2]
    path = f"/account/tokens/{number.partition('/')[0]}/revoke"
    stranger = served.site.visitor("mallory", Role.ADMIN)
    stranger.post(path, {}, shown_on="/account")
    assert program.get("/me")["token"] == "dashboard"
    visitor.post(path, {}, shown_on="/account")
    assert program.ask("GET", "/me").status_code == 401
    assert new_token(served.site, "root", TokenScope.FEED).startswith("feed_")
