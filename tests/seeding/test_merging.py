from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ConfigError
from monitor.seeding.draft import Draft
from monitor.seeding.ledger import FILE_NAME
from monitor.seeding.merging import merge
from tests.seeding.builders import ARTICLE, meeting, organisation, person, state

ACTORS = """\
# Ours.
actors:
    # The hosts
    - id: nor           # short
      name: Norway
      kind: state
      aliases: [Norge,   # as they say
                "Noreg"  # or so
               ]
    - {id: herring, name: Herring Club, kind: body}
    - id: nsc
      name: NSC
      kind: organisation
      aliases:
        - North Sea Club   # old name

# the end
"""


def after(draft: Draft, texts: dict[str, str]) -> dict[str, str]:
    return {**texts, **merge(draft, texts).changed}


def ids(text: str, key: str) -> list[str]:
    return [entry["id"] for entry in yaml.safe_load(text)[key]]


def test_an_empty_folder_gets_three_files_with_schema_lines() -> None:
    texts = after(ARTICLE, {})
    assert set(texts) == {"actors.yaml", "meetings.yaml", "seeded.rules.yaml", FILE_NAME}
    for kind, name in (("actors", "actors.yaml"), ("rules", "seeded.rules.yaml")):
        first = texts[name].splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../docs/schema/{kind}.schema.json"
    assert "# Drafted, confidence 0.95, from: “Talks of Iceland and Norway" in texts["actors.yaml"]
    assert "# Suggestion, confidence 0.40" in texts["actors.yaml"]


def test_the_same_article_twice_changes_nothing() -> None:
    texts = after(ARTICLE, {})
    assert merge(ARTICLE, texts).changed == {}
    assert merge(ARTICLE, texts).diff == ""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_stands_there_stays_byte_for_byte(newline: str) -> None:
    before = ACTORS.replace("\n", newline)
    merged = merge(ARTICLE, {"actors.yaml": before})
    text = merged.changed["actors.yaml"]
    kept = iter(text)
    assert all(char in kept for char in before)  # a subsequence: only additions
    assert text.count("\n") == text.count(newline)
    assert ids(text, "actors") == ["nor", "herring", "nsc", "iceland", "berg", "affairs"]
    for line in ACTORS.splitlines():
        if "old name" in line or "hosts" in line or "short" in line or "the end" in line:
            assert line in text
    data = {entry["id"]: entry for entry in yaml.safe_load(text)["actors"]}
    assert data["nor"]["aliases"][:3] == ["Norge", "Noreg", "Norwegian"]
    assert data["nsc"]["aliases"] == ["North Sea Club", "North Sea Council"]
    assert merge(ARTICLE, {"actors.yaml": before, **merged.changed}).changed == {}


@pytest.mark.parametrize(
    "entry",
    [
        "- {id: norway, name: Norway, kind: state}",
        "- {id: norway, name: Norway, kind: state, aliases: []}",
        "- {id: norway, name: Norway, aliases: [], kind: state}",
        "- id: norway\n  aliases:\n  name: Norway\n  kind: state",
        "- id: norway\n  name: Norway\n  aliases: [Norge]\n  kind: state",
        "- id: norway\n  name: Norway\n  aliases:\n  - Norge\n  kind: state # last",
        "- id: norway\n  name: Norway\n  kind: state\n  role: >-\n    a land\n    of fjords",
        "- aliases: [{text: Norge, case: folded}, ]\n  id: norway\n  name: Norway\n  kind: state",
        "-  id: norway\n   name: 'Norway' # 😀\n   kind: \"state\"",
    ],
)
@pytest.mark.parametrize("tail", ["", "\n", "\n\n# bye\n", "\n- {id: z, name: Z, kind: body}\n"])
def test_aliases_are_added_however_the_entry_is_written(entry: str, tail: str) -> None:
    before = f"actors:\n{entry}{tail}"
    text = after(Draft(states=(state("Norway", "NO", "Norwegian"),)), {"actors.yaml": before})[
        "actors.yaml"
    ]
    entries = {one["id"]: one for one in yaml.safe_load(text)["actors"]}
    names = [one if isinstance(one, str) else one["text"] for one in entries["norway"]["aliases"]]
    assert {"Norwegian", "Norvège"} <= set(names)
    assert entries["norway"]["name"] == "Norway"
    assert len(entries) == (2 if "id: z" in tail else 1)


