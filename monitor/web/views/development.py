"""What the page of one development shows, read from the store as plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerts.explaining import Step as AlertStep
from monitor.alerts.explaining import Traces, explain
from monitor.developments.explaining import Weight, join_bar, kept_apart, weights_of
from monitor.model import (
    Alert,
    Correction,
    Delivery,
    Development,
    EndpointHold,
    Evidence,
    Hit,
    Silence,
    StoredItem,
)
from monitor.pipeline.corrections import is_undoable
from monitor.store import alerts as alert_rows
from monitor.store import corrections as correction_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import hits as hit_rows
from monitor.store import holds as hold_rows
from monitor.store import life as life_rows
from monitor.store import silences as silence_rows
from monitor.store import timeline as timeline_rows
from monitor.store.developments import RecordedDecision
from monitor.store.engine import Session, Store
from monitor.store.timeline import TimelineEntry, TimelineFilter
from monitor.web.views.chart import Chart, draw

SHOWN_ITEMS = 25
SHOWN_ALERTS = 50
CHARTED = 2000
CANDIDATES = 8
EXCERPT_BEFORE, EXCERPT_CHARS = 100, 300
SUMMARY_CHARS = 600
"""Of what a feed calls a summary and is a whole article at times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text, marked where it is evidence."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingView:
    """One item of a development with evidence marked, and why it was put there.

    ``excerpt``: of its content, around the first evidence there; empty where there is none.
    """

    stored: StoredItem
    title: Sequence[Piece]
    summary: Sequence[Piece]
    excerpt: Sequence[Piece]
    recorded: RecordedDecision
    rules: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert, where it went, and what became of it step by step."""

    alert: Alert
    deliveries: Sequence[Delivery]
    holds: Sequence[EndpointHold]
    steps: Sequence[AlertStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """What a person changed, with the title of the other development."""

    correction: Correction
    other_id: int
    other_title: str
    undoable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentView:
    """The page of one development. ``chain``: what it continues, itself, what continues it.

    ``tellings``: a page of its items, after the first ``offset`` of them.
    """

    entry: TimelineEntry
    chain: Sequence[Development]
    tellings: Sequence[TellingView]
    offset: int
    chart: Chart | None
    alerts: Sequence[AlertView]
    corrections: Sequence[CorrectionView]
    silences: Sequence[Silence]

    @property
    def development(self) -> Development:
        """The development itself."""
        return self.entry.development

    @property
    def next_offset(self) -> int | None:
        """Where the next page of items begins, if there is one."""
        after = self.offset + len(self.tellings)
        return after if after < self.development.items else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Why one item is in its development: what was weighed, and what came second."""

    telling: TellingView
    development: Development
    rival: Development | None
    weights: Sequence[Weight]
    join_at: float | None
    apart: str
    correction: Correction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """What may be merged into a development: ``other`` is what was chosen."""

    development: Development
    other: Development | None
    candidates: Sequence[Development]
    found: Sequence[Development]


def read_development(
    store: Store, development_id: int, *, reader: str, now: datetime, offset: int = 0
) -> DevelopmentView | None:
    """Read the page of one development, ``None`` where there is no such one."""
    with store.read() as session:
        entries = timeline_rows.entries_of(session, [development_id], reader=reader)
        if not entries:
            return None
        chain = life_rows.chain_of(session, development_id)
        told = development_rows.moments_of(session, development_id, CHARTED)
        alerts = _alerts(session, development_id, now)
        said = [(one.alert.created_at, one.alert.reason.text) for one in alerts]
        return DevelopmentView(
            entry=entries[0],
            chain=chain if len(chain) > 1 else (),
            tellings=_page(session, development_id, offset),
            offset=offset,
            # One bar is no story.
            chart=draw(told, said) if len(told) > 1 else None,
            alerts=alerts,
            corrections=_corrections(session, development_id),
            silences=[
                one
                for one in silence_rows.active_silences(session, now)
                if one.matcher.development_id == development_id
            ],
        )


def read_tellings(
    store: Store, development_id: int, items: Collection[int]
) -> Sequence[TellingView]:
    """Those of these items that the development has, in the order they were told."""
    with store.read() as session:
        recorded = [
            one
            for one in development_rows.decisions_of(session, development_id)
            if one.stored.id in items
        ]
        hits = hit_rows.hits_of(session, [one.stored.id for one in recorded])
    return [_telling(one, hits.get(one.stored.id, [])) for one in recorded]


