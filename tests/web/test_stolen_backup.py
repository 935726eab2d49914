"""Who has a copy of the database can log in nowhere with what is in it."""

from __future__ import annotations

import re

from monitor.model import Role, TokenScope
from monitor.web.access import SESSION_COOKIE
from monitor.web.passwords import Passwords
from monitor.web.people import NewToken, add_api_token, set_password
from tests.web.conftest import Site, Visitor

PASSWORD = "horse staple battery correct"


def test_no_secret_that_lets_anybody_in_is_in_the_database(site: Site) -> None:
    services = site.line.services
    token = site.token("ada", Role.EDITOR)
    set_password(services.store, "ada", PASSWORD, Passwords())
    ada = Visitor(site.url)
    assert ada.log_in(name="ada", password=PASSWORD).status_code == 303
    wanted = NewToken(name="dashboard", scope=TokenScope.WRITE, days=None)
    _, api_token = add_api_token(
        services.store, "ada", wanted, now=services.clock(), random_hex=services.random_hex
    )
    page = ada.post("/meetings/subscribe", {}, shown_on="/meetings").text
    calendar = re.search(r"cal_[0-9a-f]{64}", page)
    assert calendar
    cookie = ada.browser.cookies[SESSION_COOKIE]
    secrets = [token, PASSWORD, api_token, calendar[0], cookie]
    assert all(len(secret) > 20 for secret in secrets)

    file = site.line.workspace.database_path
    held = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert b"dashboard" in held
    assert b"$argon2id$" in held
    for secret in secrets:
        assert secret.encode() not in held
        bare = secret.rpartition("_")[2]  # also not behind another prefix
        assert bare.encode() not in held
