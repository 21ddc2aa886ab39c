# SPDX-License-Identifier: Apache-2.0
"""What a PDF that came in says of itself."""

import pytest

from taawun.formats.papers import pades, printing, reading
from taawun.formats.papers.letter import Language, Section, Status
from taawun.kernel.errors import BadPaper
from tests.formats.papers.making import DATA, T, letter, ours


@pytest.mark.parametrize("language", Language)
def test_a_letter_gives_its_data_back_before_and_after_it_is_signed(language):
    pdf = printing.render(letter(language), DATA, created=T)
    for one in (pdf, pades.sign(pdf, ours(), when=T)):
        paper = reading.read(one)
        assert paper.data == DATA
        assert paper.pages >= 1


def test_pages_are_counted():
    long = letter(status=Status.DRAFT, sections=(Section("1", ("word " * 3_000,)),))
    assert reading.read(printing.render(long, DATA, created=T)).pages == len(printing.pictures(long)) > 2


def test_a_pdf_of_somebody_else_has_no_data():
    pdf = printing.render(letter(), DATA, created=T)
    assert reading.read(pdf, "other.json").data is None


NO_PAPER = {
    "nothing": b"",
    "text": b"%PDF-1.7\nno more",
    "a page": b"<html>",
    "many brackets": b"%PDF-1.7\n" + b"[" * 50_000 + b"\nstartxref\n9\n%%EOF",
}


@pytest.mark.parametrize("data", NO_PAPER.values(), ids=NO_PAPER)
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(BadPaper):
        reading.read(data)


def test_a_letter_changed_anywhere_is_read_or_refused():
    pdf = printing.render(letter(), DATA, created=T)
    for place in range(0, len(pdf), 331):
        changed = pdf[:place] + bytes([pdf[place] ^ 0x15]) + pdf[place + 1 :]
        try:
            assert reading.read(changed).pages >= 1
        except BadPaper:
            continue


@pytest.mark.parametrize("limit", ["PAPER_BYTES", "DATA_BYTES", "ANNEX_PAGES"])
def test_each_limit_holds(monkeypatch, limit):
    pdf = printing.render(letter(), DATA, created=T)
    monkeypatch.setattr(reading, limit, 0)
    with pytest.raises(BadPaper):
        reading.read(pdf)
