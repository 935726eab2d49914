from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from monitor.errors import ConfigError
from monitor.model import Matcher, Severity, Silence
from monitor.store import Session, Store, silences
from tests.store.builders import NOW, after


def add(session: Session, starts_at: datetime = NOW, ends_at: datetime | None = None) -> Silence:
    return silences.add_silence(
        session,
        rule_id="talks",
        starts_at=starts_at,
        ends_at=ends_at or after(hours=1),
        author="Ana",
        comment="too loud",
    )


def test_a_silence_holds_from_its_start_until_its_end(store: Store) -> None:
    with store.write() as session:
        silence = add(session)
        assert silence == Silence(
            id=silence.id,
            rule_id="talks",
            starts_at=NOW,
            ends_at=after(hours=1),
            author="Ana",
            comment="too loud",
        )
        assert silences.active_silences(session, after(microseconds=-1)) == []
        assert silences.active_silences(session, NOW) == [silence]
        assert silences.active_silences(session, after(minutes=59, seconds=59)) == [silence]
        assert silences.active_silences(session, after(hours=1)) == []
        assert silences.list_silences(session) == [silence]


@pytest.mark.parametrize("ends_at", [NOW, after(seconds=-1)])
def test_a_silence_that_would_end_before_it_starts_is_refused(
    store: Store, ends_at: datetime
) -> None:
    with store.write() as session:
        with pytest.raises(ConfigError, match="must end after it starts"):
            add(session, ends_at=ends_at)
        assert silences.list_silences(session) == []


def test_expiring_ends_a_silence_now(store: Store) -> None:
    with store.write() as session:
        silence = add(session)
        assert silences.expire_silence(session, silence.id, after(minutes=10))
        assert silences.active_silences(session, after(minutes=10)) == []
        assert not silences.expire_silence(session, silence.id, after(minutes=10))
        assert not silences.expire_silence(session, 4711, NOW)
        (found,) = silences.list_silences(session)
        assert (found.starts_at, found.ends_at) == (NOW, after(minutes=10))


def test_expiring_a_silence_to_come_keeps_it_from_beginning(store: Store) -> None:
    with store.write() as session:
        silence = add(session, after(hours=2), after(hours=3))
        tokyo = timezone(timedelta(hours=9))
        assert silences.expire_silence(session, silence.id, after(hours=1).astimezone(tokyo))
        (found,) = silences.list_silences(session)
        assert (found.starts_at, found.ends_at) == (after(hours=1), after(hours=1))
        for hours in (1, 2.5):
            assert silences.active_silences(session, after(hours=hours)) == []


def test_silences_are_listed_last_to_end_first(store: Store) -> None:
    with store.write() as session:
        ids = [add(session, ends_at=after(hours=hours)).id for hours in (2, 3, 1)]
        assert [it.id for it in silences.list_silences(session)] == [ids[1], ids[0], ids[2]]


def test_what_a_silence_names_is_kept(store: Store) -> None:
    matcher = Matcher(
        tag="drills",
        max_severity=Severity.MEDIUM,
        development_id=7,
        outlet="Courier",
        feed="http://courier.example/rss",
        actor="freedonia",
    )
    with store.write() as session:
        silence = silences.add_silence(
            session,
            rule_id=None,
            starts_at=NOW,
            ends_at=after(hours=1),
            author="Ana",
            comment="",
            matcher=matcher,
        )
        assert silence.matcher == matcher
        assert silences.list_silences(session) == [silence]
