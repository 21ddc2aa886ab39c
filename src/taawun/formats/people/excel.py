# SPDX-License-Identifier: Apache-2.0
"""Rows of an Excel workbook (.xlsx), one at a time, as texts; dates become ISO days whatever format they wear.

openpyxl knows styles, dates and shared strings; the sheet itself is read here row by row, because one wrong cell
must not end the file, and because a small archive may unpack to more than the machine has. Formulas give the value
that Excel last saw.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.datetime import MAC_EPOCH, from_excel
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser

from taawun.formats.people.rows import Reason
from taawun.formats.people.text import TextRow
from taawun.kernel.errors import BadList, TooLarge

SHEET_BYTES: Final = 2 << 30
"""Largest sheet, in bytes once unpacked; it is streamed."""
STRINGS_BYTES: Final = 256 << 20
"""Largest table of shared texts, in bytes once unpacked; it is held in memory."""
PART_BYTES: Final = 16 << 20
"""Largest other part of the workbook that is read, in bytes once unpacked."""
PARTS: Final = 5_000
"""Most parts (files) in the archive."""
RATIO: Final = 250
"""How many times its packed size a part beyond a mebibyte may unpack to; spreadsheets reach about 30."""
ROW_BYTES: Final = 8 << 20
"""Largest row, in bytes of XML."""
MAC_DAYS: Final = 1462
"""Days between the two epochs of Excel."""
CHUNK_BYTES: Final = 64 << 10

_ROW = re.compile(rb"<(?:\w+:)?(?:row|si)[\s>/]")
_WRONG = "#VALUE!"
_BROKEN = SyntaxError  # what both XML readers raise that openpyxl may use: expat's ParseError and lxml's XMLSyntaxError
_UNREADABLE = (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, zipfile.BadZipFile, EOFError)


@dataclass(frozen=True, slots=True)
class Book:
    """An opened workbook: its visible sheets, and how many days its serial numbers are behind the usual ones."""

    sheets: tuple[str, ...]
    shift: int
    _book: Any

    def rows(self, sheet: str) -> Iterator[TextRow]:
        """Yield the rows of a sheet that are not blank, numbered as Excel shows them.

        Raises:
            BadList: the sheet breaks off, or is no sheet.
            TooLarge: beyond a limit above.
        """
        try:
            yield from _rows(self._book, self._book[sheet])
        except (_BROKEN, DefusedXmlException, *_UNREADABLE):
            raise BadList("The sheet is broken: it cannot be read to its end.") from None

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()


def opened(file: IO[bytes]) -> Book:
    """Open a workbook.

    Raises:
        BadList: it is none, or it is locked by a password.
        TooLarge: it unpacks to more than the limits above.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check(archive)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (_BROKEN, DefusedXmlException, *_UNREADABLE, RuntimeError, NotImplementedError):
        raise BadList("The workbook is broken, or locked by a password.") from None
    visible = tuple(one.title for one in book.worksheets if one.sheet_state == "visible")
    if not visible:
        raise BadList("The workbook has no visible sheet.")
    return Book(visible, MAC_DAYS if book.epoch == MAC_EPOCH else 0, book)


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse an archive by what its directory states; reading never goes beyond what is stated."""
    parts = archive.infolist()
    if len(parts) > PARTS:
        raise TooLarge(f"The workbook has more than {PARTS} parts.")
    for part in parts:
        limit = _limit(part.filename.casefold())
        if limit and part.file_size > min(limit, max(1 << 20, part.compress_size * RATIO)):
            raise TooLarge(f"A part of the workbook unpacks to {part.file_size >> 20} MiB.")
        if limit == STRINGS_BYTES:
            with archive.open(part) as strings:
                _drain(_Bounded(strings))


def _limit(name: str) -> int:
    if not name.endswith((".xml", ".rels")):
        return 0  # pictures and the like are never unpacked
    if "sharedstrings" in name:
        return STRINGS_BYTES
    return SHEET_BYTES if "/worksheets/" in name and name.endswith(".xml") else PART_BYTES


def _drain(file: "_Bounded") -> None:
    while file.read():
        pass


class _Bounded:
    """The XML of a sheet or of the shared texts, refused where one row or text is larger than the limit."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._since = file, 0

    def read(self, size: int = CHUNK_BYTES) -> bytes:
        """Return the next bytes."""
        data = self._file.read(min(size, CHUNK_BYTES) if size > 0 else CHUNK_BYTES)
        begun = [found.start() for found in _ROW.finditer(data)]
        self._since = len(data) - begun[-1] if begun else self._since + len(data)
        if self._since > ROW_BYTES:
            raise TooLarge(f"A row of the sheet has more than {ROW_BYTES >> 20} MiB.")
        return data


class _Sheet(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """openpyxl's parser of rows and cells, for which a wrong cell is an error value rather than an error."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Return a cell; dates stay serial numbers until it is known that they can be dates."""
        try:
            found: dict[str, Any] = super().parse_cell(element)
        except (*_UNREADABLE, ArithmeticError):
            return {"column": max(self.col_counter, 1), "value": _WRONG, "style_id": 0}
        return found


def _rows(book: Any, sheet: Any) -> Iterator[TextRow]:
    dates = book._date_formats  # noqa: SLF001 - which styles are dates; openpyxl's own parser is handed it too
    strings, source = sheet._shared_strings, sheet._get_source()  # noqa: SLF001 - likewise
    with source:
        parser = _Sheet(source, strings, data_only=True, epoch=book.epoch)
        for _event, element in iterparse(_Bounded(source), forbid_dtd=True):
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                element.clear()
                row = _row(number, cells, dates, book.epoch)
                if any(cell.strip() for cell in row.cells):
                    yield row
            elif element.tag == DATA_TAG:
                return


def _row(number: int, cells: list[dict[str, Any]], dates: set[int], epoch: datetime) -> TextRow:
    from taawun.formats.tables import COLUMNS

    kept = [cell for cell in cells if cell["column"] <= COLUMNS]
    texts = [""] * max((cell["column"] for cell in kept), default=0)
    for cell in kept:
        dated = cell["style_id"] in dates
        texts[cell["column"] - 1] = _text(cell["value"], epoch if dated else None)
    return TextRow(number, tuple(texts), (Reason.MORE_CELLS,) if len(kept) < len(cells) else ())


def _text(value: object, epoch: datetime | None) -> str:
    """Return what a cell says; `epoch` is given where the cell's style is one of dates."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and epoch is not None:
        value = _moment(value, epoch)
    if isinstance(value, date):  # a datetime is one too; the hour says nothing here
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _moment(value: float, epoch: datetime) -> object:
    if 1850 <= value <= 2100 and float(value).is_integer():
        return int(value)  # a year that was typed into a cell of dates; as a serial it would be 1905
    try:
        return from_excel(value, epoch)
    except (*_UNREADABLE, ArithmeticError):
        return _WRONG
