from __future__ import annotations

import pytest

from monitor.developments.corroboration import Voice, crossed, independence, is_heard, site_of
from tests.developments.stories import telling
from tests.developments.test_explaining import TALKS


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.courier.example/a", "courier.example"),
        ("http://feeds.world.courier.example:8080/a?b", "courier.example"),
        ("https://news.bbc.co.uk/1", "bbc.co.uk"),
        ("https://www.abc.net.au/news", "abc.net.au"),
        ("https://elpais.com.mx/x", "elpais.com.mx"),
        ("https://lemonde.fr/x", "lemonde.fr"),
        ("https://ada.substack.com/p/1", "ada.substack.com"),
        ("https://ec.europa.eu/x", "ec.europa.eu"),
        ("https://news.google.com/rss/articles/1", ""),
        ("https://t.me/s/channel", ""),
        ("http://192.0.2.7/feed", "192.0.2.7"),
        ("http://localhost/feed", "localhost"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_site_is_the_registrable_name(url: str | None, site: str) -> None:
    assert site_of(url) == site


def test_two_feeds_are_one_outlet_by_name_or_by_site() -> None:
    courier = Voice(outlet="The Courier", site="courier.example")
    assert is_heard(Voice(outlet="the  courier"), [courier])
    assert is_heard(Voice(outlet="Courier World", site="courier.example"), [courier])
    assert not is_heard(Voice(outlet="Gazette", site="gazette.example"), [courier])
    assert not is_heard(Voice(outlet="Gazette"), [Voice(outlet="Herald")])  # no site, no likeness


def test_independence_is_asked_anew_in_the_order_of_telling() -> None:
    own = "Envoys of two neighbours sit down in Portville for talks about the harbour"
    told = [
        (telling(TALKS, item_id=1), Voice(outlet="Courier")),
        (telling(TALKS, item_id=2, outlet="Gazette"), Voice(outlet="Gazette")),
        (telling(own, item_id=3, outlet="Gazette"), Voice(outlet="Gazette")),
        (telling("Talks go on", "More soon.", item_id=4), Voice(outlet="Courier")),
    ]
    assert independence(told) == (True, False, True, False)
    assert independence([]) == ()


@pytest.mark.parametrize(
    ("before", "after", "told", "reached"),
    [(1, 2, 0, 0), (2, 3, 0, 3), (3, 4, 0, 0), (2, 3, 3, 0), (2, 10, 0, 10), (9, 10, 3, 10)],
)
def test_a_threshold_is_reached_once(before: int, after: int, told: int, reached: int) -> None:
    assert crossed((3, 10), before=before, after=after, told=told) == reached
