# SPDX-License-Identifier: Apache-2.0
"""The Hijri day beside the Gregorian one: in the reader's words, in Western digits, and silent outside its tables."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from taawun.apps.ui import calendars
from taawun.apps.ui.templatetags import desk

DAYS = {
    "a day of November in English": ("en", date(2026, 11, 22), "12 Jumada II 1448 AH"),
    "the same day in Arabic": ("ar", date(2026, 11, 22), "12 جمادى الآخرة 1448 هـ"),
    "the same day in Urdu": ("ur", date(2026, 11, 22), "12 جمادی الثانی 1448 ھ"),
    "the first day of a year": ("en", date(2026, 6, 16), "1 Muharram 1448 AH"),
    "the first day of the tables": ("en", calendars.FIRST, "1 Muharram 1343 AH"),
    "the last day of the tables": ("en", calendars.LAST, "30 Dhu al-Hijjah 1500 AH"),
    "a day before the tables": ("en", date(1924, 7, 31), ""),
    "a day after the tables": ("en", date(2077, 11, 17), ""),
}


@pytest.mark.parametrize(("code", "day", "said"), DAYS.values(), ids=DAYS)
def test_a_day_has_its_hijri_date(code, day, said) -> None:
    with translation.override(code):
        assert calendars.hijri(day) == said


def test_a_legal_day_names_its_hijri_date_when_asked() -> None:
    with translation.override("en"):
        assert 'title="12 Jumada II 1448 AH"' in desk.day(date(2026, 11, 22))


def test_a_moment_belongs_to_the_day_of_the_readers_zone() -> None:
    late = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    with translation.override("en"), timezone.override("Asia/Karachi"):
        assert "12 Jumada II" in desk.hijri(late)
    with translation.override("en"), timezone.override("UTC"):
        assert "11 Jumada II" in desk.hijri(late)
