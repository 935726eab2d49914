"""States and cities as headlines name them: plain data for signatures.

States are known by name, adjective and the metonym of their capital's seat of power ("Kremlin");
cities, and regions that headlines name as they name cities, stand for
themselves and are *where* something happens. Folded words only; two-word names
are joined with a hyphen by :mod:`monitor.developments.terms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# One state a line (an indented line goes on): the first word stands for it.
_STATES = """
russia russian russians kremlin russland russe russen russisch russische russischen russischer
  russisches russie russe russes rusia ruso rusa rusos россия россии россию россиеи русскии
  российские российских российская российскои росіи росія росію
ukraine ukrainian ukrainians ukrainisch ukrainische ukrainischen ukrainer ukrainien ukrainienne
  ucrania ucraniano украина украины украине украину украинои украінськии україна україни україні
  украіна украіни украіні
us american americans america united-states white-house pentagon usa amerika amerikaner
  amerikanische amerikanischen etats-unis americain americaine estados-unidos eeuu
  estadounidense сша американскии америка
uk britain british britons united-kingdom great-britain grossbritannien britisch britische
  britischen royaume-uni britannique reino-unido britanico великобритания великобритании
eu european-union european-commission ue ес евросоюз евросоюза
nato otan нато
osce osze обсе
csto ovks одкб
un united-nations uno onu оон
china chinese chinesisch chinesische chine chinois китаи китая
france french frankreich franzosisch franzosische francais francaise francia frances франция
  франции
germany german germans deutschland deutsche deutschen deutscher allemagne allemand alemania
  aleman германия германии
italy italian italians
spain spanish
portugal portuguese
poland polish poles polen polnisch polnische pologne polonais polonia польша польши
belarus belarusian belarusians weissrussland belarussisch bielorussie bielorrusia беларусь
  белоруссия белоруссии
kazakhstan kazakh kazakhs kasachstan kasachisch kasachische kasachischen казахстан казахстана
  казахстане казахстану
