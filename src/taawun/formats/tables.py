# SPDX-License-Identifier: Apache-2.0
"""Tables as text (CSV and its kin): bytes in, rows out, one at a time.

The encoding is stated, or told by its byte-order mark, or UTF-16 where the zeros of one without a mark show it, or
else UTF-8 if most lines of the beginning are valid UTF-8, or else Windows-1256, in which older Arabic and Urdu files
are written. The delimiter is stated, or the one under which the first rows have the same number of columns.
"""

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from taawun.kernel.errors import BadImportFile, FileTooLarge, TooLarge

FILE_BYTES: Final = 1 << 30
"""Largest file, in bytes."""
CELL_CHARACTERS: Final = 50_000
"""Longest cell, in characters."""
COLUMNS: Final = 500
"""Most columns."""
HEAD_BYTES: Final = 64 << 10
"""How much of a file is looked at to tell its encoding and delimiter, in bytes."""
UTF16_LETTERS: Final = 40
"""Letters among which UTF-16 has at least one blank, digit, delimiter or line end."""

ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256")
DELIMITERS: Final = (",", ";", "\t", "|")
_CONTROLS: Final = bytes({*range(9), *range(14, 27), *range(28, 32)})
"""What stands in no text but UTF-16."""
_SEPARATOR: Final = re.compile(r"[;؛|\n]")  # between several values inside one cell
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
    found = encoding or encoding_of(head)
    if not found.startswith("utf-16") and _is_binary(head):
        raise BadImportFile("The file is not text.")
    text = _decode(head, found)
    if "\0" in text:
        raise BadImportFile("The file is not text.")
    return Form(found, delimiter or _delimiter_of(text))


def as_utf8(file: IO[bytes], chunk: int) -> Iterator[bytes]:
    """Yield the bytes of a file, `chunk` at a time: UTF-16 turned into UTF-8, the mark of a byte order left out."""
    first = file.read(chunk)
    encoding = encoding_of(first[:HEAD_BYTES])
    if not encoding.startswith("utf-16"):
        first = first.removeprefix(codecs.BOM_UTF8)
        while first:
            yield first
            first = file.read(chunk)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while first:
        yield decoder.decode(first).encode("utf-8", "replace")
        first = file.read(chunk)


def rows(file: IO[bytes], form: Form) -> Iterator[Row]:
    """Yield the rows that are not blank, the header first.

    Raises:
        BadImportFile: at the row where the bytes are not in the encoding or quotes are broken.
        FileTooLarge, TooLarge: beyond a limit above.
    """
    text = io.TextIOWrapper(io.BufferedReader(Counted(file)), encoding=form.encoding, errors="strict", newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(_texts(text), delimiter=form.delimiter, strict=True), 1):
            if len(cells) > COLUMNS or any(len(cell) > CELL_CHARACTERS for cell in cells):
                raise _row_too_large(number)
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
    except UnicodeError:
        raise BadImportFile(
            "After row {row} there are letters outside the encoding {encoding}.", row=number, encoding=form.encoding
        ) from None
    except _NoText:
        raise BadImportFile("After row {row} there is something that is not text.", row=number) from None
    except csv.Error as error:
        if "field limit" in str(error):
            raise _row_too_large(number + 1) from None
        raise BadImportFile("After row {row} the quotes or delimiters are broken.", row=number) from None
    finally:
        text.detach()


class _NoText(Exception):
    """A line holds a zero, which no text has and no database keeps."""


def _texts(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise _NoText
        yield line


def _row_too_large(number: int) -> TooLarge:
    said = "Row {row} has more than {columns} columns, or more than {characters} characters in one of them."
    return TooLarge(said, row=number, columns=COLUMNS, characters=CELL_CHARACTERS)


class Counted(io.RawIOBase):
    """A file that refuses to be longer than a limit in bytes; closing it leaves the file under it open."""

    def __init__(self, file: IO[bytes], limit: int | None = None) -> None:
        self._file, self._bytes = file, 0
        self._limit = FILE_BYTES if limit is None else limit

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer and return how many bytes."""
        data = self._file.read(len(buffer))
        self._bytes += len(data)
        if self._bytes > self._limit:
            raise FileTooLarge.beyond(self._limit)
        buffer[: len(data)] = data
        return len(data)


def parts(cell: str) -> list[str]:
    """Return the values inside one cell, without blanks around them."""
    if not _SEPARATOR.search(cell):
        return [found] if (found := cell.strip()) else []
    return [part for one in _SEPARATOR.split(cell) if (part := one.strip())]


def encoding_of(head: bytes) -> str:
    """Return the encoding in which the beginning of a file is written."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        return _unmarked(head)
    lines = head.splitlines()
    whole = lines[:-1] if len(head) == HEAD_BYTES and len(lines) > 1 else lines  # the last one may be cut off
    spoken = [line for line in whole if not line.isascii()]
    broken = sum(not _is_utf8(line) for line in spoken)
    return "cp1256" if broken * 2 > len(spoken) else "utf-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unmarked(head: bytes) -> str:
    """Tell UTF-16 without a mark from other bytes with zeros: Latin letters and line ends have theirs on one side.

    A table of Arabic words alone has one at each blank, delimiter and line end; a few zeros are no UTF-16.
    """
    first, second = head[::2].count(0), head[1::2].count(0)
    if max(first, second) * UTF16_LETTERS < len(head) // 2:
        return "utf-8"
    if first > 9 * second:
        return "utf-16-be"
    return "utf-16-le" if second > 9 * first else "utf-8"


def _is_binary(head: bytes) -> bool:
    """Tell a picture or a program from text: of a hundred bytes more than two are controls that no text has."""
    return (len(head) - len(head.translate(None, _CONTROLS))) * 50 > len(head)


def _decode(head: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(head)
    except UnicodeError:
        raise BadImportFile("Its letters are not in the encoding {encoding}.", encoding=encoding) from None


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
