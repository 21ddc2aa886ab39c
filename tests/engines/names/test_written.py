# SPDX-License-Identifier: Apache-2.0
"""Names as written: every letter stands in its place, in three scripts, and slips are counted in them."""

import pytest

from taawun.engines.names.letters import ALPHABET, code_many
from taawun.engines.names.similarity import distance
from taawun.engines.names.written import READ, written

WRITTEN = {
    "spaces and marks fall away": ("Abd al-Rahman, O'Neil", "abdalrahmanoneil"),
    "what stands for it is not read": ("Mohd", "mohd"),
    "Arabic": ("عبد الله", "عبدالله"),
    "Urdu letters, folded": ("حبیب اللہ", "حبيبالله"),
    "accents": ("José", "jose"),
    "nothing": ("؟ -", ""),
}
SLIPS = {
    "equal": ("yusuf", "yusuf", 0),
    "lost": ("yusuf", "usuf", 1),
    "swapped": ("yusuf", "uysuf", 1),
    "doubled": ("yusuf", "yussuf", 1),
    "another": ("حسن", "حسين", 1),
    "swapped and lost": ("kamran", "akmrn", 2),
    "nothing alike": ("abc", "xyz", 3),
    "longest": ("a" * READ, "b" + "a" * (READ - 1), 1),
}


@pytest.mark.parametrize(("name", "letters"), WRITTEN.values(), ids=WRITTEN)
def test_letters_stand_in_their_order(name, letters):
    codes, offsets = written(("before", name, "after"))
    assert codes[offsets[1] : offsets[2]].tolist() == [ALPHABET.index(letter) + 1 for letter in letters]


def test_no_name_at_all_is_no_letters():
    codes, offsets = written(())
    assert len(codes) == 0
    assert offsets.tolist() == [0]


@pytest.mark.parametrize(("a", "b", "edits"), SLIPS.values(), ids=SLIPS)
def test_slips_are_counted(a, b, edits):
    codes = [code_many(tuple(text)).codes for text in (a, b)]
    assert distance(codes[0], 0, len(a), codes[1], 0, len(b)) == edits
    assert distance(codes[1], 0, len(b), codes[0], 0, len(a)) == edits
