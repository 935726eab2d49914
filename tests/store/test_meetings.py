from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import col

from monitor.model import MeetingStatus, RuleSet
from monitor.store import Store, meetings, rule_sets
from monitor.store.tables import MeetingRow
from tests.store.builders import NOW, add_development, after
from tests.store.test_rule_sets import MEETING
from tests.support.stored import meeting_statuses


def test_a_development_sets_where_a_meeting_stands(store: Store) -> None:
    with store.write() as session:
        rule_sets.record_rule_set(session, RuleSet(revision="r", meetings=(MEETING,)), NOW)
        development_id, _ = add_development(session)
        assert meetings.set_meeting_status(
            session, "harbour", MeetingStatus.UNDER_WAY, development_id, after(hours=1)
        )
        assert meeting_statuses(session) == {"harbour": MeetingStatus.UNDER_WAY}
        query = select(MeetingRow).where(col(MeetingRow.id) == "harbour")
        row = session.scalars(query).one()
        assert row.status == "expected"
        assert row.live_status_at == after(hours=1)
        assert row.live_development_id == development_id


def test_an_older_telling_never_sets_a_newer_status_back(store: Store) -> None:
    def tell(status: MeetingStatus, hours: float) -> bool:
        return meetings.set_meeting_status(session, "harbour", status, None, after(hours=hours))

    with store.write() as session:
        rule_sets.record_rule_set(session, RuleSet(revision="r", meetings=(MEETING,)), NOW)
        assert tell(MeetingStatus.UNDER_WAY, 2)
        assert not tell(MeetingStatus.POSTPONED, 1.99)
        assert meeting_statuses(session) == {"harbour": MeetingStatus.UNDER_WAY}
        assert tell(MeetingStatus.HELD, 2)
        assert not tell(MeetingStatus.UNDER_WAY, 1)
        assert meeting_statuses(session) == {"harbour": MeetingStatus.HELD}
        # A person's edit of the files ends what was told: from then on any telling counts.
        edited = replace(MEETING, status=MeetingStatus.CANCELLED)
        rule_sets.record_rule_set(session, RuleSet(revision="s", meetings=(edited,)), NOW)
        assert tell(MeetingStatus.EXPECTED, 1)
        assert meeting_statuses(session) == {"harbour": MeetingStatus.EXPECTED}


def test_a_meeting_that_is_not_known_is_left_out(store: Store) -> None:
    with store.write() as session:
        assert not meetings.set_meeting_status(session, "unknown", MeetingStatus.HELD, None, NOW)
        assert meeting_statuses(session) == {}


def test_of_each_meeting_the_last_told_developments_are_read(store: Store) -> None:
    with store.write() as session:
        rule_sets.record_rule_set(session, RuleSet(revision="r", meetings=(MEETING,)), NOW)
        ids = [add_development(session, f"n{number}")[0] for number in range(4)]
        for hours, development_id in zip((3, 1, 4, 2), ids, strict=True):
            meetings.note_meetings(
                session,
                ["harbour"],
                development_id=development_id,
                status=None,
                told_at=after(hours=hours),
            )
        [one] = meetings.list_meetings(session, latest=2)
        assert ([told.development_id for told in one.developments], one.more) == (
            [ids[2], ids[0]],
            True,
        )
        [one] = meetings.list_meetings(session, latest=4)
        assert (len(one.developments), one.more, one.topic) == (4, False, MEETING.topic)
