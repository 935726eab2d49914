"""Turns go to those who asked first, and to nobody who gave up."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from monitor.store.turns import Turns
from tests.support.daemon_process import wait_until


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, order = Turns(), list[int]()
    threads = [threading.Thread(target=_note, args=(turns, order, n)) for n in range(20)]
    with turns.turn(60):
        for number, thread in enumerate(threads):
            thread.start()
            wait_until(partial(_wait_for, turns, number + 1), what="it waits")
    for thread in threads:
        thread.join(60)
    assert order == list(range(20))


def _wait_for(turns: Turns, count: int) -> bool:
    return len(turns._waiting) == count


def _note(turns: Turns, order: list[int], number: int) -> None:
    with turns.turn(60):
        order.append(number)


def test_one_that_writes_without_a_break_keeps_nobody_waiting() -> None:
    turns, ends = Turns(), threading.Event()

    def hog() -> None:
        while not ends.is_set():
            with turns.turn(60):
                threading.Event().wait(0.01)

    thread = threading.Thread(target=hog)
    thread.start()
    for _ in range(10):
        with turns.turn(60):
            pass
    ends.set()
    thread.join(60)
    assert not thread.is_alive()


def test_who_gives_up_takes_nobodys_turn() -> None:
    turns = Turns()
    with turns.turn(60), pytest.raises(TimeoutError, match=r"within 0\.01 s"), turns.turn(0.01):
        raise AssertionError("it was not its turn")
    with turns.turn(0):
        pass


def test_a_turn_ends_with_an_error() -> None:
    turns = Turns()
    with pytest.raises(KeyError), turns.turn(0):
        raise KeyError
    with turns.turn(0):
        pass
