"""The locked requirements: which files of which packages are installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_HASH = " --hash=sha256:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One line of a lock. ``sha256``: of every file of that version that may be installed."""

    requirement: Requirement
    sha256: tuple[str, ...]

    @property
    def name(self) -> str:
        """The package's name, normalised."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """Its one version. Raises ValueError where the line allows another."""
        [pin] = self.requirement.specifier
        if pin.operator != "==":
            raise ValueError(f"{self.requirement} is not locked to one version")
        return pin.version


def read_lock(file: Path) -> list[Locked]:
    """The lines of a lock as ``uv pip compile --generate-hashes`` writes it."""
    lines = file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [_read_line(" ".join(line.split())) for line in lines if line.strip()]


def _read_line(line: str) -> Locked:
    requirement, *hashes = line.split(_HASH)
    return Locked(requirement=Requirement(requirement), sha256=tuple(sorted(hashes)))
