"""Organisations and bodies by the shape of their names. Pure.

A name is a stretch of capitalised words up to a noun that ends such names ("OSCE Permanent
Council"), with what follows by "of", "for" or "on" ("International Court of Justice"); "Full Name
(ACRONYM)" and "ACRONYM (Full Name)" teach an acronym for the rest of the article.
"""

from __future__ import annotations

import re

from monitor.gazetteer.states import by_name
from monitor.seeding.extent import begin, cut, end, ends_here, is_head, may_end
from monitor.seeding.lexicon import ALONE, BODY_HEADS, DAYS, SMALL, word_set
from monitor.seeding.offices import is_title
from monitor.seeding.passage import Passage, Span, SpanKind

_NO_NAME = frozenset({"Former", "Outgoing", "Then", "Fellow"})
_MINISTRY = re.compile(
    r"^(?:foreign|defen[cs]e|interior|finance|health|justice|energy|trade|economy|education|"
    r"agriculture|culture|environment|transport|labou?r|home|oil|tourism|information|planning|"
    r"industry|commerce|emergencies|digital|water|immigration|security)$"
)


_STATEMENT = re.compile(
    r"(?:Joint |Press |Media |Official )?(?:[Ss]tatement|[Cc]ommuniqu[eé]|[Rr]elease|"
    r"[Dd]eclaration|[Nn]otice|[Nn]ote) (?:by|from|of) (?:the )?"
)


def find_letterhead(passage: Passage) -> None:
    """Add the organisation that a headline is the name of, or that it says a statement is by."""
    known = list(passage.spans)
    find_bodies(passage)
    opening = _STATEMENT.match(passage.text)
    first = sum(token.start < opening.end() for token in passage.tokens) if opening else 0
    if any((span.first, span.last) == (first, len(passage.tokens)) for span in passage.spans):
        return
    for span in list(passage.spans):
        passage.drop(span)
    for span in known:
        passage.add(span)


def find_bodies(passage: Passage) -> None:
    """Add the organisations of a sentence by the nouns that end their names."""
    for first, last in list(passage.capital_runs()):
        _in_run(passage, first, last)
    _leading_heads(passage)
    _small_ministries(passage)


LEADING = word_set(
    """Federació Associació Universitat Colexio Ajuntament Ayuntamiento Diputación Generalitat
    Prefeitura Mairie Préfecture Agua Aguas Agence Agencia Agência Agenzia Ordre Orden Ordem Radio
    Banco Banque Banca Banka Partido Partito Universidad Université Universidade Universität
    Università Institut Instituto Istituto Fondation Fundación Fundação Fondazione Ministerio
    Ministère Ministério Centro Parti Partei Société Sociedad Grupo Groupe Gruppo Compagnie
    Asociación Associação Académie Academia Tribunal Corte Cour Bundesamt Bundesverband Verband
    Confederación Federación Sindicato Syndicat Comité Comisión Comissão Movimiento Movimento
    Mouvement Frente Alianza Consejo Conseil Conselho Assembleia Assemblée Asamblea Assemblea
    Hospital Hôpital Ospedale Guardia Policía Polícia Polizia Ejército Fuerza Fuerzas Forças
    Forze Constructora Construtora Costruzioni Empresa Compañía Companhia Compagnia Cooperativa
    Coopérative Minera Mineração Petróleos Petróleo Aerolíneas Aeropuertos Ferrocarriles
    Laboratorios Industrias Indústrias Cámara Câmara Camera Colegio Collège Lycée École Escuela
    Escola Scuola Aliança Alleanza Unión União Unione Confederação Confederazione Confédération
    Federação Federazione Fédération Fédérations Associazione Ligue Liga Club Clube Deportivo
    Atlético Olympique Stade Dinamo Dynamo Lokomotiv Spartak Shakhtar Partizan Hapoel Maccabi
    Stiftung Zavod OAO OOO PAO ZAO PT CV Tbk Kementerian Badan Yayasan Partai Dewan Jamaat
    Jamiat Jamaat-e-Islami Hizb Harakat Jaysh Liwa Hashd Katibat Katiba Mutuelle Caisse Crédit
    Observatoire Secours Bundesanstalt Bundesagentur Landesamt Stadtwerke Deutsche Deutscher
    Deutsches Nederlandse Koninklijke Svenska Norsk Norske Dansk Danske Suomen Polska Polskie
    Česká České Slovenská"""
)
"""Nouns that begin names of organisations in other languages."""
_ELIDED = re.compile(r"^(?:d|l|dell|all|nell|sull|del)'[^\W\d_]|^(?:al|el|ul|wal|as|ash)-[^\W\d_]")
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
        if word not in LEADING or passage.kind(index) in ("organisation", "body", "person"):
            continue
        stop = index + 1
        while stop < len(passage.tokens):
            token = passage.tokens[stop]
            ahead = stop
            while passage.word(ahead) in _SMALL_PARTS and ahead < stop + 2:
                ahead += 1
            if ahead < len(passage.tokens) and ahead > stop and passage.tokens[ahead].is_capital:
                stop = ahead + 1
            elif _ELIDED.match(passage.words[stop]) or (
                token.is_word and token.is_capital and not is_title(passage.words[stop])
            ):
                stop += 1
            else:
                break
        if stop > index + 1:
            name = passage.plain(index, stop)
            passage.put(Span(index, stop, "organisation", name, 0.8))


