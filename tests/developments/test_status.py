from __future__ import annotations

import pytest

from monitor.developments.status import status_of
from monitor.model import MeetingStatus as S


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Two ministers will meet in Geneva on Monday", S.EXPECTED),
        ("Alliance and rival to hold talks in Brussels", S.EXPECTED),
        ("Harbour talks begin Monday", S.EXPECTED),
        ("Talks to resume next week", S.EXPECTED),
        ("Talks will end on Friday", S.EXPECTED),
        ("Deputies dine ahead of talks", S.EXPECTED),
        ("No breakthrough expected at Geneva talks", S.EXPECTED),
        ("Alliance rejects demands before Brussels talks", S.EXPECTED),
        ("Geneva talks begin", S.UNDER_WAY),
        ("Security talks under way in Vienna", S.UNDER_WAY),
        ("Talks open behind closed doors", S.UNDER_WAY),
        ("Ministers hold talks in Geneva", S.UNDER_WAY),
        ("Delegations sit down for talks", S.UNDER_WAY),
        ("Talks end without breakthrough", S.HELD),
        ("Two powers far apart after Geneva talks", S.HELD),
        ("Envoy: no progress at talks", S.HELD),
        ("Council meeting ends after four hours", S.HELD),
        ("Alliance rejects demands after Brussels council", S.HELD),
        ("Talks end without agreement", S.FAILED),
        ("Sides fail to reach agreement at talks", S.FAILED),
        ("No deal reached at Vienna talks", S.FAILED),
        ("Talks collapse over fishing demand", S.FAILED),
        ("Ministers did not reach a deal at talks", S.FAILED),
        ("Delegation walks out of talks", S.FAILED),
        ("Harbour talks postponed after envoy falls ill", S.POSTPONED),
        ("Talks delayed by a day", S.POSTPONED),
        ("Summit cancelled as tensions rise", S.CANCELLED),
        ("Minister cancels summit with rival", S.CANCELLED),
        ("Capital calls off meeting", S.CANCELLED),
        ("Sides reach agreement at talks", S.AGREED),
        ("Peace deal signed in Doha", S.AGREED),
        ("Truce agreed, mediators say", S.AGREED),
        ("Summit ends in agreement", S.AGREED),
    ],
)
def test_status_told(title: str, expected: S) -> None:
    assert status_of(title, "") is expected


@pytest.mark.parametrize(
    "title",
    [
        "Talks could collapse, envoy warns",
        "Minister threatens to cancel summit",
        "Capital will not postpone talks, official says",
        "Officials hope to sign deal at summit",
        "Sides close to deal at Vienna talks",
        "Pact not signed at summit",
        "Parliament delays vote on budget",
        "Earthquake kills 12",
        "Bakery ends production after fire",
        "",
    ],
)
def test_what_is_feared_hoped_or_denied_is_no_status(title: str) -> None:
    assert status_of(title, "") is None


def test_the_title_counts_before_the_summary() -> None:
    assert (
        status_of("Talks begin in Oslo", "They were postponed twice. Talks ended.") is S.UNDER_WAY
    )
    assert status_of("Envoys in Oslo", "The talks were postponed until May.") is S.POSTPONED


def test_a_walkout_that_is_only_possible_is_no_end() -> None:
    lead = "The capital could end the security talks after a single meeting, its envoy said."
    assert status_of("Envoy rules out concessions", lead) is None


def test_of_meeting_reads_sentences_without_a_meeting_word() -> None:
    assert status_of("Envoy: no progress", "", of_meeting=True) is S.HELD
    assert status_of("Envoy: no progress", "") is None


def test_other_languages_give_silence() -> None:
    assert status_of("Gespräche in Genf vertagt", "") is None
