# SPDX-License-Identifier: Apache-2.0
"""Files become records: row by row, each stored once whatever stops it, and undone as one."""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.exchange.models import Release
from taawun.apps.jobs import runner
from taawun.apps.jobs import services as jobs
from taawun.apps.jobs.models import Job
from taawun.apps.people.access import actor_of
from taawun.apps.people.services import grant_role
from taawun.apps.registers import access, queries, services
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.exporting import ftm_lines
from taawun.apps.registers.importing import from_table, running
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import ImportProblem, Record, RecordVersion
from taawun.apps.registers.queries import Filters
from taawun.formats import un_extract
from taawun.kernel import errors
from tests.apps.making import INIT, T0, authority, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, marking, personal
from tests.house import FakeClock

pytestmark = pytest.mark.django_db

UN_LIST = Path(__file__).parents[4] / "shared" / "data" / "UN_consolidated.xml.gz"
ROWS = """Name,Also known as,Date of birth,Nationality,Note
احمد خالد,چھوٹا خالد;Abu Khalid,۱۹۷۱,پاکستان,x
,,1980,BH,nobody
أحمد خالد,أبو خالد,1971-13-40,BH,wrong date
Sara Iqbal,,1990-02-03,Atlantis,wrong country
سارة إقبال,,1990~,البحرين,

Omar Saleh,,,BH,
"""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    """Keep import files of a test apart."""
    from taawun.apps.registers.importing import files

    folder = tmp_path / "imports"
    folder.mkdir()
    original, files.folder = files.folder, lambda: folder
    yield
    files.folder = original


@pytest.fixture
def desk():
    return actor_of(officer("bilal", "desk_officer"))


def started(desk, text=ROWS, written="utf-8", **more):
    return importing.import_table(desk, io.BytesIO(text.encode(written)), "person", personal(), PURPOSE, at=T0, **more)


def work(clock=None):
    runner.run_due(clock or FakeClock(T0), "test")


def job_of(imported):
    return Job.objects.get(id=imported.job)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_good_rows_become_records_and_bad_ones_say_why(desk, encoding):
    imported = started(desk, written=encoding)
    work()
    assert job_of(imported).state == "done", job_of(imported).error
    assert job_of(imported).result == {"read": 6, "added": 3, "changed": 0, "same": 0, "refused": 3}
    problems = [(one.row, one.field) for one in ImportProblem.objects.order_by("row", "field")]
    assert problems == [(3, "name"), (4, "birth_date"), (5, "nationality")]
    data = RecordVersion.objects.get(record__caption="احمد خالد").data
    assert data == {
        "name": ["احمد خالد"], "alias": ["چھوٹا خالد", "Abu Khalid"], "birth_date": ["1971"], "nationality": ["PK"],
    }  # fmt: skip
    imported.refresh_from_db()
    assert imported.finished is not None
    (row,) = queries.imports(())
    assert (row.loaded, row.refused) == (3, 3)


def test_problems_never_repeat_a_value(desk):
    started(desk)
    work()
    assert not ImportProblem.objects.filter(what__contains="Atlantis").exists()


def test_a_preview_stores_nothing_and_shows_what_would_become_of_the_rows():
    shown = from_table.preview(io.BytesIO(ROWS.encode("utf-16")), "person", personal())
    assert (shown.form.encoding, shown.form.delimiter) == ("utf-16", ",")
    assert shown.mapping == {
        "Name": "name", "Also known as": "alias", "Date of birth": "birth_date", "Nationality": "nationality",
    }  # fmt: skip
    assert shown.unmapped == ("Note",)
    assert [bool(item.problems) for item in shown.items] == [False, True, True, True, False, False]
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    "header", ["name,alias", "Name,Also known as", "الاسم,يعرف أيضا باسم", "نام,عرفیت", "NAME ,also KNOWN as"]
)
def test_columns_are_known_by_names_and_labels_in_three_languages(header):
    guessed = from_table.guess_mapping(type_named("person"), header.split(","))
    assert list(guessed.values()) == ["name", "alias"]


