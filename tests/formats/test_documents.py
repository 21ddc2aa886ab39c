# SPDX-License-Identifier: Apache-2.0
"""The text of what is handed in, in three scripts and three forms; what is refused before it is parsed (§80.110)."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.oxml import parse_xml

from taawun.formats import documents
from taawun.formats.documents import text_of
from taawun.formats.papers import printing
from taawun.formats.papers.letter import Authority, Kind, Language, Letter, Marking, Section, Signatory, Status
from taawun.kernel.errors import BadDocument, ScatteredDocument
from tools import catalogues

TEXTS = {
    "en": "Three memoranda are being prepared.",
    "ar": "ويجري إعداد ثلاث مذكرات في تسليم المطلوبين.",
    "ur": "تین یادداشتیں تیار کی جا رہی ہیں۔",
}


def word(*lines: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def pdf(text: str, language: str) -> bytes:
    where = Authority("Secretariat", "Bahrain")
    letter = Letter(
        kind=Kind.NOTICE, language=Language(language), status=Status.DRAFT, case_id="1", our_reference="1",
        sender=where, recipient=where, place="Manama", day=date(2025, 9, 26), subject="Report", legal_basis=("Terms",),
        sections=(Section("1", (text,)),), signatory=Signatory("Reem", "Secretary"), marking=Marking("H0", "-"),
    )  # fmt: skip
    return printing.render(letter, None, created=datetime(2025, 9, 26, tzinfo=UTC))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_and_a_word_document_say_the_same(text):
    assert text_of(text.encode()) == text_of(b"\xef\xbb\xbf" + text.encode()) == text
    assert text_of(word(text, "")) == text


def tabled(cells: str) -> bytes:
    """Return a document with one table of these rows."""
    document, out = Document(), io.BytesIO()
    document.add_paragraph("Agenda")
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document.element.body.append(parse_xml(f'<w:tbl xmlns:w="{names}">{cells}</w:tbl>'))
    document.save(out)
    return out.getvalue()


CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
TABLES = {
    "two cells": ("<w:tr>" + CELL.format("", "نکتہ") + CELL.format("", "1") + "</w:tr>", "Agenda\nنکتہ | 1"),
    "a cell that spans two thousand million": (
        "<w:tr>" + CELL.format('<w:gridSpan w:val="2000000000"/>', "one") + "</w:tr>", "Agenda\none",
    ),
    "a cell that goes on through two thousand rows": (
        "<w:tr>" + CELL.format('<w:vMerge w:val="restart"/>', "one") + "</w:tr>"
        + ("<w:tr>" + CELL.format("<w:vMerge/>", "again") + "</w:tr>") * 2_000, "Agenda\none",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), TABLES.values(), ids=TABLES)
def test_a_table_is_read_cell_by_cell_whatever_it_says_of_its_size(cells, said):
    assert text_of(tabled(cells)) == said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_pdf_is_read_in_the_order_of_its_letters(language):
    assert TEXTS[language].split()[1] in text_of(pdf(TEXTS[language], language))


def test_an_urdu_pdf_whose_words_come_apart_is_refused_with_advice():
    with pytest.raises(ScatteredDocument) as refused:
        text_of(pdf(TEXTS["ur"], "ur"))
    assert "Paste its text" in refused.value.sentence


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


REFUSED = {
    "nothing": b"",
    "blanks": b" \n ",
    "no text": b"\x00\x01\x02",
    "not UTF-8": "مذكرة".encode("cp1256"),
    "a PDF that breaks off": b"%PDF-1.7\n1 0 obj",
    "an archive that breaks off": b"PK\x03\x04 and more",
    "an archive of something else": packed(data_csv=b"1,2"),
    "a Word document without its parts": packed(word__document_xml=b"<a/>"),
    "a Word document that fills memory": packed(word__document_xml=b" " * (documents.UNPACKED_BYTES + 1)),
    "a text that is too long": b"a" * (documents.CHARACTERS + 1),
    "too many bytes": b"a" * (documents.DOCUMENT_BYTES + 1),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason_in_words_that_catalogues_hold(data):
    with pytest.raises(BadDocument) as refused:
        text_of(data)
    assert refused.value.told
    assert set(refused.value.told) <= {one.text for one in catalogues.collect()}


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch):
    data = pdf(TEXTS["en"], "en")
    monkeypatch.setattr(documents, "PAGES", 0)
    with pytest.raises(BadDocument):
        text_of(data)
