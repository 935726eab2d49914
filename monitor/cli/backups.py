"""``monitor db backup``, ``restore``, ``restored``, ``restores``."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typer

from monitor.alerts.text import counted
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment_settings,
    opened_store,
    print_json,
)
from monitor.errors import ConfigError
from monitor.store import restores as restore_rows
from monitor.store.backup import restore_backup, write_backup
from monitor.store.engine import open_store
from monitor.store.restores import Marked, mark_restored
from monitor.store.schema import check_schema
from monitor.wiring import utc_now

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]
_LOST_AT = typer.Option(
    None,
    "--lost-at",
    formats=_FORMATS,
    help="When the lost database was last at work, in UTC: what was told until then is not told "
    "again. Read from the database that is replaced, if not given, else now.",
)


def backup(
    file: str = typer.Argument(..., help="Where to write it: a new file, or a folder."),
    force: bool = typer.Option(False, "--force", help="Replace FILE where it is there already."),
) -> None:
    """Copy the SQLite database to a file, while the daemon runs.

    The copy is as of one moment, is checked whole, gets its name at the end, and may be read by
    its owner alone. A folder gets a file named by the time. PostgreSQL: pg_dump.

    Example: `monitor db backup /backups/`

    Exit code: 3 if the copy cannot be made or is not sound.

    Settings: MONITOR_DATABASE_URL.
    """
    if file == "-":
        raise ConfigError("a backup is checked before it gets its name", hint="name a file")
    target = Path(file)
    if target.is_dir():
        target = target / f"monitor-{utc_now():%Y%m%dT%H%M%SZ}.db"
    made = write_backup(environment_settings().database_url, target, replace=force)
    console().print(
        f"{made.path}: {made.size:,} bytes, schema {made.schema}, sound; as of {_moment(made.at)}.",
        markup=False,
        soft_wrap=True,
    )


def restore(
    file: Path = typer.Argument(..., help="A backup."),
    force: bool = typer.Option(
        False, "--force", help="Also where the database is not empty; it is kept beside."
    ),
    lost_at: datetime | None = _LOST_AT,
) -> None:
    """Put a backup in the place of the SQLite database; stop the daemon first.

    The backup is checked and brought up to this program. What feeds tell at their first visit, and
    was told before the loss, is stored and raises no alert: 'monitor alerts untold' lists it. What
    was still to be sent in the backup is sent again, under the same ids. Everybody has to log in
    again. PostgreSQL: pg_restore, then 'monitor db restored'.

    Example: `monitor db restore /backups/monitor-20220112T140000Z.db --force`

    Exit code: 2 without --force where the database is not empty, 3 if the backup is not sound or
    the daemon runs.

    Settings: MONITOR_DATABASE_URL.
    """
    done = restore_backup(
        environment_settings().database_url, file, force=force, now=utc_now(), lost_at=_utc(lost_at)
    )
    _tell(done.marked)
    if done.kept:
        console().print(f"The database it replaces: {done.kept}", markup=False, soft_wrap=True)


def restored(
    lost_at: datetime | None = _LOST_AT,
    source: str = typer.Option("", help="What it was restored from, for the record."),
) -> None:
    """Note that the database was brought back by pg_restore or the like.

    Run it once, before the daemon starts: it does what 'monitor db restore' does after the copy.

    Example: `monitor db restored --source news.dump`

    Settings: MONITOR_DATABASE_URL.
    """
    with closing(open_store(environment_settings().database_url)) as store:
        check_schema(store)
        with store.write() as session:
            marked = mark_restored(session, now=utc_now(), source=source, lost_at=_utc(lost_at))
    _tell(marked)


def restores(as_json: bool = AS_JSON) -> None:
    """Show every restore, and how much each kept from being told.

    Example: `monitor db restores`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = restore_rows.list_restores(session)
        untold = restore_rows.count_untold(session)
    if as_json:
        print_json([asdict(one) | {"untold": untold.get(one.id, 0)} for one in found])
        return
    for one in found:
        caught_up = f"caught up {_moment(one.caught_up_at)}" if one.caught_up_at else "catching up"
        console().print(
            f"{one.id:>3}  {_moment(one.restored_at)}  backup of {_moment(one.backup_at)}, lost "
            f"{_moment(one.lost_at)}, {caught_up}, {counted(untold.get(one.id, 0), 'item')} not "
            f"told  {one.source}",
            markup=False,
            soft_wrap=True,
        )
    if not found:
        console().print("No backup was restored.")


def _tell(marked: Marked) -> None:
    done = marked.restore
    lines = [f"Restored from a backup of {_moment(done.backup_at)}."]
    if done.caught_up_at is None:
        lines.append(
            f"What feeds tell from before {_moment(done.lost_at)} is stored and not told again; "
            "'monitor alerts untold' will list it."
        )
        lines.append(
            f"{counted(marked.feeds, 'feed')} will be visited at once; "
            f"{counted(marked.waiting_items, 'item')} of the backup waited to be judged and will "
            "not be told either."
        )
    else:
        lines.append("Nothing happened between the backup and the loss: nothing is kept quiet.")
    if marked.pending_deliveries:
        lines.append(
            f"Pending in the backup: {counted(marked.pending_deliveries, 'delivery', 'deliveries')}"
            ", to be sent (again) under the same ids."
        )
    lines.append(
        "Sessions have ended. Tokens, people and passwords are those of the backup: whatever was "
        "revoked since counts again ('monitor web list', 'monitor web token list')."
    )
    for line in lines:
        console().print(line, markup=False, soft_wrap=True)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else "unknown"
