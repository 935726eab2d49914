"""What became of an alert, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts.explaining import Traces, explain
from monitor.model import (
    AlertState,
    AttemptReason,
    Delivery,
    DeliveryState,
    EndpointHold,
    EndpointStatus,
    HoldReason,
)
from tests.alerts.builders import NOW
from tests.alerts.test_digest import alert

LATER = NOW + timedelta(hours=1)


def delivery(**changes: Any) -> Delivery:
    plain = Delivery(
        id=1,
        alert_id="msg_1",
        endpoint_id="desk",
        state=DeliveryState.PENDING,
        attempts=0,
        next_attempt_at=NOW,
        created_at=NOW,
        body="{}",
    )
    return replace(plain, **changes)


NOTHING = Traces()


def said(traces: Traces = NOTHING, **changes: Any) -> list[tuple[str, str]]:
    values = {"created_at": NOW, "settled_at": NOW} | changes
    steps = explain(alert(**values), traces, now=NOW)
    assert steps[0].word == "decided"
    return [(step.word, step.text) for step in steps[1:]]


def sent(endpoint: EndpointStatus | None = None, **changes: Any) -> str:
    endpoints = {"desk": endpoint} if endpoint else {}
    traces = Traces(deliveries=[delivery(**changes)], endpoints=endpoints)
    word, text = said(traces)[1]
    assert word == "to"
    return text


def status(**changes: Any) -> EndpointStatus:
    return replace(EndpointStatus(id="desk", host="desk.example", listed=True), **changes)


@pytest.mark.parametrize(
    ("state", "word"), [(AlertState.MUTED, "muted"), (AlertState.FOLDED, "folded")]
)
def test_what_was_not_sent_has_its_reason(state: AlertState, word: str) -> None:
    assert said(state=state, state_text="By Ana.") == [
        (word, "Tue 06 May 2031 09:30:00 UTC: By Ana.")
    ]


def test_what_is_held_says_until_when() -> None:
    held = said(state=AlertState.HELD, state_text="Held until then.", settled_at=None)
    assert held == [("held", "Held until then.")]


def test_what_was_held_says_how_long() -> None:
    found = said(settled_at=NOW + timedelta(seconds=30), state_text="Tells also of msg_2.")
    [(_, text)] = found
    assert text == "Tue 06 May 2031 09:30:30 UTC after a wait of 30 s. Tells also of msg_2."


def test_the_waits_for_endpoints() -> None:
    hold = EndpointHold(
        alert_id="msg_1",
        endpoint_id="desk",
        why=HoldReason.DIGEST,
        text="for the hourly digest of 10:00",
        until=LATER,
        digest_over=0,
        created_at=NOW,
    )
    apart = replace(hold, ended_at=LATER)
    together = replace(apart, into_id="msg_9")
    what, ended = "desk: for the hourly digest of 10:00", "Tue 06 May 2031 10:30:00 UTC."
    assert said(Traces(holds=[hold, apart, together]))[1:] == [
        ("waits", f"{what}."),
        ("waited", f"{what}; sent by itself, {ended}"),
        ("waited", f"{what}; told in the digest msg_9, {ended}"),
    ]


def test_each_delivery_and_why_it_is_where_it_is() -> None:
    assert sent() == "desk: about to be sent."
    assert sent(state=DeliveryState.DELIVERED) == "desk: it took the message."
    dead = sent(state=DeliveryState.DEAD, attempts=10, last_reason=AttemptReason.TIMEOUT)
    assert dead == "desk: given up after 10 attempts (last attempt: timeout)."
    again = sent(next_attempt_at=LATER, last_reason=AttemptReason.SERVER)
    assert again == (
        "desk: to be tried again at Tue 06 May 2031 10:30:00 UTC (last attempt: server)."
    )
    assert sent(status(disabled_at=NOW, disabled_reason="it answered 410")) == (
        "desk: waits until it is enabled again; disabled Tue 06 May 2031 09:30:00 UTC: "
        "it answered 410."
    )
    assert sent(status(listed=False)) == "desk: waits until it is in the rule files again."
