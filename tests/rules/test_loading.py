from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from monitor.errors import RuleFilesError
from monitor.model import (
    ActorKind,
    ActorTerm,
    Alias,
    AllOf,
    AnyOf,
    MeetingTerm,
    Near,
    NoneOf,
    Pattern,
    Phrase,
    Route,
    Severity,
    Word,
)
from monitor.rules.loading import fingerprint, load_rule_set
from monitor.rules.matching import compile_rules
from tests.rules.builders import NOW, item, load

DATA = Path(__file__).parent / "data"
BAD = sorted(folder for folder in DATA.glob("bad-*") if folder.is_dir())
SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
OTHER = "whsec_HxseHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE="

ACTORS = """
actors:
  - id: ruritania
    name: Ruritania
    kind: state
    role: host
    aliases: [Ruritanian, RUR, {text: The Hold, case: sensitive}, {text: NOT, case: folded}]
  - {id: elbonia, name: Elbonia, kind: state}
"""
MEETINGS = """
meetings:
  - id: spring-talks
    title: Spring talks
    participants: [ruritania, elbonia]
    window: {from: 2022-01-10, to: 2022-01-12}
    place: Strelsau
    place_aliases: [Strelsov]
    words: [talks]
    topic: borders
    status: postponed
"""
RULES = """
rules:
  - id: talks
    title: Talks
    severity: high
    tags: [peace]
    fields: [title, content]
    languages: [EN, de-AT]
    feeds: [https://feeds.example/a]
    outlets: [Example Post]
    categories: [World]
    alert: {backlog: "90m", updates: false}
    match:
      all: [{actor: ruritania}, NATO, peace deal]
      any:
        - meeting: spring-talks
        - phrase: {text: Nato, case: sensitive}
        - word: negotiate
        - word: {text: Gespräche, language: german}
        - regex: "cease-?fire"
        - near: {terms: [{actor: elbonia}, talks], within: 5}
      none: [football]
"""


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_each_mistake_has_its_message(folder: Path) -> None:
    with pytest.raises(RuleFilesError) as caught:
        load_rule_set(folder, environ={})
    assert str(caught.value) + "\n" == (folder / "expected.txt").read_text(encoding="utf-8")
    assert "hunter2" not in repr(caught.value) + str(caught.value)
    assert all(problem.file and problem.hint for problem in caught.value.problems)


def test_there_are_mistakes_to_test() -> None:
    assert len(BAD) > 60


def test_an_empty_folder_is_an_empty_rule_set(tmp_path: Path) -> None:
    rule_set = load_rule_set(tmp_path, environ={})
    assert (rule_set.actors, rule_set.meetings, rule_set.rules) == ((), (), ())
    assert (rule_set.endpoints, rule_set.routes) == ((), ())
    assert len(rule_set.revision) == 64


def test_files_that_hold_nothing(tmp_path: Path) -> None:
    rule_set = load(tmp_path, actors="", meetings="meetings:\n", rules="rules: []\n")
    assert rule_set.revision == load_rule_set(tmp_path, environ={}).revision
    assert rule_set.rules == ()


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleFilesError, match="cannot be read"):
        load_rule_set(tmp_path / "absent", environ={})
    assert fingerprint(tmp_path / "absent") == "missing"


def test_actors(tmp_path: Path) -> None:
    first, second = load(tmp_path, actors=ACTORS).actors
    assert (first.id, first.kind, first.role) == ("ruritania", ActorKind.STATE, "host")
    assert first.aliases == (
        Alias(text="Ruritania"),
        Alias(text="Ruritanian"),
        Alias(text="RUR", case_sensitive=True),
        Alias(text="The Hold", case_sensitive=True),
        Alias(text="NOT", case_sensitive=False),
    )
    assert second.aliases == (Alias(text="Elbonia"),)


