# SPDX-License-Identifier: Apache-2.0
"""What a comparison says about itself: who met whom, what was left, and a picture that is right in Arabic too."""

import pytest

from taawun.engines.names import Role, compare
from taawun.engines.names.drawing import LTR_MARK, cell, width

MET = {
    "Urdu": ("Muhammad Nawaz Qureshi", "قریشی محمد", [("Muhammad", "محمد"), ("Qureshi", "قریشی")], ["Nawaz"], []),
    "Arabic": ("عبد الرحمن التكريتي", "Abdurrahman", [("عبد الرحمن", "Abdurrahman")], ["ال", "تكريتي"], []),
    "Latin": ("Imran Khan", "Imran Khan Bugti", [("Imran", "Imran"), ("Khan", "Khan")], [], ["Bugti"]),
}


@pytest.mark.parametrize(("left", "right", "pairs", "only_left", "only_right"), MET.values(), ids=MET)
def test_every_unit_is_told_as_it_was_written(left, right, pairs, only_left, only_right):
    told = compare(left, right).explanation
    assert [(pair.left, pair.right) for pair in told.pairs] == pairs
    assert [gone.text for gone in told.unexplained_a] == only_left
    assert [gone.text for gone in told.unexplained_b] == only_right


CODES = {
    "same": ("Imran Bugti", "Imran Khan", "person", "same"),
    "alike": ("عمران بگٹی", "Imran Bugti", "person", "alike"),
    "initial": ("I. Bugti", "Imran Bugti", "person", "initial"),
    "written together": ("Zahid Soomro", "Zahidsoomro", "person", "joined"),
    "only left": ("عمران خان بگٹی", "Bugti Imran", "person", "only-left"),
    "only right": ("Imran Bugti", "عمران خان بگٹی", "person", "only-right"),
    "order": ("بگٹی عمران", "Imran Bugti", "person", "order-differs"),
    "numbers": ("لواء 44", "Brigade 45", "organisation", "numbers-differ"),
    "one number": ("Sahara Pearl", "Sahara Pearl 3", "vessel", "number-on-one-side"),
    "legal forms": ("Karwan Ltd", "Karwan PLC", "organisation", "legal-forms-differ"),
    "acronym": ("HFC Est", "Hilal Furat Contracting Est", "organisation", "acronym"),
    "thin": ("Ali", "علی", "person", "thin-evidence"),
    "nothing": ("", "علی", "person", "nothing-to-compare"),
}


@pytest.mark.parametrize(("left", "right", "kind", "code"), CODES.values(), ids=CODES)
def test_each_observation_has_its_reason(left, right, kind, code):
    assert code in {reason.code for reason in compare(left, right, kind).explanation.reasons}


def test_a_pair_earns_what_is_alike_and_costs_the_rest():
    for pair in compare("Zulfikar Ali Bhutto", "ذوالفقار علی بھٹو").explanation.pairs:
        assert pair.earned + pair.cost == pytest.approx(pair.weight)
        assert 0 <= pair.earned <= pair.weight


def test_particles_and_titles_are_told_with_their_role():
    told = compare("الحاج عمر التكريتي", "Omar Tikriti").explanation
    assert {gone.role for gone in told.unexplained_a} == {Role.TITLE, Role.PARTICLE}


PICTURES = {
    "Latin": ("Imran Bugti", "Imran Bugti"),
    "Arabic": ("عمران الخالدي", "عمران الخالدي"),
    "both": ("Imran Khan Bugti", "عمران بگٹی"),
}


@pytest.mark.parametrize(("left", "right"), PICTURES.values(), ids=PICTURES)
def test_the_picture_has_a_line_for_every_unit_and_closes_every_cell(left, right):
    told = compare(left, right).explanation
    lines = told.picture().splitlines()
    assert len(lines) == len(told.pairs) + len(told.unexplained_a) + len(told.unexplained_b)
    assert all(line.count(LTR_MARK) >= 2 for line in lines)


def test_the_picture_of_nothing_is_empty():
    assert compare("", "").explanation.picture() == ""


@pytest.mark.parametrize(("text", "columns"), [("Ali", 3), ("مُحَمَّد", 4), ("علی\u202e", 3), ("李", 2), ("", 0)])
def test_a_cell_is_as_wide_as_it_looks(text, columns):
    assert width(text) == columns
    assert width(cell(text, 8)) == 8


def test_a_cell_cannot_move_the_cursor_or_turn_the_line():
    assert cell("A\x1b[2Jli\u202e", 0) == f"{LTR_MARK}A[2Jli{LTR_MARK}"
