from __future__ import annotations

from datetime import date, timedelta

from monitor.store import Store, feed_days, items
from tests.store.builders import NOW, add_feed, after, make_item


def test_new_items_are_counted_by_day_and_old_days_forgotten(store: Store) -> None:
    with store.write() as session:
        feed_id, other = add_feed(session, "a"), add_feed(session, "b")
        for number, moment in enumerate((NOW, after(hours=1), after(days=1))):
            new = [(make_item(f"n{number}"), False), (make_item(f"m{number}"), False)]
            items.insert_items(session, new, feed_id=feed_id, now=moment)
        again = [(make_item("n0"), False)]
        items.insert_items(session, again, feed_id=other, now=NOW)
        day = date(2026, 3, 4)
        found = feed_days.new_items_by_day(session, [feed_id, other], first=day)
        assert found == {feed_id: {day: 4, date(2026, 3, 5): 2}}
        feed_days.count_new_items(session, feed_id, NOW + feed_days.KEPT + timedelta(days=1), 1)
        kept = feed_days.new_items_by_day(session, [feed_id], first=day)[feed_id]
        assert kept == {date(2026, 3, 5): 2, day + feed_days.KEPT + timedelta(days=1): 1}
