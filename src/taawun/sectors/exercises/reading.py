# SPDX-License-Identifier: Apache-2.0
"""Injects from a table (CSV or Excel): each wrong row is told, and nothing is taken unless all are right.

The header names the columns in any order, in English, Arabic or Urdu.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from taawun.formats import tables
from taawun.kernel.errors import BadImportFile, BadList, BadPlan, TooLarge
from taawun.sectors.exercises.rules import INJECTS, Inject, Objective, Place, Player, inject_of, line_of

FILE_BYTES: Final = 1 << 20
"""Largest file, in bytes."""
COLUMNS: Final = {
    "number": ("number", "no", "الرقم", "نمبر"),
    "minute": ("minute", "time", "الدقيقة", "منٹ"),
    "from": ("from", "من", "از"),
    "to": ("to", "إلى", "بنام"),
    "channel": ("channel", "القناة", "ذریعہ"),
    "text": ("text", "inject", "النص", "متن"),
    "expected": ("expected action", "expected", "الإجراء المتوقع", "متوقع کارروائی"),
    "controller": ("controller", "المراقب", "کنٹرولر"),
    "objective": ("objective", "الهدف", "مقصد"),
}
"""What each column may be called, in the order of the parts of a line."""
HERE: Final = Place()
"""The place of what is wrong in a row: the row is said beside it."""
_EXCEL: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: its injects, and (row, what is wrong with it) for each wrong row."""

    injects: tuple[Inject, ...]
    wrong: tuple[tuple[int, BadPlan], ...]


def read(
    data: bytes,
    players: Sequence[Player],
    objectives: Sequence[Objective],
    parties: Sequence[str],
    known: Sequence[int] = (),
) -> Read:
    """Return the injects of a file.

    Args:
        data: the file.
        players: to whom its rows may go.
        objectives: which they may serve.
        parties: whose nodes may fire them.
        known: numbers that the plan has already.

    Raises:
        BadImportFile: it is no table, lacks a column, or has too many rows.
        TooLarge: beyond a limit.
    """
    if len(data) > FILE_BYTES:
        raise TooLarge(f"{len(data)} bytes; at most {FILE_BYTES}.")
    rows = list(_rows(data))
    if len(rows) < 2 or len(rows) > INJECTS + 1:
        raise BadImportFile(f"From 1 to {INJECTS} rows below the header are expected.")
    places = _places(rows[0][1])
    found: list[Inject] = []
    wrong: list[tuple[int, BadPlan]] = []
    numbers = set(known)
    for number, cells in rows[1:]:
        picked = [cells[place] if place < len(cells) else "" for place in places]
        try:
            one = inject_of([_plain(cell) for cell in picked], HERE, players, objectives, parties)
        except BadPlan as error:
            wrong.append((number, error))
            continue
        if one.number in numbers:
            wrong.append((number, HERE.bad("number twice", number=one.number)))
        numbers.add(one.number)
        found.append(one)
    return Read(tuple(found), tuple(wrong))


def _plain(cell: str) -> str:
    """Return a cell as a part of a line; a whole number that a spreadsheet wrote with a fraction loses it."""
    text = line_of([cell])
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def _rows(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    file = io.BytesIO(data)
    if not data.startswith(_EXCEL):
        for row in tables.rows(file, tables.detect(file)):
            yield row.number, row.cells
        return
    from taawun.formats.people import excel  # with what compares names, which no page needs at start

    try:
        book = excel.opened(file)
        for line in book.rows(book.sheets[0]):
            yield line.number, line.cells
    except BadList as error:
        raise BadImportFile(error.detail) from None


def _places(header: Sequence[str]) -> list[int]:
    heads = [" ".join(cell.casefold().split()) for cell in header]
    places = [next((heads.index(name) for name in names if name in heads), -1) for names in COLUMNS.values()]
    missing = [column for column, place in zip(COLUMNS, places, strict=True) if place < 0]
    if missing:
        raise BadImportFile(f"Columns that are missing: {', '.join(missing)}.")
    return places
