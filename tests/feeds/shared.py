"""Real documents beside the checkout, where present: read in memory, never copied."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / ".." / "shared" / "data"


def shared_documents(archive: str) -> list[tuple[str, bytes]]:
    """Names and bytes of the files of a ``tar.gz`` of the shared data, by name; else skip."""
    path = Path(os.environ.get("MONITOR_SHARED_DATA", _BESIDE)) / archive
    if not path.exists():
        pytest.skip(f"shared data not present: {archive}")
    documents = []
    with tarfile.open(path) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                documents.append((member.name, content.read()))
    return sorted(documents)
