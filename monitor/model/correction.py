"""What a person corrected about the grouping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.aware import require_aware


class CorrectionAction(StrEnum):
    """What was done."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person merged the development ``other_id`` into another, or split ``items`` off into it."""

    id: int
    action: CorrectionAction
    development_id: int
    other_id: int
    items: tuple[int, ...]
    author: str
    comment: str
    made_at: datetime

    def __post_init__(self) -> None:
        require_aware(self.made_at, "made_at")
