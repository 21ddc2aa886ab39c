# SPDX-License-Identifier: Apache-2.0
"""The Individual Drug Seizures file of the UNODC: a table with `;`, or the archive in which it comes.

Bytes in, rows out, one at a time in constant memory. Every cell stays as reported; what is wrong with a row is said
beside it. "Unknown" and an empty cell are not zero. Spreadsheets' encodings are read as `tables` tells them.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import IO, Final, NamedTuple, cast

from taawun.formats import tables
from taawun.formats.drug_units import PLACES, factor_of, kilograms, number_of
from taawun.kernel.errors import BadImportFile, FileTooLarge

COLUMNS: Final = (
    "REGION", "SUBREGION", "COUNTRY", "ADMINISTRATIVE_DIVISION", "PLACE", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT",
    "DRUG_UNIT", "HIDING_PLACE", "INSTALLATION", "TRANSPORT", "PRODUCING_COUNTRY", "DEPARTURE_COUNTRY",
    "DESTINATION_COUNTRY", "ROUTING",
)  # fmt: skip
CELL_CHARACTERS: Final = 500
"""Longest cell that is taken; the longest of the public file has 218."""
MOST_KILOGRAMS: Final = 100_000_000
"""An amount beyond this is no seizure and is not converted."""
WORKBOOK: Final = "[Content_Types].xml"
"""What every workbook has among its parts."""
_AMOUNT, _UNIT, _DAY = COLUMNS.index("AMOUNT"), COLUMNS.index("DRUG_UNIT"), COLUMNS.index("SEIZURE_DATE")


class Flaw(StrEnum):
    """What can be wrong with a row, as the file alone shows it."""

    COLUMNS = "columns"
    LENGTH = "length"
    DATE = "date"
    NO_AMOUNT = "no-amount"
    NOT_POSITIVE = "not-positive"
    UNIT = "unit"
    TOO_MUCH = "too-much"
    DUPLICATE = "duplicate"
    OUTLIER = "outlier"


LEFT_OUT: Final = frozenset({Flaw.COLUMNS, Flaw.LENGTH})
"""Flaws with which a line is no row at all."""


class Seized(NamedTuple):
    """One row as reported, with its year, its micrograms and the factor that gave them; None where not known."""

    number: int
    cells: tuple[str, ...]
    year: int | None
    micrograms: int | None
    factor: str
    digest: int
    flaws: tuple[Flaw, ...]


@contextmanager
def opened(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Open the table, which may lie alone in a zip archive.

    Raises:
        BadImportFile: a broken archive, or one with other than one table, or a workbook.
        FileTooLarge: the table unpacks to more than a file may have.
    """
    if not zipfile.is_zipfile(file):
        file.seek(0)
        yield file
        return
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive, archive.open(_table_in(archive)) as found:
            yield found
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise BadImportFile("The archive is broken or locked.") from None


def _table_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the one table of an archive, if what it unpacks to is no larger than a file may be."""
    if WORKBOOK in archive.namelist():
        raise BadImportFile("It is an Excel workbook; save its sheet as CSV.")
    tables_in = [one for one in archive.infolist() if one.filename.lower().endswith((".csv", ".txt"))]
    if len(tables_in) != 1:
        raise BadImportFile("The archive holds {count} tables, and one is expected.", count=len(tables_in))
    if tables_in[0].file_size > tables.FILE_BYTES:
        raise FileTooLarge.beyond(tables.FILE_BYTES)
    return tables_in[0]


def lines_in(file: IO[bytes]) -> int:
    """Return about how many rows a file has: its line feeds, for telling how far an import is."""
    with opened(file) as table:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: table.read(1 << 20), b""))


def rows(file: IO[bytes]) -> Iterator[Seized]:
    """Yield the rows of the file in their order; numbers count the header as 1, as a spreadsheet does.

    Raises:
        BadImportFile: it is not this table, or breaks off; TooLarge: beyond a limit.
    """
    with opened(file) as table:
        yield from _rows(table)


def _rows(table: IO[bytes]) -> Iterator[Seized]:
    head = table.read(tables.HEAD_BYTES)
    delimiter = ";" if b";" in head.partition(b"\n")[0] else ""  # as published, or as a spreadsheet saved it again
    form = tables.detect(io.BytesIO(head), delimiter=delimiter)
    found = tables.rows(cast("IO[bytes]", _Again(head, table)), form)
    _check_header(next(found, None))
    for row in found:
        yield seized(row.number, row.cells)


def _check_header(header: tables.Row | None) -> None:
    stated = tuple(cell.strip().upper() for cell in header.cells) if header else ()
    missing = [name for name in COLUMNS if name not in stated]
    if len(missing) == len(COLUMNS):
        raise BadImportFile("The first row is not that of the Individual Drug Seizures file.")
    if missing:
        raise BadImportFile("Columns that are missing: {columns}.", columns=", ".join(missing))
    if stated != COLUMNS:
        raise BadImportFile("There are other columns than published, or they stand in another order.")


def seized(number: int, cells: tuple[str, ...]) -> Seized:
    """Return what one line says, and all that is wrong with it."""
    shape = _shape(cells)
    if shape:
        return Seized(number, (), None, None, "", 0, (shape,))
    year, (micrograms, factor, flaws) = _year(cells[_DAY]), _amount(cells[_AMOUNT], cells[_UNIT])
    wrong = flaws if year is not None else (Flaw.DATE, *flaws)
    return Seized(number, cells, year, micrograms, factor, digest_of(cells), wrong)


def digest_of(cells: tuple[str, ...]) -> int:
    """Return 64 bits by which equal rows are found; two different ones among a million meet once in 40 million."""
    made = hashlib.blake2b("\x1f".join(cells).encode(), digest_size=8).digest()
    return int.from_bytes(made, "big", signed=True)


def _shape(cells: tuple[str, ...]) -> Flaw | None:
    if len(cells) != len(COLUMNS):
        return Flaw.COLUMNS
    return Flaw.LENGTH if max(map(len, cells)) > CELL_CHARACTERS else None


@lru_cache(maxsize=8192)
def _year(text: str) -> int | None:
    try:
        return date.fromisoformat(text.strip()).year
    except ValueError:
        return None


@lru_cache(maxsize=1 << 15)
def _amount(amount: str, unit: str) -> tuple[int | None, str, tuple[Flaw, ...]]:
    """Return an amount in micrograms, the factor of its unit, and what is wrong with both."""
    value, factor = number_of(amount), factor_of(unit)
    flaws = [] if factor else [Flaw.UNIT]
    if value is None:
        flaws.append(Flaw.NO_AMOUNT)
    elif value <= 0:
        flaws.append(Flaw.NOT_POSITIVE)
    converted = kilograms(amount, unit)
    if converted and abs(converted[0]) > MOST_KILOGRAMS:
        return None, converted[1], (*flaws, Flaw.TOO_MUCH)
    return int(converted[0] / PLACES) if converted else None, factor.id if factor else "", tuple(flaws)


class _Again(io.RawIOBase):
    """A file whose beginning was read already: it gives that first, then the rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`."""
        return self._head.read(size) or self._rest.read(size)
