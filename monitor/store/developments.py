"""Developments, and the decisions that made items tell them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import (
    AlertReason,
    Decision,
    Development,
    DevelopmentState,
    Hit,
    OpenDevelopment,
    ReasonCode,
    Severity,
    Step,
    StoredItem,
    Telling,
    highest,
)
from monitor.store.changes import note_change, touch
from monitor.store.codec import signature_from_json, signature_to_json
from monitor.store.hits import hits_of
from monitor.store.items import get_items
from monitor.store.search import index_development, note_changed
from monitor.store.statements import GROUPING_LOCK, chunks, fetch, insert, lock, table_of, upsert
from monitor.store.tables import DecisionRow, DevelopmentRow, GroupingCounterRow, ItemRow

_COUNTER_ID = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDecision:
    """A stored decision with the item it is about.

    ``decision.development_id`` is where the item is (never ``None``, for step NEW too);
    ``decision.independent`` says whether the item counts as a source there. ``quiet_reason``
    says why no alert was raised, where one might be expected. ``facet_id`` is the development it
    came with, where that was merged into the one it is in; ``correction_id`` the correction by
    which a person put it there.
    """

    stored: StoredItem
    decision: Decision
    decided_at: datetime
    quiet_reason: str
    facet_id: int | None = None
    correction_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMoment:
    """When an item was told and by whom; ``summary``: its first 300 characters."""

    told_at: datetime
    outlet: str
    title: str
    summary: str


def lock_grouping(session: Session) -> None:
    """Let this transaction be the only one that groups, until it ends.

    PostgreSQL: an advisory lock. SQLite: a write transaction already is the only one.
    """
    lock(session, GROUPING_LOCK)


def grouping_counter(session: Session) -> int:
    """How often a transaction has grouped: unchanged since one's own, nobody else grouped.

    To be asked under :func:`lock_grouping`; 0 at first.
    """
    return session.scalar(select(col(GroupingCounterRow.groupings))) or 0


def bump_grouping_counter(session: Session) -> int:
    """Count this transaction as one that groups (under :func:`lock_grouping`); the new count."""
    statement = insert(session, GroupingCounterRow).values(id=_COUNTER_ID, groupings=1)
    groupings = table_of(GroupingCounterRow).c.groupings
    statement = statement.on_conflict_do_update(
        index_elements=["id"], set_={"groupings": groupings + 1}
    )
    counted: int = session.scalars(statement.returning(groupings)).one()
    return counted


def due_for_grouping(session: Session, limit: int) -> list[int]:
    """Ids of items with hits that wait to be grouped, in the order they were told.

    Of those told at one moment the order is that of their titles: which feed answered first is
    chance, and the same news must be grouped the same way each time.
    """
    order = (col(ItemRow.told_at), col(ItemRow.title), col(ItemRow.id))
    query = select(col(ItemRow.id)).where(col(ItemRow.grouping_due)).order_by(*order)
    return list(session.scalars(query.limit(limit)))


def telling_of(stored: StoredItem, hits: Sequence[Hit]) -> Telling:
    """The item as grouping sees it: actors and meetings from its evidence, the highest severity.

    Without hits: no actors, no meetings, no rules, severity LOW.
    """
    evidence = [part for hit in hits for part in hit.evidence]
    return Telling(
        item_id=stored.id,
        outlet=stored.item.outlet,
        title=stored.item.title,
        summary=stored.item.summary,
        canonical_url=stored.item.canonical_url,
        told_at=stored.told_at,
        actors=tuple(sorted({part.actor for part in evidence if part.actor})),
        meetings=tuple(sorted({part.meeting for part in evidence if part.meeting})),
        rule_ids=_union((), (hit.rule_id for hit in hits)),
        severity=highest((Severity.LOW, *(hit.severity for hit in hits))),
        asked=tuple(sorted({part.text for part in evidence})),
    )


def open_developments(
    session: Session,
    *,
    since: datetime,
    max_tellings: int = 20,
    holding: Collection[int] = (),
) -> list[OpenDevelopment]:
    """Developments that may take tellings: not closed, and told at ``since`` or later; by id.

    Besides those that hold any of the items ``holding``, whatever their age or state: such an item
    belongs where it is. Each with its ``max_tellings`` latest tellings, and those of ``holding``
    however early, the earliest first.

    A development that was merged into one of them is among them too, under its own id and with
    the tellings it had, all else as the other one (``merged_into_id`` names it): what would have
    gone to it is still recognised, and belongs to the other one.
    """
    query = select(DevelopmentRow).where(
        col(DevelopmentRow.state) != DevelopmentState.CLOSED,
        col(DevelopmentRow.last_told_at) >= since,
    )
    found = {row.id: development_of_row(row) for row in session.scalars(query)}
    held = _held(session, holding)
    for chunk in chunks({home for home, _ in held} - found.keys()):
        query = select(DevelopmentRow).where(col(DevelopmentRow.id).in_(chunk))
        found |= {row.id: development_of_row(row) for row in session.scalars(query)}
    found |= _facets_of(session, found)
    early: defaultdict[int, list[int]] = defaultdict(list)
    for (home, facet), item_ids in held.items():
        early[facet if facet in found else home] += item_ids
    return _with_tellings(session, found, max_tellings=max_tellings, early=early)


def developments_with_tellings(
    session: Session, ids: Collection[int], *, max_tellings: int = 20
) -> list[OpenDevelopment]:
    """The developments of these ids, whatever their age or state, with their latest tellings.

    With those merged into them, as :func:`open_developments` gives them.
    """
    found: dict[int, Development] = {}
    for chunk in chunks(sorted(set(ids))):
        query = select(DevelopmentRow).where(col(DevelopmentRow.id).in_(chunk))
        found |= {row.id: development_of_row(row) for row in session.scalars(query)}
    found |= _facets_of(session, found)
    return _with_tellings(session, found, max_tellings=max_tellings, early={})


def _with_tellings(
    session: Session,
    found: Mapping[int, Development],
    *,
    max_tellings: int,
    early: Mapping[int, Sequence[int]],
) -> list[OpenDevelopment]:
    """The developments by id, each with its latest tellings after those of ``early``."""
    members = _latest_items(session, sorted(found), max_tellings)
    for facet, item_ids in early.items():
        members[facet][:0] = [key for key in item_ids if key not in members[facet]]
    ids = [item_id for item_ids in members.values() for item_id in item_ids]
    items, hits = get_items(session, ids), hits_of(session, ids)
    return [
        OpenDevelopment(
            development=found[facet],
            tellings=tuple(telling_of(items[key], hits.get(key, ())) for key in members[facet]),
        )
        for facet in sorted(found)
    ]


def record_decision(
    session: Session,
    telling: Telling,
    decision: Decision,
    *,
    now: datetime,
    quiet_reason: str = "",
    facet_id: int | None = None,
    change: str = "",
    restore_id: int | None = None,
) -> Development:
    """Store where grouping put an item, and what that makes of the development, which is returned.

    ``change`` says what is new about the development by it; "" leaves that to the decision.

    Step NEW (or no ``development_id``) opens one. The item is no longer to be grouped. Deciding
    again about an item replaces its decision: it counts once, in the development it is in now, and
    if it was a source of that development it stays one. A development that loses its last item
    closes. ``facet_id`` names the development that it would have gone to, had a person not merged
    that into this one, ``restore_id`` the restore that kept it from being told. Raises
    :class:`LookupError` where the development named does not exist.
    """
    before = session.scalars(
        select(DecisionRow).where(col(DecisionRow.item_id) == telling.item_id)
    ).one_or_none()
    left_id = before.development_id if before is not None else None
    independent = decision.independent
    correction_id = None
    if decision.step is Step.NEW or decision.development_id is None:
        development_id = _open(session, telling)
    else:
        development_id = decision.development_id
        if before is not None and left_id == development_id:
            independent = independent or before.independent
            facet_id, correction_id = before.facet_id, before.correction_id
    values = _decision_values(decision, independent=independent) | {
        "item_id": telling.item_id,
        "development_id": development_id,
        "quiet_reason": quiet_reason,
        "decided_at": now,
        "facet_id": facet_id,
        "correction_id": correction_id,
        "restore_id": restore_id,
    }
    row = _row(session, development_id)
    upsert(session, DecisionRow, [values], key="item_id")
    statement = update(ItemRow).where(col(ItemRow.id) == telling.item_id)
    session.execute(statement.values(grouping_due=False))
    _take(session, row, telling, decision)
    if before is None:
        note_changed(session, [telling.item_id])
    if left_id is not None and left_id != development_id:
        _leave(session, left_id)
        touch(session, left_id)
    change = change or _change_of(decision, telling)
    if change:
        note_change(session, development_id, change, now)
    else:
        touch(session, development_id)
    return development_of_row(_row(session, development_id))


def development_of(session: Session, item_id: int) -> Development | None:
    """The development that the item tells, if it was grouped."""
    query = select(DevelopmentRow).join(
        DecisionRow, col(DecisionRow.development_id) == col(DevelopmentRow.id)
    )
    row = session.scalars(query.where(col(DecisionRow.item_id) == item_id)).one_or_none()
    return development_of_row(row) if row is not None else None


def get_development(session: Session, id: int) -> Development | None:
    """The development with this id."""
    row = fetch(session, _by_id(), id=id).one_or_none()
    return development_of_row(row) if row is not None else None


@cache
def _by_id() -> Select[Any]:
    query = select(*table_of(DevelopmentRow).c)
    return query.where(col(DevelopmentRow.id) == bindparam("id"))


def list_developments(
    session: Session,
    *,
    limit: int,
    before: datetime | None = None,
    state: DevelopmentState | None = None,
) -> list[Development]:
    """Developments, the latest told first; only those last told before ``before``, if given.

    Those that were merged into others are not among them. ``state``: only those in it.
    """
    query = select(DevelopmentRow).order_by(
        col(DevelopmentRow.last_told_at).desc(), col(DevelopmentRow.id).desc()
    )
    query = query.where(col(DevelopmentRow.merged_into_id).is_(None))
    if before is not None:
        query = query.where(col(DevelopmentRow.last_told_at) < before)
    if state is not None:
        query = query.where(col(DevelopmentRow.state) == state)
    return [development_of_row(row) for row in session.scalars(query.limit(limit))]


def decisions_of(
    session: Session, development_id: int, *, limit: int | None = None, offset: int = 0
) -> list[RecordedDecision]:
    """The decisions that made the development what it is, in the order the items were told.

    ``limit`` and ``offset``: only so many, after the first so many.
    """
    query = _decisions(latest_first=False)
    if limit is not None or offset:
        query = query.limit(limit).offset(offset)
    return _recorded(session, fetch(session, query, development=development_id))


@cache
def _decisions(*, latest_first: bool) -> Select[Any]:
    told_at, item_id = col(ItemRow.told_at), col(ItemRow.id)
    order = (told_at.desc(), item_id.desc()) if latest_first else (told_at, item_id)
    return (
        select(*table_of(DecisionRow).c)
        .join(ItemRow, item_id == col(DecisionRow.item_id))
        .where(col(DecisionRow.development_id) == bindparam("development"))
        .order_by(*order)
    )


def moments_of(session: Session, development_id: int, limit: int) -> list[ToldMoment]:
    """When each item of the development was told, and by whom: the first ``limit`` of them."""
    return [
        ToldMoment(told_at=row[0], outlet=row[1], title=row[2], summary=row[3])
        for row in fetch(session, _moments(), development=development_id, most=limit)
    ]


@cache
def _moments() -> Select[datetime, str, str, str]:
    return (
        select(
            col(ItemRow.told_at),
            col(ItemRow.outlet),
            col(ItemRow.title),
            func.substr(col(ItemRow.summary), 1, 300),
        )
        .join(DecisionRow, col(ItemRow.id) == col(DecisionRow.item_id))
        .where(col(DecisionRow.development_id) == bindparam("development"))
        .order_by(col(ItemRow.told_at), col(ItemRow.id))
        .limit(bindparam("most"))
    )


def rivals_of(session: Session, development_id: int, limit: int) -> list[int]:
    """Developments that came second where an item of this one was decided, the most often first."""
    ours = select(col(DecisionRow.runner_up_id)).where(
        col(DecisionRow.development_id) == development_id
    )
    counted: Counter[int] = Counter()
    counted.update(one for one in session.scalars(ours.limit(1000)) if one is not None)
    del counted[development_id]
    return [one for one, _ in counted.most_common(limit)]


def decisions_after(
    session: Session, development_id: int, *, limit: int, after: tuple[datetime, int] | None = None
) -> list[RecordedDecision]:
    """Decisions about the items of a development, the latest told first, ``after`` one item.

    ``after``: when it was told, and its id.
    """
    told_at, item_id = col(ItemRow.told_at), col(ItemRow.id)
    query = _decisions(latest_first=True).limit(limit)
    if after is not None:
        query = query.where(or_(told_at < after[0], and_(told_at == after[0], item_id < after[1])))
    return _recorded(session, fetch(session, query, development=development_id))


def decision_about(session: Session, item_id: int) -> RecordedDecision:
    """The decision about one item. Raises :class:`LookupError` where it was never grouped."""
    query = select(*table_of(DecisionRow).c).where(col(DecisionRow.item_id) == item_id)
    found = _recorded(session, session.execute(query))
    if not found:
        raise LookupError(f"item {item_id} was never grouped")
    return found[0]


def _recorded(session: Session, found: Iterable[Row[Any]]) -> list[RecordedDecision]:
    rows = list(found)
    items = get_items(session, (row.item_id for row in rows))
    return [
        RecordedDecision(
            stored=items[row.item_id],
            decision=_decision(row),
            decided_at=row.decided_at,
            quiet_reason=row.quiet_reason,
            facet_id=row.facet_id,
            correction_id=row.correction_id,
        )
        for row in rows
    ]


def count_developments(session: Session) -> int:
    """How many developments are stored; those merged into others do not count."""
    every = select(func.count()).select_from(DevelopmentRow)
    merged = every.where(col(DevelopmentRow.merged_into_id).is_not(None))
    # Each is counted in an index; those that were not merged would be in none.
    return (session.scalar(every) or 0) - (session.scalar(merged) or 0)


def development_ids(session: Session) -> dict[int, int]:
    """Of every grouped item the development it is in."""
    query = select(col(DecisionRow.item_id), col(DecisionRow.development_id))
    return {row[0]: row[1] for row in session.execute(query)}


def developments_of_items(session: Session, item_ids: Collection[int]) -> dict[int, int]:
    """The development that each of a few items is in; those in none are left out."""
    query = select(col(DecisionRow.item_id), col(DecisionRow.development_id))
    found = session.execute(query.where(col(DecisionRow.item_id).in_(item_ids)))
    return {item: development for item, development in found}  # noqa: C416 - typed rows


def _change_of(decision: Decision, telling: Telling) -> str:
    """What is new by a decision: a sentence, "" where nothing is."""
    if decision.step is Step.NEW:
        return f"First report, by {telling.outlet}."
    return decision.update.text if decision.step is Step.UPDATE and decision.update else ""


def _open(session: Session, telling: Telling) -> int:
    statement = insert(session, DevelopmentRow).values(
        title=telling.title,
        opened_at=telling.told_at,
        last_told_at=telling.told_at,
        state=DevelopmentState.OPEN,
        severity=telling.severity,
        rule_ids=[],
        signature={},
        outlets=[],
        sources=0,
        items=0,
        follows_why="",
        corroborated=0,
    )
    development_id = session.scalars(statement.returning(col(DevelopmentRow.id))).one()
    index_development(session, development_id, telling.title)
    return development_id


def _take(session: Session, row: DevelopmentRow, telling: Telling, decision: Decision) -> None:
    """Bring the development up to date after the telling was decided about."""
    values = _members(session, row.id) | {
        "last_told_at": max(row.last_told_at, telling.told_at),
        "severity": highest((Severity(row.severity), telling.severity)),
        "rule_ids": list(_union(row.rule_ids, telling.rule_ids)),
        "signature": signature_to_json(decision.signature),
    }
    session.execute(update(DevelopmentRow).where(col(DevelopmentRow.id) == row.id).values(values))


def _leave(session: Session, development_id: int) -> None:
    """Bring a development up to date after an item left it."""
    values = _members(session, development_id)
    if values["items"] == 0:
        values["state"] = DevelopmentState.CLOSED
    statement = update(DevelopmentRow).where(col(DevelopmentRow.id) == development_id)
    session.execute(statement.values(values))


def _members(session: Session, development_id: int) -> dict[str, Any]:
    """What follows from the items of a development: outlets in the order they told it, counts."""
    query = (
        select(col(ItemRow.outlet), col(DecisionRow.independent))
        .join(DecisionRow, col(DecisionRow.item_id) == col(ItemRow.id))
        .where(col(DecisionRow.development_id) == development_id)
        .order_by(col(ItemRow.told_at), col(ItemRow.id))
    )
    members = session.execute(query).all()
    return {
        "items": len(members),
        "outlets": list(_union((), (outlet for outlet, _ in members))),
        "sources": sum(independent for _, independent in members),
    }


def _held(session: Session, item_ids: Collection[int]) -> defaultdict[tuple[int, int], list[int]]:
    """Which developments (and facets of them) hold these items, and which, the earliest first."""
    found: list[tuple[datetime, int, int, int]] = []
    for chunk in chunks(sorted(set(item_ids))):
        query = (
            select(col(ItemRow.told_at), col(ItemRow.id), col(DecisionRow.development_id), _facet())
            .join(DecisionRow, col(DecisionRow.item_id) == col(ItemRow.id))
            .where(col(ItemRow.id).in_(chunk))
        )
        found += [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]
    held: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for _, item_id, development_id, facet in sorted(found):
        held[development_id, facet].append(item_id)
    return held


def _facet() -> ColumnElement[int]:
    """The development that an item came with, where a person merged that into the one it is in."""
    facet: ColumnElement[int] = func.coalesce(
        col(DecisionRow.facet_id), col(DecisionRow.development_id)
    )
    return facet


def _facets_of(session: Session, found: Mapping[int, Development]) -> dict[int, Development]:
    """The developments that were merged into those found, each standing for the other one."""
    facets: dict[int, Development] = {}
    for chunk in chunks(sorted(found)):
        query = select(DevelopmentRow).where(col(DevelopmentRow.merged_into_id).in_(chunk))
        for row in session.scalars(query):
            assert row.merged_into_id is not None  # noqa: S101
            home = found[row.merged_into_id]
            facets[row.id] = replace(home, id=row.id, merged_into_id=home.id)
    return facets


def _latest_items(
    session: Session, facets: Sequence[int], limit: int
) -> defaultdict[int, list[int]]:
    """Ids of the ``limit`` latest told items of each development or facet, the earliest first."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for chunk in chunks(facets):
        latest_first = (col(ItemRow.told_at).desc(), col(ItemRow.id).desc())
        rank = func.row_number().over(partition_by=_facet(), order_by=latest_first)
        # Asked by both columns, so that an index serves each.
        mine = or_(col(DecisionRow.development_id).in_(chunk), col(DecisionRow.facet_id).in_(chunk))
        ranked = (
            select(_facet().label("facet"), col(ItemRow.id), rank.label("rank"))
            .join(ItemRow, col(ItemRow.id) == col(DecisionRow.item_id))
            .where(mine)
            .subquery()
        )
        query = select(ranked.c.facet, ranked.c.id).where(ranked.c.rank <= limit)
        wanted = set(chunk)
        for facet, item_id in session.execute(query.order_by(ranked.c.rank.desc())):
            if facet in wanted:
                members[facet].append(item_id)
    return members


