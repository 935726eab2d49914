from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import col

from monitor.store import Store, feeds, polls
from monitor.store.polls import KEPT_POLLS
from monitor.store.tables import PollRow
from tests.store.builders import NOW, after, source
from tests.store.visiting import record


def test_the_latest_polls_of_each_feed_are_kept(store: Store) -> None:
    def stored(feed_id: int) -> int:
        query = select(func.count()).select_from(PollRow)
        return session.scalar(query.where(col(PollRow.feed_id) == feed_id)) or 0

    with store.write() as session:
        one, two = (feeds.add_feed(session, source(name), NOW) for name in "ab")
        # Half-way the clock is set back: those polls seem older, and are the latest still.
        for number in range(KEPT_POLLS + 2):
            started_at = after(minutes=number if number < 100 else number - 9000)
            record(session, one.id, started_at=started_at, items=number)
            if number < 3:
                record(session, two.id, items=number)
        assert (stored(one.id), stored(two.id)) == (KEPT_POLLS, 3)
        kept = {poll.items for poll in polls.recent_polls(session, one.id, 999)}
        assert kept == set(range(2, KEPT_POLLS + 2))
        assert feeds.list_feeds(session)[0].polls == KEPT_POLLS + 2
