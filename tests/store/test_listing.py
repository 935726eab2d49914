"""Lists in pages, on either database: whole, in order, by what was asked for."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import (
    AlertKind,
    AlertState,
    DeliveryState,
    DevelopmentState,
    Severity,
    Signature,
    Step,
)
from monitor.store import Store, hits, listing, silences
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store.filters import FilterKind
from monitor.store.listing import AlertFilter, DevelopmentFilter
from tests.store.builders import (
    NOW,
    add_development,
    add_hit_item,
    add_item,
    after,
    decide,
    make_alert,
    make_hit,
)

ALL = DevelopmentFilter()


def of(**named: str) -> DevelopmentFilter:
    return DevelopmentFilter(named={FilterKind(kind): value for kind, value in named.items()})


def test_developments_by_each_trait_and_by_several(store: Store) -> None:
    with store.write() as session:
        first, _ = add_development(session, "one")
        second, _ = add_development(session, "two", now=after(hours=1))
        stored = add_item(session, "three", now=after(hours=2), outlet="Outlet B")
        rare = [make_hit(stored.id, "rare", severity=Severity.LOW)]
        hits.replace_hits(session, stored.id, "r1", rare)
        telling = development_rows.telling_of(stored, rare)
        signature = Signature(actors=("sylvania",), meetings=("harbour",))
        opened = decide(signature=signature)
        third = development_rows.record_decision(session, telling, opened, now=NOW).id

        def ids(wanted: DevelopmentFilter) -> list[int]:
            return [one.id for one in listing.find_developments(session, wanted, limit=10)]

        assert ids(ALL) == [third, second, first]
        assert ids(of(rule="talks")) == ids(of(actor="freedonia")) == [second, first]
        assert ids(of(rule="rare")) == ids(of(meeting="harbour")) == [third]
        assert ids(of(outlet="Outlet B", rule="rare", severity="low")) == [third]
        assert ids(of(severity="high")) == [second, first]
        assert ids(of(severity="low")) == [third, second, first]
        assert ids(of(severity="critical")) == ids(of(rule="rare", actor="freedonia")) == []
        assert ids(DevelopmentFilter(state=DevelopmentState.OPEN, since=after(hours=1))) == [
            third,
            second,
        ]
        assert ids(replace(of(rule="talks"), until=after(hours=1))) == [first]
        assert ids(DevelopmentFilter(state=DevelopmentState.CLOSED)) == []


def test_a_development_that_changes_is_found_by_what_it_is_now(store: Store) -> None:
    with store.write() as session:
        first, item = add_development(session, "one")
        second, _ = add_development(session, "two", now=after(hours=1))
        telling = development_rows.telling_of(
            add_hit_item(session, "more", now=after(hours=3), outlet="Outlet C"), ()
        )
        joined = decide(Step.JOINED, first, signature=Signature(actors=("graustark",)))
        development_rows.record_decision(session, telling, joined, now=NOW)

        def ids(wanted: DevelopmentFilter) -> list[int]:
            return [one.id for one in listing.find_developments(session, wanted, limit=10)]

        assert ids(of(rule="talks")) == [first, second]
        assert ids(of(outlet="Outlet C")) == ids(of(actor="graustark")) == [first]
        assert ids(of(actor="freedonia")) == [second]
        moved = development_rows.decision_about(session, item)
        away = decide(Step.JOINED, second)
        told = development_rows.telling_of(moved.stored, [make_hit(item)])
        development_rows.record_decision(session, told, away, now=NOW)
        assert ids(of(outlet="Outlet A")) == [second]


def test_a_page_begins_after_the_last_row_of_the_one_before(store: Store) -> None:
    with store.write() as session:
        made = [add_development(session, f"{n}")[0] for n in range(5)]  # all told at one moment
        made += [add_development(session, f"later {n}", now=after(hours=n + 1))[0] for n in (0, 1)]
    for wanted in (ALL, of(rule="talks")):
        found: list[int] = []
        last = None
        with store.read() as session:
            while page := listing.find_developments(session, wanted, limit=2, after=last):
                found += [one.id for one in page]
                last = (page[-1].last_told_at, page[-1].id)
        assert found == made[::-1]


def test_items_hits_and_tellings_in_pages(store: Store) -> None:
    with store.write() as session:
        development, first = add_development(session, "one")
        for name in ("two", "three"):
            stored = add_hit_item(session, name)
            telling = development_rows.telling_of(stored, [make_hit(stored.id)])
            joined = decide(Step.JOINED, development)
            development_rows.record_decision(session, telling, joined, now=NOW)
        ids = [first, first + 1, first + 2][::-1]
        assert [one.id for one in listing.find_items(session, limit=9)] == ids
        assert [one.id for one in listing.find_items(session, limit=1, after=ids[0])] == ids[1:2]
        assert listing.find_items(session, limit=9, feed_id=99) == []
        found = listing.find_hits(session, limit=9, rule_id="talks")
        assert [one.item_id for one in found] == ids
        key = (found[0].created_at, found[0].item_id, found[0].rule_id)
        assert listing.find_hits(session, limit=9, after=key) == found[1:]
        assert listing.find_hits(session, limit=9, rule_id="other") == []
        page = development_rows.decisions_after(session, development, limit=2)
        assert [one.stored.id for one in page] == ids[:2]
        key_of = (page[-1].stored.told_at, page[-1].stored.id)
        rest = development_rows.decisions_after(session, development, limit=2, after=key_of)
        assert [one.stored.id for one in rest] == ids[2:]


def test_alerts_by_each_filter_and_those_that_went_out(store: Store) -> None:
    with store.write() as session:
        development, item = add_development(session)
        plain = make_alert("msg_a", development, item)
        later = replace(plain, id="msg_b", created_at=after(minutes=1), kind=AlertKind.UPDATE)
        muted = replace(plain, id="msg_c", state=AlertState.MUTED, severity=Severity.LOW)
        waited = replace(plain, id="msg_d", settled_at=after(minutes=5))
        for one in (plain, later, muted, waited):
            alert_rows.add_alert(session, one, ["desk"])

        def ids(**wanted: object) -> list[str]:
            wish = AlertFilter(**wanted)  # type: ignore[arg-type]
            return [one.id for one in listing.find_alerts(session, wish, limit=9)]

        assert ids() == ids(development_id=development) == ["msg_b", "msg_d", "msg_c", "msg_a"]
        assert ids(state=AlertState.MUTED) == ids(severity=Severity.LOW) == ["msg_c"]
        assert ids(kind=AlertKind.UPDATE) == ids(since=after(seconds=1)) == ["msg_b"]
        assert ids(until=NOW) == ids(development_id=99) == []
        rest = listing.find_alerts(session, AlertFilter(), limit=9, after=(NOW, "msg_d"))
        assert [one.id for one in rest] == ["msg_c", "msg_a"]
        out = listing.released_alerts(session, since=after(seconds=1), limit=9)
        assert [one.id for one in out] == ["msg_b", "msg_d"]
        assert len(listing.released_alerts(session, since=NOW, limit=9)) == 3


def test_deliveries_and_silences_in_pages(store: Store) -> None:
    with store.write() as session:
        development, item = add_development(session)
        for name in ("msg_a", "msg_b"):
            alert_rows.add_alert(session, make_alert(name, development, item), ["desk", "pager"])
        whole = listing.find_deliveries(session, limit=9)
        assert [one.id for one in whole] == sorted((one.id for one in whole), reverse=True)
        assert listing.find_deliveries(session, limit=9, after=whole[1].id) == whole[2:]
        assert len(listing.find_deliveries(session, limit=9, endpoint_id="desk")) == 2
        assert len(listing.find_deliveries(session, limit=9, alert_id="msg_a")) == 2
        assert listing.find_deliveries(session, limit=9, state=DeliveryState.PENDING) == whole
        assert listing.find_deliveries(session, limit=9, state=DeliveryState.DELIVERED) == []
        assert delivery_rows.get_delivery(session, whole[0].id) == whole[0]
        made = [
            silences.add_silence(
                session, rule_id=None, starts_at=NOW, ends_at=after(hours=n), author="a", comment=""
            )
            for n in (1, 2, 3)
        ]
        assert listing.find_silences(session, limit=2) == made[:0:-1]
        assert listing.find_silences(session, limit=2, after=made[1].id) == made[:1]
        assert silences.get_silence(session, made[0].id) == made[0]
        assert silences.get_silence(session, 99) is None
