# SPDX-License-Identifier: Apache-2.0
"""Tables as text (CSV and its kin): bytes in, rows out, one at a time.

The encoding is stated, or told by its byte-order mark, or else UTF-8 if the beginning is valid UTF-8, or else
Windows-1256, in which older Arabic and Urdu files are written. The delimiter is stated, or the one under which
the first rows have the same number of columns.
"""

import codecs
import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from taawun.kernel.errors import BadImportFile, TooLarge

FILE_BYTES: Final = 1 << 30
"""Largest file, in bytes."""
CELL_CHARACTERS: Final = 50_000
"""Longest cell, in characters."""
COLUMNS: Final = 500
"""Most columns."""
HEAD_BYTES: Final = 64 << 10
"""How much of a file is looked at to tell its encoding and delimiter, in bytes."""

ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1256")
DELIMITERS: Final = (",", ";", "\t", "|")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written."""

    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row. The header is row 1, as a spreadsheet counts."""

    number: int
    cells: tuple[str, ...]


def detect(file: IO[bytes], *, encoding: str = "", delimiter: str = "") -> Form:
    """Tell how a table is written; what is stated is not guessed. The file is left at its start.

    Raises:
        BadImportFile: for an unknown encoding, an empty file, or bytes that are no text.
    """
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if encoding and encoding not in ENCODINGS:
        raise BadImportFile(f"Unknown encoding; known: {', '.join(ENCODINGS)}.")
    if not head.strip():
        raise BadImportFile("The file is empty.")
    found = encoding or _encoding_of(head)
    text = _decode(head, found)
    if "\0" in text:
        raise BadImportFile("The file is not text.")
    return Form(found, delimiter or _delimiter_of(text))


def rows(file: IO[bytes], form: Form) -> Iterator[Row]:
    """Yield the rows that are not blank, the header first.

    Raises:
        BadImportFile: at the row where the bytes are not in the encoding or quotes are broken.
        TooLarge: beyond a limit above.
    """
    text = io.TextIOWrapper(io.BufferedReader(_Counted(file)), encoding=form.encoding, errors="strict", newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=form.delimiter, strict=True), 1):
            if len(cells) > COLUMNS or any(len(cell) > CELL_CHARACTERS for cell in cells):
                raise TooLarge(f"Row {number} has more than {COLUMNS} columns or {CELL_CHARACTERS} characters.")
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
    except UnicodeError:
        raise BadImportFile(f"After row {number} the bytes are not {form.encoding}.") from None
    except csv.Error:
        raise BadImportFile(f"After row {number} the quotes or delimiters are broken.") from None
    finally:
        text.detach()


class _Counted(io.RawIOBase):
    """A file that refuses to be longer than the limit."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._bytes = file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        self._bytes += len(data)
        if self._bytes > FILE_BYTES:
            raise TooLarge(f"More than {FILE_BYTES} bytes.")
        buffer[: len(data)] = data
        return len(data)


def _encoding_of(head: bytes) -> str:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return "cp1256"
    return "utf-8"


def _decode(head: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(head)
    except UnicodeError:
        raise BadImportFile(f"The bytes are not {encoding}.") from None


def _delimiter_of(text: str) -> str:
    """Return the delimiter that gives the first rows the same, largest number of columns."""
    lines = list(itertools.islice(io.StringIO(text, newline=""), 51))
    whole = lines[:-1] or lines  # the last one may be cut off
    scored = [(_columns(whole, delimiter), -DELIMITERS.index(delimiter)) for delimiter in DELIMITERS]
    return DELIMITERS[-max(scored)[1]]


def _columns(lines: list[str], delimiter: str) -> int:
    try:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
    except csv.Error:
        return 0
    return counts[0] if counts and counts.count(counts[0]) * 10 >= len(counts) * 9 else 0