def _in_run(passage: Passage, first: int, last: int) -> None:
    """The organisation in a stretch of capitalised words, which turns on its last noun."""
    words = passage.words
    while first < last and _is_before_name(passage, first):
        first += 1
    head = next((i for i in range(last - 1, first - 1, -1) if is_head(passage, i)), None)
    if head is None:
        return
    start = cut(passage, first, head)
    while start < head and words[start] in _NO_NAME:
        start += 1
    if not ends_here(passage, start, head, last):
        return
    start = begin(passage, start)
    stop = end(passage, head)
    bare = stop - start == 1
    if (bare and words[head] not in ALONE) or not may_end(passage, start, head, stop):
        return
    if _is_known(passage, start, stop):
        return
    kind: SpanKind = "body" if words[head] in BODY_HEADS else "organisation"
    state = ""
    if words[head] in BODY_HEADS | _OF_STATES:  # "American Airlines" is nothing of the state's
        state = _state(passage, start, stop)
    name = passage.plain(start, stop)
    passage.put(Span(start, stop, kind, name, 0.72 if bare else 0.85, state))


def _is_before_name(passage: Passage, index: int) -> bool:
    """ "The", "On Tuesday", "Meanwhile": but "All" is part of "the All Progressives Congress"."""
    word = passage.words[index].lower()
    if word in DAYS or not passage.tokens[index].is_word or _JOINED.search(word):
        return True
    return word in SMALL and (index in passage.initial or word in ("the", "former", "a", "an"))


_JOINED = re.compile(
    r"-(?:based|listed|backed|led|owned|born|headquartered|run|wide|style|trained)$"
)
_OF_STATES = frozenset({"Forces", "Force", "Party"})


def _is_known(passage: Passage, start: int, stop: int) -> bool:
    return any(
        span.kind in ("organisation", "body", "outlet", "seat", "place")
        and span.first <= start
        and span.last >= stop
        for span in passage.spans
    )


def _state(passage: Passage, start: int, stop: int) -> str:
    """The state whose body it is: "Kenya's Supreme Court", "Supreme Court of Kenya"."""
    if passage.word(start - 1) == "'s" and passage.kind(start - 2) == "state":
        owner = passage.owner[start - 2]
    elif passage.kind(start) in ("demonym", "state"):
        owner = passage.owner[start]
    elif passage.kind(stop - 1) == "state":
        owner = passage.owner[stop - 1]
    else:
        owner = None
    return owner.name if owner else ""


def _small_ministries(passage: Passage) -> None:
    """ "Russia's foreign ministry", "the Kenyan electoral commission": bodies in small letters."""
    for index, word in enumerate(passage.words):
        first = index - 1
        if first < 0 or passage.owner[index] or passage.owner[first]:
            continue
        field = passage.words[first].lower()
        if word in ("ministry", "Ministry"):
            if not _MINISTRY.match(field):
                continue
        elif f"{field} {word}" not in _NATIONAL or is_title(passage.word(index + 1)):
            continue
        owned = passage.word(first - 1) == "'s"
        before = first - 1 - owned
        span = passage.owner[before] if before >= 0 else None
        if not span or span.kind not in ("state", "demonym"):
            continue
        whose = adjective(span.name) if owned else passage.plain(span.first, span.last)
        name = f"{whose} {field.title()} {word.title()}"
        passage.add(
            Span(first=first, last=index + 1, kind="body", name=name, sure=0.8, state=span.name)
        )


_NATIONAL = frozenset(
    {
        "electoral commission",
        "election commission",
        "central bank",
        "supreme court",
        "constitutional court",
        "football federation",
        "football association",
        "high court",
    }
)
"""Bodies of which a state has one, in small letters."""


def adjective(state: str) -> str:
    """The adjective of a state ("Russian")."""
    entry = by_name().get(state)
    demonym = entry.demonyms[0] if entry and entry.demonyms else state
    return state if demonym == f"{state}er" else demonym  # "New Zealand"
