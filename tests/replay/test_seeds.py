"""The replayed week: built from its story, served as labelled, and hard in the promised ways."""

from __future__ import annotations

import calendar
import csv
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser
import pytest

SEEDS = Path(__file__).parents[2] / "seeds" / "replay"
DOCUMENTS = sorted((SEEDS / "feeds").glob("*/*.xml"))
FIRST = "20220106T060000Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One row of ``labels.tsv``."""

    outlet: str
    key: str
    title: str
    development: str
    scope: str
    telling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An item as any of an outlet's documents serves it."""

    key: str
    titles: tuple[str, ...]
    summary: str
    dated: bool
    guid: bool
    link: str | None


@pytest.fixture(scope="module")
def labels() -> list[Label]:
    with (SEEDS / "labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Label(**row) for row in rows]


@pytest.fixture(scope="module")
def outlets() -> dict[str, dict[str, str]]:
    """The feed list's attributes by slug."""
    body = ET.parse(SEEDS / "feeds.opml").getroot().iter("outline")
    return {outline.attrib["slug"]: outline.attrib for outline in body}


def read(document: Path) -> Any:
    return feedparser.parse(
        BytesIO(document.read_bytes()), sanitize_html=False, resolve_relative_uris=False
    )


@pytest.fixture(scope="module")
def parsed() -> dict[Path, Any]:
    return {document: read(document) for document in DOCUMENTS}


@pytest.fixture(scope="module")
def served(
    parsed: dict[Path, Any], outlets: dict[str, dict[str, str]]
) -> dict[str, dict[str, Served]]:
    """Every item by outlet name and key, its titles in the order in which they were served."""
    found: dict[str, dict[str, Served]] = defaultdict(dict)
    for document in DOCUMENTS:
        outlet = outlets[document.parent.name]["outlet"]
        for entry in parsed[document].entries:
            key = entry.get("id") or entry.get("link") or entry.title
            before = found[outlet].get(key)
            titles = before.titles if before else ()
            found[outlet][key] = Served(
                key=key,
                titles=titles if entry.title in titles[-1:] else (*titles, entry.title),
                summary=entry.get("summary", ""),
                dated=bool(stated(entry)),
                guid="id" in entry,
                link=entry.get("link"),
            )
    return found


def moment(document: Path) -> datetime:
    return datetime.strptime(document.stem, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


# ------------------------------------------------------------------ built from the story


def test_the_builder_writes_exactly_the_committed_files(tmp_path: Path) -> None:
    stale = tmp_path / "feeds" / "gone" / f"{FIRST}.xml"
    stale.parent.mkdir(parents=True)
    stale.write_text("of an outlet that the story no longer has")
    command = [sys.executable, str(SEEDS / "build.py"), "--into", str(tmp_path)]
    subprocess.run(command, check=True, timeout=60)
    built = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    own = [*DOCUMENTS, SEEDS / "feeds.opml", SEEDS / "labels.tsv"]
    committed = {path.relative_to(SEEDS): path.read_bytes() for path in own}
    assert built.keys() == committed.keys()
    assert [str(path) for path, body in built.items() if body != committed[path]] == []


# ------------------------------------------------------------------ the feed list and documents


def test_the_feed_list_names_every_folder_and_nothing_else(
    outlets: dict[str, dict[str, str]],
) -> None:
    assert set(outlets) == {document.parent.name for document in DOCUMENTS}
    assert len(outlets) >= 10
    assert len({attributes["outlet"] for attributes in outlets.values()}) == len(outlets)
    assert {"en", "en-GB", "de", "ru"} <= {each["language"] for each in outlets.values()}
    for slug, attributes in outlets.items():
        assert attributes["xmlUrl"] == f"http://{slug}.example/feed.xml"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_document_parses(document: Path, parsed: dict[Path, Any]) -> None:
    feed = parsed[document]
    assert not feed.bozo
    assert feed.version in {"rss20", "atom10", "rss10"}
    assert 1 <= len(feed.entries) <= 15
    assert all(entry.title.strip() for entry in feed.entries)
    keys = [entry.get("id") or entry.get("link") or entry.title for entry in feed.entries]
    assert len(set(keys)) == len(keys)


def test_formats_are_mixed(parsed: dict[Path, Any]) -> None:
    versions = Counter(feed.version for feed in parsed.values())
    assert versions["rss20"] > versions["atom10"] > 0
    assert versions["rss10"] > 0


def test_there_are_enough_snapshots_and_every_feed_serves_from_the_first() -> None:
    moments = sorted({moment(document) for document in DOCUMENTS})
    assert len(moments) >= 24
    gaps = {(later - earlier).total_seconds() / 3600 for earlier, later in pairwise(moments)}
    assert min(gaps) >= 6
    assert max(gaps) <= 9
    assert moments[0].date().isoformat() == "2022-01-06"
    assert moments[-1].date().isoformat() == "2022-01-14"
    for folder in {document.parent for document in DOCUMENTS}:
        assert (folder / f"{FIRST}.xml").is_file()


def test_a_document_is_written_only_where_it_changed() -> None:
    for earlier, later in pairwise(DOCUMENTS):
        if earlier.parent == later.parent:
            assert earlier.read_bytes() != later.read_bytes(), later


def stated(entry: Any) -> list[datetime]:
    """The entry's own dates, past feedparser's mapping of one to the other."""
    times = (dict.get(entry, name) for name in ("published_parsed", "updated_parsed"))
    return [datetime.fromtimestamp(calendar.timegm(each), UTC) for each in times if each]


def test_no_document_shows_an_item_before_it_was_told(parsed: dict[Path, Any]) -> None:
    for document, feed in parsed.items():
        for entry in feed.entries:
            assert all(told <= moment(document) for told in stated(entry)), (document, entry)


def test_feeds_let_go_of_old_items(parsed: dict[Path, Any]) -> None:
    last: dict[str, Any] = {document.parent.name: feed for document, feed in parsed.items()}
    first = {slug: parsed[SEEDS / "feeds" / slug / f"{FIRST}.xml"] for slug in last}
    for slug, feed in last.items():
        links = {entry.get("link") or entry.title for entry in feed.entries}
        assert links.isdisjoint(entry.get("link") or entry.title for entry in first[slug].entries)


def test_every_host_is_an_example() -> None:
    allowed = re.compile(r"^(?:[a-z0-9-]+\.)*example$|^www\.w3\.org$|^purl\.org$")
    for path in [*DOCUMENTS, SEEDS / "feeds.opml"]:
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"https?://([^/\s\"'<>?#]+)", text))
        assert [host for host in hosts if not allowed.match(host)] == []
        assert set(re.findall(r"tag:([^,]+),", text)) <= {f"{path.parent.name}.example"}


