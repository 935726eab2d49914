"""What rule files hold, read as plain text, and the record of what was edited on disk."""

from __future__ import annotations

import hashlib
import os
import stat
from datetime import datetime
from pathlib import Path

from monitor.errors import ConfigError
from monitor.rules.document import MAX_FILE_BYTES
from monitor.rules.hidden_secrets import hide_secrets
from monitor.rules.loading import kind_of, rule_files
from monitor.store import rule_files as version_rows
from monitor.store.engine import Session

BOM = "\ufeff"


def note_files(session: Session, folder: Path, now: datetime) -> None:
    """Record the files of a folder that are not what was recorded last: they were edited on disk.

    Files that cannot be shown are left out.
    """
    try:
        files = rule_files(folder)
    except OSError:
        return  # it went away since it was loaded
    latest = version_rows.latest_digests(session)
    found = set()
    for file in files:
        found.add(file.name)
        try:
            raw = read_plain(file)
            digest = digest_of(raw)
            if latest.get(file.name) == digest:
                continue
            text = shown_text(file.name, raw)
        except ConfigError:
            continue
        version_rows.add_version(session, name=file.name, digest=digest, text=text, now=now)
    for name, digest in latest.items():
        if digest and name not in found:
            version_rows.add_version(session, name=name, digest="", text="", now=now)


def shown_text(name: str, raw: bytes) -> str:
    """A file's text as it is shown and recorded: line ends as ``\\n``, secrets hidden.

    Raises ``ConfigError``.
    """
    shown = decoded_text(name, raw)[0].replace("\r\n", "\n")
    return hide_secrets(shown, file=name).text if may_hold_secrets(name) else shown


def may_hold_secrets(name: str) -> bool:
    """Whether a file is for admins only: endpoints, and what the loader takes for nothing else."""
    return kind_of(name) in {None, "endpoints"}


def digest_of(raw: bytes) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def read_plain(file: Path) -> bytes:
    """The bytes of a regular file that is no link and not too large. Raises ``ConfigError``."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ConfigError(
            "is a link" if file.is_symlink() else f"cannot be read: {error.strerror}",
            file=file.name,
            hint="change it on the machine",
        ) from error
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise ConfigError("is not a regular file", file=file.name, hint="remove it")
        raw = stream.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        raise too_large(file.name)
    return raw


def decoded_text(name: str, raw: bytes) -> tuple[str, str]:
    """A file's text, and its byte order mark or nothing. Raises ``ConfigError``."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8 text", file=name, hint="save the file as UTF-8") from error
    return (text[1:], BOM) if text.startswith(BOM) else (text, "")


def too_large(name: str) -> ConfigError:
    """What is wrong with a file of more bytes than the loader reads."""
    return ConfigError(
        f"is larger than {MAX_FILE_BYTES // 1024} KiB", file=name, hint="split the file"
    )
