from __future__ import annotations

from dataclasses import replace

from monitor.model import NoticeCode, Oddity
from monitor.store import Store, notices
from tests.store.builders import NOW, add_feed, after

ODD = Oddity(code=NoticeCode.NEW_IDS, subject="https://a.example/feed", text="40 of 40 items.")


def test_one_oddity_is_recorded_and_due_once(store: Store) -> None:
    with store.write() as session:
        feed_id = add_feed(session)
        assert notices.record_oddity(session, ODD, feed_id=feed_id, now=NOW)
        assert not notices.record_oddity(session, ODD, feed_id=feed_id, now=after(days=6.9))
        [due] = notices.due_notices(session, lock=True)
        assert (due.code, due.subject, due.text) == (ODD.code, ODD.subject, ODD.text)
        notices.mark_told(session, due.id, None)
        assert notices.due_notices(session) == []
        assert notices.record_oddity(session, ODD, feed_id=feed_id, now=after(days=7.1))
        assert len(notices.due_notices(session)) == 1


def test_one_kind_is_told_once_however_many_feeds_show_it(store: Store) -> None:
    with store.write() as session:
        for number in range(5):
            oddity = replace(ODD, subject=f"https://{number}.example/feed")
            assert notices.record_oddity(session, oddity, feed_id=None, now=after(minutes=number))
        other = replace(ODD, code=NoticeCode.CLOCK, subject="")
        assert notices.record_oddity(session, other, feed_id=None, now=after(minutes=9))
        assert [one.code for one in notices.due_notices(session)] == [ODD.code, other.code]
        latest = notices.list_notices(session, limit=3)
        assert [one.created_at for one in latest] == [after(minutes=m) for m in (9, 4, 3)]
        assert len(notices.list_notices(session, limit=9, since=after(minutes=4))) == 2
