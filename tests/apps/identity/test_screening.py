# SPDX-License-Identifier: Apache-2.0
"""Entries and files held against what the node has: progress, resuming, row errors, results to take away."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest

from taawun.apps.audit.models import Line
from taawun.apps.identity.models import Alert, Hit, ScreenedRow, Screening
from taawun.apps.identity.screening import access, exporting, reading, running, services
from taawun.apps.identity.screening.services import Entry
from taawun.apps.jobs import runner
from taawun.apps.jobs.models import Job
from taawun.apps.people.models import Role
from taawun.kernel import errors
from tests.apps.identity.making import ARABIC, LATIN, OTHER, URDU, person, watch_list, work
from tests.apps.making import T0
from tests.apps.registers.making import PURPOSE
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

TRAVELLERS = """الاسم,تاريخ الميلاد,nationality,passport
Ahmed Khaled Mansour,1971-03-02,PK,
,1980,BH,
گوندل احمد خالد منصور,not a date,PK,AB 1234567
Nobody Like Them,1950,Atlantis,
"=HYPERLINK(""x"") Sarah Lockwood",1990-02-03,,
"""


@pytest.fixture
def held(actor):
    records = [person(actor, data) for data in (LATIN, ARABIC, URDU, OTHER)]
    work()
    return records


def screened(actor, text=TRAVELLERS, **more):
    made = services.screen_file(actor, io.BytesIO(text.encode()), "مسافرون.csv", PURPOSE, at=T0, **more)
    work()
    return Screening.objects.get(id=made.id)


@pytest.mark.parametrize("name", ["Ahmad Khalid Mansoor", "أحمد خالد منصور", "احمد خالد منصور"])
def test_one_entry_is_found_in_any_script(actor, analyst, held, name):
    made = services.screen_entry(actor, Entry(name, birth="1971"), PURPOSE, at=T0)
    found = access.results(analyst, made.id, PURPOSE, at=T0)
    assert {one.shown.record.id for one in found.rows[0].hits} == {one.id for one in held[:3]}
    assert found.rows[0].hits[0].hit.score == found.rows[0].row.best > 0.5


def test_a_file_is_screened_row_by_row_and_says_what_it_could_not_read(actor, analyst, held):
    made = screened(actor)
    job = Job.objects.get(id=made.job)
    assert (job.state, job.result) == ("done", {"read": 5, "hit": 3, "left_out": 1})
    rows = {row.number: row for row in ScreenedRow.objects.filter(of=made)}
    assert rows[3].lost
    assert any("date" in what for _column, what in rows[4].problems)
    assert any("country" in what for _column, what in rows[5].problems)
    best = Hit.objects.filter(row=rows[4]).order_by("-score").first()
    assert (best.record, best.parts["documents"]) == (held[2].id, 1.0)
    assert not Hit.objects.filter(row=rows[5]).exists()
    assert not list(reading.folder().iterdir())


def test_the_entries_with_the_likeliest_hits_stand_first(actor, analyst, held):
    found = access.results(analyst, screened(actor).id, PURPOSE, at=T0)
    best = [one.row.best for one in found.rows]
    assert best == sorted(best, reverse=True)
    assert found.counts == {"read": 5, "hit": 3, "left_out": 1}


def test_a_workbook_is_screened_too(actor, held):
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Name", "Date of birth"])
    book.active.append(["احمد خالد منصور گوندل", "1971-03"])
    book.save(out)
    made = services.screen_file(actor, io.BytesIO(out.getvalue()), "list.xlsx", PURPOSE, at=T0)
    work()
    assert Hit.objects.filter(row__of=made, record=held[2].id).exists()


NO_LISTS = {"an empty file": b"", "a PDF": b"%PDF-1.7", "a table without names": b"a,b\n1,2\n"}


@pytest.mark.parametrize("content", NO_LISTS.values(), ids=NO_LISTS)
def test_a_file_that_is_no_list_is_refused_and_not_kept(actor, content):
    with pytest.raises(errors.TaawunError):
        services.screen_file(actor, io.BytesIO(content), "x", PURPOSE, at=T0)
    assert not Screening.objects.exists()
    assert not list(reading.folder().iterdir())


def test_a_screening_that_is_stopped_goes_on_where_it_was(actor, held, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_ROWS", 2)
    made = services.screen_file(actor, io.BytesIO(TRAVELLERS.encode()), "x.csv", PURPOSE, at=T0)
    kept, calls = running.keep, []

    def dies(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the worker died")
        return kept(*args)

    monkeypatch.setattr(running, "keep", dies)
    clock = FakeClock(T0)
    runner.run_due(clock, "test")
    assert Job.objects.get(id=made.job).state == "queued"
    assert ScreenedRow.objects.count() == 2
    clock.advance(3_600)
    runner.run_due(clock, "test")
    assert Job.objects.get(id=made.job).result == {"read": 5, "hit": 3, "left_out": 1}
    assert sorted(ScreenedRow.objects.values_list("number", flat=True)) == [2, 3, 4, 5, 6]


def test_a_hit_on_a_watch_list_alerts_and_nobody_can_ask_for_less(actor, held):
    watch_list(actor, held[1], threshold=0.6)
    work()
    Alert.objects.all().delete()
    services.screen_entry(actor, Entry("Ahmad Khalid Mansoor", birth="1971"), PURPOSE, least=1.0, at=T0)
    assert not Hit.objects.exists()
    alert = Alert.objects.get(hit="")
    assert (alert.entry, alert.row.asked["names"]) == (held[1].id, ["Ahmad Khalid Mansoor"])


def test_an_alert_of_a_screening_keeps_to_the_purpose(actor, held):
    watch_list(actor, held[1])
    work()
    Alert.objects.all().delete()
    services.screen_entry(actor, Entry("Ahmad Khalid Mansoor", birth="1971"), "immigration", at=T0)
    assert not Alert.objects.exists()


def test_results_are_taken_away_as_csv_with_their_markings(actor, analyst, held):
    lines = "".join(exporting.csv_lines(access.export(analyst, screened(actor).id, PURPOSE, at=T0)))
    rows = list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"))))
    assert [row["row"] for row in rows if row["row"] != "2"][:1] == ["3"]
    first = next(row for row in rows if row["record"] == held[0].id)
    assert (first["names"], first["marking"]) == ("Ahmed Khaled Mansour", "B2 H0 TLP:GREEN")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values() if cell)
    assert Line.objects.filter(act="screening.exported", officer_id=analyst.id).count() == 1


def test_a_role_that_is_taken_away_while_a_file_is_screened_shows_nothing_more(actor, analyst, held):
    made = services.screen_file(actor, io.BytesIO(TRAVELLERS.encode()), "x.csv", PURPOSE, at=T0)
    Role.objects.filter(officer=analyst).update(revoked_at=T0 + timedelta(seconds=1))
    work()
    assert not Hit.objects.filter(row__of=made).exists()


def test_a_screening_before_the_first_index_says_so(actor):
    with pytest.raises(errors.NoIndexYet):
        services.screen_entry(actor, Entry("سارہ"), PURPOSE, at=T0)
    assert not Screening.objects.exists()


HOSTILE = {
    "one letter": "a",
    "ten thousand letters": "م" * 10_000,
    "emoji": "🙂🙂🙂",
    "bidi and zero-width signs": "\u202eAhmad\u200b \u2066Khalid\u2069",
    "a null character": "a\0b",
    "half a character": "Ahmad \ud800",
    "a mixed word": "Аhmаd Khаlid",
    "digits": "1971",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_that_makes_no_sense_is_answered(actor, held, name):
    services.screen_entry(actor, Entry(name), PURPOSE, at=T0)
