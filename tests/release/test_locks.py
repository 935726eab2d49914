"""Whatever is installed is locked: to one version, and to the files that were seen of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from release.locks import Locked, read_lock
from tests.release.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
RUN = [
    *PROJECT["project"]["dependencies"],
    *chain.from_iterable(PROJECT["project"]["optional-dependencies"].values()),
]

WANTED = {
    "build": GROUPS["build"],
    "run": RUN,
    "dev": [*RUN, *GROUPS["build"], *GROUPS["dev"]],
}
"""What each lock is made of, by the Makefile's target ``lock``."""


def locked(name: str) -> list[Locked]:
    return read_lock(ROOT / f"requirements/{name}.lock")


@pytest.mark.parametrize("name", sorted(WANTED))
def test_every_line_names_one_version_and_the_hashes_of_its_files(name: str) -> None:
    lines = locked(name)
    assert lines
    for one in lines:
        assert one.version
        assert one.sha256, f"{one.name} has no hash"
        assert all(len(digest) == 64 and int(digest, 16) for digest in one.sha256), one.name


@pytest.mark.parametrize("name", sorted(WANTED))
def test_whatever_the_project_asks_for_is_locked_within_what_it_asks(name: str) -> None:
    lines = {one.name: one for one in locked(name)}
    assert list(_missing(WANTED[name], lines)) == [], "run make lock"


def _missing(wanted: Iterable[str], lines: Mapping[str, Locked]) -> Iterable[str]:
    for one in map(Requirement, wanted):
        line = lines.get(canonicalize_name(one.name))
        if line is None or not one.specifier.contains(line.version, prereleases=True):
            yield str(one)


def test_the_tests_run_on_the_files_that_are_shipped() -> None:
    checked = {one.name: one for one in locked("dev")}
    for one in [*locked("run"), *locked("build")]:
        assert checked[one.name] == one


def test_a_line_without_one_version_or_without_a_hash_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "x.lock"
    file.write_text("loose>=1.0\nplain==1.0 ; sys_platform == 'win32'\n")
    loose, plain = read_lock(file)
    with pytest.raises(ValueError, match="not locked to one version"):
        assert loose.version
    assert (plain.version, plain.sha256) == ("1.0", ())
