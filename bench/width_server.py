"""Ten thousand feeds on one loopback server, for :mod:`bench.width`: a process of its own.

``python -m bench.width_server FEEDS ITEMS INTERVAL COMPRESSION`` prints its port, then answers
``/f/N`` until its standard input closes, when it prints what it answered as JSON. What feed N is
follows from N alone:

- how often it changes: of ten feeds one changes on four visits of five, four on one of five, five
  on one of fifty, so that one visit of six brings something; a change adds one to three items;
- whether it sends validators: six of ten;
- how fast it answers: seven of ten within 0.15 s, most within 0.8 s, one of twenty-five in seconds;
- whether it is sound: one of fifty is a 404, one of a hundred a web page, one of a hundred hangs.

Latencies are divided by COMPRESSION, as intervals are.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

WORDS = """
    harbour council minister budget storm ferry vote strike border river treaty market
    bridge school court railway winter energy water police festival election coast island
    report leader union village museum theatre forest airport hospital science farm tax
""".split()  # noqa: SIM905 - words are read more easily than a list


@dataclass(frozen=True, slots=True)
class Kind:
    """What one feed is like."""

    number: int
    period_s: float
    phase: float
    has_validators: bool
    latency_s: float
    trouble: str


def kind_of(number: int, interval_s: float, compression: float) -> Kind:
    dice = random.Random(number)
    share = dice.choices((0.8, 0.2, 0.02), (1, 4, 5))[0]
    low, high = dice.choices(((0.02, 0.15), (0.15, 0.8), (1.0, 3.0)), (71, 25, 4))[0]
    trouble = dice.choices(("", "missing", "page", "hangs"), (96, 2, 1, 1))[0]
    return Kind(
        number=number,
        period_s=interval_s / share,
        phase=dice.random(),
        has_validators=dice.random() < 0.6,
        latency_s=dice.uniform(low, high) / compression,
        trouble=trouble,
    )


def document(kind: Kind, version: int, items: int, began: datetime) -> bytes:
    """The feed's document at a version: a window of its endless list of items."""
    per_version = 1 + kind.number % 3
    last = items + version * per_version
    entries = []
    for number in range(last, last - items, -1):
        dice = random.Random(kind.number * 1_000_003 + number)
        title = " ".join(dice.choices(WORDS, k=8)).capitalize()
        if dice.random() < 0.005:
            title = f"Freedonia talks: {title}"
        summary = " ".join(dice.choices(WORDS, k=40))
        told = began - timedelta(minutes=7 * (items - number))
        told = min(told, datetime.now(UTC))
        link = f"https://outlet-{kind.number}.example/{number}"
        entries.append(
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(told)}</pubDate>"
            f"<description>{summary}</description></item>"
        )
    head = f"<title>Outlet {kind.number}</title><link>https://outlet-{kind.number}.example</link>"
    return f'<rss version="2.0"><channel>{head}{"".join(entries)}</channel></rss>'.encode()


class Feeds:
    """All feeds, and counts of what was answered."""

    def __init__(self, count: int, items: int, interval_s: float, compression: float) -> None:
        self.kinds = [kind_of(number, interval_s, compression) for number in range(count)]
        self.items = items
        self.began = datetime.now(UTC)
        self.began_s = time.monotonic()
        self.answered: Counter[str] = Counter()

    def answer(self, number: int, etag: str) -> tuple[Kind, bytes]:
        kind = self.kinds[number]
        if kind.trouble == "missing":
            return kind, self._head("404 Not Found", b"no such page", "")
        if kind.trouble == "page":
            return kind, self._head("200 OK", b"<!doctype html><title>Moved</title>", "")
        version = int((time.monotonic() - self.began_s) / kind.period_s + kind.phase)
        mine = f'"{number}-{version}"' if kind.has_validators else ""
        if mine and etag == mine:
            return kind, self._head("304 Not Modified", b"", mine)
        return kind, self._head("200 OK", document(kind, version, self.items, self.began), mine)

    def _head(self, status: str, body: bytes, etag: str) -> bytes:
        self.answered[status[:3]] += 1
        tag = f"ETag: {etag}\r\n" if etag else ""
        length = "" if status[:3] == "304" else f"Content-Length: {len(body)}\r\n"
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/rss+xml\r\n{tag}{length}\r\n"
        return head.encode() + body


async def serve(feeds: Feeds) -> None:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                number = int(head.split(" ", 2)[1].rpartition("/")[2])
                lines = head.lower().split("\r\n")
                etag = next((one[15:] for one in lines if one.startswith("if-none-match: ")), "")
                kind, answer = feeds.answer(number, etag)
                await asyncio.sleep(3600 if kind.trouble == "hangs" else kind.latency_s)
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(converse, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(json.dumps(feeds.answered), flush=True)
    server.close()
    sys.exit(0)


def main() -> None:
    count, items, interval_s, compression = sys.argv[1:]
    asyncio.run(serve(Feeds(int(count), int(items), float(interval_s), float(compression))))


if __name__ == "__main__":
    main()