BAD_FILES: dict[str, tuple[str, dict[str, Any], type[Exception]]] = {
    "no required column": ("Nationality\nBH\n", {}, errors.BadMapping),
    "a mapping to no field": ("a,b\n1,2\n", {"mapping": {"a": "name", "b": "grudge"}}, errors.BadMapping),
    "a mapping from no column": ("a,b\n1,2\n", {"mapping": {"c": "name"}}, errors.BadMapping),
    "one column named twice": ("Name,Name\nعلی,x\n", {}, errors.BadImportFile),
    "an empty file": ("", {}, errors.BadImportFile),
    "an unknown encoding": ("Name\nعلی\n", {"encoding": "ebcdic"}, errors.BadImportFile),
}


@pytest.mark.parametrize(("text", "more", "error"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_read_starts_nothing(desk, text, more, error):
    with pytest.raises(error):
        started(desk, text, **more)
    assert not Job.objects.exists()


def test_a_file_that_is_broken_at_its_end_stores_nothing(desk, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_ROWS", 2)
    rows = "Name\n" + "سارہ\n" * 40 + '"بلا نهاية\n'
    imported = started(desk, rows)
    work()
    assert (job_of(imported).state, job_of(imported).error) == ("failed", "import.bad-file")
    assert not Record.objects.exists()


class PowerCut(BaseException):
    """A worker that dies."""


@dataclass
class Dies:
    """A step that kills its worker at the n-th time."""

    step: Any
    at: int
    calls: int = field(default=0)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.calls == self.at:
            raise PowerCut
        return self.step(*args, **kwargs)


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("place", ["_keep_problems", "_known"])
def test_an_import_goes_on_where_its_worker_died(desk, monkeypatch, place, at):
    monkeypatch.setattr(running, "CHUNK_ROWS", 2)
    imported = started(desk)
    monkeypatch.setattr(running, place, Dies(getattr(running, place), at))
    clock = FakeClock(T0)
    with pytest.raises(PowerCut):
        work(clock)
    clock.advance(120)
    work(clock)
    assert job_of(imported).state == "done"
    assert (Record.objects.count(), ImportProblem.objects.count()) == (3, 3)


def test_a_cancelled_import_can_be_undone(desk, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_ROWS", 1)
    imported = started(desk)
    kept = running._keep_problems

    def cancel(*args):
        jobs.cancel(imported.job, desk, at=T0)
        kept(*args)

    monkeypatch.setattr(running, "_keep_problems", cancel)
    work()
    assert job_of(imported).state == "cancelled"
    importing.undo(desk, imported.id, "review", at=T0)
    assert not Record.objects.exists()


def test_an_import_is_undone_as_one(desk):
    imported = started(desk)
    services.draft_record(desk, "seizure", SEIZURE, marking(), PURPOSE, at=T0)
    with pytest.raises(errors.ImportRunning):
        importing.undo(desk, imported.id, "review", at=T0)
    work()
    assert importing.undo(desk, imported.id, "review", at=T0) == 3
    assert [record.type for record in Record.objects.all()] == ["seizure"]
    assert Line.objects.filter(act="record.erased").count() == 3
    assert Line.objects.filter(act="import.undone", outcome="allowed").count() == 1


def test_what_was_put_up_for_release_is_not_undone(desk):
    imported = started(desk)
    work()
    record = imported.records.first()
    Release.objects.create(
        id=record.id, kind="record.report", recipients=["BH"], statement=b"{}", content="0" * 64, body=b"{}",
        attachments=b"[]", purpose=PURPOSE, object_type="record", object_id=record.id, drafter_id=desk.officer_id,
        created=T0, expires=T0, security="restricted",
    )  # fmt: skip
    with pytest.raises(errors.ImportReleased):
        importing.undo(desk, imported.id, "review", at=T0)
    assert Record.objects.count() == 3


def test_what_an_officer_has_worked_on_is_not_undone(desk):
    imported = started(desk)
    work()
    record = imported.records.first()
    services.new_version(desk, record.id, {"name": ["محمود"]}, personal(), PURPOSE, "Name corrected.", at=T0)
    with pytest.raises(errors.ImportChanged):
        importing.undo(desk, imported.id, "review", at=T0)


STRANGERS = {
    "another authority": ("customs", ("desk_officer",)),
    "no purpose of the import": ("anf", ("protection_officer",)),
    "no role that states something": ("anf", ("releasing_officer", "auditor")),
}


@pytest.mark.parametrize(("code", "roles"), STRANGERS.values(), ids=STRANGERS)
def test_what_another_authority_or_desk_imported_is_not_there_to_be_undone(desk, code, roles):
    imported = started(desk)
    work()
    stranger = actor_of(officer("سارہ", *roles, code=code))
    refused = errors.NoRole if "auditor" in roles else errors.NoSuchImport
    with pytest.raises(refused):
        importing.undo(stranger, imported.id, "review", at=T0)
    assert Record.objects.count() == 3
    assert Line.objects.filter(act="import.undone", outcome="refused").count() == 1


def test_an_officer_who_serves_two_authorities_undoes_what_the_other_one_imported(desk):
    imported = started(desk)
    work()
    colleague = officer("سارہ", code="customs")
    grant_role(INIT, colleague, "analyst", authority("anf"), at=T0)
    assert importing.undo(actor_of(colleague), imported.id, "review", at=T0) == 3


def test_an_import_that_is_not_there_is_refused(desk):
    with pytest.raises(errors.NoSuchImport):
        importing.undo(desk, "nothing", "review", at=T0)


def test_an_officer_without_a_drafting_role_imports_nothing():
    with pytest.raises(errors.NoRole):
        started(actor_of(officer("sana", "auditor")))


def test_the_shipped_extract_is_imported_whole_and_again_changes_nothing(desk):
    first = importing.import_un_extract(desk, "sanctions", at=T0)
    work()
    assert job_of(first).result == {"read": 1003, "added": 1003, "changed": 0, "same": 0, "refused": 0}
    again = importing.import_un_extract(desk, "sanctions", at=T0)
    work()
    assert job_of(again).result == {"read": 1003, "added": 0, "changed": 0, "same": 1003, "refused": 0}
    assert Record.objects.count() == 1003
    person = RecordVersion.objects.filter(record__type="person").first()
    assert person.marking["persons"] == ["other"]
    desk_officer = officer("hina", "desk_officer")
    page = access.search(desk_officer, Filters(type="person"), "sanctions", at=T0)
    assert (len(page.rows), bool(page.older), page.withheld) == (50, True, 0)
    lines = list(ftm_lines(desk_officer, Filters(text="ansarallah"), "sanctions", at=T0))
    assert [json.loads(line)["schema"] for line in lines] == ["Organization"]


@pytest.mark.skipif(not UN_LIST.exists(), reason="the official UN list is not beside the project")
def test_the_official_list_adds_what_the_extract_leaves_out(desk):
    importing.import_un_extract(desk, "sanctions", at=T0)
    work()
    with UN_LIST.open("rb") as file:
        whole = importing.import_un_list(desk, file, "sanctions", at=T0)
    work()
    result = job_of(whole).result
    assert (result["read"], result["added"], result["refused"]) == (1003, 0, 0)
    assert result["changed"] + result["same"] == 1003
    assert {record.version for record in Record.objects.all()} == {1, 2}


def test_the_extract_holds_no_more_than_facts():
    entries = list(un_extract.shipped())
    assert len(entries) == 1003
    assert not any(entry.addresses or entry.documents or entry.birth_places or entry.titles for entry in entries)


TWICE = "Name,Nationality\nاحمد خالد,PK\nSara Iqbal,BH\nاحمد خالد,PK\nاحمد خالد,BH\n,PK\n,PK\n"


def test_a_row_that_stands_in_a_table_twice_is_left_out_with_the_number_of_the_first(desk):
    imported = started(desk, TWICE)
    work()
    assert imported.records.count() == 3
    told = list(ImportProblem.objects.filter(of=imported, field="").values_list("row", "what"))
    assert told == [(4, "says in every cell what row 2 says")]
    shown = from_table.preview(io.BytesIO(TWICE.encode()), "person", personal())
    assert [item.row for item in shown.items if item.problems and not item.problems[0].field] == [4]


def test_the_very_same_table_becomes_records_once_and_again_when_it_was_undone(desk):
    imported = started(desk, TWICE)
    with pytest.raises(errors.BadImportFile, match="imported already"):
        started(desk, TWICE)  # while the first one waits
    work()
    with pytest.raises(errors.BadImportFile, match="imported already"):
        started(desk, TWICE)
    started(desk, TWICE + "Another,PK\n")
    importing.undo(desk, imported.id, "review", at=T0)
    started(desk, TWICE)
