# SPDX-License-Identifier: Apache-2.0
"""A file of travellers: each answer a hit, no hit or that nothing can be said; never that somebody may pass."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.identity import indexing
from taawun.apps.identity.screening import access
from taawun.apps.jobs import runner
from taawun.apps.jobs.models import Job
from taawun.kernel.errors import NoRole
from taawun.sectors.border_security import checking, jobs, travellers
from taawun.sectors.border_security.checking import Answer, Asked, Why, check, check_many
from tests.apps.making import T0, officer
from tests.house import FakeClock
from tests.sectors.border_security.travellers import PURPOSE, marking, notice, person

pytestmark = pytest.mark.django_db

TABLE = """name,birth,country,passport
Zeeshan Haider,1990-01-01,PK,AB1234567
أحمد خالد جوندل,1971-03-02,PK,CC0000001
شازیہ پروین,1985-07-09,PK,ZZ7654321
Nobody Known,1980-02-02,BH,YY7654321
نام والا,1980-02-02,PK,
,,,
"""
EXPECTED = {
    1: (Answer.HIT, ()),  # the document
    2: (Answer.HIT, ()),  # the name, in another script
    3: (Answer.NO_HIT, ()),
    4: (Answer.CANNOT, (Why.NO_NOTICES,)),  # no notice of any Bahraini document is held
    5: (Answer.CANNOT, (Why.NO_NUMBER,)),
}


@pytest.fixture
def made(desk, actor):
    """A file that was checked, on a node with a lost passport and a person in its registers."""
    notice(actor)
    person(actor)
    indexing.rebuild(T0)
    taken = travellers.take(actor, io.BytesIO(TABLE.encode()), "travellers.csv", PURPOSE, at=T0)
    runner.run_due(FakeClock(T0), "test")
    assert Job.objects.get(id=taken.job).state == "done", Job.objects.get(id=taken.job).error
    return taken


@pytest.fixture
def client(desk):
    opened = Client()
    opened.force_login(desk)
    opened.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return opened


def test_each_traveller_has_one_of_three_answers_and_why_nothing_can_be_said(made, desk):
    rows = {one.row.number: one for one in access.results(desk, made.id, PURPOSE, at=T0).rows}
    found = {number: (travellers.answer(one), travellers.why(one)) for number, one in rows.items() if not one.row.lost}
    first = min(found)
    assert {number - first + 1: told for number, told in found.items()} == EXPECTED


def test_the_hit_on_a_document_stands_first_with_its_reason(made, client):
    page = client.get(reverse("border_security:traveller-file", args=[made.id])).content.decode()
    table = page[page.index('id="travellers"') :]
    assert table.index("Zeeshan Haider") < table.index("شازیہ پروین")
    assert "A document is the same." in table
    assert "You may see no notice of any document of this country" in table
    assert "clear" not in page.lower().replace("clearance", "")


def test_answers_are_taken_away_with_the_marking_of_each_record(made, client):
    url = reverse("border_security:travellers-export", args=[made.id])
    text = b"".join(client.get(url).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    said = {row["names"]: (row["answer"], row["why"], bool(row["marking"])) for row in rows if row["names"]}
    assert said["Zeeshan Haider"] == ("hit", "", True)
    assert said["شازیہ پروین"] == ("no-hit", "", False)
    assert said["Nobody Known"] == ("cannot-check", "no-notices", False)


def test_each_document_that_is_checked_leaves_a_line_that_does_not_name_it(made):
    lines = Line.objects.filter(act="document.checked").values_list("object_id", flat=True)
    assert checking.digest(Asked("AB1234567", "PK")) in lines
    assert not [one for one in lines if "AB1234567" in one]


def test_who_has_no_hit_is_forgotten_after_a_week(made):
    jobs.forget(T0 + timedelta(days=6))
    before = made.rows.count()
    jobs.forget(T0 + timedelta(days=8))
    assert before > made.rows.count() == 2


def test_a_file_is_taken_on_the_page_and_one_that_is_none_is_refused(client, desk, actor):
    url = reverse("border_security:travellers")
    refused = client.post(url, {"file": SimpleUploadedFile("x.csv", b"%PDF-1.4 nothing")})
    assert refused.status_code == 400
    taken = client.post(url, {"file": SimpleUploadedFile("x.csv", TABLE.encode())})
    assert taken.status_code == 302
    assert "x.csv" in client.get(url).content.decode()
    assert client.get(taken["Location"]).status_code == 200


def test_who_does_not_check_takes_no_file(db):
    from taawun.apps.people.access import actor_of

    with pytest.raises(NoRole):
        travellers.take(actor_of(officer("sara", "auditor")), io.BytesIO(TABLE.encode()), "x.csv", PURPOSE)


MANY = [("AB1234567", "PK"), ("AB1234568", "PK"), ("", "PK"), ("ZZ9", ""), ("AO1234567", "PK"), ("AB1234567", "BH")]


def test_many_are_answered_as_one_by_one(desk, actor):
    notice(actor)
    notice(actor, number="A01234567", marking=marking())
    asked = [Asked(*one) for one in MANY]
    together = check_many(desk, asked, PURPOSE, at=T0)
    alone = [check(desk, one, PURPOSE, at=T0) for one in asked]
    assert [(one.answer, one.why) for one in together] == [(one.answer, one.why) for one in alone]


def test_many_ask_the_database_as_much_as_few(desk, actor):
    notice(actor)

    def questions(count: int) -> int:
        asked = [Asked(f"AB12345{number:02}", "PK") for number in range(count)]
        found: list[str] = []
        with connection.execute_wrapper(lambda run, sql, *more: (found.append(sql), run(sql, *more))[1]):
            check_many(desk, asked, PURPOSE, at=T0)
        return len(found)

    questions(1)
    assert questions(60) <= questions(3)
