"""What organisations do, own and are called: patterns for the words around a name. Data; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.seeding.lexicon import word_set

_BASES = word_set(
    """say deny announce warn want refuse decline reject accept agree sign own run hold buy
    sell lend employ publish operate build win lose cut raise post report expect plan offer
    call ask demand appeal arrest charge open close launch suspend withdraw recommend back
    support oppose advise represent speak count estimate put issue order deploy kill attack
    claim take give get make send move begin end join leave expel elect choose nominate name
    appoint fire hire train fund finance pay owe produce supply export import ship deliver rule
    find fine approve block ban license declare vote meet discuss negotiate invite host
    organise organize coordinate monitor oversee investigate look document campaign strike
    march protest complain sue file accuse criticise criticize praise welcome condemn urge
    insist argue note add tell respond reply comment confirm reveal promise pledge vow threaten
    try seek need hope fear believe think see know keep stay remain become serve work act drive
    lead help save receive collect gather survey stop start resume continue halt pull push shut
    freeze release free hand turn cover treat vaccinate feed shelter evacuate rescue drop fly
    carry cancel postpone delay extend renew expand merge acquire list trade gain earn spend
    invest borrow default rank downgrade upgrade fall rise sit stand walk admit consider
    propose prefer regard describe use reach return record register review study test track set
    show share shelve slash scrap settle switch sponsor stage step swap target team transfer
    value verify view wait write lobby lay let endorse dismiss dispute defend field form govern
    guard ignore include introduce maintain manage manufacture pass plead print process provide
    question quit rely rent repair replace rescind restrict retain retract sack seize separate
    sink slam style submit succeed suffer tackle tender"""
)
_IRREGULAR = {
    "say": "said", "run": "ran", "hold": "held", "buy": "bought", "sell": "sold", "lend": "lent",
    "build": "built", "win": "won", "lose": "lost", "cut": "cut", "put": "put", "take": "took",
    "give": "gave", "get": "got", "make": "made", "send": "sent", "begin": "began",
    "leave": "left", "choose": "chose", "pay": "paid", "find": "found", "meet": "met",
    "oversee": "oversaw", "strike": "struck", "tell": "told", "seek": "sought", "think": "thought",
    "see": "saw", "know": "knew", "keep": "kept", "become": "became", "drive": "drove",
    "lead": "led", "shut": "shut", "freeze": "froze", "feed": "fed", "fly": "flew",
    "withdraw": "withdrew", "speak": "spoke", "spend": "spent", "fall": "fell", "rise": "rose",
    "sit": "sat", "stand": "stood", "set": "set", "show": "showed", "write": "wrote",
    "lay": "laid", "let": "let", "quit": "quit", "sink": "sank",
}  # fmt: skip
_NOUNS = word_set(
    """rules trains reports claims offers plans needs notes fires files strikes protests
    marches ends moves ships orders charges votes attacks campaigns fines gains drops ranks
    lists trades works funds backs cuts results shares calls counts fears hopes issues looks
    names posts rises falls runs sets shows starts stops studies supplies supports surveys
    targets teams tests tracks turns values views waits walks covers delays demands documents
    drives exports imports finds guards hands helps hosts records registers releases returns
    reviews sponsors stages steps styles tenders transfers uses defaults comments vows pledges
    promises replies denials estimates rents repairs"""
)
"""Forms in -s that are as often nouns: a name before them need not act."""


def _present(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    if re.search(
        r"(?:plan|stop|ban|drop|step|swap|scrap|slam|submit|admit|ship|expel|trek)$", verb
    ):
        return verb + verb[-1] + "ed"
    return verb + "ed"


def _forms(*, nouns: bool) -> Iterator[str]:
    for verb in _BASES:
        present = _present(verb)
        if (present in _NOUNS) is nouns:
            yield present
        if not nouns:
            yield _past(verb)


ACTS = frozenset(_forms(nouns=False)) | {"says", "goes", "went"}
"""Verbs, as told of one in the present or past, by which a name shows that it acts."""

PERHAPS_ACTS = frozenset(_forms(nouns=True))
"""The same, where the form may also be a noun."""

AUXILIARY = word_set(
    """has had have will would is was are were may might can could should must does did"""
)
ADVERBS = word_set(
    """also now still later already itself never then meanwhile reportedly previously long once
    recently repeatedly only even always soon today has had have will would not yet largely
    flatly formally publicly immediately quickly privately jointly"""
)
"""Words that may stand between a name and its verb."""

KIND = (
    r"(?:company|firm|group|maker|retailer|airline|bank|manufacturer|start-?up|operator|supplier|"
    r"charity|union|chain|producer|carmaker|automaker|brewer|brewery|conglomerate|insurer|utility|"
    r"lender|regulator|watchdog|non-?profit|party|agency|ministry|body|mission|association|"
    r"federation|confederation|institute|club|movement|militia|network|coalition|alliance|NGO|"
    r"foundation|builder|developer|miner|exchange|parliament|court|publisher|"
    r"cooperative|co-operative|lobby|consultancy|think[- ]tank|fund|army|guerrillas?|rebels|"
    r"contractor|drugmaker|chipmaker|shipbuilder|shipyard|shipper|carrier|hospital|university|"
    r"college|museum|theatre|orchestra|church|trust|society|council|committee|commission|"
    r"authority|bureau|directorate|department|service|outfit|organi[sz]ation|faction|"
    r"paramilitary|paramilitaries|gang|cartel|platform|app|website|team|subsidiary|unit|arm|"
    r"wing|branch|giant|monopoly|refiner|smelter|foundry|"
    r"steelmaker|planemaker|arms-maker|trader|distributor|wholesaler|supermarket|grocer|"
    r"bookmaker|auctioneer|pollster|polling institute|law firm|practice|clinic|laboratory|lab|"
    r"proxy advis[eo]r|rival|competitor|syndicate|consortium|joint venture|partnership|"
    r"holding|parent|owner|railway|ferry company|"
    r"chamber|guild|congregation|diocese|academy|observatory|inspectorate|brand|label|studio|"
    r"bloc|caucus|collective|initiative|campaign|lobby group|secretariat|mediator|tribunal|"
    r"sponsors|backers|owners|makers|federations?|unions|parties|companies|firms|groups|banks|"
    r"clubs|agencies|charities|"
    r"NGOs|movements|networks|militias|airlines|operators|regulators|retailers|carmakers|insurers|"
    r"lenders)"
)
"""Nouns that say what an organisation is."""

_MANY = (
    r"(?:administrators|lawyers|solicitors|accountants|brokers|architects|auditors|consultants|"
    r"advis[eo]rs|organi[sz]ers|hosts|promoters|contractors|suppliers|developers|liquidators|"
    r"receivers|underwriters|bankers|publishers|operators|distributors|sponsors|producers?|"
    r"champions|holders|league leaders|insurers|creditors|lenders|manufacturers)"
)

APPOSITION = re.compile(
    rf"^[,(] ?(?:(?:the|a|an|its|his|her|their|then|now|once|one of) )?"
    rf"(?:(?!(?:who|which|that|said|says|head|chief|leader|director|of|at|in|on|to)\b)"
    rf"[\w.'’&-]+ ){{0,5}}?(?:{KIND}|{_MANY})"
    rf"(?=[,.;)]| (?:that|which|based|behind|whose|with|for|of|in|on|from|at|where|to|close|loyal|"
    rf"backed|led|allied|set|owned|founded|representing|and)\b)"
)
"""Behind a name: "Solvane, the Belmoran battery maker,", "Quercus, the environmental group"."""

APPOSITION_THAT = re.compile(
    r"^, (?:the|a|an|its|one of) (?:(?!(?:who|and|but)\b)[\w'’-]+ ){1,9}?(?:that|which)\b"
)
"""Behind a name: "Constructora Vilcanota, a Cusco builder that was awarded ..."."""

WHICH = re.compile(
    r"^,? which\b(?! (?:lies|sits|borders|stands|straddles|means|is (?:in|on|near)))"
)
WHOSE = re.compile(
    r"^,? (?:(?:to|of|from|in|on|with|for) )?whose (?:[\w'’-]+ ){0,3}?(?:members?|board|chief|"
    r"chairman|president|leaders?|shares|"
    r"owners?|staff|employees|customers|fighters|director|head|spokes\w+|offices?|coaches|plants?|"
    r"sales|profits?|lawyers|secretary|founder|executives?|scientists|volunteers|ships|planes|"
    r"refinery|refineries|tracks|wells|mines|schools|branch|pilots|drivers|workers|unions?|"
    r"brands?|stores|products|investors|shareholders|economists|"
    r"partners?|makers?|jets|trains|buses|works|dams|turbines|engines|machines|subsidiar(?:y|ies)|"
    r"managers?|spokesman|chair|co-?ordinator|monitors|inspectors|researchers|founders|"
    r"representatives?|lawmakers|MPs|candidates?|coach|captain|fans|branch(?:es)?|clients)\b"
)

OWNS = re.compile(
    r"^'s? (?:[\w'’-]+ ){0,3}?(?:shares|stock price|share price|shareholders?|chief executive|CEO|"
    r"CFO|CTO|COO|supervisory board|board|members|membership|largest owner|main owner|owners?|"
    r"chairman|"
    r"chairwoman|headquarters|staff|employees|lawyers?|spokes\w+|boss|customers|accounts|profits?|"
    r"revenues?|earnings|subsidiar(?:y|ies)|executives?|management|founders?|co-founder|"
    r"leadership|general secretary|secretary[- ]general|secretary|managing director|director|"
    r"president|vice-president|deputy head|head|chief|chair|statutes|supporters|candidate|"
    r"lawmakers|MPs?|fighters|commanders?|"
    r"regional (?:co-?ordinator|manager|director|head)|co-?ordinator|manager|bid|offer|"
    r"takeover|factory|factories|plants?|stores|pilots|engineers|finance chief|treasurer|lead|"
    r"advis[eo]rs?|representative|delegation|delegates|analysts?|economists?|researchers|"
    r"scientists|investigators|negotiators?|parent|auditors?|creditors|workers|brands?|arm|unit|"
    r"division|team|branch|congress|manifesto|monitors|inspectors|volunteers|governor|rector)\b"
)
"""Behind a name: what it has."""

ATTRIBUTE = re.compile(
    r"^(?:shares|stock|shareholders?|chief executive|CEO|CFO|board|employees|customers|"
    r"spokes\w+|finance chief|boss|workers|management|executives?|founders?|co-founders?|lawyers|"
    r"members?|officials?|lawmakers?|MPs?|candidates?|delegates?|leaders?|activists?|fighters|"
    r"commanders?|president|vice-president|general secretary|secretary|chairman|chairwoman|chair|"
    r"director|managing director|regional director|headquarters|staff|supporters|officers?|"
    r"inspectors|investigators|analysts?|economists?|researchers|monitors|observers|doctors|"
    r"medics|volunteers|council(?! (?:house|tax|estate))|congress|factory|factories|plants?|"
    r"store|stores|returning officer|prosecutors?|agents|co-?ordinator|emergency co-?ordinator|"
    r"country director|representative|delegation|negotiators?|chief|deputy|envoy|pilots|drivers|"
    r"statement|subsidiary|account|accounts|governor|leader|organi[sz]er|spokesperson|rector|"
    r"economist|strategist|researcher|lawyer|regional|national|local|stake|convener|steward|"
    r"executive director|chief economist|lead|head)\b"
)
"""Directly behind a name: those who belong to it."""

SILENT = re.compile(
    r"^(?:itself )?(?:(?:has |have )?declined to|did not (?:immediately )?"
    r"(?:reply|respond|comment|sign|return|say|"
    r"answer|want)|could not be reached|was not (?:immediately )?available|would not comment|"
    r"is (?:looking|working|investigating|thinking|planning|considering|hoping|seeking|asking|"
    r"reviewing|preparing|trying|negotiating|watching|suing|calling|demanding|refusing|offering|"
    r"buying|selling|cutting|hiring|paying|owned|headed|led|chaired|based|backed|funded|run)|"
    r"was (?:founded|set up|established|awarded|fined|acquired|bought|hired)|"
    r"regained|speaks for|holds? \d|has \d)"
)
"""Behind a name: what is seldom said of people and never of places."""

CUE = re.compile(
    rf"(?:\b(?<!['’]s )(?:{KIND[3:-1]})|\b(?:shares|stake|stakes|holding|interest) (?:of|in)|"
    r"\bacquir(?:e|ed|es|ing)|\btakeover of|\bmerger with|\bsubsidiary of|\bunit of|"
    r"\bchief executive (?:officer )?(?:of|at)|\bCEO (?:of|at)|\bparent company(?: of)?|"
    r"\b\d\d?(?:\.\d+)?% (?:of|in))$",
    re.IGNORECASE,
)
"""Directly before a name: what kind of thing it is."""

LISTED_CUE = re.compile(rf"\b(?:{KIND[3:-1]}|{_MANY[3:-1]}),$")
"""Before a name that is set off by commas: "a Danish rival, Fayard, called"."""

OWNED = re.compile(
    r"(?:\b(?:state|privately|publicly|government|family|foreign|army)-?(?:owned|run|"
    r"controlled|held|"
    r"funded)|[\w’'-]+-(?:listed|based|backed|led|owned|headquartered))$"
)
"""Directly before a name: "state-owned", "Boston-based"."""

SMALL_HEAD = re.compile(
    r"^(?:(?!news )[a-z-]+ )?(?:party|movement|militia|group|union|faction|brigade|battalion|"
    r"foundation|federation|"
    r"association|coalition|alliance|network|institute|company|consortium|cartel|gang|club|"
    r"agency|ministry|bloc|caucus|think[- ]tank|consultancy|chain|airline|bank|fund|charity|"
    r"rebels|fighters|guerrillas|insurgents|militants|paramilitar(?:y|ies)|supermarkets?|"
    r"brewery|conglomerate|collective|campaign group|lobby|pollster)\b(?! of\b)"
)
"""Directly behind a name: the noun of what it is, in small letters ("the Semilla party")."""

BY = re.compile(
    r"\b(?:owned|run|operated|funded|financed|employed|hired|sponsored|published|commissioned|"
    r"organi[sz]ed|represented|acquired|bought|controlled|managed|advised|audited|built|"
    r"supplied|set up|created|established|licensed|insured|backed|supported|manufactured|made|"
    r"produced|distributed|issued|"
    r"brokered|drafted|convened|compiled|carried out|conducted|signed|approved|filed|brought|"
    r"seen|obtained|lent|paid for|claimed|staged|called|mounted|recorded|documented|survey|poll|"
    r"study|report|inquiry|investigation|statement|figures|data|estimate|audit|lawsuit|complaint) "
    r"by(?: the)?$"
)

_POST = (
    r"(?:members?|drivers?|coach|coaches|players?|organi[sz]ers?|head|chief|president|"
    r"vice-president|chair|chairman|chairwoman|director|leader|"
    r"spokes\w+|founder|co-founder|owner|employees?|branch|board|shareholders?|customers|offices?|"
    r"headquarters|supporters|unit|subsidiary|commander|fighters|officers?|part|secretary|"
    r"general secretary|secretary[- ]general|manager|executive|economist|analyst|strategist|trader|"
    r"researchers?|scientists?|lawyers?|engineers?|doctors?|captain|partner|fellow|professor|"
    r"consultant|co-?ordinator|representative|delegates?|accountants?|pilots?|agents?|inspectors?|"
    r"monitors|observers|investigators?|volunteers?|advis[eo]r|treasurer|statutes|ranks|"
    r"leadership|votes?|candidates?|activists?|allies|lawmakers?|MPs?|senator|congress|conference|"
    r"assembly|executive director|managing director|staff|workers?|experts?|official|officials|"
    r"counsel|editor|jobs?|career|post|seat|creditors?|backing|support|approval|blessing|help|"
    r"money|loans?|cash|bribes?|grants?|funding|cheques?|donations?|statement|letter|offer|bid|"
    r"request|complaint|contracts?|deal|aid|payments?)"
)
MEMBER = re.compile(
    r"\b(?:members?|membership|ranks|fighters|supporters|activists|lawmakers|MPs|militants|cadres|"
    r"sympathi[sz]ers|shareholders|customers|employees|subsidiary) of(?: the)?$",
    re.IGNORECASE,
)
"""Before a name: those who belong to it."""

POST = re.compile(rf"\b{_POST} (?:of|at|for|with|from|to|in)(?: the)?$", re.IGNORECASE)
"""Before a name: a post in it, or what comes from it."""

WITH = re.compile(
    r"(?:\b(?:according to|joined|joining|quit|sued|sues|suing|works? (?:for|at|with)|"
    r"worked (?:for|at|with)|working (?:for|at|with)|employed at|came from|hired from|poached from|"
    r"(?:belongs?|belonged) to|sp[eo]ak to|spoke (?:to|with)|talks? to|talked to|"
    r"sold (?:\w+ )?to|lent (?:\w+ )?to|borrowed from|bought (?:\w+ )?from|"
    r"money (?:came|went) (?:from|to)|reported to|handed to|awarded to|contracts? (?:to|with)|"
    r"on behalf of|affiliated (?:to|with)|linked to|loyal to|allied (?:to|with)|partnership with|"
    r"negotiat\w+ with|accused|accuses|blamed|blames|fined|thanked|please thank|expelled from|"
    r"resigned from|voted for|campaigned for|sanctions (?:on|against)|regained control of|"
    r"control of|fighting|against|told|asked|urged|called on|calls on|strikes? at|complained to|"
    r"took over|takes? over|taken over|seized|seizes|bailed out|nationali[sz]ed|rescued|"
    r"(?:tie|match|game|draw|derby|deal|contract) (?:with|against)|win over|defeat (?:to|by)|"
    r"loan (?:from|to|at)|transfer (?:from|to)|signed from|drew with|lost to|"
    r"unlike|joins?|run by|partners? with|merged? with|competes? with|rivals?)"
    r"(?: the)?)$"
)
"""Before a name: dealings with it."""

IN_PLACE = re.compile(
    r"(?:\b(?:in|near|outside|around|across|throughout|inside|north of|south of|east of|west of|"
    r"(?:town|city|village|port|province|district|region|island|suburb|county|state|department|"
    r"municipality|capital|mayor|governor|residents|outskirts|streets|people|bishop|archbishop|"
    r"archdiocese|diocese|emir|sultan|suburbs?|coast|shores?|valley|hills|forests?|dockers|"
    r"villages?|battle|siege|fall|"
    r"bay|gulf|north|south|east|west|centre|center|heart|king|queen|prince|princess|duke) of|"
    r"flew (?:\w+ )?to|flights? (?:to|from)|travell?ed (?:\w+ )?(?:to|from)|went to|trip to|"
    r"road to|moved (?:[\w']+ ){0,4}to|fled to|returned to|drove (?:to|from)|"
    r"lorries from|trains? (?:to|from)|bus(?:es)? (?:to|from)|born in|"
    r"km (?:from|of)|miles from))(?: the)?$"
)
"""Before a name: it is a place."""

MAYBE_PLACE = re.compile(
    r"\b(?:towards?|between|over|above|along|off|through|via|into|at|to|from)(?: the)?$"
)
"""Before a name: it may be a place."""

OF_PLACE = re.compile(
    r"^(?:'s? )?(?:[\w'’-]+ )?(?:residents|mayor|streets?|river|province|district|region|suburbs?|"
    r"county|airport|harbour|harbor|port|valley|highway|road|bridge|square|station|town|city|"
    r"village|peninsula|island|islands|beach|lake|mountains?|desert|coast|strait|basin|forest|"
    r"stadium|cathedral|neighbou?rhood|neighbou?rhoods|outskirts|skyline|border|refugee camp|camp|"
    r"checkpoint|crossing|canal|dam|prison|hotel|courthouse)\b"
)
OF_THING = re.compile(
    r"^(?:award|prize|medal|drug|vaccine|virus|fever|disease|strain|variant|model|rifle|missile|"
    r"missiles|drones?|rocket|jet|jets|aircraft|tank|tanks|ships?|vessel|ferry|trophy|title|series|"
    r"album|song|film|movie|novel|book|language|dialect|dance|festival|treaty|convention|accord|"
    r"agreement|protocol|directive|programme|program|visa|bonds?|index|affair|scandal|syndrome|"
    r"tower|pipeline|oilfield|gasfield|wheat|coffee|wine|cheese|rice)\b"
)
OF_PERSON = re.compile(
    r"^(?:family\b|clan\b|brothers\b|\(\d\d\)|, \d\d?,|, aged \d|, who\b|, himself|, herself)"
)

FOREIGN = re.compile(
    r"(?:fondet|forbundet|förbundet|fylkingen|verket|vakten|styrelsen|styret|direktoratet|"
    r"direktorat|myndigheten|partiet|banken|sparebank|verft|invest|kombinat|prom|neft|"
    r"neftegaz|gaz|energo|stroy|eksport|export|produkt|petrol|petro|pharma|chem|chemie|tech|soft|"
    r"corp|bank|banka|bankası|bau|bund|verband|gesellschaft|partei|ministerium|agentur|werke?|"
    r"amt|kasse|versicherung|unie|vereniging|liitto|keskus|pankki|energia|energie|telecom|"
    r"telekom|mobil|motors|avia|media|presse|group|gruppe|"
    r"groep|koncernen|konsern|holding|finans|finance|capital|steel|foods)$"
)
"""Endings by which a single word tells that it names a company or body in its own language."""

LANDS = word_set(
    """Cymru Aotearoa Éire Norge Sverige Danmark Suomi Deutschland España Brasil Polska
    Österreich Schweiz Suisse Svizzera Italia Nederland Belgique België Slovensko Česko
    Hrvatska Srbija Eesti México Perú Panamá Latvija Lietuva Ukraina Rossiya Türkiye Éireann
    Alba Euskadi Catalunya Québec Europe Africa Asia America Americas Pacific Arabia
    International Worldwide Global"""
)
"""Lands and continents that end names of organisations."""

VESSEL = re.compile(
    r"\b(?:vessel|ship|boat|yacht|ferry|warship|tanker|trawler|frigate|destroyer|submarine|carrier|"
    r"freighter|bulker|cruiser|tug|film|movie|novel|book|album|song|series|drama|comedy|play|"
    r"documentary|musical|game|show|musical|horse|dog|hurricane|storm|cyclone|typhoon|operation|"
    r"spacecraft|probe|satellite|rocket|USS|HMS|INS|MV|SS|RMS|USNS|HMCS|HMAS)$",
    re.IGNORECASE,
)
"""Before a name: a ship, a film, a storm of that name."""

OFFICER = re.compile(
    r"(?:chief (?:executive|financial officer|operating officer|economist)|(?:managing|"
    r"finance) director|chairman|chairwoman|chair|boss|spokesman|spokeswoman|spokesperson|CEO|CFO|"
    r"general secretary) [A-Z]"
)
"""Behind a name without a comma: an officer of what it names, whose own name follows."""
