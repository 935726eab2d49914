"""Whether prose tells a date as past or as to come: by the words around it. Pure."""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["past", "future"]

_FUTURE = re.compile(
    r"\b(?:will|shall|would|(?:moved|shifted) (?:to|from)|listed|pencilled|won[’']t|going to|due|"
    r"scheduled|set (?:to|for)|"
    r"expected|planned|plans?|upcoming|"
    r"forthcoming|ahead of|slated|intends?|hopes? to|agreed to|(?:is|are|was|were) to|until|"
    r"rescheduled|"
    r"postponed|to (?:be|begin|start|hold|host|meet|travel|visit|attend|discuss|convene|resume|"
    r"open|take|vote)"
    r"|(?:decided|agreed|planning|intending|vowed|promised|arranged) to|(?:put off|postponed|"
    r"delayed|moved|pushed back|deferred|adjourned) (?:\w+ )?(?:to|until|till)|(?:has|"
    r"have) (?:also |now |already )?(?:been )?(?:called|summoned|invited|asked)(?! off)|next|"
    r"tomorrow|coming|can|could|should|must|may|might)\b|[’']ll\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?<!\bbe )(?<!\bbeing )(?<!\bis )(?<!\bare )\b(?:said|told|was|were|had|has|have|met|held|"
    r"began|took|gave|came|went|made|spoke|wrote|won|lost|"
    r"flew|drew|grew|stood|spent|paid|laid|brought|sought|thought|fought|bought|chose|drove|rode|"
    r"became|got|shook|kept|dealt|meant|lent|"
    r"left|saw|sent|broke|fell|rose|put|ran|led|sat|struck|hit|found|heard|yesterday|ago|"
    r"(?<!\ba )(?<!\ban )(?<!\bits )(?<!\btheir )(?!need|unscheduled|called (?!for|off)|summoned|"
    r"invited|asked|listed|pencilled|scheduled|expected|planned|proceed|succeed|exceed|united|"
    r"slated|"
    r"agreed|unprecedented)[a-z]+ed(?! by\b))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:—]|, | (?:but|while|after|before|following|that|which|who) ", re.IGNORECASE
)


def tense(text: str, start: int, end: int) -> Tense | None:
    """Whether what stands at ``start`` to ``end`` is told as past or to come; None: unclear.

    The nearest word that tells tense decides: first to the left in the same clause, then to the
    right in it, then anywhere to the left.
    """
    breaks = [match.start() for match in _BREAK.finditer(text)]
    low = max((at for at in breaks if at < start - 1), default=0)
    high = min((at for at in breaks if at >= end), default=len(text))
    left, right = text[low:start], text[end:high]
    if right.startswith(("’s", "'s")) and (told := _first(right)):
        return told  # "said Monday's talks would": the noun's clause begins with the date
    # "met on Monday to discuss": what follows is the aim, not the time
    right = re.sub(r"\bto [a-z]+", "", right)
    found = _last(left)
    if found is None and text[low : low + 1] == ",":
        found = _last(text[:low])  # "were to open in A, B, on Tuesday"
    return found or _first(right) or (_first(text[end:]) if low == 0 else None)


def _last(text: str) -> Tense | None:
    future = max((m.start() for m in _FUTURE.finditer(text)), default=-1)
    past = max((m.start() for m in _PAST.finditer(text)), default=-1)
    # "were due to meet", "was to be held": the last word of the group decides
    return None if future == past == -1 else "future" if future >= past else "past"


def _first(text: str) -> Tense | None:
    future, past = _FUTURE.search(text), _PAST.search(text)
    if future is None and past is None:
        return None
    if past is None or (future is not None and future.start() <= past.start()):
        return "future"
    return "past"
