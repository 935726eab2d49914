"""A program that asks the API of a served application, over a store with a little in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import requests

from monitor.model import Role, TokenScope
from monitor.web.people import NewToken, add_api_token
from tests.web.conftest import Site

TOLD = [
    "Freedonia and Sylvania open harbour talks in Portville",
    "Freedonia summit on the grain corridor begins in Graustark with envoys of Ruritania",
    "Freedonia talks on a ferry line collapse after the storm, says the mayor of Ostend",
]


@dataclass(frozen=True, kw_only=True)
class Program:
    """Asks the API with a token."""

    url: str
    token: str

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return requests.request(
            method, f"{self.url}/api/v1{path}", headers=headers, timeout=20, **options
        )

    def get(self, path: str, **options: Any) -> Any:
        answer = self.ask("GET", path, **options)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    def post(self, path: str, body: object = None, *, status: int = 200) -> Any:
        answer = self.ask("POST", path, json=body)
        assert answer.status_code == status, (path, answer.text)
        return answer.json()


@dataclass(frozen=True, kw_only=True)
class Served:
    """A site, and programs of people of each role."""

    site: Site
    admin: Program

    def program(
        self, name: str, role: Role, scope: TokenScope = TokenScope.WRITE, days: int | None = None
    ) -> Program:
        """A program of another person."""
        self.site.token(name, role)
        return self.another(name, scope, days)

    def another(self, person: str, scope: TokenScope, days: int | None = None) -> Program:
        """One more program of a person."""
        return Program(url=self.site.url, token=new_token(self.site, person, scope, days))

    def get(self, path: str, **headers: str) -> requests.Response:
        """Ask without a token."""
        return requests.get(f"{self.site.url}{path}", headers=headers, timeout=20)


def new_token(site: Site, person: str, scope: TokenScope, days: int | None = None) -> str:
    services = site.line.services
    wanted = NewToken(name=f"{scope} {services.random_hex()}", scope=scope, days=days)
    _, token = add_api_token(
        services.store, person, wanted, now=services.clock(), random_hex=services.random_hex
    )
    return token


@pytest.fixture
def served(site: Site) -> Served:
    """Three developments of one rule, told by two feeds; the last told is number 3."""
    line = site.line
    feeds = {"Courier": "http://127.0.0.1:9/courier", "Herald": "http://127.0.0.1:9/herald"}
    line.workspace.write_feeds(feeds)
    line.workspace.write_endpoints({"desk": ("http://127.0.0.1:9/hook", "whsec_" + "QUFB" * 8)})
    line.load()
    for title in TOLD:
        line.clock.advance(600)
        line.tell(title, outlet="Courier")
        line.evaluate()
    return Served(
        site=site, admin=Program(url=site.url, token=new_token(site, "root", TokenScope.WRITE))
    )
