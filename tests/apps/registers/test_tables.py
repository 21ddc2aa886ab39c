# SPDX-License-Identifier: Apache-2.0
"""A table on the page of imports: looked at before it is stored, refused with a reason, undone as one."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from taawun.apps.jobs import runner
from taawun.apps.registers.importing import uploads
from taawun.apps.registers.models import Import, ImportProblem, Record, RecordVersion
from tests.apps.making import officer
from tests.apps.registers.making import PURPOSE
from tests.apps.registers.test_editing import MARKED
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

URL = "/registers/imports/table/seizure/"
HEAD = "Heading,Date,Substance,Amount,Weight in"
ROWS = f"""{HEAD}
ہیروئن کی کھیپ,2026-01-05,Heroin,9,kg
شحنة حشيش,yesterday,حشيش,100,kg
"=cmd|'/c calc'!A1",2026-01-07,Captagon,20,kg
"\u202eهيروين",2026-01-08,Heroin,1,kg
"""


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path, monkeypatch):
    for name in ("uploads", "imports"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(uploads, "folder", lambda: tmp_path / "uploads")
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path / "imports")


@pytest.fixture
def client() -> Client:
    made = Client()
    made.force_login(officer("bilal", "desk_officer"))
    made.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return made


def uploaded(data: str | bytes, name: str = "seizures.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def look(client, data=ROWS, name="seizures.csv", **more):
    return client.post(URL, MARKED | {"file": uploaded(data, name)} | more)


def workbook(rows: list[list[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def hidden(page: str) -> str:
    found = re.search(r'name="upload" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_table_is_looked_at_and_nothing_is_stored(client):
    answer = look(client)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ہیروئن کی کھیپ" in page
    assert "is not a date such as" in page
    assert "begin like a formula" in page
    assert not Record.objects.exists()
    assert not Import.objects.exists()


def test_columns_are_mapped_on_the_page_and_the_import_runs_and_is_undone(client):
    page = look(client).content.decode()
    chosen = {"c-0": "name", "c-1": "date", "c-2": "substance", "c-3": "amount", "c-4": ""}
    assert [f'<option value="{field}" selected>' in page for field in ("name", "date", "substance", "amount")] == [
        True
    ] * 4
    said = MARKED | chosen | {"upload": hidden(page), "c-4": "unit"}
    answer = client.post(URL, said | {"start": "1"})
    imported = Import.objects.get()
    assert answer["Location"] == reverse("registers:import", args=[imported.id])
    runner.run_due(FakeClock(timezone.now()), "test")
    assert [(one.row, one.field) for one in ImportProblem.objects.all()] == [(3, "date")]
    data = {one.data["name"]: one.data for one in RecordVersion.objects.all()}
    assert set(data) == {"ہیروئن کی کھیپ", "=cmd|'/c calc'!A1", "هيروين"}
    assert {one["unit"] for one in data.values()} == {"kg"}
    shown = client.get(answer["Location"]).content.decode()
    assert "is not a date such as" in shown
    client.post(reverse("registers:import-undo", args=[imported.id]))
    assert not Record.objects.exists()


def test_a_required_field_without_a_column_starts_nothing(client):
    page = look(client).content.decode()
    answer = client.post(URL, MARKED | {"upload": hidden(page), "c-0": "name", "start": "1"})
    assert "No column is chosen" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_workbook_is_read_with_its_row_numbers(client):
    made = workbook([["Heading", "Date", "Substance"], ["ضبط", "2026-01-05", "Heroin"], [], ["Bad", "x", "Heroin"]])
    page = look(client, made, "seizures.xlsx").content.decode()
    said = MARKED | {"upload": hidden(page), "c-0": "name", "c-1": "date", "c-2": "substance", "start": "1"}
    assert client.post(URL, said).status_code == 302
    runner.run_due(FakeClock(timezone.now()), "test")
    assert [(one.row, one.field) for one in ImportProblem.objects.all()] == [(4, "date")]
    assert Record.objects.get().caption == "ضبط"


def bomb() -> bytes:
    made, out = zipfile.ZipFile(io.BytesIO(workbook([["Heading"]]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in made.infolist():
            data = made.read(part)
            packed.writestr(part.filename, data + b" " * (8 << 20) if "sheet1" in part.filename else data)
    return out.getvalue()


REFUSED = {
    "an SVG with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "may hold a script",
    ),
    "an SVG behind a mark": (b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>", "may hold a script"),
    "a PDF": (b"%PDF-1.7 ...", "PDF document"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel file"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "This is a picture"),
    "bytes": (bytes(range(256)) * 4, "cannot be read"),
    "nothing": (b" ", "cannot be read"),
    "an archive that is no workbook": (b"PK\x03\x04 nonsense", "cannot be read"),
    "a zip bomb": (bomb(), "larger than the limit"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_file_is_refused_with_a_clear_message(client, data, said):
    answer = look(client, data, "seizures.xlsx")
    assert answer.status_code == 400
    assert any(said in problem for problem in answer.context["form"].errors["file"]), answer.context["form"].errors
    assert not Import.objects.exists()


def test_no_file_and_another_officers_upload_are_refused(client):
    assert "file" in client.post(URL, MARKED).context["form"].errors
    page = look(client).content.decode()
    other = Client()
    other.force_login(officer("asma", "desk_officer"))
    other.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    answer = other.post(URL, MARKED | {"upload": hidden(page), "c-0": "name"})
    assert "file" in answer.context["form"].errors


def test_an_upload_that_became_nothing_is_forgotten(client):
    look(client)
    assert uploads.forget_old(0) == 0
    assert uploads.forget_old(9e9) == 1


def test_a_file_is_not_chosen_anew_because_its_marking_was_wrong(client):
    wrong = look(client, source="")
    assert wrong.status_code == 400
    page = wrong.content.decode()
    assert "seizures.csv" in page
    again = client.post(URL, MARKED | {"upload": hidden(page)})
    assert again.status_code == 200
    assert "ہیروئن کی کھیپ" in again.content.decode()
