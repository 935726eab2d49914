"""What others made and lies in the package itself: scripts for the browser, lists of words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VENDOR = "monitor/web/static/vendor"
DATA = "monitor/gazetteer/data"

_SCRIPT = re.compile(r"(?P<name>[a-z]+)-(?P<version>\d[\d.]*)\.min\.js")
_BANNER = re.compile(r"/\* (?P<packages>.+): see [\w.]+\.LICENSE\.txt \*/\n")
_SINGLE = {"htmx": ("htmx.org", "0BSD")}
"""Scripts that are one npm package as it was published: its name there and its licence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """One thing of somebody else. ``file``: where it lies, from the root of the sources.

    ``licence``: an SPDX expression, or a name where SPDX has none. ``version``: "" where it has
    none. ``npm``: whether it is a package of npm.
    """

    name: str
    version: str
    licence: str
    file: str
    sha256: str
    npm: bool = False


def scripts(root: Path) -> Iterator[Bundled]:
    """Every package in every script that the pages load from us."""
    for path in sorted((root / VENDOR).glob("*.js")):
        text = path.read_text(encoding="utf-8")
        named = _SCRIPT.fullmatch(path.name)
        banner = _BANNER.match(text)
        if named is None:
            raise ValueError(f"{path} is not called NAME-VERSION.min.js")
        if banner is None:
            name, licence = _SINGLE[named["name"]]
            if f'version:"{named["version"]}"' not in text:
                raise ValueError(f"{path} is not of the version that its name says")
            packages = [(name, named["version"], licence)]
        else:
            packages = list(_of_the_lock(banner["packages"].split(", "), root))
        for name, version, licence in packages:
            yield Bundled(
                name=name,
                version=version,
                licence=licence,
                file=f"{VENDOR}/{path.name}",
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                npm=True,
            )


def _of_the_lock(named: list[str], root: Path) -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of what was put into one script by ``frontend/build.js``."""
    lock = json.loads((root / "frontend/package-lock.json").read_text(encoding="utf-8"))
    for name, _, version in (one.rpartition(" ") for one in named):
        entry = lock["packages"][f"node_modules/{name}"]
        if entry["version"] != version:
            raise ValueError(f"{name} {version} was built in, and {entry['version']} is locked")
        yield name, version, entry["license"]


_LISTS = (
    ("SCOWL", "2020.12.07", "SCOWL", "words.txt"),
    ("Faker", "40.63.0", "MIT", "given_names.faker.txt"),
    ("Faker", "40.63.0", "MIT", "surnames.faker.txt"),
    ("GeoNames", "", "CC-BY-4.0", "cities.geonames.txt"),
)
"""As ``words.LICENSE.txt`` tells it; all other lists were written for this project."""


def lists(root: Path) -> Iterator[Bundled]:
    """The lists of words and names that come from elsewhere."""
    for name, version, licence, file in _LISTS:
        path = root / DATA / file
        yield Bundled(
            name=name,
            version=version,
            licence=licence,
            file=f"{DATA}/{file}",
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        )
