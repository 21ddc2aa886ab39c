# SPDX-License-Identifier: Apache-2.0
"""A file of travellers: each answer a hit, no hit or that nothing can be said; never that somebody may pass."""

import csv
import gzip
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from taawun.apps.audit.models import Line
from taawun.apps.cases import access as cases
from taawun.apps.cases import hits
from taawun.apps.cases.models import Case
from taawun.apps.identity import indexing, list_words
from taawun.apps.identity.screening import access, following
from taawun.apps.jobs import runner
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.formats.people import Reason
from taawun.kernel.errors import CallerError, NoRole, NoSuchRecord, NoSuchScreening
from taawun.sectors.border_security import checking, jobs, travellers, words
from taawun.sectors.border_security.checking import Answer, Asked, Why, check, check_many
from tests.apps.making import T0, officer
from tests.house import FakeClock
from tests.sectors.border_security.travellers import PURPOSE, from_partner, marking, notice, person

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
    assert said["Zeeshan Haider"] == ("Hit", "", True)
    assert said["شازیہ پروین"] == ("No hit", "", False)
    assert said["Nobody Known"] == ("Cannot be checked", str(words.WHY[Why.NO_NOTICES]), False)


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_answers_are_taken_away_in_the_words_of_the_reader(made, client, desk, language):
    desk.language = language
    desk.save(update_fields=["language"])
    url = reverse("border_security:travellers-export", args=[made.id])
    text = b"".join(client.get(url).streaming_content).decode("utf-8-sig")
    said = {row["names"]: row for row in csv.DictReader(io.StringIO(text))}
    with override(language):
        answer, why = str(words.ANSWERS[Answer.CANNOT].label), str(words.WHY[Why.NO_NOTICES])
    assert (said["Nobody Known"]["answer"], said["Nobody Known"]["why"]) == (answer, why)
    assert answer != "Cannot be checked"


@pytest.fixture
def hit(desk, actor):
    """A file of which somebody has a document that the partner says is lost."""
    theirs = from_partner()
    indexing.rebuild(T0)
    taken = travellers.take(actor, io.BytesIO(TABLE.encode()), "travellers.csv", PURPOSE, at=T0)
    runner.run_due(FakeClock(T0), "test")
    return taken, theirs


def test_the_issuer_of_a_hit_in_a_file_is_asked_from_its_page(hit, client, desk):
    taken, theirs = hit
    page = client.get(reverse("border_security:traveller-file", args=[taken.id])).content.decode()
    url = reverse("border_security:traveller-follow-up", args=[taken.id])
    (entry,) = re.findall(rf'action="{url}">.*?name="entry" value="(\d+)".*?value="{theirs}"', page, re.S)
    answer = client.post(url, {"entry": entry, "record": theirs})
    shown = cases.case(desk, answer.url.split("/")[2], hits.PURPOSE)
    assert (shown.case.kind, shown.case.requested) == (hits.KIND, "BH")
    assert [element.slug for element in shown.missing] == ["held"]
    said = shown.filled["person"].value
    assert (said["name"], said["born"], said["documents"]) == ("Zeeshan Haider", "1990-01-01", ["AB1234567"])
    assert theirs in shown.filled["hit"].value


def test_a_hit_on_our_own_statement_has_no_such_button(made, client):
    page = client.get(reverse("border_security:traveller-file", args=[made.id])).content.decode()
    assert reverse("border_security:traveller-follow-up", args=[made.id]) not in page


def test_nobody_asks_about_what_was_no_hit_of_theirs(hit, actor, client):
    taken, theirs = hit
    row = taken.rows.get(asked__names__0="شازیہ پروین")
    with pytest.raises(NoSuchRecord):
        following.follow_up(actor, taken.id, row.number, theirs, PURPOSE, at=T0)
    with pytest.raises(NoSuchScreening):
        following.follow_up(actor, taken.id, 999, theirs, PURPOSE, at=T0)
    other = actor_of(officer("sara", "desk_officer"))
    with pytest.raises(NoSuchScreening):
        following.follow_up(other, taken.id, taken.rows.get(asked__names__0="Zeeshan Haider").number, theirs, PURPOSE)
    wrong = client.post(
        reverse("border_security:traveller-follow-up", args=[taken.id]), {"entry": "x", "record": theirs}
    )
    assert wrong.status_code == 404
    assert not Case.objects.exists()


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


