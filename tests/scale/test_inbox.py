from __future__ import annotations

import os
import threading
import time

from monitor.scale.inbox import Inbox
from monitor.scale.stopping import StopFlag


def never() -> bool:
    return False


def test_ids_are_taken_in_order_and_parted_where_there_is_no_room() -> None:
    inbox = Inbox()
    inbox.put("one", [1, 2, 3])
    inbox.put("two", [4])
    assert inbox.take(2) == [("one", (1, 2))]
    inbox.taken()
    assert inbox.take(9) == [("one", (3,)), ("two", (4,))]
    inbox.taken()
    assert not inbox.is_any()
    assert inbox.take(9) == []


def test_what_a_lost_transaction_took_comes_again() -> None:
    inbox = Inbox()
    inbox.put("one", [1, 2, 3])
    assert inbox.take(2) == [("one", (1, 2))]
    assert inbox.is_any()
    assert inbox.take(9) == [("one", (1, 2)), ("one", (3,))]
    inbox.taken()
    assert not inbox.is_any()


def test_a_task_waits_until_all_its_ids_are_over() -> None:
    inbox = Inbox()
    inbox.put("one", [1, 2])
    inbox.put("two", [3])
    ended = threading.Event()

    def task() -> None:
        if inbox.wait([1, 2], until_s=time.monotonic() + 60, stopping=never):
            ended.set()

    thread = threading.Thread(target=task)
    thread.start()
    inbox.over([1])
    assert not ended.is_set()
    inbox.over([2])
    thread.join(60)
    assert ended.is_set()
    assert not inbox.wait([3], until_s=time.monotonic(), stopping=never)
    assert not inbox.wait([3], until_s=time.monotonic() + 60, stopping=lambda: True)


def test_a_flag_raised_in_one_process_is_seen_in_another() -> None:
    flag = StopFlag(parent=os.getpid)
    assert not flag()
    assert not flag.wait(0.01)
    child = os.fork()
    if not child:
        flag.set()
        os._exit(0)
    os.waitpid(child, 0)
    assert flag()
    assert flag.wait(60)


def test_a_process_whose_main_process_is_gone_is_to_stop() -> None:
    alone = StopFlag(parent=lambda: 1)
    assert not alone()  # this is the main process
    child = os.fork()
    if not child:
        os._exit(alone())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
