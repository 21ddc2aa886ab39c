# SPDX-License-Identifier: Apache-2.0
"""Meetings in the calendars of others: two libraries read what we write, with the hours of both capitals (§80.115)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from taawun.formats.calendars import Meeting, write

ZONES = ("Asia/Karachi", "Asia/Bahrain")
SAID = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)
MEETING = Meeting(
    uid="0192f5a0-0000-7000-8000-0000000000aa",
    title="Joint Working Group",
    begins=datetime(2025, 9, 26, 10, 0, tzinfo=ZoneInfo("Asia/Bahrain")),
    lasts=timedelta(minutes=90),
    place="Manama",
    changed=SAID,
)
MEETINGS = {
    "English": MEETING,
    "Arabic": replace(MEETING, title="فريق العمل المشترك؛ الأول, وفيه \\ شرطة", place="المنامة"),
    "Urdu": replace(
        MEETING, title="مشترکہ ورکنگ گروپ", place="اسلام آباد", begins=MEETING.begins.astimezone(ZoneInfo(ZONES[0]))
    ),
    "a long title": replace(MEETING, title="اجتماع " * 60),
    "a title of two lines": replace(MEETING, title="One\nBEGIN:VALARM"),
}


@pytest.mark.parametrize("meeting", MEETINGS.values(), ids=MEETINGS)
def test_two_libraries_read_the_same_meeting(meeting):
    data = write("Committee", [meeting], ZONES)
    (one,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    other = vobject.readOne(data.decode()).vevent
    assert str(one["summary"]) == other.summary.value == meeting.title
    assert one.decoded("dtstart") == other.dtstart.value == meeting.begins
    assert one.decoded("dtend") == other.dtend.value == meeting.begins + meeting.lasts
    assert str(one["location"]) == other.location.value == meeting.place
    assert str(one["uid"]) == other.uid.value == meeting.uid
    assert not one.subcomponents


def test_the_rules_and_the_hours_of_both_zones_are_in_the_file():
    calendar = icalendar.Calendar.from_ical(write("Committee", [MEETING], ZONES))
    assert [str(one["tzid"]) for one in calendar.walk("VTIMEZONE")] == list(ZONES)
    (event,) = calendar.walk("VEVENT")
    assert str(event["description"]).split("\n") == [
        "2025-09-26 12:00–13:30 Asia/Karachi",
        "2025-09-26 10:00–11:30 Asia/Bahrain",
    ]


STATUSES = {
    "agreed": (MEETING, "CONFIRMED"),
    "proposed and not agreed": (replace(MEETING, tentative=True), "TENTATIVE"),
    "cancelled before it was agreed": (replace(MEETING, tentative=True, cancelled=True), "CANCELLED"),
}


@pytest.mark.parametrize(("meeting", "status"), STATUSES.values(), ids=STATUSES)
def test_a_meeting_says_how_far_it_is(meeting, status):
    data = write("-", [meeting], ZONES)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["status"] == vobject.readOne(data.decode()).vevent.status.value == status


def test_an_empty_calendar_is_one():
    assert icalendar.Calendar.from_ical(write("-", [], ZONES)).walk("VEVENT") == []


def test_lines_are_folded_and_end_as_the_standard_says():
    data = write("Committee", [MEETINGS["a long title"]], ZONES)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
