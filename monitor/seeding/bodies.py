"""Organisations and bodies by the shape of their names. Pure.

A name is a stretch of capitalised words up to a noun that ends such names ("OSCE Permanent
Council"), with what follows by "of", "for" or "on" ("International Court of Justice"); "Full Name
(ACRONYM)" and "ACRONYM (Full Name)" teach an acronym for the rest of the article.
"""

from __future__ import annotations

import re

from monitor.gazetteer.states import by_name
from monitor.gazetteer.words import common_words, given_names
from monitor.seeding.lexicon import (
    ALONE,
    BODY_HEADS,
    DAYS,
    HEADS,
    NEVER_LAST,
    SINGLE_NAME,
    SMALL,
    SURNAMES,
)
from monitor.seeding.passage import Passage, Span
from monitor.seeding.roles import is_title

_CUTS = (SINGLE_NAME - {"general", "speaker", "major", "commander", "secretary", "father"}) | {
    "spokesman", "spokeswoman", "spokesperson", "director", "chief", "leader", "minister", "mr",
    "mrs", "ms", "dr",
}  # fmt: skip
_NO_NAME = frozenset({"Former", "Outgoing", "Then", "Fellow"})
_MINISTRY = re.compile(
    r"^(?:foreign|defen[cs]e|interior|finance|health|justice|energy|trade|economy|education|"
    r"agriculture|culture|environment|transport|labou?r|home|oil|tourism|information|planning|"
    r"industry|commerce|emergencies|digital|water|immigration|security)$"
)


def find_bodies(passage: Passage) -> None:
    """Add the organisations of a sentence by the nouns that end their names."""
    for first, last in list(passage.capital_runs()):
        _in_run(passage, first, last)
    _leading_heads(passage)
    _small_ministries(passage)


_LEADING = frozenset(
    [
        "Banco",
        "Banque",
        "Banca",
        "Banka",
        "Partido",
        "Partito",
        "Universidad",
        "Université",
        "Universidade",
        "Universität",
        "Università",
        "Institut",
        "Instituto",
        "Istituto",
        "Fondation",
        "Fundación",
        "Fundação",
        "Fondazione",
        "Ministerio",
        "Ministère",
        "Ministério",
        "Centro",
        "Parti",
        "Partei",
        "Société",
        "Sociedad",
        "Grupo",
        "Groupe",
        "Gruppo",
        "Compagnie",
        "Asociación",
        "Associação",
        "Académie",
        "Academia",
        "Tribunal",
        "Corte",
        "Cour",
        "Bundesamt",
        "Bundesverband",
        "Verband",
        "Confederación",
        "Federación",
        "Sindicato",
        "Syndicat",
        "Comité",
        "Comisión",
        "Comissão",
        "Movimiento",
        "Movimento",
        "Mouvement",
        "Frente",
        "Alianza",
        "Consejo",
        "Conseil",
        "Conselho",
    ]
)
_SMALL_PARTS = frozenset(
    {
        "de",
        "del",
        "della",
        "di",
        "do",
        "da",
        "des",
        "du",
        "la",
        "le",
        "los",
        "las",
        "für",
        "of",
        "el",
        "y",
        "e",
        "et",
        "dos",
        "das",
        "dei",
        "à",
    }
)


def _leading_heads(passage: Passage) -> None:
    """ "Banco del Sur": names of other languages, which begin with their noun."""
    for index, word in enumerate(passage.words):
        if word not in _LEADING or passage.kind(index) in ("organisation", "body", "person"):
            continue
        stop = index + 1
        while stop < len(passage.tokens):
            token = passage.tokens[stop]
            ahead = stop
            while passage.word(ahead) in _SMALL_PARTS and ahead < stop + 2:
                ahead += 1
            if ahead < len(passage.tokens) and ahead > stop and passage.tokens[ahead].is_capital:
                stop = ahead + 1
            elif token.is_word and token.is_capital and not is_title(passage.words[stop]):
                stop += 1
            else:
                break
        if stop > index + 1:
            name = _name(passage, index, stop)
            passage.put(Span(index, stop, "organisation", name, 0.8))


def _is_head(passage: Passage, index: int) -> bool:
    return passage.words[index] in HEADS


