from __future__ import annotations

import json

from monitor.model import Evidence, MeetingStatus, Signature
from monitor.store.codec import (
    evidence_from_json,
    evidence_to_json,
    signature_from_json,
    signature_to_json,
)


def test_values_survive_json() -> None:
    evidence = (
        Evidence(field="title", start=0, end=2, text="ГА", term="ГА", actor="assembly"),
        Evidence(field="content", start=9, end=14, text="talks", term="talks", meeting="m"),
    )
    assert evidence_from_json(json.loads(json.dumps(evidence_to_json(evidence)))) == evidence
    for signature in (
        Signature(),
        Signature(
            actors=("a", "b"),
            status=MeetingStatus.AGREED,
            figures=(("killed", 12.0),),
            dates=("2026-03-04",),
        ),
    ):
        stored = json.loads(json.dumps(signature_to_json(signature)))
        assert signature_from_json(stored) == signature
