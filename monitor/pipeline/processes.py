"""Pure functions run in processes of their own, each call bounded in time and memory.

Two reasons: parsing then uses another core than fetching and storing, and a document that hangs
the parser, eats memory or kills the interpreter costs one process, which is replaced, and not
the daemon. The standard library's pool cannot do this: there one dead process ends the pool, and
a running call cannot be ended.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import resource
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import monitor
from monitor.errors import ParseError
from monitor.model import FailureReason

P = ParamSpec("P")
T = TypeVar("T")

MAX_RESULT_BYTES = 256 * 2**20
"""The largest result taken from a process: more than 2,000 items of the largest sizes."""

RENEWED_AFTER = 5_000
"""Calls after which a process is replaced, so that whatever leaks in a parser stays small."""

_ALARM_GRACE_S = 10
"""After the deadline and so long, a process whose parent is gone ends itself."""


class Processes:
    """Runs functions in ``count`` processes; safe to use from many threads; close it when done.

    A call that takes more than ``deadline_s`` seconds or ``memory_mb`` MiB of address space ends
    as :class:`ParseError` with reason ``unparsable``. Processes are started when first needed.
    """

    def __init__(self, count: int, *, deadline_s: float, memory_mb: int) -> None:
        self._workers = [_Worker(deadline_s, memory_mb) for _ in range(count)]
        # The one used last is taken first: where one suffices, the others are never started.
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in reversed(self._workers):
            self._idle.put(worker)

    def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function of a module with picklable values, and return or raise what it does.

        Waits for a free process. Raises :class:`RuntimeError` for a defect of the function (with
        its trace) and after :meth:`close`.
        """
        worker = self._idle.get()
        try:
            result: T = worker.call(function, args, kwargs)
            return result
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all processes; calls under way fail."""
        for worker in self._workers:
            worker.close()

    @property
    def pids(self) -> list[int]:
        """The processes that run now."""
        return [pid for worker in self._workers if (pid := worker.pid) is not None]


class _Worker:
    """One process, started when needed and replaced when it failed. Used by one thread at once."""

    def __init__(self, deadline_s: float, memory_mb: int) -> None:
        self._deadline_s = deadline_s
        self._memory_mb = memory_mb
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._calls = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def call(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        job = pickle.dumps((function, args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)
        try:
            answer = self._ask(job)
        except (EOFError, OSError):
            # Somebody may have killed it; a document that kills it does so twice.
            self._end()
            answer = self._ask_again(job)
        self._calls += 1
        if answer is None:
            self._end()
            raise _unparsable(f"parsing took more than {self._deadline_s:g} s")
        kind, value = pickle.loads(answer)  # noqa: S301 - ours wrote it  # nosec B301
        if self._calls >= RENEWED_AFTER or kind == "memory":
            self._end()
        if kind == "done":
            return value
        if kind == "refused":
            message, reason, subject = value
            raise ParseError(message, reason=reason, subject=subject)
        if kind == "memory":
            raise _unparsable(f"parsing took more than {self._memory_mb} MiB of memory")
        raise RuntimeError(f"{function.__qualname__} failed in its process:\n{value}")

    def _ask(self, job: bytes) -> bytes | None:
        """The answer to a job; ``None`` where none came in time."""
        pipe = self._started()
        pipe.send_bytes(job)
        return pipe.recv_bytes(MAX_RESULT_BYTES) if pipe.poll(self._deadline_s) else None

    def _ask_again(self, job: bytes) -> bytes | None:
        try:
            return self._ask(job)
        except (EOFError, OSError) as error:
            self._end()
            raise _unparsable("the parser died of the document") from error

    def _started(self) -> Connection:
        with self._lock:
            if self._closed:
                raise RuntimeError("the processes are closed")
            if self._pipe is None:
                ours, theirs = Pipe()
                fd = theirs.fileno()
                code = f"from monitor.pipeline.processes import serve; serve({fd}, "
                code += f"deadline_s={self._deadline_s!r}, memory_mb={self._memory_mb})"
                self._process = subprocess.Popen(  # noqa: S603 - this program  # nosec B603
                    [sys.executable, "-c", code],
                    env=own_environ(),
                    pass_fds=(fd,),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                )
                theirs.close()
                self._pipe, self._calls = ours, 0
            return self._pipe

    def _end(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            if self._pipe is not None:
                self._pipe.close()
            self._process = self._pipe = None

    def close(self) -> None:
        with self._lock:
            self._closed = True
            # Its end of the pipe goes with it, which wakes the thread that waits for an answer.
            if self._process is not None:
                self._process.kill()
                self._process.wait()


def _unparsable(message: str) -> ParseError:
    return ParseError(message, reason=FailureReason.UNPARSABLE)


def own_environ() -> dict[str, str]:
    """The environment of a process that needs none of our secrets: it reads or tries things."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("MONITOR_")}
    source = str(Path(monitor.__file__).parent.parent)
    paths = (source, kept.get("PYTHONPATH", ""))
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


# ---------------------------------------------------------------- inside the process


def serve(fd: int, *, deadline_s: float, memory_mb: int) -> None:
    """Answer jobs from the pipe ``fd`` until its other end is closed: the life of a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which ends us
    with suppress(ValueError, OSError):  # not every system limits address space
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
    with suppress(ValueError, OSError):  # a crash of the interpreter leaves no file behind
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()  # what a document makes a library say is no event of the daemon's
    pipe = Connection(fd)
    while True:
        try:
            job = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        # Whoever asked ends us at the deadline; should they be gone, this does.
        signal.alarm(int(deadline_s) + _ALARM_GRACE_S)
        answer = _answer(job)
        signal.alarm(0)
        try:
            pipe.send_bytes(answer)
        except OSError:
            return


def _answer(job: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(job)  # noqa: S301 - our daemon wrote it  # nosec B301
        answer = ("done", function(*args, **kwargs))
        return pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    except ParseError as error:
        return pickle.dumps(("refused", (error.message, str(error.reason), error.subject)))
    except (MemoryError, RecursionError):
        return pickle.dumps(("memory", None))
    except Exception:  # noqa: BLE001 - the edge of one unit of work: told with its trace
        return pickle.dumps(("failed", traceback.format_exc()))
