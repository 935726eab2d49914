"""``monitor hits``: which items the rules matched, and on what evidence."""

from __future__ import annotations

import typer
from rich.text import Text

from monitor.cli.opening import (
    AS_JSON,
    LIMIT,
    console,
    opened_store,
    print_entry,
    print_json,
)
from monitor.model import Hit, StoredItem
from monitor.store import hits as hit_rows


def hits(
    limit: int = LIMIT,
    rule: str | None = typer.Option(None, help="Only hits of this rule."),
    as_json: bool = AS_JSON,
) -> None:
    """Show the latest hits with their evidence.

    Example: `monitor hits --rule grain-corridor --limit 5`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        found = hit_rows.list_hits(session, limit=limit, rule_id=rule)
    if as_json:
        print_json([_plain(hit, stored) for hit, stored in found])
        return
    for hit, stored in found:
        words = ", ".join(sorted({one.text for one in hit.evidence}))
        print_entry(
            console(),
            Text(f"{stored.told_at:%d %b %H:%M}  ", style="dim"),
            Text.assemble((f"{stored.item.outlet}: ", "bold"), stored.item.title),
            Text(f"item {stored.id}: {hit.rule_id} ({hit.severity}) on {words}", style="dim"),
        )
    if not found:
        console().print("No hits.")


def _plain(hit: Hit, stored: StoredItem) -> dict[str, object]:
    return {
        "item": stored.id,
        "outlet": stored.item.outlet,
        "title": stored.item.title,
        "link": stored.item.link,
        "told_at": stored.told_at,
        "rule": hit.rule_id,
        "severity": hit.severity,
        "revision": hit.revision,
        "evidence": [
            {"field": e.field, "start": e.start, "end": e.end, "text": e.text, "term": e.term}
            for e in hit.evidence
        ],
    }
