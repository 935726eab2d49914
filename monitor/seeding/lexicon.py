"""Words that tell what a name in capitals is: an organisation, a person, neither. Data; pure."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text that parts them by white space."""
    return frozenset(words.split())


SMALL = word_set(
    """a an the this that these those his her its their our my your in on at to for from by
    with without of and or but nor so yet as if when while where who whom whose which what why
    how is are was were be been being has have had do does did will would shall should can
    could may might must not no yes it he she they we i you there here then than also only even
    just still already again after before during since until till under over above below
    between among against about around into onto out off up down through across behind beyond
    near within along amid amidst despite except per following including like unlike via upon
    because although though however meanwhile moreover furthermore nevertheless nonetheless
    therefore thus hence instead otherwise besides additionally earlier later last next now
    today yesterday tomorrow tonight both either neither each every all any some many most more
    much few several other another such same own one two three four five six seven eight nine
    ten eleven twelve dozens hundreds thousands millions first second third once twice asked
    speaking according given regarding concerning responding commenting addressing citing
    quoting reporting writing former outgoing incoming late let ever never always often
    sometimes perhaps maybe clearly certainly indeed finally recently currently previously
    initially ultimately eventually separately similarly likewise elsewhere anyway nobody
    everybody everyone someone anyone nothing everything something anything somebody hello
    thanks thank please sorry well oh ok okay fellow monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november
    december jan feb mar apr jun jul aug sept sep oct nov dec spring autumn winter"""
)
"""Words that belong to no name when they begin it (lower case)."""

