"""Paragraphs cut into sentences. Pure.

A full stop ends a sentence if a capital, a quote or a number follows and what stands before it is
no abbreviation or initial; "Jan. 12", "Mr. Smith", "U.S. officials", "J. D. Vance" go on.
"""

from __future__ import annotations

import re

_STOP = re.compile(r"(?:[.!?…]+|[.!?][)\]])(?:[\"”’'»)]*)(?=\s+[\"“‘'«(\[]*[A-ZÀ-ÖØ-ÞА-Я\d—–])")
_ALWAYS = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Cmdr|Brig|Sen|Rep|Gov|Rev|Hon|St|"
    r"Supt|Insp|Det|Messrs|Mme|Mlle|Amb|Atty|vs|[Vv]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|Fr|Ft|Mt|Pres|approx|ca|fig|pp?|[Aa]rt|[Ss]ec|al)\.$"
)
_NEAR = 40
"""Characters on either side of a full stop that tell whether the sentence goes on."""

_NUMBER = re.compile(r"\bNos?\.$")
_INITIAL = re.compile(r"(?:^|[\s\"“(.])[A-Z]\.$")
_LETTERS = re.compile(r"(?:[A-Z]\.){2,}$")
_SOMETIMES = re.compile(r"\b(?:Inc|Ltd|Corp|Co|Jr|Sr|a\.m|p\.m|etc|e\.g|i\.e|Bros|cf)\.$")
_MAY_BEGIN = re.compile(
    # after "U.S." or "Inc." these words begin a sentence; a name or an office goes on
    r"\s+[\"“‘'(]*(?:The|A|An|It|He|She|They|We|I|In|On|At|But|And|However|This|That|These|Those|"
    r"His|Her|Its|Their|Our|For|From|By|With|After|Before|When|While|As|If|Since|Although|Though|"
    r"Both|Some|Many|Most|All|There|Meanwhile|Also|Earlier|Later|Last|No|Not|So|Yet|What|Who|Why|"
    r"How|Where|Asked|According|Despite|During|Under|Over|Officials|Speaking|Talks)\b"
)


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, white space collapsed."""
    text = " ".join(paragraph.split())
    found, at = [], 0
    for match in _STOP.finditer(text):
        end = match.end()
        # a few words on either side decide, however long the paragraph is
        if _goes_on(text[max(at, end - _NEAR) : end], text[end : end + _NEAR]):
            continue
        found.append(text[at:end].strip())
        at = match.end()
    found.append(text[at:].strip())
    return [sentence for sentence in found if sentence]


def _goes_on(before: str, after: str) -> bool:
    if not before.endswith("."):
        # "Is it war?" she asked: the quote is followed by a small letter, so it never comes here
        return False
    if _ALWAYS.search(before) or (_NUMBER.search(before) and after.lstrip()[:1].isdigit()):
        return True
    if _LETTERS.search(before) or _SOMETIMES.search(before):
        return not _MAY_BEGIN.match(after)
    return bool(_INITIAL.search(before))
