# SPDX-License-Identifier: Apache-2.0
"""Lists with machine-readable zones, as a gate or a carrier hands them over."""

import openpyxl
import pytest

from taawun.engines.matching.records import Document
from taawun.formats.mrz import Form, write
from taawun.formats.people import Reason, open_list

PASSPORT = write(
    Form.TD3, code="P", issuer="PAK", number="AB1234567", surname="GONDAL", given="AHMAD KHALID",
    birth="1971-03-02", sex="male", expires="2031-04-30",
)  # fmt: skip
CARD = write(
    Form.TD1, code="I", issuer="BHR", number="B12345678", surname="ALANSARI", given="MARYAM",
    birth="1990-07-30", sex="female", expires="2031-04-30",
)  # fmt: skip


def read(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text)
    return list(open_list(path).rows())


def reasons(found):
    return [(one.row, one.column, one.reason) for row in found for one in row.problems]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("MRZ 1,MRZ 2", ",".join(PASSPORT)),
        ("MRZ line 1,MRZ line 2", ",".join(PASSPORT)),
        ("Machine-readable zone", '"' + "\n".join(PASSPORT) + '"'),
        ("mrz", "".join(PASSPORT)),
        ("المنطقة المقروءة آليا", "".join(PASSPORT)),
    ],
)
def test_a_list_of_nothing_but_zones_is_a_list_of_people(tmp_path, heading, cells):
    (row,) = read(tmp_path, f"{heading}\n{cells}\n")
    assert row.record.names == ("AHMAD KHALID GONDAL",)
    assert [str(one) for one in row.record.births] == ["1971-03-02"]
    assert (row.record.sex, row.record.countries) == ("m", ("PK",))
    assert row.record.documents == (Document("passport", "AB1234567", "PK"),)
    assert not row.problems


def test_a_card_of_three_lines_is_an_identity_card(tmp_path):
    (row,) = read(tmp_path, f"mrz1,mrz2,mrz3\n{','.join(CARD)}\n")
    assert row.record.documents == (Document("national id", "B12345678", "BH"),)
    assert (row.record.names, row.record.sex) == (("MARYAM ALANSARI",), "f")


def test_what_other_columns_say_goes_before_the_zone_and_both_names_are_kept(tmp_path):
    (row,) = read(
        tmp_path,
        "Name,Date of birth,Passport,Nationality,MRZ 1,MRZ 2\n"
        f"احمد خالد گوندل,1972-03-02,ab 123-4567,,{','.join(PASSPORT)}\n",
    )
    assert row.record.names == ("احمد خالد گوندل", "AHMAD KHALID GONDAL")
    assert [str(one) for one in row.record.births] == ["1972-03-02"]
    assert row.record.countries == ("PK",)
    assert row.record.documents == (Document("passport", "AB1234567", "PK"),)


def test_another_number_beside_the_zone_is_kept_too(tmp_path):
    (row,) = read(tmp_path, f"Name,Passport,MRZ 1,MRZ 2\nX Y,CD7654321,{','.join(PASSPORT)}\n")
    assert sorted(one.number for one in row.record.documents) == ["AB1234567", "CD7654321"]


def test_a_zone_that_is_none_and_one_with_a_wrong_digit_are_told_by_row(tmp_path):
    wrong = PASSPORT[1][:9] + str((int(PASSPORT[1][9]) + 1) % 10) + PASSPORT[1][10:]
    found = read(
        tmp_path,
        f"Name,MRZ 1,MRZ 2\nA B,{PASSPORT[0]},{wrong}\nC D,nothing of the kind,\nE F,,\n,short,\n",
    )
    assert reasons(found) == [
        (2, "MRZ 1", Reason.WRONG_ZONE), (3, "MRZ 1", Reason.NOT_A_ZONE),
        (5, "MRZ 1", Reason.NOT_A_ZONE), (5, "Name", Reason.NO_NAME),
    ]  # fmt: skip
    assert [row.record.names if row.record else None for row in found] == [
        ("A B", "AHMAD KHALID GONDAL"), ("C D",), ("E F",), None,
    ]  # fmt: skip
    assert [len(row.record.documents) for row in found[:3]] == [1, 0, 0]


def test_zones_of_a_workbook_are_read(tmp_path):
    book = openpyxl.Workbook()
    for line in [("Name", "MRZ"), ("A B", "\n".join(PASSPORT)), ("C D", None)]:
        book.active.append(line)
    book.save(tmp_path / "list.xlsx")
    found = list(open_list(tmp_path / "list.xlsx").rows())
    assert [len(row.record.documents) for row in found] == [1, 0]


def test_more_rows_than_are_read_together_keep_their_numbers(tmp_path):
    found = read(tmp_path, "Name,MRZ\n" + "".join(f"N{n} X,{''.join(PASSPORT) * (n % 2)}\n" for n in range(5_000)))
    assert [row.number for row in found] == list(range(2, 5_002))
    assert [bool(row.record.documents) for row in found] == [bool(n % 2) for n in range(5_000)]
