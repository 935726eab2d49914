"""Keeps article pages read: claims what is due, has it fetched, stores what came.

One thread turns the wheel and claims; a few workers fetch, extract and store. Nothing is known
only here: what is in hand is leased.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from monitor.errors import StoreError
from monitor.model import Article, ArticleOutcome, ArticleResult
from monitor.net.urls import shown_url
from monitor.pipeline import full_text
from monitor.pipeline.full_text import ReadLimits
from monitor.pipeline.host_gate import HostGate
from monitor.store import articles as article_rows
from monitor.wiring import Services


class ArticleReader:
    """Reads due pages until told to stop. ``report`` hears of each turn's problem, or ``""``."""

    def __init__(
        self, services: Services, *, gate: HostGate, report: Callable[[str], None]
    ) -> None:
        # It warns of each page without an article; what became of a page is logged here.
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        workers = services.settings.full_text_workers
        self._services = services
        self._gate = gate
        self._report = report
        self._limits = ReadLimits(deadline_s=services.settings.fetch_deadline_s)
        self._robots = full_text.client_robots(services.feed_client, self._limits)
        self._free = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="article")
        self._lock = threading.Condition()
        self._workers = workers
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._turn_on, name="reader", daemon=True)

    def start(self) -> None:
        """Begin to read pages."""
        self._thread.start()

    def stop(self, give_up_at: float) -> bool:
        """Begin no more pages; wait for those in hand until ``give_up_at`` (monotonic seconds).

        Gives back the leases of the rest. Returns whether all of them ended.
        """
        self._stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            left_s = max(0.0, give_up_at - time.monotonic())
            ended = self._lock.wait_for(lambda: self._free == self._workers, timeout=left_s)
        if self._thread.is_alive():
            self._thread.join(timeout=max(0.1, give_up_at - time.monotonic()))
        with self._services.store.write() as session:
            article_rows.release_articles(session, self._services.owner)
        return ended

    def _turn_on(self) -> None:
        while not self._stopping.wait(self._services.settings.tick_s):
            try:
                self._turn()
            except StoreError as error:
                self._report(str(error))
            except Exception as error:
                self._services.log.exception("job.failed", job="full_text")
                self._report(f"{type(error).__name__}: {error}")
            else:
                self._report("")

    def _turn(self) -> None:
        with self._lock:
            free = self._free
        if not free:
            return
        services = self._services
        articles = full_text.claim_articles(
            services.store,
            gate=self._gate,
            now=services.clock(),
            owner=services.owner,
            limits=self._limits,
            limit=free,
        )
        for article in articles:
            with self._lock:
                self._free -= 1
            try:
                self._pool.submit(self._work, article)
            except RuntimeError:  # told to stop meanwhile; the lease is given back there
                self._end(article)

    def _work(self, article: Article) -> None:
        try:
            result = self._read(article)
            stored = full_text.store_article(
                self._services.store,
                article,
                result,
                owner=self._services.owner,
                now=self._services.clock(),
            )
            self._tell(article, result, stored=stored)
        except StoreError as error:
            self._services.log.warning(
                "article.not_stored", item=article.item_id, detail=str(error)
            )
        except Exception:
            self._services.log.exception("article.not_stored", item=article.item_id)
        finally:
            self._end(article)

    def _read(self, article: Article) -> ArticleResult:
        try:
            return full_text.read_article(
                article,
                client=self._services.feed_client,
                robots=self._robots,
                gate=self._gate,
                limits=self._limits,
                now=self._services.clock(),
            )
        except Exception:
            self._services.log.exception("article.crashed", item=article.item_id)
            detail = "the program failed on this page; the log has the trace"
            return ArticleResult(outcome=ArticleOutcome.FAILED, detail=detail)

    def _end(self, article: Article) -> None:
        self._gate.leave(article.host)
        with self._lock:
            self._free += 1
            self._lock.notify_all()

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
