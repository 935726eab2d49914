"""Processes that a process started (Linux)."""

from __future__ import annotations

from pathlib import Path


def children(pid: int | None = None) -> set[int]:
    """Numbers of the processes that ``pid`` (this one if not given) started; none elsewhere."""
    lists = Path(f"/proc/{pid or 'self'}/task").glob("*/children")
    return {int(child) for one in lists for child in one.read_text().split()}
