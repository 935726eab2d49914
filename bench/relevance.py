"""How well rules tell what is on topic from what is not, on labelled items.

``python -m bench.relevance --rules DIR --items FILE [--json] [--verbose]``. FILE is a table
(tab-separated, no quoting, ``.gz`` allowed) with columns title and topic, and where known id,
published, outlet, summary. An item counts as found if any rule matches it at the moment it was
published (now, where the table states none); topics other than ``on`` and ``off`` are not scored.

Scores: ``precision``, the share of the scored items found that are on topic, and ``recall``, the
share of the items on topic that are found. Where there is nothing to count the score is 1.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.sets import moment, records
from monitor.model import Item
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import Matcher, compile_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say of one row, and what its label says."""

    id: str
    title: str
    topic: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Scored items by whether they were found and whether they should have been."""

    right: int
    wrong: tuple[Verdict, ...]
    missed: tuple[Verdict, ...]
    unscored: int
    items: int

    @property
    def precision(self) -> float:
        """Of what was found, the share on topic."""
        return _share(self.right, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Of what is on topic, the share found."""
        return _share(self.right, self.right + len(self.missed))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def verdicts(rows: Sequence[Mapping[str, str]], matcher: Matcher, now: datetime) -> list[Verdict]:
    """The verdict of the rules on each row of a table."""
    return [_verdict(row, matcher, now) for row in rows]


def _verdict(row: Mapping[str, str], matcher: Matcher, now: datetime) -> Verdict:
    published = moment(row["published"]) if row.get("published") else None
    item = Item(
        title=row.get("title") or "",
        summary=row.get("summary") or "",
        outlet=row.get("outlet") or "unknown",
        published_at=published,
    )
    matches = matcher.match(item, now=published or now)
    return Verdict(
        id=row.get("id") or "",
        title=item.title,
        topic=row.get("topic") or "",
        rules=tuple(match.rule_id for match in matches),
    )


def score(judged: Sequence[Verdict]) -> Score:
    """The verdicts counted."""
    on = [one for one in judged if one.topic == "on"]
    off = [one for one in judged if one.topic == "off"]
    return Score(
        right=sum(bool(one.rules) for one in on),
        wrong=tuple(one for one in off if one.rules),
        missed=tuple(one for one in on if not one.rules),
        unscored=len(judged) - len(on) - len(off),
        items=len(judged),
    )


def report(scored: Score, *, verbose: bool) -> dict[str, object]:
    """The score as plain data; with every wrong and missed item if ``verbose``."""
    plain: dict[str, object] = {
        "precision": round(scored.precision, 4),
        "recall": round(scored.recall, 4),
        "items": scored.items,
        "on_topic": scored.right + len(scored.missed),
        "found": scored.right + len(scored.wrong),
        "right": scored.right,
        "wrong": len(scored.wrong),
        "missed": len(scored.missed),
        "unscored": scored.unscored,
    }
    if verbose:
        plain["wrong_items"] = [_plain(one) for one in scored.wrong]
        plain["missed_items"] = [_plain(one) for one in scored.missed]
    return plain


def _plain(one: Verdict) -> dict[str, object]:
    return {"id": one.id, "title": one.title, "rules": list(one.rules)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Precision and recall of rules on labelled items.")
    parser.add_argument("--rules", type=Path, required=True, help="folder of rule files")
    parser.add_argument("--items", type=Path, required=True, help="table with a topic column")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--verbose", action="store_true", help="show each wrong and missed item")
    given = parser.parse_args()
    matcher = compile_rules(load_rule_set(given.rules, environ={}))
    scored = score(verdicts(records(given.items), matcher, datetime.now(UTC)))
    if given.as_json:
        print(json.dumps(report(scored, verbose=given.verbose), ensure_ascii=False, indent=2))
        return
    print(
        f"precision {scored.precision:.3f}, recall {scored.recall:.3f}: "
        f"{scored.right} right, {len(scored.wrong)} wrong, {len(scored.missed)} missed "
        f"of {scored.items} items ({scored.unscored} not scored)"
    )
    if given.verbose:
        for one in scored.wrong:
            print(f"wrong   {one.id} {one.title} [{', '.join(one.rules)}]")
        for one in scored.missed:
            print(f"missed  {one.id} {one.title}")


if __name__ == "__main__":
    main()
