"""How a meeting stands: expected, under way, held, postponed or cancelled, by the words. Pure."""

from __future__ import annotations

import re

from monitor.model import MeetingStatus
from monitor.seeding.shape import CUE, PART

_CANCELLED = re.compile(
    r"\b(?:cancellation of (?:the|a|this)|never took place|did not take place|fell through|"
    r"(?:was|were|been) dropped|(?:was|"
    r"were) (?:supposed|meant) to|cancel(?:s|led|ed|ling)?|call(?:s|ed|ing)? off|scrap(?:s|ped)?|"
    r"abandoned|(?:will|"
    r"would|does|did|do) (?:now )?not (?:now )?(?:take place|be held|go ahead|happen|proceed|"
    r"convene|meet)|won't (?:take place|be held|go ahead|happen|proceed|meet)|"
    r"no longer (?:take place|be held|go ahead|meet)|not be (?:taking place|held|going ahead))\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\b(?:(?:postponement|deferral) of (?:the|a|this)|postpon(?:e|es|ed|ing)|delayed|put off|"
    r"puts off|push(?:ed|es) back|reschedul(?:e|es|"
    r"ed)|deferred|put back)\b|\bmoved (?:from [^,;]{0,20} )?to [\ue400-\ue4ff]|"
    r"\bbrought forward to\b|\b(?:scheduled|planned|due|set|originally)\b[^;]*\bwill (?:now|"
    r"instead)\b",
    re.IGNORECASE,
)
_UNFULFILLED = re.compile(
    r"\bhad been (?:due|set|scheduled|expected|supposed|meant) to\b|\bshould have (?:taken|begun|"
    r"been|"
    r"met|started|gathered)\b|\b(?:was|were) to have\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\b(?:(?<!a )(?<!the )(?:began|started|opened|resumed|"
    r"launched)(?= (?:[\w-]+ ){0,4}[\ue500-\ue5ff])|(?:is|"
    r"are|was|were|still|now|got|get|gets|already) under ?way|(?:has|have) (?:begun|started|"
    r"opened|resumed|convened|kicked off)|(?:is|are) (?:being held|taking place|meeting|"
    r"continuing|ongoing|attending|in progress|hosting|holding|currently|gathering|gathered)|"
    r"ongoing|continues?|continued on|kicked off|kicks off|got under way|entered (?:its|their|a)|"
    r"enters (?:its|their|a)|currently|(?:began|started|opened|resumed|convened)(?= (?:on |in |"
    r"at |here |today|this|their|its|formally)| ?[\ue300-\ue4ff]|$))\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:ago|followed|ended|ends|concluded|wrapped up|wraps up|finished|closed|broke (?:up|"
    r"down|off)|fell apart|"
    r"collapsed|took place|(?:was|were|been) held|(?<!be )(?<!been )(?<!is )(?<!are )held(?= "
    r"(?:talks|a |an |in|on|at|the|their|its|"
    rf"two|three|{CUE}|{PART}))|met|sat down|gathered|hosted|visited|travelled|traveled|attended|"
    rf"received|welcomed|convened|flew|went to|paid|made|conferred|heard|voted|elected|"
    rf"had (?:talks|a meeting|{CUE}))\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:held|hosted|attended|ended|concluded|wrapped up|closed|completed|had|made|paid|"
    r"(?:back|fresh|returned) from|"
    r"chaired)\b[^,;]{0,50}$"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|is to|are to|due to|due (?:on|in|at)|scheduled|set (?:to|for)|"
    r"expected|planned|plans? to|upcoming|forthcoming|ahead of|slated|to be held|going to|is due|"
    r"are due|would|agreed to|hopes? to|intends? to|next|prepar\w+ (?:for|to)|to (?:meet|hold|"
    r"host|visit|travel|attend|discuss|convene|resume|begin|start)|coming)\b|'ll\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:call(?:s|ed|ing)? for|urg(?:e|ed|es|ing)|propos(?:e|ed|es|ing)|offer(?:s|ed)? (?:to|"
    r"talks)|demand(?:s|ed)?|reject(?:s|ed)?|refus(?:e|es|ed)|rul(?:e|ed) out|ready (?:for|to)|"
    r"open to|willing(?:ness)?|want(?:s|ed)?|hop(?:e|es|ed|ing) (?:for|to)|no (?:plans?|date)|"
    r"possib(?:le|ility)|"
    r"could|might|may|(?-i:if)|invited?|(?<!at the )invitation|suggest(?:s|ed)?|request(?:s|ed)?|"
    r"consider(?:s|ing|"
    r"ed)?|unless|previous|past|earlier|any|would like|seek(?:s|ing)?)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"(?:will|to|would|is due|are due|set|scheduled|'ll|may|can|could|should|not)"
    r"(?: (?:also|then|soon|now|instead|be|first|jointly))* $"
)
_CONDITION = re.compile(r"\b(?:unless|until|if)\b")
_CONTINUED = re.compile(
    r"(?:it |they |this |that |these |but |and |now |then |later )*"
    r"(?:has|have|had|was|were|is|are|will|would|been|be|postponed|cancelled|canceled|called)\b",
    re.IGNORECASE,
)

CHANGED = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)


def called_off(text: str) -> bool:
    """Whether a clause tells that something does not take place."""
    return bool(_CANCELLED.search(text))


def changes(text: str) -> bool:
    """Whether a clause without a meeting of its own calls off or moves the one before it."""
    return bool((_CANCELLED.search(text) or _POSTPONED.search(text)) and _CONTINUED.match(text))


def tentative(before: str) -> bool:
    """Whether what follows is wished, offered or possible, not arranged."""
    return bool(_WISH.search(before))


def status(text: str, start: int, *, verb: bool, sentence: str) -> MeetingStatus | None:
    """How the meeting told at ``start`` of a clause stands; None where only its date tells it.

    ``verb``: it is told by a verb, whose own tense counts first. ``sentence``: the whole one,
    where a condition ("would not meet unless …") may stand.
    """
    before = text[:start]
    if _CANCELLED.search(text) and not _CONDITION.search(sentence):
        return MeetingStatus.CANCELLED
    if _POSTPONED.search(text):
        return MeetingStatus.POSTPONED
    if _UNFULFILLED.search(text):
        return MeetingStatus.CANCELLED
    if verb and _MODAL.search(before):
        return MeetingStatus.EXPECTED
    for pattern, told in (
        (_DONE if not _AHEAD.search(before) else None, MeetingStatus.HELD),
        (_UNDER_WAY, MeetingStatus.UNDER_WAY),
        (_AHEAD, MeetingStatus.EXPECTED),
        (_ENDED, MeetingStatus.HELD),
    ):
        if pattern and pattern.search(before if pattern is _DONE else text):
            return told
    return None
