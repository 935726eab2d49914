"""Where a meeting is: places in a shaped sentence, from mentions, patterns and position. Pure."""

from __future__ import annotations

import re

from monitor.gazetteer.states import by_name
from monitor.seeding.mention import Mention
from monitor.seeding.shape import CUE, DATE, ORGANISATION, PLACE, STATE, Cue, Place, Shape

ONLINE = "online"
"""Place of a meeting that is held by video or telephone link."""

_SETTLEMENT = (
    r"(?:city|town|capital(?: city)?|resort(?: (?:town|city|of))?|village|port(?: city)?|suburb|"
    r"district|enclave|"
    r"seaside resort|spa town|ski resort|island|province|region|state|county|emirate|alpine resort)"
)
_NAME = (
    r"[A-ZÀ-ÖØ-Þ][\w'’-]*(?:[ -](?:el-|al-|de|del|di|da|la|le|las|los|upon|on|of|the|am|an|der|"
    r"sur|do|dos)(?=[ -]?[A-ZÀ-Þ])(?! (?:[A-Z][a-z]+day|January|February|March|April|May|June|"
    r"July|August|September|October|November|December)\b)[ -]?[A-ZÀ-Þ][\w'’-]*|"
    r"[ -][A-ZÀ-Þ][\w'’-]*)*"
)
_NOT_PLACE = re.compile(
    r"^(?:The|A|An|It|He|She|They|We|I|This|That|These|January|February|March|April|May|June|"
    r"July|August|September|"
    r"October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?! del?)|Monday|"
    r"Tuesday|"
    r"Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|Parliament|Congress|Europe|Asia|Africa|America|Brexit|Covid|COVID|Q\d|English|French|"
    r"German|Spanish|Arabic|Russian|"
    r"Chinese|Christmas|Easter|Ramadan|God|Islam|Room|Court \d|Article|Section|Chapter|Phase|AI|"
    r"GDP|Session|Crown|"
    r"Bid|Talks|Wake|Summit|Push|Move|Row|Deal|Case|War|Crisis|Fight|Latest|New|First|Face|Light|"
    r"Return|Response)\b"
)
_COURT = r"(?:Court|Courthouse|Old Bailey|Tribunal|Courts of Justice|Magistrates|Assizes|Inn)"
# What may follow a place that is a place; a noun after it would make it an attribute.
_END = (
    rf"(?=\s*(?:$|[,.;:)!?—–\"”]|{DATE}|(?:on|at|by|for|to|from|and|with|between|in|where|after|"
    rf"before|ahead|during|this|next|last|later|as|will|would|is|are|was|were|has|have|had|said|"
    rf"that|which|who|of|or|until|over|about|amid|but|while|when|begins?|opens?|starts?|ended|"
    rf"closed|failed|also|early|late|tomorrow|today|since|under|hosted|attended|aimed|chaired|"
    rf"brokered|mediated|involving|including|may|could|should|if|despite|following|focus\w*|"
    rf"resume\w*|go|goes|head|heads|vote|votes|face|faces|meet|meets|hold|holds|gather|agreed|"
    rf"arrived|won't|due|set|expected|scheduled|following|the day|one|two|three|early|that|then|"
    rf"again|here|[a-z]+ed|continu\w*|conclud\w*)\b))"
)

