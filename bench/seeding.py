"""How well seeding reads articles, on labelled ones.

``python -m bench.seeding [--articles DIR] [--json] [--verbose]``. DIR holds articles and their
``.expected.yaml`` (``tests/seeding/articles``, whose README says how they are labelled); the
default is the practice half. Each kind has precision and recall, of the confident entries alone
and with all suggestions:

- ``people`` (name), ``people_with_role`` (name and role), ``organisations``, ``states``;
- ``meetings``: those with all fields right; ``meetings_found``: those told from their date or a
  participant; ``meeting_participants``, ``_date``, ``_place``, ``_topic``, ``_status``: the found
  ones in which that field is right.

``--verbose`` lists every miss, false entry and wrong field.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.seeding_labels import Article, LabelsError, articles
from bench.seeding_score import Score, Tally, confident, score
from monitor.seeding.draft import CONFIDENT, Draft

PRACTICE = Path(__file__).parents[1] / "tests/seeding/articles/practice"

HEADER = f"{'precision':>9} {'recall':>6} {'right':>11}"

Reader = Callable[[Path, date], Draft]
Scores = dict[str, Score]
"""One score per article, by its file name."""


def draft_of(path: Path, published: date) -> Draft:
    """What seeding drafts from an article."""
    article = importlib.import_module("monitor.seeding.article")
    reading = importlib.import_module("monitor.seeding.reading")
    draft = reading.read(article.parse(path.read_bytes()), published)
    assert isinstance(draft, Draft)
    return draft


def measure(labelled: list[Article], read: Reader) -> tuple[Scores, Scores]:
    """The scores of the confident entries, and those with all suggestions."""
    active: Scores = {}
    everything: Scores = {}
    for article in labelled:
        draft = read(article.path, article.expected.published)
        active[article.path.name] = score(confident(draft, CONFIDENT), article.expected)
        everything[article.path.name] = score(draft, article.expected)
    return active, everything


def total(scores: Scores) -> Score:
    """All articles together: counts are added, so long articles weigh more."""
    return sum(scores.values(), Score())


def figures(tallies: dict[str, Tally]) -> dict[str, dict[str, float | None]]:
    """Tallies as JSON."""
    return {
        kind: {
            "precision": tally.precision,
            "recall": tally.recall,
            "right": tally.right,
            "drafted": tally.drafted,
            "labelled": tally.labelled,
        }
        for kind, tally in tallies.items()
    }


def table(active: Score, everything: Score) -> str:
    """Both scores side by side."""
    lines = [
        f"{'':21}{'confident':^28}   {'with suggestions':^28}",
        f"{'':21}{HEADER}   {HEADER}",
    ]
    lines += [
        f"{kind:21}{_row(active.tallies[kind])}   {_row(everything.tallies[kind])}"
        for kind in everything.tallies
    ]
    lines.append("right: right entries / drafted / labelled")
    return "\n".join(lines)


def _row(tally: Tally) -> str:
    counts = f"{tally.right}/{tally.drafted}/{tally.labelled}"
    return f"{_share(tally.precision):>9} {_share(tally.recall):>6} {counts:>11}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def faults(scores: Scores) -> str:
    """Every miss and false entry, by article."""
    lines: list[str] = []
    for name, found in scores.items():
        lines.append(f"\n{name}: {len(found.faults)} faults")
        lines += [f"  {one.verdict:6} {one.kind}: {one.detail}" for one in found.faults]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path, default=PRACTICE, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    try:
        labelled = articles(options.articles)
    except LabelsError as error:
        print(error, file=sys.stderr)
        return 2
    active, everything = measure(labelled, draft_of)
    sums = total(active), total(everything)
    if options.json:
        confident_figures, all_figures = (figures(dict(one.tallies)) for one in sums)
        result = {
            "articles": len(labelled),
            "confident": confident_figures,
            "with_suggestions": all_figures,
        }
        print(json.dumps(result, indent=2))
        return 0
    print(f"{options.articles}: {len(labelled)} articles")
    print(table(*sums))
    if options.verbose:
        print(f"\nConfident entries:\n{faults(active)}")
        print(f"\nWith all suggestions:\n{faults(everything)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
