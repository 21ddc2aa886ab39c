# SPDX-License-Identifier: Apache-2.0
"""Public statistics: one file is one dataset, taken in once whatever stops it, shown when whole, narrowed by route."""

import io
import tracemalloc

import pytest
from django.db import Error, connection, transaction

from taawun.apps.audit.models import Line
from taawun.apps.jobs import runner
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.models import Job
from taawun.apps.ledger.models import Entry
from taawun.apps.people.access import actor_of
from taawun.formats import unodc
from taawun.kernel import errors
from taawun.sectors.counter_narcotics import access, loading, services
from taawun.sectors.counter_narcotics.access import Asked
from taawun.sectors.counter_narcotics.models import Dataset, Flawed, Seizure
from tests.apps.making import T0, officer
from tests.formats.test_unodc import HEAD, REAL, line, real
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

PURPOSE = "counter-narcotics"
SMALL = [line(f"{amount / 100}", day=f"2012-01-{amount:02}") for amount in range(1, 30)]
TABLE = [
    *SMALL, SMALL[3], line("4500000", COUNTRY="Thailand", DESTINATION_COUNTRY=""), line("12", "Tablet"), line("0"),
    line("", day="2013-02-30"), "broken", line("1", DESTINATION_COUNTRY="قطر", day="2013-05-05"),
]  # fmt: skip
EXPECTED = {"columns": 1, "date": 1, "duplicate": 1, "no-amount": 1, "not-positive": 1, "outlier": 1, "unit": 1}


@pytest.fixture(autouse=True)
def _files(monkeypatch, tmp_path):
    """Keep import files of a test apart."""
    monkeypatch.setattr("taawun.apps.registers.importing.files.folder", lambda: tmp_path)


@pytest.fixture
def clerk():
    return officer("bilal", "desk_officer", name="بلال احمد")


def file_of(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join([HEAD, *lines, ""]).encode())


def taken(clerk, *lines: str) -> Dataset:
    return services.take_statistics(actor_of(clerk), file_of(*(lines or TABLE)), PURPOSE, at=T0)


def work() -> None:
    runner.run_due(FakeClock(T0), "test")


def ask(clerk, dataset, **asked) -> access.Answer:
    return access.ask(clerk, dataset, Asked(**asked), PURPOSE, ("Bahrain", "Pakistan"), at=T0)


def test_a_file_becomes_one_dataset_with_one_line_and_one_entry(clerk):
    dataset = taken(clerk)
    assert access.newest() is None
    entries = Entry.objects.count()
    work()
    job = Job.objects.get(id=dataset.job)
    assert job.state == "done", job.error
    assert job.result == {"rows": 35, **EXPECTED}
    assert access.newest() == dataset
    assert Line.objects.filter(act="statistics.imported", object_id=dataset.id).count() == 1
    assert Entry.objects.count() == entries + 1
    numbers = dict(Flawed.objects.values_list("kind", "number"))
    assert (numbers["duplicate"], numbers["outlier"], numbers["columns"]) == (31, 32, 36)


def test_a_route_is_asked_for_and_what_was_not_reported_is_not_zero(clerk):
    dataset = taken(clerk)
    work()
    dataset.refresh_from_db()
    answer = ask(clerk, dataset, departure="Pakistan", destination="Bahrain")
    assert answer.rows == 33
    assert [(one.name, one.rows, one.weighed) for one in answer.drugs] == [("Heroin", 33, 31)]
    assert str(answer.drugs[0].kilograms) == "4.39"
    assert [(one.unit, one.rows, one.amount) for one in answer.counted] == [("Tablet", 1, 12)]
    assert answer.reported == {"Bahrain": 0, "Pakistan": 34}
    assert [one.name for one in answer.years] == ["", "2011", "2012"]
    assert [(one.name, one.rows) for one in answer.months] == [("2011-12", 2), ("2012-01", 30)]
    assert [(one.name, one.rows) for one in answer.transports] == [("", 33)]
    cleaned = ask(clerk, dataset, drug="Heroin", without=True)
    assert cleaned.rows == 33
    assert ask(clerk, dataset, flaw="outlier").rows == 1
    assert access.lines_with(dataset, "columns") == [36]
    assert Line.objects.filter(act="statistics.read", purpose=PURPOSE).count() == 3
    with pytest.raises(errors.NoPurpose):
        access.ask(clerk, dataset, Asked(), "", ())


def test_a_month_of_which_nothing_was_reported_is_seen_as_a_gap(clerk):
    days = {"2011-11-30": "Air", "2012-02-01": "Sea", "20120305": "Sea", "2012-W10-1": "Post", "2012-02-30": ""}
    dataset = taken(clerk, *(line("1", day=day, TRANSPORT=way) for day, way in days.items()))
    work()
    answer = ask(clerk, dataset)
    assert [(one.name, one.rows) for one in answer.months] == [
        ("2011-11", 1), ("2011-12", 0), ("2012-01", 0), ("2012-02", 1),
    ]  # fmt: skip
    assert [(one.name, one.rows) for one in answer.years] == [("", 1), ("2011", 1), ("2012", 3)]
    assert {one.name: one.rows for one in answer.transports} == {"Sea": 2, "Air": 1, "Post": 1, "": 1}


