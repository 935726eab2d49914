"""Endpoints and routes of a rules folder, secrets resolved. Reads secret files; else pure.

No message names a secret, a part of one, or a URL.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import time
from pathlib import Path as FilePath

from monitor.model import (
    ChatService,
    Digest,
    Endpoint,
    EndpointPace,
    QuietHours,
    Route,
    Severity,
)
from monitor.rules.chat_services import read_service
from monitor.rules.conversion import Ledger
from monitor.rules.document import Document, Path
from monitor.rules.problems import closest
from monitor.rules.routing_schema import (
    APPRISE_KEYS,
    SECRET_KEYS,
    WEEKDAYS,
    DigestEntry,
    EndpointEntry,
    QuietEntry,
    RouteEntry,
)

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public marker of Standard Webhooks secrets
MIN_SECRET_BYTES, MAX_SECRET_BYTES = 24, 64  # Standard Webhooks 1.0.0, "Signature scheme"
_MAX_SECRET_FILE_BYTES = 4096

SERVICE_PACE = EndpointPace(concurrency=1, rate_per_s=1.0)
"""What chat services take of one sender without complaint (Slack and Telegram name one message a
second)."""
_DIGEST_AT = time(8)
"""When a daily digest goes out that names no time."""

_FORMAT_HINT = (
    f"write `{SECRET_PREFIX}` and {MIN_SECRET_BYTES} to {MAX_SECRET_BYTES} random bytes in base64"
)


def to_endpoint(
    entry: EndpointEntry,
    document: Document,
    path: Path,
    ledger: Ledger,
    folder: FilePath,
    environ: Mapping[str, str] | None,
) -> Endpoint:
    """An endpoint. One that is switched off needs no secret that can be had.

    Without ``environ`` none does.
    """
    secrets: tuple[str, ...] = ()
    chat: ChatService | None = None
    if entry.enabled and environ is not None:
        keys = _Keys(document, path, ledger, folder, environ)
        if entry.url is None:
            chat = _service(entry, keys)
        else:
            secrets = _secrets(entry, keys)
    usual = EndpointPace() if entry.url is not None else SERVICE_PACE
    return Endpoint(
        id=entry.id,
        url="" if entry.url is None else entry.url.strip(),
        secrets=secrets,
        chat=chat,
        enabled=entry.enabled,
        pace=EndpointPace(
            concurrency=entry.concurrency or usual.concurrency,
            rate_per_s=entry.rate_per_s or usual.rate_per_s,
        ),
    )


def to_route(
    entry: RouteEntry, document: Document, path: Path, ledger: Ledger, tags: Set[str] | None
) -> Route:
    """A route whose endpoints, rules and tags exist. ``tags``: those of all rules, if known."""
    for at, endpoint in enumerate(entry.to):
        ledger.refer("endpoint", endpoint, document, (*path, "to", at))
    for at, rule in enumerate(entry.rules):
        ledger.refer("rule", rule, document, (*path, "rules", at))
    for at, tag in enumerate(entry.tags):
        if tags is not None and tag not in tags:
            hint = closest(tag, tags) or "add the tag to a rule, or correct it"
            ledger.add(document, (*path, "tags", at), f"no rule has the tag `{tag}`", hint)
    return Route(
        endpoints=tuple(dict.fromkeys(entry.to)),
        rules=tuple(entry.rules),
        tags=tuple(entry.tags),
        kinds=tuple(entry.kinds),
        min_severity=entry.min_severity,
        max_severity=entry.max_severity,
        digest=_digest(entry.digest) if entry.digest else None,
        quiet=_quiet(entry.quiet) if entry.quiet else None,
    )


def _digest(entry: DigestEntry) -> Digest:
    return Digest(
        every=entry.every,
        at=entry.at or _DIGEST_AT,
        zone=entry.zone,
        max_severity=entry.max_severity,
    )


def _quiet(entry: QuietEntry) -> QuietHours:
    return QuietHours(
        start=entry.start,
        end=entry.end,
        zone=entry.zone,
        days=frozenset(WEEKDAYS.index(day) for day in entry.days),
        passes=entry.passes if isinstance(entry.passes, Severity) else None,
        digest_over=entry.digest_over,
    )


def routes_or_default(routes: Sequence[Route], endpoints: Sequence[Endpoint]) -> tuple[Route, ...]:
    """The routes; where there are none, one that brings every alert to every endpoint."""
    if routes:
        return tuple(routes)
    enabled = tuple(endpoint.id for endpoint in endpoints if endpoint.enabled)
    return (Route(endpoints=enabled),) if enabled else ()


@dataclass(frozen=True, slots=True)
class _Keys:
    """Where an entry's secret texts are looked up, and where trouble with them is noted."""

    document: Document
    path: Path
    ledger: Ledger
    folder: FilePath
    environ: Mapping[str, str]

    def text(self, key: str, name: str, where: Path) -> str | None:
        """The secret text that ``key: name`` stands for; ``None``: it cannot be had."""
        if key.endswith("_file"):
            found = _read_secret(self.folder / name)
            if found is None:
                self.problem(
                    where,
                    f"the secret file `{name[:200]}` cannot be read",
                    "create it, or correct its path",
                )
            return found
        if key.endswith("_env"):
            if name not in self.environ:
                self.problem(
                    where,
                    f"the environment variable `{name[:200]}` is not set",
                    "set it, or correct its name",
                )
            return self.environ.get(name)
        return name

    def problem(self, where: Path, text: str, hint: str) -> None:
        self.ledger.add(self.document, where, text, hint)


