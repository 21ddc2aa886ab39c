# SPDX-License-Identifier: Apache-2.0
"""Dates as people and spreadsheets write them, in three scripts."""

from datetime import date, datetime

import pytest

from taawun.engines.matching import PartialDate, parse_date
from taawun.engines.matching.births import (
    CALENDAR,
    FAR,
    NEAR,
    ONE_OFF,
    SAME,
    SAME_YEAR,
    SWAPPED,
    WITHIN,
    birth_evidence,
)
from taawun.engines.matching.dates import from_row, pack, to_row
from taawun.engines.matching.rowdates import UNKNOWN, key_of, row_keys
from taawun.kernel.errors import BadDate

READ = {
    "ISO": ("1985-04-03", "1985-04-03"),
    "ISO with a time": ("1985-04-03T00:00:00", "1985-04-03"),
    "year": ("1985", "1985"),
    "year and month": ("1973-12", "1973-12"),
    "a day that is not known": ("1985-00-00", "1985"),
    "day first": ("13/04/1985", "1985-04-13"),
    "month first beyond doubt": ("04/13/1985", "1985-04-13"),
    "range in words": ("between 1960 and 1965", "1960-01-01/1965-12-31"),
    "range of years": ("1960-1965", "1960-01-01/1965-12-31"),
    "range in Arabic": ("بين 1960 و 1965", "1960-01-01/1965-12-31"),
    "about": ("circa 1970", "1970~"),
    "about, a range": ("Approximately 1962-1965", "1962-01-01/1965-12-31~"),
    "Arabic digits": ("١٩٨٥/٠٤/١٣", "1985-04-13"),
    "Arabic month": ("٣ أبريل ١٩٨٥", "1985-04-03"),
    "Levantine month": ("5 تشرين الأول 1970", "1970-10-05"),
    "Urdu month and digits": ("۳ اپریل ۱۹۸۵", "1985-04-03"),
    "English month": ("April 3rd, 1985", "1985-04-03"),
    "serial number": ("31138", "1985-04-01"),
    "serial number as a float": ("31138.0", "1985-04-01"),
    "Excel's short year": ("3-Apr-85", "1985-04-03"),
    "Excel's month": ("Apr-85", "1985-04"),
    "Excel's power of ten": ("1.9850403E7", "1985-04-03"),
    "no separators": ("19850403", "1985-04-03"),
    "weekday": ("Wed, 3 Apr 1985", "1985-04-03"),
    "Hijri day": ("12 رمضان 1405", "1985-05-31"),
    "Hijri with its sign": ("12/06/1405 هـ", "1985-03-03"),
    "bidi marks": ("\u200f1985-04-03\u200e", "1985-04-03"),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_a_date_is_read_as_it_was_meant(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


REFUSED = {
    "a name": ("Muhammad Ali", "letters"),
    "an Arabic name": ("محمد علي", "letters"),
    "an Urdu name": ("گلناز بیگم", "letters"),
    "nothing": ("  ", "empty"),
    "a narrow column": ("########", "narrow"),
    "a lost year": ("3-Apr", "no year"),
    "no such day": ("1985-02-30", "no such day"),
    "no such month": ("1985-13-13", "month"),
    "another number": ("123456789", "length"),
    "a long text": ("1985" * 40, "too long"),
    "a year out of reach": ("1066", "year"),
    "an end before its start": ("between 1965 and 1960", "ends before"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(BadDate, match=reason):
        parse_date(text)


def test_the_doubt_about_day_and_month_is_kept() -> None:
    assert parse_date("03/04/1985").swap
    assert not parse_date("13/04/1985").swap
    assert not parse_date("04/04/1985").swap


def test_spreadsheets_give_dates_and_numbers_too() -> None:
    assert str(parse_date(date(1985, 4, 3))) == "1985-04-03"
    assert str(parse_date(datetime(1985, 4, 3, 12))) == "1985-04-03"  # noqa: DTZ001 - as openpyxl gives it
    assert str(parse_date(31138.0)) == "1985-04-01"


def test_a_hijri_year_is_the_span_it_covers() -> None:
    found = parse_date("1405")
    assert (found.calendar, found.earliest, found.latest) == ("hijri", (1984, 9, 26), (1985, 9, 14))


MANY = [parse_date(text) for text, _ in READ.values()]


@pytest.mark.parametrize("found", MANY, ids=[str(one) for one in MANY])
def test_a_stored_date_is_the_same(found: PartialDate) -> None:
    assert from_row(to_row(found)) == found


COMPARED = {
    "same day": ("1985-04-03", "1985-04-03", SAME),
    "day and month swapped": ("1985-04-03", "1985-03-04", SWAPPED),
    "calendars two days apart": ("1985-04-03", "14/07/1405", CALENDAR),
    "year that holds the day": ("1985", "1985-04-03", WITHIN),
    "about": ("circa 1970", "1971-05-05", WITHIN),
    "range": ("between 1960 and 1965", "1962", WITHIN),
    "one digit of the day": ("1985-04-03", "1985-04-13", ONE_OFF),
    "a year off": ("1985-04-03", "1986-04-03", ONE_OFF),
    "years beside each other": ("1985", "1986", NEAR),
    "another day of the year": ("1985-04-03", "1985-11-20", SAME_YEAR),
    "far": ("1985-04-03", "1950-01-02", FAR),
}


@pytest.mark.parametrize(("one", "other", "code"), COMPARED.values(), ids=COMPARED)
def test_two_births_say_how_they_agree(one: str, other: str, code: int) -> None:
    a, b = pack(parse_date(one)), pack(parse_date(other))
    assert birth_evidence(*a, *b)[0] == code
    assert birth_evidence(*a, *b) == birth_evidence(*b, *a)


def test_rows_of_a_year_stand_together() -> None:
    keys = [key_of(1985, 0, 0), key_of(1985, 1, 0), key_of(1985, 1, 1), key_of(1985, 12, 31), key_of(1986, 0, 0)]
    assert keys == sorted(set(keys))
    assert row_keys(()) == (UNKNOWN,)
    assert row_keys((parse_date("1960-1975"),)) == (UNKNOWN,)
    assert len(row_keys((parse_date("1960-1961"), parse_date("1985-04-03")))) == 3
