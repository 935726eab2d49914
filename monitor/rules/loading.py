"""A folder of rule files to a rule set, with every problem reported at once.

Reads files and nothing else. Which files: ``actors.yaml``, ``meetings.yaml``, ``endpoints.yaml``
and any ``*.rules.yaml`` (``.yml`` too) directly in the folder. Hidden and backup files and
sub-folders are left alone; any other YAML file is a problem, for it would be ignored in silence.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import ValidationError

from monitor.errors import ConfigError, RuleFilesError
from monitor.model import Actor, Meeting, Rule, RuleSet
from monitor.rules import schema
from monitor.rules.conversion import Ledger, to_actor, to_meeting, to_rule
from monitor.rules.document import MAX_FILE_BYTES, Document, Path, read_document
from monitor.rules.endpoints import routes_or_default, to_endpoint, to_route
from monitor.rules.inhibition import check_circles
from monitor.rules.problems import (
    MAX_PROBLEMS_PER_FILE,
    closest,
    empty_values,
    validation_problems,
)
from monitor.rules.references import check_written, tags_written

MATCHING_VERSION = 3
"""Raise when the same rules match differently: every item is then judged anew."""

_SUFFIXES = (".yaml", ".yml")
_MAX_FOLDER_BYTES = 64 * 2**20  # some 250,000 rules, which take a minute or two to read
_MAX_FILES = 1000  # a folder with more is a mistake, such as a home directory

# Keys that may stand at the top of each kind of file, and what an entry under them is.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "actors": ("actors",),
    "meetings": ("meetings",),
    "rules": ("rules",),
    "endpoints": ("endpoints", "routes"),
}
_NOUNS = {"actors": "actor", "meetings": "meeting", "rules": "rule", "endpoints": "endpoint"}

_Entry = TypeVar("_Entry", bound=schema.Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RawEntry:
    """An entry as written, with its place."""

    document: Document
    path: Path
    raw: Any


def load_rule_set(folder: FilePath, *, environ: Mapping[str, str] | None) -> RuleSet:
    """Load all rule files of ``folder``; an empty folder gives an empty rule set.

    ``environ`` is where ``secret_env`` is looked up; with ``None`` endpoints get no secrets and
    need none, for whoever only tries rules and sends nothing. Raises ``RuleFilesError`` with all
    problems.
    """
    ledger = Ledger()
    raw = _read_folder(folder, ledger)
    _define_ids(raw, ledger)
    actors = tuple(
        to_actor(entry, at.document, at.path, ledger)
        for at, entry in _validated("actors", raw, schema.ActorEntry, ledger)
    )
    meetings = tuple(
        to_meeting(entry, at.document, at.path, ledger)
        for at, entry in _validated("meetings", raw, schema.MeetingEntry, ledger)
    )
    written = list(_validated("rules", raw, schema.RuleEntry, ledger))
    rules = tuple(to_rule(entry, at.document, at.path, ledger) for at, entry in written)
    check_circles([(at.document, at.path, entry) for at, entry in written], ledger)
    endpoints = tuple(
        to_endpoint(entry, at.document, at.path, ledger, folder, environ)
        for at, entry in _validated("endpoints", raw, schema.EndpointEntry, ledger)
    )
    tags = frozenset(tag for rule in raw["rules"] for tag in tags_written(rule.raw))
    complete = "rule" not in ledger.unreadable
    routes = tuple(
        to_route(entry, at.document, at.path, ledger, tags if complete else None)
        for at, entry in _validated("routes", raw, schema.RouteEntry, ledger)
    )
    if ledger.problems:
        raise RuleFilesError(_in_file_order(ledger.problems))
    return RuleSet(
        revision=revision_of(actors, meetings, rules),
        actors=actors,
        meetings=meetings,
        rules=rules,
        endpoints=endpoints,
        routes=routes_or_default(routes, endpoints),
    )


def fingerprint(folder: FilePath) -> str:
    """A cheap text that changes when a rule file or a secret file is added, removed or written.

    Made of names, sizes and modification times; a missing folder has one too. For noticing an
    edit; the revision says whether the edit changed anything. Secret files are those that
    ``endpoints.yaml`` names. Never raises.
    """
    digest = hashlib.sha256()
    try:
        files = rule_files(folder)
    except OSError:
        return "missing"
    for file in [*files, *_secret_files(folder, files)]:
        try:
            state = file.stat()
            line = f"{file}\0{state.st_size}\0{state.st_mtime_ns}\n"
        except (OSError, ValueError):  # ValueError: a NUL or an unencodable character in the path
            line = f"{file}\0gone\n"
        digest.update(line.encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _secret_files(folder: FilePath, files: Sequence[FilePath]) -> list[FilePath]:
    """The files that endpoints keep their secrets in, as far as the rule files can be read."""
    named: list[str] = []
    for file in files:
        content = _content(file) if kind_of(file.name) == "endpoints" else b""
        if isinstance(content, ConfigError) or not any(
            key in content for key in (b"secret_file", b"apprise_file")
        ):
            continue
        document, _ = read_document(content, file.name)
        data = document.data if document is not None else None
        entries = data.get("endpoints") if isinstance(data, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            for key in ("secret_file", "apprise_file"):
                value = entry.get(key) if isinstance(entry, dict) else None
                listed = value if isinstance(value, list) else [value]
                named.extend(name for name in listed if isinstance(name, str))
    return [folder / name for name in named]


def revision_of(actors: Sequence[Actor], meetings: Sequence[Meeting], rules: Sequence[Rule]) -> str:
    """SHA-256 (hex) of what matching depends on.

    The same for the same content whatever its order, layout, comments or spread over files.
    """

    def listed(values: Sequence[Actor] | Sequence[Meeting] | Sequence[Rule]) -> list[Any]:
        return [_canonical(value) for value in sorted(values, key=lambda value: value.id)]

    content = [MATCHING_VERSION, listed(actors), listed(meetings), listed(rules)]
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _canonical(value: Any) -> Any:
    """A value as plain data, with the class of each part: ``all`` and ``any`` must differ."""
    if hasattr(value, "__dataclass_fields__"):
        fields = {name: _canonical(getattr(value, name)) for name in value.__dataclass_fields__}
        return {"": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [_canonical(part) for part in value]
    return value


def _in_file_order(problems: Sequence[ConfigError]) -> list[ConfigError]:
    """The problems by file and line; of each file the first hundred and a count of the others."""
    by_file: dict[str, list[ConfigError]] = {}
    for problem in sorted(problems, key=lambda problem: (problem.file, problem.line or 0)):
        by_file.setdefault(problem.file, []).append(problem)
    listed: list[ConfigError] = []
    for file, found in by_file.items():
        listed.extend(found[:MAX_PROBLEMS_PER_FILE])
        more = len(found) - MAX_PROBLEMS_PER_FILE
        if more > 0:
            listed.append(ConfigError(f"{more} more problems in this file", file=file))
    return listed


def rule_files(folder: FilePath) -> list[FilePath]:
    """Every YAML file of the folder that is not hidden, by name."""
    return sorted(
        entry
        for entry in folder.iterdir()
        if entry.name.lower().endswith(_SUFFIXES)
        and not entry.name.startswith((".", "#", "~"))
        and not entry.is_dir()
    )


def kind_of(name: str) -> str | None:
    """What a file holds by its name, or ``None``."""
    stem = name.lower().rsplit(".", 1)[0]
    if stem in ("actors", "meetings", "endpoints"):
        return stem
    return "rules" if stem.endswith(".rules") and stem != ".rules" else None


def _read_folder(folder: FilePath, ledger: Ledger) -> dict[str, list[_RawEntry]]:
    """The entries of all files, by the key they stand under."""
    raw: dict[str, list[_RawEntry]] = {key: [] for keys in _KEYS.values() for key in keys}
    try:
        files = rule_files(folder)
    except OSError as error:
        reason = error.strerror or "cannot be read"
        problem = ConfigError(
            f"the rules folder cannot be read: {reason}",
            file=str(folder),
            hint="create it, or name another folder",
        )
        raise RuleFilesError([problem]) from error
    if len(files) > _MAX_FILES:
        problem = ConfigError(
            f"holds {len(files)} YAML files, more than {_MAX_FILES}",
            file=str(folder),
            hint="name the folder that holds the rules",
        )
        raise RuleFilesError([problem])
    size = sum(_size(file) for file in files)
    if size > _MAX_FOLDER_BYTES:
        problem = ConfigError(
            f"holds {size // 2**20} MiB of YAML files, more than {_MAX_FOLDER_BYTES // 2**20}",
            file=str(folder),
            hint="name the folder that holds the rules, or spread them over several installations",
        )
        raise RuleFilesError([problem])
    for file in files:
        _read_file(file, raw, ledger)
    return raw


def _size(file: FilePath) -> int:
    try:
        return min(file.stat().st_size, MAX_FILE_BYTES)
    except OSError:
        return 0


def _read_file(file: FilePath, raw: dict[str, list[_RawEntry]], ledger: Ledger) -> None:
    kind = kind_of(file.name)
    if kind is None:
        stem = file.name.rsplit(".", 1)[0]
        hint = f"rename it to `{stem}.rules.yaml`, or move it out of the folder"
        if difflib.get_close_matches(stem.lower(), _KEYS, n=1, cutoff=0.8):
            hint = "did you mean actors.yaml, meetings.yaml, endpoints.yaml or NAME.rules.yaml?"
        problem = ConfigError(
            "is no rule file by its name, so it would be ignored", file=file.name, hint=hint
        )
        ledger.problems.append(problem)
        return
    content = _content(file)
    if isinstance(content, ConfigError):
        ledger.problems.append(content)
        document = None
    else:
        document, problems = read_document(content, file.name)
        if document is None:
            problems = [*problems[:-1], *map(_and_unread, problems[-1:])]
        ledger.problems.extend(problems)
    if document is None:
        ledger.unreadable.update(_NOUNS[key] for key in _KEYS[kind] if key in _NOUNS)
        return
    _take_entries(document, _KEYS[kind], raw, ledger)


def _and_unread(problem: ConfigError) -> ConfigError:
    """The problem that kept a file from being read, with what it hides."""
    return ConfigError(
        problem.message,
        file=problem.file,
        line=problem.line,
        field=problem.field,
        hint=f"{problem.hint}; what the file holds is checked after that",
    )


def _content(file: FilePath) -> bytes | ConfigError:
    """A file's bytes, one more than allowed at most."""
    try:
        if not file.is_file():
            return ConfigError("is not a regular file", file=file.name, hint="remove it")
        with file.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return ConfigError(
            f"cannot be read: {reason}", file=file.name, hint="check the file and its permissions"
        )


