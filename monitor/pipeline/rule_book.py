"""The rule set in force: load, keep the last good one, reload on change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.alerts.signing import secret_print
from monitor.errors import ConfigError
from monitor.model import Actor, Endpoint, Meeting, Rule, RuleSet
from monitor.net.urls import shown_host
from monitor.pipeline.rule_history import note_files
from monitor.rules.loading import Edits, fingerprint, load_rule_set
from monitor.rules.matching import Matcher, compile_rules
from monitor.store import endpoints as endpoint_rows
from monitor.store import rule_sets as rule_set_rows
from monitor.store.endpoints import Listed
from monitor.store.engine import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveRules:
    """A loaded rule set with what is derived from it once: matcher and look-ups by id."""

    rule_set: RuleSet
    matcher: Matcher
    rules: Mapping[str, Rule]
    actors: Mapping[str, Actor]
    meetings: Mapping[str, Meeting]
    endpoints: Mapping[str, Endpoint]


def activate(rule_set: RuleSet) -> ActiveRules:
    """Compile ``rule_set`` for use."""
    return ActiveRules(
        rule_set=rule_set,
        matcher=compile_rules(rule_set),
        rules={rule.id: rule for rule in rule_set.rules},
        actors={actor.id: actor for actor in rule_set.actors},
        meetings={meeting.id: meeting for meeting in rule_set.meetings},
        endpoints={endpoint.id: endpoint for endpoint in rule_set.endpoints},
    )


def _listed(rule_set: RuleSet) -> dict[str, Listed]:
    return {
        endpoint.id: Listed(
            host=_shown(endpoint),
            secret_print=secret_print(endpoint.secrets[0]) if endpoint.secrets else "",
        )
        for endpoint in rule_set.endpoints
    }


def _shown(endpoint: Endpoint) -> str:
    """What a person may see of where an endpoint is."""
    if endpoint.url:
        return shown_host(endpoint.url)
    return endpoint.chat.name if endpoint.chat is not None else "(service, switched off)"


class RuleBook:
    """Holds the rule set in force for one process.

    A reader takes :attr:`active` once and works with that value, so an item is judged by exactly
    one rule set. A failed reload changes nothing but :attr:`problem`. Until :attr:`in_force`,
    no rule set has loaded, and nothing may be judged.
    """

    def __init__(self, folder: Path, *, environ: Mapping[str, str]) -> None:
        self._folder = folder
        self._environ = environ
        self._seen = ""
        self._glimpsed = ""
        self.active = activate(RuleSet(revision="none"))
        self.in_force = False
        self.problem: ConfigError | None = None

    @property
    def is_current(self) -> bool:
        """Whether what is in force is what the files hold now."""
        return self.problem is None and self.in_force and fingerprint(self._folder) == self._seen

    def load(self, edits: Edits) -> RuleSet:
        """The rule set that the folder would give after ``edits``; nothing changes.

        Raises :class:`RuleFilesError` with all problems.
        """
        return load_rule_set(self._folder, environ=self._environ, edits=edits)

    def reload(self, store: Store, *, now: datetime) -> bool:
        """Load the folder if it changed since the last call; put a good rule set in force.

        Returns whether another rule set came into force. A bad one sets :attr:`problem` and
        raises it; the same bad files are not tried (nor raised) again until they change. A change
        counts once two looks in a row see the same files: an editor may be writing still.
        """
        seen = fingerprint(self._folder)
        settled = seen == self._glimpsed or not self.in_force
        self._glimpsed = seen
        if seen == self._seen or not settled:
            return False
        try:
            rule_set = load_rule_set(self._folder, environ=self._environ)
            active = activate(rule_set)
        except ConfigError as problem:
            self._seen = seen
            self.problem = problem
            raise
        with store.write() as session:
            rule_set_rows.record_rule_set(session, rule_set, now)
            endpoint_rows.sync_endpoints(session, _listed(rule_set), now)
            note_files(session, self._folder, now)
        self.active = active
        self.in_force = True
        self.problem = None
        self._seen = seen
        return True
