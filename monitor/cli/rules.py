"""``monitor rules``: check the rule files, and try them on a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli import backtest, rule_diff, subjects
from monitor.cli.opening import (
    AS_JSON,
    console,
    environment,
    environment_settings,
    print_json,
)
from monitor.cli.subjects import Subject
from monitor.errors import RuleFilesError
from monitor.model import Evidence, Match, RuleSet
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import compile_rules
from monitor.rules.meeting_days import past_meetings
from monitor.rules.verdict import brief, reasons

_HELP = """Check and try the alert rules.

Rules say what to look for and how much it matters (docs/rules.md). What is tried here is
neither stored nor sent.
"""

app = typer.Typer(name="rules", help=_HELP, no_args_is_help=True)

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

    Examples:

    - `monitor rules check`
    - `monitor rules check --rules draft --json`

    Exit code: 1 if there is any.

    Settings: MONITOR_RULES_DIR.
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
    text: str | None = typer.Option(None, "--text", help="A headline, as an item's title."),
    summary: str = typer.Option("", "--summary", help="A summary to go with the headline."),
    url: str | None = typer.Option(
        None,
        "--url",
        help="What is at an address: the item stored for it, else the page, or a feed's entries.",
    ),
    item: str | None = typer.Option(None, "--item", help="A stored item by its number."),
    at: datetime | None = AT,
    rules: Path | None = FOLDER,
    as_json: bool = AS_JSON,
) -> None:
    """Say which rules match a text, an item or an address, and on what words.

    Examples:

    - `monitor rules test --text "Grain corridor talks resume"`
    - `monitor rules test --item 321`

    Exit code: 1 if none does.

    Settings: MONITOR_RULES_DIR, MONITOR_DATABASE_URL, MONITOR_FEED_NETWORKS, MONITOR_CONTACT,
    MONITOR_FETCH_DEADLINE_S, MONITOR_MAX_BODY_BYTES.
    """
    given = [one for one in (text, url, item) if one is not None]
    if len(given) != 1:
        raise typer.BadParameter("Give one of --text, --url and --item.")
    rule_set = load_rule_set(_folder(rules), environ=None)
    if text is not None:
        looked_at: tuple[Subject, ...] = (subjects.of_text(text, summary, at),)
    else:
        looked_at = (
            subjects.at_url(url, at) if url is not None else (subjects.stored(str(item), at),)
        )
    matcher, named = compile_rules(rule_set), _feeds_named(rule_set)
    found = [(one, matcher.match(one.item, now=one.now, feed=one.feed(named))) for one in looked_at]
    if as_json:
        print_json(_plain_matches(found, alone=text is not None))
    else:
        _print_matches(found)
    if not any(matches for _, matches in found):
        raise typer.Exit(1)


@app.command()
def explain(
    words: list[str] = typer.Argument(
        ...,
        metavar="[ITEM] RULE",
        help="The number or address of a stored item (not with --text), and the rule's id.",
    ),
    text: str | None = typer.Option(None, "--text", help="A headline, instead of an item."),
    summary: str = typer.Option("", "--summary", help="A summary to go with the headline."),
    at: datetime | None = AT,
    rules: Path | None = FOLDER,
    full: bool = typer.Option(False, "--full", help="Every part of the rule, found or not."),
    as_json: bool = AS_JSON,
) -> None:
    """Say why a rule matches an item or a text, or what it lacks.

    Examples:

    - `monitor rules explain 321 grain-corridor`
    - `monitor rules explain grain-corridor --text "Grain harvest at record"`

    Exit code: 1 if the rule does not match.

    Settings: MONITOR_RULES_DIR, MONITOR_DATABASE_URL.
    """
    if len(words) != (1 if text is not None else 2):
        raise typer.BadParameter("Give ITEM and RULE, or RULE and --text.")
    rule_set = load_rule_set(_folder(rules), environ=None)
    matcher = compile_rules(rule_set)
    one = subjects.of_text(text, summary, at) if text is not None else subjects.stored(words[0], at)
    explanation = matcher.explain(
        one.item, words[-1], now=one.now, feed=one.feed(_feeds_named(rule_set))
    )
    if as_json:
        print_json({**asdict(explanation), "reasons": reasons(explanation)})
    else:
        if one.origin:
            _print_subject(one)
        shown = explanation.text if full else brief(explanation)
        console().print("\n".join(map(on_one_line, shown.split("\n"))), markup=False)
    if not explanation.matched:
        raise typer.Exit(1)


def _folder(rules: Path | None) -> Path:
    return rules or environment_settings().rules_in_force


def _feeds_named(rule_set: RuleSet) -> frozenset[str]:
    return frozenset(address for rule in rule_set.rules for address in rule.scope.feeds)


def _print_subject(one: Subject) -> None:
    console().print(
        Text.assemble(
            (f"{on_one_line(one.item.outlet)}: ", "bold"),
            on_one_line(one.item.title),
            (f"  ({one.origin})", "dim"),
        )
    )


def _print_matches(found: Sequence[tuple[Subject, Sequence[Match]]]) -> None:
    for one, matches in found:
        if not matches:
            continue
        if one.origin:
            _print_subject(one)
        for match in matches:
            console().print(f"{match.rule_id} ({match.severity})", style="bold", markup=False)
            for where, texts in by_field(match.evidence).items():
                console().print(f"  {where}: {on_one_line(', '.join(texts))}", markup=False)
    misses = [one for one, matches in found if not matches]
    if len(misses) == len(found):
        for one in misses[:1] if len(found) == 1 else ():
            if one.origin:
                _print_subject(one)
        console().print("No rule matches. 'monitor rules explain' says what a rule lacks.")
    elif misses:
        console().print(f"{counted(len(misses), 'other entry', 'other entries')}: no rule matches.")


def by_field(evidence: Sequence[Evidence]) -> dict[str, list[str]]:
    """What was found in each field: the words, with the actor or term they stand for."""
    found: dict[str, dict[str, None]] = {}
    for one in evidence:
        stands_for = one.actor or one.term
        same = stands_for.casefold() == one.text.casefold()
        shown = f'"{one.text}"' if same else f'"{one.text}" for {stands_for}'
        found.setdefault(one.field, {})[shown] = None
    return {field: list(texts) for field, texts in found.items()}


def _plain_matches(
    found: Sequence[tuple[Subject, Sequence[Match]]], *, alone: bool
) -> dict[str, object]:
    if alone:
        return {"matches": [_plain(match) for match in found[0][1]]}
    return {
        "items": [
            {
                "outlet": one.item.outlet,
                "title": one.item.title,
                "link": one.item.link,
                "origin": one.origin,
                "matches": [_plain(match) for match in matches],
            }
            for one, matches in found
        ]
    }


def _plain(match: Match) -> dict[str, object]:
    return {
        "rule": match.rule_id,
        "severity": match.severity,
        "evidence": [one._asdict() for one in match.evidence],
    }
