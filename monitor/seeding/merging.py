"""Drafted entries into the rule files of a folder, without touching what stands there. Pure.

New entries go behind those of their kind; an actor that the files know gains the names it lacks;
everything else of a known entry stays as a person left it. What was drafted before and taken out
stays out (:mod:`monitor.seeding.ledger`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.seeding.draft import Draft
from monitor.seeding.drafting import draft_entries
from monitor.seeding.entries import Drafted, Known, KnownActor, KnownMeeting
from monitor.seeding.ledger import FILE_NAME, Ledger, ledger_text, read_ledger
from monitor.seeding.rule_files import (
    RuleFile,
    entries,
    indentation,
    is_rules_file,
    meetings_named,
    with_aliases,
    with_entries,
)
from monitor.seeding.yaml_text import actor_text, meeting_text, rule_text

ACTORS_FILE = "actors.yaml"
MEETINGS_FILE = "meetings.yaml"
RULES_FILE = "seeded.rules.yaml"
"""Where drafted entries go if no file of that kind is there yet."""

_HEADERS: Mapping[str, str] = {
    "actors": "Who can appear in meetings and rules.",
    "meetings": "Meetings that rules name.",
    "rules": "What to look for, as `monitor seed` drafted it: edit freely.",
}
_SCHEMA_LINE = "# yaml-language-server: $schema=../docs/schema/{kind}.schema.json\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a folder will hold. ``changed`` has the new text of each file that changes, the record
    of drafts among them; ``diff`` shows the rule files alone, as a unified diff."""

    changed: Mapping[str, str]
    drafted: Drafted
    diff: str


def merge(draft: Draft, texts: Mapping[str, str]) -> Merged:
    """Put what an article gives into the files of a folder.

    ``texts``: every rule file and the record by name, without byte order marks; they must load.
    Raises ``ConfigError`` where a list cannot be added to.
    """
    files = {name: RuleFile(name=name, text=text) for name, text in texts.items()}
    record = read_ledger(texts.get(FILE_NAME, ""))
    known = _known(files, record)
    drafted = draft_entries(draft, known)
    after = dict(files)
    for kind, default, added in _texts(drafted, files):
        name = _file_of(kind, default, files)
        file = after.get(name) or RuleFile(name=name, text=_header(kind))
        after[name] = with_entries(file, kind, added)
    extra = {actor.id: actor.aliases for actor in drafted.actors if actor.known and actor.aliases}
    for name, file in after.items():
        if extra and _is_kind(name, "actors"):
            after[name] = with_aliases(file, extra)
    changed = {name: file.text for name, file in after.items() if file.text != texts.get(name)}
    if changed:
        changed[FILE_NAME] = ledger_text(record.with_drafted(drafted))
    return Merged(changed=changed, drafted=drafted, diff=_diff(texts, changed))


def _known(files: Mapping[str, RuleFile], record: Ledger) -> Known:
    actors = [
        entry
        for name in files
        if _is_kind(name, "actors")
        for entry in entries(files[name], "actors")
    ]
    meetings = [
        entry
        for name in files
        if _is_kind(name, "meetings")
        for entry in entries(files[name], "meetings")
    ]
    rules = [
        entry for name in files if is_rules_file(name) for entry in entries(files[name], "rules")
    ]
    known = Known(
        actors=tuple(map(_known_actor, actors)),
        meetings=tuple(map(_known_meeting, meetings)),
        rules=frozenset(str(rule.get("id")) for rule in rules),
        meetings_ruled=frozenset(
            id_ for rule in rules for id_ in meetings_named(rule.get("match"))
        ),
    )
    declined, declined_aliases = record.declined(known)
    return replace(known, declined=declined, declined_aliases=declined_aliases)


def _known_actor(entry: Mapping[str, Any]) -> KnownActor:
    aliases = entry.get("aliases") or ()
    names = [alias.get("text", "") if isinstance(alias, dict) else alias for alias in aliases]
    return KnownActor(
        id=entry["id"], kind=entry["kind"], names=tuple(dict.fromkeys([entry["name"], *names]))
    )


def _known_meeting(entry: Mapping[str, Any]) -> KnownMeeting:
    window = entry.get("window") or {}
    day = entry.get("date") or ""
    return KnownMeeting(
        id=entry["id"],
        participants=tuple(entry.get("participants") or ()),
        place=str(entry.get("place") or ""),
        start=day or window.get("from", ""),
        end=day or window.get("to", ""),
    )


def _texts(drafted: Drafted, files: Mapping[str, RuleFile]) -> Iterator[tuple[str, str, list[str]]]:
    """Key of the list, file to begin if there is none, and the text of each new entry."""

    def indent(kind: str, default: str) -> int:
        file = files.get(_file_of(kind, default, files))
        return indentation(file or RuleFile(name=default, text=""), kind)

    at = indent("actors", ACTORS_FILE)
    if actors := [actor_text(one, at) for one in drafted.actors if not one.known]:
        yield "actors", ACTORS_FILE, actors
    at = indent("meetings", MEETINGS_FILE)
    if meetings := [meeting_text(one, at) for one in drafted.meetings if not one.known]:
        yield "meetings", MEETINGS_FILE, meetings
    at = indent("rules", RULES_FILE)
    if rules := [rule_text(one, at) for one in drafted.rules]:
        yield "rules", RULES_FILE, rules


def _file_of(kind: str, default: str, files: Mapping[str, RuleFile]) -> str:
    """The file that new entries of a kind go into."""
    if kind == "rules":
        return default
    return next((name for name in sorted(files) if _is_kind(name, kind)), default)


def _is_kind(name: str, kind: str) -> bool:
    return name.lower() in (f"{kind}.yaml", f"{kind}.yml")


def _header(kind: str) -> str:
    return f"{_SCHEMA_LINE.format(kind=kind)}#\n# {_HEADERS[kind]}\n"


def _diff(before: Mapping[str, str], changed: Mapping[str, str]) -> str:
    lines: list[str] = []
    for name in sorted(changed, key=_order):
        if name == FILE_NAME:
            continue
        old: Sequence[str] = before.get(name, "").splitlines()
        lines += difflib.unified_diff(
            old,
            changed[name].splitlines(),
            f"a/{name}" if name in before else "/dev/null",
            f"b/{name}",
            lineterm="",
        )
    return "\n".join(lines) + ("\n" if lines else "")


def _order(name: str) -> tuple[int, str]:
    """Files in the order in which they are written: what others refer to comes first."""
    return (0 if _is_kind(name, "actors") else 1 if _is_kind(name, "meetings") else 2, name)
