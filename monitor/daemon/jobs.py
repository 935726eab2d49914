"""The daemon: APScheduler jobs that look for due work and drive the pipeline.

Ticks find due rows; feeds are fetched and deliveries sent in bounded thread pools, so that a
slow host holds up nobody else. Nothing that matters lives only in memory: a killed daemon finds
its work again as rows, and :meth:`Daemon.stop` gives back the leases it holds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from monitor.daemon.clockwork import Clockwork
from monitor.daemon.poller import Poller
from monitor.daemon.pruner import Pruner
from monitor.daemon.reader import ArticleReader
from monitor.daemon.reloading import RELOAD_EVERY_S, Reloader, say_set_up
from monitor.daemon.sender import Sender
from monitor.daemon.turns import (
    ask_hubs,
    forget_old_callbacks,
    give_back,
    tell_evaluation,
    watch_sight,
)
from monitor.errors import StoreError
from monitor.pipeline import evaluate
from monitor.pipeline.health import Beat
from monitor.pipeline.surroundings import never
from monitor.store.search import fill_step
from monitor.wiring import Services

WATCH_EVERY_S = 10.0
"""How often the program looks whether it sees and can tell."""

PRUNE_EVERY_S = 5.0
"""How often a little of what is old is let go of, as long as there is any."""

FILL_EVERY_S = 1.0
"""How often new items, and what was stored before there was an index, are put into it."""

FILL_FOR_S = 0.5
"""For how long each time: feeds are read and alerts sent meanwhile."""

_EVERY_S = {
    "rules": RELOAD_EVERY_S,
    "feeds": RELOAD_EVERY_S,
    "watch": WATCH_EVERY_S,
    "retention": PRUNE_EVERY_S,
    "search": FILL_EVERY_S,
}


class Daemon:
    """Runs the whole line until told to stop. One instance per process."""

    def __init__(self, services: Services, *, web: bool = True) -> None:
        """``web``: whether the web server runs beside it, by which hubs reach us."""
        self._services = services
        self._callback_base = services.callback_base if web else ""
        self._log = services.log
        self._clockwork = Clockwork(services.log)
        self._reloader = Reloader(services)
        self._poller = Poller(services, report=partial(self._clockwork.hear, "poll"))
        self._sender = Sender(services, report=partial(self._clockwork.hear, "deliver"))
        self._pruner = Pruner(services)
        self._reader: ArticleReader | None = None
        if services.settings.full_text != "off":
            report = partial(self._clockwork.hear, "full_text")
            self._reader = ArticleReader(services, report=report)
        self._evaluated_at_s = time.monotonic()

    @property
    def beats(self) -> dict[str, Beat]:
        """The last beat of each job, by name: what ``/healthz`` judges.

        Where no rule set is in force yet, a job of that name says so: nothing is judged then.
        """
        beats = dict(self._clockwork.beats)
        if beats and not self._services.rules.in_force:
            problem = "no rule set has loaded yet: items are stored, and judged once one has"
            beats["judging"] = Beat(ran_at_s=time.monotonic(), problem=problem)
        return beats

    def start(self) -> None:
        """Load rules and feeds, say what is set up, start the jobs."""
        for name, job in self._jobs().items():
            every_s = _EVERY_S.get(name, self._services.settings.tick_s)
            complain = self._reloader.complain_of_rules if name == "rules" else None
            self._clockwork.add(name, job, every_s=every_s, complain=complain)
            if name in {"rules", "feeds"}:
                self._clockwork.run(name, job)
        forget_old_callbacks(self._services, self._callback_base)
        say_set_up(self._services)
        self._log.info(
            "daemon.started",
            database=self._services.store.url_shown,
            schema=self._services.schema.after,
        )
        for name in ("poll", "deliver"):
            self._clockwork.beat(name)
        self._sender.start()
        self._poller.start()
        if self._reader is not None:
            self._clockwork.beat("full_text")
            self._reader.start()
        self._clockwork.start()

    def stop(self, *, grace_s: float = 5.5) -> bool:
        """Take no new work, let work in hand end for ``grace_s``, give back every lease.

        With the 3 s that the web server may take it ends before ``stopping.LEAVE_AFTER_S``.

        Returns whether all of it ended in time; what did not is taken up again after a restart
        (a delivery under the same id).
        """
        give_up_at = time.monotonic() + grace_s
        ended = [
            self._clockwork.stop(give_up_at),
            self._sender.stop(give_up_at),
            self._poller.stop(give_up_at),
        ]
        try:
            if self._reader is not None:
                ended.append(self._reader.stop(give_up_at))
            give_back(self._services.store, self._services.owner)
        except StoreError as error:
            self._log.warning("daemon.leases_kept", detail=str(error))
        self._log.info("daemon.stopped", complete=all(ended))
        return all(ended)

    # ------------------------------------------------------------ jobs

    def _jobs(self) -> dict[str, Callable[[], None]]:
        return {
            "rules": self._reloader.rules,
            "feeds": self._reloader.feeds,
            "evaluate": self._evaluate_due,
            "watch": self._watch,
            "retention": self._pruner.turn,
            "search": self._fill_search,
            **({"hubs": self._ask_hubs} if self._callback_base else {}),
        }

    def _evaluate_due(self) -> None:
        if not self._services.rules.in_force:
            return  # judged now, items would never be judged by the rules that come
        # What several feeds bring at once is grouped together, the earliest telling first,
        # whichever of them happened to answer first.
        gathered_s = time.monotonic() - self._evaluated_at_s
        overdue = gathered_s >= self._services.settings.gather_s
        wait = never if overdue else self._is_polling
        if wait():
            return
        while not self._clockwork.stopping.is_set():
            around = self._services.surroundings()
            done = evaluate.evaluate(self._services.store, around, wait=wait)
            if done.idle and wait():
                return  # a poll began meanwhile: what it brings belongs with what is due
            self._evaluated_at_s = time.monotonic()
            self._clockwork.beat("evaluate")
            tell_evaluation(self._log, done)
            if done.alerts or done.ended:
                self._sender.wake()
            if done.idle:
                return

    def _ask_hubs(self) -> None:
        ask_hubs(self._services, self._callback_base)

    def _is_polling(self) -> bool:
        return self._poller.busy

    def _fill_search(self) -> None:
        ends_at_s = time.monotonic() + FILL_FOR_S
        while not self._clockwork.stopping.is_set() and time.monotonic() < ends_at_s:
            if not fill_step(self._services.store):
                return

    def _watch(self) -> None:
        services = self._services
        if not services.rules.in_force:
            return
        told = watch_sight(services)
        if told:
            self._sender.wake()
