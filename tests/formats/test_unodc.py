# SPDX-License-Identifier: Apache-2.0
"""The Individual Drug Seizures file: rows as reported with what they state, and what is wrong said beside each."""

import io
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from taawun.formats import tables, unodc
from taawun.formats.drug_units import factor_named, factor_of, kilograms
from taawun.formats.unodc import Flaw
from taawun.kernel.errors import BadImportFile, FileTooLarge

REAL = Path(__file__).parents[3] / "shared" / "data" / "unodc_ids.zip"
HEAD = ";".join(unodc.COLUMNS)
real = pytest.mark.skipif(not REAL.exists(), reason="unodc_ids.zip does not lie in ../shared/data")


def line(amount="1.35", unit="Kilogram", day="2011-12-01", drug="Heroin", place="پشاور", **more) -> str:
    cells = {"PLACE": place, "SEIZURE_DATE": day, "DRUG_NAME": drug, "AMOUNT": amount, "DRUG_UNIT": unit} | {
        "COUNTRY": "Pakistan", "DEPARTURE_COUNTRY": "Pakistan", "DESTINATION_COUNTRY": "Bahrain"
    } | more  # fmt: skip
    return ";".join(cells.get(name, "") for name in unodc.COLUMNS)


def read(*lines: str, encoding: str = "utf-8", head: str = HEAD) -> list[unodc.Seized]:
    return list(unodc.rows(io.BytesIO("\n".join([head, *lines, ""]).encode(encoding))))


LINES = {
    "kilograms": (line(), (1_350_000_000, "kg", 2011), ()),
    "grams": (line("341.61", "Gram"), (341_610_000, "g", 2011), ()),
    "a litre counts as a kilogram": (line("2", "Litre"), (2_000_000_000, "l", 2011), ()),
    "viss": (line("1", "Viss"), (1_632_930_000, "viss", 2011), ()),
    "tablets stay tablets": (line("490.0", "Tablet"), (None, "", 2011), (Flaw.UNIT,)),
    "a block of a nominal weight is counted": (line("3", "Block (350gr)"), (None, "", 2011), (Flaw.UNIT,)),
    "no unit": (line("3", ""), (None, "", 2011), (Flaw.UNIT,)),
    "zero is a statement": (line("0"), (0, "kg", 2011), (Flaw.NOT_POSITIVE,)),
    "nothing stated is not zero": (line(""), (None, "kg", 2011), (Flaw.NO_AMOUNT,)),
    "not a number": (line("NaN"), (None, "kg", 2011), (Flaw.NO_AMOUNT,)),
    "below zero": (line("-1"), (-1_000_000_000, "kg", 2011), (Flaw.NOT_POSITIVE,)),
    "beyond all harvests": (line("1e12"), (None, "kg", 2011), (Flaw.TOO_MUCH,)),
    "an impossible day": (line(day="2013-02-30"), (1_350_000_000, "kg", None), (Flaw.DATE,)),
    "a day as text": (line(day="Spring"), (1_350_000_000, "kg", None), (Flaw.DATE,)),
    "a column too few": ("a;b;c", (None, "", None), (Flaw.COLUMNS,)),
    "a cell without end": (line(place="x" * 501), (None, "", None), (Flaw.LENGTH,)),
}


@pytest.mark.parametrize(("text", "said", "flaws"), LINES.values(), ids=LINES)
def test_a_line_says_what_it_states_and_what_is_wrong(text, said, flaws):
    (row,) = read(text)
    assert (row.micrograms, row.factor, row.year) == said
    assert row.flaws == flaws
    assert row.number == 2


def test_cells_stay_as_reported():
    (row,) = read(line("0.7440000000000001", place="Gwadar گوادر"))
    assert ";".join(row.cells) == line("0.7440000000000001", place="Gwadar گوادر")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_the_encodings_of_spreadsheets_are_read(encoding):
    (row,) = read(line(place="المنامة"), encoding=encoding)
    assert row.cells[4] == "المنامة"


def test_equal_rows_share_a_digest_and_others_do_not():
    first, second, other = read(line(), line(), line("1.36"))
    assert first.digest == second.digest != other.digest


