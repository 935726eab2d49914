"""``monitor silence``: mute alerts for a time, with an author and a comment."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import typer
from rich.text import Text

from monitor.alerts.text import on_one_line
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
    row_id,
    user_name,
)
from monitor.errors import ConfigError
from monitor.model import Matcher, Severity, Silence
from monitor.pipeline import silencing
from monitor.pipeline.silencing import SilenceWish
from monitor.rules.loading import load_rule_set
from monitor.store import silences as silence_rows
from monitor.wiring import utc_now

_HELP = """Mute alerts for a time.

What is muted is kept and shown, and nobody is told of it (docs/routing.md).
"""

app = typer.Typer(name="silence", help=_HELP, no_args_is_help=True)

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


@app.command()
def add(
    *,
    hours: float = typer.Option(..., min=0.01, max=24 * 365, help="For how many hours."),
    comment: str = typer.Option(..., help="Why."),
    rule: str = typer.Option("", help="Only this rule's id; * for every rule."),
    tag: str = typer.Option("", help="Only rules with this tag."),
    severity: Severity | None = typer.Option(None, help="Only alerts of at most this severity."),
    development: int | None = typer.Option(
        None, parser=row_id, help="Only this development's number."
    ),
    outlet: str = typer.Option("", help="Only alerts that an item of this outlet raised."),
    feed: str = typer.Option("", help="Only alerts that an item of this feed's address raised."),
    actor: str = typer.Option("", help="Only developments that this actor's id is involved in."),
    start: datetime | None = typer.Option(
        None,
        formats=_FORMATS,
        metavar="YYYY-MM-DDTHH:MM",
        help="When it begins, in UTC. Now if not given.",
    ),
    author: str = typer.Option("", help="Who; the user's name if not given."),
) -> None:
    """Mute what fits all that is named: it is kept as ever, and not told.

    An alert is judged when it goes out: one that is held when a silence begins is muted, one that
    is still held when it ends is sent.

    Examples:

    - `monitor silence add --hours 8 --rule grain-corridor --comment "drill"`
    - `monitor silence add --hours 48 --severity low --start 2026-03-06T18:00 --comment weekend`

    Settings: MONITOR_RULES_DIR, MONITOR_DATABASE_URL.
    """
    now = utc_now()
    starts_at = start.replace(tzinfo=UTC) if start else now
    matcher = Matcher(
        tag=tag or None,
        max_severity=severity,
        development_id=development,
        outlet=outlet or None,
        feed=feed or None,
        actor=actor or None,
    )
    wish = SilenceWish(
        rule=rule,
        matcher=matcher,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        author=author or user_name(),
        comment=comment,
    )
    rules = load_rule_set(environment_settings().rules_in_force, environ=environment())
    with opened_store() as store, store.write() as session:
        silence = silencing.silence(session, wish, rules, now)
    begins = f" from {starts_at:%d %b %H:%M}" if starts_at > now else ""
    span = f"{begins} until {silence.ends_at:%d %b %H:%M} UTC"
    console().print(f"Silence {silence.id}: {silencing.silenced(silence)}{span}.", markup=False)


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show every silence, ended ones too.

    Example: `monitor silence list`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = silence_rows.list_silences(session)
    if as_json:
        print_json([_plain(one) for one in found])
        return
    now = utc_now()
    for one in found:
        state, style = _state(one, now)
        span = f"{one.starts_at:%d %b %H:%M} to {one.ends_at:%d %b %H:%M} UTC"
        print_entry(
            console(),
            Text.assemble(f"{one.id:>5}  ", (f"{state:<10}", style)),
            Text.assemble((on_one_line(silencing.silenced(one)), "bold"), f"  {span}"),
            Text(on_one_line(f"{one.author}: {one.comment}"), style="dim"),
        )
    if not found:
        console().print("No silences.")


def _state(silence: Silence, now: datetime) -> tuple[str, str]:
    if silence.ends_at <= now:
        return "over", "dim"
    return ("in force", "bold red") if silence.starts_at <= now else ("to come", "yellow")


def _plain(silence: Silence) -> dict[str, object]:
    return {
        "id": silence.id,
        "rule": silence.rule_id or "*",
        **asdict(silence.matcher),
        "starts_at": silence.starts_at,
        "ends_at": silence.ends_at,
        "author": silence.author,
        "comment": silence.comment,
    }


@app.command()
def expire(
    silence: int = typer.Argument(..., parser=row_id, help="The silence's number."),
) -> None:
    """End a silence now.

    Example: `monitor silence expire 3`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.write() as session:
        if not silence_rows.expire_silence(session, silence, utc_now()):
            raise ConfigError(
                f"silence {silence} is not in force", hint="see 'monitor silence list'"
            )
    console().print(f"Silence {silence} has ended.")
