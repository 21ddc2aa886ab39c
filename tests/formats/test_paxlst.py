# SPDX-License-Identifier: Apache-2.0
"""Passenger lists in and out: each quirk of real messages is read alike, and what we write is read back equal."""

import io
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taawun.formats.edifact import Delimiters
from taawun.formats.paxlst import (
    Ended,
    Entry,
    Flight,
    Kind,
    Listed,
    Message,
    Paper,
    Stop,
    Traveller,
    Wrong,
    read,
    times,
    write,
)
from taawun.formats.people import Format, open_list
from taawun.kernel.errors import BadEdifact
from tests.formats.edifact_shapes import PLAIN, QUIRKS, as_bytes


def parts(text):
    return list(read(io.BytesIO(as_bytes(text))))


def entries(text):
    return [one for one in parts(text) if isinstance(one, Entry)]


def ended(text):
    return next(one for one in parts(text) if isinstance(one, Ended))


FIRST = Traveller(
    Kind.PASSENGER, "GONDALWALA", ("AHMAD KHALID",), "m", "1971-03-02", "PAK",
    (Paper("P", "AB1234567", "PAK", "2031-04-30"),), "ZQ7K2P", "", "24A", "KHI", "BAH", "BAH", "PAK",
)  # fmt: skip


def test_a_list_says_its_flight_and_who_is_on_board():
    message, first, second, third, end = parts(PLAIN)
    assert message.flight == Flight(
        "ZQ0417", "ZQ", (Stop("KHI", "125", "2026-11-22T06:40"), Stop("BAH", "87", "", "2026-11-22T07:55"))
    )
    assert (message.sender, message.version, message.document, message.reported_by) == (
        "ZQAIR", "D:12B", "745", "ZQ HELP DESK",
    )  # fmt: skip
    assert first.traveller == FIRST
    assert [one.number for one in second.traveller.papers] == ["K0099881", "V556677"]
    assert (third.traveller.surname, third.traveller.transit) == ("O'NEILLVARA", True)
    assert end == Ended(3, (("42", 3),))


@pytest.mark.parametrize("shape", QUIRKS)
def test_every_shape_holds_the_same_people(shape):
    def plain(found):
        return [replace(one.traveller, surname=one.traveller.surname.replace("'", "")) for one in found]

    assert plain(entries(QUIRKS[shape])) == plain(entries(PLAIN))


DAYS = {
    "a year of two digits, long ago": ("710302", "", "1971-03-02"),
    "a year of two digits, this century": ("040229", "", "2004-02-29"),
    "of the year of the flight": ("261101", "101", "2026-11-01"),
    "never after the year of the flight": ("270101", "", "1927-01-01"),
    "a year of four digits": ("19710302", "102", "1971-03-02"),
    "the form that is named is not the one used": ("19710302", "101", "1971-03-02"),
    "a day that there is not": ("710230", "", ""),
    "29 February of the century that has none": ("270229", "", ""),
    "words": ("2 MAR 71", "", ""),
    "figures of another script": ("٧١٠٣٠٢", "", ""),
    "unknown": ("000000", "", ""),
}


@pytest.mark.parametrize(("text", "form", "expected"), DAYS.values(), ids=DAYS)
def test_a_birth_is_a_day_or_nothing(text, form, expected):
    assert times.birth(text, form, "2026-11-22") == expected


WRONG = {
    "a birth that is no day": (("DTM+329:710302'", "DTM+329:713399'"), (Wrong.NOT_A_DATE,)),
    "an expiry that is no day": (("DTM+36:310430'", "DTM+36:NEVER'"), (Wrong.NOT_A_DATE,)),
    "born after the flight": (("DTM+329:710302'", "DTM+329:20270302:102'"), (Wrong.BORN_LATER,)),
    "expired": (("DTM+36:310430'", "DTM+36:20200430:102'"), (Wrong.EXPIRED,)),
    "a segment that is no segment": (("MEA+CT++:2'", "?????'"), (Wrong.NO_TAG,)),
    "Arabic that is not declared": (("RFF+AVF:ZQ7K2P'", "RFF+AVF:حجز'"), (Wrong.BAD_BYTES,)),
}


