"""Local feeds for :mod:`bench.polling`: documents of real-looking items, and who serves them.

The server is a process of its own and as plain as can be, so that what is measured is the client.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection
from xml.sax.saxutils import escape

from bench import news

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
_SECTIONS = ("World", "Politics", "Business", "Sport", "Science", "Culture")


def documents(source: Sequence[news.Text], feeds: int, items: int, extra: int) -> list[list[str]]:
    """Of each feed its items as XML, the newest last; ``extra`` more than a document holds."""
    rng = random.Random(1)
    made = []
    for feed in range(feeds):
        titles = rng.sample(range(len(source)), items + extra)
        made.append([_item(source, title, feed, at, rng) for at, title in enumerate(titles)])
    return made


def _item(source: Sequence[news.Text], title: int, feed: int, at: int, rng: random.Random) -> str:
    words = source[title][1].split()
    while len(words) < news.ITEM_WORDS:
        other, summary = rng.choice(source)
        words.extend((summary or other).split())
    text = escape(" ".join(words[: news.ITEM_WORDS]))
    link = f"https://outlet{feed}.example/news/2026/03/{feed}-{at}-{title}"
    told = format_datetime(START - timedelta(minutes=10 * (1000 - at)))
    categories = "".join(f"<category>{name}</category>" for name in rng.sample(_SECTIONS, 2))
    return (
        f"<item>\n<title>{escape(source[title][0])}</title>\n<link>{link}?utm_source=rss</link>\n"
        f'<guid isPermaLink="false">tag:outlet{feed}.example,2026:{at}-{title}</guid>\n'
        f"<pubDate>{told}</pubDate>\n<dc:creator>Staff writer {feed % 7}</dc:creator>\n"
        f"{categories}\n<description><![CDATA[<p>{text}</p>"
        f'<p><a href="{link}">Read on</a></p>]]></description>\n</item>\n'
    )


def document(items: Sequence[str], feed: int, built: int) -> bytes:
    """An RSS document with the newest item on top."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>Outlet {feed}</title><link>https://outlet{feed}.example/</link>\n"
        f"<description>News of outlet {feed}</description><language>en</language>\n"
        f"<lastBuildDate>{format_datetime(START + timedelta(minutes=built))}</lastBuildDate>\n"
        f"{''.join(reversed(items))}</channel></rss>\n"
    ).encode()


class Served:
    """The running server, and what it is to serve."""

    def __init__(self, pipe: Connection, port: int) -> None:
        self._pipe = pipe
        self.port = port

    def serve(self, *, issue: int, validators: bool) -> None:
        """Serve each feed's document after ``issue`` more items, with validators or without."""
        self._ask(("serve", issue, validators))

    def counts(self) -> tuple[int, int]:
        """How many requests were answered by 200 and by 304 since the last question."""
        found: tuple[int, int] = self._ask(("counts",))
        return found

    def _ask(self, message: tuple[object, ...]) -> tuple[int, int]:
        self._pipe.send(message)
        answer: tuple[int, int] = self._pipe.recv()
        return answer


@contextmanager
def serving(feeds: Sequence[Sequence[str]], items: int) -> Iterator[Served]:
    """A server process for ``feeds`` (items as XML, the newest last)."""
    context = multiprocessing.get_context("fork")  # before any thread: the documents go along
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, feeds, items), daemon=True)
    process.start()
    try:
        yield Served(here, here.recv())
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, feeds: Sequence[Sequence[str]], items: int) -> None:
    asyncio.run(_Server(feeds, items).run(pipe))


class _Server:
    def __init__(self, feeds: Sequence[Sequence[str]], items: int) -> None:
        self._feeds, self._items = feeds, items
        self._counts = [0, 0]
        self._set(0, validators=True)

    def _set(self, issue: int, *, validators: bool) -> None:
        self._tag = f'"issue-{issue}"'.encode() if validators else b""
        self._bodies = [
            document(feed[issue : issue + self._items], number, issue)
            for number, feed in enumerate(self._feeds)
        ]

    async def run(self, pipe: Connection) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, backlog=256)
        pipe.send(server.sockets[0].getsockname()[1])
        loop = asyncio.get_running_loop()
        loop.add_reader(pipe.fileno(), self._hear, pipe)
        await server.serve_forever()

    def _hear(self, pipe: Connection) -> None:
        what, *rest = pipe.recv()
        if what == "serve":
            self._set(rest[0], validators=rest[1])
        pipe.send(tuple(self._counts))
        self._counts = [0, 0]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._answer(head))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, head: bytes) -> bytes:
        tag = b"ETag: " + self._tag + b"\r\n" if self._tag else b""
        if self._tag and b"\r\nif-none-match: " + self._tag + b"\r\n" in head.lower():
            self._counts[1] += 1
            return b"HTTP/1.1 304 Not Modified\r\n" + tag + b"\r\n"
        self._counts[0] += 1
        body = self._bodies[int(head.split(b" ", 2)[1].strip(b"/"))]
        return (
            (
                b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
                b"Content-Length: %d\r\n" % len(body)
            )
            + tag
            + b"\r\n"
            + body
        )
