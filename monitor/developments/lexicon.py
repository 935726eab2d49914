"""Word lists of news English that grouping reads with: plain data, no behaviour.

Written by hand from general knowledge of news headlines. The lists are closed and immutable;
words of other languages simply are not in them and keep their own form.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set: how this room writes its word lists."""
    return frozenset(text.split())


_STOP = """
a about above after again against ahead all almost along already also although always am amid
  among
an and another any anyone anything are around as at away back be became because become been before
behind being below between both but by came can cannot come comes coming could did didn do does
doesn doing don done down due during each either else en even ever every everyone everything few
for from further get gets getting go goes going gone got had has hasn have having he her here him
himself his how however i if in into is isn it its itself just ll made make makes making many may
me might more most much must my near need never no none nor not nothing now of off often on once
one only onto or other others our out over own per perhaps put puts rather re really s said same
  say
saying says see seen set shall she should since so some someone something soon still such t take
taken takes taking tell tells than that the their them themselves then there these they thing this
those though through till to together told too took toward towards under until up upon us ve very
via want wants was wasn way we well went were weren what when where whether which while who whole
whom whose why will with within without won would wouldn yet you your
amp news nbsp latest live breaking watch video photos update updates exclusive opinion analysis
report reports reported reportedly according
"""

STOPWORDS: Final[frozenset[str]] = words(_STOP)
"""Words that say nothing of which happening a text tells (with the furniture of headlines)."""

ENGLISH: Final[frozenset[str]] = words(
    """
    the of and to for with at from by says said after its is are has have over
    """
)
"""Words that show a text to be English, since the neighbours' languages lack them."""

# One family a line (an indented line goes on): the first word stands for all. Only words that
# headlines truly swap for one another: a doubtful pair makes two happenings alike.
_FAMILIES = """
talks negotiation negotiations negotiate negotiates negotiating negotiated negotiator
  negotiators gesprach gesprache gesprachen verhandlung verhandlungen pourparlers negociation
  negociations conversaciones negociaciones переговоры переговоров переговорах переговорам
die dies died dead death deaths dying killed kill kills killing slain deadly fatal fatally
murder murders murdered murderer slaying slayings homicide
wound wounds wounded injure injured injures injury injuries hurt
weapon weapons arms weaponry
soldier soldiers troop troops soldat soldaten truppe truppen soldats troupes soldados tropas
  воиска воиск солдат солдаты миротворцев миротворцы
invade invades invaded invading invasion invasions incursion incursions
attack attacks attacked attacking assault assaults
quit quits resign resigns resigned resigning resignation
cannabis marijuana
covid coronavirus covid-19 corona
ban bans banned banning outlaw outlaws outlawed prohibit prohibits prohibited
sue sues sued suing lawsuit lawsuits
arrest arrests arrested arresting detain detains detained detention
deploy deploys deployed deploying deployment deployments
withdraw withdraws withdrew withdrawn withdrawing withdrawal pullout pullback abzug retrait
  retirada вывод вывода
leave leaves left leaving depart departs departed departure
postpone postpones postponed postponing postponement
cancel cancels cancelled canceled cancelling canceling cancellation
approve approves approved approving approval
reject rejects rejected rejecting rejection rules-out ruled-out rule-out ruling-out
refuse refuses refused refusing refusal
agree agrees agreed agreement agreements accord
sanction sanctions sanctioned sanctioning sanktion sanktionen sanciones санкции санкциями санкциям
quake quakes earthquake earthquakes tremor
buy buys buying bought acquire acquires acquired acquiring acquisition
accuse accuses accused accusing accusation accusations allege alleges alleged allegation
  allegations
protest protests protested protesting protesters protestors demonstrators demonstration
election elections elected elect vote votes voted voting voters
supply supplies supplied supplying
arrive arrives arrived arriving arrival
blaze blazes fire fires
crash crashes crashed crashing
shoot shoots shot shooting shootings gunman gunmen
president presidents presidential prasident presidente президент президента
minister ministers ministry ministerial aussenminister ministre ministro министр министра
child children kid kids
woman women
man men
police policeman cops cop officers officer
tax taxes taxation
rich richest ultra-rich wealthy wealthiest millionaires millionaire billionaires billionaire
wealth fortune fortunes
require requires required requirement requirements mandatory compulsory mandate mandates
jail jailed jails prison imprisoned imprisonment
airplane plane planes aircraft jet jets warplane warplanes
ship ships vessel vessels warship warships
begin begins began begun start starts started starting
launch launches launched launching
wed weds wedding marry marries married marriage
win wins won winning winner winners victory
lose loses lost losing loss
propose proposes proposed proposal proposals
warn warns warned warning warnings
threaten threatens threatened threatening threat threats
legal legalise legalize legalises legalizes legalised legalized
decriminalise decriminalize decriminalises decriminalizes decriminalised decriminalized
expel expels expelled expelling expulsion
free frees freed release releases released
nominate nominates nominated nominee nomination
appoint appoints appointed appointment
merge merges merged merger mergers
explode explodes exploded explosion explosions blast blasts
flood floods flooded flooding
cyberattack cyberattacks cyber-attack cyber-attacks hack hacks hacked hacker hackers hacking
rebel rebels insurgent insurgents
migrant migrants refugee refugees
ex-pope pope pontiff
"""

_UNITS = "mr mrs ms dr sen rep gov prof gen col lt sgt"

TITLES_OF_PERSONS: Final[frozenset[str]] = words(_UNITS)
"""Abbreviated titles before a name: furniture."""


def _families(text: str) -> Mapping[str, str]:
    table: dict[str, str] = {}
    for line in text.replace("\n  ", " ").split("\n"):
        words = line.split()
        for word in words:
            table.setdefault(word, words[0])
    return MappingProxyType(table)


FAMILIES: Final[Mapping[str, str]] = _families(_FAMILIES)
"""Word to the word that stands for its family."""

JOINED_WORDS: Final[frozenset[str]] = frozenset(word for word in FAMILIES if "-" in word)
"""Words written apart or together, as one with a hyphen."""

NUMBER_WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
        "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
        "thirty": 30, "forty": 40, "fifty": 50, "dozen": 12,
    }
)  # fmt: skip
"""Spelled numbers ("one" is left out: it is mostly a pronoun)."""

MULTIPLIERS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "hundred": 1e2, "thousand": 1e3, "k": 1e3, "m": 1e6, "mln": 1e6, "million": 1e6,
        "bn": 1e9, "b": 1e9, "billion": 1e9, "trillion": 1e12, "tn": 1e12,
    }
)  # fmt: skip
"""Words and letters that multiply the number before them."""
