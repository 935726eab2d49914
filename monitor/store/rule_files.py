"""What rule files held: one row for each save, and for each edit that was found on disk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, literal, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import FileVersion
from monitor.store.statements import LISTS_LOCK, fetch, insert_numbered, lock
from monitor.store.tables import RuleFileVersionRow

_Columns = Select[int, str, str, str, bool, datetime, str, str]

KEPT_VERSIONS = 200
"""Versions of one file that are kept: a year of an edit every other day."""


def add_version(
    session: Session,
    *,
    name: str,
    digest: str,
    text: str,
    now: datetime,
    author: str = "",
    comment: str = "",
) -> int:
    """Record what a file holds from now on; an empty ``digest``: it is gone. The row's id."""
    lock(session, LISTS_LOCK)
    values = {
        "name": name,
        "digest": digest,
        "text": text,
        "gone": not digest,
        "at": now,
        "author": author,
        "comment": comment,
    }
    [number] = insert_numbered(session, RuleFileVersionRow, [values])
    ids = select(col(RuleFileVersionRow.id)).where(col(RuleFileVersionRow.name) == name)
    oldest = session.scalar(
        ids.order_by(col(RuleFileVersionRow.id).desc()).offset(KEPT_VERSIONS - 1).limit(1)
    )
    if oldest is not None:
        session.execute(
            delete(RuleFileVersionRow).where(
                col(RuleFileVersionRow.name) == name, col(RuleFileVersionRow.id) < oldest
            )
        )
    return number


def latest_digests(session: Session) -> dict[str, str]:
    """The digest of the latest version of every file by name; empty for one that is gone."""
    lock(session, LISTS_LOCK)
    latest = select(func.max(col(RuleFileVersionRow.id))).group_by(col(RuleFileVersionRow.name))
    query = select(col(RuleFileVersionRow.name), col(RuleFileVersionRow.digest))
    found = session.execute(query.where(col(RuleFileVersionRow.id).in_(latest)))
    return {name: digest for name, digest in found}  # noqa: C416 - typed rows


def versions_of(
    session: Session, name: str, *, limit: int, before: int | None = None
) -> list[FileVersion]:
    """The versions of a file before ``before``, the latest first, without their texts."""
    return _versions(session, *_of(name, before), limit=limit, with_text=False)


def version_before(session: Session, name: str, version_id: int) -> FileVersion | None:
    """The version that this one took the place of."""
    return next(iter(_versions(session, *_of(name, version_id), limit=1, with_text=True)), None)


def get_version(session: Session, name: str, version_id: int) -> FileVersion | None:
    """One version of a file."""
    row = session.get(RuleFileVersionRow, version_id)
    return _version(row, row.text) if row is not None and row.name == name else None


def deleted_files(session: Session, *, limit: int) -> list[FileVersion]:
    """The files that are gone, the latest first."""
    return _read_versions(fetch(session, _deleted(), most=limit))


@cache
def _deleted() -> _Columns:
    latest = select(func.max(col(RuleFileVersionRow.id))).group_by(col(RuleFileVersionRow.name))
    gone = (col(RuleFileVersionRow.id).in_(latest), col(RuleFileVersionRow.gone).is_(True))
    return _columns(with_text=False).where(*gone).limit(bindparam("most"))


def _of(name: str, before: int | None) -> tuple[ColumnElement[bool], ...]:
    named = col(RuleFileVersionRow.name) == name
    return (named,) if before is None else (named, col(RuleFileVersionRow.id) < before)


def _versions(
    session: Session, *where: ColumnElement[bool], limit: int, with_text: bool
) -> list[FileVersion]:
    return _read_versions(session.execute(_columns(with_text=with_text).where(*where).limit(limit)))


def _columns(*, with_text: bool) -> _Columns:
    """Versions, the latest first."""
    text = col(RuleFileVersionRow.text) if with_text else literal("")
    row = RuleFileVersionRow
    query = select(
        col(row.id), col(row.name), col(row.digest), text,
        col(row.gone), col(row.at), col(row.author), col(row.comment),
    )  # fmt: skip
    return query.order_by(col(row.id).desc())


def _read_versions(
    found: Iterable[Row[int, str, str, str, bool, datetime, str, str]],
) -> list[FileVersion]:
    return [
        FileVersion(
            id=id_, name=name, digest=digest, text=held, gone=gone, at=at, author=author,
            comment=comment,
        )
        for id_, name, digest, held, gone, at, author, comment in found
    ]  # fmt: skip


def _version(row: RuleFileVersionRow, text: str) -> FileVersion:
    return FileVersion(
        id=row.id,
        name=row.name,
        digest=row.digest,
        text=text,
        gone=row.gone,
        at=row.at,
        author=row.author,
        comment=row.comment,
    )
