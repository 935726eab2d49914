"""How common words are in news at large.

Written by ``python -m bench.background``: do not edit.

Rates of terms (share of items that hold the term, in 1/100,000), counted on some 18,000 headlines
of 2014, 2020, 2021 and 2026. They stand in for the statistics of a fresh install and fade as the
program counts its own items.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_RATES = """
0:64 00:96 01:115 02:72 1:1501 10:1080 11:699 12:431 13:269 14:521 15:701 16:273 17:145 18:229
19:998 2:3652 2.1:50 2.5:48 20:563 21:379 22:205 23:219 24:207 25:296 26:96 27:132 29:152 3:2529
3.5:63 30:317 31:96 32:71 33:69 34:49 35:74 37:59 4:2195 40:363 41:61 44:44 45:61 48:92 5:2005
50:397 55:73 6:1921 60:221 65:86 7:713 70:188 72:66 75:67 8:437 80:181 9:497 90:143 95:79 99:63
abandon:75 abc:52 ability:129 able:306 aboard:49 absolut:63 absolutely:61 abus:129 academic:89
academy:51 accelerat:70 accept:110 access:335 accidental:49 accidentally:73 account:377 accurat:47
accuse:772 achiev:90 acknowledg:45 across:764 act:264 action:552 activ:99 activist:93 activity:131
actor:192 actress:59 actually:95 ad:102 adam:87 adapt:109 add:807 additional:102 address:275
administration:72 administrator:51 admission:62 admit:160 adopt:74 adoption:54 ads:89 adult:60
advanc:206 advantag:114 adventur:68 advertis:104 advic:245 advis:62 adviser:74 advocat:81
affect:225 afford:49 afghanistan:45 africa:45 afternoon:45 ag:50 age:470 agency:174 agenda:44
agent:152 ago:490 agree:499 ai:256 aid:358 aide:60 aim:353 air:446 airlin:323 airplane:575
airport:108 alarm:130 album:50 alert:84 alex:55 ali:48 aliv:120 allegedly:202 allow:974 ally:92
alon:184 alter:51 alternativ:123 amazon:254 amount:49 analyst:118 anchor:78 ancient:114 andrew:204
android:109 angel:62 angela:46 anger:64 angry:47 animal:153 anne:62 anniversary:106 announc:1000
announcement:104 annual:79 answer:287 anti:469 anticipat:56 apart:110 apologiz:68 app:1012
appeal:160 appear:545 appearanc:81 appl:588 appli:47 application:87 apply:163 appoint:76
approach:199 approve:237 april:170 archiv:47 arctic:46 area:505 arent:137 argu:83 argument:156
arm:176 army:164 arrest:692 arrive:201 art:302 articl:72 artificial:52 artist:163 asia:252
asian:151 ask:881 assessment:73 asset:111 assist:55 associat:85 association:86 astronomer:44
atlantic:56 attack:710 attempt:390 attend:139 attention:158 attorney:151 audienc:100 audio:83
audit:58 australia:466 austria:79 author:65 authority:254 auto:85 availabl:205 averag:284
aviation:59 avoid:284 award:148 aws:74 baby:54 back:159 bad:461 bag:89 bail:60 bak:46 balanc:124
ban:769 band:132 bank:377 bankruptcy:142 bar:154 bas:540 base:84 basic:63 battl:247 bay:90 bbc:67
beach:70 bear:133 beat:215 beauty:48 becom:400 bed:65 beer:45 begin:1950 beijing:106 believ:382
bell:64 benefit:276 best:596 bet:122 better:462 beyond:209 bid:75 biden:353 big:893 bigger:93
biggest:467 bike:50 bill:529 billion:906 bird:138 birth:79 birthday:93 bit:75 bitcoin:177 bite:64
bizarr:45 black:432 blam:279 blaze:434 bless:62 blind:51 block:437 blog:194 blood:131 blow:127
blue:123 bn:78 board:433 boat:95 body:315 bomb:64 bond:156 bonus:76 book:606 boom:157 boost:341
border:212 boris:130 born:73 boss:105 bottom:123 bound:63 bow:53 box:121 boy:180 brad:49 brain:159
brak:50 brand:231 brazil:106 breach:183 break:312 breakthrough:67 breath:44 brian:73 bridg:76
brief:248 bright:82 bring:665 broadband:58 broadcast:54 broader:49 brok:91 broken:112 brother:183
brought:138 brown:45 brows:44 browser:50 brutal:47 bubbl:55 buck:62 budget:51 bug:99 build:496
built:134 bull:64 burn:133 bus:93 business:707 busy:76 buy:970 bypass:44 cabl:75 calendar:62
california:79 call:2253 camera:139 camp:67 campaign:417 canada:150 cancel:194 cancer:130
candidat:122 cannabis:157 cant:307 cap:58 capability:52 capacity:55 capital:214 capitol:73
captur:141 car:330 card:567 care:366 career:130 carrier:70 carry:199 case:1423 cash:127 cast:120
cat:88 catch:170 caught:85 caus:492 celebrat:197 celebration:54 celebrity:47 cell:136 cent:201
center:251 centr:134 central:167 century:172 ceo:593 ceremony:126 certificat:45 chain:294 chair:58
chairman:82 challeng:559 champion:52 chanc:201 chancellor:56 chang:1420 channel:191 chao:101
chapter:134 charg:660 charl:52 chart:64 chas:86 chat:93 cheap:54 cheat:75 check:355 chef:47
chicken:49 chief:373 child:967 childhood:55 china:2064 chip:75 choic:145 choos:79 chris:197
christian:64 christma:126 chrom:60 church:120 circl:46 cit:77 citizen:88 city:492 civil:135
claim:709 clark:55 class:267 classic:60 clean:231 clear:272 click:60 climat:382 climb:98
clinical:67 clip:76 clos:751 closely:50 closer:132 closur:64 cloud:89 cluster:120 cnn:260 co:433
coach:87 coalition:51 coast:154 cold:172 collaps:105 colleagu:103 collect:144 collection:53
colleg:138 colorado:156 column:87 com:100 combat:78 comedy:76 comic:59 commander:45 comment:517
commercial:105 commission:67 commit:186 committe:187 commodity:56 common:291 communication:82
community:560 company:1725 compar:278 compet:109 competition:103 complain:70 complaint:161
complet:149 completely:103 complex:47 computer:173 concept:335 concern:472 concert:51 condemn:51
condition:93 conduct:63 conferenc:172 confidenc:79 confident:49 confirm:274 conflict:75
confusion:51 congress:235 congressional:53 connect:69 connection:126 consequenc:67 conservativ:64
consider:528 conspiracy:45 construction:115 consumer:174 contact:127 contain:276 content:171
contestant:46 continu:912 contract:279 contribut:60 control:528 controll:84 controversial:155
convention:79 conversation:62 conversion:51 convert:47 convict:56 convinc:95 cook:173 cool:81
copyright:52 core:54 corner:70 corp:55 corporat:97 corruption:79 cost:330 couldnt:92 council:71
count:168 country:794 county:164 coupl:230 cours:142 court:608 cover:360 covid:2313 crack:65
crash:384 crazy:76 creat:690 creation:52 creativ:80 creator:309 credit:133 crew:56 crim:159
criminal:109 crisis:391 critic:45 critical:238 cross:159 crowd:181 crown:53 crucial:100 crud:82
crush:63 cry:45 crypto:48 cultur:110 cuomo:100 cup:78 curb:73 cure:70 currency:99 current:154
currently:83 curv:102 custody:60 custom:44 customer:316 cut:378 cycl:68 dad:62 daily:274 dalla:61
damag:128 dan:56 danc:81 danger:115 dangerous:89 daniel:93 dark:178 data:1365 date:274 daughter:99
dave:75 david:193 dawn:54 day:2383 dc:141 de:161 deal:920 dear:54 debat:315 debt:134 debut:162
decad:229 december:154 decid:203 decision:319 declar:64 declin:200 dedicat:52 deep:106 default:145
defect:50 defenc:65 defend:155 defens:113 delay:187 delet:101 deliver:230 delivery:89 dem:76
demand:405 democracy:125 democrat:117 democratic:197 deni:139 deny:70 department:258 depend:48
deploy:122 deposition:50 depression:48 deputy:91 describ:226 deserv:52 design:248 designer:106
desperat:56 despit:446 destroy:248 detail:380 detect:88 detectiv:63 determin:81 develop:447
developer:191 development:272 devic:312 diary:52 dick:62 didnt:408 die:3378 differenc:65
different:359 difficult:94 dig:53 digit:54 digital:382 dip:103 diplomat:49 direct:153 directly:78
director:139 disappear:79 disappoint:70 disaster:89 discover:229 discovery:170 discuss:287
discussion:60 diseas:73 dismiss:62 display:349 disput:47 disrupt:47 distanc:60 distribut:45
district:179 division:57 doc:93 doctor:266 document:245 documentary:51 dodg:80 doesnt:443 dog:133
dollar:138 domain:81 dominat:49 donald:293 dont:718 door:133 doubl:187 doubt:101 down:51
download:113 dozen:116 draft:54 drag:76 drama:46 dramatic:52 draw:175 dream:161 dress:135 driv:453
driven:52 driver:213 dron:83 drop:385 drug:271 dump:55 dust:56 duty:75 eager:56 earlier:265
early:394 earn:231 earth:254 ease:151 easier:142 easily:103 east:228 eastern:88 easy:232 eat:157
economic:243 economist:60 economy:430 ed:56 edge:268 editor:54 education:83 edward:125 effect:319
effectiv:148 effort:257 el:89 election:771 electric:88 electronic:62 eliminat:94 elit:44
elizabeth:87 elon:122 email:83 embrac:68 emerg:288 emergency:73 emotional:68 empir:76 employ:48
employe:425 employer:147 employment:72 empty:115 encourag:152 end:1837 enemy:69 energy:238
enforc:68 enforcement:74 engag:66 engineer:96 england:167 english:119 enjoy:78 enough:385 ensur:131
enter:245 entertainment:59 entir:116 entirely:58 entrepreneur:46 entry:90 environment:144 epic:47
episod:241 equal:53 equipment:54 era:65 eric:49 error:65 escap:168 especially:123 essential:221
establish:67 estat:95 estimat:146 eu:231 euro:64 europ:419 european:139 even:88 event:374
eventually:86 evidenc:232 evil:64 ex:379 exactly:45 exam:60 examin:48 exampl:59 except:50
exchang:159 excit:54 executiv:224 exercis:102 exhibit:47 exist:54 exit:156 expand:248 expansion:56
expect:605 expectation:73 expensiv:67 experienc:195 experiment:68 experimental:54 expert:360
explain:363 explode:321 exploit:105 explor:68 export:139 expos:216 express:105 expression:50
extend:244 extension:217 extra:155 extraordinary:50 eye:273 fac:297 face:722 facebook:301
facility:114 fact:199 factor:45 factory:136 fail:513 failur:101 fair:92 fake:167 fall:687
fallen:125 fals:173 familiar:54 family:661 fan:418 far:646 farm:114 farmer:73 fashion:73 fast:321
faster:133 fate:44 father:60 fauci:141 favorit:69 favourit:67 fbi:45 fda:50 fear:286 featur:290
feb:57 february:289 fed:84 federal:540 fee:73 feed:100 feel:464 fell:94 felt:118 femal:145
festival:134 fewer:73 field:180 fifth:61 fight:399 figur:294 fil:218 file:759 fill:133 film:298
fin:98 final:431 finally:309 financ:135 financial:254 find:1331 fine:254 finish:94 fir:146 firm:346
first:3230 fish:58 fit:97 fix:252 flag:87 flam:48 flash:134 flat:114 flight:273 float:58 flood:130
floor:66 florida:287 flu:56 fly:165 focus:217 follow:797 food:380 foot:81 football:88 forc:682
ford:47 forecast:119 foreign:228 forever:87 forget:191 form:360 former:662 formula:69 forward:183
found:1206 founder:170 fourth:140 fox:348 france:256 francisco:55 frank:70 fraud:77 free:1991
freedom:72 freez:70 frequent:53 fresh:144 friday:202 friend:270 friendly:45 front:345 frontier:69
frustrat:78 fuel:169 full:784 fully:175 fun:86 fund:374 fusion:50 futur:694 fx:69 gain:295 gam:50
game:782 gang:52 gap:82 garag:55 garden:80 garner:45 gas:141 gather:139 gave:133 gear:94
general:748 generat:83 generation:160 georg:101 georgia:234 germany:457 ghost:65 giant:102 gig:44
girl:285 giv:241 give:661 given:340 global:682 goal:97 god:80 gold:135 good:1051 goodby:62
googl:762 government:784 governor:372 gps:73 grab:104 grad:65 grain:48 grand:179 grant:262
great:471 greater:79 greatest:111 green:289 grew:61 ground:202 group:937 grow:331 grown:78
growth:242 guard:146 guest:144 guid:141 guidanc:68 guilty:105 gun:409 gupta:67 guy:125 habit:49
hack:196 hacker:264 half:411 hall:67 halt:166 hammer:67 hand:412 handful:52 handl:169 happen:508
happy:157 hard:336 harder:54 hardwar:59 harry:193 harvard:58 hasnt:55 hate:108 haul:47 hbo:198
head:512 health:368 healthcar:140 hear:315 heard:181 heart:233 heat:191 heavy:72 hedg:68 held:154
hell:113 help:1846 herald:45 hero:125 hidden:54 hide:135 high:1299 higher:217 highest:375
highlight:113 highly:145 hill:56 hint:102 hir:130 hire:70 historic:175 history:394 hit:889 hold:520
hole:96 holiday:219 hollywood:51 home:893 homeless:47 hong-kong:116 honor:165 hood:44 hook:58
hop:104 hope:492 hospital:203 host:521 hot:225 hour:498 hous:988 huge:334 human:901 hundr:421
hunt:44 hurdl:92 ice:251 iconic:96 id:107 idea:193 identify:90 idiot:44 ignor:169 ii:143 ill:190
illegal:147 im:342 imag:438 immediat:51 immediately:119 immunity:65 impact:239 implement:78
important:186 impos:79 impossibl:85 impression:54 improv:231 improvement:48 inc:117 includ:925
incom:106 increas:443 increasingly:72 incredibl:96 incredibly:93 independent:167 index:80 india:833
indicat:73 individual:128 indonesia:113 industrial:81 industry:337 infect:149 infection:124
inflation:73 influenc:63 info:75 inform:52 information:347 infrastructur:169 initial:100
initiativ:80 inject:54 inquiry:90 insid:310 inspir:131 instagram:175 install:244 instead:135
institution:48 insuranc:54 intelligenc:213 intend:57 interactiv:119 interest:275 internal:110
international:224 internet:355 interview:312 introduc:248 invest:78 investigat:299
investigation:339 investigator:117 investment:55 investor:169 involv:277 involvement:45 ios:54
iphon:179 iran:153 ireland:112 island:184 isnt:317 isolat:145 isolation:132 israel:124 issu:841
italy:255 item:74 itun:48 ive:51 jack:120 jail:356 jame:113 jan:91 january:547 japan:567 jar:51
jeff:55 jennifer:118 jeremy:61 jessica:59 jim:67 job:940 joe:216 john:287 johnson:169 join:653
joke:105 jon:49 jone:70 josh:64 journalist:117 journey:98 joy:66 judg:248 july:153 jump:245
june:152 justic:205 justin:65 keep:951 kemp:50 kept:113 kevin:92 key:500 khan:51 kick:128 killer:95
kind:152 king:202 kit:104 knew:116 know:686 knowledg:60 known:321 korean:51 la:293 lab:131 labor:76
lack:219 lady:51 laid:49 land:339 landmark:48 languag:141 larg:284 largely:47 largest:417 last:1502
late:194 later:294 launch:839 law:516 lawmaker:146 lawrenc:84 lawyer:153 lay:140 layer:52 layoff:46
lead:682 leader:512 leadership:101 leagu:66 leak:220 learn:459 least:458 leave:1029 led:440 lee:67
leg:81 legacy:105 legal:293 legend:87 legislation:67 less:455 lesson:140 let:556 letter:220
level:675 liberal:50 library:85 lie:194 life:1158 lifetim:61 lift:78 light:345 like:1007 likely:288
limit:373 lin:67 line:524 link:574 list:415 listen:79 littl:350 liv:323 live:321 load:70 loan:206
lobby:70 local:478 location:94 lock:195 lockdown:104 london:290 long:725 longer:223 longest:68
look:1378 loom:47 los:62 lose:1135 lot:151 lov:139 love:322 low:419 lower:263 lowest:74 luxury:116
lying:58 lynch:47 mac:97 machin:66 mad:44 madison:44 magazin:95 mail:123 main:104 maintain:56
major:481 majority:181 maker:220 male:50 mall:75 man:1762 manag:88 management:301 manager:266
map:231 mar:65 march:394 marin:103 mark:576 market:871 mask:318 mass:207 massiv:266 master:61
match:91 material:177 matt:92 matter:215 matthew:67 matur:44 max:87 mayor:74 mccarthy:47
mcconnell:60 mcdonald:66 meal:50 mean:414 meant:87 meanwhil:44 measur:148 media:912 medical:344
meet:572 member:421 memory:52 mental:85 mention:70 merge:182 merkel:54 mess:70 messag:419 met:95
meta:84 metro:57 mexico:147 michael:208 michell:49 michigan:130 microsoft:428 mid:81 middl:101
migrant:210 mike:79 mile:51 military:230 million:1235 min:80 mind:136 mine:65 mini:80 minister:418
minority:56 minut:281 mirror:62 misconduct:53 miss:758 mission:82 missouri:73 mistak:65 mitch:47
mix:160 mobil:343 mode:52 model:138 modifi:87 mom:83 moment:261 momentum:81 monday:139 money:476
monitor:222 monster:48 month:1494 monthly:62 morn:425 mostly:109 mother:129 motor:58 mount:103
mountain:81 mov:400 move:389 movement:151 movi:158 movy:156 mps:129 multi:135 multipl:229
murder:269 muscl:52 museum:122 music:426 musical:62 musician:87 musk:158 muslim:142 myanmar:61
mystery:76 myth:48 nam:199 name:396 narrow:80 nasa:55 nation:312 national:371 nationwid:72 natur:65
natural:146 navigat:45 navy:169 nazi:44 nd:74 nearly:434 necessary:73 need:824 negativ:48
neighbor:147 neighborhood:54 neighbour:58 net:120 netflix:392 netherlands:93 network:345 new:6330
new-york:515 new-zealand:56 newly:55 newsletter:147 next:966 nfl:97 nhs:48 nice:70 nick:78
night:363 nightmar:69 nobody:102 nominate:56 non:284 normal:198 north:358 north-korea:69 nose:45
note:138 notic:187 nova:54 novel:128 november:116 nuclear:44 number:1107 nurs:105 obama:92
observ:85 obtain:55 occur:54 ocean:132 odd:53 offensiv:99 offer:767 offic:502 official:998
officially:71 offlin:55 ohio:122 oil:628 ok:66 oklahoma:50 old:1092 older:56 olympic:85 one:130
ongo:73 onlin:754 open:1568 operat:81 operation:281 operator:60 opportunity:155 oppos:60
opposition:67 opt:45 option:178 order:668 organisation:66 organiz:47 organization:144 origin:138
original:86 originally:58 outag:195 outbreak:50 outer:45 outlin:66 outlook:77 output:74 outsid:304
overall:78 overhaul:59 overwhelm:84 own:65 owner:171 pace:108 pacific:55 pack:98 packag:235
page:146 paid:145 pain:99 painful:54 paint:69 pair:83 pakistan:198 pandemic:308 panel:123 paper:276
parent:725 paris:65 park:116 parliament:180 part:1091 participat:47 particularly:103 partner:181
partnership:85 party:675 pass:734 passenger:75 past:604 patch:144 path:54 patient:290 paul:141
paus:61 pay:575 payment:175 pc:93 peac:84 penalty:45 peopl:2525 percent:198 perfect:128 perform:381
performanc:126 period:106 permit:69 person:335 personal:249 peter:57 phas:106 philippines:83
phon:426 photo:215 photograph:54 photographer:50 physical:68 pick:401 pictur:286 piec:124 pilot:100
pirat:56 pitch:49 pizza:74 plac:650 plagu:64 plain:63 plan:1644 planet:139 plant:235 plastic:51
platform:153 play:588 player:232 plea:72 pleas:69 pledg:49 plenty:54 plung:61 plus:132 pm:228
pocket:77 podcast:94 point:594 poland:103 police:942 policy:288 politic:135 political:319
politician:54 poll:164 pollution:69 pool:47 poor:94 pop:89 popular:219 population:129 port:196
pose:77 position:135 positiv:362 possibility:51 possibl:370 possibly:99 post:1130 pot:45 potato:44
potential:322 potentially:116 pound:82 power:724 powerful:110 practic:215 prais:73 pre:109
predict:119 prediction:129 premier:270 prepar:330 presenc:56 present:175 president:843 press:255
pressur:156 pretty:47 prevent:232 previous:92 previously:89 pric:729 prim:359 princ:256 print:69
prior:54 privacy:132 privat:424 priz:52 pro:265 prob:328 probably:126 problem:387 proc:54
process:255 produc:172 producer:115 product:159 production:68 professional:94 professor:109
profil:52 profit:209 program:406 progress:100 progressiv:45 project:387 promis:440 promot:142
prompt:248 proof:74 prop:47 property:141 propose:319 prosecutor:86 protect:305 protection:220
protest:472 protocol:52 proud:45 prov:171 provid:502 provider:103 provinc:54 public:1194
publicly:61 publish:126 pull:282 punch:82 purchas:158 pure:55 purpos:103 pursuit:49 push:455 put:94
putin:46 quake:53 quality:113 quantum:59 quarantin:80 quarter:179 queen:131 quest:63 question:635
quick:103 quickly:148 quiet:110 quietly:52 quit:508 race:202 radio:143 rail:70 rain:81 rainbow:65
rais:456 rally:119 ram:56 ramp:50 rampag:65 ran:56 rang:150 rank:123 rapid:54 rare:157 rat:161
rate:332 rd:49 reach:421 react:137 reaction:143 read:716 reader:88 ready:343 real:474 realistic:74
reality:348 realiz:59 reason:175 rebel:50 reboot:56 rebound:46 recall:170 recap:55 receiv:349
recent:351 recently:74 recommend:158 recommendation:96 record:933 recover:57 recovery:238
recruit:78 red:180 reduc:244 reduction:49 refer:88 reflect:67 reform:106 refuse:122 regard:82
regim:69 region:162 register:126 regular:47 regulat:54 regulation:123 regulator:116 reject:308
relat:391 relationship:179 relativ:67 relax:67 relief:72 rely:86 remain:274 remark:64 remember:137
remind:83 remot:179 remov:236 removal:64 renew:139 repair:52 repeat:86 repeatedly:50 replac:139
replacement:56 republic:62 republican:171 request:154 require:888 rescu:117 research:355
researcher:240 resident:159 resistanc:76 resolution:132 resourc:93 respect:78 respond:175
respons:401 responsibility:60 responsibl:47 rest:264 restaurant:73 restor:68 restrict:62
restriction:141 restructur:46 result:543 resum:107 retreat:44 return:872 reunion:52 reveal:817
revenu:191 revers:54 review:702 reviv:77 rice:50 rich:376 richard:86 rid:105 ride:64 right:1184
ring:184 rip:86 ris:138 rise:569 risk:579 rival:136 river:66 road:235 rob:54 robert:141 robot:125
rock:154 rocket:55 rogen:50 role:363 roll:155 room:385 root:55 rose:153 roughly:46 round:164
routin:64 row:117 royal:200 ruby:105 ruin:46 rul:162 rule:623 rumor:64 run:983 runner:62 rural:67
rush:58 russia:415 safe:220 safety:271 sale:433 samsung:49 san:118 sanjay:46 santa:65 satellit:191
saturday:205 saudi:66 sav:167 save:358 saw:135 scal:129 scam:65 scandal:90 scar:55 scary:56
scen:166 scenario:76 schedul:129 schem:111 school:1188 scienc:570 scientific:69 scientist:427
scor:99 scotland:120 scott:110 scrap:88 screen:220 sea:215 seal:60 search:590 season:1018 sec:142
second:670 secret:411 sector:107 secur:195 security:365 see:401 seed:60 seek:224 seem:155 seiz:75
select:128 self:308 sell:419 seller:44 senat:116 senator:115 send:368 senior:103 sens:137 sent:138
sentenc:153 separat:93 september:74 serious:215 seriously:52 serv:172 server:137 servic:1161
sery:1196 session:105 set:371 seth:56 settl:91 sever:61 several:472 sex:158 sexual:137 shadow:80
shak:45 sham:56 shap:92 shar:955 shareholder:52 sheet:70 shell:94 shelv:49 sheriff:47 shield:46
shift:167 shin:55 ship:367 shock:190 shoot:443 shop:171 short:194 shouldnt:117 show:2437 shown:115
shut:193 shutdown:73 side:177 sight:84 sign:755 signal:175 significant:94 significantly:57
silenc:78 similar:72 simpl:87 sing:76 singapore:79 singer:105 singl:282 sit:123 site:372
situation:159 siz:99 size:134 skill:120 sky:156 slam:134 slash:50 sleep:94 slid:114 slightly:133
slip:77 slow:451 slowly:60 slump:96 small:531 smaller:78 smart:110 smartphon:55 snap:79 snapshot:49
snl:58 soar:106 social:764 society:54 soft:48 softwar:232 solar:67 sold:113 soldier:142
solution:145 solv:53 sometim:54 somewher:45 son:303 song:206 sony:117 sorry:59 sort:57 sought:67
sound:192 sourc:422 south:330 south-korea:145 southern:62 spac:486 spain:141 spark:171 spe:366
speak:367 speaker:67 special:355 specialist:48 specy:63 speech:103 spell:67 spend:417 spent:220
spik:72 spin:132 spirit:67 split:102 spok:60 sponsor:45 sport:384 spot:152 spotlight:51 spr:104
spread:311 spy:78 squad:49 squar:93 st:230 stab:50 stabl:58 stacey:44 stack:81 staff:265 stag:145
stak:52 stall:71 stand:394 standard:105 star:934 startup:69 stat:1486 statement:204 station:175
status:72 stay:253 steady:51 steal:73 steam:74 steel:68 stem:84 step:473 stern:49 stev:207
stock:387 stolen:105 ston:58 stop:753 stor:660 storag:116 storm:167 story:889 straight:97 strang:70
stranger:60 strategy:147 stream:285 street:442 strength:50 strengthen:75 stress:82 strict:92
strik:193 strip:75 strong:203 struck:95 struggl:268 stuck:91 student:515 studio:87 study:806
stuff:47 stun:184 stupid:45 styl:146 subscriber:56 substantial:57 success:98 successful:72
successfully:45 sudden:44 sue:352 suffer:131 suggest:502 suggestion:84 suicid:57 suit:198
summer:185 summit:49 sunday:112 super:220 supermarket:50 supply:286 support:882 supporter:51
suprem:125 sure:208 surfac:49 surg:171 surpris:260 surround:77 surveillanc:84 survey:119 surviv:344
survivor:59 suspect:311 suspend:224 suspension:56 sustain:83 sweden:55 sweet:55 swift:268
switch:170 switzerland:45 sydney:46 symbol:49 system:523 tabl:85 tackl:75 tactic:46 taiwan:79
tale:72 talent:84 talk:376 talks:482 tank:57 tap:98 tape:45 target:410 task:241 taught:54 tax:269
taylor:246 teach:134 teacher:127 team:494 tear:95 teas:81 teaser:47 tech:640 technology:343
teen:243 teenag:74 teenager:47 television:104 temperatur:54 temporary:92 ten:54 tennis:111
tension:134 term:349 terminal:54 terribl:69 tesla:86 test:1499 testify:50 texa:185 text:185 th:341
thailand:45 thank:284 theft:63 theory:147 therapy:51 theyr:273 thing:429 think:505 third:323
thought:237 thousand:387 threaten:583 threw:45 throughout:60 throw:84 thursday:55 ticket:71 tie:94
tim:107 time:3308 timelin:51 tiny:54 tip:184 titl:99 today:751 tokyo:58 toll:105 tom:127
tomorrow:93 ton:48 tonight:89 tool:160 top:1201 total:144 touch:72 tour:74 tournament:59 tower:79
town:85 trac:150 track:449 trad:519 traffic:193 trailer:348 train:673 transform:60 transmission:64
trap:65 travel:290 treat:127 tree:158 trend:133 tri:137 trial:299 trick:119 trigger:189 trip:180
troubl:225 truck:121 true:337 trump:2043 trust:92 try:590 tuesday:241 tumbl:93 turkey:57 turn:933
tv:802 tweet:240 twic:79 twist:55 twitter:636 type:127 tyson:52 uk:651 ukraine:362 un:47
uncertainty:55 uncomfortabl:44 uncover:83 underground:58 understand:163 unexpect:60 union:98
uniqu:62 unit:234 univers:52 university:164 unknown:52 unleash:46 unless:85 unlikely:112 unusual:48
unveil:121 upcom:62 updat:117 upgrad:146 ups:144 urban:46 urge:301 us:6342 use:800 used:652
user:589 using:570 usual:78 vaccin:293 valley:50 valu:133 variety:58 vast:47 vehicl:141 ventur:103
verizon:56 version:71 veteran:48 vic:80 vice:82 victim:134 video:220 view:165 viewer:105 villag:50
violat:58 violenc:195 viral:46 virtual:228 virtually:49 virus:74 vision:48 visit:213 visitor:72
voic:161 volcano:62 volum:76 vow:82 vp:49 vs:126 vulnerability:53 wage:45 wait:216 wake:101
walk:234 wall:293 want:146 war:840 warehous:61 warm:127 warn:978 warren:52 washington:101 wasnt:130
wast:87 watch:223 watchdog:52 water:319 wave:206 way:255 weak:85 wealth:53 weapon:233 wear:57
weather:265 web:223 websit:229 wed:363 wednesday:143 week:1977 weekend:141 weekly:98 weigh:162
welcom:164 west:247 western:120 wet:72 weve:133 whal:47 wheel:90 whit:178 who:99 wide:100 widely:48
wild:122 william:82 win:646 wind:163 window:168 wing:80 winter:228 wireless:50 wisconsin:62 wish:53
witness:93 woman:1083 wonder:111 wonderful:59 wont:259 wood:90 word:333 work:2214 worker:956
world:2303 worri:66 worry:211 wors:73 worsen:48 worst:173 worth:222 wound:396 wrap:74 wreck:57
writ:250 writer:83 written:117 wrong:329 wrot:96 year:4506 yes:67 yesterday:156 yield:44 young:363
your:181 yourself:67 youtub:159 youv:58 zero:145 zone:119 zoom:141
"""

RATES: Final[Mapping[str, float]] = MappingProxyType(
    {
        term: int(rate) / 100_000
        for term, _, rate in (entry.partition(":") for entry in _RATES.split())
    }
)
"""Term to the share of news items that hold it."""

RARE_RATE: Final = 20 / 100_000
"""Assumed share of items that hold a term the table lacks."""
