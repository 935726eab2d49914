"""Which endpoints an alert goes to, and until when it waits for each. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from monitor.alerts.timetable import digest_at, quiet_until
from monitor.model import AlertKind, Endpoint, HoldReason, Route, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """An alert waits for an endpoint ``until`` a moment; ``text``: for what, in words.

    Where more than ``digest_over`` have waited, they are told in one message.
    """

    why: HoldReason
    until: datetime
    text: str
    digest_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """An endpoint that an alert goes to: at once, or after a wait."""

    endpoint_id: str
    wait: Wait | None = None


def route(
    kinds: Collection[AlertKind],
    rule_ids: Iterable[str],
    tags: Iterable[str],
    severity: Severity,
    routes: Sequence[Route],
    endpoints: Sequence[Endpoint],
    *,
    now: datetime,
) -> tuple[Destination, ...]:
    """The endpoints an alert goes to: each once, enabled ones only, in order of the routes.

    Every route that takes the alert adds its endpoints. ``kinds`` are those of the alert and of
    what is folded into it, ``rule_ids`` and ``tags`` those of the rules that ask for it. Where
    there is no route at all, the alert goes to every enabled endpoint: an endpoint that somebody
    listed must not stay silent for want of a route. Endpoints that a route names but that are not
    listed are passed over (loading refuses them). Where several routes bring it to one endpoint,
    the shortest wait holds.
    A heartbeat is for machines: it goes only where a route names its kind, and never waits.
    """
    enabled = [endpoint.id for endpoint in endpoints if endpoint.enabled]
    if not routes and AlertKind.HEARTBEAT not in kinds:
        return tuple(Destination(endpoint_id=one) for one in dict.fromkeys(enabled))
    rules_asking, tags_asking = frozenset(rule_ids), frozenset(tags)
    chosen: dict[str, Wait | None] = {}
    for candidate in routes:
        if not _takes(candidate, kinds, rules_asking, tags_asking, severity):
            continue
        wait = None if AlertKind.HEARTBEAT in kinds else _wait(candidate, severity, now)
        for endpoint_id in candidate.endpoints:
            known = chosen.get(endpoint_id, wait)
            chosen[endpoint_id] = _sooner(known, wait)
    return tuple(
        Destination(endpoint_id=endpoint_id, wait=wait)
        for endpoint_id, wait in chosen.items()
        if endpoint_id in enabled
    )


def _takes(
    candidate: Route,
    kinds: Collection[AlertKind],
    rule_ids: frozenset[str],
    tags: frozenset[str],
    severity: Severity,
) -> bool:
    return (
        (not candidate.rules or not rule_ids.isdisjoint(candidate.rules))
        and (not candidate.tags or not tags.isdisjoint(candidate.tags))
        and (bool(candidate.kinds) or AlertKind.HEARTBEAT not in kinds)
        and (not candidate.kinds or any(kind.value in candidate.kinds for kind in kinds))
        and candidate.min_severity.rank <= severity.rank <= candidate.max_severity.rank
    )


def _sooner(one: Wait | None, other: Wait | None) -> Wait | None:
    if one is None or other is None:
        return None
    return one if one.until <= other.until else other


def _wait(candidate: Route, severity: Severity, now: datetime) -> Wait | None:
    """How long the route lets an alert wait; a digest that is due in quiet hours waits for them."""
    digest, quiet = candidate.digest, candidate.quiet
    if quiet is not None and quiet.passes is not None and severity.rank >= quiet.passes.rank:
        quiet = None
    if digest is not None and severity.rank <= digest.max_severity.rank:
        due = digest_at(digest, now)
        until = (quiet_until(quiet, due) if quiet else None) or due
        text = f"for the {digest.every} digest of {_clock(until, digest.zone)}"
        return Wait(why=HoldReason.DIGEST, until=until, text=text)
    ends = quiet_until(quiet, now) if quiet is not None else None
    if quiet is None or ends is None:
        return None
    hours = f"{quiet.start:%H:%M} to {quiet.end:%H:%M} {quiet.zone}"
    text = f"quiet hours ({hours}) until {_clock(ends, quiet.zone)}"
    return Wait(why=HoldReason.QUIET, until=ends, text=text, digest_over=quiet.digest_over)


def _clock(moment: datetime, zone: str) -> str:
    """A moment by the zone's clocks, and in UTC where that is another one."""
    told = f"{moment.astimezone(ZoneInfo(zone)):%a %d %b %H:%M %Z}"
    in_utc = moment.astimezone(UTC)
    return told if told.endswith("UTC") else f"{told} ({in_utc:%H:%M} UTC)"