_VIRTUAL = re.compile(
    r"\b(?:(?:by|via|through|over) (?:a )?(?:secure )?(?:video(?:[ -]?(?:link|conference|"
    r"conferencing|call))?|zoom|teleconference|webcast)|"
    r"virtually|online(?= (?:on|at|$))|remotely|in a virtual format|in an online format|"
    r"by (?:tele|video)conference)\b",
    re.IGNORECASE,
)
_WITNESS = re.compile(
    r"\b(?:testimony|testif\w+|evidence|address\w*|spoke|speak\w*|speech|told|said|appear\w*|"
    r"join\w*)(?: \w+){0,3} $"
)
_HALL = re.compile(
    r"\b(?P<lead>(?:in|at) )the (?P<place>(?:village|town|city|parish|community|church|county|"
    r"civic|memorial) (?:hall|centre|center|chambers?|offices))\b"
)
_ON_STREET = re.compile(
    rf"(?P<lead>\bon )(?P<place>{_NAME.removesuffix('*')}*? (?:Avenue|Street|Square|Road|"
    rf"Boulevard|Island|Islands))\b"
)
_VIRTUAL_CUE = re.compile(r"^(?:virtual|online|remote)\b", re.IGNORECASE)
_OF_STATE = re.compile(
    # "the S city of L", "S's capital, L", "the S capital L"
    rf"(?:[Tt]he |[Aa] )?(?:[a-z-]+ )?{STATE}(?:'s)? (?:[A-Za-z-]+ ){{0,2}}?{_SETTLEMENT}(?:,|"
    rf" of)? (?P<place>{PLACE}|{STATE}(?!')|{_NAME})(?:(?<=[^,]),(?= ))?"
)
_CITY_OF = re.compile(
    rf"\b[Tt]he (?:[a-z-]+ ){{0,3}}{_SETTLEMENT}(?: of|,) (?P<place>{PLACE}|{STATE}|{_NAME})"
)
_THE_CAPITAL = re.compile(
    rf"(?P<lead>\b(?:in|to|at|outside|near) )(?:the )?(?P<state>{STATE})(?:'s)? capital\b(?! "
    rf"punish)"
)
_CAPITAL_OF = re.compile(rf"\b(?:the )?capital,? (?P<place>{PLACE}|{STATE})(?!')")
_HEADQUARTERS = re.compile(
    rf"\bat (?:the )?(?:{ORGANISATION}|{STATE}|[\w'-]+)(?:'s?)?(?: [\w-]+)? (?:headquarters|HQ|"
    rf"offices?|base|embassy|mission|residence|compound|building)(?P<in> (?:in|near|"
    rf"outside) )(?=(?:the )?(?:[a-z]+ )?{PLACE})"
)
_SEAT = re.compile(
    rf"\b(?:in|at|to|into) (?:its|their|his|her|the(?: {ORGANISATION}(?:'s)?)?|{ORGANISATION}'s) "
    rf"(?P<place>{PLACE}) (?:headquarters|HQ|offices?|base|residence|seat|campus|building|"
    rf"compound)\b"
)
_VENUE_IN = re.compile(
    # "at the Hofburg in L", "at Camp X, L": the city is the place
    rf"\bat (?:the |its |a |an |his |her |their )?(?:(?!between|with|on|request|invitation|"
    rf"time)[\w'&.-]+,? ){{0,7}}?(?:{ORGANISATION} )?(?:in|,) (?P<place>(?:central |downtown |"
    rf"nearby |eastern |"
    rf"western |northern |southern )?{PLACE})"
)
_BODY_VENUE = re.compile(rf"(?P<lead>\b(?:at|in|inside) (?:the )?)(?P<body>{ORGANISATION}){_END}")
_VENUE_WORD = re.compile(
    r"\b(?:Courts?|Courthouse|Bailey|House|Palace|Hall|Kremlin|Stadium|University|Museum|Hotel|"
    r"Cent(?:re|er)|Parliament|"
    r"Tribunal|Headquarters|Club|Church|School|Library|Arena|Institute|College|Castle|Theatre|"
    r"Theater|Chapel|Cathedral|Capitol|Pentagon|Chamber)\b"
)
_PLACE_IN = re.compile(
    rf"\b(?:at|in|inside) (?:the )?{PLACE}(?:,| in|, in|, near) (?:central |downtown |"
    rf"nearby )?(?P<place>{PLACE})"
)
_VENUE = re.compile(
    rf"(?P<lead>\b(?:at|inside) )(?:the )?(?P<place>{_NAME})(?![\w'-])(?: (?:hotel|resort|palace|"
    rf"hall|centre|center|campus|stadium|estate)\b)?(?!'s? [a-z])"
)
_IN_NAME = re.compile(
    rf"(?P<lead>\b(?:[Ii]n|near|outside|[Aa]t) )(?:the )?(?:central |downtown |nearby |eastern |"
    rf"western |northern |southern |north |south |east |"
    rf"west )?(?P<place>{_NAME})(?![\w'-])(?: (?:hotel|resort|palace|hall|centre|center|campus|"
    rf"stadium|estate))?(?P<end>{_END})"
)
_IN_STATE = re.compile(rf"(?P<lead>\b(?:[Ii]n|across) (?:the )?)(?P<state>{STATE})(?!'|-){_END}")
_TO_STATE = re.compile(
    rf"(?P<lead>\b(?:to|for|visits?|visited|visiting|in) (?:the )?)(?P<state>{STATE})(?!'|-){_END}"
)
_TRAVEL = re.compile(
    r"\b(?:travel\w*|fl(?:y|ies|ew|ying)|visit\w*|trips?|head(?:s|ed|ing)?|go(?:es|ing)?|"
    r"summon\w*|invit\w*|call(?:s|ed)|arriv\w+|journey\w*|moved|relocated)\b[^,;]{0,30}$"
)
_TO_NAME = re.compile(
    rf"(?P<lead>\b(?:travel(?:s|led|ed)?|fl(?:y|ies|ew)|goes|go|went|heads?|headed|"
    rf"moves?) (?:[a-z]+ )?to )"
    rf"(?P<place>{_NAME})(?![\w'-]){_END}"
)
_WITH_STATE = re.compile(
    rf"(?P<place>{PLACE}), (?:in )?(?:the )?(?:{STATE}|{PLACE})(?!'|-| and )(?P<comma>,?)"
)


