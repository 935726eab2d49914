"""The tables of the gazetteer are whole and agree with each other."""

from __future__ import annotations

from babel import Locale

from monitor.gazetteer.organisations import organisations, outlets
from monitor.gazetteer.states import by_name, states
from monitor.gazetteer.words import common_words, courtesies, given_names, places, titles


def test_every_state_has_code_name_and_demonym_or_none() -> None:
    codes = [state.code for state in states()]
    assert len(codes) == len(set(codes)) == 197
    assert all(state.names[0] == state.name for state in states())
    assert by_name()["Russia"].seats == ("Kremlin",)
    assert "Finns" in by_name()["Finland"].demonyms


def test_codes_are_territories() -> None:
    territories = Locale("en").territories
    assert [state.code for state in states() if state.code not in territories] == []


def test_no_name_means_two_states() -> None:
    seen: dict[str, str] = {}
    for state in states():
        for form in (*state.names, *state.demonyms, *state.seats):
            assert seen.setdefault(form, state.name) == state.name, form


def test_no_form_means_two_organisations() -> None:
    seen: dict[str, str] = {}
    for organisation in organisations():
        for form in organisation.names:
            assert seen.setdefault(form, organisation.name) == organisation.name, form


def test_words() -> None:
    assert {"Mona", "Stéphane", "Sergei", "Wanjiru"} <= given_names()
    assert {"prime minister", "judge", "envoy"} <= titles()
    assert {"Mr", "Dame"} <= courtesies()
    assert {"Geneva", "Diego Garcia", "Western Balkans"} <= places()
    assert "affairs" in common_words()
    assert "Reuters" in outlets()
