"""Boosted trees that weigh what texts say.

Written by ``python -m bench.fit_grouping --write``: do not edit. The sets they are fitted on are
named there; :class:`monitor.developments.weights.Trees` says how they are written.
"""

from __future__ import annotations

from typing import Final

TREES: Final = """
nearest<=0.33067 nearest<=0.21548 nearest<=0.15317 longer<=2.2499 -3.157 -3.189 longer<=3.1985
  -3.142 -3.081 longer<=3.0678 size<=1.4979 nearest<=0.27485 -3.081 first_state<=-1e-35 -3.027
  -2.923 -2.766 second_rarest<=4.7413 -3.081 -2.766 nearest<=0.45797 longer<=3.1985 size<=1.4979
  -2.766 -2.367 margin<=-0.091366 -2.766 -2.367 title_cover<=0.66646 -2.344 -2.021
centroid<=0.30537 centroid<=0.18251 longer<=2.1383 stale<=1e-35 0.02152 -0.0448 centroid<=0.13893
  -0.04707 stale<=1e-35 names_conflict<=1e-35 0.02152 -0.006999 -0.02946 stale<=0.11632
  same_outlet<=1e-35 names_conflict<=1e-35 0.1644 0.0897 0.0897 0.02152 stale<=0.051343
  same_outlet<=1e-35 cover<=0.39307 longer<=2.6736 0.2844 0.3986 0.4485 centroid<=0.60768 0.2844
  0.4103 0.1644
centroid<=0.24621 centroid<=0.14681 shorter<=1.8688 late<=1e-35 -0.01048 -0.05078 late<=0.29681
  shorter<=2.2499 -0.01048 second_rarest<=5.3225 -0.04434 -0.01048 -0.05036 late<=1.3857 0.0936
  -0.01048 late<=2.1374 first_state<=-1e-35 0.1959 late<=1e-35 shorter<=2.3502 0.3585
  shorter<=3.3498 0.2839 0.3399 0.2509 second_rarest<=6.4433 0.0936 title_cover<=0.39842 0.1447
  0.1959
nearest<=0.24508 centroid<=0.14681 late<=0.29681 centroid<=0.075949 -0.03989 -0.01211
  title_cover<=0.25112 centroid<=0.10885 -0.05139 late<=3.7406 -0.04524 -0.04919 -0.03989
  late<=1.8863 0.07001 -0.01211 late<=2.1374 late<=1e-35 first_state<=-1e-35 0.2005
  margin<=0.12842 0.2206 0.2469 title_cover<=0.50146 0.1486 0.2005 centroid<=0.43232 0.07001
  margin<=0.1981 0.1093 0.1486
nearest<=0.21932 longer<=2.1383 stale<=1e-35 0.04984 -0.0443 nearest<=0.13859 longer<=2.3502
  stale<=1e-35 -0.02507 -0.05101 -0.04836 stale<=0.1276 longer<=3.1568 cover<=0.25009 -0.001416
  0.04984 second_rarest<=4.6027 -0.001416 0.04984 -0.02507 stale<=0.051343 cover<=0.39307
  second_rarest<=5.8378 longer<=2.2499 0.1305 0.1068 0.1542 first_state<=-1e-35 0.1542 0.1965
  0.04984
centroid<=0.20113 longer<=2.1383 late<=1e-35 0.03784 -0.04485 centroid<=0.13893 late<=0.51821
  longer<=2.5249 -0.02638 -0.04397 -0.0504 late<=1.8863 0.03784 -0.02638 late<=1.973
  same_outlet<=1e-35 first_state<=-1e-35 0.09863 longer<=2.2499 late<=1e-35 0.2135 0.1384
  second_rarest<=5.1561 0.1403 0.1805 apart<=1e-35 0.1734 0.09863 centroid<=0.43232 0.03784
  0.09863
nearest<=0.19833 longer<=2.1383 late<=1e-35 0.02911 -0.04346 second_rarest<=4.8165 late<=0.36936
  longer<=2.5249 -0.01951 -0.04125 -0.05022 centroid<=0.12805 -0.01951 longer<=3.1568 0.004803
  0.02911 late<=1.5913 first_state<=-1e-35 0.08342 longer<=2.2499 second_rarest<=2.272 0.1125
  0.1866 centroid<=0.4088 longer<=3.6243 0.1125 0.1315 0.1505 centroid<=0.39817 0.02911 0.08342
nearest<=0.19833 longer<=2.1383 late<=1e-35 0.02467 -0.04737 centroid<=0.12805 late<=0.29681
  longer<=2.5249 -0.02852 -0.04459 -0.05035 late<=1.8863 0.02467 -0.02852 late<=2.1374
  cover<=0.24614 longer<=3.4176 0.07205 0.1 first_state<=-1e-35 0.1 longer<=2.2499 late<=1e-35
  0.1615 0.1159 cover<=0.44343 0.1159 0.1388 centroid<=0.43232 0.02467 0.07205
nearest<=0.19386 longer<=2.1383 stale<=0.46441 0.01979 -0.04868 nearest<=0.13301 longer<=2.3502
  stale<=1e-35 -0.02878 -0.05084 -0.04772 longer<=3.1985 stale<=1e-35 longer<=2.3502 0.01979
  -0.01744 -0.02878 0.01979 stale<=0.051343 centroid<=0.37741 first_state<=1e-35 longer<=2.2499
  0.07775 shorter<=3.0201 0.05663 0.07775 0.09328 rarest<=5.784 0.09716 0.1242 0.01979
cover<=0.25815 late<=0.36936 nearest<=0.097008 longer<=2.3502 -0.002169 -0.02681 0.02247
  second_rarest<=4.5135 -0.05006 -0.02681 late<=2.2929 same_outlet<=1e-35 first_state<=-1e-35
  0.06225 size<=1.7006 longer<=2.1383 0.1577 0.1212 longer<=2.5249 0.129 0.08915 nearest<=0.50553
  0.06225 cover<=0.49429 0.0855 0.1142 second_rarest<=5.561 0.02247 nearest<=0.28681 0.04236
  0.06225
nearest<=0.18829 shorter<=1.8688 late<=1e-35 0.01349 -0.04999 centroid<=0.12805 late<=0.29681
  shorter<=2.3502 -0.02818 -0.04379 -0.04967 late<=1.973 0.01349 -0.02818 late<=0.17524
  same_outlet<=1e-35 first_state<=-1e-35 0.05549 shorter<=2.1383 centroid<=0.10161 0.08177 0.1287
  margin<=-0.036107 0.08177 0.1091 nearest<=0.50553 0.05549 0.1059 centroid<=0.39817 0.01349
  0.05549
centroid<=0.17654 longer<=2.1383 0.01093 second_rarest<=4.8064 late<=0.29681 longer<=2.5249
  -0.02084 -0.04041 -0.04994 centroid<=0.10755 -0.02084 late<=2.0322 0.01093 -0.004959
  late<=1.5913 late<=1e-35 longer<=2.3502 apart<=26.075 0.1145 0.07228 centroid<=0.37741 0.07228
  margin<=0.11898 0.08602 0.1038 longer<=3.1133 0.04897 0.07228 second_rarest<=5.7793 0.01093
  0.04897
cover<=0.23026 late<=1.2712 centroid<=0.08747 shorter<=2.1383 -0.009335 -0.03006 0.01139
  second_rarest<=4.6784 title_cover<=0.31105 first_state<=1e-35 -0.05056 -0.04499 -0.03989
  -0.03006 late<=2.1374 cover<=0.43435 shorter<=2.1383 0.07727 second_rarest<=5.9689 0.04485
  shorter<=3.1568 0.06484 0.07727 second_rarest<=5.4044 0.08621 0.09784 second_rarest<=5.561
  0.01139 centroid<=0.30537 0.02812 0.04485
centroid<=0.17244 longer<=2.2499 stale<=1e-35 0.006352 -0.04649 centroid<=0.10755 -0.04691
  longer<=3.1985 stale<=1e-35 longer<=2.4414 0.004604 -0.02725 -0.03446 same_outlet<=1e-35
  0.006352 -0.03446 stale<=0.11632 centroid<=0.39817 same_outlet<=1e-35 first_state<=-1e-35
  0.03379 names_conflict<=1e-35 0.06444 0.04911 0.03379 margin<=0.13719 0.06444 same_outlet<=1e-35
  0.09404 0.07706 0.006352
cover<=0.23026 late<=0.36936 centroid<=0.081728 -0.02733 0.008401 title_cover<=0.25112
  centroid<=0.12733 centroid<=0.10885 -0.05032 -0.04552 late<=3.7406 -0.03732 -0.04409 -0.02733
  late<=1e-35 centroid<=0.10755 0.04175 names_conflict<=1e-35 margin<=0.064419 size<=1.2425
  0.07774 0.07054 cover<=0.38106 0.07774 0.08831 0.05999 centroid<=0.37741 0.008401 0.04175
centroid<=0.17244 shorter<=1.8688 0.004064 centroid<=0.10755 shorter<=2.1383 stale<=1e-35 -0.03203
  -0.04939 second_rarest<=4.6784 -0.04882 -0.03203 stale<=1e-35 names_conflict<=1e-35
  second_rarest<=2.0956 -0.006922 0.004064 -0.01791 -0.03203 stale<=0.11632 cover<=0.44343
  same_outlet<=1e-35 first_state<=-1e-35 0.02906 names_conflict<=1e-35 0.05699 0.04302 0.02906
  margin<=0.075939 0.05699 0.08226 0.004064
centroid<=0.15365 shorter<=1.8688 0.0001465 second_rarest<=4.8543 shorter<=2.1383 stale<=1e-35
  -0.02239 -0.04738 -0.04687 size<=1e-35 0.0001465 -0.02239 stale<=0.14036 cover<=0.44343
  shorter<=3.0678 shorter<=2.1383 size<=1e-35 0.03232 0.05319 centroid<=0.4088 0.02461 0.05319
  size<=1.4979 0.05319 0.02461 margin<=0.072742 0.05319 numbers_shared<=1e-35 0.06948 0.08439
  0.0001465
centroid<=0.1527 longer<=2.2499 late<=1e-35 -0.0008901 -0.0466 second_rarest<=4.8543 late<=0.29681
  longer<=2.5249 -0.02348 -0.04297 -0.04946 late<=1.7719 -0.0008901 -0.02348 late<=1.973
  centroid<=0.42095 longer<=2.3502 late<=1e-35 0.06107 0.02827 shorter<=3.1133 0.02827
  size<=1.4979 0.06107 0.02827 margin<=0.13577 0.06107 0.07797 second_rarest<=5.7793 -0.0008901
  0.02827
cover<=0.22213 centroid<=0.10643 longer<=2.3502 stale<=1e-35 -0.02519 -0.05048
  second_rarest<=4.6784 -0.04844 centroid<=0.070525 -0.03821 -0.02519 stale<=0.016302
  names_conflict<=1e-35 0.003172 -0.01101 -0.02519 cover<=0.44343 stale<=0.14036 longer<=2.4414
  first_state<=-1e-35 0.01728 0.04111 second_rarest<=5.7793 0.01728 0.04111 0.003172
  margin<=0.091696 0.04111 second_rarest<=5.3923 0.05568 0.07555
centroid<=0.14681 shorter<=2.0127 stale<=1e-35 -0.003073 -0.04542 second_rarest<=4.8165
  shorter<=2.1383 stale<=1e-35 -0.02385 -0.04921 -0.04675 centroid<=0.070525 -0.02385 -0.003073
  stale<=0.16447 same_outlet<=1e-35 second_rarest<=4.7836 shorter<=2.0127 first_state<=-1e-35
  0.01863 0.04358 0.01863 shorter<=3.0201 centroid<=0.39817 0.04358 0.07009 margin<=-0.35589
  0.04358 0.08672 0.01863 -0.003073
cover<=0.23026 centroid<=0.091301 longer<=2.3502 -0.02691 second_rarest<=5.21 -0.04841 -0.02691
  stale<=0.016302 cover<=0.12204 shorter<=1.8688 -0.004471 -0.01195 0.003009 -0.02691
  cover<=0.44343 stale<=0.14036 longer<=2.4414 first_state<=-1e-35 0.01577 0.03825
  second_rarest<=5.7093 0.01577 0.03825 0.003009 margin<=0.091696 0.03825 second_rarest<=5.3923
  size<=1.7006 0.05178 0.06133 0.07088
cover<=0.23026 late<=1.2712 cover<=0.11179 -0.02506 0.001921 margin<=0.20905 late<=2.0015 -0.03557
  -0.04795 -0.02506 late<=0.17524 same_outlet<=1e-35 size<=1.2425 first_state<=-1e-35 0.02781
  apart<=25.979 0.0762 0.0614 margin<=0.075939 0.02781 cover<=0.35653 0.04663 0.0693
  cover<=0.50557 0.02781 0.07125 rarest<=5.7956 0.001921 cover<=0.3428 0.01486 0.02781
centroid<=0.12805 longer<=2.3502 late<=1e-35 -0.006597 -0.04857 second_rarest<=4.6784
  title_cover<=0.22132 -0.04776 longer<=2.9174 -0.03251 -0.04105 centroid<=0.070525 -0.03251
  same_outlet<=1e-35 -0.006597 -0.01955 late<=1.973 same_outlet<=1e-35 names_conflict<=1e-35
  longer<=2.1383 late<=1e-35 0.09885 0.03993 numbers_shared<=1e-35 0.04504 0.074 0.01983 0.01983
  second_rarest<=5.7793 -0.006597 0.01983
centroid<=0.12733 longer<=2.3502 late<=1e-35 -0.007396 -0.04831 second_rarest<=4.6784 -0.04671
  centroid<=0.070525 -0.03228 same_outlet<=1e-35 -0.007396 -0.01984 late<=0.17524
  same_outlet<=1e-35 longer<=2.1383 late<=1e-35 0.09432 0.02027 numbers_shared<=1e-35
  longer<=2.3502 0.05261 0.02954 size<=0.89588 0.09315 0.05261 cover<=0.50557 0.02027 0.06826
  second_rarest<=5.561 -0.007396 0.02027
centroid<=0.12733 longer<=2.3502 apart<=33.893 -0.00785 -0.03871 centroid<=0.091301 -0.04696
  title_cover<=0.24224 shorter<=3.1568 -0.03956 -0.02254 -0.00785 centroid<=0.39817
  same_outlet<=1e-35 longer<=3.1133 longer<=2.1383 0.02963 nearest<=0.26763 -0.00785 0.01381
  size<=1.4979 0.02963 -0.00785 -0.00785 centroid<=0.58393 shorter<=2.1383 0.02963
  same_outlet<=1e-35 0.05614 0.02963 0.0676
late<=0.36936 longer<=2.3502 apart<=32.436 shorter<=1.7006 shorter<=1.2425 0.1851 0.1155
  late<=1e-35 names_conflict<=1e-35 0.08184 0.06274 0.04646 0.005878 second_rarest<=4.8165
  -0.001753 cover<=0.50557 shorter<=3.3498 apart<=4.4334 0.04414 0.01846 0.04414 margin<=-0.11695
  0.04414 0.06427 second_rarest<=4.6784 title_cover<=0.25862 -0.04844 late<=2.4905 -0.02426
  -0.04351 -0.001753
late<=0.36936 shorter<=2.1383 centroid<=0.045448 -0.00207 shorter<=1.8688 first_state<=-1e-35
  0.03733 shorter<=1.7006 0.122 0.09389 first_state<=-1e-35 0.03733 apart<=26.178 0.07476 0.05154
  second_rarest<=4.8165 -0.00207 centroid<=0.4088 shorter<=3.2385 apart<=4.7655 0.04134 0.01808
  0.04134 margin<=0.11898 0.04134 0.06213 second_rarest<=4.6784 first_state<=1e-35 -0.04846
  -0.02425 -0.00207
title_cover<=0.17231 longer<=2.2499 stale<=0.46441 -0.008113 -0.04844 apart<=18.403 -0.008113
  title_cover<=0.14829 -0.04403 -0.0248 cover<=0.44343 stale<=1e-35 same_outlet<=1e-35
  size<=1.4979 cover<=0.15101 0.002804 0.02549 longer<=2.4414 0.02549 0.002804 0.002804 -0.008113
  rarest<=5.8576 size<=1.7006 0.02549 0.04263 apart<=5.3491 0.06957 same_outlet<=1e-35 0.05632
  0.04263
centroid<=0.10755 longer<=2.3502 late<=1e-35 -0.01161 -0.05038 centroid<=0.068575 -0.04875
  shorter<=3.1985 late<=1e-35 longer<=2.5249 -0.01161 -0.03702 -0.04369 size<=1e-35 -0.01161
  -0.04081 late<=1e-35 same_outlet<=1e-35 names_conflict<=1e-35 longer<=2.1383 shorter<=1.2425
  0.1478 0.07988 shorter<=3.3498 0.04257 0.07607 0.0137 0.0137 centroid<=0.30537 -0.01161 0.0137
late<=1.973 nearest<=0.10243 -0.007341 names_conflict<=1e-35 longer<=2.2499 late<=1e-35
  apart<=26.178 0.07088 0.04526 0.02407 cover<=0.50557 longer<=3.4176 0.02407 0.0403
  margin<=-0.13788 0.0403 0.05886 0.01163 nearest<=0.26072 nearest<=0.23039 title_cover<=0.1369
  -0.04931 late<=3.7406 margin<=-0.01811 -0.04231 -0.03772 -0.04615 rarest<=5.7479 -0.03772
  -0.02624 -0.007341
centroid<=0.097278 late<=0.29681 centroid<=0.057999 -0.03742 -0.01353 second_rarest<=4.6784
  title_cover<=0.31105 -0.04977 -0.04334 -0.03742 late<=1e-35 same_outlet<=1e-35
  first_state<=-1e-35 size<=1.4979 0.01034 0.02769 size<=0.89588 numbers_shared<=1e-35 0.04648
  0.07081 margin<=-0.065333 0.02769 0.04844 0.01034 second_rarest<=4.8064 -0.01353
  centroid<=0.27627 late<=2.0802 0.004376 -0.001591 0.01034
second_rarest<=4.8064 late<=1e-35 names_conflict<=1e-35 0.00191 -0.02094 first_state<=1e-35
  second_rarest<=4.6784 -0.04734 -0.03358 late<=3.2136 -0.02094 -0.03358 same_outlet<=1e-35
  late<=3.6956 margin<=0.13871 names_conflict<=1e-35 late<=1.973 0.0358 0.02483 0.02019
  second_rarest<=6.0515 cover<=0.39307 0.03616 0.05281 0.06369 title_cover<=0.51127 0.00191
  0.02019 apart<=4.1112 0.06689 0.00191
centroid<=0.091301 shorter<=2.1383 late<=1e-35 -0.01464 -0.04919 second_rarest<=5.3225 -0.047
  -0.01464 late<=1.973 shorter<=2.1383 late<=1e-35 first_state<=-1e-35 0.03349 shorter<=1.7006
  0.09205 0.05926 0.006432 centroid<=0.42095 shorter<=3.2385 apart<=4.7655 0.02901 0.006432
  second_rarest<=4.5703 0.006432 0.02901 margin<=0.11898 0.02901 0.05531 second_rarest<=5.561
  -0.01464 0.006432
cover<=0.14856 apart<=23.036 -0.009934 second_rarest<=4.6784 apart<=33.893 cover<=0.092087
  -0.03911 -0.03228 -0.04583 -0.02378 cover<=0.44343 stale<=0.17598 same_outlet<=1e-35
  first_state<=-1e-35 -7.245e-05 title_cover<=0.16104 0.01016 0.0204 -7.245e-05 -0.009934
  rarest<=5.8422 title_cover<=0.78329 0.0204 0.03492 apart<=5.6927 0.06371 same_outlet<=1e-35
  margin<=0.045621 0.03492 0.05311 0.03492
late<=2.1374 longer<=2.3502 late<=1e-35 first_state<=-1e-35 0.02529 apart<=26.178 size<=2.7403
  0.07802 0.06022 0.04571 rarest<=5.8576 -0.008816 title_cover<=0.36109 0.008236 0.02529
  margin<=0.13278 -0.008816 nearest<=0.41117 longer<=3.4176 0.01101 size<=1.4979 0.03377 0.01101
  same_outlet<=1e-35 0.05673 0.0369 nearest<=0.23039 -0.04602 rarest<=5.7956 -0.02742 -0.008816
centroid<=0.091301 longer<=2.3502 late<=1e-35 -0.01455 -0.04989 centroid<=0.068575 -0.04795
  longer<=3.8607 -0.03887 -0.01455 late<=0.17524 longer<=2.3502 first_state<=-1e-35 0.00667
  names_conflict<=1e-35 longer<=2.1383 0.07107 0.05715 0.0339 centroid<=0.4088 first_state<=1e-35
  numbers_shared<=1e-35 0.00667 0.01711 0.02756 margin<=0.11898 0.02756 0.05354 centroid<=0.28983
  -0.01455 0.00667
late<=1.973 centroid<=0.081728 -0.008216 same_outlet<=1e-35 names_conflict<=1e-35
  first_state<=-1e-35 0.02195 centroid<=0.50472 0.03753 0.05448 0.007195 0.007195
  second_rarest<=4.6784 first_state<=1e-35 late<=2.4905 centroid<=0.092305 -0.04391 -0.03777
  centroid<=0.10997 -0.05028 -0.04662 rarest<=5.2501 -0.03777 -0.027 centroid<=0.23194 -0.027
  -0.008216
second_rarest<=4.7836 late<=1e-35 nearest<=0.067523 -0.02129 0.0003883 second_rarest<=4.5135
  late<=2.4905 second_rarest<=2.6411 -0.04274 -0.03426 -0.04782 rarest<=5.5585 -0.03426 -0.02129
  cover<=0.44343 numbers_shared<=1e-35 cover<=0.3428 0.0003883 0.01334 size<=0.89588 0.02466
  0.01334 margin<=0.040696 0.02466 title_cover<=0.73046 size<=1.4979 rarest<=6.9452 0.03583
  0.04831 0.04831 0.05798
names_conflict<=1e-35 late<=2.1374 longer<=2.3502 late<=1e-35 first_state<=-1e-35 0.02936
  apart<=32.27 0.06565 0.04572 rarest<=6.5026 0.001763 0.02936 second_rarest<=4.8165 0.001763
  same_outlet<=1e-35 numbers_shared<=1e-35 0.02805 0.05396 0.0145 second_rarest<=5.561 -0.01621
  0.001763 nearest<=0.16343 longer<=2.3502 late<=1e-35 -0.03262 -0.04969 -0.04623 longer<=2.8618
  -0.01621 -0.03262
names_conflict<=1e-35 stale<=0.16447 cover<=0.50557 longer<=2.2499 0.02331 second_rarest<=4.7836
  -0.002055 size<=1e-35 0.02331 0.006834 margin<=0.21727 numbers_shared<=1.5 0.02331 0.03545
  nearest<=0.5603 size<=0.89588 0.03545 0.04631 0.05609 -0.01662 shorter<=2.1383 stale<=0.52181
  -0.01662 -0.04951 second_rarest<=5.1404 second_rarest<=4.6436 -0.04777 -0.0379 shorter<=2.6736
  -0.01662 -0.03602
second_rarest<=4.7836 late<=1e-35 longer<=2.602 -0.0006371 -0.02113 first_state<=1e-35
  second_rarest<=4.6784 -0.04592 -0.03297 rarest<=5.2501 -0.03297 -0.02113 margin<=0.27075
  shorter<=3.1985 first_state<=1e-35 -0.0006371 0.02056 0.02056 margin<=0.46276 longer<=3.314
  size<=1.4979 first_state<=1e-35 0.02056 0.03874 0.03874 rarest<=5.7479 0.02056 0.03874
  margin<=0.59476 0.04472 0.06011
title_cover<=0.14736 late<=1.2712 nearest<=0.061343 -0.03096 -0.01158 second_rarest<=4.6784
  title_cover<=0.1369 -0.04969 -0.03995 -0.03096 late<=2.2929 same_outlet<=1e-35
  names_conflict<=1e-35 first_state<=-1e-35 0.01563 size<=0.89588 0.03842 0.02381 0.002405
  0.002405 second_rarest<=5.561 -0.01158 0.002405
centroid<=0.090275 longer<=2.3502 -0.0149 centroid<=0.068575 -0.04747 late<=1.51 longer<=2.5249
  -0.0149 longer<=3.8607 -0.03311 -0.0149 -0.04115 late<=2.2929 same_outlet<=1e-35 longer<=2.1383
  late<=1e-35 size<=0.89588 0.05313 0.08028 0.0009668 numbers_shared<=1e-35 centroid<=0.38707
  0.007954 0.0255 size<=1e-35 0.07184 0.0255 0.0009668 centroid<=0.30537 -0.0149 0.0009668
names_conflict<=1e-35 stale<=0.16447 same_outlet<=1e-35 nearest<=0.07816 -0.002782
  first_state<=-1e-35 0.009525 nearest<=0.52335 0.02287 0.05018 -0.002782 -0.01619 cover<=0.22557
  nearest<=0.06949 -0.04853 numbers_shared<=1e-35 longer<=2.1383 -0.03413 longer<=2.9701 -0.03869
  -0.04294 longer<=3.3498 -0.02895 -0.03413 longer<=2.8618 -0.01619 -0.02895
centroid<=0.083651 late<=0.29681 centroid<=0.054137 -0.03749 -0.01597 centroid<=0.068575 -0.05008
  late<=1.2712 -0.03749 -0.0459 late<=2.2929 centroid<=0.50472 names_conflict<=1e-35
  first_state<=-1e-35 0.008067 late<=1e-35 0.02154 0.01348 -0.0002146 margin<=0.23072 0.02917
  apart<=4.1112 0.05722 title_cover<=0.59973 0.03936 0.04917 centroid<=0.30537 -0.01597 -0.0002146
centroid<=0.083651 late<=0.29681 centroid<=0.054137 -0.03747 -0.01611 centroid<=0.068575 -0.05006
  -0.04226 late<=2.1374 same_outlet<=1e-35 names_conflict<=1e-35 first_state<=-1e-35 0.01261
  centroid<=0.50472 0.02691 0.0492 -0.0008336 -0.0008336 centroid<=0.28054 -0.01611 -0.0008336
names_conflict<=1e-35 late<=2.2929 longer<=2.3502 late<=1e-35 shorter<=1.7006 0.07162
  first_state<=-1e-35 0.0223 0.04329 -0.001086 cover<=0.50557 second_rarest<=4.8165 -0.001086
  size<=1e-35 0.02019 0.006016 margin<=-0.022065 0.02019 0.04521 second_rarest<=5.561 -0.0157
  -0.001086 shorter<=2.1383 late<=1e-35 -0.0157 -0.039 second_rarest<=4.6436 -0.04679
  shorter<=2.7403 -0.0157 -0.03644
centroid<=0.42095 late<=1.4469 shorter<=2.1383 0.01219 centroid<=0.12805 -0.01356
  same_outlet<=1e-35 size<=0.89588 0.01219 -0.006745 -0.006745 centroid<=0.22673 late<=2.0322
  -0.02688 title_cover<=0.1369 -0.0478 late<=3.7406 -0.03514 -0.0436 rarest<=5.2038 -0.02688
  -0.01356 rarest<=5.7956 0.01219 centroid<=0.60768 size<=1e-35 centroid<=0.50472 0.02749 0.04621
  0.04638 0.0575
centroid<=0.071416 late<=0.29681 centroid<=0.050312 nearest<=0.084091 -0.04104 -0.02979
  size<=1.8688 -0.01854 -0.02979 -0.04921 late<=2.6146 centroid<=0.48794 late<=1e-35 size<=2.602
  size<=1.2425 0.01407 0.00407 0.02376 second_rarest<=4.7015 -0.003674 0.00407 cover<=0.72563
  numbers_shared<=1e-35 0.02376 late<=1.4734 0.0413 0.03253 0.054 second_rarest<=5.3434 -0.01854
  -0.003674
names_conflict<=1e-35 stale<=0.17598 longer<=2.2499 first_state<=-1e-35 -0.003865 apart<=25.858
  shorter<=1.2425 0.08773 0.03867 0.01561 nearest<=0.40127 first_state<=1e-35 shorter<=3.1985
  -0.003865 0.005051 0.01397 margin<=0.13871 0.01397 apart<=4.1112 0.05879 0.03175 -0.01571
  shorter<=2.1383 apart<=26.55 -0.01571 -0.03846 shorter<=2.7403 shorter<=2.602 -0.0389 -0.01571
  -0.0464
centroid<=0.068575 longer<=2.4414 late<=1e-35 -0.01897 -0.04899 -0.04748 late<=1.973
  longer<=2.3502 late<=1e-35 shorter<=1.7006 shorter<=1.2425 0.109 0.059 shorter<=2.1383 0.03728
  0.01817 -0.003433 cover<=0.50557 shorter<=3.1985 -0.003433 second_rarest<=4.8064 -0.003433
  0.0169 centroid<=0.37741 0.0169 numbers_shared<=1.5 0.03621 0.05422 centroid<=0.27627 -0.01897
  -0.003433
centroid<=0.42095 stale<=0.3883 longer<=2.3502 apart<=32.27 0.01121 -0.02258 second_rarest<=4.7251
  -0.02258 size<=1e-35 longer<=3.1133 -0.00875 0.01121 centroid<=0.30024 -0.00875 0.01115
  second_rarest<=4.565 -0.04829 shorter<=2.4414 -0.03679 -0.02258 rarest<=5.8422 0.01121
  centroid<=0.60768 longer<=3.314 size<=0.89588 0.02659 0.04556 0.04556 apart<=16.552 0.061
  0.04556
apart<=26.075 nearest<=0.54045 longer<=2.4414 late<=1e-35 0.02208 -0.005408 first_state<=1e-35
  nearest<=0.41117 -0.005408 0.008336 rarest<=5.7604 0.008336 0.02208 apart<=4.1112 0.05856
  rarest<=6.4447 0.02208 apart<=17.784 0.04436 0.03322 title_cover<=0.14736 late<=0.29681
  longer<=2.9701 -0.01988 nearest<=0.10603 -0.03372 -0.01988 -0.04574 late<=2.8995 -0.005408
  -0.01988
same_outlet<=1e-35 late<=3.0825 second_rarest<=5.4044 longer<=2.4414 late<=1e-35 0.01587 -0.009363
  second_rarest<=4.8165 -0.009363 size<=1e-35 0.01587 0.003252 numbers_shared<=1e-35
  shorter<=2.9174 0.01587 0.03503 size<=1e-35 0.07039 margin<=-0.032748 0.03503 0.05225
  second_rarest<=4.565 -0.04521 -0.009363 apart<=4.1112 0.05225 title_cover<=0.59973 longer<=2.602
  -0.02042 -0.05182 0.005321
names_conflict<=1e-35 same_outlet<=1e-35 late<=2.594 longer<=2.1383 late<=1e-35 shorter<=1.7006
  0.06477 0.03929 0.0005413 shorter<=3.1985 cover<=0.44343 0.004076 0.02681 size<=1e-35 0.1088
  0.001308 rarest<=5.7956 -0.01527 0.0005413 cover<=0.79054 -0.01527 0.05572 shorter<=2.1383
  late<=1e-35 -0.01527 -0.03862 shorter<=2.7403 title_cover<=0.18661 -0.04303 -0.01527 -0.04619
names_conflict<=1e-35 same_outlet<=1e-35 shorter<=3.1985 cover<=0.097951 -0.01453 cover<=0.69683
  longer<=2.1383 0.02314 0.001913 shorter<=2.0127 0.02407 0.06016 size<=1e-35 cover<=0.072806
  -0.01453 0.1018 margin<=0.067732 -0.01453 rarest<=5.6938 0.00947 0.04641 cover<=0.79054 -0.01453
  0.05519 shorter<=2.1383 -0.01453 shorter<=2.7403 shorter<=2.5249 -0.03791 -0.01453 -0.04527
centroid<=0.068575 shorter<=2.1383 -0.01811 shorter<=2.602 -0.03898 -0.04871 centroid<=0.50472
  stale<=0.17598 shorter<=2.1383 first_state<=-1e-35 -0.007519 apart<=26.178 0.01717 0.004823
  first_state<=1e-35 shorter<=3.1985 -0.007519 0.004823 0.01717 -0.01811 rarest<=6.4447
  shorter<=2.1383 0.01717 stale<=0.71126 0.03638 0.01717 rarest<=6.9452 cover<=0.79054 0.0367
  0.05786 0.08539
centroid<=0.068575 longer<=2.5249 late<=1e-35 -0.01802 -0.04902 longer<=4.069 longer<=2.7403
  longer<=2.6736 -0.04716 -0.01802 -0.04881 centroid<=0.054137 -0.03606 -0.01802 late<=2.6146
  same_outlet<=1e-35 first_state<=-1e-35 longer<=2.7403 -0.00485 0.006234 longer<=2.2499
  late<=1e-35 0.04229 0.006234 centroid<=0.48794 0.009397 0.04302 -0.00485 centroid<=0.30537
  -0.01802 -0.00485
centroid<=0.068575 longer<=2.7403 stale<=1e-35 -0.01777 -0.04824 longer<=4.069 -0.04872 -0.01777
  same_outlet<=1e-35 stale<=0.46441 names_conflict<=1e-35 shorter<=3.1985 centroid<=0.58393
  0.009903 0.04656 size<=1e-35 0.09589 0.009224 -0.003424 -0.01777 cover<=0.79054 -0.01777
  centroid<=0.58393 size<=1e-35 0.03939 0.01861 0.05928
centroid<=0.068575 longer<=2.7403 -0.01764 -0.0484 centroid<=0.50472 longer<=2.1383
  first_state<=-1e-35 -0.01764 0.01655 second_rarest<=4.6784 longer<=2.4414 second_rarest<=2.0956
  -0.01764 -0.006452 -0.01764 longer<=3.1985 first_state<=1e-35 -0.006452 0.01655 size<=0.89588
  0.01655 -0.006452 first_state<=1e-35 centroid<=0.60768 numbers_shared<=1e-35 0.01655 0.03111
  margin<=0.29305 0.03111 0.04612 0.06379
same_outlet<=1e-35 second_rarest<=4.7836 shorter<=2.1383 stale<=1e-35 0.002682 -0.04358
  second_rarest<=4.565 shorter<=2.7403 stale<=0.1276 -0.01788 -0.04876 -0.04592 -0.0008307
  numbers_shared<=1e-35 shorter<=2.9174 cover<=0.39307 0.002682 0.0183 size<=0.89588 0.02228
  0.002682 size<=1e-35 0.06709 cover<=0.53195 0.02228 0.04856 apart<=1e-35 0.0539 shorter<=2.3502
  -0.01214 -0.04642
names_conflict<=1e-35 stale<=0.17598 centroid<=0.58393 longer<=2.2499 first_state<=-1e-35
  -0.004395 centroid<=0.045448 0.008679 0.02175 first_state<=1e-35 shorter<=3.1985 -0.004395
  0.008801 rarest<=5.0957 0.008801 0.02175 title_cover<=0.59973 0.02175 0.04834 -0.01416
  shorter<=2.1383 stale<=0.52181 -0.01416 -0.04815 centroid<=0.31073 apart<=17.784 -0.02671
  shorter<=2.6736 -0.03418 -0.04774 -0.01416
same_outlet<=1e-35 late<=2.6146 centroid<=0.06684 -0.005823 shorter<=1.7006 late<=0.17524 0.05087
  0.003698 numbers_shared<=1e-35 shorter<=2.1383 0.01679 0.003698 second_rarest<=5.4044 0.01679
  0.04405 second_rarest<=4.6436 -0.04439 -0.005823 title_cover<=0.59973 shorter<=2.3502
  apart<=18.403 -0.009579 -0.03112 -0.05098 apart<=5.0845 0.05386 shorter<=3.0201 shorter<=2.3502
  0.02907 -0.009579 0.02907
names_conflict<=1e-35 late<=2.2929 longer<=2.4414 late<=1e-35 first_state<=-1e-35 0.01434
  apart<=26.178 0.04007 0.02477 -0.002498 second_rarest<=4.8165 -0.002498 nearest<=0.48881
  longer<=3.4176 0.004718 0.02075 apart<=4.1112 0.05011 0.02786 second_rarest<=4.6784 -0.01322
  -0.002498 longer<=2.9701 late<=1e-35 -0.01322 second_rarest<=3.7684 -0.04972 -0.02574
  cover<=0.41387 -0.04544 -0.01322
centroid<=0.061062 shorter<=2.1383 -0.01872 shorter<=3.8607 -0.0475 -0.01872 stale<=0.52181
  second_rarest<=6.0515 shorter<=2.1383 first_state<=-1e-35 -0.007533 apart<=26.439 0.01237
  0.002416 second_rarest<=4.6027 -0.007533 shorter<=3.1985 0.0005954 0.01237 apart<=3.573 0.05708
  shorter<=3.1568 shorter<=2.1383 0.03871 0.01237 shorter<=3.277 0.03871 0.02373 centroid<=0.42095
  -0.01872 -0.007533
same_outlet<=1e-35 stale<=0.3883 names_conflict<=1e-35 first_state<=-1e-35 -0.0008162
  margin<=0.12565 longer<=2.3502 0.01442 0.006093 longer<=2.6736 0.01442 0.03141 -0.01155
  rarest<=5.6938 -0.04423 apart<=34.761 -0.01155 -0.02789 apart<=1e-35 rarest<=5.4184 0.007115
  0.06036 title_cover<=0.59973 longer<=2.602 size<=1.7006 -0.03221 -0.01841 -0.04997
  margin<=0.028247 -0.01841 0.007115
names_conflict<=1e-35 late<=2.9158 longer<=2.4414 late<=1e-35 first_state<=-1e-35 0.01166
  shorter<=1.7006 0.04774 0.02639 -0.00337 margin<=0.13871 -0.00337 nearest<=0.41117
  shorter<=3.0678 0.005972 0.02114 shorter<=2.4414 0.05341 0.03014 cover<=0.3428 -0.01234 -0.00337
  shorter<=2.7403 late<=1e-35 -0.01234 cover<=0.23026 -0.04611 -0.02396 numbers_shared<=1e-35
  -0.04857 -0.03169
centroid<=0.061062 shorter<=2.1383 -0.01828 -0.04636 late<=2.6146 shorter<=2.1383 late<=1e-35
  apart<=26.439 first_state<=-1e-35 0.02164 0.03751 0.01057 -0.00573 apart<=4.4334 shorter<=2.3502
  numbers_shared<=1.5 0.07113 0.1806 margin<=0.10338 0.0197 0.04251 shorter<=3.2385
  first_state<=1e-35 -0.00573 0.01931 second_rarest<=5.21 -0.00573 0.0197 second_rarest<=4.6784
  -0.01828 -0.00573
centroid<=0.054137 title_cover<=0.06692 -0.04889 centroid<=0.040601 -0.03686 -0.0219
  centroid<=0.50472 first_state<=-1e-35 -0.01992 apart<=25.1 size<=2.602 size<=1.7006 0.006268
  -0.001175 0.01315 title_cover<=0.14736 -0.01016 cover<=0.11666 -0.005668 -0.001175
  rarest<=6.4447 title_cover<=0.75513 0.01315 0.03012 rarest<=6.9452 nearest<=0.7564
  cover<=0.79054 0.03114 0.04792 0.06048 0.08294
same_outlet<=1e-35 second_rarest<=4.7836 longer<=2.4414 stale<=1e-35 0.002548 -0.04125
  second_rarest<=4.6111 -0.0343 0.002548 shorter<=3.0678 centroid<=0.43232 0.002548 rarest<=6.4196
  0.01619 0.05043 second_rarest<=5.3923 0.01493 shorter<=3.8607 longer<=3.1133 0.1786 0.03836
  0.143 apart<=1e-35 0.04785 longer<=2.602 -0.009174 centroid<=0.4088 -0.05032 longer<=3.1568
  -0.0298 0.005627
centroid<=0.059082 shorter<=2.1383 late<=1e-35 -0.01831 -0.04745 shorter<=3.8607 -0.04704 -0.01831
  centroid<=0.60768 late<=2.9158 shorter<=1.8688 late<=1e-35 0.02176 -0.007617 first_state<=1e-35
  second_rarest<=5.943 -0.005306 0.008892 rarest<=5.7604 0.008892 0.02176 second_rarest<=4.6784
  -0.01831 -0.007617 late<=4.4971 title_cover<=0.59973 0.03555 shorter<=2.9174 0.05939 0.04501
  0.02176
same_outlet<=1e-35 stale<=0.46441 second_rarest<=6.0515 centroid<=0.059082 -0.01179
  first_state<=-1e-35 -0.003471 longer<=2.2499 0.01792 0.003815 longer<=2.6736 0.01792
  nearest<=0.24831 0.01792 longer<=3.3498 0.07928 0.03881 centroid<=0.30537 -0.04233 -0.01179
  title_cover<=0.59973 shorter<=2.3502 stale<=0.14036 -0.01285 -0.04797 -0.04845 nearest<=0.7564
  longer<=2.9174 0.02376 -0.01285 0.05403
centroid<=0.054137 longer<=2.5249 -0.01943 -0.04877 late<=2.6146 longer<=2.4414 late<=1e-35
  size<=1.4979 first_state<=-1e-35 0.009434 0.02334 centroid<=0.071416 0.009434 0.06542 -0.005976
  centroid<=0.4088 shorter<=3.2385 first_state<=1e-35 -0.005976 0.008117 size<=1e-35 0.008117
  -0.005976 numbers_shared<=1.5 shorter<=2.4414 0.0297 0.008117 0.04604 centroid<=0.28054 -0.01943
  -0.005976
centroid<=0.054137 longer<=2.5249 late<=1e-35 -0.01883 -0.04718 shorter<=3.5114 -0.0493 -0.02961
  first_state<=-1e-35 -0.01883 centroid<=0.42095 longer<=2.2499 late<=1e-35 0.01061 -0.008277
  first_state<=1e-35 shorter<=3.0678 -0.008277 0.001242 late<=3.6956 0.01061 0.001242
  rarest<=5.7956 0.01061 longer<=3.314 first_state<=1e-35 0.02043 0.05159 shorter<=2.9174 0.02043
  0.05936
same_outlet<=1e-35 second_rarest<=4.7836 shorter<=2.1383 stale<=1e-35 0.001449 -0.04136
  title_cover<=0.14829 -0.03636 shorter<=2.7403 stale<=0.1276 -0.001683 -0.02657 -0.02657
  numbers_shared<=1e-35 shorter<=3.0201 rarest<=6.6056 0.001449 0.0173 size<=0.89588 0.0173
  0.001449 size<=1e-35 0.0588 0.0173 apart<=1e-35 0.04967 title_cover<=0.59973 shorter<=2.3502
  -0.01912 -0.04911 0.002383
same_outlet<=1e-35 second_rarest<=4.7836 shorter<=2.1383 first_state<=-1e-35 -0.02237 0.001608
  second_rarest<=4.565 shorter<=2.7403 second_rarest<=2.0956 -0.0375 -0.01353 -0.04408 0.001608
  numbers_shared<=1e-35 shorter<=3.0201 first_state<=1e-35 0.001608 0.01628 size<=0.89588 0.01628
  0.001608 size<=1e-35 0.05439 0.01628 nearest<=0.54045 size<=2.6736 title_cover<=0.59973 -0.04409
  -0.005981 -0.005981 0.02523
same_outlet<=1e-35 second_rarest<=4.7836 apart<=32.436 first_state<=-1e-35 -0.01414
  centroid<=0.049279 -0.005928 0.00228 title_cover<=0.1369 -0.03477 -0.01553 size<=1e-35
  first_state<=-1e-35 0.00228 centroid<=0.52318 0.02009 0.05499 margin<=0.30131 0.00228 0.02257
  nearest<=0.54045 size<=2.602 title_cover<=0.58557 -0.04463 -0.004479 -0.004479
  first_state<=1e-35 apart<=4.1112 0.04225 -0.004479 0.07354
same_outlet<=1e-35 late<=3.0825 names_conflict<=1e-35 second_rarest<=6.0515 late<=1.8863
  size<=1e-35 0.01606 0.005497 0.001107 shorter<=2.9174 centroid<=0.58393 0.01681 0.05212
  size<=2.1383 0.0447 0.01681 -0.006755 second_rarest<=4.565 -0.04197 -0.006755 nearest<=0.54045
  size<=2.602 title_cover<=0.58557 shorter<=2.3502 -0.02633 -0.0471 -0.008213 -0.003172
  shorter<=2.3502 0.05329 0.0131
same_outlet<=1e-35 first_state<=-1e-35 numbers_shared<=1e-35 -0.02847 -0.01095
  names_conflict<=1e-35 nearest<=0.52335 size<=1.2425 longer<=3.1568 4.111e-05 0.01964
  longer<=2.5249 0.01964 -0.002096 margin<=0.19175 0.01964 0.04216 -0.01095 apart<=1e-35
  cover<=0.30777 0.005913 0.05863 size<=2.602 first_state<=1e-35 nearest<=0.31981 -0.04616
  longer<=3.314 -0.036 -0.01713 0.005913 0.005913
same_outlet<=1e-35 stale<=1.0644 second_rarest<=6.0515 names_conflict<=1e-35 first_state<=-1e-35
  -0.005462 longer<=2.4414 0.01306 0.000256 -0.01431 longer<=2.6736 centroid<=0.58393 0.01371
  0.05196 nearest<=0.24831 0.01371 longer<=3.3498 0.06918 0.03272 second_rarest<=5.3225 -0.04523
  -0.01431 margin<=0.42552 longer<=2.6736 -0.006914 nearest<=0.41117 -0.0475 -0.01534
  centroid<=0.60768 -0.006914 0.04699
same_outlet<=1e-35 late<=3.0825 shorter<=3.8607 cover<=0.097951 -0.006622 cover<=0.72563
  longer<=2.1383 0.01502 0.004423 shorter<=2.0127 0.02361 0.05054 nearest<=0.054484 -0.006622
  0.1266 nearest<=0.27856 shorter<=2.602 -0.03941 -0.02099 -0.006622 title_cover<=0.58557
  shorter<=2.3502 -0.0102 -0.04557 shorter<=3.3842 nearest<=0.7564 -0.007748 0.0525 longer<=3.4176
  0.145 -0.0004317
first_state<=-1e-35 late<=1e-35 -0.01198 shorter<=2.1383 rarest<=6.6056 -0.05417 -0.02427
  title_cover<=0.20302 -0.04775 -0.02427 nearest<=0.52335 late<=1.8863 shorter<=2.1383 late<=1e-35
  0.01279 -0.004426 size<=1e-35 second_rarest<=4.5899 -0.004426 0.01279 -0.004426 nearest<=0.26763
  -0.01198 -0.004426 margin<=0.29305 0.01279 title_cover<=0.83348 rarest<=6.4447 0.02455 0.04103
  0.0541
same_outlet<=1e-35 nearest<=0.051023 -0.03882 names_conflict<=1e-35 shorter<=3.1985 cover<=0.69683
  longer<=2.1383 0.01251 -0.001265 shorter<=2.0127 0.01773 0.05519 rarest<=6.2821 longer<=3.8394
  0.007296 0.03033 0.0463 cover<=0.22213 -0.01839 -0.005449 apart<=1e-35 0.04319 shorter<=2.3502
  apart<=18.403 0.006099 -0.02295 title_cover<=0.58557 -0.04619 longer<=3.1568 -0.02636 0.006099
centroid<=0.059082 shorter<=2.1383 late<=1e-35 -0.01614 -0.04668 shorter<=3.8607 shorter<=2.2499
  -0.02841 -0.04736 -0.01614 first_state<=-1e-35 -0.01614 centroid<=0.60768 shorter<=3.3498
  size<=2.602 late<=2.6146 0.001432 -0.006882 0.02089 size<=1.2425 0.02089 centroid<=0.35053
  -0.006882 0.02089 margin<=0.42552 0.02089 size<=0.89588 late<=4.4971 0.0581 0.03434 0.03434
late<=4.0396 names_conflict<=1e-35 cover<=0.69683 longer<=2.1383 late<=1e-35 0.01733
  second_rarest<=5.3028 -0.006175 0.005577 shorter<=3.1985 first_state<=1e-35 -0.005933 0.01308
  second_rarest<=4.6111 -0.006175 0.01733 shorter<=2.0127 0.01733 cover<=0.79054 shorter<=2.8618
  0.04363 0.01733 0.05534 shorter<=2.1383 -0.006175 -0.01471 second_rarest<=5.3225 cover<=0.58074
  -0.04508 -0.02935 -0.01471
same_outlet<=1e-35 late<=0.29681 shorter<=2.1383 size<=1e-35 0.01114 centroid<=0.039695 -0.001592
  0.03806 size<=0.89588 shorter<=3.1985 apart<=4.7655 0.06974 0.001241 0.03982 -0.001592
  centroid<=0.22673 shorter<=2.5249 -0.04021 -0.01545 -0.001592 first_state<=1e-35 apart<=24.716
  shorter<=3.0201 size<=1.4979 -0.03386 -0.0005743 centroid<=0.26007 -0.03386 -0.0005743 -0.04889
  0.02928
same_outlet<=1e-35 late<=2.6146 size<=1.2425 shorter<=3.1568 numbers_shared<=1.5 late<=1e-35
  0.007658 -0.004448 0.06061 size<=1e-35 shorter<=3.8607 0.05539 0.1637 nearest<=0.21746 -0.004448
  0.03746 shorter<=2.2499 0.02275 -0.004448 nearest<=0.22385 -0.03832 -0.004448 apart<=1e-35
  0.04354 shorter<=2.3502 -0.001935 nearest<=0.41117 -0.04523 shorter<=2.7403 -0.02844 0.007255
first_state<=-1e-35 numbers_shared<=1e-35 rarest<=5.8422 longer<=2.3502 -0.02359 size<=1.4979
  -0.04127 -0.02359 -0.01803 -0.01071 names_conflict<=1e-35 cover<=0.75686 longer<=2.2499
  size<=1e-35 longer<=2.0127 -0.003686 0.009771 0.02108 first_state<=1e-35 numbers_shared<=1e-35
  -0.003686 0.006836 rarest<=5.7604 0.007947 0.0211 nearest<=0.66922 longer<=3.2385 0.0211 0.03812
  0.05513 -0.01071
centroid<=0.050312 shorter<=2.1383 centroid<=0.021973 -0.03141 -0.01782 second_rarest<=4.7711
  -0.04753 -0.01988 stale<=1.0644 centroid<=0.60768 shorter<=3.3842 shorter<=1.7006
  stale<=0.016302 0.01967 -0.008027 first_state<=-1e-35 -0.008027 -8.694e-05 second_rarest<=4.5703
  -0.008027 0.01983 title_cover<=0.59973 0.01983 shorter<=2.0127 0.03452 shorter<=2.9174 0.06131
  0.03452 title_cover<=0.47361 -0.01782 -0.008027
same_outlet<=1e-35 centroid<=0.050312 longer<=2.5249 -0.01584 -0.04751 stale<=0.46441
  shorter<=3.8607 first_state<=-1e-35 -0.005429 size<=0.89588 0.009926 0.0005099 size<=1e-35
  0.1526 0.01463 centroid<=0.30537 -0.01584 -0.005429 apart<=1e-35 0.04116 longer<=2.5249
  size<=1.7006 first_state<=1e-35 -0.03581 0.006199 0.006199 centroid<=0.4088 -0.04506
  longer<=3.1985 -0.02801 0.006199
centroid<=0.050312 shorter<=2.1383 centroid<=0.021973 -0.03282 -0.0177 shorter<=2.2499 -0.02783
  -0.0468 first_state<=-1e-35 rarest<=6.0858 -0.0177 -0.007967 centroid<=0.60768
  names_conflict<=1e-35 shorter<=3.1985 size<=2.602 -0.0001241 0.01881 size<=0.89588 0.01881
  -0.002666 -0.007967 apart<=16.552 shorter<=1.8688 0.03123 second_rarest<=5.1932 0.03123 0.054
  0.01881
same_outlet<=1e-35 second_rarest<=6.0515 stale<=1.0644 centroid<=0.054137 -0.01421
  names_conflict<=1e-35 shorter<=3.1985 0.002419 0.01128 -0.005917 second_rarest<=5.3225 -0.04121
  -0.01421 nearest<=0.50553 shorter<=2.6736 0.01128 margin<=0.022936 0.01128 0.03125 0.04494
  apart<=18.155 cover<=0.50557 shorter<=2.4414 0.002927 -0.02101 shorter<=3.0201 0.01065 0.07204
  shorter<=2.3502 -0.02101 -0.04481
centroid<=0.050312 longer<=2.5249 centroid<=0.021973 -0.03087 -0.01718 -0.04734 centroid<=0.71072
  names_conflict<=1e-35 longer<=3.1568 longer<=2.1383 longer<=2.0127 0.005021 0.01525
  numbers_shared<=1e-35 -0.007346 0.0175 second_rarest<=4.8165 -0.007394 margin<=0.050758 0.004598
  0.02453 longer<=2.9701 apart<=26.55 -0.007394 second_rarest<=4.6784 -0.01718 -0.01229 -0.01718
  margin<=0.27075 0.02605 0.05499
same_outlet<=1e-35 stale<=0.46441 size<=1.7006 shorter<=3.0678 numbers_shared<=1.5 cover<=0.097951
  -0.00875 0.003122 0.0554 size<=1e-35 0.05062 centroid<=0.21889 -0.00875 0.02168 shorter<=2.3502
  centroid<=0.071416 -0.00875 0.03797 -0.00875 centroid<=0.30537 -0.03758 -0.00875 shorter<=2.4414
  size<=2.2499 nearest<=0.54045 -0.0201 0.0392 0.06666 title_cover<=0.58557 -0.04382 0.003675
nearest<=0.042148 shorter<=2.1383 -0.02265 -0.04796 first_state<=-1e-35 late<=1e-35 cover<=0.13155
  -0.01591 -0.009177 -0.02265 cover<=0.75686 size<=1.7006 shorter<=3.1985 late<=1e-35 0.00661
  -0.007628 size<=0.89588 0.01707 -0.009177 shorter<=2.3502 margin<=-0.27183 -0.001773 0.01707
  -0.009177 nearest<=0.66922 size<=1.4979 0.01707 margin<=-0.029317 0.01707 0.03528 0.05349
centroid<=0.045448 longer<=2.5249 late<=1e-35 -0.01765 -0.04408 -0.04743 same_outlet<=1e-35
  late<=1.973 longer<=2.3502 late<=1e-35 size<=0.89588 0.01651 0.04212 -0.00113
  numbers_shared<=1e-35 -0.00113 size<=0.89588 0.04559 0.008016 rarest<=5.6938 -0.01765 -0.00113
  size<=2.602 first_state<=1e-35 -0.01765 centroid<=0.4088 0.006589 0.06721 longer<=2.5249 0.06931
  -0.01657
centroid<=0.045448 longer<=2.5249 size<=2.7403 -0.01775 -0.03264 -0.0482 first_state<=-1e-35
  longer<=2.6736 -0.01775 -0.008418 centroid<=0.60768 longer<=2.2499 stale<=0.57509 size<=1e-35
  0.006088 0.0171 -0.008418 second_rarest<=4.6027 longer<=2.5249 -0.002701 -0.008418 size<=1e-35
  0.01083 -0.002701 margin<=0.28569 0.0171 stale<=1.8729 size<=1e-35 0.05388 0.0379 0.02961
centroid<=0.057999 longer<=2.5249 -0.01415 longer<=4.1107 -0.04736 -0.01415 stale<=1.0644
  centroid<=0.60768 longer<=2.1383 late<=1e-35 apart<=26.439 0.01685 0.005165 -0.006522
  second_rarest<=2.5639 -0.006522 size<=1e-35 0.006898 -0.002724 size<=1e-35 apart<=25.629
  longer<=2.0127 0.03511 0.05697 0.01685 longer<=2.4414 0.01685 0.04724 centroid<=0.35918 -0.01415
  -0.006522
same_outlet<=1e-35 second_rarest<=5.3434 late<=2.594 longer<=2.8618 late<=1e-35 0.003465 -0.01323
  second_rarest<=4.6027 -0.01323 0.003465 second_rarest<=4.5135 rarest<=5.1532 -0.0491 -0.02951
  -0.01323 numbers_shared<=1e-35 shorter<=2.9174 0.003465 0.01724 longer<=3.277 0.04292 0.02107
  shorter<=2.4414 -0.001363 title_cover<=0.58557 -0.04401 shorter<=3.3842 cover<=0.48275 -0.02179
  0.01659 0.08998
centroid<=0.049279 longer<=2.5249 size<=2.1383 -0.01602 -0.03009 -0.04708 first_state<=-1e-35
  numbers_shared<=1e-35 -0.01602 -0.007499 shorter<=3.8607 longer<=2.2499 size<=1.4979
  rarest<=6.9452 0.005555 0.08002 centroid<=0.071416 -0.007499 0.03849 centroid<=0.28983
  first_state<=1e-35 -0.007499 0.001294 nearest<=0.7564 0.00898 0.05393 size<=1e-35 0.1475
  second_rarest<=5.4506 -0.007499 0.02076
same_outlet<=1e-35 late<=3.7406 size<=1.2425 shorter<=3.0678 late<=1e-35 shorter<=1.7006 0.03115
  0.005393 second_rarest<=4.6436 -0.008997 0.0002012 size<=1e-35 second_rarest<=4.6027 -0.008997
  0.05394 centroid<=0.21401 -0.008997 0.02637 shorter<=2.2499 centroid<=0.071416 -0.008997 0.02656
  -0.008997 second_rarest<=4.565 -0.04153 -0.008997 size<=2.6736 title_cover<=0.59973 -0.03456
  0.005357 0.04812
first_state<=-1e-35 stale<=1e-35 numbers_shared<=1e-35 -0.0193 -0.009918 -0.04288
  names_conflict<=1e-35 size<=0.89588 shorter<=3.0201 centroid<=0.60768 first_state<=1e-35
  -0.00289 0.01226 margin<=0.42552 0.01733 0.04622 second_rarest<=4.6027 -0.004081 shorter<=3.3842
  0.02653 0.05187 shorter<=2.2499 centroid<=0.048324 -0.004081 size<=1.4979 0.007944 0.0333
  -0.004081 shorter<=2.1383 -0.004081 -0.009918
centroid<=0.041664 longer<=2.5249 -0.01732 -0.04873 stale<=1.0644 longer<=2.4414 late<=1e-35
  apart<=26.439 longer<=2.0127 0.01589 0.02515 0.009368 rarest<=5.5817 -0.008235 cover<=0.24614
  -0.001558 0.005119 margin<=0.13871 apart<=4.7655 8.824e-05 -0.008235 rarest<=6.1912
  centroid<=0.4579 8.824e-05 0.01079 nearest<=0.24831 0.01079 0.02732 centroid<=0.35918 -0.01732
  -0.008235
same_outlet<=1e-35 size<=2.0127 numbers_shared<=1e-35 stale<=1.0644 names_conflict<=1e-35 0.002418
  -0.01209 title_cover<=0.47361 -0.03589 -0.01209 rarest<=5.8422 0.007323 cover<=0.36526 0.02153
  0.04539 margin<=-0.12492 -0.04492 size<=2.602 cover<=0.47145 -0.02134 0.01892 0.0257
  apart<=24.716 size<=2.6736 margin<=0.28569 -0.02703 apart<=4.1112 0.05249 -0.003253 0.04805
  -0.04395
cover<=0.097951 late<=1.2139 longer<=2.5249 -0.009707 longer<=3.4176 -0.02785 -0.009707
  longer<=3.7727 -0.04822 -0.02785 cover<=0.82389 size<=0.89588 longer<=3.1568 late<=1e-35
  longer<=2.4414 0.008311 -0.002742 second_rarest<=4.6436 -0.009707 -0.002742
  second_rarest<=4.6027 -0.009707 0.02074 longer<=2.5249 late<=1e-35 0.02074 -0.009707 -0.009707
  second_rarest<=3.4602 0.02074 0.04935
same_outlet<=1e-35 late<=4.0396 size<=1.7006 numbers_shared<=1.5 first_state<=-1e-35 -0.01121
  shorter<=3.0201 0.001957 0.016 shorter<=3.0201 0.06127 0.02008 shorter<=2.3502 0.01312 -0.01121
  rarest<=5.7956 -0.04094 -0.01121 shorter<=2.4414 size<=2.2499 first_state<=1e-35
  title_cover<=0.52159 -0.03382 0.0138 0.04933 0.05628 title_cover<=0.58557 -0.04256
  shorter<=3.3842 -0.008142 0.08032
centroid<=0.040601 title_cover<=0.077745 -0.04515 late<=1e-35 centroid<=0.021973 -0.02667 -0.01774
  -0.03427 first_state<=-1e-35 late<=2.5716 title_cover<=0.13195 -0.01269 -0.00765 -0.01774
  centroid<=0.71072 names_conflict<=1e-35 rarest<=6.9452 first_state<=1e-35 -0.0004535 0.008159
  title_cover<=0.33721 0.01112 0.02148 centroid<=0.20315 -0.00765 -0.003245 nearest<=0.7564
  0.02148 0.05427
centroid<=0.040601 title_cover<=0.06692 -0.04679 late<=1e-35 centroid<=0.022906 -0.02733 -0.01719
  -0.03547 centroid<=0.66799 first_state<=-1e-35 late<=2.5716 numbers_shared<=1e-35 late<=1e-35
  -0.009489 -0.01233 -0.007465 -0.01719 names_conflict<=1e-35 foreign<=1e-35 second_rarest<=4.8064
  -0.002229 0.004347 apart<=34.591 0.0183 -0.002907 -0.007465 nearest<=0.7564
  numbers_shared<=1e-35 0.0183 0.03763 0.05338
same_outlet<=1e-35 second_rarest<=5.8378 late<=1.8863 size<=1.2425 0.005776 shorter<=2.3502
  0.005776 -0.006936 second_rarest<=4.6784 title_cover<=0.29872 -0.03762 -0.01995 -0.006936
  margin<=0.14188 0.005776 apart<=22.686 0.02983 0.0139 apart<=24.716 shorter<=3.2385 size<=2.7403
  apart<=1e-35 0.03583 -0.0246 0.0473 nearest<=0.27485 -0.02695 title_cover<=0.27474 0.03846
  0.1356 -0.04489
centroid<=0.040601 longer<=2.5249 -0.0166 -0.04843 shorter<=3.8394 size<=2.602 size<=1.8688
  apart<=4.7655 shorter<=2.1383 0.01194 0.03957 shorter<=3.1985 -0.00242 0.01194 longer<=2.9174
  shorter<=2.602 0.03735 -0.0166 -0.0166 margin<=-0.25829 shorter<=1.2425 0.009677 -0.0166
  centroid<=0.084583 0.009677 margin<=-0.05252 0.02595 0.04652 second_rarest<=5.3565 -0.004094
  0.1094
same_outlet<=1e-35 stale<=0.46441 shorter<=3.8607 cover<=0.69683 longer<=2.1383 0.01092
  numbers_shared<=1e-35 -0.003605 0.008543 shorter<=2.0127 0.01362 0.04913 0.09493
  nearest<=0.28681 -0.03842 -0.00732 apart<=24.817 longer<=3.3842 shorter<=2.4414 apart<=7.2611
  0.04155 -0.004708 -0.02732 nearest<=0.32509 -0.02732 cover<=0.31868 0.06018 0.182 longer<=2.9701
  -0.02732 -0.05522
centroid<=0.60768 centroid<=0.040601 nearest<=0.046067 -0.04295 late<=1e-35 centroid<=0.022906
  -0.02393 -0.01685 -0.031 first_state<=-1e-35 late<=2.5716 foreign<=1e-35 -0.007608 -0.01223
  -0.01685 names_conflict<=1e-35 first_state<=1e-35 late<=0.29681 0.002402 -0.003617
  rarest<=5.7604 0.003476 0.01252 -0.007608 cover<=0.82389 late<=4.2139 rarest<=5.784 0.01962
  0.03398 0.01252 0.05195
centroid<=0.041664 longer<=2.5249 -0.01627 -0.04835 shorter<=3.8394 centroid<=0.66799 late<=4.0396
  longer<=2.4414 late<=1e-35 0.01469 -0.008397 size<=1e-35 0.002531 -0.008397 shorter<=2.602
  -0.01627 -0.008397 shorter<=2.3502 longer<=2.0127 0.01663 margin<=0.29305 0.01663 0.06186
  title_cover<=0.80757 0.01663 0.04272 size<=1e-35 shorter<=3.9415 0.1544 0.04348 0.009781
same_outlet<=1e-35 size<=1.8688 numbers_shared<=1e-35 late<=4.0396 first_state<=-1e-35 -0.01249
  longer<=2.2499 0.007489 -0.0007779 -0.02566 second_rarest<=4.5269 0.007489 size<=1e-35
  late<=2.0015 0.05111 0.01679 0.01679 longer<=2.9174 late<=1e-35 second_rarest<=2.5639 -0.006236
  0.03747 -0.05413 margin<=-0.055882 -0.06838 cover<=0.47145 -0.03438 0.02589 first_state<=1e-35
  -0.02497 0.03131
same_outlet<=1e-35 size<=1.8688 longer<=3.1568 late<=1e-35 longer<=2.4414 0.0132 -0.002231
  nearest<=0.21932 -0.03227 -0.002231 size<=1e-35 names_conflict<=1e-35 nearest<=0.072449 5.32e-05
  0.03341 -0.03012 margin<=-0.077754 -0.04462 nearest<=0.21746 -0.01874 0.0248 longer<=2.9174
  0.01146 margin<=0.016422 -0.06569 nearest<=0.40127 -0.02484 0.02761 apart<=24.716 -0.01059
  -0.04208
same_outlet<=1e-35 size<=1.8688 late<=4.0396 first_state<=-1e-35 -0.008251 apart<=4.7655 0.02629
  centroid<=0.28983 0.001112 0.009454 rarest<=5.7956 -0.03841 -0.008251 cover<=0.63297 size<=2.602
  centroid<=0.47239 -0.03302 0.006228 centroid<=0.084583 -0.03119 0.006228 0.0325 cover<=0.79054
  first_state<=1e-35 size<=2.2499 title_cover<=0.59973 -0.03579 -0.006992 -0.006992 0.01294
  0.04788
same_outlet<=1e-35 stale<=2.5355 centroid<=0.66799 first_state<=-1e-35 late<=2.5716 -0.005504
  -0.01752 names_conflict<=1e-35 longer<=3.1133 0.001099 0.006875 -0.005504 0.04583 longer<=3.0678
  cover<=0.79054 -0.04878 -0.01752 -0.01752 apart<=24.817 margin<=0.28569 longer<=2.6736 -0.003481
  -0.02364 longer<=3.314 apart<=4.1112 0.04949 -0.003481 0.1077 longer<=2.9701 -0.02364 -0.05454
same_outlet<=1e-35 first_state<=-1e-35 -0.01508 names_conflict<=1e-35 numbers_shared<=1.5
  first_state<=1e-35 shorter<=2.1383 0.003935 -0.002488 second_rarest<=4.5135 0.004301 0.009352
  apart<=8.6848 0.04699 0.009352 -0.007123 first_state<=1e-35 apart<=24.958 shorter<=3.0201
  shorter<=2.4414 0.0004091 -0.02918 second_rarest<=5.4506 -0.02918 0.003003 -0.04443
  shorter<=2.8618 nearest<=0.16537 0.003003 0.06579 0.003003
same_outlet<=1e-35 centroid<=0.040601 -0.02976 first_state<=-1e-35 longer<=2.5249 -0.01432
  -0.00487 foreign<=1e-35 centroid<=0.66799 numbers_shared<=1.5 0.0006361 0.01546 0.04391
  apart<=34.591 0.05527 -0.00487 apart<=24.716 nearest<=0.32509 longer<=2.6736 -0.008196 -0.0243
  longer<=3.314 first_state<=1e-35 -0.008196 0.0465 cover<=0.31868 0.01014 0.1603 longer<=2.9701
  -0.0243 -0.05477
centroid<=0.050312 longer<=2.5249 late<=1e-35 -0.01236 -0.04264 second_rarest<=4.7711 -0.04853
  -0.01236 stale<=1.0644 longer<=2.4414 late<=1e-35 longer<=1.7006 0.03946 longer<=2.0127 0.004003
  0.01525 second_rarest<=4.7836 -0.00588 0.004003 second_rarest<=4.6111 -0.00588 centroid<=0.50472
  longer<=3.0201 -0.0007897 0.00629 longer<=2.7403 0.04818 0.01722 second_rarest<=5.4255 -0.01236
  -0.00588
same_outlet<=1e-35 size<=1.8688 numbers_shared<=1e-35 late<=4.5262 first_state<=-1e-35 -0.01696
  names_conflict<=1e-35 0.00333 -0.00784 -0.04185 second_rarest<=4.5269 0.007245 size<=1e-35
  0.04287 0.01692 longer<=2.9174 centroid<=0.084583 -0.02168 0.02613 cover<=0.53195 -0.04801
  numbers_shared<=1e-35 -0.01763 0.03233 first_state<=1e-35 size<=2.5249 -0.02566 0.004045
  longer<=2.5249 0.06544 0.004045
shorter<=3.8607 cover<=0.75686 cover<=0.055148 -0.04531 first_state<=-1e-35 shorter<=2.1383
  longer<=2.1383 -0.006794 -0.02337 title_cover<=0.18661 -0.02337 -0.006794 names_conflict<=1e-35
  shorter<=3.3842 0.0002246 0.01373 shorter<=2.1383 -0.002985 -0.006794 second_rarest<=5.1932
  0.01373 shorter<=1.8688 0.02815 longer<=3.1133 0.05823 0.02815 second_rarest<=5.3565 -0.009956
  shorter<=3.8815 0.1679 0.05672
same_outlet<=1e-35 late<=4.5262 cover<=0.075312 -0.01667 first_state<=-1e-35 numbers_shared<=1e-35
  -0.008027 -0.003238 foreign<=1e-35 nearest<=0.5603 0.0006305 0.01896 apart<=34.591 0.04346
  -0.003238 rarest<=6.5578 -0.0441 -0.01667 apart<=24.716 apart<=1e-35 rarest<=6.2602 0.01328
  0.06086 nearest<=0.31981 -0.0217 first_state<=1e-35 -0.006083 0.01328 first_state<=1e-35
  -0.04325 -0.0223
second_rarest<=5.7793 stale<=1.0644 shorter<=2.6736 apart<=26.439 0.001947 second_rarest<=2.7862
  -0.01568 -0.002019 second_rarest<=4.6027 -0.01568 shorter<=3.0201 numbers_shared<=1e-35
  -0.007629 0.001947 0.001947 centroid<=0.35918 -0.03943 -0.01568 apart<=3.573 0.05069
  shorter<=2.8029 nearest<=0.50553 0.001947 title_cover<=0.73046 0.01096 0.02805 centroid<=0.23741
  0.001947 shorter<=3.277 0.02733 0.01106
same_outlet<=1e-35 size<=0.89588 numbers_shared<=1e-35 first_state<=-1e-35 late<=3.0825 -0.01234
  -0.04458 late<=3.7406 0.003058 -0.008199 numbers_shared<=1.5 rarest<=5.8576 0.009683 0.02908
  0.04279 margin<=-0.10196 size<=1.4979 -0.01178 -0.03631 cover<=0.36078 -0.01084
  numbers_shared<=1.5 0.004906 0.04132 first_state<=1e-35 size<=2.2499 title_cover<=0.58557
  -0.03262 -0.003849 0.002224 0.02647
shorter<=3.8607 centroid<=0.045448 longer<=2.5249 -0.01313 -0.04589 longer<=2.1383 late<=1e-35
  shorter<=1.2425 0.06626 longer<=2.0127 0.005373 0.02653 -0.01313 size<=0.89588 longer<=3.1568
  numbers_shared<=1e-35 -0.006995 0.01326 centroid<=0.075119 -0.01313 0.01775 shorter<=2.2499
  late<=1e-35 0.02975 -0.01099 centroid<=0.47239 -0.01313 0.02775 shorter<=3.8815 0.1728 0.04068
cover<=0.055148 -0.04533 centroid<=0.71072 stale<=1.0644 first_state<=1e-35 late<=0.29681
  title_cover<=0.06471 -0.00357 0.001942 second_rarest<=4.6784 -0.008595 -0.00357
  second_rarest<=4.5135 0.002177 title_cover<=0.1369 0.01025 0.01833 centroid<=0.35918 -0.02334
  -0.008595 margin<=0.28569 0.01833 0.04775
shorter<=3.8607 cover<=0.055148 -0.04474 shorter<=2.6736 stale<=1.8182 second_rarest<=2.0956
  shorter<=1.8688 0.0003703 -0.01024 first_state<=1e-35 0.002973 0.01545 longer<=2.6736 -0.02288
  -0.01024 size<=1e-35 second_rarest<=4.6111 centroid<=0.21889 -0.02288 -0.00481 longer<=3.1985
  -0.00481 0.02605 centroid<=0.39817 -0.02288 margin<=0.042377 -0.004106 0.02895
  second_rarest<=5.3565 -0.01002 0.1144
same_outlet<=1e-35 size<=2.0127 numbers_shared<=1.5 second_rarest<=6.0515 late<=1.973 size<=1e-35
  0.005182 -0.004298 centroid<=0.21889 -0.031 -0.004298 0.01166 centroid<=0.17389 0.01243
  size<=1.4979 0.05137 0.02523 size<=2.602 nearest<=0.45797 -0.03458 0.02191 centroid<=0.097278
  -0.02624 0.02008 size<=2.602 nearest<=0.41117 -0.02925 second_rarest<=5.6375 -0.01588 0.006692
  0.04228
same_outlet<=1e-35 size<=1.8688 numbers_shared<=1e-35 first_state<=-1e-35 -0.01399 shorter<=3.0201
  -0.000527 0.005794 rarest<=5.8422 0.005794 centroid<=0.2293 0.01572 0.03746 shorter<=2.3502
  centroid<=0.071416 -0.0241 0.02451 cover<=0.50557 -0.04451 numbers_shared<=1e-35 -0.01736
  0.03084 shorter<=2.4414 size<=2.2499 first_state<=1e-35 -0.01416 0.03752 0.04867
  title_cover<=0.58557 -0.03507 0.005842
same_outlet<=1e-35 shorter<=3.8607 second_rarest<=6.0515 late<=2.4905 longer<=2.4414 late<=1e-35
  0.005145 -0.005327 second_rarest<=4.6111 -0.005327 0.003301 second_rarest<=4.5135 -0.03553
  -0.005327 longer<=2.6736 0.005145 longer<=3.277 0.03886 0.005145 0.08435 shorter<=2.4414
  0.007144 shorter<=3.2385 -0.03347 centroid<=0.27627 -0.04732 title_cover<=0.27474 0.001717
  shorter<=3.314 0.2084 0.03937
same_outlet<=1e-35 size<=2.0127 shorter<=3.0678 late<=0.29681 longer<=2.3502 0.01231
  numbers_shared<=1e-35 -0.001556 0.01951 second_rarest<=4.5135 -0.03367 -0.001556 size<=0.89588
  second_rarest<=4.6111 -0.03394 longer<=3.1133 0.1759 0.02782 rarest<=5.726 -0.05078 0.00238
  longer<=2.6736 late<=1e-35 0.01635 -0.06062 cover<=0.63297 -0.04163 0.02827 shorter<=2.4414
  0.004572 -0.02433
cover<=0.055148 -0.04467 same_outlet<=1e-35 numbers_shared<=1.5 longer<=2.1383 late<=1e-35
  0.005852 -0.02104 title_cover<=0.1369 late<=1.2285 -0.00513 -0.02296 longer<=3.277 0.001345
  -0.00513 longer<=3.2385 nearest<=0.20435 0.005852 0.05336 0.005852 longer<=2.602 late<=3.5403
  0.01642 -0.02296 nearest<=0.41117 -0.02296 longer<=3.314 -0.01006 apart<=28.807 0.09901 -0.01006
longer<=2.4414 late<=1e-35 shorter<=1.2425 longer<=2.2499 0.06525 0.0003335 0.01156 rarest<=5.1461
  -0.04562 title_cover<=0.25643 -0.02264 0.0003335 margin<=0.12842 cover<=0.075312 -0.03417
  first_state<=1e-35 shorter<=2.5249 late<=1e-35 -0.008024 -0.02121 margin<=-0.37099 -0.02121
  -0.006748 -0.002958 rarest<=6.1912 -0.002763 apart<=1e-35 0.04791 longer<=3.0678 0.004491
  0.01785
same_outlet<=1e-35 size<=1.8688 shorter<=3.8607 numbers_shared<=1.5 cover<=0.055148 -0.04528
  second_rarest<=6.0515 -0.0001055 0.01154 apart<=18.692 0.04374 0.01203 0.08896 margin<=-0.12492
  shorter<=2.3502 -0.01849 -0.06605 cover<=0.63297 shorter<=2.3502 0.0148 -0.01849 0.03347
  apart<=23.52 shorter<=3.1985 shorter<=2.4414 0.01012 -0.02157 cover<=0.27417 -0.02157 0.09908
  -0.0382
shorter<=3.8607 same_outlet<=1e-35 centroid<=0.66799 nearest<=0.042148 -0.03666 stale<=2.5355
  numbers_shared<=1.5 -0.0007798 0.01009 shorter<=3.0678 -0.01862 -0.009447 0.03882 apart<=24.716
  shorter<=3.2385 first_state<=1e-35 shorter<=2.4414 0.001944 -0.02117 nearest<=0.54045 0.008173
  0.06273 nearest<=0.27485 -0.02117 0.09506 shorter<=2.7403 -0.02117 -0.05578
  second_rarest<=5.3565 -0.009563 0.1006
cover<=0.055148 -0.04392 second_rarest<=2.0956 longer<=2.3502 apart<=36.273 -0.003083 -0.02237
  -0.02237 size<=1e-35 longer<=3.4176 apart<=5.0845 second_rarest<=3.7946 0.02034 0.0503
  numbers_shared<=1e-35 -0.001039 0.0115 longer<=3.4811 title_cover<=0.18543 -0.002714 0.06062
  longer<=3.7727 0.009732 0.03988 size<=2.7403 -0.003083 margin<=-0.077754 -0.003083
  second_rarest<=3.4891 0.01683 0.0464
same_outlet<=1e-35 centroid<=0.66799 centroid<=0.032996 -0.02777 longer<=2.1383 stale<=1.0644
  second_rarest<=5.9689 0.007116 0.01929 -0.01363 second_rarest<=2.5639 shorter<=1.8688 -0.005879
  -0.01363 longer<=3.277 0.003997 -0.003786 0.0384 apart<=24.817 shorter<=3.2385
  first_state<=1e-35 centroid<=0.60768 -0.02019 0.01171 0.03977 centroid<=0.27627 -0.02019 0.08762
  longer<=2.9701 -0.02019 -0.05348
size<=0.89588 longer<=3.1568 late<=1e-35 0.002723 title_cover<=0.23894 longer<=2.6736 -0.03558
  -0.015 -0.002916 names_conflict<=1e-35 longer<=3.277 shorter<=3.1568 first_state<=1e-35 0.008497
  0.1064 cover<=0.15206 -0.007146 0.14 0.01081 -0.0311 shorter<=2.602 late<=1e-35 longer<=2.5249
  0.0263 0.002665 longer<=2.3502 -0.03888 0.002665 cover<=0.40046 -0.04297 0.002365
shorter<=3.8607 longer<=3.9796 longer<=3.8394 longer<=3.7954 cover<=0.057294 -0.04199 apart<=1e-35
  0.02073 -0.0005188 cover<=0.65227 -0.07451 0.01965 size<=1e-35 shorter<=3.7012 margin<=-0.4029
  -0.02075 0.09201 -0.03177 margin<=-0.045996 -0.04258 0.02869 shorter<=3.2385 longer<=4.0517
  -0.01588 -0.07392 longer<=4.069 -0.03399 longer<=4.0859 0.09415 0.009288 0.07604
shorter<=2.6736 stale<=2.3225 centroid<=0.71072 shorter<=2.5249 size<=1.4979 first_state<=-1e-35
  -0.0121 0.001224 centroid<=0.071416 -0.01717 0.02315 size<=1.4979 0.02178 -0.01717 0.04437
  -0.03658 size<=1e-35 shorter<=3.3842 cover<=0.11018 -0.03296 names_conflict<=1e-35 0.008965
  -0.01337 0.04325 cover<=0.35147 -0.03709 rarest<=5.7479 -0.01891 centroid<=0.39817 -0.001042
  0.0394
size<=1.8688 same_outlet<=1e-35 numbers_shared<=1.5 shorter<=3.0678 stale<=2.5355 0.0002683
  -0.04112 size<=0.89588 second_rarest<=4.5703 -0.04177 0.01294 second_rarest<=5.5129 -0.04642
  0.003085 centroid<=0.20113 0.01294 0.04146 title_cover<=0.58557 shorter<=2.3502 -0.01021
  -0.03388 0.002642 shorter<=2.3502 centroid<=0.084583 -0.01828 late<=1e-35 0.03557 0.004442
  centroid<=0.47239 -0.03984 0.02241
cover<=0.055148 -0.043 longer<=2.4414 late<=1e-35 apart<=39.665 longer<=2.0127 apart<=7.5648
  0.03699 0.005975 0.01422 -0.0001702 rarest<=5.5474 -0.02167 cover<=0.24614 -0.01092 -0.0001702
  second_rarest<=4.6111 longer<=2.5249 -0.008957 first_state<=1e-35 -0.02167 -0.008957
  longer<=2.5249 -0.008957 longer<=3.4811 longer<=3.0201 -0.0009868 0.01123 second_rarest<=5.4044
  -0.008957 0.01031
same_outlet<=1e-35 size<=2.0127 centroid<=0.66799 late<=4.0396 second_rarest<=2.0956 late<=0.29681
  -0.0009734 -0.00623 size<=1e-35 0.00636 -0.0009734 second_rarest<=5.3225 -0.03118 -0.00623
  0.04272 margin<=-0.12922 -0.03805 size<=2.602 centroid<=0.39817 -0.01874 0.01254 0.01535
  apart<=24.817 first_state<=1e-35 size<=2.2499 second_rarest<=5.6631 -0.01989 -2.004e-06 0.007102
  0.02349 -0.03451
size<=0.89588 shorter<=3.0201 apart<=4.7655 second_rarest<=3.8917 0.01179 0.04485
  same_outlet<=1e-35 title_cover<=0.075999 -0.02343 shorter<=2.4414 -0.002881 0.008143 -0.0207
  second_rarest<=4.5527 -0.03641 size<=1e-35 same_outlet<=1e-35 0.02949 -0.004307
  centroid<=0.37741 -0.007717 0.05778 longer<=2.5249 0.01209 cover<=0.39307 second_rarest<=5.5129
  -0.04571 -0.01695 second_rarest<=5.4255 -0.01556 0.02404
same_outlet<=1e-35 cover<=0.055148 -0.04151 numbers_shared<=1.5 longer<=2.1383 late<=1e-35
  0.006216 -0.01541 second_rarest<=2.0956 late<=0.29681 -0.007036 -0.02047 0.001275 longer<=3.2385
  0.03817 0.006216 longer<=2.602 late<=3.6058 0.01547 -0.04213 second_rarest<=5.6826 -0.03807
  longer<=3.3842 apart<=4.1112 0.05229 -0.02107 cover<=0.31868 -0.02107 nearest<=0.34336 0.03515
  0.118
first_state<=1e-35 longer<=2.4414 apart<=39.665 0.003328 -0.03321 second_rarest<=4.6784
  longer<=3.0201 numbers_shared<=1e-35 longer<=2.5249 -0.01746 -0.03244 -0.01129 -0.03799
  size<=0.89588 same_outlet<=1e-35 0.003328 -0.01129 nearest<=0.45797 -0.01129 0.003328
  second_rarest<=4.5135 0.003328 longer<=3.277 longer<=3.1133 0.02003 title_cover<=0.14829 0.01209
  size<=0.89588 0.1066 0.04714 0.01209
rarest<=6.9452 nearest<=0.036264 -0.0419 first_state<=-1e-35 numbers_shared<=1e-35 size<=0.89588
  rarest<=6.213 -0.02138 -0.009649 -0.009649 -0.005034 size<=0.89588 apart<=4.7655 0.0118
  second_rarest<=2.8441 -0.003963 0.002437 second_rarest<=6.2596 size<=2.5249 -0.005034 0.003384
  0.0118 title_cover<=0.34122 0.0118 centroid<=0.28983 0.04827 0.09278
rarest<=6.9452 cover<=0.055148 -0.04173 size<=2.0127 shorter<=3.3498 apart<=4.7655 shorter<=2.1383
  0.00584 0.01302 late<=3.7406 -0.0006789 -0.01009 rarest<=5.1377 nearest<=0.27485 -0.02122
  -0.004099 0.01302 shorter<=2.4414 late<=1e-35 second_rarest<=2.5639 -0.004099 0.01302 -0.02122
  nearest<=0.45797 -0.02122 0.01302 cover<=0.3428 0.01302 apart<=24.485 0.09485 0.0475
longer<=2.4414 late<=1e-35 shorter<=1.7006 0.01888 0.007605 second_rarest<=4.3997 shorter<=1.8688
  -0.04861 apart<=33.893 -0.01722 -0.04835 0.0005151 second_rarest<=4.6111 shorter<=2.7403
  longer<=3.277 -0.008383 -0.04485 centroid<=0.21662 -0.04179 -0.008383 longer<=2.5249 -0.008383
  margin<=0.037527 -0.00297 centroid<=0.4088 numbers_shared<=1e-35 0.002158 0.01077 longer<=3.1568
  0.01077 0.03005
shorter<=3.8394 size<=0.89588 shorter<=3.1985 apart<=4.7655 0.02034 stale<=2.5355 -0.0011
  shorter<=3.0678 -0.0481 -0.01357 shorter<=3.7954 names_conflict<=1e-35 0.02712 -0.02768 -0.1043
  shorter<=2.602 late<=1e-35 0.01644 shorter<=2.0127 -0.03822 apart<=24.958 0.002271 -0.04199
  margin<=-0.042894 -0.05524 cover<=0.35653 -0.02847 numbers_shared<=1.5 0.006996 0.03495 0.06782
shorter<=3.8607 cover<=0.055148 -0.04139 size<=2.0127 same_outlet<=1e-35 shorter<=2.2499
  size<=1.4979 -0.002835 0.04295 size<=0.89588 0.009303 -0.01351 apart<=24.716 longer<=3.3842
  -0.01125 0.04663 -0.02072 longer<=2.6736 shorter<=2.0127 shorter<=1.2425 0.04687 -0.003408
  size<=2.6736 0.04968 0.01966 cover<=0.69683 -0.02072 0.03671 size<=1e-35 0.08579 -0.009581
same_outlet<=1e-35 size<=2.0127 numbers_shared<=1.5 shorter<=3.0201 -8.42e-05 0.008818
  centroid<=0.20113 0.01149 longer<=3.2385 0.06576 0.02443 longer<=2.9174 centroid<=0.084583
  -0.0212 0.01832 nearest<=0.45797 -0.03362 0.01743 shorter<=2.4414 first_state<=1e-35
  size<=1.7006 -0.01497 0.02026 0.04441 longer<=3.3842 -0.03109 nearest<=0.31981 -0.04803
  shorter<=3.314 0.1408 0.008835
shorter<=3.8394 rarest<=6.9452 same_outlet<=1e-35 size<=2.0127 shorter<=2.2499 late<=1e-35
  0.005922 -0.01498 nearest<=0.087063 -0.02293 0.006136 margin<=-0.12492 shorter<=2.4414 -0.01764
  -0.06182 rarest<=5.3164 -0.009116 0.01049 shorter<=2.4414 late<=3.6058 0.01158 -0.03402
  nearest<=0.26072 -0.04489 shorter<=3.0201 -0.02826 0.01158 title_cover<=0.34122 0.01158 0.07851
  0.07058
cover<=0.82389 longer<=3.4811 longer<=3.4176 longer<=3.277 longer<=3.1568 late<=1e-35 0.004159
  -0.008532 cover<=0.11666 -0.03854 0.0143 centroid<=0.38707 -0.02063 0.0143 size<=0.89588 0.0143
  second_rarest<=5.7526 -0.03102 0.0143 size<=1e-35 second_rarest<=4.6111 -0.03405 0.0143
  cover<=0.37518 rarest<=5.6796 -0.05084 -0.0226 size<=2.1383 0.0143 -0.01708 0.02939
nearest<=0.036264 -0.04135 shorter<=3.8394 shorter<=2.6736 apart<=34.591 shorter<=2.2499
  late<=1e-35 0.006867 -0.003678 first_state<=1e-35 0.008216 0.04812 late<=0.88761 -0.003678
  -0.02071 names_conflict<=1e-35 nearest<=0.10365 -0.01084 margin<=0.039168 -0.004105 0.00515
  apart<=18.155 -0.01084 -0.02071 nearest<=0.054484 -0.0155 margin<=-0.34797 0.02845 0.07719
centroid<=0.71072 cover<=0.052986 -0.04329 first_state<=-1e-35 late<=2.4905 longer<=2.2499
  longer<=2.1383 -0.004301 -0.01308 -0.004301 cover<=0.54572 -0.02186 -0.01308 foreign<=1e-35
  first_state<=1e-35 longer<=2.4414 0.002736 -0.004301 second_rarest<=4.5135 0.002736 0.017
  apart<=34.591 0.017 -0.004301 margin<=0.28569 0.017 0.04615
cover<=0.82389 same_outlet<=1e-35 size<=2.0127 cover<=0.055148 -0.04119 shorter<=3.0201
  late<=4.6106 -0.0001119 -0.02027 size<=0.89588 0.01446 -0.01757 shorter<=2.4414
  centroid<=0.084583 -0.02107 0.01446 cover<=0.47145 -0.03685 0.003702 shorter<=2.4414 0.005151
  shorter<=3.2385 shorter<=2.602 -0.07074 -0.02572 apart<=23.382 0.01446 -0.05175
  centroid<=0.58393 0.01446 0.04949
shorter<=3.8394 same_outlet<=1e-35 centroid<=0.58393 cover<=0.055148 -0.03948 numbers_shared<=1.5
  -0.0005481 0.009834 rarest<=6.4196 0.01056 0.05142 shorter<=2.3502 stale<=0.14036
  first_state<=1e-35 rarest<=6.7429 -0.004667 0.02426 centroid<=0.1645 0.02426 0.06784 -0.03319
  nearest<=0.26072 -0.03763 shorter<=3.1568 cover<=0.82389 -0.02365 0.03611 cover<=0.27417
  -0.02365 0.05065 0.06447
cover<=0.82389 shorter<=3.3842 longer<=4.0517 shorter<=2.6736 shorter<=2.5249 stale<=1.0644
  0.0009336 -0.02446 longer<=3.277 0.01533 -0.02892 centroid<=0.13261 shorter<=3.1133 -0.03658
  -0.01449 longer<=3.0201 -0.01449 0.00372 shorter<=3.2385 -0.07298 0.01533 rarest<=5.1881
  longer<=3.4811 -0.00653 -0.0384 margin<=-0.37927 -0.00653 0.01533 shorter<=2.0127 0.01533
  0.05067
shorter<=3.3842 shorter<=2.6736 apart<=34.591 shorter<=2.2499 late<=1e-35 apart<=26.178 0.009213
  0.0007736 rarest<=5.6025 -0.004024 0.0007736 apart<=4.7655 shorter<=2.3502 0.1013 0.03375
  title_cover<=0.24748 -0.004024 0.01691 late<=1.51 -0.004024 -0.03823 nearest<=0.1204 -0.0268
  numbers_shared<=1e-35 -0.007481 shorter<=2.9174 0.02788 -0.001306 rarest<=5.3981 -0.01936
  0.01962
shorter<=3.8607 longer<=3.4811 shorter<=3.3842 second_rarest<=2.0956 shorter<=2.1383 longer<=2.602
  -0.001097 -0.03119 -0.02846 shorter<=1.8688 -0.001097 cover<=0.11097 -0.001097 0.005206
  second_rarest<=4.5703 -0.02519 0.06471 margin<=-0.4029 -0.04402 shorter<=2.9174
  title_cover<=0.86764 -0.02353 0.03654 shorter<=2.9701 centroid<=0.14414 -0.02353 0.09124
  longer<=3.5114 -0.02353 0.003373 0.05687
shorter<=2.6736 stale<=2.8932 shorter<=2.602 late<=1e-35 shorter<=1.7006 0.01797 0.002703
  second_rarest<=4.3997 longer<=2.6736 -0.02265 -0.01121 0.0002352 longer<=3.0678
  second_rarest<=4.6784 0.002959 longer<=3.0201 0.06469 0.2681 second_rarest<=5.5832 -0.02265
  nearest<=0.28681 0.005443 0.07879 -0.04727 second_rarest<=4.1765 -0.04182 longer<=3.0201
  numbers_shared<=1e-35 -0.02122 0.02727 0.001895
same_outlet<=1e-35 centroid<=0.71072 cover<=0.055148 -0.03881 longer<=3.9796 longer<=3.8394
  longer<=3.7012 0.0003962 -0.01934 0.01897 -0.01523 0.03795 apart<=24.817 longer<=3.2385
  longer<=2.5249 longer<=2.4414 0.004282 0.0761 centroid<=0.60768 -0.01997 0.01832
  second_rarest<=5.4506 -0.01997 cover<=0.27417 0.01372 longer<=3.3842 0.0379 0.09483
  longer<=2.9701 -0.01997 -0.05557
same_outlet<=1e-35 size<=2.0127 numbers_shared<=1e-35 -0.000754 shorter<=2.5249 0.003287
  shorter<=2.9174 size<=0.89588 0.06602 0.009498 0.003287 margin<=-0.10196 shorter<=2.4414
  -0.01634 -0.06052 0.001292 shorter<=2.3502 late<=1.51 0.01736 margin<=0.32001 -0.03732 0.001883
  title_cover<=0.2606 -0.04436 shorter<=3.1985 -0.02037 nearest<=0.26072 -0.02835 shorter<=3.314
  0.1066 0.01101
shorter<=3.8394 longer<=3.4811 shorter<=3.3842 stale<=2.5355 shorter<=2.6736 shorter<=2.602
  0.001156 0.03269 cover<=0.11179 -0.01077 2.217e-05 shorter<=3.0678 -0.03931 -0.01077 0.05074
  margin<=-0.4029 -0.04359 shorter<=2.8618 apart<=4.4334 longer<=4.0517 0.07856 0.01226 -0.02415
  longer<=3.8394 margin<=-0.152 -0.02415 0.0001556 longer<=3.9796 0.03685 -0.0169 0.05898
shorter<=3.8607 longer<=3.9796 longer<=3.9219 shorter<=3.7727 longer<=3.4811 shorter<=3.1985
  -0.0009309 0.01952 second_rarest<=5.4044 -0.01779 0.00377 cover<=0.35147 -0.1103 0.01084
  centroid<=0.10271 -0.03374 longer<=3.9415 0.07989 0.02604 shorter<=3.1568 -0.05929 longer<=4.069
  centroid<=0.24337 -0.06258 0.01134 shorter<=3.2385 -0.02061 0.05899 second_rarest<=5.3565
  -0.01608 0.08377
nearest<=0.7564 nearest<=0.036264 -0.03774 longer<=3.4811 longer<=3.4176 longer<=2.4414
  late<=1e-35 0.008555 -0.008563 first_state<=1e-35 -0.004968 0.01903 late<=2.237
  title_cover<=0.072866 0.0001357 0.01903 -0.01876 second_rarest<=5.4044 longer<=3.6762
  first_state<=1e-35 -0.01876 -0.005195 centroid<=0.13651 -0.01876 -0.005195 margin<=1e-35
  -0.005195 cover<=0.36526 0.005701 0.01903 0.03798
shorter<=3.8607 size<=0.89588 shorter<=3.0201 stale<=2.5355 shorter<=2.9701 shorter<=2.2499
  -0.001731 0.005301 apart<=14.06 0.01352 -0.02228 -0.0445 second_rarest<=4.5527 -0.03247
  shorter<=3.7012 0.01664 -0.00851 shorter<=2.2499 foreign<=1e-35 0.009137 0.05311
  margin<=-0.091366 shorter<=2.7403 -0.02595 -0.0588 rarest<=5.5368 -0.01985 title_cover<=0.43437
  -0.006428 0.01758 0.05505
longer<=3.4811 shorter<=3.3842 numbers_shared<=1.5 -0.0006204 0.01246 margin<=-0.077754 -0.00154
  0.06916 shorter<=2.8618 apart<=4.4334 longer<=4.0517 0.07549 -0.01124 -0.04991 longer<=3.8394
  margin<=-0.25153 -0.03292 rarest<=6.1181 longer<=3.6243 -0.01742 0.002463 longer<=3.5972 0.0492
  0.002463 title_cover<=0.06692 -0.06216 longer<=3.9415 0.04348 shorter<=3.5972 -0.004282 0.0457
size<=0.89588 same_outlet<=1e-35 centroid<=0.58393 second_rarest<=2.0956 late<=0.29681 -0.000795
  centroid<=0.10997 -0.04311 -0.01872 apart<=4.7655 0.01485 0.002429 rarest<=6.4196 0.01485
  0.05167 apart<=24.716 centroid<=0.32231 rarest<=6.3945 -0.01973 -0.007255 apart<=4.1112 0.04405
  0.001259 -0.03563 foreign<=1e-35 second_rarest<=6.3129 apart<=1e-35 0.01166 -0.008384 0.03056
  0.04868
shorter<=3.8394 longer<=3.9796 longer<=3.8394 longer<=3.7012 shorter<=3.3498 apart<=1e-35 0.0186
  -0.00152 rarest<=5.3462 -0.03421 0.0302 nearest<=0.26763 shorter<=3.2385 -0.0166 -0.0558
  0.001722 apart<=11.703 0.07174 shorter<=3.0678 -0.0482 longer<=3.9415 0.04077 -0.003812
  shorter<=3.2385 longer<=4.0517 -0.006716 -0.06583 longer<=4.069 -0.02808 0.04412 0.05326
longer<=3.4811 first_state<=-1e-35 longer<=2.2499 longer<=2.1383 late<=1e-35 -0.004494 -0.04839
  -0.03958 -0.004494 longer<=3.4176 longer<=3.277 longer<=3.1568 0.0004268 0.0136
  centroid<=0.38707 -0.004494 0.02877 size<=1e-35 late<=2.237 longer<=3.4499 0.02321 0.07416
  -0.004494 -0.004494 size<=1e-35 0.009666 margin<=-0.09834 -0.05335 cover<=0.36526 -0.02385
  0.01605
size<=1.2425 shorter<=3.0201 numbers_shared<=1.5 shorter<=2.9701 numbers_shared<=1e-35
  shorter<=2.6736 0.0002267 -0.01333 shorter<=2.5249 0.004786 0.01297 first_state<=1e-35 -0.02619
  0.01297 0.02706 second_rarest<=4.5527 -0.03411 size<=1e-35 0.02076 nearest<=0.37399 -0.009746
  0.05135 shorter<=2.2499 shorter<=2.0127 0.001507 0.02693 margin<=-0.0097511 -0.04917
  cover<=0.37518 -0.02434 0.0177
same_outlet<=1e-35 size<=1.8688 numbers_shared<=1.5 shorter<=3.3498 longer<=4.0342 8.024e-05
  -0.03647 0.009339 longer<=3.277 centroid<=0.20315 0.009339 0.05824 0.009339 margin<=-0.12922
  longer<=2.5249 -0.01482 -0.05898 longer<=3.1985 0.01214 centroid<=0.39817 -0.01482 0.01296
  shorter<=2.4414 late<=2.1374 0.02114 first_state<=1e-35 -0.03239 0.002916 shorter<=2.602
  -0.07165 -0.01604
same_outlet<=1e-35 size<=2.0127 0.001163 longer<=2.9174 late<=1e-35 centroid<=0.084583 -0.01874
  0.0206 -0.05839 size<=2.602 numbers_shared<=1.5 -0.04055 -0.004652 0.01895 apart<=24.817
  longer<=3.3842 apart<=1e-35 0.03142 size<=1.7006 -0.01678 0.009733 centroid<=0.32231 -0.01802
  shorter<=3.314 shorter<=3.0201 0.02812 0.1545 0.02812 longer<=2.9701 -0.01802 -0.05611
nearest<=0.036264 -0.03831 centroid<=0.71072 size<=1.2425 longer<=3.1568 stale<=1.8182
  longer<=2.8618 -0.0002342 -0.009056 longer<=2.8618 -0.01958 -0.01069 second_rarest<=4.3875
  -0.01958 size<=1e-35 0.01411 -0.00167 longer<=3.1985 centroid<=0.073275 size<=2.2499 -0.003018
  -0.01958 size<=1.4979 -0.003018 0.01411 second_rarest<=5.4255 -0.01958 centroid<=0.39817
  -0.008754 0.01411 0.02923
shorter<=3.8607 longer<=3.4811 shorter<=3.3842 numbers_shared<=1.5 shorter<=2.6736 0.0004317
  cover<=0.11097 -0.0406 -0.0007479 rarest<=6.3024 0.005036 0.03615 rarest<=5.4732 -0.01829
  0.05108 shorter<=2.8618 shorter<=2.3502 longer<=3.9608 0.05025 -0.05797 -0.04735
  names_conflict<=1e-35 longer<=3.5114 shorter<=2.9701 0.05033 -0.02108 nearest<=0.081207 -0.02108
  0.004054 -0.04054 0.0554
cover<=0.052986 -0.04031 longer<=3.277 longer<=3.1568 late<=1e-35 longer<=2.5249 apart<=26.439
  0.01059 -0.0004641 -0.001538 title_cover<=0.23894 longer<=2.6736 -0.02036 -0.01095 -0.001538
  title_cover<=0.13024 -0.02036 first_state<=1e-35 cover<=0.15101 9.538e-06 0.01937 longer<=3.1985
  0.1513 0.04099 longer<=3.314 -0.02036 margin<=-0.25153 -0.01555 cover<=0.59744 -0.0004503
  0.03093
size<=0.89588 shorter<=3.1985 longer<=4.0342 longer<=3.7727 -0.0001996 0.04674 -0.05519
  longer<=3.277 title_cover<=0.13024 -0.01764 0.08964 longer<=3.314 -0.06415 same_outlet<=1e-35
  size<=1e-35 0.02936 -0.00682 -0.01607 shorter<=2.602 foreign<=1e-35 0.003795 0.05342
  margin<=-0.087772 -0.05443 rarest<=5.6938 numbers_shared<=1.5 -0.0276 -0.004041 shorter<=2.8618
  -0.004041 0.02167
centroid<=0.71072 longer<=2.1383 longer<=2.0127 late<=2.2929 size<=1e-35 -0.01055 0.01171 -0.03396
  late<=1e-35 0.01429 rarest<=5.1952 -0.04148 0.005572 second_rarest<=2.0956 late<=0.29681
  -0.006593 -0.04339 size<=1e-35 longer<=3.1568 numbers_shared<=1e-35 -0.002911 0.01429
  second_rarest<=4.6027 -0.006593 0.01429 size<=2.602 longer<=2.9701 0.0003571 -0.006593 0.01429
  0.02937
centroid<=0.76704 size<=2.0127 shorter<=3.1985 shorter<=2.6736 shorter<=2.5249 size<=1.4979
  -0.001167 0.0198 cover<=0.097951 -0.03683 0.0198 centroid<=0.12181 -0.03118 size<=1e-35 0.005144
  -0.01462 size<=1e-35 stale<=0.37626 0.0198 -0.04735 cover<=0.31505 -0.02796 0.01413
  shorter<=2.4414 centroid<=0.084583 -0.01999 0.01564 rarest<=5.2399 -0.04684 -0.008264 0.04005
centroid<=0.76704 nearest<=0.036264 longer<=2.1383 -0.01802 -0.03869 shorter<=1.2425
  longer<=2.3502 shorter<=0.89588 -0.01802 0.02128 -0.01802 first_state<=-1e-35 longer<=2.2499
  longer<=2.1383 -0.00296 -0.01802 title_cover<=0.17545 -0.01802 -0.00296 size<=1.2425
  shorter<=3.1985 0.0009302 0.01209 longer<=2.5249 0.007789 -0.00296 0.04223
longer<=3.4811 longer<=3.4176 longer<=3.277 longer<=3.1568 late<=1e-35 0.002849 rarest<=5.1461
  -0.03296 -0.001419 second_rarest<=6.0515 title_cover<=0.13024 -0.03688 0.008108 0.04864
  cover<=0.31868 -0.02249 rarest<=5.625 -0.002506 0.03921 title_cover<=0.072866 -0.05016
  late<=2.237 0.02332 -0.01576 longer<=3.5114 nearest<=0.40127 -0.04869 0.02828
  second_rarest<=4.379 -0.03821 -0.003367
same_outlet<=1e-35 size<=2.2499 numbers_shared<=1.5 longer<=2.1383 late<=1e-35 0.007245 -0.0108
  second_rarest<=2.0956 late<=0.29681 -0.005455 -0.04116 0.001141 centroid<=0.2097 0.007245
  0.02781 margin<=-0.13788 -0.03151 0.001799 longer<=2.602 late<=3.6058 0.01101 -0.04086
  second_rarest<=5.6826 -0.03278 longer<=3.3842 -0.01292 shorter<=3.0678 shorter<=3.0201 -0.01933
  0.1304 -0.01122
size<=1e-35 shorter<=1.8688 late<=1e-35 0.0002326 -0.04079 second_rarest<=2.601 -0.01222
  centroid<=0.50472 shorter<=3.1985 apart<=10.549 0.01426 0.001459 0.01426 0.0242 shorter<=2.6736
  late<=1e-35 shorter<=2.1383 size<=2.7403 0.02106 -0.001644 -0.001644 centroid<=0.30537 -0.04022
  -0.001644 cover<=0.33348 -0.03051 rarest<=5.7479 -0.01594 centroid<=0.39817 -0.002213 0.03177
rarest<=6.9452 same_outlet<=1e-35 size<=2.0127 numbers_shared<=1e-35 first_state<=-1e-35 -0.01194
  0.0004055 longer<=2.2499 0.003117 longer<=3.2385 0.01004 0.003117 margin<=-0.12922
  longer<=2.5249 -0.01359 -0.05561 0.001346 longer<=2.602 0.007152 apart<=24.716 longer<=3.2385
  -0.02212 centroid<=0.26007 -0.02614 0.01004 -0.04298 apart<=23.629 centroid<=0.27159 0.03926
  0.08939 0.01004
longer<=3.277 longer<=3.1568 rarest<=6.9452 stale<=1.0644 0.000864 title_cover<=0.483 -0.03169
  -0.008464 cover<=0.3428 0.01467 0.08429 cover<=0.11666 -0.03559 size<=0.89588 first_state<=1e-35
  second_rarest<=4.3875 -0.006709 0.02778 0.09909 -0.006709 second_rarest<=4.36 -0.04122
  size<=1e-35 longer<=3.4176 -0.005641 0.01368 margin<=-0.042894 -0.02137 cover<=0.31505 -0.007528
  0.01998
cover<=0.82389 longer<=3.277 longer<=3.1568 shorter<=2.8618 0.0005441 -0.02582 cover<=0.11666
  -0.03517 size<=0.89588 0.01448 -0.01035 size<=1e-35 longer<=3.4176 cover<=0.11666 -0.04098
  -0.002183 shorter<=2.9174 longer<=3.6243 0.01448 -0.0468 0.01448 margin<=-0.077754 size<=0.89588
  -0.02482 -0.0587 cover<=0.31505 -0.02443 size<=2.1383 0.01448 -0.005799 0.0298
first_state<=-1e-35 shorter<=2.1383 late<=1.3857 -0.00438 -0.04936 -0.00438 longer<=3.4811
  longer<=3.4176 shorter<=2.6736 shorter<=2.4414 apart<=26.178 0.004288 -0.00438
  first_state<=1e-35 0.009682 0.05525 -0.00438 shorter<=3.277 apart<=10.759 shorter<=2.602 0.01476
  0.05011 -0.00438 rarest<=5.4732 -0.001282 0.059 shorter<=3.5972 -0.00438 apart<=38.923 0.0547
  -0.00438
size<=0.89588 longer<=3.1568 -0.001687 centroid<=0.070525 -0.03132 longer<=3.277
  first_state<=1e-35 centroid<=0.14681 -0.009964 0.0183 0.08376 longer<=3.314 -0.009964 0.008946
  longer<=2.9701 late<=1e-35 0.01263 nearest<=0.31387 -0.04587 longer<=2.3502 -0.02339 -0.0009024
  centroid<=0.39817 numbers_shared<=1.5 -0.02961 -0.006546 rarest<=5.7055 -0.006546 longer<=3.4811
  0.04946 0.01136
same_outlet<=1e-35 size<=2.0127 longer<=3.0201 -0.0006587 second_rarest<=4.1442 -0.0387
  size<=0.89588 0.01304 -0.01012 margin<=0.093489 longer<=2.9174 -0.006153 -0.04558 rarest<=5.3164
  -0.006153 0.02091 shorter<=2.4414 late<=2.1374 longer<=2.1383 0.002348 0.03468 -0.01412
  shorter<=2.602 -0.07441 apart<=24.716 second_rarest<=5.6826 -0.02576 apart<=6.6158 0.05199
  -0.002563 -0.04282
same_outlet<=1e-35 size<=2.0127 numbers_shared<=1e-35 7.823e-05 shorter<=2.2499 0.003811
  shorter<=2.9701 shorter<=2.5249 0.01139 0.04447 0.003811 margin<=-0.10196 shorter<=2.5249
  -0.01203 -0.05598 0.002263 shorter<=2.3502 second_rarest<=6.4433 size<=1.7006 -0.011 0.02476
  0.05102 apart<=24.716 shorter<=3.1985 -0.01963 nearest<=0.26072 -0.02653 shorter<=3.314 0.1114
  0.01673 -0.04208
cover<=0.052986 -0.03932 size<=2.0127 longer<=2.1383 rarest<=6.9452 longer<=2.0127 size<=1e-35
  -0.01348 0.01496 0.01209 0.06896 shorter<=2.0127 rarest<=6.5578 longer<=2.5249 -0.004434
  -0.01957 longer<=2.7403 0.002155 0.07696 cover<=0.79054 size<=1e-35 0.002693 -0.003692 0.04201
  margin<=0.086364 longer<=2.8618 -0.005065 -0.01957 size<=2.602 -0.00454 0.02821
same_outlet<=1e-35 shorter<=3.1985 longer<=4.0163 longer<=3.3498 longer<=3.1985 shorter<=2.8618
  0.0008571 -0.0122 cover<=0.11666 -0.0462 0.02189 longer<=3.9219 shorter<=2.3502 0.03227 -0.01465
  0.04583 -0.05959 longer<=3.4811 rarest<=6.5026 0.01403 0.05423 longer<=3.8394 longer<=3.7954
  rarest<=6.17 -0.01125 0.02154 -0.0877 title_cover<=0.060098 -0.06006 0.02856 -0.009998
same_outlet<=1e-35 numbers_shared<=1.5 -0.000211 apart<=8.6848 longer<=3.3842 0.06666 0.02462
  rarest<=6.3024 0.006473 0.02462 longer<=2.602 first_state<=1e-35 longer<=2.1383 -0.01876
  0.008909 rarest<=5.213 0.02856 stale<=0.22466 0.1125 0.05699 apart<=1e-35 rarest<=6.2602
  0.002171 0.0524 apart<=24.716 longer<=3.2385 -0.02842 nearest<=0.26072 -0.03015 0.002171
  -0.04324
cover<=0.75686 cover<=0.052986 -0.03943 size<=1.8688 first_state<=-1e-35 shorter<=2.1383
  longer<=2.1383 -0.003034 -0.01991 -0.003034 longer<=3.6506 shorter<=3.1985 0.0006721 0.00866
  -0.003034 longer<=2.9174 centroid<=0.071416 size<=2.2499 -0.005624 -0.01991 0.00866
  margin<=0.093489 -0.01991 centroid<=0.39817 -0.01077 0.00866 margin<=0.35116 0.00866
  shorter<=2.0127 0.02188 0.04313
nearest<=0.036264 longer<=2.1383 -0.01812 -0.03813 nearest<=0.80893 second_rarest<=2.0956
  late<=0.29681 -0.00163 -0.01812 size<=1e-35 longer<=3.4176 centroid<=0.50472 -0.0005867 0.01549
  late<=2.2076 0.01868 -0.00163 rarest<=6.6056 -0.00163 size<=0.89588 0.007361 0.01868
  longer<=1.8688 0.01868 0.04025
size<=0.89588 shorter<=2.2499 longer<=2.602 -0.0002265 rarest<=5.7956 -0.05025 longer<=2.7403
  -0.01939 rarest<=6.6346 -0.001417 0.06368 second_rarest<=4.5527 longer<=3.0678 late<=2.6911
  -0.0007891 -0.03264 -0.03399 0.00735 shorter<=2.602 late<=1e-35 0.008595 nearest<=0.31387
  -0.04678 -0.002673 cover<=0.40046 -0.02967 rarest<=6.2602 numbers_shared<=1.5 -0.0139 0.01347
  0.03499
size<=2.0127 same_outlet<=1e-35 numbers_shared<=1.5 0.001113 0.0147 first_state<=1e-35
  longer<=3.2385 apart<=1e-35 0.003637 size<=1e-35 -0.01695 -0.04487 apart<=24.716 0.003637
  -0.05018 longer<=2.5249 nearest<=0.16537 0.003637 stale<=0.22466 0.1238 0.04908 0.003637
  margin<=-0.27183 -0.0293 longer<=2.5249 second_rarest<=3.4891 -0.0006141 0.03217
  nearest<=0.45797 -0.01502 0.02067
shorter<=3.8394 shorter<=3.7954 shorter<=2.6736 shorter<=2.602 late<=4.0396 late<=1e-35 0.003326
  -0.002656 cover<=0.48275 -0.03045 -0.008688 rarest<=5.5698 rarest<=5.1461 -0.03451 0.006952
  centroid<=0.35918 0.0339 0.1212 second_rarest<=4.1765 -0.0396 size<=1e-35 names_conflict<=1e-35
  0.007242 -0.01837 margin<=-0.07154 -0.0202 0.001304 -0.08748 second_rarest<=5.3565 -0.02063 0.07
nearest<=0.037887 -0.03329 first_state<=-1e-35 longer<=2.2499 longer<=2.1383 -0.003196 -0.01686
  -0.003196 foreign<=1e-35 size<=0.89588 apart<=4.7655 longer<=3.1133 0.009861 0.0313
  longer<=3.1568 -0.001027 0.004878 longer<=2.5249 longer<=2.3502 0.00114 0.02459 -0.003196
  apart<=34.591 rarest<=5.7479 size<=0.89588 0.0139 0.03638 centroid<=0.23451 0.03638 0.07753
  -0.003196
same_outlet<=1e-35 size<=1.8688 0.0009387 margin<=-0.05252 longer<=2.5249 -0.009517 rarest<=6.4447
  -0.05814 -0.009517 rarest<=5.3164 -0.009517 0.01382 longer<=2.602 size<=1.7006 longer<=2.1383
  rarest<=5.5037 -0.05098 0.03328 size<=1e-35 -0.006393 0.04364 centroid<=0.077824 -0.01894
  0.03844 nearest<=0.41117 size<=1e-35 -0.02212 -0.0489 longer<=3.1568 -0.01674 0.02718
shorter<=2.6736 stale<=2.8932 longer<=3.5972 shorter<=2.2499 -0.0001827 first_state<=1e-35
  numbers_shared<=1e-35 -0.005312 0.02391 longer<=2.8618 0.02754 0.103 -0.02231 -0.04622
  names_conflict<=1e-35 size<=1e-35 longer<=2.9701 -0.01286 longer<=3.7727 cover<=0.11018 -0.01286
  0.009144 longer<=3.9796 0.05155 -5.659e-05 margin<=-0.074574 -0.01286 cover<=0.47145 -0.005226
  0.02351 -0.02402
same_outlet<=1e-35 size<=2.0127 0.001117 longer<=3.1985 margin<=-0.2919 -0.02057 0.006033
  margin<=0.093489 -0.0456 rarest<=5.2399 -0.02573 0.007578 longer<=2.6736 first_state<=1e-35
  size<=2.2499 longer<=2.1383 rarest<=5.5037 -0.04827 0.02176 0.002248 0.02176 rarest<=5.213
  0.02176 0.06901 rarest<=5.9132 -0.03398 longer<=3.1568 cover<=0.82389 -0.02216 0.05404 0.005701
shorter<=3.8394 shorter<=3.7954 cover<=0.052986 -0.03836 size<=0.89588 shorter<=2.2499 late<=1e-35
  0.001971 -0.007835 first_state<=1e-35 0.002016 0.02328 shorter<=2.602 late<=1e-35 0.008765
  -0.01162 cover<=0.40046 -0.01904 0.006073 cover<=0.35147 -0.1002 0.01109 second_rarest<=5.3565
  -0.02055 centroid<=0.054137 0.02321 0.07111
longer<=3.277 numbers_shared<=1.5 title_cover<=0.06471 apart<=18.043 -0.01148 -0.03993
  longer<=3.1985 size<=1.4979 same_outlet<=1e-35 -0.0004725 -0.0113 centroid<=0.071416 -0.01148
  0.01078 title_cover<=0.13024 -0.01148 0.01078 apart<=7.9122 0.06117 0.01078
  names_conflict<=1e-35 margin<=-0.25829 size<=1e-35 -0.007098 -0.01629 longer<=3.314 -0.007098
  longer<=3.3498 0.0319 0.0004953 -0.03033
same_outlet<=1e-35 centroid<=0.71072 numbers_shared<=1.5 shorter<=0.89588 -0.03109 0.0004446
  centroid<=0.21191 0.005063 0.01683 0.03292 shorter<=2.4414 stale<=0.24778 centroid<=0.60768
  first_state<=1e-35 apart<=13.294 0.01288 -0.01203 0.02761 0.05073 -0.0375 shorter<=2.602
  -0.06491 apart<=24.716 rarest<=6.2821 -0.02648 apart<=5.0845 0.04308 -0.00215 shorter<=2.7403
  -0.02648 -0.05377
same_outlet<=1e-35 shorter<=3.8394 shorter<=3.7954 0.0004135 -0.06204 0.04178 shorter<=2.4414
  late<=2.1374 shorter<=2.2499 rarest<=6.7429 -0.0001656 0.05537 margin<=0.0051863 -0.001434
  0.08181 apart<=18.155 -0.001434 -0.04284 apart<=24.716 shorter<=3.0201 rarest<=6.8169 -0.02602
  margin<=0.27075 -0.003657 0.05031 nearest<=0.26072 -0.02602 title_cover<=0.2606 0.00495 0.04592
  -0.04246
longer<=3.277 shorter<=3.1568 shorter<=3.1133 longer<=3.1568 -0.0002008 0.01018 apart<=5.3491
  0.04282 -0.04176 size<=0.89588 cover<=0.15206 -0.03889 0.08969 -0.02771 longer<=3.314
  shorter<=3.1568 shorter<=3.0678 -0.03359 0.03861 -0.06973 shorter<=2.3502 longer<=3.9608 0.05663
  -0.05582 shorter<=2.8029 -0.03934 cover<=0.56107 size<=1e-35 0.006639 -0.01496 0.02879
shorter<=3.8394 shorter<=3.7954 longer<=3.9796 longer<=3.8394 shorter<=3.4811 shorter<=3.3842
  -0.0006309 0.02037 cover<=0.19021 -0.0559 0.01854 size<=1e-35 shorter<=3.6506 0.05715 -0.0449
  centroid<=0.21191 -0.04502 0.02423 shorter<=3.1568 -0.0484 longer<=4.069 centroid<=0.24337
  -0.04823 0.01736 longer<=4.0859 0.06502 0.001404 -0.07033 centroid<=0.054137 -0.01913 0.06194
nearest<=0.036264 -0.03369 shorter<=3.8394 shorter<=1.2425 late<=0.40259 0.03739 -0.0168
  nearest<=0.80893 shorter<=2.8618 stale<=2.5355 0.00099 -0.0168 second_rarest<=4.5527 -0.0168
  -0.0001114 shorter<=1.8688 0.01628 0.03676 second_rarest<=5.3565 nearest<=0.24246 -0.0168
  0.00349 nearest<=0.054484 0.02158 0.06362
same_outlet<=1e-35 size<=2.2499 cover<=0.057294 -0.03386 0.001529 late<=1e-35 -0.00657 -0.05384
  longer<=2.602 first_state<=1e-35 late<=1e-35 longer<=2.1383 -0.007672 0.0178 nearest<=0.54045
  -0.04995 -0.007672 rarest<=5.213 0.0178 0.06048 cover<=0.82389 title_cover<=0.61598
  longer<=2.9174 -0.05452 size<=1e-35 -0.0133 -0.04859 cover<=0.35653 -0.0133 0.008915 0.03584
shorter<=2.6736 longer<=3.5972 shorter<=2.5249 late<=4.3149 apart<=30.769 shorter<=2.2499 0.001168
  0.01814 late<=0.29681 -0.00193 -0.01299 -0.02696 longer<=3.277 size<=1e-35 0.0119 rarest<=5.625
  0.001844 0.1139 -0.02303 -0.05954 size<=1e-35 longer<=3.1568 cover<=0.11097 -0.04639 -0.006638
  0.007445 margin<=-0.087772 -0.04036 cover<=0.34684 -0.01564 0.01233
longer<=2.4414 stale<=2.1135 apart<=39.943 second_rarest<=6.7494 0.002498 apart<=22.686 0.07087
  0.02061 -0.01592 -0.03405 second_rarest<=4.6111 longer<=3.0201 -0.006238 second_rarest<=4.1442
  -0.04062 apart<=13.294 -0.006238 -0.02588 longer<=2.6736 cover<=0.50557 -0.006238 0.02314
  longer<=3.3842 cover<=0.11666 -0.006238 longer<=3.0678 0.001176 0.01388 cover<=0.59744 -0.003038
  0.0262
shorter<=1.2425 shorter<=0.89588 -0.02591 longer<=2.2499 0.04564 -0.007815 cover<=0.82389
  same_outlet<=1e-35 numbers_shared<=1.5 longer<=2.0127 stale<=0.59358 -0.006351 -0.04572
  longer<=2.1383 0.004791 -0.0009756 apart<=18.549 0.01346 0.004791 shorter<=2.4414 stale<=0.14036
  longer<=2.1383 -0.01449 0.01346 -0.04193 shorter<=2.602 -0.07433 apart<=24.716 -0.004719
  -0.04564 0.02776
longer<=2.0127 size<=1e-35 -0.01741 size<=2.7403 0.01347 -0.01342 longer<=2.4414 apart<=39.943
  second_rarest<=6.7494 first_state<=-1e-35 -0.006939 apart<=26.075 0.007842 -0.001185 0.03974
  -0.02526 second_rarest<=4.6111 longer<=3.0201 stale<=1e-35 -0.006194 -0.03523 apart<=9.691
  -0.006194 -0.03356 longer<=2.5249 -0.006194 size<=0.89588 0.004947 margin<=-0.0097511 -0.006194
  0.009403
rarest<=6.9452 shorter<=2.6736 longer<=3.5972 longer<=2.8029 late<=1e-35 shorter<=2.1383 0.006787
  -0.002842 rarest<=4.8349 -0.04615 -0.003199 shorter<=2.1383 rarest<=5.5909 -0.05841 0.008172
  0.008172 -0.04589 rarest<=4.6164 -0.0434 longer<=3.0201 late<=1.3857 -0.001416 -0.02313
  centroid<=0.081728 -0.0228 0.0001294 cover<=0.3428 0.008172 apart<=24.485 0.09213 0.04039
longer<=3.4811 shorter<=3.3842 same_outlet<=1e-35 numbers_shared<=1.5 0.0007573 0.01838
  longer<=3.4499 -0.008683 0.04586 0.03709 shorter<=2.8618 title_cover<=0.97926 -0.03871
  longer<=4.0517 0.05314 -0.009313 longer<=3.8394 longer<=3.7954 cover<=0.59744 longer<=3.5114
  -0.03078 -0.003928 0.03955 shorter<=3.0201 0.01444 -0.09415 title_cover<=0.060098 -0.05955
  longer<=3.9415 0.04004 0.009521
longer<=3.277 shorter<=3.1568 shorter<=2.9701 stale<=2.8932 longer<=3.1133 0.0003531
  centroid<=0.35053 0.002666 0.06085 -0.04606 apart<=7.9122 0.03064 shorter<=3.0201
  first_state<=1e-35 -0.0405 0.006552 same_outlet<=1e-35 0.005042 -0.04387 size<=0.89588
  nearest<=0.13666 -0.02568 0.07651 -0.02561 size<=1e-35 longer<=3.4176 -0.01183 0.009059
  centroid<=0.23194 -0.03284 -0.002613
shorter<=3.3842 shorter<=2.6736 stale<=1.8182 shorter<=2.4414 0.0001105 size<=1.2425 0.01683
  -0.01288 -0.02695 second_rarest<=4.1505 -0.03907 size<=1e-35 cover<=0.11018 -0.01698 0.006475
  cover<=0.47145 -0.02003 0.006394 shorter<=3.4811 first_state<=1e-35 second_rarest<=5.3723
  -0.01183 0.03757 0.06119 shorter<=3.5694 -0.02182 cover<=0.31505 size<=1e-35 0.01669 -0.04591
  0.04001
longer<=3.9796 longer<=3.9219 shorter<=3.7727 longer<=3.7012 shorter<=3.5694 shorter<=3.4811
  0.0005402 -0.04052 second_rarest<=5.3923 -0.01969 0.08752 longer<=3.7727 nearest<=0.26763
  -0.04357 0.01318 0.004091 -0.07255 nearest<=0.10243 -0.03143 apart<=14.562 0.08661
  longer<=3.9415 0.05798 0.009155 shorter<=3.3842 numbers_shared<=1e-35 -0.057 -0.00169
  longer<=4.0342 -0.03521 0.03424
same_outlet<=1e-35 foreign<=1e-35 size<=2.2499 0.0002805 margin<=-0.11695 -0.02623 -0.000779
  second_rarest<=5.9689 late<=2.5716 0.01802 -0.03929 title_cover<=0.35755 0.03631 0.1091
  longer<=2.5249 0.004532 size<=1e-35 centroid<=0.26007 longer<=3.0201 -0.01469 -0.04698
  longer<=3.1568 title_cover<=0.83348 -0.01469 0.04672 0.01617 longer<=3.3842 -0.05131
  centroid<=0.42095 -0.03981 0.05338
shorter<=3.8394 shorter<=3.7954 longer<=3.9796 longer<=3.8607 longer<=3.4811 shorter<=3.3842
  0.000267 0.03842 shorter<=2.3502 0.05576 -0.007678 margin<=-0.37099 -0.02851 shorter<=2.9174
  0.002112 0.04002 shorter<=3.1568 nearest<=0.26763 -0.06103 -0.002801 longer<=4.069
  margin<=-0.094799 -0.05138 0.005225 longer<=4.0859 0.06474 0.00368 nearest<=0.3514 -0.09599
  0.01263 0.04189
size<=2.0127 same_outlet<=1e-35 nearest<=0.036264 -0.0299 0.0009159 first_state<=1e-35
  apart<=24.716 second_rarest<=5.6631 -0.01981 0.003014 -0.033 apart<=19.537 title_cover<=0.32044
  0.02068 0.0564 0.003014 foreign<=1e-35 second_rarest<=6.2596 size<=2.5249 size<=2.2499
  rarest<=5.3164 -0.01866 0.003187 nearest<=0.52335 -0.02736 0.009678 second_rarest<=3.5562
  -0.01536 0.009678 0.0276 0.03489
cover<=0.052986 -0.03668 first_state<=-1e-35 shorter<=2.1383 late<=1.3857 -0.002327 -0.01826
  -0.002327 longer<=2.4414 late<=1e-35 size<=1e-35 shorter<=1.7006 0.0105 0.001694 size<=2.7403
  0.01596 0.001694 rarest<=5.3794 -0.002327 0.001694 size<=0.89588 longer<=3.1568 size<=1e-35
  -0.002327 0.01125 longer<=3.2385 0.0178 0.002232 cover<=0.69683 -0.002327 0.04827
centroid<=0.76704 shorter<=3.5972 longer<=4.0163 longer<=3.8607 longer<=3.7012 shorter<=3.3842
  -0.0003967 0.01378 longer<=3.7727 -0.03142 0.001616 margin<=-0.37099 -0.03403 shorter<=2.9174
  -0.00958 0.01487 shorter<=3.1985 -0.06125 margin<=-0.094799 longer<=4.069 -0.07824 -0.01394
  0.01487 rarest<=5.4634 centroid<=0.22673 -0.0395 -0.00574 0.01487 shorter<=2.0127 0.01487
  0.04259
longer<=2.4414 shorter<=2.2499 late<=1e-35 0.004052 -0.008144 apart<=31.814 size<=1e-35 0.06532
  0.01814 -0.006774 longer<=2.6736 centroid<=0.43232 -0.01659 late<=2.594 0.04631 0.001071
  size<=0.89588 numbers_shared<=1e-35 -0.0002094 longer<=3.0201 longer<=2.8029 0.006098 0.07809
  0.006098 centroid<=0.24621 -0.02807 shorter<=2.3502 apart<=16.266 0.07769 -0.01494 -0.005945
shorter<=3.8394 shorter<=3.7954 shorter<=3.1985 shorter<=2.9701 stale<=2.8932 shorter<=2.2499
  -0.001241 0.002896 -0.04673 centroid<=0.12379 -0.03078 shorter<=3.0201 -0.01666 0.00265
  stale<=0.49331 rarest<=6.2821 same_outlet<=1e-35 0.002917 -0.01516 numbers_shared<=1e-35 0.01066
  0.03832 centroid<=0.42095 -0.0492 -0.01516 centroid<=0.37741 -0.07354 0.0104 centroid<=0.054137
  -0.0166 0.05327
longer<=3.4811 shorter<=3.3842 0.0002325 size<=0.89588 0.05717 -0.007654 shorter<=2.8618
  shorter<=2.3502 longer<=3.9608 nearest<=0.14272 -0.02205 0.06609 -0.04989 -0.04238 size<=1e-35
  longer<=3.8394 shorter<=3.4176 rarest<=4.8809 -0.03539 0.01409 -0.02756 shorter<=3.4811
  shorter<=2.9701 0.08098 -0.01551 0.04995 cover<=0.36526 rarest<=5.6344 -0.04017 -0.01395
  0.009977
shorter<=3.1985 longer<=4.0163 shorter<=3.1133 longer<=3.5972 0.0006986 longer<=3.9219
  shorter<=3.0678 -0.01557 -0.07236 0.03533 longer<=3.4176 -0.02488 shorter<=3.1568 0.03347
  -0.02746 -0.05278 size<=1e-35 stale<=0.37626 longer<=3.277 second_rarest<=4.8704 -0.01531
  0.07205 longer<=3.314 -0.01531 longer<=3.5114 0.0339 0.00721 -0.04708 margin<=-0.11695 -0.03074
  0.006191
same_outlet<=1e-35 size<=2.0127 longer<=2.1383 0.005032 second_rarest<=2.0956 late<=0.29681
  -0.0049 -0.03832 numbers_shared<=1e-35 -0.0007911 0.00834 margin<=-0.25829 -0.02576 -0.00308
  longer<=2.6736 late<=3.5403 0.008779 -0.03284 longer<=3.3842 size<=1e-35 nearest<=0.41117
  -0.02857 longer<=3.1568 -0.01385 0.02695 -0.04713 nearest<=0.31981 -0.04376 shorter<=3.314
  0.09361 -0.0008824
foreign<=1e-35 cover<=0.052986 -0.03567 shorter<=3.8394 same_outlet<=1e-35 shorter<=3.7012
  0.0004555 apart<=43.519 0.04189 -0.01782 shorter<=2.3502 second_rarest<=6.4433 0.0009189 0.0501
  longer<=3.3842 -0.01782 0.008486 second_rarest<=5.3565 -0.01782 0.05957 first_state<=-1e-35
  -0.04214 apart<=34.591 shorter<=1.8688 0.01425 stale<=0.77453 cover<=0.17567 0.05233 0.1123
  0.01425 -0.007867
cover<=0.052986 -0.03407 cover<=0.82389 nearest<=0.037887 -0.01718 same_outlet<=1e-35
  foreign<=1e-35 second_rarest<=2.0956 -0.003085 0.0004759 first_state<=-1e-35 -0.00876 0.008465
  first_state<=1e-35 rarest<=6.9452 -0.00876 -0.0001474 0.008465 margin<=0.37754 0.008465
  second_rarest<=4.32 0.02726 0.04871
shorter<=3.1985 longer<=4.0163 shorter<=3.1133 0.0004667 longer<=3.4176 -0.01814 shorter<=3.1568
  apart<=15.334 0.0873 -0.002835 -0.02173 -0.05186 late<=3.7603 size<=1e-35 longer<=3.277
  cover<=0.18685 -0.01647 0.1019 longer<=3.314 -0.01647 margin<=-0.4029 -0.01576 0.02075
  margin<=-0.07154 -0.01647 cover<=0.33348 -0.005013 size<=1.8688 0.03273 0.006802 -0.04006
first_state<=-1e-35 rarest<=6.0858 size<=1.4979 stale<=1e-35 numbers_shared<=1e-35 size<=1e-35
  -0.01183 -0.02416 -0.007125 -0.04579 -0.007125 -0.003442 size<=0.89588 centroid<=0.76704
  centroid<=0.50472 stale<=0.46441 0.0003748 -0.003442 rarest<=6.4447 0.003502 size<=1e-35 0.01985
  0.01168 0.03952 foreign<=1e-35 second_rarest<=6.3129 -0.003442 title_cover<=0.50146 0.01416
  0.04623 0.05223
shorter<=2.0127 longer<=2.5249 second_rarest<=6.7494 -0.002183 0.05376 centroid<=0.28983 -0.03253
  longer<=2.7403 -0.009555 0.08099 second_rarest<=2.0956 shorter<=2.1383 -0.00507 -0.02196
  longer<=2.4414 apart<=25.1 0.01921 shorter<=2.2499 -0.00507 0.008906 centroid<=0.4088
  numbers_shared<=1e-35 shorter<=3.0201 -0.00507 -0.0007765 0.003249 shorter<=2.9701
  longer<=2.8029 0.004122 0.03176 0.003249
size<=1.2425 stale<=2.5355 numbers_shared<=1e-35 first_state<=-1e-35 -0.006927 0.001123
  first_state<=1e-35 centroid<=0.63277 0.002014 0.0194 late<=2.9438 0.04683 0.0194
  centroid<=0.23741 -0.04302 -0.006927 margin<=-0.19791 size<=1.4979 -0.008133 -0.01973
  numbers_shared<=1.5 size<=2.5249 cover<=0.69683 -0.008133 0.006832 centroid<=0.084583 -0.008133
  0.006832 cover<=0.46187 0.006832 0.04242
same_outlet<=1e-35 size<=2.0127 shorter<=3.8394 shorter<=3.7954 numbers_shared<=1.5 0.0009745
  0.01301 -0.06915 0.05071 margin<=-0.25829 -0.02592 -0.002254 apart<=24.817 longer<=3.3842
  shorter<=2.4414 second_rarest<=6.4433 longer<=2.602 0.01007 -0.01608 0.03966 -0.01608
  cover<=0.31868 -0.01608 shorter<=3.0201 0.02323 second_rarest<=5.4506 0.02323 0.1069
  longer<=2.9701 -0.01608 -0.05267
longer<=3.4811 shorter<=3.4176 -0.0002342 0.05324 size<=1e-35 longer<=3.5694 centroid<=0.33502
  shorter<=3.3498 -0.01005 -0.05259 0.04926 longer<=3.5972 cover<=0.11097 -0.03477 shorter<=3.2385
  0.1164 0.02546 shorter<=2.9174 -0.02651 longer<=3.6243 -0.05113 0.008457 cover<=0.36526
  rarest<=5.6938 -0.03869 -0.01306 title_cover<=0.97926 shorter<=3.314 -0.01112 0.01688 0.03763
longer<=2.4414 late<=1e-35 0.003994 centroid<=0.18901 longer<=2.1383 -0.01385 -0.03931 size<=1e-35
  -0.0006673 -0.01385 first_state<=1e-35 numbers_shared<=1e-35 longer<=3.1985 centroid<=0.26405
  -0.0167 -0.002291 -0.002069 0.002219 longer<=3.277 longer<=3.1133 late<=2.5716 0.0258 0.002808
  longer<=3.1985 margin<=-0.25829 0.002808 0.09021 centroid<=0.35053 0.002808 0.07319 0.002808
longer<=2.0127 shorter<=1.2425 0.02944 stale<=0.57509 shorter<=1.8688 longer<=1.7006 0.01275
  -0.01356 0.005424 -0.0465 longer<=2.1383 same_outlet<=1e-35 0.008304 -0.0257 nearest<=0.7564
  shorter<=2.0127 longer<=3.1985 first_state<=-1e-35 -0.02106 -0.00117 longer<=3.5114 -0.07052
  0.01509 same_outlet<=1e-35 cover<=0.69683 0.0009407 0.02101 shorter<=2.3502 0.007618 -0.01377
  0.04224
same_outlet<=1e-35 numbers_shared<=1.5 size<=2.0127 cover<=0.052986 -0.03479 0.0005836 late<=1e-35
  size<=2.5249 -0.01247 0.001043 -0.05472 centroid<=0.20315 0.004659 size<=1.4979 late<=4.0396
  0.039 0.01186 cover<=0.59744 0.01186 0.04123 first_state<=1e-35 size<=1.7006 size<=1e-35
  cover<=0.79054 -0.01166 0.00243 -0.02651 0.00243 nearest<=0.54045 0.00243 0.05096
first_state<=-1e-35 late<=3.0825 longer<=2.2499 longer<=2.1383 -0.00319 -0.01578 -0.00319
  size<=0.89588 -0.0431 -0.01578 longer<=2.4414 late<=1e-35 size<=1e-35 0.0008561 size<=2.7403
  0.01292 0.0005634 second_rarest<=4.3997 -0.00319 0.0005634 first_state<=1e-35 -0.00319
  longer<=3.277 longer<=3.1133 late<=2.5716 0.02278 0.002605 size<=0.89588 0.0559 0.002605
  0.002605
shorter<=3.8394 shorter<=3.4811 shorter<=3.3842 shorter<=2.8618 apart<=33.568 shorter<=2.0127
  -0.001936 0.003279 shorter<=2.3502 -0.01564 -0.00241 nearest<=0.071432 -0.04036
  same_outlet<=1e-35 -0.00179 -0.01892 apart<=22.686 first_state<=1e-35 0.02577 0.0711
  margin<=-0.042894 -0.03099 0.01211 cover<=0.31505 size<=1e-35 -0.01111 -0.0438 shorter<=3.5409
  -0.004541 0.04741 0.03752
shorter<=3.5972 shorter<=3.4811 shorter<=3.3842 shorter<=2.6736 shorter<=2.5249 apart<=40.486
  0.0007038 -0.01796 cover<=0.097951 -0.03034 0.0215 second_rarest<=4.1765 -0.03868 cover<=0.11097
  -0.01949 0.001542 apart<=22.686 margin<=-0.2919 0.01221 0.04393 second_rarest<=5.3923 -0.03946
  0.01221 -0.02338 apart<=38.923 rarest<=5.4634 0.01957 0.06223 shorter<=3.8394 -0.02668 0.01957
longer<=2.0127 stale<=0.57509 apart<=7.2611 0.01845 longer<=1.7006 0.005958 -0.008006 -0.04618
  longer<=2.1383 same_outlet<=1e-35 centroid<=0.025325 -0.0261 0.01074 centroid<=0.52318 -0.03107
  0.02821 nearest<=0.7564 numbers_shared<=1e-35 stale<=2.4766 first_state<=-1e-35 -0.01017
  -0.000782 nearest<=0.39077 -0.03646 -0.0124 longer<=3.277 longer<=2.8029 0.001219 0.02124
  0.001219 0.04317
size<=1e-35 shorter<=1.8688 late<=1e-35 0.0001058 first_state<=1e-35 -0.0515 -0.02051
  second_rarest<=2.601 -0.006788 shorter<=2.0127 late<=1.8514 0.02712 -0.0006827 0.004152
  shorter<=1.8688 late<=1e-35 size<=2.1383 0.02735 shorter<=1.2425 0.04667 -0.001904
  shorter<=1.7006 -0.04691 -0.001904 shorter<=2.6736 shorter<=2.4414 -0.005989 size<=1.2425
  0.05785 -0.01562 -0.0106
cover<=0.052986 -0.03358 size<=1e-35 longer<=3.7727 longer<=2.0127 rarest<=6.9452 -0.01323
  second_rarest<=5.1932 0.02435 0.1048 longer<=2.1383 second_rarest<=5.3434 0.01035 0.04781
  second_rarest<=2.601 -0.01107 0.001485 longer<=3.9796 0.03464 longer<=4.069 -0.01699
  longer<=4.0859 0.07966 0.003644 foreign<=1e-35 longer<=3.4499 -0.0005094 cover<=0.65227 -0.01699
  0.03109 0.04615
rarest<=6.9452 longer<=3.9796 longer<=3.8394 longer<=3.7954 longer<=3.277 size<=1.4979 -0.0001738
  0.007353 second_rarest<=4.36 -0.03741 -0.001381 cover<=0.65227 -0.06086 0.008231
  title_cover<=0.083767 -0.03848 0.008231 title_cover<=0.060098 -0.05755 size<=1.2425
  second_rarest<=5.3434 longer<=4.069 -0.03257 -0.003736 0.008231 -0.02973 cover<=0.3428 0.008231
  apart<=24.485 0.08925 0.04066
"""
"""One tree a line (an indented line goes on)."""
