"""Headline phrases and how far they escalate or calm: plain data of the event hint.

Written by hand from general knowledge of English headlines; the scale is the project's own, from
-3 (peace) to +3 (war), ordinal and without further claim. Each line is a regular expression on
case-folded text, tried at word boundaries; ``~`` stands for up to three words between.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _verb(words: str) -> str:
    """A pattern of the regular forms of verbs ("move": move, moves, moved, moving)."""
    return rf"(?:{'|'.join(_forms(word) for word in words.split())})"


def _forms(word: str) -> str:
    if word.endswith("e"):
        return rf"{word[:-1]}(?:e|es|ed|ing)"
    if word.endswith("y") and word[-2] not in "aeo":
        return rf"{word[:-1]}(?:y|ies|ied|ying)"
    if word in _DOUBLING:
        return rf"{word}(?:s|{word[-1]}ed|{word[-1]}ing)?"
    return rf"{word}(?:s|es|ed|ing)?"


_DOUBLING: Final = frozenset({"slap", "rip", "ship", "expel", "cancel", "swap", "drop", "slam"})

_TALKS: Final = r"(?:talks|meetings?|summit|negotiations?|dialogue|consultations?|conference)"
_DEAL: Final = r"(?:deal|agreement|accord|pact|treaty|truce|ceasefire|armistice|settlement)"
_FORCE: Final = (
    r"(?:troops|soldiers|forces|tanks|warships?|missiles?|warplanes?|fighter jets|battalions?"
    r"|military|army|navy|paratroopers|artillery|reinforcements)"
)
_ENVOY: Final = r"(?:ambassadors?|diplomats?|envoys?|consuls?|attach[eé]s?)"

PHRASES: Final[Mapping[int, str]] = MappingProxyType(
    {
        3: r"""
        invade[sd]?|invading|declare[sd]? war|goes to war|wages? war|war (?:begins|breaks out|erupts)
        (?:full-scale )?invasion (?:begins|began|of|under ?way)
        (?:shell|bomb|torpedo)(?:s|ed|ing)|bombard(?:s|ed|ing)?(?! with)
        shelling ~(?:kills?|killed|hits?|wounds?|resumes?|continues?|intensif\w+)
        (?:air ?strikes?|missiles?|drones?|rockets?|bombs?|shells?) ~(?:kills?|killed|hit|hits|strike|strikes|struck|pound\w*|destroy\w*|rock|rocks|slam\w*)
        (?:launch(?:es|ed)?|carr(?:y|ies|ied) out|mount(?:s|ed)?) ~(?:air ?strikes?|attacks?|offensive|invasion|assault|raids?|operation)
        attack(?:s|ed) (?!on\b|in\b|at\b|of\b|against\b|by\b|kills?\b|leaves?\b|was\b|were\b|could\b|may\b)\w+
        attack ~(?:kills?|killed|leaves? ~dead)|(?:suicide|car) bomb\w*
        open(?:s|ed)? fire|clash(?:es|ed)? (?:with|between|kill\w*|leave\w*)|(?:deadly|fierce|heavy) (?:clashes|fighting|battles?)
        fighting (?:erupts|breaks out|rages|intensif\w+|kills?)
        kill(?:s|ed) ~(?:civilians?|soldiers?|troops|fighters?|protesters?|people|guards?|militants?)
        (?:civilians?|soldiers?|people|protesters?|fighters?|guards?) ~(?:killed|dead|shot) ~(?:in|by) ~(?:strikes?|shelling|attack|clash(?:es)?|raid|bombing|fighting)
        (?:seize[sd]?|capture[sd]?|storm(?:s|ed)?|overrun|annex(?:es|ed)?|besiege[sd]?) (?!the moment|on\b|front\b|into\b)~(?:city|town|capital|airport|base|territory|island|crimea|palace|parliament|village|border|plant|ship|port|power)
        annex(?:es|ed)|coup (?:topples|ousts|under ?way)|(?:ousted|toppled|seizes? power) ~coup
        (?:shoots?|shot) down|fir(?:es|ed) ~(?:missiles?|rockets?|artillery|shots)
        (?:test-?fires?|test-?fired|launch(?:es|ed)?) ~(?:ballistic|missiles?|icbm)
        massacre[sd]?
        """,
        2: rf"""
        {_verb("deploy mass amass mobilise mobilize dispatch move send rush station redeploy gather")} ~{_FORCE}
        sent ~{_FORCE}|{_FORCE} ~{_verb("pour mass move arrive enter cross roll advance")}(?! (?:back|home|out))
        {_FORCE} build-?ups?|build-?up of {_FORCE}|mobili[sz]ation|call(?:s|ed) up reservists
        (?:put|puts|places?|placed|are|is) ~(?:on|at) (?:high |heightened |full |higher )?(?:alert|readiness|standby)
        {_verb("begin start hold stage launch conduct")} ~(?:drills?|war games|(?:military|naval|live-fire|joint|missile) (?:exercises?|manoeuvres|maneuvers))
        (?:live-fire|military|naval|snap) (?:drills?|exercises?|war games)
        {_verb("impose slap unveil announce adopt hit widen tighten extend introduce")} ~(?:sanctions|embargo|blockade|tariffs?)
        sanction(?:s|ed) (?!on\b|against\b|could\b|would\b|will\b|if\b|bill\b|threat\b|over\b|are\b|were\b|relief\b|package\b|may\b)\w+|(?:hit|hits|slapped|targeted) ~with ~sanctions
        expel(?:s|led|ling)?|recall(?:s|ed)? ~{_ENVOY}|{_verb("cut sever break suspend")} ~(?:ties|relations|cooperation)
        declare[sd]? ~persona non grata|{_verb("close shut seal")} ~(?:embassy|border|airspace|consulate)
        {_verb("evacuate withdraw pull recall order")} ~(?:embassy|diplomats'? families|embassy staff|families of|citizens|nationals)
        {_TALKS} ~(?:collapse[sd]?|fail(?:s|ed)?|break down|broke down|fall apart|fell apart|cancell?ed|called off|scrapped|end(?:s|ed)? (?:without|in failure))
        (?:cancel|scrap|call off|quit|boycott|suspend|abandon)(?:s|ed|led|s off)? ~{_TALKS}|calls? off ~{_TALKS}|called off ~{_TALKS}
        walk(?:s|ed)? out of ~{_TALKS}|(?:rip|tear|scrap|break|violate|breach|abandon|withdraw from|quit)(?:s|ped|ed|d)? ~(?:up )?{_DEAL}
        {_DEAL} ~(?:collapse[sd]?|violated|broken|breached|violations?)
        {_verb("arrest detain jail charge sentence imprison")} ~(?:activists?|opposition|journalists?|protesters?|leader|critics?|spy|spies|{_ENVOY})
        cyber-?attacks? ~(?:hit|hits|target|targets|knock|knocks|cripple\w*|disable\w*|down)|(?:hit|hits|targeted|crippled) ~cyber-?attacks?
        state of emergency|martial law|curfew|blockade[sd]?|cut(?:s)? off ~(?:gas|power|supplies|water)
        (?:recogni[sz]e)(?:s|d)? ~(?:breakaway|separatists?|rebel|independence of)
        {_verb("send supply deliver ship arm provide approve")} ~(?:weapons|arms|arsenal|missiles|ammunition|military aid|lethal aid|anti-tank)
        sent ~(?:weapons|arms|lethal aid|military aid)|(?:weapons|arms|lethal aid|military aid|missiles) ~(?:arrive[sd]?|land(?:s|ed)?|reach\w*)
        (?:seize[sd]?|impound(?:s|ed)?) ~(?:tanker|vessel|ship|assets)
        (?:on|to) (?:high|heightened|full|combat) (?:alert|readiness)|troops on the move|cyber-?attacks? (?:on|against)
        (?:use[sd]?|resort(?:s|ed)? to) ~(?:tear gas|force|live rounds)|riots? (?:erupt|break out|rock)\w*
        """,
        1: rf"""
        warn(?:s|ed|ing)?|caution(?:s|ed)|threaten(?:s|ed|ing)?|threats?|ultimatum|(?:sabre|saber)-rattling
        accuse[sd]?|accusing|blame[sd]?|blast(?:s|ed)? (?!kills?\b|in\b|at\b|off\b)|slam(?:s|med)?|condemn(?:s|ed|ing)?|denounce[sd]?|decr(?:y|ies|ied)|criticis\w+|criticiz\w+|rebuke[sd]?|lash(?:es|ed)? out
        reject(?:s|ed|ing)?|refuse[sd]?|rebuff(?:s|ed)?|dismiss(?:es|ed)?|snub(?:s|bed)?|rule[sd]? out|oppose[sd]?|defi(?:es|ed)
        demand(?:s|ed|ing)? (?!for\b|of\b|on\b|over\b|are\b|were\b|is\b|that are\b|as\b|at\b|list\b|to be\b|in\b|not\b|after\b|before\b)\w+
        summon(?:s|ed)?|protest(?:s|ed)? (?:over|against|to|at|erupt|as)|vow(?:s|ed)? ~(?:response|retaliat\w+|revenge|not|never|to (?:respond|defend|fight|hit))
        retaliat\w+|vengeance|(?:hits?|fires?|strikes?|punch\w*) back
        postpone[sd]?|put(?:s)? off|delay(?:s|ed)?|{_TALKS} ~(?:postponed|delayed|put off|stall(?:s|ed)?|deadlock\w*|stalemate|impasse|(?:end(?:s|ed)?|yield\w*|bring|brought|produce[sd]?|with) ~(?:no|little|few))
        deadlock(?:ed)?|stalemate|impasse|standoff|stand-off|brink|no (?:\w+ )?(?:breakthrough|progress|deal|agreement)
        without (?:an? |any )?(?:breakthrough|progress|deal|agreement|result|accord)|(?:fail|fails|failed) to (?:agree|reach|secure|strike|end|break)
        tensions? ~(?:rise|rises|rose|mount|mounts|soar|soars|grow|grows|escalate\w*|flare\w*|high|boil\w*)|(?:rising|mounting|growing|soaring|escalating|heightened) tensions?
        fears? (?:of|grow|mount|rise|over)|fears? ~(?:war|invasion|attack|conflict|escalation)|braces? for|escalat(?:e|es|ed|ing|ion)
        crisis ~(?:deepens?|worsens?|escalates?)|(?:breach|violation|provocation|aggression|incursion)s?
        (?:punish|penali[sz]e|retort|spar|clash)(?:s|es|ed|d)? (?:over|at)|at odds|trade[sd]? ~(?:barbs|accusations|threats|blame)
        {_verb("consider weigh mull prepare plan ready draw threaten")} ~sanctions|sanctions (?:threat|bill|package|warning|if)
        invasion|cyber-?attacks?|hack(?:s|ed|ing)|espionage|sabot\w+|war games|stand(?:s|ing)? up to|pushes back
        attacks?|pay ~price|(?:severe|tough|swift|massive) (?:response|consequences|sanctions)|hostil\w+
        (?:block|halt|ban)(?:s|ed|ing|ning)? ~(?:arms|weapons|exports|gas|imports|visa|flights|entry)
        (?:not|never) ~(?:back down|give up|surrender|compromise|yield)|red lines?|crack(?:s|ed)? down|crackdown|genocide|nuclear (?:strike|attack)|row over|rift|spat
        """,
        -1: rf"""
        {_TALKS} ~(?:begin|began|start(?:s|ed)?|open(?:s|ed)?|resume[sd]?|continue[sd]?|held|scheduled|set for|due|planned|to be held|take place|took place|under ?way|kick(?:s|ed)? off|go ahead|conclude[sd]?|end(?:s|ed)?)
        {_verb("hold begin start open resume host attend join continue launch arrange schedule welcome offer propose seek want back urge restart plan accept")} ~{_TALKS}|(?:have|has|had|set) ~{_TALKS}
        held ~{_TALKS}|calls? for ~{_TALKS}|returns? to ~{_TALKS}|ahead of ~{_TALKS}|{_TALKS} (?:with|between|in|on)
        meet(?:s|ing)? (?:with|in|for|to|on|over|again|at|as)|met (?:with|in|for|on)|(?:will|to|set to|agree to|agrees to|due to) ~meet
        visit(?:s|ed|ing)?|(?:travels?|flies|flew|heads?|arrives?) (?:to|in|for) ~(?:talks|visit|meet\w*|\w+)
        (?:speak|spoke|speaks|talk|talks|talked) ~(?:by phone|on the phone|on phone|with|to)|phone call|phones?|hold(?:s)? ~call|discuss(?:es|ed|ing)?
        {_verb("call urge appeal plead press")}(?: for| on| to)? ~(?:restraint|calm|dialogue|peace|de-?escalat\w+|diplomacy|ceasefire|truce|unity)
        (?:hope|hopes|hoped|hopeful|optimis\w+|confident) ~(?:deal|talks|peace|agreement|de-?escalat\w+|solution|diplomacy|dialogue|breakthrough)
        mediat(?:e|es|ed|ing|ion|or)|brokers?|offer(?:s|ed|ing)? ~(?:to|help|aid|mediat\w+|olive branch|proposals?|support)
        propose[sd]? ~(?:peace|plan|deal|truce|ceasefire|roadmap|summit)|diplomatic (?:push|effort|solution|path|off-ramp)|diplomacy
        welcome[sd]?|prais(?:e|es|ed)|thank(?:s|ed)?|support(?:s|ed)? ~(?:peace|deal|talks|plan)
        reassur(?:e|es|ed|ance)|eas(?:e|es|ed|ing) ~(?:tensions?|fears|crisis)|cool(?:s|ed)? ~(?:tensions?|rhetoric)|defus\w+|de-?escalat\w+
        cooperat\w+|partnership|help(?:s|ed)? ~(?:rebuild|evacuate|victims|refugees)|open to ~(?:talks|dialogue|deal|compromise)|ready (?:for|to) ~(?:talks|negotiate|dialogue|compromise)
        negotiat(?:e|es|ed|ing|ors?)|(?:close|closer|near) to ~{_DEAL}|nears? ~{_DEAL}|on (?:the )?(?:verge|cusp) of ~{_DEAL}
        """,
        -2: rf"""
        {_verb("reach strike sign agree clinch seal secure ratify approve broker finalise finalize back")}(?: on| to)? (?:[a-z'-]+ ){{0,2}}?{_DEAL}(?! talks)|hammer(?:s|ed)? out ~{_DEAL}
        struck ~{_DEAL}(?! talks)|agree[sd]? (?:on|to) ~(?:extend|end|halt|swap|exchange|withdraw|principles|timetable|pull (?:back|out))
        {_DEAL} ~(?:reached|signed|struck|agreed|approved|holds|holding|extended|in place|takes? effect|took effect|begins)
        {_verb("lift ease waive suspend drop remove relax end")} ~(?:sanctions|embargo|blockade|tariffs?|curfew|siege|restrictions)
        (?:free|release|pardon|swap|exchange|hand over|return)(?:s|d|ed|ped|s over|ed over)? ~(?:prisoners?|hostages?|detainees?|captives?|bodies|pows|journalists?|activists?|sailors?|crew)
        (?:prisoner|hostage) (?:swap|exchange|release)|(?:prisoners?|hostages?) ~(?:freed|released|swapped)
        (?:withdraw|pull)(?:s|ed)?(?: back| out)? ~{_FORCE}|withdrew ~{_FORCE}|{_FORCE} ~(?:withdraw(?:n)?|withdrew|pull(?:s|ed)? (?:back|out)|return(?:s|ed)? (?:home|to (?:base|barracks))|leave|left|pullback|pullout|withdrawal)
        (?:withdrawal|pullback|pull-back|pullout|drawdown) of ~{_FORCE}|{_FORCE} (?:withdrawal|pullback|pullout)
        (?:restore|resume|normali[sz]e|re-?establish|mend|renew)(?:s|d|ed)? ~(?:ties|relations|flights|cooperation|aid|contacts)
        (?:reopen|re-open)(?:s|ed)? ~(?:border|embassy|consulate|airspace|crossing)|lay(?:s)? down ~arms|demobili[sz]\w+
        {_verb("send deliver provide pledge donate approve")} ~(?:aid|humanitarian|food|medical|relief|vaccines?)|aid ~(?:arrives?|reaches|reached|enters)
        breakthrough|reconcil\w+|humanitarian corridors?
        """,
        -3: rf"""
        {_verb("sign agree conclude ratify reach")} ~peace ~{_DEAL}|peace {_DEAL} ~(?:signed|reached|agreed|ratified)
        end(?:s|ed)? ~(?:war|conflict|fighting|hostilities|insurgency)|(?:war|conflict|fighting|hostilities) (?:is |are )?(?:over|ends|ended)
        declare[sd]? ~(?:end of|end to) ~(?:war|conflict|fighting|hostilities)|make[s]? peace|made peace|peace (?:declared|restored)
        permanent (?:ceasefire|truce|peace) ~(?:signed|agreed|reached|begins|takes effect|took effect)
        (?:last|final|all) ~{_FORCE} ~(?:leave|left|withdraw\w*|withdrew|out of)
        """,
    }
)
"""Level to its phrases. Where several levels match one place, the farther from 0 is taken."""

UNREAL: Final = (
    r"may|might|could|would|should|if|unless|whether|will|to|plans?|planned|planning|considers?"
    r"|considering|weighs?|mulls?|threatens?|threatened|threatening|vows?|vowed|ready|prepares?"
    r"|preparing|poised|set|about to|risks?|fears?|feared|potential|possible|likely|expected|predicts?|predicted"
    r"|suspected|alleged|allegedly|accuses?|accused|claims?|warns?|warned|warning|urges?|urged|wants?"
    r"|calls? for|called for|asks?|asked|demands?|demanded|hopes?|hoped|hoping|seeks?|offers?"
    r"|proposes?|eyes?|nears?|closer to|close to|pretext|propos(?:al|ed)|agrees?|agreed"
)
"""Words before a phrase that make it no fact: it is planned, feared, asked for or alleged."""

NEGATED: Final = (
    r"no|not|never|without|denies|denied|deny|denying|refuses?|refused|refusing|rejects?"
    r"|rejected|rejecting|rules? out|ruled out|ruling out|fails?|failed|won't|cannot|can't|don't|doesn't|didn't"
    r"|isn't|aren't|wasn't|weren't|averts?|averted|avoids?|avoided|prevents?|prevented|stops?"
    r"|stopped|halts?|halted|opposes?|opposed|against|blocks?|blocked|vetoes|vetoed|neither|nor|yet to|nothing"
)
"""Words before a phrase that deny it or keep it from happening."""