def _row(session: Session, development_id: int) -> DevelopmentRow:
    query = select(DevelopmentRow).where(col(DevelopmentRow.id) == development_id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise LookupError(f"there is no development {development_id}")
    return row


def _union(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def development_of_row(row: DevelopmentRow | Row[Any]) -> Development:
    """The value of a row (for the query modules of this room)."""
    return Development(
        id=row.id,
        title=row.title,
        opened_at=row.opened_at,
        last_told_at=row.last_told_at,
        state=DevelopmentState(row.state),
        severity=Severity(row.severity),
        rule_ids=tuple(row.rule_ids),
        signature=signature_from_json(row.signature),
        outlets=tuple(row.outlets),
        sources=row.sources,
        items=row.items,
        follows_id=row.follows_id,
        follows_why=row.follows_why,
        state_at=row.state_at,
        merged_into_id=row.merged_into_id,
        corroborated=row.corroborated,
    )


def _decision_values(decision: Decision, *, independent: bool) -> dict[str, Any]:
    runner_up_id, runner_up_score = decision.runner_up or (None, None)
    update_reason = decision.update
    return {
        "step": decision.step,
        "independent": independent,
        "score": decision.score,
        "scores": dict(decision.scores),
        "runner_up_id": runner_up_id,
        "runner_up_score": runner_up_score,
        "update_code": update_reason.code if update_reason else None,
        "update_text": update_reason.text if update_reason else None,
        "runner_up_scores": dict(decision.runner_up_scores),
        "explanation": decision.explanation,
        "signature": signature_to_json(decision.signature),
    }


def _decision(row: DecisionRow | Row[Any]) -> Decision:
    reason = None
    if row.update_code is not None:
        reason = AlertReason(code=ReasonCode(row.update_code), text=row.update_text or "")
    runner_up = None
    if row.runner_up_id is not None and row.runner_up_score is not None:
        runner_up = (row.runner_up_id, row.runner_up_score)
    return Decision(
        step=Step(row.step),
        development_id=row.development_id,
        signature=signature_from_json(row.signature),
        independent=row.independent,
        score=row.score,
        scores=row.scores,
        runner_up=runner_up,
        runner_up_scores=row.runner_up_scores,
        update=reason,
        explanation=row.explanation,
    )
