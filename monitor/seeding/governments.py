"""Whether a capital is a government or a place, and a state a state. Pure.

"Moscow said", "between Moscow and Washington", "deterring Moscow": the government. "In Moscow",
"arrived in", "MOSCOW (Agency) —": a place. "Georgia" beside Atlanta is no state of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.seeding.lexicon import SMALL
from monitor.seeding.passage import Passage, Span

_AT = frozenset(
    [
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "throughout",
        "through",
        "via",
        "into",
        "toward",
        "towards",
        "visit",
        "visited",
        "visiting",
        "reach",
        "reached",
        "leave",
        "left",
        "leaving",
        "toured",
        "city",
        "downtown",
        "central",
        "greater",
        "east",
        "west",
        "north",
        "south",
        "northern",
        "southern",
        "eastern",
        "western",
        "historic",
    ]
)
_WITH = frozenset(
    [
        "between",
        "among",
        "with",
        "by",
        "against",
        "deter",
        "deterring",
        "deters",
        "urge",
        "urged",
        "urges",
        "accuse",
        "accused",
        "accuses",
        "accusing",
        "pressure",
        "pressuring",
        "warn",
        "warned",
        "warns",
        "tell",
        "told",
        "asked",
        "asks",
        "blame",
        "blamed",
        "blames",
        "condemn",
        "condemned",
        "criticised",
        "criticized",
        "provoke",
        "provoking",
        "provoked",
        "appease",
        "appeasing",
        "convince",
        "convinced",
        "call",
        "called",
        "calls",
        "persuade",
        "persuaded",
        "isolate",
        "isolating",
        "punish",
        "punishing",
        "sanction",
        "sanctioned",
        "support",
        "supported",
        "supporting",
        "back",
        "backed",
        "backing",
        "threaten",
        "threatened",
        "than",
        "help",
        "helping",
        "arm",
        "arming",
        "anger",
        "angered",
        "angering",
        "force",
        "forcing",
        "push",
        "pushing",
        "pushed",
        "prompt",
        "prompted",
        "allow",
        "allowing",
        "give",
        "giving",
        "gave",
        "consult",
        "consulting",
        "irk",
        "irked",
        "alarm",
        "alarmed",
        "alarming",
        "assure",
        "assured",
        "send",
        "sending",
        "after",
    ]
)
_TO = frozenset(
    [
        "appealed",
        "appeal",
        "appeals",
        "responded",
        "replied",
        "proposed",
        "offered",
        "conceded",
        "complained",
        "protested",
        "signalled",
        "signaled",
        "pledged",
        "promised",
        "delivered",
        "conveyed",
        "spoke",
        "spoken",
        "listen",
        "listened",
        "loyal",
        "lied",
        "apologised",
        "apologized",
        "submitted",
        "handed",
    ]
)
_NOUNS_ON = re.compile(
    r"^(?:sanctions?|pressure|tariffs?|restrictions?|demands?|relations|ties|talks|dialogue|"
    r"negotiations|message|messages|signal|signals|response|responses|warning|warnings|letter|"
    r"concessions?|support|aid|weapons|arms|assurances?|threats?|proposals?|envoy|envoys|"
    r"ambassador|ambassadors|offer|appeal|loyal|opposed|hostile|friendly|close|closer|allied|"
    r"answer|answers|agreement|deal|treaty|clear|guarantees|criticism|condemnation|reaction|"
    r"approval|permission|consent|orders|instructions|requests?|statements?|accusations|calls|"
    r"blow|challenge|rebuke|loan|loans|gift|ultimatum|note)$"
)
_VERBS = re.compile(
    r"^(?:says?|said|has|had|have|will|would|is|was|are|were|could|should|may|might|must|can|"
    r"cannot|did|does|also|never|still|already|now|wants?|den(?:y|ies|ied)|sees?|saw|fears?|"
    r"sent|sends|made|makes|took|takes|gave|gives|keeps?|kept|told|seeks?|sought|backs?|"
    r"insists?|argues?|[a-z]{3,}ed|(?:accuse|warn|demand|reject|call|announce|consider|hope|"
    r"expect|view|impose|agree|respond|summon|recall|expel|urge|blame|claim|welcome|propose|"
    r"offer|plan|refuse|threaten|maintain|support|oppose|believe|need|try|trie|move|continue|"
    r"signal|condemn|criticise|criticize|worrie|hold|lead|push|face|press|remain)s)$"
)
_PLACE_NOUN = re.compile(
    r"^(?:streets?|mayor|airport|airports|residents?|suburbs?|metro|subway|underground|police|"
    r"stock|court|hotel|hotels|university|bureau|office|offices|district|centre|center|region|"
    r"area|apartment|home|skyline|museum|square|school|hospital|traffic|weather|time|theatre|"
    r"film|restaurant|cafe|club|stadium|port|station|neighbourhood|neighborhood|city|zoo|"
    r"conference|summit|meeting|talks|correspondent|headquarters|exchange|airspace|marathon|"
    r"suburb|outskirts|population|newspaper|venue|branch|embassy|premises)$"
)
_PLACE_GENITIVE = re.compile(
    r"^(?:streets?|mayor|airports?|residents?|suburbs?|metro|subway|underground|main|central|"
    r"historic|old|largest|oldest|biggest|city|famous|downtown|financial|skyline|museums?|"
    r"Red|university|hospitals?|cathedral|outskirts|northern|southern|eastern|western|police)$"
)


_DATELINE_MARKS = frozenset({"(", ",", "—", "–", "-", "--", ":"})
_RESIDENT = frozenset(
    [
        "based",
        "listed",
        "trained",
        "educated",
        "headquartered",
        "bred",
        "area",
        "born",
        "region",
        "bound",
        "style",
    ]
)
_CLAUSE = frozenset(
    ["while", "that", "when", "as", "but", "because", "if", "after", "since", "though"]
)


def settle(passages: Sequence[Passage]) -> None:
    """Decide for every capital in the passages: ``seat`` (the government) or ``place``."""
    for passage in passages:
        for span in list(passage.spans):
            if span.kind == "capital":
                span.kind = "seat" if _governs(passage, span) else "place"
                if span.kind == "place":
                    span.name = passage.surface(span.first, span.last)
            elif span.kind == "state" and _is_city(passage, span):
                span.kind = "place"
            elif span.kind == "seat" and _is_quarter(passage, span):
                span.kind, span.name = "place", passage.surface(span.first, span.last)
    _brussels(passages)
    _georgia(passages)


_CITIES = frozenset({"Djibouti", "Luxembourg", "Monaco", "San Marino", "Singapore"})
"""States named like their capitals."""


def _is_city(passage: Passage, span: Span) -> bool:
    """A state that is a city as well, where something is in that ("a court in Luxembourg")."""
    return span.name in _CITIES and passage.word(span.first - 1) in ("in", "near", "outside")


def _is_quarter(passage: Passage, span: Span) -> bool:
    """A seat of government that is only a part of its city here ("a Miraflores hotel room")."""
    before = passage.word(span.first - 1).lower()
    return before in ("in", "near", "around", "a") or bool(
        _PLACE_NOUN.match(passage.word(span.last)) and before != "the"
    )


def _brussels(passages: Sequence[Passage]) -> None:
    """Brussels is the European Union where the article is about that."""
    spans = [s for p in passages for s in p.spans]
    if not any(s.name in ("European Union", "European Commission") for s in spans):
        return
    for span in spans:
        if span.kind == "seat" and span.name == "Belgium":
            span.kind, span.name = "organisation", "European Union"


def _governs(passage: Passage, span: Span) -> bool:
    """Whether a capital stands for its government; the first rule that can tell decides."""
    for rule in (
        _dateline,
        _asked,
        _cleft,
        _joined,
        _position,
        _genitive,
        _coordinated,
        _object,
        _noun,
        _subject,
    ):
        decided = rule(passage, span)
        if decided is not None:
            return decided
    return False


def _dateline(passage: Passage, span: Span) -> bool | None:
    begins = span.first == 0
    return False if begins and passage.word(span.last) in _DATELINE_MARKS else None


_ASKED = frozenset({"request", "invitation", "insistence", "behest", "initiative", "suggestion"})


def _asked(passage: Passage, span: Span) -> bool | None:
    """ "At Moscow's request", "at the invitation of Moscow"."""
    owns = passage.word(span.last) == "'s" and passage.word(span.last + 1) in _ASKED
    owned = passage.word(span.first - 1) == "of" and passage.word(span.first - 2) in _ASKED
    return True if owns or owned else None


def _cleft(passage: Passage, span: Span) -> bool | None:
    """ "It was Paris that held the pen"."""
    told = passage.word(span.first - 1) in ("was", "is") and passage.word(span.first - 2) == "It"
    return True if told and passage.word(span.last) in ("that", "which", "who") else None


def _joined(passage: Passage, span: Span) -> bool | None:
    """ "Moscow-backed", "Moscow-Kyiv talks", but "Moscow-based"."""
    if passage.word(span.last) == "-":
        return passage.word(span.last + 1).lower() not in _RESIDENT
    if passage.word(span.first - 1) == "-" and span.first >= 2:
        return passage.kind(span.first - 2) in ("seat", "capital", "state")
    return None


def _position(passage: Passage, span: Span) -> bool | None:
    """ "In Moscow", "Moscow, Russia"."""
    if passage.word(span.first - 1).lower() in _AT:
        return False
    followed = passage.word(span.last) == "," and passage.kind(span.last + 1) in ("state", "place")
    return False if followed else None


def _genitive(passage: Passage, span: Span) -> bool | None:
    if passage.word(span.last) == "'s":
        return not _PLACE_GENITIVE.match(passage.word(span.last + 1))
    return None


def _coordinated(passage: Passage, span: Span) -> bool | None:
    """What the name is that this one is coordinated with ("Moscow and Washington")."""
    if passage.word(span.first - 1).lower() not in ("and", "or", ",", "both", "neither", "nor"):
        return None
    index = span.first - 2
    while index >= 0 and passage.words[index] in (",", "and", "the"):
        index -= 1
    other = passage.owner[index] if index >= 0 else None
    if not other:
        return None
    if other.kind == "capital":
        return _governs(passage, other) or bool(_VERBS.match(passage.word(span.last)))
    if other.kind in ("seat", "place"):
        return other.kind == "seat"
    if other.kind in ("state", "organisation", "body"):
        return passage.word(other.first - 1).lower() not in ("in", "at", "from")
    return None


def _object(passage: Passage, span: Span) -> bool | None:
    """ "Between Moscow and Kyiv", "deterring Moscow", "sanctions on Moscow"."""
    before, following = passage.word(span.first - 1).lower(), passage.word(span.last)
    if before in _WITH:
        return not _PLACE_NOUN.match(following)
    if before not in ("to", "from", "on", "for", "toward", "towards", "of"):
        return None
    noun = passage.word(span.first - 2).lower()
    if before == "to" and noun in _TO:
        return True
    if _NOUNS_ON.match(noun):
        return not _PLACE_NOUN.match(following)
    return before == "on" or (before == "for" and following in (".", ",", "to"))


def _noun(passage: Passage, span: Span) -> bool | None:
    return False if _PLACE_NOUN.match(passage.word(span.last)) else None


def _subject(passage: Passage, span: Span) -> bool | None:
    """ "Moscow said", "Moscow and Kyiv agreed", "after Moscow rejected"."""
    following = passage.word(span.last)
    begins = span.first in passage.initial and following.islower() and following.endswith("s")
    if begins or _VERBS.match(following):
        return True
    if following == "and" and passage.kind(span.last + 1) in ("capital", "seat", "state"):
        after = passage.owner[span.last + 1]
        return bool(after and _VERBS.match(passage.word(after.last)))
    clause = passage.word(span.first - 1).lower() in _CLAUSE
    return clause and following.islower() and following not in SMALL


_AMERICAN = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Macon|Alabama|Florida|Arizona|Michigan|Pennsylvania|Tennessee|"
    r"South Carolina|North Carolina|Kemp|Raffensperger|Fulton County|Bulldogs|Nevada|Wisconsin)\b"
)
_CAUCASIAN = re.compile(
    r"\b(?:Tbilisi|Georgian|Georgians|Batumi|Abkhazia|South Ossetia|Caucasus|Saakashvili|Russian?|"
    r"Moldova|Armenia|Azerbaijan|Ukraine|NATO|Zourabichvili|Garibashvili|Ivanishvili)\b"
)


def _georgia(passages: Sequence[Passage]) -> None:
    """Georgia is the American one where its towns and neighbours are named more often."""
    spans = [(p, s) for p in passages for s in p.spans if s.kind == "state" and s.name == "Georgia"]
    if not spans:
        return
    text = " ".join(passage.text for passage in passages)
    if len(_AMERICAN.findall(text)) > len(_CAUCASIAN.findall(text)):
        for _, span in spans:
            span.kind = "place"
