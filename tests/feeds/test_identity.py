from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.feeds.identity import (
    canonical_url,
    document_keys,
    is_edit,
    keys_of,
    normalised_title,
    same_item,
    title_similarity,
    without_outlet,
)
from monitor.model import Item, StoredItem

NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)
TITLE = "Envoys leave Lake City without a deal"
OTHER = "Ferry service resumes after winter storm"
LINK = "https://h.example/world/envoys"


def make_item(title: str = TITLE, **given: Any) -> Item:
    """An item with keys as parsing gives them; ``link`` sets the canonical URL."""
    link = given.pop("link", None)
    fields: dict[str, Any] = {"outlet": "Harbour Ledger", "guid": None, "link": link} | given
    canonical = canonical_url(link) if link else None
    keys = keys_of(
        outlet=fields["outlet"],
        title=title,
        canonical_url=canonical,
        guid=fields["guid"],
        otherwise=fields.get("summary", ""),
    )
    return Item(title=title, canonical_url=canonical, keys=keys, **fields)


def stored(item: Item, number: int = 1, *, seen: datetime = NOW - timedelta(hours=1)) -> StoredItem:
    return StoredItem(id=number, feed_id=1, item=item, first_seen_at=seen)


def found_id(item: Item, known: Sequence[StoredItem]) -> int | None:
    found = same_item(item, known, NOW)
    assert found is None or found in known
    backwards = same_item(item, list(reversed(known)), NOW)
    assert backwards == found  # never a matter of order
    return found.id if found else None


def kinds(item: Item) -> set[str]:
    return {key.kind for key in item.keys}


class TestKeys:
    def test_an_item_has_url_guid_and_title_keys_in_their_scopes(self) -> None:
        keys = make_item(link=LINK, guid="g-1").keys
        assert [(key.kind, key.scope, key.value) for key in keys] == [
            ("url", "", LINK),
            ("guid", "Harbour Ledger", "g-1"),
            ("title", "Harbour Ledger", "envoys leave lake city without a deal"),
        ]

    @pytest.mark.parametrize(
        "title", ["Live updates", "Morning briefing: Friday", "Newsround", "今日要闻", "?!"]
    )
    def test_titles_that_come_back_are_no_key(self, title: str) -> None:
        assert kinds(make_item(title, link=LINK)) == {"url"}

    @pytest.mark.parametrize(
        "title", [TITLE, "代表团抵达湖边酒店参加会谈", "Делегации прибыли на переговоры"]
    )
    def test_titles_of_four_words_are_a_key(self, title: str) -> None:
        assert "title" in kinds(make_item(title))

    def test_titles_are_equal_whatever_their_typography(self) -> None:
        spellings = [
            "Minister’s “last offer” – talks go on",
            "MINISTER'S 'last offer' - talks go on …",
            "  Ministers last\u00a0offer: talks go on",
        ]
        assert len({normalised_title(title) for title in spellings}) == 1

    def test_a_front_page_is_no_key(self) -> None:
        assert kinds(make_item(link="https://h.example/", guid="g")) == {"guid", "title"}

    def test_a_guid_that_is_a_link_counts_in_canonical_form(self) -> None:
        first = make_item("Live", guid="https://www.bbc.com/news/1#0").keys
        second = make_item("Live", guid="https://www.bbc.co.uk/news/1#3").keys
        assert first == second

    def test_there_is_always_a_key_and_it_tells_texts_apart(self) -> None:
        first = make_item("Live", summary="One thing.")
        second = make_item("Live", summary="Another thing.")
        assert len(first.keys) == len(second.keys) == 1
        assert first.keys != second.keys

    def test_long_values_are_hashed_so_that_an_index_can_hold_them(self) -> None:
        item = make_item("слово " * 80, link=f"{LINK}/{'x' * 3000}", guid="g" * 2000)
        assert kinds(item) == {"url", "guid", "title"}
        assert all(len(key.value.encode()) <= 512 for key in item.keys)
        other = make_item("слово " * 80, link=f"{LINK}/{'x' * 3001}", guid="g" * 1999)
        assert not {key for key in item.keys if key.kind != "title"} & set(other.keys)


class TestDocumentKeys:
    def test_a_url_under_different_titles_is_no_key(self) -> None:
        items = document_keys(
            [make_item(TITLE, link=LINK, guid="1"), make_item(OTHER, link=LINK, guid="2")]
        )
        assert [kinds(item) for item in items] == [{"guid", "title"}] * 2
        assert [item.canonical_url for item in items] == [None, None]
        assert [item.link for item in items] == [LINK, LINK]

    def test_a_constant_guid_is_no_key(self) -> None:
        items = document_keys(
            [make_item(TITLE, link=LINK, guid="x"), make_item(OTHER, link=f"{LINK}2", guid="x")]
        )
        assert [kinds(item) for item in items] == [{"url", "title"}] * 2
        assert [item.guid for item in items] == [None, None]

    def test_the_same_story_listed_twice_keeps_its_keys(self) -> None:
        twice = [make_item(TITLE, link=LINK), make_item(f"{TITLE}, again", link=LINK)]
        assert document_keys(twice) == tuple(twice)

    def test_an_item_left_without_keys_is_known_by_its_text(self) -> None:
        items = document_keys(
            [make_item("Live", link=LINK, summary="One."), make_item("Sport", link=LINK)]
        )
        assert all(len(item.keys) == 1 and item.keys[0].kind == "title" for item in items)
        assert items[0].keys != items[1].keys


