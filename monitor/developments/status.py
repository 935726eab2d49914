"""Where a meeting or its talks stand, read from English headlines and leads.

Pure. Phrases are tried in a fixed order on one sentence at a time, the most telling first
(cancelled before postponed before failed …); a phrase that is only feared, hoped, denied or asked
for does not count. Other languages give ``None``: silence, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.developments.terms import MAX_SUMMARY_CHARS, headline, plain
from monitor.model import MeetingStatus

_MEETING: Final = (
    r"(?:talks|meetings?|summit|negotiations?|sessions?|dialogue|conference|consultations?"
    r"|(?:first|second|third|fourth|new|next|latest|final) round|council|dinner)"
)
_GAP: Final = r"(?:[^\w.;!?]+[\w'-]+){0,7}?[^\w.;!?]+"
_NEAR: Final = r"(?:[^\w.;!?]+[\w'-]+){0,2}?[^\w.;!?]+"
_DEAL: Final = r"(?:agreement|deal|accord|pact|treaty|truce|ceasefire|settlement|compromise)"
_DAY: Final = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|next (?:week|month|year)"
    r"|later (?:today|this week|this month)|this (?:week|weekend|month)|in the coming|in (?:january"
    r"|february|march|april|may|june|july|august|september|october|november|december))"
)
_BE: Final = r"(?:is|are|was|were|has been|have been|had been|being|be|get|got)"
_OVER: Final = (
    r"(?:ends?|ended|concludes?|concluded|wraps? up|wrapped up|finish(?:es|ed)?"
    r"|close[sd]?(?! doors?))"
)
_FAIL: Final = (
    r"(?:fail(?:s|ed)?|collapse[sd]?|br(?:eak|eaks|oke|oken) down|f(?:all|alls|ell) apart)"
)
_OFF: Final = r"(?:cancell?ed|called off|scrapped|axed|abandoned)"
_LATE: Final = r"(?:postponed|delayed|put off|pushed back|rescheduled|deferred)"
_START: Final = (
    r"(?:begins?|began|begun|starts?|started|opens?|opened|kicks? off|kicked off"
    r"|resumes?|resumed|continues?|continued|(?:gets?|got|is|are) under ?way|under ?way)"
)
_SOON: Final = (
    r"(?:will|to|shall|set|due|scheduled|expected|planned|plans?|planning|prepares?|preparing|agrees?"
    r"|agreed|ready|gears? up|geared up|hopes?|wants?|offers?|proposes?|invites?|heads?|heading"
    r"|travels?|arrives?|eyes?)"
)

# What makes a phrase no fact: within a few words before it.
_UNREAL: Final = re.compile(
    r"(?:\b(?:may|might|could|would|should|if|unless|whether|risks?|fears?|feared|threatens?"
    r"|threatened|threat|considers?|considering|weighs?|mulls?|denies|denied|deny|not|never|cannot"
    r"|urges?|urged|calls? for|called for|wants?|hopes?|hoped|hoping|asks?|asked|seeks?"
    r"|near(?:s|ing)?|close to|yet to|avoid|avert|prevent|nothing)"
    r"|\w+n't)\b(?:[^\w.;!?]+[\w'-]+){0,3}[^\w.;!?]*$"
)
# A whole clause may hang on such a word: "could end the talks after one meeting".
_SUPPOSED: Final = re.compile(
    r"\b(?:may|might|could|would|if|unless|threatens?|threatened)\b(?:[^\w.;!?]+[\w'-]+){0,8}[^\w.;!?]*$"
)
_FUTURE: Final = re.compile(
    r"\b(?:will|to|shall|before|until|when|expected|due|set|scheduled|ahead of"
    r"|plans?|planned)\b(?:[^\w.;!?]+[\w'-]+){0,2}[^\w.;!?]*$"
)
_NO: Final = re.compile(r"\b(?:no|without(?: an?| any)?|lack of)(?:[^\w.;!?]+[\w'-]+){0,2}\W*$")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{pattern}\b" for pattern in patterns))


_PHRASES: Final[tuple[tuple[MeetingStatus, re.Pattern[str]], ...]] = (
    (
        MeetingStatus.EXPECTED,
        _any(
            rf"(?:no|little|few|not)(?:[^\w.;!?]+[\w'-]+){{0,3}}?[^\w.;!?]+(?:expect\w*|hopes?|prospects?)"
            rf"{_GAP}(?:breakthrough|progress|{_DEAL}|{_MEETING})",
            r"(?:expects?|expecting|sees?) (?:no|little) (?:\w+ )?(?:breakthrough|progress)",
            r"no (?:\w+ ){0,2}(?:breakthrough|progress) (?:is |was )?(?:expected|in sight|likely)",
        ),
    ),
    (
        MeetingStatus.CANCELLED,
        _any(
            rf"{_MEETING}{_GAP}{_OFF}",
            rf"{_MEETING} {_BE} off(?! the)",
            rf"(?:cancels?|cancell?ed|cancell?ing|calls? off|called off|scraps?|scrapped"
            rf"|pulls? out of|pulled out of|cancellation of){_NEAR}{_MEETING}",
        ),
    ),
    (
        MeetingStatus.POSTPONED,
        _any(
            rf"{_MEETING}{_GAP}{_LATE}",
            rf"(?:postpones?|delays?|puts? off|pushes back|reschedules?|defers?|{_LATE}"
            rf"|postponement of){_NEAR}{_MEETING}",
        ),
    ),
    (
        MeetingStatus.FAILED,
        _any(
            rf"{_MEETING}{_GAP}{_FAIL}",
            rf"{_MEETING}{_GAP}{_OVER}{_GAP}(?:without|no|with no)(?: an?| any| clear)? {_DEAL}",
            rf"(?:without|no) (?:\w+ )?{_DEAL} (?:at|in|after|from|reached|following)"
            rf"{_GAP}{_MEETING}",
            rf"fail(?:s|ed)? to (?:reach|agree|strike|produce|secure){_GAP}(?:{_DEAL}|{_MEETING})",
            r"fail(?:s|ed)? to agree",
            rf"(?:collapse|failure|breakdown) of{_NEAR}{_MEETING}",
            rf"walk(?:s|ed)? out of{_NEAR}{_MEETING}",
            rf"(?:did not|didn't) (?:reach|agree|strike|produce|sign){_GAP}{_DEAL}",
            rf"{_MEETING}{_GAP}(?:dead end|deadlock(?:ed)?|stalemate|impasse)",
        ),
    ),
    (
        MeetingStatus.AGREED,
        _any(
            rf"(?:reach(?:es|ed)?|strikes?|struck|sign(?:s|ed)?|agree[sd]?(?: on| to)?"
            rf"|clinch(?:es|ed)?|seal(?:s|ed)?|secure[sd]?|hammer(?:s|ed)? out){_NEAR}{_DEAL}",
            rf"{_DEAL} (?:is |was |has been )?(?:reached|struck|signed|sealed|agreed)",
            rf"{_MEETING}{_GAP}(?:produces?|produced|yields?|yielded|end(?:s|ed)?(?: in| with))"
            rf"{_NEAR}{_DEAL}",
        ),
    ),
    (
        MeetingStatus.EXPECTED,
        _any(
            rf"{_SOON}(?: back)?(?: up)?(?: for)?(?: to)?"
            rf" (?:meet|hold|host|attend|join|resume|begin|start)\w*(?:{_GAP}{_MEETING})?",
            rf"(?:ahead of|before|upcoming|planned|forthcoming|scheduled|in the run-up to"
            rf"|prepares? for|preparing for|gears? up for|heads? into|on the eve of)"
            rf"{_NEAR}{_MEETING}",
            rf"{_MEETING}{_NEAR}(?:begin|start|open|resume|take place)s?(?: on| in)?{_NEAR}{_DAY}",
            rf"{_MEETING}{_NEAR}(?:(?:is|are|was|were) )?"
            rf"(?:set|scheduled|due|planned|expected|slated|loom)\w*(?: for| on| to)?",
            rf"{_MEETING}{_NEAR}(?:will|to)"
            r" (?:be held|take place|go ahead|begin|start|open|resume|end)",
        ),
    ),
    (
        MeetingStatus.HELD,
        _any(
            rf"{_MEETING}{_GAP}{_OVER}",
            rf"{_OVER}{_NEAR}{_MEETING}",
            rf"{_MEETING} (?:is|are|was|were) (?:over|held)",
            rf"(?:held|had|hosted|attended|emerged? from|emerges from|leave|left){_NEAR}{_MEETING}",
            rf"(?:after|following|from|since)(?: [\w'-]+){{0,6}} {_MEETING}",
            r"(?:no|little|without(?: an?| any)?) (?:\w+ ){0,2}(?:breakthrough|progress)",
            r"far apart|(?:remain|are|still) (?:deeply )?divided",
            rf"{_MEETING}{_GAP}(?:produced?|yield(?:ed|s)?|brought|bring|leave|left) "
            rf"(?:no|little|few|both|the)",
        ),
    ),
    (
        MeetingStatus.UNDER_WAY,
        _any(
            rf"{_MEETING}{_GAP}{_START}",
            rf"{_START}{_NEAR}{_MEETING}",
            rf"(?:is|are) (?:now )?(?:meeting|holding)(?:{_GAP}{_MEETING})?",
            rf"holds?{_NEAR}{_MEETING}",
            r"s(?:it|its|at) down (?:with|to|for|in)",
        ),
    ),
)

_GUARDED: Final = frozenset(
    {
        MeetingStatus.CANCELLED,
        MeetingStatus.POSTPONED,
        MeetingStatus.FAILED,
        MeetingStatus.AGREED,
        MeetingStatus.HELD,
        MeetingStatus.UNDER_WAY,
    }
)
_COMPLETED: Final = frozenset({MeetingStatus.HELD, MeetingStatus.UNDER_WAY, MeetingStatus.AGREED})
_ABOUT: Final = re.compile(
    rf"\b(?:{_MEETING}|meets?|met|negotiators?|fail(?:s|ed)? to agree|truce|ceasefire|treaty"
    r"|(?:peace|draft) (?:deal|agreement)|accord|pact)\b"
)


def status_of(title: str, summary: str, *, of_meeting: bool = False) -> MeetingStatus | None:
    """The status told by the title, else by the first sentence of the summary that tells one.

    ``of_meeting``: the text is known to be about a meeting, so that sentences without a meeting
    word count too ("no progress, envoy says").
    """
    about = of_meeting or bool(_ABOUT.search(headline(title).casefold()))
    for sentence in _sentences(title, summary):
        if about or _ABOUT.search(sentence):
            found = _status_in(sentence)
            if found is not None:
                return found
    return None


def _sentences(title: str, summary: str) -> Iterator[str]:
    for text in (headline(title), plain(summary[:MAX_SUMMARY_CHARS])):
        # Dots inside numbers and abbreviations end no sentence.
        for sentence in re.split(r"(?<=[a-z)\"'])[.;!?]+\s+|[;!?]+\s*", text):
            if sentence:
                yield re.sub(r"(?<=\w)\.(?=\w|\s)", "", sentence).casefold()


def _status_in(sentence: str) -> MeetingStatus | None:
    for status, pattern in _PHRASES:
        for match in pattern.finditer(sentence):
            if _is_fact(status, match, sentence):
                return status
    return None


def _is_fact(status: MeetingStatus, match: re.Match[str], sentence: str) -> bool:
    """Whether the phrase is told as having happened."""
    if status not in _GUARDED:
        return True
    before, phrase = sentence[: match.start()], match.group()
    # A guard may stand inside the phrase too, before its verb: "talks could collapse".
    inside = re.sub(r"^(?:did not|didn't)|[\w'-]+\W*$", "", phrase)
    if _UNREAL.search(before) or (" " in inside and _UNREAL.search(inside)):
        return False
    if status is MeetingStatus.HELD and _SUPPOSED.search(before):
        return False
    if status is MeetingStatus.AGREED and (_NO.search(before) or re.search(r"\bno\b", phrase)):
        return False
    return not (_FUTURE.search(before) or (status in _COMPLETED and _FUTURE.search(inside)))
