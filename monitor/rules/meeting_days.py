"""When a meeting is looked for in the news, and when it is near. Pure.

Participants and a meeting word are met again years later: without an end, a meeting long past
would be told as the one that today's item is about.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from monitor.model import Meeting, RuleSet

DAYS_LOOKED_FOR_BEFORE = 90
"""A meeting is recognised from this many days before its first day: talks of states are seldom
announced with their day more than a season ahead."""

DAYS_LOOKED_FOR_AFTER = 21
"""Until this many days after its last day, both included: what talks brought is news for some
weeks, and the same participants hardly meet again for other talks within them."""

DAYS_BEFORE_MEETING = 2
"""From this many days before a meeting's first day its rules weigh one step more."""

DAYS_AFTER_MEETING = 2
"""Until this many days after its last day, both included."""


def absence(meeting: Meeting, day: date) -> str:
    """Why the meeting is not looked for in an item of ``day``, or an empty text where it is.

    A meeting without a date is always looked for.
    """
    if meeting.start is None or meeting.end is None:
        return ""
    ahead, ago = (meeting.start - day).days, (day - meeting.end).days
    if ahead > DAYS_LOOKED_FOR_BEFORE:
        return f"the meeting was still {_span(ahead)} ahead"
    if ago > DAYS_LOOKED_FOR_AFTER:
        return f"the meeting was over {_span(ago)} ago"
    return ""


def past_meetings(rule_set: RuleSet, today: date) -> tuple[Meeting, ...]:
    """The meetings so long past that no item of ``today`` (UTC) can match them any more."""
    return tuple(
        meeting
        for meeting in rule_set.meetings
        if meeting.end is not None and meeting.end < today and absence(meeting, today)
    )


def is_near(meeting: Meeting, now: datetime) -> bool:
    """Whether ``now`` (its UTC day) is within the window around the meeting."""
    if meeting.start is None or meeting.end is None:
        return False
    today = now.astimezone(UTC).date()
    return (
        meeting.start - timedelta(days=DAYS_BEFORE_MEETING)
        <= today
        <= meeting.end + timedelta(days=DAYS_AFTER_MEETING)
    )


def _span(days: int) -> str:
    """A number of days in the largest unit of which there are at least two."""
    for unit, length in (("years", 365.2425), ("months", 30.44)):
        if days >= 2 * length:
            return f"{int(days / length)} {unit}"
    return f"{days} days"
