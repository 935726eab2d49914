"""The Dockerfile and what it takes from the repository."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import babel.localedata
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


KEPT = ("root", "en", *LANGUAGES)

NAMES = """
import hashlib, sys
import babel.localedata
if len(sys.argv) > 1:
    babel.localedata._dirname = sys.argv[1]
from babel import Locale
from monitor.seeding import translations
states = [(one, translations.state_names(one)) for one in sorted(Locale("en").territories)]
cities = [(one, translations.city_names(one)) for one in sorted(translations._zones())]
print(len(states), len(cities), hashlib.sha256(repr((states, cities)).encode()).hexdigest())
"""


def names_told(*folder: str) -> str:
    """All names of states and cities, in a process that has loaded no language yet."""
    command = [sys.executable, "-c", NAMES, *folder]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_the_languages_that_stay_in_the_image_are_enough(tmp_path: Path) -> None:
    """The program tells the same names when Babel has no more than the Dockerfile keeps."""
    assert "'|'.join(('root', 'en', *LANGUAGES))" in TEXT
    data = Path(babel.localedata.__file__).parent / "locale-data"
    for language in KEPT:
        shutil.copy(data / f"{language}.dat", tmp_path)
    assert names_told(str(tmp_path)) == names_told()


def test_nothing_else_asks_babel() -> None:
    asking = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "monitor").rglob("*.py")
        if re.search(r"^\s*(import|from) babel\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert asking == ["monitor/seeding/translations.py"]
