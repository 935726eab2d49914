"""Words that name a meeting ("peace talks", "bail hearing"), as characters of a shape. Pure."""

from __future__ import annotations

import re

from monitor.seeding.shape import ORGANISATION, PART, PERSON, Cue, Family, Shape

_QUALIFIER = (
    r"(?:peace|cease-?fire|truce|trade|climate|nuclear|security|budget|parliamentary|"
    r"presidential|general|"
    r"local|regional|municipal|legislative|federal|snap|early|emergency|extraordinary|annual|"
    r"special|ministerial|"
    r"trilateral|bilateral|informal|virtual|crisis|arms control|disarmament|pay|grain|gas|energy|"
    r"debt|donors?'?|pledging|"
    r"border|economic|investment|food|water|migration|coalition|plenary|preliminary|pre-trial|"
    r"sentencing|appeal|"
    r"bail|extradition|remand|committal|review|disciplinary|inquiry|public|council|board|cabinet|"
    r"committee|"
    r"shareholders?'?|stockholders?'?|town hall|policy|rate-setting|high-level|indirect|direct|"
    r"technical|formal|"
    r"face-to-face|two-day|three-day|four-day|one-day|2-day|3-day|week-long|day-long|"
    r"reconstruction|recovery|tech|AI|health|"
    r"biodiversity|ocean|oceans|run-off|runoff|mid-term|midterm|gubernatorial|mayoral|Senate|"
    r"confirmation|evidentiary|"
    r"monetary policy|confidence|no-confidence|leadership|accession|membership|reunification|"
    r"normali[sz]ation|"
    r"strategic|stability|dialogue|final|next|first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth|tenth|new|fresh|further|"
    r"closed-door|key|joint|leaders'?|"
    r"foreign ministers'?|finance ministers'?|defen[cs]e ministers'?|interior ministers'?|"
    r"energy ministers'?|heads of state|G\d+|COP ?\d+)"
)
_HEADS: tuple[tuple[Family, str], ...] = (
    (
        "court",
        (
            r"(?:pre-?trial|case management|status) conference|re-?trial|trial|(?:court |appeal |"
            r"bail |sentencing |extradition |remand |"
            r"preliminary |"
            r"pre-trial |tribunal |disciplinary |"
            r"evidentiary |confirmation )?hearings?|sentencing|inquest|arraignment|court date|"
            r"appeal(?= (?:of|by) )|"
            r"(?:public |planning )inquiry|"
            r"tribunal hearing|oral arguments|jury selection|court appearance|"
            r"(?:verdict|ruling|judgment|judgement)(?= (?:is |are )?(?:expected|due)| will be)"
        ),
    ),
    (
        "election",
        (
            r"by-elections?|elections?|referendums?|referenda|run-?off(?: vote| election)?|ballot|"
            r"polling day|election day|"
            r"primary election|presidential vote|parliamentary vote|general vote|vote"
        ),
    ),
    (
        "meeting",
        (
            r"annual general meeting|annual meeting|extraordinary general meeting|general meeting|"
            r"AGM|EGM|shareholders?'? meeting|"
            r"rounds? of (?:[a-z-]+ ){0,2}(?:talks|negotiations|consultations|discussions|"
            r"dialogue)|"
            r"talks|negotiations|summits?|meetings?|consultations|"
            r"discussions|sessions?|conference|dialogue|gathering|forum|congress|assembly|plenary|"
            r"negotiating round|round table|"
            r"roundtable|retreat|council(?= (?:meeting|on [\ue400-\ue4ff]|in [\ue300-\ue3ff]))|"
            r"appointment(?= with)|encounter|get-together|(?:consultation|drop-in|information|"
            r"public|"
            r"engagement) events?|workshop|symposium|convention|(?:working|business) (?:lunch|"
            r"dinner|"
            r"breakfast)|mini-summit|pre-summit|conclave|synod|jirga|mediation(?: session| talks)|"
            r"deliberations|audience(?= with)|"
            r"debate|COP ?\d\d|sitting|(?:capital markets|investor) day|(?:information|"
            r"consultation|public) evening|round(?! of|-| table)"
        ),
    ),
)
_NOT_CUE_AFTER = (
    r"(?! (?:rooms?|point|places?|halls? [a-z]|houses?|centres?|centers?|calls?|tables?|"
    r"campaigns?|commission|commissions|officials?|results?|law|laws|"
    r"observers?|fraud|interference|victory|promises?|manifesto|win|loss|court|judges?|lawyers?|"
    r"league|"
    r"aids?|musicians?|leaders? said|of confidence|share|rigging|monitors?|cycle|season|spending|"
    r"balloons?|papers?|box(?:es)?|"
    r"its|their|his|her|the|our|to (?:reporters|the|a|his|her|journalists|us|me|you|him|them)|"
    r"minutes|station|stations|defeat|year|returns|committee|show|shows)\b)(?!-)"
)
_CUE = re.compile(
    rf"(?<![\w-])(?<!press )(?<!news )(?<!video )(?<!clinical )(?<!drug )(?<! in )(?<!phone "
    rf")(?<!telephone )(?<!training )(?<!briefing )"
    rf"(?P<words>(?:{_QUALIFIER}[ -]){{0,4}}(?:"
    + "|".join(rf"(?P<{family}>{heads})" for family, heads in _HEADS)
    + rf"))(?![\w])(?!'(?!s)){_NOT_CUE_AFTER}",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    # "is meeting", "after meeting with": no noun
    r"(?:\b(?:is|are|was|were|be|been|after|before|for|by|of|since|when|while|and|"
    r"from) |, )(?:also |now )?$"
)
_NOUN_BEFORE = re.compile(
    rf"(?:\b(?:the|a|an|this|that|their|its|his|her|our|first|second|third|next|last|"
    rf"[a-z-]+(?:al|ic|ed|en|ry|ve|er|ous|day)|'s|s') |{PART}(?:'s?)? ?)$",
    re.IGNORECASE,
)
_A_NOUN = re.compile(
    r"(?:\b(?:the|an?|its|their|his|her|another)|'s) (?:(?!will|would|is|was|has|had|after|before|"
    r"while|of|for|by|in|on)[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_IN_COURT = re.compile(r"\b(?:pre-?trial|case management|sentencing|bail)\b", re.IGNORECASE)
_ORDINAL = re.compile(
    r"The (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|"
    r"last)(?=,? (?:called|planned|scheduled|held|due|set|"
    r"on \ue400|was to|is to|will be held|is due))"
)
_TABLE = re.compile(
    r"\b(?:to|at|around|round) (?:the|a) (?:negotiating|bargaining|conference) table\b"
)
_STANDS = re.compile(r"\b(?:stand|stands|stood|standing|face|faces) $")
_ONE_ROUND = re.compile(
    r"\b(?:after a|the last|another|a further|that|this|latest|previous) $", re.IGNORECASE
)
_BODIES = frozenset({"assembly", "congress", "council", "synod"})
_SITS = re.compile(
    r" (?:will |is to |has |had |also |would )*(?:hold|meet|met\b|conven|vote|sit|adopt|approv|"
    r"elect|pass)"
)
_COMMON = frozenset(
    [
        "debate",
        "trial",
        "session",
        "forum",
        "assembly",
        "congress",
        "council",
        "dialogue",
        "discussions",
        "conference",
    ]
)
"""Too common words unless something makes it one trial, one session."""
_NAMED_CUE = re.compile(r"(?<=\w )(?:Conference|Summit|Forum|Congress|Dialogue)$|^COP ?\d\d$")
"""At the end of the name of a body that is itself a meeting ("Munich Security Conference")."""


def mark_cues(result: Shape) -> None:
    """Put the words that name meetings, with their qualifiers, into one character each."""
    if opening := _ORDINAL.match(result.text):
        cue = Cue(words=f"{opening[1]} round", head="round", family="meeting")
        result.text = f"The {result.add('cue', cue)}{result.text[opening.end() :]}"
    result.text = _TABLE.sub(
        lambda _: f"for {result.add('cue', Cue(words='talks', head='talks', family='meeting'))}",
        result.text,
    )
    text = _CUE.sub(lambda match: _marked(result, match), result.text)
    result.text = re.sub(ORGANISATION, lambda match: _with_cue(result, match.group()), text)


def _marked(result: Shape, match: re.Match[str]) -> str:
    words = match["words"]
    head = next(group for name, group in match.groupdict().items() if group and name != "words")
    if not _names_meeting(words.lower(), head.lower(), match):
        return match.group()
    family = next(name for name, _ in _HEADS if match[name])
    if _IN_COURT.search(words):
        family = "court"
    return result.add("cue", Cue(words=words, head=head.lower(), family=family))


def _names_meeting(words: str, head: str, match: re.Match[str]) -> bool:
    """Whether words that can name a meeting do so here."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if head == "round":  # "in the seventh round" is of a fight or a cup
        told = words != "round" or _ONE_ROUND.search(before)
        return bool(told) and not before.endswith(("in the ", "to the ", "into the "))
    if words in ("meeting", "hearing", "sentencing"):
        return _is_noun(before, after)
    if words == "vote":
        return bool(_NOUN_BEFORE.search(before))
    stands = words in ("trial", "re-trial", "retrial") and _STANDS.search(before)
    if stands or (head in _BODIES and _SITS.match(after)):
        return False  # "must stand trial", "the assembly will hold a session": told by the verb
    if words in _COMMON:
        behind = re.match(r" (?:on|of|in|begins?|opens?|organi[sz]ed|hosted)\b", after)
        behind = behind or _A_NOUN.search(before)
        return bool(behind or _NOUN_BEFORE.search(before))
    return True


def _is_noun(before: str, after: str) -> bool:
    """Whether "meeting" or "hearing" is a noun here, not a verb ("after meeting her")."""
    if _NOUN_BEFORE.search(before) or _A_NOUN.search(before):
        return True
    object_follows = re.match(rf" (?:its|their|his|her|the|with|{PERSON}|that)", after)
    return not (_VERBAL.search(before) or object_follows)


def _with_cue(result: Shape, char: str) -> str:
    """A body whose name says that it is a meeting, followed by that word as a cue."""
    head = _NAMED_CUE.search(result.mention(char).surface)
    if not head:
        return char
    words = head.group().strip()
    words = words if words.isupper() else words.lower()
    return f"{char} {result.add('cue', Cue(words=words, head=words.lower(), family='meeting'))}"
