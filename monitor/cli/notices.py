"""``monitor notices``: what was odd about feeds and about the program."""

from __future__ import annotations

from rich.text import Text

from monitor.cli.opening import AS_JSON, LIMIT, console, opened_store, print_entry, print_json
from monitor.store import notices as notice_rows


def notices(limit: int = LIMIT, as_json: bool = AS_JSON) -> None:
    """Show what was odd: feeds under new ids, long pauses, a wrong clock.

    Example: `monitor notices --limit 50`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = notice_rows.list_notices(session, limit=limit)
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "code": one.code,
                    "subject": one.subject,
                    "text": one.text,
                    "alert": one.alert_id,
                    "created_at": one.created_at,
                }
                for one in found
            ]
        )
        return
    for one in found:
        print_entry(
            console(),
            Text(f"{one.created_at:%d %b %H:%M}  ", style="dim"),
            Text(one.text),
            Text(
                f"{one.code.value.replace('_', ' ')}{', sent' if one.alert_id else ''}", style="dim"
            ),
        )
    if not found:
        console().print("Nothing odd.")