def _in_run(passage: Passage, first: int, last: int) -> None:
    while first < last and (
        passage.words[first].lower() in SMALL or not passage.tokens[first].is_word
    ):
        first += 1
    head = next((i for i in range(last - 1, first - 1, -1) if _is_head(passage, i)), -1)
    if head < 0:
        return
    start = first
    for index in range(first, head):
        if passage.words[index].lower() in _CUTS:
            start = index + 1
    while start < head and passage.words[start] in _NO_NAME:
        start += 1
    if not _ends_here(passage, start, head, last):
        return
    start = _across_genitive(passage, start)
    start = _across_and(passage, start)
    start = _across_of(passage, start)
    start = _office_of(passage, start)
    end = _behind(passage, head + 1)
    if end == head + 1 and head - start == 0 and passage.words[head] not in ALONE:
        return
    if not _may_end(passage, start, head, end):
        return
    kind = passage.kind(start) if start == first else ""
    if any(
        span.kind in ("organisation", "body", "outlet", "seat", "place")
        and span.first <= start
        and span.last >= end
        for span in passage.spans
    ):
        return
    name = _name(passage, start, end)
    state = ""
    if start >= 2 and passage.words[start - 1] == "'s" and passage.kind(start - 2) == "state":
        owner = passage.owner[start - 2]
        state = owner.name if owner else ""
    elif kind in ("demonym", "state") and passage.owner[start]:
        state = passage.owner[start].name  # type: ignore[union-attr]
    elif passage.kind(end - 1) == "state":
        state = passage.owner[end - 1].name  # type: ignore[union-attr]
    if passage.words[head] not in BODY_HEADS | {"Forces", "Force", "Party"}:
        state = ""  # "American Airlines" is nothing of the state's
    sure = 0.85
    if end - start == 1:
        sure = 0.5
    passage.put(
        Span(
            first=start,
            last=end,
            kind="body" if passage.words[head] in BODY_HEADS else "organisation",
            name=name,
            sure=sure,
            state=state,
        )
    )


def _ends_here(passage: Passage, start: int, head: int, last: int) -> bool:
    """Whether the name really ends at its head: "Technology Secretary" is no organisation."""
    word, after = passage.words[head], passage.word(head + 1)
    if word == "Administration" and head - start == 1:
        return False  # "the Biden Administration" is a government, not a body
    if head + 1 >= last or word in BODY_HEADS:
        return True
    if is_title(after):
        return word not in NEVER_LAST
    return after in given_names() or after.lower() not in common_words()


def _across_genitive(passage: Passage, start: int) -> int:
    """ "Sierra Leone People's Party": a genitive of a common noun is part of the name."""
    if start < 2 or passage.words[start - 1] not in ("'s", "'"):
        return start
    word = passage.words[start - 2]
    if (
        (
            not passage.tokens[start - 2].is_capital
            or word.lower() not in common_words()
            or word in SURNAMES
            or is_title(word)
            or passage.owner[start - 2]
        )
        and passage.word(start - 3) not in ("St", "St.")
        and word not in ("Workers", "Teachers", "Doctors", "Farmers", "Students", "Women", "Men")
    ):
        return start
    start -= 2
    while (
        start >= 1
        and passage.tokens[start - 1].is_word
        and passage.tokens[start - 1].is_capital
        and passage.words[start - 1].lower() not in SMALL | _CUTS
    ):
        start -= 1
    return start


def _across_of(passage: Passage, start: int) -> int:
    """ "Future of Privacy Forum": the name begins before "of"."""
    if start >= 3 and passage.words[start - 1] == "of" and passage.words[start] not in HEADS:
        index = start - 2
        word = passage.words[index]
        if (
            passage.tokens[index].is_capital
            and passage.tokens[index].is_word
            and index not in passage.initial
            and not passage.owner[index]
            and not is_title(word)
            and word.lower() in common_words()
            and word.lower() not in SMALL
        ):
            while (
                index >= 1
                and passage.tokens[index - 1].is_word
                and passage.tokens[index - 1].is_capital
                and not is_title(passage.words[index - 1])
                and passage.words[index - 1].lower() not in SMALL
            ):
                index -= 1
            if not any(word in given_names() for word in passage.words[index : start - 1]):
                return index
    return start


def _name(passage: Passage, start: int, end: int) -> str:
    return re.sub(r"\s+", " ", passage.surface(start, end)).replace("’", "'")


def _may_end(passage: Passage, start: int, head: int, end: int) -> bool:
    word = passage.words[head]
    if word not in NEVER_LAST or end > head + 1:
        return True
    before = passage.words[head - 1] if head > start else ""
    return bool(before) and before.lower() not in common_words()


