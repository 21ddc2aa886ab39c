# SPDX-License-Identifier: Apache-2.0
"""Four versions of a contract side by side (§80.82), and charges of which cash MUST be refused (§80.83)."""

from decimal import Decimal

import pytest

from taawun.apps.sector import Level
from taawun.sectors.worker_protection.charges import check_charge, fill_charge, sums
from taawun.sectors.worker_protection.contracts import Word, check_contract, compare, newest

ORIGIN = {"which": "origin", "date": "2026-01-10", "pay": "120", "currency": "BHD", "job": "Mason", "hours_day": "8"}
SHOWN = ORIGIN | {"which": "shown", "language": "ur", "job": "mason "}
DESTINATION = ORIGIN | {"which": "destination", "pay": "120.000"}
PAID = {"which": "paid", "pay": "95.5", "currency": "BHD"}


def words(*versions):
    return {one.field: one.word for one in compare(newest(versions))}


COMPARED = {
    "the same": ((ORIGIN, SHOWN, DESTINATION), "pay", Word.SAME),
    "the same but for blanks and case": ((ORIGIN, SHOWN), "job", Word.SAME),
    "paid less than registered": ((ORIGIN, SHOWN, DESTINATION, PAID), "pay", Word.WORSE),
    "registered less in the destination": ((ORIGIN, DESTINATION | {"pay": "90"}), "pay", Word.WORSE),
    "paid more than registered": ((ORIGIN, PAID | {"pay": "130"}), "pay", Word.DIFFERS),
    "longer hours": ((ORIGIN, DESTINATION | {"hours_day": "12"}), "hours_day", Word.WORSE),
    "two currencies": ((ORIGIN, PAID | {"currency": "PKR"}), "pay", Word.NOT_ASSESSABLE),
    "stated once only": ((ORIGIN, PAID), "job", Word.NOT_ASSESSABLE),
    "another job, in Urdu": ((ORIGIN, DESTINATION | {"job": "گھریلو ملازم"}), "job", Word.DIFFERS),
}


@pytest.mark.parametrize(("versions", "field", "word"), COMPARED.values(), ids=COMPARED)
def test_each_field_says_how_the_versions_stand_to_each_other(versions, field, word):
    assert words(*versions)[field] is word


def test_the_four_stand_in_one_order_with_what_is_not_stated_left_empty():
    pay = next(one for one in compare(newest([PAID, DESTINATION, ORIGIN])) if one.field == "pay")
    assert pay.values == ("120", "", "120.000", "95.5")


def test_the_newest_statement_of_a_version_counts():
    later = ORIGIN | {"date": "2026-03-01", "pay": "99"}
    assert newest([later, ORIGIN])["origin"]["pay"] == "99"


def test_what_was_shown_in_no_known_language_is_said():
    assert [one.code for one in check_contract({"which": "shown"})] == ["contract.no-language"]
    assert [one.level for one in check_contract({"which": "paid", "pay": "3"})] == [Level.REFUSED]


CHARGE = {
    "payer": "worker", "kind": "agency", "method": "transfer", "bank_reference": "FT26-1", "legal_most": "6000",
    "paid": "250000", "currency": "PKR",
}  # fmt: skip


def seen(**changes):
    data = CHARGE | changes
    return [(one.code, one.level) for one in check_charge(data | fill_charge(data))]


def test_cash_and_a_charge_without_a_reference_are_refused():
    assert ("charge.cash", Level.REFUSED) in seen(method="cash")
    assert ("charge.no-reference", Level.REFUSED) in seen(bank_reference="  ")
    assert all(level is not Level.REFUSED for _code, level in seen())


def test_what_the_worker_bore_for_the_job_is_the_gap():
    assert fill_charge(CHARGE) == {"gap": "250000", "over": "244000"}
    assert fill_charge(CHARGE | {"payer": "employer"})["gap"] == "0"
    assert fill_charge(CHARGE | {"kind": "own"})["gap"] == "0"


def test_currencies_are_never_added_up():
    charges = [one | fill_charge(one) for one in (CHARGE, CHARGE | {"paid": "5000"}, CHARGE | {"currency": "BHD"})]
    bahraini, rupees = sums(charges)
    assert (bahraini.currency, bahraini.paid) == ("BHD", Decimal(250000))
    assert (rupees.legal, rupees.paid, rupees.gap, rupees.over) == (
        Decimal(12000), Decimal(255000), Decimal(255000), Decimal(244000),
    )  # fmt: skip


def test_a_charge_without_a_maximum_is_not_assessable():
    data = {key: value for key, value in CHARGE.items() if key != "legal_most"}
    assert "over" not in fill_charge(data)
    assert sums([data | fill_charge(data)])[0].unknown == 1
