"""Values for store tests, built in one line, and what must be stored before them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    Decision,
    Evidence,
    FeedSource,
    Hit,
    Item,
    ItemKey,
    ReasonCode,
    Severity,
    Signature,
    Step,
    StoredItem,
)
from monitor.store import Session, feeds, hits, items
from monitor.store import developments as development_rows
from monitor.store.tables import OutletRow
from tests.support.stored import insert_item

NOW = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)


def after(**amount: float) -> datetime:
    """A moment after (or, with negative amounts, before) ``NOW``."""
    return NOW + timedelta(**amount)


def source(name: str = "a", **changes: object) -> FeedSource:
    plain = FeedSource(url=f"https://{name}.example/feed", outlet=f"Outlet {name.upper()}")
    return replace(plain, **changes)  # type: ignore[arg-type]


def outlet_names(session: Session) -> list[str]:
    """What is stored in the simplest table, by alphabet: for tests of transactions."""
    return list(session.scalars(select(col(OutletRow.name)).order_by(col(OutletRow.name))))


def guid(value: str, outlet: str = "Outlet A") -> ItemKey:
    return ItemKey(kind="guid", scope=outlet, value=value)


def make_item(name: str = "one", *, outlet: str = "Outlet A", **changes: object) -> Item:
    plain = Item(
        title=f"Freedonia talks {name}",
        summary="Envoys met at the harbour.",
        outlet=outlet,
        keys=(guid(name, outlet),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def add_feed(session: Session, name: str = "a") -> int:
    return feeds.add_feed(session, source(name), NOW).id


def add_item(
    session: Session, name: str = "one", *, now: datetime = NOW, **changes: object
) -> StoredItem:
    """Store an item (and its feed, where there is none)."""
    feed_id = add_feed(session)
    item = make_item(name, **changes)  # type: ignore[arg-type]
    item_id = insert_item(session, item, feed_id=feed_id, now=now, backlog=False)
    return items.get_items(session, [item_id])[item_id]


def make_hit(
    item_id: int,
    rule_id: str = "talks",
    *,
    severity: Severity = Severity.HIGH,
    actor: str | None = "freedonia",
    created_at: datetime = NOW,
) -> Hit:
    evidence = Evidence(
        field="title", start=0, end=9, text="Freedonia", term="Freedonia", actor=actor
    )
    return Hit(
        item_id=item_id,
        rule_id=rule_id,
        revision="r1",
        severity=severity,
        evidence=(evidence,),
        created_at=created_at,
    )


def add_hit_item(
    session: Session, name: str = "one", *, now: datetime = NOW, **changes: object
) -> StoredItem:
    """Store an item with one hit."""
    stored = add_item(session, name, now=now, **changes)
    hits.replace_hits(session, stored.id, "r1", [make_hit(stored.id)])
    return stored


def decide(step: Step = Step.NEW, development_id: int | None = None, **changes: object) -> Decision:
    plain = Decision(
        step=step,
        development_id=development_id,
        signature=Signature(actors=("freedonia",)),
        independent=step is not Step.COPY,
        score=0.5,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def add_development(session: Session, name: str = "one", *, now: datetime = NOW) -> tuple[int, int]:
    """Store a development told by one item; the ids of both."""
    stored = add_hit_item(session, name, now=now)
    telling = development_rows.telling_of(stored, hits.hits_of(session, [stored.id])[stored.id])
    development = development_rows.record_decision(session, telling, decide(), now=now)
    return development.id, stored.id


def make_alert(id: str, development_id: int, item_id: int, **changes: object) -> Alert:
    plain = Alert(
        id=id,
        kind=AlertKind.NEW,
        type="development.new",
        reason=AlertReason(code=ReasonCode.FIRST_REPORT, text="First report."),
        development_id=development_id,
        item_id=item_id,
        rule_ids=("talks",),
        severity=Severity.HIGH,
        created_at=NOW,
        body='{"type":"development.new"}',
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