DAYS = word_set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december jan feb mar apr jun jul aug sept
    sep oct nov dec christmas easter ramadan"""
)

CONNECTORS = word_set("""of for on against to in and the de la del du des und e y & with""")

BODY_HEADS = word_set(
    """Council Ministry Ministries Agency Court Courts Commission Parliament Senate Assembly
    Cabinet Tribunal Police Constabulary Department Dicastery Directorate Directorate-General Bureau
    Committee Subcommittee Secretariat Authority Office Inspectorate Treasury Chamber Congress
    Legislature Presidency Army Navy Guard Gendarmerie Coastguard Embassy Consulate Prosecution
    Judiciary Board Panel Mission Service Squad Fleet Battalion Brigade Regiment Division
    Command Corps Militia Taskforce Politburo Diet Duma Magistracy Administration"""
)
"""Nouns that end the name of a body of a state or of an organisation."""

ORGANISATION_HEADS = word_set(
    """Organisation Organization Union Party Bank University College Institute Institution
    School Hospital Foundation Association Federation Confederation Society Trust Group Company
    Corporation Corp Inc Ltd Limited LLC LLP PLC Plc plc GmbH AG SA SE NV SpA ASA AB Oyj
    Holdings Holding Partners Capital Industries Technologies Technology Systems Motors Energy
    Pharmaceuticals Pharma Airlines Airways Railways Railway Rail Petroleum Oil Gas Steel
    Mining Minerals Foods Dairies Brewery Breweries Electronics Semiconductor Semiconductors
    Aerospace Telecom Telecommunications Logistics Shipping Lines Insurance Securities Ventures
    Labs Laboratories Media Entertainment Studios Publishing Bancorp Centre Center Movement
    Front Alliance Coalition League Network Forum Fund Club Church Academy Observatory Watch
    Coop Cooperative Exchange Syndicate Consortium Cartel Clinic Community Charity Campaign
    Lobby Brotherhood Caucus Bloc Collective Initiative Programme Program Co Bros Utilities
    Power Water Chemicals Engineering Construction Textiles Retail Stores Supermarkets Robotics
    Biotech Therapeutics Networks Solutions Software Games Hotels Resorts Estates Properties
    Cement Fisheries Farms Farmers Growers Workers Teamsters Terminals Markets Couriers Trains
    Buses Ports Carriers Cruises Distillers Distillery Winery Dairy Plastics Metals Aluminium
    Copper Lithium Uranium Seafood Salmon Fashion Apparel Footwear Cosmetics Diagnostics
    Genomics Biosciences Analytics Consulting Advisors Advisers Solicitors Chambers Architects
    Builders Homes Housing International Museum Gallery Theatre Orchestra Ballet Opera Rangers
    United Rovers Wanderers FC Infirmary Medical Forces Force Services Resistance Orchards
    Mills Works Yard Shipyard Shipyards Ceramics Bakery Bakeries Ferries Freight Aviation
    Helicopters Automotive Batteries Wind Solar Renewables Watchdog Unions Directorate-General
    Institutes Mines Management Offshore Maritime Subsea Drilling Exploration Resources
    Refinery Refineries Tobacco Motorcycles Tyres Timber Fertilizers Fertilisers Beverages
    Distilleries Biologics Vaccines Healthcare Instruments Churches Mutual Patriarchate
    Archdiocese Synod Guild Conservancy Federations Associations"""
)
"""Nouns that end the name of a company, union, party, school or other organisation."""

LEGAL_FORMS = word_set(
    """Inc Ltd Limited LLC LLP PLC Plc plc GmbH AG SA SE NV BV SpA ASA AS AB Oyj Oy Corp
    Corporation Company Co Bhd Tbk KK SARL SAS SL SAU Srl SRL Kft Zrt AD DD doo OOO PJSC JSC
    Pty"""
)
"""How a company is set up, at the end of its name."""

HEADS = BODY_HEADS | ORGANISATION_HEADS
"""Nouns that end the name of an organisation."""

ALONE = word_set("Treasury Parliament Senate Congress Bundestag Knesset")
"""Heads that may stand for a body by themselves."""

REGIONAL = word_set(
    """European Europeans Asian Asians African Africans Western Westerners Arab Arabs Nordic
    Baltic Balkan Scandinavian Caribbean Mediterranean Atlantic Pacific Eurasian Transatlantic
    Muslim Muslims Christian Christians Jewish Jews Islamic Islamist Islamists Catholic
    Catholics Protestant Orthodox Sunni Shia Shiite Kurdish Kurds Kurd Chechen Tatar Uyghur
    Uyghurs Uighur Rohingya Tamil Tamils Sikh Sikhs Hindu Hindus Buddhist Korean Koreans
    Bosniaks Basque Catalan Scottish Welsh English Londoners Parisian Roma Maori Hispanic
    Latino Latinos Republican Republicans Democrat Democrats Democratic Conservative
    Conservatives Tory Tories Labour Liberal Liberals Communist Communists Socialist Socialists
    Nazi Nazis Marxist Brexit Covid Covid-19 COVID-19 Ebola Omicron Internet God Allah Jesus
    Bible Quran Koran Christmas Easter Ramadan Eid Diwali Thanksgiving Halloween Hanukkah
    Passover Olympics Paralympics Earth Mars Moon Twitter"""
)
"""Adjectives and names of peoples, faiths, camps and times: neither people nor bodies."""

NEVER_LAST = word_set(
    """International Technology Media Community Campaign Program Programme Insurance Power
    Water Wind Solar Capital Oil Gas Energy Force Front Watch Games Management Offshore
    Maritime Drilling Exploration Resources Tobacco Timber Beverages Vaccines Healthcare
    Instruments Mines Mutual Churches Institutes"""
)
"""Heads that name an organisation only behind a name that is no common word."""

OTHER_HEADS = word_set(
    """Street Road Avenue Lane Square Bridge River Lake Sea Ocean Bay Gulf Strait Straits
    Island Islands Mountain Mountains Mount Valley Hills Hill Park Gardens Forest Desert Beach
    Coast Canal Channel Airport Station Port Harbour Harbor Stadium Arena Palace Castle
    Cathedral Abbey Mosque Temple Tower Towers House Hall Hotel Plaza Mall Market Building
    Terminal Prison Jail Camp Base Airbase Barracks Cemetery Memorial Award Awards Prize Medal
    Cup Trophy Games Olympics Championship Championships Open Festival Day Week Month Year Eve
    Summit Conference Congress Talks Meeting Session Agreement Agreements Accord Accords Treaty
    Pact Protocol Convention Conventions Charter Declaration Act Bill Law Code Constitution
    Amendment Resolution Plan Strategy Doctrine Initiative Process Deal Report Review Study
    Survey Index Inquiry War Wars Battle Revolution Uprising Crisis Spring Peninsula Region
    Province State District County City Town Village Republic Kingdom Empire Territory
    Territories Zone Corridor Line Wall Border Belt Highway Railway Pipeline Project Language
    Affairs Rights Security Defence Defense Policy Council Minister Ministers President
    Dialogue Format Framework Roadmap Green Trial Verdict Case Cross Crescent Bible Quran Koran
    Hurricane Typhoon Cyclone Storm Tropical Operation Exercise Programme Stream Model Edition
    Album Show Series Film Tour Cape Point Peak Pass Falls Delta Basin Plateau Reef Shoal Fire
    Wildfire Earthquake North South East West Northern Southern Eastern Western Central Upper
    Lower Inner Outer Greater Saint San Santa Santo Los Las El Fort Lago Puerto Villa Nuevo
    Monte Rio Ciudad Costa Isla Isle Glacier Volcano Reservoir Dam Quarter Quay Wharf Pier Rue
    Boulevard Platz Strasse Via Piazza Avenida Crossing Junction Terrace Close Drive Way Court
    Sound Creek Heights Gate Ward Parish Borough Township Municipality Oblast Emirate
    Governorate Marathon Derby Grand Prix League"""
)
"""Words that tell of a place, an event, a law or a thing: no person's name holds them."""

