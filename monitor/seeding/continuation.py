"""What a clause adds to a meeting that another clause of its sentence tells. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.gazetteer.states import by_name
from monitor.model import MeetingStatus
from monitor.seeding import standing
from monitor.seeding.clause_reader import ClauseReader
from monitor.seeding.dates import DateMention
from monitor.seeding.frame import Frame
from monitor.seeding.occasions import placed
from monitor.seeding.shape import CUE, DATE, PLACE, STATE, Place
from monitor.seeding.topics import asked, topic
from monitor.seeding.whereabouts import LINK, distracted

_SAID_TO = re.compile(r"\b(?:said|says|reported|reports|announced|according to)\b[^,]*, to [a-z]+ ")


def dated(reader: ClauseReader, told: list[Frame]) -> list[Frame]:
    """What came before this clause, on its day: "agreed on D in L after a long session"."""
    first = told[0]
    if first.start or first.place or first.definite:
        return told
    chars = re.findall(rf"{DATE}|{PLACE}", reader.text)
    names = first.participants or reader.result.names(reader.subject)
    held = replace(first, participants=names, status=first.status or MeetingStatus.HELD)
    return [*placed(reader.result, reader.clause, held, chars), *told[1:]]


def about(reader: ClauseReader, told: list[Frame]) -> list[Frame]:
    """What this clause tells of a meeting behind "when": "spoke about the truce when they met"."""
    first = told[0]
    if reader.anchors or first.topic:
        return told
    return [replace(first, topic=topic(reader.result, reader.text)), *told[1:]]


def gapped(reader: ClauseReader, found: list[Frame]) -> list[Frame]:
    """A meeting told by what differs: "… meets A in L, and B in M"."""
    if not found:
        return []
    names = dict.fromkeys(
        [*reader.result.names(reader.inherited), *reader.result.names(reader.text)]
    )
    chars = re.findall(rf"{DATE}|{PLACE}", reader.text)
    blank = replace(found[-1], participants=tuple(names), place="", start=None, end=None)
    return placed(reader.result, reader.clause, blank, chars)


def continues(reader: ClauseReader) -> bool:
    """Whether a clause without a meeting of its own tells more of the one before."""
    if reader.clause.kind == "question":
        return True
    if reader.anchors:
        return False
    if _SAID_TO.search(reader.text):
        return True
    if standing.changes(reader.text):
        return True
    if re.match(r"(?:it|they|this) (?:will|is|was|are|were)\b", reader.text):
        return bool(LINK.search(reader.text))
    opens = re.match(r"(?:in|at|during|to)? ?(?:which|where)\b", reader.text)
    return bool(opens and re.match(CUE, reader.clause.antecedent)) or bool(
        reader.clause.kind == "coordinate" and LINK.search(reader.text)
    )


def complete(reader: ClauseReader, frame: Frame) -> Frame:
    """The frame with what this clause adds."""
    if reader.clause.kind == "question":
        return replace(frame, topic=frame.topic or asked(reader.result, reader.text))
    status = standing.status(reader.text, 0, verb=False, sentence=reader.sentence.text)
    changed = status in standing.CHANGED
    if not frame.participants and reader.text.startswith("at which"):
        frame = replace(frame, participants=reader.result.names(reader.text.split(" will ")[0]))
    if not frame.place and (seat := _hosting_seat(reader)):
        frame = replace(frame, place=seat)
    for match in re.finditer(rf"{DATE}|{PLACE}", reader.text):
        part, before = reader.result.parts[match.group()], reader.text[: match.start()]
        if distracted(before):
            continue
        if isinstance(part, Place) and not frame.place and reader.where.is_where(before):
            frame = replace(frame, place=part.name)
        if isinstance(part, DateMention) and frame.ends and frame.end and part.first < frame.end:
            frame = replace(frame, start=part.first, ends=False)
        elif isinstance(part, DateMention) and (frame.start is None or changed):
            frame = replace(frame, start=part.first, end=part.last, exact=part.exact)
    return replace(
        frame,
        topic=frame.topic or topic(reader.result, reader.text),
        status=status if changed else frame.status or status,
    )


def _hosting_seat(reader: ClauseReader) -> str:
    """The capital that hosts, where a government is named by it ("which Ankara will host")."""
    host = re.search(rf"({STATE}) (?:will |is to |would )?(?:host|be (?:the )?host)", reader.text)
    if not host:
        return ""
    mention = reader.result.mention(host[1])
    known = by_name().get(mention.name)
    return mention.surface if known and mention.surface in known.capitals else ""
