# SPDX-License-Identifier: Apache-2.0
"""Reading dates as people and spreadsheets write them; what cannot be read is refused with its reason.

Of 03/04/1985 the day comes first, as in both states, and the doubt is kept (`swap`). A year from 1300 to 1500 is
a Hijri year. Excel's serial numbers, its two-digit years and its lost years are known by their form.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from hijridate import Gregorian, Hijri

from taawun.engines.matching import date_words as words
from taawun.engines.matching.dates import LAST_YEAR, Calendar, Day, PartialDate
from taawun.kernel.errors import BadDate

MAX_TEXT: Final = 80
"""Letters of one date; a longer text is none."""

TWO_DIGITS_FROM: Final = 1930
"""Two-digit years stand for the hundred years from this one, as in Excel."""

EXCEL_EPOCH: Final = date(1899, 12, 30)
EXCEL_SERIALS: Final = range(10_000, 80_000)
"""Serial numbers taken for days: 1927 to 2119."""

HIJRI_YEARS: Final = range(1300, 1501)
"""Years that can only be Hijri ones: nobody alive was born then in the other calendar."""

_TABLE_FROM: Final = 1343  # the first year of the Umm al-Qura table; earlier ones are reckoned
_ALIASES: Final = str.maketrans({"–": "-", "—": "-", "−": "-", "،": ",", "۔": "."})
_NUMBERS: Final = re.compile(r"\d+")
_TIME: Final = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?(z|[+-]\d\d:?\d\d)?$")
_ORDINAL: Final = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_WEEKDAY: Final = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b,? ")
_YEARS: Final = re.compile(r"(\d{4})\s*[-/]\s*(\d{4})")


def parse_date(text: str | date | float, *, calendar: Calendar = "gregorian") -> PartialDate:
    """Return the date that a text, a spreadsheet's cell or its serial number says.

    Raises:
        BadDate: it says none; the detail says what was wrong, without repeating the text.
    """
    if isinstance(text, date):  # a datetime is one too
        return PartialDate(text.year, text.month, text.day)
    cleaned = _clean(str(text))
    about, cleaned = _about(cleaned)
    ends = _ends(cleaned)
    if ends is not None:
        first, last = (_one(end, calendar) for end in ends)
        return _range(first, last, approximate=about)
    found = _one(cleaned, calendar)
    return _marked(found) if about else found


def _clean(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise BadDate("It is too long for a date.")
    kept = (one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in {"Cf", "Mn"})
    western = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in kept)
    cleaned = " ".join(western.translate(_ALIASES).casefold().split()).strip(" .,;'\"()[]")
    if not cleaned:
        raise BadDate("The field is empty.")
    if set(cleaned) == {"#"}:
        raise BadDate("The spreadsheet's column was too narrow, and the file holds only # signs.")
    return _ORDINAL.sub("", _TIME.sub("", _WEEKDAY.sub("", cleaned)))


def _about(text: str) -> tuple[bool, str]:
    if text[0] in "~±":
        return True, text[1:].strip()
    if text[-1] in "~?":
        return True, text[:-1].strip()
    first, _, rest = text.partition(" ")
    if rest and first.rstrip(".") in words.ABOUT:
        return True, rest
    before, _, last = text.rpartition(" ")
    return (True, before) if before and last.rstrip(".") in words.ABOUT else (False, text)


def _marked(found: PartialDate) -> PartialDate:
    return PartialDate(
        found.year, found.month, found.day, found.until, approximate=True, swap=found.swap, calendar=found.calendar
    )


def _ends(text: str) -> tuple[str, str] | None:
    years = _YEARS.fullmatch(text)
    if years:
        return years[1], years[2]
    parts = text.split()
    opened = parts[0] in words.BETWEEN
    for at in range(1, len(parts) - 1):
        if parts[at] in words.AND or (parts[at] == "-" and len(parts) == 3):
            last = [one for one in parts[at + 1 :] if one not in words.AND]
            return " ".join(parts[opened:at]), " ".join(last)
    if opened and len(parts) == 3 and parts[2].startswith("و"):  # "بين 1960 و1965"
        return parts[1], parts[2][1:]
    return None


def _range(first: PartialDate, last: PartialDate, *, approximate: bool) -> PartialDate:
    calendar: Calendar = "hijri" if "hijri" in {first.calendar, last.calendar} else "gregorian"
    return PartialDate(*first.earliest, until=last.latest, approximate=approximate, calendar=calendar)


def _one(text: str, calendar: Calendar) -> PartialDate:
    text, calendar = _calendar(text, calendar)
    if _is_number(text):
        return _from_number(text, calendar)
    numbers, month = _named_month(text)
    if month is not None:
        return _with_month(numbers, month[0], "hijri" if month[1] else calendar)
    found = [int(one) for one in _NUMBERS.findall(numbers)]
    if len(found) == 3 and len(numbers.split("-")[0]) != 4 and len(_NUMBERS.findall(numbers)[0]) != 4:
        return _day_first(found, calendar, short=len(_NUMBERS.findall(numbers)[2]) < 3)
    if len(found) == 3:
        return _dated(found[0], found[1], found[2], calendar)
    if len(found) == 2:
        year, month_number = (found[0], found[1]) if found[0] > 99 else (found[1], found[0])
        return _dated(year, month_number, 0, calendar)
    raise BadDate("It holds no day, month and year.")


def _calendar(text: str, calendar: Calendar) -> tuple[str, Calendar]:
    for noise in words.BORN:
        text = text.removeprefix(noise + " ").removeprefix(": ").strip()
    if text[-1:] in {"ه", "ھ", "م", "ء"} and text[:-1].strip()[-1:].isdigit():
        return text[:-1].strip(), "hijri" if text[-1] in "هھ" else calendar
    before, _, last = text.rpartition(" ")
    if before and last.strip(".") in words.HIJRI:
        return before, "hijri"
    return (before, "gregorian") if before and last.strip(".") in words.GREGORIAN else (text, calendar)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(\.0*)?|\d\.\d+e\+?\d{1,2}", text))


def _from_number(text: str, calendar: Calendar) -> PartialDate:
    number = int(float(text))
    if number in EXCEL_SERIALS:
        return parse_date(EXCEL_EPOCH + timedelta(days=number))
    digits = str(number)
    if len(digits) == 8 and int(digits[:4]) in range(1300, LAST_YEAR + 1) and int(digits[4:6]) <= 12:
        return _dated(int(digits[:4]), int(digits[4:6]), int(digits[6:]), calendar)
    if len(text) == 8:
        return _day_first([int(text[:2]), int(text[2:4]), int(text[4:])], calendar, short=False)
    if len(digits) == 4:
        return _dated(number, 0, 0, calendar)
    raise BadDate("A number of this length is no date and no serial number of a spreadsheet.")


def _named_month(text: str) -> tuple[str, tuple[int, bool] | None]:
    """Return the text without its month's name, and (month, whether Hijri); letters left over are no date."""
    spaced = re.sub(r"[.,/\-]+|(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", text)
    for hijri, names in ((False, words.MONTHS), (True, words.HIJRI_MONTHS)):
        for name in sorted(names, key=len, reverse=True):
            pattern = rf"(?<!\w){re.escape(name.replace('-', ' '))}(?!\w)"
            if re.search(pattern, spaced):
                return _only_numbers(re.sub(pattern, " ", spaced, count=1)), (names[name], hijri)
    return _only_numbers(text), None


