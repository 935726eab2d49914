"""Which endpoints an alert goes to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from monitor.model import AlertKind, Endpoint, Route, Severity


def route(
    kinds: Collection[AlertKind],
    rule_ids: Iterable[str],
    tags: Iterable[str],
    severity: Severity,
    routes: Sequence[Route],
    endpoints: Sequence[Endpoint],
) -> tuple[str, ...]:
    """Ids of the endpoints an alert goes to: each once, enabled ones only, in order of the routes.

    Every route that takes the alert adds its endpoints. ``kinds`` are those of the alert and of
    what is folded into it, ``rule_ids`` and ``tags`` those of the rules that ask for it. Where
    there is no route at all, the alert goes to every enabled endpoint: an endpoint that somebody
    listed must not stay silent for want of a route. Endpoints that a route names but that are not
    listed are passed over (loading refuses them).
    A heartbeat is for machines: it goes only where a route names its kind.
    """
    enabled = [endpoint.id for endpoint in endpoints if endpoint.enabled]
    if not routes and AlertKind.HEARTBEAT not in kinds:
        return tuple(dict.fromkeys(enabled))
    rules_asking, tags_asking = frozenset(rule_ids), frozenset(tags)
    chosen = dict.fromkeys(
        endpoint_id
        for candidate in routes
        if _takes(candidate, kinds, rules_asking, tags_asking, severity)
        for endpoint_id in candidate.endpoints
    )
    known = frozenset(enabled)
    return tuple(endpoint_id for endpoint_id in chosen if endpoint_id in known)


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
        and (candidate.kinds or AlertKind.HEARTBEAT not in kinds)
        and (not candidate.kinds or any(kind.value in candidate.kinds for kind in kinds))
        and severity.rank >= candidate.min_severity.rank
    )
