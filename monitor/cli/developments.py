"""``monitor developments``: what happened, who told it, and why items were put together."""

from __future__ import annotations

from datetime import timedelta

import typer
from rich.console import Console
from rich.text import Text

from monitor.alerts.text import counted, on_one_line
from monitor.cli.opening import (
    AS_JSON,
    LIMIT,
    console,
    environment_settings,
    opened_store,
    print_entry,
    print_json,
    row_id,
    user_name,
)
from monitor.developments.escalation import SCALE, event_hint
from monitor.developments.explaining import join_bar, kept_apart, weights_of
from monitor.errors import ConfigError
from monitor.model import (
    Alert,
    AlertState,
    Correction,
    CorrectionAction,
    Development,
    DevelopmentState,
    Follows,
    Step,
)
from monitor.pipeline.corrections import Editor, merge_developments, split_development
from monitor.store import alerts as alert_rows
from monitor.store import corrections as correction_rows
from monitor.store import developments as development_rows
from monitor.store import life as life_rows
from monitor.store.developments import RecordedDecision
from monitor.store.engine import Session
from monitor.wiring import utc_now

_HELP = """List developments, explain them, correct them.

A development is one happening in the world, told by one or many items (docs/developments.md).
"""

app = typer.Typer(name="developments", help=_HELP, no_args_is_help=True)

DEVELOPMENT = typer.Argument(..., parser=row_id, help="A development's number.")
AUTHOR = typer.Option("", help="Who corrects; the user's name if not given.")
COMMENT = typer.Option("", help="Why.")


@app.command("list")
def list_(
    limit: int = LIMIT,
    state: DevelopmentState | None = typer.Option(None, help="Only those in this state."),
    as_json: bool = AS_JSON,
) -> None:
    """Show the latest developments, last told first.

    Example: `monitor developments list --state open`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = development_rows.list_developments(session, limit=limit, state=state)
        followed = {one.id: life_rows.follows_of(session, one) for one in found}
    if as_json:
        print_json([_plain(one, followed[one.id]) for one in found])
        return
    for one in found:
        _print_line(console(), one)
    if not found:
        console().print("No developments.")


@app.command()
def show(
    development: int = DEVELOPMENT,
    timeline: bool = typer.Option(
        False, "--timeline", help="Show what it continues and what continues it."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Show one development: its items, its alerts, and what persons corrected.

    Example: `monitor developments show 12 --timeline`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        one = _find(session, development)
        follows = life_rows.follows_of(session, one)
        recorded = development_rows.decisions_of(session, one.id)
        alerts = alert_rows.list_alerts(session, limit=1000, development_id=one.id)
        corrections = correction_rows.corrections_of(session, one.id)
        chain = life_rows.chain_of(session, one.id)
    if as_json:
        print_json(
            {
                **_plain(one, follows),
                "tellings": [_plain_telling(it) for it in recorded],
                "alerts": [_plain_alert(it) for it in reversed(alerts)],
                "corrections": [_plain_correction(it) for it in corrections],
                "timeline": [_plain(it, None) for it in chain],
            }
        )
        return
    screen = console()
    if timeline:
        _print_timeline(screen, chain, one)
        return
    _print_head(screen, one, follows)
    _print_tellings(screen, recorded)
    for alert in reversed(alerts):
        text = f"{alert.created_at:%d %b %H:%M} {alert.kind}: {on_one_line(alert.reason.text)}"
        screen.print(f"  alert {text}", markup=False)
        if alert.state is not AlertState.RELEASED:
            screen.print(f"    {alert.state}: {on_one_line(alert.state_text)}", markup=False)
    for correction in corrections:
        screen.print(f"  {_told(correction, one.id)}", markup=False)
    if len(chain) > 1:
        screen.print(
            f"One of {len(chain)} that follow one another: 'monitor developments show {one.id} "
            "--timeline'",
            markup=False,
            style="dim",
        )


@app.command()
def explain(
    item: int = typer.Argument(..., parser=row_id, help="An item's number."),
    as_json: bool = AS_JSON,
) -> None:
    """Say why an item went into its development, and what came second.

    Example: `monitor developments explain 321`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        development = development_rows.development_of(session, item)
        if development is None:
            raise ConfigError(
                f"item {item} belongs to no development", hint="only items with hits are grouped"
            )
        recorded = development_rows.decision_about(session, item)
        rival_id = recorded.decision.runner_up[0] if recorded.decision.runner_up else None
        rival = rival_id and development_rows.get_development(session, rival_id)
        follows = life_rows.follows_of(session, development)
        correction = (
            correction_rows.get_correction(session, recorded.correction_id)
            if recorded.correction_id is not None
            else None
        )
    if as_json:
        print_json(
            {
                "development": _plain(development, follows),
                "decision": _plain_decision(recorded),
                "correction": _plain_correction(correction) if correction else None,
            }
        )
        return
    _print_explanation(console(), development, recorded, rival or None, correction)


