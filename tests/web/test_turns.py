"""Pages in turn: how many are made at once, in what order, and who need not wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from starlette.types import Message, Receive, Scope, Send

from monitor.web.turns import AT_ONCE, Turns


class Pages:
    """An application whose answers begin when the test says so."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.may_begin: dict[str, asyncio.Event] = {}
        self.may_end: dict[str, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        path = scope["path"]
        self.begun.append(path)
        if path == "/broken":
            raise ValueError(path)
        await self.may_begin.setdefault(path, asyncio.Event()).wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.may_end.setdefault(path, asyncio.Event()).wait()
        await send({"type": "http.response.body", "body": b""})


async def _never() -> Message:
    raise AssertionError("nothing is sent")


async def _drop(message: Message) -> None: ...


def asking(turns: Turns) -> Callable[..., asyncio.Task[None]]:
    def ask(path: str, method: str = "GET") -> asyncio.Task[None]:
        scope = {"type": "http", "method": method, "path": path}
        return asyncio.create_task(_ask(turns, scope))

    return ask


async def _ask(turns: Turns, scope: Scope) -> None:
    await turns(scope, _never, _drop)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def run(story: Callable[[], Awaitable[None]]) -> None:
    async def told() -> None:
        await story()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    # The browser's own loop may run in this thread, for as long as there is a browser.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(told())).result()


def test_few_are_made_at_once_in_the_order_in_which_they_came() -> None:
    async def story() -> None:
        pages = Pages()
        ask = asking(Turns(pages, ("/static/",), wait_s=60))
        asked = [ask(f"/{number}") for number in range(AT_ONCE + 2)]
        await settle()
        assert pages.begun == [f"/{number}" for number in range(AT_ONCE)]
        pages.may_begin["/1"].set()
        await settle()
        # Its answer has begun, so the next one is made though nobody has read all of it yet.
        assert pages.begun[AT_ONCE:] == [f"/{AT_ONCE}"]
        assert not asked[1].done()
        pages.may_begin["/0"].set()
        await settle()
        assert pages.begun[AT_ONCE:] == [f"/{AT_ONCE}", f"/{AT_ONCE + 1}"]

    run(story)


def test_writes_and_what_costs_nothing_wait_for_no_page() -> None:
    async def story() -> None:
        pages = Pages()
        ask = asking(Turns(pages, ("/static/", "/healthz"), wait_s=60))
        kept = [ask(f"/{number}") for number in range(AT_ONCE)]
        kept += [ask("/rules", "POST"), ask("/static/style.css"), ask("/healthz"), ask("/late")]
        await settle()
        assert pages.begun[AT_ONCE:] == ["/rules", "/static/style.css", "/healthz"]
        assert len(kept) == AT_ONCE + 4

    run(story)


def test_a_page_that_fails_gives_its_turn_back() -> None:
    async def story() -> None:
        pages = Pages()
        ask = asking(Turns(pages, (), wait_s=60))
        failed = [ask("/broken") for _ in range(AT_ONCE * 2)]
        await settle()
        assert all(isinstance(one.exception(), ValueError) for one in failed)
        kept = ask("/next")
        await settle()
        assert pages.begun[-1] == "/next"
        assert not kept.done()

    run(story)


def test_who_gives_up_waiting_takes_no_turn() -> None:
    async def story() -> None:
        pages = Pages()
        ask = asking(Turns(pages, (), wait_s=60))
        kept = [ask(f"/{number}") for number in range(AT_ONCE)]
        gone = ask("/gone")
        await settle()
        gone.cancel()
        kept.append(ask("/next"))
        pages.may_begin["/0"].set()
        await settle()
        assert pages.begun[AT_ONCE:] == ["/next"]

    run(story)


def test_slow_pages_shut_nobody_out() -> None:
    async def story() -> None:
        pages = Pages()
        ask = asking(Turns(pages, (), wait_s=0.01))
        kept = [ask(f"/{number}") for number in range(AT_ONCE)]
        late = ask("/late")
        async with asyncio.timeout(30):
            while "/late" not in pages.begun:
                await asyncio.sleep(0.001)
            pages.may_begin["/late"].set()
            while "/late" not in pages.may_end:
                await asyncio.sleep(0.001)
            pages.may_end["/late"].set()
            await late
        # It had no turn of its own to give back.
        kept.append(ask("/next"))
        await settle()
        assert pages.begun[-1] == "/late"

    run(story)
