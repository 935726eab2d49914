"""``monitor meetings``: where the expected meetings stand."""

from __future__ import annotations

from datetime import date

import typer
from rich.text import Text

from monitor.cli.opening import AS_JSON, console, opened_store, print_entry, print_json
from monitor.pipeline.meeting_calendar import countdown
from monitor.store import meetings as meeting_rows
from monitor.store.meetings import MeetingDevelopment, MeetingStanding
from monitor.wiring import utc_now

_HELP = """Show where meetings stand.

Meetings are expected events of rules/meetings.yaml; items move them on (docs/rules.md).
"""

app = typer.Typer(name="meetings", help=_HELP, no_args_is_help=True)


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show every meeting of the rules: status, days to go, and who tells it.

    The rules in force are those that the daemon loaded last.

    Example: `monitor meetings list`

    Settings: MONITOR_DATABASE_URL.
    """
    today = utc_now().date()
    with opened_store() as store, store.read() as session:
        found = meeting_rows.list_meetings(session)
    if as_json:
        print_json([_plain(one, today) for one in found])
        return
    for one in found:
        _print(one, today)
    if not found:
        console().print("No meetings: the daemon has loaded no rules with any.")


def _print(one: MeetingStanding, today: date) -> None:
    days = list(dict.fromkeys(f"{day:%d %b %Y}" for day in (one.first_day, one.last_day) if day))
    when = [" to ".join(days), countdown(one.first_day, one.last_day, today), one.place]
    status = one.status.value.replace("_", " ")
    told = ""
    if one.status_at is not None:
        by = f" by development {one.development_id}" if one.development_id else ""
        told = f", told {one.status_at:%d %b %H:%M} UTC{by}"
    lines = [
        Text.assemble((status, "bold"), told),
        Text(", ".join(part for part in when if part), style="dim"),
        *(_line(development) for development in one.developments),
    ]
    print_entry(console(), Text(""), Text(f"{one.title} ({one.id})", style="bold"))
    print_entry(console(), Text("  "), *(line for line in lines if line.plain))


def _line(one: MeetingDevelopment) -> Text:
    status = f" ({one.status.value.replace('_', ' ')})" if one.status else ""
    return Text(f"{one.told_at:%d %b %H:%M}  {one.development_id:>5}  {one.title}{status}")


def _plain(one: MeetingStanding, today: date) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "participants": one.participants,
        "first_day": one.first_day,
        "last_day": one.last_day,
        "countdown": countdown(one.first_day, one.last_day, today),
        "place": one.place,
        "status": one.status,
        "status_at": one.status_at,
        "status_by": one.development_id,
        "developments": [
            {
                "id": it.development_id,
                "title": it.title,
                "state": it.state,
                "status": it.status,
                "told_at": it.told_at,
            }
            for it in one.developments
        ],
    }
