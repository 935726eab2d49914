"""Model values to JSON and back, for the columns that hold a whole value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, assert_never

from monitor.model import (
    ActorTerm,
    AllOf,
    AnyOf,
    Condition,
    Evidence,
    MeetingStatus,
    MeetingTerm,
    Near,
    NoneOf,
    Pattern,
    Phrase,
    PollingHints,
    Signature,
    Word,
)


def evidence_to_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """A list of objects with the fields of :class:`Evidence`."""
    # Spelt out: `asdict` copies every value, and this is done for each hit of each item.
    return [
        {
            "field": part.field,
            "start": part.start,
            "end": part.end,
            "text": part.text,
            "term": part.term,
            "actor": part.actor,
            "meeting": part.meeting,
        }
        for part in evidence
    ]


def evidence_from_json(stored: Sequence[dict[str, Any]]) -> tuple[Evidence, ...]:
    """The evidence that :func:`evidence_to_json` stored."""
    return tuple(Evidence(**part) for part in stored)


def signature_to_json(signature: Signature) -> dict[str, Any]:
    """An object with the fields of :class:`Signature`."""
    return asdict(signature)


def signature_from_json(stored: dict[str, Any]) -> Signature:
    """The signature that :func:`signature_to_json` stored."""
    status = stored["status"]
    return Signature(
        actors=tuple(stored["actors"]),
        meetings=tuple(stored["meetings"]),
        status=MeetingStatus(status) if status else None,
        decisions=tuple(stored["decisions"]),
        places=tuple(stored["places"]),
        dates=tuple(stored["dates"]),
        figures=tuple((what, number) for what, number in stored["figures"]),
        escalation=stored.get("escalation", 0),  # older signatures have none
    )


def condition_to_json(condition: Condition) -> dict[str, Any]:  # noqa: PLR0911 - one per kind
    """A rule's condition, in the words of the rule files."""
    match condition:
        case AllOf(parts=parts):
            return {"all": [condition_to_json(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"any": [condition_to_json(part) for part in parts]}
        case NoneOf(parts=parts):
            return {"none": [condition_to_json(part) for part in parts]}
        case Near(parts=parts, within=within):
            return {"near": {"terms": [condition_to_json(p) for p in parts], "within": within}}
        case ActorTerm(actor=actor):
            return {"actor": actor}
        case MeetingTerm(meeting=meeting):
            return {"meeting": meeting}
        case Phrase(text=text, case_sensitive=case_sensitive):
            return {"phrase": text, "case_sensitive": case_sensitive}
        case Word(text=text, language=language):
            return {"word": text, "language": language}
        case Pattern(text=text):
            return {"regex": text}
        case _:
            assert_never(condition)


def hints_to_json(hints: PollingHints) -> dict[str, Any]:
    """What a feed asks, as it is stored: without what it does not ask."""
    told = {
        "ttl_s": hints.ttl_s,
        "skip_hours": list(hints.skip_hours),
        "skip_days": list(hints.skip_days),
    }
    return {name: value for name, value in told.items() if value}


def hints_from_json(stored: dict[str, Any]) -> PollingHints:
    """What :func:`hints_to_json` stored."""
    return PollingHints(
        ttl_s=stored.get("ttl_s"),
        skip_hours=tuple(stored.get("skip_hours", ())),
        skip_days=tuple(stored.get("skip_days", ())),
    )
