"""The wall clock is set while deliveries wait and fail: nothing is lost, nothing is told twice."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from monitor.store.tables import DeliveryRow
from tests.daemon.test_sender import SECRET, counts, sending, set_up
from tests.support.daemon_process import wait_until
from tests.support.line import Line
from tests.support.webhook_receiver import WebhookReceiver

HOUR_S = 3600.0
FAILED = 4


def in_hand(line: Line) -> bool:
    with line.services.store.read() as session:
        leased = col(DeliveryRow.lease_owner).is_not(None)
        return bool(session.scalar(select(func.count()).where(leased)))


@pytest.mark.parametrize("jump_s", [-HOUR_S, HOUR_S], ids=["an-hour-back", "an-hour-ahead"])
def test_a_clock_that_is_set_loses_and_doubles_nothing(line: Line, jump_s: float) -> None:
    # The first answers are failures, so that attempts of all kinds wait while the clock is set.
    with WebhookReceiver(SECRET, clock=line.clock, script=[503] * FAILED) as desk:
        set_up(line, {"desk": desk.url}, {"desk": 19}, concurrency=1)
        began = line.clock()
        with sending(line):
            desk.wait_for(FAILED)
            line.clock.advance(jump_s)
            give_up_at = time.monotonic() + 30
            while counts(line).delivered < 20 and time.monotonic() < give_up_at:
                # Not so fast that a lease runs out while its delivery is on its way.
                if not in_hand(line):
                    line.clock.advance(30)
                time.sleep(0.02)
            wait_until(lambda: counts(line).delivered == 20, what="all delivered")
        accepted = [one.headers["webhook-id"] for one in desk.received if one.status == 200]
        assert (len(accepted), len(set(accepted)), desk.refused) == (20, 20, [])
        assert counts(line).pending == counts(line).dead == 0
        stamps = [int(one.headers["webhook-timestamp"]) for one in desk.received]
        # Each attempt is stamped with its own time, by the clock as it stood then.
        assert min(stamps) >= int(began.timestamp() + min(0.0, jump_s))
        assert all(
            abs(one.at.timestamp() - stamp) < 300
            for one, stamp in zip(desk.received, stamps, strict=True)
        )
