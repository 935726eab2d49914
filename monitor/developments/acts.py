"""What a headline says somebody did: acts, and whether they are done or only spoken of.

Pure. An act is one word for a family of verbs ("deploys", "is sending" are ``send``). Acts tell
alike headlines apart ("demands", "rejects") and carry the decisions of a signature. English only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from monitor.developments.lexicon import words
from monitor.developments.terms import Token

_ACTS: Final = """
demand demand urg appeal want
reject reject refuse dismiss rebuff oppos condemn slam decri declin rebuk
agree agree accept sign ratify
warn warn threaten caution
accuse accuse blam
deny deni deny
send send sent deploy supply dispatch ship deliver shipment transfer
withdraw withdraw recall evacuat evacuation
sanction sanction blacklist
attack attack invade bomb bomb shell raid strik airstrike
arrest arrest charg jail sentenc indict convict
quit quit fir sack oust dismissed
appoint appoint nominate
approve approve pass adopt endors
ban ban block halt suspend freez
expel expel deport
sue sue
die die murder
order order
recognise recogni recognis recogniz
capture captur seiz
free free pardon
"""

_HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {word: line.split()[0] for line in _ACTS.strip().split("\n") for word in line.split()[1:]}
)

DECISIVE: Final = frozenset(
    {
        "agree", "approve", "attack", "ban", "capture", "expel", "free", "order", "quit",
        "recognise", "reject", "sanction", "send", "withdraw",
    }
)  # fmt: skip
"""Acts that are decisions: somebody who follows a story wants to know that they were taken."""

MAYBE: Final = "may:"
"""Prefix of an act that is only considered, threatened, asked for or denied."""

_UNDECIDED: Final = words(
    """
    may might could would should consider considers considering considered weigh weighs
    weighing mull mulls mulling plan plans planning planned threaten threatens threatened
    threatening vow vows vowed if unless ready readies prepare prepares preparing prepared
    possible possibly potential likely demand demands demanded urge urges urged call calls
    called want wants ask asks asked seek seeks not no never wont won't cannot can't didnt
    didn't doesnt doesn't without against before warn warns warned fear fears feared over
    whether propose proposes proposed refuses refuse refused stop will justify pretext
    claims claim accuse accuses accused alleges alleged
    """
)
_NOUNS: Final = words(
    """
    withdrawal pullout pullback deployment deployments agreement agreements accord rejection
    refusal approval expulsion resignation evacuation shipment arrival invasion invasions
    incursion sanctions sanction attack strike raid demand assault order orders ban bans
    release recognition demands supply supplies dismissal sanktion sanktionen sanciones
    санкции санкциями санкциям abzug retrait retirada вывод вывода
    """
)
_ENACTING: Final = words(
    """
    impose imposes imposed imposing slaps slapped hits announces announced adopts adopted
    approves approved extends extended prolongs prolonged reach reaches reached sign signs
    signed strike strikes struck launches launched issues issued gives gave wins won seals
    sealed
    """
)
"""Verbs that make a noun an act: "imposes sanctions", "signs agreement"."""

_REACH: Final = 4
"""Words before a verb in which a word may make it undecided."""


def acts_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Acts of one sentence, sorted; those only spoken of carry the prefix :data:`MAYBE`."""
    found: set[str] = set()
    for index, token in enumerate(tokens):
        act = _HEADS.get(token.term)
        if act is None:
            continue
        before = {other.folded for other in tokens[max(0, index - _REACH) : index]}
        bare_noun = token.folded in _NOUNS and not before & _ENACTING
        found.add(f"{MAYBE}{act}" if bare_noun or before & _UNDECIDED else act)
    return tuple(sorted(found))


def kinds(acts: Sequence[str]) -> frozenset[str]:
    """The acts without regard to whether they are done."""
    return frozenset(act.removeprefix(MAYBE) for act in acts)
