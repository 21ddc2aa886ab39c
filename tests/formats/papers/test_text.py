# SPDX-License-Identifier: Apache-2.0
"""What is printed of a text, and which way it runs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taawun.formats.papers import fonts, printing, text
from taawun.formats.papers.letter import Language, Section
from taawun.formats.papers.text import printable, shown
from tests.formats.papers.making import T, letter

LRI, RLI, PDI, NBSP, ZWSP = "\u2066", "\u2067", "\u2069", "\u00a0", "\u200b"

PRINTED = {
    "Latin as it is": ("O'Brien-Müller, Żółć", "O'Brien-Müller, Żółć"),
    "Arabic as it is": ("مُحَمَّد عبد الرحمن", "مُحَمَّد عبد الرحمن"),
    "Urdu as it is": ("ڈاکٹر ٹیپو گھوڑے والا", "ڈاکٹر ٹیپو گھوڑے والا"),
    "the joiners that Urdu needs": ("می\u200cخواہم کہ\u200d", "می\u200cخواہم کہ\u200d"),
    "two names that look equal and are not": ("كريم / کریم", "كريم / کریم"),
    "a mark that turns the direction": ("abc\u202efdp.exe", "abcfdp.exe"),
    "isolates of the writer's own": ("a\u2067b\u2069\u2069c", "abc"),
    "the null byte": ("a\x00b", "ab"),
    "an escape sequence": ("\x1b[31mred", "[31mred"),
    "a tab and a carriage return": ("a\tb\r\nc\rd", "a b\nc\nd"),
    "an emoji": ("ok \U0001f600", "ok [U+1F600]"),
    "Chinese": ("王", "[U+738B]"),
    "a private letter": ("\ue000", "[U+E000]"),
    "half a surrogate pair": ("\ud800", "[U+D800]"),
    "a code point of nobody": ("\U000e0fff", "[U+E0FFF]"),
    "tags that nobody sees": ("a\U000e0041", "a"),
    "a variation selector": ("a\ufe0f", "a"),
    "wide spaces": ("a\u3000b\u2003c", "a b c"),
    "an accent on nothing": (" \u0301x", "[U+0301]x"),
    "an accent on an Arabic letter": ("م\u0301", "م[U+0301]"),
    "a vowel sign on a Latin letter": ("a\u064e", "a[U+064E]"),
    "a line of marks on one letter": ("a\u0301\u0302", "a\u0301\u0302"),
}


@pytest.mark.parametrize(("given", "printed"), PRINTED.values(), ids=PRINTED)
def test_what_is_printed_of_a_text(given, printed):
    assert printable(given) == printed


def test_a_word_too_long_for_a_line_may_be_broken():
    word = printable("x" * 10_000)
    assert max(map(len, word.split(ZWSP))) == text.PIECE_CHARACTERS
    assert word.replace(ZWSP, "") == "x" * 10_000
    assert printable("y" * text.WORD_CHARACTERS) == "y" * text.WORD_CHARACTERS


RIGHT_TO_LEFT = {
    "an article": ("المادة 18(15)", f"المادة {LRI}18(15){PDI}"),
    "an article at the start": ("18(15) المادة", f"{LRI}18(15){PDI} المادة"),
    "a name in brackets": ("محمد (Imran Khan)،", f"محمد ({LRI}Imran{NBSP}Khan{PDI})،"),
    "a full stop stays outside": ("رقم 98765-1.", f"رقم {LRI}98765-1{PDI}."),
    "an abbreviation keeps its own": ("شركة Gulf W.L.L.", f"شركة {LRI}Gulf{NBSP}W.L.L.{PDI}"),
    "a telephone number": ("هاتف +973 1700 0000", f"هاتف {LRI}+973{NBSP}1700{NBSP}0000{PDI}"),
    "figures between words": ("مقدمہ 123/2026 بنام", f"مقدمہ {LRI}123/2026{PDI} بنام"),
    "a whole sentence keeps its full stop": ("نعم\nYes, it is.", f"نعم\n{LRI}Yes,{NBSP}it{NBSP}is.{PDI}"),
    "one letter": ("بلاک R، شہر", f"بلاک {LRI}R{PDI}، شہر"),
    "no Latin at all": ("دو گواہ", "دو گواہ"),
    "a new line ends a run": ("A1\nB2", f"{LRI}A1{PDI}\n{LRI}B2{PDI}"),
}


@pytest.mark.parametrize(("given", "set_so"), RIGHT_TO_LEFT.values(), ids=RIGHT_TO_LEFT)
def test_latin_in_a_line_from_the_right_is_isolated(given, set_so):
    assert shown(given, rtl=True) == set_so


def test_arabic_in_a_line_from_the_left_is_isolated():
    assert shown("Khan (عمران خان) 123", rtl=False) == f"Khan ({RLI}عمران{NBSP}خان{PDI}) 123"


def test_a_line_without_latin_letters_keeps_its_own_order_in_a_page_from_the_left():
    """Else a comma behind a bracket, or a number, would stand at the wrong end of what it belongs to."""
    line = "نادیہ سلیم (سربراہ)، وزارتِ داخلہ، پیرا 3۔"
    assert shown(f"{line}\nListed: {line[:11]}", rtl=False).split("\n")[0] == f"{RLI}{line}{PDI}"
    assert shown("3 (4)", rtl=False) == "3 (4)"


def test_isolates_always_close():
    for inner in ("((a)", "a)b(c", "(((", "a (b", ")a(", "x(y)z)"):
        said = shown(f"م {inner} م", rtl=True)
        assert said.count(LRI) == said.count(PDI)
        assert said.replace(LRI, "").replace(PDI, "").replace(NBSP, " ") == f"م {inner} م"


def test_every_sign_that_is_called_printable_can_be_set():
    signs = sorted(one for one in text._PRINTED if printable(f"a{one}m").find("[U+") < 0)
    assert len(signs) > 2_000
    lines = tuple("".join(signs[start : start + 200]) for start in range(0, len(signs), 200))
    for language in Language:
        assert printing.render(letter(language, sections=(Section("1", lines),)), None, created=T)


@given(st.text(max_size=60))
@settings(max_examples=20)
def test_whatever_is_written_is_printed(written):
    for language in (Language.EN, Language.UR):
        said = letter(language, sections=(Section("1", (written + ".",)),))
        assert printing.render(said, None, created=T).startswith(b"%PDF-1.7")


@given(st.text(alphabet="aم\u0301\u064e\u0670\u0323ہ1 \u200d\u200c()[].,", max_size=40))
@settings(max_examples=30)
def test_marks_and_letters_in_any_order_are_printed(written):
    said = letter(Language.UR, sections=(Section("1", (written + ".",)),))
    assert printing.render(said, None, created=T)


def test_urdu_is_set_in_nastaliq_where_it_is_installed():
    if fonts.nastaliq() is None:
        pytest.skip(f"Noto Nastaliq Urdu is not installed: apt-get install {fonts.NASTALIQ_PACKAGE}")
    assert fonts.family(Language.UR) == fonts.NASTALIQ
    assert fonts.missing(Language.UR) == ""
    assert b"NotoNastaliqUrdu" in printing.render(letter(Language.UR), None, created=T)


def test_without_nastaliq_urdu_is_set_in_naskh_and_the_page_says_what_to_install(tmp_path, monkeypatch):
    assert fonts.family(Language.UR, (tmp_path,)) == fonts.NASKH
    assert fonts.missing(Language.UR, (tmp_path,)) == "fonts-noto-core"
    assert fonts.missing(Language.AR, (tmp_path,)) == ""
    monkeypatch.setattr(fonts, "family", lambda language: fonts.NASKH)
    pdf = printing.render(letter(Language.UR), None, created=T)
    assert b"Amiri" in pdf
    assert b"NotoNastaliqUrdu" not in pdf
