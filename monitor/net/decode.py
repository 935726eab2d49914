"""Undoing gzip and deflate piece by piece, so that a bomb is stopped and a cut is noticed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from monitor.errors import FetchError

# Decoded at once; a reader that stops at its cap holds at most this much more.
PIECE_BYTES = 256 * 1024

_GZIP_MAGIC = b"\x1f\x8b"
# zlib's window sizes: 16 more for the gzip format, negative for a stream without header.
_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS


def decoded(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The decoded body in pieces of at most :data:`PIECE_BYTES`, made only as they are asked for.

    ``coding`` is the value of ``Content-Encoding``: empty, ``identity``, ``gzip`` or ``deflate``
    (which by RFC 9110 section 8.4.1.2 means the zlib format, and in the wild also raw deflate).
    Raises :class:`FetchError`: reason ``malformed`` for a corrupt body or another coding,
    ``connection`` for a body that ends in the middle of its compressed stream.
    """
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from chunks
    elif coding in ("gzip", "x-gzip", "deflate"):
        try:
            yield from _inflated(chunks, coding)
        except zlib.error as error:
            raise FetchError(f"the {coding} body is corrupt", reason="malformed") from error
    else:
        raise FetchError("the body is in an encoding that was not asked for", reason="malformed")


def _inflated(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    pending = b""
    stream: zlib._Decompress | None = None
    members = 0
    for chunk in chunks:
        pending += chunk
        while True:
            if stream is None:
                if len(pending) < 2:
                    break
                if members and (coding == "deflate" or not pending.startswith(_GZIP_MAGIC)):
                    # Padding after the last member, which other clients overlook as well.
                    pending = b""
                    break
                stream = zlib.decompressobj(_window(coding, pending))
            piece = stream.decompress(pending, PIECE_BYTES)
            if piece:
                yield piece
            if stream.eof:
                pending, stream, members = stream.unused_data, None, members + 1
            else:
                pending = stream.unconsumed_tail
                if not pending and len(piece) < PIECE_BYTES:
                    break
    if stream is not None or (pending and not members):
        raise FetchError("the body was cut off in its compressed stream", reason="connection")


def _window(coding: str, start: bytes) -> int:
    if coding != "deflate":
        return _GZIP
    # RFC 1950 section 2.2: method 8, and the two bytes are a multiple of 31.
    is_zlib = start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0
    return _ZLIB if is_zlib else _RAW
