"""Write the replayed week's feeds, feed list and labels from ``story.yaml``.

``python seeds/replay/build.py`` rewrites, beside this file (or below ``--into DIR``):

- ``feeds/<slug>/<UTC time>.xml``: what that outlet's feed serves from that time on; a document
  is written only where it differs from the one before;
- ``feeds.opml``: the list of those feeds, at placeholder addresses;
- ``labels.tsv``: which development each item tells (see ``README.md``). The program that is
  being shown never reads it while it monitors.

Everything is a function of the story: no clock, no randomness, so that a test can hold the
written files against it. Needs PyYAML; imports nothing of the project.
"""

from __future__ import annotations

import argparse
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

import yaml

HERE = Path(__file__).resolve().parent
STORY_FILE = "story.yaml"
SCOPES = ("on", "off", "any")
LABEL_COLUMNS = ("outlet", "key", "title", "development", "scope", "telling")
TRACKING = {"utm_source": "rss", "utm_medium": "feed", "utm_campaign": "world"}
SLUG_MAX_CHARS = 60
SLUG_MIN_CHARS = 12  # shorter: the title is not in Latin script; its number makes the address

Guid = Literal["permalink", "opaque", "query", "tag", "about", "none"]
Format = Literal["rss", "atom", "rdf"]
Markup = Literal["plain", "cdata", "blog"]


class StoryError(ValueError):
    """The story contradicts itself; the message names the development or telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented publisher and the habits of its one feed.

    ``zone`` is how it writes dates (``none``: not at all); ``keeps`` how many items it serves;
    ``link`` whether its items have addresses, ``tracking`` whether those carry parameters;
    ``typographic`` whether its apostrophes are curly.
    """

    slug: str
    name: str
    language: str
    format: Format
    guid: Guid
    zone: str
    keeps: int
    about: str
    markup: Markup = "plain"
    link: bool = True
    tracking: bool = False
    typographic: bool = False

    @property
    def site(self) -> str:
        """The outlet's address, without a trailing slash."""
        return f"https://{self.slug}.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Title and summary as they read from ``since`` on."""

    since: datetime
    title: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An item: an outlet tells a development; the ``number``-th item of the outlet."""

    outlet: Outlet
    at: datetime
    wordings: tuple[Wording, ...]
    number: int
    development: str
    scope: str
    telling: str
    undated: bool
    without_guid: bool

    @property
    def link(self) -> str | None:
        """The address as served, or ``None`` where the outlet gives none."""
        if not self.outlet.link:
            return None
        slug = slugify(self.wordings[0].title)
        page = slug if len(slug) >= SLUG_MIN_CHARS else f"{self.number:04d}"
        query = f"?{urlencode(TRACKING)}" if self.outlet.tracking else ""
        return f"{self.outlet.site}/{self.at:%Y/%m/%d}/{page}{query}"

    @property
    def guid(self) -> str | None:
        """The identifier as served, or ``None`` where the item has none."""
        outlet = self.outlet
        if self.without_guid:
            return None
        return {
            "permalink": self.link,
            "about": self.link,
            "opaque": f"{outlet.slug}-{self.at:%Y%m%d}-{self.number:04d}",
            "query": f"{outlet.site}/?p={1000 + 7 * self.number}",
            "tag": f"tag:{outlet.slug}.example,2022:item-{self.number:04d}",
            "none": None,
        }[outlet.guid]

    @property
    def key(self) -> str:
        """What a reader of the served document can recognise the item by."""
        return self.guid or self.link or self.wordings[0].title

    def wording(self, moment: datetime) -> Wording:
        """How the item reads at ``moment``."""
        return [each for each in self.wordings if each.since <= moment][-1]


def slugify(title: str) -> str:
    """Plain lower-case words joined by hyphens, cut at a word; empty for other scripts."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    return slug if len(slug) <= SLUG_MAX_CHARS else slug[: SLUG_MAX_CHARS + 1].rpartition("-")[0]


