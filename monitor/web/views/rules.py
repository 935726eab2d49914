"""What the pages of rules show, read from the store and the rules folder as plain values."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import ConfigError, RuleFilesError
from monitor.model import (
    ActorTerm,
    Condition,
    FileVersion,
    Hit,
    Item,
    Match,
    MeetingTerm,
    Rule,
    StoredItem,
)
from monitor.pipeline.rule_book import ActiveRules, RuleBook
from monitor.pipeline.rule_files import FileEntry, RuleFolder
from monitor.pipeline.rule_history import may_hold_secrets
from monitor.rules.verdict import near_misses, reasons
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store import hits as hit_rows
from monitor.store import rule_files as version_rows
from monitor.store import rule_sets as rule_set_rows
from monitor.store.engine import Session, Store
from monitor.web.views.development import Piece, mark

_RECOUNTED_AFTER = timedelta(minutes=10)

DAYS = 14
"""Days of hits that are shown for each rule."""

PAGE_RULES = 50
"""Rules on one page."""

HITS_SHOWN = 20
ALERTS_LOOKED_AT = 500
"""Of the latest alerts, so many are asked when each rule last alerted."""

MAX_EXPLAINED = 100
"""Rules that are asked why they do not match a headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A rule file in the list. ``held``: what is in it; ``hits``: of its rules, lately."""

    entry: FileEntry
    held: Mapping[str, int]
    hits: int
    problems: Sequence[ConfigError]
    admins_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule with what came of it. ``by_day``: hits of each day, the last is today so far."""

    rule: Rule
    names: Sequence[str]
    by_day: Sequence[int]
    file: str
    line: int
    alerted_at: datetime | None
    development_id: int | None

    @property
    def hits(self) -> int:
        """Hits of all days shown."""
        return sum(self.by_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceView:
    """What is in force. ``current``: it is what the files hold now."""

    since: datetime | None
    revision: str
    current: bool
    problems: Sequence[ConfigError]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesView:
    """The page of rules. ``elsewhere``: problems of no file in the list."""

    force: ForceView
    files: Sequence[FileView]
    deleted: Sequence[FileVersion]
    elsewhere: Sequence[ConfigError]
    rules: Sequence[RuleView]
    found: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """An item that a rule matched."""

    hit: Hit
    stored: StoredItem
    title: Sequence[Piece]
    development_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """The page of one rule."""

    view: RuleView
    hits: Sequence[HitView]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one rule says of a headline. ``match`` is ``None`` where it does not match."""

    rule: Rule
    match: Match | None
    evidence: Sequence[str] = ()
    reasons: Sequence[str] = ()
    misses: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TryView:
    """What all rules say of a headline. ``left_out``: rules that were not asked why."""

    title: Sequence[Piece]
    summary: Sequence[Piece]
    verdicts: Sequence[Verdict]
    left_out: int


class HitCounts:
    """Hits of each rule by day. Days that are over are counted anew every ten minutes only, for
    little but edits of old items changes them; today is counted each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: tuple[object, ...] = ()
        self._until: datetime | None = None
        self._past: Mapping[str, Sequence[int]] = {}

    def read(
        self, session: Session, rule_ids: Sequence[str], now: datetime
    ) -> dict[str, list[int]]:
        """The counts of the last days, the last is today's so far. All zero: left out."""
        starts = days_of(now)
        asked = (starts[0], *rule_ids)
        with self._lock:
            fresh = self._of == asked and self._until is not None and now < self._until
            if not fresh:
                self._past = hit_rows.hits_by_day(session, rule_ids, starts)
                self._of, self._until = asked, now + _RECOUNTED_AFTER
            past = self._past
        today = hit_rows.hits_by_day(session, rule_ids, starts[-1:]) if fresh else {}
        found = {rule: [*days[:-1], 0 if fresh else days[-1]] for rule, days in past.items()}
        for rule_id, [count] in today.items():
            found.setdefault(rule_id, [0] * DAYS)[-1] = count
        return found


def read_force(store: Store, book: RuleBook) -> ForceView:
    """What is in force, and whether the files have it."""
    with store.read() as session:
        since = rule_set_rows.in_force_since(session)
    problem = book.problem
    problems = problem.problems if isinstance(problem, RuleFilesError) else ()
    if problem is not None and not problems:
        problems = (problem,)
    return ForceView(
        since=since if book.in_force else None,
        revision=book.active.rule_set.revision[:12] if book.in_force else "",
        current=book.is_current,
        problems=problems,
    )


def read_rules(
    store: Store,
    book: RuleBook,
    folder: RuleFolder,
    counted: HitCounts,
    *,
    now: datetime,
    text: str,
    page: int,
) -> RulesView:
    """The page of rules: all files, and the rules whose id, title or tags have ``text``."""
    force, active, written = read_force(store, book), book.active, folder.written()
    fitting = [one for one in active.rule_set.rules if _fits(one, text)]
    pages = max(1, -(-len(fitting) // PAGE_RULES))
    page = min(page, pages)
    shown = fitting[(page - 1) * PAGE_RULES : page * PAGE_RULES]
    of_file: defaultdict[str, list[str]] = defaultdict(list)
    for rule_id, (file, _) in written.rules.items():
        of_file[file].append(rule_id)
    with store.read() as session:
        counts = counted.read(session, [rule.id for rule in active.rule_set.rules], now)
        alerted = alert_rows.latest_by_rule(session, among=ALERTS_LOOKED_AT)
        deleted = version_rows.deleted_files(session, limit=10)
    lately = {rule_id: sum(days) for rule_id, days in counts.items()}
    by_file = Counter(one.file for one in force.problems)
    entries = folder.entries()
    names = {one.name for one in entries}
    return RulesView(
        force=force,
        files=[
            FileView(
                entry=entry,
                held={key: n for key, n in written.counts.get(entry.name, {}).items() if n},
                hits=sum(lately.get(one, 0) for one in of_file[entry.name]),
                problems=[p for p in force.problems if p.file == entry.name]
                if by_file[entry.name]
                else (),
                admins_only=may_hold_secrets(entry.name),
            )
            for entry in entries
        ],
        deleted=[one for one in deleted if one.name not in names],
        elsewhere=[one for one in force.problems if one.file not in names],
        rules=[
            _rule_view(rule, active, counts.get(rule.id), written.rules, alerted.get(rule.id))
            for rule in shown
        ],
        found=len(fitting),
        page=page,
        pages=pages,
    )


def read_rule(
    store: Store, book: RuleBook, folder: RuleFolder, rule_id: str, *, now: datetime
) -> RulePage | None:
    """The page of one rule in force."""
    active = book.active
    rule = active.rules.get(rule_id)
    if rule is None:
        return None
    with store.read() as session:
        counts = hit_rows.hits_by_day(session, [rule_id], days_of(now))
        alerted = alert_rows.latest_by_rule(session, among=ALERTS_LOOKED_AT)
        hits = list(_hits(session, rule_id))
    places = folder.written().rules
    view = _rule_view(rule, active, counts.get(rule_id), places, alerted.get(rule_id))
    return RulePage(view=view, hits=hits)


def try_headline(
    active: ActiveRules, title: str, summary: str, *, now: datetime, rule_id: str
) -> TryView:
    """Which rules match a headline that is published now, and what the others lack.

    Only the rule ``rule_id`` where one is named.
    """
    item = Item(title=title, summary=summary, outlet="(tried by hand)", published_at=now)
    matches = {one.rule_id: one for one in active.matcher.match(item, now=now, feed=None)}
    asked = [one for one in active.rule_set.rules if rule_id in ("", one.id)]
    missed = [one for one in asked if one.id not in matches]
    evidence = [one for rule in asked if rule.id in matches for one in matches[rule.id].evidence]
    verdicts = [
        Verdict(rule=rule, match=matches[rule.id], evidence=list(_found(matches[rule.id])))
        for rule in asked
        if rule.id in matches
    ]
    explained = [_missed(active, rule, item, now) for rule in missed[:MAX_EXPLAINED]]
    explained.sort(key=lambda one: not one.misses)
    return TryView(
        title=mark(title, [one for one in evidence if one.field == "title"]),
        summary=mark(summary, [one for one in evidence if one.field == "summary"]),
        verdicts=[*verdicts, *explained],
        left_out=len(missed) - len(explained),
    )


def _missed(active: ActiveRules, rule: Rule, item: Item, now: datetime) -> Verdict:
    if not rule.enabled:
        return Verdict(rule=rule, match=None, reasons=("it is switched off",))
    explanation = active.matcher.explain(item, rule.id, now=now, feed=None)
    return Verdict(
        rule=rule, match=None, reasons=reasons(explanation), misses=near_misses(explanation)
    )


def _found(match: Match) -> Iterator[str]:
    found: dict[str, None] = {}
    for one in match.evidence:
        stands_for = one.actor or one.term
        same = stands_for.casefold() == one.text.casefold()
        found[f"“{one.text}”" if same else f"“{one.text}” for {stands_for}"] = None
    return iter(found)


def _hits(session: Session, rule_id: str) -> Iterator[HitView]:
    found = hit_rows.list_hits(session, limit=HITS_SHOWN, rule_id=rule_id)
    places = development_rows.developments_of_items(session, [stored.id for _, stored in found])
    for hit, stored in found:
        yield HitView(
            hit=hit,
            stored=stored,
            title=mark(stored.item.title, [e for e in hit.evidence if e.field == "title"]),
            development_id=places.get(stored.id),
        )


def _rule_view(
    rule: Rule,
    active: ActiveRules,
    by_day: Sequence[int] | None,
    places: Mapping[str, tuple[str, int]],
    alerted: tuple[datetime, int | None] | None,
) -> RuleView:
    file, line = places.get(rule.id, ("", 0))
    at, development_id = alerted or (None, None)
    return RuleView(
        rule=rule,
        names=list(dict.fromkeys(_names(rule.condition, active))),
        by_day=by_day or [0] * DAYS,
        file=file,
        line=line,
        alerted_at=at,
        development_id=development_id,
    )


def _names(condition: Condition, active: ActiveRules) -> Iterator[str]:
    """The names of the actors and meetings that a condition asks for."""
    if isinstance(condition, ActorTerm):
        yield active.actors[condition.actor].name
    elif isinstance(condition, MeetingTerm):
        yield active.meetings[condition.meeting].title
    for part in getattr(condition, "parts", ()):
        yield from _names(part, active)


def _fits(rule: Rule, text: str) -> bool:
    wanted = text.casefold().split()
    told = " ".join((rule.id, rule.title, *rule.tags)).casefold()
    return all(word in told for word in wanted)


def days_of(now: datetime) -> list[datetime]:
    """The starts of the last days (UTC), the last one being today's."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
