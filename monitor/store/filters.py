"""What developments are found by: rules, outlets, actors, meetings, severities, each by an index.

The rows follow from the development's own and are written with it, in its transaction. They carry
what lists are ordered by: the number of its last change, and when it was last told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, delete, exists, func, select
from sqlalchemy.orm import Mapped, Session, aliased
from sqlmodel import col

from monitor.model import Severity
from monitor.store.columns import clean_text
from monitor.store.statements import fetch, insert_all
from monitor.store.tables import DevelopmentFilterRow, DevelopmentRow


class FilterKind(StrEnum):
    """By what a development can be found; ``severity``: this one or a higher one."""

    RULE = "rule"
    OUTLET = "outlet"
    ACTOR = "actor"
    MEETING = "meeting"
    SEVERITY = "severity"


def refresh_filters(session: Session, row: DevelopmentRow, change_id: int) -> None:
    """Have the filters say what the development says; one that was merged is not found by any."""
    wanted = {(kind, value, change_id, row.last_told_at) for kind, value in _filters(row)}
    mine = col(DevelopmentFilterRow.development_id) == row.id
    query = select(
        col(DevelopmentFilterRow.kind),
        col(DevelopmentFilterRow.value),
        col(DevelopmentFilterRow.change_id),
        col(DevelopmentFilterRow.last_told_at),
    )
    known = {tuple(found) for found in session.execute(query.where(mine))}
    if known == wanted:
        return
    session.execute(delete(DevelopmentFilterRow).where(mine))
    rows = [
        {
            "development_id": row.id,
            "kind": kind,
            "value": value,
            "change_id": number,
            "last_told_at": told_at,
        }
        for kind, value, number, told_at in sorted(wanted)
    ]
    insert_all(session, DevelopmentFilterRow, rows)


LOOKED_AT = 2000
"""Rows of the index looked at to find out what is rare: more is common enough."""


def rarest(session: Session, wanted: Mapping[FilterKind, str]) -> FilterKind:
    """By which of these (at least one) the fewest developments are found, as far as counted.

    Its developments are gone through for the others: what is common must not be.
    """
    if len(wanted) == 1:
        return next(iter(wanted))
    counts = {
        kind: fetch(session, _how_many(), kind=kind, value=value).scalar_one()
        for kind, value in wanted.items()
    }
    return min(counts, key=counts.__getitem__)


@cache
def _how_many() -> Select[int]:
    mine = (
        col(DevelopmentFilterRow.kind) == bindparam("kind"),
        col(DevelopmentFilterRow.value) == bindparam("value"),
    )
    some = select(col(DevelopmentFilterRow.development_id)).where(*mine).limit(LOOKED_AT)
    return select(func.count()).select_from(some.subquery())


def having(
    wanted: Mapping[FilterKind, str], of: ColumnElement[int] | Mapped[int]
) -> list[ColumnElement[bool]]:
    """Conditions on ``of``, the number of a development: it is found by each of these."""
    conditions: list[ColumnElement[bool]] = []
    for kind, value in wanted.items():
        has = aliased(DevelopmentFilterRow)
        conditions.append(
            exists().where(
                col(has.development_id) == of,
                col(has.kind) == kind,
                col(has.value) == value,
            )
        )
    return conditions


def _filters(row: DevelopmentRow) -> Collection[tuple[str, str]]:
    if row.merged_into_id is not None:
        return ()
    severities = list(Severity)
    values = {
        FilterKind.RULE: row.rule_ids,
        FilterKind.OUTLET: row.outlets,
        FilterKind.ACTOR: row.signature.get("actors", ()),
        FilterKind.MEETING: row.signature.get("meetings", ()),
        # Each severity up to its own, so that "at least high" is one look.
        FilterKind.SEVERITY: severities[: severities.index(Severity(row.severity)) + 1],
    }
    return {(kind, clean_text(str(value))) for kind, several in values.items() for value in several}