PERSON_OK = word_set(
    """Lane Park Hill Castle Day Law Wall Cross Green North West Hall Temple Marsh March"""
)
PERSON_OK = PERSON_OK | word_set(
    """Lake Bill Bishop May Banks Rivers Ford Point Peak Street House San El"""
)
PERSON_OK = PERSON_OK | word_set(
    """Villa Monte Costa Fort Forest Eve Close Way Court Ward Crescent Saint"""
)
PERSON_OK = PERSON_OK | word_set(
    """Case Field Fields Storm Summer Church Bridge Tower Towers Young Gate"""
)
"""Words of ``OTHER_HEADS`` and others that also are surnames or given names."""

NOT_ORGANISATIONS = word_set(
    """GDP CEO CFO COO CTO TV COVID DNA RNA AIDS HIV USB BST GMT EST EDT PST PDT CET CEST UTC
    AM PM MP MPs MEP MEPs MSP TD PC QC KC OK AI IT ID LGBT LGBTQ VAT PCR ICU EV EVs LNG LPG CO2
    CO NGO NGOs IPO PR HR GPS UFO UAV UAVs IED ICBM SUV SUVs FAQ PDF CCTV PhD BA MA MBA MD JD
    DC LA NY NYC UK US USA EU UN USSR UAE DRC DPRK PRC ROK KSA CAR PNG II III IV VI VII VIII IX
    XI XII XIV XVI XX XXI COP SARS MERS BREAKING UPDATE UPDATED EXCLUSIVE LIVE VIDEO WATCH
    PHOTO PHOTOS FILE ANALYSIS OPINION EXPLAINER FACTBOX READ MORE SEE ALSO NEWS JUST IN THE
    AND FOR NOT BUT ALL NEW TOP ONE TWO A I X HIMARS ATACMS THAAD JCPOA START INF TV3 AFP AP
    SMS URL PS PPE AR15 VIP SOS RIP DIY FM GM HQ TBA TBC EPC FDI PMI CPI ESG ETF REIT LIBOR
    EURIBOR USD EUR GBP JPY RUB UAH CNY INR BTC ADHD PTSD ICE Q B C D E F G H J K L M N O P R S
    T U V W Y Z BC AD GCSE IQ MRI CT BMI USS HMS SS RMS MV MT CV LED LCD PSA RSS WW1 WW2 WWI
    WWII Q1 Q2 Q3 Q4 H1 H2 FY 4G 5G 3D OSCE-led DVD CD BBQ UNESCO-listed GB TB MB KB ET SSD IP
    API DNS HTML CPU GPU SQL DVR RSVP FOIA NYT WSJ WAPO SAM SAMs MRNA HPV BSE NFT NFTs COP26
    COP27 COP28 COP29 IST AEST AEDT MDT NZST SGT HKT JST KST DUI DWI MIA VP AG MLK SVP EVP ISP ISPs
    GDPR SIM PIN NDA TNT RPG RPGs GMO GMOs AGM EGM ROI KPI VAR MoU MOU IDP IDPs SME SMEs POW
    POWs AR LSD MDMA CBD CFC PFAS STI IVF ER BSc MSc LLM kWh MWh TWh CNG EEZ AK RFP COP30 COP15
    COP16 GOP F-16 MiG PCs"""
)
"""Words in capitals that name no organisation."""

