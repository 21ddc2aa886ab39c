# SPDX-License-Identifier: Apache-2.0
"""From the texts of a row to the record that is compared, and what of it was not understood.

What cannot be understood is left out and reported; the rest of the row is used all the same. Only a row without
any name or document becomes no record.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from taawun.engines.matching.dateparse import parse_date
from taawun.engines.matching.dates import Calendar, PartialDate
from taawun.engines.matching.records import Document, Record
from taawun.formats import countries, tables
from taawun.formats.people.rows import CELL_CHARACTERS, VALUES, ListRow, PlainRow, Reason, RowProblem
from taawun.kernel.errors import BadDate

NOTE_CHARACTERS: Final = 500
"""How much of a note is kept with a record; notes are not compared."""
DOCUMENTS: Final = ("passport", "id_card", "cnic", "cpr", "registration", "imo", "mmsi", "call_sign")
_KIND_OF_DOCUMENT: Final = {"id_card": "national id", "call_sign": "call sign"}
_COUNTRY_OF_DOCUMENT: Final = {"cnic": "PK", "cpr": "BH"}

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
_SIGNS: Final = frozenset("- -- --- . .. ... ? ?? / // 0 00/00/0000 0000-00-00 n/a #n/a".split())
NOTHING: Final = _SIGNS | frozenset(
    ("na", "n.a.", "n.a", "nil", "none", "null", "#null!", "nan", "unknown", "not available", "not known", "غير معروف",
     "غير متوفر", "لا يوجد", "مجهول", "نامعلوم", "معلوم نہیں", "دستیاب نہیں", "ندارد")
)  # fmt: skip
"""What stands in cells that say nothing, in lower case. Where a name belongs only the signs count."""
_ERRORS: Final = frozenset(("#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!"))


def record_of(row: PlainRow) -> ListRow:
    """Return the record that a row says, with its problems."""
    if any(problem.lost for problem in row.problems):
        return ListRow(row.number, None, row.problems)
    reading = _Reading(row)
    names = (*reading.names("name"), *reading.composed(), *reading.names("alias"))
    record = Record(
        id=next(iter(reading.values("id")), "") or str(row.number),
        names=tuple(dict.fromkeys(names)),
        kind=reading.kind(),
        fathers=reading.names("father"),
        births=(*reading.births("birth"), *reading.births("birth_hijri", "hijri")),
        countries=reading.countries("country"),
        documents=reading.documents(),
        sex=reading.sex(),
        places=reading.values("place"),
        note=" ".join(reading.values("note"))[:NOTE_CHARACTERS],
    )
    if not record.names and not record.documents:
        reading.report("name", Reason.NO_NAME)
        return ListRow(row.number, None, tuple(reading.problems))
    return ListRow(row.number, record, tuple(reading.problems))


_HOURS: Final = re.compile(r"\d{1,2}:\d\d(:\d\d)?(\.\d+)?")
Found = TypeVar("Found")


class _Reading:
    """One row while it is understood; problems gather here."""

    def __init__(self, row: PlainRow) -> None:
        self._row = row
        self.problems = list(row.problems)

    def report(self, field: str, reason: Reason) -> None:
        """Note what is wrong with a field, by the name of its column."""
        self.problems.append(RowProblem(self._row.number, self._row.columns.get(field, field), reason))

    def values(self, field: str, *, names: bool = False) -> tuple[str, ...]:
        """Return the values of a field that say something, within the limits."""
        texts = self._row.fields.get(field, ())
        if not texts:
            return ()
        found = [value for text in texts for value in self._whole(field, text)]
        said = [value for value in found if value.casefold() not in (_SIGNS if names else NOTHING)]
        if any(value in _ERRORS for value in said):
            self.report(field, Reason.CELL_ERROR)
            said = [value for value in said if value not in _ERRORS]
        if len(said) > VALUES:
            self.report(field, Reason.MANY)
        return tuple(dict.fromkeys(said[:VALUES]))

    def _whole(self, field: str, text: str) -> list[str]:
        if len(text) > CELL_CHARACTERS:
            self.report(field, Reason.CUT)
            text = text[:CELL_CHARACTERS]
        return tables.parts(text)

    def names(self, field: str) -> tuple[str, ...]:
        """Return the values that can be names."""
        values = self.values(field, names=True)
        kept = tuple(value for value in values if any(map(str.isalpha, value)))
        dated = [value for value in values if any(map(str.isdigit, value)) and _is_date(value)]
        if dated:
            self.report(field, Reason.DATE_IN_NAME)
        elif len(kept) < len(values):
            self.report(field, Reason.NOT_A_NAME)
        return tuple(value for value in kept if value not in dated)

    def composed(self) -> tuple[str, ...]:
        """Return the name that its parts in columns of their own make."""
        parts = [" ".join(self.names(field)) for field in ("first", "middle", "third", "last")]
        return (" ".join(filter(None, parts)),) if any(parts) else ()

    def births(self, field: str, calendar: Calendar = "gregorian") -> tuple[PartialDate, ...]:
        """Return the dates of a field."""
        return tuple(self._each(field, lambda text: _date(text, calendar), _why_no_date))

    def countries(self, field: str) -> tuple[str, ...]:
        """Return the ISO codes of a field's countries."""
        return tuple(dict.fromkeys(self._each(field, countries.of_national, lambda _: Reason.NOT_A_COUNTRY)))

    def documents(self) -> tuple[Document, ...]:
        """Return the numbers on paper that the row names."""
        country = next(iter(self.countries("document_country")), "")
        found = list(self._row.documents)
        for field in DOCUMENTS:
            for number in self.values(field):
                if _is_shortened(number):
                    self.report(field, Reason.SHORTENED)
                    continue
                where = country if field == "passport" else _COUNTRY_OF_DOCUMENT.get(field, "")
                found.append(Document(_KIND_OF_DOCUMENT.get(field, field), number, where))
        return tuple(dict.fromkeys(found))

    def sex(self) -> str:
        """Return m, f or nothing."""
        found = list(self._each("sex", lambda text: _word(text, SEXES), lambda _: Reason.NOT_A_SEX))
        return found[0] if found else ""

    def kind(self) -> str:
        """Return what the row is about; a ship's number says that it is a vessel."""
        found = list(self._each("kind", lambda text: _word(text, KINDS), lambda _: Reason.NOT_A_KIND))
        if found:
            return found[0]
        return "vessel" if self._row.fields.get("imo") or self._row.fields.get("mmsi") else "person"

    def _each(self, field: str, read: Callable[[str], Found | None], why: Callable[[str], Reason]) -> Iterable[Found]:
        for text in self.values(field):
            found = read(text)
            if found is None:
                self.report(field, why(text))
            else:
                yield found


