"""What a decision tells of a meeting: where it stands now, and an alert's reason that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitor.developments.signature import is_forward
from monitor.model import (
    AlertReason,
    Decision,
    Development,
    Meeting,
    MeetingStatus,
    ReasonCode,
    Step,
    Telling,
)
from monitor.store import meetings as meeting_rows
from monitor.store.engine import Session

_WORDS: Mapping[MeetingStatus, str] = {
    MeetingStatus.EXPECTED: "expected",
    MeetingStatus.UNDER_WAY: "has begun",
    MeetingStatus.HELD: "has been held",
    MeetingStatus.POSTPONED: "postponed",
    MeetingStatus.CANCELLED: "cancelled",
    MeetingStatus.FAILED: "ended without agreement",
    MeetingStatus.AGREED: "ended with an agreement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingNews:
    """A telling moved a meeting from where it stood."""

    meeting: Meeting
    before: MeetingStatus
    status: MeetingStatus

    @property
    def text(self) -> str:
        """Such as "Harbour talks in Portville: postponed (so far: expected)."."""
        so_far = self.before.value.replace("_", " ")
        return f"{_name(self.meeting)}: {_WORDS[self.status]} (so far: {so_far})."


def meeting_news(
    session: Session, decision: Decision, telling: Telling, meetings: Mapping[str, Meeting]
) -> MeetingNews | None:
    """What the decision says of the one meeting it is about, where that goes beyond what stands.

    Only a new development or an update says where a meeting stands, and only the status forward
    counts: a late preview does not make a held meeting an expected one again.
    """
    signature = decision.signature
    if decision.step not in {Step.NEW, Step.UPDATE} or signature.status is None:
        return None
    if decision.update is not None and decision.update.code is not ReasonCode.STATUS_CHANGED:
        return None
    of_telling = [one for one in signature.meetings if one in telling.meetings]
    meeting = meetings.get(of_telling[0]) if len(signature.meetings) == 1 and of_telling else None
    if meeting is None:
        return None
    before = meeting_rows.get_meeting_status(session, meeting.id) or meeting.status
    if not is_forward(before, signature.status):
        return None
    return MeetingNews(meeting=meeting, before=before, status=signature.status)


def named(decision: Decision, news: MeetingNews | None) -> Decision:
    """The decision with an update's sentence that names the meeting."""
    if news is None or decision.update is None:
        return decision
    update = replace(decision.update, text=news.text)
    text = decision.explanation.replace(decision.update.text, news.text)
    return replace(decision, update=update, explanation=text)


def first_report(reason: AlertReason, news: MeetingNews | None) -> AlertReason:
    """The reason of a first report, which says first where the meeting stands now."""
    if news is None or reason.code is not ReasonCode.FIRST_REPORT:
        return reason
    return replace(reason, text=f"{news.text} {reason.text}")


def follow_meetings(
    session: Session,
    development: Development,
    decision: Decision,
    telling: Telling,
    news: MeetingNews | None,
) -> None:
    """Note which meetings the development tells, and the new status of the one it moved."""
    moved = news is not None and meeting_rows.set_meeting_status(
        session, news.meeting.id, news.status, development.id, telling.told_at
    )
    for meeting_id in telling.meetings:
        mine = news is not None and moved and meeting_id == news.meeting.id
        own = decision.signature.status if len(decision.signature.meetings) == 1 else None
        meeting_rows.note_meetings(
            session,
            (meeting_id,),
            development_id=development.id,
            status=news.status if mine and news is not None else own,
            told_at=telling.told_at,
        )


def _name(meeting: Meeting) -> str:
    place = meeting.place
    if not place or place.casefold() in meeting.title.casefold():
        return meeting.title
    return f"{meeting.title} in {place}"
