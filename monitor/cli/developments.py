"""``monitor developments``: what happened, who told it, and why items were put together."""

from __future__ import annotations

import typer
from rich.text import Text

from monitor.alerts.text import counted
from monitor.cli.opening import (
    AS_JSON,
    LIMIT,
    console,
    opened_store,
    print_entry,
    print_json,
    row_id,
)
from monitor.errors import ConfigError
from monitor.model import Development
from monitor.store import developments as development_rows
from monitor.store.developments import RecordedDecision

app = typer.Typer(
    name="developments", help="List developments and explain them.", no_args_is_help=True
)


@app.command("list")
def list_(limit: int = LIMIT, as_json: bool = AS_JSON) -> None:
    """Show the latest developments, last told first."""
    with opened_store() as store, store.read() as session:
        found = development_rows.list_developments(session, limit=limit)
    if as_json:
        print_json([_plain(one) for one in found])
        return
    for one in found:
        counts = (
            counted(one.items, "item"),
            counted(len(one.outlets), "outlet"),
            counted(one.sources, "independent text"),
        )
        told = (f"{one.last_told_at:%d %b %H:%M}  ", "dim")
        print_entry(
            console(),
            Text.assemble((f"{one.id:>5}  ", "bold"), told),
            Text(one.title),
            Text(", ".join((one.severity, *counts)), style="dim"),
        )
    if not found:
        console().print("No developments.")


@app.command()
def explain(
    item: int = typer.Argument(..., parser=row_id, help="An item's number."),
    as_json: bool = AS_JSON,
) -> None:
    """Say why an item opened, joined or updated its development, and what came second."""
    with opened_store() as store, store.read() as session:
        development = development_rows.development_of(session, item)
        recorded = development_rows.decisions_of(session, development.id) if development else []
    mine = [one for one in recorded if one.stored.id == item]
    if development is None or not mine:
        raise ConfigError(
            f"item {item} belongs to no development", hint="only items with hits are grouped"
        )
    if as_json:
        print_json({"development": _plain(development), "decision": _plain_decision(mine[0])})
        return
    decision = mine[0].decision
    screen = console()
    screen.print(mine[0].stored.item.title, style="bold", markup=False)
    screen.print(decision.explanation, markup=False)
    screen.print(f"  {'step':<20} {decision.step.replace('_', ' ')}", markup=False)
    screen.print(f"  {'development':<20} {development.id}, {development.title}", markup=False)
    for name, value in decision.scores.items():
        screen.print(f"  {name.replace('_', ' '):<20} {value:.3f}", markup=False)
    if decision.runner_up:
        rival, score = decision.runner_up
        screen.print(f"  {'runner-up':<20} development {rival} at {score:.3f}", markup=False)
    if mine[0].quiet_reason:
        screen.print(f"No alert: {mine[0].quiet_reason}", markup=False)


def _plain(one: Development) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "severity": one.severity,
        "state": one.state,
        "opened_at": one.opened_at,
        "last_told_at": one.last_told_at,
        "items": one.items,
        "outlets": one.outlets,
        "sources": one.sources,
        "rules": one.rule_ids,
        "actors": one.signature.actors,
        "meetings": one.signature.meetings,
        "status": one.signature.status,
    }


def _plain_decision(one: RecordedDecision) -> dict[str, object]:
    decision = one.decision
    return {
        "item": one.stored.id,
        "step": decision.step,
        "score": decision.score,
        "scores": dict(decision.scores),
        "runner_up": decision.runner_up,
        "explanation": decision.explanation,
        "quiet_reason": one.quiet_reason,
        "decided_at": one.decided_at,
    }