def moment_of(value: object) -> datetime:
    """A ``YYYY-MM-DD HH:MM`` of the story as an aware UTC datetime."""
    return datetime.strptime(str(value), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def snapshots_of(story: Mapping[str, Any]) -> tuple[datetime, ...]:
    """The moments at which the feeds are looked at."""
    plan = story["snapshots"]
    first, last = moment_of(plan["first"]), moment_of(plan["last"])
    step = timedelta(hours=plan["every_hours"])
    return tuple(first + step * i for i in range((last - first) // step + 1))


def tellings_of(story: Mapping[str, Any]) -> tuple[Telling, ...]:
    """Every telling of the story, by time. Raises ``StoryError``."""
    outlets = {entry["slug"]: Outlet(**entry) for entry in story["outlets"]}
    originals = {
        raw["id"]: raw for dev in story["developments"] for raw in dev["tellings"] if "id" in raw
    }
    counts = dict.fromkeys(outlets, 0)
    tellings = []
    told = [(dev, raw) for dev in story["developments"] for raw in dev["tellings"]]
    for dev, raw in sorted(told, key=lambda pair: (str(pair[1]["at"]), pair[1]["outlet"])):
        if raw["outlet"] not in outlets or dev["scope"] not in SCOPES:
            raise StoryError(f"{dev['slug']}: unknown outlet or scope in {raw}")
        outlet = outlets[raw["outlet"]]
        counts[outlet.slug] += 1
        tellings.append(
            Telling(
                outlet=outlet,
                at=moment_of(raw["at"]),
                wordings=_wordings(raw, originals, typographic=outlet.typographic),
                number=counts[outlet.slug],
                development=dev["slug"],
                scope=dev["scope"],
                telling=_novelty(dev, raw),
                undated=raw.get("undated", False),
                without_guid=raw.get("without_guid", False),
            )
        )
    return tuple(tellings)


def _novelty(development: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    first = min(development["tellings"], key=lambda each: str(each["at"]))
    told = raw.get("telling", "repeat")
    if told not in ("repeat", "update") or (raw is first and told == "update"):
        raise StoryError(f"{development['slug']}: {told!r} does not suit {raw}")
    return "new" if raw is first else str(told)


def _wordings(
    raw: Mapping[str, Any], originals: Mapping[str, Any], *, typographic: bool
) -> tuple[Wording, ...]:
    source = originals[raw["copy_of"]] if "copy_of" in raw else {}
    texts = {"title": "", "summary": "", **source, **raw}
    wordings = []
    for change in ({"at": raw["at"]}, *raw.get("edits", ())):
        texts |= change
        title, summary = (
            re.sub(r"(?<=\w)'(?=\w)", "’", texts[name]) if typographic else texts[name]
            for name in ("title", "summary")
        )
        wordings.append(Wording(since=moment_of(change["at"]), title=title, summary=summary))
    if not all(each.title for each in wordings):
        raise StoryError(f"no title: {raw}")
    return tuple(wordings)


def check(tellings: Sequence[Telling], snapshots: Sequence[datetime]) -> None:
    """Refuse a story whose items could not be told apart or would never be served as written."""
    seen: set[tuple[str, str]] = set()
    for telling in tellings:
        name = f"{telling.development}: {telling.wordings[0].title!r}"
        if (telling.outlet.slug, telling.key) in seen:
            raise StoryError(f"{name}: its key {telling.key!r} is not its outlet's only one")
        seen.add((telling.outlet.slug, telling.key))
        served = [next((s for s in snapshots if s >= w.since), None) for w in telling.wordings]
        if None in served or len(set(served)) != len(served):
            raise StoryError(f"{name}: no snapshot shows each of its wordings")


def date_text(moment: datetime, zone: str) -> str:
    """``moment`` as an outlet of that habit writes it (RFC 822, or ISO 8601 for ``Z``)."""
    if zone == "GMT":
        return format_datetime(moment, usegmt=True)
    if zone == "Z":
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_datetime(moment.astimezone(datetime.strptime(zone, "%z").tzinfo))


def body_text(telling: Telling, wording: Wording) -> str:
    """The description as XML: escaped text, or markup as the outlet's software wraps it."""
    outlet, text = telling.outlet, escape(wording.summary)
    if outlet.markup == "plain":
        return text
    tail = ""
    if outlet.markup == "blog":
        tail = (
            f'\n<p>The post <a href="{telling.link}">{escape(wording.title)}</a> appeared first'
            f' on <a href="{outlet.site}/">{escape(outlet.name)}</a>.</p>'
        )
    return f"<![CDATA[<p>{text}</p>{tail}]]>"


def _rss(outlet: Outlet, items: Sequence[tuple[Telling, Wording]]) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0">',
        "  <channel>",
        f"    <title>{escape(outlet.name)}</title>",
        f"    <link>{outlet.site}/</link>",
        f"    <description>{escape(outlet.about)}</description>",
        f"    <language>{outlet.language.lower()}</language>",
    ]
    if outlet.zone != "none":
        built = max(wording.since for _, wording in items)
        lines.append(f"    <lastBuildDate>{date_text(built, outlet.zone)}</lastBuildDate>")
    for telling, wording in items:
        lines += ["    <item>", f"      <title>{escape(wording.title)}</title>"]
        if telling.link:
            lines.append(f"      <link>{escape(telling.link)}</link>")
        if wording.summary:
            lines.append(f"      <description>{body_text(telling, wording)}</description>")
        if telling.guid:
            permanent = "true" if outlet.guid == "permalink" else "false"
            lines.append(f'      <guid isPermaLink="{permanent}">{escape(telling.guid)}</guid>')
        if outlet.zone != "none" and not telling.undated:
            lines.append(f"      <pubDate>{date_text(telling.at, outlet.zone)}</pubDate>")
        lines.append("    </item>")
    return "\n".join([*lines, "  </channel>", "</rss>", ""])


def _atom(outlet: Outlet, items: Sequence[tuple[Telling, Wording]]) -> str:
    def iso(moment: datetime) -> str:
        return moment.astimezone(datetime.strptime(outlet.zone, "%z").tzinfo).isoformat()

    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">',
        f"  <title>{escape(outlet.name)}</title>",
        f"  <subtitle>{escape(outlet.about)}</subtitle>",
        f"  <id>tag:{outlet.slug}.example,2022:feed</id>",
        f'  <link href="{outlet.site}/"/>',
        f"  <updated>{iso(max(wording.since for _, wording in items))}</updated>",
    ]
    for telling, wording in items:
        lines += [
            "  <entry>",
            f'    <title type="html">{escape(escape(wording.title))}</title>',
            f"    <id>{telling.guid}</id>",
            f'    <link rel="alternate" type="text/html" href={quoteattr(telling.link or "")}/>',
            f"    <published>{iso(telling.at)}</published>",
            f"    <updated>{iso(wording.since)}</updated>",
            f"    <summary>{body_text(telling, wording)}</summary>",
            "  </entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _rdf(outlet: Outlet, items: Sequence[tuple[Telling, Wording]]) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
        '    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'  <channel rdf:about="{outlet.site}/">',
        f"    <title>{escape(outlet.name)}</title>",
        f"    <link>{outlet.site}/</link>",
        f"    <description>{escape(outlet.about)}</description>",
        f"    <dc:language>{outlet.language}</dc:language>",
        "    <items>",
        "      <rdf:Seq>",
        *(f"        <rdf:li resource={quoteattr(telling.link or '')}/>" for telling, _ in items),
        "      </rdf:Seq>",
        "    </items>",
        "  </channel>",
    ]
    for telling, wording in items:
        lines += [
            f"  <item rdf:about={quoteattr(telling.link or '')}>",
            f"    <title>{escape(wording.title)}</title>",
            f"    <link>{escape(telling.link or '')}</link>",
            f"    <description>{body_text(telling, wording)}</description>",
        ]
        if not telling.undated:
            lines.append(f"    <dc:date>{date_text(telling.at, outlet.zone)}</dc:date>")
        lines.append("  </item>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def feed_documents(
    outlet: Outlet, tellings: Sequence[Telling], snapshots: Sequence[datetime]
) -> Iterator[tuple[datetime, str]]:
    """Each document the outlet's feed serves, with the moment from which it does."""
    write = {"rss": _rss, "atom": _atom, "rdf": _rdf}[outlet.format]
    before = ""
    for moment in snapshots:
        told = [each for each in tellings if each.outlet is outlet and each.at <= moment]
        newest = told[: -outlet.keeps - 1 : -1]
        if not newest:
            raise StoryError(f"{outlet.slug}: nothing to serve at {moment}")
        text = write(outlet, [(each, each.wording(moment)) for each in newest])
        if text != before:
            yield moment, text
        before = text


def opml(outlets: Sequence[Outlet]) -> str:
    """The list of feeds, at addresses that whoever replays them replaces."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head><title>The replayed week: invented outlets</title></head>",
        "  <body>",
    ]
    for outlet in outlets:
        name = quoteattr(outlet.name)
        lines.append(
            f'    <outline type="rss" text={name} title={name} outlet={name} slug="{outlet.slug}"'
            f' language="{outlet.language}" xmlUrl="http://{outlet.slug}.example/feed.xml"/>'
        )
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def labels(tellings: Sequence[Telling]) -> str:
    """The labels as tab-separated text with a header, by time."""
    rows = [
        (t.outlet.name, t.key, t.wordings[0].title, t.development, t.scope, t.telling)
        for t in tellings
    ]
    return "".join("\t".join(row) + "\n" for row in (LABEL_COLUMNS, *rows))


def build(story: Mapping[str, Any]) -> dict[str, str]:
    """Every file by its path below the replay's folder. Raises ``StoryError``."""
    check(tellings := tellings_of(story), snapshots := snapshots_of(story))
    outlets = sorted({telling.outlet for telling in tellings}, key=lambda outlet: outlet.slug)
    files = {"feeds.opml": opml(outlets), "labels.tsv": labels(tellings)}
    for outlet in outlets:
        for moment, text in feed_documents(outlet, tellings, snapshots):
            files[f"feeds/{outlet.slug}/{moment:%Y%m%dT%H%M%SZ}.xml"] = text
    return files


def main() -> None:
    """Rewrite the files; documents that the story no longer has are removed."""
    parser = argparse.ArgumentParser(description="Write the replayed week from its story.")
    parser.add_argument("--into", type=Path, default=HERE, help="folder (default: beside this)")
    into: Path = parser.parse_args().into
    files = build(yaml.safe_load((HERE / STORY_FILE).read_text(encoding="utf-8")))
    shutil.rmtree(into / "feeds", ignore_errors=True)
    for name, text in files.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
