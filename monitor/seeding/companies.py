"""Organisations that only their surroundings tell: companies and unexplained acronyms. Pure."""

from __future__ import annotations

import re

from monitor.gazetteer.words import common_words, given_names
from monitor.seeding.lexicon import HEADS, NOT_ORGANISATIONS, OTHER_HEADS, REGIONAL, SMALL
from monitor.seeding.passage import BY_CONTEXT, Passage, Span
from monitor.seeding.roles import is_title

_AFTER_SURE = re.compile(
    r"^(?:'s? )?(?:shares|stock price|shareholders|chief executive|CEO|CFO|chief financial|"
    r"supervisory board|(?:quarterly|annual) (?:profit|results|revenue))\b"
)
_APPOSITION = re.compile(
    # "Solvane, the Belmoran battery maker,"
    r"^, (?:the|a|an) (?:(?!of\b|at\b|in\b|head\b)[\w'-]+ ){0,4}?(?:company|firm|group|maker|"
    r"retailer|airline|bank|manufacturer|start-?up|operator|supplier|charity|union|chain|producer|"
    r"carmaker|brewer|conglomerate|insurer|utility|lender|regulator|watchdog|nonprofit|party)"
    r"(?=[,.]| (?:that|which|based|behind|whose))"
)
_AFTER = re.compile(
    r"^(?:'s? )?(?:stock|board|chairman|chairwoman|employees|customers|profits?|revenues?|sales|"
    r"spokesman|spokeswoman|spokesperson|finance chief|boss|workers|management|earnings|"
    r"headquarters|factory|plants?|executives?|founder|co-founder|lawyers|stores|staff)\b"
)
_BEFORE_SURE = re.compile(
    r"(?:\bshares (?:of|in)|\bstake in|\bacquir(?:e|ed|es|ing)|\btakeover of|\bmerger with|"
    r"\b(?:company|firm|giant|carmaker|automaker|retailer|airline|manufacturer|startup|start-up|"
    r"drugmaker|chipmaker|conglomerate|brewer|insurer|lender|supermarket chain|utility)|"
    r"\bsubsidiary of|\bchief executive (?:officer )?(?:of|at)|\bCEO (?:of|at)|\bunit of|"
    r"\bparent company|\bowned by)$"
)
_BEFORE = re.compile(
    r"(?:\bbank|\bmaker|\bsubsidiary|\bunion|\bcharity|\bNGO|\bparty|\bmilitia|\bgroup|"
    r"\bnewspaper|\bregulator|\bwatchdog|\bthink tank|\boperator|\bsupplier|\bminer|"
    r"\bchairman of|\bfounder of|\bboard of|\bparent of|\bowner of|\bworks for|\bworked for|"
    r"\bnon-profit|\bnonprofit|\borgani[sz]ation|\bteam|\bclub|\bplatform|\bapp|\bwebsite)$"
)
_RESULTS = re.compile(
    r"^(?:said|confirmed|announced|added|declined|reported|posted|cuts?|axed|laid off)\b[^.]*"
    r"\b(?:quarter|profit|"
    r"revenue|shares|customers|jobs|plant|takeover|merger|earnings|dividend)\b"
)
_STATEMENT = re.compile(r"^(?:said|confirmed|announced|added|declined|reported)\b(?P<rest>.*)")
_THING, _HUMAN = re.compile(r"\b(?:it|its)\b"), re.compile(r"\b(?:he|she|his|her)\b")
_CAPS = re.compile(r"^(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Z&.\d]{1,7}$")


_LONGEST = 4
"""Words in the longest name that only its surroundings tell."""


def find_companies(passage: Passage, *, sure: bool) -> None:
    """Add companies told by what stands beside the name, and acronyms that nobody explained.

    ``sure``: only what its surroundings tell beyond doubt, before people are looked for.
    """
    for first, last in list(passage.capital_runs()):
        start = first
        while start < last:
            if passage.owner[start] or passage.words[start].lower() in SMALL:
                start += 1
                continue
            end = start
            while end < last and not passage.owner[end] and not is_title(passage.words[end]):
                end += 1
            if end > start:
                _company(passage, start, end, sure=sure)
            start = max(end, start + 1)


def _company(passage: Passage, first: int, last: int, *, sure: bool) -> None:
    before = passage.text[: passage.tokens[first].start].rstrip().replace("’", "'")
    after = passage.text[passage.tokens[last - 1].end :].lstrip().replace("’", "'")
    alone = last - first == 1
    if alone and _CAPS.match(passage.tokens[first].text.rstrip(".")):
        if not sure:
            _acronym(passage, first, before, after)
        return
    if not _can_be_company(passage, first, last) or before.lower().endswith(("the", " a", " an")):
        return
    certain = bool(
        _AFTER_SURE.match(after)
        or _APPOSITION.match(after)
        or _BEFORE_SURE.search(before)
        or (alone and _RESULTS.match(after))
    )
    if sure and not certain:
        return
    weak = bool(_AFTER.match(after) or _BEFORE.search(before))
    said = _STATEMENT.match(after)
    if said and " in a statement" in said["rest"] and not _HUMAN.search(said["rest"]):
        certain = certain or bool(_THING.search(said["rest"]))
        weak = True
    if certain or weak:
        name = passage.plain(first, last)
        passage.add(Span(first, last, "organisation", name, BY_CONTEXT[certain]))


def _can_be_company(passage: Passage, first: int, last: int) -> bool:
    words = passage.words[first:last]
    if len(words) > _LONGEST or words[0] in given_names() or not REGIONAL.isdisjoint(words):
        return False
    fits = len(words[0]) > 2 if len(words) == 1 else OTHER_HEADS.isdisjoint(words)
    begins = first in passage.initial and all(word.lower() in common_words() for word in words)
    return fits and not begins


def _acronym(passage: Passage, index: int, before: str, after: str) -> None:
    word = passage.words[index]
    plain = word.replace(".", "")
    if plain in NOT_ORGANISATIONS or word in HEADS or (not plain.isalpha() and "&" not in plain):
        return
    if passage.text.isupper() or len(plain) < 2 or plain.lower() in common_words():
        return
    if re.match(r"^-?\d", after) or (before.endswith(("(", "-")) and after.startswith((")", "-"))):
        return
    acts = re.match(
        r"^(?:'s\b|said|says|has|have|had|will|would|is|was|also|told|announced|warned|called|"
        r"reported|urged|confirmed|spokes|chief|president|leader|director|officials?|members?)\b",
        after,
    ) or re.match(r"^'s ", after)
    before_span = passage.owner[index - 1] if index else None
    if before_span and before_span.kind == "organisation":
        return  # a ticker: "Delta Air Lines Inc. DAL"
    if len(plain) == 2 and not acts:
        return
    sure = 0.72 if before.lower().endswith(" the") and acts else 0.7 if acts else 0.55
    passage.add(Span(index, index + 1, "organisation", word, sure))