class TestSameItem:
    def test_nothing_known_is_new(self) -> None:
        assert found_id(make_item(), []) is None

    @pytest.mark.parametrize("guid", ["g-1", "g-2", None])
    def test_the_same_url_is_the_same_item_whatever_the_guid(self, guid: str | None) -> None:
        known = [stored(make_item(link=LINK, guid="g-1"))]
        edited = make_item("Envoys leave Lake City, deal fails", link=LINK, guid=guid)
        assert found_id(edited, known) == 1

    def test_a_rewritten_title_under_the_same_url_is_the_same_item(self) -> None:
        known = [stored(make_item(link=LINK, guid="g-1"))]
        assert found_id(make_item(OTHER, link=LINK, guid="g-1"), known) == 1
        assert found_id(make_item(OTHER, link=LINK), known) == 1

    def test_a_live_page_reused_is_another_item(self) -> None:
        known = [stored(make_item(link=LINK, guid="g-1"))]
        assert found_id(make_item(OTHER, link=LINK, guid="g-2"), known) is None

    def test_an_edited_title_under_the_same_guid_is_the_same_item(self) -> None:
        known = [stored(make_item(link=LINK, guid="g-1"))]
        moved = make_item(f"{TITLE}, officials say", link="https://h.example/new", guid="g-1")
        assert found_id(moved, known) == 1

    def test_a_reused_guid_is_another_item(self) -> None:
        known = [stored(make_item(link=LINK, guid="g-1"))]
        assert found_id(make_item(OTHER, link="https://h.example/new", guid="g-1"), known) is None
        assert found_id(make_item(OTHER, guid="g-1"), known) is None

    def test_a_reused_guid_with_another_figure_is_another_item(self) -> None:
        known = [stored(make_item("Morning briefing from the lake: day 3 of talks", guid="g"))]
        later = make_item("Morning briefing from the lake: day 4 of talks", guid="g")
        assert found_id(later, known) is None

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("https://h.example/n/414800/talks-open", "https://h.example/n/414800/as-it-happened"),
            ("https://h.example/talks-20220113-p54mfx.html", "https://h.example/deal-20220114-p54mfx.html"),
        ],
    )  # fmt: skip
    def test_a_page_keeps_its_number_when_its_headline_changes(self, old: str, new: str) -> None:
        known = [stored(make_item(link=old, guid="g-1"))]
        assert found_id(make_item(OTHER, link=new, guid="g-1"), known) == 1
        assert found_id(make_item(OTHER, link=new, guid="g-2"), known) is None

    def test_a_day_in_the_address_is_no_number_of_a_page(self) -> None:
        known = [stored(make_item(link="https://h.example/20220114/a", guid="g"))]
        other = make_item(OTHER, link="https://h.example/20220114/b", guid="g")
        assert found_id(other, known) is None

    def test_the_outlets_same_title_is_the_same_item_for_three_days(self) -> None:
        known = [stored(make_item(link=LINK, guid="a"), seen=NOW - timedelta(days=2, hours=23))]
        renewed = make_item(link="https://h.example/2", guid="b")
        assert found_id(renewed, known) == 1
        older = [stored(make_item(link=LINK, guid="a"), seen=NOW - timedelta(days=3, hours=1))]
        assert found_id(renewed, older) is None

    def test_when_it_was_told_counts_not_when_it_was_seen(self) -> None:
        told = NOW - timedelta(days=9)
        known = [stored(make_item(link=LINK, published_at=told), seen=NOW - timedelta(days=8))]
        again = make_item(link="https://h.example/2", published_at=told)
        assert found_id(again, known) == 1
        assert found_id(make_item(link="https://h.example/2", published_at=NOW), known) is None

    def test_another_outlets_title_or_guid_is_another_item(self) -> None:
        known = [stored(make_item(guid="g-1", outlet="River Desk"))]
        assert found_id(make_item(guid="g-1"), known) is None

    def test_another_outlets_listing_of_the_same_page_is_the_same_item(self) -> None:
        known = [stored(make_item(link=LINK, guid="g-1", outlet="River Desk"))]
        assert found_id(make_item(link=f"{LINK}?utm_source=x"), known) == 1

    def test_a_short_title_alone_is_another_item_unless_the_text_is_the_same(self) -> None:
        known = [stored(make_item("Live updates", summary="One."), seen=NOW - timedelta(days=9))]
        assert found_id(make_item("Live updates", summary="Two."), known) is None
        assert found_id(make_item("Live updates", summary="One."), known) == 1

    def test_an_undated_text_without_ids_stays_itself_however_long_it_is_served(self) -> None:
        known = [stored(make_item(summary="Same."), seen=NOW - timedelta(days=30))]
        assert found_id(make_item(summary="Same."), known) == 1

    def test_of_several_the_one_with_most_in_common_is_meant(self) -> None:
        known = [
            stored(make_item(OTHER, link=LINK, guid="g-1"), 1),
            stored(make_item(link=LINK, guid="g-2"), 2),
        ]
        assert found_id(make_item(link=LINK, guid="g-2"), known) == 2
        assert found_id(make_item(link=LINK), known) == 2
        assert found_id(make_item(OTHER, link=LINK), known) == 1

    def test_where_guid_and_url_point_apart_both_are_kept(self) -> None:
        known = [
            stored(make_item("Envoys leave Lake City with no deal", link=LINK, guid="a"), 1),
            stored(
                make_item("Envoys leave Lake City as deal fails", link=f"{LINK}/2", guid="b"), 2
            ),
        ]
        contradiction = make_item("Envoys leave Lake City quietly", link=f"{LINK}/2", guid="a")
        assert found_id(contradiction, known) is None
        kept = [*known, stored(contradiction, 3)]
        assert found_id(contradiction, kept) == 3

    def test_equals_are_settled_by_the_latest(self) -> None:
        known = [
            stored(make_item(link=f"{LINK}/1"), 1, seen=NOW - timedelta(hours=5)),
            stored(make_item(link=f"{LINK}/2"), 2, seen=NOW - timedelta(hours=4)),
        ]
        assert found_id(make_item(link=f"{LINK}/3"), known) == 2

    def test_no_storm_when_every_guid_changes_at_once(self) -> None:
        titles = [f"Story about harbour matter number {n} of today" for n in range(50)]
        known = [
            stored(make_item(t, link=f"https://h.example/{i}", guid=f"old-{i}"), i)
            for i, t in enumerate(titles)
        ]
        for i, title in enumerate(titles):
            renewed = make_item(title, link=f"https://h.example/{i}", guid=f"new-{i}")
            assert found_id(renewed, known) == i
            moved = make_item(title, link=f"https://new.example/{i}", guid=f"new-{i}")
            assert found_id(moved, known) == i


