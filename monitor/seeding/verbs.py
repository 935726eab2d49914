"""What dates, places and people can belong to: words for meetings and verbs of meeting. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.seeding.shape import ACTOR, CUE, PERSON, Cue, Family, Shape
from monitor.seeding.standing import called_off


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word for a meeting (``cue``: its character) or a verb of meeting (``verb``) in a clause.

    ``more``: the verb tells more of a meeting but is none itself ("will discuss").
    """

    start: int
    end: int
    cue: str
    verb: str
    family: Family
    more: bool = False

    @property
    def guest(self) -> bool:
        """Whether the verb tells of one who takes part in what a body holds."""
        return self.verb.startswith(("attend", "take part", "takes part", "took part", "particip"))


_MEET = (
    r"(?:^meeting|meets?|met|(?<=are )meeting|(?<=is )meeting|(?<=were )meeting|(?<=was )meeting|"
    r"(?<=be )meeting|sits? down|sat down|confers?|conferred|gathers?|gathered|convenes?|"
    r"convened|"
    r"negotiates?|receives?|received|hosts?|hosted|welcomes?|welcomed|hosting|"
    r"discuss(?:es|ed)?(?= [^.;]{1,40} with (?:[\w'-]+ ){0,3}[\ue200-\ue2ff])|"
    r"(?<=to )talk(?= (?:in|on|at|with)\b)|(?<=will )(?:see|receive)(?= (?:[A-Z][\w-]+ "
    r"){0,3}[\ue200-\ue2ff])|"
    r"(?:take part|takes part|took part|participate[sd]?) in(?= (?:the |"
    r"its )?[\ue100-\ue1ff](?! ?[\ue500-\ue5ff]|'s))|"
    r"(?:sees?|saw|seen|seeing) each other|(?:comes?|came|gets?|got|coming|getting) together|"
    r"reconvenes?|reconvened|(?:held|holds?|holding) (?:court|counsel)|"
    r"(?:saw|sees?)(?= (?:the |its |his |her |"
    r"[\w-]+ ){0,3}[\ue100-\ue2ff][^;.]{0,60}[\ue300-\ue4ff])|"
    r"talk(?:s|ed)? (?:to|with)(?= [^.;]{1,60} (?:in|at) [\ue300-\ue3ff])|"
    r"(?:sits?|sat|sitting)(?: together)?(?= (?:in|at|on|with|for|over|again)\b)|"
    r"(?:call|summon|ask|invit)(?:s|ed|es|e)?(?= (?:(?:the|both|its|all|his|her|"
    r"two) [^.;]{3,90}?|[^.;]{0,40}[\ue000-\ue2ff]) (?:to|for|in) "
    r"(?:[\w'-]+ ){0,4}[\ue000-\ue0ff\ue300-\ue3ff\ue500-\ue5ff])|"
    r"attend(?:s|ed)?(?= (?:the |its )?[\ue100-\ue1ff](?! ?[\ue500-\ue5ff]|'s))|return(?:s|ed|"
    r"ing)? to the (?:negotiating |bargaining )?table)"
)
_VISIT = (
    r"(?:(?<=[\ue200-\ue2ff] )(?:was|has been) in(?= [\ue300-\ue3ff] (?:on |in |from |for |"
    r"earlier )?[\ue400-\ue4ff])|(?<=will )be in(?= [\ue300-\ue3ff])|(?:expected|"
    r"due) in(?= [\ue300-\ue3ff])|"
    r"'s (?:\w+[ -]){0,3}(?:visit|trip|tour) to|visit by|"
    r"travel(?:s|led|ed|ling|ing)?(?: on| onwards?)? to|"
    r"fl(?:y|"
    r"ies|ew|"
    r"ying) to|visit(?:s|ed|ing)?|heads? to|headed to|heading to|goes to|go to|pays? (?:a|"
    r"an) (?:\w+ ){0,2}visit to|paid (?:a|an) (?:\w+ ){0,2}visit to|arrives? in|arrived in|(?:a|"
    r"an|his|her|their|the) (?:\w+[ -]){0,3}(?:visit|trip|tour) to|(?:send|sends|sent|sending|"
    r"dispatch(?:es|ed)?) (?:[\w'-]+ ){0,4}(?:delegations?|envoys?|teams?|negotiators?|officials|"
    r"representatives|ministers?|diplomats?) to)"
)
_ELECT = (
    r"(?:(?:go|goes|going|went|head|heads|heading|return) (?:back )?to the polls|"
    r"cast (?:their )?ballots|elects?)"
)
_COURT = (
    r"(?:(?:go|goes|went|put|be|stand|stands|face|faces) (?:on )?trial|(?:is |are )?(?:due|"
    r"return|returns|back) (?:back )?in court|be sentenced|be arraigned|"
    r"be tried|is sentenced|"
    r"(?:re)?appears? (?:in|at|before)|hears? (?:the |an |a |his |her |its |their |oral )?(?:case|"
    r"appeal|arguments|briefing|report|challenge|evidence|petition|application)|"
    r"hears(?= (?:(?:me|him|her|us|"
    r"them)\b|[\ue200-\ue2ff]))|hand down (?:its|a|"
    r"the) (?:verdict|ruling|judgment|sentence)|"
    r"deliver (?:its|a|the) (?:verdict|ruling|judgment|judgement|sentence)|(?:questioned|quizzed|"
    r"grilled|interviewed|heard) by|brief(?:s|ed)?(?= (?:the )?[\ue100-\ue1ff])|issue (?:its|"
    r"a) (?:verdict|ruling|judgment)|be heard by|be heard|quiz(?:zes|zed)?|question(?:s|"
    r"ed)?(?= [\ue000-\ue2ff])|"
    r"grill(?:s|ed)?|(?:return|go|come|head)(?:s|es|ing|ed)? (?:back )?(?:to|"
    r"before)(?= (?:the )?[\ue100-\ue1ff])|(?:faces?|faced) (?:tough )?questions from|"
    r"testif(?:y|ies|ied) (?:before|to)|(?:gives?|gave|give) evidence (?:before|to|at))"
)
_MORE = (
    r"(?:(?<=will )|(?<=would ))(?:discuss|negotiate|raise|debate|be represented|focus|cover|"
    r"address(?! (?:the |a |an )?(?:delegates|nation|press|media|reporters|crowd|"
    r"supporters|parliament|lawmakers|assembly|meeting|conference|gathering|rally|[\ue000-\ue2ff\ue500-\ue5ff]))|tackle|"
    r"consider|review|examine|look at|take up|thrash out|hammer out|iron out|talk about|"
    r"talk over|deal with|concentrate|last|run|conclude)|"
    r"(?:speak|be|appear) there|(?:expected|due|scheduled|set|likely) to (?:last|run|continue|end|"
    r"conclude|close|wrap up)|(?:lasts?|runs?) (?:until|till|through)|"
    r"(?<=to )(?:decide on|decide whether|discuss|"
    r"focus|cover)|(?:(?<=will )|(?<=to ))vote on|discussed|focused on|negotiated"
)
_VERBS = re.compile(
    rf"(?:(?<![\w-])|(?='s ))(?:(?P<meeting>{_MEET})|(?P<election>{_ELECT})|(?P<visit>{_VISIT})|"
    rf"(?P<court>{_COURT})|(?P<more>{_MORE}))(?![\w-])"
)
_NOT_MEET = re.compile(
    # "meet its obligations", "hosts the database": things, not people
    r"^ (?:with (?:criticism|resistance|opposition|fierce|strong|a |scepticism|skepticism|anger|"
    r"approval|silence|protests?|sharp|mixed)|(?:its|their|his|her|our|the|all|any|these|those|"
    r"this|such|every|a|an|current|growing|future|new|rising)? ?(?:[\w-]+ ){0,4}"
    r"(?:targets?|goals?|demands?|obligations?|needs|deadlines?|criteria|requirements?|"
    r"conditions?|commitments?|expectations?|challenges?|costs?|standards?|threshold|promises?|"
    r"pledges?|quotas?|bills?|World Cup|Olympics|Games|refugees|troops|bases|weapons|missiles|"
    r"site|website|show|aid|reports?|calls?|threats?|money|funds?|support|information|letters?|"
    r"messages?|news|assurances|decision|move|announcement|statement|agreement|plans?|proposal|"
    r"fate|death)\b)"
)
_CUE_FOLLOWS = re.compile(rf"[^,;]{{0,60}}?{CUE}")
_TAKES_CUE = re.compile("host|conven|welcom|receiv|meet|met|gather|sit|sat")
_ITS_CUE = re.compile(rf"(?: for| in| at)?(?: [\w-]+){{0,4}} ?{CUE}")
_BY_ACTOR = re.compile(rf" by (?:[\w'-]+ ){{0,4}}{ACTOR}")
_PASSIVE = re.compile(r"\b(?:be|is|was|were|been|are) $")
_A_PERSON = re.compile(rf" (?:[^.;]{{0,160}}?{PERSON}|[^.;]{{0,60}}?{ACTOR})")
_AN_ACTOR = re.compile(
    rf" (?:[\w'-]+ ){{0,5}}(?:{ACTOR}|(?:counterparts|leaders|ministers|delegations|delegates|"
    rf"envoys|officials)\b)"
)
_APPOSED = re.compile(r", $")
_DENIED = re.compile(
    r"\b(?:not|never|n't|refused to|declined to|failed to)(?: \w+)? $|\b(?:the|an?) $"
)


