# SPDX-License-Identifier: Apache-2.0
"""A table of notices as offices send it: in any encoding, with headings in three languages, bad rows told by number."""

import io

import pytest

from taawun.apps.identity.screening import services as screening
from taawun.apps.jobs import runner
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import ImportProblem, Record
from taawun.kernel.errors import BadImportFile, TaawunError
from taawun.sectors.border_security.checking import Answer, Asked, check
from tests.apps.making import T0
from tests.house import FakeClock
from tests.sectors.border_security.travellers import PURPOSE, marking

ENGLISH = (
    "Number of the document,Kind of document,Issuing country,Status,Name in the document\r\n"
    "AB1234567,passport,PK,lost,احمد خالد گوندل\r\n"
    "AB1234567,passport,PK,lost,احمد خالد گوندل\r\n"
    "CD7654321,spaceship,PK,lost,\r\n"
    ",passport,PK,lost,\r\n"
    "EF1112223,passport,Atlantis,lost,\r\n"
    "GH9998887,passport,BH,stolen,أحمد خالد منصور\r\n"
)
ARABIC = "رقم الوثيقة,نوع الوثيقة,بلد الإصدار,الحالة\r\nAB1234567,جواز سفر,باكستان,مفقودة\r\n"
URDU = "دستاویز نمبر,دستاویز کی قسم,جاری کرنے والا ملک,حیثیت\r\nAB1234567,پاسپورٹ,پاکستان,گمشدہ\r\n"

TABLES = [
    ("English, UTF-8", ENGLISH.encode(), 2, {3, 4, 5, 6}),
    ("English, UTF-8 with a mark", ENGLISH.encode("utf-8-sig"), 2, {3, 4, 5, 6}),
    ("English, UTF-16 as Excel saves it", ENGLISH.encode("utf-16"), 2, {3, 4, 5, 6}),
    ("Arabic, Windows-1256", ARABIC.encode("cp1256"), 1, set()),
    ("Urdu, UTF-16", URDU.encode("utf-16"), 1, set()),
]


@pytest.mark.parametrize(("file", "loaded", "wrong"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_a_table_of_notices_is_loaded_and_what_is_wrong_is_told_by_row(desk, actor, file, loaded, wrong):
    made = importing.import_table(actor, io.BytesIO(file), "document-notice", marking(), PURPOSE, at=T0)
    runner.run_due(FakeClock(T0), "test")
    assert Record.objects.filter(imported=made).count() == loaded
    assert set(ImportProblem.objects.filter(of=made).values_list("row", flat=True)) == wrong
    told = check(desk, Asked("AB1234567", "PK"), PURPOSE, at=T0)
    assert told.answer is Answer.HIT


REFUSED = {
    "empty": b"",
    "only NULs": b"\x00" * 400,
    "half a character": b"\xff\xfe\x00",
    "a NUL in a cell": ARABIC.replace("AB1234567", "AB1234567\x00").encode(),
}


@pytest.mark.parametrize("file", REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_and_nothing_is_stored(actor, file):
    with pytest.raises(TaawunError) as refused:
        importing.import_table(actor, io.BytesIO(file), "document-notice", marking(), PURPOSE, at=T0)
    assert isinstance(refused.value, BadImportFile) or refused.value.code.startswith("import")
    assert not Record.objects.exists()


TRAVELLERS = "Name,Date of birth,Nationality,Passport\r\nAhmad Khalid Gondal,1971-03-02,PK,AB1234567\r\n,1990,PK,\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_a_file_of_travellers_is_screened_whatever_its_encoding(desk, actor, encoding):
    from taawun.apps.identity import indexing
    from tests.sectors.border_security.travellers import person

    person(actor)
    indexing.rebuild(T0)
    made = screening.screen_file(actor, io.BytesIO(TRAVELLERS.encode(encoding)), "travellers.csv", PURPOSE, at=T0)
    runner.run_due(FakeClock(T0), "test")
    rows = {row.number: row for row in made.rows.all()}
    assert rows[2].best > 0.8
    assert rows[3].lost
    assert rows[3].problems
