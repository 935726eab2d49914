"""The meetings of the rules in force as a calendar tells them: days, people, rules, countdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.alerts.text import counted
from monitor.model import Rule, RuleSet
from monitor.pipeline.urgency import meetings_of
from monitor.store import meetings as meeting_rows
from monitor.store.engine import Session
from monitor.store.meetings import MeetingStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMeeting:
    """A meeting with the names of its participants, and the rules that look for it."""

    standing: MeetingStanding
    participants: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day; ``None`` where none is known."""
        first = self.standing.first_day or self.standing.last_day
        last = self.standing.last_day or first
        return None if first is None or last is None else (first, max(first, last))

    def countdown(self, today: date) -> str:
        """How far off it is."""
        first, last = self.days or (None, None)
        return countdown(first, last, today)


def read_calendar(session: Session, rules: RuleSet, *, latest: int) -> list[CalendarMeeting]:
    """The meetings, the earliest first, each with the ``latest`` developments that told it."""
    names = {actor.id: actor.name for actor in rules.actors}
    asking: dict[str, list[Rule]] = {}
    for rule in rules.rules:
        for meeting_id in dict.fromkeys(meetings_of(rule.condition)):
            asking.setdefault(meeting_id, []).append(rule)
    return [
        CalendarMeeting(
            standing=one,
            participants=tuple(names.get(actor, actor) for actor in one.participants),
            rules=tuple(asking.get(one.id, ())),
        )
        for one in meeting_rows.list_meetings(session, latest=latest)
    ]


def countdown(first: date | None, last: date | None, today: date) -> str:
    """How far off a meeting is: "in 3 days", "today", "day 2 of 3", "5 days ago"; "" undated."""
    first, last = first or last, last or first
    if first is None or last is None:
        return ""
    if today < first:
        return f"in {counted((first - today).days, 'day')}"
    if today > last:
        return f"{counted((today - last).days, 'day')} ago"
    days = (last - first).days + 1
    return "today" if days == 1 else f"day {(today - first).days + 1} of {days}"