BAD = {
    "another table": b"name;date\nx;2011-01-01\n",
    "nothing": b"",
    "no text": b"\x00\x01\x02\x03" * 40,
    "a broken archive": b"PK\x03\x04" + b"\0" * 60,
    "bytes that break off": "\n".join([HEAD, *[line()] * 10]).encode() + b"\n\xff\xfe\xff;\n",
    "a quote without an end": (HEAD + '\n"' + line()).encode(),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_is_not_this_file_is_refused(data):
    with pytest.raises(BadImportFile):
        list(unodc.rows(io.BytesIO(data)))


def packed(*names: str) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, f"{HEAD}\n{line()}")
    return made


def test_an_archive_holds_one_table():
    assert len(list(unodc.rows(packed("seizures.csv", "README.md")))) == 1
    assert unodc.lines_in(packed("seizures.csv")) == 1
    for names in (("a.csv", "b.csv"), ("a.pdf",)):
        with pytest.raises(BadImportFile):
            list(unodc.rows(packed(*names)))


def test_an_archive_that_unpacks_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("taawun.formats.tables.FILE_BYTES", 1_000)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "\n".join([HEAD, *[line()] * 500]))
    with pytest.raises(FileTooLarge):
        list(unodc.rows(made))


UNITS = {
    "Kilogram": ("2", "2", "kg"), "کلوگرام": ("2", "2", "kg"), "غرام": ("500", "0.5", "g"), " GM ": ("1", "0.001", "g"),
    "Gallons (US, liquid)": ("1", "3.785411784", "gal-us"), "Ton": ("4500", "4500000", "t"),
}  # fmt: skip


@pytest.mark.parametrize(("unit", "row"), UNITS.items(), ids=UNITS)
def test_units_in_three_languages_have_a_factor_with_a_source(unit, row):
    amount, expected, factor = row
    assert kilograms(amount, unit) == (Decimal(expected), factor)
    assert factor_of(unit) == factor_named(factor)
    assert factor_named(factor).source


@real
def test_the_public_file_holds_what_it_is_known_to_hold():
    flaws, units, count, bahrain, heroin, route = Counter(), set(), 0, 0, 0, 0
    with REAL.open("rb") as file:
        for row in unodc.rows(file):
            count += 1
            flaws.update(row.flaws)
            units.add(row.cells[8])
            bahrain += row.cells[2] == "Bahrain"
            if row.cells[13:15] == ("Pakistan", "Bahrain"):
                route += 1
                heroin += row.micrograms if row.cells[6] == "Heroin" else 0
    assert (count, len(units), bahrain, route) == (311_038, 44, 0, 23)
    assert round(heroin / 10**9, 2) == 24.72
    assert flaws == {Flaw.UNIT: 10_371, Flaw.NOT_POSITIVE: 26, Flaw.NO_AMOUNT: 1}


def _zip(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return made.getvalue()


def _flipped(data: bytes) -> bytes:
    return data[:60] + b"\0\0\0\0" + data[64:]


GOOD = "\n".join([HEAD, *[line(str(amount)) for amount in range(1, 400)], ""]).encode()
REFUSED = {
    "an archive whose bytes are damaged": (_flipped(_zip(a__csv=GOOD)), "The archive is broken or locked."),
    "an archive of two tables": (_zip(a__csv=GOOD, b__csv=GOOD), "The archive holds 2 tables, and one is expected."),
    "an archive without one": (_zip(a__exe=b"MZ"), "The archive holds 0 tables, and one is expected."),
    "a workbook": (_zip(**{"[Content_Types]__xml": b"<x/>"}), "It is an Excel workbook; save its sheet as CSV."),
    "a column too few": (GOOD.replace(b";ROUTING", b""), "Columns that are missing: ROUTING."),
    "columns in another order": (
        GOOD.replace(b"REGION;SUBREGION", b"SUBREGION;REGION"),
        "There are other columns than published, or they stand in another order.",
    ),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_another_one_says_what_is_wrong(data, said):
    with pytest.raises(BadImportFile) as refused:
        list(unodc.rows(io.BytesIO(data)))
    assert refused.value.detail == said


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(tables, "FILE_BYTES", len(GOOD) - 1)
    with pytest.raises(FileTooLarge):
        next(unodc.rows(io.BytesIO(_zip(a__csv=GOOD))))


def test_a_table_that_a_spreadsheet_saved_again_with_commas_is_read():
    rows = list(unodc.rows(io.BytesIO(GOOD.replace(b";", b","))))
    assert len(rows) == 399
    assert rows[0].factor == "kg"