def anchors(result: Shape, text: str) -> list[Anchor]:
    """The anchors of a clause, in order."""
    found = []
    for match in re.finditer(CUE, text):
        cue = result.parts[match.group()]
        assert isinstance(cue, Cue)  # noqa: S101 - the block of a character tells its kind
        found.append(Anchor(match.start(), match.end(), match.group(), "", cue.family))
    for match in _VERBS.finditer(text):
        family = next(name for name, words in match.groupdict().items() if words)
        if family == "more" and not found:
            found.append(
                Anchor(match.start(), match.end(), "", match.group(), "meeting", more=True)
            )
        if (
            family == "court"
            and _RETURN.match(match.group())
            and not _to_court(result, text, match)
        ):
            continue
        if family == "visit" and _APPOSED.search(text[: match.start()]) and len(found) > 0:
            continue  # "will visit L, his first trip to M"
        if family == "more" or (family == "meeting" and not _is_meeting(text, match)):
            continue
        found.append(Anchor(match.start(), match.end(), "", match.group(), family))  # type: ignore[arg-type]
    return sorted(found, key=lambda anchor: anchor.start)


_RETURN = re.compile("return|go|come|head")
_COURT_NAME = re.compile(r"\b(?:Court|Tribunal|Committee|Commission|Parliament|Senate|Inquiry)\b")


