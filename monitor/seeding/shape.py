"""A sentence as a pattern sees it: every mention, date, place and meeting word is one character.

Names have many forms and lengths; a pattern over words must guess where they end. Here they are
found before (mentions, dates), and stand in the text as single characters of a private-use area,
one block for each kind, so that ``talks between S and S in L on D`` is a short regular expression
and a clause can be cut and joined as plain text without losing what its parts mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from monitor.seeding.dates import DateMention, dates
from monitor.seeding.mention import Mention, Sentence

Family = Literal["meeting", "election", "court", "visit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that name a meeting. ``words``: with its qualifier ("peace talks"), ``head``: the
    noun. ``family``: which meetings it can be the same as."""

    words: str
    head: str
    family: Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is: the name of a city, venue or country, or "online". ``state``: name of
    the actor if the place is a state; ``body``: if it is the seat of a court or another body."""

    name: str
    state: str = ""
    body: str = ""


Part: TypeAlias = Mention | DateMention | Place | Cue

# One block of 256 private-use characters for each kind of part.
_BASES = {"state": 0xE000, "organisation": 0xE100, "person": 0xE200, "place": 0xE300}
_BASES |= {"date": 0xE400, "cue": 0xE500}
STATE = "[\ue000-\ue0ff]"
ORGANISATION = "[\ue100-\ue1ff]"
PERSON = "[\ue200-\ue2ff]"
ACTOR = "[\ue000-\ue2ff]"
PLACE = "[\ue300-\ue3ff]"
DATE = "[\ue400-\ue4ff]"
CUE = "[\ue500-\ue5ff]"
PART = "[\ue000-\ue5ff]"


@dataclass(slots=True)
class Shape:
    """``text``: the sentence with parts as characters; ``parts``: what each of them is."""

    text: str
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, kind: str, part: Part) -> str:
        """The character that stands for ``part`` from now on."""
        base = _BASES[kind]
        char = chr(base + sum(1 for known in self.parts if base <= ord(known) < base + 256))
        self.parts[char] = part
        return char

    def names(self, text: str) -> tuple[str, ...]:
        """Names of the actors in a piece of the text, in order, each once."""
        found = [self.parts[char] for char in re.findall(ACTOR, text)]
        return tuple(dict.fromkeys(part.name for part in found if isinstance(part, Mention)))

    def mention(self, char: str) -> Mention:
        """The actor behind a character."""
        part = self.parts[char]
        assert isinstance(part, Mention)  # noqa: S101 - the block of a character tells its kind
        return part

    def words(self, text: str) -> str:
        """A piece of the text as it was written."""
        return re.sub(PART, lambda m: _surface(self.parts[m.group()]), text)


def _surface(part: Part) -> str:
    match part:
        case Mention(surface=surface):
            return surface
        case Place(name=name):
            return name
        case Cue(words=words):
            return words
        case DateMention():
            return ""


def shape(
    sentence: Sentence, published: date | None, near: date | None, dateline: str = ""
) -> Shape:
    """A sentence with its mentions and dates as characters. Dates: see :func:`dates.dates`.

    ``dateline``: the place where the article was written, which "here" means.
    """
    result = Shape("")
    kind: str
    spans: list[tuple[int, int, str, Part]] = []
    for mention in sentence.mentions:
        kind = "organisation" if mention.kind == "body" else mention.kind
        part: Part = Place(name=mention.name) if kind == "place" else mention
        spans.append((mention.start, mention.end, kind, part))
    for found in dates(sentence.text, published, near=near):
        inside = [s for s in spans if s[0] < found.end and found.start < s[1]]
        # "May 5" is a date though "May" may be a person; "Sunday Times" is no day
        if all(found.end - found.start > s[1] - s[0] for s in inside):
            spans = [s for s in spans if s not in inside]
            spans.append((found.start, found.end, "date", found))
    pieces, at = [], 0
    for start, end, kind, part in sorted(spans, key=lambda span: span[0]):
        pieces += [sentence.text[at:start], result.add(kind, part)]
        at = end
    pieces.append(sentence.text[at:])
    text = "".join(pieces).replace("’", "'")
    if sentence.paragraph == 0:
        text = _sentence_case(text)
    if dateline and _HERE.search(text):
        place = result.add("place", Place(name=dateline))
        text = _HERE.sub(f"in {place}", text)
    result.text = _without_titles(_without_dateline(text))
    return result


_HERE = re.compile(
    r"(?<=[a-z] )here(?= (?:on|this|next|last|later|earlier|early|to|with|for|after|before)\b|"
    r"[,.]| ?[\ue400-\ue4ff])"
)
_WRITTEN_IN = re.compile(
    r"(?P<place>[A-Z][A-Z'. -]{2,})(?:, [\w .]{2,20})?(?: \([^)]{2,30}\))? ?[-–—]{1,2} "
)


def dateline(sentences: Sequence[Sentence]) -> str:
    """The place an article was sent from ("GENEVA, Jan 6 (Agency) -"), "" if it says none."""
    for sentence in sentences[:4]:
        if match := _WRITTEN_IN.match(sentence.text):
            known = (m.name for m in sentence.mentions if m.start == 0 and m.kind == "place")
            return next(known, match["place"].strip().title())
    return ""


_SMALL = re.compile(
    r"\b(?:In|On|At|To|With|And|Of|For|Over|From|By|After|Before|Ahead|Will|Meet|Meets|Met|Hold|"
    r"Holds|Held|Host|Hosts|Visit|Visits|Travel|"
    r"Due|Set|Begin|Begins|Open|Opens|As|The|A|An|Amid|Next|Week|Month|This|Postponed|Cancelled|"
    r"Called|Off|Between|Discuss|Attend|Attends|Is|Are|Be|Until)\b"
)


def _sentence_case(text: str) -> str:
    """A headline whose words are all capitalised, with its small words small."""
    words = re.findall(r"[A-Za-z][\w'-]*", text)
    if sum(word[0].isupper() for word in words) < 0.6 * len(words):
        return text
    return text[:1] + _SMALL.sub(lambda match: match.group().lower(), text[1:])


_DATELINE = re.compile(
    rf"^(?:[A-Z{PLACE[1:-1]}{STATE[1:-1]}][A-Z .,'/{PLACE[1:-1]}{STATE[1:-1]}-]*(?:, ?{DATE}"
    rf")?(?:, ?\w+)? ?\([^)]{{2,30}}\) ?[-–—]+ "
    rf"|[A-Z{PLACE[1:-1]}{STATE[1:-1]}][A-Z .,'/{PLACE[1:-1]}{STATE[1:-1]}-]*, ?{DATE}[,.]? "
    rf"?(?:\([^)]{{2,30}}\) ?)?[-–—.:]+ "
    rf"|{PLACE} ?[-–—:]+ )"
)


def _without_dateline(text: str) -> str:
    """Without "GENEVA, Jan 6 (Agency) -": where and when it was written, not what it tells."""
    return _DATELINE.sub("", text)


ROLE = (
    r"(?:[Mm]inisters?|[Pp]residents?|[Pp]remiers?|[Ss]ecretar(?:y|ies)(?:[- ][Gg]eneral)?|"
    r"[Ee]nvoys?|[Aa]mbassadors?|[Cc]hiefs?"
    r"|[Hh]eads?|[Ll]eaders?|[Ss]pokes(?:man|woman|person|people)|"
    r"[Dd]irectors?(?:[- ][Gg]eneral)?|[Cc]hair(?:man|woman|person)?"
    r"|[Cc]hancellors?|[Kk]ing|[Qq]ueen|[Pp]rinces?|[Ee]mir|[Ss]ultan|[Pp]ope|[Cc]ommissioners?|"
    r"[Nn]egotiators?|[Rr]epresentatives?|"
    r"[Aa]dvis[eo]rs?|[Mm]ayors?|[Gg]overnors?|[Ll]awmakers?|[Ll]awyers?|[Jj]udges?|[Gg]enerals?|"
    r"[Cc]ommanders?|"
    r"[Oo]fficials?|[Dd]iplomats?|[Cc]ounterparts?|CEO|[Ee]xecutives?|[Ff]ounders?|"
    r"[Pp]rosecutors?|[Aa]ttorneys?|"
    r"[Cc]o-?ordinators?|[Mm]ediators?|[Ss]enators?|MPs?|[Cc]ouncill?ors?|[Mm]anagers?|"
    r"[Oo]fficers?|[Bb]ankers?|[Pp]remier|"
    r"[Cc]zar|[Pp]atriarch|[Pp]rofessor|[Dd]eputy|[Uu]nder-?[Ss]ecretary|[Cc]harg[eé])"
)
_MODIFIER = (
    r"(?:[A-Z][\w.'&-]*|foreign|prime|defen[cs]e|finance|deputy|vice|assistant|special|chief|top|"
    r"senior|"
    r"former|acting|interim|permanent|high|national|security|trade|energy|interior|climate|economy|"
    r"economic|health|affairs|general|human|rights|peace|military|army|joint|nuclear|lead|of|for|"
    r"to|"
    r"the|and|in|on|state|policy|opposition|party|then|new|outgoing|incoming|de|facto|external|"
    r"justice|agriculture|migration|development|international|crown|first|second|cabinet)"
)
_POSSESSED = rf"(?:[\ue000-\ue1ff](?:'s|')?|{PERSON}'s)"
_TITLE = re.compile(
    # "S Foreign Minister P", "his S counterpart, P,", "the S ambassador to S, P,"
    rf"(?<!\w)(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) )?(?:(?!of|for|to|in|on|and|"
    rf"the){_MODIFIER} ){{0,3}}{_POSSESSED}"
    rf"(?:[ -]{_POSSESSED})?[ -](?:{_MODIFIER}[ -]){{0,6}}?"
    rf"{ROLE}(?:[ -](?:{_MODIFIER}|{ROLE}|{_POSSESSED})){{0,8}}?(?P<comma>,?) (?P<person>{PERSON}"
    rf")(?P<close>,?)"
)
_TITLE_OF = re.compile(
    # "the foreign minister of S, P,"
    rf"(?<!\w)(?:\b(?:[Tt]he|[Aa]n?) )?(?:{_MODIFIER} ){{0,4}}{ROLE} (?:of|for|to|from|"
    rf"at) (?:the )?(?:{_MODIFIER} ){{0,4}}{_POSSESSED}"
    rf"(?P<comma>,?) (?P<person>{PERSON})(?P<close>,?)"
)
_TITLE_FOR = re.compile(
    # "the Minister for Health, P,"
    rf"(?<!\w)(?:\b(?:[Tt]he|[Aa]n?) )?(?:{_MODIFIER} ){{0,3}}{ROLE} (?:of|for|"
    rf"to) (?:(?:[A-Z][\w-]*|of|"
    rf"the|and|for) ){{0,6}}[A-Z][\w-]*(?P<comma>,) (?P<person>{PERSON})(?P<close>,?)"
)
_APPOSITION = re.compile(
    rf"(?P<person>{PERSON}), (?:(?:the|a|an|its|his|her|their|who is) |{_POSSESSED} |{ROLE}|"
    rf"former |\d\d,)"
    rf"[^,;{DATE[1:-1]}]{{0,90}}(?P<comma>,)(?! and {ACTOR} )"
)
_AGE = re.compile(rf"(?P<person>{PERSON}), \d\d(?P<comma>,)")
_PERSON_OF = re.compile(rf"(?P<person>{PERSON})(?: of (?:the )?{STATE}| \({ACTOR}\))(?!')")
_COURTESY = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Cllr|Hon|H\.E|HE|Amb|Gen)\.? (?={PERSON}|Amb)"
)
_CITIZEN = re.compile(
    # "the S tennis player P"
    rf"(?:\b[Tt]he )?{STATE}(?: {PLACE})? (?:(?!will|and|or|is|was|has|had|met|meets|said|told|"
    rf"to|of|in|on|for|with|by|at|as|from|over|after|while|"
    rf"when)[a-z-]+ ){{1,3}}(?P<person>{PERSON})"
)
_OF_STATE = re.compile(rf"{STATE}'s (?P<person>{PERSON})")


def _person(match: re.Match[str]) -> str:
    comma = match.groupdict().get("comma")
    close = match.groupdict().get("close") or ""
    return match["person"] + ("" if comma and close else close)


def _apposition(match: re.Match[str]) -> str:
    inner = match.group()[1:]
    if not re.search(ROLE, inner) and not re.search(r"\d\d", inner):
        return match.group()
    return match["person"]


def _without_titles(text: str) -> str:
    """Persons without title and office, whose states and bodies take no part by being named."""
    if not re.search(PERSON, text):
        return text
    text = _COURTESY.sub("", text)
    for pattern, keep in (
        (_OF_STATE, _person),
        (_CITIZEN, _person),
        (_TITLE, _person),
        (_TITLE_OF, _person),
        (_TITLE_FOR, _person),
        (_AGE, _person),
        (_APPOSITION, _apposition),
        (_PERSON_OF, _person),
    ):
        text = pattern.sub(keep, text)
    return text


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
    if head in _BODIES and _SITS.match(after):
        return False  # "the assembly will hold a session"
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
