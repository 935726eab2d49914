"""Meetings as one clause tells them: who, what about, and how it stands. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.seeding import standing
from monitor.seeding.antecedents import AGAIN, OTHER, OWNER
from monitor.seeding.arguments import gathered, main_verb
from monitor.seeding.clauses import Clause
from monitor.seeding.frame import Frame
from monitor.seeding.mention import Sentence
from monitor.seeding.occasions import days_later, placed
from monitor.seeding.parties import STOP_WORD, SUMMONS, Parties
from monitor.seeding.shape import DATE, PART, PERSON, PLACE, Cue, Family, Shape
from monitor.seeding.topics import implied, topic
from monitor.seeding.verbs import Anchor, anchors
from monitor.seeding.whereabouts import LINK, Whereabouts

_WORDS: dict[Family, str] = {
    "visit": "visit",
    "election": "election",
    "court": "hearing",
    "meeting": "meeting",
}
_SAME_PLACE = re.compile(
    r"\b(?:in|at) the same (?:city|town|place|venue|hotel|building|resort)\b|\b(?:speak|be|"
    r"appear) there\b"
)
_DEFINITE = re.compile(
    rf"\b(?:the|these|those|this|that)(?: (?!(?:at|in|on|an?|to|for|with|of|and|by)\b)"
    rf"(?:[\w-]+|{PART}(?:'s)?)){{0,3}} $",
    re.IGNORECASE,
)
_OF_BODY = re.compile(
    r" of (?P<words>[Tt]he (?:[Cc]ouncil|[Cc]ommittee|[Bb]oard|[Cc]ourt|[Uu]nion|[Cc]ompany|"
    r"[Gg]roup|[Bb]loc|[Aa]lliance|[Aa]ssembly)\b)"
)
_OF_SEVERAL = re.compile(
    r" (?:of|between|among) (?P<words>(?:the|both|all) (?:two |three |four |five |six )?"
    r"(?:sides|parties|countries|governments|states|nations|delegations|companies|unions))\b"
)
_ASIDE = re.compile(
    r"\b(?:eve|sidelines|margins|ahead|start|end|day|run-up|fringes|prepare|"
    r"prepared?) (?:of )?(?:the|that|this) $"
)
_AGAIN = re.compile(
    r"\b(?:next|another|further|follow-up|similar|repeat|new|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"final|last)(?: (?!of)[\w-]+){0,2}$",
    re.IGNORECASE,
)
_OF_ONE_BODY = re.compile(
    r"markets day|investor day|general meeting|\bagm\b|\begm\b|annual meeting|shareholder|"
    r"(?:special|open) (?:session|evening)|"
    r"(?:consultation|information|drop-in|engagement) (?:event|evening|session)|"
    r"council session|board (?:meeting|session)|committee (?:meeting|session)|elective"
)
_ROLES = re.compile(
    r" (?:with )?(?:the |its |his |her |their |local |senior )?(?:[\w'-]+ ){0,3}(?:council|board|"
    r"officials|leaders|ministers|counterparts|"
    r"representatives|delegates|investors|shareholders|unions?|families|residents|lawmakers|"
    r"executives|officers|members)\b"
)
_NO_NOUNS = frozenset(
    {"they", "the", "both", "two", "sides", "countries", "parties", "leaders", "ministers", "his"}
)
_AGENDA = re.compile(
    r"\bagenda\b|\bthe (?:main |only |central |chief |key )?(?:subject|topic|theme)\b"
)
_GOES_ON = re.compile(r"(?:It|They|This) (?:will|is|are|was|were|would|had|has|have)\b")
_WITH_ONE = re.compile(r" (?:[\w-]+ ){0,3}with\b")
_NONE = re.compile(r"\b(?:no|without|neither|any)(?: [\w-]+){0,2} $", re.IGNORECASE)
_OWNER = re.compile(r"\b(?P<word>its|their|his|her)(?: [\w'-]+){0,3} $", re.IGNORECASE)
_PURPOSE = re.compile(r"\b(?:for|to|where|and|attend|hold)\b")
_OTHER_TIME = re.compile(r"\b(?:after|before|ahead of|following)\b")
_MET_FOR = re.compile(r" (?:[^,;]{0,40} )?(?:for|in)(?: (?:a|an|the|their))?(?: [\w-]+){0,3} ?")


class ClauseReader:
    """Reads one clause; a class because its steps share the text and its anchors.

    ``subject``: that of the clause before, for one that has none of its own.
    """

    def __init__(self, result: Shape, clause: Clause, sentence: Sentence, subject: str) -> None:
        self.result = result
        self.clause = clause
        self.sentence = sentence
        self.inherited = subject
        self.text = clause.text
        self.anchors = anchors(result, self.text)
        self.where = Whereabouts(text=self.text, anchors=self.anchors)
        self.parties = Parties(result=result, clause=clause, inherited=subject)
        verbs = [anchor.start for anchor in self.anchors if anchor.verb]
        self.subject = (
            self.parties.subject_text(min(verbs)) if verbs else self.parties.leading_actor()
        )

    def frames(self) -> list[Frame]:
        """What the clause tells, each meeting with its own places and dates."""
        if not self.anchors and _AGENDA.search(self.text):
            return [self._agenda()]
        if not self.anchors and _GOES_ON.match(self.text) and LINK.search(self.text):
            chars = re.findall(rf"{DATE}|{PLACE}", self.text)
            goes_on = replace(
                self._agenda(),
                topic="",
                status=standing.status(self.text, 0, verb=True, sentence=self.sentence.text),
                goes_on=True,
            )
            return placed(self.result, self.clause, goes_on, chars) if chars else []
        found: list[Frame] = []
        groups = self.where.attachments()
        for n, anchor in enumerate(self.anchors):
            partner = self._partner(n)
            if partner is not None and partner > n:
                continue  # told with the anchor behind it
            frame = self._frame(anchor, self.anchors[partner] if partner is not None else None)
            if frame is not None:
                found += placed(
                    self.result,
                    self.clause,
                    frame,
                    groups[n] + (groups[partner] if partner is not None else []),
                )
        return found

    def _agenda(self) -> Frame:
        """What is told of a meeting by its agenda alone ("Trade tops the agenda")."""
        about = topic(self.result, self.text)
        words, sentence = _WORDS["meeting"], self.sentence.text
        return Frame(
            words=words,
            family="meeting",
            participants=(),
            topic=about,
            more=True,
            sentence=sentence,
        )

    def _partner(self, n: int) -> int | None:
        """The other anchor that tells the same meeting ("travel to L for talks")."""
        for other in (n - 1, n + 1):
            if not 0 <= other < len(self.anchors):
                continue
            first, second = self.anchors[min(n, other)], self.anchors[max(n, other)]
            if first.verb and self._told_together(first, second):
                return other
        return None

    def _told_together(self, first: Anchor, second: Anchor) -> bool:
        between = self.text[first.end : second.start]
        if first.family == second.family and first.family in ("court", "election"):
            return True
        if first.family == "meeting" and second.cue:
            return bool(_MET_FOR.fullmatch(between))
        if first.family != "visit" or not _PURPOSE.search(between):
            return False
        if second.cue:
            return not _OTHER_TIME.search(between)
        return between.endswith("to ")

    def _frame(self, anchor: Anchor, partner: Anchor | None) -> Frame | None:
        """The meeting of an anchor and its partner; its place and date are found apart."""
        told = [anchor, *([partner] if partner else [])]
        cue = next((a for a in told if a.cue), None)
        verb = next((a for a in told if a.verb), None)
        names, refers, sure = self._who(cue, verb)
        before_cue = self.text[: cue.start] if cue else ""
        if cue and _NONE.search(before_cue):
            return None
        if cue and not names and not refers:
            refers = self._pointed_to(cue, before_cue)
        more = bool(verb and verb.more)
        family = cue.family if cue else anchor.family
        if not cue and not refers and not more and self._nobody(names, family):
            return None
        words = self._words(cue, anchor)
        return Frame(
            words=words,
            family=family,
            participants=tuple(names),
            refers=refers,
            definite=bool(_DEFINITE.search(before_cue)),
            topic=topic(self.result, self.text[max(a.end for a in told) :])
            or topic(self.result, self.text)
            or self._implied(words, before_cue),
            status=None
            if _ASIDE.search(self.text[: anchor.start])
            else standing.status(
                self.text, anchor.start, verb=bool(anchor.verb), sentence=self.sentence.text
            ),
            sure=sure,
            more=more,
            verbal=cue is None,
            same_place=bool(_SAME_PLACE.search(self.text)),
            later=days_later(self.text),
            tentative=standing.tentative(self.text[: anchor.start]),
            sentence=self.sentence.text,
        )

    def _pointed_to(self, cue: Anchor, before: str) -> str:
        """Words that point to who meets, where the clause names nobody."""
        refers = ""
        if owner := _OWNER.search(before):
            refers = "" if _unnamed(before) else owner["word"]
        elif told := (_OF_BODY.match(self.text, cue.end) or _OF_SEVERAL.match(self.text, cue.end)):
            refers = told["words"]
        elif _AGAIN.search(before + self._words(cue, cue)):
            refers = AGAIN  # the next round is of those who held the last one
        return refers or self._owner_of(cue)

    @staticmethod
    def _implied(words: str, before: str) -> str:
        """The topic in the words themselves: "trade talks", "digital trade talks"."""
        about = implied(words)
        ahead = re.search(r"\b(?P<word>[a-z]{4,}) $", before)
        more = ahead and words.lower().startswith(about) and not STOP_WORD.match(ahead["word"])
        return f"{ahead['word']} {about}" if about and ahead and more else about

    def _owner_of(self, cue: Anchor) -> str:
        """Words for those whose "annual general meeting", "next hearing" or "talks" it is."""
        words = self._words(cue, cue).lower()
        if cue.family == "court":
            return "the court"
        if _OF_ONE_BODY.search(words):
            return OWNER
        of_others = self.text[cue.end :].startswith(" of")
        bare = words.split()[-1] in ("talks", "negotiations", "round") and not of_others
        return AGAIN if bare and re.search(DATE, self.text) else ""

    def _words(self, cue: Anchor | None, anchor: Anchor) -> str:
        part = self.result.parts[cue.cue] if cue else None
        return part.words if isinstance(part, Cue) else _WORDS[anchor.family]

    def _who(self, cue: Anchor | None, verb: Anchor | None) -> tuple[list[str], str, bool]:
        """Participants, words that point to them, and whether they are beyond doubt."""
        own, sure = self.parties.of_cue(cue) if cue else ([], True)
        refers = ""
        if verb:
            subject, refers = self.parties.subject(verb)
            names = [*subject, *self.parties.object(verb), *own]
            if SUMMONS.match(verb.verb):
                names, refers = self.parties.summoned(verb)
                names = [*names, *own]
            elif verb.guest:
                names, refers = self.parties.object(verb), ""  # the body meets, not its guest
            if cue and verb.family == "visit" and _DEFINITE.search(self.text[: cue.start]):
                names = own  # who travels "to L for the summit" is one of many there
        elif cue:
            holders, refers = self.parties.holders(cue, own)
            names = [*holders, *own]
            definite = _DEFINITE.search(self.text[: cue.start])
            owned = own and re.match(r" of\b", self.text[cue.end :])
            open_end = len(own) == 1 and not holders and _WITH_ONE.match(self.text[cue.end :])
            if not (definite or owned or refers or len(holders) > 1):
                names += gathered(self.result, self.text, cue.start, cue.end)
            if open_end and len(set(names)) == 1 and not definite:
                refers = OTHER
        else:
            names = own
        return list(dict.fromkeys(names)), refers, sure

    def _nobody(self, names: list[str], family: Family) -> bool:
        """One body can meet by itself, one person cannot; nobody visits without a visitor."""
        if family == "visit":
            return not names
        if any(a.guest for a in self.anchors):
            return False
        if any(_ROLES.match(self.text[a.end :]) for a in self.anchors if a.verb):
            return False
        alone = len(names) == 1 and re.search(PERSON, self.subject or self.inherited)
        return family == "meeting" and bool(alone)


def _unnamed(before: str) -> bool:
    """Whether the subject is told by a common noun: "small states will hold their meeting"."""
    verb = main_verb(before)
    subject = before[: verb.start()] if verb else ""
    words = [word for word in re.findall(r"[A-Za-z]{3,}", subject) if word.lower() not in _NO_NOUNS]
    return bool(words) and words[-1].endswith("s")
