"""Labelled items in the order in which a daemon would hear them, in batches."""

from __future__ import annotations

import csv
import gzip
import hashlib
import html
import io
import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import yaml

from monitor.model import Item, Match, Severity, Telling, highest
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import Matcher, compile_rules

BATCH = 25
"""Rows of a table that arrive together: their terms are counted, then they are grouped."""

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

LABELS = Path(__file__).parent / "labels"
"""Who tells what in collections that come without labels; no texts, only where they are found."""

SLICE = (datetime(2020, 4, 22, tzinfo=UTC), datetime(2020, 4, 23, 12, tzinfo=UTC))
"""The part of the snapshots that is labelled, by time of publication."""

SLICE_OUTLETS = ("bbc", "cnn", "fox", "latimes", "nytimes", "nzherald", "rnz", "smh", "straittimes")


@dataclass(frozen=True, slots=True)
class Row:
    """A telling and the development it tells ("" where nobody said)."""

    telling: Telling
    label: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one look at the feeds brought: all that was heard, and the rows to group."""

    heard: Sequence[Telling]
    rows: Sequence[Row]


def records(path: Path) -> list[dict[str, str]]:
    """The rows of a table (tab-separated, no quoting, ``.gz`` allowed) by column, in file order."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def table(path: Path) -> list[Batch]:
    """The rows of a labelled table (see :mod:`bench.grouping`), in file order."""
    rows: list[Row] = []
    clock = EPOCH
    for index, record in enumerate(records(path)):
        stated = record.get("published") or ""
        clock = moment(stated) if stated else clock + timedelta(minutes=1)
        telling = _telling(
            index + 1,
            record.get("outlet") or "unknown",
            record["title"] or "",
            record.get("summary") or "",
            clock,
        )
        rows.append(Row(telling, record.get("development") or ""))
    return [_batch(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]


def headlines(path: Path) -> list[Batch]:
    """The headlines of December 2021 (``headlines-2021-12/headlines.jsonl``), labelled here."""
    label_of = _labels(LABELS / "headlines-2021-12.txt")
    records = [
        (record["timestamp"], number, record)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (record := json.loads(line))
    ]
    rows = [
        Row(
            _telling(number, record["domain"], _spaced(record["title"]), "", moment),
            label_of.get(str(number), f"alone {number}"),
        )
        for timestamp, number, record in sorted(records, key=lambda one: one[:2])
        if (moment := datetime.fromtimestamp(timestamp, UTC))
    ]
    return [_batch(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]


def snapshots(path: Path) -> list[Batch]:
    """A day and a half of the snapshots of April 2020, titles with summaries, labelled here."""
    label_of = _labels(LABELS / "snapshots-2020.txt")
    rows = []
    for number, (moment, outlet, title, summary) in enumerate(sorted(_snapshot_items(path)), 1):
        key = hashlib.sha256(f"{outlet}\n{title}".encode()).hexdigest()[:8]
        telling = _telling(number, outlet, title, summary, moment)
        rows.append(Row(telling, label_of.get(key, f"alone {key}")))
    return [_batch(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]


def _snapshot_items(path: Path) -> Iterator[tuple[datetime, str, str, str]]:
    seen: set[tuple[str, str]] = set()
    with tarfile.open(path) as archive:
        names = sorted(archive.getnames(), key=lambda name: name.rpartition("/")[2])
        for name in names:
            outlet = name.split("/")[-2] if name.endswith(".xml") else ""
            handle = archive.extractfile(name) if outlet in SLICE_OUTLETS else None
            if handle is None:
                continue
            read_at = datetime.strptime(name[-20:-4], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            for entry in feedparser.parse(io.BytesIO(handle.read())).entries:
                title = _spaced(_bare(entry.get("title", "")))
                stated = entry.get("published_parsed")
                moment = _utc(stated) if stated else read_at
                near = abs(read_at - moment) < timedelta(days=2)
                if title and (outlet, title) not in seen:
                    seen.add((outlet, title))
                    if near and SLICE[0] <= moment <= SLICE[1]:
                        summary = _spaced(_bare(entry.get("summary", "")))[:500]
                        yield moment, outlet, title, summary


def _utc(parts: Sequence[int]) -> datetime:
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _bare(markup: str) -> str:
    return re.sub(r"<[^>]+>", " ", html.unescape(markup))


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _labels(path: Path) -> Mapping[str, str]:
    """What is told together, by where it is found; "" where that is unclear."""
    label_of: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        words = line.split()
        if words[0] != "#":
            label = "" if words[0] == "unclear" else f"row {number}"
            label_of.update(dict.fromkeys(words, label))
    return label_of


def replayed_week(folder: Path) -> list[Batch]:
    """The invented week of ``seeds/replay``, one batch a snapshot; only labels "on" and "any"."""
    story = yaml.safe_load((folder / "story.yaml").read_text("utf-8"))
    first = moment(str(story["snapshots"]["first"]))
    every = timedelta(hours=story["snapshots"]["every_hours"])
    outlets = {outlet["slug"]: outlet for outlet in story["outlets"]}
    told = [
        (moment(str(telling["at"])), development, telling)
        for development in story["developments"]
        for telling in _with_copies(development["tellings"], story["developments"])
    ]
    told.sort(key=lambda one: one[0])
    batches: defaultdict[int, list[Row]] = defaultdict(list)
    for index, (told_at, development, telling) in enumerate(told):
        outlet = outlets[telling["outlet"]]
        one = _telling(
            index + 1, outlet["name"], telling["title"], telling.get("summary", ""), told_at
        )
        label = development["slug"] if development["scope"] != "off" else ""
        look = max(0, -(-(told_at - first) // every))
        batches[look].append(Row(one, label, outlet["language"]))
    return [_batch(batches[look]) for look in sorted(batches)]


def with_rules(batches: Iterable[Batch], folder: Path) -> list[Batch]:
    """The batches as a daemon with these rules groups them: hits only, with what rules found."""
    matcher = compile_rules(load_rule_set(folder, environ={}))
    return [
        Batch(batch.heard, [hit for row in batch.rows if (hit := _hit(row, matcher)) is not None])
        for batch in batches
    ]


def _hit(row: Row, matcher: Matcher) -> Row | None:
    told = row.telling
    item = Item(
        title=told.title,
        summary=told.summary,
        outlet=told.outlet,
        language=row.language,
        published_at=told.told_at,
    )
    matches: Sequence[Match] = matcher.match(item, now=told.told_at)
    if not matches:
        return None
    evidence = [part for match in matches for part in match.evidence]
    telling = replace(
        told,
        actors=tuple(sorted({part.actor for part in evidence if part.actor})),
        meetings=tuple(sorted({part.meeting for part in evidence if part.meeting})),
        rule_ids=tuple(sorted({match.rule_id for match in matches})),
        severity=highest(match.severity for match in matches),
        asked=tuple(sorted({part.text for part in evidence})),
    )
    return replace(row, telling=telling)


def _with_copies(
    tellings: Sequence[Mapping[str, Any]], developments: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    named = {
        telling["id"]: telling
        for development in developments
        for telling in development["tellings"]
        if "id" in telling
    }
    return [{**named.get(telling.get("copy_of"), {}), **telling} for telling in tellings]


def _batch(rows: Sequence[Row]) -> Batch:
    return Batch([row.telling for row in rows], rows)


def _telling(item_id: int, outlet: str, title: str, summary: str, told_at: datetime) -> Telling:
    return Telling(
        item_id=item_id,
        outlet=outlet,
        title=title,
        summary=summary,
        canonical_url=None,
        told_at=told_at,
        actors=(),
        meetings=(),
        rule_ids=("bench",),
        severity=Severity.MEDIUM,
    )


def moment(text: str) -> datetime:
    """An ISO 8601 moment; UTC where it states no zone."""
    stated = datetime.fromisoformat(text)
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
