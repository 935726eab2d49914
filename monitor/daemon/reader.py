"""Keeps article pages read: claims what is due, has it fetched, stores what came.

One thread turns the wheel and claims; a few workers fetch and store, and the text is found in a
process of its own, so that no page can hang a worker or starve the others. Pages that failed before
get a share of the workers only. Nothing is known only here: what is in hand is leased.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from monitor.daemon.wheel import Wheel
from monitor.errors import StoreError
from monitor.model import Article, ArticleOutcome, ArticleResult
from monitor.net.urls import shown_url
from monitor.pipeline import full_text
from monitor.pipeline.full_text import ReadLimits
from monitor.store import articles as article_rows
from monitor.wiring import Services, open_parsers

FAILING_SHARE = 4
"""One worker in so many is for pages that failed before: a site that hangs is tried three times."""


class ArticleReader:
    """Reads due pages until told to stop. ``report`` hears of each turn's problem, or ``""``."""

    def __init__(self, services: Services, *, report: Callable[[str], None]) -> None:
        # It warns of each page without an article; what became of a page is logged here.
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        settings = services.settings
        self._services = services
        self._limits = ReadLimits(
            deadline_s=settings.fetch_deadline_s, host_pace=services.limits.host_pace
        )
        self._robots = full_text.client_robots(services.feed_client, self._limits)
        self._hold = full_text.hold_in(services.store)
        self._workers = self._free = settings.full_text_workers
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="article")
        self._lock = threading.Condition()
        self._failing = 0  # of the pages in hand, those that failed before
        self._closing = ExitStack()
        self._run = self._closing.enter_context(open_parsers(settings, count=1))
        self._wheel = Wheel(
            "reader",
            self._turn,
            job="full_text",
            tick_s=settings.tick_s,
            log=services.log,
            report=report,
        )

    def start(self) -> None:
        """Begin to read pages."""
        self._wheel.start()

    def read_some(self) -> None:
        """Claim as many due pages as there are workers, and return when they are read.

        For whoever never starts the reader.
        """
        self._turn()
        with self._lock:
            self._lock.wait_for(lambda: self._free == self._workers)

    def stop(self, give_up_at: float) -> bool:
        """Begin no more pages; wait for those in hand until ``give_up_at`` (monotonic seconds).

        Gives back the leases of the rest. Returns whether all of them ended.
        """
        self._wheel.slow_down()
        self._pool.shutdown(wait=False, cancel_futures=False)
        with self._lock:
            left_s = max(0.0, give_up_at - time.monotonic())
            ended = self._lock.wait_for(lambda: self._free == self._workers, timeout=left_s)
        has_ended = self._wheel.end(give_up_at)
        self._closing.close()
        with self._services.store.write() as session:
            article_rows.release_articles(session, self._services.owner)
        return ended and has_ended

    def _turn(self) -> bool:
        """Claim what may be read next and have it read; whether there was anything."""
        with self._lock:
            free = self._free
            failing_limit = max(0, -(-self._workers // FAILING_SHARE) - self._failing)
        if not free or self._wheel.is_stopping:
            return False
        services = self._services
        articles = full_text.claim_articles(
            services.store,
            now=services.clock(),
            owner=services.owner,
            limits=self._limits,
            limit=free,
            failing_limit=failing_limit,
        )
        with self._lock:
            self._free -= len(articles)
            self._failing += sum(article.tries > 0 for article in articles)
        for article in articles:
            try:
                self._pool.submit(self._work, article)
            except RuntimeError:  # told to stop meanwhile; the lease is given back there
                self._end(article)
        return bool(articles)

    def _work(self, article: Article) -> None:
        services = self._services
        try:
            pause_s = self._pause_after_robots(article)
            if pause_s:
                full_text.postpone_article(
                    services.store,
                    article,
                    pause_s,
                    owner=services.owner,
                    now=services.clock(),
                )
                return
            result = self._read(article)
            stored = full_text.store_article(
                services.store, article, result, owner=services.owner, now=services.clock()
            )
            self._tell(article, result, stored=stored)
        except StoreError as error:
            services.log.warning("article.not_stored", item=article.item_id, detail=str(error))
        except Exception:
            services.log.exception("article.not_stored", item=article.item_id)
        finally:
            self._end(article)

    def _pause_after_robots(self, article: Article) -> float:
        return full_text.pause_after_robots(
            article, robots=self._robots, limits=self._limits, now=self._services.clock()
        )

    def _read(self, article: Article) -> ArticleResult:
        try:
            return full_text.read_article(
                article,
                client=self._services.feed_client,
                robots=self._robots,
                hold=self._hold,
                limits=self._limits,
                now=self._services.clock(),
                run=self._run,
            )
        except StoreError:
            raise
        except Exception:
            if self._wheel.is_ending:
                raise
            self._services.log.exception("article.crashed", item=article.item_id)
            detail = "the program failed on this page; the log has the trace"
            return ArticleResult(outcome=ArticleOutcome.FAILED, detail=detail)

    def _end(self, article: Article) -> None:
        with self._lock:
            self._free += 1
            self._failing -= article.tries > 0
            self._lock.notify_all()
        self._wheel.wake()

    def _tell(self, article: Article, result: ArticleResult, *, stored: bool) -> None:
        self._services.log.info(
            "article.read" if stored else "article.lease_lost",
            item=article.item_id,
            page=shown_url(article.url),
            outcome=result.outcome,
            detail=result.detail,
            chars=len(result.text),
            again_in_s=result.retry_after_s,
        )