SAID = {
    "en": ("2 Mar 1971", "Pakistan"), "ar": ("2 مارس 1971", "باكستان"), "ur": ("2 مارچ 1971", "پاکستان"),
}  # fmt: skip


@pytest.mark.parametrize(("language", "said"), SAID.items(), ids=SAID)
def test_a_traveller_is_shown_with_days_and_countries_as_pages_write_them(made, client, desk, language, said):
    desk.language = language
    desk.save(update_fields=["language"])
    page = client.get(reverse("border_security:traveller-file", args=[made.id])).content.decode()
    assert [one for one in said if one not in page] == []
    assert ">1971-03-02<" not in page


NO_LISTS = {
    "a PDF document": b"%PDF-1.4 nothing",
    "a web page": b"<html><table><tr><td>name</td></tr></table>",
    "zeros in a table": TABLE.encode() + bytes(3),
    "columns that say nothing": b"a,b,c\n1,2,3\n",
    "a compressed file that breaks off": gzip.compress(TABLE.encode())[:20],
    "a broken workbook": b"PK\x03\x04 nothing",
}


@pytest.mark.parametrize("data", NO_LISTS.values(), ids=NO_LISTS)
def test_why_a_file_is_no_list_is_said_in_words_that_catalogues_hold(client, actor, data):
    with pytest.raises(CallerError) as refused:
        travellers.take(actor, io.BytesIO(data), "x.csv", PURPOSE)
    assert set(refused.value.told) <= set(list_words.SENTENCES)
    answer = client.post(reverse("border_security:travellers"), {"file": SimpleUploadedFile("x.csv", data)})
    page = unescape(answer.content.decode())
    assert refused.value.detail.rstrip(".") in page
    assert "§)" not in page
    assert "--map" not in page  # no page has a command line


AGAIN = {
    "the very row": (TABLE + "شازیہ پروین,1985-07-09,PK,ZZ7654321\n", 1),
    "another passport": (TABLE + "شازیہ پروین,1985-07-09,PK,ZZ7654322\n", 0),
    "another day of birth": (TABLE + "شازیہ پروین,1985-07-10,PK,ZZ7654321\n", 0),
    "in UTF-16 with tabs, as spreadsheets write it": (
        (TABLE + "أحمد خالد جوندل,1971-03-02,PK,CC0000001\n").replace(",", "\t").encode("utf-16"), 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "times"), AGAIN.values(), ids=AGAIN)
def test_a_traveller_who_stands_twice_in_a_file_is_told_by_row_and_checked_all_the_same(desk, actor, table, times):
    notice(actor)
    indexing.rebuild(T0)
    data = table if isinstance(table, bytes) else table.encode()
    made = travellers.take(actor, io.BytesIO(data), "x.csv", PURPOSE, at=T0)
    runner.run_due(FakeClock(T0), "test")
    told = [row.number for row in made.rows.all() if str(Reason.TWICE) in [what for _column, what in row.problems]]
    assert told == [max(made.rows.values_list("number", flat=True))] * times


def test_who_does_not_check_takes_no_file(db):
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


BORN = {
    "in five years": (T0.date().replace(year=T0.year + 5).isoformat(), True),
    "in some year to come": (str(T0.year + 2), True),
    "the day after tomorrow": ((T0 + timedelta(days=2)).date().isoformat(), True),
    "tomorrow, which is today elsewhere": ((T0 + timedelta(days=1)).date().isoformat(), False),
    "this year, it is not said when": (str(T0.year), False),
    "long ago": ("1990-01-01", False),
}


@pytest.mark.parametrize(("birth", "told"), BORN.values(), ids=BORN)
def test_a_traveller_who_is_not_born_yet_is_told_by_row_and_checked_all_the_same(client, desk, actor, birth, told):
    notice(actor)
    indexing.rebuild(T0)
    table = f"name,birth,country,passport\nشازیہ پروین,{birth},PK,AB1234567\n"
    made = travellers.take(actor, io.BytesIO(table.encode()), "x.csv", PURPOSE, at=T0)
    runner.run_due(FakeClock(T0), "test")
    row = made.rows.get()
    assert (["birth", str(Reason.NOT_YET)] in row.problems) is told
    page = client.get(reverse("border_security:traveller-file", args=[made.id])).content.decode()
    assert ("is born on a day that has not come yet" in page) is told
    assert "AB1234567" in page
