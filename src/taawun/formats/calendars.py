# SPDX-License-Identifier: Apache-2.0
"""Meetings as an iCalendar file that the calendars of others read (RFC 5545), with the time of each party (§80.115).

An event names the zone of its own hours and carries the rules of every zone that is given; its description says the
hours in each, because a reader may sit in either capital. Nothing but title, hours and place is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

PRODUCT: Final = "-//Taawun//taawun 1//EN"
MEDIA: Final = "text/calendar; charset=utf-8"
RULES_FROM: Final = date(2020, 1, 1)
RULES_UNTIL: Final = date(2038, 1, 1)
"""The years for which the rules of a zone are written out."""
REFRESH: Final = timedelta(hours=6)
"""How often a calendar may ask again."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: `begins` is aware, in the zone of its own hours; `changed` is when it was last said.

    One that is `tentative` is proposed, and not yet agreed by both sides.
    """

    uid: str
    title: str
    begins: datetime
    lasts: timedelta
    place: str
    changed: datetime
    number: int = 0
    cancelled: bool = False
    tentative: bool = False

    @property
    def status(self) -> str:
        """Return how far it is, in the words of RFC 5545."""
        return "CANCELLED" if self.cancelled else "TENTATIVE" if self.tentative else "CONFIRMED"


def write(name: str, meetings: Sequence[Meeting], zones: Sequence[str]) -> bytes:
    """Return an iCalendar file of meetings; `zones` are the names of the parties' zones, as Asia/Karachi."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for zone in zones:
        calendar.add_component(_rules(zone))
    for meeting in meetings:
        calendar.add_component(_event(meeting, zones))
    return bytes(calendar.to_ical())


def hours(meeting: Meeting, zones: Sequence[str]) -> tuple[tuple[str, datetime, datetime], ...]:
    """Return the name of each zone with the beginning and the end of a meeting there."""
    ends = meeting.begins + meeting.lasts
    return tuple((zone, meeting.begins.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone))) for zone in zones)


def _event(meeting: Meeting, zones: Sequence[str]) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", meeting.changed)
    event.add("sequence", meeting.number)
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.begins)
    event.add("dtend", meeting.begins + meeting.lasts)
    event.add("location", meeting.place)
    event.add("status", meeting.status)
    lines = (f"{first:%Y-%m-%d %H:%M}–{last:%H:%M} {zone}" for zone, first, last in hours(meeting, zones))
    event.add("description", "\n".join(lines))
    return event


@cache
def _rules(zone: str) -> Timezone:
    return Timezone.from_tzid(zone, first_date=RULES_FROM, last_date=RULES_UNTIL)
