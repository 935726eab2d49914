"""The shape of a sentence, and what is left out of it: datelines, titles of persons. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from monitor.seeding.dates import dates
from monitor.seeding.mention import Sentence
from monitor.seeding.person_titles import without_titles
from monitor.seeding.shape import DATE, PLACE, STATE, Part, Place, Shape


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
    result.text = without_titles(_without_dateline(text))
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
