from __future__ import annotations

from monitor.model import RuleSet
from monitor.store import Store, alerts, developments, hits, items, rule_files, rule_sets
from tests.store.builders import (
    NOW,
    add_development,
    add_item,
    after,
    make_alert,
    make_hit,
)


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


def test_what_came_of_rules_is_counted_by_day(store: Store) -> None:
    starts = [after(days=-2), after(days=-1), NOW]
    with store.write() as session:
        for number, hours in enumerate((-60, -47, -30, -1, 0, 5)):
            stored = add_item(session, f"item {number}")
            moment = after(hours=hours)
            found = [make_hit(stored.id, created_at=moment)]
            if number % 2:
                found.append(make_hit(stored.id, "other", created_at=moment))
            hits.replace_hits(session, stored.id, "r1", found)
        counts = hits.hits_by_day(session, ["talks", "other", "none"], starts)
        assert counts == {"talks": [2, 1, 2], "other": [1, 1, 1]}
        assert hits.hits_by_day(session, ["talks"], [NOW]) == {"talks": [2]}
        assert hits.hits_by_day(session, [], starts) == {}


def test_when_each_rule_last_alerted(store: Store) -> None:
    with store.write() as session:
        development_id, item_id = add_development(session)
        for number, rules in enumerate((("a",), ("a", "b"), ("c",))):
            alert = make_alert(
                f"msg_{number}",
                development_id,
                item_id,
                rule_ids=rules,
                created_at=after(hours=number),
            )
            alerts.add_alert(session, alert)
        latest = alerts.latest_by_rule(session, among=10)
        assert latest["a"] == latest["b"] == (after(hours=1), development_id)
        assert alerts.latest_by_rule(session, among=1).keys() == {"c"}
        assert developments.developments_of_items(session, [item_id, 999]) == {
            item_id: development_id
        }


def test_the_latest_items_of_a_period(store: Store) -> None:
    with store.write() as session:
        for number in range(5):
            add_item(session, f"item {number}", now=after(hours=number))
        period = (after(hours=-1), after(hours=9))
        assert items.start_of_latest(session, *period, limit=5) is None
        start = items.start_of_latest(session, *period, limit=2)
        assert start is not None
        assert items.find_arrivals(session, start, period[1]).items == 2


def test_since_when_rules_are_in_force(store: Store) -> None:
    with store.write() as session:
        assert rule_sets.in_force_since(session) is None
        rule_sets.record_rule_set(session, RuleSet(revision="r1"), NOW)
        rule_sets.record_rule_set(session, RuleSet(revision="r1"), after(hours=1))
        assert rule_sets.in_force_since(session) == NOW
        rule_sets.record_rule_set(session, RuleSet(revision="r2"), after(hours=2))
        assert rule_sets.in_force_since(session) == after(hours=2)
