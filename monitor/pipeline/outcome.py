"""What a rule set would have given for the items of a period: values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import AlertKind, AlertReason, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleYield:
    """What one rule would have given. An alert or development counts for every rule in it."""

    rule_id: str
    title: str
    enabled: bool
    hits: int = 0
    developments: int = 0
    new: int = 0
    updates: int = 0
    severities: Mapping[Severity, int]

    @property
    def alerts(self) -> int:
        """Alerts of both kinds."""
        return self.new + self.updates


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAlert:
    """An alert as it would have been raised at ``at``, on the item ``item_id``."""

    at: datetime
    kind: AlertKind
    severity: Severity
    reason: AlertReason
    rule_ids: tuple[str, ...]
    development_id: int
    item_id: int
    title: str
    outlet: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a rule set would have given in a period.

    ``items`` were judged, ``failed`` of them could not be (a defect, logged), ``items_hit`` had a
    hit. ``developments`` gives for each of these the development it would be in (numbers of this
    trial, from 1); ``alerts`` are in the order they would have been raised.
    """

    revision: str
    since: datetime
    until: datetime
    items: int
    failed: int
    items_hit: int
    rules: tuple[RuleYield, ...]
    developments: Mapping[int, int]
    alerts: tuple[TriedAlert, ...]

    @property
    def severities(self) -> Mapping[Severity, int]:
        """How many alerts of each severity, the gravest first."""
        counts = dict.fromkeys(reversed(Severity), 0)
        for alert in self.alerts:
            counts[alert.severity] += 1
        return counts

    @property
    def days(self) -> float:
        """Length of the period."""
        return (self.until - self.since) / timedelta(days=1)
