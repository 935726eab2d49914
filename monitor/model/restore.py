"""Backups that were brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.model.aware import require_aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """One backup that was brought back.

    ``backup_at``: the last thing that happened in the backup, ``None`` where it held nothing;
    ``lost_at``: until when the lost database may have told of something. ``begun_at`` and
    ``caught_up_at``: when the feeds began to be visited after it, and when each had been.
    ``source``: what it was brought back from.
    """

    id: int
    restored_at: datetime
    backup_at: datetime | None
    lost_at: datetime
    source: str
    begun_at: datetime | None = None
    caught_up_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("restored_at", "backup_at", "lost_at", "begun_at", "caught_up_at"):
            require_aware(getattr(self, name), name)

    @property
    def why_quiet(self) -> str:
        """Why something that may have been told before the loss is not told: a sentence."""
        backup = f" of {_moment(self.backup_at)}" if self.backup_at else ""
        return (
            f"Restored from a backup{backup}: what ran until the loss at {_moment(self.lost_at)} "
            "may have told it, so it is not told again."
        )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
