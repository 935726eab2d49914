from __future__ import annotations

from datetime import timedelta

from monitor.model import Role
from monitor.store import Store, calendar, people
from monitor.store.calendar import EntryVersion, Prints
from tests.store.builders import NOW, after


def test_an_address_is_renewed_and_ended(store: Store) -> None:
    with store.write() as session:
        person = people.add_person(session, name="ada", role=Role.VIEWER, token_digest="t", now=NOW)
        assert person is not None
        assert calendar.key_of(session, person.id) is None
        calendar.set_key(session, person.id, "d1", NOW)
        calendar.use_key(session, person.id, after(hours=1))
        calendar.set_key(session, person.id, "d2", after(hours=2))
        assert calendar.find_key(session, "d1") is None
        found = calendar.find_key(session, "d2")
        assert found is not None
        assert (found.person_id, found.made_at, found.used_at) == (person.id, after(hours=2), None)
        assert calendar.is_use_due(found, NOW)
        assert calendar.delete_key(session, person.id)
        assert not calendar.delete_key(session, person.id)
        assert calendar.find_key(session, "d2") is None


def test_an_address_ends_with_its_person(store: Store) -> None:
    with store.write() as session:
        person = people.add_person(session, name="ada", role=Role.VIEWER, token_digest="t", now=NOW)
        assert person is not None
        calendar.set_key(session, person.id, "d1", NOW)
        assert people.remove_person(session, "ada")
        assert calendar.find_key(session, "d1") is None


def test_only_a_new_schedule_counts_and_anything_new_has_its_time(store: Store) -> None:
    steps = [
        (Prints(schedule="s1", content="c1"), 0, 0),
        (Prints(schedule="s1", content="c1"), 0, 0),
        (Prints(schedule="s1", content="c2"), 0, 2),
        (Prints(schedule="s2", content="c3"), 1, 3),
    ]
    for hour, (prints, sequence, changed) in enumerate(steps):
        with store.write() as session:
            due = calendar.changed_entries(session, {"m": prints})
            assert due == ({"m"} if hour != 1 else set())
            calendar.note_entries(session, {"m": prints}, NOW + timedelta(hours=hour))
            assert calendar.entry_versions(session, ["m", "n"]) == {
                "m": EntryVersion(sequence=sequence, changed_at=after(hours=changed))
            }