def _to_court(result: Shape, text: str, match: re.Match[str]) -> bool:
    """Whether one goes before a body that hears people, not just to it."""
    body = re.match(r" (?:the )?([\ue100-\ue1ff])", text[match.end() :])
    return bool(body and _COURT_NAME.search(result.mention(body[1]).surface))


def _is_meeting(text: str, match: re.Match[str]) -> bool:
    """Whether people meet here, not a demand or a deadline, and no cue tells it already."""
    before, after, verb = text[: match.start()], text[match.end() :], match.group().lower()
    if _NOT_MEET.search(after) or (_DENIED.search(before) and not called_off(text)):
        return False
    if _CUE_FOLLOWS.match(after) and _TAKES_CUE.match(verb):
        return verb.startswith(("meet", "met", "gather", "sit", "sat")) and not _ITS_CUE.match(
            after
        )
    if _PASSIVE.search(before) and verb.startswith(("receiv", "welcom", "host", "conven")):
        # a session that "will be convened" is told by its noun
        by = bool(_BY_ACTOR.match(after)) and not verb.startswith("conven")
        return by or (verb.startswith(("receiv", "welcom")) and bool(re.search(ACTOR, before)))
    if verb.startswith(("receiv", "welcom")):
        return bool(_A_PERSON.match(after))
    return not verb.startswith("host") or bool(_AN_ACTOR.match(after))
