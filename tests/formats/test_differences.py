# SPDX-License-Identifier: Apache-2.0
"""Two texts are compared word by word, and a pair that would hold the process is given up in time (§80.116)."""

import time

import pytest

from taawun.formats.differences import steps
from taawun.sectors.committee.comparing import Mark, compare
from taawun.sectors.plans import documents, showing

SECONDS = 20
ORDINARY = [f"word{number % 400} كلمة{number % 7} لفظ" for number in range(450)]


def test_what_changed_is_told_in_steps():
    before, after = "دس دن میں جواب".split(), "پانچ دن میں جواب".split()
    assert steps(before, after) == [("replace", 0, 1, 0, 1), ("equal", 1, 4, 1, 4)]
    assert steps([], []) == []


@pytest.mark.parametrize("every", [10, 30])
def test_ordinary_narratives_are_compared_to_the_end(every):
    changed = " ".join("تغيير" if number % every == 0 else one for number, one in enumerate(ORDINARY))
    pieces = showing.pieces(" ".join(ORDINARY), changed)
    assert len([one for one in pieces if one.kind == "gone"]) == len(ORDINARY) // every
    assert "".join(one.text for one in pieces if one.kind != "gone") == changed
    assert len(documents._changes(" ".join(ORDINARY[:300]), " ".join(changed.split(" ")[:700]))) > 1


HEAVY = {
    "one word, repeated": ("المادة " * 3_999, "المادة " * 3_998 + "أ"),
    "one word between others": (
        " ".join(f"و a{number}" for number in range(1_200)), " ".join(f"و b{number}" for number in range(1_200)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), HEAVY.values(), ids=HEAVY)
def test_texts_that_would_hold_a_process_are_shown_as_changed_whole(before, after):
    began = time.monotonic()
    (one,) = compare(before, after)
    assert [run.mark for run in one.runs] == [Mark.TAKEN, Mark.ADDED]
    assert [piece.kind for piece in showing.pieces(before, after)] == ["gone", "new"]
    assert len(documents._changes(before, after)) == 1
    assert time.monotonic() - began < SECONDS
