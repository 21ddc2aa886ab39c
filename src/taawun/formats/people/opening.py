# SPDX-License-Identifier: Apache-2.0
"""One way to open any list of people: what a file is, is told from its bytes, never from its name.

A list can be walked again and again; each walk opens the file anew and holds one row at a time.
"""

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from taawun.engines.matching.records import Record
from taawun.formats import tables, un_extract, un_list
from taawun.formats.people import entities, facts, listed, passengers, sheet, text, zones
from taawun.formats.people.columns import HEAD_ROWS, Columns
from taawun.formats.people.rows import ListRow, PlainRow, RowProblem
from taawun.kernel.errors import BadColumns, BadList

UN_EXTRACT: Final = "un-extract"
"""What stands for the extract of the UN list that ships with the project, where a path is asked for."""
HEAD_BYTES: Final = 64 << 10
DELIMITERS: Final = (*tables.DELIMITERS, "،", "؛")
"""Delimiters that are tried, the likelier first."""
QUOTES: Final = ('"', "\r", "\n")
LOOK_ROWS: Final = 1_000
"""First rows of a workbook that are looked at to tell whether its dates are mangled."""
LINE_BYTES: Final = entities.LINE_BYTES
_GZIP: Final = b"\x1f\x8b"
_NO_LISTS: Final = (
    (b"%PDF", "It is a PDF document; export the table as CSV or .xlsx."),
    (b"\xd0\xcf\x11\xe0", "It is an old Excel file (.xls) or locked by a password; save it as .xlsx without one."),
    (b"{\\rtf", "It is a text document; export the table as CSV or .xlsx."),
    (b"Rar!", "It is an archive; unpack it first."),
    (b"7z\xbc\xaf", "It is an archive; unpack it first."),
)


class Format(StrEnum):
    """How a list is written."""

    TABLE = "table"
    EXCEL = "excel"
    ENTITIES = "followthemoney"
    UN_XML = "un-xml"
    UN_FACTS = "un-extract"
    PASSENGERS = "paxlst"


@dataclass(slots=True)
class Progress:
    """How far a walk has come, in bytes of the file as it lies on disk."""

    done: int = 0


@dataclass(frozen=True, slots=True)
class RecordSource:
    """A list that was opened: what it is, and its rows."""

    path: Path
    format: Format
    size: int
    """Bytes of the file on disk, for progress."""
    packed: bool = False
    form: tables.Form | None = None
    columns: Columns | None = None
    sheet: str = ""
    mangled: bool = False
    """Whether the workbook took the day for the month where it could."""
    progress: Progress = field(default_factory=Progress)

    def rows(self) -> Iterator[ListRow]:
        """Yield every row: the record it became, or None, and what was wrong with it.

        Raises:
            BadList, BadImportFile, TooLarge, TooDeep: the file as a whole breaks off, or is beyond a limit.
        """
        for _plain, row in self.written_rows():
            yield row

    def written_rows(self) -> Iterator[tuple[PlainRow, ListRow]]:
        """Yield every row as it is written, by field, beside what it became; raises as `rows` does."""
        with _opened(self.path, packed=self.packed, progress=self.progress) as file:
            try:
                for plain in self._plain(file):
                    yield plain, facts.record_of(plain)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                raise BadList("The compressed file breaks off or is damaged.") from None
        self.progress.done = self.size

    def records(self, on_problem: Callable[[RowProblem], None] | None = None) -> Iterator[Record]:
        """Yield the records alone; problems go to a function as they come."""
        for row in self.rows():
            if on_problem:
                for problem in row.problems:
                    on_problem(problem)
            if row.record is not None:
                yield row.record

    def _plain(self, file: IO[bytes]) -> Iterator[PlainRow]:
        if self.columns:
            return self._of_table(file, self.columns)
        if self.format is Format.UN_XML:
            return listed.rows(un_list.read_what_can_be(file))
        if self.format is Format.UN_FACTS:
            return listed.rows(un_extract.read_what_can_be(_lines(file)))
        if self.format is Format.PASSENGERS:
            return passengers.rows(file)
        return entities.rows(_lines(file))

    def _of_table(self, file: IO[bytes], columns: Columns) -> Iterator[PlainRow]:
        if self.form:
            found = sheet.rows(text.rows(file, self.form), columns)
        else:
            found = _excel_rows(file, self.sheet, columns, mangled=self.mangled)
        return zones.rows(found, datetime.now(UTC).date()) if zones.ZONE in columns.fields else found


def open_list(
    path: Path | str,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    delimiter: str = "",
    sheet_name: str = "",
) -> RecordSource:
    """Open a list of any known format. What is stated is not guessed.

    Args:
        path: the file, or "un-extract" for the extract of the UN list that ships.
        mapping: column → field for a table, by the column's heading or its number from 1; "-" leaves it out.
        encoding: of a text table, one of `tables.ENCODINGS`.
        delimiter: of a text table, one character.
        sheet_name: of a workbook; otherwise the first sheet that has known columns.

    Raises:
        BadList: a folder, no list, or nothing in it.
        BadColumns: a table without a column that is known as a name.
    """
    path = un_extract.FILE if str(path) == UN_EXTRACT else Path(path)
    if path.is_dir():
        raise BadList("This is a folder, not a file.")
    size = path.stat().st_size
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    with _opened(path, packed=packed) as file:
        start = _head(file)
        found = _format_of(start)
        stated = mapping or {}
        if found is Format.EXCEL:
            if packed:
                raise BadList("A workbook inside another compression; unpack it first.")
            name, columns, mangled = _choose_sheet(file, sheet_name, stated)
            return RecordSource(path, found, size, sheet=name, columns=columns, mangled=mangled)
        if found is not Format.TABLE:
            return RecordSource(path, found, size, packed)
        form = _form(start, encoding, delimiter, stated)
        columns = sheet.columns_of(sheet.head(text.rows(file, form)), stated)
    return RecordSource(path, found, size, packed, form, columns)