def test_a_stopped_import_goes_on_and_stores_each_row_once(clerk, monkeypatch):
    monkeypatch.setattr(loading, "CHUNK_ROWS", 10)
    dataset = taken(clerk)
    job = Job.objects.get(id=dataset.job)
    original, seen = loading.store, []

    def stops(found, chunk):
        original(found, chunk)
        seen.append(len(chunk))
        if len(seen) == 3:
            jobs.cancel(job.id, actor_of(clerk), at=T0)

    monkeypatch.setattr(loading, "store", stops)
    work()
    job.refresh_from_db()
    assert (job.state, job.cursor) == ("cancelled", 20)
    assert Seizure.objects.count() == 20
    assert access.newest() is None
    jobs.retry(job.id, actor_of(clerk), at=T0)
    work()
    job.refresh_from_db()
    assert job.result == {"rows": 35, **EXPECTED}
    assert Seizure.objects.values("number").distinct().count() == Seizure.objects.count() == 35


def test_a_file_that_breaks_off_leaves_nothing(clerk, monkeypatch):
    monkeypatch.setattr(loading, "CHUNK_ROWS", 10)
    file = io.BytesIO(file_of(*SMALL).getvalue() + b'"never ends')
    dataset = services.take_statistics(actor_of(clerk), file, PURPOSE, at=T0)
    work()
    job = Job.objects.get(id=dataset.job)
    assert (job.state, job.error) == ("failed", "import.bad-file")
    assert not Seizure.objects.exists()
    assert not Flawed.objects.exists()
    assert access.newest() is None


def test_another_table_starts_nothing(clerk):
    with pytest.raises(errors.BadImportFile):
        services.take_statistics(actor_of(clerk), io.BytesIO(b"a;b\n1;2\n"), PURPOSE, at=T0)
    assert not Dataset.objects.exists()


def test_a_file_beyond_the_limit_is_refused_before_anything_is_stored(clerk, monkeypatch):
    monkeypatch.setattr("taawun.apps.registers.importing.files.FILE_BYTES", 1_000)
    with pytest.raises(errors.FileTooLarge):
        taken(clerk)
    assert not Dataset.objects.exists()


def test_a_dataset_is_taken_away_as_one(clerk):
    dataset = taken(clerk)
    with pytest.raises(errors.ImportRunning):
        services.take_away(actor_of(clerk), dataset.id, PURPOSE, at=T0)
    work()
    with pytest.raises(errors.NoSuchImport):
        services.take_away(actor_of(officer("سارہ", "desk_officer", code="customs")), dataset.id, PURPOSE, at=T0)
    assert services.take_away(actor_of(clerk), dataset.id, PURPOSE, at=T0) == 35
    assert not Dataset.objects.exists()
    with pytest.raises(errors.NoSuchImport):
        services.take_away(actor_of(clerk), dataset.id, PURPOSE, at=T0)


def test_who_may_state_nothing_may_take_nothing_in():
    with pytest.raises(errors.CallerError):
        taken(officer("sana", "auditor"))


def test_a_reported_row_is_never_changed(clerk):
    taken(clerk)
    work()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE counter_narcotics_seizure SET amount = '1'")


def test_memory_does_not_grow_with_the_file():
    def peak(times: int) -> int:
        data = file_of(*(TABLE * times))
        tracemalloc.start()
        for _ in unodc.rows(data):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(400) < 2 * peak(100)


@real
def test_the_public_file_gives_the_figures_that_it_is_known_for(clerk):
    with REAL.open("rb") as file:
        dataset = services.take_statistics(actor_of(clerk), file, PURPOSE, at=T0)
    work()
    dataset.refresh_from_db()
    assert dataset.rows == 311_038
    assert (dataset.flaws["duplicate"], dataset.flaws["unit"]) == (44_229, 10_371)
    assert dataset.flaws["not-positive"] + dataset.flaws["no-amount"] == 27
    answer = ask(clerk, dataset, departure="Pakistan", destination="Bahrain")
    assert (answer.rows, answer.reported["Bahrain"]) == (23, 0)
    assert {one.name: round(one.kilograms, 2) for one in answer.drugs}["Heroin"] == access.Decimal("24.72")
    flagged = access.rows(dataset, Asked(country="Thailand", drug="Amphetamine", flaw="outlier"))
    assert [(one.day, one.amount, one.unit) for one in flagged] == [("2013-05-22", "4500000.0", "Kilogram")]
    assert 0 < dataset.flaws["outlier"] < 100


@pytest.mark.django_db(transaction=True)
def test_an_import_comes_to_its_end_as_a_worker_runs_it():
    clerk = officer("bilal", "desk_officer", name="بلال احمد")
    dataset = taken(clerk)
    work()
    job = Job.objects.get(id=dataset.job)
    assert (job.state, job.done, job.total) == ("done", len(TABLE), len(TABLE))
