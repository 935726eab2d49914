"""Bytes of a served document to clean text, and what kind of document it is. Pure.

Feeds lie about their encoding, hold bytes XML forbids, carry warnings before and scripts after
the document. All of that is mended here, so that the strict parser succeeds nearly always, and
nothing a DOCTYPE declares (entities that expand to gigabytes, files to include) is ever seen.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from dataclasses import dataclass
from typing import Literal

from monitor.errors import ParseError
from monitor.feeds.text import plain_text
from monitor.model import FailureReason

FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
"""Local names (lower case) of the elements that hold a feed: RSS, Atom, RDF, CDF."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, which is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<" followed by an ASCII character, as wide encodings without a byte order mark write it.
_WIDE = (
    (re.compile(rb"<\0\0\0[\t-~]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0[\t-~]"), "utf-32-be"),
    (re.compile(rb"<\0[\t-~]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[\t-~]"), "utf-16-be"),
)
# What servers call by these names is really the larger set (WHATWG Encoding Standard).
_REALLY = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape"})
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER_REF = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));")
_NAME_REF = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,7});")
_NAMED = {
    name: chr(code)
    for name, code in html.entities.name2codepoint.items()
    if name not in ("lt", "gt", "amp", "quot")
}
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*)(?::([\w.-]+))?(?=[\s/>])")
_FEED_START = re.compile(r"<\?xml[\s?]|<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_JUNK_CHARS = 65_536
"""A feed that begins behind more than this (a server's warnings) is not looked for."""

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_LOGIN = re.compile(
    r"""type\s*=\s*["']?password|\b(?:log ?in|sign ?in|captcha|subscribe to continue"""
    r"""|access denied|just a moment|are you a robot|verify you are human)\b""",
    re.IGNORECASE,
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "compressed data that was not unpacked"),
    (b"PK\x03\x04", "an archive"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that may be a feed.

    ``text`` of kind "xml" begins with an XML declaration (UTF-8) directly followed by the root
    element named ``root``, without DOCTYPE; of kind "json" it is the JSON text.
    """

    kind: Literal["xml", "json"]
    text: str
    root: str = ""
    notes: tuple[str, ...] = ()


def read_document(body: bytes, *, content_type: str | None, subject: str) -> Document:
    """Decode and clean a body.

    Raises ``ParseError`` (empty, not_a_feed) with ``subject``, saying what the body looks like.
    """
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise ParseError("the document is empty", reason=FailureReason.EMPTY, subject=subject)
    for signature, what in _SIGNATURES:
        if body.startswith(signature):
            raise not_a_feed(what, subject)
    text, notes = decode(body, content_type)
    text = _FORBIDDEN.sub("", text.lstrip("\ufeff")).strip()
    if text[:1] in ("{", "["):
        return Document(kind="json", text=text, notes=notes)
    start = _root_start(text)
    root = _ROOT.match(text, start) if start < len(text) else None
    if root is None or (root[2] or root[1]).lower() not in FEED_ROOTS:
        return _behind_junk(text, root, notes, subject)
    return _xml(text, root, notes)


def decode(body: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    """A body as text, with a note where it is not what it declares.

    In order: byte order mark; the look of UTF-16 or UTF-32; UTF-8 if the bytes are (nothing else
    looks like it by chance); what the XML declaration says, then the HTTP header; either with
    some broken bytes; Windows-1252, which reads anything.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), ()
    for look, codec in _WIDE:
        if look.match(body):
            return body.decode(codec, "replace"), ()
    declared = [codec for codec in _declared_codecs(body, content_type) if codec]
    if body.isascii() and b"\x1b" not in body and b"~{" not in body:
        return body.decode("ascii"), ()
    for codec in ("utf-8", *declared):
        if codec == "utf-8" and b"\x1b" in body and declared:
            continue  # ISO-2022 is seven-bit and would pass for UTF-8
        try:
            text = body.decode(codec)
        except (UnicodeError, ValueError):
            continue
        wrong = bool(declared) and codec != declared[0]
        return text, (f"declared {declared[0]}, read as {codec}",) if wrong else ()
    return _decode_broken(body, declared)


def not_a_feed(what: str, subject: str) -> ParseError:
    """The error for a document that is no feed but ``what``."""
    return ParseError(
        f"not a feed: it looks like {what}", reason=FailureReason.NOT_A_FEED, subject=subject
    )


def _decode_broken(body: bytes, declared: list[str]) -> tuple[str, tuple[str, ...]]:
    for codec in (*declared, "utf-8"):
        text = body.decode(codec, "replace")
        broken = text.count("\ufffd")
        good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
        if good >= 3 * broken:
            return text, (f"{broken} bytes are no {codec}",)
    return body.decode("cp1252", "replace"), ("encoding unknown, read as windows-1252",)


def _declared_codecs(body: bytes, content_type: str | None) -> list[str | None]:
    names = []
    in_document = _DECLARED.search(body, 0, 1024)
    if in_document:
        names.append(in_document[1].decode("ascii"))
    in_header = _CHARSET.search((content_type or "")[:300])
    if in_header:
        names.append(in_header[1])
    return [_text_codec(name) for name in names]


def _text_codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)  # refuses codecs that are not text, such as hex
    except (LookupError, UnicodeError, ValueError, TypeError, AssertionError):
        return None
    if codec.name in _REFUSED or codec.name.startswith(("utf-16", "utf-32")):
        return None  # a wide encoding that was true would have been seen by its zero bytes
    return _REALLY.get(codec.name, codec.name)


