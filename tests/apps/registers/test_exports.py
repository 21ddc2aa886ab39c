# SPDX-License-Identifier: Apache-2.0
"""Files to take away carry their marking, their purpose and no formula, and each record in them leaves a line."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from taawun.apps.audit.models import Line
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services
from taawun.apps.registers.views import exporting
from taawun.formats import sheets
from taawun.formats.sheets import Sheet, harmless
from tests.apps.making import T0, officer
from tests.apps.registers.making import PERSON, PURPOSE, SEIZURE, marking, personal

pytestmark = pytest.mark.django_db

CELLS = {
    "a formula": ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
    "a sum": ("+1+1", "'+1+1"),
    "a macro": ("@SUM(A1)", "'@SUM(A1)"),
    "a tab before a formula": ("\t=1", "'\t=1"),
    "a number below zero": ("-12.5", "-12.5"),
    "a minus before a formula": ("-1+cmd", "'-1+cmd"),
    "a name turned around": ("\u202eهيروين", "هيروين"),
    "a zero byte": ("a\x00b", "ab"),
    "a name in Urdu": ("ہیروئن", "ہیروئن"),
}

LATER = T0 + timedelta(seconds=1)  # what is newest stands first


@pytest.mark.parametrize(("text", "cell"), CELLS.values(), ids=CELLS)
def test_a_cell_is_harmless(text, cell):
    assert harmless(text) == cell


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer")


@pytest.fixture
def client(desk) -> Client:
    made = Client()
    made.force_login(desk)
    made.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return made


@pytest.fixture
def held(desk):
    actor = actor_of(desk)
    formula = SEIZURE | {"name": "=HYPERLINK(1)", "date": "2026-11-03"}
    services.draft_record(actor, "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    services.draft_record(actor, "seizure", formula, marking(handling={"H1"}, tlp="amber"), PURPOSE, at=LATER)
    services.draft_record(actor, "seizure", SEIZURE, marking(purposes={"immigration"}), PURPOSE, at=T0)
    return services.draft_record(actor, "person", PERSON, personal(handling={"H2"}, tlp="amber"), PURPOSE, at=T0)


def fetched(client, form, **query) -> bytes:
    answer = client.get(reverse("registers:export", args=[form]), query)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    return answer.content


def test_a_list_as_csv_has_its_banner_codes_and_footer(client, held, desk):
    rows = list(csv.reader(io.StringIO(fetched(client, "csv", type="seizure").decode("utf-8-sig"))))
    assert rows[0] == ["TLP:AMBER · H0 H1"]
    assert rows[1][:2] == ["Heading", "Date"]
    assert [row[0] for row in rows[2:4]] == ["'=HYPERLINK(1)", "Heroin on a dhow"]
    assert "B2 H0 H1 TLP:AMBER" in rows[2]
    assert "B2 H0 TLP:GREEN" in rows[3]
    assert rows[4] == ["Purpose: Counter-narcotics"]
    assert desk.name in rows[5][0]
    assert Line.objects.filter(act="record.exported", officer_id=desk.id, purpose=PURPOSE).count() == 2


def test_a_list_as_a_workbook_holds_texts_and_no_formula(client, held):
    book = load_workbook(io.BytesIO(fetched(client, "xlsx", type="seizure")))
    sheet = book.active
    assert sheet["A1"].value == "TLP:AMBER · H0 H1"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet["A3"].value == "'=HYPERLINK(1)"
    assert "TLP:AMBER" in sheet.oddHeader.center.text


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_a_list_is_a_pdf_in_each_language(client, held, desk, language):
    desk.language = language
    desk.save(update_fields=["language"])
    assert fetched(client, "pdf", type="seizure").startswith(b"%PDF-")


def test_a_workbook_in_arabic_runs_from_the_right(client, held, desk):
    desk.language = "ar"
    desk.save(update_fields=["language"])
    sheet = load_workbook(io.BytesIO(fetched(client, "xlsx", type="seizure"))).active
    assert sheet.sheet_view.rightToLeft
    assert sheet["A2"].value == "العنوان"


def test_all_registers_together_give_captions(client, held):
    said = fetched(client, "csv").decode("utf-8-sig")
    assert "احمد خالد منصور" in said
    assert said.startswith("TLP:AMBER · H0 H1 H2 · personal data")


def test_one_record_is_taken_away_and_recorded(client, held):
    answer = client.get(reverse("registers:record-export", args=[held.id, "csv"]))
    said = answer.content.decode("utf-8-sig")
    assert "احمد خالد منصور ; أحمد خالد منصور ; Ahmad Khalid Mansoor" in said
    assert Line.objects.filter(act="record.exported", object_id=held.id, outcome="allowed").count() == 1


def test_what_may_not_be_shown_is_not_taken_away(client, held):
    client.post(reverse("ui:purpose"), {"purpose": "immigration"})
    assert client.get(reverse("registers:record-export", args=[held.id, "csv"])).status_code == 403
    assert Line.objects.filter(act="record.exported", object_id=held.id, outcome="refused").count() == 1


def test_a_list_that_goes_on_says_so(client, held, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    said = fetched(client, "csv", type="seizure").decode("utf-8-sig")
    assert "its beginning only" in said
    assert "Heroin on a dhow" not in said


def test_a_form_that_is_none_is_not_found(client, held):
    assert client.get("/registers/export/exe/").status_code == 404


def test_nothing_to_take_away_is_said():
    sheet = Sheet("x", "No record", ("a",), (), ("Purpose: x",))
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert sheets.as_csv(sheet, at).decode("utf-8-sig").splitlines()[0] == "No record"
    assert sheets.as_pdf(sheet, at).startswith(b"%PDF-")
