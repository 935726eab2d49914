"""A test message to one endpoint, sent at once and recorded nowhere."""

from __future__ import annotations

from datetime import datetime

from monitor.alerts.payload import build_test_body
from monitor.errors import ConfigError
from monitor.model import Attempt, Endpoint, RuleSet
from monitor.pipeline.deliver import Channels, send_message


def endpoint_to_test(rules: RuleSet, endpoint_id: str) -> Endpoint:
    """The endpoint of this id. Raises :class:`ConfigError`: there is none, or it is off."""
    found = next((one for one in rules.endpoints if one.id == endpoint_id), None)
    if found is None:
        raise ConfigError(f"there is no endpoint {endpoint_id!r}", hint="see rules/endpoints.yaml")
    if not found.enabled:
        raise ConfigError(
            f"endpoint {endpoint_id!r} is switched off",
            hint="remove `enabled: false` in rules/endpoints.yaml",
        )
    return found


def send_test(
    endpoint: Endpoint,
    *,
    channels: Channels,
    message_id: str,
    now: datetime,
    deadline_s: float,
) -> Attempt:
    """Send one message of type ``endpoint.test`` under this id; how it was answered."""
    return send_message(
        endpoint,
        message_id=message_id,
        body=build_test_body(message_id=message_id, endpoint_id=endpoint.id, now=now),
        channels=channels,
        started_at=now,
        deadline_s=deadline_s,
    )