class TestIsEdit:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (TITLE, TITLE.upper()),
            ("Talks go on", "Talks  go\u00a0on…"),
            ("“Last offer” – talks go on", "'Last offer' - talks go on."),
            ("Minister's offer", "Minister’s offer"),
            ("Talks go on. Updated 5 minutes ago", "Talks go on. Updated 2 hours ago"),
            ("Talks go on in Lake City for a third day", "Talks go on in Lake"),
            ("Talks go on in Lake City for a third day", "Talks go on in La…"),
            ("Talks go on", ""),
        ],
    )
    def test_looks_and_lost_text_are_no_edit(self, before: str, after: str) -> None:
        old, new = make_item(summary=before), make_item(summary=after)
        assert not is_edit(old, new)
        assert not is_edit(make_item(content=before), make_item(content=after))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Five hurt in blast", "Seven hurt in blast"),
            ("5 hurt in blast", "7 hurt in blast"),
            ("Talks go on", "Talks go on into the night"),
            ("Talks go o…", "Talks go on into the night"),
            ("", "Now there is a text"),
            ("Talks fail", "Talks fa… and resume"),
            ("Talks fail in the city", "Leaders meet in…"),
        ],
    )
    def test_other_words_are_an_edit(self, before: str, after: str) -> None:
        assert is_edit(make_item(summary=before), make_item(summary=after))
        assert is_edit(make_item(content=before), make_item(content=after))

    def test_a_new_title_is_an_edit_and_other_fields_are_not(self) -> None:
        assert is_edit(make_item(), make_item(OTHER))
        assert not is_edit(make_item(guid="a", link=LINK), make_item(guid="b", published_at=NOW))


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        ("Envoys leave - Harbour Ledger", "Envoys leave"),
        ("Envoys leave | HARBOUR ledger", "Envoys leave"),
        ("Envoys leave – after a day — Harbour Ledger", "Envoys leave – after a day"),
        ("Envoys leave - River Desk", "Envoys leave - River Desk"),
        ("Harbour Ledger", "Harbour Ledger"),
        (" - Harbour Ledger", " - Harbour Ledger"),
        ("Envoys-Harbour Ledger", "Envoys-Harbour Ledger"),
    ],
)
def test_the_outlets_name_is_stripped_from_a_titles_end(title: str, stripped: str) -> None:
    assert without_outlet(title, ("Harbour Ledger", "")) == stripped


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        (TITLE, TITLE, 1.0, 1.0),
        (TITLE, f"{TITLE}, officials say after a long night", 1.0, 1.0),
        (TITLE, OTHER, 0.0, 0.1),
        ("Live updates", "Live updates from the talks today", 0.3, 0.4),
        ("代表团抵达湖边酒店", "代表团抵达湖边酒店参加会谈", 0.9, 1.0),
        ("代表团抵达湖边酒店", "股市今日大幅上涨", 0.0, 0.1),
        ("", TITLE, 0.0, 0.0),
    ],
)
def test_similarity_of_titles(one: str, other: str, least: float, most: float) -> None:
    assert least <= title_similarity(one, other) <= most
    assert title_similarity(one, other) == title_similarity(other, one)
