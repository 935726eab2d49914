"""Organisations that only their surroundings tell: companies and unexplained acronyms. Pure."""

from __future__ import annotations

import re

from monitor.gazetteer.words import common_words, given_names
from monitor.seeding.bodies import HEADS
from monitor.seeding.lexicon import NOT_ORGANISATIONS, OTHER_HEADS, REGIONAL, SMALL
from monitor.seeding.passage import Passage, Span
from monitor.seeding.roles import is_title

_AFTER = re.compile(
    r"^(?:'s )?(?:shares|stock|shareholders|chief executive|CEO|board|chairman|chairwoman|"
    r"chief financial|employees|customers|profits?|revenues?|sales|spokesman|spokeswoman|"
    r"spokesperson|finance chief|boss|workers|management|supervisory board|earnings|"
    r"headquarters|factory|plants?|executives?|founder|co-founder|lawyers)\b"
)
_BEFORE = re.compile(
    r"(?:\bshares (?:of|in)|\bstake in|\bacquir(?:e|ed|es|ing)|\btakeover of|\bmerger with|"
    r"\bowned by|\bcompany|\bfirm|\bgiant|\bcarmaker|\bautomaker|\bretailer|\bairline|\bbank|"
    r"\bmanufacturer|\bmaker|\bstartup|\bstart-up|\bsubsidiary(?: of)?|\brival|\bunion|\bcharity|"
    r"\bNGO|\bparty|\bmilitia|\bgroup|\bnewspaper|\bregulator|\bwatchdog|\bthink tank|"
    r"\boperator|\bsupplier|\bdeveloper|\bbrewer|\bminer|\butility|\binsurer|\blender|"
    r"\bchief executive (?:officer )?(?:of|at)|\bCEO (?:of|at)|\bchairman of|\bfounder of|"
    r"\bboard of|\bunit of|\bparent of|\bparent company|\bowner of|\bworks for|\bworked for)$"
)
_STATEMENT = re.compile(
    r"^(?:said|confirmed|announced|added|declined|reported|posted)\b[^.]*\b(?:in a statement|"
    r"quarter|profit|revenue|shares|customers|to comment|jobs|plant|takeover|merger|earnings)\b"
)
_CAPS = re.compile(r"^(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Z&.\d]{1,7}$")


def find_companies(passage: Passage) -> None:
    """Add companies told by what stands beside the name, and acronyms that nobody explained."""
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
                _company(passage, start, end)
            start = max(end, start + 1)


def _company(passage: Passage, first: int, last: int) -> None:
    words = passage.words[first:last]
    before = passage.text[: passage.tokens[first].start].rstrip().replace("’", "'")
    after = passage.text[passage.tokens[last - 1].end :].lstrip().replace("’", "'")
    if last - first == 1 and _CAPS.match(passage.tokens[first].text.rstrip(".")):
        _acronym(passage, first, before, after)
        return
    if last - first > 4 or any(word in OTHER_HEADS or word in REGIONAL for word in words):
        return
    if all(word.lower() in common_words() for word in words) and first in passage.initial:
        return
    if last - first == 1 and (words[0] in given_names() or len(words[0]) < 3):
        return
    told = (
        bool(_AFTER.match(after))
        + 2 * bool(_BEFORE.search(before))
        + 2 * bool(_STATEMENT.match(after))
    )
    if told and before[-4:].lower() in ("the ", " the"):
        return
    if told:
        name = passage.surface(first, last).replace("’", "'")
        sure = 0.75 if told >= 2 else 0.6
        passage.add(Span(first, last, "organisation", name, sure))


def _acronym(passage: Passage, index: int, before: str, after: str) -> None:
    word = passage.words[index]
    plain = word.replace(".", "")
    if plain in NOT_ORGANISATIONS or word in HEADS or not plain.isalpha() and "&" not in plain:
        return
    if passage.text.isupper() or len(plain) < 2 or plain.lower() in common_words():
        return
    if re.match(r"^-?\d", after) or before.endswith(("(", "-")) and after.startswith((")", "-")):
        return
    acts = re.match(
        r"^(?:'s\b|said|says|has|have|had|will|would|is|was|also|told|announced|warned|called|"
        r"reported|urged|confirmed|spokes|chief|president|leader|director|officials?|members?)\b",
        after,
    ) or re.match(r"^'s ", after)
    if len(plain) == 2 and not acts:
        return
    sure = 0.72 if before.lower().endswith(" the") and acts else 0.7 if acts else 0.55
    passage.add(Span(index, index + 1, "organisation", word, sure))
