"""Atom feeds (RFC 4287) of the developments of a rule, for feed readers.

A reader cannot send a header, so its address holds a token: one with the scope ``feed``, which is
good for nothing else. Ids are made from when this database's first rules came into force, and so
stay the same wherever the monitor moves.
"""

import hashlib
import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import APIKeyQuery
from starlette.responses import Response

from monitor.alerts.text import counted
from monitor.model import Development, Rule
from monitor.store import listing, rule_sets
from monitor.store.filters import FilterKind
from monitor.store.listing import DevelopmentFilter
from monitor.web.api.desk import READING, ApiDesk, resource
from monitor.web.api.identity import SCHEMES, Caller
from monitor.web.api.problems import documented, not_found
from monitor.web.api.rules import RuleId

ENTRIES = 50
MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def router(desk: ApiDesk) -> APIRouter:
    """The route of the feeds."""
    routes = resource("rules")

    def reader(
        request: Request,
        token: Annotated[
            str | None, Query(max_length=200, description="A token with the scope feed.")
        ] = None,
    ) -> Caller:
        if token is not None and "authorization" not in request.headers:
            return desk.callers.feed_reader(request, token)
        return desk.callers.reader(request)

    in_address = Depends(APIKeyQuery(name="token", auto_error=False))

    @routes.get(
        "/rules/{id}/developments.atom",
        response_class=Response,
        responses={
            **READING,
            **documented(404),
            200: {
                "description": "An Atom feed.",
                "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
            },
        },
        dependencies=[Depends(reader), *SCHEMES, in_address],
    )
    def feed(request: Request, id: RuleId) -> Response:
        """The developments of a rule, the latest told first, as an Atom feed."""
        rule = desk.services.rules.active.rules.get(id)
        if rule is None:
            raise not_found("such rule in force")
        with desk.store.read() as session:
            began = rule_sets.first_in_force(session)
            wanted = DevelopmentFilter(named={FilterKind.RULE: id})
            found = listing.find_developments(session, wanted, limit=ENTRIES)
        at, revision = began or (datetime.min.replace(tzinfo=UTC), "")
        here = uuid.uuid5(uuid.NAMESPACE_OID, f"event-monitor {at.isoformat()} {revision}")
        base = desk.services.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
        base = base.removesuffix("/api/v1")
        body = write_feed(rule, found, here=here, base=base, began=at)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=MEDIA_TYPE, headers=headers)

    return routes


def write_feed(
    rule: Rule,
    developments: Sequence[Development],
    *,
    here: uuid.UUID,
    base: str,
    began: datetime,
) -> bytes:
    """The feed of a rule. ``here`` names this monitor, ``base`` is its address."""
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", uuid.uuid5(here, f"rule {rule.id}").urn)
    _add(feed, "title", rule.title)
    _add(feed, "updated", _moment(max((one.last_told_at for one in developments), default=began)))
    _add(_add(feed, "author"), "name", "event-monitor")
    address = f"{base}/api/v1/rules/{quote(rule.id)}/developments.atom"
    ET.SubElement(feed, "link", {"rel": "self", "href": address, "type": MEDIA_TYPE})
    ET.SubElement(feed, "link", {"rel": "alternate", "href": f"{base}/", "type": "text/html"})
    for one in developments:
        entry = _add(feed, "entry")
        _add(entry, "id", uuid.uuid5(here, f"development {one.id}").urn)
        _add(entry, "title", one.title or "(no title)")
        _add(entry, "updated", _moment(one.last_told_at))
        _add(entry, "published", _moment(one.opened_at))
        page = f"{base}/developments/{one.id}"
        ET.SubElement(entry, "link", {"rel": "alternate", "href": page, "type": "text/html"})
        for term in (one.severity.value, *one.signature.actors, *one.signature.meetings):
            ET.SubElement(entry, "category", {"term": _fit(term)})
        _add(entry, "summary", _summary(one))
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _summary(one: Development) -> str:
    told = f"{counted(one.items, 'item')} of {counted(len(one.outlets), 'outlet')}"
    named = f": {', '.join(one.outlets)}" if one.outlets else ""
    status = f" Meeting: {one.signature.status.value}." if one.signature.status else ""
    return f"{one.severity.value.capitalize()}, {one.state.value}. {told}{named}.{status}"


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, name)
    made.text = _fit(text) if text is not None else None
    return made


def _fit(text: str) -> str:
    return _UNFIT.sub("�", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
