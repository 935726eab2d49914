"""Where a pure function runs: here, or in a process that it may hang or kill."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Run(Protocol):
    """Calls a pure function of a module with values, and returns or raises what it does.

    Function, arguments and result must be picklable. Raises :class:`ParseError` (reason
    ``unparsable``) where the call took more time or memory than allowed or its process died.
    """

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call it."""


def run_here(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call it in this thread, unbounded."""
    return function(*args, **kwargs)
