# SPDX-License-Identifier: Apache-2.0
"""A wage file is read line by line, and everything that is wrong with it names its line (spec §80.80)."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban

from taawun.formats.wages import Flaw, Problem, Total, Wage, check, named, read
from taawun.formats.wages.accounts import sound
from taawun.formats.wages.layout import load
from taawun.formats.wages.reading import said
from taawun.kernel.errors import BadDeclaration

SIF = named("uae-sif")
BAHRAIN = named("bahrain-model")
FIRST = "EDR,00000000000101,640110101,4551902459,2009-06-01,2009-06-30,30,1221.92,0,0"
SECOND = "EDR,00000000000102,640110101,155481121,2009-06-01,2009-06-30,30,1000,0,0"
LAST = "SCR,0000000000103,302210101,2009-07-16,1107,062009,2,2221.92,AED,1141"
KNOWN = (FIRST, SECOND, LAST)
HEADER = "employer,worker,account,start,end,days,leave,fixed,variable,deducted,paid_on"
GOOD_IBAN = "AE070331234567890123456"
BAHRAINI = "4402-1,850101234,BH67BMAG00001299123456,2026-10-01,2026-10-31,31,0,300.000,20.5,10.250,2026-11-03"


def checked(lines, layout=SIF, end="\r\n"):
    return check(io.BytesIO(end.join(lines).encode()), layout)


def test_the_known_file_of_two_workers_adds_up():
    verdict = checked(KNOWN)
    assert verdict.accepted
    assert (verdict.rows, said(verdict.sum, SIF.places)) == (2, "2221.92")
    assert verdict.stated == Total(3, "0000000000103", date(2009, 7, 16), "2009-06", 2, 222192, "AED")
    first = next(iter(read(io.BytesIO(FIRST.encode()), SIF)))
    assert first == Wage(
        1, "00000000000101", "4551902459", date(2009, 6, 1), date(2009, 6, 30), 30, 0, 122192, 0, 0, "", None
    )


WRONG = {
    "a changed digit of an amount": ((FIRST.replace("1221.92", "1221.93"), SECOND, LAST), (3, Flaw.SUM, "sum")),
    "a changed digit of the total": ((FIRST, SECOND, LAST.replace("2221.92", "2221.82")), (3, Flaw.SUM, "sum")),
    "a wrong count": ((FIRST, SECOND, LAST.replace(",2,", ",3,")), (3, Flaw.COUNT, "rows")),
    "no last line": ((FIRST, SECOND), (2, Flaw.NO_TOTAL, "")),
    "the last line not last": ((FIRST, LAST, SECOND), (3, Flaw.AFTER_TOTAL, "")),
    "two last lines": ((*KNOWN, LAST), (4, Flaw.AFTER_TOTAL, "")),
    "a line of another kind": ((FIRST, "XYZ,1,2", SECOND, LAST), (2, Flaw.MARK, "")),
    "a column too few": ((FIRST, SECOND.rpartition(",")[0], LAST), (2, Flaw.COLUMNS, "")),
    "a column too many": ((FIRST, SECOND + ",0", LAST), (2, Flaw.COLUMNS, "")),
    "a negative amount": ((FIRST, SECOND.replace(",1000,", ",-1000,"), LAST), (2, Flaw.NEGATIVE, "fixed")),
    "an amount with a comma": ((FIRST, SECOND.replace(",1000,", ',"1,000",'), LAST), (2, Flaw.NOT_A_NUMBER, "fixed")),
    "an amount finer than a coin": ((FIRST, SECOND.replace("1000", "1000.001"), ""), (2, Flaw.NOT_A_NUMBER, "fixed")),
    "an amount in Arabic digits": ((FIRST, SECOND.replace(",1000,", ",١٠٠٠,"), LAST), (2, Flaw.NOT_A_NUMBER, "fixed")),
    "an endless amount": ((FIRST, SECOND.replace(",1000,", f",{'9' * 40},"), LAST), (2, Flaw.TOO_MUCH, "fixed")),
    "no amount": ((FIRST, SECOND.replace(",1000,", ",,"), LAST), (2, Flaw.EMPTY, "fixed")),
    "a day that is none": ((FIRST, SECOND.replace("2009-06-30", "2009-06-31"), LAST), (2, Flaw.DATE, "end")),
    "a day written otherwise": ((FIRST, SECOND.replace("2009-06-30", "30/06/2009"), LAST), (2, Flaw.DATE, "end")),
    "a day of another age": ((FIRST, SECOND.replace("2009-06-30", "1709-06-30"), LAST), (2, Flaw.DATE, "end")),
    "an end before the start": ((FIRST, SECOND.replace("06-30", "05-30"), LAST), (2, Flaw.PERIOD, "end")),
    "another currency": ((FIRST, SECOND, LAST.replace("AED", "BHD")), (3, Flaw.CURRENCY, "currency")),
    "a month that is none": ((FIRST, SECOND, LAST.replace("062009", "132009")), (3, Flaw.DATE, "month")),
    "a changed digit of an IBAN": (
        (FIRST.replace("4551902459", GOOD_IBAN.replace("56", "57")), SECOND, LAST), (1, Flaw.ACCOUNT, "account"),
    ),
    "a line too long": ((FIRST, SECOND + " " * 10 + "x" * 5000, LAST), (2, Flaw.TOO_LONG, "")),
    "a line somewhat too long": ((FIRST, SECOND + "x" * 400, LAST), (2, Flaw.TOO_LONG, "")),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_rejects_and_names_the_line(lines, told):
    verdict = checked(lines)
    assert not verdict.accepted
    assert told in [one[:3] for one in verdict.problems]


BYTES = {
    "bytes that are no text": (b"EDR,\xff\xfe,1\n", 1),
    "a zero": (FIRST.encode() + b"\nEDR,\0\n", 2),
    "the other encoding": (FIRST.encode() + b"\n" + "EDR,عامل,1".encode("cp1256"), 2),
    "UTF-16": ("\r\n".join(KNOWN).encode("utf-16"), 1),
}


@pytest.mark.parametrize(("given_bytes", "line"), BYTES.values(), ids=BYTES)
def test_broken_encoding_stops_the_reading_at_its_line(given_bytes, line):
    verdict = check(io.BytesIO(given_bytes), SIF)
    assert verdict.problems[-1] == Problem(line, Flaw.ENCODING)
    assert not verdict.accepted


def test_a_mark_at_the_beginning_blank_lines_and_a_breakdown_of_pay_change_nothing():
    breakdown = "EVP,00000000000101,640110101,0.00,0.00,0.00,0.00,0.00,0.00,0.00"
    verdict = checked(("\ufeff" + FIRST, breakdown, SECOND, LAST, "", ""))
    assert verdict.accepted
    assert verdict.rows == 2
    assert checked((FIRST, breakdown + ",1", SECOND, LAST)).problems == (Problem(2, Flaw.COLUMNS),)


PAID = "EDR,00915011111663,802420101,AE070331234567890123456,2016-01-01,2016-01-31,31,4000.00,2500.00,0"
PARTS = "EVP,00915011111663,802420101,500.00,200.00,300.00,0.00,400.00,1100.00,0.00"
WHOLE = "SCR,0000000123456,802420101,2016-01-26,1130,012016,1,6500.00,AED,made up"
BREAKDOWNS = {
    "as banks show it": ((PAID, PARTS, WHOLE), None),
    "none": ((PAID, WHOLE), None),
    "a part more": ((PAID, PARTS.replace("300.00", "301"), WHOLE), (2, Flaw.PARTS, "variable", "2500.00", "2501.00")),
    "a part less": ((PAID, PARTS.replace("300.00", "0"), WHOLE), (2, Flaw.PARTS, "variable", "2500.00", "2200.00")),
    "of another worker": ((PAID, PARTS.replace("663,", "664,"), WHOLE), (2, Flaw.STRAY, "worker", "", "")),
    "before any line": ((PARTS, PAID, WHOLE), (1, Flaw.STRAY, "worker", "", "")),
    "twice": ((PAID, PARTS, PARTS, WHOLE), (3, Flaw.STRAY, "worker", "", "")),
    "a part in words": ((PAID, PARTS.replace("500.00", "خمسة"), WHOLE), (2, Flaw.NOT_A_NUMBER, "variable", "", "")),
    "behind a line not read": ((PAID.replace("4000", "x"), PARTS, WHOLE), (1, Flaw.NOT_A_NUMBER, "fixed", "", "")),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "told"), BREAKDOWNS.values(), ids=BREAKDOWNS)
def test_the_parts_of_a_variable_pay_add_up_and_follow_their_worker(lines, told):
    """EVP as agent banks publish it: seven parts of the variable pay of the line before."""
    problems = [tuple(one) for one in checked(lines).problems if one.kind not in (Flaw.SUM, Flaw.COUNT)]
    assert problems == ([told] if told else [])


def test_an_empty_file_is_no_wage_file():
    assert not check(io.BytesIO(b""), SIF).accepted
    assert not checked((HEADER,), BAHRAIN).accepted


def test_the_bahraini_model_counts_in_thousandths_and_says_that_it_is_a_model():
    assert BAHRAIN.status == "model"
    assert "confirmed" in BAHRAIN.source["en"]
    verdict = checked((HEADER, BAHRAINI), BAHRAIN)
    assert verdict.accepted
    assert said(verdict.sum, 3) == "310.250"
    assert checked(("worker,net", BAHRAINI), BAHRAIN).problems == (Problem(1, Flaw.HEADER),)


def test_a_personal_number_of_another_form_warns_and_never_rejects():
    verdict = checked((HEADER, BAHRAINI.replace("850101234", "85010123X")), BAHRAIN)
    assert verdict.problems == (Problem(2, Flaw.PERSONAL_NUMBER, "worker"),)
    assert verdict.accepted


def test_more_kept_back_than_earned_is_refused():
    verdict = checked((HEADER, BAHRAINI.replace("10.250", "999")), BAHRAIN)
    assert verdict.problems == (Problem(2, Flaw.NEGATIVE, "deducted"),)


def numbers() -> Iterator[st.SearchStrategy[str]]:
    digits = st.text("0123456789", min_size=23, max_size=23)
    yield digits.map(lambda one: "AE" + one[:21])
    yield digits.map(lambda one: "BH" + one[:2] + "BMAG" + one[2:16])
    yield digits.map(lambda one: "PK" + one[:2] + "SCBL" + one[2:18])
    yield digits.map(lambda one: "ZZ" + one)
    yield st.just(GOOD_IBAN)


@given(st.one_of(*numbers()), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_short_way_of_an_iban_answers_as_the_library_does(number, mended):
    if mended and number[:2] != "ZZ":
        number = number[:2] + iban.calc_check_digits(number) + number[4:]
        assert sound(number)
    assert sound(number) == iban.is_valid(number)


def endless(rows):
    """A file that is made while it is read."""

    class File(io.RawIOBase):
        def __init__(self):
            self._left = rows

        def readable(self):
            return True

        def readinto(self, buffer):
            if not self._left:
                return 0
            self._left -= 1
            line = FIRST.encode() + b"\n"
            buffer[: len(line)] = line
            return len(line)

    return io.BufferedReader(File())


def test_memory_does_not_grow_with_the_file():
    tracemalloc.start()
    rows = sum(isinstance(one, Wage) for one in read(endless(3_000), SIF))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 3_000
    assert peak < 1_000_000


BAD_LAYOUTS = {
    "a kind that no reader knows": ("kind: money}", "kind: gold}", "kind of"),
    "a title missing": ('ur: "', 'fr: "', "title"),
    "no currency": ("{name: currency, kind: currency, only: AED}", "{name: time2, kind: text}", "time2"),
    "a key that nobody reads": ("version: 1", "version: 1\ncolour: red", "unknown"),
    "a field twice": ("name: leave", "name: days", "once"),
    "a source in one language": ('  ar: "نظام', '  fr: "نظام', "sources"),
    "places beyond a coin": ("places: 2", "places: 9", "places"),
    "no number": ("places: 2", "places: two", "ValueError"),
}


@pytest.mark.parametrize(("old", "new", "why"), BAD_LAYOUTS.values(), ids=BAD_LAYOUTS)
def test_a_layout_that_cannot_be_carried_out_does_not_load(old, new, why):
    from taawun.formats.wages.layout import FOLDER

    text = (FOLDER / "uae-sif.yaml").read_text("utf-8")
    assert old in text
    with pytest.raises(BadDeclaration, match=why):
        load(text.replace(old, new, 1), "uae-sif.yaml")
