"""``monitor doctor``: look at everything an installation needs, and say what to do."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import typer
from rich.text import Text

from monitor.alerts.text import counted
from monitor.cli.health import ask
from monitor.cli.opening import (
    AS_JSON,
    ENV_FILE,
    console,
    environment,
    environment_settings,
    print_entry,
    print_json,
)
from monitor.errors import FetchError, MonitorError, RuleFilesError
from monitor.model import Endpoint, RuleSet
from monitor.net.resolver import Resolver
from monitor.pipeline.doctor import (
    LOOPBACK_NAMES,
    Finding,
    Verdict,
    judge_addresses,
    judge_clock,
    judge_disk,
    judge_feeds,
    judge_files,
    judge_outbox,
    judge_settings,
)
from monitor.pipeline.health import count
from monitor.pipeline.rule_history import may_hold_secrets, read_plain
from monitor.rules.hidden_secrets import hide_secrets
from monitor.rules.loading import load_rule_set, rule_files
from monitor.settings import Settings, starter
from monitor.store import feeds as feed_rows
from monitor.store import polls as poll_rows
from monitor.store.engine import Store, open_store
from monitor.store.schema import check_schema
from monitor.wiring import address_policy, read_feed_list, utc_now

LOOKUP_WITHIN_S = 5.0
CLOCKS_SINCE = timedelta(days=1)

_STYLES = {Verdict.GOOD: "green", Verdict.WARNING: "yellow", Verdict.BAD: "bold red"}
_ADVICE = {
    "database": "is it what MONITOR_DATABASE_URL should name? docs/operating.md tells of backups",
    "feeds": "monitor feeds check names file and line; until then the last good list stays",
}
_WORDS = {Verdict.GOOD: "ok", Verdict.WARNING: "look", Verdict.BAD: "bad"}


def doctor(as_json: bool = AS_JSON) -> None:
    """Check settings, files, database, clock, rules, endpoints, feeds and daemon.

    Says what to do about each finding: ok, look (works, and had better be otherwise) or bad.
    Changes nothing and sends nothing; of endpoints it only looks up the names.

    Examples:

    - `monitor doctor`
    - `monitor doctor --json`

    Exit code: 1 if anything is bad.

    Settings: all, see monitor settings.
    """
    findings = list(_examine())
    if as_json:
        print_json([asdict(one) for one in findings])
    else:
        for one in findings:
            _print(one)
        _print_sum(findings)
    if any(one.verdict is Verdict.BAD for one in findings):
        raise typer.Exit(1)


def _print(one: Finding) -> None:
    head = Text.assemble(
        (f"{_WORDS[one.verdict]:<5}", _STYLES[one.verdict]), (f"{one.subject:<10}", "bold")
    )
    lines = [Text(line) for line in one.text.splitlines()]
    advice = [Text(f"-> {one.advice}", style="cyan")] if one.advice else []
    print_entry(console(), head, *lines, *advice)


def _print_sum(findings: Sequence[Finding]) -> None:
    verdicts = [one.verdict for one in findings]
    bad, look = verdicts.count(Verdict.BAD), verdicts.count(Verdict.WARNING)
    text = f"{bad} bad, {look} worth a look, {len(verdicts) - bad - look} in order."
    style = _STYLES[max(verdicts, key=list(Verdict).index)]
    console().print(Text.assemble((f"\n{text}", style)))


def _examine() -> Iterator[Finding]:
    """Each thing in turn; what cannot be looked at because of another is left out."""
    try:
        settings = environment_settings()
    except MonitorError as error:
        advice = "monitor settings lists every setting"
        yield Finding(subject="settings", verdict=Verdict.BAD, text=str(error), advice=advice)
        return
    yield from judge_settings(settings)
    yield judge_files(_open_to_others(settings))
    yield from _database(settings)
    yield from _rules(settings)
    yield from _feed_list(settings)
    yield from _daemon(settings)


def _open_to_others(settings: Settings) -> list[str]:
    """Files with secrets, or with all that is known, which every user of the machine may read."""
    files = [ENV_FILE, *_with_secrets(settings)]
    database = _file_of(settings.database_url)
    if database is not None:
        files.append(database)
    return [str(file) for file in files if file.is_file() and file.stat().st_mode & stat.S_IROTH]


def _with_secrets(settings: Settings) -> Iterator[Path]:
    """The rule files that hold secrets themselves, rather than the names of where they are."""
    with suppress(OSError, MonitorError):
        for file in rule_files(settings.rules_in_force):
            if may_hold_secrets(file.name):
                text = read_plain(file).decode("utf-8", "replace")
                if hide_secrets(text, file=file.name).secrets:
                    yield file


def _database(settings: Settings) -> Iterator[Finding]:
    file = _file_of(settings.database_url)
    if file is not None and not file.exists():
        yield Finding(
            subject="database",
            verdict=Verdict.WARNING,
            text=f"{file.absolute()} does not exist yet",
            advice="monitor run makes it; or go to the folder where it is, or let "
            "MONITOR_DATABASE_URL name it",
        )
        return
    try:
        store = open_store(settings.database_url)
    except MonitorError as error:
        yield _bad("database", error)
        return
    try:
        yield from _stored(store, settings)
    except MonitorError as error:
        yield _bad("database", error)
    finally:
        store.close()


def _stored(store: Store, settings: Settings) -> Iterator[Finding]:
    file = _file_of(settings.database_url)
    if file is not None:
        usage = shutil.disk_usage(file.parent)
        yield judge_disk(usage.free, usage.total, place=str(file.parent))
    check_schema(store)
    now = utc_now()
    counts = count(store)
    yield Finding(
        subject="database",
        verdict=Verdict.GOOD,
        text=f"{store.url_shown}: {counts.items:,} items, {counts.developments:,} developments",
    )
    with store.read() as session:
        ahead_s = poll_rows.clocks_ahead(session, now - CLOCKS_SINCE)
        feeds = feed_rows.list_feeds(session)
    yield judge_clock(ahead_s)
    if feeds:
        yield judge_feeds(feeds)
    yield from judge_outbox(counts, now=now)


def _file_of(url: str) -> Path | None:
    """Where an embedded database lies; ``None`` for a server's, and for one in memory."""
    path = url.removeprefix("sqlite:///").partition("?")[0]
    return Path(path) if url.startswith("sqlite:///") and path else None


