from __future__ import annotations

from monitor.store import Store, rule_files
from tests.store.builders import NOW, after


def test_versions_are_kept_the_latest_first(store: Store) -> None:
    with store.write() as session:
        first = rule_files.add_version(session, name="a", digest="1", text="one", now=NOW)
        second = rule_files.add_version(
            session, name="a", digest="2", text="two", now=after(hours=1), author="ada", comment="x"
        )
        rule_files.add_version(session, name="b", digest="1", text="one", now=NOW)
        assert rule_files.latest_digests(session) == {"a": "2", "b": "1"}
        listed = rule_files.versions_of(session, "a", limit=10)
        assert [(one.id, one.text, one.author) for one in listed] == [
            (second, "", "ada"),
            (first, "", ""),
        ]
        assert [one.id for one in rule_files.versions_of(session, "a", limit=1)] == [second]
        earlier = rule_files.versions_of(session, "a", limit=9, before=second)
        assert [one.id for one in earlier] == [first]
        found = rule_files.get_version(session, "a", second)
        assert found is not None
        assert (found.text, found.at, found.gone) == ("two", after(hours=1), False)
        previous = rule_files.version_before(session, "a", second)
        assert previous is not None
        assert previous.text == "one"
        assert rule_files.version_before(session, "a", first) is None
        assert rule_files.get_version(session, "b", second) is None


def test_a_file_that_is_gone_is_known_until_it_is_back(store: Store) -> None:
    with store.write() as session:
        rule_files.add_version(session, name="a", digest="1", text="one", now=NOW)
        assert rule_files.deleted_files(session, limit=5) == []
        rule_files.add_version(session, name="a", digest="", text="", now=after(hours=1))
        assert [one.name for one in rule_files.deleted_files(session, limit=5)] == ["a"]
        assert rule_files.latest_digests(session) == {"a": ""}
        rule_files.add_version(session, name="a", digest="1", text="one", now=after(hours=2))
        assert rule_files.deleted_files(session, limit=5) == []


def test_the_oldest_versions_of_a_file_go(store: Store) -> None:
    with store.write() as session:
        other = rule_files.add_version(session, name="b", digest="b", text="", now=NOW)
        ids = [
            rule_files.add_version(session, name="a", digest=str(at), text="", now=NOW)
            for at in range(1, rule_files.KEPT_VERSIONS + 4)
        ]
        kept = rule_files.versions_of(session, "a", limit=1000)
        assert [one.id for one in kept] == ids[:2:-1]
        assert rule_files.get_version(session, "b", other) is not None
