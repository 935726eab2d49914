"""What a process needs that serves pages while others do the work: rules in force, and health."""

from __future__ import annotations

import time

from monitor.daemon.clockwork import Clockwork
from monitor.daemon.reloading import RELOAD_EVERY_S, Reloader
from monitor.errors import StoreError
from monitor.pipeline.health import Health, Watcher, is_alive
from monitor.store import roles as role_rows
from monitor.wiring import Services

ROLES = {
    "scheduler": "no scheduler is at work: nothing is polled, and nothing sent",
    "group": "no worker groups: what feeds bring waits to be judged and told",
}
"""What it means that a role is nobody's, by its name."""

LOOK_EVERY_S = 5.0


class Pages:
    """The jobs of ``monitor web serve``. One instance per process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._clockwork = Clockwork(services.log)
        self._reloader = Reloader(services)
        self._watcher = Watcher(
            services.store,
            lambda: self._clockwork.beats,
            clock=services.clock,
            monotonic=time.monotonic,
        )

    def health(self) -> Health:
        """The health of this process, and what it sees of the others."""
        return self._watcher.health()

    def alive(self) -> bool:
        """Whether this process' jobs run."""
        return is_alive(self._clockwork.beats, now_s=time.monotonic())

    def start(self) -> None:
        """Load the rules and begin to look."""
        rules, complain = self._reloader.rules, self._reloader.complain_of_rules
        self._clockwork.add("rules", rules, every_s=RELOAD_EVERY_S, complain=complain)
        self._clockwork.run("rules", rules)
        self._clockwork.add("roles", self._look, every_s=LOOK_EVERY_S)
        self._clockwork.start()

    def stop(self) -> bool:
        """Whether all jobs ended in time."""
        return self._clockwork.stop(time.monotonic() + 3.0)

    def _look(self) -> None:
        services = self._services
        with services.store.read() as session:
            now = services.clock()
            missing = [name for name in ROLES if not role_rows.has_role(session, name, now)]
        if missing:
            raise StoreError("; ".join(ROLES[name] for name in missing))
