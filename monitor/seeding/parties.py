"""Who takes part in a meeting, from one clause of a shaped sentence. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.seeding.arguments import main_verb
from monitor.seeding.clauses import Clause
from monitor.seeding.shape import ACTOR, CUE, DATE, PART, PERSON, PLACE, STATE, Shape
from monitor.seeding.verbs import Anchor

STOP_WORD = re.compile(
    r"^(?:the|a|an|to|of|in|on|at|by|for|from|with|between|and|or|but|that|which|who|will|would|"
    r"shall|can|could|may|might|must|is|are|was|were|be|been|has|have|had|"
    r"hold|holds|held|holding|host|hosts|hosted|hosting|attend\w*|join\w*|start|starts|begin|"
    r"begins|began|resume\w*|said|says|after|before|during|as|into|about|over|against|its|their|"
    r"his|her|"
    r"seek\w*|want\w*|call\w*|urg\w*|propos\w*|chair\w*|address\w*|open\w*|conven\w*|follow\w*|"
    r"demand\w*|reject\w*|agree\w*|plan|plans|boycott\w*|skip\w*|enter\w*|conduct\w*|have|having|"
    r"launch\w*|offer\w*|ahead|took|take\w*|through|amid|under|than|without|within|via|since|"
    r"until|because|so|also|if|when|while|not|no)$"
)
_POINTER = re.compile(
    r"\b(?P<words>[Tt]hey|[Tt]he (?:two|three|four|five|six)(?: [a-z]+){0,3}|[Bb]oth (?:sides|"
    r"countries|leaders|men|parties|delegations|ministers|nations)|"
    r"[Tt]he (?:sides|parties|leaders|pair|ministers|delegations|presidents|negotiators|"
    r"warring (?:sides|parties)|foreign ministers|diplomats|delegates|teams|rivals)|[Hh]e|[Ss]he|"
    r"I|[Ww]e|"
    r"(?:[Tt]he|[Ii]ts)(?: (?:executive|governing|supervisory|general))? "
    r"(?:company|firm|bank|group|council|union|club|court|committee|board|agency|ministry|"
    r"organi[sz]ation|bloc|alliance|airline|retailer|carmaker|manufacturer|party|"
    r"regulator|assembly)|"
    r"[Tt]he (?:minister|president|[Pp]rime [Mm]inister|[Pp]resident|[Mm]inister|[Cc]hancellor|"
    r"envoy|[Mm]ayor|defendant|accused|"
    r"former [a-z]+))\b"
)
_SINGULAR = re.compile(
    r"^(?:He|She|he|she|[Tt]he (?:minister|president|prime minister|chancellor|envoy|mayor|"
    r"defendant|accused|former [a-z]+))$"
)
_HOLD = re.compile(
    r"\b(?:holds?|held|holding|hav(?:e|ing)|has|had|conduct\w*|resum\w+|starts?|started|begins?|"
    r"began|opens?|opened|launch\w*|conven\w+|schedul\w+|continu\w+|enter\w*|conclud\w+|"
    r"completed?|end|ends|ended|finish\w*|wraps? up|wrapped up|sits? down (?:for|to)|meet(?:s|"
    r"ing)? for|met for|(?:return|go|goes|went|come|"
    r"gather|gathered|arrived?|sit|engage\w*|engaging|travel\w*|fly|flies|flew|get together|"
    r"gathering) (?:[^,;]{0,30} )?(?:for|in|to)|agree(?:d|s)? (?:to|on)|took part in|(?:back|"
    r"fresh|return\w*) from|fixed|set|listed|"
    r"taken part in|takes? part in|taking part in|participat\w+ in|plan(?:s|ned)?|arrang\w+|"
    r"organi[sz]\w+|call(?:s|ed)?|attend\w*|join\w*|want\w*|"
    r"seek\w*|sought|propos\w+|offer\w*|request\w*)"
    r"(?: (?!(?<!days )(?<!hours )(?<!weeks )(?<!rounds )(?<!round )(?<!series )of|that|which|"
    r"who|by|from|said|as|on)[\w'-]+){0,5} ?$",
    re.IGNORECASE,
)
_ATTEND = re.compile(
    r"\b(?:attend\w*|join\w*|took part in|takes? part in|taking part in|participat\w+ in|"
    r"address\w*|chair\w*|skip\w*|boycott\w*)\b[^,;]{0,30}$",
    re.IGNORECASE,
)
_HOSTED_BY = re.compile(
    r"\b(?:[Aa]t the (?:invitation|request)|[Oo]n behalf|[Uu]nder the (?:auspices|chairmanship)|"
    r"[Ii]n the presence) of [^,;]*,"
)
_LEFT = re.compile(
    r"\b(?:walk(?:s|ed)? out of|storm(?:s|ed)? out of|left|quit|returned? (?:from|to)|broke off|"
    r"came away from|emerged from) (?:the |their )?(?:[\w-]+ ){0,2}$"
)
_VERBISH = r"\b(?:will|would|is|are|was|were|has|have|had|to|votes?|voted|[a-z]+ed)\b"
_HOST = re.compile(r"\b(?:host|hosts|hosted|hosting)\b", re.IGNORECASE)
_VERB = re.compile(
    rf"{_VERBISH}|\b(?:hold|holds|held|host|hosts|said|says|told|began|plans?|agree)\b"
)
_AT_CUE = re.compile(r"\b(?:at|during|in) (?:an?|the|its|their|this|his|her)?(?: ?[\w'-]+){0,3} ?$")
_INVITED = re.compile(rf"\bat the invitation of [^;]{{0,90}}?({ACTOR}(?:[^;,]{{0,60}}?{PERSON})?)")
_SEATED = ("brief", "briefs", "briefed", "before", "at", "in", "by", "to", "from")
_SEAT = re.compile(rf" (?:the |a )?({ACTOR})")
_BY_VISITOR = re.compile(rf"\bby (?:[^,;]{{0,60}}? )?({PERSON})")
_SUMMONED = re.compile(
    rf"\b(?:summon\w*|invit(?:e|es|ed|ing)|bring\w* together|brought together|call(?:s|"
    rf"ed) in|gather(?:s|ed|ing)?|(?:has|have|had) (?:called|asked)|asked)\b"
    rf"(?P<list>[^;]*(?:{ACTOR}(?: [a-z]+)?|\b(?:leaders|ministers|representatives|delegations|"
    rf"groups|companies|unions|experts|"
    rf"members|parties|heads|chiefs|envoys)(?: of [a-z ]+)?)) (?:to|for|in)\b[^;,]{{0,60}}$"
)
SUMMONS = re.compile(r"(?:call|summon|ask|invit)(?:s|ed|es|e)?$")
"""Verbs that tell who brings others together; they meet, and so does who asks one alone."""

_WITH_ACTOR = re.compile(rf"[^,;]*?\bwith (?:[\w'-]+ ){{0,4}}{ACTOR}")
_LISTS = frozenset(
    [
        "between",
        "among",
        "with",
        "involving",
        "including",
        "include",
        "includes",
        "involve",
        "involves",
        "against",
        "from",
    ]
)
_LEAVES = frozenset(
    [
        "on",
        "about",
        "over",
        "in",
        "at",
        "to",
        "for",
        "by",
        "into",
        "during",
        "around",
        "under",
        "aimed",
        "since",
        "near",
        "off",
        "amid",
        "despite",
    ]
)
_ENDS = frozenset(
    [
        "will",
        "would",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "said",
        "says",
        "could",
        "may",
        "might",
        "should",
        "took",
        "began",
        "ended",
        "that",
        "who",
        "which",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Finds participants in a clause. ``inherited``: the subject of the clauses before it."""

    result: Shape
    clause: Clause
    inherited: str

    @property
    def text(self) -> str:
        """The clause's text."""
        return self.clause.text

    def leading_actor(self) -> str:
        """What stands before the first verb of a clause without a verb of meeting."""
        verb = main_verb(self.text)
        before = self.subject_text(verb.start()) if verb else ""
        return before if re.search(ACTOR, before) else ""

    def of_cue(self, anchor: Anchor) -> tuple[list[str], bool]:
        """Who stands before and behind a meeting word; whether that is beyond doubt."""
        before, after = self.text[: anchor.start], self.text[anchor.end :]
        ahead = self._attribute(before)
        behind = self._behind(after, anchor.family)
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
        match = re.search(
            rf"\b(?P<word>its|their|his|her)(?: (?:[\w'-]+|{PLACE}|{DATE})){{0,4}} $", before
        )
        if not match:
            return []
        names = list(
            self.result.names(before[: match.start()]) or self.result.names(self.inherited)
        )
        return names if match["word"] == "their" else names[-1:]

    def _attribute(self, before: str) -> str:
        match = re.search(
            rf"(?P<actors>(?:(?:the )?{ACTOR}(?:'s|')?(?: ?[-–/] ?|, and |, | and | & |"
            rf"-)?)+)(?P<gap>(?:'s?)? ?(?:[\w'-]+[ -]|{DATE}(?:'s)? ){{0,4}})$",
            before,
        )
        if not match:
            return ""
        gap = [word for word in re.split(r"[ ]", re.sub(r"^'s?", "", match["gap"]).strip()) if word]
        if any(
            STOP_WORD.match(word)
            or word.startswith(("led", "backed", "brokered", "mediated", "sponsored", "hosted"))
            for word in gap
        ):
            return ""
        if re.match(
            r"-?(?:led|backed|brokered|mediated|sponsored|hosted|organi[sz]ed|chaired)",
            match["gap"].strip(" -"),
        ):
            return ""
        actors = match["actors"]
        lead = before[: match.start()]
        if re.search(r"\b(?:told|said|says) $", lead):
            return ""
        if (
            re.search(r"\b(?:in|to|from|over|on|about) (?:the )?$", lead)
            and "-" not in actors
            and " and " not in actors
            and re.search(r"[,]", actors)
        ):
            return ""
        return actors

    def subject_text(self, verb: int) -> str:
        """What stands before the verb at ``verb`` and is its subject, not an adjunct of it."""
        text = _HOSTED_BY.sub("", self.text[:verb])
        text = re.sub(
            rf"\b(?:on|over|about|against|into|regarding|under|amid|despite|(?<!led )by|to|in|at|"
            rf"near|"
            rf"visiting)(?: (?!of|from|and)[\w'-]+){{0,3}} {ACTOR}(?:'s)?(?:(?:, | and ){ACTOR})*",
            "",
            text,
        )
        text = re.sub(
            rf"{ACTOR}-(?:led|backed|brokered|mediated|sponsored|based|controlled)", "", text
        )
        # only what belongs to the verb's own subject: behind an earlier finite verb
        parts = re.split(r"\b(?:said|says|that|because|announced)\b", text)
        return parts[-1]

    def subject(self, anchor: Anchor) -> tuple[list[str], str]:
        """The subject of a verb of meeting, or the words that point to it."""
        before = self.subject_text(anchor.start)
        names = list(self.result.names(before))
        if names:
            return names, ""
        if (
            self.clause.kind == "relative"
            and re.match(ACTOR, self.clause.antecedent)
            and self.text.startswith(("who ", "which "))
        ):
            return list(self.result.names(self.clause.antecedent)), ""
        if re.match(r"(?:they|the two|both)\b", before.strip()):
            met = list(self.result.names(self.inherited))
            if len(met) > 1 or (met and not re.search(PERSON, self.inherited)):
                return met, ""
        inherited = self._inherited(before)
        return (list(inherited), "") if inherited else self._pointed(before)

    def _pointed(self, before: str) -> tuple[list[str], str]:
        """Whom a pronoun or a role means, within the sentence if it can; else the words."""
        if re.match(r"[^,;]{0,30}\b[Ii]t ", before + " ") and self.inherited:
            return list(self.result.names(re.sub(PERSON, "", self.inherited)))[:1], ""
        if self.inherited and re.match(r"(?:\w+ )?(?:its|their) ", before):
            return list(self.result.names(self.inherited)), ""
        if self.clause.kind == "adjunct" and re.match(r"(?:they|he|she|it)\b", before):
            return list(self.result.names(self.inherited)), ""  # nobody, if it opens the sentence
        pointer = _POINTER.search(before)
        if pointer and _SINGULAR.match(pointer["words"]) and re.search(PERSON, self.inherited):
            return list(self.result.names("".join(re.findall(PERSON, self.inherited)[:1]))), ""
        return [], pointer["words"] if pointer else ""

    def summoned(self, anchor: Anchor) -> tuple[list[str], str]:
        """Who is called, invited or asked to meet, or the words that point to them."""
        before, after = self.text[: anchor.start], self.text[anchor.end :]
        if re.search(r"\b(?:is|are|was|were|been|be) $", before):
            return self.subject(anchor)
        told = re.split(r" (?:to|for|in) ", after)[0]
        names = list(self.result.names(told))
        pointer = None if names else _POINTER.search(told)
        if pointer and re.search(r"[Bb]oth|two|sides|pair", pointer["words"]):
            return [], pointer["words"]
        several = len(names) != 1 or re.search(r"ministers|leaders|envoys|sides|\band\b", told)
        alone = several and names
        return ([] if alone else self.subject(anchor)[0]) + names, ""

    def object(self, anchor: Anchor) -> list[str]:
        """Whom a verb of meeting says is met, visited, heard or tried."""
        after = self.text[anchor.end :]
        if anchor.family == "visit":
            by = (
                re.match(rf" (?:[\w'-]+ ){{0,3}}{ACTOR}", after)
                if anchor.verb.endswith("by")
                else None
            )
            return [*(self.result.names(by.group()) if by else ()), *self._visited(after)]
        if anchor.more or anchor.family in ("election", "court"):
            seat = _SEAT.match(after) if anchor.verb.endswith(_SEATED) else None
            behind = self._behind(after, anchor.family)
            return list(self.result.names((seat[1] if seat else "") + behind))
        direct = re.match(
            rf"(?: with| by)?(?P<list>(?:(?:,| and|, and)? ?(?:(?!before|on|in|at|for|to|during|"
            rf"after|"
            rf"about|over|by|via|as)[\w'-]+ ){{0,6}}{ACTOR}(?:'s?)?(?: (?:officials|leaders|"
            rf"ministers|counterparts?|representatives|diplomats|negotiators|delegations?))?)+)",
            after,
        )
        names = list(self.result.names(direct["list"])) if direct else []
        if not direct and (person := re.match(rf"[^.;]{{0,160}}?{PERSON}", after)):
            names = list(self.result.names(person.group()[-1]))  # behind a long office
        return [
            *names,
            *self.result.names(
                self._behind(after[direct.end() :] if direct else after, anchor.family)
            ),
        ]

    def _visited(self, after: str) -> list[str]:
        names = list(self.result.names(self._behind(after, "visit")))
        meet = re.search(
            rf"\b(?:to (?:meet|see)|for talks with|to hold talks with|to negotiate with|meeting|"
            rf"meet)(?: with)? (?P<list>[^;]*?{ACTOR}[^;]*)",
            after,
        )
        if visitor := _BY_VISITOR.search(after):
            names += self.result.names(visitor[1])
        if invited := _INVITED.search(after):
            names += self.result.names(invited[1])
        if meet:
            names += self.result.names(self._behind("with " + meet["list"], "visit"))
        return names

    def holders(self, anchor: Anchor, own: list[str]) -> tuple[list[str], str]:
        """Who holds, attends or hosts what a meeting word names; or the words that point to them.

        ``own``: who is named with the meeting word itself.
        """
        before = self.text[: anchor.start]
        if hosts := list(_HOST.finditer(before)):
            host = self.result.names(self.subject_text(hosts[-1].start()))
            others = own and not _WITH_ACTOR.match(self.text[anchor.end :])
            return ([] if len(own) >= 2 or others else list(host)), ""
        if summoned := _SUMMONED.search(before):
            asked = self.result.names(summoned["list"])
            asks = self.subject_text(summoned.start())
            return list(asked or self.result.names(asks)), ""
        if left := _LEFT.search(before):
            return list(self.result.names(self.subject_text(left.start()))), ""
        attend = _ATTEND.search(before)
        others = own and not _WITH_ACTOR.match(self.text[anchor.end :])
        if attend and (others or before.endswith("the ")):
            return [], ""  # one who attends what is another's, or what was told before
        hold = _HOLD.search(before) or attend
        if not hold:
            guest = own or not _AT_CUE.search(before) or before.endswith(("the ", "this ", "that "))
            verb = None if guest else re.search(_VERBISH, before)
            return (list(self.result.names(self.subject_text(verb.start()))) if verb else []), ""
        subject = self.subject_text(hold.start())
        names = self.result.names(subject) or self._inherited(subject)
        return (list(names), "") if names else self._pointed(subject)

    def _inherited(self, subject: str) -> tuple[str, ...]:
        """The subject of the clause before, if this one has none of its own."""
        if self.clause.kind not in ("coordinate", "adjunct", "after") or _POINTER.search(subject):
            return ()
        return self.result.names(self.inherited)

    def _behind(self, after: str, family: str) -> str:
        """The actors in "between A and B", "with C", "of the D" behind a meeting word."""
        found, listing, brought = "", False, False
        for n, token in enumerate(re.findall(rf"{PART}|[\w'-]+|[,;]", after)):
            word = token.lower()
            if re.match(CUE, token) or word in _ENDS:
                break
            if re.match(ACTOR, token):
                found += token + " " if listing else ""
            elif family == "court" and word in ("brought", "filed", "by"):
                # "a case brought by A against B"
                listing, brought = (True, False) if word == "by" and brought else (listing, True)
            elif word in _LISTS or (
                word in ("of", "for", "before") and (n == 0 or family == "court")
            ):
                listing = True
            elif word in _LEAVES:
                listing = False
        return found
