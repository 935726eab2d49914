"""Matches, their evidence, and stored hits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from monitor.model.rule_set import Severity

FieldName = Literal["title", "summary", "content"]


class Evidence(NamedTuple):
    """One span that made a rule match. ``start``/``end`` index the item's original field text.

    ``term`` is the term as the rule files spell it, ``actor`` the actor's id where the term is
    one of its aliases, ``meeting`` the meeting's id where it was found for a meeting term.
    """

    field: FieldName
    start: int
    end: int
    text: str
    term: str
    actor: str | None = None
    meeting: str | None = None


class Match(NamedTuple):
    """A rule matched an item: ``severity`` already raised where a meeting's window says so.

    A named tuple, for an item may have hundreds: a frozen dataclass takes twice as long to make.
    """

    rule_id: str
    severity: Severity
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A stored match, under the revision that judged the item."""

    item_id: int
    rule_id: str
    revision: str
    severity: Severity
    evidence: tuple[Evidence, ...]
    created_at: datetime
