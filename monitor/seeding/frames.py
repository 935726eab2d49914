"""Meetings as single sentences tell them: who, when, where, what about, and how it stands. Pure.

Works on shaped sentences (:mod:`monitor.seeding.shape`) clause by clause; what several sentences
tell about one meeting is put together in :mod:`monitor.seeding.meetings`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from monitor.gazetteer.states import by_name
from monitor.model import MeetingStatus
from monitor.seeding import standing
from monitor.seeding.antecedents import AGAIN, OTHER, OWNER, Actors
from monitor.seeding.arguments import gathered, main_verb, without_adjectives
from monitor.seeding.clauses import Clause, clauses
from monitor.seeding.dates import DateMention
from monitor.seeding.frame import Frame, added, adds, during, same_people
from monitor.seeding.mention import Sentence
from monitor.seeding.parties import STOP_WORD, SUMMONS, Parties
from monitor.seeding.places import locate
from monitor.seeding.references import put_back
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
from monitor.seeding.topics import asked, implied, topic
from monitor.seeding.verbs import Anchor, anchors
from monitor.seeding.whereabouts import LINK, Whereabouts, distracted

_WORDS: dict[Family, str] = {
    "visit": "visit",
    "election": "election",
    "court": "hearing",
    "meeting": "meeting",
}
_ENDS = re.compile(
    rf"\b(?:until|till|through|(?:conclude[sd]?|concluding|end|ends|ended|ending|close[sd]?|"
    rf"wraps? up|wrapped up) (?:on )?) ?(?:the )?({DATE})"
)
_LASTS = re.compile(
    r"\b(?P<n>two|three|four|five|six|2|3|4|5|6)(?:-day\b| days of\b)"
    r"|\b(?:last|take|run)(?:s|ing)?(?: for)? (?P<m>two|three|four|five|six|2|3|4|5|6) days\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:wrap\w* up|end(?:ed|s)|conclud\w+|clos(?:ed|es)|after|finish\w+|complet\w+)\b"
)
_SAME_PLACE = re.compile(
    r"\b(?:in|at) the same (?:city|town|place|venue|hotel|building|resort)\b|\b(?:speak|be|"
    r"appear) there\b"
)
_LATER = re.compile(
    r"\b(?:(two|three|four|five|[2-5]) days later|the (?:next|following) day|"
    r"(?P<same>(?:on )?(?:that|the same) day))\b"
)
_COUNT = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
    "6": 6,
}
_DEFINITE = re.compile(
    rf"\b(?:the|these|those|this|that)(?: (?!(?:at|in|on|an?|to|for|with|of|and|by)\b)"
    rf"(?:[\w-]+|{PART}(?:'s)?)){{0,3}} $",
    re.IGNORECASE,
)
_OF_BODY = re.compile(
    r" of (?P<words>[Tt]he (?:[Cc]ouncil|[Cc]ommittee|[Bb]oard|[Cc]ourt|[Uu]nion|[Cc]ompany|"
    r"[Gg]roup|[Bb]loc|[Aa]lliance|[Aa]ssembly)\b)"
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
_SAID_TO = re.compile(r"\b(?:said|says|reported|reports|announced|according to)\b[^,]*, to [a-z]+ ")
_AGENDA = re.compile(
    r"\bagenda\b|\bthe (?:main |only |central |chief |key )?(?:subject|topic|theme)\b"
)
_WITH_ONE = re.compile(r" (?:[\w-]+ ){0,3}with\b")
_NONE = re.compile(r"\b(?:no|without|neither|any)(?: [\w-]+){0,2} $", re.IGNORECASE)
_OWNER = re.compile(r"\b(?P<word>its|their|his|her)(?: [\w'-]+){0,3} $", re.IGNORECASE)
_PURPOSE = re.compile(r"\b(?:for|to|where|and|attend|hold)\b")
_OTHER_TIME = re.compile(r"\b(?:after|before|ahead of|following)\b")
_MET_FOR = re.compile(r" (?:[^,;]{0,40} )?(?:for|in)(?: (?:a|an|the|their))?(?: [\w-]+){0,3} ?")
_MOVED_UNTIL = re.compile(
    rf"\b(?:postpon\w+|put off|mov\w+|delay\w+|push\w+ back|reschedul\w+|deferr?\w*|adjourn\w*)"
    rf"(?: [\w'-]+| {PART}){{0,6}}? (?:until|till|to|for)(?: the| early| late)? (?P<day>{DATE})"
)
_MOVED_TO = re.compile(r"\b(?:moved|shifted|brought forward|rescheduled)\b[^,;]*\b(?:to|for)\b")


def frames(
    at: int, known: Actors, published: date | None, near: date | None, dateline: str = ""
) -> tuple[Frame, ...]:
    """All tellings of meetings in sentence ``at`` of an article, in reading order.

    ``known``: the actors of the article. ``published`` and ``near``: as for
    :func:`monitor.seeding.dates.dates`. ``dateline``: where the article was written.
    """
    sentence = known.sentences[at]
    result = shape(sentence, published, near, dateline)
    put_back(result, at, known)
    mark_cues(result)
    locate(result)
    without_adjectives(result)
    found: list[Frame] = []
    subject = ""
    shared: list[int] = []
    before: _Clause | None = None
    for clause in clauses(result.text):
        reader = _Clause(result, clause, sentence, subject)
        told = reader.frames() if clause.kind != "gap" else reader.gapped(found)
        if clause.kind == "after" and before is not None and not before.anchors and told:
            told = before.dated(told)
        before = reader
        if not told and found and reader.continues():
            found[-1] = reader.complete(found[-1])
        if clause.kind == "shared":
            shared += range(len(found), len(found) + len(told))
        elif told and shared:
            for n in shared:
                topic_told, status_told = found[n].topic, found[n].status
                found[n] = replace(
                    found[n],
                    topic=topic_told or told[0].topic,
                    status=status_told or told[0].status,
                )
            shared = []
        if adds(clause, told, found):
            found[-1] = added(found[-1], told[0])
            told = told[1:]
        elif (found and found[-1].more and told and same_people(found[-1], told[0])) or (
            clause.kind == "coordinate" and told and found and during(told[0], found[-1])
        ):
            told = [added(told[0], found.pop()), *told[1:]]
        found += told
        if re.search(ACTOR, reader.subject):
            subject = reader.subject
    return tuple(found)


class _Clause:
    """Reads one clause; a class because its steps share the text and its anchors."""

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
        found: list[Frame] = []
        groups = self.where.attachments()
        for n, anchor in enumerate(self.anchors):
            partner = self._partner(n)
            if partner is not None and partner > n:
                continue  # told with the anchor behind it
            frame = self._frame(anchor, self.anchors[partner] if partner is not None else None)
            if frame is not None:
                found += self._placed(
                    frame, groups[n] + (groups[partner] if partner is not None else [])
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

    def dated(self, told: list[Frame]) -> list[Frame]:
        """What came before this clause, on its day: "agreed on D in L after a long session"."""
        first = told[0]
        if first.start or first.place or first.definite:
            return told
        chars = re.findall(rf"{DATE}|{PLACE}", self.text)
        names = first.participants or self.result.names(self.subject)
        held = replace(first, participants=names, status=first.status or MeetingStatus.HELD)
        return [*self._placed(held, chars), *told[1:]]

    def gapped(self, found: list[Frame]) -> list[Frame]:
        """A meeting told by what differs: "… meets A in L, and B in M"."""
        if not found:
            return []
        names = dict.fromkeys([*self.result.names(self.inherited), *self.result.names(self.text)])
        chars = re.findall(rf"{DATE}|{PLACE}", self.text)
        blank = replace(found[-1], participants=tuple(names), place="", start=None, end=None)
        return self._placed(blank, chars)

    def continues(self) -> bool:
        """Whether a clause without a meeting of its own tells more of the one before."""
        if self.clause.kind == "question":
            return True
        if self.anchors:
            return False
        if _SAID_TO.search(self.text):
            return True
        if standing.changes(self.text):
            return True
        if re.match(r"(?:it|they|this) (?:will|is|was|are|were)\b", self.text):
            return bool(LINK.search(self.text))
        opens = re.match(r"(?:in|at|during|to)? ?(?:which|where)\b", self.text)
        return bool(opens and re.match(CUE, self.clause.antecedent)) or bool(
            self.clause.kind == "coordinate" and LINK.search(self.text)
        )

    def complete(self, frame: Frame) -> Frame:
        """The frame with what this clause adds."""
        if self.clause.kind == "question":
            return replace(frame, topic=frame.topic or asked(self.result, self.text))
        status = standing.status(self.text, 0, verb=False, sentence=self.sentence.text)
        changed = status in standing.CHANGED
        if not frame.participants and self.text.startswith("at which"):
            frame = replace(frame, participants=self.result.names(self.text.split(" will ")[0]))
        if not frame.place and (seat := self._hosting_seat()):
            frame = replace(frame, place=seat)
        for match in re.finditer(rf"{DATE}|{PLACE}", self.text):
            part, before = self.result.parts[match.group()], self.text[: match.start()]
            if distracted(before):
                continue
            if isinstance(part, Place) and not frame.place and self.where.is_where(before):
                frame = replace(frame, place=part.name)
            if (
                isinstance(part, DateMention)
                and frame.ends
                and frame.end
                and part.first < frame.end
            ):
                frame = replace(frame, start=part.first, ends=False)
            elif isinstance(part, DateMention) and (frame.start is None or changed):
                frame = replace(frame, start=part.first, end=part.last, exact=part.exact)
        return replace(
            frame,
            topic=frame.topic or topic(self.result, self.text),
            status=status if changed else frame.status or status,
        )

    def _hosting_seat(self) -> str:
        """The capital that hosts, where a government is named by it ("which Ankara will host")."""
        host = re.search(rf"({STATE}) (?:will |is to |would )?(?:host|be (?:the )?host)", self.text)
        if not host:
            return ""
        mention = self.result.mention(host[1])
        known = by_name().get(mention.name)
        return mention.surface if known and mention.surface in known.capitals else ""

    # -- one meeting -----------------------------------------------------------------------

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
        told = [anchor, *([partner] if partner else [])]
        cue = next((a for a in told if a.cue), None)
        verb = next((a for a in told if a.verb), None)
        names, refers, sure = self._who(cue, verb)
        before_cue = self.text[: cue.start] if cue else ""
        if cue and _NONE.search(before_cue):
            return None
        if cue and not names and not refers and (owner := _OWNER.search(before_cue)):
            refers = "" if _unnamed(before_cue) else owner["word"]
        elif cue and not names and not refers and (body := _OF_BODY.match(self.text[cue.end :])):
            refers = body["words"]
        elif (
            cue
            and not names
            and not refers
            and _AGAIN.search(before_cue + self._words(cue, anchor))
        ):
            refers = AGAIN  # the next round is of those who held the last one
        if cue and not names and not refers:
            refers = self._owner_of(cue)
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
            later=_days_later(self.text),
            tentative=standing.tentative(self.text[: anchor.start]),
            sentence=self.sentence.text,
        )

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

    def _placed(self, frame: Frame, chars: list[str]) -> list[Frame]:
        """The frame with its place and date; several where it has several of both."""
        moved = frame.status == MeetingStatus.POSTPONED or bool(_MOVED_TO.search(self.text))
        groups = self._groups(chars, moved=moved)
        hosting = self.clause.kind == "relative" and re.match(r"which [^,;]*\bhost", self.text)
        if (hosting or self.text.startswith(("where", "in which"))) and self.clause.antecedent:
            antecedent = self.result.parts[self.clause.antecedent]
            if isinstance(antecedent, Place):  # "L, where she is to be received at the palace"
                groups = [(antecedent, day) for _, day in groups]
        return [self._with(frame, place, day) for place, day in groups]

    def _groups(
        self, chars: list[str], *, moved: bool
    ) -> list[tuple[Place | None, DateMention | None]]:
        """Places with their dates. ``moved``: only the last of each counts."""
        groups: list[tuple[Place | None, DateMention | None]] = []
        where: Place | None = None
        when: DateMention | None = None
        if moved and (later := _MOVED_UNTIL.search(self.text)) and later["day"] in chars:
            chars = [*(char for char in chars if not re.match(DATE, char)), later["day"]]
        for part in (self.result.parts[char] for char in dict.fromkeys(chars)):
            if isinstance(part, Place):
                if where and where != part and not moved:
                    if when is None:
                        continue  # the first place is the nearer one
                    groups.append((where, when))
                    when = None
                where = part
            elif isinstance(part, DateMention):
                if when and not moved and part.first - when.last == timedelta(days=1):
                    when = replace(when, last=part.last)  # "on April 30 and May 1"
                    continue
                if when and not moved and not _same_time(when, part):
                    groups.append((where, when))
                    when = None
                when = _narrower(when, part) if when and not moved else part
        return [*groups, (where, when)]

    def _with(self, frame: Frame, place: Place | None, when: DateMention | None) -> Frame:
        if frame.family == "election" and place and place.state:
            # an election "in" a state is that state's, not one that others hold there
            frame = replace(frame, participants=frame.participants or (place.state,))
            place = None
        if place and place.body and frame.family == "court":
            frame = replace(
                frame, participants=tuple(dict.fromkeys((place.body, *frame.participants)))
            )
        if place:
            frame = replace(frame, place=place.name)
        if when is None:
            return frame
        last = frame.status != MeetingStatus.POSTPONED and any(
            self.result.parts[match[1]] is when for match in _ENDS.finditer(self.text)
        )
        days = _LASTS.search(self.text) or _LASTS.search(frame.words)
        end = when.last
        over = days and days["n"] and _OVER.search(self.text)
        if days and when.exact and when.first == when.last and not last and not over:
            end += timedelta(days=_COUNT.get((days["n"] or days["m"]).lower(), 1) - 1)
        return replace(frame, start=when.first, end=end, exact=when.exact, ends=last)


def _unnamed(before: str) -> bool:
    """Whether the subject is told by a common noun: "small states will hold their meeting"."""
    verb = main_verb(before)
    subject = before[: verb.start()] if verb else ""
    words = [word for word in re.findall(r"[A-Za-z]{3,}", subject) if word.lower() not in _NO_NOUNS]
    return bool(words) and words[-1].endswith("s")


def _days_later(text: str) -> int | None:
    if match := _LATER.search(text):
        if match["same"]:
            return 0
        return _COUNT.get(match[1].lower(), 0) if match[1] else 1
    return None


def _same_time(one: DateMention, other: DateMention) -> bool:
    return one.first <= other.last and other.first <= one.last


def _narrower(one: DateMention, other: DateMention) -> DateMention:
    return min((one, other), key=lambda m: (not m.exact, (m.last - m.first).days))
