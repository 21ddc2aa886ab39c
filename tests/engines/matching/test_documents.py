# SPDX-License-Identifier: Apache-2.0
"""Numbers of documents in one form."""

import pytest

from taawun.engines.matching.documents import keys, normal
from taawun.engines.matching.records import Document

NORMAL = {
    "CNIC with dashes": (Document("CNIC", "35201-1234567-1"), Document("national id", "3520112345671", "PK")),
    "CNIC in Urdu digits": (Document("شناختی کارڈ", "۳۵۲۰۱-۱۲۳۴۵۶۷-۱"), Document("national id", "3520112345671", "PK")),
    "CPR without its zero": (Document("cpr", "85041234"), Document("national id", "085041234", "BH")),
    "CPR in Arabic digits": (Document("الرقم الشخصي", "٨٥٠٤١٢٣٤٥"), Document("national id", "850412345", "BH")),
    "passport": (Document("Passport Number", " ab 123-4567 ", "pk"), Document("passport", "AB1234567", "PK")),
    "what Excel kept": (Document("cnic", "3520112345671.0"), Document("national id", "3520112345671", "PK")),
    "IMO": (Document("imo number", "IMO 9074729"), Document("imo", "9074729")),
    "unknown kind": (Document("Seaman_book", "S 12"), Document("seaman book", "S12")),
}


@pytest.mark.parametrize(("given", "expected"), NORMAL.values(), ids=NORMAL)
def test_a_number_has_one_form(given: Document, expected: Document) -> None:
    assert normal(given) == expected


def test_a_short_number_is_no_key() -> None:
    assert keys((Document("id", "12"), Document("passport", "AB 123"), Document("id", "ab-123"))) == ("AB123",)
