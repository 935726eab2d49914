from __future__ import annotations

import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.net.decode import PIECE_BYTES, decoded

TEXT = b"Ministers met in the capital. " * 3000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def split(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 2, 7, 4096, 10**6])
@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        (" GZIP ", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 100),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("deflate", zlib.compress(TEXT) + gzip.compress(b"junk")),
    ],
)
def test_undoes_the_coding_however_it_is_cut(coding: str, packed: bytes, size: int) -> None:
    assert b"".join(decoded(split(packed, size), coding)) == TEXT


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_nothing_stays_nothing(coding: str) -> None:
    assert b"".join(decoded([], coding)) == b""
    assert b"".join(decoded([b"", b""], coding)) == b""


@given(st.binary(max_size=5000), st.integers(1, 100), st.sampled_from(["gzip", "deflate"]))
def test_round_trip(data: bytes, size: int, coding: str) -> None:
    packed = gzip.compress(data) if coding == "gzip" else raw_deflate(data)
    assert b"".join(decoded(split(packed, size), coding)) == data


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("kept", [1, 5, 200, -1])
def test_a_cut_stream_is_no_success(coding: str, kept: int) -> None:
    packed = gzip.compress(TEXT) if coding == "gzip" else zlib.compress(TEXT)
    with pytest.raises(FetchError, match="cut off") as caught:
        list(decoded(split(packed[:kept], 64), coding))
    assert caught.value.reason == "connection"


def test_a_corrupt_stream_is_malformed() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[40] ^= 0xFF
    for data in (bytes(packed), b"<rss>not gzip at all</rss>"):
        with pytest.raises(FetchError, match="corrupt") as caught:
            list(decoded([data], "gzip"))
        assert caught.value.reason == "malformed"


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_coding_that_was_not_asked_for_is_malformed(coding: str) -> None:
    with pytest.raises(FetchError, match="not asked for") as caught:
        list(decoded([b"x"], coding))
    assert caught.value.reason == "malformed"


def test_a_bomb_is_unpacked_only_as_far_as_it_is_read() -> None:
    bomb = gzip.compress(bytes(100 * 2**20), compresslevel=9)
    tracemalloc.start()
    try:
        pieces = list(itertools.islice(decoded(split(bomb, 65536), "gzip"), 4))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert all(len(piece) <= PIECE_BYTES for piece in pieces)
    assert peak < 8 * 2**20


def test_takes_no_more_chunks_than_it_needs() -> None:
    taken = 0

    def chunks() -> Iterator[bytes]:
        nonlocal taken
        for chunk in split(gzip.compress(TEXT), 16):
            taken += 1
            yield chunk

    next(decoded(chunks(), "gzip"))
    assert taken < 10
