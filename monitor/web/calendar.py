"""Meetings as iCalendar (RFC 5545): values in, bytes out. Pure.

A meeting is known by its days, so every entry is of whole days, whatever the reader's zone. An
entry keeps its identity for ever; ``SEQUENCE`` counts changes of its schedule, ``LAST-MODIFIED``
says when anything told of it last changed, and so does ``DTSTAMP``: one state of the calendar is
one text, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from icalendar import Calendar, Event

from monitor.model import MeetingStatus
from monitor.pipeline.meeting_calendar import CalendarMeeting
from monitor.store.calendar import EntryVersion, Prints

CONTENT_TYPE = "text/calendar; charset=utf-8"

REFRESH = timedelta(hours=1)
"""How often calendar programs are asked to look again."""

FORMAT = 1
"""Counts changes of how the same meetings are written."""

_UID_HOST = "meetings.event-monitor"
_STATES: Mapping[MeetingStatus, tuple[str, str]] = {
    MeetingStatus.EXPECTED: ("CONFIRMED", ""),
    MeetingStatus.UNDER_WAY: ("CONFIRMED", ""),
    MeetingStatus.HELD: ("CONFIRMED", ""),
    MeetingStatus.POSTPONED: ("TENTATIVE", "Postponed: "),
    MeetingStatus.CANCELLED: ("CANCELLED", "Cancelled: "),
    MeetingStatus.FAILED: ("CONFIRMED", ""),
    MeetingStatus.AGREED: ("CONFIRMED", ""),
}
"""What iCalendar calls each status (a failed meeting was held), and what its title begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One entry as it is told. ``last``: the last day, included."""

    meeting_id: str
    title: str
    first: date
    last: date
    status: str
    place: str
    text: str
    url: str

    @property
    def prints(self) -> Prints:
        """Hashes of its schedule and of all it says."""
        schedule = (self.first, self.last, self.status, self.place)
        return Prints(schedule=_hash(schedule), content=_hash(asdict(self)))


def entries(meetings: Sequence[CalendarMeeting], *, public_url: str) -> list[CalendarEntry]:
    """The entries of meetings that have a day. ``public_url``: where links lead; "" for none."""
    return [_entry(one, *one.days, public_url) for one in meetings if one.days is not None]


def write_calendar(entries: Sequence[CalendarEntry], versions: Mapping[str, EntryVersion]) -> bytes:
    """The calendar as a file, or as what calendar programs subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", "-//event-monitor//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Meetings")
    calendar.add("x-wr-calname", "Meetings")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        version = versions[entry.meeting_id]
        event = Event()
        event.add("uid", f"{entry.meeting_id}@{_UID_HOST}")
        event.add("dtstamp", version.changed_at)
        event.add("last-modified", version.changed_at)
        event.add("sequence", version.sequence)
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))  # the day after the last one
        event.add("summary", entry.title)
        event.add("status", entry.status)
        event.add("transp", "TRANSPARENT")  # it is news, and takes none of the reader's time
        event.add("description", entry.text)
        if entry.place:
            event.add("location", entry.place)
        if entry.url:
            event.add("url", entry.url)
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def etag_of(entries: Sequence[CalendarEntry], versions: Mapping[str, EntryVersion]) -> str:
    """The entity tag of a calendar: known before it is written."""
    told = [(one.prints.content, asdict(versions[one.meeting_id])) for one in entries]
    return f'"{_hash((FORMAT, told))}"'


def _entry(meeting: CalendarMeeting, first: date, last: date, public_url: str) -> CalendarEntry:
    standing = meeting.standing
    status, begins = _STATES[standing.status]
    if standing.status is MeetingStatus.EXPECTED and first != last:
        status = "TENTATIVE"  # some day of a window
    return CalendarEntry(
        meeting_id=standing.id,
        title=_plain(f"{begins}{standing.title}"),
        first=first,
        last=last,
        status=status,
        place=_plain(standing.place),
        text="\n".join(_lines(meeting, public_url)),
        url=f"{public_url}/meetings#{standing.id}" if public_url else "",
    )


def _lines(meeting: CalendarMeeting, public_url: str) -> list[str]:
    standing = meeting.standing
    told = f", as of {standing.status_at:%d %b %Y, %H:%M} UTC" if standing.status_at else ""
    lines = [f"Status: {standing.status.value.replace('_', ' ')}{told}"]
    if meeting.participants:
        lines.append(_plain(f"Participants: {', '.join(meeting.participants)}"))
    if standing.topic:
        lines.append(_plain(f"Topic: {standing.topic}"))
    if standing.developments:
        lines.append("Latest developments:")
    for one in standing.developments:
        link = f" {public_url}/developments/{one.development_id}" if public_url else ""
        lines.append(f"- {_plain(one.title)}{link}")
    return lines


def _plain(text: str) -> str:
    """On one line, without control characters: the library escapes all that means something."""
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _hash(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