SPEECH = word_set(
    """said says say saying told tells added adds announced announces warned warns stressed
    stresses noted notes insisted insists argued argues claimed claims declared declares stated
    states explained explains confirmed confirms denied denies acknowledged admits admitted
    believes believed thinks recalled recalls replied replies tweeted wrote writes posted urged
    urges called calls asked asks suggested suggests revealed reveals testified pleaded vowed
    pledged promised complained cautioned predicted concluded concedes conceded hailed praised
    welcomed condemned criticised criticized blamed accused emphasized emphasised pointed
    remarked joked laughed smiled shrugged nodded hopes hoped expects wants wanted plans
    refused declined agreed visited met arrived travelled traveled flew resigned stepped won
    lost took led heads headed chairs chaired became joined left was is has had will would
    signed appeared spoke speaks"""
)
"""Verbs of saying and acting, behind or before who says or acts."""

SAYING = word_set(
    """said says told added announced warned stressed noted insisted argued claimed declared
    stated explained confirmed denied acknowledged admitted recalled replied tweeted wrote
    urged asked suggested revealed testified vowed cautioned predicted concluded conceded
    emphasized emphasised remarked complained joked writes adds notes warns believes thinks
    insists argues recalls quipped recounted"""
)

SURNAMES = word_set(
    """Smith Brown Green Greene White Black Young King Baker Cook Carter Cooper Fisher Fox
    Hunter Mason Miller Parker Porter Potter Taylor Turner Walker Ward Wood Woods Stone Bell
    Ball Banks Barber Bush Butler Chambers Church Cross Day Dean Field Fields Flowers Ford
    Forest Foster Glass Gold Golden Grant Hill Hope Knight Lamb Lane Law Little Long Love Marsh
    May Moon Moss Page Park Parks Parsons Piper Pope Power Powers Price Reed Rice Rich Rivers
    Rose Roe Rush Sharp Short Silver Singer Small Snow Spring Steel Stern Strong Summer Summers
    Swan Swift Tanner Thatcher Tower Towers Trump Waters Weaver Webster Wells West Wheeler
    Winter Winters Wolf Wise Wright Hand Hart Hood Hook House Hurt Joy Judge Lord Major
    Marshall Mead Merchant Mills Moody Noble North Palmer Peacock Pike Poole Pound Proctor
    Quick Rank Read Root Sage Savage Sawyer Sellers Shepherd Skinner Slaughter Sparks Steward
    Story Street Sweet Temple Tuck Vine Wade Walls Watts Weeks Worth Gates Jobs Case Cash
    Castle Clay Cotton Dove Drake Duck Eagle Early English Fair Farmer Finch Fish Fleet Flint
    Frost Gale Gore Gray Grey Hall Ham Hare Hawk Head Heath Holly Holmes Hull Key Keen Kirk
    Lake Lock Lynch Mann Mark Mercer Mole Musk Nail Neal Oaks Otter Pace Pack Paine Peck Penny
    Perks Pepper Pickles Pitt Plant Player Plum Pratt Pride Purple Rain Ray Reef Rhodes Rider
    Ring Roach Robin Rook Rowing Sand Sands Saint Salt Scales Self Shaw Shields Spicer Stark
    Stock Stocks Stout Straw Tate Tell Tennant Train Tree Trout Truss Vale Wait Wake Wall
    Warden Warner Wild Wilder Will Wills Windsor Womack Workman Yard York Guy Rock Bloom Bird
    Birch Boot Booth Bowl Box Boy Branch Bridge Bridges Brook Brooks Buck Bull Burns Camp Card
    Chance Charles Christie Close Cole Combs Corn Cox Crane Craven Crook Crow Crown Cruise
    Crews Cuff Curry Curt Dale Darling Dawn Dear Dick Dodge Doll Downs Draper Dyer East Falls
    Fanning Fries Fuller Funk Furlong Gamble Garner Garland Gill Goes Grove Groves Gunn Hale
    Handy Harper Hatch Haste Haw Hay Hays Herb High Hogg Holder Holland Horn Howe Huff Hunt
    Husk Ivy Jean Jewel Lease Lent Loft Lott Lovely Low Lowe Lucky Lush Mace Mack Maker Manning
    Mast Meek Mint Mist Monk Moor Moore Moose Nicely Nash Neat Nickel Nix Note Odd Pain Pan
    Parish Pate Peel Peal Perry Person Pierce Pine Pink Poe Pool Post Prior Prince Queen Rake
    Reeve Reeves Rigg Rooney Round Rowe Sample Sargent Sauce Seal Sessions Sharpe Shell Sherry
    Shore Show Sisk Spears Speed Spence Stamp Starling Starr Still Stoker Stokes Stringer
    Sumner Teal Thorn Toll Toms Tong Topping Trip True Tuft Usher Vance Varnish Venn Vest
    Violet Vital Walsh Wand Ware Warren Weather Weir Welch Wharf Whip Whiting Wiggins Wilt
    Witness Witt Wooden Woody Word Yarrow Starmer Blanket Tusk Mogg Kale Pelosi Sanders Kerry
    Bolton Powell"""
)
"""Surnames that are also common words."""

