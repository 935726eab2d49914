"""Titles and offices in shaped sentences, which say who a person is and not who meets. Pure.

"S Foreign Minister P" and "P, the S ambassador to S," are one who takes part, not three.
"""

from __future__ import annotations

import re

from monitor.seeding.shape import ACTOR, DATE, PERSON, PLACE, STATE

ROLE = (
    r"(?:[Mm]inisters?|[Pp]residents?|[Pp]remiers?|[Ss]ecretar(?:y|ies)(?:[- ][Gg]eneral)?|"
    r"[Ee]nvoys?|[Aa]mbassadors?|[Cc]hiefs?"
    r"|[Hh]eads?|[Ll]eaders?|[Ss]pokes(?:man|woman|person|people)|"
    r"[Dd]irectors?(?:[- ][Gg]eneral)?|[Cc]hair(?:man|woman|person)?"
    r"|[Cc]hancellors?|[Kk]ing|[Qq]ueen|[Pp]rinces?|[Ee]mir|[Ss]ultan|[Pp]ope|[Cc]ommissioners?|"
    r"[Nn]egotiators?|[Rr]epresentatives?|"
    r"[Aa]dvis[eo]rs?|[Mm]ayors?|[Gg]overnors?|[Ll]awmakers?|[Ll]awyers?|[Jj]udges?|[Gg]enerals?|"
    r"[Cc]ommanders?|"
    r"[Oo]fficials?|[Dd]iplomats?|[Cc]ounterparts?|CEO|[Ee]xecutives?|[Ff]ounders?|"
    r"[Pp]rosecutors?|[Aa]ttorneys?|"
    r"[Cc]o-?ordinators?|[Mm]ediators?|[Ss]enators?|MPs?|[Cc]ouncill?ors?|[Mm]anagers?|"
    r"[Oo]fficers?|[Bb]ankers?|[Pp]remier|"
    r"[Cc]zar|[Pp]atriarch|[Pp]rofessor|[Dd]eputy|[Uu]nder-?[Ss]ecretary|[Cc]harg[eé])"
)
_MODIFIER = (
    r"(?:[A-Z][\w.'&-]*|foreign|prime|defen[cs]e|finance|deputy|vice|assistant|special|chief|top|"
    r"senior|"
    r"former|acting|interim|permanent|high|national|security|trade|energy|interior|climate|economy|"
    r"economic|health|affairs|general|human|rights|peace|military|army|joint|nuclear|lead|of|for|"
    r"to|"
    r"the|and|in|on|state|policy|opposition|party|then|new|outgoing|incoming|de|facto|external|"
    r"justice|agriculture|migration|development|international|crown|first|second|cabinet)"
)
_POSSESSED = rf"(?:[\ue000-\ue1ff](?:'s|')?|{PERSON}'s)"
_TITLE = re.compile(
    # "S Foreign Minister P", "his S counterpart, P,", "the S ambassador to S, P,"
    rf"(?<!\w)(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) )?(?:(?!of|for|to|in|on|and|"
    rf"the){_MODIFIER} ){{0,3}}{_POSSESSED}"
    rf"(?:[ -]{_POSSESSED})?[ -](?:{_MODIFIER}[ -]){{0,6}}?"
    rf"{ROLE}(?:[ -](?:{_MODIFIER}|{ROLE}|{_POSSESSED})){{0,8}}?(?P<comma>,?) (?P<person>{PERSON}"
    rf")(?P<close>,?)"
)
_TITLE_OF = re.compile(
    # "the foreign minister of S, P,"
    rf"(?<!\w)(?:\b(?:[Tt]he|[Aa]n?) )?(?:{_MODIFIER} ){{0,4}}{ROLE} (?:of|for|to|from|"
    rf"at) (?:the )?(?:{_MODIFIER} ){{0,4}}{_POSSESSED}"
    rf"(?P<comma>,?) (?P<person>{PERSON})(?P<close>,?)"
)
_TITLE_FOR = re.compile(
    # "the Minister for Health, P,"
    rf"(?<!\w)(?:\b(?:[Tt]he|[Aa]n?) )?(?:{_MODIFIER} ){{0,3}}{ROLE} (?:of|for|"
    rf"to) (?:(?:[A-Z][\w-]*|of|"
    rf"the|and|for) ){{0,6}}[A-Z][\w-]*(?P<comma>,) (?P<person>{PERSON})(?P<close>,?)"
)
_APPOSITION = re.compile(
    rf"(?P<person>{PERSON}), (?:(?:the|a|an|its|his|her|their|who is) |{_POSSESSED} |{ROLE}|"
    rf"former |\d\d,)"
    rf"[^,;{DATE[1:-1]}]{{0,90}}(?P<comma>,)(?! and {ACTOR} )"
)
_AGE = re.compile(rf"(?P<person>{PERSON}), \d\d(?P<comma>,)")
_PERSON_OF = re.compile(rf"(?P<person>{PERSON})(?: of (?:the )?{STATE}| \({ACTOR}\))(?!')")
_COURTESY = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Cllr|Hon|H\.E|HE|Amb|Gen)\.? (?={PERSON}|Amb)"
)
_CITIZEN = re.compile(
    # "the S tennis player P"
    rf"(?:\b[Tt]he )?{STATE}(?: {PLACE})? (?:(?!will|and|or|is|was|has|had|met|meets|said|told|"
    rf"to|of|in|on|for|with|by|at|as|from|over|after|while|"
    rf"when)[a-z-]+ ){{1,3}}(?P<person>{PERSON})"
)
_OF_STATE = re.compile(rf"{STATE}'s (?P<person>{PERSON})")


def _person(match: re.Match[str]) -> str:
    comma = match.groupdict().get("comma")
    close = match.groupdict().get("close") or ""
    return match["person"] + ("" if comma and close else close)


def _apposition(match: re.Match[str]) -> str:
    inner = match.group()[1:]
    if not re.search(ROLE, inner) and not re.search(r"\d\d", inner):
        return match.group()
    return match["person"]


def without_titles(text: str) -> str:
    """Persons without title and office, whose states and bodies take no part by being named."""
    if not re.search(PERSON, text):
        return text
    text = _COURTESY.sub("", text)
    for pattern, keep in (
        (_OF_STATE, _person),
        (_CITIZEN, _person),
        (_TITLE, _person),
        (_TITLE_OF, _person),
        (_TITLE_FOR, _person),
        (_AGE, _person),
        (_APPOSITION, _apposition),
        (_PERSON_OF, _person),
    ):
        text = pattern.sub(keep, text)
    return text
