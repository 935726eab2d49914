from __future__ import annotations

import threading
from itertools import count

import pytest

from monitor.pipeline.remembering import Remembered


def test_a_value_is_made_anew_once_it_is_old() -> None:
    now_s = [0.0]
    numbers = count(1)
    kept = Remembered(lambda: next(numbers), monotonic=lambda: now_s[0])
    assert [kept.get(lambda _: 10.0) for _ in range(3)] == [1, 1, 1]
    now_s[0] = 10.0
    assert [kept.get(lambda _: 10.0) for _ in range(2)] == [2, 2]
    assert kept.get(lambda value: 0.0 if value == 2 else 10.0) == 3


def test_others_are_told_the_old_value_while_one_makes_it_anew() -> None:
    begun, go_on = threading.Event(), threading.Event()
    numbers = count(1)

    def make() -> int:
        number = next(numbers)
        if number > 1:
            begun.set()
            assert go_on.wait(30)
        return number

    kept = Remembered(make, monotonic=lambda: 0.0)
    assert kept.get(lambda _: 0.0) == 1
    found: list[int] = []
    slow = threading.Thread(target=lambda: found.append(kept.get(lambda _: 0.0)))
    slow.start()
    assert begun.wait(30)
    assert kept.get(lambda _: 0.0) == 1
    go_on.set()
    slow.join()
    assert found == [2]
    assert kept.get(lambda _: 1.0) == 2


def test_what_fails_is_tried_again() -> None:
    tries = count(1)

    def make() -> int:
        number = next(tries)
        if number == 1:
            raise ValueError("away")
        return number

    kept = Remembered(make, monotonic=lambda: 0.0)
    with pytest.raises(ValueError, match="away"):
        kept.get(lambda _: 1.0)
    assert kept.get(lambda _: 1.0) == 2
