"""The bench of seeding: reading labels, adding articles up, and what it prints."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench.seeding import faults, figures, measure, table, total
from bench.seeding_labels import LabelsError, Window, articles, expected
from monitor.seeding.draft import Draft, DraftState

LABELS = """
published: 2022-01-06
people: []
organisations: []
states: [{name: Norway}, {name: Russia}]
meetings:
  - title: talks
    participants: []
    date: [2022-01-10, 2022-01-10/2022-01-12, null]
    place: []
    topic: []
    status: [under_way]
"""


def write(folder: Path, name: str, labels: str = LABELS) -> None:
    (folder / f"{name}.txt").write_text("Norway and Russia talk.", "utf-8")
    (folder / f"{name}.expected.yaml").write_text(labels, "utf-8")


def state(name: str, confidence: float) -> DraftState:
    return DraftState(name=name, code="", aliases=(), confidence=confidence, sentence="Talk.")


def test_days_windows_and_no_date(tmp_path: Path) -> None:
    write(tmp_path, "one")
    meeting = articles(tmp_path)[0].expected.meetings[0]
    day, last = date(2022, 1, 10), date(2022, 1, 12)
    assert meeting.date == (Window(day, day), Window(day, last), None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2022-01-10/2022-01-12", "2022-01-12/2022-01-10", "ends before it starts"),
        ("2022-01-10/2022-01-12", "2022-02-30/2022-03-01", "meetings.0.date.1"),
        ("under_way", "perhaps", "meetings.0.status.0"),
        ("people: []", "peple: []", "peple"),
        ("{name: Russia}", "{name: Norway}", "labelled twice: norway"),
        ("{name: Russia}", "{name: Russia", "expected.yaml"),
    ],
)
def test_bad_labels_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    write(tmp_path, "one", LABELS.replace(old, new))
    with pytest.raises(LabelsError, match=said):
        expected(tmp_path / "one.expected.yaml")


def test_articles_and_labels_belong_together(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="no articles"):
        articles(tmp_path)
    write(tmp_path, "one")
    (tmp_path / "two.expected.yaml").write_text(LABELS, "utf-8")
    with pytest.raises(LabelsError, match="without an article: two"):
        articles(tmp_path)
    write(tmp_path, "two")
    (tmp_path / "two.expected.yaml").unlink()
    with pytest.raises(LabelsError, match=r"two\.expected\.yaml"):
        articles(tmp_path)


def test_confident_entries_and_suggestions_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two")

    def read(path: Path, published: date) -> Draft:
        assert published == date(2022, 1, 6)
        if path.stem == "two":
            return Draft()
        return Draft(states=(state("Norway", 0.9), state("Russia", 0.4), state("Chad", 0.3)))

    active, everything = measure(articles(tmp_path), read)
    states = figures(dict(total(active).tallies))["states"]
    assert states == {"precision": 1.0, "recall": 0.25, "right": 1, "drafted": 1, "labelled": 4}
    suggested = figures(dict(total(everything).tallies))["states"]
    assert suggested == {
        "precision": 2 / 3,
        "recall": 0.5,
        "right": 2,
        "drafted": 3,
        "labelled": 4,
    }
    shown = table(total(active), total(everything)).splitlines()
    row = next(line for line in shown if line.startswith("states"))
    assert row.split() == ["states", "1.000", "0.250", "1/1/4", "0.667", "0.500", "2/3/4"]
    assert "false  states: Chad, from: Talk." in faults(everything)
    assert "missed states: Russia" in faults(active)