def _root_start(text: str) -> int:
    """Where the first element starts, behind declaration, comments, instructions and DOCTYPE."""
    at = 0
    while True:
        at = text.find("<", at)
        if at < 0:
            return len(text)
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!", at):
            end = _doctype_end(text, at)
        else:
            return at
        if end < 0:
            return len(text)
        at = end + 1


def _doctype_end(text: str, start: int) -> int:
    """The ">" that ends a declaration, behind its internal subset in brackets, if it has one."""
    end = text.find(">", start)
    subset = text.find("[", start, end)
    if subset < 0:
        return end
    closing = re.compile(r"\]\s{0,100}>").search(text, subset)
    return closing.end() - 1 if closing else end


def _xml(text: str, root: re.Match[str], notes: tuple[str, ...]) -> Document:
    name = root[0][1:]
    body = text[root.start() :]
    last = body.rfind(f"</{name}")
    end = body.find(">", last) if last >= 0 else -1
    if end >= 0:
        if body[end + 1 :].strip():
            notes = (*notes, "something follows the end of the feed")
        body = body[: end + 1]
    body = _NAME_REF.sub(lambda found: _NAMED.get(found[1], found[0]), body)
    body = _NUMBER_REF.sub(_legal_reference, body)
    declaration = '<?xml version="1.0" encoding="utf-8"?>\n'
    return Document(kind="xml", text=declaration + body, root=name, notes=notes)


def _legal_reference(found: re.Match[str]) -> str:
    """The reference itself, or nothing where no such character may stand in XML."""
    digits = (found[1] or found[2]).lstrip("0")
    if len(digits) > 7:
        return ""
    code = int(digits or "0", 10 if found[1] else 16)
    if code > 0x10FFFF or (code < 0x110000 and _FORBIDDEN.match(chr(code))):
        return ""
    return found[0]


def _behind_junk(
    text: str, root: re.Match[str] | None, notes: tuple[str, ...], subject: str
) -> Document:
    """A feed behind a server's warnings; other documents are no feeds, and it is said why."""
    is_page = (root is not None and root[0][1:].lower() == "html") or re.match(
        r"\s*<!doctype\s+html", text[:2000], re.IGNORECASE
    )
    if not is_page:
        found = _FEED_START.search(text, 1, _JUNK_CHARS)
        if found:
            inner = text[found.start() :]
            start = _root_start(inner)
            inner_root = _ROOT.match(inner, start) if start < len(inner) else None
            if inner_root and (inner_root[2] or inner_root[1]).lower() in FEED_ROOTS:
                return _xml(inner, inner_root, (*notes, "something stands before the feed"))
    raise not_a_feed(_looks_like(text, root, page=bool(is_page)), subject)


def _looks_like(text: str, root: re.Match[str] | None, *, page: bool) -> str:
    head = text[:100_000]
    if page or re.search(r"<(?:html|head|body|script|div|p)[\s>]", head, re.IGNORECASE):
        found = _TITLE.search(head)
        title = plain_text(found[1], max_chars=80) if found else ""
        kind = "a login or challenge page" if _LOGIN.search(head) else "an HTML page"
        return f'{kind} titled "{title}"' if title else kind
    if root is not None:
        return f"an XML document <{root[0][1:][:40]}>"
    return "plain text" if text.isprintable() or "\n" in text else "binary data"