def read_weighing(store: Store, development_id: int, item_id: int) -> Weighing | None:
    """Read why an item is in a development, ``None`` where it is not in it."""
    with store.read() as session:
        development = development_rows.development_of(session, item_id)
        if development is None or development.id != development_id:
            return None
        recorded = development_rows.decision_about(session, item_id)
        decision = recorded.decision
        rival_id = decision.runner_up[0] if decision.runner_up else None
        return Weighing(
            telling=_telling(recorded, hit_rows.hits_of(session, [item_id]).get(item_id, [])),
            development=development,
            rival=development_rows.get_development(session, rival_id) if rival_id else None,
            weights=weights_of(decision),
            join_at=join_bar(decision) if decision.scores else None,
            apart=kept_apart(decision),
            correction=correction_rows.get_correction(session, recorded.correction_id)
            if recorded.correction_id is not None
            else None,
        )


def read_merge(
    store: Store, development_id: int, *, other_id: int | None, text: str, reader: str
) -> MergeView | None:
    """Read what may be merged into a development, ``None`` where there is no such one."""
    with store.read() as session:
        development = development_rows.get_development(session, development_id)
        if development is None:
            return None
        near = development_rows.rivals_of(session, development_id, CANDIDATES)
        wanted = TimelineFilter(text=text)
        found = (
            timeline_rows.timeline(session, wanted, reader=reader, limit=CANDIDATES * 2)
            if text.strip()
            else []
        )
        known = timeline_rows.entries_of(session, near, reader=reader)
        return MergeView(
            development=development,
            other=development_rows.get_development(session, other_id) if other_id else None,
            candidates=_standing(known, development_id),
            found=_standing(found, development_id),
        )


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


def _excerpt(content: str, evidence: Sequence[Evidence]) -> list[Piece]:
    if not evidence:
        return []
    first = min(one.start for one in evidence)
    start = content.rfind(" ", 0, max(first - EXCERPT_BEFORE, 0)) + 1
    end = start + EXCERPT_CHARS
    shown = [
        one._replace(start=one.start - start, end=one.end - start)
        for one in evidence
        if start <= one.start < end
    ]
    dots = Piece(text="… ", marked=False)
    return [*([dots] if start else []), *mark(content[start:end], shown), replace(dots, text=" …")]


def _standing(entries: Sequence[TimelineEntry], but: int) -> list[Development]:
    return [
        one.development
        for one in entries
        if one.development.id != but
        and one.development.merged_into_id is None
        and one.development.items
    ]


def _page(session: Session, development_id: int, offset: int) -> list[TellingView]:
    recorded = development_rows.decisions_of(
        session, development_id, limit=SHOWN_ITEMS, offset=offset
    )
    hits = hit_rows.hits_of(session, [one.stored.id for one in recorded])
    return [_telling(one, hits.get(one.stored.id, [])) for one in recorded]


def _alerts(session: Session, development_id: int, now: datetime) -> list[AlertView]:
    alerts = alert_rows.list_alerts(session, limit=SHOWN_ALERTS, development_id=development_id)
    ids = [alert.id for alert in alerts]
    deliveries = _by_alert(delivery_rows.list_deliveries(session, limit=1000, alert_ids=ids))
    holds: dict[str, list[EndpointHold]] = {}
    for hold in hold_rows.holds_of(session, ids):
        holds.setdefault(hold.alert_id, []).append(hold)
    endpoints = {one.id: one for one in endpoint_rows.list_endpoints(session)}
    views = []
    for alert in alerts:
        mine, waits = deliveries.get(alert.id, []), holds.get(alert.id, [])
        traces = Traces(deliveries=mine, holds=waits, endpoints=endpoints)
        steps = explain(alert, traces, now=now)
        views.append(AlertView(alert=alert, deliveries=mine, holds=waits, steps=steps))
    return views


def _by_alert(deliveries: Sequence[Delivery]) -> Mapping[str, list[Delivery]]:
    found: dict[str, list[Delivery]] = {}
    for one in deliveries:
        found.setdefault(one.alert_id, []).append(one)
    return found


def _corrections(session: Session, development_id: int) -> list[CorrectionView]:
    made = correction_rows.corrections_of(session, development_id)
    others = {
        one.id: one.other_id if one.development_id == development_id else one.development_id
        for one in made
    }
    titles = correction_rows.titles_of(session, others.values())
    return [
        CorrectionView(
            correction=one,
            other_id=others[one.id],
            other_title=titles.get(others[one.id], ""),
            undoable=one.development_id == development_id and is_undoable(session, one),
        )
        for one in reversed(made)
    ]


def _telling(recorded: RecordedDecision, hits: Sequence[Hit]) -> TellingView:
    evidence = [one for hit in hits for one in hit.evidence]
    item = recorded.stored.item
    return TellingView(
        stored=recorded.stored,
        title=mark(item.title, [e for e in evidence if e.field == "title"]),
        summary=mark(item.summary[:SUMMARY_CHARS], [e for e in evidence if e.field == "summary"]),
        excerpt=_excerpt(item.content, [e for e in evidence if e.field == "content"]),
        recorded=recorded,
        rules=sorted({hit.rule_id for hit in hits}),
    )
