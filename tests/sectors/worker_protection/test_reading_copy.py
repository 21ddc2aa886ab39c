# SPDX-License-Identifier: Apache-2.0
"""A copy of a contract for reading is in the reader's language as far as nobody has to translate (spec §80.82)."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from taawun.sectors.worker_protection.copying import copy_of, currency, word
from tests.sectors.worker_protection.test_paid_pages import contract, keeper, opened, page

__all__ = ["keeper"]

SEEN = {
    "worker": "850101234", "which": "shown", "date": "2026-01-10", "language": "Urdu, English", "employer": "Example",
    "job": "Mason", "place": "Bahrain", "pay": "1200.500", "allowances": "20", "currency": "BHD", "hours_day": "8",
    "days_week": "6", "leave_days": "30", "months": "24", "housing": "By the employer", "food": "yes",
    "travel": "Return ticket every second year — واپسی",
}  # fmt: skip
URDU = {
    "کون سی صورت": "کارکن کو دکھائی گئی",
    "تاریخ": "10 جنوری 2026",
    "زبان جس میں کارکن نے دیکھا": "اردو، انگریزی (Urdu, English)",
    "کام": "راج مستری (Mason)",
    "کام کی جگہ": "بحرین (Bahrain)",
    "ماہانہ بنیادی اجرت": "1,200.500 بحرینی دینار (BHD)",
    "ماہانہ الاؤنس": "20 بحرینی دینار (BHD)",
    "کرنسی": "بحرینی دینار (BHD)",
    "روزانہ گھنٹے": "8 گھنٹے",
    "ہفتہ وار دن": "6 دن",
    "سالانہ بااجرت چھٹی کے دن": "30 دن",
    "معاہدے کے مہینے": "24 مہینے",
    "رہائش": "آجر کے ذمے (By the employer)",
    "خوراک": "جی ہاں (yes)",
}
LATIN = re.compile(r"\((?:BHD|Urdu, English|Mason|Bahrain|By the employer|yes)\)")


def test_all_that_nobody_has_to_translate_is_said_in_urdu():
    with translation.override("ur"):
        made = copy_of(SEEN)
    told = {one.label: one.text for one in made.said}
    assert {label: told.get(label) for label in URDU} == URDU
    rest = {text for label, text in told.items() if label != "کارکن کا حوالہ"}
    assert not [text for text in rest if re.search("[A-Za-z]", LATIN.sub("", text))]


def test_what_people_wrote_stands_as_it_was_written_and_says_in_which_letters():
    with translation.override("ur"):
        made = copy_of(SEEN)
    assert [(one.text, one.tag) for one in made.written] == [
        ("Example", "und-Latn"), (SEEN["travel"], "ur"),
    ]  # fmt: skip
    assert made.written[0].letters
    assert made.written[1].letters == ""
    with translation.override("en"):
        letters = {one.text: one.letters for one in copy_of(SEEN | {"employer": "شركة مثال"}).written}
    assert letters == {"شركة مثال": "in Arabic letters", SEEN["travel"]: "in Urdu letters"}


DAYS = {"2026-01": "جنوری 2026", "2026": "2026", "2026-01-10/2026-02-12": "10 جنوری 2026 – 12 فروری 2026", "x-y": "x-y"}


@pytest.mark.parametrize(("stated", "said"), DAYS.items(), ids=DAYS)
def test_a_date_is_said_as_far_as_it_is_known(stated, said):
    with translation.override("ur"):
        assert copy_of({"date": stated}).said[0].text == said


WORDS = {
    "in another language": ("بنّاء", "راج مستری"),
    "a country by its code": ("PK", "پاکستان"),
    "two words": ("English / العربية", "انگریزی، عربی"),
    "one that is not known among them": ("English, Klingon", ""),
    "a word within a sentence": ("Mason and driver", ""),
    "nothing": (" , ", ""),
}


@pytest.mark.parametrize(("text", "said"), WORDS.values(), ids=WORDS)
def test_a_word_is_known_by_itself_alone(text, said):
    with translation.override("ur"):
        assert word(text) == said


def test_a_unit_that_is_no_known_currency_stays_as_it_is():
    with translation.override("ar"):
        assert (currency("bhd "), currency("XTS")) == ("دينار بحريني (BHD)", "XTS")


@pytest.mark.django_db
def test_the_urdu_page_and_its_paper_say_what_is_not_translated(keeper):
    made = contract(keeper, **{name: value for name, value in SEEN.items() if name not in ("worker", "pay")})
    client = opened(keeper)
    shown = page(client, "reading-copy", made, "ur")
    copy = shown.partition("<article")[2].partition("</article>")[0]
    assert 'lang="ur" dir="rtl"' in copy
    assert "10 جنوری 2026" in copy
    assert '<bdi lang="und-Latn">Example</bdi>' in copy
    said, _, written = copy.partition('id="written"')
    assert "Example" in written
    assert "BHD" in said
    with translation.override("ur"):
        assert copy_of(SEEN).note in written
    paper = client.get(reverse("worker_protection:reading-paper", args=[made, "ur"]))
    assert paper.content.startswith(b"%PDF")
