# SPDX-License-Identifier: Apache-2.0
"""Tables in the encodings and delimiters that offices in the region really use."""

import io

import pytest

from taawun.formats import tables
from taawun.formats.tables import Form
from taawun.kernel import errors

TEXT = 'Name;City\n"خالد; منصور";المنامة\nSara;Manama\nسارہ;کراچی\n'
CP1256 = TEXT.replace("ی", "ي")  # the older code page has no Urdu yeh


def read(data, **stated):
    form = tables.detect(io.BytesIO(data), **stated)
    return form, [row.cells for row in tables.rows(io.BytesIO(data), form)]


ENCODED = {
    "utf-8": (TEXT.encode(), "utf-8"),
    "utf-8 with a mark": (TEXT.encode("utf-8-sig"), "utf-8-sig"),
    "utf-16, little end first": ("\ufeff".encode("utf-16-le") + TEXT.encode("utf-16-le"), "utf-16"),
    "utf-16, big end first": ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "utf-16"),
    "cp1256": (CP1256.encode("cp1256"), "cp1256"),
}


@pytest.mark.parametrize(("data", "encoding"), ENCODED.values(), ids=ENCODED)
def test_the_encoding_is_told_from_the_bytes(data, encoding):
    form, rows = read(data)
    assert form == Form(encoding, ";")
    assert rows[0] == ("Name", "City")
    assert rows[1] == ("خالد; منصور", "المنامة")
    assert rows[2] == ("Sara", "Manama")


@pytest.mark.parametrize("delimiter", tables.DELIMITERS)
def test_the_delimiter_is_told_from_the_rows(delimiter):
    text = "\n".join([f"نام{delimiter}شہر{delimiter}ملک"] + [f"علی{delimiter}لاہور{delimiter}PK"] * 3)
    assert read(text.encode())[0].delimiter == delimiter


def test_what_is_stated_is_not_guessed():
    form, rows = read("اسم;مدينة\nSara;Manama\n".encode("cp1256"), encoding="cp1256", delimiter=",")
    assert form == Form("cp1256", ",")
    assert rows[1] == ("Sara;Manama",)


def test_a_letter_cut_by_the_first_look_is_no_other_encoding():
    text = "x" + ("ا" * 99 + "\n") * (tables.HEAD_BYTES // 100)
    assert read(text.encode())[0].encoding == "utf-8"


def test_rows_are_counted_as_a_spreadsheet_does():
    data = 'Name\n"two\nlines"\n\n ,\nعلی\n'.encode()
    found = [(row.number, row.cells) for row in tables.rows(io.BytesIO(data), Form("utf-8", ","))]
    assert found == [(1, ("Name",)), (2, ("two\nlines",)), (5, ("علی",))]


UNREADABLE = {
    "nothing": (b"", {}, errors.BadImportFile),
    "blanks": (b" \n\n", {}, errors.BadImportFile),
    "no text": (b"Name\0\0\0\n", {}, errors.BadImportFile),
    "an unknown encoding": (b"Name", {"encoding": "latin-1"}, errors.BadImportFile),
    "another encoding than stated": (CP1256.encode("cp1256"), {"encoding": "utf-8"}, errors.BadImportFile),
    "a stray byte far behind": (b"Name\n" + b"a\n" * tables.HEAD_BYTES + b"\xff\n", {}, errors.BadImportFile),
    "a quote that never ends": (b'Name\n"Ali\n', {"delimiter": ","}, errors.BadImportFile),
    "too many columns": (b"," * 600 + b"x\n", {"delimiter": ","}, errors.TooLarge),
    "a cell without end": (b"Name\n" + b"a" * 60_000, {}, errors.TooLarge),
}


@pytest.mark.parametrize(("data", "stated", "error"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_table_is_refused(data, stated, error):
    with pytest.raises(error):
        read(data, **stated)


def test_a_file_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "FILE_BYTES", 100)
    with pytest.raises(errors.FileTooLarge):
        list(tables.rows(io.BytesIO(b"Name\n" * 100), Form("utf-8", ",")))


NOT_TEXT = {
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "The file is not text."),
    "every byte there is": (bytes(range(256)) * 40, "The file is not text."),
    "one zero in a table": (b"Name;City\n" + b"Ali;Lahore\n" * 9 + b"A\0li;Lahore\n", "The file is not text."),
    "a zero far behind": (
        b"Name\n" + b"a\n" * tables.HEAD_BYTES + b"\0\n",
        f"After row {tables.HEAD_BYTES + 1} there is something that is not text.",
    ),
    "a cell that is longer than a reader of tables takes": (
        b"Name;City\n" + b"a" * 200_000 + b";b\n",
        "Row 2 has more than 500 columns, or more than 50000 characters in one of them.",
    ),
    "quotes that are broken": (b'Name;City\nAli;Lahore\n"A"li;b\n', "After row 2 the quotes or delimiters are broken."),
}


@pytest.mark.parametrize(("data", "said"), NOT_TEXT.values(), ids=NOT_TEXT)
def test_why_a_file_is_no_table_is_said_with_the_row(data, said):
    with pytest.raises(errors.TaawunError) as refused:
        read(data)
    assert refused.value.detail == said


def test_utf_16_without_a_mark_is_told_from_a_table_of_arabic_words():
    text = "الاسم;المدينة\n" + "عبدالرحمن;المنامة\n" * 3
    assert read(text.encode("utf-16-le"))[0].encoding == "utf-16-le"
    assert read(text.encode("utf-16-be"))[0].encoding == "utf-16-be"
