# SPDX-License-Identifier: Apache-2.0
"""What one text of a cell says: a date, a country, a sex, a kind, nothing at all. Files repeat themselves, so the
answers are remembered.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from taawun.engines.matching.dateparse import parse_date
from taawun.engines.matching.dates import Calendar, PartialDate
from taawun.formats import countries
from taawun.formats.people.rows import Reason
from taawun.kernel.errors import BadDate

REMEMBERED: Final = 1 << 16
"""Texts whose meaning is remembered."""
DATE_LETTERS: Final = 30
"""Letters beyond which a text that stands where a name belongs is not looked at as a date."""

KINDS: Final = {
    "person": "person individual human man woman natural passenger crew شخص فرد انسان شخصية",
    "organisation": "organisation organization entity company legalentity publicbody group firm bank شركة منظمة كيان "
    "مؤسسة جماعة ادارہ کمپنی تنظیم جماعت",
    "vessel": "vessel ship boat dhow tanker سفينة قارب مركب جہاز کشتی",
    "place": "place port city مكان ميناء مقام بندرگاہ",
}
SEXES: Final = {
    "m": "m male man masculine mr ذكر ذکر رجل مرد مذكر",
    "f": "f female woman feminine mrs ms miss أنثى انثى انثی امرأة عورت خاتون مونث",
}
SIGNS: Final = frozenset("- -- --- . .. ... ? ?? / // 0 00/00/0000 0000-00-00 n/a #n/a".split())
"""What says nothing also where a name belongs, in lower case; NULL and NA are names of people."""
NOTHING: Final = SIGNS | frozenset(
    ("na", "n.a.", "n.a", "nil", "none", "null", "#null!", "nan", "unknown", "not available", "not known", "غير معروف",
     "غير متوفر", "لا يوجد", "مجهول", "نامعلوم", "معلوم نہیں", "دستیاب نہیں", "ندارد")
)  # fmt: skip
"""What says nothing anywhere else, in lower case."""
ERRORS: Final = frozenset(("#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!"))
"""What spreadsheets show where they could not compute."""

LETTER: Final = re.compile(r"[^\W\d_]")
DIGIT: Final = re.compile(r"\d")
_HOURS: Final = re.compile(r"\d{1,2}:\d\d(:\d\d)?(\.\d+)?")
_SHORTENED: Final = re.compile(r"\d+(\.\d*)?E\+\d+", re.IGNORECASE)


@lru_cache(REMEMBERED)
def date_of(text: str, calendar: Calendar = "gregorian") -> PartialDate | None:
    """Return the date that a text says, or None."""
    if _HOURS.fullmatch(text):
        return None
    try:
        return parse_date(_plain_day(text) or text, calendar=calendar)
    except BadDate:
        return None


def _plain_day(text: str) -> date | None:
    """Return the day of a text in the form most files have; anything else is for the reader of dates."""
    if len(text) != 10 or text[:2] not in ("19", "20") or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def why_no_date(text: str) -> Reason:
    """Return what is wrong with a text that is no date."""
    return Reason.NAME_IN_DATE if len(LETTER.findall(text)) > 2 and not DIGIT.search(text) else Reason.NOT_A_DATE


def is_date(text: str) -> bool:
    """Return whether a text that stands where a name belongs is a date. A number alone is no date there."""
    digits = len(DIGIT.findall(text)) if len(text) < DATE_LETTERS and not text.isdecimal() else 0
    return digits >= 4 and date_of(text) is not None


def is_shortened(number: str) -> bool:
    """Return whether a spreadsheet has written a number in short and lost its last digits."""
    return bool(_SHORTENED.fullmatch(number))


@lru_cache(REMEMBERED)
def country_of(text: str) -> str | None:
    """Return the code of a country or of what its nationals are called, or None."""
    return countries.of_national(text)


@lru_cache(REMEMBERED)
def sex_of(text: str) -> str | None:
    """Return m, f or None."""
    return _word(text, SEXES)


@lru_cache(REMEMBERED)
def kind_of(text: str) -> str | None:
    """Return person, organisation, vessel, place or None."""
    return _word(text, KINDS)


def _word(text: str, words: dict[str, str]) -> str | None:
    folded = text.casefold().strip(" .")
    return next((one for one, said in words.items() if folded in said.split()), None)
