# SPDX-License-Identifier: Apache-2.0
"""What every reader of people lists yields: a numbered row of texts by field, and what was wrong with it.

A row is never the reason that a file fails: it becomes a record, or it is reported, or both. A reason never
repeats what stood in the row, which may be personal data; the row's number and column lead whoever may look.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from taawun.engines.matching.records import Document, Record

CELL_CHARACTERS: Final = 20_000
"""Longest text of one cell or value, in characters; the rest is cut, and the cut is reported."""
ROW_CHARACTERS: Final = 100_000
"""Longest row of a text file, in characters; a longer one is reported and left out."""
VALUES: Final = 200
"""Most values of one field in one row; the rest is left out, and that is reported."""


class Reason(StrEnum):
    """What can be wrong with a row, in words for people. `LOST` says which of these leave the row out."""

    NO_NAME = "has neither a name nor a document"
    TOO_LONG = "is longer than a row may be"
    NOT_JSON = "is not one object of JSON"
    NO_ENTITY = "is not an entity with an id, a schema and properties"
    NO_ENTRY = "has no name or no reference number"
    BAD_BYTES = "was not in the encoding of the file; it was read as Windows-1256"
    LOST_BYTES = "has bytes that are no text; they were left out"
    OPEN_QUOTE = "has a quote that never ends; it was read without quotes"
    MORE_CELLS = "has more cells than the header; the rest was left out"
    CUT = "is longer than a value may be; the rest was cut"
    MANY = "has more values than a field may have; the rest was left out"
    NOT_A_DATE = "is not a date that is understood; it was left out"
    NOT_A_NAME = "has no letters, so it was not taken for a name"
    NAME_IN_DATE = "has letters of a name where a date belongs; it was left out"
    DATE_IN_NAME = "holds a date where a name belongs; it was left out"
    NOT_A_COUNTRY = "is not a country that is known; it was left out"
    NOT_A_SEX = "is not male or female in a language that is known; it was left out"
    NOT_A_KIND = "is not a kind that is known; the row was read as a person"
    SHORTENED = "was shortened by a spreadsheet (as in 4.2E+12), so the number was left out"
    CELL_ERROR = "holds an error of the spreadsheet; it was left out"
    NOT_A_ZONE = "is no machine-readable zone that can be read; it was left out"
    WRONG_ZONE = "has something wrong in its machine-readable zone; compare it with the document"
    TWICE = "stands on the list twice, with the same name, birth and document"
    BORN_LATER = "is born after the day of the flight"
    NOT_YET = "is born on a day that has not come yet"
    EXPIRED = "has a document that expires before the flight leaves"
    NOT_ONE_DAY = "is not one whole day"
    NOT_A_PERSON = "is no person"


LOST: Final = frozenset({Reason.NO_NAME, Reason.TOO_LONG, Reason.NOT_JSON, Reason.NO_ENTITY, Reason.NO_ENTRY})
"""Reasons for which a row becomes no record."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong with one row: its number as a spreadsheet or editor counts, the column, and the reason."""

    row: int
    column: str
    reason: Reason

    @property
    def lost(self) -> bool:
        """Return whether the row became no record because of this."""
        return self.reason in LOST


@dataclass(slots=True)
class PlainRow:
    """Texts of one row by field, in their order, before anything is understood."""

    number: int
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the column of a field is called in the file, where that is not the field's name."""
    documents: tuple[Document, ...] = ()
    """Documents that the format itself tells apart."""
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: the record it became, or None, and what was wrong."""

    number: int
    record: Record | None
    problems: tuple[RowProblem, ...] = ()


PlainRows = Iterator[PlainRow]
