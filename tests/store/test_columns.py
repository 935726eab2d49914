from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import ItemKey
from monitor.store import Store, items, silences
from monitor.store.columns import clean_json, clean_text
from tests.store.builders import NOW, add_item, after


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("plain", "plain"),
        ("a\0b\0", "ab"),
        ("lone \ud800 high", "lone \ufffd high"),
        ("low \udc00", "low \ufffd"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("Genève 日本 \U0001f600", "Genève 日本 \U0001f600"),
    ],
)
def test_clean_text(text: str, stored: str) -> None:
    assert clean_text(text) == stored


@given(st.text(alphabet=st.characters(categories=None)))
def test_cleaned_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    assert "\0" not in cleaned
    cleaned.encode()
    assert clean_text(cleaned) == cleaned


def test_clean_json_reaches_every_text() -> None:
    assert clean_json({"a\0": ["\ud800", ("b\0", 1, None, 2.5, True)]}) == {
        "a": ["\ufffd", ["b", 1, None, 2.5, True]]
    }


def test_hostile_text_is_stored_clean_on_both_databases(store: Store) -> None:
    with store.write() as session:
        stored = add_item(
            session,
            title="Talks\0 at \ud800 noon",
            summary="\udfff",
            content="x\0y",
            link="https://a.example/\0",
            categories=("wor\0ld", "\ud83d\ude00"),
            keys=(ItemKey(kind="guid", scope="Out\0let", value="id\0\ud800"),),
        )
    assert stored.item.title == "Talks at \ufffd noon"
    assert stored.item.summary == "\ufffd"
    assert stored.item.content == "xy"
    assert stored.item.categories == ("world", "😀")
    assert stored.item.keys == (ItemKey(kind="guid", scope="Outlet", value="id\ufffd"),)
    with store.read() as session:
        found = items.find_known(
            session, [ItemKey(kind="guid", scope="Out\0let", value="id\0\ud800")]
        )
        assert found == [stored]


def test_moments_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    tokyo, newfoundland = timezone(timedelta(hours=9)), timezone(timedelta(hours=-3, minutes=-30))
    starts_at = NOW.astimezone(tokyo)
    ends_at = after(hours=1).astimezone(newfoundland)
    with store.write() as session:
        silences.add_silence(
            session, rule_id=None, starts_at=starts_at, ends_at=ends_at, author="a", comment="c"
        )
    with store.read() as session:
        (found,) = silences.list_silences(session)
    assert (found.starts_at, found.ends_at) == (starts_at, ends_at)
    assert found.starts_at.tzinfo is UTC
    assert found.starts_at.microsecond == NOW.microsecond


def test_moments_order_and_compare_across_offsets(store: Store) -> None:
    # As written, 01:00+09:00 sorts after 20:00+00:00 of the day before; as a moment, it is earlier.
    early = datetime(2026, 3, 5, 1, 0, tzinfo=timezone(timedelta(hours=9)))
    late = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
    with store.write() as session:
        silences.add_silence(
            session, rule_id=None, starts_at=early, ends_at=late, author="a", comment="c"
        )
    with store.read() as session:
        between = early + timedelta(hours=1)
        assert len(silences.active_silences(session, between)) == 1
        in_tokyo = between.astimezone(timezone(timedelta(hours=9)))
        assert len(silences.active_silences(session, in_tokyo)) == 1
        assert silences.active_silences(session, early - timedelta(microseconds=1)) == []
        assert silences.active_silences(session, late) == []
