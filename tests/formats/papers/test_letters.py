# SPDX-License-Identifier: Apache-2.0
"""Letters as PDF: every kind in every language, the same bytes twice, nothing read as markup, nothing without limit."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from taawun.formats.papers import letter as letters
from taawun.formats.papers import printing
from taawun.formats.papers.letter import (
    Annex,
    Authority,
    Kind,
    Language,
    Marking,
    Person,
    Row,
    Section,
    Signatory,
    Status,
)
from taawun.kernel.errors import BadLetter
from tests.formats.papers.making import DATA, DIGEST, T, attached, letter, opened


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_every_kind_is_printed_in_every_language(kind, language):
    pdf = printing.render(letter(language, kind), DATA, created=T)
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert attached(pdf) == {"letter.json": DATA}
    root = opened(pdf).root
    assert (root["/Lang"], root["/AF"][0]["/AFRelationship"]) == (language.value, "/Data")


@pytest.mark.parametrize("language", Language)
def test_the_same_letter_gives_the_same_bytes(language):
    first = printing.render(letter(language), DATA, created=T)
    assert printing.render(letter(language), DATA, created=T.astimezone(UTC)) == first
    assert printing.render(letter(language), DATA, created=T + timedelta(seconds=1)) != first
    assert printing.render(letter(language), DATA + b" ", created=T) != first
    assert printing.render(letter(language, place="Muscat"), DATA, created=T) != first


def test_the_moment_in_the_pdf_is_the_one_that_was_given():
    info = opened(printing.render(letter(), None, created=datetime(2020, 2, 29, 23, 59, 58, 7, tzinfo=UTC))).trailer[
        "/Info"
    ]
    assert info["/CreationDate"] == "D:20200229235958Z"
    assert info["/Title"] == "Request for legal assistance MOI/MLA/2026/114"


def test_a_final_letter_has_a_field_where_its_box_stands():
    for language in Language:
        reader = opened(printing.render(letter(language), None, created=T))
        (field,) = (one.get_object() for one in reader.root["/AcroForm"]["/Fields"])
        _, name, *place = reader.trailer["/Info"]["/Keywords"].split(":")
        page, x, y, width, height = map(float, place)
        left, bottom, right, top = map(float, field["/Rect"])
        assert (right - left, top - bottom) == pytest.approx((width, height), abs=1.01)
        assert (left, 841.89 - top) == pytest.approx((x, y), abs=1)
        assert "/V" not in field
        assert (page >= 1, name) == (True, field["/T"])
        assert (x < 200) == (language is not Language.EN), "the box stands where a line of the language ends"


def test_a_draft_is_marked_and_has_no_field():
    draft, final = (letter(status=status) for status in (Status.DRAFT, Status.FINAL))
    reader = opened(printing.render(draft, None, created=T))
    assert "/AcroForm" not in reader.root
    assert "/Keywords" not in reader.trailer["/Info"]
    assert printing.said(draft)["draft"]
    assert not printing.said(final)["draft"]
    assert printing.pictures(draft)[0] != printing.pictures(final)[0]


MARKUP = {
    "a file": '#read("/etc/passwd")',
    "a function": "#panic(1)",
    "code": "#{ let a = 1; while true {} }",
    "an import": '#import "@preview/cetz:0.3.0"',
    "brackets": "]]]}}}))) [[[",
    "a string's end": '"; #panic(2) //',
    "mathematics": "$ x^2 $ $$$",
    "emphasis": "*bold* _slanted_ `raw` ```typ #panic(3)```",
    "a heading and a list": "= One\n- two\n+ three\n/ four: five",
    "a label and a reference": "<signature-field> @signature-field",
    "backslashes": "\\u{0} \\ \\\\ \\#",
    "a comment": "// gone /* gone",
    "JSON": '{"labels": null, "draft": false}',
}


@pytest.mark.parametrize("hostile", MARKUP.values(), ids=MARKUP)
@pytest.mark.parametrize("language", Language)
def test_text_is_never_read_as_markup(hostile, language):
    line = hostile.replace("\n", " ")
    who, marking = Signatory(line, line), Marking(line, line)
    said = letter(
        language, case_id=line, our_reference=line, their_reference=line, place=line, subject=line, translator=line,
        legal_basis=(line,), sections=(Section(line, (hostile,), (Row(line, hostile),)),),
        sender=Authority(line, line, (line,)), recipient=Authority(line, line, (line,)),
        person=Person(line, (line,), line, line, line, line, (line,), line, line), annexes=(Annex(line, 1, DIGEST),),
        signatory=who, countersignatory=who, marking=marking,
    )  # fmt: skip
    pdf = printing.render(said, DATA, created=T)
    assert attached(pdf) == {"letter.json": DATA}
    assert len(opened(pdf).root["/AcroForm"]["/Fields"]) == 2
    if language is Language.EN:
        assert printing.said(said)["sections"][0]["paragraphs"] == [hostile]


@pytest.mark.parametrize("language", Language)
def test_the_identifier_of_a_case_may_break_after_each_of_its_hyphens_at_the_head(language):
    said = printing.said(letter(language, case_id="01a200fb-58d5-7000-8000-000000000002"))
    (told,) = [row for row in said["head"] if "000000000002" in str(row)]  # no line breaks before a figure by itself
    assert repr(told).count("-\\u200b") == 4
    assert "\u200b" not in said["case_id"]  # at the foot there is room


def test_a_letter_with_little_in_it_is_printed():
    bare = letter(sections=(Section("1", ("x",)),), person=None, annexes=(), translator="")
    assert printing.render(bare, None, created=T)


def test_a_long_letter_keeps_its_tables_and_its_numbers():
    rows = tuple(Row(f"Item {number}", "عمران " * 40) for number in range(200))
    annexes = tuple(Annex(f"Annex {number}", number + 1, DIGEST) for number in range(letters.ANNEXES))
    pdf = printing.render(letter(sections=(Section("Items", rows=rows),), annexes=annexes), None, created=T)
    assert int(opened(pdf).root["/Pages"]["/Count"]) > 20


def test_a_word_of_ten_thousand_letters_stays_on_the_page():
    for word in ("x" * 10_000, "ع" * 10_000, "1" * 10_000):
        pdf = printing.render(letter(sections=(Section("1", (word,), (Row(word[:300], word),)),)), None, created=T)
        assert int(opened(pdf).root["/Pages"]["/Count"]) > 3


WRONG = {
    "no subject": ({"subject": " "}, "subject: empty"),
    "no reference": ({"our_reference": ""}, "our_reference: empty"),
    "no legal basis": ({"legal_basis": ()}, "legal_basis: at least one"),
    "no section": ({"sections": ()}, "sections: at least one"),
    "an empty section": ({"sections": (Section("1"),)}, "neither a paragraph nor a row"),
    "an empty paragraph": ({"sections": (Section("1", ("",)),)}, "sections.paragraphs: empty"),
    "a long line": ({"place": "x" * 501}, "place: 501 characters; at most 500"),
    "a long reference": ({"their_reference": "x" * 101}, "their_reference: 101 characters; at most 100"),
    "a long purpose": ({"marking": Marking("H2", "x" * 101)}, "marking.purpose: 101 characters; at most 100"),
    "a long paragraph": ({"sections": (Section("1", ("x" * 20_001,)),)}, "sections.paragraphs: 20001 characters"),
    "a long letter": ({"sections": (Section("1", ("x" * 20_000,) * 26),)}, "letter: 520"),
    "many sections": ({"sections": (Section("1", ("x",)),) * 61}, "sections: 61 given; at most 60"),
    "many rows": ({"sections": (Section("1", (), (Row("a", "b"),) * 501),)}, "sections.rows: 501 given"),
    "many annexes": ({"annexes": (Annex("a", 1, DIGEST),) * 501}, "annexes: 501 given"),
    "an annex without pages": ({"annexes": (Annex("a", 0, DIGEST),)}, "annexes.pages"),
    "an annex without a digest": ({"annexes": (Annex("a", 1, DIGEST.upper()),)}, "annexes.sha256"),
    "a digest in other figures": ({"annexes": (Annex("a", 1, "٣" * 64),)}, "annexes.sha256"),
    "a person without a name": ({"person": Person("")}, "person.name: empty"),
}


@pytest.mark.parametrize(("change", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_letter_names_the_field(change, reason):
    with pytest.raises(BadLetter, match=reason):
        printing.render(letter(**change), None, created=T)


def test_an_error_never_repeats_what_was_written():
    with pytest.raises(BadLetter) as caught:
        printing.render(letter(person=Person("", ("محمد عمران خان",))), None, created=T)
    assert "خان" not in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff", b"x" * (printing.DATA_BYTES + 1)], ids=["not UTF-8", "too large"])
def test_data_that_cannot_be_attached_is_refused(data):
    with pytest.raises(BadLetter, match="data"):
        printing.render(letter(), data, created=T)


def test_pictures_are_one_for_each_page():
    said = letter(Language.AR)
    pages = int(opened(printing.render(said, None, created=T)).root["/Pages"]["/Count"])
    assert [page[:8] for page in printing.pictures(said)] == [b"\x89PNG\r\n\x1a\n"] * pages


def test_an_urgent_letter_and_a_translation_say_so():
    plain, urgent = letter(), letter(urgent=True)
    assert printing.pictures(plain) != printing.pictures(urgent)
    assert printing.said(replace(plain, translator="Legal translation unit"))["translator"] == "Legal translation unit"


@pytest.mark.parametrize("language", Language)
def test_a_marking_as_long_as_it_may_be_stays_on_the_page(language):
    marking = Marking("محمد عمران خان والا 18(15) " * 3, "مقصد اور غرض و غایت 12 " * 4)
    pdf = printing.render(letter(language, marking=marking), None, created=T)
    assert int(opened(pdf).root["/Pages"]["/Count"]) <= 3


def test_a_record_of_surrender_has_a_field_for_each_side():
    said = letter(Language.AR, Kind.SURRENDER, countersignatory=Signatory("عائشہ صدیقی", "ڈپٹی سیکرٹری"))
    fields = opened(printing.render(said, None, created=T)).root["/AcroForm"]["/Fields"]
    first, second = (one.get_object() for one in fields)
    assert (first["/T"], second["/T"]) == ("Signature", "Countersignature")
    assert float(first["/Rect"][1]) > float(second["/Rect"][3]), "one stands above the other"


def test_letters_are_printed_at_once_by_several_threads():
    said = [letter(language, case_id=f"PK-{number}") for number in range(4) for language in Language]
    alone = [printing.render(one, DATA, created=T) for one in said]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: printing.render(one, DATA, created=T), said))
    assert together == alone