@lru_cache(maxsize=1 << 16)
def _date(text: str, calendar: Calendar) -> PartialDate | None:
    if _HOURS.fullmatch(text):
        return None
    try:
        return parse_date(_plain_day(text) or text, calendar=calendar)
    except BadDate:
        return None


def _plain_day(text: str) -> date | None:
    """Return the day of a text in the form most files have; anything else is for the reader of dates."""
    if len(text) != 10 or text[0] not in "12" or text[:2] in ("13", "14"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _why_no_date(text: str) -> Reason:
    letters = sum(map(str.isalpha, text))
    return Reason.NAME_IN_DATE if letters > 2 and not any(map(str.isdigit, text)) else Reason.NOT_A_DATE


def _is_date(text: str) -> bool:
    return (
        len(text) < 30
        and not text.isdecimal()
        and sum(map(str.isdigit, text)) >= 4
        and _date(text, "gregorian") is not None
    )


def _is_shortened(number: str) -> bool:
    mantissa, mark, exponent = number.upper().partition("E+")
    return bool(mark) and exponent.isdigit() and mantissa.replace(".", "", 1).isdigit()


def _word(text: str, words: dict[str, str]) -> str | None:
    folded = text.casefold().strip(" .")
    return next((one for one, said in words.items() if folded in said.split()), None)
