from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest
import snowballstemmer
from pydantic import BaseModel

from monitor.model import QuietHours
from monitor.rules import problems, routing_schema, rule_schema, schema
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import compile_rules
from monitor.rules.scalars import Entry
from tests.rules.builders import NOW, item

ROOT = Path(__file__).parents[2]
MODELS = {
    value
    for module in (rule_schema, routing_schema)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, BaseModel)
} - {BaseModel, Entry}


@pytest.mark.parametrize("kind", schema.FILES)
def test_the_published_schema_is_true(kind: str) -> None:
    published = (ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert published == schema.json_schema(kind), "run: python -m monitor.rules.schema docs/schema"
    assert json.loads(published)["additionalProperties"] is False


def test_the_command_writes_every_schema(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "monitor.rules.schema", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert {file.name for file in tmp_path.iterdir()} == {
        f"{kind}.schema.json" for kind in schema.FILES
    }


def test_every_language_has_a_stemmer() -> None:
    for language in rule_schema.WORD_LANGUAGES:
        assert snowballstemmer.stemmer(language).stemWord("talks")


def test_every_model_is_known_to_the_error_messages() -> None:
    files = set(schema.FILES.values())
    told_apart_by_where_they_stand: set[type[BaseModel]] = {
        rule_schema.CasedText,
        rule_schema.WordText,
    }
    known = set(problems._MODELS.values()) | told_apart_by_where_they_stand | files
    assert known == MODELS


def test_every_key_is_documented() -> None:
    pages = ("rules.md", "routing.md")
    text = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") for page in pages)
    for model in MODELS:
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in text, (model.__name__, name)


def test_the_examples_in_the_documentation_load(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    names = ("actors", "meetings", "border.rules", "endpoints")
    for name, block in zip(names, blocks, strict=True):
        (tmp_path / f"{name}.yaml").write_text(block, encoding="utf-8")
    secret = "whsec_" + base64.b64encode(bytes(32)).decode()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "night-shift").write_text(secret, encoding="utf-8")
    rule_set = load_rule_set(
        tmp_path, environ={"DESK_SECRET": secret, "CHAT_URL": "ntfys://a.example/b"}
    )
    compiled = compile_rules(rule_set)
    assert compiled.match(item("Elbonian envoys negotiate"), now=NOW)
    assert not compiled.match(item("Elbonian football envoys negotiate"), now=NOW)


def test_the_examples_of_routing_load(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "routing.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    names = ("endpoints", "talks.rules", "war.rules")
    for name, block in zip(names, blocks, strict=True):
        (tmp_path / f"{name}.yaml").write_text(block, encoding="utf-8")
    rule_set = load_rule_set(tmp_path, environ=None)
    assert [bool(route.digest) for route in rule_set.routes] == [False, True, False]
    assert rule_set.routes[2].quiet == QuietHours(start=time(22), end=time(7), zone="Europe/Vienna")
    assert rule_set.rules[1].inhibits == ("troop-movements", "border-shots")
    short = re.findall(r"`((?:quiet|digest|alert): \{[^`…]*\})`", text)
    assert len(short) == 5
    for number, written in enumerate(short):
        folder = tmp_path / str(number)
        folder.mkdir()
        if written.startswith("alert"):
            rule = f"rules: [{{id: a, title: A, match: a, {written}}}]"
            (folder / "a.rules.yaml").write_text(rule, encoding="utf-8")
        else:
            endpoints = "endpoints: [{id: desk, url: http://desk.example/, secret_env: SECRET}]"
            routes = f"{endpoints}\nroutes: [{{to: [desk], {written}}}]"
            (folder / "endpoints.yaml").write_text(routes, encoding="utf-8")
        load_rule_set(folder, environ=None)


def examples() -> list[tuple[str, str]]:
    """The examples of the tutorial: the files' text, and the marked texts below."""
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    return re.findall(
        r"```yaml example\n(.*?)```\n\n((?:    [+-] [^\n]*\n)+)", text, flags=re.DOTALL
    )


def test_there_are_examples() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert len(examples()) == text.count("```yaml example") == 7


@pytest.mark.parametrize(("files", "texts"), examples())
def test_the_examples_find_what_they_say(files: str, texts: str, tmp_path: Path) -> None:
    for part in re.split(r"^(?=[a-z]+:$)", files, flags=re.MULTILINE)[1:]:
        kind = part.partition(":")[0]
        name = "main.rules" if kind == "rules" else kind
        (tmp_path / f"{name}.yaml").write_text(part, encoding="utf-8")
    rule_set = load_rule_set(tmp_path, environ={})
    compiled = compile_rules(rule_set)
    for line in texts.splitlines():
        mark, _, title = line.strip().partition(" ")
        matched = {match.rule_id for match in compiled.match(item(title), now=NOW)}
        assert (rule_set.rules[-1].id in matched) is (mark == "+"), title
