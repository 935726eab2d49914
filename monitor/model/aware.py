"""The check that every datetime of a value is aware."""

from __future__ import annotations

from datetime import datetime


def require_aware(moment: datetime | None, name: str) -> None:
    """Refuse a naive datetime. Raises ``ValueError`` that names the field."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{name} must be timezone-aware, got naive {moment!r}")
