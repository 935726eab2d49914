"""What distinguishes one happening from an alike one, as plain words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from monitor.developments.acts import MAYBE, acts_of
from monitor.developments.escalation import event_hint
from monitor.developments.figures import figures_of
from monitor.developments.gazetteer import CITIES
from monitor.developments.status import status_of
from monitor.developments.terms import MAX_SUMMARY_CHARS, headline, plain, tokens_of
from monitor.model import MeetingStatus, Signature, Telling

MAX_WORDS: Final = 24
"""Words kept of each kind, the first ones told: a long story must not grow without end."""

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTH: Final = (
    r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember"
    r"|t|ober|ember)?\b\.?"
)
_DATE: Final = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.format('m1')}"
    rf"|\b{_MONTH.format('m2')} (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:,.]?\d)",
)

_ADVANCE: Final = {
    MeetingStatus.EXPECTED: 0,
    MeetingStatus.POSTPONED: 1,
    MeetingStatus.CANCELLED: 2,
    MeetingStatus.UNDER_WAY: 3,
    MeetingStatus.HELD: 4,
    MeetingStatus.FAILED: 5,
    MeetingStatus.AGREED: 5,
}


def is_forward(before: MeetingStatus | None, after: MeetingStatus | None) -> bool:
    """Whether a status goes beyond the known one, rather than tell of an earlier stage again.

    A postponed or cancelled meeting may begin after all; one that was held is not expected
    again. Failed and agreed may follow each other: talks break down, a deal falls through.
    """
    if after is None or after == before:
        return False
    return before is None or _ADVANCE[after] > _ADVANCE[before] or _turns(before, after)


def _turns(before: MeetingStatus, after: MeetingStatus) -> bool:
    return {before, after} == {MeetingStatus.FAILED, MeetingStatus.AGREED}


def signature_of(telling: Telling) -> Signature:
    """The signature that one telling gives by itself (English; other languages give less)."""
    lead = plain(telling.summary[:MAX_SUMMARY_CHARS])
    title = tokens_of(headline(telling.title))
    tokens = (*title, *tokens_of(lead))
    done = acts_of(title)
    spoken = (f"{MAYBE}{act.removeprefix(MAYBE)}" for act in acts_of(tokens[len(title) :]))
    return Signature(
        actors=_words(telling.actors),
        meetings=_words(telling.meetings),
        status=status_of(telling.title, telling.summary, of_meeting=bool(telling.meetings)),
        decisions=_words((*done, *spoken)),
        places=_words(CITIES[token.folded] for token in tokens if token.folded in CITIES),
        dates=_words(_dates(f"{plain(telling.title)} . {lead}".casefold())),
        figures=tuple(sorted(figures_of(telling.title, telling.summary).items())),
    )


def sounding(signature: Signature, telling: Telling) -> Signature:
    """The signature with the telling's event hint, where it gives one.

    Apart from :func:`signature_of`: nothing is grouped by it, so grouping need not read it.
    """
    hint = event_hint(telling.title, telling.summary)
    return replace(signature, escalation=hint.escalation or signature.escalation)


def merge(old: Signature, new: Signature) -> Signature:
    """What is known after a telling: words added, the status only forward, the highest
    figures, the latest event hint."""
    figures = dict(old.figures)
    for what, value in new.figures:
        figures[what] = max(value, figures.get(what, 0.0))
    return Signature(
        actors=_words((*old.actors, *new.actors)),
        meetings=_words((*old.meetings, *new.meetings)),
        status=new.status if is_forward(old.status, new.status) else old.status,
        decisions=_words((*old.decisions, *new.decisions)),
        places=_words((*old.places, *new.places)),
        dates=_words((*old.dates, *new.dates)),
        figures=tuple(sorted(figures.items())),
        escalation=new.escalation or old.escalation,
    )


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(list(dict.fromkeys(words))[:MAX_WORDS]))


def _dates(text: str) -> Iterable[str]:
    """Days named with their month, as ``MM-DD``."""
    for match in _DATE.finditer(text):
        day = int(match["d1"] or match["d2"])
        if 1 <= day <= 31:
            yield f"{_MONTHS.index(match['m1'] or match['m2']) + 1:02d}-{day:02d}"