@pytest.mark.parametrize(("change", "wrong"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_an_entry_is_told_and_the_entry_is_read(change, wrong):
    found = entries(PLAIN.replace(*change))
    assert tuple(problem.wrong for problem in found[0].problems) == wrong
    assert found[0].traveller is not None
    assert [one.traveller is not None for one in found] == [True] * 3


def test_an_entry_without_name_and_document_and_one_of_an_unknown_quality_are_left_out_by_their_number():
    text = PLAIN.replace("NAD+FL+++ALMANSOORIA:MARYAM'", "NAD+QQ+++ALMANSOORIA:MARYAM'")
    text = text.replace("NAD+DDU+++O?'NEILLVARA:ROSA'", "NAD+FL'").replace("DOC+P:110:111+P99887766'", "")
    found = entries(text)
    assert [one.traveller is None for one in found] == [False, True, True]
    assert [one.problems[-1].wrong for one in found[1:]] == [Wrong.NOT_KNOWN, Wrong.NO_NAME]
    assert [one.number for one in found] == [1, 2, 3]


def test_one_person_twice_is_told():
    lines = PLAIN.split("NAD+FL")
    twice = entries("NAD+FL".join([lines[0], lines[1], lines[1], lines[2]]))
    assert [[one.wrong for one in entry.problems] for entry in twice] == [[], [Wrong.TWICE], [], []]


ENDS = {
    "all is there": (PLAIN, ()),
    "another count of people": (PLAIN.replace("CNT+42:3'", "CNT+42:9'"), (Wrong.OTHER_COUNT,)),
    "another count of segments": (PLAIN.replace("UNT+38", "UNT+39"), (Wrong.OTHER_LENGTH,)),
    "no UNT": (QUIRKS["no UNT"], (Wrong.NO_END,)),
    "no end at all": (QUIRKS["no UNT, UNE and UNZ"], (Wrong.NO_END,)),
    "no flight": (PLAIN.replace("TDT+20+ZQ0417+++ZQ'", "TDT+20'"), (Wrong.NO_FLIGHT,)),
}


@pytest.mark.parametrize(("text", "wrong"), ENDS.values(), ids=ENDS)
def test_the_end_says_whether_all_is_there(text, wrong):
    assert tuple(problem.wrong for problem in ended(text).problems) == wrong


def test_a_file_that_breaks_off_loses_only_its_last_entry_and_says_so():
    found = parts(PLAIN[: PLAIN.index("DTM+36:300101")])
    assert [one.traveller.surname for one in found if isinstance(one, Entry)] == ["GONDALWALA", "ALMANSOORIA"]
    assert found[-1].problems[-1].wrong == Wrong.NO_END


def test_an_interchange_without_a_passenger_list_is_refused():
    with pytest.raises(BadEdifact, match="no PAXLST"):
        parts("UNB+UNOA:4+A+B'UNH+1+CUSRES:D:02B:UN'BGM+962'UNT+3+1'UNZ+1'")


def test_a_message_without_an_interchange_is_read():
    text = "UNH+7+PAXLST:D:03B:UN'BGM+10'TDT+11++03'NAD+VW+41:109++KHAN:ALI'DTM+329:19710302:102'DOC+39+X1'UNT+7+7'"
    assert [(one.traveller.kind, one.traveller.surname) for one in entries(text)] == [(Kind.DRIVER, "KHAN")]


def test_a_list_of_many_takes_no_more_memory_than_one_of_few():
    def peak(count):
        data = io.BytesIO((PLAIN.split("NAD+FL")[0] + "NAD+FL+++KHAN:ALI'DTM+329:710302'" * count).encode())
        tracemalloc.start()
        try:
            for _ in read(data):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(2_000) < peak(500) + (1 << 18)


# --- out ----------------------------------------------------------------------------------------------

WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAME = st.sampled_from(["GONDALWALA", "O'NEILL+VARA", "أحمد خالد", "احمد گوندل ٹیپو", "A:B?C"]) | WORD
DAY = st.dates(date(1930, 1, 1), date(2026, 11, 21)).map(str)
LATER = st.dates(date(2026, 11, 23), date(2040, 1, 1)).map(str)
MAYBE = st.just("") | WORD
PAPERS = st.lists(st.builds(Paper, WORD, WORD, MAYBE, st.just("") | LATER), max_size=3).map(tuple)
WHO = st.builds(
    Traveller, st.sampled_from(Kind), NAME, st.lists(NAME, max_size=3).map(tuple), st.sampled_from(["", "m", "f", "x"]),
    st.just("") | DAY, MAYBE, PAPERS, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE,
)  # fmt: skip
HEAD = Message(
    Flight("ZQ0417", "ZQ", (Stop("KHI", "125", "2026-11-22T06:40"), Stop("BAH", "87", "", "2026-11-22T07:55"))),
    "ZQAIR", "BHAPIS", "2026-11-22T03:10", "PAX001", "D:12B", "745", "ZQ HELP DESK",
)  # fmt: skip
SIGNS = st.sampled_from([Delimiters(), Delimiters(":", "*", ".", "?", " ", "$")])


@settings(max_examples=25)
@given(st.lists(WHO, max_size=4), SIGNS)
def test_what_is_written_is_read_back_equal(who, signs):
    message, *found, end = parts(write(Listed(HEAD, tuple(who)), "1", signs))
    assert message == HEAD
    assert [one.traveller for one in found] == who
    assert end == Ended(len(who), (("42", len(who)),))


def test_a_crew_list_states_its_crew():
    crew = Listed(replace(HEAD, document="250"), (Traveller(Kind.CREW, "PILOTWALA", ("SANA",)),))
    assert parts(write(crew, "1"))[-1] == Ended(1, (("41", 1),))


# --- as a list of people to screen ----------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["as the guidelines have it", *QUIRKS])
def test_a_passenger_list_is_known_by_its_bytes_and_is_a_list_of_people(shape, tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(as_bytes(QUIRKS.get(shape, PLAIN)))
    opened = open_list(path)
    records = [one.record for one in opened.rows()]
    assert opened.format is Format.PASSENGERS
    assert [one.names[0].replace("'", "") for one in records] == [
        "AHMAD KHALID GONDALWALA", "MARYAM ALMANSOORIA", "ROSA ONEILLVARA",
    ]  # fmt: skip
    assert [(one.number, one.country) for one in records[0].documents] == [("AB1234567", "PK")]
    assert (records[0].sex, records[0].countries, str(records[0].births[0])) == ("m", ("PK",), "1971-03-02")


@pytest.mark.parametrize("text", ["UNIT,NAME\nA,Bilal\n", "UNB,name\n1,Ali\n", "Name\nUNA KHAN\n"])
def test_a_table_is_not_taken_for_a_passenger_list(text, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    assert open_list(path).format is Format.TABLE
