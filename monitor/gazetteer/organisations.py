"""Well-known organisations, their bodies and acronyms, and news outlets. Data only; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from monitor.gazetteer.tables import lines, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """``names``: ``name`` and every other form, acronyms among them. ``kind``: ``body`` for a
    part of an organisation or of a state."""

    name: str
    kind: Literal["organisation", "body"]
    names: tuple[str, ...]


@cache
def organisations() -> tuple[Organisation, ...]:
    """The organisations that this project knows by name."""
    return tuple(
        Organisation(
            name=name,
            kind="body" if kind == "body" else "organisation",
            names=(name, *_forms(names)),
        )
        for name, kind, names in rows("organisations.tsv", 3)
    )


@cache
def outlets() -> frozenset[str]:
    """Newspapers, agencies and channels: who tells the news is seldom who makes it."""
    return frozenset(lines("outlets.txt"))


def _forms(field: str) -> tuple[str, ...]:
    # a comma inside a name is followed by a space, one between names is not
    return tuple(form for form in re.split(r",(?! )", field) if form)
