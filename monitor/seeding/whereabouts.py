"""Which place and which date belong to which meeting of a clause. Pure.

A place or date before a meeting word as its attribute ("Geneva talks", "Monday's session") is its
own; otherwise it belongs to the nearest meeting word or verb of meeting to its left, unless another
verb ("published on Monday") stands closer; an adjunct that opens the clause belongs to the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.seeding.parties import STOP_WORD, SUMMONS
from monitor.seeding.shape import ACTOR, CUE, DATE, PART, PLACE
from monitor.seeding.topics import IN_TOPIC
from monitor.seeding.verbs import Anchor

_BESIDE = re.compile(r"\b(?:at|during|sidelines of|margins of)(?: [\w'-]+){0,4} ?$")
_OUTSIDE = re.compile(
    r"\b(?:since|by|before|after|than|(?<!most )(?<!much )(?<!part )(?<!rest )of|signed|"
    r"until (?:the end of)?|dated) (?:the )?$"
)
_MOVED_OR_RUNS = re.compile(
    rf"(?:postponed|rescheduled|delayed|deferred|put off|pushed back|adjourned|run|runs|last|"
    rf"lasts|{CUE} of)[^,]{{0,30}}$"
)
_IN = re.compile(
    rf"\b(?:[Ii]n|[Aa]t|on|near|outside|around|(?:planned|scheduled|set|slated|due|expected|"
    rf"arranged) for)(?: the| both| central)? $"
    rf"|\b(?:moved|relocated|switched)[^,]{{0,40}}\bto $|\bin {PLACE}(?: and|,) $"
)
_TO = re.compile(r"\b(?:to|visit\w*|in)(?: the)? $")
_AT_ATTRIBUTE = re.compile(
    rf"(?:'s|')?[ -](?P<gap>(?:(?:[\w'-]+|{ACTOR}(?:'s)?)[ -]|{ACTOR}-)*?)(?P<cue>{CUE})"
)
_DISTRACTOR = re.compile(
    r"\b(?!(?:held|scheduled|planned|expected|postponed|delayed|cancelled|canceled|called|"
    r"rescheduled|moved|hosted|organi[sz]ed|slated|arranged|adjourned|fixed|listed|"
    r"pencilled|opened|started|resumed|convened|gathered|continued|concluded|ended|need|united|"
    r"brokered|mediated|led|chaired|attended|sponsored|backed|aimed|focused|armed|closed|timed|"
    r"visited|travelled|traveled|based|limited|joined|headed|proposed|dubbed|entitled|titled|"
    r"called|heard|tried|sentenced|arraigned|received|welcomed|dedicated|devoted|related|renewed|"
    r"suspended)\b)"
    r"(?:[a-z]+ed|said|told|spoke|wrote|fell|rose|came|went|killed|broke|won|lost|left|sent|seen|"
    r"made|given|taken|shown|known|born|built|struck|found)\b",
    re.IGNORECASE,
)
LINK = re.compile(
    r"\b(?:held|scheduled|planned|due|place|begins?|began|beginning|begun|starts?|starting|"
    r"opens?|opening|resumes?|resuming|conven\w+|meet|gather|continues?|concludes?|ends?|"
    r"postponed|delayed|rescheduled|moved|slated|set for|running|runs?|lasts?|adjourned|listed|"
    r"fixed|take|taking|due|go ahead|kicks? off|get under way|pushed back|put off|"
    r"brought forward|f[ea]ll apart|fell apart|collaps\w+|br[eo]ke? (?:down|up|off)|fell through|"
    r"fail\w*|halted|dropped)\b"
)
_BEHIND = re.compile(
    r",? (?:in|at|during|for) (?:an? |their |its |another )?(?:(?!the\b)[\w-]+ ){0,3}"
)
_TOLD_BEFORE = re.compile(
    r"\b(?!on|in|at|early|late|the|next|this|last|but|and|meanwhile|however|earlier|later|"
    r"then)[a-z]{3,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The places and dates of a clause (its shaped ``text``) among its ``anchors``."""

    text: str
    anchors: Sequence[Anchor]

    def attachments(self) -> list[list[str]]:
        """The characters of the dates and places of each anchor, in reading order."""
        groups: list[list[str]] = [[] for _ in self.anchors]
        for match in re.finditer(rf"{DATE}|{PLACE}", self.text):
            n = self._owner(match)
            if n is not None:
                groups[n].append(match.group())
        self._share(groups)
        return groups

    def _share(self, groups: list[list[str]]) -> None:
        """Who meets "at a summit in L on D" meets in L on D too."""
        for n, (first, second) in enumerate(zip(self.anchors, self.anchors[1:], strict=False)):
            between = re.sub(PART, "x", self.text[first.end : second.start])
            near = second.cue and first.family in ("meeting", "visit")
            if not near or not _BESIDE.search(between):
                continue
            if not groups[n]:
                groups[n] = list(groups[n + 1])
            elif not any(re.match(PLACE, char) for char in groups[n]):
                groups[n] += [char for char in groups[n + 1] if re.match(PLACE, char)]

    def _owner(self, match: re.Match[str]) -> int | None:
        before, after = self.text[: match.start()], self.text[match.end() :]
        is_date = bool(re.match(DATE, match.group()))
        attribute = _AT_ATTRIBUTE.match(after)
        if attribute and _is_attribute(attribute, before, is_date=is_date):
            return next(n for n, a in enumerate(self.anchors) if a.cue == attribute["cue"])
        if not is_date and re.match(r" (?:\w+ )?(?:court|judge|tribunal)\b", after):
            return next((n for n, a in enumerate(self.anchors) if a.family == "court"), None)
        return self._nearest(match, is_date=is_date)

    def _nearest(self, match: re.Match[str], *, is_date: bool) -> int | None:
        before, after = self.text[: match.start()], self.text[match.end() :]
        if not (_is_when(before, after) if is_date else self.is_where(before)):
            return None
        left = [n for n, anchor in enumerate(self.anchors) if anchor.end <= match.start()]
        if not left:
            return 0 if self._opens(before, is_date=is_date) else None
        nearest = self.anchors[left[-1]]
        if is_date and nearest.verb.startswith("arrived"):
            return None  # the day of arrival is not that of the talks
        return None if distracted(self.text[nearest.end : match.start()]) else left[-1]

    def _opens(self, before: str, *, is_date: bool) -> bool:
        """Whether what stands before every anchor is an adjunct of the first one."""
        if not self.anchors:
            return False
        if _BEHIND.fullmatch(self.text[len(before) + 1 : self.anchors[0].start]):
            return True  # "told senators on D in a long hearing"
        if distracted(before):
            return False
        # "withdrew on Thursday, leaving … to meet on Friday": another verb's date
        ahead = self.text[len(before) : self.anchors[0].start]
        if is_date and re.search(rf"\b(?!from|until|and|for|the)[a-z]{{3,}} {DATE}", ahead):
            return False  # "on Thursday set February 6 for the trial"
        dated = re.search(rf"\b(?:on|from) {DATE}", self.text[self.anchors[0].end :])
        return not (is_date and dated and _TOLD_BEFORE.search(before))

    def is_where(self, before: str) -> bool:
        """Whether a place behind ``before`` tells where something is, not what it is about."""
        if IN_TOPIC.search(before):
            return False
        travel = any(
            (a.family == "visit" or SUMMONS.match(a.verb)) and a.end <= len(before)
            for a in self.anchors
        )
        return bool((travel and _TO.search(before)) or _IN.search(before))


def _is_attribute(attribute: re.Match[str], before: str, *, is_date: bool) -> bool:
    """Whether a date or place stands before a meeting word as "Geneva" in "Geneva talks"."""
    if any(STOP_WORD.match(word) for word in attribute["gap"].split()):
        return False
    return is_date or not attribute["gap"] or not re.search(r"\b(?:in|at) (?:the )?$", before)


def _is_when(before: str, after: str) -> bool:
    if re.match(r"'s? [a-zA-Z]", after):
        return False  # "last month's failure"; "Monday's talks" was found before
    if _OUTSIDE.search(before) and not _MOVED_OR_RUNS.search(before):
        return False
    other_noun = re.match(r"(?:'s)? [a-z]+", after) and not re.match(
        r" (?:in|at|to|for|with|and|on|by|or|as|after|before)\b", after
    )
    return not (re.search(r"\b(?:the|a|an|his|her|its|their) $", before) and other_noun)


def distracted(between: str) -> bool:
    """Whether another verb ("published on D") stands closer to what follows."""
    verbs = list(_DISTRACTOR.finditer(between))
    if not verbs or LINK.search(between[verbs[-1].start() :]):
        return False
    return len(between[verbs[-1].end() :].split()) <= 8
