"""The record of what seeding ever drafted into a folder of rule files. Pure.

It tells what a person took out from what was never there: an entry or alias that is recorded and
no longer stands in the files was taken out, and is not drafted again. One line per entry or alias,
tab-separated and sorted, so that it can be kept under version control and edited by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.seeding.entries import Drafted, Known
from monitor.seeding.names import key_of

FILE_NAME = ".drafted"
"""In the folder of the rule files; hidden, so that it is not taken for one of them."""

_HEADER = (
    "# What `monitor seed` drafted here. What is listed and no longer in the rule files was taken\n"
    "# out by a person and is not drafted again; delete its line to let it come back.\n"
)
_KINDS = ("actor", "alias", "meeting", "rule")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was drafted: ``("actor", id)``, ``("meeting", id)``, ``("rule", id)`` or
    ``("alias", id of the actor, name)``."""

    lines: frozenset[tuple[str, ...]] = frozenset()

    def with_drafted(self, drafted: Drafted) -> Ledger:
        """The record after these entries were written."""
        return Ledger(self.lines | frozenset(_lines(drafted)))

    def declined(
        self, known: Known
    ) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
        """Entries, and aliases by actor and key, that were drafted and are no longer there."""
        ids = {
            "actor": {actor.id for actor in known.actors},
            "meeting": {meeting.id for meeting in known.meetings},
            "rule": known.rules,
        }
        names = {actor.id: {key_of(name) for name in actor.names} for actor in known.actors}
        entries = frozenset(
            (line[0], line[1])
            for line in self.lines
            if line[0] in ids and line[1] not in ids[line[0]]
        )
        aliases = frozenset(
            (line[1], key)
            for line in self.lines
            if line[0] == "alias"
            and line[1] in names
            and (key := key_of(line[2])) not in names[line[1]]
        )
        return entries, aliases


def _lines(drafted: Drafted) -> Iterable[tuple[str, ...]]:
    for actor in drafted.actors:
        if not actor.known:
            yield "actor", actor.id
        for alias in actor.aliases:
            yield "alias", actor.id, alias
    yield from (("meeting", meeting.id) for meeting in drafted.meetings if not meeting.known)
    yield from (("rule", rule.id) for rule in drafted.rules)


def read_ledger(text: str) -> Ledger:
    """The record as written; lines that are none of it are left out."""
    lines = (tuple(line.rstrip("\r\n").split("\t")) for line in text.splitlines())
    return Ledger(
        frozenset(
            line
            for line in lines
            if line[0] in _KINDS and len(line) == (3 if line[0] == "alias" else 2)
        )
    )


def ledger_text(ledger: Ledger) -> str:
    """The record as text."""
    return _HEADER + "".join("\t".join(line) + "\n" for line in sorted(ledger.lines))
