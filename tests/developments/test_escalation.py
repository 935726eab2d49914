"""The event hint: which side of the scale a headline is on, and how far."""

from __future__ import annotations

import pytest

from monitor.developments.escalation import event_hint

HEADLINES = [
    # War and armed attack.
    (3, "Ruritania invades Elbonia"),
    (3, "Elbonian army shells border town, killing three"),
    (3, "Missile strike kills eleven in Elbonian capital"),
    (3, "Rebels seize airport as fighting rages"),
    (3, "Border guards open fire on fishing boat"),
    (3, "Ruritania annexes island province"),
    (3, "Warplanes launch air strikes on rebel camps"),
    # Force shown, ties cut, punishment.
    (2, "Ruritania masses troops near Elbonian border"),
    (2, "Ruritania moves tanks to the frontier"),
    (2, "Alliance puts forces on standby"),
    (2, "Union imposes sanctions on Ruritanian banks"),
    (2, "Elbonia expels four Ruritanian diplomats"),
    (2, "Kingdom evacuates embassy staff"),
    (2, "Talks collapse without agreement"),
    (2, "Ruritania quits arms control treaty"),
    (2, "Ruritania recognises breakaway province as a state"),
    (2, "Northern state ships anti-tank weapons to Elbonia"),
    (2, "Navy begins live-fire drills off the coast"),
    # Words.
    (1, "Elbonia warns of consequences"),
    (1, "Ruritania demands guarantees from alliance"),
    (1, "Alliance rejects Ruritanian demands"),
    (1, "Minister accuses neighbour of provocation"),
    (1, "Talks postponed until spring"),
    (1, "Foreign ministry summons ambassador"),
    (1, "Tensions rise on the frontier"),
    (1, "Union weighs sanctions on oligarchs"),
    (1, "Ruritania may invade within weeks, general says"),
    (1, "President threatens to cut ties"),
    (1, "Ruritania refuses to withdraw troops"),
    (1, "No breakthrough at talks"),
    (1, "Ruritania will impose sanctions if vote goes ahead"),
    (1, "Kingdom could send troops, premier says"),
    # Neither.
    (0, "Cold weather expected in the north"),
    (0, "New museum of maps to charge for entry"),
    (0, "Ruritania denies plan to invade Elbonia"),
    (0, "Alliance will not send troops to Elbonia"),
    # Contact.
    (-1, "Foreign ministers meet in Strelsau"),
    (-1, "Leaders will meet on Tuesday"),
    (-1, "Ruritania-Elbonia talks begin in Strelsau"),
    (-1, "Secretary-General urges restraint"),
    (-1, "President speaks by phone with Elbonian counterpart"),
    (-1, "Kingdom offers to mediate"),
    (-1, "Envoys hold second round of talks"),
    (-1, "Pope calls for dialogue"),
    (-1, "Ministers hope for agreement next week"),
    (-1, "Sides close to deal, envoy says"),
    # Agreement, steps back.
    (-2, "Ruritania and Elbonia sign trade agreement"),
    (-2, "Sides reach ceasefire deal"),
    (-2, "Union lifts sanctions on Elbonian steel"),
    (-2, "Ruritania pulls back troops from border"),
    (-2, "Rebels free hostages"),
    (-2, "Elbonia restores ties with Ruritania"),
    (-2, "Ceasefire takes effect in the valley after weeks of shelling"),
    (-2, "Despite clashes, sides agree on prisoner swap"),
    # Peace.
    (-3, "Ruritania and Elbonia sign peace treaty"),
    (-3, "President declares end of war"),
]  # fmt: skip


@pytest.mark.parametrize(("level", "title"), HEADLINES)
def test_level_of_a_headline(level: int, title: str) -> None:
    assert event_hint(title).escalation == level


NOUNS = [
    "Ruritania's demands on the table in Strelsau",
    "Analysis: what lies behind the attack on pensions reform",
    "Shops report strong demand for umbrellas",
]


@pytest.mark.parametrize("title", NOUNS)
def test_a_noun_is_no_deed(title: str) -> None:
    assert abs(event_hint(title).escalation) < 2


def test_the_phrase_is_told() -> None:
    hint = event_hint("Elbonia expels four Ruritanian diplomats")
    assert hint.phrase == "expels"
    assert hint.tone == "conflictual"


def test_a_silent_headline_leaves_it_to_the_lead() -> None:
    hint = event_hint("Night in the valley", "Artillery fired on the town; shelling killed two.")
    assert hint.escalation == 3


def test_other_languages_say_nothing() -> None:
    hint = event_hint("Переговоры начались в столице", "")
    assert (hint.escalation, hint.phrase, hint.tone) == (0, "", "neutral")


def test_curly_quotes_and_capitals_do_not_matter() -> None:
    assert event_hint("ELBONIA WON’T SIGN DEAL").escalation == 1


def test_a_hostile_text_ends_soon() -> None:
    title = "attack " * 50_000
    assert event_hint(title, title).escalation in range(-3, 4)
