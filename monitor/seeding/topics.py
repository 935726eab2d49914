"""What a meeting is about: the noun phrase behind "on", "to discuss", "aimed at". Pure."""

from __future__ import annotations

import re

from monitor.seeding.lexicon import word_set
from monitor.seeding.shape import ACTOR, CUE, DATE, PLACE, STATE, Shape

_LONGEST = 9
"""Words of a topic; longer ones are cut: a topic is a label, not the sentence again."""

_LEAD = (
    r"(?:(?:will |would |to |is |are |was |were |be |been |expected to |due to |set to |and )*"
    r"(?:focus(?:es|ed|ing)?(?: \w+ly)? (?:on|upon)|centre[sd]? (?:on|around)|center(?:s|"
    r"ed)? (?:on|around)|discuss(?:es|ed|ing)?|addressing|"
    r"tackl(?:e|es|ed|ing)|to address|will address|to review|reviewing|will review|to consider|"
    r"consider(?:ing)?|debat(?:e|es|ed|ing)|dealt? with|deals with|examin(?:e|es|ed|ing)|"
    r"aimed at|aiming at|aims? at|aims? to|aiming to|dedicated to|devoted to|(?:to )?vote on|"
    r"to negotiate|to agree(?: on)?|to finali[sz]e|(?:to )?talk about|exchange views on|"
    r"cover(?:ing)?|"
    r"to decide(?: on)?|to approve|to ratify|over|about|regarding|concerning|(?:is |are |was |"
    r"were )?dominated by|rais(?:e|es|ed|ing)|will address|"
    r"address(?:es|ed)?|tackle|thrash\w* out|hammer\w* out|iron\w* out|concentrat\w+ on|"
    r"deals? with|go(?:es|ing)? over|"
    r"tak(?:e|es|ing) up|to explore|to coordinate|to end|to broker|to secure|to resolve))"
)
_TOPIC = re.compile(
    rf"\b{_LEAD} (?P<np>[^;:—]+)|(?<=\ue500)?\b(?P<on>on) (?P<np2>(?!{DATE}|the (?:sidelines|"
    rf"margins|eve|same|\d)|behalf|condition|board|trial|bail|remand|foot|stage|hold|time|track|"
    rf"its|his|their|account)[^;:—]+)"
)
_PURPOSE = re.compile(
    r"\bto (?:try to |help |jointly )?(?!(?:be|begin|start|resume|hold|host|meet|attend|visit|"
    r"travel|take|go|come|see|speak|have|make|get|give|"
    r"join|return|the|a|an|this|that|its|his|her|their|reporters|say|do|end up|appear|brief|"
    r"inform|prepare|answer|fight|stand|face|"
    r"continue|open|last|run|convene|which|whom|vote|send|put|convince|urge|press|ask|demand|"
    r"protest|sit|fly|pave)\b)"
    rf"(?P<verb>(?!(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)[a-z]{{3,}})(?: out| up|"
    rf" down| on| over| for| at| into)? (?P<np>(?:(?!{PLACE}|{DATE})[^;:—])+)"
)
_NO_PURPOSE = re.compile(
    r"\b(?:likely|unlikely|expected|due|set|able|want\w*|hop\w+|plan\w*|agreed|refus\w+|fail\w+|"
    r"is|are|"
    r"was|were|has|have|had|ready|asked|urged|called|continu\w+|decid\w+|going|used|need\w*|"
    r"allow\w*|forced|vow\w*|pledg\w+|threaten\w*|seem\w*|tend\w*) $"
)
_ABOUT_NOUN = (
    r"(?:war|conflict|crisis|situation|fighting|cease-?fire|truce|violence|peace|hostilities|"
    r"unrest|developments|invasion|stability|security|tensions?|escalation|reconstruction|"
    r"intervention|operations?|process|role|presence|mission|rights|democracy|rebuilding|"
    r"strikes?|coup|future|relief|famine|insurgency|outbreak|epidemic|pandemic|elections|revolt|"
    r"uprising|influence|aid|deterioration|"
    r"transition)"
)
_PARTY = (
    r"(?:parties|sides|factions|rebels|forces|fighters|troops|people|civilians|refugees|"
    r"protesters|government|junta|army|embassy|ambassador|envoy|relief|"
    r"elections?)"
)
IN_TOPIC = re.compile(
    rf"\b(?:{_ABOUT_NOUN}|{_PARTY})(?: \w+ing)? (?:in|around|across) (?:the )?(?:[a-z]+ )?$",
    re.IGNORECASE,
)
"""Before a place that belongs to a topic ("the war in …"), not to the meeting."""

_CUT = re.compile(
    rf" (?:on the (?:margins|sidelines)|(?:on|in|at|by|until|from|during|for|"
    rf"to) (?:the )?(?:{DATE}|{PLACE})|{DATE}|{CUE}|in the|at|by|before|after|during|with|"
    rf"between|among|that|which|who|whom|"
    r"when|where|while|as|amid|ahead|following|will|would|is|are|was|were|has|have|had|can|could|"
    r"should|said|says|since|because|but|if|so|even|under|"
    r"next|later|this (?:week|month|year)|through|within|until|fell|fall|broke|collapse|began|"
    r"begin|hosted|brokered|mediated|attended|"
    r"scheduled|held|due|set|between|both)(?!\w)"
)
_PARTICIPLE = re.compile(
    r" (?!(?:united|armed|needed|red|limited|related|proposed|alleged|occupied|displaced|stalled|"
    r"planned|continued|increased|detained|frozen|feed|seed|speed|need|breed)\b)[a-z]+ed(?= |$)"
)
_AGENDA = re.compile(
    r"^(?P<np>[^;:—,]+?) (?:(?:will|would|is|are|was|were)(?: expected| likely| set|"
    r" due)?(?: to)? ?(?:also )?(?:be )?(?:also )?(?:high |top )?"
    r"(?:on|of|dominate|top|feature (?:on|in|at)|head|lead)|tops?|dominates?|heads?|leads?) the "
    r"(?:agenda|talks|meeting|summit|discussions|top of)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?P<np>[^;:—,]+?) (?:(?:is|are|was|were|will be) the (?:main |only |central |sole |chief |"
    r"key )?"
    r"(?:subject|topic|theme|issue|focus|item)\b|(?:will|would|is to|are to|were to) (?:also )?be "
    r"(?:discussed|debated|raised|addressed|reviewed)\b)"
)
_OPEN = re.compile(
    r"\bwith (?P<np>[^,;:—]+?) (?:still |yet |left )?(?:unresolved|outstanding|unsettled|"
    r"on the table|on the agenda|high on the agenda|to be (?:resolved|settled|agreed))\b"
)
"""What a meeting left open, or has before it."""

