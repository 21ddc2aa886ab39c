# SPDX-License-Identifier: Apache-2.0
"""A passenger list on a node: its flight without a name, its people screened and in time forgotten."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.identity.models import ScreenedRow, Screening
from taawun.apps.registers.models import Record, RecordVersion
from taawun.kernel.errors import BadEdifact
from taawun.sectors.immigration import jobs, lists
from tests.formats.edifact_shapes import PLAIN, QUIRKS, as_bytes

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PURPOSE = "immigration"


def taken(desk, data=PLAIN):
    return lists.take(desk.actor("asma"), io.BytesIO(as_bytes(data)), "list.edi", PURPOSE, at=AT)


def test_the_flight_is_stated_without_anybodys_name(desk):
    made = taken(desk)
    (version,) = RecordVersion.objects.filter(record__type="passenger-list")
    assert version.data["flight"] == "ZQ0417"
    assert (version.data["passengers"], version.data["crew"], version.data["stated"]) == ("3", "0", "3")
    assert version.data["screening"] == made.id
    assert "GONDALWALA" not in str(version.data)


def test_a_list_that_breaks_off_is_taken_and_says_so(desk):
    taken(desk, QUIRKS["no UNT, UNE and UNZ"])
    assert RecordVersion.objects.get(record__type="passenger-list").data["whole"] == "breaks_off"


@pytest.mark.parametrize("data", ["name\nAli\n", "", "UNB+UNOA:4'UNH+1+CUSRES:D:02B'"])
def test_what_is_no_passenger_list_stores_nothing(desk, data):
    with pytest.raises(BadEdifact):
        taken(desk, data)
    assert not Screening.objects.exists()
    assert not Record.objects.filter(type="passenger-list").exists()


WHEN = {
    "a day after it arrives": (PLAIN, datetime(2026, 11, 23, 7, 55, tzinfo=UTC)),
    "a day after it came, where no arrival is stated": (
        PLAIN.replace("DTM+232:2611220755:201'", ""),
        AT + lists.AFTER_ARRIVAL,
    ),
    "a week at most": (PLAIN.replace("DTM+232:2611220755", "DTM+232:3611220755"), AT + lists.AT_MOST),
    "never at once": (PLAIN.replace("DTM+232:2611220755", "DTM+232:2011220755"), AT + lists.AFTER_ARRIVAL),
}


@pytest.mark.parametrize(("data", "expected"), WHEN.values(), ids=WHEN)
def test_when_who_has_no_hit_is_forgotten(data, expected):
    assert lists.forget_after(lists.read(io.BytesIO(as_bytes(data))), AT) == expected


def test_who_has_no_hit_is_forgotten_and_the_line_stays(desk):
    made = taken(desk)
    rows = [ScreenedRow(of=made, number=n, asked={}, problems=[], best=best) for n, best in enumerate((0, 0.9, 0), 1)]
    ScreenedRow.objects.bulk_create(rows)
    Screening.objects.filter(id=made.id).update(finished=AT)
    jobs.forget(AT + timedelta(hours=29))
    assert made.rows.count() == 3
    for _ in range(2):
        jobs.forget(AT + timedelta(hours=31))
    assert [row.number for row in made.rows.all()] == [2]
    assert Screening.objects.get(id=made.id).settings["forgotten"] == 2
    assert Line.objects.filter(act="screening.minimised", object_id=made.id).count() == 1


@pytest.fixture
def browser(desk):
    client = Client()
    client.force_login(desk.officers["asma"])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


def test_a_list_is_taken_on_its_page_and_shown(browser):
    file = SimpleUploadedFile("قائمة.edi", PLAIN.encode())
    answer = browser.post(reverse("immigration:passengers"), {"file": file})
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert "ZQ0417" in page.content.decode()
    assert "ZQ0417" in browser.get(reverse("immigration:passengers")).content.decode()


def test_a_broken_list_is_refused_on_its_page(browser):
    answer = browser.post(reverse("immigration:passengers"), {"file": SimpleUploadedFile("a.edi", b"Dear all")})
    assert answer.status_code == 400
    assert b"cannot be read as a passenger list" in answer.content