@app.command()
def merge(
    into: int = typer.Argument(..., parser=row_id, help="The development that stays."),
    others: list[int] = typer.Argument(..., parser=row_id, help="Those that go into it."),
    author: str = AUTHOR,
    comment: str = COMMENT,
) -> None:
    """Put developments together: they tell one happening.

    Later items of any of them go there too. No alert is raised. 'split' undoes it.

    Example: `monitor developments merge 12 15 --comment "one meeting"`

    Settings: MONITOR_DATABASE_URL, MONITOR_WINDOW_H, MONITOR_CLOSE_AFTER_H.
    """
    editor = _editor(author, comment)
    with opened_store() as store:
        after = merge_developments(store, into, others, editor)
    console().print(f"Merged. Development {after.id}: {_counts(after)}.", markup=False)


@app.command()
def split(
    development: int = DEVELOPMENT,
    items: list[int] = typer.Argument(..., parser=row_id, help="The items that tell another."),
    author: str = AUTHOR,
    comment: str = COMMENT,
) -> None:
    """Take items out of a development: they tell another happening.

    They get a development of their own, and the two never join again. No alert is raised.
    'merge' undoes it.

    Example: `monitor developments split 12 321 322 --comment "another town"`

    Settings: MONITOR_DATABASE_URL, MONITOR_WINDOW_H, MONITOR_CLOSE_AFTER_H.
    """
    editor = _editor(author, comment)
    with opened_store() as store:
        old, new = split_development(store, development, items, editor)
    screen = console()
    screen.print(f"Split. Development {new.id}: {_counts(new)}, {new.title}", markup=False)
    screen.print(f"       Development {old.id}: {_counts(old)}, {old.title}", markup=False)


def _editor(author: str, comment: str) -> Editor:
    settings = environment_settings()
    return Editor(
        author=author.strip() or user_name(),
        comment=comment.strip(),
        now=utc_now(),
        window=timedelta(hours=settings.window_h),
        close_after=timedelta(hours=settings.close_after_h),
    )


def _find(session: Session, development_id: int) -> Development:
    found = development_rows.get_development(session, development_id)
    if found is None:
        raise ConfigError(
            f"there is no development {development_id}", hint="see 'monitor developments list'"
        )
    return found


# ------------------------------------------------------------ for persons


def _print_line(screen: Console, one: Development) -> None:
    facts = [one.severity.value, _state(one), _counts(one)]
    if one.follows_id is not None:
        facts.append(f"follows {one.follows_id}")
    told = (f"{one.last_told_at:%d %b %H:%M}  ", "dim")
    print_entry(
        screen,
        Text.assemble((f"{one.id:>5}  ", "bold"), told),
        Text(one.title),
        Text(", ".join(fact for fact in facts if fact), style="dim"),
    )