georgia georgian georgians
armenia armenian armenians
azerbaijan azerbaijani azeri
moldova moldovan
estonia estonian
latvia latvian
lithuania lithuanian
finland finnish
sweden swedish
norway norwegian
denmark danish
netherlands dutch holland
belgium belgian
austria austrian
switzerland swiss
ireland irish
scotland scottish
wales welsh
greece greek
turkey turkish turks turkiye turkei turkisch turkische turquie турция турции
cyprus cypriot
hungary hungarian
romania romanian
bulgaria bulgarian
serbia serbian serbs
croatia croatian
bosnia bosnian
kosovo
albania albanian
slovakia slovak
slovenia slovenian
czechia czech czech-republic
iran iranian iranians иран ирана
iraq iraqi
syria syrian
israel israeli israelis
palestine palestinian palestinians gaza hamas
lebanon lebanese hezbollah
jordan jordanian
egypt egyptian
saudi saudis saudi-arabia
yemen yemeni houthi houthis
qatar qatari
emirates uae
kuwait kuwaiti
afghanistan afghan afghans taliban
pakistan pakistani
india indian indians
bangladesh bangladeshi
sri-lanka
nepal nepali
myanmar burma burmese
thailand thai
vietnam vietnamese
philippines philippine filipino
indonesia indonesian
malaysia malaysian
singapore singaporean
japan japanese
north-korea north-korean pyongyang
south-korea south-korean seoul
taiwan taiwanese
mongolia mongolian
australia australian australians
new-zealand
canada canadian canadians
mexico mexican mexicans
brazil brazilian
argentina argentine argentinian
chile chilean
peru peruvian
colombia colombian
venezuela venezuelan
cuba cuban
haiti haitian
ethiopia ethiopian tigray
eritrea eritrean
sudan sudanese
south-sudan
somalia somali
kenya kenyan
uganda ugandan
tanzania tanzanian
rwanda rwandan
congo congolese
nigeria nigerian
ghana ghanaian
mali malian
niger
burkina-faso
senegal senegalese
libya libyan
tunisia tunisian
algeria algerian
morocco moroccan
south-africa south-african
zimbabwe zimbabwean
mozambique mozambican
uzbekistan uzbek
kyrgyzstan kyrgyz
tajikistan tajik
turkmenistan turkmen
"""

# One city a line: the first word stands for it.
_CITIES = """
geneva genf geneve ginebra женева женеве женевы женеву женеві
brussels bruxelles bruessel brussel bruselas брюссель брюсселе брюсселя
vienna wien vienne viena вена вене вены відні
moscow moskau moscou moscu москва москве москвы москву
kyiv kiev kiew киев киеве киева киів
minsk минск минске
paris париж париже
berlin берлин берлине
london
washington вашингтон вашингтоне вашингтона
new-york nyc
rome
madrid
lisbon
warsaw
budapest
bucharest
sofia
athens
ankara
istanbul
helsinki
stockholm
oslo
copenhagen
reykjavik
hague
luxembourg
strasbourg
munich
davos
prague
bratislava
belgrade
zagreb
sarajevo
pristina
riga
tallinn
vilnius
chisinau
tbilisi
yerevan
baku
sochi
petersburg
kazan
almaty
nur-sultan astana
bishkek
dushanbe
tashkent
ashgabat
tehran
baghdad
erbil
damascus
aleppo
idlib
beirut
jerusalem
tel-aviv
ramallah
amman
cairo
sharm
riyadh
jeddah
sanaa
aden
doha
dubai
abu-dhabi
muscat
manama
kabul
kandahar
islamabad
karachi
lahore
delhi
mumbai
dhaka
colombo
kathmandu
yangon
bangkok
hanoi
manila
jakarta
bali
kuala-lumpur
tokyo
beijing
shanghai
hong-kong
wuhan
taipei
canberra
sydney
melbourne
wellington
auckland
ottawa
toronto
montreal
havana
caracas
bogota
lima
quito
santiago
brasilia
mexico-city
addis-ababa
khartoum
mogadishu
nairobi
kampala
kigali
kinshasa
abuja
lagos
accra
bamako
ouagadougou
dakar
tripoli
benghazi
tunis
algiers
rabat
pretoria
johannesburg
cape-town
harare
mariupol
kharkiv kharkov
odesa odessa
lviv lvov
donetsk
luhansk lugansk
kherson
sevastopol
simferopol
"""

# One constituent state of the United States a line, where its name says nothing else (Georgia and
# Washington have another meaning, New York is a city above): name, abbreviations, who lives there.
_REGIONS = """
alabama ala alabamian alabamians
alaska alaskan alaskans
arizona ariz az
arkansas
california calif californian californians
colorado colo
connecticut conn
delaware
florida fla floridian floridians
hawaii hawaiian
idaho
illinois
indiana
iowa
kansas
kentucky
louisiana
maine
maryland
massachusetts
michigan mich
minnesota minn
mississippi
missouri
montana
nebraska
nevada nev
new-hampshire
new-jersey
new-mexico
north-carolina
north-dakota
ohio
oklahoma okla
oregon
pennsylvania
rhode-island
south-carolina
south-dakota
tennessee tenn
texas tex texan texans
utah
vermont
virginia
west-virginia
wisconsin wis
wyoming
"""


def _first_of_line(text: str) -> Mapping[str, str]:
    lines = text.replace("\n  ", " ").strip().split("\n")
    return MappingProxyType({word: line.split()[0] for line in lines for word in line.split()})


STATES: Final[Mapping[str, str]] = _first_of_line(_STATES)
"""Name, adjective or metonym to the word that stands for the state or alliance."""

REGIONS: Final[Mapping[str, str]] = _first_of_line(_REGIONS)
"""Names of the constituent states of the United States to the word that stands for each."""

CITIES: Final[Mapping[str, str]] = MappingProxyType({**_first_of_line(_CITIES), **REGIONS})
"""Name of a city, or of a region below a state, to the word that stands for it."""

CASED: Final[frozenset[str]] = frozenset({"us", "un", "eu", "uk", "who", "it", "az"})
"""Folded words that name an actor only when written in capitals."""

JOINED: Final[frozenset[str]] = frozenset(word for word in (*STATES, *CITIES) if "-" in word)
"""Two-word names, joined with a hyphen."""
