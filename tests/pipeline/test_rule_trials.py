"""Previews of edited rules, each in a real process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.model import RuleSet
from monitor.pipeline.backtest import Conditions
from monitor.pipeline.rule_trials import (
    MAX_AT_ONCE,
    RuleTrials,
    TrialJob,
    TrialResult,
    TrialState,
    TrialView,
    find_period,
    run_trial,
)
from monitor.rules.loading import load_rule_set
from tests.support.daemon_process import wait_until
from tests.support.line import Line, open_line

SYLVANIA = b"rules:\n- {id: talks, title: Talks, match: Sylvania}\n"


@pytest.fixture
def line(tmp_path: Path, sqlite_template: Path) -> Iterator[Line]:
    shutil.copyfile(sqlite_template, tmp_path / "monitor.db")
    with open_line(tmp_path) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.load()
        opened.tell("Freedonia talks open in the harbour")
        opened.clock.advance(3600)
        opened.tell("Sylvania votes on fishing rights")
        opened.clock.advance(3600)
        yield opened


def job(line: Line, edited: bytes = SYLVANIA, *, days: int = 7, max_items: int = 100) -> TrialJob:
    edits = {"main.rules.yaml": edited}
    new: RuleSet = load_rule_set(line.workspace.rules, environ=None, edits=edits)
    return TrialJob(
        database_url=line.workspace.database_url,
        old=line.services.rules.active.rule_set,
        new=new,
        days=days,
        now=line.clock(),
        conditions=Conditions(window_h=48, close_after_h=720, gather_s=0),
        max_items=max_items,
    )


def trials(deadline_s: float = 60.0) -> RuleTrials:
    numbers = count(1)
    return RuleTrials(lambda: f"t{next(numbers)}", deadline_s=deadline_s)


def ended(made: RuleTrials, person: str, trial_id: str) -> TrialView:
    def found() -> TrialView | None:
        view = made.find(person, trial_id)
        assert view is not None
        return view if view.state is not TrialState.RUNNING else None

    return wait_until(found, what="the end of the trial")


def check(result: TrialResult) -> None:
    compared = result.comparison
    assert [one.title for one in compared.alerts_gained] == ["Sylvania votes on fishing rights"]
    assert [one.title for one in compared.alerts_lost] == ["Freedonia talks open in the harbour"]
    assert [one.title for one in result.gained] == ["Sylvania votes on fishing rights"]
    assert [one.outlet for one in result.lost] == ["Courier"]
    [change] = compared.hits
    assert (change.gained, change.lost) == (1, 1)
    assert not result.shortened


def test_a_trial_in_its_process_tells_what_is_gained_and_lost(line: Line) -> None:
    made = trials()
    begun = made.start("ada", "main.rules.yaml", job(line))
    assert (begun.state, begun.name, begun.days) == (TrialState.RUNNING, "main.rules.yaml", 7)
    view = ended(made, "ada", begun.id)
    assert view.state is TrialState.DONE, view.problem
    assert view.result is not None
    check(view.result)
    assert made.find("bob", begun.id) is None


def test_progress_is_told(line: Line) -> None:
    told: list[float] = []
    check(run_trial(job(line), told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_only_the_latest_items_are_tried_where_there_are_many(line: Line) -> None:
    result = run_trial(job(line, max_items=1), lambda _: None)
    assert result.shortened
    assert result.comparison.new.items == 1
    assert [one.title for one in result.gained] == ["Sylvania votes on fishing rights"]
    assert result.lost == ()


def test_a_trial_of_no_items_says_so(line: Line) -> None:
    line.clock.advance(86_400 * 2)
    with pytest.raises(ConfigError, match="no item arrived in the last 1 days"):
        find_period(line.services.store, line.clock(), 1, 10)


def test_one_at_a_time_and_it_can_be_given_up(line: Line) -> None:
    made = trials()
    first = made.start("ada", "a", job(line))
    second = made.start("ada", "a", job(line))
    assert made.find("ada", first.id) is None
    made.give_up("ada", first.id)  # an old one: nothing happens
    made.give_up("ada", second.id)
    assert ended(made, "ada", second.id).state is TrialState.GIVEN_UP


def test_too_many_people_wait(line: Line) -> None:
    made = trials()
    begun = [made.start(f"person {n}", "a", job(line)) for n in range(MAX_AT_ONCE)]
    with pytest.raises(ConfigError, match="under way already"):
        made.start("late", "a", job(line))
    for number, one in enumerate(begun):
        made.give_up(f"person {number}", one.id)
    made.give_up("late", "none")
    late = made.start("late", "a", job(line))
    made.give_up("late", late.id)


def test_what_takes_too_long_or_fails_is_told(line: Line) -> None:
    made = trials(deadline_s=0.01)
    begun = made.start("ada", "a", job(line))
    view = ended(made, "ada", begun.id)
    assert view.state is TrialState.FAILED
    assert "try fewer days" in view.problem
    made = trials()
    line.clock.advance(86_400 * 9)
    begun = made.start("ada", "a", job(line))
    assert "no item arrived" in ended(made, "ada", begun.id).problem
