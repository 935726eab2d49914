"""``monitor db``: the database's schema, and moving it; backups are in ``backups.py``."""

from __future__ import annotations

from contextlib import closing

import typer

from monitor.alerts.text import counted
from monitor.cli import backups
from monitor.cli.opening import console, environment_settings
from monitor.pipeline.retention import Pruned, prune_step
from monitor.store.backup import write_backup
from monitor.store.copying import copy_all
from monitor.store.engine import open_store, sqlite_path
from monitor.store.schema import (
    Loss,
    check_schema,
    downgrade_loss,
    downgrade_schema,
    head_revision,
    revision_before,
    upgrade_schema,
)
from monitor.store.search import fill_step
from monitor.wiring import keep_of, utc_now

_HELP = """Check, change, back up, restore, prune and move the database.

Back up before you change it (docs/operating.md).
"""

app = typer.Typer(name="db", help=_HELP, no_args_is_help=True)
app.command()(backups.backup)
app.command()(backups.restore)
app.command()(backups.restored)
app.command()(backups.restores)


@app.command()
def upgrade() -> None:
    """Bring the schema up to this program (the daemon does so at start).

    Example: `monitor db upgrade`

    Exit code: 3 if the database is of a newer program.

    Settings: MONITOR_DATABASE_URL.
    """
    store = open_store(environment_settings().database_url)
    try:
        change = upgrade_schema(store)
        while fill_step(store):
            pass
    finally:
        store.close()
    before = change.before or "empty"
    console().print(f"{store.url_shown}: {before} to {change.after}", markup=False)


@app.command()
def check() -> None:
    """Say whether the schema fits this program.

    Example: `monitor db check`

    Exit code: 3 if it does not.

    Settings: MONITOR_DATABASE_URL.
    """
    store = open_store(environment_settings().database_url)
    try:
        check_schema(store)
    finally:
        store.close()
    console().print(f"{store.url_shown}: schema {head_revision()} fits.", markup=False)


@app.command()
def prune() -> None:
    """Let go of what is old, as the daemon does by itself.

    Never of what is still to be told or sent, nor of open developments. May run beside the daemon.
    SQLite keeps the room for what comes; the file does not shrink.

    Example: `MONITOR_KEEP_ITEMS_DAYS=90 monitor db prune`

    Settings: MONITOR_DATABASE_URL, MONITOR_KEEP_ITEMS_DAYS, MONITOR_KEEP_DEVELOPMENTS_DAYS,
    MONITOR_KEEP_KEYS_DAYS.
    """
    settings = environment_settings()
    keep = keep_of(settings)
    store = open_store(settings.database_url)
    pruned = Pruned()
    try:
        check_schema(store)
        while not pruned.done:
            pruned = prune_step(store, keep, pruned, now=utc_now())
    finally:
        store.close()
    console().print(
        f"{store.url_shown}: let go of {counted(pruned.developments, 'development')}, "
        f"{counted(pruned.items, 'item')}, {counted(pruned.keys, 'old key')} and "
        f"{counted(pruned.other, 'other entry', 'other entries')}.",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def copy(
    source: str = typer.Argument(..., metavar="FROM", help="URL of the database as it is."),
    target: str = typer.Argument(..., metavar="TO", help="URL of an empty database."),
) -> None:
    """Move an installation to another database, such as from SQLite to PostgreSQL.

    Stop the daemon first. FROM stays as it is and must have this program's schema; TO must be
    empty. All is copied or nothing. Then let MONITOR_DATABASE_URL name TO.

    Example: `monitor db copy sqlite:///data/monitor.db postgresql://user:password@host/name`

    Exit code: 3 if a database refused.
    """
    old = open_store(source)
    try:
        check_schema(old)
        new = open_store(target)
        try:
            upgrade_schema(new)
            screen = console()

            def told(table: str, rows: int) -> None:
                if rows:
                    screen.print(f"{rows:>12,}  {table}", markup=False)

            rows = copy_all(old, new, copied=told)
        finally:
            new.close()
    finally:
        old.close()
    console().print(
        f"{counted(rows, 'row')} copied from {old.url_shown} to {new.url_shown}.",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def downgrade(
    revision: str = typer.Argument(
        "", help="A schema revision, or base: no tables at all. The one before if not given."
    ),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
) -> None:
    """Take the schema back before running an older program.

    Stop the daemon first. Says what the older schema cannot hold and asks. A SQLite database is
    copied first, to a file beside it; PostgreSQL's is not: use pg_dump.

    Example: `monitor db downgrade 0009`

    Exit code: 3 if there is no such revision.

    Settings: MONITOR_DATABASE_URL.
    """
    url = environment_settings().database_url
    screen = console()
    with closing(open_store(url)) as store:
        revision = revision or revision_before(store)
        loss = downgrade_loss(store, revision)
        for line in _loss_lines(loss):
            screen.print(line, markup=False, soft_wrap=True)
        if not yes:
            typer.confirm(f"Go to {revision}?", abort=True)
        kept = None
        path = sqlite_path(url)
        if path is not None:
            name = f"{path.name}.before-downgrade-{utc_now():%Y%m%dT%H%M%SZ}"
            kept = write_backup(url, path.with_name(name)).path
        downgrade_schema(store, revision)
    screen.print(f"{store.url_shown}: now at {revision}", markup=False, soft_wrap=True)
    if kept:
        screen.print(f"The database as it was: {kept}", markup=False, soft_wrap=True)


def _loss_lines(loss: Loss) -> list[str]:
    """What a downgrade takes away, for a person."""
    lines = []
    for name, rows in sorted(loss.rows.items()):
        of = "the whole table" if name in loss.tables else "of the table"
        lines.append(f"lost: {counted(rows, 'row')}, {of} {name}")
    if loss.columns:
        lines.append(f"lost: what is in {', '.join(loss.columns)}")
    return lines or ["nothing is lost"]