_IMPLIED = re.compile(
    r"\b(?P<topic>cease-?fire|truce|trade|climate|nuclear|budget|grain|gas|energy|debt|"
    r"arms control|disarmament|biodiversity|migration|border|reconstruction|prisoner[- ]exchange|"
    r"prisoner[- ]swap|coalition|pay|brexit|disengagement)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:the )?(?:same|these|those) (?:subjects?|topics?|issues?|questions?|matters?)\b",
    re.IGNORECASE,
)

_EMPTY = re.compile(
    r"^(?:(?:the|a|an|its|their|his|her|our|any|how to|ways (?:to|of)|(?:a )?(?:wide|broad|full|"
    r"whole)? ?range of|(?:the )?entire spectrum of|(?:a )?(?:number|series|variety) of|"
    r"(?:issues|topics|matters|questions|subjects)(?: such as| including| related to| like)|"
    r"such issues as|possible|further|mainly|primarily|among other things)\s+)+",
    re.IGNORECASE,
)
SAME_TOPIC = "\0same"
"""The topic of the meeting before ("the same subjects will be on the agenda")."""


def topic(result: Shape, text: str) -> str:
    """The topic told in a piece of a shaped sentence, as written; "" if none."""
    if _SAME.search(text) and re.search(r"agenda|discuss|address|focus", text):
        return SAME_TOPIC
    if agenda := _AGENDA.search(text) or _SUBJECT.search(text) or _OPEN.search(text):
        return _trimmed(result, agenda["np"])
    for match in _TOPIC.finditer(text):
        found = _trimmed(result, match["np"] or match["np2"])
        if found:
            return found
    purpose = _PURPOSE.search(text)
    if purpose and not _NO_PURPOSE.search(text[: purpose.start()]):
        return _trimmed(result, purpose["np"])
    return ""


def asked(result: Shape, text: str) -> str:
    """The topic of a question that a meeting is to decide: what stands behind "whether"."""
    purpose = _PURPOSE.match(text.strip())
    return _trimmed(result, purpose["np"] if purpose else text)


def implied(words: str) -> str:
    """The topic within the words for a meeting ("ceasefire talks"); "" if none."""
    found = _IMPLIED.search(words)
    return found["topic"].lower() if found else ""


_NO_TOPIC = re.compile(
    r"(?:\w+ ){0,2}(?:weeks?|days?|months?|years?|hours|progress|time|people|place|part|"
    r"anything|something|nothing|everything|reporters|journalists)$"
    r"|(?:\w+ ){0,3}(?:visit|trip|tour|day|eve)\b"
    rf"|{DATE}|{PLACE}|{CUE}|exactly|precisely|whether|how|what|why|to\b|it\b|them\b|him\b|her\b|"
    r"this\b|that\b|\d"
)
_HOW_LONG = re.compile(
    r" for (?:about |nearly |more than |over )?[\w-]+ (?:minutes|hours|days|weeks)\b.*"
)
_NO_ENDS = word_set("and of the to for on in a or an its their as with over about into by from at")


def _trimmed(result: Shape, phrase: str) -> str:
    """A noun phrase without what only follows it; "" if it is no topic."""
    phrase = re.split(r'["“”]', phrase.strip())[0]
    phrase = re.split(r", (?!and |[\w' -]{1,30}(?:,| and ))|\. |[!?]", phrase)[0].rstrip(" .,")
    phrase = re.sub(rf"^{DATE}'s? ", "", re.sub(_EMPTY, "", phrase))
    if _NO_TOPIC.match(phrase):
        return ""
    phrase = phrase[: _end(phrase)]
    participle = _PARTICIPLE.search(phrase)
    phrase = _HOW_LONG.sub("", phrase)
    if participle and " " in phrase[: participle.end()].strip():
        phrase = phrase[: participle.start()]
    phrase = re.sub(_EMPTY, "", phrase.strip())
    words = phrase.split()[:_LONGEST]
    while words and words[-1].lower() in _NO_ENDS:
        words.pop()
    text = result.words(" ".join(words)).strip(" ,.'")
    # a bare state is what talks can be about; a lone person or body is not
    lone = re.fullmatch(ACTOR, phrase) and not re.fullmatch(STATE, phrase)
    return "" if lone else text


def _end(phrase: str) -> int:
    """Where the topic ends and a place, a time or another clause begins."""
    for match in _CUT.finditer(phrase):
        before = phrase[: match.start()]
        where = re.match(rf" (?:in|around|across) (?:the|{PLACE})", match.group())
        if where and re.search(rf"\b{_ABOUT_NOUN}$", before, re.IGNORECASE):
            continue
        if re.fullmatch(rf" {CUE}", match.group()) and " of " in before:
            continue  # "the resumption of direct talks"
        return match.start()
    return len(phrase)
