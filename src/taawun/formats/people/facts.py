# SPDX-License-Identifier: Apache-2.0
"""From the texts of a row to the record that is compared, and what of it was not understood.

What cannot be understood is left out and reported; the rest of the row is used all the same. Only a row without
any name or document becomes no record.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from taawun.engines.matching.dates import Calendar, PartialDate
from taawun.engines.matching.records import Document, Record
from taawun.formats import tables
from taawun.formats.people import values as cells
from taawun.formats.people.rows import CELL_CHARACTERS, VALUES, ListRow, PlainRow, Reason, RowProblem

NOTE_CHARACTERS: Final = 500
"""How much of a note is kept with a record; notes are not compared."""
SHORT: Final = 200
"""Letters below which a cell is within every limit."""
PARTS: Final = ("first", "middle", "third", "last")
"""Fields that together are one name."""
DOCUMENTS: Final = ("passport", "id_card", "cnic", "cpr", "registration", "imo", "mmsi", "call_sign")
"""Fields that hold numbers on paper."""
_KIND_OF_DOCUMENT: Final = {"id_card": "national id", "call_sign": "call sign"}
_COUNTRY_OF_DOCUMENT: Final = {"cnic": "PK", "cpr": "BH"}
Found = TypeVar("Found")


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


class _Reading:
    """One row while it is understood; problems gather here."""

    def __init__(self, row: PlainRow) -> None:
        self._row, self._fields = row, row.fields
        self.problems = list(row.problems)

    def report(self, field: str, reason: Reason) -> None:
        """Note what is wrong with a field, by the name of its column."""
        self.problems.append(RowProblem(self._row.number, self._row.columns.get(field, field), reason))

    def values(self, field: str, nothing: frozenset[str] = cells.NOTHING) -> tuple[str, ...]:
        """Return the values of a field that say something, within the limits."""
        texts = self._fields.get(field, ())
        if not texts:
            return ()
        if len(texts) == 1 and len(texts[0]) < SHORT:  # most cells; what follows is for the others
            found = tables.parts(texts[0])
            if len(found) == 1 and found[0] not in cells.ERRORS:
                return () if found[0].casefold() in nothing else (found[0],)
        found = [value for text in texts for value in self._whole(field, text)]
        said = [value for value in found if value.casefold() not in nothing]
        if any(value in cells.ERRORS for value in said):
            self.report(field, Reason.CELL_ERROR)
            said = [value for value in said if value not in cells.ERRORS]
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
        if field not in self._fields:
            return ()
        values = self.values(field, cells.SIGNS)
        kept = tuple(value for value in values if cells.LETTER.search(value))
        dated = [value for value in values if cells.DIGIT.search(value) and cells.is_date(value)]
        if dated:
            self.report(field, Reason.DATE_IN_NAME)
            return tuple(value for value in kept if value not in dated)
        if len(kept) < len(values):
            self.report(field, Reason.NOT_A_NAME)
        return kept

    def composed(self) -> tuple[str, ...]:
        """Return the name that its parts in columns of their own make."""
        parts = [" ".join(self.names(field)) for field in PARTS if field in self._fields]
        return (" ".join(filter(None, parts)),) if any(parts) else ()

    def births(self, field: str, calendar: Calendar = "gregorian") -> tuple[PartialDate, ...]:
        """Return the dates of a field."""
        if field not in self._fields:
            return ()
        return tuple(self._each(field, lambda text: cells.date_of(text, calendar), cells.why_no_date))

    def countries(self, field: str) -> tuple[str, ...]:
        """Return the ISO codes of a field's countries."""
        if field not in self._fields:
            return ()
        return tuple(dict.fromkeys(self._each(field, cells.country_of, lambda _: Reason.NOT_A_COUNTRY)))

    def documents(self) -> tuple[Document, ...]:
        """Return the numbers on paper that the row names."""
        country = next(iter(self.countries("document_country")), "")
        found = list(self._row.documents)
        for field in DOCUMENTS:
            for number in self.values(field) if field in self._fields else ():
                if cells.is_shortened(number):
                    self.report(field, Reason.SHORTENED)
                    continue
                where = country if field == "passport" else _COUNTRY_OF_DOCUMENT.get(field, "")
                found.append(Document(_KIND_OF_DOCUMENT.get(field, field), number, where))
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def sex(self) -> str:
        """Return m, f or nothing."""
        return next(iter(self._each("sex", cells.sex_of, lambda _: Reason.NOT_A_SEX)), "")

    def kind(self) -> str:
        """Return what the row is about; a ship's number says that it is a vessel."""
        found = next(iter(self._each("kind", cells.kind_of, lambda _: Reason.NOT_A_KIND)), "")
        return found or ("vessel" if self._fields.get("imo") or self._fields.get("mmsi") else "person")

    def _each(self, field: str, read: Callable[[str], Found | None], why: Callable[[str], Reason]) -> Iterable[Found]:
        for text in self.values(field):
            found = read(text)
            if found is None:
                self.report(field, why(text))
            else:
                yield found
