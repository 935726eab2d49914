"""The bill of materials of a release: ``python -m release.sbom FILE`` writes CycloneDX 1.6 JSON.

It lists the locked dependencies with the hashes of their files, and what others made that lies in
the package itself. Licences are those of the installed packages, so it is made in an environment
with ``requirements/run.lock``. The same sources give the same bytes.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from release.bundled import Bundled, lists, scripts
from release.licences import ELSEWHERE, licence_of, may_be_shipped
from release.locks import Locked, read_lock

ROOT = Path(__file__).resolve().parents[1]

_SYSTEMS: tuple[Mapping[str, str], ...] = (
    {},
    {"sys_platform": "win32", "platform_system": "Windows"},
    {"python_full_version": "3.11.0"},
)
"""Systems for which an installed package is asked what it needs; the lock is for all of them."""

_licences = LicenseFactory()


def make_sbom(root: Path) -> str:
    """The bill of materials of the sources below ``root``, as JSON.

    Raises ValueError where a locked package is not installed, or is in another version, where it
    tells no licence that we know or one that may not be shipped, where a bundled file is not what
    its name says, and where the result would not be valid.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {one.name: one for one in read_lock(root / "requirements/run.lock")}
    program = _program(project)
    packages = {name: _package(one) for name, one in locked.items()}
    needs = _needs(project, locked)
    bundled = [_bundled(one) for one in (*scripts(root), *lists(root))]

    bom = Bom(
        components=[*packages.values(), *bundled],
        metadata=BomMetaData(component=program),
        serial_number=uuid5(NAMESPACE_URL, _identity(project, locked)),
    )
    bom.metadata.timestamp = None  # type: ignore[assignment] # two runs give the same bytes
    bom.register_dependency(program, [*(packages[name] for name in needs[""]), *bundled])
    for name, package in packages.items():
        bom.register_dependency(package, [packages[needed] for needed in needs.get(name, ())])
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"the bill of materials is not valid: {problem}")
    return text + "\n"


def _identity(project: Mapping[str, str], locked: Mapping[str, Locked]) -> str:
    pins = " ".join(f"{one.name}=={one.version}" for one in locked.values())
    return f"{project['name']} {project['version']} {pins}"


def _program(project: Mapping[str, str]) -> Component:
    return Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        description=project["description"],
        licenses=[_licences.make_from_string(project["license"])],
        purl=PackageURL("pypi", name=project["name"], version=project["version"]),
        bom_ref=project["name"],
    )


def _package(one: Locked) -> Component:
    purl = PackageURL("pypi", name=one.name, version=one.version)
    return Component(
        name=one.name,
        version=one.version,
        licenses=[_licences.make_from_string(_licence(one))],
        purl=purl,
        bom_ref=purl.to_string(),
        external_references=[
            # As CycloneDX's own tool for Python does: one reference, whichever file is installed.
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(purl.to_string()),
                hashes=[
                    HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.sha256
                ],
            )
        ],
    )


def _licence(one: Locked) -> str:
    try:
        installed = distribution(one.name)
    except PackageNotFoundError:
        if one.name not in ELSEWHERE:
            raise ValueError(f"{one.name} is locked and not installed") from None
        return ELSEWHERE[one.name]
    if installed.version != one.version:
        raise ValueError(f"{one.name} {installed.version} is installed, and {one.version} locked")
    expression = licence_of(installed)
    if not may_be_shipped(expression):
        raise ValueError(f"{one.name} may not be shipped: its licence is {expression}")
    return expression


def _bundled(one: Bundled) -> Component:
    purl = None
    if one.npm:
        scope, _, name = one.name.rpartition("/")
        purl = PackageURL("npm", namespace=scope or None, name=name, version=one.version)
    return Component(
        type=ComponentType.LIBRARY if one.npm else ComponentType.DATA,
        name=one.name,
        version=one.version or None,
        licenses=[_licences.make_from_string(one.licence)],
        purl=purl,
        bom_ref=purl.to_string() if purl else one.file,
        # A file may hold several packages: its hash is not that of any of them.
        properties=[
            Property(name="event-monitor:file", value=one.file),
            Property(name="event-monitor:file:sha256", value=one.sha256),
        ],
    )


def _needs(project: Mapping[str, object], locked: Mapping[str, Locked]) -> dict[str, list[str]]:
    """What each locked package needs of the others; under "" what the program needs itself."""
    asked = _requirements(project)
    needs: dict[str, set[str]] = {"": {canonicalize_name(one.name) for one in asked}}
    waiting = [(canonicalize_name(one.name), one.extras) for one in asked]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, frozenset(extras)) in seen or name not in locked:
            continue
        seen.add((name, frozenset(extras)))
        for one in _needed_by(name, extras):
            needed = canonicalize_name(one.name)
            waiting.append((needed, one.extras))
            if needed in locked and needed != name:  # an extra may stand for others of its own
                needs.setdefault(name, set()).add(needed)
    return {name: sorted(found) for name, found in needs.items()}


def _requirements(project: Mapping[str, object]) -> list[Requirement]:
    """What the program needs, with the extras that are locked with it."""
    plain, extras = project["dependencies"], project["optional-dependencies"]
    if not isinstance(plain, list) or not isinstance(extras, dict):
        raise TypeError("pyproject.toml has no lists of dependencies")
    return [Requirement(text) for text in (*plain, *chain.from_iterable(extras.values()))]


def _needed_by(name: str, extras: Iterable[str]) -> Iterator[Requirement]:
    try:
        requires = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for one in map(Requirement, requires):
        if one.marker is None or any(
            one.marker.evaluate({**system, "extra": extra})
            for system in _SYSTEMS
            for extra in ("", *extras)
        ):
            yield one


def main() -> None:
    """Write the bill of materials to the file named on the command line."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(make_sbom(ROOT), encoding="utf-8")


if __name__ == "__main__":
    main()
