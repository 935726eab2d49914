"""The wheel holds all that the program needs, works away from a checkout, and is reproducible."""

from __future__ import annotations

import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from tests.release.conftest import RELEASED_AT, ROOT, SECRET, Installation, Release
from tests.support.daemon_process import DaemonProcess

STARTER = {
    "rules": "monitor/starter/rules",
    "seeds": "monitor/starter/seeds",
    "docs/schema": "monitor/starter/docs/schema",
}


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_file_of_the_package_and_the_starter_is_in_the_wheel(release: Release) -> None:
    wanted = {f"monitor/{name}": body for name, body in files_below(ROOT / "monitor").items()}
    for source, target in STARTER.items():
        wanted |= {f"{target}/{name}": body for name, body in files_below(ROOT / source).items()}
    wanted.pop("monitor/starter/rules/endpoints.yaml", None)  # whoever runs the tests may have one
    with zipfile.ZipFile(release.wheel) as archive:
        held = {
            name: archive.read(name)
            for name in archive.namelist()
            if name.startswith(("monitor/", "event_monitor-")) and ".dist-info/" not in name
        }
    [page] = [name for name in held if name.endswith(".data/data/share/man/man1/monitor.1")]
    assert held.pop(page) == wanted["monitor/cli/shell/monitor.1"]
    assert sorted(held) == sorted(wanted)
    assert held == wanted


def test_what_an_operator_keeps_in_a_checkout_is_in_no_release(release: Release) -> None:
    with zipfile.ZipFile(release.wheel) as wheel, tarfile.open(release.sdist) as sdist:
        bodies = {name: wheel.read(name) for name in wheel.namelist()}
        for member in sdist.getmembers():
            body = sdist.extractfile(member) if member.isfile() else None
            bodies[member.name] = body.read() if body is not None else b""
    assert [name for name, body in bodies.items() if SECRET.encode() in body] == []


def test_two_builds_in_two_places_are_the_same_bytes(release: Release, rebuilt: Release) -> None:
    assert rebuilt.wheel.name == release.wheel.name
    assert rebuilt.wheel.read_bytes() == release.wheel.read_bytes()
    assert rebuilt.sdist.read_bytes() == release.sdist.read_bytes()


def test_the_stated_time_is_the_time_of_every_file(release: Release) -> None:
    stated = time.gmtime(int(RELEASED_AT))[:6]
    with zipfile.ZipFile(release.wheel) as archive:
        assert {one.date_time for one in archive.infolist()} == {stated}


def test_licences_of_what_is_shipped_with_it_are_in_the_wheel(release: Release) -> None:
    with zipfile.ZipFile(release.wheel) as archive:
        kept = {Path(name).name for name in archive.namelist() if ".dist-info/licenses/" in name}
    texts = {path.name for path in (ROOT / "monitor").rglob("*LICENSE*")}
    assert kept == {"LICENSE"} | texts


def test_the_source_distribution_can_be_checked_as_a_checkout_can(release: Release) -> None:
    with tarfile.open(release.sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    needed = ["Makefile", "pyproject.toml", "requirements/dev.lock", "tests/conftest.py", ".ci/run"]
    assert [name for name in needed if name not in held] == []


def test_the_installed_one_is_run_and_makes_a_workspace(
    installation: Installation, tmp_path: Path
) -> None:
    ask = "import monitor; print(monitor.__file__)"
    where = installation.run("python", "-c", ask, cwd=tmp_path)
    assert Path(where.strip()) == installation.packages / "monitor/__init__.py"
    assert "files written" in installation.run("monitor", "init", "desk", cwd=tmp_path)
    assert (tmp_path / "desk/rules/actors.yaml").is_file()


def test_it_checks_rules_away_from_a_checkout(installation: Installation, tmp_path: Path) -> None:
    assert "0 rules" not in installation.run("monitor", "rules", "check", cwd=tmp_path)


def test_it_knows_the_demonstration(installation: Installation, tmp_path: Path) -> None:
    assert "Replay a week" in installation.run("monitor", "demo", "--help", cwd=tmp_path)


@pytest.mark.parametrize("page", ["/", "/rules", "/feeds", "/meetings", "/deliveries"])
def test_pages_and_all_they_load_come_from_the_wheel(page: str, served: DaemonProcess) -> None:
    answer = served.get(page)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_styles_and_scripts_are_served_as_they_are(served: DaemonProcess) -> None:
    for name, body in files_below(ROOT / "monitor/web/static").items():
        answer = served.get(f"/static/{name}")
        assert (answer.status_code, answer.content) == (200, body), name
        if name.endswith((".css", ".js")):
            assert answer.headers["content-type"].startswith(("text/css", "text/javascript")), name
