"""An article's draft into a folder of rule files: plan, check that the result loads, write."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.errors import ConfigError, EditConflictError
from monitor.pipeline.file_replacement import replace_file, unwritable
from monitor.rules.loading import load_rule_set
from monitor.seeding.article import article
from monitor.seeding.draft import Draft
from monitor.seeding.ledger import FILE_NAME
from monitor.seeding.merging import Merged, merge
from monitor.seeding.reading import read
from monitor.seeding.rule_files import decoded, is_rules_file

_NAMED = ("actors.yaml", "actors.yml", "meetings.yaml", "meetings.yml", FILE_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedPlan:
    """What seeding would write into ``folder``. ``before``: the bytes of each file as read."""

    folder: Path
    merged: Merged
    before: Mapping[str, bytes]
    marks: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the files as read: a plan made of others is another plan."""
        digest = hashlib.sha256()
        for name, raw in sorted(self.before.items()):
            digest.update(f"{name}\0{len(raw)}\0".encode("utf-8", "surrogateescape") + raw)
        return digest.hexdigest()

    @property
    def files(self) -> tuple[Path, ...]:
        """The rule files that would change, in the order in which they are written."""
        names = [name for name in self.merged.changed if name != FILE_NAME]
        return tuple(self.folder / name for name in sorted(names, key=is_rules_file))


def read_article(raw: bytes, *, name: str, published: date | None, today: date) -> Draft:
    """What an article gives. Its day: ``published``, else what the page states, else ``today``.

    Raises ``ConfigError``, which calls it ``name``, where it cannot be read.
    """
    found = article(raw, name=name)
    return read(found, published or found.published or today)


def plan_seed(draft: Draft, folder: Path) -> SeedPlan:
    """What ``draft`` gives to the rule files of ``folder`` (empty where it is absent).

    Raises ``RuleFilesError`` where the files do not load, before or with what was drafted, and
    ``ConfigError`` where a file cannot be read or added to. Writes nothing there.
    """
    before = _read(folder)
    texts: dict[str, str] = {}
    marks: dict[str, str] = {}
    for name, raw in before.items():
        texts[name], marks[name] = _text(name, raw)
    _check(texts)
    merged = merge(draft, texts)
    if merged.changed:
        _check({**texts, **merged.changed})
    return SeedPlan(folder=folder, merged=merged, before=before, marks=marks)


def write_seed(plan: SeedPlan) -> tuple[Path, ...]:
    """Write the planned files, each at once or not at all; the rule files written.

    What others refer to is written first, so that the folder loads at every moment. Raises
    ``ConfigError`` where a file was edited since the plan was made (nothing is written then), or
    cannot be written.
    """
    if not plan.merged.changed:
        return ()
    if _read(plan.folder) != plan.before:
        raise EditConflictError(
            "was edited meanwhile, so nothing was written",
            file=str(plan.folder),
            hint="run the command again",
        )
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
        for file in (*plan.files, plan.folder / FILE_NAME):
            mark = plan.marks.get(file.name, "")
            replace_file(file, (mark + plan.merged.changed[file.name]).encode())
    except OSError as error:
        raise unwritable(str(error.filename), error) from error
    return plan.files


def _read(folder: Path) -> dict[str, bytes]:
    """The files that seeding reads or writes, by name."""
    if not folder.exists():
        return {}
    try:
        return {
            file.name: file.read_bytes()
            for file in sorted(folder.iterdir())
            if file.is_file() and _is_read(file.name)
        }
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(f"cannot be read: {reason}", file=str(error.filename)) from error


def _is_read(name: str) -> bool:
    if name == FILE_NAME:
        return True
    return not name.startswith((".", "#", "~")) and (name.lower() in _NAMED or is_rules_file(name))


def _text(name: str, raw: bytes) -> tuple[str, str]:
    try:
        return decoded(raw)
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8 text", file=name, hint="save the file as UTF-8") from error


def _check(texts: Mapping[str, str]) -> None:
    """Load these rule files from a folder of their own. Raises ``RuleFilesError``."""
    with tempfile.TemporaryDirectory(prefix="monitor-seed-") as scratch:
        for name, text in texts.items():
            (Path(scratch) / name).write_bytes(text.encode())
        load_rule_set(Path(scratch), environ={})
