"""What a calendar is told: that there is a reminder on a day, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from icalendar import Calendar, Event

from tracker import clock

ENTRY = "Reminder"


def calendar_of(link_id: uuid.UUID, days: Iterable[date]) -> bytes:
    """Write days down as a calendar file: one entry a day, however much it is about.

    Calendars are kept on other people's servers and shown on locked screens. The same day has the same mark each time, so that
    a calendar does not show it twice.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Tracker//Reminders//EN")
    calendar.add("version", "2.0")
    for day in days:
        entry = Event()
        entry.add("uid", str(uuid.uuid5(link_id, day.isoformat())))
        entry.add("dtstamp", clock.now())
        entry.add("dtstart", day)
        entry.add("summary", ENTRY)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