def _rules(settings: Settings) -> Iterator[Finding]:
    try:
        folder = settings.rules_in_force
        rule_set = load_rule_set(folder, environ=environment())
    except RuleFilesError as error:
        advice = "monitor rules check; until then the last good set stays in force"
        yield Finding(subject="rules", verdict=Verdict.BAD, text=str(error), advice=advice)
        return
    except MonitorError as error:
        yield _bad("rules", error)
        return
    yield _rules_read(rule_set, folder, settings)
    yield from _endpoints(rule_set, settings)


def _rules_read(rule_set: RuleSet, folder: Path, settings: Settings) -> Finding:
    text = (
        f"{folder.absolute()}: {counted(len(rule_set.rules), 'rule')}, "
        f"{counted(len(rule_set.actors), 'actor')}, {counted(len(rule_set.meetings), 'meeting')}"
    )
    if folder == starter("rules"):
        return Finding(
            subject="rules",
            verdict=Verdict.WARNING,
            text=f"{text}. They are those shipped with the program: there is no folder "
            f"{settings.rules_dir} here",
            advice="monitor init . makes one to edit; or go to the folder where yours is, or let "
            "MONITOR_RULES_DIR name it",
        )
    if rule_set.rules:
        return Finding(subject="rules", verdict=Verdict.GOOD, text=text)
    advice = "write one (docs/rules.md), or monitor seed ARTICLE"
    return Finding(subject="rules", verdict=Verdict.BAD, text=text, advice=advice)


def _endpoints(rule_set: RuleSet, settings: Settings) -> Iterator[Finding]:
    try:
        policy = address_policy("MONITOR_ENDPOINT_NETWORKS", settings.endpoint_networks)
    except MonitorError as error:
        yield _bad("settings", error)
        return
    resolver = Resolver(timeout_s=LOOKUP_WITHIN_S)
    enabled = [one for one in rule_set.endpoints if one.enabled]
    yield from judge_addresses(
        {one.id: _unreachable(one, resolver, policy.refusal) for one in enabled},
        plain=[one.id for one in enabled if _is_plain(one)],
    )


def _is_plain(endpoint: Endpoint) -> bool:
    """Whether what is sent can be read on the way; on this machine nobody is."""
    parts = urlsplit(endpoint.url)
    return parts.scheme == "http" and parts.hostname not in LOOPBACK_NAMES


def _unreachable(
    endpoint: Endpoint, resolver: Resolver, refusal: Callable[[str], str | None]
) -> str:
    """Why an endpoint's host could not be connected to; "" where it could, and for services."""
    if endpoint.chat is not None:
        return ""
    parts = urlsplit(endpoint.url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = resolver.addresses(parts.hostname or "", port, within_s=LOOKUP_WITHIN_S)
    except (FetchError, ValueError) as error:
        return str(error)
    return next((why for address in found if (why := refusal(str(address)))), "")


def _feed_list(settings: Settings) -> Iterator[Finding]:
    try:
        listed = read_feed_list(settings.feeds_in_force)
    except MonitorError as error:
        yield _bad("feeds", error)
        return
    if not listed:
        yield judge_feeds([])


def _daemon(settings: Settings) -> Iterator[Finding]:
    state = ask(settings.web_host, settings.web_port)
    if state["ready"]:
        place = f"{settings.web_host}:{settings.web_port}"
        database = _file_of(settings.database_url)
        if database is not None and not database.exists():
            yield Finding(
                subject="daemon",
                verdict=Verdict.WARNING,
                text=f"one answers on {place}, and the database of these settings is not there",
                advice="it is another installation's: go to the folder where it was started",
            )
        else:
            yield Finding(
                subject="daemon", verdict=Verdict.GOOD, text=f"answers on {place} and is ready"
            )
        return
    for name, problem in state["problems"].items():
        yield Finding(
            subject=name,
            verdict=Verdict.BAD,
            text=str(problem),
            advice="start it (monitor run, docker compose up -d), or read its log",
        )


def _bad(subject: str, error: MonitorError) -> Finding:
    advice = _ADVICE.get(subject, "")
    return Finding(subject=subject, verdict=Verdict.BAD, text=str(error), advice=advice)
