"""States: names, demonyms, capitals and other names of their governments. Data only; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from monitor.gazetteer.tables import items, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state as English news names it.

    ``code``: ISO 3166-1 alpha-2 (XK for Kosovo). ``names``: ``name`` and other names.
    ``demonyms``: adjectives and nouns with their plurals, the adjective first. ``capitals``: the
    seat of government first. ``seats``: other names of the government ("Kremlin").
    """

    code: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


_NO_PLURAL = ("sh", "ch", "ss", "se", "ese", "man", "men", "s", "z")


@cache
def states() -> tuple[State, ...]:
    """All members and observers of the United Nations, Kosovo and Taiwan."""
    return tuple(
        State(
            code=code,
            name=name,
            names=(name, *items(names)),
            demonyms=_with_plurals(items(demonyms)),
            capitals=items(capitals),
            seats=items(seats),
        )
        for code, name, names, demonyms, capitals, seats in rows("states.tsv", 6)
    )


@cache
def by_name() -> Mapping[str, State]:
    """The states by their ``name``."""
    return MappingProxyType({state.name: state for state in states()})


def _with_plurals(demonyms: tuple[str, ...]) -> tuple[str, ...]:
    plurals = [word + "s" for word in demonyms if not word.endswith(_NO_PLURAL)]
    return tuple(dict.fromkeys([*demonyms, *plurals]))