# ------------------------------------------------------------------ the labels


def test_labels_and_served_items_are_the_same(
    labels: list[Label], served: dict[str, dict[str, Served]]
) -> None:
    labelled = Counter((label.outlet, label.key) for label in labels)
    assert labelled.most_common(1)[0][1] == 1
    assert set(labelled) == {(outlet, key) for outlet, items in served.items() for key in items}
    for label in labels:
        assert served[label.outlet][label.key].titles[0] == label.title


def test_there_are_enough_items_and_about_half_are_on_scope(labels: list[Label]) -> None:
    assert len(labels) >= 170
    scopes = Counter(label.scope for label in labels)
    assert set(scopes) == {"on", "off", "any"}
    assert 0.4 <= scopes["on"] / len(labels) <= 0.6
    assert scopes["any"] <= 0.15 * len(labels)


def test_each_development_has_one_scope_and_its_earliest_telling_is_the_new_one(
    labels: list[Label],
) -> None:
    tellings: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        tellings[label.development].append(label)
    for development, told in tellings.items():
        assert len({label.scope for label in told}) == 1, development
        assert [label.telling for label in told].count("new") == 1, development
        assert told[0].telling == "new", development
    assert {label.telling for label in labels} == {"new", "update", "repeat"}


def test_developments_on_scope_are_told_by_several_outlets(labels: list[Label]) -> None:
    outlets: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        if label.scope == "on":
            outlets[label.development].add(label.outlet)
    assert 14 <= len(outlets) <= 24
    assert min(len(names) for names in outlets.values()) >= 2
    for needed in ("geneva-dinner", "geneva-talks", "nato-russia-council", "osce-council"):
        assert len(outlets[needed]) >= 5
    updated = {label.development for label in labels if label.telling == "update"}
    assert {"geneva-talks", "nato-russia-council", "osce-council"} <= updated


# ------------------------------------------------------------------ hard in the promised ways


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", text).lower()))


def test_wire_texts_are_copied_and_others_use_their_own_words(
    labels: list[Label], served: dict[str, dict[str, Served]]
) -> None:
    copies = own = 0
    wire = {
        label.development: words(served[label.outlet][label.key].summary)
        for label in labels
        if label.outlet == "Wire of Nowhere" and label.scope == "on"
    }
    for label in labels:
        if label.development in wire and label.outlet != "Wire of Nowhere":
            text = words(served[label.outlet][label.key].summary)
            original = wire[label.development]
            if text:
                share = len(text & original) / min(len(text), len(original))
                copies += share >= 0.85
                own += share <= 0.5
    assert copies >= 10
    assert own >= 40


def test_titles_change_after_publication(served: dict[str, dict[str, Served]]) -> None:
    edited = [
        (outlet, item)
        for outlet, items in served.items()
        for item in items.values()
        if len(item.titles) > 1
    ]
    assert len(edited) >= 8
    assert len({outlet for outlet, _ in edited}) >= 4


def test_dates_ids_and_links_are_missing_in_whole_feeds_and_in_single_items(
    served: dict[str, dict[str, Served]],
) -> None:
    for name in ("dated", "guid", "link"):
        shares = {
            outlet: sum(bool(getattr(item, name)) for item in items.values()) / len(items)
            for outlet, items in served.items()
        }
        assert min(shares.values()) == 0, name
        assert max(shares.values()) == 1, name
        if name != "link":
            assert any(0 < share < 1 for share in shares.values()), name


def test_some_links_carry_tracking_parameters(served: dict[str, dict[str, Served]]) -> None:
    links = [item.link or "" for items in served.values() for item in items.values()]
    assert sum("utm_source=" in link for link in links) >= 10


def test_the_distractors_are_there(labels: list[Label]) -> None:
    off = [label.title for label in labels if label.scope == "off"]
    for bait in (
        "Russia",
        "Moscow",
        "Geneva",
        "Vienna",
        "sanctions",
        "Georgia",
        "Security Council",
    ):
        assert any(bait in title for title in off), bait
    assert sum(bool(re.search(r"\b[Uu]s\b", title)) for title in off) >= 4
