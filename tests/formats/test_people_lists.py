# SPDX-License-Identifier: Apache-2.0
"""Lists of people as offices really have them: every row becomes a record or is reported, and no row ends a file."""

import functools
import gzip
import io
import json
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import numbers

from taawun.engines.matching.records import Document
from taawun.formats.people import Format, Reason, excel, open_list, rows
from taawun.formats.people.columns import field_of
from taawun.kernel import errors

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "UN_consolidated.xml.gz"

ENGLISH = "Name,Father's Name,Date of Birth,Nationality,CNIC,Gender\n"
ROWS = "Bilal Ahmed Khan,Rashid Khan,1984-03-05,Pakistani,35201-1234567-1,Male\n"


def peak(work):
    """Return the most memory that some work takes, in bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def opened(tmp_path, data, **stated):
    path = tmp_path / "list"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return open_list(path, **stated)


def read(tmp_path, data, **stated):
    return list(opened(tmp_path, data, **stated).rows())


def reasons(found):
    return [(problem.row, problem.reason) for row in found for problem in row.problems]


def births(record):
    return [str(one) for one in record.births]


HEADINGS = {
    "English": ("Full Name", "name"),
    "in capitals, with signs": ("DATE-OF_BIRTH:", "birth"),
    "an apostrophe": ("Father’s Name", "father"),
    "Arabic": ("اسم الأب", "father"),
    "Arabic with marks and tatweel": ("الاِسـم", "name"),
    "Urdu": ("والد کا نام", "father"),
    "Urdu from an Arabic keyboard": ("تاريخ پيدائش", "birth"),
    "two languages at once": ("Nationality / الجنسية", "country"),
    "a Cyrillic letter that looks Latin": ("Nаme", "name"),
    "all Greek capitals": ("ΝΑΜE", "name"),
    "a number at the end": ("Passport No 2", "passport"),
    "an identity card of Pakistan": ("شناختی کارڈ نمبر", "cnic"),
    "what only looks like a name": ("Namе of dog", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("heading", "field"), HEADINGS.values(), ids=HEADINGS)
def test_a_column_is_known_by_its_heading(heading, field):
    assert field_of(heading) == field


def test_a_row_becomes_a_record(tmp_path):
    (row,) = read(tmp_path, ENGLISH + ROWS)
    record = row.record
    assert row.problems == ()
    assert (record.id, record.names, record.fathers) == ("2", ("Bilal Ahmed Khan",), ("Rashid Khan",))
    assert (births(record), record.countries, record.sex) == (["1984-03-05"], ("PK",), "m")
    assert record.documents == (Document("cnic", "35201-1234567-1", "PK"),)


THREE = {
    "Arabic": ("الاسم;تاريخ الميلاد;الجنسية\nخالد الدوسري;1990;بحريني\n", "خالد الدوسري", "BH"),
    "Urdu": ("نام;تاریخ پیدائش;قومیت\nسارہ مرزا;1990;پاکستانی\n", "سارہ مرزا", "PK"),
    "English": ("Name;DOB;Country\nSara Mirza;1990;Pakistan\n", "Sara Mirza", "PK"),
}


@pytest.mark.parametrize(("text", "name", "country"), THREE.values(), ids=THREE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_a_table_is_read_in_three_scripts_and_every_encoding(tmp_path, text, name, country, encoding):
    if encoding == "cp1256":  # the older code page has no Urdu yeh
        text, name = text.replace("ی", "ي"), name.replace("ی", "ي")
    (row,) = read(tmp_path, text.encode(encoding))
    assert (row.record.names, births(row.record), row.record.countries) == ((name,), ["1990"], (country,))


SHAPES = {
    "a title and a blank line above": ("Passengers of flight 1\n\n" + ENGLISH + ROWS, ["Bilal Ahmed Khan"]),
    "one column without a header": ("Sara Mirza\nخالد الدوسري\n", ["Sara Mirza", "خالد الدوسري"]),
    "parts of a name": ("First Name\tLast Name\nSara\tMirza\n", ["Sara Mirza"]),
    "names in two scripts": ("Name,Name (Urdu)\nSara Mirza,سارہ مرزا\n", ["Sara Mirza", "سارہ مرزا"]),
    "several names in one cell": ("Name|Aliases\nSara Mirza|S. Mirza; سارہ\n", ["Sara Mirza", "S. Mirza", "سارہ"]),
    "a quoted delimiter": ('Name,City\n"Mirza, Sara",Lahore\n', ["Mirza, Sara"]),
    "a quoted line end": ('Name,City\n"Sara\nMirza",Lahore\n', ["Sara", "Mirza"]),
    "line ends of an old Mac": ("Name,City\rSara Mirza,Lahore\r", ["Sara Mirza"]),
}


@pytest.mark.parametrize(("text", "names"), SHAPES.values(), ids=SHAPES)
def test_a_table_may_have_many_shapes(tmp_path, text, names):
    assert [name for row in read(tmp_path, text) for name in row.record.names] == names


def test_columns_are_said_by_hand(tmp_path):
    text = "Wer,Wann,Name\nSara Mirza,1990,a code\n"
    (row,) = read(tmp_path, text, mapping={"Wer": "name", "Wann": "birth", "Name": "-"})
    assert (row.record.names, births(row.record)) == (("Sara Mirza",), ["1990"])
    (row,) = read(tmp_path, "7,Sara Mirza\n", mapping={"2": "name", "1": "id"})
    assert (row.record.id, row.record.names) == ("7", ("Sara Mirza",))


WRONG_COLUMNS = {
    "no name": ("Colour,Size\nred,1\n", {}, "None of the 2 columns"),
    "no such field": ("Name\nSara\n", {"Name": "nom"}, "No such field: nom"),
    "no such column": ("Name,City\nSara,Lahore\n", {"Nom": "name"}, "1 columns"),
    "no such number": ("a,b\n", {"9": "name"}, "only 2 columns"),
}


@pytest.mark.parametrize(("text", "mapping", "said"), WRONG_COLUMNS.values(), ids=WRONG_COLUMNS)
def test_unknown_columns_are_refused_by_count_and_never_by_content(tmp_path, text, mapping, said):
    with pytest.raises(errors.BadColumns, match=said) as refused:
        read(tmp_path, text, mapping=mapping)
    assert "Sara" not in str(refused.value)


GOOD = "Sara Mirza,1990-01-02,PK\n"
BAD = {
    "no name": (",1990,PK\n", Reason.NO_NAME, True),
    "signs for a name": ("---,1990,PK\n", Reason.NO_NAME, True),
    "digits for a name": ("12345,1990,PK\n", Reason.NOT_A_NAME, True),
    "a date for a name": ("12 March 1980,,PK\n", Reason.DATE_IN_NAME, True),
    "a name for a date": ("Sara Mirza,سارہ,PK\n", Reason.NAME_IN_DATE, False),
    "no such date": ("Sara Mirza,31/02/1990,PK\n", Reason.NOT_A_DATE, False),
    "a column that was too narrow": ("Sara Mirza,########,PK\n", Reason.NOT_A_DATE, False),
    "nowhere": ("Sara Mirza,1990,Atlantis\n", Reason.NOT_A_COUNTRY, False),
    "more cells than headings": ("Sara Mirza,1990,PK,x\n", Reason.MORE_CELLS, False),
    "a quote that never ends": ('"Sara Mirza,1990,PK\n', Reason.OPEN_QUOTE, False),
    "bytes of another encoding": ("خالد,1990,PK\n".encode("cp1256"), Reason.BAD_BYTES, False),
    "a row without end": (b"a" * (rows.ROW_CHARACTERS * 3) + b"\n", Reason.TOO_LONG, True),
    "a cell without end": ("a" * 50_000 + ",1990,PK\n", Reason.CUT, False),
    "too many values": ("a;" * 500 + ",1990,PK\n", None, False),
}


@pytest.mark.parametrize(("row", "reason", "lost"), BAD.values(), ids=BAD)
def test_a_bad_row_is_reported_and_harms_no_other(tmp_path, row, reason, lost):
    row = row if isinstance(row, bytes) else row.encode()
    found = read(tmp_path, b"Name,DOB,Nationality\n" + "سارہ,1990,PK\n".encode() * 3 + row + GOOD.encode() * 70)
    assert len(found) == 74
    assert {one.record.names for one in found[4:]} == {("Sara Mirza",)}
    assert [one.number for one in found] == list(range(2, 76))
    assert {at for at, _ in reasons(found)} <= {5}
    assert reason is None or (5, reason) in reasons(found)
    assert (found[3].record is None) == lost


def test_bytes_of_the_older_code_page_inside_a_modern_file_are_read(tmp_path):
    data = "Name\nسارہ\n".encode() + "خالد\n".encode("cp1256")
    assert [row.record.names for row in read(tmp_path, data)] == [("سارہ",), ("خالد",)]


def test_a_number_that_a_spreadsheet_shortened_is_not_taken_for_the_number(tmp_path):
    (row,) = read(tmp_path, "Name,CNIC\nSara Mirza,3.52012E+12\n")
    assert row.record.documents == ()
    assert reasons([row]) == [(2, Reason.SHORTENED)]


def test_a_reason_names_the_column_and_not_what_stood_there(tmp_path):
    (row,) = read(tmp_path, "نام,تاریخ پیدائش\nسارہ مرزا,لاہور\n")
    (problem,) = row.problems
    assert (problem.row, problem.column, problem.lost) == (2, "تاریخ پیدائش", False)
    assert "لاہور" not in problem.reason


# --- Excel ---------------------------------------------------------------------------------------


def workbook(tmp_path, *cells, mac=False, name="list.xlsx"):
    book = openpyxl.Workbook()
    if mac:
        book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    for row in cells:
        book.active.append(row)
    for row in book.active.iter_rows(min_row=2, min_col=2, max_col=2):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = numbers.FORMAT_DATE_DDMMYY
    book.save(tmp_path / name)
    return tmp_path / name


DATES = {
    "a real date": (date(1984, 3, 5), "1984-03-05"),
    "a serial number": (30746, "1984-03-05"),
    "a serial number with an hour": (30746.75, None),
    "text": ("5 March 1984", "1984-03-05"),
    "text with the month first": ("12/25/1984", "1984-12-25"),
    "text in Arabic digits": ("١٩٨٤", "1984"),
    "a year": (1984, "1984"),
    "eight digits": (19840305, "1984-03-05"),
    "hours": ("00:00:00", None),
    "an error": ("#VALUE!", None),
    "a Hijri date": ("1404/6/2 هـ", "1984-03-04"),
}


@pytest.mark.parametrize(("value", "read_as"), DATES.values(), ids=DATES)
def test_the_dates_of_excel_are_understood_or_reported(tmp_path, value, read_as):
    found = list(open_list(workbook(tmp_path, ["Name", "تاريخ الميلاد"], ["خالد", value])).rows())
    assert births(found[0].record) == ([read_as] if read_as else [])
    assert bool(found[0].problems) == (read_as is None)


def test_serial_numbers_of_the_other_epoch_are_shifted(tmp_path):
    found = list(open_list(workbook(tmp_path, ["Name", "DOB"], ["Sara", 30746 - 1462], mac=True)).rows())
    assert births(found[0].record) == ["1984-03-05"]


def test_dates_that_excel_took_for_american_ones_stay_in_doubt(tmp_path):
    mangled = workbook(tmp_path, ["Name", "DOB"], ["Sara", date(1984, 3, 5)], ["سارہ", "25/03/1984"])
    found = [row.record.births[0] for row in open_list(mangled).rows()]
    assert [(str(one), one.swap) for one in found] == [("1984-03-05", True), ("1984-03-25", False)]
    sound = workbook(
        tmp_path, ["Name", "DOB"], ["Sara", date(1984, 3, 5)], ["سارہ", date(1984, 3, 25)], ["x", "30/3/1984"]
    )
    assert not any(row.record.births[0].swap for row in open_list(sound).rows())


def test_a_workbook_is_read_where_its_header_is(tmp_path):
    path = workbook(
        tmp_path, ["قائمة المسافرين"], [None], ["الاسم", "رقم الجواز"], ["خالد", 1234567], [None, None], ["سارہ"]
    )
    source = open_list(path)
    assert (source.format, source.columns.header_row, source.sheet) == (Format.EXCEL, 3, "Sheet")
    found = list(source.rows())
    assert [(row.number, row.record.names) for row in found] == [(4, ("خالد",)), (6, ("سارہ",))]
    assert found[0].record.documents == (Document("passport", "1234567"),)
    assert len(list(source.rows())) == 2, "a list can be walked again"


STRINGS = (
    "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    "<si><t>Name</t></si><si><t>سارہ</t></si></sst>"
)
SHARED = {
    b't="inlineStr"><is><t>Name</t></is>': b't="s"><v>0</v>',
    b't="inlineStr"><is><t>Sara</t></is>': b't="s"><v>1</v>',
    b"</Types>": b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
}


def zipped(tmp_path, change=lambda name, data: data):
    """Return a workbook as Excel writes it, with shared texts, of which one part was changed."""
    path, changed = workbook(tmp_path, ["Name", "DOB"], ["Sara", 1]), tmp_path / "changed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | {"xl/sharedStrings.xml": STRINGS.encode()}
        for name, data in parts.items():
            shared = functools.reduce(lambda text, pair: text.replace(*pair), SHARED.items(), data)
            new.writestr(name, change(name, shared))
    return changed


def replaced(part, old, new):
    return lambda name, data: data.replace(old, new, 1) if name.endswith(part) else data


BOMBS = {
    "a sheet of zeros": ("sheet1.xml", b"<sheetData>", b"<sheetData>" + b" " * (64 << 20), errors.TooLarge),
    "texts of zeros": ("sharedStrings.xml", b"<si>", b"<si>" + b" " * (64 << 20), errors.TooLarge),
    "entities in entities": (
        "sheet1.xml",
        b"<worksheet",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet',
        errors.BadList,
    ),
    "a sheet cut off": ("sheet1.xml", b"</row></sheetData>", b"", errors.BadList),
    "no workbook": ("workbook.xml", b"<workbook", b"<nothing", errors.BadList),
}


@pytest.mark.parametrize(("part", "old", "new", "error"), BOMBS.values(), ids=BOMBS)
def test_a_hostile_workbook_is_refused_within_bounds(tmp_path, part, old, new, error):
    path = zipped(tmp_path, replaced(part, old, new))

    def refused():
        with pytest.raises(error):
            list(open_list(path).rows())

    assert peak(refused) < 24 << 20


def test_a_row_that_hides_its_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "ROW_BYTES", 100_000)
    noise = b"".join(f"<!--{number}-->".encode() for number in range(20_000))  # no ratio tells this
    path = zipped(tmp_path, replaced("sheet1.xml", b"<sheetData>", b"<sheetData>" + noise))
    with pytest.raises(errors.TooLarge, match="row"):
        list(open_list(path).rows())


def test_shared_texts_are_read(tmp_path):
    assert [row.record.names for row in open_list(zipped(tmp_path)).rows()] == [("سارہ",)]


def test_a_wrong_cell_of_a_workbook_harms_no_other(tmp_path):
    path = zipped(tmp_path, replaced("sheet1.xml", b't="s"><v>1<', b't="s"><v>99999<'))
    (row,) = list(open_list(path).rows())
    assert row.record is None
    assert {reason for _, reason in reasons([row])} >= {Reason.NO_NAME}


# --- FollowTheMoney, the United Nations, and what is no list -------------------------------------


def entity(**properties):
    schema = properties.pop("schema", "Person")
    return json.dumps({"id": "one", "schema": schema, "properties": {k: [v] for k, v in properties.items()}}) + "\n"


ENTITIES = {
    "a person": (entity(name="سارہ", birthDate="1990", nationality="pk"), ("person", ("سارہ",), ("PK",))),
    "a company": (entity(schema="Company", name="شركة مثال"), ("organisation", ("شركة مثال",), ())),
    "a vessel": (entity(schema="Vessel", name="MV Example", imoNumber="9074729"), ("vessel", ("MV Example",), ())),
    "either, with a birth": (entity(schema="LegalEntity", name="Sara", birthDate="1990"), ("person", ("Sara",), ())),
    "what is no more": (entity(name="Sara", country="suhh"), ("person", ("Sara",), ("SU",))),
    "statements": (
        "".join(
            json.dumps({"canonical_id": "one", "entity_id": "e", "schema": schema, "prop": prop, "value": value}) + "\n"
            for schema, prop, value in [("Person", "name", "سارہ"), ("LegalEntity", "alias", "Sara")]
        ),
        ("person", ("سارہ", "Sara"), ()),
    ),
}


@pytest.mark.parametrize(("text", "expected"), ENTITIES.values(), ids=ENTITIES)
def test_an_entity_of_follow_the_money_becomes_a_record(tmp_path, text, expected):
    (row,) = read(tmp_path, text)
    assert row.record.id == "one"
    assert (row.record.kind, row.record.names, row.record.countries) == expected


def test_wrong_lines_among_entities_are_reported(tmp_path):
    lines = [entity(name="سارہ"), "{broken\n", "[1]\n", '{"id": 1}\n', entity(schema="Address", full="x"),
             entity(birthDate="1990"), "[" * 100_000 + "\n", '{"a": "' + "x" * (4 << 20) + '"}\n',
             entity(name="Sara")]  # fmt: skip
    found = read(tmp_path, "".join(lines))
    assert [row.record.names for row in found if row.record] == [("سارہ",), ("Sara",)]
    assert reasons(found) == [
        (2, Reason.NOT_JSON), (3, Reason.NOT_JSON), (4, Reason.NO_ENTITY), (6, Reason.NO_NAME),
        (7, Reason.NOT_JSON), (8, Reason.TOO_LONG),
    ]  # fmt: skip


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official UN list is not beside the project")
def test_the_official_list_and_its_extract_say_the_same_people():
    whole, extract = (list(open_list(path).rows()) for path in (OFFICIAL, "un-extract"))
    assert [row.record.id for row in whole] == [row.record.id for row in extract]
    assert [row.record.names for row in whole] == [row.record.names for row in extract]
    assert not reasons(whole)


def test_an_entry_without_a_name_is_reported(tmp_path):
    entry = "<ENTITY><FIRST_NAME>{}</FIRST_NAME><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER></ENTITY>"
    xml = f"<CONSOLIDATED_LIST><ENTITIES>{entry.format('')}{entry.format('مؤسسة مثال')}</ENTITIES></CONSOLIDATED_LIST>"
    found = read(tmp_path, xml)
    assert reasons(found) == [(1, Reason.NO_ENTRY)]
    assert (found[1].record.id, found[1].record.kind) == ("XXe.001", "organisation")


NO_LIST = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\n", "empty"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .xlsx"),
    "a web page that calls itself .xls": (b"<html><table><tr><td>Name", "web page"),
    "an array of JSON": (b'[{"name": "Sara"}]', "one object a line"),
    "an archive": (b"PK\x03\x04" + bytes(100), "broken"),
    "bytes": (b"Name\0\0\0\n", "not text"),
    "half of an archive": (gzip.compress(b"Name\nSara\n")[:-12], "breaks off"),
}


@pytest.mark.parametrize(("data", "said"), NO_LIST.values(), ids=NO_LIST)
def test_what_is_no_list_is_refused_in_words(tmp_path, data, said):
    with pytest.raises(errors.BadList, match=said):
        list(opened(tmp_path, data).rows())


def test_a_folder_is_no_list(tmp_path):
    with pytest.raises(errors.BadList, match="folder"):
        open_list(tmp_path)


def test_an_archive_of_other_things_is_told_apart(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("names.csv", "Name\nSara\n")
    with pytest.raises(errors.BadList, match="workbook"):
        opened(tmp_path, data.getvalue())


def test_a_long_list_is_read_in_constant_memory_and_tells_how_far_it_is(tmp_path):
    sources = []
    for name, times in (("short", 200), ("long", 1_000)):
        path = tmp_path / name
        path.write_text("Name,DOB\n" + "Sara Mirza,1990-01-02\nخالد الدوسري,1985\n" * times, encoding="utf-8")
        sources.append(open_list(path))
    short, long = (peak(lambda: sum(1 for _ in source.rows())) for source in sources)  # noqa: B023
    assert long < short * 1.2 + 50_000
    assert [source.progress.done for source in sources] == [source.size for source in sources]
