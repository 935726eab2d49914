"""Plain text out of hostile HTML or text. Pure; imports only the standard library.

Guarantees of :func:`plain_text`: no tag, comment or script survives, however often it was
escaped; nothing invisible that could hide or reorder what a person reads; one line; bounded
length; time linear in the input, however it is built.
"""

from __future__ import annotations

import html
import re

_MAX_PASSES = 8
"""Escaped markup is unescaped and stripped again at most this often. Real feeds need 3."""

_MAX_TAGS = 100_000
"""Tags read in one text; what follows is dropped (0.1 s). A long article has about 2,000."""

_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
"""Elements that do not separate words: ``Uk<b>raine</b>`` is one word."""

_RAW = ("script", "style", "iframe", "noframes", "noembed", "template", "textarea", "xmp", "svg")
"""Elements whose content is never read by a person as part of the text."""

_BLOCK = frozenset({
    "address", "applet", "area", "article", "aside", "audio", "base", "blockquote", "body", "br",
    "button", "canvas", "caption", "center", "col", "colgroup", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "embed", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "img",
    "input", "isindex", "label", "legend", "li", "link", "main", "map", "marquee", "math", "menu",
    "meta", "meter", "nav", "noscript", "object", "ol", "optgroup", "option", "output", "p",
    "param", "picture", "pre", "progress", "rp", "rt", "ruby", "section", "select", "source",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
    "video",
})  # fmt: skip
_KNOWN = _INLINE | _BLOCK | frozenset(_RAW)

_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>]|$)", re.IGNORECASE) for name in _RAW}

# A complete tag. A quote matters only after "=", as in HTML. "<" outside quotes ends the try, so
# that "<a <a <a" costs no more than its length.
_TAG = re.compile(r"""</?([a-zA-Z][^\s/<>"']*)(?>(?<==)"[^"]*"|(?<==)'[^']*'|[^<>])*>""")
_LETTER = re.compile(r"[a-zA-Z]")
_OPENED = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<]*")

_AMP_CHAIN = re.compile(r"&(?:(?:amp|AMP|#0{0,9}38|#[xX]0{0,9}26);)+")
# Python refuses to convert numbers of thousands of digits; no character needs more than seven.
_HUGE_REF = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_CUT_TAG = re.compile(r"<[a-zA-Z0-9/!?]*$")
_CUT_REF = re.compile(r"&[^\s;&]{0,40}$")

# Characters nobody sees: controls but white space, soft hyphen, combining grapheme joiner, Hangul
# fillers, Mongolian vowel separator, zero-width space and joiners, direction marks, embeddings,
# overrides and isolates, invisible operators, variation selectors, byte order mark, interlinear
# marks, lone surrogates, non-characters, tags, selector supplements. ZWNJ and ZWJ: see below.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b"
    "\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
# Those of them that Unicode and Python call printable all the same.
_PRINTABLE_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Joiners shape words of Arabic, Indic and other scripts, and emoji; after anything else they hide.
_JOINER = re.compile(
    "(?<![\u0590-\u08ff\u0900-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1bff\ua800-\ua8ff"
    "\u2190-\u2bff\ufb50-\ufdff\ufe70-\ufefe\U0001f000-\U0001faff])[\u200c\u200d]+"
    "|(?<=[\u200c\u200d])[\u200c\u200d]+"
)


def plain_text(html_or_text: str, *, max_chars: int) -> str:
    """The text of HTML or text as one line of at most ``max_chars`` characters.

    Markup is removed with the content of scripts and the like; entities are decoded until none
    is left, so that twice-escaped markup cannot come back to life. Joiners that scripts need
    stay. A longer text ends with "…", at a word's end where one is near.
    """
    if _is_plain(html_or_text) and len(html_or_text) <= max_chars:
        return " ".join(html_or_text.split())
    text = _visible(html_or_text)
    budget = 16 * max_chars + 4096  # an entity of one character may be this long, with tags around
    cut = False
    for _ in range(_MAX_PASSES):
        stripped, was_cut = _strip_markup(text, budget) if "<" in text else _shorten(text, budget)
        cut = cut or was_cut
        decoded = _visible(_decode(stripped))
        if decoded == text:
            break
        text = decoded
        if "<" not in text and "&" not in text and len(text) <= budget:
            break  # nothing that another pass could change
    else:  # somebody nested escapes on purpose: leave nothing that could be decoded once more
        text = text.replace("<", " ").replace("&", " ")
    return _limit(" ".join(text.split()), max_chars, cut=cut)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "<" not in text and "&" not in text


