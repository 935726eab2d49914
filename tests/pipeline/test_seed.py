from __future__ import annotations

import stat
from pathlib import Path

import pytest

from monitor.errors import ConfigError, RuleFilesError
from monitor.pipeline.seed import plan_seed, write_seed
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import compile_rules
from monitor.seeding.ledger import FILE_NAME
from tests.rules.builders import NOW, item
from tests.seeding.builders import ARTICLE

BAD = "actors:\n  - {id: a, name: A, knd: body}\n"
FULL = "actors:\n  - {id: a, name: A, kind: body}\n" + "# filled\n" * 116_500  # just under 1 MiB


def seeded(folder: Path) -> tuple[Path, ...]:
    return write_seed(plan_seed(ARTICLE, folder))


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_is_drafted_loads_and_matches(tmp_path: Path) -> None:
    written = seeded(tmp_path / "rules")
    assert [file.name for file in written] == ["actors.yaml", "meetings.yaml", "seeded.rules.yaml"]
    rule_set = load_rule_set(tmp_path / "rules", environ={})
    rules = {rule.id: rule for rule in rule_set.rules}
    assert {rule.alert.backlog_hours for rule in rules.values()} == {24.0}
    assert [id_ for id_, rule in rules.items() if not rule.enabled] == ["possible-visit"]
    matcher = compile_rules(rule_set)
    for title, hit in [
        ("Herring quotas: Norwegians say no", True),
        ("Reykjavik warns Norway", True),
        ("Norwegian fish company buys harbour", False),
        ("Nordic Affairs closes", False),
    ]:
        assert bool(matcher.match(item(title), now=NOW)) == hit, title


def test_the_second_time_nothing_changes(tmp_path: Path) -> None:
    seeded(tmp_path)
    before = content(tmp_path)
    plan = plan_seed(ARTICLE, tmp_path)
    assert (plan.files, plan.merged.diff, write_seed(plan)) == ((), "", ())
    assert content(tmp_path) == before


def test_a_plan_writes_nothing(tmp_path: Path) -> None:
    plan = plan_seed(ARTICLE, tmp_path / "rules")
    assert len(plan.files) == 3
    assert not (tmp_path / "rules").exists()


@pytest.mark.parametrize(("text", "file"), [(BAD, "actors.yaml"), (FULL, "actors.yaml")])
def test_files_that_do_not_load_before_or_after_are_left_alone(
    tmp_path: Path, text: str, file: str
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(RuleFilesError) as caught:
        plan_seed(ARTICLE, tmp_path)
    assert caught.value.problems[0].file == file
    assert content(tmp_path) == {file: text.encode()}


def test_an_edit_between_plan_and_writing_is_not_lost(tmp_path: Path) -> None:
    plan = plan_seed(ARTICLE, tmp_path)
    (tmp_path / "own.rules.yaml").write_text("rules:\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="edited meanwhile"):
        write_seed(plan)
    assert list(content(tmp_path)) == ["own.rules.yaml"]


def test_endpoints_and_other_files_are_neither_read_nor_touched(tmp_path: Path) -> None:
    endpoints = "endpoints:\n  - {id: d, url: https://desk.example/x, secret_env: NOT_SET_HERE}\n"
    (tmp_path / "endpoints.yaml").write_text(endpoints, encoding="utf-8")
    (tmp_path / "notes.txt").write_bytes(b"\xff")
    seeded(tmp_path)
    assert (tmp_path / "endpoints.yaml").read_text(encoding="utf-8") == endpoints


def test_byte_order_mark_mode_and_link_stay(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    real = tmp_path / "kept" / "actors.yaml"
    real.write_bytes(b"\xef\xbb\xbfactors:\r\n- id: a\r\n  name: A\r\n  kind: body\r\n")
    real.chmod(0o640)
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "actors.yaml").symlink_to(real)
    seeded(folder)
    assert (folder / "actors.yaml").is_symlink()
    raw = real.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfactors:\r\n- id: a\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert {file.name for file in folder.iterdir()} == {
        "actors.yaml",
        "meetings.yaml",
        "seeded.rules.yaml",
        FILE_NAME,
    }


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_bytes(b"actors: # \xff\n")
    with pytest.raises(ConfigError, match=r"actors\.yaml: is not UTF-8"):
        plan_seed(ARTICLE, tmp_path)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    plan = plan_seed(ARTICLE, folder)
    folder.write_text("a file where the folder should be: that stops root too")
    with pytest.raises(ConfigError, match=r"cannot be (read|written)"):
        write_seed(plan)
