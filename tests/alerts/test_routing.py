"""Which endpoints get an alert."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.alerts.routing import route
from monitor.model import AlertKind, Endpoint, Route, Severity


def endpoint(endpoint_id: str, *, enabled: bool = True) -> Endpoint:
    return Endpoint(id=endpoint_id, url="https://hooks.example/", secrets=(), enabled=enabled)


ENDPOINTS = (endpoint("desk"), endpoint("archive"), endpoint("old", enabled=False))


def routed(*routes: Route, **changes: Any) -> tuple[str, ...]:
    values: dict[str, Any] = {
        "kinds": {AlertKind.NEW},
        "rule_ids": ("talks", "sanctions"),
        "tags": ("diplomacy",),
        "severity": Severity.MEDIUM,
        "endpoints": ENDPOINTS,
        "now": datetime(2026, 3, 2, 8, 20, tzinfo=UTC),
    }
    found = route(routes=routes, **(values | changes))
    return tuple(one.endpoint_id for one in found)


def test_a_route_without_filters_takes_every_alert() -> None:
    assert routed(Route(endpoints=("desk",))) == ("desk",)
    assert routed(Route(endpoints=("desk",)), rule_ids=(), tags=(), severity=Severity.LOW) == (
        "desk",
    )


def test_each_endpoint_once_in_order_of_the_routes() -> None:
    chosen = routed(Route(endpoints=("archive", "desk", "archive")), Route(endpoints=("desk",)))
    assert chosen == ("archive", "desk")


def test_disabled_and_unlisted_endpoints_get_nothing() -> None:
    assert routed(Route(endpoints=("old", "nowhere", "desk"))) == ("desk",)


@pytest.mark.parametrize(
    ("filters", "takes"),
    [
        ({"rules": ("sanctions",)}, True),
        ({"rules": ("harbour", "talks")}, True),
        ({"rules": ("harbour",)}, False),
        ({"tags": ("diplomacy", "sport")}, True),
        ({"tags": ("sport",)}, False),
        ({"kinds": ("new",)}, True),
        ({"kinds": ("update",)}, False),
        ({"kinds": ("update", "new")}, True),
        ({"min_severity": Severity.LOW}, True),
        ({"min_severity": Severity.MEDIUM}, True),
        ({"min_severity": Severity.HIGH}, False),
        ({"rules": ("talks",), "tags": ("sport",)}, False),
        ({"rules": ("talks",), "tags": ("diplomacy",), "kinds": ("new",)}, True),
    ],
)
def test_filters(filters: dict[str, Any], takes: bool) -> None:  # noqa: FBT001
    assert routed(Route(endpoints=("desk",), **filters)) == (("desk",) if takes else ())


def test_an_alert_without_tags_passes_no_tag_filter() -> None:
    assert routed(Route(endpoints=("desk",), tags=("diplomacy",)), tags=()) == ()


def test_without_any_route_every_enabled_endpoint_is_told() -> None:
    assert routed() == ("desk", "archive")
    assert routed(endpoints=()) == ()


def test_routes_that_take_nothing_are_not_the_same_as_no_routes() -> None:
    assert routed(Route(endpoints=("desk",), kinds=("update",))) == ()
