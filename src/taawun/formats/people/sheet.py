# SPDX-License-Identifier: Apache-2.0
"""From the rows of a table, text or workbook, to rows of texts by field: finds the header, then goes row by row."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from taawun.formats.people import columns
from taawun.formats.people.columns import HEAD_ROWS, Columns
from taawun.formats.people.rows import PlainRow, Reason, RowProblem
from taawun.formats.people.text import TextRow

_DATES: Final = frozenset(("birth",))
_MONTHS: Final = 12
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(1[3-9]|2\d|3[01])[/.-]\d{1,2}[/.-]\d{2,4}$", re.ASCII)


def head(rows: Iterator[TextRow], count: int = HEAD_ROWS) -> list[TextRow]:
    """Return the first rows, among which the header is."""
    return list(itertools.islice(rows, count))


def columns_of(first: Iterable[TextRow], stated: Mapping[str, str]) -> Columns:
    """Return the columns of a table whose first rows these are.

    Raises:
        BadColumns: as `columns.find`.
    """
    return columns.find([(row.number, row.cells) for row in first if row.cells], stated)


def plausible(first: Iterable[TextRow], stated: Mapping[str, str]) -> tuple[int, int]:
    """Return how much first rows look like a table: the most headings known in a row, and the usual width."""
    cells = [row.cells for row in first if row.cells]
    told = max((sum(bool(cell in stated or columns.field_of(cell)) for cell in row) for row in cells), default=0)
    widths = Counter(len(row) for row in cells)
    width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return told, width if times * 5 >= len(cells) * 3 else 0


def is_mangled(first: Iterable[TextRow], chosen: Columns) -> bool:
    """Return whether a spreadsheet that expects the month first has read dates that were typed with the day first.

    It took 03/02/1971 for the second of March, and left 25/02/1971 a text, which it could not read at all.
    """
    places = [at for at, field in enumerate(chosen.fields) if field in _DATES]
    cells = [row.cells[at].strip() for row in first for at in places if at < len(row.cells)]
    days = [int(cell[8:]) for cell in cells if _ISO.fullmatch(cell)]
    return bool(days) and max(days) <= _MONTHS and any(_DAY_FIRST.match(cell) for cell in cells)


def rows(found: Iterable[TextRow], chosen: Columns, shift: int = 0, *, mangled: bool = False) -> Iterator[PlainRow]:
    """Yield the rows below the header.

    `shift` is added to serial numbers where a date belongs, in days. With `mangled` dates are handed on in a form in
    which day and month are in doubt.
    """
    called: dict[str, str] = {}
    for name, field in zip(chosen.names, chosen.fields, strict=True):
        called.setdefault(field, name)
    read = [(at, field) for at, field in enumerate(chosen.fields) if field]
    for row in found:
        if row.number > chosen.header_row:
            plain = PlainRow(row.number, _fields(row.cells, read, shift, mangled=mangled), called)
            wrong = (*row.wrong, Reason.MORE_CELLS) if _is_too_wide(row.cells, len(chosen.fields)) else row.wrong
            plain.problems = tuple(RowProblem(row.number, "", reason) for reason in wrong)
            yield plain


def _fields(
    cells: tuple[str, ...], read: list[tuple[int, str]], shift: int, *, mangled: bool
) -> dict[str, tuple[str, ...]]:
    gathered: dict[str, tuple[str, ...]] = {}
    for at, field in read:
        if at < len(cells) and (cell := cells[at]):
            text = _dated(cell, shift, mangled=mangled) if (shift or mangled) and field in _DATES else cell
            gathered[field] = (*gathered[field], text) if field in gathered else (text,)
    return gathered


def _is_too_wide(cells: tuple[str, ...], width: int) -> bool:
    return len(cells) > width and any(cell.strip() for cell in cells[width:])


def _dated(cell: str, shift: int, *, mangled: bool) -> str:
    if mangled and _ISO.fullmatch(cell):
        year, month, day = cell.split("-")
        return f"{day}/{month}/{year}"
    return str(int(cell) + shift) if cell.isdecimal() and len(cell) == 5 else cell
