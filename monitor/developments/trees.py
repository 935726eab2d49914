"""Boosted trees that weigh what texts say.

Written by ``python -m bench.fit_grouping --write``: do not edit. The sets they are fitted on are
named there; :func:`monitor.developments.weights.planted` says how they are written.
"""

from __future__ import annotations

from typing import Final

TREES: Final = """
nearest<=0.32912 nearest<=0.21502 nearest<=0.15097 -3.343 longer<=3.1985 -3.286 -3.176
  longer<=3.0678 nearest<=0.30328 -3.158 -2.868 second_rarest<=4.7285 -3.176 -2.623
  nearest<=0.45795 longer<=3.0201 -2.608 margin<=-0.0098837 -2.608 -1.908 title_cover<=0.66903
  -1.884 -1.28
centroid<=0.24573 centroid<=0.1537 longer<=2.1383 -0.01797 centroid<=0.12703 -0.07696 -0.04596
  stale<=0.01691 same_outlet<=1e-35 names_conflict<=1e-35 0.1379 0.04639 0.04639 -0.01797
  stale<=1e-35 same_outlet<=1e-35 cover<=0.19236 0.2696 longer<=2.5249 0.3935 0.4792 0.2696 0.1379
centroid<=0.23677 centroid<=0.14671 shorter<=1.8688 late<=1e-35 -0.02576 -0.07947
  second_rarest<=4.8219 -0.07621 -0.0299 late<=1.991 0.08558 -0.02576 late<=2.1388
  first_state<=-1e-35 0.1965 shorter<=2.3502 late<=0.17524 0.3905 0.2658 0.2866
  second_rarest<=5.8697 0.08558 0.1819
centroid<=0.19845 centroid<=0.12772 late<=0.24794 centroid<=0.061092 -0.06893 -0.04303 -0.0799
  late<=1.8938 0.05173 -0.04303 late<=1.991 first_state<=-1e-35 0.1448 late<=1e-35
  names_conflict<=1e-35 0.258 0.2245 0.1949 centroid<=0.43159 0.05173 margin<=0.19108 0.09829
  0.1448
nearest<=0.19776 nearest<=0.12817 longer<=2.2499 -0.04591 -0.07636 stale<=0.11396
  second_rarest<=4.7857 longer<=2.3502 0.01431 -0.015 0.03722 -0.04591 stale<=0.051701
  cover<=0.39516 first_state<=1e-35 longer<=3.4176 0.1035 0.1327 0.1618 first_state<=-1e-35 0.1618
  0.21 0.03722
centroid<=0.18811 longer<=2.1383 late<=1e-35 0.02652 -0.06681 second_rarest<=4.8463 late<=0.36878
  longer<=2.5249 -0.0327 -0.06669 -0.07962 late<=1.9566 0.02652 -0.0327 late<=2.1136
  same_outlet<=1e-35 first_state<=-1e-35 0.09739 0.1928 0.09739 second_rarest<=5.7764 0.02652
  0.09739
nearest<=0.25699 centroid<=0.13875 longer<=2.2499 late<=1e-35 -0.02978 -0.07398
  second_rarest<=4.6811 -0.07664 centroid<=0.070438 -0.05823 -0.02978 late<=1.991 0.03455 -0.02978
  late<=2.3053 margin<=0.083437 longer<=2.3502 0.1353 0.09256 0.1604 centroid<=0.43159 0.03455
  0.09256
cover<=0.24759 centroid<=0.13875 longer<=2.2499 -0.03515 -0.07345 late<=1.991 0.02176 -0.03515
  late<=2.1388 longer<=2.4414 late<=1e-35 0.2025 0.08296 cover<=0.43725 rarest<=6.1298 0.07808
  0.115 0.152 rarest<=5.7992 0.02176 centroid<=0.30452 0.04763 0.07808
nearest<=0.18386 longer<=2.1383 0.007926 centroid<=0.12703 longer<=2.3502 -0.05148 -0.0753
  longer<=3.1568 stale<=1e-35 -0.02188 -0.0479 0.007926 stale<=0.11396 centroid<=0.39673
  first_state<=1e-35 shorter<=3.0678 0.05244 0.07959 0.09946 rarest<=5.6483 0.09946 0.1361
  0.007926
nearest<=0.18386 late<=0.24794 longer<=2.4414 0.006123 nearest<=0.12713 -0.04876 0.006123
  second_rarest<=4.6111 -0.07864 -0.04876 late<=1.5903 same_outlet<=1e-35 names_conflict<=1e-35
  first_state<=-1e-35 0.09369 0.134 0.05826 nearest<=0.6089 0.05826 0.1345 second_rarest<=5.8697
  0.006123 0.05826
centroid<=0.17173 late<=0.52086 shorter<=2.3502 0.001637 centroid<=0.12772 -0.05025 0.001637
  late<=1.9173 -0.05396 -0.07764 late<=1.5903 same_outlet<=1e-35 first_state<=-1e-35 0.05118
  names_conflict<=1e-35 0.1231 0.0849 nearest<=0.6089 0.05118 0.1261 centroid<=0.36666 0.001637
  0.05118
second_rarest<=4.7857 late<=0.24794 longer<=2.4414 0.009815 -0.03663 second_rarest<=4.5655
  -0.07624 -0.03663 centroid<=0.35803 late<=1.5084 centroid<=0.108 0.03323 longer<=3.1133 0.04918
  0.06512 0.009815 margin<=0.021622 0.06512 late<=2.9154 rarest<=5.7992 0.09835 0.1163 0.08539
cover<=0.22339 late<=1.991 centroid<=0.081243 -0.0505 0.001583 second_rarest<=4.6811 -0.07845
  -0.0505 late<=1e-35 shorter<=2.1383 first_state<=-1e-35 0.04845 0.162 cover<=0.43725
  second_rarest<=5.8336 0.04845 0.07721 0.106 second_rarest<=5.4674 0.001583 apart<=25.21 0.04845
  0.02502
centroid<=0.13875 longer<=2.2499 stale<=0.46948 -0.01056 -0.07531 centroid<=0.090736
  centroid<=0.061092 -0.07905 -0.06861 stale<=1e-35 names_conflict<=1e-35 -0.01493 -0.04761
  -0.06221 stale<=0.12628 same_outlet<=1e-35 first_state<=-1e-35 0.02365 names_conflict<=1e-35
  0.08861 0.05232 0.02365 -0.01056
cover<=0.22339 late<=1.991 centroid<=0.081243 -0.04734 -0.001204 nearest<=0.21876
  centroid<=0.11045 -0.07954 -0.06865 -0.04734 late<=1e-35 cover<=0.43725 size<=1.2425
  names_conflict<=1e-35 0.07774 0.0397 0.0397 margin<=0.016408 0.07774 0.1052 centroid<=0.41936
  -0.001204 0.0397
centroid<=0.12772 shorter<=2.0127 stale<=1e-35 -0.01465 -0.07132 second_rarest<=4.6811
  shorter<=2.1383 -0.05173 -0.07489 centroid<=0.070438 -0.05173 -0.01465 stale<=0.12628
  cover<=0.43725 same_outlet<=1e-35 names_conflict<=1e-35 0.05493 0.01633 0.01633 margin<=0.10825
  0.05623 0.09372 -0.01465
second_rarest<=4.7857 shorter<=2.0127 stale<=1e-35 0.001743 -0.07375 cover<=0.1488 -0.07257
  stale<=0.051701 shorter<=2.3502 0.001743 -0.03534 -0.05198 cover<=0.43725 shorter<=3.0678
  centroid<=0.40793 0.001743 0.05008 size<=0.89588 0.05008 0.001743 margin<=0.045371 0.05008
  0.08786
centroid<=0.12772 longer<=2.3502 late<=1e-35 -0.01559 -0.07421 second_rarest<=4.6811 -0.0739
  -0.02859 late<=0.17524 longer<=2.3502 size<=1.7006 0.09386 0.1794 centroid<=0.40793
  shorter<=3.314 0.02405 0.05789 margin<=0.11935 0.05789 0.09581 second_rarest<=5.5534 -0.01559
  0.02405
cover<=0.2597 centroid<=0.090736 longer<=2.3502 -0.03975 second_rarest<=5.338 -0.0755 -0.03975
  stale<=0.01691 names_conflict<=1e-35 0.000877 -0.01944 -0.03975 cover<=0.51017 stale<=0.12628
  first_state<=-1e-35 0.01715 shorter<=2.4414 0.04785 0.02948 0.000877 margin<=0.2161 0.04785
  0.08463
second_rarest<=4.7857 shorter<=2.0127 stale<=1e-35 -8.29e-05 -0.07398 title_cover<=0.1487 -0.07115
  first_state<=1e-35 -0.03913 -8.29e-05 same_outlet<=1e-35 stale<=0.39163 shorter<=3.1985
  margin<=0.1394 0.03144 0.07051 centroid<=0.070438 0.03144 0.117 -8.29e-05 apart<=1e-35 0.1075
  -8.29e-05
centroid<=0.10682 longer<=2.3502 stale<=1e-35 -0.02029 -0.07819 second_rarest<=5.338 -0.07179
  -0.02029 stale<=0.11396 cover<=0.43725 longer<=2.2499 first_state<=-1e-35 0.005547 0.04122
  longer<=3.4176 0.005547 0.04122 margin<=0.11473 0.04122 title_cover<=0.8097 0.06452 0.092
  -0.02029
late<=0.36878 same_outlet<=1e-35 cover<=0.12216 -0.003941 size<=0.89588 numbers_shared<=1e-35
  0.06933 0.1366 margin<=0.094145 0.02952 0.07192 -0.003941 cover<=0.25728 late<=1.991
  cover<=0.095951 -0.05086 -0.0328 rarest<=6.1523 -0.07324 -0.05086 rarest<=5.7992 -0.0328
  -0.003941
title_cover<=0.1487 late<=1.2713 centroid<=0.061092 -0.05197 -0.01904 -0.07461 late<=2.1136
  longer<=2.3502 late<=1e-35 longer<=2.1383 0.1344 0.09076 title_cover<=0.43649 0.009748 0.05912
  centroid<=0.40793 second_rarest<=4.8219 0.009748 0.02737 0.0725 second_rarest<=5.5534 -0.01904
  0.009748
late<=1.991 longer<=2.3502 late<=1e-35 first_state<=-1e-35 0.04624 longer<=2.1383 0.1525 0.09492
  cover<=0.43725 -0.01179 0.04624 second_rarest<=4.8219 -0.01179 same_outlet<=1e-35
  numbers_shared<=1e-35 0.0331 0.08649 0.01267 second_rarest<=4.6811 first_state<=1e-35 -0.07576
  -0.04901 -0.01179
centroid<=0.090736 longer<=2.3502 -0.02467 longer<=4.0342 -0.07193 -0.02467 centroid<=0.41936
  same_outlet<=1e-35 longer<=3.0201 apart<=26.084 0.01833 -0.02467 size<=0.89588 0.02697 -0.02467
  -0.02467 apart<=4.1472 0.08967 shorter<=2.1383 0.02697 same_outlet<=1e-35 0.06684 0.02697
late<=2.5966 names_conflict<=1e-35 longer<=2.2499 late<=1e-35 shorter<=1.7006 0.1698 0.09239
  rarest<=5.8115 0.006568 0.05861 cover<=0.43725 shorter<=3.1985 0.006568 0.03307 margin<=0.016408
  0.03307 0.06891 -0.01665 second_rarest<=4.6811 -0.07525 rarest<=5.6971 -0.04595 -0.01665
centroid<=0.090736 shorter<=2.1383 late<=1e-35 -0.02436 -0.07417 -0.07067 late<=0.17524
  shorter<=2.1383 first_state<=-1e-35 0.008013 size<=1.7006 0.0784 0.1546 centroid<=0.40793
  shorter<=3.3498 0.008013 0.03554 margin<=0.11935 0.03554 0.07443 second_rarest<=4.6811 -0.02436
  0.008013
title_cover<=0.13615 apart<=24.814 -0.02134 longer<=2.2499 -0.04153 title_cover<=0.074608 -0.07499
  -0.05962 same_outlet<=1e-35 stale<=0.39163 numbers_shared<=1e-35 longer<=2.2499 0.04 0.01076
  size<=1e-35 0.117 0.04 -0.02134 apart<=4.1472 cover<=0.30961 0.0341 0.1028 -0.02134
names_conflict<=1e-35 late<=2.3053 same_outlet<=1e-35 longer<=2.1383 late<=1e-35 0.1201 -0.0009665
  centroid<=0.081243 -0.0009665 0.03939 -0.0009665 centroid<=0.29926 -0.02721 -0.0009665
  centroid<=0.17445 shorter<=2.6736 late<=0.36878 -0.05058 -0.07611 -0.07731 shorter<=2.7403
  -0.02721 -0.05058
names_conflict<=1e-35 late<=2.1136 longer<=2.3502 late<=1e-35 longer<=2.1383 0.09986 0.06058
  rarest<=6.4909 -0.001542 0.03746 cover<=0.43725 longer<=3.4176 -0.001542 0.0245
  margin<=0.0078371 0.02686 0.06697 nearest<=0.27061 -0.02653 -0.001542 cover<=0.24955 -0.06572
  -0.02653
centroid<=0.090736 late<=0.24794 centroid<=0.053504 -0.05499 -0.02472 second_rarest<=4.6811
  -0.07787 -0.05499 late<=2.5966 same_outlet<=1e-35 first_state<=-1e-35 -0.002394
  centroid<=0.41936 0.03156 0.06479 -0.002394 second_rarest<=5.5534 -0.02472 -0.002394
late<=0.36878 same_outlet<=1e-35 names_conflict<=1e-35 first_state<=-1e-35 0.01456 cover<=0.73016
  0.03906 0.08402 -0.007485 -0.007485 second_rarest<=4.6811 first_state<=1e-35
  title_cover<=0.25547 cover<=0.1334 -0.07812 -0.06795 late<=2.4996 -0.05393 -0.06759 -0.03652
  -0.007485
names_conflict<=1e-35 late<=2.5966 shorter<=1.8688 late<=1e-35 first_state<=-1e-35 0.04084 0.09668
  -0.004167 centroid<=0.41936 first_state<=1e-35 -0.001821 0.0274 margin<=0.22987 0.0274 0.06279
  second_rarest<=5.5534 -0.026 -0.004167 shorter<=2.7403 late<=0.36878 -0.026 -0.0659 -0.07481
second_rarest<=4.6811 stale<=1e-35 apart<=26.452 -0.006305 cover<=0.14701 -0.04433
  first_state<=-1e-35 -0.03443 -0.02453 -0.07295 same_outlet<=1e-35 numbers_shared<=1e-35
  second_rarest<=6.0508 first_state<=1e-35 -0.001683 0.02293 0.03862 rarest<=5.8945 0.03862
  margin<=-0.10211 0.06134 0.09039 -0.006305
names_conflict<=1e-35 late<=2.1388 same_outlet<=1e-35 first_state<=-1e-35 -0.004532 longer<=2.2499
  0.06934 0.02291 -0.004532 nearest<=0.27061 -0.02496 -0.004532 nearest<=0.16391 longer<=2.1383
  -0.0446 nearest<=0.067627 -0.0766 -0.06056 longer<=2.8618 -0.02496 apart<=13.366 -0.02496
  -0.0446
centroid<=0.067705 longer<=2.3502 -0.03037 -0.07406 late<=2.1388 longer<=2.3502 late<=1e-35
  first_state<=-1e-35 0.0247 0.06693 centroid<=0.44488 -0.005603 0.0247 centroid<=0.40793
  longer<=3.4176 -0.005603 0.02203 margin<=0.11935 0.02203 0.05863 nearest<=0.27061 -0.03037
  -0.005603
centroid<=0.067705 late<=0.24794 centroid<=0.045037 -0.06415 -0.03066 -0.07849 same_outlet<=1e-35
  late<=3.1292 second_rarest<=5.4674 late<=1e-35 0.02133 -0.005551 numbers_shared<=1e-35 0.02821
  0.07553 second_rarest<=5.338 -0.03066 -0.005551 centroid<=0.60375 -0.03066 nearest<=0.75658
  0.03459 0.08853
names_conflict<=1e-35 late<=2.5966 cover<=0.73016 size<=1e-35 cover<=0.097827 -0.006357 0.02135
  margin<=0.085216 -0.006357 0.02232 margin<=0.28491 0.04105 0.08025 second_rarest<=5.5534 -0.0248
  -0.006357 cover<=0.2597 late<=0.36878 nearest<=0.09779 -0.06023 -0.04225 -0.07594 -0.0248
same_outlet<=1e-35 late<=3.1292 second_rarest<=5.3986 longer<=2.4414 late<=1e-35 0.01926 -0.01554
  second_rarest<=4.6111 -0.01554 0.01755 numbers_shared<=1e-35 0.02316 0.06897
  second_rarest<=4.3989 -0.07251 -0.01554 apart<=4.1472 0.07718 longer<=2.602 -0.01982
  nearest<=0.40993 -0.0842 -0.02285
nearest<=0.067627 longer<=2.7403 -0.03063 shorter<=3.8607 -0.078 -0.03063 stale<=0.48864
  cover<=0.76087 shorter<=3.1985 longer<=2.1383 0.0341 -0.007175 size<=1.4979 0.03777 -0.01312
  margin<=0.27017 0.03777 0.0838 nearest<=0.45795 -0.03063 -0.01312
names_conflict<=1e-35 margin<=0.46151 late<=2.9427 longer<=2.4414 late<=1e-35 0.02639 -0.008698
  first_state<=1e-35 -0.008698 0.02639 second_rarest<=5.338 -0.02291 -0.008698 rarest<=5.8362
  0.02639 0.06485 shorter<=2.1383 -0.02291 second_rarest<=5.2927 -0.06606 shorter<=2.7403 -0.02291
  -0.04449
same_outlet<=1e-35 second_rarest<=4.6811 late<=0.24794 nearest<=0.053752 -0.02818 0.002775
  first_state<=1e-35 -0.06761 -0.02818 size<=0.89588 numbers_shared<=1e-35 first_state<=-1e-35
  0.002775 0.03075 0.08948 second_rarest<=6.2596 0.002775 0.07174 nearest<=0.54076
  title_cover<=0.60017 -0.07227 -0.01006 0.04577
same_outlet<=1e-35 late<=3.7407 centroid<=0.071342 -0.01894 numbers_shared<=1e-35 longer<=2.1383
  0.02265 0.003186 size<=1e-35 0.08086 0.02265 centroid<=0.28492 -0.06826 -0.01894
  centroid<=0.60375 size<=2.6736 title_cover<=0.58713 -0.07179 margin<=0.039238 -0.04545 -0.002139
  0.001594 0.06523
same_outlet<=1e-35 stale<=0.46948 names_conflict<=1e-35 first_state<=-1e-35 -0.001654
  size<=0.89588 0.02772 0.009052 -0.01798 nearest<=0.28609 -0.07147 -0.01798 apart<=1e-35 0.08131
  longer<=2.602 size<=1.7006 -0.03705 0.01049 nearest<=0.40993 -0.07931 longer<=3.1568 -0.05223
  0.01049
centroid<=0.058132 title_cover<=0.065024 -0.07655 late<=1e-35 centroid<=0.037717 -0.04721 -0.03026
  -0.06204 first_state<=1e-35 late<=1e-35 first_state<=-1e-35 -0.006717 names_conflict<=1e-35
  0.0154 0.002832 centroid<=0.28492 -0.03026 -0.006717 rarest<=5.7549 0.01679 apart<=27.718
  0.08497 0.04618
same_outlet<=1e-35 centroid<=0.05434 -0.0608 late<=3.1292 first_state<=-1e-35 -0.007577
  names_conflict<=1e-35 0.02128 0.004595 centroid<=0.30452 -0.02766 -0.007577 title_cover<=0.60017
  first_state<=1e-35 apart<=12.502 -0.04245 -0.0744 -0.01485 apart<=4.1472 0.08449
  nearest<=0.43318 -0.01485 0.02869
names_conflict<=1e-35 cover<=0.79219 shorter<=3.1985 first_state<=1e-35 longer<=2.2499 0.008321
  -0.01883 rarest<=5.7549 0.008321 0.03861 size<=1e-35 0.03861 second_rarest<=5.5077 -0.01992
  0.02801 0.07865 shorter<=2.7403 late<=0.36878 -0.01992 second_rarest<=3.7696 -0.07755 -0.0363
  -0.0698
centroid<=0.059167 shorter<=2.1383 -0.02829 -0.07363 same_outlet<=1e-35 late<=3.7407
  shorter<=3.1985 centroid<=0.58217 0.005038 0.06302 size<=1e-35 0.1511 -0.00834 centroid<=0.50421
  -0.02829 -0.00834 nearest<=0.54076 -0.02829 shorter<=2.3502 0.08905 nearest<=0.75658 0.006242
  0.07314
centroid<=0.60375 centroid<=0.05434 late<=1e-35 centroid<=0.03963 -0.0639 -0.03155 -0.07659
  late<=3.0822 size<=2.602 size<=1.2425 0.005066 -0.01309 0.03124 second_rarest<=4.6811 -0.03155
  -0.01309 rarest<=6.4089 centroid<=0.66569 0.03124 0.06534 late<=4.4969 0.09531 0.06534
cover<=0.097827 shorter<=2.1383 -0.02362 longer<=3.4176 apart<=3.6233 -0.02362 -0.07128 -0.02362
  first_state<=-1e-35 -0.02362 nearest<=0.5603 longer<=2.2499 stale<=0.57906 0.02485 -0.009833
  first_state<=1e-35 -0.009833 0.02485 apart<=4.1472 0.086 cover<=0.8257 0.02485 0.05659
centroid<=0.053504 longer<=2.5249 -0.03001 -0.07644 shorter<=3.3498 centroid<=0.60375 late<=3.1292
  shorter<=2.6736 0.009225 -0.01549 shorter<=2.602 -0.03001 -0.01549 title_cover<=0.60017 0.02574
  0.07431 second_rarest<=4.5727 -0.03001 shorter<=3.8607 longer<=3.4811 0.1039 0.04356 0.1756
centroid<=0.053504 longer<=2.5249 -0.02932 -0.07668 shorter<=3.3842 size<=2.602 centroid<=0.60375
  stale<=0.59645 -0.00394 -0.02932 stale<=1.5475 0.06599 0.02358 0.08774 size<=1e-35
  longer<=3.8607 0.08644 0.2308 margin<=-0.06548 -0.02932 rarest<=5.474 0.009456 0.07015
first_state<=-1e-35 numbers_shared<=1e-35 -0.04892 -0.02086 longer<=2.2499 late<=1e-35
  apart<=25.751 0.06445 0.02892 rarest<=5.7992 -0.02086 nearest<=0.28609 -0.001035 0.01879
  margin<=0.12753 first_state<=1e-35 -0.02086 -0.001979 apart<=4.1472 0.07183 cover<=0.51017
  0.003488 0.03589
same_outlet<=1e-35 second_rarest<=5.3515 late<=2.578 longer<=2.4414 0.008307 size<=0.89588
  0.008307 -0.01989 second_rarest<=4.4786 -0.06451 -0.01989 numbers_shared<=1e-35 shorter<=2.9174
  0.008307 0.03296 0.05352 apart<=1e-35 0.07595 title_cover<=0.60017 longer<=2.602 -0.02926
  -0.07681 0.006377
same_outlet<=1e-35 first_state<=-1e-35 -0.03987 names_conflict<=1e-35 size<=0.89588 longer<=3.1568
  0.002122 0.0623 longer<=2.5249 0.05085 -0.00312 -0.01681 cover<=0.51017 shorter<=2.4414 -0.02195
  shorter<=3.2385 -0.07961 -0.02342 first_state<=1e-35 cover<=0.8257 -0.02195 0.03676 0.07835
same_outlet<=1e-35 cover<=0.097827 longer<=3.6762 -0.04782 -0.01587 rarest<=6.4608 size<=0.89588
  shorter<=2.5249 -0.006822 0.01417 longer<=2.9701 0.01417 -0.01587 numbers_shared<=1e-35
  cover<=0.59894 0.01417 0.04466 0.07516 title_cover<=0.60017 shorter<=2.3502 -0.01718 -0.07304
  0.02125
centroid<=0.053504 shorter<=2.1383 -0.0269 -0.07319 first_state<=-1e-35 numbers_shared<=1e-35
  -0.0269 -0.01163 centroid<=0.50421 shorter<=2.1383 stale<=0.57906 0.0205 -0.01163
  shorter<=3.1985 -0.01163 0.0205 rarest<=6.4608 numbers_shared<=1e-35 0.0205 0.04411
  rarest<=6.9288 0.0535 0.128
same_outlet<=1e-35 late<=3.7407 size<=0.89588 longer<=3.1568 late<=1e-35 0.01565 -0.01388
  centroid<=0.078396 -0.01388 0.06183 longer<=2.9701 late<=1e-35 0.0547 -0.01388 -0.01388
  centroid<=0.28011 -0.06233 -0.01388 apart<=1e-35 0.07358 first_state<=1e-35 -0.05544 0.01246
same_outlet<=1e-35 first_state<=-1e-35 size<=1.2425 rarest<=6.0945 -0.04983 -0.01576 -0.01576
  names_conflict<=1e-35 size<=0.89588 shorter<=3.0678 0.006573 0.06689 longer<=2.5249 0.04045
  -0.003541 -0.01576 first_state<=1e-35 cover<=0.79219 -0.05215 -0.002004 shorter<=2.8618 0.07956
  -0.002004
centroid<=0.053504 longer<=2.5249 -0.0265 -0.07418 size<=2.602 first_state<=-1e-35
  numbers_shared<=1e-35 -0.0265 -0.01278 centroid<=0.60375 size<=1.7006 0.002412 -0.01278
  margin<=0.29233 0.02581 0.06536 margin<=-0.2327 longer<=2.5249 0.02136 -0.0265 shorter<=2.5249
  0.1008 0.04189
same_outlet<=1e-35 second_rarest<=4.7857 shorter<=2.1383 stale<=1e-35 0.001618 -0.05911
  second_rarest<=4.5553 -0.04156 0.001618 size<=1e-35 shorter<=3.0678 numbers_shared<=1e-35
  0.003795 0.06706 0.0898 cover<=0.73016 0.001618 0.08705 apart<=1e-35 0.07295 shorter<=2.3502
  -0.0007665 -0.05525
centroid<=0.045037 longer<=2.5249 -0.02904 -0.07519 stale<=1.0742 centroid<=0.60375 longer<=2.1383
  first_state<=-1e-35 -0.01391 0.02475 first_state<=1e-35 -0.006656 0.02109 title_cover<=0.60017
  0.02475 shorter<=2.0127 0.04621 0.07795 centroid<=0.35803 -0.02904 -0.01391
same_outlet<=1e-35 stale<=1.0742 second_rarest<=6.0508 late<=1.991 shorter<=2.1383 0.01703
  -0.002713 second_rarest<=4.6811 -0.01802 -0.006142 0.03366 second_rarest<=5.3142 -0.06055
  -0.01802 apart<=1e-35 0.06601 apart<=24.706 shorter<=3.2385 shorter<=2.3502 0.009787 -0.04792
  0.01225 -0.07173
first_state<=1e-35 late<=0.29588 longer<=2.8618 0.009591 cover<=0.4747 -0.007582 0.009591
  second_rarest<=4.6811 numbers_shared<=1e-35 -0.06293 -0.03388 -0.007582 second_rarest<=4.515
  0.009591 longer<=3.277 longer<=3.1133 cover<=0.39516 0.0247 0.0678 cover<=0.1159 0.0247 0.139
  0.0247
centroid<=0.045037 shorter<=2.1383 -0.02763 -0.07223 first_state<=-1e-35 numbers_shared<=1e-35
  -0.02763 -0.01267 foreign<=1e-35 shorter<=3.8394 first_state<=1e-35 -0.002494 0.02175
  shorter<=3.9796 0.1696 0.02111 apart<=34.896 shorter<=1.8688 0.04454 0.1322 -0.01267
same_outlet<=1e-35 stale<=1.0742 size<=1.8688 first_state<=-1e-35 -0.01507 names_conflict<=1e-35
  0.0137 -0.002315 longer<=2.9174 0.05437 -0.01507 longer<=3.0678 title_cover<=0.47609 -0.065
  -0.01507 -0.01507 title_cover<=0.58713 longer<=2.602 -0.013 -0.06147 longer<=3.314 0.005764
  0.07809
cover<=0.79219 names_conflict<=1e-35 shorter<=3.3842 longer<=2.4414 late<=1e-35 0.02679 -0.01191
  margin<=0.12753 -0.01191 0.008922 margin<=-0.10211 -0.001844 0.02931 shorter<=2.7403
  cover<=0.11176 -0.05305 -0.01191 longer<=4.0517 -0.064 -0.01191 shorter<=2.0127 0.02931 0.07764
centroid<=0.03963 shorter<=2.1383 -0.03023 -0.07401 centroid<=0.66569 shorter<=3.3842 late<=4.3167
  shorter<=2.6736 0.003025 -0.013 shorter<=2.602 -0.03023 -0.01641 second_rarest<=5.3708
  margin<=-0.16298 -0.03023 0.01101 0.0303 apart<=7.1182 0.08065 0.0303
centroid<=0.03963 nearest<=0.046718 -0.06723 -0.03753 size<=2.602 size<=2.0127
  numbers_shared<=1e-35 first_state<=-1e-35 -0.02911 -0.0008304 apart<=5.3657 0.08215 0.01366
  cover<=0.63578 -0.02911 margin<=-0.014416 0.01106 0.06708 margin<=-0.20377 -0.01511
  centroid<=0.075676 0.03077 0.082
same_outlet<=1e-35 stale<=1.0742 second_rarest<=6.0508 longer<=2.3502 apart<=33.408 0.01468
  -0.01544 second_rarest<=4.6111 -0.01544 0.008816 longer<=2.6736 0.01468 longer<=3.3498 0.07838
  0.01468 second_rarest<=5.3142 -0.05995 -0.01544 apart<=24.706 apart<=1e-35 0.06056 -0.01937
  -0.07054
shorter<=3.8607 second_rarest<=6.0508 late<=2.4996 size<=1e-35 second_rarest<=2.601 -0.01209
  0.005964 shorter<=2.602 0.005964 -0.01209 second_rarest<=4.6311 rarest<=5.2546 -0.07246 -0.03939
  -0.01209 nearest<=0.50534 0.007322 rarest<=6.9288 title_cover<=0.8097 0.02714 0.07402 0.125
  0.1456
same_outlet<=1e-35 numbers_shared<=1e-35 first_state<=-1e-35 -0.03282 longer<=2.2499 0.008624
  second_rarest<=4.6111 -0.01607 0.00453 longer<=3.2385 shorter<=2.0127 0.008624 shorter<=2.9174
  0.08175 0.03036 0.008624 shorter<=2.4414 first_state<=1e-35 -0.01186 0.07063
  title_cover<=0.58713 -0.06319 0.005172
names_conflict<=1e-35 shorter<=3.2385 longer<=2.1383 late<=1e-35 longer<=2.0127 0.0145 0.06322
  -0.01257 centroid<=0.43159 -0.00827 0.0144 size<=1e-35 late<=2.6194 0.09148 -0.01257
  centroid<=0.37625 -0.01257 0.05296 shorter<=2.7403 -0.01257 apart<=14.142 -0.01257 -0.07161
shorter<=3.8607 centroid<=0.03963 longer<=2.5249 -0.02762 -0.07396 apart<=4.1472 shorter<=2.7403
  shorter<=2.1383 0.01872 0.1153 centroid<=0.54104 0.01786 0.0582 first_state<=-1e-35
  shorter<=2.1383 -0.02762 -0.01172 longer<=2.2499 0.01447 -0.003791 rarest<=5.5933 -0.0126 0.1604
same_outlet<=1e-35 second_rarest<=4.6811 shorter<=2.1383 stale<=0.46948 -0.000718 -0.06292
  -0.03181 size<=1e-35 shorter<=3.0678 numbers_shared<=1e-35 0.001554 0.05242 0.07103 -0.000718
  apart<=24.706 shorter<=3.2385 size<=2.6736 -0.02554 0.09879 nearest<=0.27804 -0.03889 0.1723
  -0.06871
same_outlet<=1e-35 size<=1.7006 numbers_shared<=1e-35 first_state<=-1e-35 -0.03228 shorter<=3.0201
  -0.0008672 0.01722 second_rarest<=4.5273 0.01722 0.04973 margin<=-0.10211 shorter<=2.3502
  -0.0288 -0.1096 cover<=0.51017 shorter<=2.3502 0.02497 -0.0288 0.05723 size<=2.602 -0.03584
  0.09315
same_outlet<=1e-35 centroid<=0.66569 size<=0.89588 second_rarest<=2.0867 apart<=37.408 -0.007641
  -0.05099 first_state<=-1e-35 -0.004758 0.01101 margin<=-0.10211 size<=1.4979 -0.02295 -0.06671
  centroid<=0.32723 -0.01269 0.0236 0.07233 title_cover<=0.60017 size<=1.7006 -0.04623 -0.007738
  0.02418
same_outlet<=1e-35 second_rarest<=6.0508 late<=1.8938 size<=1e-35 0.01047 shorter<=2.1383 0.01047
  -0.006255 second_rarest<=4.3989 -0.04767 -0.006255 nearest<=0.50534 0.01126 0.06285
  shorter<=2.3502 size<=1.7006 second_rarest<=6.4391 -0.01926 0.09134 0.1051 title_cover<=0.58713
  -0.06002 0.007097
cover<=0.8257 longer<=2.1383 longer<=2.0127 size<=1e-35 -0.02586 0.02897 same_outlet<=1e-35
  first_state<=-1e-35 -0.01072 0.02897 -0.02529 nearest<=0.061583 longer<=2.5249 -0.02631 -0.06724
  size<=1e-35 longer<=3.1568 -0.008414 0.02897 margin<=0.0052061 -0.02631 0.003627 0.05974
same_outlet<=1e-35 stale<=2.5466 numbers_shared<=1.5 second_rarest<=6.0508 longer<=2.4414 0.008117
  -0.009121 0.0175 longer<=3.2385 centroid<=0.14671 0.0175 0.09316 0.0175 -0.05257
  title_cover<=0.58713 longer<=2.602 -0.01252 longer<=3.3842 -0.06549 nearest<=0.3236 -0.07359
  -0.01252 0.01418
shorter<=3.8607 cover<=0.097827 late<=0.24794 longer<=2.7403 -0.01308 longer<=3.4176 -0.03687
  -0.01308 longer<=3.4499 -0.07002 -0.03687 cover<=0.79219 longer<=3.4811 shorter<=3.1985 0.001682
  0.02644 rarest<=6.1839 -0.01308 0.01952 shorter<=2.0127 0.02644 0.07468 0.1303
shorter<=3.8607 stale<=1.8252 size<=1e-35 shorter<=3.1985 nearest<=0.58305 -2.326e-05 0.0611
  late<=2.6194 0.06554 -0.01672 shorter<=1.8688 late<=1e-35 0.06069 -0.01672 margin<=0.30065
  -0.01672 0.01333 shorter<=2.602 title_cover<=0.73356 -0.06484 -0.01672 -0.01672 0.1231
shorter<=3.8607 apart<=4.1472 shorter<=2.7403 shorter<=2.1383 0.01454 longer<=3.9415 0.1199
  0.01454 0.01454 same_outlet<=1e-35 cover<=0.053555 -0.06771 longer<=2.1383 0.01443 -0.002092
  apart<=24.814 shorter<=3.0201 -0.02896 0.01454 longer<=2.9701 -0.03645 -0.08401 0.1158
centroid<=0.03963 shorter<=2.1383 -0.02454 -0.07047 size<=2.7403 size<=2.0127 shorter<=3.0201
  first_state<=1e-35 -0.005605 0.02031 second_rarest<=4.5553 -0.02454 0.02987 shorter<=2.4414
  0.09888 -0.02454 margin<=-0.19834 -0.01422 centroid<=0.075676 0.02797 late<=1e-35 0.08444
  0.05304
names_conflict<=1e-35 shorter<=3.1985 cover<=0.8257 longer<=2.1383 late<=1e-35 0.02281 -0.008616
  first_state<=1e-35 -0.006594 0.01192 0.0473 second_rarest<=4.6111 -0.008616 longer<=3.2385
  0.1241 second_rarest<=5.4674 0.007816 0.03564 shorter<=2.7403 -0.008616 longer<=2.9701 -0.008616
  -0.06345
centroid<=0.03391 shorter<=2.1383 -0.02712 -0.06843 shorter<=3.8394 size<=2.602 size<=2.0127
  same_outlet<=1e-35 0.003196 -0.02487 shorter<=2.4414 0.08324 -0.02712 centroid<=0.071342
  same_outlet<=1e-35 -0.02712 0.002855 late<=1e-35 0.06227 0.01385 size<=1.2425 0.1342 -0.01391
same_outlet<=1e-35 numbers_shared<=1.5 size<=0.89588 shorter<=2.4414 apart<=40.021 0.0002581
  -0.05828 nearest<=0.061583 -0.05324 0.01587 shorter<=2.602 0.01557 margin<=-0.036495 -0.1014
  -0.01888 size<=1.4979 apart<=18.784 0.1067 0.02864 0.01587 shorter<=2.4414 0.01424 -0.04158
first_state<=-1e-35 longer<=2.2499 size<=1.2425 -0.0544 -0.01021 -0.01021 foreign<=1e-35
  size<=0.89588 longer<=3.1568 rarest<=6.9288 -0.003983 0.05344 apart<=10.539 0.05738 0.01288
  longer<=2.5249 size<=1.4979 0.009401 0.04275 -0.01021 apart<=34.896 0.07476 -0.01021
centroid<=0.03391 shorter<=2.1383 -0.02636 -0.0671 shorter<=3.8394 stale<=1.0742 centroid<=0.60375
  shorter<=2.6736 0.004961 -0.007423 title_cover<=0.60017 0.02125 0.06396 title_cover<=0.51534
  -0.02636 -0.01158 second_rarest<=4.7857 -0.01859 title_cover<=0.067427 0.05255 0.1348
same_outlet<=1e-35 size<=0.89588 longer<=3.1568 numbers_shared<=1e-35 shorter<=2.7403 -0.0005409
  -0.04243 shorter<=2.5249 0.01216 0.1149 longer<=3.2385 0.0632 centroid<=0.35803 0.01213 0.07421
  longer<=2.9701 0.01643 margin<=-0.055817 -0.09077 centroid<=0.3098 -0.03598 0.03129 -0.024
size<=0.89588 apart<=5.1129 0.05181 shorter<=3.1985 cover<=0.097827 -0.03537 shorter<=2.2499
  -0.005048 0.009195 0.02684 shorter<=2.2499 size<=1.4979 -0.0007669 centroid<=0.069543 -0.0281
  0.06589 cover<=0.39516 rarest<=5.6052 -0.08019 -0.03707 numbers_shared<=1.5 -0.01376 0.05311
centroid<=0.03391 shorter<=2.1383 -0.02551 -0.06544 shorter<=3.8394 centroid<=0.70638
  same_outlet<=1e-35 stale<=0.46948 0.002554 -0.01989 shorter<=2.3502 0.01487 -0.02551
  apart<=18.354 0.06846 0.02774 second_rarest<=5.3708 second_rarest<=5.2927 -0.02392 0.003152
  0.133
rarest<=6.9288 numbers_shared<=1.5 cover<=0.053555 -0.06526 longer<=3.8394 longer<=3.4811
  -0.001593 -0.02372 margin<=-0.4369 -0.03384 0.008582 centroid<=0.17863 0.008582 0.02078
  cover<=0.34443 0.02078 apart<=29.788 0.1358 0.0723
centroid<=0.66569 size<=1e-35 shorter<=3.1985 stale<=1.0742 shorter<=1.8688 -0.01521 0.004474
  -0.03213 0.02464 shorter<=2.6736 shorter<=1.8688 0.02464 shorter<=2.5249 -0.0103 0.02464
  margin<=-0.074738 size<=1.2425 -0.04785 -0.09918 cover<=0.35315 -0.03825 0.02464 0.05036
first_state<=-1e-35 shorter<=2.1383 late<=1.3904 -0.009865 -0.07807 -0.009865 size<=0.89588
  shorter<=3.0201 late<=0.24794 shorter<=1.8688 0.03752 0.003861 first_state<=1e-35 -0.009865
  0.0005785 size<=1e-35 0.02994 -0.004805 shorter<=2.2499 size<=1.4979 -0.001866 0.03397 -0.009865
same_outlet<=1e-35 size<=2.0127 numbers_shared<=1e-35 -0.001643 longer<=3.2385 0.03701 0.01006
  longer<=2.9174 centroid<=0.069543 -0.03643 0.05229 centroid<=0.47129 -0.06588 0.03195
  apart<=24.814 longer<=3.3842 first_state<=1e-35 -0.02883 0.04685 centroid<=0.32139 -0.03185
  0.1858 -0.05764
cover<=0.053555 -0.06537 stale<=1.8252 size<=1e-35 longer<=3.4176 centroid<=0.52264 -0.001084
  0.04461 longer<=3.7727 0.03293 0.087 longer<=2.9701 size<=1.4979 -0.002828 0.03282
  second_rarest<=5.6603 -0.01296 0.01859 longer<=2.8618 -0.03241 -0.01296
centroid<=0.033107 longer<=2.5249 -0.02471 -0.0645 first_state<=-1e-35 longer<=2.2499 -0.02444
  late<=2.5593 -0.007789 second_rarest<=4.4786 -0.02444 -0.01612 second_rarest<=2.601
  late<=0.24794 -0.002281 -0.007789 size<=1e-35 longer<=3.4176 0.004711 0.03627 size<=2.7403
  -0.002281 0.04439
shorter<=3.8394 longer<=2.4414 late<=1e-35 shorter<=1.7006 0.046 0.01349 rarest<=5.1933 -0.06757
  title_cover<=0.25547 -0.03333 0.0009101 second_rarest<=4.6111 longer<=3.0678 shorter<=2.2499
  -0.04347 -0.01649 -0.05879 same_outlet<=1e-35 longer<=2.5249 -0.01649 0.008415 -0.01649 0.08897
centroid<=0.70638 shorter<=3.3498 longer<=4.0163 longer<=3.8394 longer<=3.277 -0.0006223 -0.01668
  0.02789 shorter<=3.1985 -0.09969 -0.0343 rarest<=5.1481 size<=1e-35 -0.01524 -0.0718
  size<=2.0127 0.02789 centroid<=0.34921 -0.01424 0.02789 apart<=18.354 0.07005 0.02789
same_outlet<=1e-35 numbers_shared<=1.5 size<=0.89588 shorter<=2.4414 late<=1e-35 0.0104 -0.01771
  second_rarest<=4.1752 -0.04408 0.01442 shorter<=2.602 0.01181 second_rarest<=5.4452 -0.06684
  0.002632 size<=1.4979 apart<=18.784 0.09632 0.02066 0.01442 shorter<=2.3502 0.01421 -0.03543
shorter<=3.3842 centroid<=0.70638 first_state<=-1e-35 shorter<=2.1383 -0.03653 -0.009419
  size<=0.89588 second_rarest<=2.601 -0.009419 0.004024 shorter<=2.3502 0.01121 -0.009419 0.05165
  size<=2.1383 second_rarest<=5.3708 size<=1e-35 0.0305 -0.03228 shorter<=3.4499 0.09176 0.0305
  -0.05634
apart<=4.1472 nearest<=0.5603 longer<=3.5972 0.02734 0.01317 0.06751 cover<=0.053555 -0.06321
  longer<=2.4414 late<=1e-35 longer<=2.0127 -0.001557 0.01317 cover<=0.25492 -0.03242 -0.001557
  centroid<=0.40793 longer<=2.6736 -0.0311 -0.004141 margin<=0.04697 0.002137 0.01317
rarest<=6.9288 same_outlet<=1e-35 size<=2.0127 numbers_shared<=1e-35 stale<=0.46948 0.0006251
  -0.02304 0.01944 margin<=-0.12564 -0.062 cover<=0.4747 -0.01727 0.01944 apart<=24.706
  rarest<=5.9073 -0.0282 apart<=17.839 0.01944 -0.008477 -0.05979 cover<=0.34443 0.01944 0.1169
cover<=0.053555 -0.06262 size<=1e-35 longer<=3.4176 nearest<=0.50534 stale<=0.48864 0.001298
  -0.03121 0.03445 late<=2.1765 longer<=3.4811 0.09454 0.02476 -0.03121 longer<=3.4499 late<=1e-35
  longer<=2.602 0.03097 -0.001943 -0.0148 cover<=0.61669 -0.03121 0.06127
shorter<=3.8394 same_outlet<=1e-35 size<=0.89588 numbers_shared<=1.5 shorter<=3.0678 0.000155
  0.0214 0.05313 margin<=-0.13013 shorter<=2.3502 -0.01837 -0.08935 numbers_shared<=1.5 -0.006853
  0.04182 first_state<=1e-35 shorter<=3.2385 size<=1.7006 -0.03936 0.01262 0.01262 0.05075 0.08619
centroid<=0.033107 -0.04632 centroid<=0.76366 foreign<=1e-35 first_state<=1e-35 late<=0.29588
  0.001713 -0.008931 rarest<=5.7549 0.003525 0.02984 first_state<=-1e-35 -0.02311 0.02984
  nearest<=0.75658 0.02984 0.06726
centroid<=0.033107 nearest<=0.038927 -0.05647 -0.02712 centroid<=0.70638 foreign<=1e-35
  rarest<=6.9288 late<=4.0331 0.0002426 -0.01873 title_cover<=0.35489 0.01217 0.02494
  first_state<=-1e-35 -0.02158 0.02494 apart<=18.354 0.0698 0.02494
shorter<=3.8607 second_rarest<=2.0867 late<=0.24794 -0.004489 title_cover<=0.13708 -0.06943
  shorter<=1.8688 -0.0524 -0.02994 size<=1e-35 shorter<=1.8688 -0.004489 apart<=10.762 0.03401
  0.005649 size<=2.7403 -0.004489 margin<=-0.049303 -0.001786 0.05819 size<=1e-35 0.1083 -0.01263
longer<=3.4811 shorter<=3.3842 numbers_shared<=1.5 shorter<=2.6736 0.002741 -0.009483
  apart<=7.4341 0.09416 0.01231 0.07707 size<=1e-35 shorter<=2.9174 -0.04119 longer<=3.8607
  centroid<=0.090736 -0.05525 0.02213 0.08409 margin<=-0.036495 -0.08348 second_rarest<=5.3986
  -0.0433 0.02986
cover<=0.053555 -0.06131 stale<=1.8252 longer<=3.277 shorter<=3.1568 numbers_shared<=1.5 0.0004203
  0.04995 cover<=0.15149 -0.01079 0.1125 cover<=0.56431 shorter<=2.3502 0.01858 -0.01079
  nearest<=0.42027 0.01858 0.0898 longer<=2.8618 -0.03072 -0.01079
cover<=0.76087 cover<=0.053555 -0.05973 foreign<=1e-35 first_state<=1e-35 late<=0.29588 0.001875
  -0.008985 rarest<=5.7869 0.003414 0.01827 first_state<=-1e-35 -0.02994 0.01827
  second_rarest<=5.2548 0.01827 cover<=0.79219 0.03871 0.07002
longer<=2.4414 late<=1e-35 0.01687 title_cover<=0.25547 longer<=2.1383 -0.02675 -0.06902
  shorter<=1.8688 -0.02675 0.002098 centroid<=0.41936 longer<=2.6736 late<=1e-35 -0.01225 -0.04883
  size<=0.89588 nearest<=0.061583 -0.05376 0.007115 margin<=-0.087789 -0.07528 -0.0097 0.02223
same_outlet<=1e-35 size<=1.8688 numbers_shared<=1.5 0.00123 0.03665 longer<=2.9701 size<=2.7403
  0.05366 -0.008923 margin<=-0.055817 -0.08942 cover<=0.4747 -0.04241 0.03397 first_state<=1e-35
  longer<=3.3842 size<=1.7006 -0.04073 0.005675 cover<=0.32032 -0.07426 0.005675 0.03565
same_outlet<=1e-35 size<=2.0127 longer<=2.6736 -0.004206 0.007556 longer<=2.9174 0.01833
  margin<=0.094145 -0.08433 -0.00304 apart<=24.814 longer<=3.3842 size<=1.7006 apart<=1e-35
  0.05163 -0.02794 0.06166 nearest<=0.3236 -0.02794 0.1822 longer<=2.9701 -0.02794 -0.0818
centroid<=0.033107 -0.04217 foreign<=1e-35 size<=1e-35 late<=4.097 centroid<=0.60375 0.004706
  0.0572 -0.02018 cover<=0.73016 size<=2.5249 -0.007688 0.01389 same_outlet<=1e-35 0.06005 0.01389
  first_state<=-1e-35 -0.02018 cover<=0.33107 size<=0.89588 0.01451 0.06126 0.09751
same_outlet<=1e-35 longer<=3.9796 longer<=3.8394 longer<=3.7954 0.0007052 -0.09845 0.05517
  -0.02998 apart<=24.814 longer<=3.3842 first_state<=1e-35 -0.0234 longer<=2.6736 0.08195 0.005521
  centroid<=0.32139 -0.02761 cover<=0.32032 0.05625 0.1882 longer<=2.9701 -0.02761 -0.08449
first_state<=1e-35 shorter<=3.0201 shorter<=2.9701 apart<=34.715 0.0001247 shorter<=2.4414
  -0.03341 -0.009144 apart<=13.975 0.004265 -0.0677 second_rarest<=4.5953 -0.05537 0.004265
  shorter<=2.2499 0.004265 shorter<=2.7403 apart<=24.814 0.1363 second_rarest<=3.5855 0.004265
  0.05666 0.004265
foreign<=1e-35 longer<=4.0859 longer<=4.069 longer<=4.0517 apart<=4.1472 0.02883 -0.001111
  -0.08556 centroid<=0.067705 -0.01096 0.1253 nearest<=0.2989 -0.06983 0.02419 first_state<=-1e-35
  -0.05764 apart<=34.896 longer<=2.0127 0.03387 longer<=2.4414 0.1132 0.03387 -0.001249
centroid<=0.033107 -0.03907 longer<=2.3502 late<=1e-35 longer<=2.0127 0.001494 longer<=2.1383
  0.04176 0.01442 rarest<=5.8362 -0.01921 0.001494 second_rarest<=4.6111 longer<=2.8618
  late<=1.014 -0.007505 -0.01921 -0.01921 longer<=2.5249 -0.007505 centroid<=0.40793 0.003632
  0.02325
"""
"""One tree a line (an indented line goes on)."""
