from __future__ import annotations

from monitor.scale.broker import Queue
from monitor.scale.worker import LOOK_EVERY_S, STUCK_AFTER_S, ConsumerWatch, WorkerOptions


def looked(*looks: tuple[int, int, int]) -> bool:
    """Whether a consumer of two processes is stuck after looks at (waiting, in hand, taken)."""
    watch = ConsumerWatch(WorkerOptions(queues=[Queue.SEND], concurrency=2))
    for number, (waiting, in_hand, taken) in enumerate(looks):
        assert not watch.is_stuck()
        watch.look(waiting=waiting, in_hand=in_hand, taken=taken, now_s=number * LOOK_EVERY_S)
    stuck = watch.is_stuck()
    assert not watch.is_stuck()
    return stuck


LOOKS = int(STUCK_AFTER_S / LOOK_EVERY_S) + 2


def test_a_consumer_is_stuck_that_takes_nothing_though_messages_wait() -> None:
    assert looked(*[(1, 1, 7)] * LOOKS)
    assert not looked(*[(1, 1, 7)] * (LOOKS - 1))  # not yet


def test_one_that_is_busy_or_idle_or_takes_some_is_not_stuck() -> None:
    assert not looked(*[(5, 2, 7)] * LOOKS)
    assert not looked(*[(0, 0, 7)] * LOOKS)
    assert not looked(*[(5, 1, taken) for taken in range(LOOKS)])
