# SPDX-License-Identifier: Apache-2.0
"""Rows of a delimited text file, one at a time, in constant memory, whatever is wrong with some of them.

Unlike `tables`, which refuses a file whose bytes or quotes are broken, this goes on: bytes outside the encoding
are read as Windows-1256, a quote that never ends is read as a letter, a row without end is left out; each with
its row number. How the file is written is told by `tables.detect`.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from taawun.formats.people.rows import ROW_CHARACTERS, Reason
from taawun.formats.tables import Counted, Form

FILE_BYTES: Final = 1 << 40
"""Largest file, in bytes: none that is read at once, so it only ends a stream without end."""
BUFFER_BYTES: Final = 256 << 10
QUOTED_LINES: Final = 60
"""Most lines that one quoted cell may run over."""
_ESCAPED: Final = "surrogateescape"
_ESCAPES: Final = re.compile("[\udc80-\udcff]")  # what that makes of bytes outside the encoding


@dataclass(frozen=True, slots=True)
class TextRow:
    """The cells of one row, its number (the header of a clean file is 1), and what was wrong with it as a whole."""

    number: int
    cells: tuple[str, ...]
    wrong: tuple[Reason, ...] = ()


def rows(file: IO[bytes], form: Form) -> Iterator[TextRow]:
    """Yield the rows that are not blank. The number is that of the row's first line in the file."""
    lines = _Lines(file, form)
    while (line := lines.next()) is not None:
        number = lines.number
        if line.cut:
            yield TextRow(number, (), (Reason.TOO_LONG,))
            continue
        row = _row(lines, line.text, number, form)
        if any(cell.strip() for cell in row.cells):
            yield row


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    cut: bool = False


class _Lines:
    """The lines of a file, none longer than a row may be, with a way to put some back."""

    def __init__(self, file: IO[bytes], form: Form) -> None:
        errors = "replace" if form.encoding.startswith("utf-16") else _ESCAPED
        self._text = io.TextIOWrapper(
            io.BufferedReader(Counted(file, FILE_BYTES), BUFFER_BYTES),
            encoding=form.encoding,
            errors=errors,
            newline="",
        )
        self._back: deque[_Line] = deque()
        self.number = 0

    def next(self) -> _Line | None:
        """Return the next line, or None at the end."""
        if self._back:
            self.number += 1
            return self._back.popleft()
        text = self._text.readline(ROW_CHARACTERS)
        if not text:
            return None
        self.number += 1
        if len(text) < ROW_CHARACTERS or text[-1] in "\r\n":
            return _Line(text)
        self._skip()
        return _Line("", cut=True)

    def back(self, lines: list[_Line]) -> None:
        """Put lines back that were read too early."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)

    def _skip(self) -> None:
        """Read on to the end of a line that is too long."""
        while (rest := self._text.readline(ROW_CHARACTERS)) and rest[-1] not in "\r\n":
            pass


def _row(lines: _Lines, line: str, number: int, form: Form) -> TextRow:
    """Return the row that begins with a line, and takes more lines only while a quoted cell is open."""
    quote = _Quote(form.delimiter)
    if line.count('"') % 2 == 0 or not quote.open_after(line):
        return _parsed(line, number, form)
    taken: list[_Line] = []
    whole = line
    while len(taken) < QUOTED_LINES and len(whole) < ROW_CHARACTERS and (more := lines.next()) is not None:
        taken.append(more)
        whole += more.text
        if more.cut:
            break
        if not quote.open_after(more.text):
            return _parsed(whole, number, form)
    lines.back(taken)
    return _parsed(line, number, form, (Reason.OPEN_QUOTE,))


class _Quote:
    """Whether a quoted cell is open, after each text of a row. A quote opens a cell only at its beginning."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter, self._inside, self._start = delimiter, False, True

    def open_after(self, text: str) -> bool:
        """Go on with a text, and return whether a cell is open at its end."""
        inside, start = self._inside, self._start
        for letter in text:
            if inside:
                inside = letter != '"'
                start = True  # a quote that follows its closing one is doubled, and goes on inside
            elif letter == '"' and start:
                inside = True
            else:
                start = letter == self._delimiter
        self._inside, self._start = inside, start
        return inside


def _parsed(text: str, number: int, form: Form, wrong: tuple[Reason, ...] = ()) -> TextRow:
    plain = Reason.OPEN_QUOTE in wrong
    try:
        cells = next(
            csv.reader([text], delimiter=form.delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL), []
        )
    except csv.Error:  # a zero byte, or a cell longer than the module takes
        return TextRow(number, (), (*wrong, Reason.LOST_BYTES))
    if _ESCAPES.search(text):
        return TextRow(number, tuple(map(_repaired, cells)), (*wrong, Reason.BAD_BYTES))
    if form.encoding.startswith("utf-16") and "\ufffd" in text:
        wrong = (*wrong, Reason.LOST_BYTES)
    return TextRow(number, tuple(cells), wrong)


def _repaired(cell: str) -> str:
    """Return a cell whose bytes were not in the encoding, read as Windows-1256; any other as it is."""
    return cell.encode("utf-8", _ESCAPED).decode("cp1256", "replace") if _ESCAPES.search(cell) else cell