def _secrets(entry: EndpointEntry, keys: _Keys) -> tuple[str, ...]:
    secrets: list[str] = []
    for source, name, where in _sources(entry, keys.path):
        text = keys.text(source, name, where)
        problem = "" if text is None else secret_problem(text.strip())
        if problem:
            keys.problem(where, f"the secret {problem}", _FORMAT_HINT)
        elif text is not None:
            secrets.append(text.strip())
    return tuple(dict.fromkeys(secrets))


def _service(entry: EndpointEntry, keys: _Keys) -> ChatService | None:
    key = next(key for key in APPRISE_KEYS if getattr(entry, key) is not None)
    where = (*keys.path, key)
    text = keys.text(key, getattr(entry, key), where)
    if text is None:
        return None
    found = read_service(text.strip())
    if isinstance(found, ChatService):
        return found
    keys.problem(where, f"the Apprise URL {found.text}", found.hint)
    return None


def _sources(entry: EndpointEntry, path: Path) -> list[tuple[str, str, Path]]:
    """Each secret's key, its text or name, and its place in the file."""
    sources: list[tuple[str, str, Path]] = []
    for key in SECRET_KEYS:
        value: str | list[str] | None = getattr(entry, key)
        if isinstance(value, str):
            sources.append((key, value, (*path, key)))
        elif value is not None:
            sources.extend((key, text, (*path, key, at)) for at, text in enumerate(value))
    return sources


def _read_secret(file: FilePath) -> str | None:
    try:
        if not file.is_file():
            return None
        with file.open("rb") as stream:
            return stream.read(_MAX_SECRET_FILE_BYTES).decode("utf-8")
    except (OSError, ValueError):  # ValueError: not UTF-8, or a NUL in the path
        return None


def secret_problem(secret: str) -> str:
    """What is wrong with a signing secret, or an empty text."""
    if not secret.startswith(SECRET_PREFIX):
        return f"does not start with `{SECRET_PREFIX}`"
    try:
        raw = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return f"is not base64 behind `{SECRET_PREFIX}`"
    if not MIN_SECRET_BYTES <= len(raw) <= MAX_SECRET_BYTES:
        return f"holds {len(raw)} bytes"
    return ""
