# SPDX-License-Identifier: Apache-2.0
"""A day in the Hijri calendar (Umm al-Qura), in Western digits and the reader's language.

It stands beside the Gregorian day and never in its place: deadlines are legal days of the Gregorian calendar.
"""

from datetime import date
from typing import Final

from django.utils.translation import get_language
from hijridate import Gregorian

from taawun.apps.ui import languages

# The tables of Umm al-Qura begin and end on these days; another day has no Hijri date here.
FIRST: Final = date(1924, 8, 1)
LAST: Final = date(2077, 11, 16)
MONTHS: Final = {
    "en": (
        "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab", "Shaban", "Ramadan", "Shawwal",
        "Dhu al-Qadah", "Dhu al-Hijjah",
    ),
    "ar": (
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
        "ذو القعدة", "ذو الحجة",
    ),
    "ur": (
        "محرم", "صفر", "ربیع الاول", "ربیع الثانی", "جمادی الاول", "جمادی الثانی", "رجب", "شعبان", "رمضان", "شوال",
        "ذوالقعدہ", "ذوالحجہ",
    ),
}  # fmt: skip
ERA: Final = {"en": "AH", "ar": "هـ", "ur": "ھ"}


def hijri(day: date) -> str:
    """Return a day such as "12 Jumada II 1448 AH"; an empty text where the tables do not reach."""
    if not FIRST <= day <= LAST:
        return ""
    found = Gregorian(day.year, day.month, day.day).to_hijri()
    code = languages.find(get_language()).code
    return f"{found.day} {MONTHS[code][found.month - 1]} {found.year} {ERA[code]}"
