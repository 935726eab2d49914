"""Files written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from monitor.errors import ConfigError


def replace_file(file: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part of it."""
    target = file.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    scratch = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, scratch)
        else:
            scratch.chmod(0o666 & ~_umask())
        scratch.replace(target)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def unwritable(file: str, error: OSError) -> ConfigError:
    """The error for a file of the operator's that cannot be written, and what to do."""
    reason = error.strerror or type(error).__name__
    return ConfigError(
        f"cannot be written: {reason}",
        file=file,
        hint=(
            "edit it where, and as who, it may be written "
            "(with Docker: docker compose run --rm edit …); a running daemon takes the change over"
        ),
    )


def _umask() -> int:
    """The mask of new files, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
