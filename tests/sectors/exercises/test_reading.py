# SPDX-License-Identifier: Apache-2.0
"""Injects from a table: all of it or nothing, and each wrong row says why (§88.5)."""

import io

import pytest
from openpyxl import Workbook

from taawun.kernel.errors import BadImportFile, TooLarge
from taawun.sectors.exercises import reading, rules
from tests.sectors.exercises.plan import HEAD_CSV, OBJECTIVES, PARTIES, PLAYERS, ROWS

HEAD = HEAD_CSV
PLAYING, AIMS = rules.players_of(PLAYERS, PARTIES), rules.objectives_of(OBJECTIVES)
CELLS = [[cell.strip() for cell in row.split("|")] for row in ROWS]


def read(data: bytes, known=()):
    return reading.read(data, PLAYING, AIMS, PARTIES, known)


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def test_a_table_gives_its_injects_from_csv_and_from_excel_alike():
    book = Workbook()
    book.active.append(HEAD.split(","))
    for row in CELLS:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    from_csv, from_excel = read(csv(*(",".join(row) for row in CELLS))), read(out.getvalue())
    assert from_csv == from_excel
    assert [one.number for one in from_csv.injects] == [1, 2, 3, 4]
    assert from_csv.wrong == ()


def test_columns_may_be_named_in_urdu_and_stand_in_any_order():
    head = "نمبر,منٹ,از,بنام,ذریعہ,متن,متوقع کارروائی,کنٹرولر,مقصد"
    assert read(csv(",".join(CELLS[0]), head=head)).injects[0].to == "MCC"


def test_every_wrong_row_is_told_with_its_number():
    rows = [list(row) for row in CELLS]
    rows[1][3], rows[2][1], rows[3][0] = "NAVY", "-1", "1"
    wrong = read(csv(*(",".join(row) for row in rows))).wrong
    assert [number for number, _ in wrong] == [3, 4, 5]
    assert "no player" in wrong[0][1].detail
    assert "from 0" in wrong[1][1].detail
    assert "twice" in wrong[2][1].detail
    ((number, again),) = read(csv(",".join(CELLS[0])), known=[1]).wrong
    assert (number, again.detail) == (2, "the number 1 stands there twice.")


BAD = {
    "nothing": (b"", BadImportFile),
    "a header alone": (csv(), BadImportFile),
    "a column missing": (csv("1,2", head="number,minute"), BadImportFile),
    "too many rows": (csv(*(",".join(CELLS[0]) for _ in range(201))), BadImportFile),
    "too large": (b"x" * (reading.FILE_BYTES + 1), TooLarge),
    "no workbook": (b"PK\x03\x04" + b"\0" * 50, BadImportFile),
    "no text": (b"\0\1\2\3" * 20, BadImportFile),
}


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_table_of_injects_is_refused(data, error):
    with pytest.raises(error):
        read(data)
