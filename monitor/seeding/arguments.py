"""Who takes part by the grammar of a clause: its subject, its objects, those named behind "with".

:mod:`monitor.seeding.parties` reads phrases that name participants beyond doubt. Most prose tells
them more loosely ("A flew to L to win over B at a meeting"); here any verb will do, but for those
that tell who speaks of a meeting, not who is there. Pure.
"""

from __future__ import annotations

import re

from monitor.gazetteer.states import by_name
from monitor.seeding.shape import ACTOR, CUE, DATE, STATE, Shape

_IRREGULAR = (
    "met|held|went|came|flew|took|gave|sat|spoke|began|begun|got|had|made|saw|sent|led|left|won|"
    "lost|put|set|brought|sought|drew|ran|kept|stood|found|chose|heard|fought|faced|shook|laid"
)
_AUXILIARY = (
    r"will|would|shall|'ll|'d|is|are|was|were|has|have|had|can|could|may|might|must|should|won't|"
    r"did|does|do"
)
_VERB = re.compile(
    rf"\b(?:{_AUXILIARY}|{_IRREGULAR})\b"
    rf"|(?<!\bthe )(?<!\ba )(?<!\ban )(?<!'s )(?<!\btheir )(?<!\bits )\b[a-z]{{3,}}ed\b(?! by\b)"
    rf"|(?<={ACTOR} )(?!(?:and|or|of|in|on|at|to|for|from|by|with|as|but|than|over|after|before|"
    rf"until|about|into|officials?|leaders?|ministers?|negotiators?|delegat\w+|envoys?|teams?|"
    rf"representatives?|diplomats?|management|workers?|shareholders?|members?|executives?|"
    rf"government|union|staff|side|talks|back|due|set)\b)[a-z]{{3,}}\b"
)
_SPEAKS = re.compile(
    r"(?:said|says|say|told|tells|announc\w+|confirm\w+|report\w+|publish\w+|wrote|warn\w+|"
    r"hop(?:es?|ed)|welcom\w+|urg\w+|reject\w+|accus\w+|den(?:y|ies|ied)|rul(?:e|es|ed) out|"
    r"propos\w+|suggest\w+|mediat\w+|broker\w+|host\w*|describ\w+|criticis\w+|criticiz\w+|call"
    r"(?:s|ed)? for|prais\w+|cover\w*|cancel\w+|postpon\w+|report\w+|fear\w*|expect\w*|"
    r"demand\w*|monitor\w*|boycott\w*|skip\w*|spoke about|support\w*|back(?:s|ed))\b"
)
_CALLED_OFF = re.compile(
    r"(?:(?:has|have|had) )?(?:cancel|postpon|put off|call\w* off|delay|defer)"
)
_GOVERNED = re.compile(
    # how a meeting word hangs on its verb: as its object, or behind a preposition of place
    rf"(?:^|\b(?P<prep>[a-z]+) )(?:(?:an?|their|its|his|her|the first|more|further|new|two|three|"
    rf"several|another|some|urgent|crisis|what|yet|days?|hours?|rounds?|weeks?|of) |[a-z-]+ $|"
    rf"{DATE}(?:'s)? )*$"
)
_AT = frozenset({"at", "in", "for", "to", "into", "during", "of", "from", "back", "and", "with"})
_ABOUT = re.compile(
    rf"\b(?:on|over|about|against|regarding|despite|amid|than|like|as|since|under)"
    rf" (?:the |its |their |a |an )?(?:[\w'-]+ ){{0,3}}{ACTOR}(?:'s)?(?:(?:,| and) {ACTOR})*"
)
_WITH = re.compile(
    rf"\b(?:with|alongside|opposite|before|and) (?P<who>(?:(?:the|its|his|her|their|an?|both|"
    rf"[a-z'-]+) ){{0,5}}{ACTOR}(?:'s)?(?:(?:,|,? and) (?:the )?{ACTOR})*)"
)
_TOGETHER = re.compile(
    r"\b(?:attended by|bring(?:s|ing)? together|brought together|gather(?:s|ed|ing)?|organi[sz]ed "
    r"by|convened by|called by|held by|joined by|of|staged by|open to) (?P<who>[^;:]*)"
)
_ROW = re.compile(
    rf"(?:(?:the|its|a|officials from|leaders of|[a-z]+) ){{0,4}}{ACTOR}(?:'s)?(?:(?:,|,? and)"
    rf" (?:the )?{ACTOR})*"
)