def test_a_name_may_be_respelled_with_its_case(tmp_path: Path) -> None:
    text = "actors: [{id: n, name: NATO, kind: body, aliases: [{text: NATO, case: folded}]}]"
    (only,) = load(tmp_path, actors=text).actors
    assert only.aliases == (Alias(text="NATO", case_sensitive=False),)


def test_meetings(tmp_path: Path) -> None:
    (meeting,) = load(tmp_path, actors=ACTORS, meetings=MEETINGS).meetings
    assert meeting.participants == ("ruritania", "elbonia")
    assert (meeting.start, meeting.end) == (date(2022, 1, 10), date(2022, 1, 12))
    assert [alias.text for alias in meeting.place_aliases] == ["Strelsau", "Strelsov"]
    assert (meeting.words, meeting.topic) == (("talks",), "borders")
    assert meeting.status == "postponed"


def test_rules(tmp_path: Path) -> None:
    (rule,) = load(tmp_path, actors=ACTORS, meetings=MEETINGS, rules=RULES).rules
    assert rule.severity is Severity.HIGH
    assert rule.scope.fields == ("title", "content")
    assert rule.scope.languages == ("en", "de-at")
    assert rule.scope.outlets == ("Example Post",)
    assert (rule.alert.backlog_hours, rule.alert.updates) == (1.5, False)
    assert rule.condition == AllOf(
        parts=(
            AllOf(
                parts=(
                    ActorTerm(actor="ruritania"),
                    Phrase(text="NATO", case_sensitive=True),
                    Phrase(text="peace deal"),
                )
            ),
            AnyOf(
                parts=(
                    MeetingTerm(meeting="spring-talks"),
                    Phrase(text="Nato", case_sensitive=True),
                    Word(text="negotiate"),
                    Word(text="Gespräche", language="german"),
                    Pattern(text="cease-?fire"),
                    Near(parts=(ActorTerm(actor="elbonia"), Phrase(text="talks")), within=5),
                )
            ),
            NoneOf(parts=(Phrase(text="football"),)),
        )
    )


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("12h", 12),
        ("24", 24),
        ("1.5", 1.5),
        ("2d", 48),
        ("30 min", 0.5),
        ("0", 0),
        ('"6 hours"', 6),
    ],
)
def test_backlog_durations(tmp_path: Path, written: str, hours: float) -> None:
    text = f"rules: [{{id: a, title: A, match: x, alert: {{backlog: {written}}}}}]"
    (rule,) = load(tmp_path, rules=text).rules
    assert rule.alert.backlog_hours == pytest.approx(hours)


def test_the_revision_is_of_the_content_alone(tmp_path: Path) -> None:
    first = load(tmp_path, actors=ACTORS, meetings=MEETINGS, rules=RULES).revision
    more = f"# a comment\n{ACTORS}\n\n"
    endpoints = f"endpoints: [{{id: desk, url: 'https://h.example/', secret: {SECRET}}}]"
    assert load(tmp_path, actors=more, endpoints=endpoints).revision == first
    (tmp_path / "main.rules.yaml").rename(tmp_path / "other.rules.yml")
    assert load_rule_set(tmp_path, environ={}).revision == first
    assert load(tmp_path, meetings=MEETINGS.replace("2022-01-12", "2022-01-13")).revision != first


def test_the_revision_tells_all_from_any(tmp_path: Path) -> None:
    text = "rules: [{id: a, title: A, match: {all: [x, y]}}]"
    first = load(tmp_path, rules=text).revision
    assert load(tmp_path, rules=text.replace("all", "any")).revision != first


