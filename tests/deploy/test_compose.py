"""docker-compose.yml by itself and with the profile ``scale``.

Where the docker CLI has its compose plugin, it reads the file. Elsewhere, as on a bare CI machine,
a parser of the Compose specification does (the PyPI package ``compose-spec``), after variables
are put in here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import cache
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from monitor.settings import PREFIX, load_settings
from tests.deploy.command_lines import parse
from tests.deploy.manifests import ROOT

FILE = ROOT / "docker-compose.yml"
SCALE = {"COMPOSE_PROFILES": "scale", "SINGLE": "0", "POSTGRES_PASSWORD": "0a1b2c"}
ROLES = {"scheduler", "worker", "group", "web"}
STORES = {"postgres", "redis"}

Service = dict[str, Any]


@cache
def docker_reads_it() -> bool:
    try:
        asked = subprocess.run(["docker", "compose", "version"], check=False, capture_output=True)
    except FileNotFoundError:
        return False
    return asked.returncode == 0


def by_docker(**variables: str) -> dict[str, Any]:
    """The project as ``docker compose`` resolves it. Needs no engine."""
    done = subprocess.run(
        ["docker", "compose", "--env-file", os.devnull, "config", "--format", "json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def with_variables(text: str, variables: dict[str, str]) -> str:
    def put_in(found: re.Match[str]) -> str:
        return variables.get(found[1]) or found[2]

    filled = re.sub(r"\$\{(\w+):-([^}]*)\}", put_in, text)
    assert "${" not in filled
    return filled


def services(**variables: str) -> dict[str, Service]:
    """What is started: services of the profiles in force, but for those of which there are none."""
    document = yaml.safe_load(with_variables(FILE.read_text(encoding="utf-8"), variables))
    on = variables.get("COMPOSE_PROFILES", "").split(",")
    return {
        name: service
        for name, service in document["services"].items()
        if service.get("scale", 1) and set(service.get("profiles", on)) & set(on)
    }


@pytest.mark.parametrize("variables", [{}, SCALE], ids=["default", "scale"])
def test_compose_takes_the_file(variables: dict[str, str]) -> None:
    if docker_reads_it():
        known = by_docker(**variables)["services"]
        started = {name for name, one in known.items() if one.get("scale", 1)}
        assert started == services(**variables).keys()
    else:
        filled = with_variables(FILE.read_text(encoding="utf-8"), variables)
        # Its parser knows no merge keys, so it gets them resolved.
        plain = json.dumps(yaml.safe_load(filled))
        read = PyCompose.from_json(plain).to_dict()
        assert read["services"].keys() == yaml.safe_load(filled)["services"].keys()


def test_a_key_that_compose_does_not_know_is_refused() -> None:
    """So that the test above can fail without docker."""
    with pytest.raises(ValueError, match="helthcheck"):
        PyCompose.from_json('{"services": {"web": {"image": "a", "helthcheck": {}}}}')


def test_by_itself_it_is_one_daemon() -> None:
    assert services() == {
        "monitor": {
            "build": ".",
            "image": "event-monitor",
            "env_file": [{"path": ".env", "required": False}],
            "read_only": True,
            "tmpfs": ["/tmp"],
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true"],
            "scale": 1,
            "restart": "unless-stopped",
            "ports": ["127.0.0.1:8080:8080"],
            "volumes": ["./rules:/app/rules:ro", "./seeds:/app/seeds:ro", "data:/app/data"],
            "stop_grace_period": "15s",
        }
    }


def test_the_profile_has_every_role_and_no_daemon_with_sqlite_beside_it() -> None:
    assert services(**SCALE).keys() == ROLES | STORES | {"migrate"}
    found = services(**SCALE)
    assert found["worker"]["scale"] == 2
    assert found["group"]["scale"] == 2, "one works, one stands by"


def test_commands_are_commands_of_the_program_and_every_queue_is_worked_on() -> None:
    found = services(**SCALE)
    queues = []
    for name in ROLES | {"migrate"}:
        assert parse(found[name]["command"])
        if found[name]["command"][0] == "worker":
            queues += found[name]["command"][2].split(",")
    assert sorted(queues) == ["group", "match", "poll", "send"]


def test_settings_are_settings_of_the_program() -> None:
    for name in ROLES | {"migrate"}:
        environ = services(**SCALE)[name]["environment"]
        assert all(key.startswith(PREFIX) for key in environ)
        settings = load_settings(environ)
        assert settings.database_url == "postgresql://monitor:0a1b2c@postgres/monitor"


def test_nobody_is_root_or_writes_where_it_need_not() -> None:
    for name, one in services(**SCALE).items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in one
        if name in STORES:
            assert one["user"] == "999:999"
        else:
            # The image's own user; see test_image.py.
            assert "user" not in one
            assert all(volume.endswith(":ro") for volume in one["volumes"]), name


def test_only_the_pages_are_published_and_only_on_this_machine() -> None:
    found = services(**SCALE)
    published = {name: one["ports"] for name, one in found.items() if "ports" in one}
    assert published == {"web": ["127.0.0.1:8080:8080"]}
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert document["networks"] == {"stores": {"internal": True}}
    for name in STORES:
        assert found[name]["networks"] == ["stores"], name
    for name in ROLES:
        assert found[name]["networks"] == ["default", "stores"], name


def test_roles_start_when_the_schema_fits_and_the_stores_are_well() -> None:
    found = services(**SCALE)
    assert found["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert found["migrate"]["restart"] == "no"
    for name in ROLES:
        assert found[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    for name in STORES:
        assert found[name]["healthcheck"]["test"][0] == "CMD"
    assert all("stop_grace_period" in one for one in found.values())
