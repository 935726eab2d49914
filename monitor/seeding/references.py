"""Words that stand for an actor named before, put back into the shape as that actor. Pure.

"She", "the minister", "the bank" and, in an interview, "I" and "our" take part in meetings as
names do. Where they can mean one actor only, the shape gets that actor's character in their place,
so that all later reading sees a name; where they are open they stay as words. What stands for
several ("both sides", "they") is left to :mod:`monitor.seeding.antecedents`, which knows who met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from monitor.seeding.antecedents import Actors
from monitor.seeding.mention import Mention
from monitor.seeding.person_titles import ROLE
from monitor.seeding.shape import ACTOR, ORGANISATION, PERSON, Shape

_REACH = 3
"""So many sentences back "he" points at most."""

_LABEL = re.compile(rf"^(?:{PERSON}|Q|A|Question|Answer)[:.] ")
_QUESTION = re.compile(r"^(?:Q|Question)[:.] |\?[\"”]?$")
_I = re.compile(
    r"(?<![\w'])(?:I|[Ww]e|me|us)(?=(?:'(?:ll|ve|re|m|d))?(?: |[,.]))(?:'(?P<short>\w+))?"
)
_MY = re.compile(r"(?<![\w'])(?:[Mm]y|[Oo]ur)(?= )")
_YOU = re.compile(r"(?<![\w'])[Yy]ou(?=(?:'(?:ll|ve|re|d))?[ ?,.])(?:'(?P<short>\w+))?")
_YOUR = re.compile(r"(?<![\w'])[Yy]our(?= )")
_SHORT = {"ll": " will", "ve": " have", "re": " are", "m": " am", "d": " would"}
_HE = re.compile(r"(?<![\w'])(?:[Hh]e|[Ss]he)(?=(?:'(?:ll|s|d))? )(?:'(?P<short>ll|d))?")
_PRONOUN = re.compile(r"(?<![\w'])(?:[Hh]e|[Ss]he)(?!\w)")
_OFFICE = re.compile(
    rf"\b[Tt]he (?:(?!two|three|four|former|late|other|next|new|first|of)[\w-]+ ){{0,2}}?"
    rf"(?P<role>{ROLE})(?!\w|'s [a-z]+ {PERSON}| (?:of|for|to|from|at|in) |,? {PERSON}|[- ]{ROLE})"
)
_HIM = re.compile(
    r"(?<=[a-z] )(?:him|her)(?= (?:in|on|at|for|about|last|again|this|next)\b| ?[\ue300-\ue4ff]|"
    r"[,.?])"
)
_GOVERNMENT = re.compile(r"\b[Tt]he (?:[Gg]overnment|authorities)\b(?! (?:of|and)\b)(?!'s)")
_IT = re.compile(
    r"(?<![\w'])[Ii]t(?= (?:will |next |also |then )*(?:sits?|meets?|met|sat|convenes?d?|"
    r"gathers?|gathered|"
    r"reconvenes?|holds?|held|hosts?|hosted)\b)"
)
_PLURAL = re.compile(r"(?:ministers|presidents|leaders|officials|chiefs|envoys|heads|.*s)$")
_BODY = re.compile(
    r"\b[Tt]he (?P<kind>company|firm|bank|group|council|union|club|committee|board|agency|ministry|"
    r"assembly|association|federation|alliance|party|regulator|airline|retailer|carmaker|"
    r"manufacturer|steelmaker|brewer|insurer|bloc|university|school|church|confederation|chamber|"
    r"commission|fund|foundation|lender|tribunal|operator|utility|network|movement|front)\b"
    rf"(?! (?:of|for) )(?! {ACTOR})"
)


def put_back(result: Shape, at: int, known: Actors) -> None:
    """Put the actors that words of a sentence stand for into its shape."""
    text = result.text
    if known.interviewed:
        text = _speech(result, text, at, known)
    text = _HE.sub(partial(_person, result, at, known), text)
    text = _HIM.sub(partial(_object, result, at, known), text)
    text = _GOVERNMENT.sub(partial(_government, result, at, known), text)
    text = _IT.sub(partial(_thing, result, at, known), text)
    text = _OFFICE.sub(partial(_office, result, at, known), text)
    result.text = _BODY.sub(partial(_body, result, at, known), text)


def _speech(result: Shape, text: str, at: int, known: Actors) -> str:
    """What is said in an interview, with its speakers as actors and without its labels."""
    question = bool(_QUESTION.search(text)) and not re.match(PERSON, text)
    label = known.labelled(at)
    text = _LABEL.sub("", text)
    speaker = known.interviewed if question else (label[0] if label else "")
    if not speaker:
        return text
    char = result.add("person", _mention(speaker, "I"))
    for who, whose in ((_YOU, _YOUR),) if question else ((_I, _MY),):
        text = who.sub(lambda m: char + _SHORT.get(m["short"] or "", ""), text)
        text = whose.sub(f"{char}'s", text)
    return text


def _mention(name: str, surface: str) -> Mention:
    return Mention(start=0, end=0, surface=surface, kind="person", name=name)


def _person(result: Shape, at: int, known: Actors, match: re.Match[str]) -> str:
    """Whom "he" means: the first person of this sentence, or of the last one that names any."""
    earlier = re.search(PERSON, match.string[: match.start()])
    verb = _SHORT.get(match["short"] or "", "")
    if earlier:
        return earlier.group() + verb
    for sentence in reversed(known.sentences[max(0, at - _REACH) : at]):
        people = [mention for mention in sentence.mentions if mention.kind == "person"]
        if people and not _PRONOUN.search(sentence.text[: people[0].start]):
            return result.add("person", _mention(people[0].name, match.group())) + verb
    return match.group()


def _object(result: Shape, at: int, known: Actors, match: re.Match[str]) -> str:
    """Whom "him" means: the last person named before this sentence who is not in it."""
    here = set(result.names(match.string))
    for sentence in reversed(known.sentences[max(0, at - _REACH) : at]):
        for mention in reversed(sentence.mentions):
            if mention.kind == "person" and mention.name not in here:
                return result.add("person", _mention(mention.name, match.group()))
    return match.group()


def _government(result: Shape, at: int, known: Actors, match: re.Match[str]) -> str:
    """Whose government is meant: that of the last state named, if the text has named any."""
    for sentence in reversed(known.sentences[:at]):
        names = [mention.name for mention in sentence.mentions if mention.kind == "state"]
        if names:
            mention = Mention(start=0, end=0, surface=match.group(), kind="state", name=names[0])
            return result.add("state", mention)
    return match.group()


def _thing(result: Shape, at: int, known: Actors, match: re.Match[str]) -> str:
    """Which body "it" is that meets: the last one named in this sentence or the one before."""
    earlier = re.findall(ORGANISATION, match.string[: match.start()])
    if earlier:
        return str(earlier[-1])
    for sentence in reversed(known.sentences[max(0, at - 1) : at]):
        names = [m.name for m in sentence.mentions if m.kind in ("organisation", "body")]
        if names:
            mention = Mention(start=0, end=0, surface="it", kind="organisation", name=names[0])
            return result.add("organisation", mention)
    return match.group()


def _office(result: Shape, at: int, known: Actors, match: re.Match[str]) -> str:
    """Whom "the minister" means: the last one told to hold such an office."""
    role = match["role"].lower()
    if _PLURAL.match(role):
        return match.group()
    for name, told in _described(at, known, "person"):
        if role in told:
            return result.add("person", _mention(name, match.group()))
    return match.group()


def _body(result: Shape, at: int, known: Actors, match: re.Match[str]) -> str:
    """What "the bank" means: the last organisation called one."""
    kind = match["kind"].lower()
    for char in reversed(re.findall(ORGANISATION, match.string[: match.start()])):
        if kind in known.described[result.mention(char).name]:
            return str(char)
    for name, told in _described(at, known, "organisation", "body"):
        if kind in told:
            mention = Mention(start=0, end=0, surface=match.group(), kind="organisation", name=name)
            return result.add("organisation", mention)
    return match.group()


def _described(at: int, known: Actors, *kinds: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Actors named before sentence ``at``, the last one first, with the words told of them."""
    seen: set[str] = set()
    for sentence in reversed(known.sentences[:at]):
        for mention in reversed(sentence.mentions):
            if mention.kind in kinds and mention.name not in seen:
                seen.add(mention.name)
                yield mention.name, known.described[mention.name]