def test_the_order_of_rules_does_not_change_the_revision(tmp_path: Path) -> None:
    entries = ["{id: a, title: A, match: x}", "{id: b, title: B, match: y}"]
    first = load(tmp_path, rules=f"rules: [{', '.join(entries)}]").revision
    assert load(tmp_path, rules=f"rules: [{', '.join(entries[::-1])}]").revision == first


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    for name in (".hidden.rules.yaml", ".#actors.yaml", "actors.yaml~", "actors.yaml.bak", "a.txt"):
        (tmp_path / name).write_text("{{{{", encoding="utf-8")
    (tmp_path / "old.yaml").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x.rules.yaml").write_text("{{{{", encoding="utf-8")
    assert load_rule_set(tmp_path, environ={}).rules == ()


def test_a_pipe_named_like_a_rule_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "actors.yaml")
    with pytest.raises(RuleFilesError, match="not a regular file"):
        load_rule_set(tmp_path, environ={})


def test_many_mistakes_are_counted_not_listed(tmp_path: Path) -> None:
    entries = "\n".join(f"  - {{id: a{number}, titel: x, match: y}}" for number in range(3000))
    with pytest.raises(RuleFilesError) as caught:
        load(tmp_path, rules=f"rules:\n{entries}\n")
    assert len(caught.value.problems) == 101
    assert "2900 more problems" in str(caught.value.problems[-1])


def test_the_worst_files_take_bounded_time(tmp_path: Path) -> None:
    actors = "\n".join(f"  - {{id: a{n}, name: N{n}, kind: state}}" for n in range(20_000))
    terms = ", ".join(f"actor: b{n}" for n in range(60_000))
    rules = f"rules: [{{id: r, title: R, match: {{all: [{terms}]}}}}]"
    started = time.perf_counter()
    with pytest.raises(RuleFilesError) as caught:
        load(tmp_path, actors=f"actors:\n{actors}\n", rules=rules)
    assert time.perf_counter() - started < 60  # some 8 s on an idle machine
    assert len(caught.value.problems) == 101


def test_endpoints_and_the_route_that_goes_without_saying(tmp_path: Path) -> None:
    (tmp_path / "desk.secret").write_text(f"{SECRET}\n", encoding="utf-8")
    (tmp_path / "endpoints.yaml").write_text(
        f"""
endpoints:
  - {{id: plain, url: "https://a.example/", secret: {SECRET}}}
  - {{id: rotating, url: "https://b.example/", secrets: [{SECRET}, {OTHER}]}}
  - {{id: file, url: "http://c.example:8080/x", secret_file: desk.secret}}
  - {{id: env, url: "https://d.example/", secret_env: [DESK, DESK_OLD]}}
  - {{id: off, url: "https://e.example/", secret_env: UNSET, enabled: false}}
""",
        encoding="utf-8",
    )
    rule_set = load_rule_set(tmp_path, environ={"DESK": OTHER, "DESK_OLD": f" {SECRET}"})
    secrets = {endpoint.id: endpoint.secrets for endpoint in rule_set.endpoints}
    assert secrets == {
        "plain": (SECRET,),
        "rotating": (SECRET, OTHER),
        "file": (SECRET,),
        "env": (OTHER, SECRET),
        "off": (),
    }
    assert rule_set.routes == (Route(endpoints=("plain", "rotating", "file", "env")),)
    assert "whsec" not in repr(rule_set)


def test_routes(tmp_path: Path) -> None:
    text = f"""
endpoints:
  - {{id: desk, url: "https://a.example/", secret: {SECRET}}}
routes:
  - {{to: [desk], rules: [talks], tags: [peace], kinds: [update], min_severity: high}}
"""
    rule_set = load(tmp_path, actors=ACTORS, meetings=MEETINGS, rules=RULES, endpoints=text)
    assert rule_set.routes == (
        Route(
            endpoints=("desk",),
            rules=("talks",),
            tags=("peace",),
            kinds=("update",),
            min_severity=Severity.HIGH,
        ),
    )


def test_the_fingerprint_changes_with_the_files(tmp_path: Path) -> None:
    empty = fingerprint(tmp_path)
    file = tmp_path / "actors.yaml"
    file.write_text("actors: []\n", encoding="utf-8")
    one = fingerprint(tmp_path)
    assert one != empty
    assert fingerprint(tmp_path) == one
    os.utime(file, ns=(1, 1))
    touched = fingerprint(tmp_path)
    assert touched != one
    file.write_text("actors: []\n# more\n", encoding="utf-8")
    assert fingerprint(tmp_path) != touched
    file.unlink()
    assert fingerprint(tmp_path) == empty


def test_the_fingerprint_changes_with_the_secret_files(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "endpoints.yaml").write_text(
        "endpoints:\n"
        "  - {id: desk, url: 'https://desk.example/', secret_file: ../secrets/desk}\n"
        "  - {id: two, url: 'https://two.example/', secret_file: [./old, ./new]}\n",
        encoding="utf-8",
    )
    seen = {fingerprint(folder)}
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for file in (secrets / "desk", folder / "new", folder / "old"):
        file.write_text(SECRET, encoding="utf-8")
        seen.add(fingerprint(folder))
        os.utime(file, ns=(1, 1))
        seen.add(fingerprint(folder))
    assert fingerprint(folder) in seen
    (secrets / "desk").unlink()
    seen.add(fingerprint(folder))
    assert len(seen) == 8
    (folder / "unnamed").write_text(SECRET, encoding="utf-8")
    assert fingerprint(folder) in seen


@pytest.mark.parametrize(
    "text",
    [
        "endpoints: secret_file",
        "secret_file",
        "- secret_file",
        "endpoints: [secret_file, {secret_file: }, {secret_file: {a: b}}, {secret_file: [[x]]}]",
        "endpoints: [{secret_file: '" + "x" * 5000 + "'}]",
        'endpoints: [{secret_file: "a\\0b"}]',
        "endpoints: [{secret_file: .}, {secret_file: /dev/null/x}]",
        "endpoints: [{secret_file: &a x}",
        "\x00secret_file",
    ],
)
def test_the_fingerprint_never_raises(tmp_path: Path, text: str) -> None:
    (tmp_path / "endpoints.yml").write_text(text, encoding="utf-8")
    assert fingerprint(tmp_path) == fingerprint(tmp_path)


SWITCHED = """
actors:
  - {id: ruritania, name: Ruritania, kind: state, aliases: [Ruritanian], enabled: false}
  - {id: elbonia, name: Elbonia, kind: state}
"""
SWITCHED_MEETINGS = """
meetings:
  - id: talks
    title: Talks
    participants: [elbonia]
    place: Strelsau
    date: 2022-06-01
    enabled: false
  - {id: bare, title: Bare, enabled: false}
"""
SWITCHED_RULES = """
rules:
  - {id: a, title: A, match: {actor: ruritania}}
  - {id: b, title: B, match: {any: [{meeting: talks}, {meeting: bare}]}}
  - {id: c, title: C, match: {any: [{actor: ruritania}, {meeting: talks}, {actor: elbonia}]}}
  - {id: d, title: D, match: {all: [harvest], none: [{actor: ruritania}]}}
"""


def test_actors_and_meetings_that_are_switched_off_may_be_named_and_are_never_found(
    tmp_path: Path,
) -> None:
    (tmp_path / "actors.yaml").write_text(SWITCHED, encoding="utf-8")
    (tmp_path / "meetings.yaml").write_text(SWITCHED_MEETINGS, encoding="utf-8")
    (tmp_path / "x.rules.yaml").write_text(SWITCHED_RULES, encoding="utf-8")
    matcher = compile_rules(load_rule_set(tmp_path, environ={}))
    found = {
        title: [match.rule_id for match in matcher.match(item(title), now=NOW)]
        for title in (
            "Ruritania wins",
            "Ruritanian talks in Strelsau",
            "Elbonia in talks in Strelsau on 1 June",
            "Harvest in Ruritania",
        )
    }
    assert list(found.values()) == [[], [], ["c"], ["d"]]


def test_folders_too_large_are_refused(tmp_path: Path) -> None:
    for number in range(65):
        (tmp_path / f"f{number}.rules.yaml").write_bytes(b"#" * 2**20)
    with pytest.raises(RuleFilesError, match="holds 65 MiB of YAML files, more than 64"):
        load_rule_set(tmp_path, environ={})
