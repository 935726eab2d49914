"""Clauses of a shaped sentence: how far the place and the date of one meeting reach.

A place or date belongs to the clause in which it stands. A sentence is cut where a new predicate
or a new meeting begins: relative clauses, "after", "ahead of", "followed by", what someone said,
and the members of a coordination. No parser: the cuts are made at words that open a clause. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from monitor.seeding.shape import ACTOR, CUE, DATE, ORGANISATION, PART, PERSON, PLACE

Kind = Literal["main", "relative", "adjunct", "after", "question", "coordinate", "shared", "gap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of a shaped sentence.

    ``kind``: ``relative`` continues ``antecedent``, the part (a character of the shape) before
    it; ``adjunct`` is set beside another clause by time or reason ("ahead of talks in …");
    ``after`` is an adjunct that tells what came before; ``question`` follows "whether";
    ``coordinate`` has no subject of its own and takes that of the clause before; ``shared`` is a
    meeting whose predicate is told in the next clause ("both A and B will be …"); ``gap`` leaves
    the verb of the clause before out ("… meets A in L, and B in M").
    """

    text: str
    kind: Kind = "main"
    antecedent: str = ""


_SAY = (
    r"(?:said|says|told (?:[\w ]{0,20}reporters|[\w ]{0,20}journalists|parliament|lawmakers|"
    + ACTOR
    + r"|the \w+)|announced|announces|"
    r"confirmed|confirms|added|reported|reports|warned|tweeted|wrote|insisted|indicated|revealed|"
    r"stressed|noted|"
    r"according to|stated|declared|recalled|pointed out|suggested|proposed|agreed|decided|ruled|"
    r"requested|demanded)"
)
_SAID_THAT = re.compile(
    rf"\b{_SAY}(?! (?:by|to)\b)(?: in (?:a|an) (?:[\w-]+ )?(?:statement|interview|post|tweet|"
    rf"briefing)| (?:on |"
    rf"late |early |late on |earlier on )?{DATE}| earlier| also)*(?:,? that |:? ?[\"“]|"
    rf",? (?=(?:\w+ ){{0,3}}{ACTOR}|the |he |she |they |it |a |talks|both ))"
)
_ATTRIBUTION = re.compile(
    rf"[,”\"]+ (?=[^,;]{{0,80}}\b{_SAY}\b(?! (?:by|to)\b))(?![^,;]*{CUE}[^,;]*\b{_SAY})"
)
_RELATIVE = re.compile(
    r",? (?=(?:in |at |during |to )?(?:which|whom|who|whose|where)\b)|, (?=when\b)"
)
_OPENING = re.compile(
    r"^(?:But |And |Meanwhile,? |However,? )?(?:After|Before|Following|Ahead of|While|When|As|"
    r"Despite|Since|Though|Although|If|Speaking|Asked)\b"
)
_VERB = (
    r"(?:meets?|met|holds?|held|travel(?:s|led|ed)?|visit(?:s|ed)?|hosts?|hosted|attend(?:s|ed)?|"
    r"fly|flies|flew|"
    r"convenes?|take part|takes part|go(?:es)?|went|heads?|headed|join(?:s|ed)?|speak|receives?|"
    r"address(?:es)?|chairs?|return|discuss|sit down|"
    r"vote|elect|begin|conclude|continue|resume|appear|make)"
)
_SUBORDINATE = (
    r"but|while|whereas|after|before(?! (?:the )?[\ue100-\ue1ff](?: in | on | at |[,.]|$)|"
    r" (?:an? |the )?[\ue100-\ue1ff](?:'s)?(?: [a-z]+)?(?: in | on | at |[,.]|$)| (?:a |the |"
    r"three |two )?(?:judges?|court|magistrates?|panel|tribunal|jury|lawmakers|committee)\b)|"
    r"ahead of|following|followed by|prior to|because|although|"
    r"though|if|as(?! well| part| a | an | the | soon)|"
    r"when|where|once|unless|whether|amid|despite|until(?! {d})|days after|hours after|weeks after|"
    r"a day after|a week after|the day after|a day before|days before|hours before|preceded by|"
    r"then|so that|since(?! {d}| \d)"
).replace("{d}", DATE)
_NOUN_PHRASE = (
    rf"(?:(?!(?:will|would|is|are|was|were|to|has|have|had|hold|holds|held|host|hosts|meet|meets|"
    rf"met|attend|the next|start|begin|resume|of|for|by|from|at|in|between|agreed|"
    rf"continue)\b)(?:[\w.'/-]+|{ACTOR}(?:'s)?(?:[-–/]{ACTOR})*|{PLACE}|{DATE}(?:'s)?)[ ])"
)
_BOUNDARY = re.compile(
    r"(?P<strong>; | ?— ?| – |: (?=[\w\ue000-\ue5ff]))"
    rf"|(?P<sub>,? (?:and |or |just |shortly |immediately |even )?(?:{_SUBORDINATE}) )"
    rf"|(?P<with>, with (?=[^,;]*(?:{CUE})))"
    rf"|(?P<verb>,? (?:and|but|or|then|and then|before)(?: (?:will|would|to|then|also|later|is|"
    rf"are|to|due|set|expected|plans|is due|next|on {DATE}|in {PLACE}))* (?={_VERB}\b))"
    rf"|(?P<noun>,? (?:and|then|with) (?=(?:the |a |an |another |a second |a third |separate |"
    rf"later |further |subsequent )?{_NOUN_PHRASE}{{0,4}}{CUE})|, (?=(?:the |a |an |"
    rf"another )?(?:{ACTOR}(?:[-–/ ]| and ){ACTOR}|{ACTOR}(?:'s)?) {CUE}))"
    rf"|(?P<subject>,? (?:and|but|while) (?=(?:\w+ ){{0,3}}{ACTOR}(?:'s)? (?:\w+ "
    rf"){{0,3}}?(?:will|is|are|was|were|would|has|have|had|plans|meets|holds|hosts|met|held|"
    rf"hosted|visited|fixed|set|called|agreed)\b))"
    rf"|(?P<clause>, (?:and|but|while) (?=(?:an?|the|its|their|his|her|both|"
    rf"some) (?:[\w'-]+ ){{1,6}}"
    rf"(?:will|is|are|was|were|would|has|have|had)\b))"
    rf"|(?P<gap>,? and (?=(?:with )?(?:the )?{ACTOR} (?:[a-z]+ ){{0,2}}(?:in|at|"
    rf"on) (?:the )?(?:{PLACE}|{DATE})))"
)
_FINITE = re.compile(
    r"\b(?:will|would|is|are|was|were|has|have|had|said|says|can|could|may|might|shall|should|"
    r"met|meets|held|"
    r"holds|began|hosts|took|takes|plans|agreed|opens?|begins?|starts?|[a-z]+ed)\b"
)


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a shaped sentence (``Shape.text``), in reading order."""
    text = _without_parentheses(text)
    found: list[Clause] = []
    for piece in _statements(text):
        found += _parts(piece)
    return tuple(found)


def _without_parentheses(text: str) -> str:
    def keep(match: re.Match[str]) -> str:
        return (
            f", {match[1]}," if re.fullmatch(rf"(?:on |in )?(?:{DATE}|{PLACE})", match[1]) else ""
        )

    def aside(match: re.Match[str]) -> str:
        inner = match[1]
        return match.group() if _FINITE.search(inner) or re.search(CUE, inner) else f", {inner},"

    text = re.sub(r" ?\(([^()]*)\)", keep, text)
    return re.sub(r" [—–-] ([^—–]{2,120}?) [—–-](?= )", aside, text)


def _statements(text: str) -> list[str]:
    """Apart: what is said, and who said it when."""
    pieces, at = [], 0
    for match in _SAID_THAT.finditer(text):
        pieces.append(text[at : match.end()])
        at = match.end()
    rest = text[at:]
    tail = None
    for match in _ATTRIBUTION.finditer(rest):
        tail = match
    if tail:
        pieces += [rest[: tail.start()], rest[tail.end() :]]
    else:
        pieces.append(rest)
    return [piece for piece in pieces if piece.strip(" ,.")]


_BODY_IN_PLACE = re.compile(rf"(?P<body>{ORGANISATION}) (?:in|of) {PLACE},? ?$")
"""A court in a city acts, not the city ("the court in L, which is to rule on D")."""


def _parts(text: str) -> list[Clause]:
    opening = _OPENING.match(text)
    if opening:
        comma = _main_comma(text)
        if comma > 0:
            return [Clause(text=text[:comma], kind="adjunct"), *_parts(text[comma + 1 :].strip())]
    relative = _RELATIVE.search(text)
    if relative and relative.start() > 0:
        before, rest = text[: relative.start()], text[relative.end() :]
        end = _end_of_relative(before, rest)
        antecedent = (re.findall(rf"{CUE}|{PLACE}|{ACTOR}|{DATE}", before) or [""])[-1]
        cue = (re.findall(CUE, before) or [""])[-1]
        if rest.startswith(("which", "during which", "at which")) and cue:
            antecedent = cue
        if rest.startswith("which") and (acting := _BODY_IN_PLACE.search(before)):
            antecedent = acting["body"]
        if rest.startswith("where"):
            antecedent = (re.findall(PLACE, before) or [antecedent])[-1]
        inner = _split(rest[:end], "relative", antecedent)
        return [*_split(before + rest[end:].removeprefix(","), "main"), *inner]
    return _split(text, "main")


def _main_comma(text: str) -> int:
    """Where the clause that opens a sentence ends; -1 if nowhere."""
    for match in re.finditer(", ?", text):
        rest = text[match.end() :]
        if _FINITE.search(rest) and not re.match(
            rf"{PART}(?:,| and {ACTOR}(?! \w*(?:will|ed|s)\b))", rest
        ):
            return match.start()
    return -1


def _end_of_relative(before: str, rest: str) -> int:
    if not _FINITE.search(before):
        for match in re.finditer(", ?", rest):
            if _FINITE.match(re.sub(r"^\w+ly ", "", rest[match.end() :])):
                return match.start()
    return len(rest)


def _split(text: str, kind: Kind, antecedent: str = "") -> list[Clause]:
    found: list[Clause] = []
    at, now, ante = 0, kind, antecedent
    for match in _BOUNDARY.finditer(text):
        group = match.lastgroup or ""
        before = text[at : match.start()]
        if not _may_cut(group, before):
            continue
        shared = group == "noun" and not _FINITE.search(before) and now == "main"
        found.append(Clause(text=before, kind="shared" if shared else now, antecedent=ante))
        at, ante = match.end(), ""
        now = _kind_after(group, match.group())
        if group == "sub" and now == "relative":
            ante = (re.findall(rf"{CUE}|{PLACE}", before) or [""])[-1]
    found.append(Clause(text=text[at:], kind=now, antecedent=ante))
    return [clause for clause in found if clause.text.strip(" ,.")]


def _may_cut(group: str, before: str) -> bool:
    has_event = re.search(rf"{CUE}|\b(?:meet|meets|met|travel|visit|host|hosts)\b", before)
    if group == "gap" and not re.search(rf"(?:{PLACE}|{DATE})[ ,]*$", before):
        return False  # "A will meet B and C on Monday"
    if group in ("noun", "subject", "gap", "clause"):
        if re.search(r"\bbetween (?:(?! and )[^;])*$", before):
            return False
        if re.search(
            rf"\b(?:between|among|both|with|from|of) (?:[\w'-]+ ){{0,4}}{ACTOR}(?:'s?)?(?:,? "
            rf"{ACTOR})*$",
            before,
        ):
            return False  # "talks between A and B will be held"
        # "A and B will hold talks", "both the talks and the summit": cut only behind a meeting
        return bool(has_event)
    if group == "verb":
        return bool(has_event or re.search(PERSON, before) or _FINITE.search(before))
    return bool(before.strip())


def _kind_after(group: str, words: str) -> Kind:
    if group == "sub":
        word = words.strip(" ,")
        if word.endswith("whether"):
            return "question"
        if word.endswith(("after", "following")):
            return "after"
        return (
            "relative"
            if word in ("where", "which")
            else "main"
            if word in ("but", "while", "whereas", "then")
            else "adjunct"
        )
    if group == "gap":
        return "gap"
    if group == "verb":
        return "coordinate"
    return "main"
