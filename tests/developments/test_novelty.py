from __future__ import annotations

import pytest

from monitor.developments.novelty import update_reason
from monitor.developments.signature import signature_of
from monitor.model import (
    AlertReason,
    Development,
    MeetingStatus,
    ReasonCode,
    Severity,
    Signature,
)
from tests.developments.stories import START, telling


def reason(
    before: Signature,
    title: str,
    *,
    actors: tuple[str, ...] = (),
    severity: Severity = Severity.MEDIUM,
    known: Severity = Severity.MEDIUM,
) -> AlertReason | None:
    told = telling(title, actors=actors, severity=severity)
    development = Development(
        id=7,
        title="Known",
        opened_at=START,
        last_told_at=START,
        severity=known,
        rule_ids=("talks",),
        signature=before,
        outlets=("Harbour Wire",),
        sources=1,
        items=1,
    )
    return update_reason(before, signature_of(told), development, told)


EXPECTED = Signature(status=MeetingStatus.EXPECTED)
HELD = Signature(status=MeetingStatus.HELD)
TWELVE = Signature(figures=(("killed", 12.0), ("troops", 2000.0)))


@pytest.mark.parametrize(
    ("before", "title", "code", "sentence"),
    [
        (EXPECTED, "Talks begin in Oslo", ReasonCode.STATUS_CHANGED, "has begun"),
        (EXPECTED, "Oslo talks postponed", ReasonCode.STATUS_CHANGED, "is postponed"),
        (HELD, "Sides reach agreement at Oslo talks", ReasonCode.STATUS_CHANGED, "an agreement"),
        (TWELVE, "Death toll rises to 19", ReasonCode.FIGURE_ROSE, "from 12 to 19"),
        (TWELVE, "Bloc now has 2,500 troops there", ReasonCode.FIGURE_ROSE, "2,000 to 2,500"),
        (
            Signature(figures=(("dollars", 1e9),)),
            "Aid grows to $1.5bn",
            ReasonCode.FIGURE_ROSE,
            "The sum rose from 1,000,000,000 to 1,500,000,000 dollars.",
        ),
        (
            Signature(decisions=("may:send",)),
            "Union sends troops to valley",
            ReasonCode.DECISION,
            "sending or deployment",
        ),
        (EXPECTED, "Envoy rules out concessions", ReasonCode.DECISION, "rejection"),
    ],
)
def test_what_moved_is_told(before: Signature, title: str, code: ReasonCode, sentence: str) -> None:
    found = reason(before, title)
    assert found is not None
    assert found.code is code
    assert sentence in found.text


@pytest.mark.parametrize(
    ("before", "title"),
    [
        (HELD, "Talks expected in Oslo"),
        (HELD, "Talks begin in Oslo"),
        (HELD, "Oslo talks end without breakthrough"),
        (HELD, "Oslo talks end without agreement"),
        (Signature(), "Talks begin in Oslo"),
        (EXPECTED, "Talks could be postponed"),
        (TWELVE, "At least 13 killed in blast"),
        (TWELVE, "At least 10 killed in blast"),
        (TWELVE, "War that killed 14,000 people goes on"),
        (Signature(figures=(("killed", 1.0),)), "Two killed in blast"),
        (Signature(), "At least 40 killed in blast"),
        (Signature(decisions=("send", "may:send")), "Union sends troops to valley"),
        (Signature(), "Union sends troops to valley"),
        (Signature(decisions=("may:sanction",)), "Senators ready list of sanctions"),
    ],
)
def test_what_is_only_told_again_wakes_nobody(before: Signature, title: str) -> None:
    assert reason(before, title) is None


def test_a_rise_in_the_summary_alone_is_not_enough() -> None:
    told = telling("Valley mourns", "The war has killed 120 people.")
    development_signature = TWELVE
    assert signature_of(told).figures == (("killed", 120.0),)
    assert reason(development_signature, "Valley mourns") is None


def test_a_new_actor_must_step_in() -> None:
    before = Signature(actors=("north", "south"))
    found = reason(before, "Norway joins river talks", actors=("north", "norway"))
    assert found == AlertReason(code=ReasonCode.NEW_ACTOR, text="New in it: norway.")
    assert reason(before, "Norway watches river talks", actors=("north", "norway")) is None
    assert reason(before, "North joins river talks", actors=("north",)) is None
    assert reason(Signature(), "Norway joins river talks", actors=("norway",)) is None


@pytest.mark.parametrize(
    ("known", "now", "told"),
    [
        (Severity.LOW, Severity.HIGH, True),
        (Severity.MEDIUM, Severity.CRITICAL, True),
        (Severity.MEDIUM, Severity.HIGH, False),
        (Severity.HIGH, Severity.CRITICAL, False),
        (Severity.CRITICAL, Severity.LOW, False),
    ],
)
def test_severity_must_rise_two_steps(known: Severity, now: Severity, *, told: bool) -> None:
    found = reason(Signature(), "Pier closes", severity=now, known=known)
    assert (found is not None) is told
    if found is not None:
        assert found.code is ReasonCode.SEVERITY_ROSE
        assert now.value in found.text
        assert known.value in found.text
