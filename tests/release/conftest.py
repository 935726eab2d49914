"""What a release consists of, built as a packager would: offline, from a folder of its own."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.daemon_process import DaemonProcess, Workspace

ROOT = Path(__file__).resolve().parents[2]

RELEASED_AT = "1767225600"
"""SOURCE_DATE_EPOCH of both builds: 1 January 2026, 00:00 UTC."""

_NO_SOURCES = shutil.ignore_patterns(
    ".venv", ".git", ".*_cache", ".hypothesis", "__pycache__", "node_modules", "dist", "data"
)
_KEPT_DATA = {"gazetteer", "rules", "seeding", "feeds", "store"}

SECRET = "whsec_" + base64.b64encode(b"the secret of an operator").decode()


@dataclass(frozen=True, kw_only=True)
class Release:
    """The files of one build."""

    wheel: Path
    sdist: Path


@dataclass(frozen=True, kw_only=True)
class Installation:
    """An environment of its own that holds the wheel, and the dependencies of this one."""

    bin: Path
    packages: Path

    def run(self, *command: str, cwd: Path, code: int = 0) -> str:
        """What a command of the environment prints; ``code`` must be its exit code."""
        done = subprocess.run(
            [self.bin / command[0], *command[1:]],
            cwd=cwd,
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout


def clean_environment(**more: str) -> dict[str, str]:
    """Ours, without what would lead into the checkout or to other settings."""
    dropped = ("MONITOR_", "PYTHONPATH", "SOURCE_DATE_EPOCH")
    return {k: v for k, v in os.environ.items() if not k.startswith(dropped)} | more


def build(source: Path, out: Path) -> Release:
    """Wheel and source distribution of ``source``, without isolation, so without a network."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", out],
        cwd=source,
        env=clean_environment(SOURCE_DATE_EPOCH=RELEASED_AT),
        check=True,
        capture_output=True,
    )
    [wheel], [sdist] = out.glob("*.whl"), out.glob("*.tar.gz")
    return Release(wheel=wheel, sdist=sdist)


def _copy_ignored(folder: str, names: list[str]) -> set[str]:
    ignored = _NO_SOURCES(folder, names)
    return ignored - {"data"} if Path(folder).name in _KEPT_DATA else ignored


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Built from a copy of this checkout in which an operator keeps endpoints and data."""
    folder = tmp_path_factory.mktemp("release")
    source = folder / "checkout"
    shutil.copytree(ROOT, source, ignore=_copy_ignored)
    (source / "rules/endpoints.yaml").write_text(f"endpoints: [{{id: x, secret: {SECRET}}}]\n")
    (source / ".env").write_text(f"WEBHOOK_SECRET={SECRET}\n")
    (source / "monitor/monitor.db").write_text(SECRET)
    return build(source, folder / "dist")


@pytest.fixture(scope="session")
def rebuilt(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Built again, elsewhere and by a stricter umask, from the source distribution alone."""
    folder = tmp_path_factory.mktemp("rebuilt")
    with tarfile.open(release.sdist) as archive:
        archive.extractall(folder, filter="data")
    [source] = folder.iterdir()
    for path in source.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
        os.utime(path)
    return build(source, folder / "dist")


@pytest.fixture(scope="session")
def installation(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel in a new environment, as pipx makes one; dependencies come from this one."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
    subprocess.run(
        [folder / "bin/pip", "install", "--quiet", "--no-index", "--no-deps", release.wheel],
        env=clean_environment(),
        check=True,
    )
    purelib, platlib = (
        Path(sysconfig.get_path(name, vars={"base": str(folder), "platbase": str(folder)}))
        for name in ("purelib", "platlib")
    )
    ours = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (purelib / "dependencies.pth").write_text("".join(f"{path}\n" for path in ours))
    assert platlib.is_dir()
    return Installation(bin=folder / "bin", packages=purelib)


@pytest.fixture(scope="session")
def served(
    installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DaemonProcess]:
    """The installed daemon with its pages."""
    workspace = Workspace(tmp_path_factory.mktemp("served"))
    with DaemonProcess(workspace, program=[str(installation.bin / "monitor")]) as daemon:
        daemon.wait_event("web.started", timeout_s=100.0)  # its modules are not compiled yet
        yield daemon
