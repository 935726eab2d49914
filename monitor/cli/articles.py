"""``monitor articles``: how reading article pages goes."""

from __future__ import annotations

from datetime import timedelta

from rich.text import Text

from monitor.alerts.text import on_one_line
from monitor.cli.opening import AS_JSON, LIMIT, console, opened_store, print_entry, print_json
from monitor.net.urls import shown_url
from monitor.store import articles as article_rows
from monitor.wiring import utc_now


def articles(limit: int = LIMIT, as_json: bool = AS_JSON) -> None:
    """Show the article pages asked for last: what was read, and why others were not.

    Pages are read for feeds whose list says fullText="yes", and where MONITOR_FULL_TEXT is
    `rules` also for rules that look at content.

    Example: `monitor articles --limit 50`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        recent = article_rows.recent_articles(session, limit)
        counts = article_rows.article_outcomes(session, utc_now() - timedelta(days=1))
    if as_json:
        pages = [
            {
                "item": article.item_id,
                "url": article.url,
                "requested_at": article.requested_at,
                "outcome": result.outcome if result else None,
                "detail": result.detail if result else "",
                "status": result.status if result else None,
            }
            for article, result in recent
        ]
        print_json({"last_day": counts, "articles": pages})
        return
    screen = console()
    if not recent:
        screen.print("No article page was asked for.")
        return
    for article, result in recent:
        head = Text.assemble(f"item {article.item_id}  ", shown_url(article.url))
        screen.print(head)
        state = f"{result.outcome}" if result else "waits to be read"
        detail = f": {on_one_line(result.detail)}" if result and result.detail else ""
        style = "green" if result and result.outcome == "text" else "dim"
        print_entry(screen, Text("    "), Text(state + detail, style=style))
    told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    screen.print(f"Last day: {told}." if told else "None in the last day.")
