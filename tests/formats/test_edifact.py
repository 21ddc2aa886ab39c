# SPDX-License-Identifier: Apache-2.0
"""UN/EDIFACT as offices really send it: signs vary, lines break anywhere, ends are missing; memory stays constant."""

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taawun.formats.edifact import STANDARD, Delimiters, Wrong, segments, written
from taawun.formats.edifact.tokens import SEGMENT_BYTES
from taawun.kernel.errors import BadEdifact
from tests.formats.edifact_shapes import PLAIN, QUIRKS, as_bytes


def read(text):
    return list(segments(io.BytesIO(as_bytes(text))))


def named(text, tag="NAD"):
    return [one.elements for one in read(text) if one.tag == tag]


def test_a_segment_has_its_number_its_tag_and_its_parts():
    one = read(PLAIN)[10]
    assert (one.number, one.tag, one.part(0), one.part(0, 1), one.part(0, 9), one.part(9)) == (
        11, "DTM", "232", "2611220755", "", "",
    )  # fmt: skip


@pytest.mark.parametrize("shape", QUIRKS)
def test_every_shape_holds_the_same_segments(shape):
    there = [one.tag for one in read(PLAIN) if one.tag not in ("UNT", "UNE", "UNZ", "CNT")]
    assert [one.tag for one in read(QUIRKS[shape]) if one.tag not in ("UNT", "UNE", "UNZ", "CNT")] == there
    assert not [one.wrong for one in read(QUIRKS[shape]) if one.wrong]


RELEASED = {
    "an apostrophe": ("NAD+O?'NEIL'", (("O'NEIL",),)),
    "the sign itself": ("NAD+A??+B'", (("A?",), ("B",))),
    "three in a row": ("NAD+A???+B'", (("A?+B",),)),
    "a colon": ("COM+a?:b:c'", (("a:b", "c"),)),
    "a letter, which needs none": ("COM+?a'", (("a",),)),
    "in Arabic": ("NAD+محمد?'حسن'", (("محمد'حسن",),)),
    "in Urdu": ("NAD+گوندل?+ٹیپو'", (("گوندل+ٹیپو",),)),
}


@pytest.mark.parametrize(("text", "elements"), RELEASED.values(), ids=RELEASED)
def test_a_released_sign_is_a_letter(text, elements):
    assert read("UNB+UNOW:4'" + text + "UNZ+1'")[1].elements == elements


REFUSED = {
    "nothing": "",
    "a letter": "Dear colleague, here is the passenger list.",
    "one sign for two things": "UNA++.? 'UNB+UNOA:4'",
    "a letter as a sign": "UNA:A.? 'UNBAUNOA:4'",
    "a segment without end": "UNB+UNOA:4'NAD+" + "X" * (SEGMENT_BYTES + 200_000),
    "a segment that is too long": "UNB+UNOA:4'NAD+" + "X" * (SEGMENT_BYTES + 10) + "'",
    "a second interchange with other signs": PLAIN + "UNA:*.? $UNB*UNOA:4$",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_interchange_is_refused_without_repeating_it(text):
    with pytest.raises(BadEdifact) as refused:
        read(text)
    assert "XXX" not in str(refused.value)
    assert "colleague" not in str(refused.value)


BROKEN = {
    "no tag": ("N4D+FL", Wrong.NO_TAG),
    "only a name": ("AHMAD KHALID", Wrong.NO_TAG),
    "letters of Windows-1256": (b"NAD+FL+++" + "محمد".encode("cp1256"), Wrong.BAD_BYTES),
    "letters of UTF-8 that are not declared": ("NAD+FL+++محمد", Wrong.BAD_BYTES),
    "six hundred elements": ("NAD" + "+A" * 600, Wrong.MANY),
}


@pytest.mark.parametrize(("text", "wrong"), BROKEN.values(), ids=BROKEN)
def test_a_broken_segment_is_told_by_its_number_and_does_not_end_the_file(text, wrong):
    data = b"UNB+UNOA:4'" + as_bytes(text) + b"'UNT+1'UNZ+1'"
    found = read(data)
    assert [(one.number, one.wrong) for one in found if one.wrong] == [(2, (wrong,))]
    assert found[-1].tag == "UNZ"


def test_letters_outside_the_declared_set_are_read_all_the_same():
    for encoding in ("cp1256", "utf-8"):
        data = b"UNB+UNOA:4'NAD+FL+++" + "محمد".encode(encoding) + b"'"
        assert read(data)[1].part(3) == "محمد"


def test_a_file_that_ends_in_the_middle_of_a_segment_says_so():
    assert read(PLAIN[:500])[-1].wrong == (Wrong.BREAKS_OFF,)


def test_two_interchanges_of_one_file_are_read():
    assert len(named(PLAIN + "\r\n" + PLAIN)) == 8


def test_a_long_file_takes_no_more_memory_than_a_short_one():
    def peak(times):
        tracemalloc.start()
        try:
            for _ in segments(_Endless(times)):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(8_000) < peak(2_000) + (1 << 17)


class _Endless(io.RawIOBase):
    """An interchange of so many segments, made while it is read."""

    def __init__(self, count):
        self._left, self._first = count, True

    def read(self, size=-1):
        if self._first:
            self._first = False
            return b"UNB+UNOA:4'UNH+1+PAXLST'"
        take = min(self._left, 2_000)
        self._left -= take
        return b"NAD+FL+++SOMEBODY:ELSE'" * take


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)
SIGNS = st.sampled_from(
    [STANDARD, Delimiters(":", "*", ".", "?", " ", "$"), Delimiters("\x1f", "\x1d", ",", "\\", " ", "\n")]
)


@settings(max_examples=20)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5), SIGNS)
def test_what_is_written_is_read_back(elements, signs):
    text = signs.una + written("UNB", ("UNOW", "4"), signs=signs) + written("FTX", *elements, signs=signs)
    found = read(text)[1]
    for number, parts in enumerate(elements):
        assert [found.part(number, place) for place in range(len(parts))] == parts
