"""Taking over what people edit: rule files and the feed list."""

from __future__ import annotations

from monitor.errors import RuleFilesError
from monitor.store import feeds as feed_rows
from monitor.wiring import Services, read_feed_list

RELOAD_EVERY_S = 1.0
"""How often rule files and feed list are looked at; a change counts after two equal looks."""


class Reloader:
    """Puts changed files in force. One instance per process, used by one thread for each file."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._feeds_seen: tuple[str, float] | None = None

    def rules(self) -> None:
        """Load the rule files if they changed. Raises :class:`ConfigError` while they are bad."""
        services = self._services
        book = services.rules
        if book.reload(services.store, now=services.clock()):
            rules = book.active.rule_set
            services.log.info(
                "rules.in_force",
                revision=rules.revision[:12],
                actors=len(rules.actors),
                meetings=len(rules.meetings),
                rules=len(rules.rules),
                endpoints=len(rules.endpoints),
            )
        elif book.problem is not None:
            raise book.problem

    def complain_of_rules(self, error: Exception) -> None:
        """Log why rule files were refused, with every problem of them."""
        book, log = self._services.rules, self._services.log
        if isinstance(error, RuleFilesError):
            log.error(
                "rules.refused",
                problems=[str(one) for one in error.problems],
                in_force=book.active.rule_set.revision[:12] if book.in_force else "none",
            )
        else:
            log.error("job.failed", job="rules", detail=str(error))

    def feeds(self) -> None:
        """Bring the stored feeds in step with the list where it changed.

        Raises :class:`ConfigError` with file and line where it cannot be read.
        """
        services = self._services
        # Where the shipped list was in force, a person may have a list of their own by now.
        path = services.settings.feeds_in_force
        seen = (str(path), path.stat().st_mtime if path.is_file() else 0.0)
        if seen == self._feeds_seen:
            return
        sources = read_feed_list(path)
        with services.store.write() as session:
            sync = feed_rows.sync_feeds(session, sources, services.clock())
        self._feeds_seen = seen
        services.log.info(
            "feeds.in_force",
            feeds=len(sources),
            added=sync.added,
            changed=sync.changed,
            removed=sync.removed,
        )


def say_set_up(services: Services) -> None:
    """Log what of the set-up a person may not have meant."""
    settings, log = services.settings, services.log
    if services.rules_dir != settings.rules_dir:
        log.info(
            "rules.shipped_ones_used",
            because=f"there is no folder {settings.rules_dir}",
            hint="'monitor init .' writes copies to edit",
        )
    if services.feeds_file != settings.feeds_file:
        log.info(
            "feeds.shipped_ones_used",
            because=f"there is no file {settings.feeds_file}",
            hint="'monitor init .' writes a copy to edit",
        )
    if not services.rules.active.endpoints:
        log.info(
            "endpoints.none",
            detail="alerts are stored and shown on the web page, and sent nowhere",
            hint="add rules/endpoints.yaml: see docs/webhooks.md",
        )
    if not settings.contact and not settings.public_url:
        log.info(
            "contact.none",
            detail="feed servers are not told whom to write to",
            hint="set MONITOR_CONTACT to an address or a page",
        )