def _print_head(screen: Console, one: Development, follows: Follows | None) -> None:
    screen.print(f"{one.id}  {one.title}", style="bold", markup=False)
    rows = {
        "state": _state(one) or "open",
        "told": f"{one.opened_at:%d %b %Y %H:%M} to {one.last_told_at:%d %b %Y %H:%M} UTC",
        "by": f"{_counts(one)}: {', '.join(one.outlets)}" if one.outlets else _counts(one),
        "severity": one.severity.value,
        "rules": ", ".join(one.rule_ids),
        "actors": ", ".join(one.signature.actors),
        "meetings": ", ".join(one.signature.meetings),
        "status": one.signature.status.value.replace("_", " ") if one.signature.status else "",
        "sounds": _sounds(one.signature.escalation),
        "places": ", ".join(one.signature.places),
        "follows": f"{follows.development_id}, {follows.title}" if follows else "",
        "because": follows.why if follows else "",
    }
    for name, value in rows.items():
        if value:
            screen.print(Text.assemble((f"  {name:<10}", "dim"), on_one_line(value)))


def _sounds(escalation: int) -> str:
    """The event hint in words: "+2 (force, ties cut)"; "" where there is none."""
    return f"{escalation:+d} ({SCALE[escalation]})" if escalation else ""


def _print_tellings(screen: Console, recorded: list[RecordedDecision]) -> None:
    for one in recorded:
        facts = [one.decision.step.value.replace("_", " ")]
        hint = event_hint(one.stored.item.title, one.stored.item.summary)
        if hint.escalation:
            facts.append(f'sounds {hint.escalation:+d} ("{hint.phrase}")')
        if one.decision.independent:
            facts.append("independent")
        if one.facet_id is not None:
            facts.append(f"came with {one.facet_id}")
        print_entry(
            screen,
            Text(f"  {one.stored.told_at:%d %b %H:%M}  ", style="dim"),
            Text.assemble((f"{one.stored.item.outlet}: ", "bold"), one.stored.item.title),
            Text(f"item {one.stored.id}: {', '.join(facts)}", style="dim"),
        )


def _print_timeline(screen: Console, chain: list[Development], shown: Development) -> None:
    for one in chain:
        status = one.signature.status
        facts = [
            _state(one),
            _counts(one),
            status.value.replace("_", " ") if status and one.signature.meetings else "",
        ]
        lines = [Text(", ".join(fact for fact in facts if fact), style="dim")]
        if one.follows_id is not None:
            lines.append(Text(f"↑ {one.follows_why}", style="dim"))
        mark = "▶" if one.id == shown.id else " "
        print_entry(
            screen,
            Text(f"{mark} {one.opened_at:%d %b %Y}  {one.id:>5}  "),
            Text(one.title, style="bold" if one.id == shown.id else ""),
            *lines,
        )


def _print_explanation(
    screen: Console,
    development: Development,
    recorded: RecordedDecision,
    rival: Development | None,
    correction: Correction | None,
) -> None:
    decision = recorded.decision
    stored = recorded.stored
    screen.print(stored.item.title, style="bold", markup=False)
    screen.print(
        f"{stored.item.outlet}, {stored.told_at:%d %b %Y %H:%M} UTC, item {stored.id}",
        style="dim",
        markup=False,
    )
    screen.print(on_one_line(decision.explanation), markup=False)
    rows = {
        "step": decision.step.replace("_", " "),
        "development": f"{development.id}, {development.title}",
    }
    if decision.scores:
        of = "nearest" if decision.step is Step.NEW else "probability"
        needed = f"{decision.score:.2f}, joins from {join_bar(decision):.2f}"
        rows[of] = needed
    if decision.runner_up:
        title = f", {rival.title}" if rival else ""
        rows["runner-up"] = f"{decision.runner_up[0]} at {decision.runner_up[1]:.2f}{title}"
    for name, value in rows.items():
        screen.print(Text.assemble((f"  {name:<24}", "dim"), on_one_line(value)))
    _print_weights(screen, recorded)
    apart = kept_apart(decision)
    if apart:
        screen.print(apart, markup=False)
    if correction is not None:
        screen.print(f"{_told(correction, development.id)}.", markup=False)
    if recorded.quiet_reason:
        screen.print(f"No alert: {on_one_line(recorded.quiet_reason)}", markup=False)


