"""The rules folder as people edit it: list, open, save, delete, rename, and what changed when.

Only files that the loader would read, directly in the folder, that are no links. Each is written
whole or not at all, and only while it is still what the person saw.
"""

from __future__ import annotations

import os
import re
import stat
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import ConfigError, EditConflictError, RuleFilesError
from monitor.model import RuleSet
from monitor.pipeline.file_replacement import replace_file
from monitor.pipeline.rule_book import RuleBook
from monitor.pipeline.rule_history import (
    BOM,
    decoded_text,
    digest_of,
    may_hold_secrets,
    read_plain,
    shown_text,
    too_large,
)
from monitor.pipeline.seed import SeedPlan, write_seed
from monitor.rules.document import MAX_FILE_BYTES
from monitor.rules.hidden_secrets import hide_secrets, put_back
from monitor.rules.loading import Edits, fingerprint, kind_of, listed_entries, rule_files
from monitor.store import rule_files as version_rows
from monitor.store.engine import Session, Store

MAX_NAME_CHARS = 100
"""Of a new file's name; file systems take 255 bytes."""

_NEW_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.ya?ml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A file of the folder. ``kind``: what it holds, or empty where the loader refuses its name;
    ``refusal``: why it can be neither shown nor changed here."""

    name: str
    kind: str
    size_bytes: int
    changed_at: datetime
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file's text as it is shown: line ends as ``\\n``, secrets hidden.

    ``digest``: SHA-256 (hex) of its bytes, by which an edit says what it changes.
    """

    name: str
    kind: str
    text: str
    digest: str
    newline: str = "\n"
    mark: str = ""
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Who edits and why. ``base``: the digest of what they saw; empty where there was no file."""

    author: str
    comment: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the folder gives after an edit: a rule set, or the problems it had before already."""

    rule_set: RuleSet | None
    problems: tuple[ConfigError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where entries are written: counts of each kind by file, and file and line of each rule."""

    counts: Mapping[str, Mapping[str, int]]
    rules: Mapping[str, tuple[str, int]]


class RuleFolder:
    """The rules folder of one process; safe to use from many threads."""

    def __init__(
        self, folder: Path, store: Store, book: RuleBook, *, shipped: bool = False
    ) -> None:
        """``shipped``: the folder came with the program and is nobody's to edit."""
        self._folder = folder
        self._store = store
        self._book = book
        self._shipped = shipped
        self._lock = threading.Lock()
        self._checking = threading.Lock()
        self._written = ("", Written(counts={}, rules={}))

    @property
    def path(self) -> Path:
        """Where the files are."""
        return self._folder

    def entries(self) -> list[FileEntry]:
        """Every file that the loader looks at. Raises ``ConfigError`` for an unreadable folder."""
        return [_entry(file) for file in self._files()]

    def written(self) -> Written:
        """Where entries stand in the files as they are now; read anew when a file changed."""
        seen = fingerprint(self._folder)
        known, written = self._written
        if known != seen:
            written = _where(self._files())
            self._written = (seen, written)
        return written

    def open(self, name: str) -> OpenFile:
        """A file as it is shown. Raises ``ConfigError`` where there is none that may be shown."""
        return self._opened(name, self._read(name))

    def check_free(self, name: str) -> None:
        """Raises ``ConfigError`` where a new file may not have this name, or one has it."""
        check_new_name(name)
        if os.path.lexists(self._folder / name):
            raise ConfigError("is there already", file=name, hint="choose another name")

    def raw(self, name: str, shown: str) -> bytes:
        """What would be on disk for a text as it is shown. Raises ``ConfigError``."""
        present = self._present(name)
        if present is None:
            check_new_name(name)
        return _as_written(name, shown, present)

    def check(self, edits: Edits) -> Checked:
        """Load the folder as it would be after ``edits``.

        Raises ``RuleFilesError`` where an edited file has a problem, or where the folder was sound
        and no longer would be.
        """
        with self._checking:  # one at a time: a check of a large folder takes a processor's while
            return self._check(edits)

    def save(self, name: str, shown: str, edit: Edit, *, now: datetime) -> Checked:
        """Write a file, given as it is shown, if the folder is then sound.

        Raises ``EditConflictError`` where it is no longer what the person saw, ``RuleFilesError``
        with every problem, and ``ConfigError`` where it may not be written.
        """
        self._refuse_shipped()
        with self._lock:
            present = self._present(name)
            if present is None:
                check_new_name(name)
            _same(name, present, edit)
            raw = _as_written(name, shown, present)
            checked = self.check({name: raw})
            with self._store.write() as session:
                _same(name, self._present(name), edit)
                self._note(session, name, raw, edit, now)
                _write(self._folder / name, raw)
        return checked

    def delete(self, name: str, edit: Edit, *, now: datetime) -> Checked:
        """Delete a file, if the folder is sound without it. Raises as :meth:`save` does."""
        self._refuse_shipped()
        with self._lock:
            _same(name, self.open(name), edit)
            checked = self.check({name: None})
            with self._store.write() as session:
                _same(name, self._present(name), edit)
                self._note(session, name, None, edit, now)
                _done("deleted", (self._folder / name).unlink)
        return checked

    def rename(self, name: str, new_name: str, edit: Edit, *, now: datetime) -> Checked:
        """Give a file another name, which must be free. Raises as :meth:`save` does."""
        self._refuse_shipped()
        with self._lock:
            raw = self._read(name)
            opened = self._opened(name, raw)
            self.check_free(new_name)
            _same(name, opened, edit)
            checked = self.check({name: None, new_name: raw})
            with self._store.write() as session:
                _same(name, self._present(name), edit)
                self.check_free(new_name)
                for noted_name, left, comment in (
                    (name, None, f"renamed to {new_name}"),
                    (new_name, raw, f"was {name}"),
                ):
                    why = f"{comment}: {edit.comment}" if edit.comment else comment
                    noted = Edit(author=edit.author, comment=why, base=edit.base)
                    self._note(session, noted_name, left, noted, now)
                file = self._folder / name
                _done("renamed", lambda: file.rename(self._folder / new_name))
        return checked

    def seed(self, plan: SeedPlan, edit: Edit, *, now: datetime) -> tuple[str, ...]:
        """Write what an article gave into the files, as ``monitor seed`` does; the files written.

        Raises ``EditConflictError`` where a file was edited since the plan was made, and as
        :meth:`save` does.
        """
        texts = {
            file.name: (plan.marks.get(file.name, "") + plan.merged.changed[file.name]).encode()
            for file in plan.files
        }
        self._refuse_shipped()
        with self._lock:
            for name in texts:
                if (self._folder / name).is_symlink():
                    raise ConfigError("is a link", file=name, hint="seed on the machine")
            self.check(texts)
            with self._store.write() as session:
                for name, raw in texts.items():
                    self._note(session, name, raw, edit, now)
                write_seed(plan)
        return tuple(texts)

    def _refuse_shipped(self) -> None:
        if self._shipped:
            raise ConfigError(
                "these rules came with the program and are not edited in place",
                hint="monitor init makes a workspace with rules of your own",
            )

    def _check(self, edits: Edits) -> Checked:
        try:
            return Checked(rule_set=self._book.load(edits))
        except RuleFilesError as error:
            here = [one for one in error.problems if one.file in edits]
            if here or self._is_sound():
                raise
            return Checked(rule_set=None, problems=error.problems)

    def _is_sound(self) -> bool:
        try:
            self._book.load({})
        except RuleFilesError:
            return False
        return True

    def _note(
        self, session: Session, name: str, raw: bytes | None, edit: Edit, now: datetime
    ) -> None:
        version_rows.add_version(
            session,
            name=name,
            digest="" if raw is None else digest_of(raw),
            text="" if raw is None else shown_text(name, raw),
            now=now,
            author=edit.author,
            comment=edit.comment,
        )

    def _present(self, name: str) -> OpenFile | None:
        return self.open(name) if name in self._names() else None

    def _opened(self, name: str, raw: bytes) -> OpenFile:
        text, mark = decoded_text(name, raw)
        newline = "\r\n" if "\r\n" in text else "\n"
        shown, secrets = text.replace("\r\n", "\n"), {}
        if may_hold_secrets(name):
            hidden = hide_secrets(shown, file=name)
            shown, secrets = hidden.text, dict(hidden.secrets)
        return OpenFile(
            name=name,
            kind=kind_of(name) or "",
            text=shown,
            digest=digest_of(raw),
            newline=newline,
            mark=mark,
            secrets=secrets,
        )

    def _read(self, name: str) -> bytes:
        if name not in self._names():
            raise ConfigError("there is no such file", file=name[:MAX_NAME_CHARS])
        return read_plain(self._folder / name)

    def _names(self) -> frozenset[str]:
        return frozenset(file.name for file in self._files())

    def _files(self) -> list[Path]:
        try:
            return rule_files(self._folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            reason = error.strerror or "cannot be read"
            raise ConfigError(
                f"the rules folder cannot be read: {reason}", file=str(self._folder)
            ) from error


def _where(files: Sequence[Path]) -> Written:
    counts: dict[str, Mapping[str, int]] = {}
    rules: dict[str, tuple[str, int]] = {}
    for file in files:
        try:
            listed = listed_entries(read_plain(file).decode("utf-8", "replace"))
        except ConfigError:
            continue
        counts[file.name] = {key: len(entries) for key, entries in listed.items()}
        rules |= {name: (file.name, line) for name, line in listed.get("rules", ())}
    return Written(counts=counts, rules=rules)


def check_new_name(name: str) -> None:
    """Raises ``ConfigError`` where a new file may not have this name."""
    if len(name) > MAX_NAME_CHARS:
        raise ConfigError(
            f"the name has more than {MAX_NAME_CHARS} characters", file=name[:MAX_NAME_CHARS]
        )
    if not _NEW_NAME.fullmatch(name) or kind_of(name) is None:
        raise ConfigError(
            f"{name!r} can be no name of a rule file",
            hint="actors.yaml, meetings.yaml, endpoints.yaml, or NAME.rules.yaml, where NAME has "
            "letters, digits, `.`, `_` and `-` only",
        )


def _entry(file: Path) -> FileEntry:
    state = file.lstat()
    refusal = ""
    if stat.S_ISLNK(state.st_mode):
        refusal = "a link: it is read, but neither shown nor changed here"
    elif not stat.S_ISREG(state.st_mode):
        refusal = "not a regular file"
    elif state.st_size > MAX_FILE_BYTES:
        refusal = f"larger than {MAX_FILE_BYTES // 1024} KiB"
    return FileEntry(
        name=file.name,
        kind=kind_of(file.name) or "",
        size_bytes=state.st_size,
        changed_at=datetime.fromtimestamp(state.st_mtime, tz=UTC),
        refusal=refusal,
    )


def _same(name: str, present: OpenFile | None, edit: Edit) -> None:
    if (present.digest if present else "") == edit.base:
        return
    if present is None:
        raise EditConflictError("was deleted meanwhile, so nothing was written", file=name)
    if not edit.base:
        raise EditConflictError("is there already, so nothing was written", file=name)
    raise EditConflictError("was edited meanwhile, so nothing was written", file=name)


def _as_written(name: str, shown: str, present: OpenFile | None) -> bytes:
    """The bytes for a text as it is shown: line ends and mark of the file as it was."""
    text = shown.replace("\r\n", "\n").replace("\r", "\n").removeprefix(BOM)
    if may_hold_secrets(name):
        text = put_back(text, present.secrets if present else {}, file=name)
    if present is not None:
        text = present.mark + text.replace("\n", present.newline)
    raw = text.encode("utf-8", "replace")
    if len(raw) > MAX_FILE_BYTES:
        raise too_large(name)
    return raw


def _write(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    _done("written", lambda: replace_file(file, raw))


def _done(what: str, act: Callable[[], object]) -> None:
    try:
        act()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(
            f"cannot be {what}: {reason}",
            file=str(error.filename or ""),
            hint="check the folder's permissions",
        ) from error