def test_names_and_entries_that_were_taken_out_do_not_come_back() -> None:
    texts = after(ARTICLE, {})
    texts["actors.yaml"] = texts["actors.yaml"].replace("Norvège, ", "").replace("[Berg]", "[B.]")
    head, _ = texts["seeded.rules.yaml"].rsplit("  # Drafted", 1)
    texts["seeded.rules.yaml"] = head
    assert merge(ARTICLE, texts).changed == {}
    other = replace(ARTICLE, states=(*ARTICLE.states, state("Denmark", "DK", "Danish")))
    added = merge(other, texts).changed
    assert "Norvège" not in added["actors.yaml"]
    assert "Berg]" not in added["actors.yaml"]
    assert "denmark" in added["actors.yaml"]
    assert "statements-by" not in added["seeded.rules.yaml"]


def test_a_deleted_line_of_the_record_lets_a_name_come_back() -> None:
    texts = after(ARTICLE, {})
    texts["actors.yaml"] = texts["actors.yaml"].replace("Norvège, ", "")
    texts[FILE_NAME] = texts[FILE_NAME].replace("alias\tnorway\tNorvège\n", "")
    assert "Norvège" in merge(ARTICLE, texts).changed["actors.yaml"]


def test_an_edited_entry_stays_edited() -> None:
    texts = after(ARTICLE, {})
    edited = {
        "actors.yaml": ("role: Norway's envoy", "role: Head of the delegation"),
        "meetings.yaml": ("date: 2027-04-12", "date: 2027-04-13"),
        "seeded.rules.yaml": ("severity: high", "severity: critical"),
    }
    for name, (old, new) in edited.items():
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new)
    assert merge(ARTICLE, texts).changed == {}


def test_another_article_adds_to_the_files_of_the_first() -> None:
    texts = after(ARTICLE, {})
    second = Draft(
        states=(state("Norway", "NO", "Oslo"), state("Denmark", "DK", "Danish")),
        meetings=(meeting("Denmark-Norway talks", ("Denmark", "Norway"), place="Oslo"),),
    )
    merged = merge(second, texts)
    assert ids(merged.changed["actors.yaml"], "actors")[-1] == "denmark"
    assert ", ノルウェー, Oslo]\n" in merged.diff
    assert "+  - id: denmark\n" in merged.diff
    assert merged.diff.startswith("--- a/actors.yaml\n+++ b/actors.yaml\n@@")
    assert "Oslo" in merged.changed["actors.yaml"]
    for name in ("actors.yaml", "meetings.yaml", "seeded.rules.yaml"):
        assert "\n\n\n" not in merged.changed[name]


def test_a_meeting_that_has_a_rule_gets_no_other() -> None:
    texts = after(ARTICLE, {})
    rule = "rules:\n- id: mine\n  title: M\n  match: {meeting: iceland-norway-talks-2027-04-12}\n"
    only = {name: texts[name] for name in ("actors.yaml", "meetings.yaml")}
    added = merge(ARTICLE, {**only, "own.rules.yml": rule}).changed
    assert "iceland-norway-talks-2027-04-12" not in ids(added["seeded.rules.yaml"], "rules")
    assert "own.rules.yml" not in added


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "actors:\n", "actors: # to come\n"])
def test_a_file_without_entries_is_begun(text: str) -> None:
    added = merge(ARTICLE, {"actors.yaml": text}).changed["actors.yaml"]
    assert len(ids(added, "actors")) == 5
    assert added.startswith(text.splitlines()[0] if text else "actors:")


def test_a_list_between_brackets_is_told_with_its_line() -> None:
    with pytest.raises(ConfigError, match="between brackets") as caught:
        merge(ARTICLE, {"actors.yaml": "\nactors: [{id: a, name: A, kind: body}]\n"})
    assert (caught.value.file, caught.value.line) == ("actors.yaml", 2)


NASTY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda text: any(char.isalnum() for char in text)
)


@settings(max_examples=60, deadline=None)
@given(name=NASTY, role=NASTY, alias=NASTY, sentence=NASTY, title=NASTY)
def test_any_text_can_be_drafted_and_is_read_back(
    name: str, role: str, alias: str, sentence: str, title: str
) -> None:
    draft = Draft(
        people=(person(name, role, alias, sentence=sentence),),
        organisations=(organisation(title),),
        meetings=(replace(meeting(title, (name,)), place=alias, topic=role),),
        topics=(role, title),
    )
    texts = after(draft, {})
    for key, file in (("actors", "actors.yaml"), ("rules", "seeded.rules.yaml")):
        assert ids(texts[file], key)
    assert merge(draft, texts).changed == {}
