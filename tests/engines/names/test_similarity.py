# SPDX-License-Identifier: Apache-2.0
"""Units of names: spellings of one name are probable, look-alikes are not, in three scripts and between them."""

import numpy as np
import pytest

from taawun.engines.names import tables
from taawun.engines.names.letters import ALPHABET, LONGEST, SIZE, code_many, encode
from taawun.engines.names.normalise import fold
from taawun.engines.names.similarity import letter_alignment, similarities, similarity
from taawun.kernel.errors import BadNamesModel

ONE_NAME = (
    """
muhammad محمد|mohammed محمد|mohd محمد|hussain حسین|husayn حسين|hassan حسن|qureshi قریشی|choudhry چوہدری
chaudhary چودھری|qadhafi قذافي|gaddafi قذافي|zulfiqar ذوالفقار|usman عثمان|othman عثمان|laden لادن|yousaf یوسف
yusuf يوسف|saleem سلیم|asad اسد|khalid خالد|khaled خالد|fatima فاطمہ|ayesha عائشہ|bhutto بھٹو|rehman رحمن
abdulrahman عبدالرحمن|abdurrehman عبدالرحمن|zardari زرداری|jamal جمال|gamal جمال|mahmoud محمود
muhammad mohammed|hussain husayn|hussain hussein|choudhry chaudhary|zulfiqar zulfikar|usman osman|yousaf yusuf
saleem salim|qureshi quraishi|rehman rahman|sheikh shaikh|fatima fatimah|mahmood mahmoud|abdulrahman abdurrahman
حسین حسين|عبداللہ عبدالله|رحمان رحمن|قریشی قريشي|فاطمہ فاطمة|محمّد محمد
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
TWO_NAMES = (
    """
hussain حسن|khalid خلیل|khalil خالد|saleem سلیمان|sulaiman سليم|muhammad محمود|rahim رحمن
kareem کامران|qasim قیصر|nadia نادر|zainab زاہد|ibrahim اسماعيل|farid فهد|yusuf يونس|tariq طاهر|bashir بشرى
hussain hassan|saleem sulaiman|muhammad mahmood|yusuf yunus|rahim rahman|tariq tahir
سلیم سلیمان|خالد خلیل|يوسف يونس|طارق طاهر
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
PROBABLE = 0.5
SIDES = [tuple(row.split()) for row in ONE_NAME + TWO_NAMES]


def between(row):
    a, b = row.split()
    return similarity(fold(a), fold(b))


@pytest.mark.parametrize("row", ONE_NAME)
def test_spellings_of_one_name_are_probable(row):
    assert between(row) > PROBABLE


@pytest.mark.parametrize("row", TWO_NAMES)
def test_look_alikes_are_not(row):
    assert between(row) < PROBABLE


CLOSER = {
    "Husayn is nearer to Hussain than Hassan is": ("hussain", "husayn", "hassan"),
    "an Arabic name is nearer to its own vowels": ("حسین", "hussain", "hassan"),
    "ain is heard": ("اسعد", "asaad", "asd"),
    "a short vowel is not a long one": ("محمد", "muhammad", "mahmoud"),
    "a long vowel is not a short one": ("محمود", "mahmoud", "muhammad"),
    "Arabic and Urdu write one Hasan": ("حسن", "حسّن", "حسین"),
    "a lost letter costs less than another letter": ("khalid", "khaled", "khalil"),
    "Urdu hears z where Arabic hears dh": ("ذوالفقار", "zulfiqar", "dulfiqar"),
}


@pytest.mark.parametrize(("unit", "near", "far"), CLOSER.values(), ids=CLOSER)
def test_the_nearer_spelling_wins(unit, near, far):
    assert similarity(fold(unit), fold(near)) > similarity(fold(unit), fold(far))


@pytest.mark.parametrize(("a", "b"), SIDES)
def test_sides_do_not_matter(a, b):
    assert similarity(fold(a), fold(b)) == pytest.approx(similarity(fold(b), fold(a)), abs=1e-5)


@pytest.mark.parametrize("unit", ["a", "ali", "علي", "چوہدری", "12", "9mm", "x" * 300, "李", "عليali"])
def test_a_unit_is_itself(unit):
    assert similarity(unit, unit) == 1.0


ODD = {
    "nothing and a name": ("", "ali", 0.0),
    "nothing and nothing": ("", "", 0.0),
    "two numbers": ("1977", "2025", 0.0),
    "one letter and a long name": ("a", "abdulrahman", 0.0),
    "a script without a table": ("иван", "петр", 0.0),
    "a number and a name": ("12", "محمد", 0.0),
    "a very long unit": ("m" * 10_000, "ab" * 5_000, 0.0),
}


@pytest.mark.parametrize(("a", "b", "expected"), ODD.values(), ids=ODD)
def test_odd_units_have_an_answer(a, b, expected):
    assert similarity(a, b) == pytest.approx(expected, abs=0.01)


def test_many_pairs_are_answered_as_one_by_one():
    left, right = code_many([fold(a) for a, _ in SIDES]), code_many([fold(b) for _, b in SIDES])
    number = np.arange(len(SIDES), dtype=np.int32)
    together = similarities(left, right, number, number)
    assert together.dtype == np.float32
    assert together == pytest.approx([similarity(fold(a), fold(b)) for a, b in SIDES], abs=1e-6)


def test_arrays_that_nobody_may_write_are_read():
    coded = code_many(["ali", "علي"])
    coded.codes.setflags(write=False)
    coded.offsets.setflags(write=False)
    zero = np.zeros(1, dtype=np.int32)
    zero.setflags(write=False)
    assert similarities(coded, coded, zero, zero)[0] == 1.0


def test_units_are_coded_once_and_in_order():
    coded = code_many(["ali", "", "علي", "a1"])
    assert [coded.codes[a:b].tolist() for a, b in zip(coded.offsets, coded.offsets[1:], strict=False)] == [
        encode(unit).tolist() for unit in ("ali", "", "علي", "a1")
    ]
    assert coded.arabic.tolist() == [False, False, True, False]
    assert (coded.own < 0).tolist() == [True, False, True, False]
    assert len(coded) == 4


def test_every_letter_of_the_alphabet_has_its_own_code():
    assert encode(ALPHABET[:LONGEST]).tolist() == list(range(1, LONGEST + 1))
    assert all(encode(char)[0] >= SIZE for char in "1я李é ")
    assert len(encode("a" * 1000)) == LONGEST


@pytest.mark.parametrize(("a", "b"), SIDES)
def test_an_alignment_loses_no_letter(a, b):
    groups = letter_alignment(fold(a), fold(b))
    assert "".join(left for left, _ in groups) == fold(a)
    assert "".join(right for _, right in groups) == fold(b)


def test_an_alignment_shows_which_letters_met():
    assert letter_alignment("قاسم", "qasim")[:2] == (("ق", "q"), ("ا", "a"))
    assert letter_alignment("qasim", "قاسم")[0] == ("q", "ق")
    assert letter_alignment("شاه", "shah")[0] == ("ش", "sh")
    assert letter_alignment("", "") == ()


DAMAGED = {
    "nothing": lambda data: b"",
    "another version": lambda data: data.replace(b"\x01", b"\x02", 1),
    "cut": lambda data: data[:-100],
    "changed": lambda data: data[:20] + bytes([data[20] ^ 1]) + data[21:],
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_model_is_refused(damage):
    data = tables.pack(tables.model())
    assert np.array_equal(tables.unpack(data), tables.model())
    with pytest.raises(BadNamesModel):
        tables.unpack(damage(data))
