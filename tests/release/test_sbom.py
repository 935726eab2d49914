"""The bill of materials is complete, valid, and holds nothing that we may not ship."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from release.bundled import VENDOR
from release.licences import may_be_shipped
from release.sbom import make_sbom
from tests.release.conftest import ROOT

SBOM_SOURCES = ("pyproject.toml", "requirements", "frontend", VENDOR, "monitor/gazetteer/data")


@pytest.fixture(scope="module")
def text() -> str:
    return make_sbom(ROOT)


@pytest.fixture(scope="module")
def sbom(text: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(text)
    return told


def of_kind(sbom: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {one["bom-ref"]: one for one in sbom["components"] if one["bom-ref"].startswith(kind)}


def test_it_is_valid_and_the_same_each_time(text: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert make_sbom(ROOT) == text


def test_it_holds_every_line_of_the_lock_with_every_hash(sbom: dict[str, Any]) -> None:
    lock = (ROOT / "requirements/run.lock").read_text()
    pins = re.findall(r"^([\w.-]+)==([^ ;\\]+)", lock, re.MULTILINE)
    assert pins
    packages = of_kind(sbom, "pkg:pypi/")
    assert sorted(packages) == sorted(f"pkg:pypi/{name}@{version}" for name, version in pins)
    hashes = {
        told["content"]
        for package in packages.values()
        for file in package["externalReferences"]
        for told in file["hashes"]
    }
    assert hashes == set(re.findall(r"sha256:([0-9a-f]{64})", lock))


def test_it_holds_every_script_that_others_wrote(sbom: dict[str, Any]) -> None:
    scripts = of_kind(sbom, "pkg:npm/")
    told = {
        value["value"]
        for script in scripts.values()
        for value in script["properties"]
        if value["name"] == "event-monitor:file"
    }
    assert told == {path.relative_to(ROOT).as_posix() for path in (ROOT / VENDOR).glob("*.js")}
    assert {"pkg:npm/htmx.org@2.0.11", "pkg:npm/codemirror@6.0.2"} <= set(scripts)
    texts = (ROOT / VENDOR / "codemirror.LICENSE.txt").read_text()
    named = re.findall(r"^((?:@\w+/)?[\w-]+) (\d[\d.]*)$", texts, re.MULTILINE)
    assert {(one["name"], one["version"]) for one in scripts.values()} - set(named) == {
        ("htmx.org", "2.0.11")
    }


def test_each_part_is_reached_from_the_program(sbom: dict[str, Any]) -> None:
    needs = {one["ref"]: one.get("dependsOn", []) for one in sbom["dependencies"]}
    waiting, reached = [sbom["metadata"]["component"]["bom-ref"]], set[str]()
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += needs[ref]
    assert {one["bom-ref"] for one in sbom["components"]} - reached == set()


def test_each_part_has_a_licence_under_which_it_may_be_shipped(sbom: dict[str, Any]) -> None:
    for part in sbom["components"]:
        [licence] = part["licenses"]
        told = licence.get("expression") or licence["license"].get("id")
        named = licence.get("license", {}).get("name")
        assert named == "SCOWL" if told is None else may_be_shipped(told), part["name"]


@pytest.mark.parametrize(
    ("expression", "free"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("(MIT OR GPL-2.0-only) AND AGPL-3.0-only", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
    ],
)
def test_of_a_choice_of_licences_one_will_do(expression: str, *, free: bool) -> None:
    assert may_be_shipped(expression) is free


def sources(folder: Path) -> Path:
    for name in SBOM_SOURCES:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, target)
    return folder


def test_what_is_not_what_it_says_is_refused(tmp_path: Path) -> None:
    lock = sources(tmp_path) / "requirements/run.lock"
    sound = lock.read_text()
    lock.write_text(re.sub(r"^typer==\S+", "typer==0.1", sound, flags=re.MULTILINE))
    with pytest.raises(ValueError, match=r"typer \S+ is installed, and 0\.1 locked"):
        make_sbom(tmp_path)
    lock.write_text(sound + "nobody-wrote-this==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(ValueError, match="nobody-wrote-this is locked and not installed"):
        make_sbom(tmp_path)
    lock.write_text(sound)
    [htmx] = (tmp_path / VENDOR).glob("htmx-*.js")
    htmx.rename(htmx.with_name("htmx-2.0.12.min.js"))
    with pytest.raises(ValueError, match="not of the version that its name says"):
        make_sbom(tmp_path)
