"""What developments are looked for by: rules, outlets, actors, meetings, each with an index.

The rows follow from the development's own and are written with it, in its transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, exists
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from monitor.model import Development, Severity
from monitor.store.statements import insert_all
from monitor.store.tables import DevelopmentRow, DevelopmentTraitRow


class TraitKind(StrEnum):
    """By what a development can be looked for; ``severity``: this one or a higher one."""

    RULE = "rule"
    OUTLET = "outlet"
    ACTOR = "actor"
    MEETING = "meeting"
    SEVERITY = "severity"


def note_traits(session: Session, development: Development) -> None:
    """Bring what a development can be looked for by up to date with it.

    One that was merged into another is not looked for any more.
    """
    forget_traits(session, development.id)
    if development.merged_into_id is not None:
        return
    rows = [
        {
            "development_id": development.id,
            "kind": kind,
            "value": value,
            "last_told_at": development.last_told_at,
        }
        for kind, value in _traits(development)
    ]
    insert_all(session, DevelopmentTraitRow, rows, skip_taken=True)


def forget_traits(session: Session, development_id: int) -> None:
    """The development is not looked for any more."""
    mine = col(DevelopmentTraitRow.development_id) == development_id
    session.execute(delete(DevelopmentTraitRow).where(mine))


def having(wanted: Mapping[TraitKind, str]) -> list[ColumnElement[bool]]:
    """Conditions on ``DevelopmentRow``: it has each of the traits."""
    conditions: list[ColumnElement[bool]] = []
    for kind, value in wanted.items():
        trait = aliased(DevelopmentTraitRow)
        conditions.append(
            exists().where(
                col(trait.development_id) == col(DevelopmentRow.id),
                col(trait.kind) == kind,
                col(trait.value) == value,
            )
        )
    return conditions


def _traits(development: Development) -> Iterator[tuple[TraitKind, str]]:
    sources: Mapping[TraitKind, Collection[str]] = {
        TraitKind.RULE: development.rule_ids,
        TraitKind.OUTLET: development.outlets,
        TraitKind.ACTOR: development.signature.actors,
        TraitKind.MEETING: development.signature.meetings,
        TraitKind.SEVERITY: [one for one in Severity if one.rank <= development.severity.rank],
    }
    for kind, values in sources.items():
        for value in dict.fromkeys(values):
            yield kind, value
