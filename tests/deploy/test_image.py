"""The Dockerfile and what it takes from the repository."""

from __future__ import annotations

import re
import shlex

import yaml

from monitor.seeding.translations import LANGUAGES
from tests.deploy.command_lines import parse
from tests.deploy.manifests import ROOT

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    joined = re.sub(r"\\\n", " ", TEXT)
    return [line.split(None, 1)[1] for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_it_runs_as_a_number_that_is_not_root() -> None:
    """Kubernetes cannot know that a name is not root."""
    assert instructions("USER") == ["10001:10001"]


def test_it_sets_no_setting_that_a_deployment_gives_by_file() -> None:
    """A setting may be given by value or by file, not both."""
    set_here = set(re.findall(r"\bMONITOR_\w+", " ".join(instructions("ENV"))))
    assert set_here == {"MONITOR_WEB_HOST", "MONITOR_LOG_FORMAT"}


def test_every_source_that_it_copies_passes_dockerignore() -> None:
    passed = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    for copy in instructions("COPY"):
        if copy.startswith("--from="):
            continue
        *sources, _ = shlex.split(copy)
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(source == one or source.startswith(f"{one}/") for one in passed), source


def test_packages_are_installed_by_hash_only() -> None:
    for run in instructions("RUN"):
        for install in re.findall(r"pip (?:--python \S+ )?install ([^&]+)", run):
            assert "--require-hashes" in install or "--no-deps dist/" in install, install


def test_it_runs_the_daemon_by_default() -> None:
    assert yaml.safe_load(instructions("ENTRYPOINT")[0]) == ["monitor"]
    assert parse(yaml.safe_load(instructions("CMD")[0])) == "monitor run"


def test_babel_is_asked_about_the_languages_that_stay_in_the_image() -> None:
    """The build asks the program for them by this name, and keeps files of these names."""
    assert "from monitor.seeding.translations import LANGUAGES" in TEXT
    assert all(re.fullmatch("[a-z]{2}", one) for one in LANGUAGES)