def _only_numbers(text: str) -> str:
    bare = re.sub(r"\b(of|de|the)\b", " ", text)
    if any(one.isalpha() for one in bare):
        raise BadDate("It holds letters that name no month; perhaps a name stands in the date's field.")
    return bare


def _with_month(numbers: str, month: int, calendar: Calendar) -> PartialDate:
    found = _NUMBERS.findall(numbers)
    if len(found) == 1:
        if len(found[0]) == 4:
            return _dated(int(found[0]), month, 0, calendar)
        if int(found[0]) > 31 or found[0] == "00":
            return _dated(_full_year(int(found[0])), month, 0, calendar)
        raise BadDate("It has no year: a spreadsheet may have taken it away.")
    if len(found) == 2:
        day, year = (found[0], found[1]) if len(found[0]) < 3 else (found[1], found[0])
        return _dated(_full_year(int(year)) if len(year) < 3 else int(year), month, int(day), calendar)
    raise BadDate("It holds no day, month and year.")


def _day_first(found: list[int], calendar: Calendar, *, short: bool) -> PartialDate:
    day, month, year = found
    if short:
        year = _full_year(year)
    if month > 12 >= day:  # m/d/y beyond doubt
        return _dated(year, day, month, calendar)
    doubt = day != month and 1 <= day <= 12
    plain = _dated(year, month, day, calendar)
    if not doubt or plain.calendar == "hijri":
        return plain
    return PartialDate(plain.year, plain.month, plain.day, swap=True)


def _full_year(year: int) -> int:
    if year > 99:
        return year
    century = TWO_DIGITS_FROM - TWO_DIGITS_FROM % 100
    return century + year if century + year >= TWO_DIGITS_FROM else century + 100 + year


def _dated(year: int, month: int, day: int, calendar: Calendar) -> PartialDate:
    if calendar == "hijri" or year in HIJRI_YEARS:
        return _from_hijri(year, month, day)
    return PartialDate(year, month, day if month else 0)


def _from_hijri(year: int, month: int, day: int) -> PartialDate:
    if year not in HIJRI_YEARS or not 0 <= month <= 12 or not 0 <= day <= 30:
        raise BadDate("There is no such date in the Hijri calendar.")
    if year < _TABLE_FROM or year == HIJRI_YEARS[-1]:
        reckoned = round(year * 0.970229 + 621.5643)
        return PartialDate(reckoned - 1, until=(reckoned + 1, 0, 0), calendar="hijri")
    first = _gregorian(year, month or 1, day or 1)
    if month and day:
        return PartialDate(*first, calendar="hijri")
    last_month = month or 12
    last = _gregorian(year, last_month, Hijri(year, last_month, 1).month_length())
    return PartialDate(*first, until=last, calendar="hijri")


def _gregorian(year: int, month: int, day: int) -> Day:
    day = min(day, Hijri(year, month, 1).month_length())  # the 30th of a month that had 29 days by this table
    found: Gregorian = Hijri(year, month, day).to_gregorian()
    return found.year, found.month, found.day