def _take_entries(
    document: Document, keys: tuple[str, ...], raw: dict[str, list[_RawEntry]], ledger: Ledger
) -> None:
    """Sort the entries of one file by key; what is no list of entries is a problem."""
    if document.data is None:
        return
    listed = " and ".join(f"`{key}:`" for key in keys)
    if not isinstance(document.data, dict):
        hint = f"start the file with {listed}"
        ledger.add(document, (), "must be a mapping at the top", hint)
        return
    for key, value in document.data.items():
        if key not in keys:
            hint = closest(key, keys) or f"only {listed} may stand at the top of this file"
            ledger.add(document, (key,), f"unknown key `{key[:64]}`", hint)
        elif isinstance(value, list):
            raw[key].extend(
                _RawEntry(document=document, path=(key, at), raw=entry)
                for at, entry in enumerate(value)
            )
        elif value is not None:
            ledger.add(document, (key,), "must be a list", "write a line `- id: …` for each entry")


def _define_ids(raw: Mapping[str, Sequence[_RawEntry]], ledger: Ledger) -> None:
    """Note every id that is written, also of entries that have problems."""
    for key, noun in _NOUNS.items():
        for entry in raw[key]:
            if isinstance(entry.raw, dict) and isinstance(entry.raw.get("id"), str):
                ledger.define(noun, entry.raw["id"], entry.document, entry.path)


def _validated(
    key: str, raw: Mapping[str, Sequence[_RawEntry]], model: type[_Entry], ledger: Ledger
) -> list[tuple[_RawEntry, _Entry]]:
    """The entries under ``key`` that fit the schema; the problems of the others are noted."""
    good: list[tuple[_RawEntry, _Entry]] = []
    for entry in raw[key]:
        problems = _empty_value_problems(entry)
        if not problems:
            try:
                good.append((entry, model.model_validate(entry.raw)))
            except ValidationError as error:
                problems = validation_problems(error, entry.document, entry.path)
        if problems:
            told = {problem.field for problem in problems}
            ledger.problems.extend(problems)
            check_written(key, entry.raw, entry.document, entry.path, ledger, told)
    return good


def _empty_value_problems(entry: _RawEntry) -> list[ConfigError]:
    return [
        entry.document.problem(
            (*entry.path, *path), "has no value", "write one, or remove the line"
        )
        for path in empty_values(entry.raw)
    ]
