from __future__ import annotations

import pytest

from monitor.rules.completion import complete

IDS = {
    "actors": [("un", "United Nations"), ("us", "United States")],
    "meetings": [("harbour-talks", "Harbour talks")],
    "rules": [("talks", "Talks"), ("fraud", "Fraud")],
    "endpoints": [("desk", "")],
    "tags": [("europe", "")],
}
RULE = "rules:\n  - id: talks\n    title: Talks\n"


def labels(kind: str, before: str) -> list[str]:
    return [one.label for one in complete(kind, before, IDS).choices]


@pytest.mark.parametrize(
    ("kind", "before", "offered"),
    [
        ("rules", "", ["rules"]),
        ("actors", "a", ["actors"]),
        ("rules", "rules:\n  - ", ["id", "title", "match"]),
        ("rules", "rules:\n- ", ["id", "title", "match"]),
        ("rules", RULE + "    sev", ["severity"]),
        ("rules", RULE + "    severity: ", ["low", "medium", "high", "critical"]),
        ("rules", RULE + "    severity: h", ["high"]),
        ("rules", RULE + "    enabled: ", ["true", "false"]),
        ("rules", RULE + "    match:\n      al", ["all"]),
        ("rules", RULE + "    match:\n      all:\n        - act", ["actor"]),
        ("rules", RULE + "    match:\n      all:\n        - actor: u", ["un", "us"]),
        ("rules", RULE + "    match:\n      all:\n      - actor: u", ["un", "us"]),
        ("rules", RULE + "    match:\n      any:\n        - meeting: ", ["harbour-talks"]),
        ("rules", RULE + "    match: {all: [{actor: u", ["un", "us"]),
        ("rules", RULE + "    match: {all: [{actor: un}, {mee", ["meeting"]),
        ("rules", RULE + "    match: {ac", ["actor"]),
        ("rules", RULE + "    inhibits: [fraud, t", ["talks"]),
        ("rules", RULE + "    inhibits:\n      - f", ["fraud"]),
        ("rules", RULE + "    tags: [", ["europe"]),
        ("rules", RULE + "    fields:\n      - su", ["summary"]),
        ("rules", RULE + "    alert:\n      up", ["updates"]),
        ("rules", RULE + "    match:\n      word:\n        l", ["language"]),
        ("meetings", "meetings:\n  - id: x\n    participants: [u", ["un", "us"]),
        ("meetings", "meetings:\n  - id: x\n    status: h", ["held"]),
        ("endpoints", "routes:\n  - to: [", ["desk"]),
        ("endpoints", "routes:\n  - to: [desk]\n    rules: [f", ["fraud"]),
        ("endpoints", "endpoints:\n  - id: x\n    ur", ["url"]),
    ],
)
def test_offers_what_the_schema_allows_there(kind: str, before: str, offered: list[str]) -> None:
    found = labels(kind, before)
    assert found[: len(offered)] == offered


@pytest.mark.parametrize(
    "before",
    [
        RULE + "    # sev",
        RULE + '    title: "sev',
        RULE + "    title: some words h",
        "rules: &x !!y - - : {[}]:,,",
        "nonsense:\n  more:\n    ",
        "\x00\ud800\n\t- ",
        "}" * 50 + "[" * 50,
    ],
)
def test_offers_nothing_where_text_stands(before: str) -> None:
    assert labels("rules", before) == []


def test_keys_that_stand_there_are_not_offered_again() -> None:
    found = labels("rules", RULE + "    ")
    assert "title" not in found
    assert "id" not in found
    assert "match" in found
    assert labels("rules", RULE + "    match:\n      actor: un\n      ") == []


def test_a_key_is_offered_with_what_it_means() -> None:
    [choice] = complete("rules", RULE + "    inh", IDS).choices
    assert (choice.insert, choice.kind) == ("inhibits: ", "key")
    assert choice.detail.startswith("Rules that keep quiet")
    assert complete("rules", RULE + "    match:\n      actor: us", IDS).choices[0].detail == (
        "United States"
    )