def locate(result: Shape) -> None:
    """Find the places of a shaped sentence and put each into one character of its text.

    A city stands for the venue in it ("at the Hofburg in Vienna" is Vienna); a venue without a
    city stands for itself. A state is a place only behind "in" or where someone travels to.
    """
    text = result.text
    text = _VIRTUAL.sub(lambda m: _by_link(result, m), text)
    text = re.sub(CUE, lambda m: _virtual(result, m.group()), text)

    def place(match: re.Match[str]) -> str:
        return _as_place(result, match["place"])

    text = _OF_STATE.sub(place, text)
    text = _CITY_OF.sub(place, text)
    text = _CAPITAL_OF.sub(place, text)
    text = _THE_CAPITAL.sub(lambda m: m["lead"] + _capital(result, m["state"]), text)
    text = _IN_STATE.sub(lambda m: m["lead"] + _as_place(result, m["state"]), text)
    text = _IN_NAME.sub(lambda m: _named(result, m), text)
    text = _TO_NAME.sub(lambda m: _named(result, m), text)
    text = _BODY_VENUE.sub(lambda m: _at_body(result, m), text)
    text = _HALL.sub(lambda m: _named(result, m), text)
    text = _ON_STREET.sub(lambda m: _named(result, m), text)
    text = _SEAT.sub(lambda m: "in " + m["place"], text)
    text = _HEADQUARTERS.sub(lambda m: m["in"].lstrip(), text)
    text = _PLACE_IN.sub(lambda m: "in " + (m["place"] or m["city"]), text)
    text = _WITH_STATE.sub(lambda m: m["place"], text)
    text = _VENUE_IN.sub(lambda m: "in " + m["place"][-1], text)
    text = _VENUE.sub(lambda m: _named(result, m), text)
    result.text = re.sub(_TO_STATE, lambda m: _travelled(result, m), text)


def _by_link(result: Shape, match: re.Match[str]) -> str:
    if _WITNESS.search(match.string[: match.start()]):
        return match.group()  # one of them is heard by link, the others are in the room
    return f"in {result.add('place', Place(name=ONLINE))}"


def _virtual(result: Shape, cue: str) -> str:
    part = result.parts[cue]
    if isinstance(part, Cue) and _VIRTUAL_CUE.search(part.words):
        return f"{cue} in {result.add('place', Place(name=ONLINE))}"
    return cue


def _as_place(result: Shape, found: str) -> str:
    """The character of a place for a place, a state or a bare name."""
    if re.fullmatch(PLACE, found):
        return found
    if re.fullmatch(STATE, found):
        mention = result.mention(found)
        # "in Moscow" is the city, though Moscow is elsewhere the government
        return result.add("place", Place(name=_state_place(mention), state=mention.name))
    return result.add("place", Place(name=found.removesuffix("'s").strip()))


def _at_body(result: Shape, match: re.Match[str]) -> str:
    """A court or house that is named as a body, where it is the venue."""
    surface = result.mention(match["body"]).surface
    if not _VENUE_WORD.search(surface):
        return match.group()
    return match["lead"] + result.add(
        "place", Place(name=surface.removeprefix("the "), body=result.mention(match["body"]).name)
    )


def _state_place(mention: Mention) -> str:
    surface = mention.surface.removeprefix("the ")
    return mention.name if surface.isupper() or "." in surface else surface


def _capital(result: Shape, state: str) -> str:
    mention = result.mention(state)
    known = by_name().get(mention.name)
    name = known.capitals[0] if known and known.capitals else f"{mention.surface} capital"
    return result.add("place", Place(name=name))


def _named(result: Shape, match: re.Match[str]) -> str:
    if _NOT_PLACE.search(match["place"]):
        return match.group()
    return match["lead"] + _as_place(result, match["place"])


def _travelled(result: Shape, match: re.Match[str]) -> str:
    before = match.string[: match.start() + len(match["lead"])]
    if not _TRAVEL.search(before):
        return match.group()
    # The state stays an actor too: who travels to a state meets it.
    return match["lead"] + _as_place(result, match["state"])