PARTICLES = word_set(
    """van von der den de da del della di dos das do du la le las los bin ibn binti bint ben al
    el ul ter ten zu zur y e af av ole 't ould wa abu st ap ur ud-din"""
)

MODIFIERS = word_set(
    """returning supervising consulting visiting serving reigning commanding attending foreign
    prime defence defense finance financial interior home health trade commerce economy
    economic energy justice education culture cultural sports sport labour labor agriculture
    environment environmental transport transportation tourism technology digital science
    scientific research climate planning housing immigration migration intelligence
    counterterrorism counter-terrorism information communications communication press media
    public private deputy vice vice- chief senior junior former acting interim caretaker
    outgoing incoming newly elected newly-elected re-elected appointed long-time longtime
    veteran top special general executive managing national federal regional provincial state
    district county city local area village borough parliamentary presidential ministerial
    congressional senate house security political policy police army military naval navy air
    force opposition ruling party government ministry bank company campaign group team human
    rights legal medical clinical emergency operations operating commercial marketing sales
    creative artistic technical development humanitarian peace nuclear disarmament arms-control
    lead leading main co- co joint assistant associate permanent first second third
    second-in-command high supreme crown grand royal princely lay retired disgraced jailed
    exiled detained imprisoned ex- ex then then- late founding non-executive independent union
    trade-union student youth women's women’s children's religious spiritual community civil
    society election electoral court supreme-court appeals appeal criminal constitutional trial
    defence-team prosecution prosecuting fire rescue hospital school university college council
    mayoral gubernatorial senatorial labour-party conservative liberal democratic republican
    socialist communist far-right far-left left-wing right-wing nationalist centrist
    centre-right centre-left green rebel separatist militia guerrilla self-styled
    self-proclaimed de facto oil gas mining shipping airline airport railway rail tech software
    hedge fund investment market markets chief-of-staff relations affairs resources chair
    protocol budget tax customs border water power electricity food farm agricultural fisheries
    forestry wildlife conservation animal space football rugby cricket tennis basketball
    baseball athletics cycling swimming motor racing head american-born british-born
    11-year-old world investigating presiding sitting sentencing investigative forensic
    district-level global international external internal domestic overseas trade-policy
    corporate strategic strategy systems network data privacy cyber cyberspace cybersecurity
    armed forces guard naval-operations coast staff command missile space-agency church
    catholic orthodox anglican protestant muslim jewish sunni shia shiite hindu buddhist palace
    royal-household spokesman"""
)
"""Words in lower case that stand before a title ("deputy foreign minister")."""

SINGLE_NAME = word_set(
    """president vice-president premier chancellor minister secretary judge justice senator sen
    congressman congresswoman rep governor gov mayor king queen prince princess pope emperor
    sultan emir general gen colonel col major captain capt lieutenant lt sergeant sgt admiral
    adm brigadier commander marshal inspector superintendent constable detective professor prof
    ambassador commissioner archbishop bishop cardinal imam ayatollah rabbi patriarch
    councillor cllr father sister pastor reverend speaker baroness duke duchess earl taoiseach
    officer pm chairman"""
)
"""Titles behind which a surname alone names a person ("President Putin")."""

FAMILY_FIRST = word_set(
    """Xi Li Wang Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Zhu Ma Hu Guo He Lin Gao Luo
    Zheng Liang Xie Tang Deng Feng Song Han Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu
    Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Jin Fu Cui Tan Liao Fan Lai Mao Qin Qiao Qiu Chang
    Tsai Lee Hsu Lam Leung Chan Cheung Ho Kwok Ng Kim Park Choi Jung Jeong Kang Cho Yoon Jang
    Lim Shin Seo Kwon Moon Hwang Ahn Oh Ban Ri Roh Chung Hong Yoo Bae Nam Paik Chun Nguyen Tran
    Le Pham Vo Vu Dang Bui Do Hoang Phan Truong Luong Hun Sok Tea Hou"""
)
"""Family names that stand before the given name in news about China, Korea and Vietnam."""

ROYAL = word_set("""king queen pope prince princess emperor sultan emir patriarch""")
"""Titles that are part of the name behind them."""
