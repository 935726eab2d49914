"""The rules folder as people edit it: what is written, what is refused, what is remembered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.errors import ConfigError, EditConflictError, RuleFilesError
from monitor.model import FileVersion
from monitor.pipeline.rule_files import Edit, RuleFolder
from monitor.pipeline.rule_history import digest_of
from monitor.store import rule_files as version_rows
from tests.support.line import Line, open_line

GOOD = "# mine\nrules:\n  - id: talks\n    title: Talks   # why\n    match: Freedonia\n"
FILE = "main.rules.yaml"


@pytest.fixture
def line(tmp_path: Path, sqlite_template: Path) -> Iterator[Line]:
    shutil.copyfile(sqlite_template, tmp_path / "monitor.db")
    with open_line(tmp_path) as opened:
        opened.workspace.write(FILE, GOOD)
        opened.load()
        yield opened


@pytest.fixture
def folder(line: Line) -> RuleFolder:
    return RuleFolder(line.workspace.rules, line.services.store, line.services.rules)


def edit(folder: RuleFolder, name: str = FILE, why: str = "") -> Edit:
    return Edit(author="ada", comment=why, base=folder.open(name).digest)


def new(author: str = "ada") -> Edit:
    return Edit(author=author, comment="", base="")


def versions(line: Line, name: str = FILE) -> list[FileVersion]:
    with line.services.store.read() as session:
        return version_rows.versions_of(session, name, limit=100)


def on_disk(line: Line, name: str = FILE) -> str:
    return (line.workspace.rules / name).read_bytes().decode()


def test_a_save_keeps_the_text_as_it_is_and_who_wrote_it(line: Line, folder: RuleFolder) -> None:
    text = GOOD.replace("Talks ", "Harbour talks ")
    checked = folder.save(FILE, text, edit(folder, why="clearer"), now=line.clock())
    assert on_disk(line) == text
    assert checked.rule_set is not None
    assert checked.rule_set.rules[0].title == "Harbour talks"
    latest, first = versions(line)
    assert (latest.author, latest.comment, latest.digest) == (
        "ada",
        "clearer",
        digest_of(text.encode()),
    )
    assert first.author == ""
    assert not list(line.workspace.rules.glob(".*"))
    line.load()
    assert len(versions(line)) == 2


def test_line_ends_and_byte_order_marks_stay(line: Line, folder: RuleFolder) -> None:
    raw = ("\ufeff" + GOOD.replace("\n", "\r\n")).encode()
    (line.workspace.rules / FILE).write_bytes(raw)
    opened = folder.open(FILE)
    assert opened.text == GOOD
    sent = opened.text.replace("\n", "\r\n").replace("Freedonia", "Sylvania")  # as browsers do
    folder.save(FILE, sent, edit(folder), now=line.clock())
    assert (line.workspace.rules / FILE).read_bytes() == raw.replace(b"Freedonia", b"Sylvania")


def test_a_bad_text_is_refused_with_all_its_problems(line: Line, folder: RuleFolder) -> None:
    bad = GOOD + "    severity: hihg\n    oops: 1\n"
    with pytest.raises(RuleFilesError) as refused:
        folder.save(FILE, bad, edit(folder), now=line.clock())
    assert [(one.file, one.line) for one in refused.value.problems] == [(FILE, 6), (FILE, 7)]
    assert on_disk(line) == GOOD
    assert len(versions(line)) == 1


def test_what_others_refer_to_cannot_go(line: Line, folder: RuleFolder) -> None:
    actors = "actors:\n  - {id: un, name: United Nations, kind: organisation}\n"
    folder.save("actors.yaml", actors, new(), now=line.clock())
    folder.save(FILE, GOOD.replace("Freedonia", "{actor: un}"), edit(folder), now=line.clock())
    with pytest.raises(RuleFilesError, match="un"):
        folder.delete("actors.yaml", edit(folder, "actors.yaml"), now=line.clock())
    with pytest.raises(RuleFilesError):
        folder.rename("actors.yaml", "x.rules.yaml", edit(folder, "actors.yaml"), now=line.clock())
    assert on_disk(line, "actors.yaml") == actors


def test_an_edit_on_disk_is_not_overwritten(line: Line, folder: RuleFolder) -> None:
    seen = edit(folder)
    line.workspace.write(FILE, GOOD + "# by hand\n")
    acts: tuple[Callable[[], object], ...] = (
        lambda: folder.save(FILE, GOOD, seen, now=line.clock()),
        lambda: folder.delete(FILE, seen, now=line.clock()),
        lambda: folder.rename(FILE, "b.rules.yaml", seen, now=line.clock()),
        lambda: folder.save(FILE, GOOD, new(), now=line.clock()),
    )
    for act in acts:
        with pytest.raises(EditConflictError):
            act()
    assert on_disk(line).endswith("# by hand\n")
    (line.workspace.rules / FILE).unlink()
    with pytest.raises(EditConflictError, match="deleted"):
        folder.save(FILE, GOOD, seen, now=line.clock())


def test_edits_on_disk_are_remembered_once_they_are_in_force(
    line: Line, folder: RuleFolder
) -> None:
    line.workspace.write(FILE, GOOD + "# by hand\n")
    assert len(versions(line)) == 1
    line.load()
    assert [(one.author, one.gone) for one in versions(line)] == [("", False)] * 2
    line.workspace.write("other.rules.yaml", "rules:\n")
    (line.workspace.rules / FILE).unlink()
    line.load()
    assert versions(line)[0].gone
    with line.services.store.read() as session:
        assert [one.name for one in version_rows.deleted_files(session, limit=5)] == [FILE]


def test_rename_and_delete_leave_a_trace(line: Line, folder: RuleFolder) -> None:
    folder.rename(FILE, "b.rules.yaml", edit(folder, why="shorter"), now=line.clock())
    assert on_disk(line, "b.rules.yaml") == GOOD
    assert not (line.workspace.rules / FILE).exists()
    assert (versions(line)[0].gone, versions(line)[0].comment) == (
        True,
        "renamed to b.rules.yaml: shorter",
    )
    assert versions(line, "b.rules.yaml")[0].comment == f"was {FILE}: shorter"
    folder.delete("b.rules.yaml", edit(folder, "b.rules.yaml"), now=line.clock())
    assert folder.entries() == []
    assert versions(line, "b.rules.yaml")[0].author == "ada"


@pytest.mark.parametrize(
    "name",
    [
        "../main.rules.yaml",
        "/etc/x.rules.yaml",
        "sub/x.rules.yaml",
        "..",
        "",
        ".rules.yaml",
        ".hidden.rules.yaml",
        "x.rules.yaml\0.txt",
        "x\0.rules.yaml",
        "a b.rules.yaml",
        "x.rules.yaml\n",
        "über.rules.yaml",
        "notes.yaml",
        "x.rules.json",
        "x" * 200 + ".rules.yaml",
        "..\\x.rules.yaml",
        "~x.rules.yaml",
        "#x.rules.yaml",
    ],
)
def test_hostile_names_are_refused(line: Line, folder: RuleFolder, name: str) -> None:
    before = sorted(line.workspace.folder.rglob("*"))
    for act in (
        lambda: folder.save(name, GOOD.replace("talks", "t2"), new(), now=line.clock()),
        lambda: folder.rename(FILE, name, edit(folder), now=line.clock()),
        lambda: folder.open(name),
        lambda: folder.raw(name, GOOD),
        lambda: folder.delete(name, new(), now=line.clock()),
    ):
        with pytest.raises(ConfigError):
            act()
    assert sorted(line.workspace.folder.rglob("*")) == before
    assert on_disk(line) == GOOD


def test_links_and_odd_files_are_neither_shown_nor_written(line: Line, folder: RuleFolder) -> None:
    outside = line.workspace.folder / "outside.yaml"
    outside.write_text("rules: []\n")
    rules = line.workspace.rules
    (rules / "link.rules.yaml").symlink_to(outside)
    os.mkfifo(rules / "pipe.rules.yaml")
    refusals = {one.name: one.refusal for one in folder.entries() if one.refusal}
    assert refusals.keys() == {"link.rules.yaml", "pipe.rules.yaml"}
    for name in refusals:
        with pytest.raises(ConfigError):
            folder.open(name)
        with pytest.raises(ConfigError):
            folder.save(name, GOOD, new(), now=line.clock())
        with pytest.raises(ConfigError, match="already"):
            folder.rename(FILE, name, edit(folder), now=line.clock())
    assert outside.read_text() == "rules: []\n"


def test_too_large_a_text_is_refused(line: Line, folder: RuleFolder) -> None:
    with pytest.raises(ConfigError, match="larger than 1024 KiB"):
        folder.save(FILE, "#" * 10_000_000, edit(folder), now=line.clock())
    (line.workspace.rules / "big.rules.yaml").write_bytes(b"#" * 2_000_000)
    assert [one.refusal for one in folder.entries() if one.name == "big.rules.yaml"] != [""]
    with pytest.raises(ConfigError, match="larger"):
        folder.open("big.rules.yaml")


def test_a_broken_folder_can_be_mended_file_by_file(line: Line, folder: RuleFolder) -> None:
    line.workspace.write("a.rules.yaml", "rules: [\n")
    line.workspace.write("b.rules.yaml", "rules: [\n")
    checked = folder.save(
        "a.rules.yaml", "rules:\n", edit(folder, "a.rules.yaml"), now=line.clock()
    )
    assert checked.rule_set is None
    assert {one.file for one in checked.problems} == {"b.rules.yaml"}
    checked = folder.save(
        "b.rules.yaml", "rules:\n", edit(folder, "b.rules.yaml"), now=line.clock()
    )
    assert checked.rule_set is not None


def test_secrets_of_endpoints_are_kept_and_never_shown(line: Line, folder: RuleFolder) -> None:
    secret = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" * 1
    line.workspace.write_endpoints({"desk": ("https://desk.example/hook", secret)})
    line.load()
    raw = on_disk(line, "endpoints.yaml")
    opened = folder.open("endpoints.yaml")
    assert secret not in opened.text
    text = opened.text + "# more\n"
    folder.save("endpoints.yaml", text, edit(folder, "endpoints.yaml"), now=line.clock())
    assert on_disk(line, "endpoints.yaml") == raw + "# more\n"
    with line.services.store.read() as session:
        for one in version_rows.versions_of(session, "endpoints.yaml", limit=9):
            kept = version_rows.get_version(session, "endpoints.yaml", one.id)
            assert kept is not None
            assert secret not in kept.text
            assert "(hidden desk.secret)" in kept.text
    bad = text.replace("desk.secret", "other.secret")
    with pytest.raises(ConfigError, match="stands for no secret"):
        folder.save("endpoints.yaml", bad, edit(folder, "endpoints.yaml"), now=line.clock())


def test_a_folder_that_cannot_be_written_is_told(
    line: Line, folder: RuleFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(ConfigError, match="cannot be written: No space left"):
        folder.save(FILE, GOOD + "# x\n", edit(folder), now=line.clock())
    assert len(versions(line)) == 1


def test_where_rules_are_written(line: Line, folder: RuleFolder) -> None:
    assert folder.written().rules == {"talks": (FILE, 3)}
    line.workspace.write(FILE, "\n\n" + GOOD)
    assert folder.written().rules == {"talks": (FILE, 5)}
    assert folder.written().counts[FILE] == {"rules": 1}


def test_rules_that_came_with_the_program_are_not_edited_in_place(line: Line) -> None:
    services = line.services
    folder = RuleFolder(line.workspace.rules, services.store, services.rules, shipped=True)
    for act in (folder.save, folder.rename):
        with pytest.raises(ConfigError, match="monitor init"):
            act(FILE, "other.rules.yaml", edit(folder), now=line.clock())
    with pytest.raises(ConfigError, match="monitor init"):
        folder.delete(FILE, edit(folder), now=line.clock())
    assert on_disk(line) == GOOD
