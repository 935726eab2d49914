"""Meetings as single sentences tell them: who, when, where, what about, and how it stands. Pure.

Works on shaped sentences (:mod:`monitor.seeding.shape`) clause by clause; what several sentences
tell about one meeting is put together in :mod:`monitor.seeding.meetings`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from monitor.model import MeetingStatus
from monitor.seeding.clauses import Clause, clauses
from monitor.seeding.dates import DateMention
from monitor.seeding.places import locate
from monitor.seeding.mention import Sentence
from monitor.seeding.shape import (
    ACTOR,
    CUE,
    DATE,
    PART,
    PERSON,
    PLACE,
    STATE,
    Cue,
    Family,
    Place,
    Shape,
    mark_cues,
    shape,
)
from monitor.seeding.topics import IN_TOPIC, implied, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One telling of a meeting.

    ``refers``: "" or the words that point back instead of naming who meets ("the two leaders").
    ``definite``: "the talks", which the article may have named before. ``status``: None where
    only the date tells it. ``sure``: who takes part is told, not guessed from a bare attribute.
    ``tentative``: wished, offered or possible, not arranged. ``ends``: the date
    is the last day ("runs until Friday"). ``more``: the words
    add to a meeting but name none ("the delegation will discuss on Monday …").
    """

    words: str
    family: Family
    participants: tuple[str, ...]
    refers: str = ""
    definite: bool = False
    start: date | None = None
    end: date | None = None
    exact: bool = False
    place: str = ""
    topic: str = ""
    status: MeetingStatus | None = None
    sure: bool = True
    tentative: bool = False
    more: bool = False
    ends: bool = False
    sentence: str


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What a date or place can belong to: a meeting word or a verb of meeting."""

    start: int
    end: int
    cue: str
    verb: str
    family: Family
    more: bool = False


_RELEVANT = re.compile(
    r"talks|negotiat|summit|meet|met\b|consultation|session|conference|dialogue|discuss|gather|forum|congress|"
    r"assembly|plenary|hearing|trial|sentenc|inquest|arraign|court|election|referend|run-?off|ballot|poll|vote|"
    r"AGM|EGM|host|conven|travel|visit|fly|trip|round ?table|retreat|council|sit down|debate|focus|cover|will be held|take place|receive|elect\b|appear",
    re.IGNORECASE,
)
_MEET = (
    r"(?:^meeting|meets?|met|(?<=are )meeting|(?<=is )meeting|(?<=were )meeting|(?<=was )meeting|(?<=be )meeting|sits? down|sat down|confers?|conferred|gathers?|gathered|convenes?|convened|"
    r"negotiates?|receives?|received|hosts?|hosted|welcomes?|welcomed|hosting)"
)
_VISIT = r"(?:(?<=will )be in(?= [\ue300-\ue3ff])|travel(?:s|led|ed|ling|ing)? to|fl(?:y|ies|ew|ying) to|visit(?:s|ed|ing)?|heads? to|headed to|heading to|goes to|go to|pays? (?:a|an) (?:\w+ ){0,2}visit to|paid (?:a|an) (?:\w+ ){0,2}visit to|arrives? in|arrived in|(?:a|an|his|her|their|the) (?:\w+[ -]){0,3}(?:visit|trip|tour) to|(?:send|sends|sent|sending|dispatch(?:es|ed)?) (?:[\w'-]+ ){0,4}(?:delegations?|envoys?|teams?|negotiators?|officials|representatives|ministers?|diplomats?) to)"
_ELECT = r"(?:(?:go|goes|going|went|head|heads|heading|return) (?:back )?to the polls|cast (?:their )?ballots|elects?)"
_COURT = (
    r"(?:(?:go|goes|went|put|be|stand|stands|face|faces) (?:on )?trial|be sentenced|be arraigned|be tried|is sentenced|"
    r"(?:re)?appears? (?:in|at|before)|hears? (?:the |an |his |her |its |their |oral )?(?:case|appeal|arguments|challenge|evidence|petition|application)|hand down (?:its|a|the) (?:verdict|ruling|judgment|sentence)|"
    r"deliver (?:its|a|the) (?:verdict|ruling|judgment|judgement|sentence)|issue (?:its|a) (?:verdict|ruling|judgment)|be heard)"
)
_MORE = r"(?<=will )(?:discuss|negotiate|raise|debate|be represented|focus|cover)|(?<=to )(?:discuss|focus|cover)|(?:(?<=will )|(?<=to ))vote on|discussed|focused on|negotiated"
_VERBS = re.compile(
    rf"(?<!\w)(?:(?P<meeting>{_MEET})|(?P<election>{_ELECT})|(?P<visit>{_VISIT})|(?P<court>{_COURT})|(?P<more>{_MORE}))(?![\w-])"
)
_NOT_MEET = re.compile(
    # "meet its obligations", "hosts the database": things, not people
    r"^ (?:with (?:criticism|resistance|opposition|fierce|strong|a |scepticism|skepticism|anger|approval|silence|protests?|sharp|mixed)|(?:its|their|his|her|our|the|all|any|these|those|this|such|every|a|an|current|growing|future|new|rising)? ?(?:[\w-]+ ){0,4}"
    r"(?:targets?|goals?|demands?|obligations?|needs|deadlines?|criteria|requirements?|conditions?|commitments?|expectations?|challenges?|costs?|standards?|threshold|promises?|pledges?|quotas?|bills?|World Cup|Olympics|Games|refugees|troops|bases|weapons|missiles|site|website|show|aid|reports?|calls?|threats?|money|funds?|support|information|letters?|messages?|news|assurances|decision|move|announcement|statement|agreement|plans?|proposal|fate|death)\b)"
)
_PEOPLE = re.compile(
    r"\b(?:counterparts?|officials?|leaders?|ministers?|presidents?|delegations?|representatives?|diplomats?|negotiators?|envoys?|members?|families|survivors|victims|executives?|lawmakers?|shareholders?|residents?|unions?)\b"
)
_STOP = re.compile(
    r"^(?:the|a|an|to|of|in|on|at|by|for|from|with|between|and|or|but|that|which|who|will|would|shall|can|could|may|might|must|is|are|was|were|be|been|has|have|had|"
    r"hold|holds|held|holding|host|hosts|hosted|hosting|attend\w*|join\w*|start|starts|begin|begins|began|resume\w*|said|says|after|before|during|as|into|about|over|against|its|their|his|her|"
    r"seek\w*|want\w*|call\w*|urg\w*|propos\w*|chair\w*|address\w*|open\w*|conven\w*|follow\w*|demand\w*|reject\w*|agree\w*|plan|plans|boycott\w*|skip\w*|enter\w*|conduct\w*|have|having|launch\w*|offer\w*|ahead|took|take\w*|through|amid|under|than|without|within|via|since|until|because|so|also|if|when|while|not|no)$"
)
_DISTRACTOR = re.compile(
    r"\b(?!(?:held|scheduled|planned|expected|postponed|delayed|cancelled|canceled|called|rescheduled|moved|hosted|organi[sz]ed|slated|arranged|agreed|adjourned|fixed|listed|"
    r"pencilled|opened|started|resumed|convened|gathered|continued|concluded|ended|need|united|brokered|mediated|led|chaired|attended|sponsored|backed|aimed|focused|armed|closed|timed|"
    r"visited|travelled|traveled|based|limited|joined|headed|proposed|dubbed|entitled|titled|called|heard|tried|sentenced|arraigned|received|welcomed|dedicated|devoted|related|renewed|suspended)\b)"
    r"(?:[a-z]+ed|said|told|spoke|wrote|fell|rose|came|went|killed|broke|won|lost|left|sent|seen|made|given|taken|shown|known|born|built|struck|found)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:held|scheduled|planned|due|place|begins?|began|beginning|begun|starts?|starting|opens?|opening|resumes?|resuming|conven\w+|meet|gather|continues?|concludes?|ends?|"
    r"postponed|delayed|rescheduled|moved|slated|set for|running|runs?|lasts?|adjourned|listed|fixed|take|taking|due|go ahead|kicks? off|get under way|pushed back|put off|brought forward)\b"
)
_ENDS = re.compile(rf"\b(?:until|till|through|(?:conclude[sd]?|concluding|end|ends|ended|ending|close[sd]?|wraps? up|wrapped up) (?:on )?) ?(?:the )?({DATE})")
_POINTER = re.compile(
    r"\b(?P<words>[Tt]hey|[Tt]he (?:two|three|four|five|six)(?: [a-z]+){0,3}|[Bb]oth (?:sides|countries|leaders|men|parties|delegations|ministers|nations)|"
    r"[Tt]he (?:sides|parties|leaders|pair|ministers|delegations|presidents|negotiators|warring (?:sides|parties)|foreign ministers|diplomats|delegates|teams|rivals)|[Hh]e|[Ss]he|"
    r"[Tt]he (?:company|firm|bank|group|council|union|club|court|committee|board|agency|ministry|organi[sz]ation|bloc|alliance|airline|retailer|carmaker|manufacturer|party|regulator|minister|president|prime minister|chancellor|envoy|mayor|defendant|accused|former [a-z]+))\b"
)
_SINGULAR = re.compile(r"^(?:He|She|he|she|[Tt]he (?:minister|president|prime minister|chancellor|envoy|mayor|defendant|accused|former [a-z]+))$")

_CANCELLED = re.compile(
    r"\b(?:cancel(?:s|led|ed|ling)?|call(?:s|ed|ing)? off|scrap(?:s|ped)?|abandoned|(?:will|would|does|did|do) (?:now )?not (?:now )?(?:take place|be held|go ahead|happen|proceed|convene|meet)|won't (?:take place|be held|go ahead|happen|proceed|meet)|no longer (?:take place|be held|go ahead|meet)|not be (?:taking place|held|going ahead))\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\b(?:postpon(?:e|es|ed|ing)|delayed|put off|puts off|push(?:ed|es) back|reschedul(?:e|es|ed)|deferred|put back)\b", re.IGNORECASE
)
_UNDER_WAY = re.compile(
    r"\b(?:(?:began|started|opened|resumed|launched)(?= (?:[\w-]+ ){0,4}[\ue500-\ue5ff])|(?:is|are|was|were|still|now|got|get|gets|already) under ?way|(?:has|have) (?:begun|started|opened|resumed|convened|kicked off)|(?:is|are) (?:being held|taking place|meeting|continuing|ongoing|attending|in progress|hosting|holding|currently|gathering|gathered)|ongoing|continues?|continued on|kicked off|kicks off|got under way|entered (?:its|their|a)|enters (?:its|their|a)|currently|(?:began|started|opened|resumed|convened)(?= (?:on |in |at |here |today|this|their|its|formally)| ?[\ue300-\ue4ff]|$))\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:ago|followed|ended|ends|concluded|wrapped up|wraps up|finished|closed|broke up|collapsed|took place|(?:was|were|been) held|(?<!be )(?<!been )(?<!is )(?<!are )held(?= (?:talks|a |an |in|on|at|the|their|its|"
    rf"two|three|{CUE}|{PART}))|met|sat down|gathered|hosted|visited|travelled|traveled|attended|received|welcomed|convened|flew|went to|paid|made|conferred|heard|voted|elected|had (?:talks|a meeting|{CUE}))\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:held|hosted|attended|ended|concluded|wrapped up|closed|completed|had|made|paid|chaired)\b[^,;]{0,50}$")
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|is to|are to|due to|due (?:on|in|at)|scheduled|set (?:to|for)|expected|planned|plans? to|upcoming|forthcoming|ahead of|slated|to be held|going to|is due|are due|would|agreed to|hopes? to|intends? to|next|prepar\w+ (?:for|to)|to (?:meet|hold|host|visit|travel|attend|discuss|convene|resume|begin|start)|coming)\b|'ll\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:call(?:s|ed|ing)? for|urg(?:e|ed|es|ing)|propos(?:e|ed|es|ing)|offer(?:s|ed)? (?:to|talks)|demand(?:s|ed)?|reject(?:s|ed)?|refus(?:e|es|ed)|rul(?:e|ed) out|ready (?:for|to)|open to|willing(?:ness)?|want(?:s|ed)?|hopes? for|no (?:plans?|date)|possib(?:le|ility)|could|might|may|if|invit(?:e|ed|ation)|suggest(?:s|ed)?|request(?:s|ed)?|consider(?:s|ing|ed)?|unless|previous|past|earlier|any|would like|seek(?:s|ing)?)\b",
    re.IGNORECASE,
)
_HOLD = re.compile(
    r"\b(?:holds?|held|holding|hav(?:e|ing)|has|had|conduct\w*|resum\w+|starts?|started|begins?|began|opens?|opened|launch\w*|conven\w+|schedul\w+|continu\w+|enter\w*|conclud\w+|completed?|sits? down (?:for|to)|meet(?:s|ing)? for|met for|(?:return|go|goes|went|come|gather|gathered|arrived?|sit|engage\w*|engaging|travel\w*|fly|flies|flew|get together|gathering) (?:[^,;]{0,30} )?(?:for|in|to)|agree(?:d|s)? (?:to|on)|took part in|taken part in|takes? part in|taking part in|participat\w+ in|plan(?:s|ned)?|arrang\w+|organi[sz]\w+|call(?:s|ed)?|attend\w*|join\w*)"
    r"(?: (?!of|that|which|who|by|from|said|as|on)[\w'-]+){0,5} ?$",
    re.IGNORECASE,
)
_ATTEND = re.compile(r"\b(?:attend\w*|join\w*|took part in|takes? part in|taking part in|participat\w+ in|address\w*|chair\w*|skip\w*|boycott\w*)\b[^,;]{0,30}$", re.IGNORECASE)
_VERBISH = r"\b(?:will|would|is|are|was|were|has|have|had|to|votes?|voted|[a-z]+ed)\b"
_HOST = re.compile(r"\b(?:host|hosts|hosted|hosting)\b", re.IGNORECASE)


def frames(sentence: Sentence, published: date | None, near: date | None) -> tuple[Frame, ...]:
    """All tellings of meetings in a sentence, in reading order."""
    if not _RELEVANT.search(sentence.text):
        return ()
    result = shape(sentence, published, near)
    mark_cues(result)
    locate(result)
    found: list[Frame] = []
    subject = ""
    shared: list[int] = []
    for clause in clauses(result.text):
        reader = _Clause(result, clause, sentence, subject, published)
        told = reader.frames() if clause.kind != "gap" else reader.gapped(found)
        if not told and found and reader.continues():
            found[-1] = reader.complete(found[-1])
        if clause.kind == "shared":
            shared += range(len(found), len(found) + len(told))
        elif told and shared:
            for n in shared:
                found[n] = replace(found[n], topic=found[n].topic or told[0].topic, status=found[n].status or told[0].status)
            shared = []
        found += told
        if re.search(ACTOR, reader.subject):
            subject = reader.subject
    return tuple(found)


class _Clause:
    """Reads one clause; a class because its steps share the text and its anchors."""

    def __init__(self, result: Shape, clause: Clause, sentence: Sentence, subject: str, published: date | None) -> None:
        self.result = result
        self.clause = clause
        self.sentence = sentence
        self.inherited = subject
        self.published = published
        self.text = clause.text
        self.anchors = self._find_anchors()
        first = min((a.start for a in self.anchors if a.verb), default=-1)
        self.subject = self._subject_text(first) if first >= 0 else self._leading_actor()

    # -- anchors ---------------------------------------------------------------------------

    def _find_anchors(self) -> list[_Anchor]:
        found = []
        for match in re.finditer(CUE, self.text):
            cue = self.result.parts[match.group()]
            assert isinstance(cue, Cue)  # noqa: S101 - the block of a character tells its kind
            found.append(_Anchor(match.start(), match.end(), match.group(), "", cue.family))
        for match in _VERBS.finditer(self.text):
            family = next(name for name, words in match.groupdict().items() if words)
            more = family == "more"
            if more:
                family = "meeting"
                if re.search(CUE, self.text) or found:
                    continue
            elif family == "meeting" and not self._is_meeting(match):
                continue
            if re.search(r"\b(?:not|never|n't|refused to|declined to|failed to|the|a|an)(?: \w+)? $", self.text[: match.start()]) and family == "meeting" and not _CANCELLED.search(self.text):
                continue
            found.append(_Anchor(match.start(), match.end(), "", match.group(), family, more))  # type: ignore[arg-type]
        return sorted(found, key=lambda anchor: anchor.start)

    def _is_meeting(self, match: re.Match[str]) -> bool:
        after = self.text[match.end() :]
        verb = match.group().lower()
        if _NOT_MEET.search(after):
            return False
        if re.match(rf"[^,;]{{0,60}}?{CUE}", after) and re.match(r"host|conven|welcom|receiv|meet|met|gather|sit|sat", verb):
            return verb.startswith(("meet", "met", "gather", "sit", "sat")) and not re.match(
                rf"(?: for| in| at)?(?: (?:the|a|an|their|[\w-]+)){{0,4}} ?{CUE}", after
            )
        if re.match(rf" by (?:[\w'-]+ ){{0,4}}{ACTOR}", after) and re.search(r"\b(?:be|is|was|were|been|are) $", self.text[: match.start()]):
            return verb.startswith(("receiv", "host", "welcom"))
        if verb.startswith(("receiv", "welcom")):
            return bool(re.match(rf" (?:\w+ ){{0,3}}{PERSON}", after))
        if verb.startswith("host"):
            return bool(re.match(rf" (?:[\w'-]+ ){{0,5}}{ACTOR}", after))
        return True

    def _leading_actor(self) -> str:
        """What stands before the first verb of a clause without a verb of meeting."""
        verb = re.search(rf"{_VERBISH}|\b(?:hold|holds|held|host|hosts|said|says|told|began|plans?|agree)\b", self.text)
        before = self._subject_text(verb.start()) if verb else ""
        return before if re.search(ACTOR, before) else ""

    # -- frames ----------------------------------------------------------------------------

    def frames(self) -> list[Frame]:
        found: list[Frame] = []
        groups = self._attachments()
        self._share(groups)
        for n, anchor in enumerate(self.anchors):
            merged = self._partner(n)
            if merged is not None and merged > n:
                continue  # told with the anchor behind it
            places_and_dates = groups[n] + (groups[merged] if merged is not None else [])
            frame = self._frame(anchor, self.anchors[merged] if merged is not None else None)
            if frame is None:
                continue
            found += self._placed(frame, places_and_dates)
        return found

    def _share(self, groups: list[list[str]]) -> None:
        """Who meets "at a summit in L on D" meets in L on D too."""
        for n, (first, second) in enumerate(zip(self.anchors, self.anchors[1:], strict=False)):
            between = self.text[first.end : second.start]
            beside = re.search(r"\b(?:at|during|sidelines of|margins of)(?: [\w'-]+){0,4} ?$", re.sub(PART, "x", between))
            if second.cue and beside and not groups[n] and first.family in ("meeting", "visit"):
                groups[n] = list(groups[n + 1])

    def gapped(self, found: list[Frame]) -> list[Frame]:
        """A meeting told by what differs: "… meets A in L, and B in M"."""
        if not found:
            return []
        names = dict.fromkeys([*self.result.names(self.inherited), *self.result.names(self.text)])
        chars = re.findall(rf"{DATE}|{PLACE}", self.text)
        blank = replace(found[-1], participants=tuple(names), place="", start=None, end=None)
        return self._placed(blank, chars)

    def _partner(self, n: int) -> int | None:
        """The other anchor that tells the same meeting: "travel to L for talks", "met for talks"."""
        anchor = self.anchors[n]
        for other in (n - 1, n + 1):
            if not 0 <= other < len(self.anchors):
                continue
            first, second = sorted((anchor, self.anchors[other]), key=lambda a: a.start)
            if not first.verb:
                continue
            between = self.text[first.end : second.start]
            if first.family == "visit" and re.search(r"\b(?:for|to|where|and|attend|hold)\b", between):
                if second.cue and not re.search(r"\b(?:after|before|ahead of|following)\b", between):
                    return other
                if second.verb and re.search(r"\bto $", between):
                    return other
            if first.family == "meeting" and second.cue and re.fullmatch(r" (?:[^,;]{0,40} )?(?:for|in)(?: (?:a|an|the|their))?(?: [\w-]+){0,3} ?", between):
                return other
            if first.family == second.family == "court" or (first.family == second.family == "election"):
                return other
        return None

    def _frame(self, anchor: _Anchor, partner: _Anchor | None) -> Frame | None:
        cue_anchor = anchor if anchor.cue else partner if partner and partner.cue else None
        names: list[str] = []
        own: list[str] = []
        sure = True
        verb_anchor = anchor if anchor.verb else partner if partner and partner.verb else None
        refers = ""
        definite = False
        if cue_anchor:
            own, sure = self._of_cue(cue_anchor)
            names += own
            definite = bool(
                re.search(rf"\b(?:the|these|those|this|that)(?: (?:[\w-]+|{PART}(?:'s)?)){{0,3}} $", self.text[: cue_anchor.start], re.IGNORECASE)
            )
        if verb_anchor:
            subject, refers = self._subject(verb_anchor)
            names = [*subject, *self._object(verb_anchor), *names]
        elif cue_anchor:
            added, refers = self._holders(cue_anchor, names)
            names = [*added, *names]
        if definite and anchor.family == "visit" and cue_anchor:
            names = own  # who travels "to L for the summit" is one of many there
        names = list(dict.fromkeys(names))
        cue = self.result.parts[cue_anchor.cue] if cue_anchor else None
        words = cue.words if isinstance(cue, Cue) else {"visit": "visit", "election": "election", "court": "hearing", "meeting": "meeting"}[anchor.family]
        family = cue_anchor.family if cue_anchor else anchor.family
        more = bool(verb_anchor and verb_anchor.more)
        if cue_anchor and re.search(r"\b(?:no|without|neither|any)(?: [\w-]+){0,2} $", self.text[: cue_anchor.start], re.IGNORECASE):
            return None
        if not names and not refers and cue_anchor:
            owner = re.search(r"\b(?P<word>its|their|his|her)(?: [\w'-]+){0,3} $", self.text[: cue_anchor.start], re.IGNORECASE)
            refers = owner["word"] if owner else ""
        if family == "visit" and not names and not refers and not cue_anchor:
            return None
        alone = len(names) == 1 and not self._groups_meet(names)
        if family == "meeting" and not cue_anchor and alone and not refers and not more:
            return None
        head = anchor.end if partner is None else max(anchor.end, partner.end)
        about = topic(self.result, self.text[min(anchor.end, head) :]) or (topic(self.result, self.text) if cue_anchor or anchor.verb else "")
        return Frame(
            words=words,
            family=family,
            participants=tuple(names),
            refers=refers,
            definite=definite,
            topic=about or implied(words),
            status=self._status(anchor),
            sure=sure,
            more=more,
            tentative=bool(_WISH.search(self.text[: anchor.start])),
            sentence=self.sentence.text,
        )

    def _groups_meet(self, names: list[str]) -> bool:
        """One body can meet by itself, one person cannot."""
        return bool(names) and not re.search(PERSON, self.subject or self.inherited)

    # -- participants ----------------------------------------------------------------------

    def _of_cue(self, anchor: _Anchor) -> tuple[list[str], bool]:
        """Who stands before and behind a meeting word; whether that is beyond doubt."""
        before, after = self.text[: anchor.start], self.text[anchor.end :]
        ahead = self._attribute(before)
        behind = self._behind(after, anchor)
        names = list(self.result.names(ahead))
        more = list(self.result.names(behind))
        single_state = len(names) == 1 and re.search(STATE, ahead) and not re.search(r"'s?", ahead)
        if single_state and len(more) >= 2 and anchor.family == "meeting":
            return more, True
        unsure = bool(single_state and not more and anchor.family == "meeting")
        if not names and not more and (owner := self._possessed(before)):
            return owner, True
        return list(dict.fromkeys([*names, *more])), not unsure

    def _possessed(self, before: str) -> list[str]:
        """Whom "its annual meeting" belongs to, if it is named in this sentence."""
        match = re.search(rf"\b(?P<word>its|their|his|her)(?: (?:[\w'-]+|{PLACE}|{DATE})){{0,4}} $", before)
        if not match:
            return []
        names = list(self.result.names(before[: match.start()]) or self.result.names(self.inherited))
        return names if match["word"] == "their" else names[-1:]

    def _attribute(self, before: str) -> str:
        match = re.search(
            rf"(?P<actors>(?:(?:the )?{ACTOR}(?:'s|')?(?: ?[-–/] ?|, and |, | and | & |-)?)+)(?P<gap>(?:'s?)? ?(?:[\w'-]+[ -]|{DATE}(?:'s)? ){{0,4}})$", before
        )
        if not match:
            return ""
        gap = [word for word in re.split(r"[ ]", re.sub(r"^'s?", "", match["gap"]).strip()) if word]
        if any(_STOP.match(word) or word.startswith(("led", "backed", "brokered", "mediated", "sponsored", "hosted")) for word in gap):
            return ""
        if re.match(r"-?(?:led|backed|brokered|mediated|sponsored|hosted|organi[sz]ed|chaired)", match["gap"].strip(" -")):
            return ""
        actors = match["actors"]
        lead = before[: match.start()]
        if re.search(r"\b(?:told|said|says) $", lead):
            return ""
        if re.search(r"\b(?:in|to|from|over|on|about) (?:the )?$", lead) and "-" not in actors and " and " not in actors and re.search(r"[,]", actors):
            return ""
        return actors

    def _behind(self, after: str, anchor: _Anchor) -> str:
        """The actors in "between A and B", "with C", "of the D" behind a meeting word."""
        found, listing, brought = "", False, False
        for n, token in enumerate(re.findall(rf"{PART}|[\w'-]+|[,;]", after)):
            word = token.lower()
            if re.match(ACTOR, token):
                found += token + " " if listing else ""
            elif re.match(CUE, token):
                if n > 0 and not listing:
                    break
                break
            elif word in ("between", "among", "with", "involving", "including", "include", "includes", "involve", "involves", "against", "from"):
                listing = True
            elif word in ("brought", "filed") and anchor.family == "court":
                brought = True
            elif word == "by" and brought:
                listing, brought = True, False
            elif word == "of":
                listing = listing or n == 0 or anchor.family == "court"
            elif word == "in" and anchor.family == "election":
                listing = False
            elif word in ("on", "about", "over", "in", "at", "to", "for", "by", "into", "during", "around", "under", "aimed", "since", "near", "off", "amid", "despite"):
                listing = False
            elif word in ("will", "would", "is", "are", "was", "were", "has", "have", "had", "said", "says", "could", "may", "might", "should", "took", "began", "ended", "that", "who", "which"):
                break
        return found

    def _subject_text(self, verb: int) -> str:
        text = self.text[:verb]
        text = re.sub(rf"\b(?:on|over|about|against|into|regarding|under|amid|despite|by|to|in|at|near|visiting)(?: (?!of|from|and)[\w'-]+){{0,3}} {ACTOR}(?:'s)?(?:(?:, | and ){ACTOR})*", "", text)
        text = re.sub(rf"{ACTOR}-(?:led|backed|brokered|mediated|sponsored|based|controlled)", "", text)
        # only what belongs to the verb's own subject: behind an earlier finite verb
        parts = re.split(r"\b(?:said|says|that|because|announced)\b", text)
        return parts[-1]

    def _subject(self, anchor: _Anchor) -> tuple[list[str], str]:
        before = self._subject_text(anchor.start)
        names = list(self.result.names(before))
        if names:
            return names, ""
        if self.clause.kind == "relative" and re.match(ACTOR, self.clause.antecedent) and self.text.startswith("who"):
            return list(self.result.names(self.clause.antecedent)), ""
        if self.clause.kind in ("coordinate", "adjunct") and self.inherited and not _POINTER.search(before):
            return list(self.result.names(self.inherited)), ""
        return self._pointed(before)

    def _pointed(self, before: str) -> tuple[list[str], str]:
        """Whom a pronoun or a role means, within the sentence if it can; else the words."""
        if re.match(r"[^,;]{0,30}\b[Ii]t ", before + " ") and self.inherited:
            return list(self.result.names(re.sub(PERSON, "", self.inherited)))[:1], ""
        pointer = _POINTER.search(before)
        if pointer and _SINGULAR.match(pointer["words"]) and re.search(PERSON, self.inherited):
            return list(self.result.names("".join(re.findall(PERSON, self.inherited)[:1]))), ""
        return [], pointer["words"] if pointer else ""

    def _object(self, anchor: _Anchor) -> list[str]:
        after = self.text[anchor.end :]
        if anchor.family == "visit":
            return self._visited(after)
        if anchor.family in ("election", "court"):
            return list(self.result.names(self._behind(after, anchor)))
        direct = re.match(rf"(?: with| by)?(?P<list>(?:(?:,| and|, and)? ?(?:(?!on|in|at|for|to|during|after|about|over|by|via|as)[\w'-]+ ){{0,6}}{ACTOR}(?:'s?)?(?: (?:officials|leaders|ministers|counterparts?|representatives|diplomats|negotiators|delegations?))?)+)", after)
        names = list(self.result.names(direct["list"])) if direct else []
        return [*names, *self.result.names(self._behind(after[direct.end() :] if direct else after, anchor))]

    def _visited(self, after: str) -> list[str]:
        names = list(self.result.names(self._behind(after, self.anchors[0])))
        meet = re.search(rf"\b(?:to (?:meet|see)|for talks with|to hold talks with|to negotiate with|meeting|meet)(?: with)? (?P<list>[^;]*?{ACTOR}[^;]*)", after)
        if meet:
            names += self.result.names(self._behind("with " + meet["list"], self.anchors[0]))
        return names

    def _holders(self, anchor: _Anchor, own: list[str]) -> tuple[list[str], str]:
        """Who holds, attends or hosts what a meeting word names."""
        before = self.text[: anchor.start]
        host = list(_HOST.finditer(before))
        attend = _ATTEND.search(before)
        hold = _HOLD.search(before)
        if host:
            names = self.result.names(self._subject_text(host[-1].start()))
            return ([], "") if len(own) >= 2 else (list(names), "")
        if attend and own and not re.match(rf"[^,;]*?\bwith (?:[\w'-]+ ){{0,4}}{ACTOR}", self.text[anchor.end :]):
            return [], ""
        if not hold and not attend:
            if not own and re.search(r"\b(?:at|during|in) (?:an?|the|its|their|this|his|her)?(?: ?[\w'-]+){0,3} ?$", before):
                start = re.search(_VERBISH, before)
                return (list(self.result.names(self._subject_text(start.start()))), "") if start else ([], "")
            return [], ""
        start = (hold or attend).start()  # type: ignore[union-attr]
        subject = self._subject_text(start)
        names = list(self.result.names(subject))
        if not names and self.clause.kind in ("coordinate", "adjunct") and self.inherited and not _POINTER.search(subject):
            names = list(self.result.names(self.inherited))
        return (names, "") if names else self._pointed(subject)

    # -- when and where --------------------------------------------------------------------

    def _attachments(self) -> list[list[str]]:
        groups: list[list[str]] = [[] for _ in self.anchors]
        for match in re.finditer(rf"{DATE}|{PLACE}", self.text):
            n = self._owner(match)
            if n is not None:
                groups[n].append(match.group())
        return groups

    def _owner(self, match: re.Match[str]) -> int | None:
        before, after = self.text[: match.start()], self.text[match.end() :]
        is_date = bool(re.match(DATE, match.group()))
        ahead = re.match(rf"(?:'s|')?[ -](?P<gap>(?:(?:[\w'-]+|{ACTOR}(?:'s)?)[ -]|{ACTOR}-)*?)(?P<cue>{CUE})", after)
        if ahead and not any(_STOP.match(word) for word in ahead["gap"].split()) and (is_date or not re.search(r"\b(?:in|at) (?:the )?$", before) or not ahead["gap"]):
            return next((n for n, a in enumerate(self.anchors) if a.cue == ahead["cue"]), None)
        if is_date and not self._is_when(before, after):
            return None
        if not is_date and not self._is_where(before):
            return None
        left = [n for n, anchor in enumerate(self.anchors) if anchor.end <= match.start()]
        if left:
            between = self.text[self.anchors[left[-1]].end : match.start()]
            arrival = is_date and self.anchors[left[-1]].verb.startswith("arriv")
            return None if arrival or self._distracted(between) else left[-1]
        if self.anchors and not self._distracted(before):
            return 0
        return None

    def _is_when(self, before: str, after: str) -> bool:
        if re.search(r"\b(?:since|by|before|after|than|of|signed|until (?:the end of)?|dated) (?:the )?$", before) and not re.search(rf"(?:{_POSTPONED.pattern}|adjourned|run|runs|last|lasts|{CUE} of)[^,]{{0,30}}$", before):
            return False
        return not (re.search(r"\b(?:the|a|an|his|her|its|their) $", before) and re.match(r"(?:'s)? [a-z]+", after) and not re.match(r" (?:in|at|to|for|with|and|on|by|or|as|after|before)\b", after))

    def _is_where(self, before: str) -> bool:
        if IN_TOPIC.search(before):
            return False
        travel = any(a.family == "visit" and a.end <= len(before) for a in self.anchors)
        if travel and re.search(r"\b(?:to|visit\w*|in)(?: the)? $", before):
            return True
        return bool(re.search(rf"\b(?:in|at|near|outside|around)(?: the| both| central)? $|\b(?:moved|relocated|switched)[^,]{{0,40}}\bto $|\bin {PLACE}(?: and|,) $", before))

    def _distracted(self, between: str) -> bool:
        last = None
        for last in _DISTRACTOR.finditer(between):
            pass
        if last is None:
            return False
        rest = between[last.end() :]
        return not _LINK.search(between[last.start() :]) and len(rest.split()) <= 5

    def _placed(self, frame: Frame, chars: list[str]) -> list[Frame]:
        """The frame with its place and date; several where it has several of both."""
        groups: list[tuple[Place | None, DateMention | None]] = []
        where: Place | None = None
        when: DateMention | None = None
        moved = frame.status in (MeetingStatus.POSTPONED,)
        for part in (self.result.parts[char] for char in dict.fromkeys(chars)):
            if isinstance(part, Place):
                if where and where != part and not moved:
                    if when is None:
                        continue  # "in the town of A in B": the first is the nearer one
                    groups.append((where, when))
                    when = None
                where = part
            elif isinstance(part, DateMention):
                if when and not moved and not _same_time(when, part):
                    groups.append((where, when))
                when = _narrower(when, part) if when and not moved and _same_time(when, part) else part
        groups.append((where, when))
        hosting = self.clause.kind == "relative" and re.match(r"which [^,;]*\bhost", self.text)
        if (hosting or self.text.startswith(("where", "in which"))) and self.clause.antecedent:
            antecedent = self.result.parts[self.clause.antecedent]
            if isinstance(antecedent, Place):  # "L, where she is to be received at the palace"
                groups = [(antecedent, day) for _, day in groups]
        return [self._with(frame, place, day) for place, day in groups]

    def _electorate(self, frame: Frame, place: Place | None) -> tuple[Frame, Place | None]:
        """An election "in" a state is that state's, not one that is held there by others."""
        if frame.family == "election" and place and place.state:
            names = frame.participants or (place.state,)
            return replace(frame, participants=names), None
        return frame, place

    def _with(self, frame: Frame, place: Place | None, when: DateMention | None) -> Frame:
        frame, place = self._electorate(frame, place)
        ends = when and frame.status != MeetingStatus.POSTPONED and any(
            self.result.parts[match[1]] is when for match in _ENDS.finditer(self.text)
        )
        return replace(
            frame,
            place=place.name if place else frame.place,
            start=when.first if when else frame.start,
            end=when.last if when else frame.end,
            exact=when.exact if when else frame.exact,
            ends=bool(ends),
        )

    # -- status ----------------------------------------------------------------------------

    def _status(self, anchor: _Anchor) -> MeetingStatus | None:
        text = self.text
        if _CANCELLED.search(text) and not re.search(r"\b(?:unless|until|if)\b", self.sentence.text):
            return MeetingStatus.CANCELLED
        if _POSTPONED.search(text):
            return MeetingStatus.POSTPONED
        if anchor.verb and re.search(r"(?:will|to|would|is due|are due|set|scheduled|'ll|may|can|could|should|not)(?: (?:also|then|soon|now|instead|be|first|jointly))* $", text[: anchor.start]):
            return MeetingStatus.EXPECTED
        if _DONE.search(text[: anchor.start]) and not _AHEAD.search(text[: anchor.start]):
            return MeetingStatus.HELD
        if _UNDER_WAY.search(text):
            return MeetingStatus.UNDER_WAY
        if _AHEAD.search(text):
            return MeetingStatus.EXPECTED
        if _ENDED.search(text):
            return MeetingStatus.HELD
        return None

    # -- continuation ----------------------------------------------------------------------

    def continues(self) -> bool:
        """Whether a clause without a meeting of its own tells more of the one before."""
        if self.anchors:
            return False
        opens = re.match(r"(?:in|at|during|to)? ?(?:which|where)\b", self.text)
        if _CANCELLED.search(self.text) or _POSTPONED.search(self.text):
            return bool(re.match(r"(?:it |they |this |that |these |but |and |now |then |later )*(?:has|have|had|was|were|is|are|will|would|been|be|postponed|cancelled|canceled|called)\b", self.text, re.IGNORECASE))
        return bool(opens and re.match(CUE, self.clause.antecedent)) or self.clause.kind == "coordinate" and bool(_LINK.search(self.text))

    def complete(self, frame: Frame) -> Frame:
        """The frame with what this clause adds."""
        status = self._status(_Anchor(0, 0, "", "", "meeting"))
        changed = status in (MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)
        for match in re.finditer(rf"{DATE}|{PLACE}", self.text):
            part = self.result.parts[match.group()]
            if self._distracted(self.text[: match.start()]):
                continue
            if isinstance(part, Place) and not frame.place and self._is_where(self.text[: match.start()]):
                frame = replace(frame, place=part.name)
            if isinstance(part, DateMention) and (frame.start is None or changed):
                frame = replace(frame, start=part.first, end=part.last, exact=part.exact)
        return replace(frame, topic=frame.topic or topic(self.result, self.text), status=status if changed else frame.status or status)


def _same_time(one: DateMention, other: DateMention) -> bool:
    return one.first <= other.last and other.first <= one.last


def _narrower(one: DateMention, other: DateMention) -> DateMention:
    return min((one, other), key=lambda m: (not m.exact, (m.last - m.first).days))
