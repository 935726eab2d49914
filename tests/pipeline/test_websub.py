"""Hubs over real HTTP: a hub and a feed server on loopback, our callbacks on a real web server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from monitor.model import Feed, Subscription, SubscriptionState
from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.pipeline import websub
from monitor.pipeline.health import is_alive, judge
from monitor.pipeline.websub import CALLBACK_PATH, callback_base
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store import subscriptions as subscription_rows
from monitor.web.app import create_app
from monitor.web.server import WebServer
from tests.support.feed_server import FeedServer
from tests.support.hub import Hub
from tests.support.line import Line, open_line

DAY_S = 86_400
LONG_S = 30 * DAY_S


@dataclass(frozen=True, kw_only=True)
class Wire:
    line: Line
    hub: Hub
    site: FeedServer
    base: str

    @property
    def topic(self) -> str:
        return self.site.url("/feed")

    def document(self, *titles: str, hub: bool = True) -> bytes:
        link = f'<a:link rel="hub" href="{self.hub.url}"/>' if hub else ""
        items = "".join(f"<item><title>{t}</title><guid>{t}</guid></item>" for t in titles)
        return (
            '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>C</title>'
            f"{link}{items}</channel></rss>"
        ).encode()

    def serve(self, *titles: str, hub: bool = True) -> None:
        self.site.set("/feed", self.document(*titles, hub=hub))

    def poll(self) -> None:
        """Visit the feed if it is due."""
        self.line.poll()

    def ask(self) -> list[str]:
        return [
            problem
            for _, problem in websub.ask_hubs(
                self.line.services.store,
                client=self.line.services.feed_client,
                base=self.base,
                pace=self.line.services.limits.host_pace,
                clock=self.line.clock,
                random_hex=self.line.services.random_hex,
            )
        ]

    @property
    def feed(self) -> Feed:
        with self.line.services.store.read() as session:
            return feed_rows.list_feeds(session)[0]

    @property
    def subscription(self) -> Subscription | None:
        with self.line.services.store.read() as session:
            return subscription_rows.of_feed(session, self.feed.id)

    def state(self) -> SubscriptionState | None:
        return self.subscription.state if self.subscription else None

    @property
    def waits(self) -> timedelta:
        return self.feed.next_poll_at - self.line.clock()

    @property
    def titles(self) -> set[str]:
        with self.line.services.store.read() as session:
            return {one.item.title for one in item_rows.recent_items(session, 100)}

    def subscribe(self) -> None:
        """Poll, subscribe, and poll again, so that the hub is relied on."""
        self.serve("Ships")
        self.poll()
        assert self.ask() == [""]
        self.line.clock.advance(DAY_S / 12)
        self.poll()


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def wire(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Wire]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path, database_url=url) as line, Hub() as hub, FeedServer() as site:
        hub.lease_s = LONG_S
        line.workspace.write_feeds({"Courier": site.url("/feed")})
        line.load()
        app = create_app(
            line.services,
            health=lambda: judge(line.services.store, {}, now_s=time.monotonic()),
            alive=lambda: is_alive({}, now_s=time.monotonic()),
        )
        with WebServer(app, host="127.0.0.1", port=0) as server:
            yield Wire(line=line, hub=hub, site=site, base=server.url + CALLBACK_PATH)


def test_a_feed_that_names_a_hub_is_subscribed_and_rests(wire: Wire) -> None:
    wire.serve("Ships")
    wire.poll()
    assert wire.state() is SubscriptionState.WANTED
    assert wire.ask() == [""]
    [asked] = wire.hub.requests
    assert (asked.mode, asked.topic, asked.verified) == ("subscribe", wire.topic, True)
    assert len(asked.secret) == 64
    assert wire.state() is SubscriptionState.ACTIVE
    assert wire.waits < timedelta(hours=1)  # the next visit is the one that the hub is judged from
    wire.line.clock.advance(DAY_S / 12)
    wire.poll()
    assert wire.waits >= timedelta(hours=23)
    assert wire.ask() == []


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_what_the_hub_sends_is_stored_as_a_poll_would(wire: Wire, algorithm: str) -> None:
    wire.subscribe()
    sent = wire.document("Reefs", "Ships")
    assert wire.hub.send(wire.topic, sent, algorithm=algorithm) == [202]
    assert wire.titles == {"Ships", "Reefs"}
    assert wire.hub.send(wire.topic, sent) == [202]
    assert len(wire.titles) == 2
    assert wire.subscription is not None
    assert (wire.subscription.pushes, wire.subscription.refused) == (2, 0)
    assert wire.feed.last_new_item_at == wire.line.clock()
    assert wire.waits >= timedelta(hours=23)
    wire.serve("Reefs", "Ships")
    wire.line.clock.advance(DAY_S + 1)
    wire.poll()  # finds nothing that the hub did not send
    assert wire.waits >= timedelta(hours=23)


@pytest.mark.parametrize("signature", ["", "sha256=00", "md5=00", "sha256", None])
def test_forged_content_is_answered_alike_and_left(wire: Wire, signature: str | None) -> None:
    wire.subscribe()
    forged = wire.document("Lies")
    assert wire.hub.send(wire.topic, forged, secret="guess", signature=signature) == [202]
    assert wire.titles == {"Ships"}
    assert wire.subscription is not None
    assert (wire.subscription.pushes, wire.subscription.refused) == (0, 1)


def test_content_for_an_unknown_callback_is_refused_unread(wire: Wire) -> None:
    answer = requests.post(wire.base + "0" * 32, data=b"x" * 1000, timeout=60)
    assert answer.status_code == 410
    big = b"x" * (wire.line.services.settings.max_body_bytes + 1)
    wire.subscribe()
    assert wire.hub.send(wire.topic, big) == [413]


def test_a_sign_of_news_without_a_document_makes_the_feed_due(wire: Wire) -> None:
    wire.subscribe()
    assert wire.hub.send(wire.topic, b"", content_type="text/plain") == [202]
    assert wire.waits == timedelta()


def test_only_what_we_asked_for_is_verified(wire: Wire) -> None:
    wire.serve("Ships")
    wire.poll()
    wire.hub.asks_back = False
    wire.ask()
    [asked] = wire.hub.requests
    assert wire.state() is SubscriptionState.ASKED
    ask_back = wire.hub.ask_back
    assert not ask_back(asked.callback, mode="subscribe", topic="https://other.example/")
    assert not ask_back(asked.callback, mode="unsubscribe", topic=wire.topic)
    assert not ask_back(wire.base + "0" * 32, mode="subscribe", topic=wire.topic)
    query = {"hub.mode": "subscribe", "hub.topic": wire.topic}
    assert requests.get(asked.callback, params=query, timeout=60).status_code == 404
    assert wire.state() is SubscriptionState.ASKED
    assert ask_back(asked.callback, mode="subscribe", topic=wire.topic)
    assert wire.state() is SubscriptionState.ACTIVE


def test_a_hub_that_does_not_ask_back_or_refuses_is_asked_again_later(wire: Wire) -> None:
    wire.serve("Ships")
    wire.poll()
    wire.hub.status = 500
    assert wire.ask() == ["the hub did not accept: answered 500 Internal Server Error"]
    assert wire.ask() == []
    wire.line.clock.advance(301)
    wire.hub.status, wire.hub.asks_back = 202, False
    assert wire.ask() == [""]
    wire.line.clock.advance(3601)
    wire.hub.asks_back = True
    assert wire.ask() == [""]
    assert wire.state() is SubscriptionState.ACTIVE
    first, *_, last = wire.hub.requests
    assert (first.callback, first.secret) == (last.callback, last.secret)


def test_a_hub_that_denies_leaves_the_feed_to_polling(wire: Wire) -> None:
    wire.hub.denies = "not yours"
    wire.serve("Ships")
    wire.poll()
    wire.ask()
    assert wire.subscription is not None
    assert (wire.state(), wire.subscription.detail) == (SubscriptionState.DENIED, "not yours")
    wire.line.clock.advance(3600)
    wire.poll()
    assert wire.waits < timedelta(hours=1)
    assert wire.ask() == []
    wire.line.clock.advance(DAY_S)
    wire.hub.denies = ""
    assert wire.ask() == [""]
    assert wire.state() is SubscriptionState.ACTIVE


def test_a_subscription_is_renewed_before_it_ends(wire: Wire) -> None:
    wire.subscribe()
    wire.line.clock.advance(LONG_S * 2 / 3)
    assert wire.ask() == [""]
    assert [request.mode for request in wire.hub.requests] == ["subscribe", "subscribe"]
    assert wire.subscription is not None
    assert wire.subscription.expires_at == wire.line.clock() + timedelta(seconds=LONG_S)


def test_a_subscription_that_ran_out_gives_the_feed_back_to_polling(wire: Wire) -> None:
    wire.hub.lease_s = 4 * 3600
    wire.subscribe()
    wire.hub.status = 503
    wire.line.clock.advance(3 * 3600)
    wire.ask()
    assert wire.waits <= timedelta()
    assert wire.state() is not SubscriptionState.ACTIVE
    wire.poll()
    assert wire.waits < timedelta(hours=1)


def test_a_hub_that_missed_an_item_is_not_relied_on_for_a_week(wire: Wire) -> None:
    wire.subscribe()
    wire.serve("Reefs", "Ships")
    wire.line.clock.advance(DAY_S + 1)
    wire.poll()
    assert wire.titles == {"Ships", "Reefs"}
    assert wire.subscription is not None
    assert wire.subscription.detail == "the hub did not send 1 new items"
    assert wire.waits < timedelta(hours=1)
    wire.line.clock.advance(3600)
    wire.poll()
    assert wire.waits < timedelta(hours=1)
    wire.line.clock.advance(8 * DAY_S)
    wire.poll()
    assert wire.waits >= timedelta(hours=23)


def test_a_feed_that_leaves_the_list_or_its_hub_unsubscribes(wire: Wire) -> None:
    wire.subscribe()
    wire.serve("Ships", "Reefs", hub=False)
    wire.line.clock.advance(DAY_S + 1)
    wire.poll()
    assert wire.state() is None
    assert wire.ask() == [""]
    assert [request.mode for request in wire.hub.requests] == ["subscribe", "unsubscribe"]
    assert wire.hub.subscribers == {}
    with wire.line.services.store.read() as session:
        assert subscription_rows.list_subscriptions(session) == []
    wire.serve("Ships", "Reefs", "Cod")
    wire.line.clock.advance(DAY_S + 1)
    wire.poll()
    wire.ask()
    assert wire.state() is SubscriptionState.ACTIVE
    with wire.line.services.store.write() as session:
        feed_rows.remove_feed(session, wire.topic)
    assert wire.ask() == [""]
    assert wire.hub.subscribers == {}


def test_content_after_we_left_is_refused(wire: Wire) -> None:
    wire.subscribe()
    with wire.line.services.store.write() as session:
        subscription_rows.leave(session, wire.feed.id, wire.line.clock())
    assert wire.hub.send(wire.topic, wire.document("Late")) == [410]
    assert wire.titles == {"Ships"}


def test_another_address_of_ours_subscribes_anew(wire: Wire) -> None:
    wire.subscribe()
    with wire.line.services.store.write() as session:
        now = wire.line.clock()
        assert subscription_rows.start_over(session, wire.base, now) == 0
        assert subscription_rows.start_over(session, "https://new.example/websub/", now) == 1
    assert (wire.state(), wire.waits) == (SubscriptionState.WANTED, timedelta())


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://monitor.example.com/", "https://monitor.example.com/websub/"),
        ("https://h.example/desk", "https://h.example/desk/websub/"),
        ("http://127.0.0.1:8080", ""),
        ("http://10.0.0.7", ""),
        ("http://[::1]:8080", ""),
        ("http://localhost:8080", ""),
        ("http://desk", ""),
        ("http://desk.internal", ""),
        ("ftp://monitor.example.com", ""),
        ("", ""),
    ],
)
def test_where_hubs_reach_us(url: str, base: str) -> None:
    assert callback_base(url, AddressPolicy()) == base
    opened = AddressPolicy(allow=parse_networks(["10.0.0.0/8"]))
    assert callback_base("http://10.0.0.7", opened) == "http://10.0.0.7/websub/"