def _print_weights(screen: Console, recorded: RecordedDecision) -> None:
    weights = weights_of(recorded.decision)
    if not weights:
        return
    rival = weights[0].runner_up is not None
    head = "what was weighed"
    columns = "    chosen  runner-up" if rival else "    for or against"
    screen.print(Text(f"  {head:<24}{columns}", style="dim"))
    for one in weights:
        second = f"{one.runner_up:>+11.1f}" if one.runner_up is not None else ""
        screen.print(Text(f"  {one.name:<24}{one.chosen:>+10.1f}{second}"))


def _state(one: Development) -> str:
    if one.merged_into_id is not None:
        return f"merged into {one.merged_into_id}"
    if one.state is DevelopmentState.OPEN:
        return ""
    since = f" since {one.state_at:%d %b %H:%M}" if one.state_at else ""
    return f"{one.state.value}{since}"


def _counts(one: Development) -> str:
    return ", ".join(
        (
            counted(one.items, "item"),
            counted(len(one.outlets), "outlet"),
            f"{one.sources} independent",
        )
    )


def _told(correction: Correction, development_id: int) -> str:
    """The correction as one of the developments sees it."""
    items = counted(len(correction.items), "item")
    here = correction.development_id == development_id
    if correction.action is CorrectionAction.MERGE:
        what = (
            f"{correction.other_id} was merged into it ({items})"
            if here
            else f"it was merged into {correction.development_id}"
        )
    else:
        what = (
            f"{items} split off into {correction.other_id}"
            if here
            else f"{items} split off {correction.development_id} into it"
        )
    why = f": {correction.comment}" if correction.comment else ""
    text = f"{what}, by {correction.author}, {correction.made_at:%d %b %Y %H:%M}{why}"
    return on_one_line(text)


# ------------------------------------------------------------ for machines


def _plain(one: Development, follows: Follows | None) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "severity": one.severity,
        "state": one.state,
        "state_at": one.state_at,
        "opened_at": one.opened_at,
        "last_told_at": one.last_told_at,
        "items": one.items,
        "outlets": one.outlets,
        "sources": one.sources,
        "rules": one.rule_ids,
        "actors": one.signature.actors,
        "meetings": one.signature.meetings,
        "status": one.signature.status,
        "follows_id": one.follows_id,
        "follows": {"id": follows.development_id, "title": follows.title, "why": follows.why}
        if follows
        else None,
        "merged_into_id": one.merged_into_id,
    }


def _plain_decision(one: RecordedDecision) -> dict[str, object]:
    decision = one.decision
    return {
        "item": one.stored.id,
        "step": decision.step,
        "independent": decision.independent,
        "score": decision.score,
        "scores": dict(decision.scores),
        "runner_up": decision.runner_up,
        "runner_up_scores": dict(decision.runner_up_scores),
        "weighed": [
            {"name": it.name, "chosen": it.chosen, "runner_up": it.runner_up}
            for it in weights_of(decision)
        ],
        "kept_apart": kept_apart(decision),
        "explanation": decision.explanation,
        "quiet_reason": one.quiet_reason,
        "decided_at": one.decided_at,
        "came_with": one.facet_id,
    }


def _plain_telling(one: RecordedDecision) -> dict[str, object]:
    return {
        "outlet": one.stored.item.outlet,
        "title": one.stored.item.title,
        "link": one.stored.item.link,
        "told_at": one.stored.told_at,
        **_plain_decision(one),
    }


def _plain_alert(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "kind": alert.kind,
        "reason": {"code": alert.reason.code, "text": alert.reason.text},
        "item": alert.item_id,
        "created_at": alert.created_at,
        "state": alert.state,
        "why": alert.state_text,
    }


def _plain_correction(one: Correction) -> dict[str, object]:
    return {
        "id": one.id,
        "action": one.action,
        "development": one.development_id,
        "other": one.other_id,
        "items": one.items,
        "author": one.author,
        "comment": one.comment,
        "made_at": one.made_at,
    }