def _visible(text: str) -> str:
    if text.isprintable() and (text.isascii() or not _PRINTABLE_INVISIBLE.search(text)):
        return text
    return _JOINER.sub("", _INVISIBLE.sub("", text))


def _decode(text: str) -> str:
    if "&" not in text:
        return text
    return html.unescape(_HUGE_REF.sub(" ", _AMP_CHAIN.sub("&", text)))


def _shorten(text: str, budget: int) -> tuple[str, bool]:
    """At most ``budget`` characters without cutting an entity, and whether something was cut."""
    if len(text) <= budget:
        return text, False
    text = " ".join(text.split())
    return (_CUT_REF.sub("", text[:budget]), True) if len(text) > budget else (text, False)


def _strip_markup(text: str, budget: int) -> tuple[str, bool]:
    """Text without tags; stops after ``budget`` characters. Second value: whether it stopped."""
    pieces: list[str] = []
    ends = _Ends(text)
    at = size = tags = 0
    while at < len(text):
        start = text.find("<", at)
        start = len(text) if start < 0 else start
        if start > at:
            piece, cut = _shorten(text[at:start], budget - size)
            pieces.append(piece)
            size += len(piece)
            if cut:
                return "".join(pieces), True
        if start == len(text):
            break
        tags += 1
        if tags > _MAX_TAGS:
            return "".join(pieces), True
        at, kept = _after_markup(text, start, ends)
        pieces.append(kept)
        size += len(kept)
    return "".join(pieces), False


class _Ends:
    """What is known not to come any more, so that no search runs to the end twice in vain."""

    def __init__(self, text: str) -> None:
        self.last_gt = text.rfind(">")
        self.last_cdata = text.rfind("]]>")
        self.unclosed: set[str] = set()


def _after_markup(text: str, start: int, ends: _Ends) -> tuple[int, str]:
    """Where to read on after the "<" at ``start``, and what to keep instead of the markup."""
    after = text[start + 1 : start + 4]
    if after == "!--":
        end = text.find("-->", start + 2)
        return (len(text), " ") if end < 0 else (end + 3, "")
    if text.startswith("![CDATA[", start + 1):
        end = text.find("]]>", start) if start < ends.last_cdata else -1
        return (start + 9, "") if end < 0 else (end + 3, text[start + 9 : end])
    if after[:1] in ("!", "?") or (after[:1] == "/" and not _LETTER.match(after, 1)):
        end = text.find(">", start) if start < ends.last_gt else -1
        return (start + 2, " ") if end < 0 else (end + 1, " ")
    tag = _TAG.match(text, start) if start < ends.last_gt else None
    if tag is None:
        return _after_unfinished(text, start)
    name = tag[1].lower()
    if name in _RAW_END and after[0] != "/" and name not in ends.unclosed:
        end_tag = _RAW_END[name].search(text, tag.end())
        if end_tag is not None:
            return end_tag.start(), " "
        ends.unclosed.add(name)
    return tag.end(), "" if name in _INLINE else " "


def _after_unfinished(text: str, start: int) -> tuple[int, str]:
    """A "<" that no ">" ends: the rest of a cut-off tag, or simply a less-than sign."""
    opened = _OPENED.match(text, start)
    if opened is not None:
        name = opened[1].lower()
        if name in _KNOWN or name.startswith(_RAW) or "=" in opened[0]:
            return opened.end(), " "
    return start + 1, "<"


def _limit(text: str, max_chars: int, *, cut: bool) -> str:
    if len(text) <= max_chars:
        whole = not cut or not text or text.endswith("…")
        return text if whole else f"{text[: max_chars - 1].rstrip()}…"
    head = _CUT_TAG.sub("", text[: max_chars - 1])
    space = head.rfind(" ", max(0, len(head) - 40))
    return f"{head[: space if space > 0 else None].rstrip()}…"
