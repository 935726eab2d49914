"""The JSON body of a digest: alerts that waited for one endpoint, in one message. Pure.

Same guarantees as the bodies of alerts (``payload.py``). What a digest tells of an alert is taken
from the alert's own body, so the two cannot part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.alerts.bounds import cut, web_link
from monitor.alerts.payload import message_text, to_second
from monitor.alerts.payload_model import (
    MAX_BODY_BYTES,
    MAX_DIGEST,
    MAX_LINK_BYTES,
    MAX_RULES,
    MAX_TITLE_CHARS,
    MAX_WORD_CHARS,
    AlertDigest,
    DigestData,
    DigestEntryPart,
)
from monitor.model import Alert, HoldReason, highest
from monitor.model.aware import require_aware

# An id of the rule files has at most 64. With it one alert takes at most some 10,000 bytes, at four
# bytes a code point: whatever comes, a digest tells at least one.
_MAX_ID_CHARS = 64

_SAYING = {
    HoldReason.DIGEST: "since the last digest",
    HoldReason.QUIET: "in the quiet hours",
}


def digest_text(count: int, why: HoldReason) -> str:
    """What a digest tells, in a sentence."""
    return f"{count} {'alert' if count == 1 else 'alerts'} {_SAYING[why]}."


def build_digest_body(
    alerts: Sequence[Alert], *, why: HoldReason, message_id: str, now: datetime
) -> str:
    """The JSON text of a digest of ``alerts`` (at least one), shorter than 20,000 bytes in UTF-8.

    The severest come first, then the earliest; those that do not fit are counted in ``left_out``.
    """
    require_aware(now, "now")
    ordered = sorted(alerts, key=lambda one: (-one.severity.rank, one.created_at, one.id))
    entries: list[DigestEntryPart] = []
    # What stands around the entries, with a comma behind each of them.
    room = MAX_BODY_BYTES - 1 - len(_text(ordered, [], why, message_id, now).encode())
    for alert in ordered[:MAX_DIGEST]:
        entry = _entry(alert)
        room -= len(message_text(entry).encode()) + 1
        if room < 0:
            break
        entries.append(entry)
    return _text(ordered, entries, why, message_id, now)


def _text(
    ordered: Sequence[Alert],
    entries: list[DigestEntryPart],
    why: HoldReason,
    message_id: str,
    now: datetime,
) -> str:
    data = DigestData(
        id=message_id,
        why=why,
        severity=highest(one.severity for one in ordered),
        text=digest_text(len(ordered), why),
        count=len(ordered),
        alerts=entries,
        left_out=len(ordered) - len(entries),
    )
    return message_text(AlertDigest(type="alert.digest", timestamp=to_second(now), data=data))


def _entry(alert: Alert) -> DigestEntryPart:
    data = _mapping(json.loads(alert.body).get("data"))
    development, item = _mapping(data.get("development")), _mapping(data.get("item"))
    return DigestEntryPart(
        id=alert.id,
        type=cut(alert.type, MAX_WORD_CHARS),
        timestamp=to_second(alert.created_at),
        severity=alert.severity,
        title=cut(str(item.get("title") or alert.reason.text), MAX_TITLE_CHARS),
        text=cut(alert.reason.text, MAX_TITLE_CHARS),
        rules=[cut(rule_id, _MAX_ID_CHARS) for rule_id in alert.rule_ids[:MAX_RULES]],
        development_id=development.get("id"),
        sources=development.get("sources"),
        link=web_link(item.get("link"), MAX_LINK_BYTES),
        url=web_link(development.get("url"), MAX_LINK_BYTES),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
