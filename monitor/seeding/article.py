"""An article as text: plain text, HTML or a saved page to headline, paragraphs and date. Pure.

HTML is read with trafilatura, which finds the main text of a page. Input may be hostile: it is
capped in size, stripped of NULs and control characters, and tags nested beyond reason are
refused. Nothing is fetched.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date

import trafilatura
from htmldate import find_date

from monitor.errors import ConfigError

MAX_BYTES: int = 8_000_000
"""The largest page that is read, in bytes; saved pages with images inside reach a few million."""

MAX_DEPTH: int = 400
"""The deepest nesting of tags that is read; browsers stop near 512."""

MAX_PARAGRAPHS: int = 2_000
"""More paragraphs than this are no article; what follows is left out."""

MAX_CHARACTERS: int = 120_000
"""More text than this is no article; what follows is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """``title``: the headline, "" if it has none. ``paragraphs``: its text without boilerplate.

    ``published``: the day the page says it was published, None if it does not.
    """

    title: str
    paragraphs: tuple[str, ...]
    published: date | None = None


_BOILERPLATE = re.compile(
    r"^(?:be the first to comment|leave a (?:reply|comment)|your e-?mail address will not be "
    r"published|required fields are marked|share (?:this|on|via)|read (?:more|also|next|full)|"
    r"see also|related (?:articles|stories|news|posts|topics)|sign up|subscribe|newsletter|"
    r"advertis(?:e|ement)|sponsored|all rights reserved|copyright|©|\(c\)|follow us|click here|"
    r"comments?(?: \(\d+\))?$|post (?:a )?comment|log in|login|register|cookies?|we use cookies|"
    r"this (?:site|website) uses|privacy policy|terms of (?:use|service)|skip to|menu$|search$|"
    r"tags?:|topics?:|filed under|categories:|photo(?:graph)?:|image(?: credit| source)?:|"
    r"picture:|getty images|file photo|reporting by|editing by|writing by|additional reporting|"
    r"\(?(?:additional )?reporting (?:and writing )?by|\(?writing by|\(?editing by|compiled by|"
    r"our standards:|thomson reuters trust|download (?:the|our) app|watch(?: live| now)?:|"
    r"listen(?: now| live)?:|print this|e-?mail this|\d+ (?:min(?:ute)?s? read|comments?|shares?)|"
    r"last (?:updated|modified)|published(?: on| at)?:?|updated(?: on| at)?:?|posted (?:on|by)|"
    r"reuse this content|support our journalism|donate|most read|most popular|trending|"
    r"save my name|name \*|email \*|website$|previous (?:post|article)|next (?:post|article))",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by|from|story by|words by|written by) (?:[A-ZÀ-Þ][\w.'’-]*(?: and|,)? ?){1,8}"
    r"(?:[|,–—-] ?.{0,60})?$",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting)(?: and (?:writing|editing))? by "
    r"[A-Z][^()]{3,300}\)?\.?$"
)
_STARTED = re.compile(rb"<(?:!doctype|html|head|body|article|div|p|meta)\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
    ]
)
_DROPPED = re.compile(
    r"<(script|style|noscript|template|svg|iframe|object)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def article(content: bytes | str, *, name: str = "article") -> Article:
    """Read an article. ``name``: what messages call it.

    Raises ``ConfigError`` if it is too large, nested too deeply or holds no text.
    """
    if len(content) > MAX_BYTES:
        raise ConfigError(
            f"larger than {MAX_BYTES:,} bytes", file=name, hint="save the article's text alone"
        )
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    text = _CONTROL.sub("", content if isinstance(content, str) else _decode(raw))
    found = _from_html(text, name) if _STARTED.search(raw[:4096]) else _from_text(text)
    if not found.title and not found.paragraphs:
        raise ConfigError("no text found", file=name, hint="save the page again, or its text")
    return found


def _decode(raw: bytes) -> str:
    """UTF-8 or UTF-16 by its marks, what the page declares, else Windows-1252."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = re.search(rb"charset=[\"']?([\w-]{2,20})", raw[:4096], re.IGNORECASE)
    for encoding in (declared[1].decode("ascii"),) if declared else ():
        try:
            return raw.decode(encoding, "replace")
        except LookupError:
            pass
    return raw.decode("cp1252", "replace")


def _from_text(text: str) -> Article:
    blocks = _blocks(text[:MAX_CHARACTERS].splitlines())
    if not blocks:
        return Article(title="", paragraphs=())
    title = ""
    if len(blocks) > 1 and len(blocks[0]) <= 200 and blocks[0][-1:] not in ".;,:":
        title, blocks = blocks[0], blocks[1:]
    return Article(title=title, paragraphs=_clean(blocks, title))


MAX_MARGIN = 200
"""Lines longer than this are no broken lines but whole paragraphs."""


def _blocks(lines: list[str]) -> list[str]:
    """Paragraphs: parted by blank lines where there are any, else a line each.

    A line that ends well before the margin ends its paragraph too: with a stop, or as a headline.
    """
    lines = [" ".join(line.split()) for line in lines]
    margin = max(map(len, lines), default=0)
    if margin > MAX_MARGIN or "" not in "\n".join(lines).strip().split("\n"):
        return [line for line in lines if line]
    blocks: list[list[str]] = [[]]
    for line in lines:
        above = blocks[-1][-1] if blocks[-1] else ""
        headline = blocks == [[above]] and above[-1:] not in ".;,:"
        ended = above[-1:] in (*'.!?"”’', "") or headline
        if not line or (ended and len(above) < 0.7 * margin):
            blocks.append([])
        if line:
            blocks[-1].append(line)
    return [" ".join(block) for block in blocks if block]


def _from_html(text: str, name: str) -> Article:
    text = _DROPPED.sub(" ", text)
    if _depth(text) > MAX_DEPTH:
        raise ConfigError(
            f"tags nested more than {MAX_DEPTH} deep",
            file=name,
            hint="save the article's text alone",
        )
    read = trafilatura.bare_extraction(
        text,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        deduplicate=True,
        favor_precision=False,
    )
    title, body = "", ""
    if read is not None:
        found = read if isinstance(read, dict) else read.as_dict()
        title, body = found.get("title") or "", found.get("text") or ""
    if not body:
        body = _stripped(text)
    title = " ".join(html.unescape(title).split())
    blocks = [" ".join(line.split()) for line in body[:MAX_CHARACTERS].splitlines()]
    blocks = [block for block in blocks if block]
    return Article(title=title, paragraphs=_clean(blocks, title), published=_date(text))


def _stripped(text: str) -> str:
    """The text of a page in which trafilatura finds no article."""
    text = re.sub(
        r"</?(?:p|div|br|h\d|li|tr|article|section|title|body|head)\b[^>]*>",
        "\n",
        text,
        flags=re.IGNORECASE,
    )
    return html.unescape(re.sub(r"<[^>]{0,2000}>", "", text))


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _VOID or match[3].endswith("/"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _date(text: str) -> date | None:
    """The day that the page's own marks tell, never a guess from its text."""
    try:
        found = find_date(text, original_date=True, extensive_search=False)
        return date.fromisoformat(found) if found else None
    except Exception as error:  # noqa: BLE001 - a library on hostile input; a date is optional
        del error
        return None


def _clean(blocks: list[str], title: str) -> tuple[str, ...]:
    kept = []
    for number, block in enumerate(blocks[:MAX_PARAGRAPHS]):
        if block == title or (len(block) < 160 and _BOILERPLATE.match(block.lstrip("-–—•*#[( "))):
            continue
        if number < 4 and len(block) < 120 and _BYLINE.match(block):
            continue
        text = _CREDITS.sub("", block).strip()
        if text:
            kept.append(text)
    return tuple(kept)