def _head(file: IO[bytes]) -> bytes:
    try:
        start = file.read(HEAD_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadList("The compressed file breaks off or is damaged.") from None
    file.seek(0)
    if not start.strip():
        raise BadList("The file is empty.")
    return start


def _format_of(start: bytes) -> Format:
    for mark, said in _NO_LISTS:
        if start.startswith(mark):
            raise BadList(said)
    if start.startswith(b"PK\x03\x04"):
        return Format.EXCEL
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if passengers.begins(plain):
        return Format.PASSENGERS
    if plain.startswith(b"{"):
        return _json_format(plain)
    if plain.startswith(b"[") and plain[1:].lstrip()[:1] in (b"{", b"]"):
        raise BadList("JSON must stand one object a line, not as one array.")
    if _is_markup(plain):
        if b"<html" in plain[:2000].lower() or b"<table" in plain[:2000].lower():
            raise BadList("It is a web page, whatever its name says; save it as .xlsx or CSV.")
        return Format.UN_XML
    return Format.TABLE


def _is_markup(plain: bytes) -> bool:
    return plain.startswith((b"<", b"\xff\xfe<\0", b"\xfe\xff\0<"))


def _json_format(plain: bytes) -> Format:
    """Tell the extract of the UN list from FollowTheMoney by the first line that is an object."""
    for line in plain.splitlines()[:20]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and {"reference", "kind", "name"} <= value.keys():
            return Format.UN_FACTS
    return Format.ENTITIES


def _form(start: bytes, encoding: str, delimiter: str, mapping: Mapping[str, str]) -> tables.Form:
    """Tell how a table is written. The delimiter is the one that gives known columns, or else the most columns."""
    if encoding and encoding not in tables.ENCODINGS:
        raise BadList(f"Unknown encoding; known: {', '.join(tables.ENCODINGS)}.")
    if len(delimiter) > 1 or delimiter in QUOTES:
        raise BadList("A delimiter is one character, and no quote or line end.")
    encoding = encoding or tables.encoding_of(start)
    if _looks_binary(start, encoding):
        raise BadList("The file is not text.")
    forms = [tables.Form(encoding, one) for one in ((delimiter,) if delimiter else DELIMITERS)]
    return max(forms, key=lambda form: sheet.plausible(sheet.head(text.rows(io.BytesIO(start), form)), mapping))


def _looks_binary(start: bytes, encoding: str) -> bool:
    return b"\0" in start and not encoding.startswith("utf-16")


def _choose_sheet(file: IO[bytes], stated: str, mapping: Mapping[str, str]) -> tuple[str, Columns, bool]:
    """Return the sheet that is stated, or the first with known columns, these, and whether its dates are mangled."""
    from taawun.formats.people import excel  # openpyxl is slow to load, and most lists are no workbooks

    book = excel.opened(file)
    if stated and stated not in book.sheets:
        raise BadList(f"The workbook has no visible sheet of this name; it has {len(book.sheets)}.")
    why: BadColumns | None = None
    for name in (stated,) if stated else book.sheets:
        first = sheet.head(book.rows(name), LOOK_ROWS)
        if not first:
            continue
        try:
            columns = sheet.columns_of(first[:HEAD_ROWS], mapping)
        except BadColumns as error:
            why = why or error
            continue
        return name, columns, sheet.is_mangled(first, columns)
    raise why or BadList("The workbook has no rows.")


def _excel_rows(file: IO[bytes], name: str, columns: Columns, *, mangled: bool) -> Iterator[PlainRow]:
    from taawun.formats.people import excel

    book = excel.opened(file)
    yield from sheet.rows(book.rows(name), columns, book.shift, mangled=mangled)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file; of one that is too long only so much that it is seen to be."""
    while line := file.readline(LINE_BYTES + 1):
        yield line
        while len(line) > LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(LINE_BYTES + 1)


@contextmanager
def _opened(path: Path, *, packed: bool, progress: Progress | None = None) -> Iterator[IO[bytes]]:
    with path.open("rb") as raw:
        file: IO[bytes] = _Telling(raw, progress) if progress else raw
        if packed:
            with gzip.open(file) as unpacked:
                yield unpacked  # type: ignore[misc]  # GzipFile reads like any binary file
        else:
            yield file


class _Telling(io.BufferedReader):
    """A file that tells how far it has been read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        super().__init__(_Raw(file, progress), 1 << 18)


class _Raw(io.RawIOBase):
    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress = file, progress

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._progress.done = max(self._progress.done, self._file.tell())
        return len(data)
