"""What the page of one development shows, read from the store as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.developments.escalation import event_hint
from monitor.model import (
    Alert,
    Delivery,
    Development,
    EndpointHold,
    Evidence,
    Hit,
    StoredItem,
)
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import hits as hit_rows
from monitor.store import holds as hold_rows
from monitor.store import life as life_rows
from monitor.store.developments import RecordedDecision
from monitor.store.engine import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text, marked where it is evidence."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingView:
    """One item of a development: its title with evidence marked, and why it was put there."""

    stored: StoredItem
    title: Sequence[Piece]
    summary: Sequence[Piece]
    recorded: RecordedDecision
    rules: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert with where it went."""

    alert: Alert
    deliveries: Sequence[Delivery]
    holds: Sequence[EndpointHold]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A telling in the plot of escalation: ``x`` from 0 (first told) to 1 (last), level, label."""

    x: float
    escalation: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentView:
    """The page of one development. ``chain``: what it continues, itself, what continues it.

    ``marks``: the tellings that sound of escalation or of calm, where there are at least two.
    """

    development: Development
    chain: Sequence[Development]
    tellings: Sequence[TellingView]
    marks: Sequence[Mark]
    alerts: Sequence[AlertView]


def read_development(store: Store, development_id: int) -> DevelopmentView | None:
    """Read the page of one development, ``None`` where there is no such one."""
    with store.read() as session:
        development = development_rows.get_development(session, development_id)
        if development is None:
            return None
        chain = life_rows.chain_of(session, development_id)
        recorded = development_rows.decisions_of(session, development_id)
        hits = hit_rows.hits_of(session, [one.stored.id for one in recorded])
        alerts = alert_rows.list_alerts(session, limit=100, development_id=development_id)
        deliveries = delivery_rows.list_deliveries(
            session, limit=1000, alert_ids=[alert.id for alert in alerts]
        )
        holds = hold_rows.holds_of(session, [alert.id for alert in alerts])
    return DevelopmentView(
        development=development,
        chain=chain if len(chain) > 1 else (),
        tellings=[_telling(one, hits.get(one.stored.id, [])) for one in recorded],
        marks=plot([one.stored for one in recorded]),
        alerts=[
            AlertView(
                alert=alert,
                deliveries=[d for d in deliveries if d.alert_id == alert.id],
                holds=[h for h in holds if h.alert_id == alert.id],
            )
            for alert in alerts
        ],
    )


def plot(items: Sequence[StoredItem]) -> list[Mark]:
    """How the tellings sound over time; empty where fewer than two say anything."""
    if not items:
        return []
    first = min(one.told_at for one in items)
    spent_s = (max(one.told_at for one in items) - first).total_seconds()
    marks = []
    for one in sorted(items, key=lambda stored: (stored.told_at, stored.id)):
        hint = event_hint(one.item.title, one.item.summary)
        if hint.escalation:
            x = (one.told_at - first).total_seconds() / spent_s if spent_s else 0.5
            label = f"{hint.escalation:+d} “{hint.phrase}”, {one.item.outlet}"
            marks.append(Mark(x=x, escalation=hint.escalation, label=label))
    return marks if len(marks) > 1 else []


def mark(text: str, evidence: Sequence[Evidence]) -> list[Piece]:
    """Cut ``text`` into pieces, those inside a span of ``evidence`` marked; overlaps joined."""
    pieces: list[Piece] = []
    at = 0
    for span in sorted((e.start, e.end) for e in evidence):
        start, end = max(span[0], at), min(span[1], len(text))
        if start >= end:
            continue
        if start > at:
            pieces.append(Piece(text=text[at:start], marked=False))
        pieces.append(Piece(text=text[start:end], marked=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text=text[at:], marked=False))
    return pieces


def _telling(recorded: RecordedDecision, hits: Sequence[Hit]) -> TellingView:
    evidence = [one for hit in hits for one in hit.evidence]
    item = recorded.stored.item
    return TellingView(
        stored=recorded.stored,
        title=mark(item.title, [e for e in evidence if e.field == "title"]),
        summary=mark(item.summary, [e for e in evidence if e.field == "summary"]),
        recorded=recorded,
        rules=sorted({hit.rule_id for hit in hits}),
    )