def main_verb(text: str) -> re.Match[str] | None:
    """The first finite verb of a piece of a shaped clause, as far as its words tell."""
    return _VERB.search(text)


def gathered(result: Shape, text: str, start: int, end: int) -> list[str]:
    """Who takes part in the meeting whose word stands at ``start`` to ``end`` of a clause."""
    before, after = text[:start], text[end:]
    verb = main_verb(before)
    names: list[str] = []
    if verb is None:
        for match in _TOGETHER.finditer(after):
            if row := _ROW.match(match["who"]):
                names += result.names(row.group())
        return list(dict.fromkeys(names))
    called_off = _CALLED_OFF.match(before, verb.start()) and after.startswith(" with ")
    if _SPEAKS.match(before, verb.start()) and not called_off:
        return []
    if not called_off and not _takes_part(before[verb.end() :]):
        return []
    names += result.names(_ABOUT.sub("", before[: verb.start()]))
    for match in _WITH.finditer(before, verb.end()):
        if not match.group().startswith("and"):
            names += result.names(match["who"])
    return list(dict.fromkeys(names))


def _takes_part(between: str) -> bool:
    """Whether who does what the verb tells is at the meeting behind it."""
    if _SPEAKS.search(between):
        return False
    governed = _GOVERNED.search(between)
    return governed is not None and (governed["prep"] or "at") in _AT


_OFFICIAL = (
    r"officials?|ministers?|ministr\w+|ministerial|governments?|delegations?|delegates?|teams?|envoys?|"
    r"presidents?|premiers?|leaders?|negotiators?|diplomats?|authorities|side|army|military|forces|"
    r"troops|generals?|commanders?|ambassadors?|parliament\w*|lawmakers|mps|police|cabinet|"
    r"representatives?|counterparts?|secretar\w+|chiefs?|spokes\w+|experts?|mediators?|judges?|"
    r"prosecutors?|king|queen|emir|courts?|senate|house|embassy|coast guard|navy|intelligence|"
    r"security|foreign|defen[cs]e|finance|interior|trade|health|energy|economy|state|prime|head|"
    r"commissioners?|capital|city|town|port|resort|"
    r"mission|officers?|rebels?|factions?|parties|opposition|agencies|working|high|senior|deputy"
)
_FUNCTION = (
    r"and|or|the|to|in|on|at|for|with|of|by|from|over|after|before|talks|will|would|is|are|was|"
    r"were|has|have|had|but|who|which|that|said|says|met|meet|meets|agreed"
)
_PRIVATE = re.compile(
    rf"(?P<state>{STATE})(?= (?!(?:{_OFFICIAL}|{_FUNCTION})\b)[a-z])"
    rf"(?! (?:[a-z-]+ ){{1,2}}(?:{_OFFICIAL})\b)"
    rf"(?! (?:(?!in|at|on|meets?|met|with|to)[a-z-]+ ){{0,3}}(?:{CUE}|{ACTOR}))"
)


def without_adjectives(result: Shape) -> None:
    """Leave out the states of mere adjectives: "a Greek captain" is not Greece at the table."""

    def keep(match: re.Match[str]) -> str:
        mention = result.mention(match["state"])
        state = by_name().get(mention.name)
        return mention.surface if state and mention.surface in state.demonyms else match.group()

    result.text = _PRIVATE.sub(keep, result.text)
