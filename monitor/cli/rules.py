"""``monitor rules``: check the rule files, and try them on a text."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typer

from monitor.alerts.text import counted
from monitor.cli import backtest, rule_diff
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment,
    environment_settings,
    print_json,
)
from monitor.errors import ConfigError, RuleFilesError
from monitor.model import Item, Match
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import compile_rules
from monitor.rules.meeting_days import past_meetings

app = typer.Typer(name="rules", help="Check and try the alert rules.", no_args_is_help=True)

app.command("backtest")(backtest.command)
app.command("diff")(rule_diff.command)

AT = typer.Option(
    None,
    "--at",
    help="When the text is told (UTC): meetings match near their date; now by default.",
)
FOLDER = typer.Option(None, "--rules", help="The rules folder; MONITOR_RULES_DIR if not given.")


@app.command()
def check(rules: Path | None = FOLDER, as_json: bool = AS_JSON) -> None:
    """Load the rule files and report every problem with file, line and field.

    Exit code 1 if there is any.
    """
    folder = rules or environment_settings().rules_in_force
    try:
        rule_set = load_rule_set(folder, environ=environment())
    except RuleFilesError as error:
        if not as_json:
            raise
        problems = [
            {"file": p.file, "line": p.line, "field": p.field, "message": p.message, "hint": p.hint}
            for p in error.problems
        ]
        print_json({"ok": False, "problems": problems})
        raise typer.Exit(1) from error
    counts = {
        "actors": len(rule_set.actors),
        "meetings": len(rule_set.meetings),
        "rules": len(rule_set.rules),
        "endpoints": len(rule_set.endpoints),
        "routes": len(rule_set.routes),
    }
    past = [one.id for one in past_meetings(rule_set, datetime.now(UTC).date())]
    if as_json:
        sound = {"ok": True, "revision": rule_set.revision, **counts}
        print_json({**sound, "problems": [], "past_meetings": past})
    else:
        listed = ", ".join(counted(n, name.removesuffix("s")) for name, n in counts.items())
        console().print(f"{folder}: sound. {listed}.", markup=False)
        if past:
            console().print(
                f"Note: long past, so no longer found in today's news: {', '.join(past)}.",
                markup=False,
            )


@app.command()
def test(
    text: str = typer.Option(..., "--text", help="A headline, as an item's title."),
    summary: str = typer.Option("", "--summary", help="A summary to go with it."),
    at: datetime | None = AT,
    rules: Path | None = FOLDER,
    as_json: bool = AS_JSON,
) -> None:
    """Say which rules match a text, and where.

    Exit code 1 if none does.
    """
    folder = rules or environment_settings().rules_in_force
    rule_set = load_rule_set(folder, environ=environment())
    now = _moment(at)
    item = Item(title=text, summary=summary, outlet="(test)", published_at=now)
    matches = compile_rules(rule_set).match(item, now=now)
    if as_json:
        print_json({"matches": [_plain(match) for match in matches]})
    for match in () if as_json else matches:
        console().print(f"{match.rule_id} ({match.severity})", style="bold", markup=False)
        for one in match.evidence:
            what = f"actor {one.actor}" if one.actor else f"term {one.term!r}"
            console().print(f"  {one.field}: {one.text!r} as {what}", markup=False)
    if not matches:
        if not as_json:
            console().print("No rule matches.")
        raise typer.Exit(1)


def _moment(at: datetime | None) -> datetime:
    return datetime.now(UTC) if at is None else at.replace(tzinfo=at.tzinfo or UTC)


def _plain(match: Match) -> dict[str, object]:
    return {
        "rule": match.rule_id,
        "severity": match.severity,
        "evidence": [asdict(one) for one in match.evidence],
    }


@app.command()
def explain(
    rule: str = typer.Argument(..., help="The rule's id."),
    text: str = typer.Option(..., "--text", help="A headline, as an item's title."),
    summary: str = typer.Option("", "--summary", help="A summary to go with it."),
    at: datetime | None = AT,
    rules: Path | None = FOLDER,
) -> None:
    """Say which parts of a rule hold for a text, and which do not.

    Exit code 1 if the rule does not match.
    """
    folder = rules or environment_settings().rules_in_force
    rule_set = load_rule_set(folder, environ=environment())
    if rule not in {one.id for one in rule_set.rules}:
        raise ConfigError(f"there is no rule {rule!r}", hint=f"look into {folder}")
    now = _moment(at)
    item = Item(title=text, summary=summary, outlet="(test)", published_at=now)
    explanation = compile_rules(rule_set).explain(item, rule, now=now)
    console().print(explanation.text, markup=False)
    if not explanation.matched:
        raise typer.Exit(1)