def _across_and(passage: Passage, start: int) -> int:
    """ "Trade and Industry Ministry": the name begins before "and"."""
    if start >= 2 and passage.words[start - 1] in ("and", "&"):
        before = passage.tokens[start - 2]
        if (
            before.is_capital
            and passage.words[start].lower() in common_words()
            and passage.words[start - 2].lower() in common_words()
            and not passage.owner[start - 2]
            and passage.words[start] not in HEADS
        ):
            start -= 2
            while (
                start >= 1
                and passage.tokens[start - 1].is_word
                and passage.tokens[start - 1].is_capital
                and passage.words[start - 1].lower() not in SMALL
            ):
                start -= 1
    return start


def _office_of(passage: Passage, start: int) -> int:
    """ "Prime Minister's Office": the office belongs to its name."""
    if (
        start >= 2
        and passage.words[start - 1] == "'s"
        and passage.words[start] in ("Office", "Council", "Administration")
        and passage.words[start - 2] in ("Minister", "President", "General", "Governor", "Mayor")
    ):
        start -= 2
        while start >= 1 and passage.words[start - 1] in ("Prime", "Attorney", "Vice", "Deputy"):
            start -= 1
    return start


_LINKS = ("of", "for", "on", "against", "to")


def _behind(passage: Passage, end: int) -> int:
    """Where a name ends that goes on with "of Foreign Affairs", "for Human Rights"."""
    while True:
        link = passage.word(end)
        if (
            link == "in"
            and passage.words[end - 1] in ("Mission", "Force")
            and (passage.kind(end + 1) == "state")
        ):
            return end + 2
        if link not in _LINKS:
            return end
        after = end + 1
        if passage.word(after) == "the":
            after += 1
        if after >= len(passage.tokens) or not passage.tokens[after].is_capital:
            return end
        first = passage.words[after]
        if first.lower() in DAYS or first.lower() in SMALL:
            return end
        if link != "of" and (passage.kind(after) or first.lower() not in common_words()):
            return end
        if link == "to":
            return end
        stop = _complement(passage, after)
        if stop == after:
            return end
        end = stop


def _complement(passage: Passage, index: int) -> int:
    span = passage.owner[index]
    if span and span.kind in ("state", "capital", "place", "organisation", "body"):
        return span.last
    stop = index
    while stop < len(passage.tokens):
        token = passage.tokens[stop]
        word = passage.words[stop]
        if (token.is_word and token.is_capital and word.lower() not in _CUTS) or (
            word in ("and", "&", ",") and _joins(passage, stop, index)
        ):
            stop += 1
        else:
            break
    while stop > index and passage.words[stop - 1] in ("and", "&", ","):
        stop -= 1
    # a person may stand behind: "Ministry of Health Jane Roe"
    for at in range(index + 1, stop - 1):
        if passage.words[at] in given_names() and passage.words[at].lower() not in common_words():
            return at
    return stop


def _joins(passage: Passage, index: int, first: int) -> bool:
    """Whether "and" or a comma goes on with one name ("Health, Welfare and Sport")."""
    after = index + 1
    if after >= len(passage.tokens) or not passage.tokens[after].is_capital:
        return False
    if passage.owner[after] and passage.kind(after) != "demonym":
        return False
    word = passage.words[after]
    if word.lower() not in common_words() or word.lower() in SMALL or word in given_names():
        return False
    if passage.words[first].lower() not in common_words():
        return False
    if passage.words[index] == ",":
        rest = passage.words[after + 1 : after + 6]
        return "and" in rest[:2] or ("," in rest[:1] and "and" in rest)
    following = passage.word(after + 1)
    return following not in HEADS and word.lower() not in _CUTS


def _small_ministries(passage: Passage) -> None:
    """ "Russia's foreign ministry", "the Kenyan interior ministry": bodies in small letters."""
    for index, word in enumerate(passage.words):
        if word not in ("ministry", "Ministry") or passage.owner[index]:
            continue
        first = index - 1
        if first < 0 or not _MINISTRY.match(passage.words[first].lower()):
            continue
        before = first - 1
        if passage.word(before) == "'s":
            before -= 1
        span = passage.owner[before] if before >= 0 else None
        if not span or span.kind not in ("state", "demonym"):
            continue
        name = f"{adjective(span.name)} {passage.words[first].title()} Ministry"
        passage.add(
            Span(first=first, last=index + 1, kind="body", name=name, sure=0.8, state=span.name)
        )


def adjective(state: str) -> str:
    """The adjective of a state ("Russian")."""
    entry = by_name().get(state)
    return entry.demonyms[0] if entry and entry.demonyms else state
