"""``monitor silence``: mute a rule for a time, with an author and a comment."""

from __future__ import annotations

import difflib
from datetime import timedelta

import typer

from monitor.cli.opening import (
    AS_JSON,
    console,
    environment,
    environment_settings,
    opened_store,
    print_json,
    row_id,
    user_name,
)
from monitor.errors import ConfigError
from monitor.rules.loading import load_rule_set
from monitor.store import silences as silence_rows
from monitor.wiring import utc_now

app = typer.Typer(name="silence", help="Mute rules for a time.", no_args_is_help=True)


@app.command()
def add(
    rule: str = typer.Option(..., help="The rule's id, or * for every rule."),
    hours: float = typer.Option(..., min=0.01, max=24 * 365, help="For how many hours from now."),
    comment: str = typer.Option(..., help="Why."),
    author: str = typer.Option("", help="Who; the user's name if not given."),
) -> None:
    """Mute a rule from now on: its developments are kept, and not told."""
    now = utc_now()
    author = author or user_name()
    _check_rule(rule)
    with opened_store() as store, store.write() as session:
        silence = silence_rows.add_silence(
            session,
            rule_id=None if rule == "*" else rule,
            starts_at=now,
            ends_at=now + timedelta(hours=hours),
            author=author,
            comment=comment,
        )
    console().print(
        f"Silence {silence.id}: {rule} until {silence.ends_at:%d %b %H:%M} UTC.", markup=False
    )


def _check_rule(rule: str) -> None:
    """Refuse a rule that is not in the rule files: a typo would mute nothing."""
    folder = environment_settings().rules_in_force
    known = [one.id for one in load_rule_set(folder, environ=environment()).rules]
    if rule != "*" and rule not in known:
        close = difflib.get_close_matches(rule, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "rule ids are in rules/*.rules.yaml"
        raise ConfigError(f"there is no rule {rule!r}", hint=hint)


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show every silence, ended ones too."""
    with opened_store() as store, store.read() as session:
        found = silence_rows.list_silences(session)
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "rule": one.rule_id or "*",
                    "starts_at": one.starts_at,
                    "ends_at": one.ends_at,
                    "author": one.author,
                    "comment": one.comment,
                }
                for one in found
            ]
        )
        return
    for one in found:
        span = f"{one.starts_at:%d %b %H:%M} to {one.ends_at:%d %b %H:%M} UTC"
        text = f"{one.id:>5}  {one.rule_id or '*'}  {span}  {one.author}: {one.comment}"
        console().print(text, markup=False)
    if not found:
        console().print("No silences.")


@app.command()
def expire(
    silence: int = typer.Argument(..., parser=row_id, help="The silence's number."),
) -> None:
    """End a silence now."""
    with opened_store() as store, store.write() as session:
        if not silence_rows.expire_silence(session, silence, utc_now()):
            raise ConfigError(
                f"silence {silence} is not in force", hint="see 'monitor silence list'"
            )
    console().print(f"Silence {silence} has ended.")
